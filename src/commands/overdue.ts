/** Finds reviews that have lasted longer than the policy's patience. */
import { type Diagnostic, fault, type StoreRecord } from '../model.ts';
import type { Workspace } from './workspace.ts';

const DAY = 86_400_000;

/** One error for each pending review that began more than `review_patience` ago. */
export function findOverdueReviews(
  records: ReadonlyMap<string, StoreRecord>,
  { settings, reading }: Workspace,
  now: Date,
): readonly Diagnostic[] {
  const patience = settings.policy.review_patience_days;
  const stores = new Map(reading.stores.map((store) => [store.poi_id, store]));
  return [...records].flatMap(([poiId, { review, applied_at }]) => {
    if (review !== 'pending' || applied_at === undefined) return [];
    const days = Math.floor((now.getTime() - Date.parse(applied_at)) / DAY);
    if (!(days > patience)) return [];
    const store = stores.get(poiId);
    const place = { file: store?.file ?? null, line: store?.line ?? null, column: null };
    return [fault('REVIEW_OVERDUE', place, { store: store?.name ?? poiId, days, patience })];
  });
}
