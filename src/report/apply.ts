/** The end of an apply as text, JSON (`mendian/apply@1`) and Markdown. Pure. */

import { describeFault } from '../messages/describe.ts';
import type { Messages } from '../messages/en.ts';
import type { Outcome, OutcomeKind } from '../model/run.ts';
import type { Diagnostic } from '../model.ts';
import { type Bound, FINDINGS_SHARE, FRAME, leave, NO_BOUND, share, takeFitting } from './bounded.ts';
import { diagnosticsJson, diagnosticsMarkdown, diagnosticsText } from './diagnostics.ts';
import { forMarkdown, forMarkdownSentence, forTerminal, shorten } from './escape.ts';
import { jsonText } from './json-text.ts';
import { selectionJson, selectionMarkdown, selectionText } from './selection.ts';
import { fitTo, NAME_COLUMNS, padTo, type Style, widest } from './style.ts';
import { keepTogether } from './table-words.ts';

/** What a report of an apply tells. */
export interface ApplyReport {
  readonly digest: string;
  /** `--select` and `--exclude`, as given. */
  readonly selection: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly diagnostics: readonly Diagnostic[];
}

type Counts = Readonly<Record<OutcomeKind, number>>;

const NAME_LENGTH = 60;
const MOST_QUIET_LINES = 20;
const MOST_SKIPPED_LINES = 3;

export function countOutcomes(outcomes: readonly Outcome[]): Counts {
  const counts: Record<OutcomeKind, number> = {
    applied: 0,
    failed: 0,
    deferred: 0,
    unknown: 0,
    skipped: 0,
    released: 0,
  };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return counts;
}

/** The document's text, ending with a line break. */
export function applyJson(report: ApplyReport, messages: Messages): string {
  const document = {
    format: 'mendian/apply@1',
    digest: report.digest,
    ...selectionJson(report.selection),
    summary: countOutcomes(report.outcomes),
    outcomes: report.outcomes.map((outcome) => outcomeJson(outcome, messages)),
    diagnostics: diagnosticsJson(report.diagnostics, messages),
  };
  return jsonText(document);
}

/** Every store that is worth a line, failures last so that they stay on the screen; then the counts. */
export function applyText(report: ApplyReport, style: Style): string {
  const { messages, colors } = style;
  const order: readonly OutcomeKind[] = ['applied', 'released', 'deferred', 'skipped', 'unknown', 'failed'];
  const sorted = order.flatMap((kind) => report.outcomes.filter(({ outcome }) => outcome === kind));
  const counts = countOutcomes(report.outcomes);
  const end = [
    ...(report.outcomes.length === 0 && report.diagnostics.every(({ severity }) => severity !== 'error')
      ? [colors.green(messages.apply.nothing)]
      : [
          colors.bold(
            messages.signs.sentence(
              messages.signs.labelled(messages.apply.summaryLabel, messages.apply.summary(counts)),
            ),
          ),
        ]),
  ];
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
  const remarks = report.diagnostics.filter(
    ({ severity, code }) => severity !== 'error' && code !== 'STORES_DEFERRED',
  );
  const deferred = report.diagnostics.filter(({ code }) => code === 'STORES_DEFERRED');
  const blocks = [
    ...selectionText(report.selection, messages),
    ...diagnosticsText(remarks, style),
    ...(sorted.length > 0 ? [outcomeLines(sorted, style).join('\n')] : []),
    ...diagnosticsText([...deferred, ...errors], style),
    end.join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** A line a store; many that ended alike without a call are told in one, so that what happened stays on the screen. */
function outcomeLines(outcomes: readonly Outcome[], style: Style): readonly string[] {
  const { messages } = style;
  const quiet = ifMany(outcomes.filter(isQuiet), MOST_QUIET_LINES);
  const alike = ifMany(findSkippedAlike(outcomes, messages), MOST_SKIPPED_LINES);
  const told = new Set([...quiet, ...alike]);
  const [first] = alike;
  const reason = first === undefined ? '' : forTerminal(outcomeReason(first, messages));
  return [
    ...(quiet.length > 0 ? [groupText('applied', messages.apply.alreadySo(quiet.length), style)] : []),
    ...outcomes.filter((each) => !told.has(each)).map((outcome) => outcomeText(outcome, style)),
    ...(alike.length > 0
      ? [groupText('skipped', messages.apply.skippedAlike(alike.length, reason), style)]
      : []),
  ];
}

function isQuiet(outcome: Outcome): boolean {
  return outcome.outcome === 'applied' && !outcome.sent;
}

/** The skipped stores that share the first one's reason word for word: a run that was refused or stopped. */
function findSkippedAlike(outcomes: readonly Outcome[], messages: Messages): readonly Outcome[] {
  const skipped = outcomes.filter(({ outcome }) => outcome === 'skipped');
  const [first] = skipped;
  if (first === undefined) return [];
  const reason = outcomeReason(first, messages);
  return skipped.filter((each) => outcomeReason(each, messages) === reason);
}

/** A group that is too long to list, or nothing. */
function ifMany(group: readonly Outcome[], most: number): readonly Outcome[] {
  return group.length > most ? group : [];
}

function groupText(kind: 'applied' | 'skipped', text: string, { messages, colors }: Style): string {
  const paint = kind === 'applied' ? colors.green : colors.yellow;
  return `${paint(outcomeWord(kind, messages))} ${text}`;
}

function outcomeReason(outcome: Outcome, messages: Messages): string {
  return 'error' in outcome ? describeFault(outcome.error.fault, messages).message : '';
}

/** One store's end: a line, and for anything but success the reason and the next step. */
export function outcomeText(outcome: Outcome, { messages, colors }: Style): string {
  const paint = {
    applied: colors.green,
    released: colors.green,
    deferred: colors.yellow,
    skipped: colors.yellow,
    unknown: colors.red,
    failed: colors.red,
  }[outcome.outcome];
  const name = outcome.name === null ? '' : `${fitTo(forTerminal(outcome.name), NAME_COLUMNS)} `;
  const word = outcomeWord(outcome.outcome, messages);
  const indent = ' '.repeat(widest([word]) + 1);
  const head = `${paint(word)} ${name}${outcome.poi_id}`;
  if (!('error' in outcome)) return `${head}${colors.dim(successNote(outcome, messages))}`;
  const file = outcome.file === null ? '' : colors.dim(`  ${forTerminal(outcome.file)}`);
  const { message, hint } = describeFault(outcome.error.fault, messages);
  const rid = outcome.error.rid === null ? '' : ` ${messages.apply.rid(forTerminal(outcome.error.rid))}`;
  const lines = [
    `${head}${file}`,
    `${indent}${colors.dim(outcome.error.fault.code)} ${forTerminal(message)}${rid}`,
  ];
  return [...lines, ...(hint === null ? [] : [colors.cyan(`${indent}→ ${forTerminal(hint)}`)])].join('\n');
}

/** As wide as every other one, in the language of the messages. */
function outcomeWord(kind: OutcomeKind, { outcomes }: Messages): string {
  return padTo(outcomes[kind], widest(Object.values(outcomes)));
}

/** How much of an apply is shown, and with what around it. */
export interface ApplyView {
  readonly bound: Bound;
  /** Markdown that says where all of it stands. */
  readonly elsewhere: string | null;
  readonly foot: readonly string[];
}

const WHOLE_APPLY: ApplyView = { bound: NO_BOUND, elsewhere: null, foot: [] };
const FAILURES_FIRST: readonly OutcomeKind[] = [
  'failed',
  'unknown',
  'deferred',
  'skipped',
  'applied',
  'released',
];

/** Counts first, then findings and a table with failures on top. */
export function applyMarkdown(
  report: ApplyReport,
  messages: Messages,
  { bound, elsewhere, foot }: ApplyView = WHOLE_APPLY,
): string {
  const head = [
    `### ${messages.apply.title(report.outcomes.length)}`,
    `**${messages.apply.summary(countOutcomes(report.outcomes))}**`,
    ...selectionMarkdown(report.selection, messages),
  ];
  const room = leave(
    { ...bound, most: bound.most - FRAME },
    [...head, ...foot, elsewhere ?? ''].join('\n\n'),
  );
  const findings = diagnosticsMarkdown(diagnosticsJson(report.diagnostics, messages), messages);
  const told = takeFitting(findings, share(room, report.outcomes.length > 0 ? FINDINGS_SHARE : 1));
  const rest = told.left > 0 ? [`- ${messages.plan.leftOutFindings(told.left)}${elsewhere ?? ''}`] : [];
  const found = [...told.fitting, ...rest].join('\n');
  const table = outcomesTable(report.outcomes, messages, leave(room, found), elsewhere ?? '');
  const blocks = [...head, found, table, ...foot].filter((block) => block !== '');
  return `${blocks.join('\n\n')}\n`;
}

function outcomesTable(
  outcomes: readonly Outcome[],
  messages: Messages,
  room: Bound,
  elsewhere: string,
): string {
  const sorted = FAILURES_FIRST.flatMap((kind) => outcomes.filter(({ outcome }) => outcome === kind));
  if (sorted.length === 0) return '';
  const { fitting, left } = takeFitting(
    sorted.map((outcome) => outcomeRow(outcome, messages)),
    room,
  );
  const { store, outcome: what, detail } = messages.apply.table;
  const table = [
    `| ${[what, store, detail].map(keepTogether).join(' | ')} |`,
    '| --- | --- | --- |',
    ...fitting,
  ].join('\n');
  return left > 0 ? `${table}\n\n${messages.plan.leftOut(left)}${elsewhere}` : table;
}

function outcomeRow(outcome: Outcome, messages: Messages): string {
  const name = outcome.name === null ? '' : `${forMarkdown(shorten(outcome.name, NAME_LENGTH))}<br>`;
  return `| ${keepTogether(messages.outcomes[outcome.outcome])} | ${name}${forMarkdown(outcome.poi_id)} | ${outcomeDetail(outcome, messages)} |`;
}

function outcomeDetail(outcome: Outcome, messages: Messages): string {
  if (!('error' in outcome)) return successNote(outcome, messages).trim();
  const { message, hint } = describeFault(outcome.error.fault, messages);
  const rid = outcome.error.rid === null ? '' : `<br>${forMarkdown(messages.apply.rid(outcome.error.rid))}`;
  return `${forMarkdownSentence(message)}${hint === null ? '' : `<br>→ ${forMarkdownSentence(hint)}`}${rid}`;
}

function successNote(outcome: Outcome, messages: Messages): string {
  if (outcome.outcome !== 'applied') return '';
  if (!outcome.sent) return `  ${messages.apply.notSent}`;
  if (outcome.audit_id !== null) return `  ${messages.apply.auditStarted(outcome.audit_id)}`;
  return outcome.review === 'pending' ? `  ${messages.apply.auditUnknown}` : `  ${messages.apply.sent}`;
}

function outcomeJson(outcome: Outcome, messages: Messages): object {
  const { account, poi_id, name, file, attempts } = outcome;
  const applied = outcome.outcome === 'applied' ? outcome : null;
  return {
    account,
    poi_id,
    name,
    file,
    outcome: outcome.outcome,
    sent: applied === null ? attempts > 0 : applied.sent,
    audit_id: applied?.audit_id ?? null,
    review: applied?.review ?? null,
    attempts,
    error: 'error' in outcome ? errorJson(outcome.error, messages) : null,
  };
}

function errorJson(
  { fault, errcode, rid }: Extract<Outcome, { error: unknown }>['error'],
  messages: Messages,
): object {
  const { message, hint } = describeFault(fault, messages);
  return { code: fault.code, errcode, message, hint, rid };
}
