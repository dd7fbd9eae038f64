/** What the branch's state is to say next: what it says now, with this run's stores put in. Pure. */
import { canonicalJson, compareText } from '../base/canonical-json.ts';
import type { State, StoreRecord, StoreValues } from '../model.ts';
import { withClaim } from './claim.ts';
import { markUncertain } from './fold.ts';
import { withJoined } from './joined.ts';
import { keepAuditId, mergeExtra, mergeRecord } from './merge.ts';
import { settleVerdicts } from './verdicts.ts';

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

type Slot = StoreRecord | undefined;

export interface Composed {
  readonly state: State;
  /** The stores that this run has news of, as it alone would tell them, whatever others told meanwhile. */
  readonly own: ReadonlyMap<string, Slot>;
}

/** While the run is under way: each claimed store is marked until its verdict is known. */
export function composeUnderWay(parts: Parts): Composed {
  return composeWith(parts, (known, { sending }) => markUncertain(known, sending));
}

/** At the end: a store in flight stays in doubt, one that was never begun is as it was before the claim. */
export function composeEnd(parts: Parts): Composed {
  return composeWith(parts, (known, { sending, before, begun }) => {
    if (begun) return markUncertain(known, sending);
    // Anything else than the own mark is somebody's news about the store, and stays.
    return sameRecord(known, markUncertain(before, sending)) ? before : known;
  });
}

type ComposeOpen = (known: Slot, store: OpenStore) => Slot;

/**
 * This run's news of a store in the light of what others told since. A look is older than the end of an update that
 * another run recorded meanwhile, whatever the two clocks say; but an audit id is kept.
 */
function tell({ base, source }: News, ours: Slot, theirs: Slot): Slot {
  if (source === 'sent' || sameRecord(base, theirs)) return mergeRecord(base, ours, theirs);
  return theirs !== undefined && ours !== undefined ? keepAuditId(theirs, ours) : theirs;
}

/** Without a claim: whose that is, the caller knows. */
function composeWith({ published, local, touched, open }: Parts, composeOpen: ComposeOpen): Composed {
  const stores = new Map<string, Slot>(published.stores);
  const own = new Map<string, Slot>();
  for (const [poiId, news] of touched) {
    const theirs = published.stores.get(poiId);
    const ours = local === null ? theirs : local.stores.get(poiId);
    own.set(poiId, ours);
    stores.set(poiId, local === null ? theirs : tell(news, ours, theirs));
  }
  for (const [poiId, store] of open) {
    stores.set(poiId, composeOpen(stores.get(poiId), store));
    if (own.has(poiId)) own.set(poiId, composeOpen(own.get(poiId), store));
  }
  const extra = mergeExtra(null, published, local === null ? published : withClaim(local, null));
  const state = { ...published, stores: dropEmpty(stores), extra };
  return { state: settleVerdicts(withJoined(withClaim(state, null), null)), own };
}

function dropEmpty(slots: ReadonlyMap<string, Slot>): ReadonlyMap<string, StoreRecord> {
  return new Map([...slots].flatMap(([poiId, record]) => (record === undefined ? [] : [[poiId, record]])));
}

/**
 * All with every mark that the branch holds: while another run's claim lives, an update may be on its way, and what
 * this run learned of the store before says nothing about it.
 */
export function keepMarks({ state, own }: Composed, published: State): Composed {
  const stores = new Map(state.stores);
  const told = new Map(own);
  for (const [poiId, mark] of published.stores) {
    if (!mark.uncertain || mark.sending === undefined) continue;
    stores.set(poiId, markAgain(stores.get(poiId), mark.sending, mark));
    if (told.has(poiId)) told.set(poiId, markAgain(told.get(poiId), mark.sending, mark));
  }
  return { state: { ...state, stores }, own: told };
}

function markAgain(record: Slot, sending: StoreValues, { receipt }: StoreRecord): StoreRecord {
  const marked = markUncertain(record, sending);
  return receipt === undefined ? marked : { ...marked, receipt };
}

/** Stores whose record differs between two states. */
export function listChanged(left: State, right: State): readonly string[] {
  const all = [...new Set([...left.stores.keys(), ...right.stores.keys()])].sort(compareText);
  return all.filter((poiId) => !sameRecord(left.stores.get(poiId), right.stores.get(poiId)));
}

export function sameRecord(left: Slot, right: Slot): boolean {
  return left === right || canonicalJson(left ?? null) === canonicalJson(right ?? null);
}
