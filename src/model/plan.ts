/** The nouns of a plan: what is to be done for each store, and what it will cost. */
import type { Diagnostic, FieldName, PlannedPicture, StoreValues } from '../model.ts';

export type Action = 'adopt' | 'update' | 'hold' | 'verify' | 'release';
/** `special_hours`, on an update: only the hours differ, and only since special days begin or have ended. */
export type ChangeReason = 'review' | 'rejected' | 'refused' | 'special_hours';

export type FieldValue = string | readonly string[];

/** One differing field. `before` is null where unknown, `after` null where the field is released. */
export interface FieldChange {
  readonly field: FieldName;
  readonly before: FieldValue | null;
  readonly after: FieldValue | null;
  /** True when sending it starts a review. */
  readonly review: boolean;
}

export interface Change {
  readonly account: string;
  readonly poi_id: string;
  /** Null on a release: the file that held the name is gone. */
  readonly name: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly action: Action;
  readonly reason: ChangeReason | null;
  /** SHA-256 over account, store and what would be sent. */
  readonly digest: string;
  readonly fields: readonly FieldChange[];
  /**
   * What would be sent: the whole record; null on a release, or where nothing can be sent. A local picture stands in it
   * by its content, `sha256:` and 64 hexadecimal digits.
   */
  readonly send: StoreValues | null;
  /** The local pictures that the store's file names, in its order; absent where there are none. */
  readonly pictures?: readonly PlannedPicture[];
  /** Only after a look, on `adopt`: the live store is just so already, and apply will only record it. */
  readonly as_desired?: true;
}

/** A change that the files ask for on a later day. */
export interface ScheduledChange {
  readonly account: string;
  readonly poi_id: string;
  readonly name: string;
  /** `YYYY-MM-DD`, the day on which it is due. */
  readonly date: string;
  readonly field: FieldName;
  readonly before: FieldValue;
  readonly after: FieldValue;
  /** Of the special days that begin, or of those that end. */
  readonly reason: string | null;
}

export interface PlanSummary {
  readonly stores: number;
  readonly adopt: number;
  readonly update: number;
  readonly hold: number;
  readonly verify: number;
  readonly release: number;
  readonly unchanged: number;
}

export interface Forecast {
  /** Store updates at most: adoptions count, though a store that is as desired is only recorded. */
  readonly updates: number;
  /** Calls at most, uploads, the look before each update and the canary's read-back included. */
  readonly calls: number;
  /** Local pictures to be uploaded first, each content once; absent where there are none. */
  readonly uploads?: number;
  readonly reviews: number;
  readonly minutes: number;
  /** Calls a second that the minutes were worked out with. */
  readonly rate: number;
}

export interface Plan {
  readonly as_of: string;
  readonly digest: string;
  readonly summary: PlanSummary;
  readonly changes: readonly Change[];
  /** What later days will bring with the files as they are; sorted by date, then store. */
  readonly scheduled: readonly ScheduledChange[];
  readonly forecast: Forecast;
  readonly diagnostics: readonly Diagnostic[];
  /** The `--select` and `--exclude` expressions that narrowed the plan, as given. */
  readonly selection: readonly string[];
  /** What each account adds, sorted by name; absent where there is one account. */
  readonly accounts?: readonly AccountPlan[];
}

/** One account's part of a plan over several. */
export interface AccountPlan {
  readonly account: string;
  readonly summary: PlanSummary;
}

/** One job's accounts of a fleet, sorted by name. */
export interface Batch {
  /** From 1. */
  readonly batch: number;
  readonly accounts: readonly string[];
  /** At most. */
  readonly calls: number;
}
