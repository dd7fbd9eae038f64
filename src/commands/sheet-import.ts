/** `mendian sheet import`: cells that people changed in a sheet → token edits of store files. All of them, or none. */

import { describeFault } from '../messages/describe.ts';
import { asRunDiagnostic, type Diagnostic, fault, notice, type Store } from '../model.ts';
import { countSeverity } from '../report/diagnostics.ts';
import { SHEET_FORMATS } from '../report/formats.ts';
import { beginSheetReport, type SheetChange, type SheetReport } from '../report/sheet.ts';
import { nameCell } from '../sheets/cells.ts';
import { ID_COLUMN, LABEL_PREFIX } from '../sheets/columns.ts';
import { type MergeOptions, mergeRow, type SheetEdit } from '../sheets/merge.ts';
import type { Table, TableRow } from '../sheets/table.ts';
import { findFaults } from '../stores/check-value.ts';
import { readStores, type StoreReading } from '../stores/read.ts';
import { makeSelector } from '../stores/select.ts';
import type { Context, ExitCode } from './context.ts';
import { DEFAULT_RATE } from './options.ts';
import { type PreparedFile, prepareFiles, type StoreEdits, writePrepared } from './sheet-edits.ts';
import { findSheetKind, listTitles, placeOf, readSheet } from './sheet-file.ts';
import { openAccount, planWorkspace, readWorkspace, type Workspace } from './workspace.ts';

export interface ImportSheetOptions extends MergeOptions {
  readonly file: string;
  /** `dry` writes nothing, and shows the plan that would follow. */
  readonly run: 'write' | 'dry';
}

/** Imports and prints. Exit 1 with any fault, and then nothing was written unless the report says so. */
export async function importSheet(context: Context, options: ImportSheetOptions): Promise<ExitCode> {
  const report = await makeImport(context, options);
  const failed = countSeverity(report.diagnostics, 'error') > 0;
  context.print(SHEET_FORMATS[context.format](report, context.style));
  const { next, nextWrite } = context.messages.sheet;
  if (!failed && report.edits.length > 0) context.hint(options.run === 'dry' ? nextWrite : next);
  return failed ? 1 : 0;
}

async function makeImport(context: Context, options: ImportSheetOptions): Promise<SheetReport> {
  const { file, run } = options;
  const report = { ...beginSheetReport('import', file, context.verbosity), run };
  const kind = findSheetKind(file);
  if (typeof kind !== 'string') return { ...report, diagnostics: [kind] };
  const sheet = readSheet(context, file, kind, await listTitles());
  const { opened, diagnostics } = openAccount(context);
  if (opened === null || sheet.table === null)
    return { ...report, diagnostics: [...sheet.diagnostics, ...diagnostics] };
  const workspace = readWorkspace(context, opened.settings, opened.account);
  const blockers = [...diagnostics, ...workspace.reading.diagnostics].filter(
    ({ severity }) => severity === 'error',
  );
  if (blockers.length > 0) return { ...report, diagnostics: [...sheet.diagnostics, ...blockers] };
  const merged = mergeTable(context, sheet.table, workspace, options);
  const found = [...sheet.diagnostics, ...merged.diagnostics];
  const rows = sheet.table.rows.length;
  const prepared = prepareFiles(context, merged.changed);
  const faults = [...found, ...prepared.diagnostics];
  if (countSeverity(faults, 'error') > 0) return { ...report, rows, diagnostics: faults };
  return await finish(context, workspace, prepared.files, { ...report, rows, diagnostics: faults });
}

/** The new texts are read as the files will be: only what is right as a whole is written. */
async function finish(
  context: Context,
  workspace: Workspace,
  files: readonly PreparedFile[],
  report: SheetReport,
): Promise<SheetReport> {
  const texts = new Map(files.map(({ store, text }) => [store.file, text] as const));
  const reading = readStores(context.root, workspace.account, 'refuse', texts);
  const remarks = reading.diagnostics.filter(
    ({ severity, file }) => severity === 'error' || (file !== null && texts.has(file)),
  );
  const diagnostics = [...report.diagnostics, ...remarks];
  if (countSeverity(remarks, 'error') > 0) return { ...report, diagnostics };
  const edits = files.flatMap((each) => describeEdits(each));
  const done = { ...report, edits, diagnostics };
  if (report.run === 'dry') return { ...done, plan: planAfter(context, workspace, reading) };
  const end = writePrepared(context, files);
  return { ...done, files: end.written, diagnostics: [...diagnostics, ...end.diagnostics] };
}

function planAfter(context: Context, workspace: Workspace, reading: StoreReading): SheetReport['plan'] {
  const diagnostics = [
    ...workspace.diagnostics.filter((each) => !workspace.reading.diagnostics.includes(each)),
    ...reading.diagnostics,
  ];
  const options = { asOf: null, retryRefused: 'no', rate: DEFAULT_RATE } as const;
  return planWorkspace(context, { ...workspace, reading, diagnostics }, options);
}

interface Merged {
  readonly changed: readonly StoreEdits[];
  readonly diagnostics: readonly Diagnostic[];
}

function mergeTable(
  context: Context,
  table: Table,
  { account, reading }: Workspace,
  options: MergeOptions,
): Merged {
  const isSelected = makeSelector(context.select, context.exclude, account.stores);
  const stores = new Map(reading.stores.map((store) => [store.poi_id, store] as const));
  const changed: StoreEdits[] = [];
  const diagnostics: Diagnostic[] = [];
  const kept = { cells: 0, stores: 0 };
  let left = 0;
  for (const row of table.rows) {
    const store = stores.get(row.poi_id);
    if (store === undefined) diagnostics.push(explainUnknown(table, row, [...stores.keys()]));
    else if (!isSelected(store)) left += 1;
    else {
      const merged = mergeRow(table, row, store, options);
      const faults = merged.edits.flatMap((edit) => checkEdit(context, edit));
      diagnostics.push(...merged.diagnostics, ...faults);
      kept.cells += merged.kept;
      kept.stores += merged.kept > 0 ? 1 : 0;
      if (merged.edits.length > 0) changed.push({ store, edits: merged.edits });
    }
  }
  if (kept.cells > 0) diagnostics.push(notice('SHEET_KEPT', placeOf(table.file), kept));
  if (left > 0) diagnostics.push(notice('SHEET_NOT_SELECTED', placeOf(table.file), { rows: left }));
  return { changed, diagnostics };
}

/** A spreadsheet program keeps 15 digits of a number, and no zeros in front. */
function explainUnknown(table: Table, { number, poi_id }: TableRow, known: readonly string[]): Diagnostic {
  const column = table.columns.get(ID_COLUMN) ?? 1;
  const isNear = (id: string): boolean =>
    id.replace(/^0+/u, '') === poi_id ||
    (id.length === poi_id.length && poi_id.endsWith('0') && id.slice(0, 15) === poi_id.slice(0, 15));
  const cell = nameCell({ sheet: table.sheet, row: number, column });
  const params = { cell, poi_id, near: known.find(isNear) ?? null };
  return fault('SHEET_ID_UNKNOWN', { file: table.file, line: number, column }, params);
}

/** What a store file with this value would be refused for, said of the cell. */
function checkEdit({ messages }: Context, { target, after, cell, place }: SheetEdit): readonly Diagnostic[] {
  if (after === null) return [];
  const faults = findFaultsOf(target, after);
  return faults.map((each) => {
    if (each.code === 'DUPLICATE_PICTURE')
      return fault('SHEET_PICTURE_TWICE', place, { cell, ...each.params });
    const { message, hint } = describeFault(asRunDiagnostic('error', each), messages);
    return fault('SHEET_VALUE', place, { cell, column: target, cause: message, advice: hint });
  });
}

function findFaultsOf(target: SheetEdit['target'], after: string | readonly string[]): readonly Diagnostic[] {
  if (target === 'name') return findFaults('name', after);
  if (!isLabel(target)) return findFaults(target, after);
  const key = target.slice(LABEL_PREFIX.length);
  return findFaults('labels', new Map([[key, String(after)]]));
}

function isLabel(target: SheetEdit['target']): target is `label:${string}` {
  return target.startsWith(LABEL_PREFIX);
}

function describeEdits({ store, edits, inherited }: PreparedFile): readonly SheetChange[] {
  return edits.map((edit) => ({
    account: store.account,
    poi_id: store.poi_id,
    name: store.name,
    file: store.file,
    cell: edit.cell,
    target: edit.target,
    before: edit.before,
    after: edit.after,
    inherited: inherited.has(edit) ? findOrigin(store, edit) : null,
  }));
}

/** The file that gave the value until now; labels do not tell. */
function findOrigin({ origins }: Store, { target }: SheetEdit): string {
  const origin = target === 'name' || isLabel(target) ? undefined : origins[target];
  return origin?.file ?? '_defaults.yaml';
}
