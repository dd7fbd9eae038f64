/** How a record changes when values that were set at WeChat are taken over. Pure. */

import type { FieldValue } from '../model/plan.ts';
import type { LiveStore } from '../model/platform.ts';
import type { FieldName, StoreRecord } from '../model.ts';
import { endReview, keepRejection, STATUS_REJECTED, withReview } from '../reviews.ts';
import { dateAfter } from './records.ts';

/**
 * The record with accepted values, as a file says them now. Its audit id stays: no review of ours brought them. Where
 * pictures are among them, what was known of the earlier ones says nothing any more.
 */
export function acceptLive(
  record: StoreRecord,
  accepted: ReadonlyMap<FieldName, FieldValue>,
  live: LiveStore,
  at: string,
): StoreRecord {
  if (record.values === undefined || accepted.size === 0) return record;
  const values = { ...record.values, ...Object.fromEntries(accepted) };
  const now = { ...record, values, applied_at: dateAfter(at, record) };
  const pictures = accepted.get('pic_list');
  if (pictures === undefined || typeof pictures === 'string') return now;
  const { observed: _observed, ...rest } = now;
  const known = endReview(record, live);
  if (known.review !== 'rejected') return withReview(rest, known.review, undefined);
  // A store that still shows the rejection keeps the memory of it: those pictures must not go out again.
  if (live.status !== STATUS_REJECTED) return withReview(rest, 'approved', undefined);
  return { ...keepRejection(rest, known), approved_pic_list: pictures };
}
