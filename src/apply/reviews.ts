/** Reviews that come to an end: what a live store tells of the review that its record waits for. */
import { samePictures } from '../fields.ts';
import type { LiveStore, StoreRecord } from '../model.ts';
import type { Caller } from './call.ts';
import type { Ledger } from './ledger.ts';
import { hasPictures, STATUS_APPROVED, STATUS_REJECTED } from './live.ts';
import { approveReview, rejectReview } from './records.ts';
import type { Hands } from './work.ts';

/** A pending review has ended when the platform shows the sent pictures as approved, or the store as rejected. */
export function endReview(record: StoreRecord, live: LiveStore): StoreRecord {
  if (record.review !== 'pending') return record;
  if (live.status === STATUS_REJECTED) return rejectReview(record);
  const sent = record.values?.pic_list;
  // A new order of the same pictures is told from the old one only by the order itself.
  const reordered = sent !== undefined && isRearranged(sent, record.approved_pic_list ?? []);
  const shown = sent !== undefined && hasPictures(live, sent, reordered ? 'exact' : 'any');
  return live.status === STATUS_APPROVED && shown ? approveReview(record) : record;
}

function isRearranged(sent: readonly string[], approved: readonly string[]): boolean {
  return !samePictures(sent, approved) && samePictures(sent, approved, 'any');
}

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
