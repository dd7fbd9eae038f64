/** Diagnostics as text, Markdown and JSON. Pure. */
import { compareText } from '../base/canonical-json.ts';
import { describeFault } from '../messages/describe.ts';
import type { Messages } from '../messages/en.ts';
import type { Diagnostic, Severity } from '../model.ts';
import { forMarkdown, forMarkdownSentence, forTerminal } from './escape.ts';
import type { DescribedDiagnostic } from './plan-document.ts';
import type { Style } from './style.ts';

type Placed = Pick<Diagnostic, 'severity' | 'code' | 'file' | 'line' | 'column'>;

const MOST_ACCOUNTS = 3;

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Order of all reports: by file, then place; findings about no file come first. */
export function sortDiagnostics<T extends Placed>(diagnostics: readonly T[]): readonly T[] {
  return [...diagnostics].sort(
    (left, right) =>
      compareText(left.file ?? '', right.file ?? '') ||
      (left.line ?? 0) - (right.line ?? 0) ||
      (left.column ?? 0) - (right.column ?? 0) ||
      compareText(left.code, right.code),
  );
}

/** The most serious first, then by place. */
export function sortBySeverity<T extends Placed>(diagnostics: readonly T[]): readonly T[] {
  return [...sortDiagnostics(diagnostics)].sort((left, right) => RANK[left.severity] - RANK[right.severity]);
}

export function countSeverity(
  diagnostics: readonly Pick<Diagnostic, 'severity'>[],
  severity: Severity,
): number {
  return diagnostics.filter((each) => each.severity === severity).length;
}

/** One object a finding, with the members of the JSON formats. */
export function diagnosticsJson(
  diagnostics: readonly Diagnostic[],
  messages: Messages,
): readonly DescribedDiagnostic[] {
  return sortDiagnostics(diagnostics).map((each) => {
    const { message, hint } = describeFault(each, messages);
    const { severity, code, file, line, column, accounts } = each;
    const described = { severity, code, file, line, column, message, hint };
    return accounts === undefined ? described : { ...described, accounts };
  });
}

/** One finding as two or three lines: place and code, message, hint. */
export function diagnosticText(diagnostic: Diagnostic, { messages, colors }: Style): string {
  const { message, hint } = describeFault(diagnostic, messages);
  const paint = { error: colors.red, warning: colors.yellow, info: colors.cyan }[diagnostic.severity];
  const place = showPlace(diagnostic);
  const whose = showWhose(diagnostic, messages);
  const head = [
    whose === '' ? '' : colors.bold(whose),
    place,
    paint(messages.severities[diagnostic.severity]),
    colors.dim(diagnostic.code),
  ];
  const lines = [head.filter((part) => part !== '').join(' '), `  ${forTerminal(message)}`];
  if (hint !== null) {
    const [first = '', ...rest] = forLines(hint);
    lines.push(colors.cyan(`  → ${first}`), ...rest.map((line) => colors.cyan(`    ${line}`)));
  }
  return lines.join('\n');
}

export function diagnosticsText(diagnostics: readonly Diagnostic[], style: Style): readonly string[] {
  return sortDiagnostics(diagnostics).map((each) => diagnosticText(each, style));
}

/** One list item a finding, the most serious first. */
export function diagnosticsMarkdown(
  diagnostics: readonly DescribedDiagnostic[],
  messages: Messages,
): readonly string[] {
  return sortBySeverity(diagnostics).map((each) => {
    const { severity, message, hint } = each;
    const places = [showWhose(each, messages), showPlace(each)].filter((part) => part !== '');
    const place = places.map((part) => `${forMarkdown(part)} `).join('');
    const head = `- **${messages.severities[severity]}** ${place}${forMarkdownSentence(message)}`;
    return hint === null ? head : `${head}<br>→ ${hint.split('\n').map(forMarkdownSentence).join('<br>')}`;
  });
}

function showPlace({ file, line, column }: Placed): string {
  if (file === null) return '';
  return [forTerminal(file), line, column].filter((part) => part !== null).join(':');
}

/** Whose finding it is: few names, since several hundred would hide what it says. */
export function showWhose({ accounts = [] }: Pick<Diagnostic, 'accounts'>, messages: Messages): string {
  if (accounts.length === 0) return '';
  const named = accounts.slice(0, MOST_ACCOUNTS).map(forTerminal);
  return `[${messages.accounts.whose(named, accounts.length - named.length)}]`;
}

/** A hint may show several lines to paste; each is made safe for itself. */
function forLines(hint: string): readonly string[] {
  return hint.split('\n').map(forTerminal);
}
