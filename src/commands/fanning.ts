/** Which accounts have work to do, and how they are dealt out to jobs. Offline. */
import type { Batch, Plan } from '../model/plan.ts';
import { LIST_PAGE_SIZE } from '../model/platform.ts';
import type { Diagnostic } from '../model.ts';
import { type AccountWork, makeBatches } from '../plan/batches.ts';
import { mergeDiagnostics } from '../plan/merge.ts';
import { hasJournal } from '../state/load.ts';
import { eachAccount, openAccount, openAccounts } from './accounts.ts';
import type { FindSource } from './action-source.ts';
import type { Context } from './context.ts';
import { DEFAULT_RATE, type WorkKind } from './options.ts';
import { planWhatIsRight, readWorkspace, statePath, type Workspace } from './workspace.ts';

export interface FanOptions {
  readonly kinds: readonly WorkKind[];
  /** The most batches. */
  readonly batches: number;
}

export interface FannedOut {
  readonly batches: readonly Batch[];
  /** Null where the settings could not be read. */
  readonly accounts: number | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Deals out the accounts that have work. One with faults in its files has work too: its job fails, tells them, and stops
 * no other. `findSource` says where states come from; null takes those of the checkout.
 */
export async function fanOut<C extends Context>(
  context: C,
  { kinds, batches }: FanOptions,
  findSource: FindSource | null,
): Promise<FannedOut> {
  const { opened, diagnostics } = openAccounts(context);
  if (opened === null) return { batches: [], accounts: null, diagnostics };
  const parts = await eachAccount(context, opened, (each) => findWork(each, kinds, findSource));
  const works = parts.flatMap(({ account, part: { calls } }): readonly AccountWork[] =>
    calls === null ? [] : [{ account, calls }],
  );
  const found = parts.map(({ account, part }) => ({ account, part: part.diagnostics }));
  return {
    batches: makeBatches(works, batches),
    accounts: opened.length,
    diagnostics: mergeDiagnostics(found),
  };
}

/** The calls that an account will take at most, null where there is nothing to do; and the faults of its files. */
async function findWork(
  context: Context,
  kinds: readonly WorkKind[],
  findSource: FindSource | null,
): Promise<{ readonly calls: number | null; readonly diagnostics: readonly Diagnostic[] }> {
  const { opened, diagnostics } = openAccount(context);
  if (opened === null) return { calls: 1, diagnostics };
  const source = (await findSource?.(opened.account)) ?? null;
  const read = readWorkspace(context, opened.settings, opened.account, source?.state ?? null);
  const workspace = { ...read, diagnostics: [...read.diagnostics, ...(source?.diagnostics ?? [])] };
  const plan = planWhatIsRight(context, workspace, { asOf: null, retryRefused: 'no', rate: DEFAULT_RATE });
  const errors = [...workspace.diagnostics, ...plan.diagnostics].filter(
    ({ severity }) => severity === 'error',
  );
  const counts = kinds.map((kind) => COUNTS[kind](context, workspace, plan));
  const calls = counts.reduce((sum, count) => sum + count, 0);
  return { calls: calls === 0 && errors.length === 0 ? null : Math.max(1, calls), diagnostics: errors };
}

/** Calls that a command would make at most; 0 where it has nothing to do. */
const COUNTS: Readonly<Record<WorkKind, (context: Context, workspace: Workspace, plan: Plan) => number>> = {
  apply: (context, { account }, { changes, forecast }) => {
    // A store on hold for its review is looked at, and sent where the review is over.
    const works = changes.some(({ action, reason }) => action !== 'hold' || reason === 'review');
    return works || hasJournal(statePath(context, account)) ? Math.max(1, forecast.calls) : 0;
  },
  status: (_context, { state }) => {
    const records = [...(state?.state.stores.values() ?? [])];
    return records.filter(({ review }) => review === 'pending').length;
  },
  drift: (_context, { state }) => Math.ceil((state?.state.stores.size ?? 0) / LIST_PAGE_SIZE),
};
