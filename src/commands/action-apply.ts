/** The action's apply: only what was merged, recorded in the branch, told in the summary and to the merged pull request. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkFiles, findOtherFile, openRemoteBranch } from '../git/branch.ts';
import { openRepository, readFileAt } from '../git/repository.ts';
import { openApiBranch } from '../github/branch.ts';
import { branchOf } from '../github/run.ts';
import {
  type Account,
  asRunDiagnostic,
  type Fault,
  NOWHERE,
  notice,
  type Settings,
  warning,
} from '../model.ts';
import { applyJson, applyMarkdown, applyText, countOutcomes } from '../report/apply.ts';
import { SUMMARY_BOUND } from '../report/bounded.ts';
import { diagnosticsJson, diagnosticsMarkdown, diagnosticsText } from '../report/diagnostics.ts';
import { describeFailures } from '../report/github.ts';
import { describePlan } from '../report/plan-document.ts';
import { planJson } from '../report/plan-json.ts';
import { namesCredentials } from '../settings/environment.ts';
import type { ActionContext } from './action-context.ts';
import { tellMergedPulls } from './action-outcome.ts';
import { planCounts } from './action-plan.ts';
import { runApply } from './applying.ts';
import type { ExitCode } from './context.ts';
import { type Ended, endUnplanned, judge } from './ending.ts';
import {
  DEFAULT_CHECKPOINT,
  DEFAULT_CONCURRENCY,
  DEFAULT_RATE,
  parseLimit,
  parsePublishing,
} from './options.ts';
import { describeCheckout, gitOf, type Shared } from './publishing.ts';
import type { ApplyCommandOptions } from './sending.ts';
import { openWorkspace, statePath } from './workspace.ts';

/** As whom plain git commits; the API knows by itself. */
const BOT = {
  name: 'github-actions[bot]',
  email: '41898282+github-actions[bot]@users.noreply.github.com',
};
/** The longest state that is shown in the summary beside the file. */
const LONGEST_SHOWN_STATE = 200_000;

/** Applies and tells it in all places. */
export async function applyAction(context: ActionContext): Promise<ExitCode> {
  const branch = checkEvent(context);
  if (typeof branch !== 'string')
    return await conclude(context, endUnplanned([asRunDiagnostic('error', branch)]));
  if (!namesCredentials(context.environment)) return endNotSetUp(context);
  const options = readOptions(context);
  const ended = await runApply(context, options, (settings, account) =>
    openBranch(context, settings, account, branch),
  );
  return await conclude(context, ended);
}

/** The branch that the event stands for, or why nothing may be applied for it. */
function checkEvent({ event, run }: ActionContext): string | Fault {
  const refuse = (detail: string): Fault => ({
    code: 'EVENT_REFUSED',
    params: { event: run.eventName, detail },
  });
  if (/^pull_request|^merge_group$|^workflow_run$/u.test(run.eventName)) {
    return refuse('it comes before the merge');
  }
  if (event.kind === 'push' && event.deleted) return refuse('the branch was deleted');
  return branchOf(run.ref) ?? refuse(`${run.ref === '' ? 'it' : run.ref} is no branch`);
}

/** A repository that was just made from a template has no account yet: green, and said aloud. */
function endNotSetUp(context: ActionContext): ExitCode {
  const records = openWorkspace(context).workspace?.state?.state.stores.size ?? 0;
  const found = (records > 0 ? warning : notice)('NOT_SET_UP', NOWHERE, { records });
  const described = diagnosticsJson([found], context.messages);
  context.print(`${diagnosticsText([found], context.style).join('\n')}\n`);
  context.annotate(described);
  context.addSummary(diagnosticsMarkdown(described, context.messages).join('\n'));
  context.writeOutputs({ changes: 'false', applied: '0', failed: '0', deferred: '0' });
  return 0;
}

/** The inputs as the options of the command line; throws OptionError like it. */
function readOptions({ inputs }: ActionContext): ApplyCommandOptions {
  const { commit, stateBranch, checkpoint, maxChanges, maxReviews } = inputs;
  return {
    planFile: null,
    confirm: 'yes',
    expectDigest: null,
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

/** The branch that keeps the state, by the API or by plain git. */
async function openBranch(
  context: ActionContext,
  settings: Settings,
  account: Account,
  codeBranch: string,
): Promise<Shared | Fault | null> {
  const { inputs, run, messages } = context;
  if (inputs.commit === 'off') return null;
  const repository = await openRepository(gitOf(context, BOT));
  if ('code' in repository) return repository;
  const checkout = describeCheckout(context, settings, account, repository);
  const stateBranch = inputs.stateBranch ?? codeBranch;
  const kept = messages.github.keptAt(basename(account.state));
  const self = { id: run.id, holder: run.url };
  if (inputs.commit === 'git') {
    const branch = openRemoteBranch({ ...checkout, remote: 'origin', codeBranch, stateBranch });
    return { branch, self, claims: 'shared', kept };
  }
  const path = `${repository.prefix}${account.state}`;
  const branch = openApiBranch({
    github: await context.github(),
    head: repository.head,
    codeBranch,
    stateBranch,
    path,
    readBase: async () => {
      const text = await readFileAt(repository.git, repository.head, path);
      return typeof text === 'string' ? text : null;
    },
    checkFiles: () => checkFiles(checkout),
    findOtherFile: (files) => findOtherFile(files, repository.prefix, checkout.stateFiles),
  });
  return { branch, self, claims: 'shared', kept };
}

/** Log, annotations, outputs, files, summary, and the comments of what was merged. */
async function conclude(context: ActionContext, ended: Ended): Promise<ExitCode> {
  const { messages, style } = context;
  context.print(applyText(ended, style));
  const findings = diagnosticsJson(ended.diagnostics, messages);
  context.annotate([...describeFailures(ended.outcomes, messages), ...findings]);
  const state = keepState(context, ended);
  writeOutputs(context, ended);
  const view = {
    bound: { ...SUMMARY_BOUND, most: SUMMARY_BOUND.most - Buffer.byteLength(state) },
    elsewhere: ` ${messages.github.wholeInFile}`,
    foot: [state, messages.github.commit(context.run.sha, context.run.url)],
  };
  context.addSummary(applyMarkdown(ended, messages, view));
  const untold = await tellMergedPulls(context, ended);
  if (untold.length > 0) context.annotate(diagnosticsJson(untold, messages));
  return judge(ended);
}

function writeOutputs(context: ActionContext, ended: Ended): void {
  const reportFile = join(context.files, 'report.json');
  writeFileSync(reportFile, applyJson(ended, context.messages));
  const counts = countOutcomes(ended.outcomes);
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

/** Where results could not be recorded: the state as a file beside the report, and in the summary. Else empty. */
function keepState(context: ActionContext, { diagnostics }: Ended): string {
  if (diagnostics.every(({ code }) => code !== 'NOT_RECORDED')) return '';
  const account = openWorkspace(context).workspace?.account;
  if (account === undefined) return '';
  const path = statePath(context, account);
  const name = basename(account.state);
  copyFileSync(path, join(context.files, name));
  const text = readFileSync(path, 'utf8');
  const { stateFold, stateTooLong } = context.messages.github;
  if (Buffer.byteLength(text) > LONGEST_SHOWN_STATE) return stateTooLong(name);
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length + 1)));
  return `<details><summary>${stateFold(name)}</summary>\n\n${fence}json\n${text.trimEnd()}\n${fence}\n\n</details>`;
}
