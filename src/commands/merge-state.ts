/** `mendian merge-state`: a git merge driver for state files, and the repair of a conflicted one. */
import { resolve } from 'node:path';
import { replaceFile } from '../base/atomic-file.ts';
import { describeObstacle, LARGEST_JSON_BYTES, readPlainFile } from '../base/plain-file.ts';
import { type Diagnostic, fault, NOWHERE, type Read, type State } from '../model.ts';
import { diagnosticsText } from '../report/diagnostics.ts';
import { formatState } from '../state/format.ts';
import { mergeStates } from '../state/merge.ts';
import { parseState } from '../state/parse.ts';
import { splitConflict } from '../state/repair.ts';
import type { Context, ExitCode } from './context.ts';

/** With `%O %A %B [%P]` from git writes the merge into `%A`; with one file repairs it. Exit 1 leaves all untouched. */
export function mergeState(context: Context, files: readonly string[]): ExitCode {
  const [base, ours, theirs, shown] = files;
  if (base !== undefined && ours === undefined) return repair(context, base);
  if (base === undefined || ours === undefined || theirs === undefined || files.length > 4) {
    return complain(context, [
      fault('OPTION_INVALID', NOWHERE, {
        option: 'merge-state',
        value: files.join(' '),
        expected: 'expect-merge-files',
      }),
    ]);
  }
  const name = shown ?? ours;
  const read = [base, ours, theirs].map((file) => readText(context, file));
  const unreadable = read.flatMap(({ diagnostics }) => diagnostics);
  if (unreadable.length > 0) return complain(context, unreadable);
  const [baseText = null, oursText = '', theirsText = ''] = read.map(({ value }) => value ?? '');
  const texts = { base: baseText, ours: oursText, theirs: theirsText };
  return writeMerge(context, resolve(context.root, ours), name, texts) ?? 0;
}

function repair(context: Context, file: string): ExitCode {
  const { value: text, diagnostics: unreadable } = readText(context, file);
  if (text === null) return complain(context, unreadable);
  const sides = splitConflict(text);
  if (sides === null) {
    const { diagnostics } = parseState(text, file);
    if (diagnostics.length > 0) return complain(context, diagnostics);
    context.hint(context.messages.merge.clean(file));
    return 0;
  }
  const failed = writeMerge(context, resolve(context.root, file), file, sides);
  if (failed !== null) return failed;
  context.hint(context.messages.merge.repaired(file));
  return 0;
}

interface Texts {
  /** Null or empty where git knows no common ancestor. */
  readonly base: string | null;
  readonly ours: string;
  readonly theirs: string;
}

/** Writes the merged state, or tells which side cannot be read and returns the exit code. */
function writeMerge(
  context: Context,
  target: string,
  name: string,
  { base, ours, theirs }: Texts,
): ExitCode | null {
  const left = parseSide(ours, `${name} (ours)`);
  const right = parseSide(theirs, `${name} (theirs)`);
  if (left.value === null || right.value === null) {
    return complain(context, [...left.diagnostics, ...right.diagnostics]);
  }
  const ancestor = base === null || base.trim() === '' ? null : parseState(base, `${name} (base)`).value;
  replaceFile(target, formatState(mergeStates(ancestor, left.value, right.value)));
  return null;
}

/** A side without the file is one without records. */
function parseSide(text: string, name: string): { value: State | null; diagnostics: readonly Diagnostic[] } {
  return text.trim() === ''
    ? { value: { version: 1, stores: new Map(), extra: {} }, diagnostics: [] }
    : parseState(text, name);
}

function readText(context: Context, file: string): Read<string> {
  const { bytes, obstacle } = readPlainFile(resolve(context.root, file), LARGEST_JSON_BYTES);
  if (obstacle === null) return { value: bytes.toString('utf8'), diagnostics: [] };
  const place = { ...NOWHERE, file };
  const detail = describeObstacle(obstacle);
  return { value: null, diagnostics: [fault('STATE_UNREADABLE', place, { file, detail })] };
}

function complain(context: Context, diagnostics: readonly Diagnostic[]): ExitCode {
  for (const text of diagnosticsText(diagnostics, context.style)) context.complain(text);
  return 1;
}
