/** What a look at the live stores adds to a plan: reviews that ended, drift, adoptions that need no sending. Pure. */
import { fieldsNotShown, mustSendUnseen } from '../fields.ts';
import type { Change, Plan } from '../model/plan.ts';
import type { LiveStore } from '../model/platform.ts';
import type { Diagnostic, StoreRecord } from '../model.ts';
import { sendAddresses } from '../pictures.ts';
import { endReview, STATUS_UNDER_REVIEW } from '../reviews.ts';
import type { LiveView } from './drift.ts';
import { forecastRun } from './forecast.ts';

type Records = ReadonlyMap<string, StoreRecord>;

/** The records as they are once the reviews that have ended by now are on record. */
export function endReviews(records: Records, { stores }: LiveView): Records {
  return new Map(
    [...records].map(([poiId, record]) => {
      const live = stores.get(poiId);
      return [poiId, live && !record.uncertain ? endReview(record, live) : record];
    }),
  );
}

/** The plan with what the look told, `differences` among it; no digest changes, since nothing else would be sent. */
export function refreshPlan(
  plan: Plan,
  live: LiveView,
  differences: readonly Diagnostic[],
  accountStores: number,
): Plan {
  const changes = plan.changes.map((change) => markAsDesired(change, live.stores.get(change.poi_id) ?? null));
  return {
    ...plan,
    changes,
    forecast: forecastRun(changes, accountStores, plan.forecast.rate),
    diagnostics: [...plan.diagnostics, ...differences],
  };
}

/** As apply decides on adoption: a store that shows all values is only recorded, and a card is never shown. */
function markAsDesired(change: Change, live: LiveStore | null): Change {
  const { action } = change;
  const send = sendAddresses(change);
  if (action !== 'adopt' || send === null || live === null || mustSendUnseen(send, live)) return change;
  const settled = live.status !== STATUS_UNDER_REVIEW && fieldsNotShown(live, send, 'exact').length === 0;
  return settled ? { ...change, as_desired: true } : change;
}
