/** An apply without its printing: opens the account, plans again, compares with the approval, asks, sends, records. */

import { endBecause } from '../apply/outcomes.ts';
import type { Work } from '../apply/work.ts';
import type { Change, Plan } from '../model/plan.ts';
import { asRunDiagnostic, type Diagnostic, type Fault } from '../model.ts';
import { diagnosticsText } from '../report/diagnostics.ts';
import { changesText } from '../report/plan-text.ts';
import { readApproval } from './approval.ts';
import type { Context } from './context.ts';
import { type Ended, endUnplanned, finish, refuse, skipInvalid } from './ending.ts';
import { inJoinedWorkspace, type OpenShared } from './joined.ts';
import { reportOverdue } from './overdue.ts';
import { withLiveRecords } from './overwriting.ts';
import type { Recording } from './recording.ts';
import { type ApplyCommandOptions, send } from './sending.ts';
import { planWhatIsRight, type Workspace } from './workspace.ts';

/** Applies one account. Whatever cannot be done is in the diagnostics; nothing is printed but questions, progress and hints. */
export async function applyOne(
  context: Context,
  options: ApplyCommandOptions,
  openShared: OpenShared,
): Promise<Ended> {
  const ended = await inJoinedWorkspace(context, options.choice, openShared, (workspace, recording) =>
    run(context, options, workspace, recording),
  );
  return 'done' in ended ? ended.done : endUnplanned(ended.refused);
}

/** Plan, approval, question, run: each step may refuse with a reason, and then nothing is sent. */
async function run(
  context: Context,
  options: ApplyCommandOptions,
  workspace: Workspace,
  recording: Recording,
): Promise<Ended> {
  const first = planAgain(context, options, workspace);
  const blocking = findBlocking(workspace, first, options);
  if (blocking !== null) return stop(workspace, first, blocking.code, []);
  const seen = await withLiveRecords(context, options, workspace);
  if (seen.value === null)
    return stop(workspace, first, seen.diagnostics[0]?.code ?? 'NO_CREDENTIALS', seen.diagnostics);
  return await runPlan(context, options, seen.value, recording);
}

export function planAgain(
  context: Context,
  { rate, retryRefused }: ApplyCommandOptions,
  workspace: Workspace,
): Plan {
  return planWhatIsRight(context, workspace, { asOf: null, retryRefused, rate });
}

/** Nothing was sent, since something must be mended first. */
function stop(workspace: Workspace, plan: Plan, cause: string, more: readonly Diagnostic[]): Ended {
  const found = [...workspace.diagnostics, ...plan.diagnostics, ...more];
  return refuse(workspace, plan, found, { code: 'STOPPED', params: { cause } });
}

async function runPlan(
  context: Context,
  options: ApplyCommandOptions,
  workspace: Workspace,
  recording: Recording,
): Promise<Ended> {
  const plan = planAgain(context, options, workspace);
  const found = [...workspace.diagnostics, ...plan.diagnostics];
  const approval = readApproval(context, plan, options);
  if (approval.refusal !== null)
    return refuse(workspace, plan, [...found, ...approval.diagnostics], approval.refusal);
  const works = approval.approved.map((change) => findWork(change, workspace));
  const refusal = await askToGoOn(context, plan, works, options);
  if (refusal !== null)
    return refuse(workspace, plan, [...found, asRunDiagnostic('error', refusal)], refusal);
  const skipped = approval.unapproved.map((change) =>
    endBecause(change, 'skipped', { code: 'NOT_IN_PLAN', params: { name: change.name ?? change.poi_id } }),
  );
  const result = await send(context, options, workspace, works, recording);
  const outcomes = [...result.outcomes, ...skipped, ...skipInvalid(workspace)];
  const records = recording.records() ?? workspace.state?.state.stores ?? new Map();
  const overdue = reportOverdue(records, workspace, context.clock.now());
  return finish(plan, { outcomes, diagnostics: [...found, ...result.diagnostics, ...overdue] });
}

/** The first error that forbids the run. `--skip-invalid` forgives store files, nothing else. */
export function findBlocking(
  workspace: Workspace,
  plan: Plan,
  options: ApplyCommandOptions,
): Diagnostic | null {
  const forgiven = new Set(options.skipInvalid === 'yes' ? workspace.reading.diagnostics : []);
  const found = [...workspace.diagnostics, ...plan.diagnostics];
  return found.find((each) => each.severity === 'error' && !forgiven.has(each)) ?? null;
}

function findWork(change: Change, { state }: Workspace): Work {
  return { change, record: state?.state.stores.get(change.poi_id) ?? null };
}

/** Asks on a terminal; elsewhere `--yes` must say it. Nothing is asked where nothing can be sent. */
export async function askToGoOn(
  context: Context,
  plan: Plan,
  works: readonly Pick<Work, 'change'>[],
  { confirm }: Pick<ApplyCommandOptions, 'confirm'>,
): Promise<Fault | null> {
  const acting = works.filter(({ change }) => change.action !== 'hold' || change.reason === 'review');
  if (confirm === 'yes' || acting.length === 0) return null;
  if (context.ask === null) return { code: 'NOT_CONFIRMED', params: { asked: 'no' } };
  // An --exclude that leaves nothing out must be seen before the answer, not after it; and so must what a first run does.
  const first = plan.diagnostics.filter(({ code }) =>
    ['SELECTION_UNMATCHED', 'ADOPTS_WITHOUT_STATE'].includes(code),
  );
  for (const text of diagnosticsText(first, context.style)) context.hint(`${text}\n`);
  context.hint(changesText(plan, context.style));
  const answer = await context.ask(context.messages.apply.confirm);
  return ['y', 'yes'].includes(answer.trim().toLowerCase())
    ? null
    : { code: 'NOT_CONFIRMED', params: { asked: 'yes' } };
}
