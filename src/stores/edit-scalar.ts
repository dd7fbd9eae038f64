/** One scalar in a file: written anew in the style that stands there, as far as the new value allows it. Pure. */
import type { Scalar } from 'yaml';
import { parseYamlTree, type TreeNode } from '../base/yaml-tree.ts';
import type { FieldValue } from '../model/plan.ts';

/** How a scalar is written on one line. */
export type ScalarStyle = 'plain' | 'single' | 'double';

/** Inside of brackets a plain value must do without commas and brackets. */
export type Surroundings = 'block' | 'flow';

/** What a scalar's own text cannot be written with between single quotes: breaks, control signs, lone halves of pairs. */
const NEEDS_ESCAPE = /[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u;

/** The text of a value in a style; plain and single quotes give way where they would read back as something else. */
export function writeScalar(value: string, style: ScalarStyle, within: Surroundings): string {
  if (style === 'plain' && readsBackPlain(value, within)) return value;
  if (style === 'single' && !NEEDS_ESCAPE.test(value)) return `'${value.replaceAll("'", "''")}'`;
  // JSON's escapes are a part of YAML's.
  return JSON.stringify(value).replace(/[\p{Cc}\u2028\u2029\ufeff]/gu, escapeSign);
}

/** The text that takes the place of a scalar's old `source`. */
export function rewriteScalar(
  value: string,
  source: string,
  type: Scalar.Type | undefined,
  within: Surroundings,
): string {
  if (type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED') return writeScalar(value, styleOf(type), within);
  return rewriteBlock(value, source) ?? `${writeScalar(value, 'double', within)}${breakAtEnd(source)}`;
}

/** The style on one line that is nearest to a scalar's own. */
export function styleOf(type: Scalar.Type | undefined): ScalarStyle {
  if (type === 'QUOTE_SINGLE') return 'single';
  return type === 'QUOTE_DOUBLE' ? 'double' : 'plain';
}

/** Below `|` or `>` the header and the indent stay; a value that does not fit on one line there gives null. */
function rewriteBlock(value: string, source: string): string | null {
  const [, header = '', indent = '', content = ''] = /^([|>][^\n]*\n)( *)(\S[\s\S]*)$/u.exec(source) ?? [];
  if (header === '' || /^[|>][-+]?[0-9]/u.test(header)) return null;
  if (value === '' || value !== value.trim() || NEEDS_ESCAPE.test(value)) return null;
  return `${header}${indent}${value}${/[\r\n]*$/u.exec(content)?.[0] ?? ''}`;
}

function breakAtEnd(source: string): string {
  return /\r?\n$/u.exec(source)?.[0] ?? '';
}

/** Asks the reader itself: nobody else knows as well what a plain value means. */
function readsBackPlain(value: string, within: Surroundings): boolean {
  if (value === '') return false;
  const { value: root, diagnostics } = parseYamlTree(
    within === 'flow' ? `key: [${value}]` : `key: ${value}`,
    '',
  );
  const node: TreeNode | undefined = root?.kind === 'map' ? root.entries[0]?.value : undefined;
  const read = within === 'flow' && node?.kind === 'list' && node.items.length === 1 ? node.items[0] : node;
  return diagnostics.length === 0 && read?.kind === 'text' && read.value === value;
}

function escapeSign(sign: string): string {
  return `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

/** A key with its value as a person would write it, for people to paste. */
export function showYaml(key: string, value: FieldValue): string {
  if (typeof value === 'string') return `${key}: ${writeScalar(value, 'plain', 'block')}`;
  return [`${key}:`, ...value.map((item) => `  - ${writeScalar(item, 'plain', 'block')}`)].join('\n');
}
