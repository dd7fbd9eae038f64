/** The action's apply: only what was merged, recorded in the branch, told in the summary and to the merged pull request. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asRunDiagnostic } from '../model.ts';
import { type ApplyDocument, describeApply } from '../report/apply-document.ts';
import { applyMarkdown } from '../report/apply-markdown.ts';
import { applyText } from '../report/apply-text.ts';
import { SUMMARY_BOUND } from '../report/bounded.ts';
import { diagnosticsJson } from '../report/diagnostics.ts';
import { describeFailures } from '../report/github.ts';
import { jsonText } from '../report/json-text.ts';
import { describePlan } from '../report/plan-document.ts';
import { planJson } from '../report/plan-json.ts';
import { checkEvent, keepState, openBranch } from './action-branch.ts';
import type { ActionContext } from './action-context.ts';
import { endNotSetUp } from './action-not-set-up.ts';
import { tellMergedPulls } from './action-outcome.ts';
import { planCounts } from './action-plan.ts';
import { runApply } from './applying-all.ts';
import { hasCredentials } from './connect.ts';
import type { ExitCode } from './context.ts';
import { type Ended, endUnplanned, judge } from './ending.ts';
import {
  DEFAULT_CHECKPOINT,
  DEFAULT_CONCURRENCY,
  DEFAULT_RATE,
  parseLimit,
  parsePublishing,
} from './options.ts';
import type { ApplyCommandOptions } from './sending.ts';

/** Applies and tells it in all places. */
export async function applyAction(context: ActionContext): Promise<ExitCode> {
  const branch = checkEvent(context);
  if (typeof branch !== 'string')
    return await conclude(context, endUnplanned([asRunDiagnostic('error', branch)]));
  if (!hasCredentials(context)) {
    return endNotSetUp(context, { changes: 'false', applied: '0', failed: '0', deferred: '0' });
  }
  const options = readOptions(context);
  const ended = await runApply(
    context,
    options,
    (each) => (settings, account) => openBranch(each, settings, account, branch),
  );
  return await conclude(context, ended);
}

/** The inputs as the options of the command line; throws OptionError like it. */
function readOptions({ inputs }: ActionContext): ApplyCommandOptions {
  const { commit, stateBranch, checkpoint, maxChanges, maxReviews } = inputs;
  return {
    planFile: null,
    confirm: 'yes',
    expectDigest: null,
    approved: null,
    maxChanges: maxChanges === null ? null : parseLimit('max-changes', maxChanges),
    maxReviews: maxReviews === null ? null : parseLimit('max-reviews', maxReviews),
    concurrency: DEFAULT_CONCURRENCY,
    rate: DEFAULT_RATE,
    overwriteDrift: inputs.overwriteDrift,
    acceptNames: inputs.acceptNames,
    retryRefused: inputs.retryRefused,
    skipInvalid: 'no',
    choice: parsePublishing({
      publish: commit === 'off' ? 'no' : 'push',
      stateBranch: commit === 'off' ? null : stateBranch,
      checkpoint: checkpoint ?? String(DEFAULT_CHECKPOINT),
    }),
  };
}

/** Log, annotations, outputs, files, summary, and the comments of what was merged. */
async function conclude(context: ActionContext, ended: Ended): Promise<ExitCode> {
  const { messages, style } = context;
  context.print(applyText(ended, style));
  const findings = diagnosticsJson(ended.diagnostics, messages);
  context.annotate([...describeFailures(ended.outcomes, messages), ...findings]);
  const state = keepState(context, ended.diagnostics);
  const document = describeApply(ended, messages);
  writeOutputs(context, ended, document);
  const view = {
    bound: { ...SUMMARY_BOUND, most: SUMMARY_BOUND.most - Buffer.byteLength(state) },
    elsewhere: ` ${messages.github.wholeInFile}`,
    foot: [state, messages.github.commit(context.run.sha, context.run.url)],
  };
  context.addSummary(applyMarkdown(document, messages, view));
  const untold = await tellMergedPulls(context, document);
  if (untold.length > 0) context.annotate(diagnosticsJson(untold, messages));
  return judge(ended);
}

function writeOutputs(context: ActionContext, ended: Ended, report: ApplyDocument): void {
  const reportFile = join(context.files, 'report.json');
  writeFileSync(reportFile, jsonText(report));
  const counts = report.summary;
  const planFile = join(context.files, 'plan.json');
  const document = ended.plan === null ? null : describePlan(ended.plan, context.messages);
  if (document !== null) writeFileSync(planFile, planJson(document));
  context.writeOutputs({
    ...(document === null ? { changes: 'false' } : { ...planCounts(document), 'plan-file': planFile }),
    applied: String(counts.applied),
    failed: String(counts.failed),
    deferred: String(counts.deferred),
    'report-file': reportFile,
  });
}
