/** The nouns of the platform: what it shows and answers, and the calls as the rooms use them. */
import type { Fault, LocalPicture, StoreValues, UpdateReceipt } from '../model.ts';

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
