/** What `import` did as text, JSON (`mendian/import@1`) and Markdown. Pure. */

import type { Messages } from '../messages/en.ts';
import type { Diagnostic } from '../model.ts';
import { type AccountSummary, accountsText } from './accounts.ts';
import {
  countSeverity,
  diagnosticsJson,
  diagnosticsMarkdown,
  diagnosticsText,
  sortBySeverity,
} from './diagnostics.ts';
import { forMarkdown, forTerminal, shorten } from './escape.ts';
import { jsonText } from './json-text.ts';
import { selectionJson, selectionMarkdown, selectionText } from './selection.ts';
import { fitTo, NAME_COLUMNS, padTo, type Style, widest } from './style.ts';

/** `exists`: the store has a file already, which stays as it is. `skipped`: the run ended before it. */
export type ImportOutcome = 'written' | 'would-write' | 'exists' | 'failed' | 'skipped';

export interface ImportedStore {
  readonly account: string;
  readonly poi_id: string;
  readonly name: string;
  readonly file: string;
  readonly outcome: ImportOutcome;
}

export interface ImportReport {
  readonly run: 'write' | 'dry';
  /** Stores that the platform lists, selected or not; null where the list was not read. */
  readonly live: number | null;
  /** Stores without an id yet. */
  readonly unnamed: number;
  /** The selected stores. */
  readonly stores: readonly ImportedStore[];
  /** New records in the state files, which are `states`. */
  readonly recorded: number;
  readonly needsHand: number;
  /** One for each account that was read. */
  readonly states: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** `--select` and `--exclude`, as given. */
  readonly selection: readonly string[];
  /** `all`: each file has its line, and each finding is told. */
  readonly detail: 'few' | 'all';
  /** All accounts of the run, sorted by name; absent where there is one. */
  readonly accounts?: readonly AccountSummary<ImportSummary>[];
}

export type ImportSummary = ReturnType<typeof summariseImport>;

/** Lines of files, and findings that are no errors, that a person reads to the end. */
const MOST_LINES = 20;
const NAME_LENGTH = 40;
const SIGNS: Readonly<Record<ImportOutcome, string>> = {
  written: '+',
  'would-write': '+',
  exists: '=',
  failed: '!',
  skipped: '!',
};

/** The counts of the JSON document. */
export function summariseImport({
  live,
  unnamed,
  stores,
  recorded,
  needsHand,
}: Pick<ImportReport, 'live' | 'unnamed' | 'stores' | 'recorded' | 'needsHand'>) {
  const count = (outcome: ImportOutcome): number =>
    stores.filter((store) => store.outcome === outcome).length;
  return {
    stores: live ?? 0,
    written: count('written'),
    would_write: count('would-write'),
    exists: count('exists'),
    failed: count('failed'),
    skipped: count('skipped'),
    recorded,
    needs_hand: needsHand,
    unnamed,
  };
}

export function importJson(report: ImportReport, messages: Messages): string {
  const document = {
    format: 'mendian/import@1',
    ...selectionJson(report.selection),
    summary: summariseImport(report),
    ...(report.accounts === undefined ? {} : { accounts: report.accounts }),
    stores: report.stores,
    diagnostics: diagnosticsJson(report.diagnostics, messages),
  };
  return jsonText(document);
}

export function importText(report: ImportReport, style: Style): string {
  const { messages, colors } = style;
  const { told, left } = chooseFindings(report);
  const rest = left > 0 ? [messages.import.moreFindings(left)] : [];
  const files = [...listFolders(report, style), ...listFiles(report, style)];
  const blocks = [
    colors.bold(importTitle(report, messages)),
    ...accountsText(
      report.accounts?.map(({ account }) => account),
      messages,
    ),
    ...selectionText(report.selection, messages),
    ...(files.length > 0 ? [files.join('\n')] : []),
    ...diagnosticsText(told, style),
    ...rest,
    ...(report.live === null ? [] : [endText(report, style)]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

export function importMarkdown(report: ImportReport, messages: Messages): string {
  const { told, left } = chooseFindings(report);
  const findings = diagnosticsMarkdown(diagnosticsJson(told, messages), messages);
  const blocks = [
    `### ${importTitle(report, messages)}`,
    ...(report.live === null
      ? []
      : [`**${summaryText(report, messages)}** ${recordedText(report, messages)}`]),
    ...accountsText(
      report.accounts?.map(({ account }) => account),
      messages,
    ).map(forMarkdown),
    ...selectionMarkdown(report.selection, messages),
    [...findings, ...(left > 0 ? [`- ${messages.import.moreFindings(left)}`] : [])].join('\n'),
    tableMarkdown(report, messages),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** Errors and what is said of the run are always told; of the findings in files, no more than a person reads. */
function chooseFindings({ diagnostics, detail }: ImportReport): {
  readonly told: readonly Diagnostic[];
  readonly left: number;
} {
  const isAlways = ({ severity, line }: Diagnostic): boolean => severity === 'error' || line === null;
  const others = sortBySeverity(diagnostics.filter((each) => !isAlways(each)));
  const few = detail === 'all' ? others : others.slice(0, MOST_LINES);
  return { told: [...diagnostics.filter(isAlways), ...few], left: others.length - few.length };
}

function importTitle({ live }: ImportReport, messages: Messages): string {
  return live === null ? messages.import.refused : messages.import.title(live);
}

/** One line a folder: what became of its files. */
function listFolders({ stores, detail }: ImportReport, { messages, colors }: Style): readonly string[] {
  const folders = new Map<string, ImportedStore[]>();
  for (const store of stores) {
    const folder = store.file.slice(0, Math.max(0, store.file.lastIndexOf('/')));
    const inside = folders.get(folder);
    if (inside === undefined) folders.set(folder, [store]);
    else inside.push(store);
  }
  const all = [...folders.keys()].sort();
  const names = detail === 'all' ? all : all.slice(0, MOST_LINES);
  const left = all.length - names.length;
  const width = widest(names.map(forTerminal));
  const lines = names.map((folder) => {
    const inside = folders.get(folder) ?? [];
    const counts = Object.entries(messages.import.outcomes).flatMap(([outcome, text]) => {
      const count = inside.filter((store) => store.outcome === outcome).length;
      return count > 0 ? [`${count} ${text}`] : [];
    });
    return `${padTo(forTerminal(folder), width)}  ${messages.signs.and(counts)}`;
  });
  return [...lines, ...(left > 0 ? [colors.dim(messages.import.moreFolders(left))] : [])];
}

/** One line a file, of those that are new; the others only where everything is wanted. */
function listFiles({ stores, detail }: ImportReport, { messages, colors }: Style): readonly string[] {
  const news = stores.filter(({ outcome }) => detail === 'all' || outcome !== 'exists');
  const shown = detail === 'all' ? news : news.slice(0, MOST_LINES);
  const lines = shown.map(({ name, poi_id, file, outcome }) => {
    const paint = { '+': colors.green, '=': colors.dim, '!': colors.red }[SIGNS[outcome]] ?? colors.dim;
    return `${paint(SIGNS[outcome])} ${forTerminal(file)}  ${fitTo(forTerminal(name), NAME_COLUMNS)} ${colors.dim(poi_id)}`;
  });
  const left = news.length - shown.length;
  if (lines.length === 0) return [];
  return ['', ...lines, ...(left > 0 ? [colors.dim(messages.import.moreFiles(left))] : [])];
}

function endText(report: ImportReport, { messages, colors }: Style): string {
  const paint = countSeverity(report.diagnostics, 'error') > 0 ? colors.red : colors.green;
  return `${paint(messages.signs.labelled(messages.import.summaryLabel, summaryText(report, messages)))}\n${recordedText(report, messages)}`;
}

function summaryText(report: ImportReport, messages: Messages): string {
  return messages.signs.sentence(messages.import.summary(summariseImport(report), report.run));
}

function recordedText({ run, recorded, states }: ImportReport, messages: Messages): string {
  if (run === 'dry') return messages.import.dryRun;
  const state = messages.accounts.names(states);
  return recorded > 0 ? messages.import.recorded(recorded, state) : messages.import.nothingRecorded(state);
}

function tableMarkdown({ stores, accounts }: ImportReport, messages: Messages): string {
  const news = stores.filter(({ outcome }) => outcome !== 'exists');
  if (news.length === 0) return '';
  const { store, file, outcome } = messages.import.table;
  const several = accounts !== undefined;
  const rows = news.map(
    (each) =>
      `| ${several ? `${forMarkdown(each.account)} | ` : ''}${forMarkdown(shorten(each.name, NAME_LENGTH))}<br>${forMarkdown(each.poi_id)} | ${forMarkdown(each.file)} | ${messages.import.outcomes[each.outcome]} |`,
  );
  const head = [...(several ? [messages.accounts.column] : []), store, file, outcome];
  return [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows].join('\n');
}
