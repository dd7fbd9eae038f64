/** A comparison as text for a terminal: the file, what was last sent, and what is live, side by side. Pure. */

import type { FieldDrift, StoreDrift, StoreDriftKind } from '../model/drift.ts';
import { accountsText, groupByAccount } from './accounts.ts';
import { countSeverity, diagnosticsText } from './diagnostics.ts';
import { type DriftReport, isAccepted } from './drift-document.ts';
import { adviceOf, countForPeople, hasErrorsOnly, listNotCompared } from './drift-words.ts';
import { forTerminal } from './escape.ts';
import { listPictureChanges, showValue } from './fields.ts';
import { selectionText } from './selection.ts';
import { alignCells, fitTo, joinCells, NAME_COLUMNS, type Style } from './style.ts';

const SIGNS: Readonly<Record<StoreDriftKind, string>> = {
  edited: '~',
  conflict: '!',
  settled: '=',
  missing: '-',
  unmanaged: ' ',
  unrecorded: '+',
  not_compared: '?',
};
const CELL_COLUMNS = 40;
const INDENT = '    ';

/** All of it: findings, stores, counts, and what to do. Ends with a line break. */
export function driftText(report: DriftReport, style: Style): string {
  const { messages, colors } = style;
  const { drift, selection } = report;
  const title = drift === null ? messages.drift.titleWithErrors : messages.drift.title(drift.stores);
  const blocks = [
    colors.bold(title),
    ...accountsText(
      report.accounts?.map(({ account }) => account),
      messages,
    ),
    ...selectionText(selection, messages),
    ...diagnosticsText(report.diagnostics, style),
    ...listStores(report, style),
    endText(report, style),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** The stores, under the name of their account where there are several. */
function listStores(report: DriftReport, style: Style): readonly string[] {
  const shown = (report.drift?.found ?? []).filter(({ kind }) => kind !== 'unmanaged');
  if (report.accounts === undefined) return shown.map((store) => storeText(report, store, style));
  return [...groupByAccount(shown)].flatMap(([account, own]) => [
    style.colors.bold(style.messages.accounts.next(account)),
    ...own.map((store) => storeText(report, store, style)),
  ]);
}

function storeText(report: DriftReport, store: StoreDrift, style: Style): string {
  const { messages, colors } = style;
  const { kind, reason } = store;
  const paint = paintFor(kind, style);
  const name = store.name === null ? '' : `${fitTo(forTerminal(store.name), NAME_COLUMNS)} `;
  const file = store.file === null ? '' : colors.dim(`  ${forTerminal(store.file)}`);
  return [
    `${paint(SIGNS[kind])} ${colors.bold(name)}${store.poi_id}  ${paint(messages.drift.kinds[kind])}${file}`,
    ...(reason === null ? [] : [`${INDENT}${colors.dim(messages.drift.reasons[reason])}`]),
    ...fieldLines(report, store, style),
  ].join('\n');
}

function fieldLines(report: DriftReport, store: StoreDrift, style: Style): readonly string[] {
  const { messages, colors } = style;
  if (store.fields.length === 0) return [];
  const { columns } = messages.drift;
  const head = ['', columns.file, columns.recorded, columns.live];
  const rows = store.fields.map((field) => [field.field, ...cellsOf(field, style)]);
  const room = { columns: style.columns - INDENT.length, flexible: [1, 2, 3] };
  const [aligned = [], ...cells] = alignCells([head, ...rows], room);
  const line = (row: readonly string[]): string => `${INDENT}${joinCells(row)}`.trimEnd();
  return [
    colors.dim(line(aligned)),
    ...store.fields.flatMap((field, index) => {
      const note = noteOf(report, store, field, style);
      return [
        `${line(cells[index] ?? [])}${note === '' ? '' : `  ${colors.green(note)}`}`,
        ...listPictureChanges({
          field: field.field,
          before: field.recorded,
          after: field.live,
          review: false,
        }).map(
          ({ sign, url }) =>
            `${INDENT}  ${sign} ${url}  ${colors.dim(sign === '+' ? columns.live : columns.recorded)}`,
        ),
      ];
    }),
  ];
}

function cellsOf({ file, recorded, live }: FieldDrift, { messages }: Style): readonly string[] {
  const show = (value: FieldDrift['file'], nothing: string): string =>
    value === null ? nothing : fitTo(showValue(value, messages), CELL_COLUMNS);
  return [
    show(file, messages.drift.noFile),
    show(recorded, messages.plan.nothingRecorded),
    show(live, messages.plan.nothingRecorded),
  ];
}

function noteOf(report: DriftReport, store: StoreDrift, field: FieldDrift, { messages }: Style): string {
  if (!isAccepted(report, store, field)) {
    return field.kind === store.kind || field.kind === 'unrecorded' ? '' : messages.drift.kinds[field.kind];
  }
  return report.mode === 'dry-run' ? messages.drift.wouldAccept : messages.drift.accepted;
}

function endText(report: DriftReport, style: Style): string {
  const { messages, colors } = style;
  if (hasErrorsOnly(report)) {
    return colors.red(messages.drift.nothingCompared(countSeverity(report.diagnostics, 'error')));
  }
  if (report.diagnostics.some(({ code }) => code === 'SELECTION_EMPTY')) {
    return colors.yellow(messages.plan.nothingSelected);
  }
  const counts = countForPeople(report);
  const { edited, conflicts, missing, accepted, settled, unrecorded, not_compared } = counts;
  const left = listNotCompared(report);
  const clean = edited + conflicts + missing + accepted + not_compared + left.length === 0;
  const quiet = clean && settled + unrecorded + (counts.unmanaged ?? 0) === 0;
  const summary = messages.signs.sentence(
    messages.signs.labelled(messages.drift.summaryLabel, messages.drift.summary(counts)),
  );
  return [
    ...(clean ? [colors.green(messages.drift.none)] : []),
    ...(quiet ? [] : [clean ? summary : colors.bold(summary)]),
    ...(left.length === 0 ? [] : [colors.red(messages.accounts.notCompared(left))]),
    ...adviceOf(report, messages).map((line) => colors.cyan(`→ ${line}`)),
  ].join('\n');
}

function paintFor(kind: StoreDriftKind, { colors }: Style): (text: string) => string {
  return {
    edited: colors.yellow,
    conflict: colors.red,
    settled: colors.green,
    missing: colors.red,
    unmanaged: colors.dim,
    unrecorded: colors.cyan,
    not_compared: colors.magenta,
  }[kind];
}
