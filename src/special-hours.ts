/**
 * Dated hours as a pure function of file and day: which hours a store has on a day, and what later days bring. Days are
 * texts, `YYYY-MM-DD`, reckoned in UTC alone: no time zone of the machine can move them.
 */
import type { SpecialHours, Store, StoreValues } from './model.ts';

const DAY_MS = 86_400_000;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/u;

/** The years in which a date is taken for one: another is a slip of the hand. */
export const FIRST_YEAR = 2000;
export const LAST_YEAR = 2999;

/** Whether a text is a day that the calendar has. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const moment = Date.parse(`${text}T00:00:00Z`);
  // 2027-02-30 would silently become 2 March.
  return !Number.isNaN(moment) && showDay(moment) === text;
}

/** The day so many days later, or earlier. */
export function addDays(day: string, count: number): string {
  return showDay(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS);
}

/** Days from one day to another; 0 for the same day. */
export function countDays(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
}

function showDay(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** A store as far as its hours go. */
export type Dated = Pick<Store, 'values' | 'special_hours'>;

/** The special hours of a day, both ends included, or null on a usual day. */
export function specialOn({ special_hours }: Pick<Store, 'special_hours'>, day: string): SpecialHours | null {
  return special_hours.find(({ from, to }) => from <= day && day <= to) ?? null;
}

/** What a store's file wants on a day. */
export function valuesOn(store: Dated, day: string): StoreValues {
  const special = specialOn(store, day);
  return special === null ? store.values : { ...store.values, hour: special.hour };
}

/** The store as its file wants it on a day: the hours of that day, and where they stand. */
export function storeOn(store: Store, day: string): Store {
  const special = specialOn(store, day);
  if (special === null) return store;
  const origins = { ...store.origins, hour: special.place };
  return { ...store, values: { ...store.values, hour: special.hour }, origins };
}

/** All stores as their files want them on a day. */
export function storesOn(stores: readonly Store[], day: string): readonly Store[] {
  return stores.map((store) => storeOn(store, day));
}

/** A day on which a store's hours change. */
export interface HoursChange {
  readonly date: string;
  readonly before: string;
  readonly after: string;
  /** Of the special days that begin, or else of those that have ended. */
  readonly reason: string | null;
}

/** What later days bring, in their order: hours begin on the first special day, and go back on the day after the last. */
export function comingHours(store: Dated, day: string): readonly HoursChange[] {
  if (store.special_hours.length === 0) return [];
  const borders = store.special_hours.flatMap(({ from, to }) => [from, addDays(to, 1)]);
  const later = [...new Set(borders)].filter((border) => border > day).sort();
  return later.flatMap((date): readonly HoursChange[] => {
    const ending = specialOn(store, addDays(date, -1));
    const beginning = specialOn(store, date);
    const before = (ending ?? store.values).hour;
    const after = (beginning ?? store.values).hour;
    return before === after ? [] : [{ date, before, after, reason: (beginning ?? ending)?.reason ?? null }];
  });
}

/**
 * Whether hours differ from the recorded ones only since special days begin or have ended: the hours of a range that is
 * on take the place of the usual ones or of another range's, or those of a range that is over give way.
 */
export function comesBySpecialDays(store: Dated, day: string, recorded: string): boolean {
  const active = specialOn(store, day);
  const others = store.special_hours.filter((range) => range !== active && range.hour === recorded);
  if (active !== null) return recorded === store.values.hour || others.length > 0;
  return others.some(({ to }) => to < day);
}
