/** A comparison as Markdown, for summaries and for an issue. Pure. */

import type { Messages } from '../messages/en.ts';
import type { FieldDrift, StoreDrift } from '../model/drift.ts';
import { accountsText } from './accounts.ts';
import { type Bound, FINDINGS_SHARE, FRAME, leave, NO_BOUND, share, takeFitting } from './bounded.ts';
import { countSeverity, diagnosticsJson, diagnosticsMarkdown } from './diagnostics.ts';
import { type DriftReport, isAccepted } from './drift-document.ts';
import { adviceOf, countForPeople, hasErrorsOnly, listNotCompared } from './drift-words.ts';
import { forMarkdown, forMarkdownSentence, shorten } from './escape.ts';
import { listPictureChanges, showValue } from './fields.ts';
import { selectionMarkdown } from './selection.ts';
import { keepTogether } from './table-words.ts';

const NAME_LENGTH = 60;

/** How much of a comparison is shown, and with what around it. */
export interface DriftView {
  readonly bound: Bound;
  /** Markdown that says where all of it stands. */
  readonly elsewhere: string | null;
  /** Blocks of Markdown at the end. */
  readonly foot: readonly string[];
  /** `left-out`: the blocks at the end say what to do. */
  readonly advice?: 'left-out';
}

export const WHOLE_DRIFT: DriftView = { bound: NO_BOUND, elsewhere: null, foot: [] };

/** Counts first, then findings, a table of stores, and what to do. Ends with a line break. */
export function driftMarkdown(
  report: DriftReport,
  messages: Messages,
  { bound, elsewhere, foot, advice: advised }: DriftView = WHOLE_DRIFT,
): string {
  const { drift, selection } = report;
  const head = [
    `### ${drift === null ? messages.drift.titleWithErrors : messages.drift.title(drift.stores)}`,
    `**${headline(report, messages)}**`,
    ...accountsText(
      report.accounts?.map(({ account }) => account),
      messages,
    ).map(forMarkdown),
    ...selectionMarkdown(selection, messages),
  ];
  const advice = (advised === 'left-out' ? [] : adviceOf(report, messages)).map(
    (line) => `- ${forMarkdownSentence(line)}`,
  );
  const tail = [advice.join('\n'), ...foot];
  const room = leave(
    { ...bound, most: bound.most - FRAME },
    [...head, ...tail, elsewhere ?? ''].join('\n\n'),
  );
  const rows = (drift?.found ?? []).flatMap((store) => storeRows(report, store, messages));
  const lines = diagnosticsMarkdown(diagnosticsJson(report.diagnostics, messages), messages);
  const told = takeFitting(lines, rows.length > 0 ? share(room, FINDINGS_SHARE) : room);
  const rest = told.left > 0 ? [`- ${messages.plan.leftOutFindings(told.left)}${elsewhere ?? ''}`] : [];
  const findings = [...told.fitting, ...rest].join('\n');
  const table = driftTable(
    { rows, several: report.accounts !== undefined },
    messages,
    leave(room, findings),
    elsewhere ?? '',
  );
  return `${[...head, findings, table, ...tail].filter((block) => block !== '').join('\n\n')}\n`;
}

function headline(report: DriftReport, messages: Messages): string {
  if (hasErrorsOnly(report)) {
    return messages.drift.nothingCompared(countSeverity(report.diagnostics, 'error'));
  }
  const left = listNotCompared(report);
  const summary = messages.drift.summary(countForPeople(report));
  return left.length === 0
    ? summary
    : `${messages.signs.sentence(summary)} ${forMarkdown(messages.accounts.notCompared(left))}`;
}

function driftTable(
  { rows, several }: { readonly rows: readonly string[]; readonly several: boolean },
  messages: Messages,
  room: Bound,
  elsewhere: string,
): string {
  if (rows.length === 0) return '';
  const { fitting, left } = takeFitting(rows, room);
  const { what, store, field, file, recorded, live } = messages.drift.table;
  const whose = several ? [messages.accounts.column] : [];
  const head = [what, ...whose, store, field, file, recorded, live];
  const table = [
    `| ${head.map(keepTogether).join(' | ')} |`,
    `| ${Array(head.length).fill('---').join(' | ')} |`,
    ...fitting,
  ].join('\n');
  return left > 0 ? `${table}\n\n${messages.drift.leftOut(left)}${elsewhere}` : table;
}

/** A row a field, and one for a store that has none to show. Stores that nobody manages are only counted. */
function storeRows(report: DriftReport, store: StoreDrift, messages: Messages): readonly string[] {
  if (store.kind === 'unmanaged') return [];
  const name = store.name === null ? '' : `${forMarkdown(shorten(store.name, NAME_LENGTH))}<br>`;
  const file = store.file === null ? '' : `<br>${forMarkdown(store.file)}`;
  const whose = report.accounts === undefined ? '' : `${forMarkdown(store.account)} | `;
  const who = `${whose}${name}${forMarkdown(store.poi_id)}${file}`;
  const kind = keepTogether(messages.drift.kinds[store.kind]);
  const reason =
    store.reason === null ? '' : `<br>${forMarkdownSentence(messages.drift.reasons[store.reason])}`;
  if (store.fields.length === 0) return [`| ${kind}${reason} | ${who} |  |  |  |  |`];
  return store.fields.map((field) => {
    const accepted = isAccepted(report, store, field);
    const done = report.mode === 'dry-run' ? messages.drift.wouldAccept : messages.drift.accepted;
    const what = `${keepTogether(messages.drift.kinds[field.kind])}${accepted ? `<br>*${done}*` : reason}`;
    return `| ${[what, who, field.field, ...fieldCells(field, messages)].join(' | ')} |`;
  });
}

function fieldCells({ field, file, recorded, live }: FieldDrift, messages: Messages): readonly string[] {
  const show = (value: FieldDrift['file']): string => forMarkdown(showValue(value, messages));
  const pictures = listPictureChanges({ field, before: recorded, after: live, review: false });
  const signs = (sign: '+' | '-', mark: string): readonly string[] =>
    pictures.filter((each) => each.sign === sign).map(({ url }) => `${mark} ${forMarkdown(url)}`);
  return [
    file === null ? messages.drift.noFile : show(file),
    [show(recorded), ...signs('-', '➖')].join('<br>'),
    [show(live), ...signs('+', '➕')].join('<br>'),
  ];
}
