/** A key that a file does not have yet: put behind the last managed one, in the file's own style. Pure. */
import { isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { FIELDS } from '../fields.ts';
import type { FieldValue } from '../model/plan.ts';
import { type ScalarStyle, styleOf, writeScalar } from './edit-scalar.ts';
import { indentBefore, insertLines, lineBreakOf, lineEnd, lineStart, type Splice } from './edit-text.ts';
import { IDENTITY_KEYS } from './keys.ts';

/** What a new key may hold; a map stands on one line. */
export type NewValue = FieldValue | ReadonlyMap<string, string>;

/** The pieces that add a key; null where the layout leaves no safe place. */
export function addKey(
  text: string,
  root: YAMLMap.Parsed,
  key: string,
  value: NewValue,
): readonly Splice[] | null {
  const neighbour = findNeighbour(root);
  const name = neighbour?.key;
  if (neighbour === null || !isScalar(name) || !name.range) return null;
  const indent = indentBefore(text, name.range[0]);
  const end = findEnd(neighbour.value) ?? name.range[1];
  const words = {
    key: writeScalar(key, styleOf(name.type), root.flow === true ? 'flow' : 'block'),
    style: findStyle(root),
  };
  if (root.flow === true) return [addBetweenBrackets(text, indent, end, words, value)];
  if (indent === null) return null;
  const at = skipOwnComments(text, text[end - 1] === '\n' ? end : lineEnd(text, end), indent);
  return [insertLines(text, at, writeLines(indent, words, value))];
}

interface Words {
  /** The key as the file writes its keys. */
  readonly key: string;
  readonly style: ScalarStyle;
}

function writeLines(indent: string, { key, style }: Words, value: NewValue): readonly string[] {
  if (typeof value === 'string') return [`${indent}${key}: ${writeScalar(value, style, 'block')}`];
  if (!isList(value)) return [`${indent}${key}: ${writeMap(value, style)}`];
  return [`${indent}${key}:`, ...value.map((item) => `${indent}  - ${writeScalar(item, style, 'block')}`)];
}

function addBetweenBrackets(
  text: string,
  indent: string | null,
  end: number,
  { key, style }: Words,
  value: NewValue,
): Splice {
  const write = (item: string): string => writeScalar(item, style, 'flow');
  const list = (items: readonly string[]): string => `[${items.map(write).join(', ')}]`;
  const shown =
    typeof value === 'string' ? write(value) : isList(value) ? list(value) : writeMap(value, style);
  const gap = indent === null ? ' ' : `${lineBreakOf(text)}${indent}`;
  return { from: end, to: end, text: `,${gap}${key}: ${shown}` };
}

/** A map on one line, as it stands behind a key. */
export function writeMap(map: ReadonlyMap<string, string>, style: ScalarStyle): string {
  const write = (word: string): string => writeScalar(word, style, 'flow');
  return `{ ${[...map].map(([key, value]) => `${write(key)}: ${write(value)}`).join(', ')} }`;
}

function isList(value: NewValue): value is readonly string[] {
  return Array.isArray(value);
}

/** The last managed key of the file; where defaults give them all, the last of its identity. */
function findNeighbour(root: YAMLMap.Parsed): Pair | null {
  const managed: readonly string[] = FIELDS.map(({ name }) => name);
  const isIn =
    (names: readonly string[]) =>
    ({ key }: Pair): boolean =>
      isScalar(key) && typeof key.value === 'string' && names.includes(key.value);
  const pairs: readonly Pair[] = root.items;
  return pairs.findLast(isIn(managed)) ?? pairs.findLast(isIn(IDENTITY_KEYS)) ?? pairs.at(-1) ?? null;
}

/** How the file writes its last scalar. */
function findStyle(root: YAMLMap.Parsed): ScalarStyle {
  const scalars = root.items.flatMap(({ value }): readonly Scalar[] => (isScalar(value) ? [value] : []));
  return styleOf(scalars.at(-1)?.type);
}

/** Where a value's last token ends. A block list's own range may reach over comments behind it. */
export function findEnd(node: unknown): number | null {
  if (isSeq(node) && node.flow !== true) return findEnd(node.items.at(-1));
  if (isMap(node) && node.flow !== true) return findEnd(node.items.at(-1)?.value);
  return (isScalar(node) || isSeq(node) || isMap(node)) && node.range ? node.range[1] : null;
}

/** Comments that are indented deeper than the key above them belong to its value. */
function skipOwnComments(text: string, at: number, indent: string): number {
  const line = text.slice(at, lineEnd(text, at));
  const deeper = /^[ \t]*(?=#)/u.exec(line)?.[0].length ?? 0;
  return deeper > indent.length && lineStart(text, at) === at
    ? skipOwnComments(text, lineEnd(text, at), indent)
    : at;
}
