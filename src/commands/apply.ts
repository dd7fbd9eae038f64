/** `mendian apply`: plans again, compares with the approval, asks, sends the changed stores only, records each end. */

import { endBecause } from '../apply/outcomes.ts';
import type { Work } from '../apply/work.ts';
import { readSystemCode } from '../base/system-error.ts';
import {
  asRunDiagnostic,
  type Change,
  type Diagnostic,
  type Fault,
  fault,
  NOWHERE,
  type Plan,
} from '../model.ts';
import { changesText } from '../report/plan-text.ts';
import { readApproval } from './approval.ts';
import type { Context, ExitCode } from './context.ts';
import { conclude, type Ended, endUnplanned, finish, refuse, skipInvalid } from './ending.ts';
import { reportOverdue } from './overdue.ts';
import { openRecording, type Recording } from './recording.ts';
import { type ApplyCommandOptions, send } from './sending.ts';
import { openAccount, planWhatIsRight, readWorkspace, type Workspace } from './workspace.ts';

/** Applies and prints. Exit 1 where anything failed, is unknown, was skipped or invalid, or the run was refused. */
export async function apply(context: Context, options: ApplyCommandOptions): Promise<ExitCode> {
  const { opened, diagnostics } = openAccount(context);
  if (opened === null) return conclude(context, endUnplanned(diagnostics));
  const recording = openRecording(context, opened.account);
  if (recording.value === null) {
    return conclude(context, endUnplanned(recording.diagnostics));
  }
  try {
    const workspace = readWorkspace(context, opened.settings, opened.account);
    return conclude(context, await run(context, options, workspace, recording.value));
  } catch (error) {
    // A disk that fails before anything is sent; afterwards the run itself tells it, beside what was done.
    const detail = error instanceof Error && 'syscall' in error ? readSystemCode(error) : null;
    if (detail === null) throw error;
    const failed = fault('RECORD_FAILED', NOWHERE, { detail });
    return conclude(context, endUnplanned([failed]));
  } finally {
    recording.value.release();
  }
}

/** Plan, approval, question, run: each step may refuse with a reason, and then nothing is sent. */
async function run(
  context: Context,
  options: ApplyCommandOptions,
  workspace: Workspace,
  recording: Recording,
): Promise<Ended> {
  const { rate, retryRefused } = options;
  const plan = planWhatIsRight(context, workspace, { asOf: null, retryRefused, rate });
  const found = [...workspace.diagnostics, ...plan.diagnostics];
  const blocking = findBlocking(workspace, plan, options);
  if (blocking !== null)
    return refuse(workspace, plan, found, { code: 'STOPPED', params: { cause: blocking.code } });
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
function findBlocking(workspace: Workspace, plan: Plan, options: ApplyCommandOptions): Diagnostic | null {
  const forgiven = new Set(options.skipInvalid === 'yes' ? workspace.reading.diagnostics : []);
  const found = [...workspace.diagnostics, ...plan.diagnostics];
  return found.find((each) => each.severity === 'error' && !forgiven.has(each)) ?? null;
}

function findWork(change: Change, { state }: Workspace): Work {
  return { change, record: state?.state.stores.get(change.poi_id) ?? null };
}

/** Asks on a terminal; elsewhere `--yes` must say it. Nothing is asked where nothing can be sent. */
async function askToGoOn(
  context: Context,
  plan: Plan,
  works: readonly Work[],
  { confirm }: ApplyCommandOptions,
): Promise<Fault | null> {
  const acting = works.filter(({ change }) => change.action !== 'hold' || change.reason === 'review');
  if (confirm === 'yes' || acting.length === 0) return null;
  if (context.ask === null) return { code: 'NOT_CONFIRMED', params: { asked: 'no' } };
  context.hint(changesText(plan, context.style));
  const answer = await context.ask(context.messages.apply.confirm);
  return ['y', 'yes'].includes(answer.trim().toLowerCase())
    ? null
    : { code: 'NOT_CONFIRMED', params: { asked: 'yes' } };
}
