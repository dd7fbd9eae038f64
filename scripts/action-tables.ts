/** The tables of inputs and outputs in docs/github.md, made from action.yml, where each is described once. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

interface Described {
  readonly description: string;
  readonly default?: string;
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, Described>>;
  readonly outputs: Readonly<Record<string, Described>>;
}

const PAGE = 'docs/github.md';

/** The page with its tables renewed. */
export function actionTables(): ReadonlyMap<string, string> {
  // The file is our own; the linter of workflows holds its form.
  const action = parse(readFileSync(resolve('action.yml'), 'utf8')) as ActionFile;
  const inputs = Object.entries(action.inputs).map(([name, { description, default: value = '' }]) => [
    `\`${name}\``,
    value === '' ? '' : `\`${value}\``,
    description,
  ]);
  const outputs = Object.entries(action.outputs).map(([name, { description }]) => [
    `\`${name}\``,
    description,
  ]);
  const text = readFileSync(resolve(PAGE), 'utf8');
  const renewed = renew(
    renew(text, 'inputs', ['input', 'default', 'what'], inputs),
    'outputs',
    ['output', 'what'],
    outputs,
  );
  return new Map([[PAGE, renewed]]);
}

function renew(
  text: string,
  name: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  // The formatter pads columns, and would call the page stale otherwise.
  const widths = head.map((title, index) =>
    Math.max(3, title.length, ...rows.map((cells) => (cells[index] ?? '').length)),
  );
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const table = [row(head), rule, ...rows.map(row)].join('\n');
  const begin = `<!-- ${name}: made from action.yml by "npm run generate" -->`;
  const end = `<!-- ${name} end -->`;
  const [before, rest = ''] = text.split(begin);
  const after = rest.slice(rest.indexOf(end));
  return `${before}${begin}\n\n${table}\n\n${after}`;
}
