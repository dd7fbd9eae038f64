/**
 * Puts new values into the text of a store file by token edits: only the bytes of a value change, and everything else
 * (comments, blank lines, line breaks, order, quotes) stays as a person wrote it. Pure.
 */
import equal from 'fast-deep-equal';
import { isMap, isScalar, isSeq, type Pair, parseAllDocuments, type YAMLMap, type YAMLSeq } from 'yaml';
import { decodeText } from '../base/text-bytes.ts';
import { type TreeNode, YAML_OPTIONS } from '../base/yaml-tree.ts';
import type { FieldValue } from '../model/plan.ts';
import { fault, type Read } from '../model.ts';
import { type FileKeys, readDocument } from './document.ts';
import { addKey, writeMap } from './edit-key.ts';
import { editList, type ListItem } from './edit-list.ts';
import { addedBy, editMap, type MapChanges, removeKey } from './edit-map.ts';
import { rewriteScalar, showYaml } from './edit-scalar.ts';
import { applySplices, type Splice } from './edit-text.ts';

/** Texts for scalars, lists for lists (an item that is there already is kept as it is), changes for maps; null removes. */
export type FileChange = FieldValue | MapChanges | null;

/** New values by key. */
export type FileChanges = ReadonlyMap<string, FileChange>;

/**
 * The file's new text, a byte-order mark included. The result was read again: exactly the given values differ. A value
 * that cannot be put in is a fault that names it, and then nothing is changed at all.
 */
export function editDocument(bytes: Uint8Array, file: string, changes: FileChanges): Read<string> {
  const decoded = decodeText(bytes, file);
  const before = readDocument(bytes, file);
  if (decoded.value === null || before.value === null)
    return { value: null, diagnostics: decoded.value === null ? decoded.diagnostics : before.diagnostics };
  const text = decoded.value;
  const root = parseRoot(text);
  const splices: Splice[] = [];
  // A new key may come at the very place where a list above it grows, and must stand behind.
  const isNew = (key: string): number => Number(!before.value?.has(key));
  for (const [key, value] of [...changes].sort(([left], [right]) => isNew(left) - isNew(right))) {
    const pieces = root === null ? null : editKey(text, root, key, value);
    if (pieces === null) return refuse(file, before.value, key, value);
    splices.push(...pieces);
  }
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\ufeff' : '';
  const edited = `${mark}${applySplices(text, splices)}`;
  const after = readDocument(Buffer.from(edited, 'utf8'), file);
  for (const [key, value] of changes)
    if (!holds({ before: before.value, after: after.value }, key, value))
      return refuse(file, before.value, key, value);
  const [first] = changes;
  const whole =
    keepsOthers(before.value, after.value, changes) &&
    after.diagnostics.every(({ severity }) => severity !== 'error');
  if (!whole && first !== undefined) return refuse(file, before.value, ...first);
  return { value: edited, diagnostics: [] };
}

/** The parser gives tokens with offsets only where it is asked for them. */
type Root = YAMLMap.Parsed;

function parseRoot(text: string): Root | null {
  const documents = parseAllDocuments(text, { ...YAML_OPTIONS, keepSourceTokens: true });
  const contents = Array.isArray(documents) ? documents[0]?.contents : null;
  return isMap(contents) && contents.range ? (contents as Root) : null;
}

function editKey(text: string, root: Root, key: string, value: FileChange): readonly Splice[] | null {
  const pair = root.items.find(({ key: name }) => isScalar(name) && name.value === key);
  if (value === null) return pair === undefined ? [] : removeKey(text, root, key);
  if (isMapChanges(value)) return editPairs(text, root, { key, pair }, value);
  if (pair === undefined) return addKey(text, root, key, value);
  return typeof value === 'string' ? editText(text, root, pair, value) : editItems(text, pair, value);
}

/** A map that loses all its pairs goes with its key. */
function editPairs(
  text: string,
  root: Root,
  { key, pair }: { readonly key: string; readonly pair: Pair | undefined },
  changes: MapChanges,
): readonly Splice[] | null {
  const added = addedBy(changes);
  if (pair === undefined) return added.size === 0 ? [] : addKey(text, root, key, added);
  const map = pair.value;
  if (!isMap(map) || !map.range) return null;
  const stays = map.items.some(({ key: name }) => isScalar(name) && changes.get(String(name.value)) !== null);
  if (!stays && added.size === 0) return removeKey(text, root, key);
  return editMap(text, map as Root, changes);
}

function isMapChanges(value: FileChange): value is MapChanges {
  return value instanceof Map;
}

function editText(text: string, root: Root, { value: node }: Pair, value: string): readonly Splice[] | null {
  if (!isScalar(node) || !node.range) return null;
  const [from, to] = node.range;
  const within = root.flow === true ? 'flow' : 'block';
  return [{ from, to, text: rewriteScalar(value, text.slice(from, to), node.type, within) }];
}

function editItems(text: string, { value: node }: Pair, next: readonly string[]): readonly Splice[] | null {
  const token = isSeq(node) ? (node as YAMLSeq).srcToken : undefined;
  if (!isSeq(node) || (token?.type !== 'block-seq' && token?.type !== 'flow-collection')) return null;
  const items = node.items.flatMap((item): readonly ListItem[] =>
    isScalar(item) && item.range && typeof item.value === 'string'
      ? [{ value: trimBlock(item.value, item.type), type: item.type, from: item.range[0], to: item.range[1] }]
      : [],
  );
  return items.length === node.items.length ? editList(text, { items, token }, next) : null;
}

/** The reader takes the line breaks off the end of a block scalar; so must whoever compares with it. */
function trimBlock(value: string, type: ListItem['type']): string {
  return type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED' ? value.replace(/\n+$/u, '') : value;
}

/** A key's value as the file says it: a text, a list of texts, or something else that no field holds. */
export function readValue(keys: FileKeys | null, key: string): unknown {
  const node = keys?.get(key)?.entry.value;
  return node === undefined ? null : toPlain(node);
}

interface Texts {
  readonly before: FileKeys;
  readonly after: FileKeys | null;
}

function holds({ before, after }: Texts, key: string, value: FileChange): boolean {
  if (!isMapChanges(value)) return equal(readValue(after, key), value);
  const expected = changePairs(listPairs(before, key), value);
  const read = after?.get(key)?.entry.value;
  return (read === undefined || read.kind === 'map') && equal([...listPairs(after, key)], [...expected]);
}

/** A map's pairs in their order. */
function listPairs(keys: FileKeys | null, key: string): ReadonlyMap<string, unknown> {
  const node = keys?.get(key)?.entry.value;
  return new Map(node?.kind === 'map' ? node.entries.map((each) => [each.key, toPlain(each.value)]) : []);
}

function changePairs(pairs: ReadonlyMap<string, unknown>, changes: MapChanges): ReadonlyMap<string, unknown> {
  const changed = new Map(pairs);
  for (const [key, value] of changes) {
    if (value === null) changed.delete(key);
    else changed.set(key, value);
  }
  return changed;
}

/** All other keys are there with the same values in the same order. */
function keepsOthers(before: FileKeys, after: FileKeys | null, changes: FileChanges): boolean {
  const list = (keys: FileKeys | null): unknown =>
    [...(keys ?? [])].flatMap(([key, { entry }]) => (changes.has(key) ? [] : [[key, toPlain(entry.value)]]));
  return equal(list(before), list(after));
}

function toPlain(node: TreeNode): unknown {
  if (node.kind === 'text') return node.value;
  if (node.kind === 'list') return node.items.map(toPlain);
  if (node.kind === 'map') return { map: node.entries.map(({ key, value }) => [key, toPlain(value)]) };
  return { kind: node.kind };
}

function refuse(file: string, keys: FileKeys, key: string, value: FileChange): Read<string> {
  const { line, column } = keys.get(key)?.entry.keyAt ?? { line: null, column: null };
  const params = { key, write: showChange(keys, key, value) };
  return { value: null, diagnostics: [fault('EDIT_REFUSED', { file, line, column }, params)] };
}

/** What the file should say, for people to paste; a key that is to go, as a comment. */
function showChange(keys: FileKeys, key: string, value: FileChange): string {
  if (value === null) return `# ${key}: …`;
  if (!isMapChanges(value)) return showYaml(key, value);
  const pairs = changePairs(listPairs(keys, key), value);
  const texts = [...pairs].flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  );
  return `${key}: ${writeMap(new Map(texts), 'plain')}`;
}
