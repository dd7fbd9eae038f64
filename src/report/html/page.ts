/** What the HTML page is made from: plain data, gathered by the command. */
import { compareStores } from '../../base/canonical-json.ts';
import { dayIn } from '../../base/clock.ts';
import type { Messages } from '../../messages/en.ts';
import type { Change, Plan } from '../../model/plan.ts';
import type { Review, Store, StoreRecord } from '../../model.ts';
import { countDays } from '../../special-hours.ts';
import { countSeverity } from '../diagnostics.ts';

export interface ReportPage {
  /** Of the program. */
  readonly version: string;
  /** Null where not even the settings could be read; so is the time zone. */
  readonly account: string | null;
  readonly timezone: string | null;
  /** Days after which a review is overdue. */
  readonly patienceDays: number;
  /** With errors among its findings it lists no change. */
  readonly plan: Plan;
  /** Stores with a file or a record, as far as selected. */
  readonly stores: readonly PageStore[];
  /** All accounts of the page, sorted by name; absent where there is one. */
  readonly accounts?: readonly PageAccount[];
  /** Where the state cannot be used, nobody knows what was sent or is under review. */
  readonly records: 'read' | 'unreadable';
  /** Address of the repository's files at the planned commit, ending with `/`; null where it is not known. */
  readonly source: string | null;
}

/** One account of several; errors of its own leave it without a plan, and the others with theirs. */
export interface PageAccount {
  readonly name: string;
  readonly planned: 'yes' | 'no';
}

export interface PageStore {
  readonly account: string;
  readonly poi_id: string;
  /** Null where there is no file, or one with errors. */
  readonly store: Store | null;
  readonly record: StoreRecord | null;
  /** The file with errors that stands for this store. */
  readonly invalidFile: string | null;
}

export type PlannedAction = Change['action'] | 'unchanged' | 'none';

/** A store with what all parts of the page say of it. */
export interface PageRow extends PageStore {
  /** What its parts of the page are named by. */
  readonly key: string;
  readonly name: string;
  readonly change: Change | null;
  readonly action: PlannedAction;
  readonly review: Review | 'overdue';
  /** Days since the values were sent; null where that is not known. */
  readonly age: number | null;
}

/** The rows in the order of their accounts and ids. */
export function listRows(page: ReportPage): readonly PageRow[] {
  const changes = new Map(page.plan.changes.map((change) => [keyOf(page, change), change]));
  const planned = listPlanned(page);
  return [...page.stores].sort(compareStores).map((store) => {
    const key = keyOf(page, store);
    const change = changes.get(key) ?? null;
    const age = ageOf(store.record, page);
    return {
      ...store,
      key,
      name: store.store?.name ?? change?.name ?? store.poi_id,
      change,
      action: change?.action ?? (planned === 'all' || planned.has(store.account) ? 'unchanged' : 'none'),
      review: reviewOf(store.record, age, page),
      age,
    };
  });
}

/** What names a store on the page: its id, which several accounts may have, one each. */
export function keyOf(
  { accounts }: Pick<ReportPage, 'accounts'>,
  { account, poi_id }: Pick<PageStore, 'account' | 'poi_id'>,
): string {
  return accounts === undefined ? poi_id : `${account}-${poi_id}`;
}

function listPlanned(page: ReportPage): 'all' | ReadonlySet<string> {
  if (page.accounts === undefined) return hasErrors(page) ? new Set() : 'all';
  return new Set(page.accounts.flatMap(({ name, planned }) => (planned === 'yes' ? [name] : [])));
}

/** Whether the plan is empty because of errors: of several accounts in each. */
export function hasErrors({ plan, accounts }: Pick<ReportPage, 'plan' | 'accounts'>): boolean {
  if (accounts !== undefined) return accounts.every(({ planned }) => planned === 'no');
  return countSeverity(plan.diagnostics, 'error') > 0;
}

/** The accounts that errors leave without a plan, where others have theirs. */
export function listUnplanned({ accounts = [] }: Pick<ReportPage, 'accounts'>): readonly string[] {
  return accounts.flatMap(({ name, planned }) => (planned === 'no' ? [name] : []));
}

/** The page's name for people. */
export function titleOf({ account, accounts }: ReportPage, { html }: Pick<Messages, 'html'>): string {
  return accounts === undefined ? html.title(account) : html.titleOfSeveral(accounts.length);
}

/** By days of the time zone, so that the same files give the same page all day long. */
function ageOf(record: StoreRecord | null, { plan, timezone }: ReportPage): number | null {
  const sent = new Date(record?.applied_at ?? '');
  if (Number.isNaN(sent.getTime())) return null;
  return Math.max(0, countDays(dayIn(timezone ?? 'UTC', sent), plan.as_of));
}

function reviewOf(
  record: StoreRecord | null,
  age: number | null,
  { patienceDays }: ReportPage,
): PageRow['review'] {
  const review = record?.review ?? 'none';
  return review === 'pending' && age !== null && age > patienceDays ? 'overdue' : review;
}

/** Whether there is nothing to show but findings. */
export function hasOnlyFindings(page: ReportPage): boolean {
  return hasErrors(page) && page.stores.length === 0;
}
