/** Puts new hours into one entry of `special_hours` by a token edit: no other byte of the file changes. Pure. */
import equal from 'fast-deep-equal';
import { isMap, isScalar, isSeq, parseAllDocuments, type Scalar } from 'yaml';
import { decodeText } from '../base/text-bytes.ts';
import { type Position, type TreeNode, YAML_OPTIONS } from '../base/yaml-tree.ts';
import { fault, type Read, type SpecialHours } from '../model.ts';
import { type FileKeys, readDocument } from './document.ts';
import { rewriteScalar, writeScalar } from './edit-scalar.ts';
import { applySplices } from './edit-text.ts';
import { SPECIAL_KEY } from './special-hours.ts';

/** Whether the file still says these hours at this place. */
export function holdsSpecialHour(keys: FileKeys | null, at: Position, hour: string): boolean {
  const node = keys?.get(SPECIAL_KEY)?.entry.value;
  return node !== undefined && listTexts(node).some((each) => isAt(each.at, at) && each.value === hour);
}

/** The file's new text, a byte-order mark included. The result was read again: exactly these hours differ. */
export function editSpecialHour(bytes: Uint8Array, file: string, at: Position, hour: string): Read<string> {
  const refused = fault('EDIT_REFUSED', { file, ...at }, { key: SPECIAL_KEY, write: `hour: ${hour}` });
  const decoded = decodeText(bytes, file);
  const before = readDocument(bytes, file);
  if (decoded.value === null || before.value === null)
    return { value: null, diagnostics: decoded.value === null ? decoded.diagnostics : before.diagnostics };
  const text = decoded.value;
  const found = findScalar(parse(text), offsetOf(text, at), 'block');
  const range = found?.scalar.range;
  if (found === null || !range) return { value: null, diagnostics: [refused] };
  const [from, to] = range;
  const piece = rewriteScalar(hour, text.slice(from, to), found.scalar.type, found.within);
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\ufeff' : '';
  const edited = `${mark}${applySplices(text, [{ from, to, text: piece }])}`;
  const after = readDocument(Buffer.from(edited, 'utf8'), file);
  const same = after.value !== null && equal(showAll(before.value, at, hour), showAll(after.value, at, hour));
  const whole = same && after.diagnostics.every(({ severity }) => severity !== 'error');
  return whole ? { value: edited, diagnostics: [] } : { value: null, diagnostics: [refused] };
}

/** All entries of a store with other hours in one of them, for people to paste: a list replaces a list. */
export function showSpecialHours(
  hours: readonly SpecialHours[],
  changed: SpecialHours,
  hour: string,
): string {
  const lines = hours.map((each) => {
    const members = [
      `from: ${each.from}`,
      ...(each.to === each.from ? [] : [`to: ${each.to}`]),
      `hour: ${each === changed ? hour : each.hour}`,
      ...(each.reason === null ? [] : [`reason: ${writeScalar(each.reason, 'plain', 'flow')}`]),
    ];
    return `  - { ${members.join(', ')} }`;
  });
  return [`${SPECIAL_KEY}:`, ...lines].join('\n');
}

function parse(text: string): unknown {
  const documents = parseAllDocuments(text, { ...YAML_OPTIONS, keepSourceTokens: true });
  const root = Array.isArray(documents) ? documents[0]?.contents : null;
  const pair = isMap(root)
    ? root.items.find(({ key }) => isScalar(key) && key.value === SPECIAL_KEY)
    : undefined;
  return pair?.value ?? null;
}

interface FoundScalar {
  readonly scalar: Scalar;
  readonly within: 'block' | 'flow';
}

function findScalar(node: unknown, offset: number, within: FoundScalar['within']): FoundScalar | null {
  if (isScalar(node)) return node.range?.[0] === offset ? { scalar: node, within } : null;
  if (!isMap(node) && !isSeq(node)) return null;
  const inner = node.flow === true || within === 'flow' ? 'flow' : 'block';
  const parts = isMap(node) ? node.items.map(({ value }) => value) : node.items;
  for (const part of parts) {
    const found = findScalar(part, offset, inner);
    if (found !== null) return found;
  }
  return null;
}

/** Places count from 1. */
function offsetOf(text: string, { line, column }: Position): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
}

function listTexts(node: TreeNode): readonly (TreeNode & { readonly kind: 'text' })[] {
  if (node.kind === 'text') return [node];
  if (node.kind === 'list') return node.items.flatMap(listTexts);
  return node.kind === 'map' ? node.entries.flatMap(({ value }) => listTexts(value)) : [];
}

/** All that a file says, with these hours at this place. */
function showAll(keys: FileKeys, at: Position, hour: string): unknown {
  const show = (node: TreeNode): unknown => {
    if (node.kind === 'text') return isAt(node.at, at) ? hour : node.value;
    if (node.kind === 'list') return node.items.map(show);
    return node.kind === 'map' ? node.entries.map(({ key, value }) => [key, show(value)]) : node.kind;
  };
  return [...keys].map(([key, { entry }]) => [key, show(entry.value)]);
}

function isAt(left: Position, right: Position): boolean {
  return left.line === right.line && left.column === right.column;
}
