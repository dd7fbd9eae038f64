/** Which stores a status tells of and which it has to look at: records, files and the clock in, plain lists out. */
import { compareText } from '../base/canonical-json.ts';
import { rejectedPictures, samePictures } from '../fields.ts';
import type { LiveStore } from '../model/platform.ts';
import type { StoreRecord } from '../model.ts';
import { NO_PICTURES, readKnownPictures, wantedAddresses } from '../pictures.ts';
import type { ReviewLine } from '../report/status.ts';
import { approveReview, endReview, rejectReview, STATUS_APPROVED, STATUS_REJECTED } from '../reviews.ts';
import { makeSelector } from '../stores/select.ts';
import type { Context } from './context.ts';
import { listOverdue } from './overdue.ts';
import type { Workspace } from './workspace.ts';

const HOUR = 3_600_000;

export type Records = ReadonlyMap<string, StoreRecord>;

/** The records that `--select` and `--exclude` take. */
export function selectRecords(
  { select, exclude }: Pick<Context, 'select' | 'exclude'>,
  { account, reading }: Workspace,
  records: Records,
): Records {
  const isSelected = makeSelector(select, exclude, account.stores);
  const stores = new Map(reading.stores.map((store) => [store.poi_id, store]));
  const taken = [...records].filter(([poi_id]) => {
    const store = stores.get(poi_id);
    return isSelected({ poi_id, file: store?.file ?? null, labels: store?.labels ?? {} });
  });
  return new Map(taken);
}

/** Ids of the stores whose review is waited for, and whose record no interrupted update leaves in doubt. */
export function listPending(records: Records): readonly string[] {
  return [...records].filter(([, each]) => each.review === 'pending' && !each.uncertain).map(([id]) => id);
}

/**
 * Reviews that ended by the word of a push event alone: nobody has seen yet under which addresses the platform shows
 * the approved pictures, or which ones customers see beside the rejected.
 */
export function listUnseen(records: Records): readonly string[] {
  return [...records]
    .filter(([, { review, observed, audit_id: auditId, uncertain, values }]) => {
      const ended = review === 'approved' || review === 'rejected';
      return ended && !uncertain && values !== undefined && observed === undefined && Boolean(auditId);
    })
    .map(([id]) => id);
}

/** The record after a look; the same object where the look says nothing new. */
export function recordLook(record: StoreRecord, live: LiveStore): StoreRecord {
  if (record.review === 'pending') return endReview(record, live);
  // An approval that the platform does not show is somebody's edit since, which a drift tells of.
  const shown = live.status === STATUS_APPROVED && live.pic_list.length === record.values?.pic_list.length;
  if (record.review === 'approved' && shown) return approveReview(record, live);
  if (record.review === 'rejected' && live.status === STATUS_REJECTED) return rejectReview(record, live);
  return record;
}

/** Whether a rejection waits for people: the store's file still asks for those pictures, or cannot be read. */
export function waitsForPeople(poiId: string, record: StoreRecord, { reading, state }: Workspace): boolean {
  if (record.review !== 'rejected') return false;
  const store = reading.stores.find(({ poi_id }) => poi_id === poiId);
  if (store === undefined) {
    // Without any store the folder is missing or wrong, which says nothing about this one.
    const unsure = reading.invalid.some(({ poi_id: known }) => known === null || known === poiId);
    return unsure || reading.stores.length === 0;
  }
  const rejected = rejectedPictures(record);
  const known = state === null ? NO_PICTURES : readKnownPictures(state.state);
  return rejected === undefined || samePictures(wantedAddresses(store, record, known).pic_list, rejected);
}

/** How a run came by what it tells. */
export interface Learned {
  /** Stores whose review ended in this run. */
  readonly ended: ReadonlySet<string>;
  /** Stores that were looked at for the first time since an event told how their review ended. */
  readonly seen: ReadonlySet<string>;
  readonly unread: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
}

/** A line for each review that is waited for, waits for people, or ended in this run. Sorted by `poi_id`. */
export function listReviews(
  workspace: Workspace,
  records: Records,
  learned: Learned,
  now: Date,
): readonly ReviewLine[] {
  const { account, reading } = workspace;
  const stores = new Map(reading.stores.map((store) => [store.poi_id, store]));
  const invalid = new Map(reading.invalid.map(({ poi_id, file }) => [poi_id, file]));
  const overdue = listOverdue(records, workspace, now);
  const lines = [...records].flatMap(([poi_id, record]): readonly ReviewLine[] => {
    const store = stores.get(poi_id) ?? null;
    const file = store?.file ?? invalid.get(poi_id) ?? null;
    const ended = learned.ended.has(poi_id);
    const { review } = record;
    if (review === 'none' || (review === 'approved' && !ended)) return [];
    if (review === 'rejected' && !ended && !waitsForPeople(poi_id, record, workspace)) return [];
    return [
      {
        account: account.name,
        poi_id,
        name: store?.name ?? null,
        file,
        audit_id: record.audit_id ?? null,
        review,
        ended,
        reason: record.reason ?? null,
        applied_at: record.applied_at ?? null,
        age_hours: countHours(record, now),
        overdue: overdue.has(poi_id),
        source: record.source ?? null,
        note: describeNote(poi_id, record, learned),
      },
    ];
  });
  return lines.sort((left, right) => compareText(left.poi_id, right.poi_id));
}

function describeNote(poiId: string, record: StoreRecord, { unread, gone }: Learned): ReviewLine['note'] {
  if (record.review !== 'pending') return 'none';
  if (record.uncertain) return 'doubt';
  if (gone.has(poiId)) return 'gone';
  return unread.has(poiId) ? 'unread' : 'none';
}

/** Machines whose clocks differ write into one state: what was sent later than now is new. */
function countHours({ applied_at }: StoreRecord, now: Date): number | null {
  const sent = Date.parse(applied_at ?? '');
  return Number.isNaN(sent) ? null : Math.max(0, now.getTime() - sent) / HOUR;
}
