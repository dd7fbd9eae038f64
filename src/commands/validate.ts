/** `mendian validate`: checks settings, all store files and the state, offline. */

import { mergeDiagnostics, type Part } from '../plan/merge.ts';
import { countSeverity } from '../report/diagnostics.ts';
import { VALIDATE_FORMATS } from '../report/formats.ts';
import type { ValidateReport } from '../report/validate.ts';
import { makeSelector } from '../stores/select.ts';
import { areSeveral, eachAccount, type Opened, openAccounts, remarkStrays } from './accounts.ts';
import type { Context, ExitCode } from './context.ts';
import { remarkSelection } from './selection.ts';
import { describeSelection, openWorkspace, type Workspace } from './workspace.ts';

/** Prints every fault of every file. Exit 1 with errors. */
export async function validate(context: Context): Promise<ExitCode> {
  const accounts = openAccounts(context);
  const found = areSeveral(accounts) ? await checkAll(context, accounts.opened) : check(context);
  const report = { ...found, selection: describeSelection(context) };
  context.print(VALIDATE_FORMATS[context.format](report, context.style));
  return countSeverity(report.diagnostics, 'error') > 0 ? 1 : 0;
}

type Found = Omit<ValidateReport, 'selection'>;

function check(context: Context): Found {
  const { workspace, diagnostics } = openWorkspace(context);
  return workspace === null ? { files: 0, stores: 0, diagnostics } : narrow(context, workspace);
}

async function checkAll(context: Context, opened: readonly [Opened, ...Opened[]]): Promise<Found> {
  const found = mergeFound(await eachAccount(context, opened, check));
  return { ...found, diagnostics: [...found.diagnostics, ...remarkStrays(context, opened)] };
}

function mergeFound(parts: readonly Part<Found>[]): Found {
  const add = (read: (found: Found) => number): number =>
    parts.reduce((sum, { part }) => sum + read(part), 0);
  const diagnostics = mergeDiagnostics(
    parts.map(({ account, part }) => ({ account, part: part.diagnostics })),
  );
  return { files: add(({ files }) => files), stores: add(({ stores }) => stores), diagnostics };
}

/** All files are read, since rules hold across them; what is told of store files is that of the selected ones. */
function narrow(context: Context, workspace: Workspace): Found {
  const { reading, account, state, diagnostics } = workspace;
  const { files } = reading;
  if (describeSelection(context).length === 0) return { files, stores: reading.stores.length, diagnostics };
  const isSelected = makeSelector(context.select, context.exclude, account.stores);
  const invalid = reading.invalid.map(({ file, poi_id }) => ({ file, poi_id: poi_id ?? '', labels: null }));
  const stores = reading.stores.filter(isSelected).length;
  const left = [...reading.stores, ...invalid].filter((each) => !isSelected(each)).map(({ file }) => file);
  const told = diagnostics.filter(({ file }) => file === null || !left.includes(file));
  const scene = { folder: account.stores, reading, records: state?.state.stores ?? new Map() };
  return { files: files - left.length, stores, diagnostics: remarkSelection(context, scene, told) };
}
