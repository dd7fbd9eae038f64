/**
 * An apply over several accounts: one plan and one question over all, then a few accounts at once, each with its own
 * lock, claim and brakes. What stops one account stops no other.
 */
import { checkDigest } from '../apply/approval.ts';
import { endBecause } from '../apply/outcomes.ts';
import { runPool } from '../apply/pool.ts';
import { compareStores } from '../base/canonical-json.ts';
import { dayIn } from '../base/clock.ts';
import type { Plan } from '../model/plan.ts';
import { asRunDiagnostic, type Diagnostic, type Fault } from '../model.ts';
import { ACCOUNTS_AT_ONCE, mergeDiagnostics, mergePlans, type Part } from '../plan/merge.ts';
import { emptyPlan } from '../plan/plan.ts';
import { areSeveral, eachAccount, narrowTo, type Opened, openAccounts } from './accounts.ts';
import { applyOne, askToGoOn, findBlocking, planAgain } from './applying.ts';
import type { Context, Together } from './context.ts';
import { type Ended, remarkDeferred } from './ending.ts';
import type { OpenShared } from './joined.ts';
import { openQueue } from './publishing.ts';
import type { ApplyCommandOptions } from './sending.ts';
import { describeSelection, openWorkspace } from './workspace.ts';

/** Opens the branch that keeps the state of the account that a context is narrowed to. */
export type OpenSharedFor<C extends Context> = (context: C) => OpenShared;

/** Applies all accounts that the context names. */
export async function runApply<C extends Context>(
  context: C,
  options: ApplyCommandOptions,
  openShared: OpenSharedFor<C>,
): Promise<Ended> {
  const accounts = openAccounts(context);
  if (!areSeveral(accounts)) return await applyOne(context, options, openShared(context));
  const { opened } = accounts;
  const needsPlan = options.expectDigest !== null || (options.confirm === 'ask' && options.planFile === null);
  if (!needsPlan) return await applyEach(context, { ...options, confirm: 'yes' }, openShared, opened);
  const plan = await planTogether(context, options, opened);
  const refusal = await findRefusal(context, plan, options);
  if (refusal !== null) return refuseAll(plan, refusal);
  const approved = { ...options, confirm: 'yes', expectDigest: null, approved: plan.changes } as const;
  return await applyEach(context, approved, openShared, opened);
}

async function applyEach<C extends Context>(
  context: C,
  options: ApplyCommandOptions,
  openShared: OpenSharedFor<C>,
  opened: readonly Opened[],
): Promise<Ended> {
  const together = createTogether(context);
  const ends = new Map<Opened, Ended>();
  await runPool(
    opened,
    ACCOUNTS_AT_ONCE,
    () => true,
    async (each) => {
      const own = besideOthers(narrowTo(context, each), together, each.account.name);
      const leave = together.queue.enter();
      try {
        ends.set(each, await applyInTurn(own, options, openShared));
      } finally {
        leave();
      }
    },
  );
  const parts = opened.flatMap((each) => {
    const part = ends.get(each);
    return part === undefined ? [] : [{ account: each.account.name, part }];
  });
  const [first, ...others] = parts;
  if (first === undefined) throw new Error('an apply over no account');
  return mergeEnds([first, ...others]);
}

async function applyInTurn<C extends Context>(
  context: C,
  options: ApplyCommandOptions,
  openShared: OpenSharedFor<C>,
): Promise<Ended> {
  if (context.signal.aborted) return leaveOut(context, options, context.signal);
  return await applyOne(context, options, openShared(context));
}

/** What accounts share that are at work at once. */
function createTogether(context: Context): Together {
  let last: Promise<unknown> = Promise.resolve();
  return {
    inTurn: (act) => {
      const turn = last.then(act);
      last = turn.catch(() => {});
      return turn;
    },
    queue: openQueue(context),
  };
}

/** Progress of several accounts at once: lines that say whose they are, since no moving line could. */
function besideOthers<C extends Context>(context: C, together: Together, account: string): C {
  const name = `[${account}] `;
  return {
    ...context,
    together,
    progressMode: 'lines',
    hint: (text) => context.hint(`${name}${text}`),
    complain: (text) => context.complain(`${name}${text}`),
    writeProgress: (text) => context.writeProgress(`${name}${text}`),
  };
}

/** What the accounts ask for, apart from those that an error forbids: they are refused when their turn comes. */
async function planTogether(
  context: Context,
  options: ApplyCommandOptions,
  opened: readonly [Opened, ...Opened[]],
): Promise<Plan> {
  const parts = await eachAccount(context, opened, (each) => {
    const { workspace } = openWorkspace(each);
    if (workspace === null) return null;
    const plan = planAgain(each, options, workspace);
    return findBlocking(workspace, plan, options) === null ? plan : null;
  });
  const [first, ...others] = parts.flatMap(({ account, part }) =>
    part === null ? [] : [{ account, part: { ...part, diagnostics: [] } }],
  );
  if (first !== undefined) return mergePlans([first, ...others]);
  const today = dayIn(opened[0].settings.value.timezone, context.clock.now());
  return emptyPlan({ asOf: today, selection: describeSelection(context), rate: options.rate }, []);
}

async function findRefusal(
  context: Context,
  plan: Plan,
  { expectDigest, confirm }: ApplyCommandOptions,
): Promise<Fault | null> {
  const mismatch = expectDigest === null ? null : checkDigest(plan.digest, expectDigest);
  if (mismatch !== null) return mismatch;
  return await askToGoOn(
    context,
    plan,
    plan.changes.map((change) => ({ change })),
    { confirm },
  );
}

function refuseAll(plan: Plan, reason: Fault): Ended {
  const outcomes = plan.changes.map((change) => endBecause(change, 'skipped', reason));
  const { digest, selection, accounts = [] } = plan;
  const diagnostics: readonly Diagnostic[] = [asRunDiagnostic('error', reason)];
  return { digest, selection, plan, outcomes, diagnostics, accounts: accounts.map(({ account }) => account) };
}

/** A signal came before this account's turn: its stores are named, and nothing of it is touched. */
function leaveOut(context: Context, options: ApplyCommandOptions, { reason }: AbortSignal): Ended {
  const { workspace, diagnostics } = openWorkspace(context);
  const fault: Fault = { code: 'INTERRUPTED', params: { signal: String(reason) } };
  if (workspace === null) return { digest: '', selection: [], plan: null, outcomes: [], diagnostics };
  const plan = planAgain(context, options, workspace);
  const outcomes = plan.changes.map((change) => endBecause(change, 'skipped', fault));
  return { digest: plan.digest, selection: plan.selection, plan, outcomes, diagnostics };
}

function mergeEnds(parts: readonly [Part<Ended>, ...Part<Ended>[]]): Ended {
  const planned = parts.flatMap(({ account, part }) =>
    part.plan === null ? [] : [{ account, part: part.plan }],
  );
  const [first, ...others] = planned;
  const plan = first === undefined ? null : mergePlans([first, ...others]);
  const outcomes = parts.flatMap(({ part }) => part.outcomes).sort(compareStores);
  const found = parts.map(({ account, part }) => ({
    account,
    part: part.diagnostics.filter(({ code }) => code !== 'STORES_DEFERRED'),
  }));
  return {
    digest: plan?.digest ?? '',
    selection: plan?.selection ?? [],
    plan,
    outcomes,
    diagnostics: [...mergeDiagnostics(found), ...remarkDeferred(outcomes)],
    accounts: parts.map(({ account }) => account),
  };
}
