/** What `doctor` found, as text, JSON (`mendian/doctor@1`) and Markdown. Pure. */
import { describeFault } from '../messages/describe.ts';
import type { Messages } from '../messages/en.ts';
import type { Diagnostic, Fault } from '../model.ts';
import { accountsJson } from './accounts.ts';
import { countSeverity, sortBySeverity } from './diagnostics.ts';
import { accountsBlock, accountsList } from './doctor-accounts.ts';
import { forMarkdownSentence, forTerminal } from './escape.ts';
import { jsonText } from './json-text.ts';
import type { DescribedDiagnostic } from './plan-document.ts';
import { padTo, type Style, widest } from './style.ts';

type Ui = Messages['doctor'];
export type CheckGroup = keyof Ui['groups'];
export type CheckName = keyof Ui['checks'];
export type CheckResult = keyof Ui['results'];

/** A text of a table, by its name and the values that it takes. */
type Told<T> = {
  readonly [N in keyof T]: T[N] extends (...values: infer P) => string
    ? { readonly text: N; readonly values: P }
    : never;
}[keyof T];
export type Note = Told<Ui['notes']>;
export type Reason = Told<Ui['reasons']>;

/** How one check ended. */
export type Finding =
  | { readonly result: 'ok'; readonly note: Note }
  | { readonly result: 'warning' | 'fault'; readonly fault: Fault }
  /** Several findings: the first is told, the others are counted; a command shows them all. */
  | {
      readonly result: 'warning' | 'fault';
      readonly diagnostics: readonly [Diagnostic, ...Diagnostic[]];
      readonly shownBy: string;
    }
  | { readonly result: 'not-checked'; readonly reason: Reason };

export interface CheckEnd {
  readonly group: CheckGroup;
  readonly name: CheckName;
  readonly finding: Finding;
  /** Whose check it is, of several; absent where there is one account, and for what all share. */
  readonly account?: string;
}

/** A check with its texts, as the JSON format has it. */
export interface DescribedCheck {
  readonly name: CheckName;
  readonly group: CheckGroup;
  readonly result: CheckResult;
  readonly code: Fault['code'] | null;
  readonly message: string;
  readonly hint: string | null;
  /** Absent where there is one account, and for what all share. */
  readonly account?: string;
}

export interface DoctorReport {
  readonly checks: readonly DescribedCheck[];
  /** Whether WeChat, the remote and GitHub were asked. */
  readonly network: 'used' | 'left';
  /** The names of all accounts; absent where there is one. */
  readonly accounts?: readonly string[];
}

/** The texts of what was found. */
export function describeCheck(
  { name, group, finding, account }: CheckEnd,
  messages: Messages,
): DescribedCheck {
  const { result } = finding;
  const whose = account === undefined ? {} : { account };
  return { name, group, ...whose, result, ...describeFinding(finding, messages) };
}

type Texts = Pick<DescribedCheck, 'code' | 'message' | 'hint'>;

function describeFinding(finding: Finding, messages: Messages): Texts {
  const { notes, reasons, notChecked } = messages.doctor;
  if (finding.result === 'ok') return { code: null, message: tell(notes, finding.note), hint: null };
  if (finding.result === 'not-checked')
    return { code: null, message: notChecked(tell(reasons, finding.reason)), hint: null };
  if ('fault' in finding) return { code: finding.fault.code, ...describeFault(finding.fault, messages) };
  return describeSeveral(finding, messages);
}

function tell<T>(table: T, { text, values }: { readonly text: keyof T; readonly values: unknown }): string {
  // That text and values fit is held by the types Note and Reason.
  return (table[text] as (...given: readonly unknown[]) => string)(...(values as readonly unknown[]));
}

function describeSeveral(
  { diagnostics, shownBy }: Extract<Finding, { readonly shownBy: string }>,
  messages: Messages,
): Texts {
  const [first = diagnostics[0]] = sortBySeverity(diagnostics);
  const { message, hint } = describeFault(first, messages);
  const { several, first: tellFirst, showAll } = messages.doctor;
  const place = [first.file, first.line, first.column].filter((part) => part !== null).join(':');
  const isOne = diagnostics.length === 1;
  const count = several(countSeverity(diagnostics, 'error'), countSeverity(diagnostics, 'warning'));
  const more = isOne ? [] : [showAll(shownBy)];
  const hints = [...(hint === null ? [] : [hint]), ...more];
  return {
    code: first.code,
    message: tellFirst(isOne ? '' : count, place, message),
    hint: hints.length === 0 ? null : hints.join('\n'),
  };
}

export interface DoctorSummary {
  readonly ok: number;
  readonly warnings: number;
  readonly faults: number;
  readonly not_checked: number;
}

export function summarise(checks: readonly Pick<DescribedCheck, 'result'>[]): DoctorSummary {
  const count = (result: CheckResult): number => checks.filter((check) => check.result === result).length;
  return {
    ok: count('ok'),
    warnings: count('warning'),
    faults: count('fault'),
    not_checked: count('not-checked'),
  };
}

export function doctorJson({ checks, accounts }: DoctorReport): string {
  const own = checks.flatMap((check) =>
    check.account === undefined ? [] : [{ ...check, account: check.account }],
  );
  return jsonText({
    format: 'mendian/doctor@1',
    summary: summarise(checks),
    ...accountsJson(accounts, own, summarise),
    checks,
  });
}

const MARKS: Readonly<Record<CheckResult, string>> = {
  ok: '✓',
  warning: '!',
  fault: '✗',
  'not-checked': '–',
};

export function doctorText(report: DoctorReport, style: Style): string {
  const { messages, colors } = style;
  const blocks = listGroups(report).map(({ group, lines }) =>
    [colors.bold(messages.doctor.groups[group]), ...lines.flatMap((line) => checkLines(line, style))].join(
      '\n',
    ),
  );
  if (report.accounts !== undefined) blocks.push(accountsBlock(report.checks, report.accounts, style));
  const { faults, warnings } = summarise(report.checks);
  const paint = faults > 0 ? colors.red : warnings > 0 ? colors.yellow : colors.green;
  const ending = [
    paint(messages.signs.sentence(messages.doctor.summary(summarise(report.checks)))),
    endText(report, messages),
  ];
  return `${[colors.bold(messages.doctor.title), ...blocks, ending.join('\n')].join('\n\n')}\n`;
}

function checkLines({ names, result, code, message, hint }: Line, style: Style): readonly string[] {
  const { messages, colors } = style;
  const titles = messages.doctor.checks;
  const width = widest(Object.values(titles));
  const indent = ' '.repeat(width + 6);
  const paint = { ok: colors.green, warning: colors.yellow, fault: colors.red, 'not-checked': colors.dim };
  const title = messages.signs.and(names.map((name) => titles[name]));
  const head = `  ${paint[result](MARKS[result])} ${padTo(title, width)}`;
  const shown = forTerminal(message);
  if (result === 'ok') return [`${head}  ${shown}`];
  if (result === 'not-checked')
    return names.length > 1 ? [head, colors.dim(`${indent}${shown}`)] : [`${head}  ${colors.dim(shown)}`];
  return [
    `${head}  ${paint[result](messages.doctor.results[result])} ${colors.dim(code ?? '')}`,
    `${indent}${shown}`,
    ...hintLines(hint).map((line, index) => colors.cyan(`${indent}${index === 0 ? '→' : ' '} ${line}`)),
  ];
}

function hintLines(hint: string | null): readonly string[] {
  return hint === null ? [] : hint.split('\n').map(forTerminal);
}

/** One line that says what to do first: the first fault's next step, else the first warning's. */
function endText({ checks, network }: DoctorReport, { doctor, signs }: Messages): string {
  const worst = findWorst(checks);
  if (worst === null) return network === 'used' ? doctor.allRight : doctor.allRightOffline;
  const step = forTerminal((worst.hint ?? worst.message).split('\n').join(' '));
  const tell = worst.result === 'fault' ? doctor.start : doctor.look;
  const what = signs.and([doctor.groups[worst.group], doctor.checks[worst.name]]);
  return tell(worst.account === undefined ? what : `${worst.account} ${what}`, step);
}

function findWorst(checks: readonly DescribedCheck[]): DescribedCheck | null {
  return (
    checks.find(({ result }) => result === 'fault') ??
    checks.find(({ result }) => result === 'warning') ??
    null
  );
}

/** One check, or several in a row that were not checked for the same reason. */
type Line = Omit<DescribedCheck, 'name'> & { readonly names: readonly CheckName[] };

/** The checks by their groups, in the order of the report. */
function listGroups({
  checks,
}: DoctorReport): readonly { readonly group: CheckGroup; readonly lines: readonly Line[] }[] {
  const shared = checks.filter(({ account }) => account === undefined);
  const groups = [...new Set(shared.map(({ group }) => group))];
  return groups.map((group) => ({
    group,
    lines: joinLines(shared.filter((check) => check.group === group)),
  }));
}

function joinLines(checks: readonly DescribedCheck[]): readonly Line[] {
  const lines: Line[] = [];
  for (const { name, ...check } of checks) {
    const last = lines.at(-1);
    const isAlike = last?.result === 'not-checked' && check.result === 'not-checked';
    if (last !== undefined && isAlike && last.message === check.message)
      lines.splice(-1, 1, { ...last, names: [...last.names, name] });
    else lines.push({ ...check, names: [name] });
  }
  return lines;
}

export function doctorMarkdown(report: DoctorReport, messages: Messages): string {
  const { doctor } = messages;
  const blocks = listGroups(report).map(({ group, lines }) =>
    [`#### ${doctor.groups[group]}`, '', ...lines.map((line) => checkItem(line, messages))].join('\n'),
  );
  if (report.accounts !== undefined) blocks.push(accountsList(report.checks, report.accounts, messages));
  const summary = `**${messages.signs.sentence(doctor.summary(summarise(report.checks)))}** ${forMarkdownSentence(endText(report, messages))}`;
  return `${[`### ${doctor.title}`, summary, ...blocks].join('\n\n')}\n`;
}

function checkItem({ names, result, message, hint }: Line, { doctor, signs }: Messages): string {
  const word = result === 'ok' || result === 'not-checked' ? '' : `**${doctor.results[result]}** `;
  const title = signs.and(names.map((name) => doctor.checks[name]));
  const head = `- ${MARKS[result]} ${signs.labelled(title, `${word}${forMarkdownSentence(message)}`)}`;
  return hint === null ? head : `${head}<br>→ ${hint.split('\n').map(forMarkdownSentence).join('<br>')}`;
}

/** Faults and warnings as findings, for the annotations of a GitHub run. */
export function listFindings({ checks }: DoctorReport): readonly DescribedDiagnostic[] {
  return checks.flatMap(({ result, code, message, hint, account }): readonly DescribedDiagnostic[] => {
    if (code === null || (result !== 'fault' && result !== 'warning')) return [];
    const severity = result === 'fault' ? 'error' : 'warning';
    const whose = account === undefined ? {} : { accounts: [account] };
    return [{ severity, code, file: null, line: null, column: null, message, hint, ...whose }];
  });
}
