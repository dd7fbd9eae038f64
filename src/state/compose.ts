/** What the branch's state is to say next: what it says now, with this run's stores put in. Pure. */
import { canonicalJson, compareText } from '../base/canonical-json.ts';
import type { State, StoreRecord, StoreValues } from '../model.ts';
import { withClaim } from './claim.ts';
import { markUncertain } from './fold.ts';

/** A claimed store that has no verdict yet. */
export interface OpenStore {
  readonly sending: StoreValues;
  /** The record before the claim. */
  readonly before: StoreRecord | undefined;
  /** Whether its intent is on disk. */
  begun: boolean;
}

export interface Parts {
  /** What the branch says. */
  readonly published: State;
  /** What the checkout says, the journal folded in; null where that cannot be read. */
  readonly local: State | null;
  /** Stores whose record is this run's to tell. */
  readonly touched: ReadonlySet<string>;
  readonly open: ReadonlyMap<string, OpenStore>;
}

/** While the run is under way: each claimed store is marked until its verdict is known. */
export function composeUnderWay(parts: Parts): State {
  return composeWith(parts, (known, { sending }) => markUncertain(known, sending));
}

/** At the end: a store in flight stays in doubt, one that was never begun is as it was before the claim. */
export function composeEnd(parts: Parts): State {
  return composeWith(parts, (known, { sending, before, begun }) => {
    if (begun) return markUncertain(known, sending);
    // Anything else than the own mark is somebody's news about the store, and stays.
    return sameRecord(known, markUncertain(before, sending)) ? before : known;
  });
}

type ComposeOpen = (known: StoreRecord | undefined, store: OpenStore) => StoreRecord | undefined;

/** Without a claim: whose that is, the caller knows. */
function composeWith({ published, local, touched, open }: Parts, composeOpen: ComposeOpen): State {
  const stores = new Map(published.stores);
  const put = (poiId: string, record: StoreRecord | undefined): void => {
    if (record === undefined) stores.delete(poiId);
    else stores.set(poiId, record);
  };
  if (local !== null) for (const poiId of touched) put(poiId, local.stores.get(poiId));
  for (const [poiId, store] of open) put(poiId, composeOpen(stores.get(poiId), store));
  const extra = { ...published.extra, ...(local === null ? {} : withClaim(local, null).extra) };
  return withClaim({ ...published, stores, extra }, null);
}

/** Stores whose record differs between two states. */
export function listChanged(left: State, right: State): readonly string[] {
  const all = [...new Set([...left.stores.keys(), ...right.stores.keys()])].sort(compareText);
  return all.filter((poiId) => !sameRecord(left.stores.get(poiId), right.stores.get(poiId)));
}

export function sameRecord(left: StoreRecord | undefined, right: StoreRecord | undefined): boolean {
  return left === right || canonicalJson(left ?? null) === canonicalJson(right ?? null);
}
