/** How a store's record changes with what was learned about it. Pure. */
import { samePictures } from '../fields.ts';
import type { LiveStore } from '../model/platform.ts';
import type { Refusal, StoreRecord, StoreValues, UpdateReceipt } from '../model.ts';
import { keepRejection, withReview } from '../reviews.ts';
import { approvedPictures, changesPictures } from './live.ts';

/** An update that took effect, by the platform's answer or by a read-back (`lost`). */
export interface Confirmation {
  readonly sent: StoreValues;
  readonly receipt: UpdateReceipt | 'lost';
  readonly live: LiveStore;
  /** ISO time, UTC. */
  readonly at: string;
}

/** The record after an update that took effect. An update without a review keeps the last audit id. */
export function confirmUpdate(record: StoreRecord | null, confirmation: Confirmation): StoreRecord {
  const { sent, at, receipt, live } = confirmation;
  const kept = settleAttempt(record);
  const now = { ...kept, values: sent, applied_at: dateAfter(at, record) };
  const started = receipt !== 'lost' && receipt.review === 'started';
  // Should the platform review even approved pictures again, that review is the news.
  if (record !== null && goesInPlace(record, sent) && !started) return keepRejection(now, record);
  const pictures = changesPictures(sent, record, live) ? 'changed' : 'unchanged';
  if (receipt === 'lost' || receipt.review === 'unknown') {
    const review = pictures === 'changed' ? 'pending' : 'none';
    return withReview({ ...now, audit_id: null }, review, approvedPictures(record, live));
  }
  if (receipt.review === 'started') {
    return withReview({ ...now, audit_id: receipt.audit_id }, 'pending', approvedPictures(record, live));
  }
  return pictures === 'changed' ? withReview(withoutObserved(now), 'none', undefined) : now;
}

/** Whether the approved pictures go out in place of rejected ones: then the rejection stands. */
function goesInPlace({ review, approved_pic_list: approved }: StoreRecord, sent: StoreValues): boolean {
  return review === 'rejected' && approved !== undefined && samePictures(sent.pic_list, approved);
}

/** The record after an answer that said no to this store's content. */
export function refuseUpdate(record: StoreRecord | null, refused: Refusal): StoreRecord {
  return { ...settleAttempt(record), refused };
}

/** The record of a store that already is as desired at WeChat: nothing was sent. */
export function recordAsLive(
  record: StoreRecord | null,
  wanted: StoreValues,
  live: LiveStore,
  at: string,
): StoreRecord {
  const now = { ...settleAttempt(record), values: wanted, applied_at: dateAfter(at, record) };
  if (record === null || !changesPictures(wanted, record, live)) return now;
  // Which review that was, nobody here knows.
  return withReview({ ...withoutObserved(now), audit_id: null }, 'approved', undefined);
}

/** What was shown of earlier pictures says nothing about others. */
function withoutObserved({ observed: _observed, ...record }: StoreRecord): StoreRecord {
  return record;
}

/**
 * A record is never dated before the one that it replaces: machines whose clocks differ write into one state, and a
 * merge takes the later date for the news.
 */
export function dateAfter(at: string, record: StoreRecord | null): string {
  const known = Date.parse(record?.applied_at ?? '');
  return Number.isNaN(known) || Date.parse(at) > known ? at : new Date(known + 1).toISOString();
}

/** A record without the marks of an attempt that is over. */
export function settleAttempt(record: StoreRecord | null): StoreRecord {
  if (record === null) return { review: 'none' };
  const { uncertain: _uncertain, sending: _sending, receipt: _receipt, refused: _refused, ...rest } = record;
  return rest;
}
