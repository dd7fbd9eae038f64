/** Merges two versions of a state store by store, so that no result of either side is lost. Pure. */

import { canonicalJson, compareText } from '../base/canonical-json.ts';
import { isJsonObject } from '../base/json-object.ts';
import type { State, StoreRecord } from '../model.ts';
import { sentAddresses } from '../pictures.ts';
import { withJoined } from './joined.ts';

/** Merges against the common ancestor, where there is one. The order of the two sides does not matter. */
export function mergeStates(base: State | null, left: State, right: State): State {
  const stores = new Map<string, StoreRecord>();
  for (const poiId of [...new Set([...left.stores.keys(), ...right.stores.keys()])].sort(compareText)) {
    const merged = mergeRecord(base?.stores.get(poiId), left.stores.get(poiId), right.stores.get(poiId));
    if (merged !== undefined) stores.set(poiId, merged);
  }
  // Which commit the result has taken over, only the caller knows.
  return withJoined({ version: 1, stores, extra: mergeExtra(base, left, right) }, null);
}

type Slot = StoreRecord | undefined;

/** One store's record: a side that did not change it gives way; a removal gives way to a change. */
export function mergeRecord(base: Slot, left: Slot, right: Slot): Slot {
  const same = (one: Slot, other: Slot): boolean =>
    canonicalJson(one ?? null) === canonicalJson(other ?? null);
  if (same(left, right)) return left;
  if (base !== undefined && same(base, left)) return right;
  if (base !== undefined && same(base, right)) return left;
  if (left === undefined || right === undefined) return left ?? right;
  const [newer, older] = rank(left, right) >= 0 ? [left, right] : [right, left];
  return keepDoubt(keepNewId(base, newer, older), older);
}

/** An id that only the older side learned is kept where the newer one learned none about the same content. */
function keepNewId(base: Slot, newer: StoreRecord, older: StoreRecord): StoreRecord {
  const isNew = ({ audit_id: id }: StoreRecord): boolean => typeof id === 'string' && id !== base?.audit_id;
  const sameContent = canonicalJson(newer.values ?? null) === canonicalJson(older.values ?? null);
  if (isNew(newer) || !isNew(older) || !sameContent) return keepAuditId(newer, older);
  return { ...newer, audit_id: older.audit_id ?? null };
}

/** Above 0 where the left record is the one to keep; it depends on nothing but the two records. */
function rank(left: StoreRecord, right: StoreRecord): number {
  return (
    timeOf(left) - timeOf(right) ||
    // At one time, doubt is kept: verifying costs one read, forgetting may cost a review.
    Number(left.uncertain === true) - Number(right.uncertain === true) ||
    decidedness(left) - decidedness(right) ||
    compareText(canonicalJson(left), canonicalJson(right))
  );
}

function timeOf({ applied_at }: StoreRecord): number {
  return applied_at === undefined ? 0 : Date.parse(applied_at);
}

/** A verdict says more than a review that still runs, and that more than none. */
function decidedness({ review }: StoreRecord): number {
  return { none: 0, pending: 1, rejected: 2, approved: 3 }[review];
}

/** An id that only the older side knows is kept where the newer one never had any. */
export function keepAuditId(newer: StoreRecord, older: StoreRecord): StoreRecord {
  return newer.audit_id === undefined && older.audit_id ? { ...newer, audit_id: older.audit_id } : newer;
}

/**
 * An attempt whose verdict nobody learned is verified all the same: that costs one read, forgetting it an audit id.
 * A newer record of the very values that were about to be sent is that verdict.
 */
function keepDoubt(newer: StoreRecord, { uncertain, sending, receipt }: StoreRecord): StoreRecord {
  if (newer.uncertain || !uncertain) return newer;
  // A claim may name pictures by their content alone: it is older than their upload.
  const sent = sending === undefined ? undefined : sentAddresses(newer, sending);
  const isVerdict = receipt === undefined && canonicalJson(newer.values) === canonicalJson(sent);
  if (isVerdict && sent !== undefined) return newer;
  return {
    ...newer,
    uncertain,
    ...(sending === undefined ? {} : { sending }),
    ...(receipt === undefined ? {} : { receipt }),
  };
}

/** Top-level members of later features: a changed side wins; objects of entries (pictures) are united. */
export function mergeExtra(base: State | null, left: State, right: State): Readonly<Record<string, unknown>> {
  const keys = [...new Set([...Object.keys(left.extra), ...Object.keys(right.extra)])].sort(compareText);
  return Object.fromEntries(
    keys.map((key) => [key, mergeMember(base?.extra[key], left.extra[key], right.extra[key])] as const),
  );
}

function mergeMember(base: unknown, left: unknown, right: unknown): unknown {
  const text = (value: unknown): string => canonicalJson(value ?? null);
  if (text(left) === text(right) || text(base) === text(right)) return left ?? right;
  if (text(base) === text(left)) return right ?? left;
  if (isJsonObject(left) && isJsonObject(right)) {
    const [first, second] = compareText(text(left), text(right)) < 0 ? [left, right] : [right, left];
    return { ...first, ...second };
  }
  return compareText(text(left), text(right)) < 0 ? right : left;
}
