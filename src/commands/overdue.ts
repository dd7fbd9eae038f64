/** Finds reviews that have lasted longer than the policy's patience. */
import { type Diagnostic, fault, type StoreRecord } from '../model.ts';
import type { Workspace } from './workspace.ts';

const DAY = 86_400_000;

type Records = ReadonlyMap<string, StoreRecord>;

/** The records whose pending review began more than `review_patience` ago. */
export function listOverdue(records: Records, { settings }: Workspace, now: Date): Records {
  const patience = settings.policy.review_patience_days;
  return new Map([...records].filter(([, record]) => countDays(record, now) > patience));
}

/** One error for each overdue review, at the store's file where there is one. */
export function reportOverdue(records: Records, workspace: Workspace, now: Date): readonly Diagnostic[] {
  const patience = workspace.settings.policy.review_patience_days;
  const stores = new Map(workspace.reading.stores.map((store) => [store.poi_id, store]));
  return [...listOverdue(records, workspace, now)].map(([poiId, record]) => {
    const store = stores.get(poiId);
    const place = { file: store?.file ?? null, line: store?.line ?? null, column: null };
    return fault('REVIEW_OVERDUE', place, {
      store: store?.name ?? poiId,
      days: countDays(record, now),
      patience,
    });
  });
}

/** Whole days since a pending review began; 0 for a record that waits for none. */
export function countDays({ review, applied_at }: StoreRecord, now: Date): number {
  if (review !== 'pending' || applied_at === undefined) return 0;
  const days = Math.floor((now.getTime() - Date.parse(applied_at)) / DAY);
  return Number.isNaN(days) ? 0 : days;
}
