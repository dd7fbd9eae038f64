/** What to do with one store after the look: send, keep, release or defer. Pure. */
import {
  FIELDS,
  fieldsNotShown,
  fieldValue,
  mustSendUnseen,
  PICTURES,
  samePictures,
  sameValue,
  sameValues,
  showsValue,
} from '../fields.ts';
import type { LiveStore } from '../model/platform.ts';
import type { Fault, StoreRecord, StoreValues } from '../model.ts';
import { endReview, hasPictures, inSentWords, STATUS_REJECTED, STATUS_UNDER_REVIEW } from '../reviews.ts';
import { hasLanded } from './live.ts';
import { namesAgree } from './names.ts';
import { confirmUpdate, recordAsLive, settleAttempt } from './records.ts';
import type { ApplyOptions, Decision, Work } from './work.ts';

type Permissions = Pick<ApplyOptions, 'overwriteDrift' | 'acceptNames'>;

/** Decides about one store that was read. `at` is the ISO time that goes on record. */
export function decideAfterLook(work: Work, live: LiveStore, permissions: Permissions, at: string): Decision {
  if (!work.record?.uncertain) return decideSettled(work, work.record, live, permissions, at);
  return decideUncertain(work, work.record, live, permissions, at);
}

/** An earlier run began to send `sending` and learned no verdict: the live store tells whether it arrived. */
function decideUncertain(
  work: Work,
  record: StoreRecord,
  live: LiveStore,
  permissions: Permissions,
  at: string,
): Decision {
  const { sending, values } = record;
  const before = settleAttempt(record);
  const unsent = values === undefined && before.audit_id === undefined ? null : before;
  if (sending === undefined) return decideSettled(work, unsent, live, permissions, at);
  // A review that the record waits for already says nothing about what was sent after it.
  const waits = record.review === 'pending' && live.status === STATUS_UNDER_REVIEW;
  const alike = values !== undefined && samePictures(sending.pic_list, values.pic_list);
  const pictures = waits || alike ? 'unchanged' : 'changed';
  const inReview = pictures === 'changed' && live.status === STATUS_UNDER_REVIEW;
  if (!inReview && showsRecord(live, record)) {
    // The platform said that a review began, though nothing shows it yet: sending again would lose that review.
    if (record.receipt?.review === 'started') return decideLanded(work, record, live, permissions, at);
    // Where both look alike the update cannot be told from none; sending the same content again changes nothing.
    return decideSettled(work, unsent, live, permissions, at);
  }
  const rejected = values !== undefined && pictures === 'changed' && wasRejected(live, sending);
  if (rejected || hasLanded(live, sending, pictures))
    return decideLanded(work, record, live, permissions, at);
  const moot = values !== undefined && sameValues(values, sending);
  if (values === undefined || moot || permissions.overwriteDrift === 'yes') {
    return decideSettled(work, unsent, live, permissions, at);
  }
  return { kind: 'defer', fault: describeDrift(values, live), record: null };
}

/** Whether the live store is as recorded; in place of rejected or waiting pictures it shows the earlier ones. */
function showsRecord(live: LiveStore, record: StoreRecord): boolean {
  if (record.values === undefined) return false;
  const known = endReview(record, live);
  const restored = known.review === 'rejected' && isRestored(known, live);
  const earlier = restored || (known.review === 'pending' && live.status === STATUS_UNDER_REVIEW);
  return fieldsNotShown(live, record.values, 'any').every(({ startsReview }) => startsReview && earlier);
}

/** The update arrived and its review has ended badly by now: the other fields stand, the pictures do not. */
function wasRejected(live: LiveStore, sent: StoreValues): boolean {
  const others = fieldsNotShown(live, sent, 'any').filter(({ startsReview }) => !startsReview);
  return live.status === STATUS_REJECTED && others.length === 0;
}

function decideLanded(
  work: Work,
  record: StoreRecord & { readonly sending?: StoreValues },
  live: LiveStore,
  permissions: Permissions,
  at: string,
): Decision {
  const sent = record.sending ?? live;
  const told = confirmUpdate(record.values === undefined ? null : record, {
    sent,
    receipt: record.receipt ?? 'lost',
    live,
    at,
  });
  const confirmed = live.status === STATUS_REJECTED ? endReview(told, live) : told;
  const { send } = work.change;
  if (send === null || !sameValues(sent, send)) return decideSettled(work, confirmed, live, permissions, at);
  return { kind: 'keep', record: confirmed, audit_id: confirmed.audit_id ?? null };
}

function decideSettled(
  work: Work,
  known: StoreRecord | null,
  live: LiveStore,
  permissions: Permissions,
  at: string,
): Decision {
  const name = work.change.name ?? live.business_name;
  if (live.status === STATUS_UNDER_REVIEW) return deferForReview(name, work.record, known);
  const record = known === null ? null : endReview(known, live);
  if (record?.review === 'pending' && permissions.overwriteDrift === 'no') {
    return deferForReview(name, work.record, known);
  }
  const { send, action } = work.change;
  if (action === 'release') return { kind: 'release' };
  const justRejected = record?.review === 'rejected' && known?.review === 'pending';
  // The approved plan was about these pictures; the next plan says what can still be sent.
  if (send === null || (justRejected && holdsRejected(send, record))) {
    const fault = { code: 'REJECTED', params: { name, reason: record?.reason ?? null } } as const;
    return { kind: 'defer', fault, record };
  }
  // A review that ends with this very look tells under which addresses the platform shows its pictures from now on.
  const seen = inSentWords(live, record);
  const objection = object(work, record, seen, permissions);
  if (objection !== null)
    return { kind: 'defer', fault: objection, record: record === work.record ? null : record };
  if (needsNothing(send, record, seen)) {
    return { kind: 'keep', record: recordAsLive(record, send, seen, at), audit_id: null };
  }
  return { kind: 'send', values: send, record };
}

function deferForReview(name: string, stored: StoreRecord | null, known: StoreRecord | null): Decision {
  const learned = known === stored ? null : known;
  return { kind: 'defer', fault: { code: 'UNDER_REVIEW', params: { name } }, record: learned };
}

function holdsRejected(send: StoreValues, record: StoreRecord): boolean {
  return record.rejected_pic_list !== undefined && samePictures(send.pic_list, record.rejected_pic_list);
}

/** What speaks against sending: another shop's name on adoption, or live values that nobody reviewed. */
function object(
  { change }: Work,
  record: StoreRecord | null,
  live: LiveStore,
  { overwriteDrift, acceptNames }: Permissions,
): Fault | null {
  if (record?.values === undefined) {
    const name = change.name ?? '';
    if (acceptNames === 'yes' || namesAgree(name, live.business_name)) return null;
    return { code: 'NAME_MISMATCH', params: { name, live: live.business_name } };
  }
  if (overwriteDrift === 'yes' || change.send === null) return null;
  return findDrift(record, change.send, live);
}

/** A live value is expected when it is the recorded one, the one that the plan sends, or the approved pictures. */
function findDrift(record: StoreRecord, send: StoreValues, live: LiveStore): Fault | null {
  const expected = [record.values, send].filter((values) => values !== undefined);
  for (const field of FIELDS) {
    if (field.startsReview && record.review === 'rejected' && isRestored(record, live)) continue;
    const shows = expected.some((values) => {
      const value = fieldValue(values, field);
      return value === null || showsValue(field, live, value, 'any');
    });
    if (!shows) return describeDrift(record.values ?? send, live);
  }
  return null;
}

/** After a rejection the platform may show the earlier pictures again; which ones is only known at times. */
function isRestored(record: StoreRecord, live: LiveStore): boolean {
  return record.approved_pic_list === undefined || hasPictures(live, record.approved_pic_list);
}

function describeDrift(recorded: StoreValues, live: LiveStore): Fault {
  const field = fieldsNotShown(live, recorded, 'any')[0] ?? PICTURES;
  const show = (value: string | readonly string[] | null): string =>
    value === null ? '' : typeof value === 'string' ? value : value.join(' ');
  return {
    code: 'DRIFTED',
    params: { field: field.name, recorded: show(fieldValue(recorded, field)), live: show(field.live(live)) },
  };
}

/** Nothing is sent where the live store is as desired; fields that reads never show must be on record already. */
function needsNothing(send: StoreValues, record: StoreRecord | null, live: LiveStore): boolean {
  if (fieldsNotShown(live, send, 'exact').length > 0) return false;
  const recorded = record?.values;
  // A rejected store shows its rejection until something is sent; adopting it must not start a review by itself.
  const isNews = recorded !== undefined && !sameValues(recorded, send);
  if (isNews && live.status === STATUS_REJECTED) return false;
  // On adoption `map_poi_id` alone is no reason to send: it is never used to move a store.
  if (recorded === undefined) return !mustSendUnseen(send, live);
  return FIELDS.filter((field) => field.live(live) === null).every((field) => {
    const wanted = fieldValue(send, field);
    return wanted === null || sameValue(field, wanted, fieldValue(recorded, field));
  });
}
