/** Explains in our own words what YAML cannot read, and finds by eye what it would read otherwise than meant. Pure. */
import type { SyntaxProblem } from '../messages/file-faults.ts';
import { type Diagnostic, fault } from '../model.ts';

export interface SyntaxErrorAt {
  readonly code: string;
  readonly at: { readonly line: number; readonly column: number };
}

/** Deeper than any store file can be meant. */
const DEEPEST = 40;

/** More lines and signs than any such file can be meant to have: the parser's time and memory grow with them. */
const MOST_PIECES = 10_000;

/** Errors of one file that are told; the rest of a file of noise would help nobody. */
const MOST_ERRORS = 20;

/** Values that begin like YAML syntax, or go on after their closing quote or bracket. */
const LOOKS_LIKE_SYNTAX =
  /^\s*(?:- +)?[\w-]+: +(?:[@`%*&!>|,\]}]|[-?:](?:\s|$)|[[{].*[\]}]\s*\S|"[^"]*"\s*[^\s#]|'[^']*'\s*[^\s#]|[^"'#\s].*:(?:\s|$))/u;

/** Blanks that YAML does not take for blanks: full-width, no-break, zero-width. */
const ODD_BLANK = '\\u00a0\\u1680\\u2000-\\u200b\\u202f\\u205f\\u3000\\ufeff';

/**
 * What a person got wrong, by the look of a line. The parser often stumbles only lines later, so the first line
 * that fits, up to the place of its first error, is the one to show.
 */
const BY_EYE: readonly (readonly [SyntaxProblem, RegExp])[] = [
  ['conflict', /^(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)/u],
  ['tab', /^ *\t/u],
  ['odd-blank', new RegExp(`^[ \\t]*[${ODD_BLANK}]|^[\\w-]+:[${ODD_BLANK}]`, 'u')],
  ['wide-colon', /^\s*[\w-]+ *：/u],
  ['colon', /^[A-Za-z_]+(?::[^\s/:]| *= *\S)/u],
  ['dash', /^\s*-[^\s-]/u],
  ['unclosed-quote', /^\s*(?:- +)?(?:[\w-]+: +)?(?:"(?:[^"\\]|\\.)*|'[^']*)$/u],
  ['unclosed-bracket', /^\s*(?:- +)?[\w-]+: +(?:\[[^\]]*|\{[^}]*)$/u],
];

/** One fault a line; after an error that derails the parser, the rest of its errors would only confuse. */
export function explainSyntax(
  errors: readonly SyntaxErrorAt[],
  text: string,
  file: string,
): readonly Diagnostic[] {
  const lines = text.split(/\r?\n/u);
  const sorted = [...errors].sort(
    (left, right) => left.at.line - right.at.line || left.at.column - right.at.column,
  );
  const faults: Diagnostic[] = [];
  for (const { code, at } of sorted.slice(0, MOST_ERRORS)) {
    if (faults.some(({ line }) => line === at.line)) continue;
    const found = findByEye(lines, at.line) ?? {
      problem: nameProblem(code, lines[at.line - 1] ?? '', lines[at.line] ?? ''),
      at,
    };
    const start = (lines[found.at.line - 1] ?? '').trimEnd().slice(0, 60);
    const place = { file, ...found.at };
    faults.push(
      fault('YAML_SYNTAX', place, {
        problem: found.problem,
        start: found.problem === 'odd-blank' ? start : start.trim(),
      }),
    );
    if (found.problem !== 'quote-value') break;
  }
  return faults;
}

interface Explained {
  readonly problem: SyntaxProblem;
  readonly at: { readonly line: number; readonly column: number };
}

/** The first line up to `last` that looks wrong in a way that people know. */
function findByEye(lines: readonly string[], last: number): Explained | null {
  for (const [index, line] of lines.slice(0, last).entries()) {
    const problem = BY_EYE.find(([, pattern]) => pattern.test(line))?.[0];
    if (problem !== undefined)
      return { problem, at: { line: index + 1, column: Math.max(1, line.search(/[^ ]/u) + 1) } };
  }
  return null;
}

function nameProblem(code: string, source: string, next: string): SyntaxProblem {
  if (code === 'TAB_AS_INDENT') return 'tab';
  if (code === 'BAD_SCALAR_START' || LOOKS_LIKE_SYNTAX.test(source)) return 'quote-value';
  if (/^[A-Za-z_]+ +[^\s:]/u.test(source)) return 'colon';
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

/** What would cost a parser too much time, memory or stack. Counted by eye, before it begins. */
export function findExcess(text: string, file: string): Diagnostic | null {
  return findCrowd(text, file) ?? findNesting(text, file);
}

function findCrowd(text: string, file: string): Diagnostic | null {
  let pieces = 0;
  for (const { index } of text.matchAll(/[\n,[\]{}"'\\&*!]|[:?-](?=\s)/gu)) {
    pieces += 1;
    if (pieces > MOST_PIECES) return refuseAt(text, index, file, 'too-many');
  }
  return null;
}

/** Brackets or dashes nested so deep that a parser may run out of stack. */
function findNesting(text: string, file: string): Diagnostic | null {
  let depth = 0;
  // A quote that is not closed reaches to the end of its line: to look again behind each of them would take too long.
  for (const match of text.matchAll(/"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|'[^'\n]*'|[[{\]}]/gu)) {
    const [sign] = match;
    if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth = Math.max(0, depth - 1);
    if (depth > DEEPEST) return refuseAt(text, match.index, file, 'too-deep');
  }
  const compact = text.search(new RegExp(`(?:[-?] +){${DEEPEST}}`, 'u'));
  const indented = text.search(new RegExp(`^ {${DEEPEST * 2},}[^\\s#]`, 'mu'));
  const found = [compact, indented].filter((index) => index >= 0);
  return found.length === 0 ? null : refuseAt(text, Math.min(...found), file, 'too-deep');
}

function refuseAt(text: string, index: number, file: string, problem: SyntaxProblem): Diagnostic {
  const before = text.slice(0, index).split('\n');
  const place = { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  return fault('YAML_SYNTAX', place, { problem, start: '' });
}
