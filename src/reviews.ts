/** How a store's record changes when a picture review ends, and whose pictures a live store shows. Pure. */
import { type ListOrder, PICTURES, rejectedPictures, samePictures, showsValue } from './fields.ts';
import type { LiveStore } from './model/platform.ts';
import type { Review, StoreRecord, StoreValues, Verdict } from './model.ts';

/** `status` of a live store, by the page `newgetpoi`. */
export const STATUS_APPROVED = 1;
export const STATUS_UNDER_REVIEW = 2;
export const STATUS_REJECTED = 3;

/** Whether a live store shows these pictures. */
export function hasPictures(live: LiveStore, pictures: readonly string[], order: ListOrder = 'any'): boolean {
  return showsValue(PICTURES, live, pictures, order);
}

/**
 * A pending review has ended when the platform shows the store as rejected, or as approved with the pictures changed:
 * those that were sent, or as many others than before, since it may host them under addresses of its own.
 */
export function endReview(record: StoreRecord, live: LiveStore): StoreRecord {
  if (record.review !== 'pending') return record;
  if (wasFoundUnderWay(record)) return endFoundReview(record, live);
  if (live.status === STATUS_REJECTED) return rejectReview(record, live);
  return live.status === STATUS_APPROVED && showsSent(record, live) ? approveReview(record, live) : record;
}

/**
 * The first record of a store that nothing was sent for: what is live counts as sent. Which pictures a review that is
 * under way judges, or a rejection was about, nobody can tell; those that customers see are the approved ones.
 */
export function beginRecord(live: LiveStore, values: StoreValues, at: string): StoreRecord {
  const shown = { values, applied_at: at, approved_pic_list: values.pic_list };
  if (live.status === STATUS_UNDER_REVIEW) return { ...shown, review: 'pending', audit_id: null };
  if (live.status === STATUS_REJECTED) return { ...shown, review: 'rejected', rejected_pic_list: [] };
  return { values, review: 'none', applied_at: at };
}

/** A review that `beginRecord` met: the pictures on record are those from before it. */
function wasFoundUnderWay({ audit_id, values, approved_pic_list: approved }: StoreRecord): boolean {
  if (audit_id !== null || values === undefined || approved === undefined) return false;
  return samePictures(values.pic_list, approved);
}

/** Nothing of ours was judged: the live pictures, whatever they are now, are no other spelling of the recorded ones. */
function endFoundReview(record: StoreRecord, live: LiveStore): StoreRecord {
  if (live.status === STATUS_REJECTED) return { ...record, review: 'rejected', rejected_pic_list: [] };
  return live.status === STATUS_APPROVED ? approveReview(record) : record;
}

function showsSent({ values, observed, approved_pic_list: approved }: StoreRecord, live: LiveStore): boolean {
  if (values === undefined) return false;
  const sent = values.pic_list;
  // A new order of the same pictures is told from the old one only by the order itself.
  const reordered = isRearranged(sent, approved ?? []);
  if (hasPictures(live, sent, reordered ? 'exact' : 'any')) return true;
  const before = observed?.pic_list ?? approved;
  if (reordered || before === undefined || live.pic_list.length !== sent.length) return false;
  return !hasPictures(live, before) && !hasPictures(live, approved ?? before);
}

function isRearranged(sent: readonly string[], approved: readonly string[]): boolean {
  return !samePictures(sent, approved) && samePictures(sent, approved, 'any');
}

/** The record after the platform's word that the review of the recorded pictures ended well. */
export function approveReview(record: StoreRecord, live: LiveStore | null = null): StoreRecord {
  const { observed: _observed, ...rest } = withReview(record, 'approved', undefined);
  return live === null ? rest : { ...rest, observed: observe(live) };
}

/** The record after the platform's word that the recorded pictures were refused. */
export function rejectReview(
  record: StoreRecord,
  live: LiveStore | null = null,
  reason: string | null = null,
): StoreRecord {
  const rejected = keepRejection(record, record);
  const told = reason === null ? rejected : { ...rejected, reason };
  if (live === null) return told;
  // What customers see beside the rejected pictures are the ones that were approved before.
  const sent = record.values?.pic_list ?? [];
  const shown = live.pic_list.length > 0 && !hasPictures(live, sent) ? live.pic_list : undefined;
  const approved = record.approved_pic_list ?? shown;
  return {
    ...told,
    ...(approved === undefined ? {} : { approved_pic_list: approved }),
    observed: observeBeside(live, record),
  };
}

/** A store that is shown in the sent words stands under the addresses that were observed before, not under those. */
function observeBeside(live: LiveStore, record: StoreRecord): NonNullable<StoreRecord['observed']> {
  const { observed, approved_pic_list: approved } = record;
  const inWords = observed !== undefined && approved !== undefined && hasPictures(live, approved);
  return inWords ? { ...observe(live), pic_list: observed.pic_list } : observe(live);
}

/** The record after a verdict on the review that it names. */
export function applyVerdict(record: StoreRecord, { review, reason }: Verdict): StoreRecord {
  // An update without a review keeps the last audit id: its pictures are others than the ones that were judged.
  if (record.review === 'none') return record;
  if (review === 'rejected') return rejectReview(record, null, reason);
  return record.review === 'approved' ? record : approveReview(record);
}

/** What the platform shows of a store. */
function observe({ hour, contract_phone, pic_list }: LiveStore): NonNullable<StoreRecord['observed']> {
  return { hour, contract_phone, pic_list };
}

/**
 * A live store in the words that were sent: where it shows its pictures under the addresses that it showed when they
 * were approved, the recorded addresses stand for them.
 */
export function inSentWords(live: LiveStore, record: StoreRecord | null | undefined): LiveStore {
  if (record?.observed === undefined) return live;
  const settled = record.review === 'approved' || record.review === 'none';
  const sent = record.approved_pic_list ?? (settled ? record.values?.pic_list : undefined);
  if (sent === undefined || sent.length !== live.pic_list.length) return live;
  if (!hasPictures(live, record.observed.pic_list)) return live;
  // Each shown picture stands for the one in its place, in whatever order the platform shows them now.
  const shown = [PICTURES.normalise(live.pic_list)].flat();
  const places = [PICTURES.normalise(record.observed.pic_list)].flat();
  return { ...live, pic_list: shown.flatMap((url) => sent[places.indexOf(url)] ?? []) };
}

/** A record with another state of its review. `approved` are the pictures that customers see meanwhile. */
export function withReview(
  record: StoreRecord,
  review: Review,
  approved: readonly string[] | undefined,
): StoreRecord {
  const { reason: _reason, rejected_pic_list: _rejected, approved_pic_list: _approved, ...rest } = record;
  return { ...rest, review, ...(approved === undefined ? {} : { approved_pic_list: approved }) };
}

/** The record of now with the rejection that an earlier one knows of. */
export function keepRejection(now: StoreRecord, record: StoreRecord): StoreRecord {
  const rejected = rejectedPictures(record);
  return { ...now, review: 'rejected', ...(rejected === undefined ? {} : { rejected_pic_list: rejected }) };
}
