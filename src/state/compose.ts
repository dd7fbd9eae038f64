/** What the branch's state is to say next: what it says now, with this run's stores put in. Pure. */
import { canonicalJson, compareText } from '../base/canonical-json.ts';
import type { State, StoreRecord, StoreValues } from '../model.ts';
import { withClaim } from './claim.ts';
import { markUncertain } from './fold.ts';
import { keepAuditId, mergeExtra, mergeRecord } from './merge.ts';

/** A claimed store that has no verdict yet. */
export interface OpenStore {
  readonly sending: StoreValues;
  /** The record before the claim. */
  readonly before: StoreRecord | undefined;
  /** Whether its intent is on disk. */
  begun: boolean;
}

/** That this run has something to tell of a store. */
export interface News {
  /** What the branch said of the store when it was last in step with this run. */
  base: StoreRecord | undefined;
  /** `sent`: the end of an update; `looked`: read, and nothing sent. */
  source: 'sent' | 'looked';
}

export interface Parts {
  /** What the branch says. */
  readonly published: State;
  /** What the checkout says, the journal folded in; null where that cannot be read. */
  readonly local: State | null;
  /** Stores that this run has news of; their records are in `local`. */
  readonly touched: ReadonlyMap<string, News>;
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

/**
 * This run's news of a store in the light of what others told since. A look is older than the end of an update that
 * another run recorded meanwhile, whatever the two clocks say; but an audit id is kept.
 */
function tell({ base, source }: News, ours: StoreRecord | undefined, theirs: StoreRecord | undefined) {
  if (source === 'sent' || sameRecord(base, theirs)) return mergeRecord(base, ours, theirs);
  return theirs !== undefined && ours !== undefined ? keepAuditId(theirs, ours) : theirs;
}

/** Without a claim: whose that is, the caller knows. */
function composeWith({ published, local, touched, open }: Parts, composeOpen: ComposeOpen): State {
  const stores = new Map(published.stores);
  const put = (poiId: string, record: StoreRecord | undefined): void => {
    if (record === undefined) stores.delete(poiId);
    else stores.set(poiId, record);
  };
  if (local !== null) {
    for (const [poiId, news] of touched)
      put(poiId, tell(news, local.stores.get(poiId), published.stores.get(poiId)));
  }
  for (const [poiId, store] of open) put(poiId, composeOpen(stores.get(poiId), store));
  const extra = mergeExtra(null, published, local === null ? published : withClaim(local, null));
  return withClaim({ ...published, stores, extra }, null);
}

/**
 * The state with every mark that the branch holds: while another run's claim lives, an update may be on its way, and
 * what this run learned of the store before says nothing about it.
 */
export function keepMarks(state: State, published: State): State {
  const stores = new Map(state.stores);
  for (const [poiId, { uncertain, sending, receipt }] of published.stores) {
    if (!uncertain || sending === undefined) continue;
    const marked = markUncertain(stores.get(poiId), sending);
    stores.set(poiId, receipt === undefined ? marked : { ...marked, receipt });
  }
  return { ...state, stores };
}

/** Stores whose record differs between two states. */
export function listChanged(left: State, right: State): readonly string[] {
  const all = [...new Set([...left.stores.keys(), ...right.stores.keys()])].sort(compareText);
  return all.filter((poiId) => !sameRecord(left.stores.get(poiId), right.stores.get(poiId)));
}

export function sameRecord(left: StoreRecord | undefined, right: StoreRecord | undefined): boolean {
  return left === right || canonicalJson(left ?? null) === canonicalJson(right ?? null);
}
