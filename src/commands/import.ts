/** `mendian import`: live stores → one file each and a state baseline, so that the first plan is empty. */
import type { Diagnostic } from '../model.ts';
import { mergeDiagnostics, type Part } from '../plan/merge.ts';
import { countSeverity } from '../report/diagnostics.ts';
import { IMPORT_FORMATS } from '../report/formats.ts';
import { type ImportReport, summariseImport } from '../report/import.ts';
import { areSeveral, eachAccount, openAccounts } from './accounts.ts';
import type { Context, ExitCode } from './context.ts';
import { type ImportOptions, importInto } from './importing.ts';
import { inJoinedWorkspace } from './joined.ts';
import { DEFAULT_CHECKPOINT } from './options.ts';
import { describeSelection, openWorkspace } from './workspace.ts';

/** The baseline goes the way of the files: by a commit of the person, or a pull request. */
const NOT_SHARED = { publish: 'no', stateBranch: null, checkpoint: DEFAULT_CHECKPOINT } as const;

/** Imports and prints. Exit 1 where anything could not be read or written; values that need a hand only warn. */
export async function importStores(context: Context, options: ImportOptions): Promise<ExitCode> {
  const accounts = openAccounts(context);
  const report = areSeveral(accounts)
    ? mergeImports(await eachAccount(context, accounts.opened, (each) => importOne(each, options)))
    : await importOne(context, options);
  context.print(IMPORT_FORMATS[context.format](report, context.style));
  if (countSeverity(report.diagnostics, 'error') > 0) return 1;
  const next = chooseNext(context, report);
  if (next !== null) context.hint(next);
  return 0;
}

async function importOne(context: Context, options: ImportOptions): Promise<ImportReport> {
  return options.run === 'dry' ? await preview(context, options) : await write(context, options);
}

/** One report over all accounts: each wrote into its own folder and state. */
function mergeImports(parts: readonly [Part<ImportReport>, ...Part<ImportReport>[]]): ImportReport {
  const [{ part: first }] = parts;
  const reports = parts.map(({ part }) => part);
  const read = reports.filter(({ live }) => live !== null);
  const add = (count: (report: ImportReport) => number): number =>
    reports.reduce((sum, report) => sum + count(report), 0);
  return {
    ...first,
    live: read.length === 0 ? null : add(({ live }) => live ?? 0),
    unnamed: add(({ unnamed }) => unnamed),
    stores: reports.flatMap(({ stores }) => stores),
    recorded: add(({ recorded }) => recorded),
    needsHand: add(({ needsHand }) => needsHand),
    states: read.flatMap(({ states }) => states),
    diagnostics: mergeDiagnostics(parts.map(({ account, part }) => ({ account, part: part.diagnostics }))),
    accounts: parts.map(({ account, part }) => ({ account, summary: summariseImport(part) })),
  };
}

async function write(context: Context, options: ImportOptions): Promise<ImportReport> {
  const ended = await inJoinedWorkspace(
    context,
    NOT_SHARED,
    async () => null,
    (workspace, recording) => importInto(context, workspace, options, recording),
  );
  return 'refused' in ended ? refuse(context, ended.refused, options) : ended.done;
}

/** Takes no lock and leaves a journal where it is: a dry run writes nothing at all. */
async function preview(context: Context, options: ImportOptions): Promise<ImportReport> {
  const { workspace, diagnostics } = openWorkspace(context);
  if (workspace === null) return refuse(context, diagnostics, options);
  return await importInto(context, workspace, options, null);
}

function refuse(context: Context, diagnostics: readonly Diagnostic[], { run }: ImportOptions): ImportReport {
  const nothing = { live: null, unnamed: 0, stores: [], recorded: 0, needsHand: 0, states: [] };
  return { ...nothing, run, detail: 'few', selection: describeSelection(context), diagnostics };
}

function chooseNext({ messages }: Context, report: ImportReport): string | null {
  const { run, needsHand, states, recorded, stores } = report;
  const isNews = stores.some(({ outcome }) => outcome !== 'exists');
  if (run === 'dry') return isNews ? messages.import.nextWrite : null;
  if (needsHand > 0) return messages.import.nextByHand;
  return isNews || recorded > 0 ? messages.import.next(messages.accounts.names(states)) : null;
}
