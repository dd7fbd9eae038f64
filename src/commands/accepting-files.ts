/** Writes accepted values into one store file: read again, edited, proven, and replaced whole. */
import { posix, resolve } from 'node:path';
import equal from 'fast-deep-equal';
import { replaceFile } from '../base/atomic-file.ts';
import { describeObstacle, findObstacle, readPlainFile } from '../base/plain-file.ts';
import { readSystemCode } from '../base/system-error.ts';
import { LARGEST_YAML_BYTES } from '../base/text-bytes.ts';
import type { Position } from '../base/yaml-tree.ts';
import type { FieldValue } from '../model/plan.ts';
import { type Diagnostic, type FieldName, fault, type Place, type Read, type Store } from '../model.ts';
import { readDocument } from '../stores/document.ts';
import { editDocument, readValue } from '../stores/edit.ts';
import { editSpecialHour, holdsSpecialHour } from '../stores/edit-special.ts';
import type { Context } from './context.ts';

/** A new value with the one that the file was read with. */
export interface FileEdit {
  readonly from: FieldValue;
  readonly to: FieldValue;
  /** Where it stands as hours of special days; null where it is the field's own value. */
  readonly special: Place | null;
}

export type FileEdits = ReadonlyMap<FieldName, FileEdit>;

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
    const detail = read.obstacle === null ? 'folder-linked' : describeObstacle(read.obstacle);
    return [fault('FILE_NOT_WRITTEN', place, { detail })];
  }
  const { value: keys } = readDocument(read.bytes, file);
  const before = new Map<string, Pick<FileEdit, 'from' | 'special'>>([
    ['poi_id', { from: poi_id, special: null }],
    ...edits,
  ]);
  for (const [key, { from, special }] of before) {
    const holds =
      special === null
        ? equal(readValue(keys, key), from)
        : holdsSpecialHour(keys, positionOf(special), String(from));
    // The file may be another one by now: reading the platform takes its time.
    if (!holds) return [fault('FILE_CHANGED', place, { key })];
  }
  const edited = editBytes(read.bytes, file, edits);
  if (edited.value === null) return edited.diagnostics;
  return run === 'check' ? null : write(path, edited.value, place);
}

/** Hours of special days first, by their place: it stays as long as nothing above it moves. */
function editBytes(bytes: Uint8Array, file: string, edits: FileEdits): Read<string> {
  const fields = new Map(
    [...edits].flatMap(([key, { to, special }]) => (special === null ? [[key, to]] : [])),
  );
  let text: Read<string> | null = null;
  for (const { to, special } of edits.values()) {
    if (special !== null) text = editSpecialHour(bytes, file, positionOf(special), String(to));
  }
  if (text === null) return editDocument(bytes, file, fields);
  if (text.value === null || fields.size === 0) return text;
  return editDocument(Buffer.from(text.value, 'utf8'), file, fields);
}

function positionOf({ line, column }: Place): Position {
  return { line: line ?? 1, column: column ?? 1 };
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
    return [fault('FILE_NOT_WRITTEN', place, { detail: { quoted: detail } })];
  }
}
