/** The action's plan: summary, annotations, outputs, files, and the one comment of a pull request. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../base/canonical-json.ts';
import { dayIn } from '../base/clock.ts';
import { keepComment } from '../github/comment.ts';
import type { Outputs } from '../github/outputs.ts';
import type { Plan } from '../model/plan.ts';
import { asRunDiagnostic, type Diagnostic, type Fault } from '../model.ts';
import { mergePlans, type Part, withoutFaultyPlan } from '../plan/merge.ts';
import { emptyPlan, hasWork } from '../plan/plan.ts';
import { COMMENT_BOUND, SUMMARY_BOUND } from '../report/bounded.ts';
import { countSeverity, diagnosticsJson, diagnosticsMarkdown } from '../report/diagnostics.ts';
import { describePlan, type PlanDocument, type PullPart } from '../report/plan-document.ts';
import { planJson } from '../report/plan-json.ts';
import { hasOwnChanges, type PlanView, planMarkdown } from '../report/plan-markdown.ts';
import { planText } from '../report/plan-text.ts';
import { eachAccount, openAccount, openAccounts } from './accounts.ts';
import { compareWithBase, type PlannedAccount } from './action-base.ts';
import type { ActionContext } from './action-context.ts';
import { findPlaces } from './action-pictures.ts';
import { type FindSource, NO_SOURCE, openSources } from './action-source.ts';
import type { ExitCode } from './context.ts';
import { DEFAULT_RATE } from './options.ts';
import { planWorkspace, readWorkspace } from './workspace.ts';

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
  const accounts = openAccounts(context);
  const key = keyOf(context);
  const isPull = context.event.kind === 'pull_request';
  if (accounts.opened === null) {
    const plan = planNothing(context, accounts.diagnostics);
    return { plan, pull: isPull ? { waiting: null, key } : null };
  }
  const findSource = await openSources(context);
  const parts = await eachAccount(context, accounts.opened, (each) => planHere(each, findSource));
  const plan = joinPlans(parts);
  if (!isPull) return { plan, pull: null };
  const planned = parts.map(({ part }) => part);
  return { plan, pull: { ...(await compareWithBase(context, plan, planned)), key } };
}

type PlannedHere = PlannedAccount & { readonly plan: Plan };

/** The plan of the one account that the context is narrowed to. */
async function planHere(context: ActionContext, findSource: FindSource): Promise<PlannedHere> {
  const { opened, diagnostics } = openAccount(context);
  if (opened === null) return { context, source: NO_SOURCE, plan: planNothing(context, diagnostics) };
  const source = await findSource(opened.account);
  const read = readWorkspace(context, opened.settings, opened.account, source.state);
  const workspace = { ...read, diagnostics: [...read.diagnostics, ...source.diagnostics] };
  return { context, source, plan: planWorkspace(context, workspace, PLAN_OPTIONS) };
}

function joinPlans([first, ...others]: [Part<PlannedHere>, ...Part<PlannedHere>[]]): Plan {
  const planOf = ({ account, part }: Part<PlannedHere>): Part<Plan> => ({ account, part: part.plan });
  if (others.length === 0) return first.part.plan;
  return withoutFaultyPlan(mergePlans([planOf(first), ...others.map(planOf)]));
}

function planNothing(context: ActionContext, diagnostics: readonly Diagnostic[]): Plan {
  const asOf = dayIn('UTC', context.clock.now());
  return emptyPlan({ asOf, selection: [], rate: DEFAULT_RATE }, diagnostics);
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
