/** `mendian apply`: plans again, compares with the approval, asks, sends the changed stores only, records each end. */
import { endBecause } from '../apply/outcomes.ts';
import { applyWork } from '../apply/run.ts';
import { type ApplyOptions, type ApplyResult, needsLook, type Work } from '../apply/work.ts';
import { compareText } from '../base/canonical-json.ts';
import { dayIn } from '../base/clock.ts';
import { type Change, type Diagnostic, type Fault, fault, type Limit, NOWHERE, type Plan } from '../model.ts';
import { countAccountStores } from '../plan/plan.ts';
import { APPLY_FORMATS } from '../report/formats.ts';
import { changesText } from '../report/plan-text.ts';
import { reportProgress } from '../report/progress.ts';
import { readApproval } from './approval.ts';
import { connect } from './connect.ts';
import type { Context, ExitCode } from './context.ts';
import { findOverdueReviews } from './overdue.ts';
import { openRecording, type Recording } from './recording.ts';
import { openAccount, planWhatIsRight, readWorkspace, type Workspace } from './workspace.ts';

export interface ApplyCommandOptions {
  readonly planFile: string | null;
  readonly confirm: 'ask' | 'yes';
  /** 64 hexadecimal digits; null approves whatever is planned now. */
  readonly expectDigest: string | null;
  /** Null takes the policy of the settings. */
  readonly maxChanges: Limit | null;
  readonly maxReviews: Limit | null;
  readonly concurrency: number;
  readonly rate: number;
  readonly overwriteDrift: 'yes' | 'no';
  readonly acceptNames: 'yes' | 'no';
  readonly retryRefused: 'yes' | 'no';
  readonly skipInvalid: 'yes' | 'no';
}

/** How the command ended, before it is printed. */
interface Ended extends ApplyResult {
  readonly digest: string;
}

const NOTHING_PLANNED = '';

/** Applies and prints. Exit 1 where anything failed, is unknown, was skipped or invalid, or the run was refused. */
export async function apply(context: Context, options: ApplyCommandOptions): Promise<ExitCode> {
  const { opened, diagnostics } = openAccount(context);
  if (opened === null) return conclude(context, { digest: NOTHING_PLANNED, outcomes: [], diagnostics });
  const recording = openRecording(context, opened.account);
  if (recording.value === null) {
    return conclude(context, { digest: NOTHING_PLANNED, outcomes: [], diagnostics: recording.diagnostics });
  }
  try {
    const workspace = readWorkspace(context, opened.settings, opened.account);
    return conclude(context, await run(context, options, workspace, recording.value));
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
  if (refusal !== null) return refuse(workspace, plan, [...found, asError(refusal)], refusal);
  const skipped = approval.unapproved.map((change) =>
    endBecause(change, 'skipped', { code: 'NOT_IN_PLAN', params: { name: change.name ?? change.poi_id } }),
  );
  const result = await send(context, options, workspace, works, recording);
  const outcomes = [...result.outcomes, ...skipped, ...skipInvalid(workspace)];
  const overdue = findOverdueReviews(recording.records(), workspace, context.clock.now());
  return finish(plan, { outcomes, diagnostics: [...found, ...result.diagnostics, ...overdue] });
}

async function send(
  context: Context,
  options: ApplyCommandOptions,
  workspace: Workspace,
  works: readonly Work[],
  recording: Recording,
): Promise<ApplyResult> {
  if (works.length === 0) return { outcomes: [], diagnostics: [] };
  const connection = connect(context, works.some(needsLook) ? 'needed' : 'unneeded');
  if (connection.value === null) {
    const cause = connection.diagnostics[0]?.code ?? 'NO_CREDENTIALS';
    const outcomes = works.map(({ change }) =>
      endBecause(change, 'skipped', { code: 'STOPPED', params: { cause } }),
    );
    return { outcomes, diagnostics: connection.diagnostics };
  }
  const { platform, retryBaseMs } = connection.value;
  const { progressMode: mode, writeProgress: write, clock, messages, signal } = context;
  const progress = reportProgress({ mode, write, now: () => clock.now().getTime() }, messages);
  const tellStopping = (): void => context.hint(messages.progress.stopping(String(signal.reason)));
  signal.addEventListener('abort', tellStopping);
  const recorder = await recording.start();
  try {
    const hands = { platform, recorder, clock, signal, tell: progress.tell };
    const result = await applyWork(works, toApplyOptions(context, options, workspace, retryBaseMs), hands);
    progress.end();
    const folded = await recording.fold();
    if (folded.lines > 0) context.hint(messages.apply.stateWritten(workspace.account.state));
    return { outcomes: result.outcomes, diagnostics: [...result.diagnostics, ...folded.diagnostics] };
  } finally {
    signal.removeEventListener('abort', tellStopping);
    await platform.close();
  }
}

function toApplyOptions(
  context: Context,
  options: ApplyCommandOptions,
  { settings, reading, state }: Workspace,
  retryBaseMs: number,
): ApplyOptions {
  const { concurrency, rate, overwriteDrift, acceptNames } = options;
  return {
    concurrency,
    rate,
    overwriteDrift,
    acceptNames,
    retryBaseMs,
    maxChanges: options.maxChanges ?? settings.policy.max_changes,
    maxReviews: options.maxReviews ?? settings.policy.max_reviews,
    today: dayIn(settings.timezone, context.clock.now()),
    accountStores: countAccountStores({ stores: reading.stores, records: state?.state.stores ?? new Map() }),
    invalidFiles: reading.invalid.length,
  };
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
  return answer.trim().toLowerCase() === 'yes' ? null : { code: 'NOT_CONFIRMED', params: { asked: 'yes' } };
}

/** Nothing was sent: each planned store is skipped, with the reason. */
function refuse(workspace: Workspace, plan: Plan, diagnostics: readonly Diagnostic[], reason: Fault): Ended {
  const outcomes = plan.changes.map((change) => endBecause(change, 'skipped', reason));
  return finish(plan, { outcomes: [...outcomes, ...skipInvalid(workspace)], diagnostics });
}

/** Stores whose file cannot be read, named as far as their id is known. */
function skipInvalid({ reading, account }: Workspace): ApplyResult['outcomes'] {
  return reading.invalid.flatMap(({ file, poi_id }) => {
    if (poi_id === null) return [];
    const place = { account: account.name, poi_id, name: null, file, attempts: 0 };
    const fault = { code: 'INVALID_FILE' as const, params: { file } };
    return [{ ...place, outcome: 'skipped' as const, error: { fault, errcode: null, rid: null } }];
  });
}

function finish({ digest }: Plan, { outcomes, diagnostics }: ApplyResult): Ended {
  const sorted = [...outcomes].sort((left, right) => compareText(left.poi_id, right.poi_id));
  return { digest, outcomes: sorted, diagnostics };
}

function conclude(context: Context, ended: Ended): ExitCode {
  context.print(APPLY_FORMATS[context.format](ended, context.style));
  const bad = ended.outcomes.some(({ outcome }) => ['failed', 'unknown', 'skipped'].includes(outcome));
  return bad || ended.diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function asError({ code, params }: Fault): Diagnostic {
  return fault(code, NOWHERE, params);
}
