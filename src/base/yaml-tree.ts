/**
 * YAML text → a tree of texts, lists and maps with places, or faults. YAML's failsafe schema: every scalar is
 * exactly the text in the file. What could make a value mean something else than a person reads (tags, anchors,
 * directives, merge keys, a second document) is refused.
 */
import type { Document, LineCounter, Pair } from 'yaml';
import { type Diagnostic, fault, type Read, warning } from '../model.ts';
import { readFlatYaml } from './flat-yaml.ts';
import { explainSyntax, findDirective, findExcess } from './yaml-syntax.ts';

export interface Position {
  readonly line: number;
  readonly column: number;
}

interface At {
  readonly at: Position;
}

export interface TextNode extends At {
  readonly kind: 'text';
  readonly value: string;
}

/** Nothing, `~` or `null` without quotes: most likely a forgotten value. */
export interface EmptyNode extends At {
  readonly kind: 'empty';
  /** A comment directly behind, which may be the value that a `#` cut off. */
  readonly cut: boolean;
}

export interface ListNode extends At {
  readonly kind: 'list';
  readonly items: readonly TreeNode[];
}

export interface MapNode extends At {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  readonly key: string;
  readonly keyAt: Position;
  readonly value: TreeNode;
}

/** A value whose fault was told already: an alias, an anchor, a tag. */
export interface RefusedNode extends At {
  readonly kind: 'refused';
}

export type TreeNode = TextNode | EmptyNode | ListNode | MapNode | RefusedNode;

/**
 * A map as a plain object for a validator. Values that were refused or left empty were told already and are left
 * out. Without a prototype, so that `__proto__` is a key like any other.
 */
export function toPlainMap(entries: readonly Pick<MapEntry, 'key' | 'value'>[]): object {
  const plain: Record<string, unknown> = Object.create(null);
  for (const { key, value } of entries) {
    if (value.kind !== 'empty' && value.kind !== 'refused') plain[key] = toPlainValue(value);
  }
  return plain;
}

function toPlainValue(node: TreeNode): unknown {
  if (node.kind === 'text') return node.value;
  if (node.kind === 'list') return node.items.map(toPlainValue);
  return node.kind === 'map' ? toPlainMap(node.entries) : '';
}

/** How every file is parsed: editing must see the same document as reading does. */
export const YAML_OPTIONS = {
  schema: 'failsafe',
  version: '1.2',
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/**
 * Reads one document; `file` is the name to show. An empty document is an `empty` node. With errors among the
 * diagnostics the tree may still come, so that whoever knows the keys can tell its other faults too.
 */
export function parseYamlTree(text: string, file: string): Read<TreeNode> {
  const flat = readFlatYaml(text);
  return flat === null ? parseWithLibrary(text, file) : { value: flat, diagnostics: NONE };
}

const NONE: readonly Diagnostic[] = [];

type Library = typeof import('yaml');

/** Loaded with the first text that asks for it: of most chains no file does. */
function loadLibrary(): Library {
  library ??= require('yaml') as Library;
  return library;
}

let library: Library | undefined;

/** The same for any text, of whatever shape: far slower than the small reader, and the measure for it. */
export function parseWithLibrary(text: string, file: string): Read<TreeNode> {
  const before = findDirective(text, file) ?? findExcess(text, file);
  if (before !== null) return { value: null, diagnostics: [before] };
  const yaml = loadLibrary();
  const lines = new yaml.LineCounter();
  try {
    const documents = yaml.parseAllDocuments(text, {
      ...YAML_OPTIONS,
      lineCounter: lines,
    });
    if (!Array.isArray(documents))
      return { value: { kind: 'empty', at: { line: 1, column: 1 }, cut: false }, diagnostics: [] };
    return readDocuments(documents, {
      yaml,
      file,
      text,
      rows: text.split('\n'),
      lines,
      found: [],
      refused: new Set(),
    });
  } catch (error) {
    // The parser throws where it should tell, and runs out of stack on deep nesting. Neither is our caller's matter.
    const problem = error instanceof RangeError ? 'too-deep' : 'unreadable';
    return {
      value: null,
      diagnostics: [fault('YAML_SYNTAX', { file, line: 1, column: 1 }, { problem, start: '' })],
    };
  }
}

interface Reading {
  readonly yaml: Library;
  readonly file: string;
  readonly text: string;
  /** The text by lines: split once, since a value may ask for its own. */
  readonly rows: readonly string[];
  readonly lines: LineCounter;
  readonly found: Diagnostic[];
  /** What was refused once: a bomb holds hundreds, and one of each a file is enough to say. */
  readonly refused: Set<string>;
}

function readDocuments(documents: readonly Document.Parsed[], reading: Reading): Read<TreeNode> {
  const { found, file, text } = reading;
  const [first] = documents;
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) {
    return {
      value: null,
      diagnostics: explainSyntax(
        errors.map(({ code, pos }) => ({ code, at: placeAt(pos[0], reading) })),
        text,
        file,
      ),
    };
  }
  const second = documents.slice(1).find(({ contents }) => !isEmptyNode(contents, reading));
  if (second !== undefined) {
    const at = placeAt(second.range[0], reading);
    return { value: null, diagnostics: [fault('SECOND_DOCUMENT', { file, line: at.line, column: 1 }, {})] };
  }
  const root = readNode(first?.contents ?? null, { line: 1, column: 1 }, reading);
  return { value: root, diagnostics: found };
}

function readNode(node: unknown, at: Position, reading: Reading): TreeNode {
  const { isAlias, isMap, isScalar, isSeq } = reading.yaml;
  const place = rangeStart(node, reading) ?? at;
  if (isAlias(node)) return refuse(node, place, 'ALIAS', reading);
  if (hasTag(node, reading)) return refuse(node, place, 'EXPLICIT_TAG', reading);
  if (hasAnchor(node, reading)) return refuse(node, place, 'ANCHOR', reading);
  if (isMap(node)) return { kind: 'map', at: place, entries: readEntries(node.items, place, reading) };
  if (isSeq(node))
    return { kind: 'list', at: place, items: node.items.map((item) => readNode(item, place, reading)) };
  return isScalar(node) ? readScalar(node, place, reading) : { kind: 'empty', at: place, cut: false };
}

function readScalar(node: ScalarLike, at: Position, reading: Reading): TreeNode {
  const value = typeof node.value === 'string' ? node.value : '';
  const plain = node.type === undefined || node.type === 'PLAIN';
  // "021 #802" is most likely not meant as a comment; "10:00-21:00 # note" is one.
  const cut =
    plain && typeof node.comment === 'string' && /^\S/u.test(node.comment) && isOnLine(node, at, reading);
  if (plain && /^(|~|null|Null|NULL)$/u.test(value)) return { kind: 'empty', at, cut };
  if (cut)
    reading.found.push(
      warning('VALUE_CUT', { file: reading.file, ...at }, { value, rest: node.comment ?? '' }),
    );
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
  // A block scalar ends with a line break that nobody means.
  return { kind: 'text', at, value: isBlock ? value.replace(/\n+$/u, '') : value };
}

/** Keys must be texts; the same key twice names both lines, since one value would be lost. */
function readEntries(pairs: readonly Pair[], at: Position, reading: Reading): readonly MapEntry[] {
  const { file, found } = reading;
  const { isScalar } = reading.yaml;
  const entries: MapEntry[] = [];
  const firstLines = new Map<string, number>();
  for (const pair of pairs) {
    const keyAt = rangeStart(pair.key, reading) ?? at;
    const key = isScalar(pair.key) && typeof pair.key.value === 'string' ? pair.key.value : null;
    if (key === null || key === '') {
      found.push(fault('BAD_KEY', { file, ...keyAt }, {}));
      continue;
    }
    if (hasTag(pair.key, reading)) refuse(pair.key, keyAt, 'EXPLICIT_TAG', reading);
    if (hasAnchor(pair.key, reading)) refuse(pair.key, keyAt, 'ANCHOR', reading);
    if (key === '<<') {
      found.push(fault('MERGE_KEY', { file, ...keyAt }, {}));
      continue;
    }
    const other = firstLines.get(key);
    if (other !== undefined) found.push(fault('DUPLICATE_KEY', { file, ...keyAt }, { key, other }));
    firstLines.set(key, other ?? keyAt.line);
    entries.push({ key, keyAt, value: readNode(pair.value, keyAt, reading) });
  }
  return entries;
}

function refuse(
  node: unknown,
  at: Position,
  code: 'ALIAS' | 'ANCHOR' | 'EXPLICIT_TAG',
  reading: Reading,
): TreeNode {
  if (!reading.refused.has(code)) {
    reading.refused.add(code);
    const place = reading.yaml.isAlias(node) ? at : lineOfProperty(at, reading);
    const start = reading.rows[place.line - 1] ?? '';
    reading.found.push(fault(code, { file: reading.file, ...place }, { start: start.trim().slice(0, 60) }));
  }
  return { kind: 'refused', at };
}

/** An anchor or tag before nothing has its value's place on a later line; the sign itself is what to show. */
function lineOfProperty(at: Position, { rows }: Reading): Position {
  for (let line = at.line; line >= 1; line -= 1) {
    const column = (rows[line - 1] ?? '').search(/[&!]/u);
    if (column >= 0) return { line, column: column + 1 };
  }
  return at;
}

interface ScalarLike {
  readonly value: unknown;
  readonly type?: string;
  readonly comment?: string | null;
}

/** The comment stands behind the value, not on a line below. */
function isOnLine(node: ScalarLike, at: Position, { rows }: Reading): boolean {
  return (rows[at.line - 1] ?? '').includes(`#${node.comment?.split('\n')[0] ?? ''}`);
}

function isEmptyNode(node: unknown, { yaml: { isScalar } }: Reading): boolean {
  return (
    node === null ||
    (isScalar(node) &&
      (node.value === '' || node.value === null) &&
      node.type !== 'QUOTE_DOUBLE' &&
      node.type !== 'QUOTE_SINGLE')
  );
}

function hasTag(node: unknown, { yaml: { isMap, isScalar, isSeq } }: Reading): boolean {
  return (isScalar(node) || isMap(node) || isSeq(node)) && node.tag !== undefined;
}

function hasAnchor(node: unknown, { yaml: { isMap, isScalar, isSeq } }: Reading): boolean {
  return (isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined;
}

function rangeStart(node: unknown, reading: Reading): Position | null {
  const { isAlias, isMap, isScalar, isSeq } = reading.yaml;
  const known = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
  return known ? placeAt(known[0], reading) : null;
}

function placeAt(offset: number, { lines }: Reading): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
