/** What a pull request has to do with its plan: what waits whatever it does, and what it brings. */
import { withFilesAt } from '../git/repository.ts';
import type { Plan } from '../model/plan.ts';
import { compareScheduled } from '../plan/special-days.ts';
import { countSeverity } from '../report/diagnostics.ts';
import type { PullPart } from '../report/plan-document.ts';
import { waitingKey } from '../report/plan-markdown.ts';
import { movedTo, openAccount } from './accounts.ts';
import type { ActionContext } from './action-context.ts';
import { describePlaces, type Earlier } from './action-pictures.ts';
import type { Source } from './action-source.ts';
import { DEFAULT_RATE } from './options.ts';
import { planWhatIsRight, readWorkspace, type Workspace } from './workspace.ts';

/** One account of the plan: its own context, and where its state came from. */
export interface PlannedAccount {
  readonly context: ActionContext;
  readonly source: Source;
}

export type Comparison = Pick<PullPart, 'waiting' | 'scheduled' | 'pictures'>;

const UNKNOWN: Comparison = { waiting: null, scheduled: null };

/**
 * What the pull request has to do with it: stores whose change is the same with the base's files wait whatever it does,
 * and so do the changes of later days that both ask for.
 */
export async function compareWithBase(
  context: ActionContext,
  plan: Plan,
  accounts: readonly PlannedAccount[],
): Promise<Comparison> {
  const unknown = { ...UNKNOWN, ...describePlaces(context, plan, []) };
  const base = accounts.find(({ source }) => source.base !== null)?.source.base ?? null;
  if (base === null || accounts.some(({ source }) => source.state === null)) return unknown;
  if (countSeverity(plan.diagnostics, 'error') > 0) return { waiting: [], scheduled: null };
  const earlier = await withFilesAt(base.repository, base.commit, ['.'], async (root) =>
    accounts.map((each) => planEarlier(each, root, plan.as_of)),
  );
  if ('code' in earlier) return unknown;
  const found = earlier.filter((each) => each !== null);
  // Of several accounts one may be new; where none is known, the base could not be read.
  if (found.length === 0) return unknown;
  const known = new Set(found.flatMap(({ changes }) => changes.map(describeChange)));
  return {
    waiting: plan.changes
      .filter((change) => known.has(describeChange(change)))
      .map((change) => waitingKey(change, plan.accounts)),
    scheduled: compareScheduled(
      found.flatMap(({ scheduled }) => scheduled),
      plan.scheduled,
    ),
    ...describePlaces(
      context,
      plan,
      found.map(({ workspace }) => ({ commit: base.commit, workspace })),
    ),
  };
}

interface EarlierPlan extends Pick<Plan, 'changes' | 'scheduled'> {
  readonly workspace: Earlier['workspace'];
}

/** The plan of the base's files with the same state; null where the base does not know the account. */
function planEarlier({ context, source }: PlannedAccount, root: string, asOf: string): EarlierPlan | null {
  const there = movedTo(context, root);
  const { opened } = openAccount(there);
  if (opened === null || source.state === null) return null;
  // Filters of the repository do not run there: pictures that Git LFS keeps are known by their pointers.
  const workspace: Workspace = readWorkspace(
    { root },
    opened.settings,
    opened.account,
    source.state,
    'trust',
  );
  const plan = planWhatIsRight(there, workspace, { asOf, retryRefused: 'no', rate: DEFAULT_RATE });
  return { changes: plan.changes, scheduled: plan.scheduled, workspace };
}

function describeChange({ account, poi_id, action, digest }: Plan['changes'][number]): string {
  return `${account} ${poi_id} ${action} ${digest}`;
}
