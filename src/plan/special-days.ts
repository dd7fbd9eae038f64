/** Special days in a plan: what later days bring, which changes come by them alone, and reviews that meet them. Pure. */
import { compareText } from '../base/canonical-json.ts';
import type { Change, ScheduledChange } from '../model/plan.ts';
import { type Diagnostic, NOWHERE, type Store, type StoreRecord, warning } from '../model.ts';
import { addDays, comesBySpecialDays, comingHours, countDays } from '../special-hours.ts';
import type { Decision } from './decide.ts';

/** What later days bring for these stores; sorted by date, then store. */
export function listScheduled(stores: readonly Store[], asOf: string): readonly ScheduledChange[] {
  return stores
    .flatMap((store) =>
      comingHours(store, asOf).map(
        ({ date, before, after, reason }): ScheduledChange => ({
          account: store.account,
          poi_id: store.poi_id,
          name: store.name,
          date,
          field: 'hour',
          before,
          after,
          reason,
        }),
      ),
    )
    .sort((left, right) => compareText(left.date, right.date) || compareText(left.poi_id, right.poi_id));
}

/** What one set of files brings on later days and another does not, by what will be sent on which day. */
export function compareScheduled(
  before: readonly ScheduledChange[],
  after: readonly ScheduledChange[],
): { readonly added: readonly ScheduledChange[]; readonly removed: readonly ScheduledChange[] } {
  const dayOf = ({ account, poi_id, date, field }: ScheduledChange): string =>
    JSON.stringify([account, poi_id, date, field]);
  const sent = (change: ScheduledChange): string => JSON.stringify([dayOf(change), change.after]);
  const known = new Set(before.map(sent));
  const days = new Set(after.map(dayOf));
  return {
    added: after.filter((change) => !known.has(sent(change))),
    removed: before.filter((change) => !days.has(dayOf(change))),
  };
}

/** The decision with its reason, where it is an update that comes by special days alone. `store` holds the usual hours. */
export function nameSpecialDays(decision: Decision, store: Store, asOf: string): Decision {
  const { action, reason, fields } = decision;
  const [only, more] = fields;
  if (action !== 'update' || reason !== null || only?.field !== 'hour' || more !== undefined) return decision;
  const recorded = only.before;
  const special = typeof recorded === 'string' && comesBySpecialDays(store, asOf, recorded);
  return special ? { ...decision, reason: 'special_hours' } : decision;
}

/** Stores that are named one by one; of more, one finding tells. */
const MOST_NAMED = 3;

export interface ReviewInput {
  readonly asOf: string;
  readonly reviewPatienceDays: number;
  readonly records: ReadonlyMap<string, StoreRecord>;
}

/**
 * A store whose pictures are under review may refuse its hours: tells where a review that runs, or that the plan would
 * start, may not have ended when the hours change. An adoption is left out: as a rule it sends no picture.
 */
export function warnOfReviews(
  { asOf, reviewPatienceDays: patience, records }: ReviewInput,
  stores: readonly Store[],
  changes: readonly Change[],
): readonly Diagnostic[] {
  const starting = new Set(changes.filter(startsReview).map(({ poi_id }) => poi_id));
  const last = addDays(asOf, patience);
  const found = stores.flatMap((store) => {
    if (store.special_hours.length === 0) return [];
    const reviewed = starting.has(store.poi_id) || records.get(store.poi_id)?.review === 'pending';
    const [next] = reviewed ? comingHours(store, asOf) : [];
    return next !== undefined && next.date <= last ? [{ store, date: next.date }] : [];
  });
  const dates = found.map(({ date }) => date).sort();
  const [first] = dates;
  if (first === undefined) return [];
  if (found.length > MOST_NAMED) {
    const names = found.map(({ store }) => store.name);
    const params = { stores: found.length, names, date: first, days: countDays(asOf, first), patience };
    return [warning('REVIEW_BEFORE_SPECIAL_HOURS', NOWHERE, params)];
  }
  return found.map(({ store, date }) => {
    const place = { file: store.file, line: store.line, column: null };
    const params = { stores: 1, names: [store.name], date, days: countDays(asOf, date), patience };
    return warning('REVIEW_BEFORE_SPECIAL_HOURS', place, params);
  });
}

/** Updates start one, and one that is in doubt may have. */
function startsReview({ action, fields, send }: Change): boolean {
  const sends = action === 'update' || action === 'verify';
  return sends && send !== null && fields.some(({ review }) => review);
}
