/** The nouns that all rooms speak in, and the small interfaces of the outside hands that apply needs. */
import type { OptionalName } from './fields.ts';
import type { FaultCode, FaultParams } from './messages/faults.ts';

// ---------------------------------------------------------------- faults and diagnostics

/** What went wrong, as data: a code of the closed list and the values that its text needs. */
export type Fault = {
  readonly [C in FaultCode]: { readonly code: C; readonly params: FaultParams[C] };
}[FaultCode];

export type Severity = 'error' | 'warning' | 'info';

/** Where a fault stands: `file` relative to the root with `/`, `line` and `column` counted from 1. */
export interface Place {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** A finding for people, not tied to one outcome. Its text is made by the reports, in their language. */
export type Diagnostic = Fault &
  Place & {
    readonly severity: Severity;
    /** Whose finding it is, in a run over several accounts; absent where there is one, and where a file says it. */
    readonly accounts?: readonly string[];
  };

export const NOWHERE: Place = { file: null, line: null, column: null };

/** Builds an error diagnostic. */
export function fault<C extends FaultCode>(code: C, place: Place, params: FaultParams[C]): Diagnostic {
  return diagnose('error', code, place, params);
}

/** Builds a warning. */
export function warning<C extends FaultCode>(code: C, place: Place, params: FaultParams[C]): Diagnostic {
  return diagnose('warning', code, place, params);
}

/** Builds a notice that asks for nothing. */
export function notice<C extends FaultCode>(code: C, place: Place, params: FaultParams[C]): Diagnostic {
  return diagnose('info', code, place, params);
}

function diagnose<C extends FaultCode>(
  severity: Severity,
  code: C,
  { file, line, column }: Place,
  params: FaultParams[C],
): Diagnostic {
  // The compiler cannot see that a generic pair is a member of the union; the signature guarantees it.
  return { severity, code, file, line, column, params } as unknown as Diagnostic;
}

/** A fault as a finding about the run, tied to no file. */
export function asRunDiagnostic(severity: Severity, { code, params }: Fault): Diagnostic {
  return diagnose(severity, code, NOWHERE, params);
}

/** Something read from outside: a value, or none; in both cases what was found on the way. */
export interface Read<T> {
  readonly value: T | null;
  readonly diagnostics: readonly Diagnostic[];
}

// ---------------------------------------------------------------- settings

/** A bound of a brake: a number of stores, or a share of the account's stores. */
export type Limit =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'percent'; readonly percent: number };

export interface Policy {
  readonly max_changes: Limit;
  readonly max_reviews: Limit;
  /** Days after which a review that has not ended is an error. */
  readonly review_patience_days: number;
}

/** One merchant: its folder, its state, its own lock and journal. Paths are relative to the root, with `/`. */
export interface Account {
  readonly name: string;
  readonly stores: string;
  readonly state: string;
  /** The merchant's appid; absent where `WECHAT_APPID` says it. */
  readonly appid?: string;
  /** The environment variable that holds this account's own secret. */
  readonly secret_env?: string;
  /** The environment variable that holds what the merchant's authorization gave to the third-party platform. */
  readonly refresh_token_env?: string;
}

export type Language = 'en' | 'zh-CN';

export interface Settings {
  readonly timezone: string;
  readonly language: Language;
  readonly policy: Policy;
  readonly accounts: readonly Account[];
}

/** How to get an access token. All texts but appids and names are secrets. */
export type Credentials =
  /** One from elsewhere; no token call is made. */
  | { readonly kind: 'token'; readonly token: string }
  /** The account's own secret, for `stable_token`. */
  | { readonly kind: 'secret'; readonly appid: string; readonly secret: string }
  /** A program that hands out tokens, such as the door to a token hub; `words` are itself and its arguments. */
  | {
      readonly kind: 'command';
      readonly words: readonly [string, ...string[]];
      readonly account: string;
      readonly appid: string | null;
    }
  | AuthorizerCredentials;

/** The account has authorised a third-party platform, which asks for tokens in its name. */
export interface AuthorizerCredentials {
  readonly kind: 'authorizer';
  readonly component: {
    readonly appid: string;
    readonly access:
      | { readonly kind: 'token'; readonly token: string }
      | { readonly kind: 'ticket'; readonly secret: string; readonly ticket: string };
  };
  /** The merchant's. */
  readonly appid: string;
  /** The variable for the first refresh token, and what it holds; null where there is none, or it is not set. */
  readonly refresh: { readonly variable: string | null; readonly token: string | null };
  /** Folder that keeps newer refresh tokens, as it was given. */
  readonly store: string;
}

// ---------------------------------------------------------------- desired: stores

/**
 * The managed values of a store under the API's own names (`POST /wxa/update_store`): the three that every store has, and
 * the optional ones of the field table (`map_poi_id`, `card_id`). An absent optional member is not managed and not sent;
 * an empty `card_id` is sent empty. Ids are strings, never numbers.
 */
export interface StoreValues extends Readonly<Partial<Record<OptionalName, string>>> {
  readonly hour: string;
  readonly contract_phone: string;
  readonly pic_list: readonly string[];
}

export type FieldName = keyof StoreValues;

/** Dated hours: they take the place of `hour` on the days from `from` to `to`, both included, in the account's time zone. */
export interface SpecialHours {
  /** `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly hour: string;
  /** For people. */
  readonly reason: string | null;
  /** Where the entry's hours stand. */
  readonly place: Place;
}

/** A picture as a file of the repository, known by its content. */
export interface LocalPicture {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
  readonly format: 'jpeg' | 'png';
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** A local picture of a planned change, with the address that its content was uploaded to; null before its upload. */
export interface PlannedPicture extends LocalPicture {
  readonly url: string | null;
}

/**
 * A store as a checked file wants it, on any day: `values.hour` are the usual hours. `origins` tells which file each
 * value comes from.
 */
export interface Store {
  readonly account: string;
  readonly poi_id: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly values: StoreValues;
  readonly labels: Readonly<Record<string, string>>;
  readonly origins: Readonly<Partial<Record<FieldName, Place>>>;
  /** Sorted by date, without overlaps. */
  readonly special_hours: readonly SpecialHours[];
  /** The local pictures of `values.pic_list`, by how they stand in it. */
  readonly pictures: ReadonlyMap<string, LocalPicture>;
}

// ---------------------------------------------------------------- state: what was sent

export type Review = 'none' | 'pending' | 'approved' | 'rejected';

/** What a STORE-class answer said no to; the same content is not sent again on the same day. */
export interface Refusal {
  /** Digest of the change that was refused, as the plan computes it. */
  readonly digest: string;
  readonly code: number | string;
  /** `YYYY-MM-DD` in the account's time zone. */
  readonly date: string;
}

/** One store's line in the state file. Members that this version does not know are kept as they are. */
export interface StoreRecord {
  /** Last sent and confirmed. Absent when an adoption was refused or never confirmed. */
  readonly values?: StoreValues;
  /** A string that keeps each digit; `null` when the answer was lost; absent while no review was started. */
  readonly audit_id?: string | null;
  readonly review: Review;
  readonly reason?: string;
  /** ISO time, UTC. */
  readonly applied_at?: string;
  /** True while an update was begun and no verdict is known; `sending` is what was about to be sent. */
  readonly uncertain?: true;
  readonly sending?: StoreValues;
  /** The answer that came for `sending`, where the live store did not show it: the audit id must not be lost. */
  readonly receipt?: UpdateReceipt;
  readonly approved_pic_list?: readonly string[];
  readonly rejected_pic_list?: readonly string[];
  /** Content (SHA-256) of pictures that were uploaded from the repository, by the address that was sent for them. */
  readonly local_pictures?: Readonly<Record<string, string>>;
  /** What the platform showed when it said that the values took effect; it may spell and host them its own way. */
  readonly observed?: Observation;
  readonly refused?: Refusal;
  /** The change of the repository that brought the values. */
  readonly source?: ChangeSource;
}

/** The values of a live store, as the read calls give them. */
export interface Observation {
  readonly hour: string;
  readonly contract_phone: string;
  readonly pic_list: readonly string[];
}

/** Where in the repository's history a store's file got its content. */
export interface ChangeSource {
  /** Full id of the newest commit of the branch that touched the file. */
  readonly commit: string;
  /** Number of the pull request that the commit names, where it names one. */
  readonly pull?: number;
}

/** The state file's content; store records by `poi_id`. Top-level members of later features are kept. */
export interface State {
  readonly version: 1;
  readonly stores: ReadonlyMap<string, StoreRecord>;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** A successful `update_store`. `audit_id` is null without a review, or where the answer held no `data`. */
export interface UpdateReceipt {
  readonly review: 'started' | 'none' | 'unknown';
  readonly audit_id: string | null;
}

// ---------------------------------------------------------------- reviews

/**
 * How a picture review ended, by the platform's push event. The event names no store: it is matched by the audit id
 * that `update_store` answered.
 */
export interface Verdict {
  readonly audit_id: string;
  readonly review: 'approved' | 'rejected';
  readonly reason: string | null;
  /** ISO time, UTC, of the event. */
  readonly at: string;
}
