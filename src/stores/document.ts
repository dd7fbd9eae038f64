/** One file → its keys with places, or faults. Knows nothing yet of what the keys mean. Pure. */
import { decodeText } from '../base/text-bytes.ts';
import { type MapEntry, parseYamlTree, type TreeNode } from '../base/yaml-tree.ts';
import { type Diagnostic, fault, type Place, type Read } from '../model.ts';

/** A value with the file that it stands in. */
export interface Sourced {
  readonly file: string;
  readonly entry: MapEntry;
}

/** A file's keys in order; which of two equal ones stands here does not matter, since both are refused. */
export type FileKeys = ReadonlyMap<string, Sourced>;

/** What can still be read of a file with faults: the id decides whose record must not be released. */
export interface FileReading extends Read<FileKeys> {
  readonly poi_id: string | null;
}

/** Reads the bytes of a store file or a file of defaults. */
export function readDocument(bytes: Uint8Array, file: string): FileReading {
  const text = decodeText(bytes, file);
  if (text.value === null) return { value: null, diagnostics: text.diagnostics, poi_id: guessPoiId(bytes) };
  const tree = parseYamlTree(text.value, file);
  if (tree.value === null) return { value: null, diagnostics: tree.diagnostics, poi_id: guessPoiId(bytes) };
  const root = tree.value;
  if (root.kind !== 'map')
    return { value: null, diagnostics: [...tree.diagnostics, ...explainRoot(root, file)], poi_id: null };
  const keys = new Map(root.entries.map((entry) => [entry.key, { file, entry }] as const));
  return { value: keys, diagnostics: tree.diagnostics, poi_id: null };
}

/** The place of a value, for faults. */
export function placeOfValue({ file, entry }: Sourced): Place {
  const { line, column } = entry.value.kind === 'empty' ? entry.keyAt : entry.value.at;
  return { file, line, column };
}

export function placeOfKey({ file, entry }: Sourced): Place {
  return { file, line: entry.keyAt.line, column: entry.keyAt.column };
}

/** A file that nothing can be read of may still show its id to the eye; with two ids nobody can tell whose it is. */
function guessPoiId(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 65_536)).toString('latin1');
  const [line, second] = head.match(/^["']?poi_id\b.*$/gmu) ?? [];
  if (line === undefined || second !== undefined) return null;
  return /^poi_id:[ \t]*(["']?)(\d{1,20})\1[ \t]*\r?$/u.exec(line)?.[2] ?? null;
}

function explainRoot(root: TreeNode, file: string): readonly Diagnostic[] {
  if (root.kind === 'refused') return [];
  const sort = root.kind === 'list' ? 'list' : root.kind === 'empty' ? 'empty' : 'text';
  return [fault('NOT_A_MAP', { file, line: 1, column: 1 }, { sort })];
}
