/** Records that are looked up far more often than they are read: most say what their store's file says. */
import type { StoreRecord, StoreValues } from '../model.ts';

/** A map of records that can answer from their text what nearly every store is asked. */
export interface SettledRecords extends ReadonlyMap<string, StoreRecord> {
  /**
   * True only where the record holds just these values, spelt so, and nothing that would have anything decided: no
   * update in doubt, no refusal, no rejection. False tells nothing.
   */
  isSettledAs(poiId: string, values: StoreValues): boolean;
  /** Records that hold more than values, their review and where they came from. */
  unusual(): Iterable<StoreRecord>;
}

type Records = ReadonlyMap<string, StoreRecord>;

/** Whether a record is surely settled with these values; false also where only a closer look can tell. */
export function isSettledAs(records: Records, poiId: string, values: StoreValues): boolean {
  return isSettledRecords(records) && records.isSettledAs(poiId, values);
}

/** The records that may hold more than values and their review: all, where nothing tells them apart. */
export function listUnusual(records: Records): Iterable<StoreRecord> {
  return isSettledRecords(records) ? records.unusual() : records.values();
}

function isSettledRecords(records: Records): records is SettledRecords {
  return 'isSettledAs' in records;
}
