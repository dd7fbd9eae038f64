/** `mendian sheet import`: cells that people changed in a sheet → token edits of store files. All of them, or none. */

import { describeFault } from '../messages/describe.ts';
import type { Plan } from '../model/plan.ts';
import { asRunDiagnostic, type Diagnostic, fault, notice, type Store } from '../model.ts';
import { mergePlans } from '../plan/merge.ts';
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
import { type Accounts, areSeveral, eachAccount, openAccounts } from './accounts.ts';
import type { Context, ExitCode } from './context.ts';
import { DEFAULT_RATE } from './options.ts';
import { type PreparedFile, prepareFiles, type StoreEdits, writePrepared } from './sheet-edits.ts';
import { findSheetKind, listTitles, placeOf, readSheet } from './sheet-file.ts';
import { type SortedRows, sortRows } from './sheet-rows.ts';
import { openWorkspace, planWorkspace, type Workspace } from './workspace.ts';

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
  const accounts = openAccounts(context);
  const sheet = readSheet(context, file, kind, await listTitles(areSeveral(accounts) ? 'several' : 'one'));
  const read = await readAll(context, accounts);
  if (read.workspaces === null || sheet.table === null)
    return { ...report, diagnostics: [...sheet.diagnostics, ...read.diagnostics] };
  const sorted = sortTable(sheet.table, read.workspaces);
  const blockers = sorted.parts.flatMap(({ workspace }) => findBlockers(workspace));
  if (blockers.length > 0) return { ...report, diagnostics: [...sheet.diagnostics, ...blockers] };
  const merged = mergeTable(context, sheet.table, sorted, options);
  const found = [...sheet.diagnostics, ...sorted.diagnostics, ...merged.diagnostics];
  const rows = sheet.table.rows.length;
  const prepared = prepareFiles(context, merged.changed);
  const faults = [...found, ...prepared.diagnostics];
  if (countSeverity(faults, 'error') > 0) return { ...report, rows, diagnostics: faults };
  const workspaces = sorted.parts.map(({ workspace }) => workspace);
  return await finish(context, workspaces, prepared.files, { ...report, rows, diagnostics: faults });
}

type Workspaces = readonly [Workspace, ...Workspace[]];

/** The files of all accounts that the context names; null where not even the settings can be read. */
async function readAll(
  context: Context,
  accounts: Accounts,
): Promise<{ readonly workspaces: Workspaces | null; readonly diagnostics: readonly Diagnostic[] }> {
  if (!areSeveral(accounts)) {
    const { workspace, diagnostics } = openWorkspace(context);
    if (workspace === null) return { workspaces: null, diagnostics };
    return { workspaces: [workspace], diagnostics: accounts.diagnostics };
  }
  const parts = await eachAccount(context, accounts.opened, openWorkspace);
  const [first, ...others] = parts.flatMap(({ part }) => part.workspace ?? []);
  const diagnostics = parts.flatMap(({ part }) => (part.workspace === null ? part.diagnostics : []));
  return { workspaces: first === undefined ? null : [first, ...others], diagnostics };
}

/** Where the settings have one account, all rows are its own. */
function sortTable(table: Table, workspaces: Workspaces): SortedRows {
  const [first] = workspaces;
  const known = first.settings.accounts.map(({ name }) => name);
  if (known.length > 1) return sortRows(table, workspaces, known);
  return { parts: [{ workspace: first, rows: table.rows }], left: 0, diagnostics: [] };
}

/** Files of the account that have errors; its state has no say in this. */
function findBlockers({ reading }: Workspace): readonly Diagnostic[] {
  return reading.diagnostics.filter(({ severity }) => severity === 'error');
}

/** The new texts are read as the files will be: only what is right as a whole is written. */
async function finish(
  context: Context,
  workspaces: readonly Workspace[],
  files: readonly PreparedFile[],
  report: SheetReport,
): Promise<SheetReport> {
  const texts = new Map(files.map(({ store, text }) => [store.file, text] as const));
  const readings = workspaces.map((workspace) => ({
    workspace,
    reading: readStores(context.root, workspace.account, 'refuse', texts),
  }));
  const remarks = readings
    .flatMap(({ reading }) => reading.diagnostics)
    .filter(({ severity, file }) => severity === 'error' || (file !== null && texts.has(file)));
  const diagnostics = [...report.diagnostics, ...remarks];
  if (countSeverity(remarks, 'error') > 0) return { ...report, diagnostics };
  const edits = files.flatMap((each) => describeEdits(each));
  const done = { ...report, edits, diagnostics };
  if (report.run === 'dry') return { ...done, plan: planAfter(context, readings) };
  const end = writePrepared(context, files);
  return { ...done, files: end.written, diagnostics: [...diagnostics, ...end.diagnostics] };
}

interface Reading {
  readonly workspace: Workspace;
  readonly reading: StoreReading;
}

/** The plan that would follow, over the accounts that have rows. */
function planAfter(context: Context, readings: readonly Reading[]): SheetReport['plan'] {
  const [first, ...others] = readings.map(({ workspace, reading }) => ({
    account: workspace.account.name,
    part: planOne(context, workspace, reading),
  }));
  if (first === undefined) return null;
  return others.length === 0 ? first.part : mergePlans([first, ...others]);
}

function planOne(context: Context, workspace: Workspace, reading: StoreReading): Plan {
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

/** What the rows change, in their order. */
function mergeTable(
  context: Context,
  table: Table,
  { parts, left: others }: SortedRows,
  options: MergeOptions,
): Merged {
  const changed: (StoreEdits & { readonly row: number })[] = [];
  const diagnostics: Diagnostic[] = [];
  const kept = { cells: 0, stores: 0 };
  let left = 0;
  for (const { workspace, rows } of parts) {
    const { account, reading } = workspace;
    const isSelected = makeSelector(context.select, context.exclude, account.stores);
    const stores = new Map(reading.stores.map((store) => [store.poi_id, store] as const));
    for (const row of rows) {
      const store = stores.get(row.poi_id);
      if (store === undefined) diagnostics.push(explainUnknown(table, row, [...stores.keys()]));
      else if (!isSelected(store)) left += 1;
      else {
        const merged = mergeRow(table, row, store, options);
        const faults = merged.edits.flatMap((edit) => checkEdit(context, edit));
        diagnostics.push(...merged.diagnostics, ...faults);
        kept.cells += merged.kept;
        kept.stores += merged.kept > 0 ? 1 : 0;
        if (merged.edits.length > 0) changed.push({ row: row.number, store, edits: merged.edits });
      }
    }
  }
  changed.sort((first, second) => first.row - second.row);
  if (kept.cells > 0) diagnostics.push(notice('SHEET_KEPT', placeOf(table.file), kept));
  if (others > 0) diagnostics.push(notice('SHEET_OTHER_ACCOUNTS', placeOf(table.file), { rows: others }));
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
