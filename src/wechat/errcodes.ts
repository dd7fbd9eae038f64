/**
 * The platform's error codes, one row each: what kind of answer it is. What it means and what a person does next, each language
 * says in its `errcodes.ts`.
 *
 * Sources: the pages of the store interface (newupdatepoi, newgetpoi, newgetpoilist), the global return code
 * page, the access token guides. Rows of the older store management (65104 to 65114) may never come here.
 */
import type { KnownErrcode } from '../messages/errcodes.ts';

/** RETRY: busy, repeat; TOKEN: renew once; STOP: nothing else will work; STORE: this store only; DEFER: not now. */
export type ErrcodeClass = 'RETRY' | 'TOKEN' | 'STOP' | 'STORE' | 'DEFER' | 'BUG';

export interface ErrcodeRow {
  readonly code: KnownErrcode;
  /** How the platform's `errmsg` begins; for people, never compared. */
  readonly errmsg: string;
  readonly class: ErrcodeClass;
}

const row = (code: KnownErrcode, kind: ErrcodeClass, errmsg: string): ErrcodeRow => ({
  code,
  errmsg,
  class: kind,
});

export const ERRCODES: readonly ErrcodeRow[] = [
  row(-1, 'RETRY', 'system error'),

  // Tokens and credentials.
  row(40001, 'TOKEN', 'invalid credential, access_token is invalid or not latest'),
  row(40014, 'TOKEN', 'invalid access_token'),
  row(42001, 'TOKEN', 'access_token expired'),
  row(41001, 'BUG', 'access_token missing'),
  row(40002, 'BUG', 'invalid grant_type'),
  row(40013, 'STOP', 'invalid appid'),
  row(40125, 'STOP', 'invalid appsecret'),
  row(41002, 'BUG', 'appid missing'),
  row(41004, 'BUG', 'appsecret missing'),
  row(41018, 'BUG', 'missing component_appid'),
  row(40164, 'STOP', 'invalid ip, not in whitelist'),
  row(61004, 'STOP', 'access clientip is not registered'),
  row(45035, 'STOP', 'access clientip is not registered'),
  row(40243, 'STOP', 'AppSecret frozen'),
  row(89501, 'STOP', 'waiting for confirmation'),
  row(89502, 'STOP', 'waiting for confirmation'),
  row(89503, 'STOP', 'this call needs confirmation'),
  row(89504, 'STOP', 'waiting for confirmation'),
  row(89505, 'STOP', 'waiting for confirmation'),
  row(89506, 'STOP', 'admin refused this ip'),
  row(89507, 'STOP', 'admin refused this ip'),

  // The account.
  row(50002, 'STOP', 'user limited'),
  row(50004, 'STOP', 'user not allow to use accesstoken'),
  row(50007, 'STOP', 'account frozen'),
  row(48001, 'STOP', 'api unauthorized'),
  row(48004, 'STOP', 'api forbidden for irregularities'),
  row(85053, 'STOP', 'please apply merchant first'),
  row(43104, 'STOP', 'this appid does not have permission'),
  row(85024, 'STOP', 'need complete material'),
  row(85025, 'STOP', 'limit reached'),
  row(85026, 'STOP', 'limit reached'),
  row(85027, 'STOP', 'limit reached'),
  row(85028, 'STOP', 'limit reached'),
  row(85029, 'STOP', 'nickname or introduction refused'),
  row(85030, 'STOP', 'nickname or introduction refused'),
  row(85031, 'STOP', 'nickname or introduction refused'),
  row(85032, 'STOP', 'nickname or introduction refused'),
  row(85033, 'STOP', 'nickname or introduction refused'),
  row(85034, 'STOP', 'nickname or introduction refused'),
  row(85035, 'STOP', 'nickname or introduction refused'),
  row(85036, 'STOP', 'nickname or introduction refused'),
  row(85049, 'STOP', 'monthly edit limit'),
  row(85050, 'STOP', 'review running'),

  // Third-party platforms.
  row(61003, 'STOP', 'component is not authorized by this account'),
  row(61005, 'STOP', 'component ticket is expired'),
  row(61006, 'STOP', 'component ticket is invalid'),
  row(61007, 'STOP', 'api is unauthorized to component'),
  row(61016, 'STOP', 'function category to be confirmed'),
  row(61017, 'STOP', 'function category not authorized'),
  row(61023, 'STOP', 'refresh_token is invalid'),
  row(61024, 'STOP', 'appid is a component'),
  row(42007, 'STOP', 'tokens void after a password change'),

  // Limits.
  row(45009, 'STOP', 'reach max api daily quota limit'),
  row(45011, 'RETRY', 'api minute-quota reach limit'),
  row(45047, 'STORE', 'out of response count limit'),

  // The form of the call.
  row(43001, 'BUG', 'require GET method'),
  row(43002, 'BUG', 'require POST method'),
  row(43003, 'BUG', 'require https'),
  row(40066, 'BUG', 'invalid url'),
  row(44002, 'BUG', 'empty post data'),
  row(47001, 'BUG', 'data format error'),
  row(40033, 'BUG', 'illegal characters'),

  // The upload of a picture (page api_uploadimage): the stores that name it fail, others go on.
  row(40005, 'STORE', 'invalid file type'),
  row(40009, 'STORE', 'invalid image size'),
  row(40137, 'STORE', 'invalid image format'),
  row(45001, 'STORE', 'media size out of limit'),
  row(41005, 'BUG', 'media data missing'),
  row(44001, 'BUG', 'empty media data'),

  // One store.
  row(40097, 'STORE', 'invalid args'),
  row(45002, 'STORE', 'content size out of limit'),
  row(65104, 'STORE', 'invalid categories'),
  row(65105, 'STORE', 'invalid photo url'),
  row(65106, 'DEFER', 'poi audit state must be approved'),
  row(65107, 'DEFER', 'poi not allowed modify now'),
  row(65109, 'STORE', 'invalid business name'),
  row(65110, 'STORE', 'invalid address'),
  row(65111, 'STORE', 'invalid telephone'),
  row(65112, 'STORE', 'invalid city'),
  row(65113, 'STORE', 'invalid province'),
  row(65114, 'STORE', 'photo list empty'),
  row(65115, 'STORE', 'poi_id is not exist'),
  row(65116, 'STORE', 'poi has been deleted'),
  row(65117, 'STORE', 'cannot delete poi'),
  row(65118, 'DEFER', 'store status is invalid'),
  row(65119, 'STORE', 'lack of qualification'),
  row(65120, 'STORE', 'category not found'),
  row(85038, 'STORE', 'duplicate store'),
  row(85039, 'STORE', 'store has added by others'),
  row(85040, 'STORE', 'store already bound'),
  row(85041, 'STORE', 'credential used'),
  row(85042, 'STORE', 'nearby limit reached'),
  row(85054, 'STORE', 'upgrade first'),
  row(85055, 'STORE', 'map_poi_id is invalid'),
  row(85056, 'STORE', 'mediaid is invalid'),
  row(9001033, 'STORE', 'invalid store id'),

  // The quota call.
  row(76021, 'STORE', 'cgi_path not found'),
  row(76022, 'STORE', 'could not use this cgi_path'),
  row(76003, 'STORE', 'invalid form'),
];

const BY_CODE: ReadonlyMap<number, ErrcodeRow> = new Map(ERRCODES.map((each) => [each.code, each]));

/** The row of a code, or null for one that the table does not hold. */
export function findErrcode(code: number): ErrcodeRow | null {
  return BY_CODE.get(code) ?? null;
}
