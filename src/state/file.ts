/** Reads the state file from disk. A missing file is a first run; anything unusable is a fault, never a first run. */
import { isUtf8 } from 'node:buffer';
import { describeObstacle, LARGEST_JSON_BYTES, readPlainFile } from '../base/plain-file.ts';
import { type Diagnostic, fault, type Read, type State } from '../model.ts';
import { parseState } from './parse.ts';

export interface FoundState {
  readonly state: State;
  readonly presence: 'present' | 'missing';
}

export const EMPTY_STATE: State = { version: 1, stores: new Map(), extra: {} };

/** Reads a state file; `file` is the name to show. */
export function readStateFile(path: string, file: string): Read<FoundState> {
  const { bytes, obstacle } = readPlainFile(path, LARGEST_JSON_BYTES);
  if (obstacle?.reason === 'missing')
    return { value: { state: EMPTY_STATE, presence: 'missing' }, diagnostics: [] };
  if (obstacle !== null)
    return reject(fault('STATE_UNREADABLE', nowhere(file), { file, detail: describeObstacle(obstacle) }));
  const text = decode(bytes);
  if (text === null) return reject(fault('STATE_DAMAGED', nowhere(file), { file, kind: 'encoding' }));
  const parsed = parseState(text, file);
  if (parsed.value === null) return { value: null, diagnostics: parsed.diagnostics };
  return { value: { state: parsed.value, presence: 'present' }, diagnostics: parsed.diagnostics };
}

function decode(bytes: Buffer): string | null {
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}

function nowhere(file: string): { file: string; line: null; column: null } {
  return { file, line: null, column: null };
}

function reject(diagnostic: Diagnostic): Read<FoundState> {
  return { value: null, diagnostics: [diagnostic] };
}
