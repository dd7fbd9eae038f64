/** The action's status: verdicts recorded in the branch, and told where people wait for them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asRunDiagnostic } from '../model.ts';
import { SUMMARY_BOUND } from '../report/bounded.ts';
import { diagnosticsJson } from '../report/diagnostics.ts';
import { statusJson, statusMarkdown, statusText } from '../report/status.ts';
import { checkEvent, keepState, openBranch } from './action-branch.ts';
import type { ActionContext } from './action-context.ts';
import { endNotSetUp } from './action-not-set-up.ts';
import { tellVerdicts } from './action-verdicts.ts';
import { hasCredentials } from './connect.ts';
import type { ExitCode } from './context.ts';
import { DEFAULT_CHECKPOINT, parsePublishing } from './options.ts';
import { endRefused, runStatusOverAll, type StatusOptions, type StatusOverAll } from './reviewing.ts';

/** Looks once, records, and tells it in all places. */
export async function statusAction(context: ActionContext): Promise<ExitCode> {
  const branch = checkEvent(context);
  if (typeof branch !== 'string')
    return await conclude(context, { ...endRefused([asRunDiagnostic('error', branch)]), parts: [] });
  if (!hasCredentials(context)) return endNotSetUp(context, {});
  const end = await runStatusOverAll(context, readOptions(context), (settings, account) =>
    openBranch(context, settings, account, branch),
  );
  return await conclude(context, end);
}

function readOptions({ inputs: { commit, stateBranch, checkpoint } }: ActionContext): StatusOptions {
  const choice = parsePublishing({
    publish: commit === 'off' ? 'no' : 'push',
    stateBranch: commit === 'off' ? null : stateBranch,
    checkpoint: checkpoint ?? String(DEFAULT_CHECKPOINT),
  });
  return { choice, wait: null };
}

/** Log, annotations, report file, summary; then the pull requests and issues. */
async function conclude(
  context: ActionContext,
  { report, exitCode, parts }: StatusOverAll,
): Promise<ExitCode> {
  const { messages, style, files, run } = context;
  context.print(statusText(report, style));
  context.annotate(diagnosticsJson(report.diagnostics, messages));
  const state = keepState(context, report.diagnostics);
  const reportFile = join(files, 'report.json');
  writeFileSync(reportFile, statusJson(report, messages));
  context.writeOutputs({ 'report-file': reportFile });
  const view = {
    bound: { ...SUMMARY_BOUND, most: SUMMARY_BOUND.most - Buffer.byteLength(state) },
    elsewhere: ` ${messages.github.wholeInFile}`,
    foot: [state, messages.github.commit(run.sha, run.url)],
  };
  context.addSummary(statusMarkdown(report, messages, view));
  for (const { part } of parts) {
    const { known, learned } = part;
    if (known !== null) await tellVerdicts(context, known, new Set([...learned.ended, ...learned.seen]));
  }
  return exitCode;
}
