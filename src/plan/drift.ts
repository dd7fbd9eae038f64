/** (stores, records, live stores) → what differs, three ways: what the file says, what was last sent, what is live. Pure. */
import { compareText } from '../base/canonical-json.ts';
import { FIELDS, type Field, fieldValue, sameInAnyOrder, sameValue } from '../fields.ts';
import type {
  Drift,
  FieldDrift,
  FieldDriftKind,
  StoreDrift,
  StoreDriftKind,
  StoreDriftReason,
} from '../model/drift.ts';
import type { FieldValue } from '../model/plan.ts';
import type { LiveStore } from '../model/platform.ts';
import type { Store, StoreRecord } from '../model.ts';
import { type KnownPictures, wantedAddresses } from '../pictures.ts';
import { endReview, inSentWords, STATUS_UNDER_REVIEW } from '../reviews.ts';
import { storesOn } from '../special-hours.ts';
import type { Candidate } from './plan.ts';

/** What was read of the account. */
export interface LiveView {
  /** By id; null for a store that WeChat does not have. An id that is not in it was not read. */
  readonly stores: ReadonlyMap<string, LiveStore | null>;
  /** `all`: every live store of the account is in it. */
  readonly scope: Drift['scope'];
  /** Cards by `poi_id`, as far as they were read; empty for a store without one. */
  readonly cards: ReadonlyMap<string, string>;
}

export interface DriftInput {
  readonly account: string;
  /** The day, `YYYY-MM-DD` in the account's time zone, whose hours the files ask for. */
  readonly asOf: string;
  readonly stores: readonly Store[];
  /** Files that gave no store, with the id where it could be read. */
  readonly invalid: readonly { readonly file: string; readonly poi_id: string | null }[];
  readonly records: ReadonlyMap<string, StoreRecord>;
  /** Which address the content of a local picture was uploaded to. */
  readonly pictures: KnownPictures;
  readonly live: LiveView;
  readonly isSelected: (candidate: Candidate) => boolean;
}

/** A store by its file, its record, or both. */
export interface Known {
  readonly poi_id: string;
  readonly store: Store | null;
  readonly record: StoreRecord | null;
  /** A file with errors that claims this id. */
  readonly invalid: string | null;
}

/** Compares all stores that are known by a file or a record, and names the others. */
export function compareLive(input: DriftInput): Drift {
  const known = listKnown({ ...input, stores: storesOn(input.stores, input.asOf) });
  const found = [...known.flatMap((each) => compareKnown(input, each) ?? []), ...listUnmanaged(input)];
  const ended = known.flatMap(({ poi_id, record }) => {
    const live = input.live.stores.get(poi_id);
    return record && !record.uncertain && live && endReview(record, live) !== record ? [poi_id] : [];
  });
  return {
    stores: known.length,
    found: found.sort((left, right) => compareText(left.poi_id, right.poi_id)),
    ended,
    scope: input.live.scope,
  };
}

/** The selected stores with a file or a record. A record that was never confirmed and has no file is none to compare. */
export function listKnown({
  stores,
  invalid,
  records,
  isSelected,
}: Pick<DriftInput, 'stores' | 'invalid' | 'records' | 'isSelected'>): readonly Known[] {
  const faulty = new Map(
    invalid.flatMap(({ file, poi_id }) => (poi_id === null ? [] : [[poi_id, file] as const])),
  );
  const filed = new Set(stores.map(({ poi_id }) => poi_id));
  const others = [...records].filter(
    ([poiId, { values, uncertain }]) => !filed.has(poiId) && (values !== undefined || uncertain === true),
  );
  return [
    ...stores.filter(isSelected).map(
      (store): Known => ({
        poi_id: store.poi_id,
        store,
        record: records.get(store.poi_id) ?? null,
        invalid: null,
      }),
    ),
    ...others.flatMap(([poi_id, record]): readonly Known[] => {
      const file = faulty.get(poi_id) ?? null;
      return isSelected({ poi_id, file, labels: {} }) ? [{ poi_id, store: null, record, invalid: file }] : [];
    }),
  ];
}

function compareKnown({ account, live: view, pictures }: DriftInput, known: Known): StoreDrift | null {
  const { poi_id, store, record, invalid } = known;
  const live = view.stores.get(poi_id);
  const tell = (
    kind: StoreDriftKind,
    reason: StoreDriftReason | null,
    fields: readonly FieldDrift[] = [],
  ): StoreDrift => ({
    account,
    poi_id,
    name: store?.name ?? live?.business_name ?? null,
    file: store?.file ?? invalid,
    line: store?.line ?? null,
    kind,
    reason,
    fields,
  });
  if (live === undefined) return tell('not_compared', 'unread');
  const recorded = record !== null && (record.values !== undefined || record.uncertain === true);
  if (!recorded) {
    const fields = store === null || live === null ? [] : compareUnrecorded(store, pictures, live);
    return tell('unrecorded', live === null ? 'gone' : null, fields);
  }
  if (live === null) return tell('missing', null);
  if (invalid !== null) return tell('not_compared', 'invalid');
  if (record.uncertain) return tell('not_compared', 'uncertain');
  const fields = compareFields({ store, record, live, card: view.cards.get(poi_id) ?? null, pictures });
  const kind = (['conflict', 'edited', 'settled'] as const).find((each) =>
    fields.some((field) => field.kind === each),
  );
  return kind === undefined ? null : tell(kind, null, fields);
}

export interface Sides {
  readonly store: Store | null;
  readonly record: StoreRecord;
  readonly live: LiveStore;
  /** The card that WeChat has for it; null where it was not read. */
  readonly card: string | null;
  readonly pictures: KnownPictures;
}

/** The fields in which a live store shows neither what was last sent nor what takes its place for now. */
export function compareFields({ store, record, live, card, pictures }: Sides): readonly FieldDrift[] {
  const known = endReview(record, live);
  const seen = inSentWords(live, known);
  const addresses = store === null ? null : wantedAddresses(store, record, pictures);
  return FIELDS.flatMap((field): readonly FieldDrift[] => {
    const shown = field.name === 'card_id' ? card : field.live(seen);
    const recorded = record.values === undefined ? null : fieldValue(record.values, field);
    const wanted = addresses === null ? null : fieldValue(addresses, field);
    // A field that the file gives up, or asks for since just now, is the plan's matter.
    if (shown === null || recorded === null || (store !== null && wanted === null)) return [];
    if (sameInAnyOrder(field, shown, recorded) || isUnderReview(field, known, live)) return [];
    if (field.startsReview && showsInstead(field, known, shown)) return [];
    const kind = judge(field, { wanted, recorded, shown });
    const place = store?.origins[field.name] ?? null;
    const file = store === null ? null : fieldValue(store.values, field);
    return [
      { field: field.name, kind, file, recorded, live: shown, place, ...addressesOf(store, field, wanted) },
    ];
  });
}

/** What the file's words for pictures stand for, where they are not addresses themselves. */
function addressesOf(
  store: Store | null,
  field: Field,
  wanted: FieldValue | null,
): Pick<FieldDrift, 'addresses'> {
  const isLocal = field.startsReview && store !== null && store.pictures.size > 0;
  return isLocal && wanted !== null && typeof wanted !== 'string' ? { addresses: wanted } : {};
}

function judge(
  field: Field,
  { wanted, recorded, shown }: { wanted: FieldValue | null; recorded: FieldValue; shown: FieldValue },
): FieldDriftKind {
  if (wanted === null) return 'edited';
  if (sameInAnyOrder(field, shown, wanted)) return 'settled';
  return sameValue(field, wanted, recorded) ? 'edited' : 'conflict';
}

/** What a store shows of its pictures during a review says nothing about what will be shown after it. */
function isUnderReview(
  { startsReview }: Field,
  { review }: Pick<StoreRecord, 'review'>,
  live: LiveStore,
): boolean {
  return startsReview && (review === 'pending' || live.status === STATUS_UNDER_REVIEW);
}

/** After a rejection the earlier pictures are shown again; which ones is only known at times. */
function showsInstead(
  field: Field,
  { review, approved_pic_list: approved }: StoreRecord,
  shown: FieldValue,
): boolean {
  return review === 'rejected' && (approved === undefined || sameInAnyOrder(field, shown, approved));
}

/** Without a record there are two sides only. */
function compareUnrecorded(store: Store, pictures: KnownPictures, live: LiveStore): readonly FieldDrift[] {
  const { values, origins } = store;
  const addresses = wantedAddresses(store, null, pictures);
  return FIELDS.flatMap((field): readonly FieldDrift[] => {
    const [shown, wanted] = [field.live(live), fieldValue(addresses, field)];
    if (shown === null || wanted === null || sameInAnyOrder(field, shown, wanted)) return [];
    if (isUnderReview(field, { review: 'none' }, live)) return [];
    const place = origins[field.name] ?? null;
    const file = fieldValue(values, field);
    return [{ field: field.name, kind: 'unrecorded', file, recorded: null, live: shown, place }];
  });
}

/** Live stores that no file and no record knows; only where all of them were read. */
function listUnmanaged({
  account,
  stores,
  invalid,
  records,
  live,
  isSelected,
}: DriftInput): readonly StoreDrift[] {
  if (live.scope === 'some') return [];
  const managed = new Set([...[...stores, ...invalid].map(({ poi_id }) => poi_id), ...records.keys()]);
  return [...live.stores].flatMap(([poi_id, store]): readonly StoreDrift[] => {
    if (store === null || managed.has(poi_id) || !isSelected({ poi_id, file: null, labels: {} })) return [];
    const place = { account, poi_id, name: store.business_name, file: null, line: null };
    return [{ ...place, kind: 'unmanaged', reason: null, fields: [] }];
  });
}

/** Whether a store is not as it should be and somebody has to decide. */
export function isDrift({ kind }: Pick<StoreDrift, 'kind'>): boolean {
  return kind === 'edited' || kind === 'conflict' || kind === 'missing';
}
