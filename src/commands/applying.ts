/** An apply without its printing: opens the account, plans again, compares with the approval, asks, sends, records. */

import { endBecause } from '../apply/outcomes.ts';
import type { Work } from '../apply/work.ts';
import { readSystemCode } from '../base/system-error.ts';
import {
  type Account,
  asRunDiagnostic,
  type Change,
  type Diagnostic,
  type Fault,
  fault,
  NOWHERE,
  type Plan,
  type Settings,
} from '../model.ts';
import { changesText } from '../report/plan-text.ts';
import { readReach } from '../settings/environment.ts';
import { readApproval } from './approval.ts';
import type { Context } from './context.ts';
import { type Ended, endUnplanned, finish, refuse, skipInvalid } from './ending.ts';
import { reportOverdue } from './overdue.ts';
import type { Shared } from './publishing.ts';
import { openRecording, type Recording, type Sharing } from './recording.ts';
import { type ApplyCommandOptions, send } from './sending.ts';
import { openAccount, planWhatIsRight, readWorkspace, type Workspace } from './workspace.ts';

/** Opens the branch that keeps the state for all, once the account is known. */
export type OpenShared = (settings: Settings, account: Account) => Promise<Shared | Fault | null>;

/** Applies. Whatever cannot be done is in the diagnostics; nothing is printed but questions, progress and hints. */
export async function runApply(
  context: Context,
  options: ApplyCommandOptions,
  openShared: OpenShared,
): Promise<Ended> {
  const { opened, diagnostics } = openAccount(context);
  if (opened === null) return endUnplanned(diagnostics);
  const shared = await openShared(opened.settings.value, opened.account);
  if (shared !== null && 'code' in shared) {
    return endUnplanned([...diagnostics, asRunDiagnostic('error', shared)]);
  }
  const names = new Map<string, string>();
  const sharing = shared === null ? null : describeSharing(context, options, shared, opened.account, names);
  const recording = openRecording(context, opened.account, sharing);
  if (recording.value === null) return endUnplanned(recording.diagnostics);
  try {
    const refused = await recording.value.join();
    if (refused.length > 0) return endUnplanned([...diagnostics, ...refused]);
    const workspace = readWorkspace(context, opened.settings, opened.account);
    for (const { poi_id, name } of workspace.reading.stores) names.set(poi_id, name);
    return await run(context, options, workspace, recording.value);
  } catch (error) {
    // A disk that fails before anything is sent; afterwards the run itself tells it, beside what was done.
    const detail = error instanceof Error && 'syscall' in error ? readSystemCode(error) : null;
    if (detail === null) throw error;
    return endUnplanned([fault('RECORD_FAILED', NOWHERE, { detail })]);
  } finally {
    recording.value.release();
  }
}

function describeSharing(
  context: Context,
  { choice }: ApplyCommandOptions,
  shared: Shared,
  account: Account,
  names: ReadonlyMap<string, string>,
): Sharing {
  const retryBaseMs = readReach(context.environment).value?.retryBaseMs ?? 1000;
  const kept = shared.kept ?? account.state;
  return { ...shared, kept, retryBaseMs, checkpoint: choice.checkpoint, names: () => names };
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
