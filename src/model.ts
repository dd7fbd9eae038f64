/** The nouns that all rooms speak in, and the small interfaces of the outside hands that apply needs. */
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
export type Diagnostic = Fault & Place & { readonly severity: Severity };

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
}

export type Language = 'en' | 'zh-CN';

export interface Settings {
  readonly timezone: string;
  readonly language: Language;
  readonly policy: Policy;
  readonly accounts: readonly Account[];
}

/** How to get an access token: one from elsewhere, or the account's own secret for `stable_token`. */
export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'secret'; readonly appid: string; readonly secret: string };

// ---------------------------------------------------------------- desired: stores

/**
 * The managed values of a store under the API's own names (`POST /wxa/update_store`). An absent optional
 * member is not managed and not sent; an empty `card_id` is sent empty. Ids are strings, never numbers.
 */
export interface StoreValues {
  readonly hour: string;
  readonly contract_phone: string;
  readonly pic_list: readonly string[];
  readonly map_poi_id?: string;
  readonly card_id?: string;
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

// ---------------------------------------------------------------- plan

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
}

// ---------------------------------------------------------------- the platform

/** A live store as `get_store_info` and `get_store_list` show it. `status`: 1 approved, 2 under review, 3 rejected. */
export interface LiveStore {
  readonly poi_id: string;
  readonly business_name: string;
  readonly hour: string;
  readonly contract_phone: string;
  readonly pic_list: readonly string[];
  readonly status: number;
  /** Where the store is, as far as the platform says; no call changes it. */
  readonly place?: LivePlace;
}

export interface LivePlace {
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly address: string;
}

/** `get_store_list` gives at most 50 stores a page, by the long official page of the interface. */
export const LIST_PAGE_SIZE = 50;

export interface LivePage {
  readonly stores: readonly LiveStore[];
  readonly total: number;
  /** Entries without a `poi_id`: stores that were just added and wait for their first review. They count in `total`. */
  readonly unnamed?: number;
}

/** A successful `update_store`. `audit_id` is null without a review, or where the answer held no `data`. */
export interface UpdateReceipt {
  readonly review: 'started' | 'none' | 'unknown';
  readonly audit_id: string | null;
}

export interface Quota {
  readonly daily_limit: number;
  readonly used: number;
  readonly remain: number;
}

/** A picture's bytes on their way to the platform. */
export interface PictureFile {
  readonly bytes: Uint8Array;
  readonly format: LocalPicture['format'];
  /** ASCII, for the form that carries it. */
  readonly filename: string;
}

/** Where the platform keeps an uploaded picture from now on. */
export interface UploadedPicture {
  readonly url: string;
}

/** Classes of answers that are not a success; see the table in `wechat/errcodes.ts`. */
export type AnswerClass = 'RETRY' | 'STOP' | 'STORE' | 'DEFER' | 'BUG';

/** Why a call gave no value. */
export interface PlatformError {
  readonly class: AnswerClass;
  /** `maybe`: the request may have taken effect, so read back before repeating it. */
  readonly landed: 'no' | 'maybe';
  /** `slower`: the per-minute limit was reached (45011). */
  readonly pace: 'keep' | 'slower';
  /** False for an error code that the table does not hold. */
  readonly known: boolean;
  readonly fault: Fault;
  readonly errcode: number | null;
  readonly rid: string | null;
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: PlatformError };

/** The store API as the applier uses it. Each call is one attempt; tokens are renewed inside. */
export interface StorePlatform {
  readStore(poiId: string): Promise<Answer<LiveStore>>;
  listStores(offset: number, limit: number): Promise<Answer<LivePage>>;
  updateStore(poiId: string, values: StoreValues): Promise<Answer<UpdateReceipt>>;
  /** `POST /cgi-bin/media/uploadimg`. The same bytes may get another address each time. */
  uploadPicture(picture: PictureFile): Promise<Answer<UploadedPicture>>;
  readQuota(): Promise<Answer<Quota>>;
  /** Ends idle connections. */
  close(): Promise<void>;
}

/** The calls besides: what the store calls never show, and what the account is. */
export interface AccountPlatform extends StorePlatform {
  /** `POST /card/storewxa/get`: the card of a store; null where it has none. */
  readCard(poiId: string): Promise<Answer<StoreCard>>;
  /** `GET /wxa/get_merchant_audit_info`: how far the opening of the store mini program is. */
  readAccountAudit(): Promise<Answer<AccountAudit>>;
  /** Whether there is a token to call with; one from elsewhere is not asked about. The token itself stays inside. */
  readToken(): Promise<Answer<TokenOrigin>>;
}

export interface TokenOrigin {
  readonly source: 'given' | 'fetched';
}

export interface StoreCard {
  readonly card_id: string | null;
}

/** `status`: 0 not submitted, 1 passed, 2 under review, 3 failed, 4 refused by the administrator. */
export interface AccountAudit {
  readonly status: number;
  readonly reason: string;
}

// ---------------------------------------------------------------- drift

/**
 * `edited`: changed at WeChat, and the file still says what was sent. `conflict`: changed on both sides, to different
 * values. `settled`: WeChat shows what the file asks for already. `unrecorded`: nothing was sent yet, and WeChat shows
 * another value than the file.
 */
export type FieldDriftKind = 'edited' | 'conflict' | 'settled' | 'unrecorded';

/** One differing field. */
export interface FieldDrift {
  readonly field: FieldName;
  readonly kind: FieldDriftKind;
  /** Null where there is no file. */
  readonly file: FieldValue | null;
  /** The file's pictures by their addresses, where it names local ones; those that were never uploaded stay contents. */
  readonly addresses?: readonly string[];
  /** Null where nothing was sent yet. */
  readonly recorded: FieldValue | null;
  readonly live: FieldValue;
  /** Where the file's value stands, be it in a file of defaults; null where there is no file. */
  readonly place: Place | null;
}

/**
 * `missing`: on record, and not at WeChat any more. `unmanaged`: at WeChat, with neither file nor record.
 * `unrecorded`: a file without a record. `not_compared`: see the reason. The others are those of the fields, the most
 * serious one.
 */
export type StoreDriftKind =
  | 'edited'
  | 'conflict'
  | 'settled'
  | 'missing'
  | 'unmanaged'
  | 'unrecorded'
  | 'not_compared';

/** `uncertain`: an update whose verdict is not known. `unread`: no answer. `invalid`: its file has errors. `gone`: no live store. */
export type StoreDriftReason = 'uncertain' | 'unread' | 'invalid' | 'gone';

/** One store that is not just as it should be. */
export interface StoreDrift {
  readonly account: string;
  readonly poi_id: string;
  /** The file's name for it, or the one that WeChat shows. */
  readonly name: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly kind: StoreDriftKind;
  readonly reason: StoreDriftReason | null;
  readonly fields: readonly FieldDrift[];
}

export interface Drift {
  /** Stores that were to be compared: those with a file or a record, as far as selected. */
  readonly stores: number;
  /** In the order of their ids; stores without any difference are left out. */
  readonly found: readonly StoreDrift[];
  /** Ids whose review has ended by what is live, though the record waits for it still. */
  readonly ended: readonly string[];
  /** Whether stores that nobody manages would have been seen. */
  readonly scope: 'all' | 'some';
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

// ---------------------------------------------------------------- outcomes

export interface OutcomeError {
  readonly fault: Fault;
  readonly errcode: number | null;
  readonly rid: string | null;
}

interface OutcomeBase {
  readonly account: string;
  readonly poi_id: string;
  readonly name: string | null;
  readonly file: string | null;
  /** `update_store` calls made for this store in this run. */
  readonly attempts: number;
}

/** How one store ended in this run. */
export type Outcome = OutcomeBase &
  (
    | {
        readonly outcome: 'applied';
        /** False where the live store already was as desired, or nothing had to be sent. */
        readonly sent: boolean;
        readonly audit_id: string | null;
        readonly review: Review;
      }
    | { readonly outcome: 'released' }
    | { readonly outcome: 'failed' | 'deferred' | 'unknown' | 'skipped'; readonly error: OutcomeError }
  );

export type OutcomeKind = Outcome['outcome'];

/** What a run tells while it works; reports turn it into lines on stderr. */
export type Progress =
  | { readonly kind: 'looking'; readonly done: number; readonly total: number }
  | { readonly kind: 'sending'; readonly total: number; readonly rate: number }
  | { readonly kind: 'canary'; readonly name: string | null; readonly poi_id: string }
  | { readonly kind: 'uploading'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly done: number; readonly total: number }
  | { readonly kind: 'waiting'; readonly milliseconds: number; readonly fault: Fault }
  | { readonly kind: 'slower'; readonly milliseconds: number; readonly rate: number };

/** Keeps what happened so that a kill at any point loses nothing. Each promise resolves once synced to disk. */
export interface Recorder {
  /** Once, before the first POST: proves that the results of these stores can be kept for all. A fault: send nothing. */
  claim(sending: ReadonlyMap<string, StoreValues>): Promise<Fault | null>;
  /** After each upload and before its address is used: the content has this address from now on. */
  keepPicture(sha256: string, url: string): Promise<void>;
  /**
   * Before the first of a batch of stores is begun with new addresses: whoever may take this run's claim over must know
   * them, or could not tell by a live store whether it was sent. Where it cannot be told, the next intent fails.
   */
  sharePictures(): Promise<void>;
  /** Before each POST: marks the store uncertain, with what is about to be sent. */
  intend(poiId: string, sending: StoreValues): Promise<void>;
  /** After each verdict: the store's new record, or null when it goes. */
  record(poiId: string, record: StoreRecord | null): Promise<void>;
}

/** Time as a value, so that nothing else reads the clock. */
export interface Clock {
  now(): Date;
  /** Resolves after the time or as soon as the signal is aborted; never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Thrown by a recorder that can keep no further result; the fault says why. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}

// ---------------------------------------------------------------- the branch that keeps the state for all

/** A branch's newest commit, and the state file's text in it. */
export interface Tip {
  /** Null where the branch does not exist yet. */
  readonly commit: string | null;
  /** Null where the commit holds no such file. */
  readonly text: string | null;
}

/** A claim marks stores, a checkpoint and an end tell results, a renewal is a sign of life. */
export type CommitKind = 'claim' | 'checkpoint' | 'renewal' | 'end';

/** How a commit on top of a tip ended. */
export type CommitEnd =
  | { readonly kind: 'done'; readonly commit: string }
  /** Another commit came first. */
  | { readonly kind: 'moved' }
  /** The branch takes no commit from here (a rule, a missing right): trying again is no use. */
  | { readonly kind: 'refused'; readonly fault: Fault }
  /** No answer, or an odd one: the commit may be there. */
  | { readonly kind: 'unclear'; readonly fault: Fault };

/** The branch that keeps the state file for all runs. It moves by compare-and-swap and is never forced. */
export interface StateBranch {
  /** For people. */
  readonly name: string;
  /**
   * The state that this checkout's file and the tip come from: the common ancestor of their merge. `joined` is the commit
   * that the file itself names; null goes by the checked-out commit.
   */
  readBase(tip: Tip, joined: string | null): Promise<string | null>;
  /** Null where the checkout shows what its own branch shows now, apart from state files. Asked anew each time. */
  checkCheckout(): Promise<Fault | null>;
  readTip(): Promise<Tip | Fault>;
  commit(tip: Tip, text: string, message: string): Promise<CommitEnd>;
  /** Brings the checkout to a commit of the branch, as far as that loses nothing. */
  follow(commit: string): Promise<void>;
}
