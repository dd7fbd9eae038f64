/** Edits of a sheet as new texts of store files: each prepared and proven before any is written. */
import { posix, resolve } from 'node:path';
import { replaceFile } from '../base/atomic-file.ts';
import { findObstacle, readPlainFile } from '../base/plain-file.ts';
import { readSystemCode } from '../base/system-error.ts';
import { LARGEST_YAML_BYTES } from '../base/text-bytes.ts';
import { type Diagnostic, fault, NOWHERE, type Store } from '../model.ts';
import { LABEL_PREFIX } from '../sheets/columns.ts';
import type { SheetEdit } from '../sheets/merge.ts';
import { type FileKeys, readDocument } from '../stores/document.ts';
import { editDocument, type FileChange } from '../stores/edit.ts';
import type { Context } from './context.ts';

/** A store with all that its row changes. */
export interface StoreEdits {
  readonly store: Store;
  readonly edits: readonly SheetEdit[];
}

/** A file with what it says and what it is to say. */
export interface PreparedFile extends StoreEdits {
  readonly before: Buffer;
  readonly text: string;
  /** The edits whose value the store had from its defaults. */
  readonly inherited: ReadonlySet<SheetEdit>;
}

export interface Prepared {
  readonly files: readonly PreparedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The new texts of all files, or every reason why one cannot be made. */
export function prepareFiles({ root }: Pick<Context, 'root'>, changed: readonly StoreEdits[]): Prepared {
  const ends = changed.map((each) => prepareFile(root, each));
  return {
    files: ends.flatMap((end) => ('text' in end ? [end] : [])),
    diagnostics: ends.flatMap((end) => ('text' in end ? [] : end)),
  };
}

function prepareFile(root: string, { store, edits }: StoreEdits): PreparedFile | readonly Diagnostic[] {
  const { file } = store;
  const place = { file, line: store.line, column: null };
  const read = readPlainFile(resolve(root, file), LARGEST_YAML_BYTES);
  const linked = findObstacle(root, posix.dirname(file)) !== null;
  const own = read.obstacle !== null || linked ? null : readDocument(read.bytes, file).value;
  // It could be read a moment ago.
  if (read.obstacle !== null || own === null) return [fault('SHEET_FILE_CHANGED', place, {})];
  const inherited = new Set(edits.filter((edit) => isInherited(edit, own)));
  const stuck = edits.filter((edit) => edit.after === null && inherited.has(edit));
  if (stuck.length > 0)
    return stuck.map(({ target, cell, place: at }) =>
      fault('SHEET_CLEAR_INHERITED', at, { cell, column: target }),
    );
  const edited = editDocument(read.bytes, file, toChanges(edits));
  if (edited.value === null) return edited.diagnostics;
  return { store, edits, before: read.bytes, text: edited.value, inherited };
}

/** Whether the store has a value that its own file does not say. */
function isInherited({ target, before }: SheetEdit, own: FileKeys): boolean {
  if (before === null) return false;
  if (!target.startsWith(LABEL_PREFIX)) return !own.has(target);
  const labels = own.get('labels')?.entry.value;
  const key = target.slice(LABEL_PREFIX.length);
  return labels?.kind !== 'map' || labels.entries.every((entry) => entry.key !== key);
}

function toChanges(edits: readonly SheetEdit[]): ReadonlyMap<string, FileChange> {
  const changes = new Map<string, FileChange>();
  const labels = new Map<string, string | null>();
  for (const { target, after } of edits) {
    if (!target.startsWith(LABEL_PREFIX)) changes.set(target, after);
    else if (after === null || typeof after === 'string')
      labels.set(target.slice(LABEL_PREFIX.length), after);
  }
  if (labels.size > 0) changes.set('labels', labels);
  return changes;
}

export interface WritingEnd {
  readonly written: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Writes the files one by one. Whatever ends it in between, the next run finds what is left. */
export function writePrepared(
  { root, signal }: Pick<Context, 'root'> & { readonly signal: Pick<AbortSignal, 'aborted' | 'reason'> },
  files: readonly PreparedFile[],
): WritingEnd {
  const moved = files.filter(({ store, before }) => !isAsRead(root, store.file, before));
  if (moved.length > 0) {
    const faults = moved.map(({ store }) =>
      fault('SHEET_FILE_CHANGED', { file: store.file, line: null, column: null }, {}),
    );
    return { written: 0, diagnostics: faults };
  }
  for (const [written, { store, text }] of files.entries()) {
    const cause = signal.aborted ? String(signal.reason) : write(resolve(root, store.file), text);
    if (cause !== null) {
      const params = { written, left: files.length - written, cause };
      return { written, diagnostics: [fault('SHEET_HALF_WRITTEN', NOWHERE, params)] };
    }
  }
  return { written: files.length, diagnostics: [] };
}

/** The file is read once more: between the reading and the writing somebody may have saved it. */
function isAsRead(root: string, file: string, before: Buffer): boolean {
  const { bytes } = readPlainFile(resolve(root, file), LARGEST_YAML_BYTES);
  return bytes?.equals(before) === true && findObstacle(root, posix.dirname(file)) === null;
}

/** The system's code where it did not let the file be written. */
function write(path: string, text: string): string | null {
  try {
    replaceFile(path, text);
    return null;
  } catch (error) {
    const code = readSystemCode(error);
    if (code === null) throw error;
    return code;
  }
}
