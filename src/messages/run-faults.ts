/** Faults of a run: plan, approval, brakes, and the platform's answers. */
import type { KnownErrcode } from './errcodes.ts';
import type { Phrase } from './phrases.ts';

export interface RunFaults {
  // ---- the plan
  /** `map_poi_id` differs from the recorded one; nothing says that WeChat moves a store by it. */
  MAP_POI_ID_CHANGED: { readonly name: string; readonly before: string; readonly after: string };
  /** A store with neither a record nor a look: the first apply adopts it. */
  ADOPTS_WITHOUT_STATE: { readonly stores: number; readonly state: string };
  /** Records stand in the state, and the stores folder gives no store at all. */
  STORES_MISSING: { readonly stores: string; readonly records: number; readonly state: string };
  /** Stores and records have not one id in common: most likely another chain's folder or state. */
  STORES_FOREIGN: {
    readonly stores: string;
    readonly files: number;
    readonly records: number;
    readonly state: string;
  };
  /** Neither stores nor records. */
  NOTHING_TO_PLAN: { readonly stores: string };
  /** A plan file that cannot be read, or is none. */
  PLAN_FILE_UNREADABLE: { readonly file: string; readonly detail: Phrase };
  /** `--account` names none of the settings' accounts. */
  UNKNOWN_ACCOUNT: {
    readonly account: string;
    readonly meant: string | null;
    readonly known: readonly string[];
    /** How many more there are. */
    readonly more: number;
  };
  /** A command that works on one account, where the settings have several. */
  ONE_ACCOUNT_NEEDED: { readonly known: readonly string[]; readonly more: number };

  /** Several accounts have a store with this id; at most ten of them, and how many more there are. */
  STORE_IN_SEVERAL: {
    readonly poi_id: string;
    readonly accounts: readonly string[];
    readonly more: number;
  };
  /** Neither a file nor a record has this id. */
  UNKNOWN_STORE: { readonly poi_id: string };
  /** A value of the command line that cannot be used; null where an option was given that cannot stand alone. */
  OPTION_INVALID: { readonly option: string; readonly value: string | null; readonly expected: Phrase };

  // ---- the run as a whole
  /** The plan made now is not the approved one. */
  DIGEST_MISMATCH: { readonly expected: string; readonly actual: string };
  /** No terminal to ask on, and no `--yes`. */
  NOT_CONFIRMED: { readonly asked: 'no' | 'yes' };
  MAX_CHANGES: { readonly changes: number; readonly limit: string; readonly stores: number };
  MAX_REVIEWS: { readonly reviews: number; readonly limit: string; readonly stores: number };
  /** The first store sent does not show what was sent. */
  CANARY: { readonly name: string; readonly fields: string };
  /** What was done could not be written to disk; `detail` is the system's code. */
  RECORD_FAILED: { readonly detail: string };
  /** A signal ended the run. */
  INTERRUPTED: { readonly signal: string };
  /** A common fault ended the run before this store. */
  STOPPED: { readonly cause: string };
  /** The same answer came for several stores in a row. */
  SEVERAL_IN_A_ROW: { readonly count: number; readonly cause: string };
  /** The quota could not be read; the run goes on. */
  QUOTA_UNREADABLE: { readonly cause: string };
  /** Fewer calls are left today than the run needs. */
  QUOTA_SHORT: { readonly remain: number; readonly needed: number };

  // ---- one store
  NOT_IN_PLAN: { readonly name: string };
  /** The store's file has an error, and the run goes on without it. */
  INVALID_FILE: { readonly file: string };
  /** Not released, since some file could not be read: it may be this store's. */
  RELEASE_UNSURE: { readonly name: string };
  /** Stores that were left for a later run; each outcome says why. */
  STORES_DEFERRED: { readonly count: number };
  UNDER_REVIEW: { readonly name: string };
  /** A review that began more than `review_patience` ago and has not ended. */
  REVIEW_OVERDUE: { readonly store: string; readonly days: number; readonly patience: number };
  REJECTED: { readonly name: string; readonly reason: string | null };
  REFUSED_BEFORE: { readonly code: string; readonly date: string };
  DRIFTED: { readonly field: string; readonly recorded: string; readonly live: string };
  NAME_MISMATCH: { readonly name: string; readonly live: string };
  /** Sent; neither a verdict nor a read-back told. */
  UNCONFIRMED: { readonly cause: string };
  /** The answer to a picture change held no audit id. */
  AUDIT_ID_UNKNOWN: { readonly name: string };

  // ---- answers of the platform: what a code means, and what to do then, is a text of its own for each code
  PLATFORM_REFUSED: { readonly errcode: KnownErrcode; readonly errmsg: string };
  PLATFORM_STOP: { readonly errcode: KnownErrcode; readonly errmsg: string };
  PLATFORM_BUSY: { readonly errcode: KnownErrcode; readonly errmsg: string };
  UNKNOWN_ERRCODE: { readonly errcode: number; readonly errmsg: string };
  /** A fault of this program, by the platform's answer; null for HTTP 412, a call without its length. */
  CLIENT_BUG: { readonly errcode: KnownErrcode | null; readonly errmsg: string };
  /** No answer: refused, reset, timed out, name not found. `proxy` says that a proxy variable is set. */
  NETWORK: { readonly host: string; readonly detail: Phrase; readonly proxy: 'set' | 'unset' };
  /** An answer with an HTTP status of the 5xx kind. */
  HTTP_STATUS: { readonly status: number };
  /** Not JSON, or JSON without an `errcode`. `sort` names what came instead. */
  NOT_AN_ANSWER: { readonly status: number; readonly sort: Phrase };
  /** Pages of the list did not come to the declared total, twice. */
  LIST_INCOMPLETE: { readonly read: number; readonly total: number };
  /** The live store could not be understood. */
  READ_INCOMPLETE: { readonly detail: Phrase };
  /** `WECHAT_API_BASE` is no usable address; `value` is null where it may hold a secret. */
  API_BASE_INVALID: { readonly value: string | null; readonly detail: Phrase };
  /** The token service handed out the very token that was just refused. */
  TOKEN_REFUSED: { readonly errcode: number; readonly errmsg: string };
}
