/** Looks at stores whose review is waited for, beside the ones that are sent. */
import type { StoreRecord } from '../model.ts';
import { endReview } from '../reviews.ts';
import type { Caller } from './call.ts';
import type { Ledger } from './ledger.ts';
import type { Hands } from './work.ts';

export interface ReviewTools {
  readonly hands: Hands;
  readonly caller: Caller;
  readonly ledger: Ledger;
  readonly mayGoOn: () => boolean;
}

/** Reads stores whose review is waited for, and records those that have ended. A failed read leaves things as they are. */
export async function lookAtReviews(
  records: ReadonlyMap<string, StoreRecord>,
  { hands, caller, ledger, mayGoOn }: ReviewTools,
): Promise<void> {
  for (const [poiId, record] of records) {
    if (!mayGoOn()) return;
    const answer = await caller.read(() => hands.platform.readStore(poiId));
    const ended = answer.ok ? endReview(record, answer.value) : record;
    if (ended !== record) await ledger.record(poiId, ended);
  }
}
