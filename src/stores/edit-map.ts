/** Pairs of a map that come, change and go: labels, and keys that a file gives up. Pure. */
import { type CST, isScalar, type Pair, type YAMLMap } from 'yaml';
import { addKey, findEnd, writeMap } from './edit-key.ts';
import { type ListItem, removeFlowItem } from './edit-list.ts';
import { rewriteScalar, styleOf } from './edit-scalar.ts';
import { indentBefore, lineEnd, lineStart, type Splice } from './edit-text.ts';

/** New texts by key of the map; null takes the key away. */
export type MapChanges = ReadonlyMap<string, string | null>;

/** The pieces that take a pair out of a map with its line; null where the layout leaves no safe way. */
export function removeKey(text: string, map: YAMLMap.Parsed, key: string): readonly Splice[] | null {
  const index = findIndex(map, key);
  const pair = map.items[index];
  if (pair === undefined || map.items.length === 1) return null;
  if (map.flow === true) return removeBetweenBrackets(text, map, new Set([index]), index);
  return removeLines(text, pair);
}

/** The pieces that change a map of texts; null where the layout leaves no safe way. An emptied map is left to the caller. */
export function editMap(text: string, map: YAMLMap.Parsed, changes: MapChanges): readonly Splice[] | null {
  if (map.items.length === 0) return fillEmpty(map, changes);
  const both =
    [...changes.values()].includes(null) && [...changes.keys()].some((key) => findIndex(map, key) < 0);
  if (map.flow === true && both) return rewriteLine(text, map, changes);
  const gone = [...changes].flatMap(([key, value]) => (value === null ? [findIndex(map, key)] : []));
  const removed = new Set(gone.filter((index) => index >= 0));
  const splices: Splice[] = [];
  for (const [key, value] of changes) {
    const index = findIndex(map, key);
    if (value === null && index < 0) continue;
    const pieces =
      value === null ? removePair(text, map, removed, index) : setPair(text, map, index, { key, value });
    if (pieces === null) return null;
    splices.push(...pieces);
  }
  return splices;
}

function findIndex(map: YAMLMap.Parsed, key: string): number {
  return map.items.findIndex(({ key: name }) => isScalar(name) && name.value === key);
}

function setPair(
  text: string,
  map: YAMLMap.Parsed,
  index: number,
  { key, value }: { readonly key: string; readonly value: string },
): readonly Splice[] | null {
  const node = map.items[index]?.value;
  if (index < 0) return addKey(text, map, key, value);
  if (!isScalar(node) || !node.range) return null;
  const [from, to] = node.range;
  const within = map.flow === true ? 'flow' : 'block';
  return [{ from, to, text: rewriteScalar(value, text.slice(from, to), node.type, within) }];
}

function removePair(
  text: string,
  map: YAMLMap.Parsed,
  removed: ReadonlySet<number>,
  index: number,
): readonly Splice[] | null {
  const pair = map.items[index];
  if (pair === undefined) return null;
  return map.flow === true ? removeBetweenBrackets(text, map, removed, index) : removeLines(text, pair);
}

/** Whole lines go, with the comment at the end of a line; comments on lines of their own stay. */
function removeLines(text: string, { key, value }: Pair): readonly Splice[] | null {
  if (!isScalar(key) || !key.range || indentBefore(text, key.range[0]) === null) return null;
  const end = findEnd(value) ?? key.range[1];
  const to = text[end - 1] === '\n' ? end : lineEnd(text, end);
  return [{ from: lineStart(text, key.range[0]), to, text: '' }];
}

function removeBetweenBrackets(
  text: string,
  map: YAMLMap.Parsed,
  removed: ReadonlySet<number>,
  index: number,
): readonly Splice[] | null {
  const items = map.items.map(({ key, value }): ListItem | null => {
    const to = findEnd(value);
    return isScalar(key) && key.range && to !== null
      ? { value: '', type: undefined, from: key.range[0], to }
      : null;
  });
  const whole = items.filter((item) => item !== null);
  const token = map.srcToken;
  if (whole.length !== items.length || token?.type !== 'flow-collection') return null;
  return removeFlowItem(text, whole, findCommas(token), removed, index);
}

function findCommas(token: CST.FlowCollection): readonly number[] {
  return token.items.flatMap(({ start }) =>
    start.filter(({ type }) => type === 'comma').map(({ offset }) => offset),
  );
}

/** Where pairs both come and go between brackets, their commas get into each other's way. */
function rewriteLine(text: string, map: YAMLMap.Parsed, changes: MapChanges): readonly Splice[] | null {
  const [from, to] = map.range;
  if (text.slice(from, to).includes('\n')) return null;
  const merged = new Map<string, string>();
  for (const { key, value } of map.items) {
    if (
      !isScalar(key) ||
      typeof key.value !== 'string' ||
      !isScalar(value) ||
      typeof value.value !== 'string'
    )
      return null;
    merged.set(key.value, value.value);
  }
  for (const [key, value] of changes) {
    if (value === null) merged.delete(key);
    else merged.set(key, value);
  }
  const [first] = map.items;
  const style = styleOf(isScalar(first?.value) ? first.value.type : undefined);
  return [{ from, to, text: writeMap(merged, style) }];
}

/** `{}` becomes a map on one line. */
function fillEmpty(map: YAMLMap.Parsed, changes: MapChanges): readonly Splice[] | null {
  if (map.flow !== true) return null;
  return [{ from: map.range[0], to: map.range[1], text: writeMap(addedBy(changes), 'plain') }];
}

/** What of the changes is no removal. */
export function addedBy(changes: MapChanges): ReadonlyMap<string, string> {
  return new Map([...changes].filter((pair): pair is [string, string] => pair[1] !== null));
}
