/** What `sheet export` and `sheet import` did as text, JSON (`mendian/sheet@1`) and Markdown. Pure. */
import type { Messages } from '../messages/en.ts';
import type { Plan } from '../model/plan.ts';
import type { Diagnostic } from '../model.ts';
import {
  countSeverity,
  diagnosticsJson,
  diagnosticsMarkdown,
  diagnosticsText,
  sortBySeverity,
} from './diagnostics.ts';
import { forMarkdown, forMarkdownSentence, forTerminal, shorten } from './escape.ts';
import { jsonText } from './json-text.ts';
import { describePlan } from './plan-document.ts';
import { planMarkdown } from './plan-markdown.ts';
import { planText } from './plan-text.ts';
import { fitTo, NAME_COLUMNS, padTo, type Style, widest } from './style.ts';

/** One value of one store that the sheet changes. */
export interface SheetChange {
  readonly account: string;
  readonly poi_id: string;
  readonly name: string;
  readonly file: string;
  /** As spreadsheet programs name it: `Stores!D17`. */
  readonly cell: string;
  /** `name`, a managed field, or `label:KEY`. */
  readonly target: string;
  readonly before: string | readonly string[] | null;
  /** Null where the value is taken out of the file. */
  readonly after: string | readonly string[] | null;
  /** The file of defaults that gave the value until now; null where it was the store's own. */
  readonly inherited: string | null;
}

export interface SheetReport {
  readonly action: 'export' | 'import';
  readonly run: 'write' | 'dry';
  /** The sheet, as it was named. */
  readonly sheet: string;
  /** Stores in the sheet. */
  readonly rows: number;
  /** In the order of the sheet's rows. */
  readonly edits: readonly SheetChange[];
  /** Files that were written: the sheet, or store files. */
  readonly files: number;
  /** The plan with the edits made, in a dry run. */
  readonly plan: Plan | null;
  readonly diagnostics: readonly Diagnostic[];
  /** `all`: every store and every finding is told. */
  readonly detail: 'few' | 'all';
}

/** Stores, and faults, that a person reads to the end. */
const MOST_STORES = 30;
const MOST_FAULTS = 30;
const NAME_LENGTH = 40;
const VALUE_COLUMNS = 80;

/** Several accounts may have the same id, one store each. */
const keyOf = ({ account, poi_id }: SheetChange): string => `${account}/${poi_id}`;

/** A report of nothing, to begin with. */
export function beginSheetReport(
  action: SheetReport['action'],
  sheet: string,
  verbosity: 'quiet' | 'normal' | 'verbose',
): SheetReport {
  const nothing = { rows: 0, edits: [], files: 0, plan: null, diagnostics: [] };
  return { ...nothing, action, sheet, run: 'write', detail: verbosity === 'verbose' ? 'all' : 'few' };
}

/** The counts of the JSON document. */
export function summariseSheet({ rows, edits, files }: SheetReport) {
  const edited = new Set(edits.map(keyOf)).size;
  return { rows, edited, values: edits.length, files };
}

export function sheetJson(report: SheetReport, messages: Messages): string {
  const { action, run, sheet, edits, plan, diagnostics } = report;
  return jsonText({
    format: 'mendian/sheet@1',
    action,
    dry_run: run === 'dry',
    sheet,
    summary: summariseSheet(report),
    edits,
    plan: plan === null ? null : describePlan(plan, messages),
    diagnostics: diagnosticsJson(diagnostics, messages),
  });
}

export function sheetText(report: SheetReport, style: Style): string {
  const { messages, colors } = style;
  const { told, left } = chooseFindings(report);
  const stores = listStores(report, style);
  const blocks = [
    colors.bold(titleText(report, messages)),
    ...stores,
    ...diagnosticsText(told, style),
    ...(left > 0 ? [messages.sheet.moreFaults(left)] : []),
    ...endText(report, style),
    ...(report.plan === null
      ? []
      : [`${colors.bold(messages.sheet.planTitle)}\n\n${planText(report.plan, style).trimEnd()}`]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

export function sheetMarkdown(report: SheetReport, messages: Messages): string {
  const { told, left } = chooseFindings(report);
  const findings = diagnosticsMarkdown(diagnosticsJson(told, messages), messages);
  const blocks = [
    `### ${forMarkdownSentence(titleText(report, messages))}`,
    hasFailed(report) ? '' : `**${forMarkdownSentence(summaryText(report, messages))}**`,
    [...findings, ...(left > 0 ? [`- ${messages.sheet.moreFaults(left)}`] : [])].join('\n'),
    tableMarkdown(report, messages),
    ...(report.plan === null
      ? []
      : [
          `### ${messages.sheet.planTitle}`,
          planMarkdown(describePlan(report.plan, messages), messages).trimEnd(),
        ]),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** What a person reads to the end, the most serious first; all of it where that is wanted. */
function chooseFindings({ diagnostics, detail }: SheetReport): {
  readonly told: readonly Diagnostic[];
  readonly left: number;
} {
  const sorted = sortBySeverity(diagnostics);
  const told = detail === 'all' ? sorted : sorted.slice(0, MOST_FAULTS);
  return { told, left: sorted.length - told.length };
}

function hasFailed({ diagnostics, files }: SheetReport): boolean {
  return countSeverity(diagnostics, 'error') > 0 && files === 0;
}

function titleText(report: SheetReport, { sheet }: Messages): string {
  const name = forTerminal(report.sheet);
  if (hasFailed(report)) return report.action === 'export' ? sheet.exportRefused : sheet.importRefused;
  return report.action === 'export' ? sheet.exportTitle(name) : sheet.importTitle(name);
}

function endText(report: SheetReport, { messages, colors }: Style): readonly string[] {
  if (hasFailed(report)) return [];
  const paint = countSeverity(report.diagnostics, 'error') > 0 ? colors.red : colors.green;
  const dry = report.run === 'dry' && report.edits.length > 0 ? [messages.sheet.dryRun] : [];
  return [[paint(summaryText(report, messages)), ...dry].join('\n')];
}

function summaryText(report: SheetReport, { sheet, signs }: Messages): string {
  const { rows, edited, values } = summariseSheet(report);
  if (report.action === 'export') return sheet.exported(rows, forTerminal(report.sheet));
  return signs.labelled(sheet.summaryLabel, sheet.summary({ rows, edited, values }, report.run));
}

/** A block a store: its name, and a line for each value. */
function listStores({ edits, detail }: SheetReport, style: Style): readonly string[] {
  const groups = groupByStore(edits);
  const shown = detail === 'all' ? groups : groups.slice(0, MOST_STORES);
  const left = groups.length - shown.length;
  const blocks = shown.map((group) => storeText(group, style));
  return [...blocks, ...(left > 0 ? [style.colors.dim(style.messages.sheet.moreStores(left))] : [])];
}

function groupByStore(edits: readonly SheetChange[]): readonly (readonly SheetChange[])[] {
  const groups = new Map<string, SheetChange[]>();
  for (const edit of edits) {
    const group = groups.get(keyOf(edit));
    if (group === undefined) groups.set(keyOf(edit), [edit]);
    else group.push(edit);
  }
  return [...groups.values()];
}

function storeText(group: readonly SheetChange[], { messages, colors }: Style): string {
  const [first] = group;
  if (first === undefined) return '';
  const name = fitTo(forTerminal(first.name), NAME_COLUMNS);
  const width = widest(group.map(({ target }) => forTerminal(target)));
  const lines = group.map((edit) => {
    const head = `    ${padTo(forTerminal(edit.target), width)}  `;
    const [line = '', ...rest] = changeLines(edit, messages);
    return [
      `${head}${line} ${colors.dim(forTerminal(edit.cell))}`,
      ...rest.map((each) => `      ${each}`),
    ].join('\n');
  });
  return [
    `${colors.yellow('~')} ${name} ${colors.dim(`${first.poi_id}  ${forTerminal(first.file)}`)}`,
    ...lines,
  ].join('\n');
}

/** From what to what; lists say which items come and go. Then, where it is news, whose value it was. */
function changeLines({ before, after, inherited }: SheetChange, messages: Messages): readonly string[] {
  const { cleared, inherited: explain } = messages.sheet;
  const rest = inherited === null ? [] : [messages.signs.aside(explain(forTerminal(inherited))).trim()];
  if (typeof before === 'string' || before === null) {
    const now = after === null ? cleared : showText(after, messages);
    const old = before === null ? messages.sheet.added : showText(before, messages);
    return [before === null ? `${now}${messages.signs.aside(old)}` : `${old} → ${now}`, ...rest];
  }
  const next = typeof after === 'string' || after === null ? [] : after;
  const changes = [
    ...before.filter((item) => !next.includes(item)).map((item) => `- ${showText(item, messages)}`),
    ...next.filter((item) => !before.includes(item)).map((item) => `+ ${showText(item, messages)}`),
  ];
  const counts =
    changes.length === 0
      ? messages.plan.reordered
      : `${before.length} → ${messages.plan.pictures(next.length)}`;
  return [counts, ...changes, ...rest];
}

function showText(value: string | readonly string[], messages: Messages): string {
  if (typeof value !== 'string') return value.map((item) => showText(item, messages)).join(' ');
  return value === '' ? messages.plan.emptyValue : fitTo(forTerminal(value), VALUE_COLUMNS);
}

function tableMarkdown({ edits, detail }: SheetReport, messages: Messages): string {
  if (edits.length === 0) return '';
  const groups = groupByStore(edits);
  const shown = detail === 'all' ? groups : groups.slice(0, MOST_STORES);
  const { store, column, change } = messages.sheet.table;
  const rows = shown.flat().map((edit) => {
    const lines = changeLines(edit, messages).map(forMarkdown).join('<br>');
    return `| ${forMarkdown(shorten(edit.name, NAME_LENGTH))}<br>${forMarkdown(edit.poi_id)} | ${forMarkdown(edit.target)} | ${lines} |`;
  });
  const left = groups.length - shown.length;
  return [
    `| ${store} | ${column} | ${change} |`,
    '| --- | --- | --- |',
    ...rows,
    ...(left > 0 ? ['', messages.sheet.moreStores(left)] : []),
  ].join('\n');
}
