/** State file and journal together: what is known now, and its one place on disk. */
import { lstatSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { replaceFile, syncFolder } from '../base/atomic-file.ts';
import { describeObstacle, LARGEST_JSON_BYTES, readPlainFile } from '../base/plain-file.ts';
import { fault, NOWHERE, notice, type Read, type State } from '../model.ts';
import { readStateFile } from './file.ts';
import { foldJournal } from './fold.ts';
import { formatState } from './format.ts';
import { journalPath } from './journal.ts';
import { settleVerdicts } from './verdicts.ts';

export interface LoadedState {
  readonly state: State;
  readonly presence: 'present' | 'missing';
  /** Lines of a journal that an interrupted run left. */
  readonly journalLines: number;
}

/** Reads the state and folds a left-over journal in, in memory. `file` is the name to show. Writes nothing. */
export function loadState(path: string, file: string): Read<LoadedState> {
  const found = readStateFile(path, file);
  if (found.value === null) return { value: null, diagnostics: found.diagnostics };
  const shown = journalPath(file);
  const journal = readJournal(path, shown);
  if (journal.value === null) return { value: null, diagnostics: journal.diagnostics };
  const folded = foldJournal(found.value.state, journal.value, shown);
  if (folded.value === null) return { value: null, diagnostics: folded.diagnostics };
  const { lines } = folded.value;
  const state = settleVerdicts(folded.value.state);
  const remarks =
    lines > 0 ? [notice('JOURNAL_FOUND', { ...NOWHERE, file: shown }, { file: shown, lines })] : [];
  return { value: { state, presence: found.value.presence, journalLines: lines }, diagnostics: remarks };
}

/**
 * Writes the folded state and only then removes the journal: a kill in between is harmless, since folding
 * the same lines again gives the same state. Nothing is written where nothing changed. Tells what was folded.
 */
export function settleState(path: string, file: string): Read<LoadedState> {
  const loaded = loadState(path, file);
  if (loaded.value === null) return loaded;
  const { state, journalLines, presence } = loaded.value;
  if (journalLines > 0 && (presence === 'missing' || readFileSync(path, 'utf8') !== formatState(state))) {
    replaceFile(path, formatState(state));
  }
  removeJournal(path);
  return loaded;
}

/** Whether an earlier run left a journal; a link in its place counts, so that it is met and refused. */
export function hasJournal(path: string): boolean {
  return lstatSync(journalPath(path), { throwIfNoEntry: false }) !== undefined;
}

function removeJournal(path: string): void {
  if (!hasJournal(path)) return;
  rmSync(journalPath(path));
  syncFolder(dirname(path));
}

/** The journal's text; empty where there is none. Whatever is no plain file in its place is a fault. */
function readJournal(path: string, shown: string): Read<string> {
  const { bytes, obstacle } = readPlainFile(journalPath(path), LARGEST_JSON_BYTES);
  if (obstacle === null) return { value: bytes.toString('utf8'), diagnostics: [] };
  if (obstacle.reason === 'missing') return { value: '', diagnostics: [] };
  const place = { ...NOWHERE, file: shown };
  const detail = describeObstacle(obstacle);
  return { value: null, diagnostics: [fault('STATE_UNREADABLE', place, { file: shown, detail })] };
}
