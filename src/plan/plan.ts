/** (stores, records, day) → Plan. Pure: no clock, disk, network or environment. */
import { compareText, digestOf } from '../base/canonical-json.ts';
import { showSelection } from '../base/shell-words.ts';
import type { Change, Plan, PlanSummary } from '../model/plan.ts';
import { isSettledAs } from '../model/records.ts';
import {
  type Account,
  type Diagnostic,
  fault,
  NOWHERE,
  notice,
  type Store,
  type StoreRecord,
  warning,
} from '../model.ts';
import { planPictures } from '../pictures.ts';
import { storeOn } from '../special-hours.ts';
import { type DecideOptions, type Decision, decideRelease, decideStore } from './decide.ts';
import { forecastRun } from './forecast.ts';
import { listScheduled, nameSpecialDays, warnOfReviews } from './special-days.ts';

export interface PlanInput extends DecideOptions {
  readonly account: Account;
  /** As their files want them on any day: the plan takes the hours of its own day. */
  readonly stores: readonly Store[];
  /** Ids of stores that `stores` leaves out, since their record holds what their file says. Only where all are selected. */
  readonly settled?: ReadonlySet<string>;
  /** Files that gave no store, with the id where it could be read: their records are not released. */
  readonly invalid: readonly { readonly file: string; readonly poi_id: string | null }[];
  readonly records: ReadonlyMap<string, StoreRecord>;
  /** Which stores the plan is about; see `selection` for what people wrote. */
  readonly isSelected: (candidate: Candidate) => boolean;
  readonly selection: readonly string[];
  /** Calls a second, for the forecast. 0 is unlimited. */
  readonly rate: number;
  /** Days that a picture review may last. */
  readonly reviewPatienceDays: number;
}

/** What a selection can look at; a record without a file has only its id. */
export interface Candidate {
  readonly poi_id: string;
  readonly file: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** Plans one account. Faults of the input as a whole come as error diagnostics, and then nothing is planned. */
export function planAccount(input: PlanInput): Plan {
  const blockers = findBlockers(input);
  if (blockers.length > 0) return emptyPlan(input, blockers);
  const stores = input.stores
    .filter(input.isSelected)
    .sort((left, right) => compareText(left.poi_id, right.poi_id));
  const planned = [...planStores(input, stores), ...planReleases(input)].sort((left, right) =>
    compareText(left.poi_id, right.poi_id),
  );
  const summary = summarise(stores.length + countSettled(input), planned);
  const accountSize = countAccountStores(input);
  return {
    as_of: input.asOf,
    digest: digestPlan(planned),
    summary,
    changes: planned,
    scheduled: listScheduled(stores, input.asOf),
    forecast: forecastRun(planned, accountSize, input.rate),
    diagnostics: [...findRemarks(input, stores, planned), ...warnOfReviews(input, stores, planned)],
    selection: input.selection,
  };
}

/** The plan's approval: covers each change's digest and nothing else. */
export function digestPlan(changes: readonly Change[]): string {
  return digestOf(changes.map(({ account, poi_id, digest }) => [account, poi_id, digest]));
}

/** A plan of nothing, carrying why: what a run with errors shows. */
export function emptyPlan(
  { asOf, selection, rate }: Pick<PlanInput, 'asOf' | 'selection' | 'rate'>,
  diagnostics: readonly Diagnostic[],
): Plan {
  return {
    as_of: asOf,
    digest: digestPlan([]),
    summary: summarise(0, []),
    changes: [],
    scheduled: [],
    forecast: forecastRun([], 0, rate),
    diagnostics,
    selection,
  };
}

/** The stores that an account holds by its files or its records: what a share of it is counted from. */
export function countAccountStores({ stores, records }: Pick<PlanInput, 'stores' | 'records'>): number {
  const others = new Set<string>();
  for (const { poi_id } of stores) if (!records.has(poi_id)) others.add(poi_id);
  return others.size + records.size;
}

function countSettled({ settled }: Pick<PlanInput, 'settled'>): number {
  return settled?.size ?? 0;
}

function planStores(input: PlanInput, stores: readonly Store[]): readonly Change[] {
  return stores.flatMap((store) => {
    const today = storeOn(store, input.asOf);
    // What a record says to the letter needs no reading of it.
    if (today.pictures.size === 0 && isSettledAs(input.records, store.poi_id, today.values)) return [];
    const decided = decideStore(today, input.records.get(store.poi_id) ?? null, input);
    if (decided === null) return [];
    const decision = nameSpecialDays(decided, store, input.asOf);
    const { account, poi_id, name, file, line } = store;
    const change = toChange({ account, poi_id, name, file, line }, decision);
    const pictures = planPictures(store, input.records.get(poi_id) ?? null, input.pictures);
    return [pictures.length === 0 ? change : { ...change, pictures }];
  });
}

function planReleases(input: PlanInput): readonly Change[] {
  const account = input.account.name;
  const kept = new Set<string | null>();
  for (const { poi_id } of input.stores) kept.add(poi_id);
  for (const { poi_id } of input.invalid) kept.add(poi_id);
  const gone = [...input.records.keys()].filter((poi_id) => !kept.has(poi_id) && !input.settled?.has(poi_id));
  return gone.flatMap((poi_id) => {
    const record = input.records.get(poi_id);
    if (record === undefined || !input.isSelected({ poi_id, file: null, labels: {} })) return [];
    const place = { account, poi_id, name: null, file: null, line: null };
    return [toChange(place, decideRelease(account, poi_id, record))];
  });
}

function toChange(
  { account, poi_id, name, file, line }: Pick<Change, 'account' | 'poi_id' | 'name' | 'file' | 'line'>,
  { action, reason, digest, fields, send }: Decision,
): Change {
  return { account, poi_id, name, file, line, action, reason, digest, fields, send };
}

function summarise(stores: number, changes: readonly Change[]): PlanSummary {
  const count = (action: Change['action']): number =>
    changes.filter((change) => change.action === action).length;
  const release = count('release');
  return {
    stores,
    adopt: count('adopt'),
    update: count('update'),
    hold: count('hold'),
    verify: count('verify'),
    release,
    unchanged: stores - (changes.length - release),
  };
}

/** A wrong or empty stores folder must never look like stores that were removed. */
function findBlockers(input: PlanInput): readonly Diagnostic[] {
  const { account, stores, invalid, records } = input;
  if (records.size === 0 || invalid.length > 0 || countSettled(input) > 0) return [];
  const place = { ...NOWHERE, file: account.stores };
  const params = { stores: account.stores, records: records.size, state: account.state };
  if (stores.length === 0) return [fault('STORES_MISSING', place, params)];
  const foreign = records.size >= 2 && stores.every(({ poi_id }) => !records.has(poi_id));
  return foreign ? [fault('STORES_FOREIGN', place, { ...params, files: stores.length })] : [];
}

function findRemarks(
  input: PlanInput,
  stores: readonly Store[],
  changes: readonly Change[],
): readonly Diagnostic[] {
  const { account, records, selection, invalid } = input;
  const remarks: Diagnostic[] = stores.flatMap((store) => remarkMapPoiId(store, records));
  const planned = stores.length + countSettled(input) + changes.length;
  if (planned === 0 && invalid.length === 0) {
    remarks.push(
      selection.length > 0
        ? warning('SELECTION_EMPTY', NOWHERE, {
            expressions: showSelection(selection),
            cause: null,
            near: [],
          })
        : warning('NOTHING_TO_PLAN', { ...NOWHERE, file: account.stores }, { stores: account.stores }),
    );
  }
  if (records.size === 0 && stores.length > 0) {
    remarks.push(
      notice(
        'ADOPTS_WITHOUT_STATE',
        { ...NOWHERE, file: account.state },
        { stores: stores.length, state: account.state },
      ),
    );
  }
  return remarks;
}

function remarkMapPoiId(store: Store, records: PlanInput['records']): readonly Diagnostic[] {
  const after = store.values.map_poi_id;
  if (after === undefined || isSettledAs(records, store.poi_id, store.values)) return [];
  const before = records.get(store.poi_id)?.values?.map_poi_id;
  if (before === undefined || before === after) return [];
  const place = store.origins.map_poi_id ?? { file: store.file, line: store.line, column: null };
  return [warning('MAP_POI_ID_CHANGED', place, { name: store.name, before, after })];
}

/** Whether there is something to adopt, update, verify or release: stores on hold are no work. */
export function hasWork(changes: readonly Pick<Change, 'action'>[]): boolean {
  return changes.some(({ action }) => action !== 'hold');
}
