/** Writes accepted values into one store file: read again, edited, proven, and replaced whole. */
import { posix, resolve } from 'node:path';
import equal from 'fast-deep-equal';
import { replaceFile } from '../base/atomic-file.ts';
import { describeObstacle, findObstacle, readPlainFile } from '../base/plain-file.ts';
import { readSystemCode } from '../base/system-error.ts';
import { LARGEST_YAML_BYTES } from '../base/text-bytes.ts';
import { type Diagnostic, type FieldName, type FieldValue, fault, type Store } from '../model.ts';
import { readDocument } from '../stores/document.ts';
import { editDocument, readValue } from '../stores/edit.ts';
import type { Context } from './context.ts';

/** New values with those that the file was read with. */
export type FileEdits = ReadonlyMap<FieldName, { readonly from: FieldValue; readonly to: FieldValue }>;

/** Edits the file, or says why it was left as it is; null where it says the new values now (`check`: could say them). */
export function editStoreFile(
  { root }: Pick<Context, 'root'>,
  { file, poi_id, line }: Store,
  edits: FileEdits,
  run: 'check' | 'write',
): readonly Diagnostic[] | null {
  const place = { file, line, column: null };
  const path = resolve(root, file);
  const read = readPlainFile(path, LARGEST_YAML_BYTES);
  const linked = findObstacle(root, posix.dirname(file)) !== null;
  if (linked || read.obstacle !== null) {
    const detail = read.obstacle === null ? 'its folder is a link' : describeObstacle(read.obstacle);
    return [fault('FILE_NOT_WRITTEN', place, { detail })];
  }
  const { value: keys } = readDocument(read.bytes, file);
  const before = new Map<string, FieldValue>([
    ['poi_id', poi_id],
    ...[...edits].map(([key, { from }]) => [key, from] as const),
  ]);
  for (const [key, value] of before) {
    // The file may be another one by now: reading the platform takes its time.
    if (!equal(readValue(keys, key), value)) return [fault('FILE_CHANGED', place, { key })];
  }
  const edited = editDocument(read.bytes, file, new Map([...edits].map(([key, { to }]) => [key, to])));
  if (edited.value === null) return edited.diagnostics;
  return run === 'check' ? null : write(path, edited.value, place);
}

function write(
  path: string,
  text: string,
  place: { readonly file: string; readonly line: number; readonly column: null },
): readonly Diagnostic[] | null {
  try {
    replaceFile(path, text);
    return null;
  } catch (error) {
    const detail = readSystemCode(error);
    if (detail === null) throw error;
    return [fault('FILE_NOT_WRITTEN', place, { detail })];
  }
}
