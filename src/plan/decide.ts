/** What is to be done for one store: the planner's table, row by row. Pure. */
import { digestOf } from '../base/canonical-json.ts';
import { compareValues, PICTURES, rejectedPictures, samePictures, sameValues } from '../fields.ts';
import type { Action, ChangeReason, FieldChange } from '../model/plan.ts';
import type { Store, StoreRecord, StoreValues } from '../model.ts';
import { type KnownPictures, wantedAddresses, withReferences } from '../pictures.ts';

export interface DecideOptions {
  /** Which address the content of a local picture was uploaded to. */
  readonly pictures: KnownPictures;
  /** The day of the plan, `YYYY-MM-DD` in the account's time zone. */
  readonly asOf: string;
  /** `yes`: content that the platform refused is tried again on the same day. */
  readonly retryRefused: 'yes' | 'no';
}

export interface Decision {
  readonly action: Action;
  readonly reason: ChangeReason | null;
  readonly fields: readonly FieldChange[];
  /** The whole record that would be sent; null where nothing can be. */
  readonly send: StoreValues | null;
  readonly digest: string;
}

/** SHA-256 over account, store and what would be sent, nothing else: it is what an approval stands for. */
export function digestChange(account: string, poiId: string, send: StoreValues | null): string {
  return digestOf({ account, poi_id: poiId, send });
}

/** Decides about a store that has a file. Null where record and file agree. */
export function decideStore(
  store: Store,
  record: StoreRecord | null,
  options: DecideOptions,
): Decision | null {
  // Local pictures are compared by their addresses; what is approved and shown is their content.
  const known = wantedAddresses(store, record, options.pictures);
  const before = record?.values ?? null;
  const rejected = record !== null && hasRejectedPictures(known, record);
  const settled = before !== null && !record?.uncertain && record?.refused === undefined && !rejected;
  // Most stores end here: what follows is made for those alone that have something to decide.
  if (settled && sameValues(before, known)) return null;
  const wanted = withReferences(store);
  const send = record !== null && rejected ? withApprovedPictures(wanted, record) : wanted;
  const digest = digestChange(store.account, store.poi_id, send);
  const fields = compareValues(before, known).map((change) => showContent(change, wanted));
  const decide = (action: Action, reason: ChangeReason | null): Decision => ({
    action,
    reason,
    fields,
    send,
    digest,
  });

  if (record?.uncertain) return decide('verify', null);
  if (record !== null && isRefused(record, digest, options)) return decide('hold', 'refused');
  if (rejected) return decideRejected(decide, send);
  if (before === null) return decide('adopt', null);
  if (sameValues(before, known)) return null;
  return record?.review === 'pending' ? decide('hold', 'review') : decide('update', null);
}

/** Before and after an upload a plan is the same. */
function showContent(change: FieldChange, { pic_list }: StoreValues): FieldChange {
  return change.field === PICTURES.name ? { ...change, after: pic_list } : change;
}

/** Beside rejected pictures only the other fields go out, and only where the approved pictures are known. */
function decideRejected(
  decide: (action: Action, reason: ChangeReason) => Decision,
  send: StoreValues | null,
): Decision {
  const held = decide('hold', 'rejected');
  const others = held.fields.filter(({ field }) => field !== 'pic_list');
  if (send === null || others.length === 0) return { ...held, send, digest: held.digest };
  return { ...decide('update', 'rejected'), fields: others };
}

/** Decides about a record whose file is gone: the store stays at WeChat as it is. */
export function decideRelease(account: string, poiId: string, record: StoreRecord): Decision {
  return {
    action: 'release',
    reason: record.review === 'pending' && !record.uncertain ? 'review' : null,
    fields: [],
    send: null,
    digest: digestChange(account, poiId, null),
  };
}

function hasRejectedPictures(desired: StoreValues, record: StoreRecord): boolean {
  const rejected = rejectedPictures(record);
  return record.review === 'rejected' && rejected !== undefined && samePictures(desired.pic_list, rejected);
}

function withApprovedPictures(desired: StoreValues, record: StoreRecord): StoreValues | null {
  return record.approved_pic_list === undefined ? null : { ...desired, pic_list: record.approved_pic_list };
}

/** A refusal counts for the same content, until a later day or until the person asks again. */
function isRefused(record: StoreRecord, digest: string, options: DecideOptions): boolean {
  return (
    record.refused?.digest === digest && options.asOf <= record.refused.date && options.retryRefused === 'no'
  );
}
