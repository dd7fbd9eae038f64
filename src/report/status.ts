/** Reviews as text, JSON (`mendian/status@1`) and Markdown. Pure. */

import { dayIn } from '../base/clock.ts';
import type { Messages } from '../messages/en.ts';
import type { ChangeSource, Diagnostic, Review } from '../model.ts';
import { accountsJson, accountsText } from './accounts.ts';
import { type Bound, FINDINGS_SHARE, FRAME, leave, NO_BOUND, share, takeFitting } from './bounded.ts';
import { diagnosticsJson, diagnosticsMarkdown, diagnosticsText } from './diagnostics.ts';
import { forMarkdown, forTerminal, shorten } from './escape.ts';
import { jsonText } from './json-text.ts';
import { selectionJson, selectionMarkdown, selectionText } from './selection.ts';
import { alignCells, fitTo, joinCells, type Style } from './style.ts';
import { keepTogether } from './table-words.ts';

/** One store whose review is waited for, was rejected, or ended in this run. */
export interface ReviewLine {
  readonly account: string;
  readonly poi_id: string;
  readonly name: string | null;
  readonly file: string | null;
  readonly audit_id: string | null;
  readonly review: Exclude<Review, 'none'>;
  /** This run learned the verdict. */
  readonly ended: boolean;
  readonly reason: string | null;
  readonly applied_at: string | null;
  /** Hours since the values were sent; null where that is not known. */
  readonly age_hours: number | null;
  readonly overdue: boolean;
  readonly source: ChangeSource | null;
  /** Why a pending one may be older news: not read, gone at the platform, or in doubt after an interrupted update. */
  readonly note: 'none' | 'unread' | 'gone' | 'doubt';
}

export interface StatusReport {
  /** Sorted by account and `poi_id`. */
  readonly reviews: readonly ReviewLine[];
  readonly diagnostics: readonly Diagnostic[];
  /** `--select` and `--exclude`, as given. */
  readonly selection: readonly string[];
  /** The IANA time zone of the days that are shown. */
  readonly timezone: string;
  /** The names of all accounts that were looked at; absent where there is one. */
  readonly accounts?: readonly string[];
}

export interface StatusSummary {
  readonly pending: number;
  /** In this run. */
  readonly approved: number;
  /** In this run and earlier. */
  readonly rejected: number;
  readonly overdue: number;
  /** Pending, and their live status is not known. */
  readonly unread: number;
}

const NAME_LENGTH = 30;
const NAME_COLUMNS = 40;

export function summariseReviews(reviews: readonly ReviewLine[]): StatusSummary {
  const count = (counts: (line: ReviewLine) => boolean): number => reviews.filter(counts).length;
  return {
    pending: count(({ review }) => review === 'pending'),
    approved: count(({ review }) => review === 'approved'),
    rejected: count(({ review }) => review === 'rejected'),
    overdue: count(({ overdue }) => overdue),
    unread: count(({ note }) => note === 'unread' || note === 'gone'),
  };
}

/** The document's text, ending with a line break. */
export function statusJson(report: StatusReport, messages: Messages): string {
  const { reviews, diagnostics, selection, accounts } = report;
  const document = {
    format: 'mendian/status@1',
    ...selectionJson(selection),
    summary: summariseReviews(reviews),
    ...accountsJson(accounts, reviews, summariseReviews),
    reviews: reviews.map(({ note: _note, ...line }) => ({
      ...line,
      age_hours: roundHours(line.age_hours),
      source: showSource(line.source),
    })),
    diagnostics: diagnosticsJson(diagnostics, messages),
  };
  return jsonText(document);
}

/** Down to a tenth, so that a review is never called older than it is. */
function roundHours(hours: number | null): number | null {
  return hours === null ? null : Math.floor(hours * 10) / 10;
}

function showSource(source: ChangeSource | null): object | null {
  return source === null ? null : { commit: source.commit, pull: source.pull ?? null };
}

/** A table of reviews, then what has to be said of them. */
export function statusText(report: StatusReport, style: Style): string {
  const { messages, colors } = style;
  const { reviews, diagnostics } = report;
  const blocks = [
    colors.bold(statusTitle(report, messages)),
    ...accountsText(report.accounts, messages),
    ...selectionText(report.selection, messages),
    ...(reviews.length > 0 ? [tableLines(report, style).join('\n')] : []),
    ...diagnosticsText(diagnostics, style),
    ...(isQuiet(report) ? [colors.green(messages.status.nothing)] : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** With errors and no line nobody knows how many reviews there are. */
function statusTitle({ reviews, diagnostics }: StatusReport, messages: Messages): string {
  const failed = reviews.length === 0 && diagnostics.some(({ severity }) => severity === 'error');
  return failed ? messages.status.failed : messages.status.title(summariseReviews(reviews));
}

function isQuiet({ reviews, diagnostics }: StatusReport): boolean {
  const waited = reviews.some(({ review, ended }) => review === 'pending' || ended);
  return !waited && diagnostics.every(({ severity }) => severity !== 'error');
}

/** The id keeps a column of its own: it is copied, and must never be cut. */
function tableLines(report: StatusReport, style: Style): readonly string[] {
  const { messages, colors } = style;
  const { columns } = messages.status;
  const whose = (text: string): readonly string[] => (report.accounts === undefined ? [] : [text]);
  const titles = [
    ...whose(messages.accounts.heading),
    columns.store,
    '',
    columns.since,
    columns.age,
    columns.audit,
    columns.change,
    columns.result,
  ];
  const rows = report.reviews.map((line) => [
    ...whose(line.account),
    line.name === null ? '' : fitTo(forTerminal(line.name), NAME_COLUMNS),
    line.poi_id,
    ...middleCells(line, report, messages),
    describeResult(line, messages),
  ]);
  const [head = [], ...cells] = alignCells([titles, ...rows], {
    columns: style.columns,
    flexible: [report.accounts === undefined ? 0 : 1],
  });
  return [
    colors.dim(joinCells(head).trimEnd()),
    ...cells.map((row, index) => {
      const paint = paintFor(report.reviews[index], style);
      return joinCells([...row.slice(0, -1), paint((row.at(-1) ?? '').trimEnd())]);
    }),
  ];
}

/** When it was sent, how long ago, the audit id, and the change that caused it. */
function middleCells(
  line: ReviewLine,
  { timezone }: StatusReport,
  { status }: Messages,
): readonly [string, string, string, string] {
  const { applied_at: at, age_hours: age, audit_id: audit, source } = line;
  return [
    at === null || age === null ? status.unknown : dayIn(timezone, new Date(at)),
    age === null ? '' : status.age(age),
    audit ?? status.unknown,
    describeSource(source),
  ];
}

/** "#12 0a1b2c3", as far as it is known. */
export function describeSource(source: ChangeSource | null): string {
  if (source === null) return '';
  const commit = source.commit.slice(0, 7);
  return source.pull === undefined ? commit : `#${source.pull} ${commit}`;
}

function paintFor(line: ReviewLine | undefined, { colors }: Style): (text: string) => string {
  if (line?.review === 'approved') return colors.green;
  if (line?.review === 'rejected' || line?.overdue) return colors.red;
  return line === undefined || line.note === 'none' ? (text) => text : colors.yellow;
}

function describeResult({ review, ended, overdue, note }: ReviewLine, { status }: Messages): string {
  const { results } = status;
  if (review === 'rejected') return ended ? results.rejected : results.rejectedBefore;
  if (review === 'approved') return results.approved;
  if (note !== 'none') return results[note];
  return overdue ? results.overdue : results.pending;
}

/** How much is shown, and with what around it. */
export interface StatusView {
  readonly bound: Bound;
  /** Markdown that says where all of it stands. */
  readonly elsewhere: string | null;
  readonly foot: readonly string[];
}

const WHOLE: StatusView = { bound: NO_BOUND, elsewhere: null, foot: [] };

/** Counts first, then findings and the table, rejections on top. */
export function statusMarkdown(report: StatusReport, messages: Messages, view: StatusView = WHOLE): string {
  const { bound, elsewhere, foot } = view;
  const head = [
    `### ${statusTitle(report, messages)}`,
    isQuiet(report)
      ? messages.status.nothing
      : `**${messages.status.summary(summariseReviews(report.reviews))}**`,
    ...accountsText(report.accounts, messages).map(forMarkdown),
    ...selectionMarkdown(report.selection, messages),
  ];
  const around = [...head, ...foot, elsewhere ?? ''].join('\n\n');
  const room = leave({ ...bound, most: bound.most - FRAME }, around);
  const findings = diagnosticsMarkdown(diagnosticsJson(report.diagnostics, messages), messages);
  const told = takeFitting(findings, share(room, report.reviews.length > 0 ? FINDINGS_SHARE : 1));
  const rest = told.left > 0 ? [`- ${messages.plan.leftOutFindings(told.left)}${elsewhere ?? ''}`] : [];
  const found = [...told.fitting, ...rest].join('\n');
  const table = markdownTable(report, messages, leave(room, found), elsewhere ?? '');
  return `${[...head, found, table, ...foot].filter((block) => block !== '').join('\n\n')}\n`;
}

const TOP_FIRST: readonly ReviewLine['review'][] = ['rejected', 'pending', 'approved'];

function markdownTable(report: StatusReport, messages: Messages, room: Bound, elsewhere: string): string {
  const sorted = TOP_FIRST.flatMap((kind) => report.reviews.filter(({ review }) => review === kind));
  if (sorted.length === 0) return '';
  const rows = sorted.map((line) => markdownRow(line, report, messages));
  const { fitting, left } = takeFitting(rows, room);
  const { store, since, age, audit, change, result } = messages.status.table;
  const whose = report.accounts === undefined ? [] : [messages.accounts.column];
  const head = [result, ...whose, store, since, age, audit, change];
  const table = [
    `| ${head.map(keepTogether).join(' | ')} |`,
    `|${' --- |'.repeat(head.length)}`,
    ...fitting,
  ].join('\n');
  return left > 0 ? `${table}\n\n${messages.plan.leftOut(left)}${elsewhere}` : table;
}

function markdownRow(line: ReviewLine, report: StatusReport, messages: Messages): string {
  const [since, age, audit, change] = middleCells(line, report, messages);
  const name = line.name === null ? '' : `${forMarkdown(shorten(line.name, NAME_LENGTH))}<br>`;
  // The number of a pull request becomes a link by itself.
  const cells = [
    keepTogether(describeResult(line, messages)),
    ...(report.accounts === undefined ? [] : [forMarkdown(line.account)]),
    `${name}${forMarkdown(line.poi_id)}`,
    since,
    age,
    audit,
    change,
  ];
  return `| ${cells.join(' | ')} |`;
}
