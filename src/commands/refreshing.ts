/** `plan --refresh`: reads the live stores first. Apart from the plan, so that a plan without it loads no HTTP. */

import type { Plan } from '../model/plan.ts';
import { NOWHERE, notice } from '../model.ts';
import { countAccountStores, emptyPlan } from '../plan/plan.ts';
import { endReviews, refreshPlan } from '../plan/refresh.ts';
import { listDifferences } from '../report/drift-document.ts';
import type { Context } from './context.ts';
import { compareView } from './drifting.ts';
import { readLiveView } from './live-view.ts';
import { DEFAULT_CONCURRENCY } from './options.ts';
import { type PlanOptions, planWorkspace, type Workspace } from './workspace.ts';

/** The plan of a workspace whose live stores were read. Writes nothing; without a whole look there is no plan. */
export async function planRefreshed(
  context: Context,
  workspace: Workspace,
  options: PlanOptions,
): Promise<Plan> {
  const offline = planWorkspace(context, workspace, options);
  const { reading, state } = workspace;
  if (state === null || offline.diagnostics.some(({ severity }) => severity === 'error')) return offline;
  const pace = { concurrency: DEFAULT_CONCURRENCY, rate: options.rate, cards: 'unread' } as const;
  const { value: live, diagnostics } = await readLiveView(context, workspace, pace);
  const found = [...workspace.diagnostics, ...diagnostics];
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  if (live === null || failed) {
    const input = { asOf: offline.as_of, selection: offline.selection, rate: options.rate };
    return emptyPlan(input, found);
  }
  const records = endReviews(state.state.stores, live);
  const settled = { ...state, state: { ...state.state, stores: records } };
  const plan = planWorkspace(context, { ...workspace, state: settled, diagnostics: found }, options);
  const { found: drifted, ended } = compareView(context, workspace, live, plan.as_of);
  const reviews =
    ended.length === 0 ? [] : [notice('REVIEWS_ENDED', NOWHERE, { count: ended.length, seen: 'plan' })];
  const differences = [...listDifferences(drifted), ...reviews];
  return refreshPlan(plan, live, differences, countAccountStores({ stores: reading.stores, records }));
}
