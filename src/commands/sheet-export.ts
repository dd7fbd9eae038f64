/** `mendian sheet export`: the stores as a spreadsheet that people edit, for `sheet import`. */
import { dirname, resolve } from 'node:path';
import { replaceFile } from '../base/atomic-file.ts';
import { findPathPrefix } from '../base/path-prefix.ts';
import { findObstacle, readPlainFile } from '../base/plain-file.ts';
import { readSystemCode } from '../base/system-error.ts';
import { type Diagnostic, fault, NOWHERE, type Store, warning } from '../model.ts';
import { mergeDiagnostics, type Part } from '../plan/merge.ts';
import { countSeverity } from '../report/diagnostics.ts';
import { SHEET_FORMATS } from '../report/formats.ts';
import { beginSheetReport, type SheetReport } from '../report/sheet.ts';
import type { SheetScope } from '../sheets/columns.ts';
import { writeCsv } from '../sheets/csv-write.ts';
import { makeSheet } from '../sheets/export.ts';
import { isUntouched } from '../sheets/table.ts';
import { LARGEST_SHEET_BYTES } from '../sheets/xlsx-read.ts';
import { writeXlsx } from '../sheets/xlsx-write.ts';
import { readStores } from '../stores/read.ts';
import { makeSelector } from '../stores/select.ts';
import { areSeveral, eachAccount, openAccount, openAccounts } from './accounts.ts';
import type { Context, ExitCode } from './context.ts';
import { remarkSelection } from './selection.ts';
import { findSheetKind, listTitles, placeOf, readSheet, type SheetKind } from './sheet-file.ts';
import { describeSelection, forgiveFolder } from './workspace.ts';

export interface ExportOptions {
  readonly file: string;
  /** `yes` writes over any file. */
  readonly force: 'yes' | 'no';
}

/** Exports and prints. Exit 1 with errors in the stores, or where the sheet cannot be written. */
export async function exportSheet(context: Context, options: ExportOptions): Promise<ExitCode> {
  const report = await makeExport(context, options);
  const failed = countSeverity(report.diagnostics, 'error') > 0;
  context.print(SHEET_FORMATS[context.format](report, context.style));
  if (!failed) context.hint(context.messages.sheet.nextEdit(options.file));
  return failed ? 1 : 0;
}

async function makeExport(context: Context, { file, force }: ExportOptions): Promise<SheetReport> {
  const report = beginSheetReport('export', file, context.verbosity);
  const kind = findSheetKind(file);
  if (typeof kind !== 'string') return { ...report, diagnostics: [kind] };
  const accounts = openAccounts(context);
  const scope = areSeveral(accounts) ? 'several' : 'one';
  const { stores, diagnostics } = areSeveral(accounts)
    ? mergeSelected(await eachAccount(context, accounts.opened, readSelected))
    : readSelected(context);
  if (stores.length === 0) return { ...report, diagnostics };
  const refused = await refuseToReplace(context, { file, force, kind, scope });
  if (refused !== null) return { ...report, diagnostics: [...diagnostics, refused] };
  const { titles, sheetName } = context.messages.sheet;
  const sheet = makeSheet(stores, titles, sheetName, scope);
  const failed = write(context, file, kind === 'csv' ? writeCsv(sheet.rows) : writeXlsx(sheet));
  if (failed !== null) return { ...report, diagnostics: [...diagnostics, failed] };
  return { ...report, rows: stores.length, files: 1, diagnostics };
}

interface Selected {
  readonly stores: readonly Store[];
  readonly diagnostics: readonly Diagnostic[];
}

/** An account with an error is left out, and named. That some have no store is told only where all have none. */
function mergeSelected(parts: readonly Part<Selected>[]): Selected {
  const isTold = ({ code }: Diagnostic): boolean => code !== 'SHEET_NO_STORES';
  const stores = parts.flatMap(({ part }) => part.stores);
  const told = mergeDiagnostics(
    parts.map(({ account, part }) => ({ account, part: part.diagnostics.filter(isTold) })),
  );
  const failed = stores.length === 0 && countSeverity(told, 'error') === 0;
  return { stores, diagnostics: failed ? [...told, fault('SHEET_NO_STORES', NOWHERE, {})] : told };
}

/** The selected stores of an account. A file with an error refuses all: a sheet without its store would look whole. */
function readSelected(context: Context): Selected {
  const { opened, diagnostics } = openAccount(context);
  if (opened === null) return { stores: [], diagnostics };
  const { account } = opened;
  const read = readStores(context.root, account);
  const reading = opened.settings.value.accounts.length > 1 ? forgiveFolder(read, account) : read;
  // What only warns of a value has no say in writing a sheet.
  const errors = reading.diagnostics.filter(({ severity }) => severity === 'error');
  const found = [...diagnostics, ...errors];
  const isSelected = makeSelector(context.select, context.exclude, account.stores);
  const stores = reading.stores.filter(isSelected);
  const scene = { folder: account.stores, reading, records: new Map() };
  if (countSeverity(found, 'error') > 0) return { stores: [], diagnostics: found };
  const expressions = describeSelection(context).join(' ');
  if (stores.length > 0) return { stores, diagnostics: remarkSelection(context, scene, found) };
  const empty =
    expressions === '' ? [] : [warning('SELECTION_EMPTY', NOWHERE, { expressions, cause: null, near: [] })];
  const told = remarkSelection(context, scene, [...found, ...empty]);
  return { stores, diagnostics: [...told, fault('SHEET_NO_STORES', NOWHERE, {})] };
}

/** Only an export that nobody changed since gives way by itself: edits that were not imported must not be lost. */
async function refuseToReplace(
  context: Context,
  { file, force, kind, scope }: ExportOptions & { readonly kind: SheetKind; readonly scope: SheetScope },
): Promise<Diagnostic | null> {
  const path = resolve(context.root, file);
  const refuse = (reason: 'edited' | 'other' | 'link' | 'special'): Diagnostic =>
    fault('SHEET_EXISTS', placeOf(file), { file, reason });
  if (findObstacle(context.root, findPathPrefix(context.root, dirname(path))) === 'link')
    return refuse('link');
  const { obstacle } = readPlainFile(path, LARGEST_SHEET_BYTES);
  if (obstacle?.reason === 'missing') return null;
  if (obstacle?.reason === 'link' || obstacle?.reason === 'special') return refuse(obstacle.reason);
  if (force === 'yes') return null;
  const { table, diagnostics } = readSheet(context, file, kind, await listTitles(scope));
  if (table === null || table.rows.every(({ base }) => base === null)) return refuse('other');
  const whole = diagnostics.length === 0 && isUntouched(table);
  return whole ? null : refuse('edited');
}

function write({ root }: Context, file: string, bytes: Buffer): Diagnostic | null {
  try {
    replaceFile(resolve(root, file), bytes);
    return null;
  } catch (error) {
    const detail = readSystemCode(error);
    if (detail === null) throw error;
    return fault('SHEET_NOT_WRITTEN', placeOf(file), { file, detail });
  }
}
