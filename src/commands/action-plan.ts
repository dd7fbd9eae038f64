/** The action's plan: summary, annotations, outputs, files, and the one comment of a pull request. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../base/canonical-json.ts';
import { dayIn } from '../base/clock.ts';
import { withFilesAt } from '../git/repository.ts';
import { keepComment } from '../github/comment.ts';
import type { Outputs } from '../github/outputs.ts';
import type { Plan } from '../model/plan.ts';
import { asRunDiagnostic, type Diagnostic, type Fault } from '../model.ts';
import { emptyPlan, hasWork } from '../plan/plan.ts';
import { compareScheduled } from '../plan/special-days.ts';
import { COMMENT_BOUND, SUMMARY_BOUND } from '../report/bounded.ts';
import { countSeverity, diagnosticsJson, diagnosticsMarkdown } from '../report/diagnostics.ts';
import { describePlan, type PlanDocument, type PullPart } from '../report/plan-document.ts';
import { planJson } from '../report/plan-json.ts';
import { hasOwnChanges, type PlanView, planMarkdown } from '../report/plan-markdown.ts';
import { planText } from '../report/plan-text.ts';
import type { ActionContext } from './action-context.ts';
import { describePlaces, findPlaces } from './action-pictures.ts';
import { findSource, type Source } from './action-source.ts';
import type { ExitCode } from './context.ts';
import { DEFAULT_RATE } from './options.ts';
import { openAccount, planWhatIsRight, planWorkspace, readWorkspace, type Workspace } from './workspace.ts';

const PLAN_OPTIONS = { asOf: null, retryRefused: 'no', rate: DEFAULT_RATE } as const;

/** Plans offline and tells it in all places. 1 with errors; a comment that cannot be written changes nothing. */
export async function planAction(context: ActionContext): Promise<ExitCode> {
  const { plan, pull } = await makePlan(context);
  const document = describePlan(plan, context.messages, pull);
  const failed = countSeverity(plan.diagnostics, 'error') > 0;
  context.print(planText(plan, context.style));
  const remark = await tellPull(context, document);
  const remarks = remark === null ? [] : [asRunDiagnostic('info', remark)];
  context.annotate(diagnosticsJson([...plan.diagnostics, ...remarks], context.messages));
  context.writeOutputs(planOutputs(context, document));
  const explained = diagnosticsMarkdown(diagnosticsJson(remarks, context.messages), context.messages);
  context.addSummary(planMarkdown(document, context.messages, viewSummary(context, document, explained)));
  return failed ? 1 : 0;
}

async function makePlan(
  context: ActionContext,
): Promise<{ readonly plan: Plan; readonly pull: PullPart | null }> {
  const { opened, diagnostics } = openAccount(context);
  const key = keyOf(context);
  const isPull = context.event.kind === 'pull_request';
  if (opened === null) {
    return { plan: planNothing(context, 'UTC', diagnostics), pull: isPull ? { waiting: null, key } : null };
  }
  const source = await findSource(context, opened.account);
  const read = readWorkspace(context, opened.settings, opened.account, source.state);
  const workspace = { ...read, diagnostics: [...read.diagnostics, ...source.diagnostics] };
  const plan = planWorkspace(context, workspace, PLAN_OPTIONS);
  if (!isPull) return { plan, pull: null };
  return { plan, pull: { ...(await compareWithBase(context, plan, source)), key } };
}

function planNothing(context: ActionContext, timezone: string, diagnostics: readonly Diagnostic[]): Plan {
  const asOf = dayIn(timezone, context.clock.now());
  return emptyPlan({ asOf, selection: [], rate: DEFAULT_RATE }, diagnostics);
}

type Comparison = Pick<PullPart, 'waiting' | 'scheduled' | 'pictures'>;

const UNKNOWN: Comparison = { waiting: null, scheduled: null };

/**
 * What the pull request has to do with it: stores whose change is the same with the base's files wait whatever it does,
 * and so do the changes of later days that both ask for.
 */
async function compareWithBase(
  context: ActionContext,
  plan: Plan,
  { base, state }: Source,
): Promise<Comparison> {
  const unknown = { ...UNKNOWN, ...describePlaces(context, plan, null) };
  if (base === null || state === null) return unknown;
  if (countSeverity(plan.diagnostics, 'error') > 0) return { waiting: [], scheduled: null };
  const paths = ['.'];
  const earlier = await withFilesAt(base.repository, base.commit, paths, async (root) => {
    const { opened } = openAccount({ ...context, root });
    if (opened === null) return null;
    // Filters of the repository do not run there: pictures that Git LFS keeps are known by their pointers.
    const workspace: Workspace = readWorkspace({ root }, opened.settings, opened.account, state, 'trust');
    const asItWas = planWhatIsRight(context, workspace, { ...PLAN_OPTIONS, asOf: plan.as_of });
    return { ...asItWas, workspace };
  });
  if (earlier === null || 'code' in earlier) return unknown;
  const known = new Map(earlier.changes.map(({ poi_id, action, digest }) => [poi_id, `${action} ${digest}`]));
  const waiting = plan.changes
    .filter(({ poi_id, action, digest }) => known.get(poi_id) === `${action} ${digest}`)
    .map(({ poi_id }) => poi_id);
  const { workspace } = earlier;
  return {
    waiting,
    scheduled: compareScheduled(earlier.scheduled, plan.scheduled),
    ...describePlaces(context, plan, { commit: base.commit, workspace }),
  };
}

/** Files and outputs of a plan. */
export function planOutputs(context: ActionContext, document: PlanDocument): Outputs {
  const planFile = join(context.files, 'plan.json');
  const reportFile = join(context.files, 'report.md');
  writeFileSync(planFile, planJson(document));
  writeFileSync(reportFile, planMarkdown(document, context.messages));
  return { ...planCounts(document), 'plan-file': planFile, 'report-file': reportFile };
}

/** The counts of a plan as outputs. */
export function planCounts(document: PlanDocument): Outputs {
  const { summary, digest } = document;
  return {
    changes: String(hasWork(document.changes)),
    digest,
    adopt: String(summary.adopt),
    update: String(summary.update),
    hold: String(summary.hold),
    release: String(summary.release),
  };
}

function viewSummary(
  { run, event, messages }: ActionContext,
  { pull }: PlanDocument,
  remarks: readonly string[],
): PlanView {
  return {
    bound: SUMMARY_BOUND,
    fold: 'long-tables',
    elsewhere: ` ${messages.github.wholeInFile}`,
    places: event.kind === 'pull_request' ? findPlaces(run, pull, event.headSha) : null,
    lead: remarks,
    foot: [messages.github.commit(run.sha, run.url)],
  };
}

/** Writes the comment of a pull request; null, or why it is not there. */
async function tellPull(context: ActionContext, document: PlanDocument): Promise<Fault | null> {
  const { event, inputs, run, messages } = context;
  if (event.kind !== 'pull_request' || inputs.comment === 'off') return null;
  const foot = [messages.github.commit(event.headSha, run.url)];
  return await keepComment(await context.github(), {
    ...writePlanComment(context, document, { url: run.url, headSha: event.headSha }, foot),
    pull: event.number,
    mode: inputs.comment,
  });
}

/** A plan as a comment. A pull request without changes of its own gets none, and one that lost them an update. */
export function writePlanComment(
  { messages, run }: Pick<ActionContext, 'messages' | 'run'>,
  document: PlanDocument,
  { url, headSha }: { readonly url: string; readonly headSha: string },
  foot: readonly string[],
): { readonly marker: string; readonly body: string; readonly create: 'always' | 'if-there' } {
  const marker = markerOf(document.pull?.key ?? '');
  const view: PlanView = {
    bound: COMMENT_BOUND,
    fold: 'long-tables',
    elsewhere: messages.github.elsewhere(url),
    places: findPlaces(run, document.pull, headSha),
    lead: [],
    foot,
  };
  const news = hasOwnChanges(document) || countSeverity(document.diagnostics, 'error') > 0;
  const body = `${marker}\n${planMarkdown(document, messages, view)}`;
  return { marker, body, create: news ? 'always' : 'if-there' };
}

/** The hidden first line by which the comment is found again. */
export function markerOf(key: string): string {
  return `<!-- mendian plan ${key} -->`;
}

/** Two uses of the action in one pull request keep two comments. */
export function keyOf({ inputs }: ActionContext): string {
  const { workingDirectory, accounts, select, exclude } = inputs;
  return digestOf([workingDirectory, accounts, select, exclude]).slice(0, 12);
}
