/** Explains in our own words what YAML cannot read, and finds by eye what it would read otherwise than meant. Pure. */
import { type Diagnostic, fault } from '../model.ts';

/** Why a text is no YAML; the texts of `YAML_SYNTAX` have a sentence for each. */
export type SyntaxProblem =
  | 'quote-value'
  | 'unclosed-quote'
  | 'tab'
  | 'indent'
  | 'colon'
  | 'list'
  | 'too-deep'
  | 'unreadable';

export interface SyntaxErrorAt {
  readonly code: string;
  readonly at: { readonly line: number; readonly column: number };
}

/** Deeper than any store file can be meant. */
const DEEPEST = 40;

/** Values that begin like YAML syntax, or go on after their closing quote or bracket. */
const LOOKS_LIKE_SYNTAX =
  /^\s*(?:- +)?[\w-]+: +(?:[@`%*&!>|]|[[{].*[\]}]\s*\S|"[^"]*"\s*[^\s#]|'[^']*'\s*[^\s#]|[^"'#\s].*:(?:\s|$))/u;

/** One fault a line; after an error that derails the parser, the rest of its errors would only confuse. */
export function explainSyntax(
  errors: readonly SyntaxErrorAt[],
  text: string,
  file: string,
): readonly Diagnostic[] {
  const lines = text.split('\n');
  const faults: Diagnostic[] = [];
  const sorted = [...errors].sort(
    (left, right) => left.at.line - right.at.line || left.at.column - right.at.column,
  );
  for (const { code, at } of sorted) {
    if (faults.some(({ line }) => line === at.line)) continue;
    const source = lines[at.line - 1] ?? '';
    const problem = nameProblem(code, source, lines[at.line] ?? '');
    faults.push(fault('YAML_SYNTAX', { file, ...at }, { problem, start: source.trim().slice(0, 60) }));
    if (problem !== 'quote-value') break;
  }
  return faults;
}

function nameProblem(code: string, source: string, next: string): SyntaxProblem {
  if (code === 'TAB_AS_INDENT' || /^ *\t/u.test(source)) return 'tab';
  if (code === 'BAD_SCALAR_START' || LOOKS_LIKE_SYNTAX.test(source)) return 'quote-value';
  if (code === 'MISSING_CHAR') return /["']/u.test(source) ? 'unclosed-quote' : 'colon';
  if (code === 'BAD_INDENT' || code === 'MULTILINE_IMPLICIT_KEY' || /^\s+\S/u.test(next)) return 'indent';
  if (/^\s*-/u.test(source)) return 'list';
  return 'unreadable';
}

/** `%YAML 1.1` would turn times into numbers of seconds: no dialect is ever switched. */
export function findDirective(text: string, file: string): Diagnostic | null {
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('%'))
      return fault(
        'DIRECTIVE',
        { file, line: index + 1, column: 1 },
        { directive: line.trim().slice(0, 40) },
      );
    if (!/^\s*(#.*)?$/u.test(line)) return null;
  }
  return null;
}

/** Brackets or dashes nested so deep that a parser may run out of stack. Counted by eye, before it begins. */
export function findNesting(text: string, file: string): Diagnostic | null {
  let depth = 0;
  for (const match of text.matchAll(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[[{\]}]/gu)) {
    const [sign] = match;
    if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth = Math.max(0, depth - 1);
    if (depth > DEEPEST) return tooDeep(text, match.index, file);
  }
  const compact = text.search(new RegExp(`(?:[-?] +){${DEEPEST}}`, 'u'));
  const indented = text.search(new RegExp(`^ {${DEEPEST * 2},}[^\\s#]`, 'mu'));
  const found = [compact, indented].filter((index) => index >= 0);
  return found.length === 0 ? null : tooDeep(text, Math.min(...found), file);
}

function tooDeep(text: string, index: number, file: string): Diagnostic {
  const before = text.slice(0, index).split('\n');
  const place = { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  return fault('YAML_SYNTAX', place, { problem: 'too-deep', start: '' });
}
