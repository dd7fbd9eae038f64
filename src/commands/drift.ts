/** `mendian drift`: live values against what was last sent and what the files say; `--accept` takes them into the files. */
import type { Diagnostic } from '../model.ts';
import { isDrift } from '../plan/drift.ts';
import { countSeverity } from '../report/diagnostics.ts';
import type { DriftReport } from '../report/drift-document.ts';
import { isSettledBy } from '../report/drift-words.ts';
import { DRIFT_FORMATS } from '../report/formats.ts';
import { areSeveral, eachAccount, openAccounts } from './accounts.ts';
import type { Context, ExitCode } from './context.ts';
import { type Compared, compareWorkspace, type DriftOptions, mergeCompared } from './drifting.ts';
import { inJoinedWorkspace } from './joined.ts';
import { DEFAULT_CHECKPOINT } from './options.ts';
import { describeSelection, openWorkspace } from './workspace.ts';

export interface DriftCommandOptions extends DriftOptions {
  readonly exitCode: 'plain' | 'detailed';
}

/** Accepted values go the way of the files: by a commit of the person, or a pull request. */
const NOT_SHARED = { publish: 'no', stateBranch: null, checkpoint: DEFAULT_CHECKPOINT } as const;

/** Compares and prints. Exit 1 with errors; 2 with `--detailed-exitcode` where drift is left. */
export async function drift(context: Context, options: DriftCommandOptions): Promise<ExitCode> {
  const compared = await runDriftOverAll(context, options);
  const { report } = compared;
  context.print(DRIFT_FORMATS[context.format](report, context.style));
  for (const hint of chooseHints(context, compared)) context.hint(hint);
  if (countSeverity(report.diagnostics, 'error') > 0) return 1;
  return options.exitCode === 'detailed' && hasDrift(report) ? 2 : 0;
}

/** Whether anything is left for somebody to decide. */
export function hasDrift(report: DriftReport): boolean {
  return (report.drift?.found ?? []).some((store) => isDrift(store) && !isSettledBy(report, store));
}

/** Compares all accounts that the context names, without printing. */
export async function runDriftOverAll(context: Context, options: DriftOptions): Promise<Compared> {
  const accounts = openAccounts(context);
  if (!areSeveral(accounts)) return await runDrift(context, options);
  return mergeCompared(await eachAccount(context, accounts.opened, (each) => runDrift(each, options)));
}

/** The same of one account. Where records are written the account is locked from the first look to the end. */
export async function runDrift(context: Context, options: DriftOptions): Promise<Compared> {
  if (options.accept !== 'all') {
    const { workspace, diagnostics } = openWorkspace(context);
    if (workspace === null) return refuse(context, diagnostics);
    return await compareWorkspace(context, workspace, options, null);
  }
  const ended = await inJoinedWorkspace(
    context,
    NOT_SHARED,
    async () => null,
    (workspace, recording) => compareWorkspace(context, workspace, options, recording),
  );
  return 'refused' in ended ? refuse(context, ended.refused) : ended.done;
}

function refuse(context: Context, diagnostics: readonly Diagnostic[]): Compared {
  const report: DriftReport = {
    drift: null,
    accepted: new Map(),
    mode: 'report',
    selection: describeSelection(context),
    diagnostics,
  };
  return { report, files: 0, recorded: [] };
}

/** What was written where, and what to do with it. */
function chooseHints({ messages }: Context, { report, files, recorded }: Compared): readonly string[] {
  const { mode, accepted, drift: found } = report;
  if (mode === 'report' || found === null) return [];
  if (accepted.size === 0) return [messages.drift.nothingAccepted];
  if (mode === 'dry-run') return [messages.drift.wouldWrite(files)];
  const then =
    recorded.length === 0 ? messages.drift.filesOnly : messages.drift.recorded(messages.signs.and(recorded));
  return [files > 0 ? `${messages.drift.written(files)} ${then}` : then];
}
