/** What became of a push event as text, JSON (`mendian/event@1`) and Markdown. Pure. */
import type { Messages } from '../messages/en.ts';
import type { Diagnostic, Review } from '../model.ts';
import { countSeverity, diagnosticsJson, diagnosticsMarkdown, diagnosticsText } from './diagnostics.ts';
import { forMarkdown, forMarkdownSentence, forTerminal } from './escape.ts';
import { jsonText } from './json-text.ts';
import { fitTo, NAME_COLUMNS, padTo, type Style, widest } from './style.ts';

/**
 * `recorded`: a record changed. `known`: it says so already. `kept`: no record has the audit id yet. `superseded`: the
 * record is about later pictures. `unconfirmed`, `unread`, `unmatched`: a plain event that the live store does not bear
 * out, whose store could not be read, or that no record waits for. `refused`: nothing of it is believed.
 */
export type EventResult = keyof Messages['event']['results'];

export interface EventStore {
  readonly account: string;
  readonly poi_id: string;
  readonly name: string | null;
  readonly file: string | null;
  /** The record's review now. */
  readonly review: Review;
  readonly reason: string | null;
}

export interface EventReport {
  readonly result: EventResult;
  /** Lower-case name of the event or type of the message; null where it could not be read. */
  readonly event: string | null;
  readonly trust: 'encrypted' | 'plain' | null;
  readonly audit_id: string | null;
  /** Whose event it is, where the settings have several accounts and it could be told. */
  readonly account?: string;
  /** Stores whose record has this audit id. */
  readonly stores: readonly EventStore[];
  readonly diagnostics: readonly Diagnostic[];
}

export function eventJson(report: EventReport, messages: Messages): string {
  const { result, event, trust, audit_id, account, stores, diagnostics } = report;
  const whose = account === undefined ? {} : { account };
  const document = { format: 'mendian/event@1', result, event, trust, audit_id, ...whose, stores };
  return jsonText({ ...document, diagnostics: diagnosticsJson(diagnostics, messages) });
}

export function eventText(report: EventReport, style: Style): string {
  const { messages, colors } = style;
  const failed = countSeverity(report.diagnostics, 'error') > 0;
  const paint = failed ? colors.red : report.result === 'recorded' ? colors.green : colors.bold;
  const blocks = [
    colors.bold(title(report, messages, forTerminal)),
    ...accountLine(report, messages),
    ...(isReadBack(report) ? [messages.event.readBack] : []),
    ...(report.stores.length === 0 ? [] : [storeLines(report.stores, style).join('\n')]),
    ...diagnosticsText(report.diagnostics, style),
    paint(describeResult(report, messages)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

export function eventMarkdown(report: EventReport, messages: Messages): string {
  const { event } = messages;
  const rows = report.stores.map((store) => {
    const name = `${store.name === null ? '' : `${forMarkdown(store.name)} `}${forMarkdown(store.poi_id)}`;
    const reason = store.reason === null ? '' : forMarkdown(store.reason);
    return `| ${name} | ${event[store.review]} | ${reason} |`;
  });
  const { store, review, reason } = event.table;
  const table = [`| ${store} | ${review} | ${reason} |`, '| --- | --- | --- |', ...rows];
  const findings = diagnosticsMarkdown(diagnosticsJson(report.diagnostics, messages), messages);
  const blocks = [
    `### ${title(report, messages, forMarkdown)}`,
    ...accountLine(report, messages).map(forMarkdown),
    ...(isReadBack(report) ? [event.readBack] : []),
    ...(rows.length === 0 ? [] : [table.join('\n')]),
    ...(findings.length === 0 ? [] : [findings.join('\n')]),
    forMarkdownSentence(describeResult(report, messages)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function title(
  { event, audit_id: auditId }: EventReport,
  messages: Messages,
  show: (text: string) => string,
): string {
  const name = event === '' ? messages.event.unnamed : event;
  return messages.event.title(name === null ? null : show(name), auditId);
}

function accountLine({ account }: EventReport, { accounts, signs }: Messages): readonly string[] {
  return account === undefined ? [] : [signs.labelled(accounts.column, account)];
}

/** What was recorded on this machine, and is not in the branch, must not look like an end. */
function describeResult({ result, diagnostics }: EventReport, { event }: Messages): string {
  const told = result === 'recorded' || result === 'kept';
  return told && countSeverity(diagnostics, 'error') > 0 ? event.hereAlone : event.results[result];
}

/** Whether the live store was asked in place of the event. */
function isReadBack({ trust, result, stores }: EventReport): boolean {
  return trust === 'plain' && (result === 'recorded' || result === 'unconfirmed') && stores.length > 0;
}

/** Name, id, file, and how the review stands. */
function storeLines(stores: readonly EventStore[], { messages, colors }: Style): readonly string[] {
  const names = stores.map(({ name, poi_id }) =>
    name === null ? poi_id : `${fitTo(forTerminal(name), NAME_COLUMNS)} ${poi_id}`,
  );
  const width = widest(names);
  return stores.map(({ file, review, reason }, index) => {
    const paint = { rejected: colors.red, approved: colors.green, pending: colors.yellow, none: colors.dim }[
      review
    ];
    const why = reason === null ? '' : messages.signs.aside(forTerminal(reason));
    const place = file === null ? '' : colors.dim(`  ${forTerminal(file)}`);
    return `${padTo(names[index] ?? '', width)}  ${paint(messages.event[review])}${why}${place}`;
  });
}
