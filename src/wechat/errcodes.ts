/**
 * The platform's error codes, one row each: what it means, what kind of answer it is, what a person does next.
 *
 * Sources: the pages of the store interface (newupdatepoi, newgetpoi, newgetpoilist), the global return code
 * page, the access token guides. Rows of the older store management (65104 to 65114) may never come here.
 */

/** RETRY: busy, repeat; TOKEN: renew once; STOP: nothing else will work; STORE: this store only; DEFER: not now. */
export type ErrcodeClass = 'RETRY' | 'TOKEN' | 'STOP' | 'STORE' | 'DEFER' | 'BUG';

export interface ErrcodeText {
  readonly meaning: string;
  readonly advice: string;
}

export interface ErrcodeRow {
  readonly code: number;
  /** How the platform's `errmsg` begins; for people, never compared. */
  readonly errmsg: string;
  readonly class: ErrcodeClass;
  /** Texts by language. */
  readonly text: { readonly en: ErrcodeText };
}

const row = (
  code: number,
  kind: ErrcodeClass,
  errmsg: string,
  meaning: string,
  advice: string,
): ErrcodeRow => ({
  code,
  errmsg,
  class: kind,
  text: { en: { meaning, advice } },
});

const MEND_FILE = 'Mend the value in the store file.';
const REPORT = 'This is a bug in mendian, or a proxy changed the call. Please report it.';
const CONFIRM =
  'An administrator of the account must confirm this address: look for a message in the WeChat app of the admin.';
const LATER = 'Nothing to do: a later apply sends it.';
const ALLOW_LIST =
  'Add the address named here to the IP allow-list of the account (mp.weixin.qq.com, Settings and Development). Hosted runners change their address with each job: use a fixed egress address or a runner of your own.';

export const ERRCODES: readonly ErrcodeRow[] = [
  row(-1, 'RETRY', 'system error', 'the system is busy', 'Try again in some minutes.'),

  // Tokens and credentials.
  row(
    40001,
    'TOKEN',
    'invalid credential, access_token is invalid or not latest',
    'the access token was replaced elsewhere, or the secret is wrong',
    'Check WECHAT_APPID and WECHAT_SECRET, and that no other system forces new tokens.',
  ),
  row(40014, 'TOKEN', 'invalid access_token', 'the access token is malformed', 'Check WECHAT_ACCESS_TOKEN.'),
  row(42001, 'TOKEN', 'access_token expired', 'the access token has expired', 'Get a fresh token.'),
  row(41001, 'BUG', 'access_token missing', 'the call held no access token', REPORT),
  row(40002, 'BUG', 'invalid grant_type', 'the token call was malformed', REPORT),
  row(40013, 'STOP', 'invalid appid', 'the appid is wrong', 'Check WECHAT_APPID.'),
  row(
    40125,
    'STOP',
    'invalid appsecret',
    'the secret is wrong',
    'Check WECHAT_SECRET; a reset in the console makes the old one useless.',
  ),
  row(41002, 'BUG', 'appid missing', 'the token call held no appid', REPORT),
  row(41004, 'BUG', 'appsecret missing', 'the token call held no secret', REPORT),
  row(41018, 'BUG', 'missing component_appid', 'the platform call held no component appid', REPORT),
  row(
    40164,
    'STOP',
    'invalid ip, not in whitelist',
    'this address is not on the IP allow-list of the account',
    ALLOW_LIST,
  ),
  row(
    61004,
    'STOP',
    'access clientip is not registered',
    'this address is not on the IP allow-list of the account',
    ALLOW_LIST,
  ),
  row(
    45035,
    'STOP',
    'access clientip is not registered',
    'this address is not on the IP allow-list of the account',
    ALLOW_LIST,
  ),
  row(
    40243,
    'STOP',
    'AppSecret frozen',
    'the secret of the account is frozen',
    'Unfreeze it in the WeChat console; that takes about 10 minutes.',
  ),
  row(
    89501,
    'STOP',
    'waiting for confirmation',
    'WeChat waits for an administrator to confirm this address',
    CONFIRM,
  ),
  row(
    89502,
    'STOP',
    'waiting for confirmation',
    'WeChat waits for an administrator to confirm this address',
    CONFIRM,
  ),
  row(
    89503,
    'STOP',
    'this call needs confirmation',
    'the first call from a new address needs an administrator',
    CONFIRM,
  ),
  row(
    89504,
    'STOP',
    'waiting for confirmation',
    'WeChat waits for an administrator to confirm this address',
    CONFIRM,
  ),
  row(
    89505,
    'STOP',
    'waiting for confirmation',
    'WeChat waits for an administrator to confirm this address',
    CONFIRM,
  ),
  row(
    89506,
    'STOP',
    'admin refused this ip',
    'an administrator refused this address; it is blocked for 24 hours',
    'Talk to the administrator, and try again tomorrow.',
  ),
  row(
    89507,
    'STOP',
    'admin refused this ip',
    'an administrator refused this address; it is blocked for an hour',
    'Talk to the administrator, and try again in an hour.',
  ),

  // The account.
  row(
    50002,
    'STOP',
    'user limited',
    'the account is frozen, migrating or being cancelled',
    'Look at the notices of the account in the WeChat console (mp.weixin.qq.com): they say which it is. Until that has ended, no call works.',
  ),
  row(
    50004,
    'STOP',
    'user not allow to use accesstoken',
    'the account may not use the API, perhaps as a punishment',
    'Look for the notice in the WeChat console (mp.weixin.qq.com), and appeal there if it is wrong.',
  ),
  row(
    50007,
    'STOP',
    'account frozen',
    'the account is frozen',
    'Look for the notice in the WeChat console (mp.weixin.qq.com), and appeal there if it is wrong.',
  ),
  row(
    48001,
    'STOP',
    'api unauthorized',
    'the account has no right to this API',
    'Open the store mini program (门店小程序) for the account in the WeChat console, and check that the appid is of the right account type: an official account, not a personal one.',
  ),
  row(
    48004,
    'STOP',
    'api forbidden for irregularities',
    'WeChat banned this API for the account',
    'The reason and the way to appeal stand in the notices of the WeChat console (mp.weixin.qq.com). Until the ban is lifted, change stores in the console by hand.',
  ),
  row(
    85053,
    'STOP',
    'please apply merchant first',
    'the store mini program is not opened for the account',
    'Open the store mini program (门店小程序) in the WeChat console (mp.weixin.qq.com), and wait until it is approved. If it is open, the appid and secret may be those of another account.',
  ),
  row(
    43104,
    'STOP',
    'this appid does not have permission',
    'this account may not use the call',
    'WeChat keeps it for some account types and categories (an official account that is not personal; opening by API only for some trades): check both in the WeChat console (mp.weixin.qq.com).',
  ),
  row(
    85024,
    'STOP',
    'need complete material',
    'the account’s papers are incomplete',
    'Complete them in the WeChat console.',
  ),
  ...range(85025, 85028, (code) =>
    row(
      code,
      'STOP',
      'limit reached',
      'a phone, WeChat id, id card or entity is at its limit of accounts',
      'Mend it in the WeChat console.',
    ),
  ),
  ...range(85029, 85036, (code) =>
    row(
      code,
      'STOP',
      'nickname or introduction refused',
      'the account’s name or introduction was refused',
      'Mend it in the WeChat console.',
    ),
  ),
  row(
    85049,
    'STOP',
    'monthly edit limit',
    'the account was edited too often this month',
    'Wait for next month.',
  ),
  row(85050, 'STOP', 'review running', 'a review of the account is running', 'Wait until it has ended.'),

  // Third-party platforms.
  row(
    61003,
    'STOP',
    'component is not authorized by this account',
    'the account has not authorised the platform',
    'Let the merchant scan the authorisation code of the platform again, and check that the token belongs to this merchant.',
  ),
  row(
    61005,
    'STOP',
    'component ticket is expired',
    'the platform’s ticket has expired',
    'WeChat pushes a new one every 10 minutes: check that it arrives.',
  ),
  row(
    61006,
    'STOP',
    'component ticket is invalid',
    'the platform’s ticket is invalid',
    'WeChat pushes a new one every 10 minutes: check that it arrives.',
  ),
  row(
    61007,
    'STOP',
    'api is unauthorized to component',
    'the merchant did not grant the permission set for stores',
    'Let the merchant authorise the platform again, with the store permission; the platform itself must hold it too.',
  ),
  row(
    61016,
    'STOP',
    'function category to be confirmed',
    'the merchant must confirm the permission set',
    'Let the merchant confirm it in the WeChat console.',
  ),
  row(
    61017,
    'STOP',
    'function category not authorized',
    'the permission set is not authorised',
    'Let the merchant authorise the platform again.',
  ),
  row(
    61023,
    'STOP',
    'refresh_token is invalid',
    'the refresh token is no longer valid',
    'Let the merchant authorise the platform again.',
  ),
  row(
    42007,
    'STOP',
    'tokens void after a password change',
    'a password change made the tokens void',
    'Let the merchant authorise the platform again.',
  ),

  // Limits.
  row(
    45009,
    'STOP',
    'reach max api daily quota limit',
    'the calls of today are used up',
    'Run apply again tomorrow: it goes on where it stopped. The count can also be cleared in the WeChat console, ten times a month.',
  ),
  row(
    45011,
    'RETRY',
    'api minute-quota reach limit',
    'too many calls in this minute',
    'Run apply again with a lower --rate.',
  ),
  row(45047, 'STORE', 'out of response count limit', 'a limit of replies is reached', 'Try again later.'),

  // The form of the call.
  row(43001, 'BUG', 'require GET method', 'the call used the wrong method', REPORT),
  row(43002, 'BUG', 'require POST method', 'the call used the wrong method', REPORT),
  row(43003, 'BUG', 'require https', 'the call did not use https', 'Check WECHAT_API_BASE.'),
  row(40066, 'BUG', 'invalid url', 'the address of the call does not exist', 'Check WECHAT_API_BASE.'),
  row(44002, 'BUG', 'empty post data', 'the body of the call was lost', REPORT),
  row(47001, 'BUG', 'data format error', 'the body of the call was malformed', REPORT),
  row(40033, 'BUG', 'illegal characters', 'the body held escaped characters', REPORT),

  // One store.
  row(40097, 'STORE', 'invalid args', 'a value was refused', MEND_FILE),
  row(45002, 'STORE', 'content size out of limit', 'a value is too long', MEND_FILE),
  row(
    65104,
    'STORE',
    'invalid categories',
    'the categories of the store are invalid',
    'Mend them in the WeChat console.',
  ),
  row(
    65105,
    'STORE',
    'invalid photo url',
    'a picture is not one that WeChat holds',
    'Upload the picture to WeChat, and put the address that it gives into pic_list.',
  ),
  row(65106, 'DEFER', 'poi audit state must be approved', 'the store is not approved yet', LATER),
  row(65107, 'DEFER', 'poi not allowed modify now', 'an earlier change is still under review', LATER),
  row(
    65109,
    'STORE',
    'invalid business name',
    'the name of the store is invalid',
    'Mend it in the WeChat console.',
  ),
  row(
    65110,
    'STORE',
    'invalid address',
    'the address of the store is invalid',
    'Mend it in the WeChat console.',
  ),
  row(65111, 'STORE', 'invalid telephone', 'the phone number was refused', MEND_FILE),
  row(65112, 'STORE', 'invalid city', 'the city of the store is invalid', 'Mend it in the WeChat console.'),
  row(
    65113,
    'STORE',
    'invalid province',
    'the province of the store is invalid',
    'Mend it in the WeChat console.',
  ),
  row(65114, 'STORE', 'photo list empty', 'the list of pictures is empty', MEND_FILE),
  row(
    65115,
    'STORE',
    'poi_id is not exist',
    'WeChat knows no store of this poi_id in this account',
    'Check the poi_id and the account. If the store was deleted, remove its file.',
  ),
  row(
    65116,
    'STORE',
    'poi has been deleted',
    'the store was deleted at WeChat',
    'Remove its file, or create the store anew in the WeChat console and take its new poi_id.',
  ),
  row(
    65117,
    'STORE',
    'cannot delete poi',
    'the store cannot be deleted',
    'Look at the store in the WeChat console.',
  ),
  row(
    65118,
    'DEFER',
    'store status is invalid',
    'the state of the store forbids an update now: a review runs, or it was rejected',
    LATER,
  ),
  row(
    65119,
    'STORE',
    'lack of qualification',
    'papers of the store are missing',
    'Add them in the WeChat console.',
  ),
  row(
    65120,
    'STORE',
    'category not found',
    'the category of the store does not exist',
    'Mend it in the WeChat console.',
  ),
  row(
    85038,
    'STORE',
    'duplicate store',
    'the store exists already',
    'Look at the store in the WeChat console.',
  ),
  row(
    85039,
    'STORE',
    'store has added by others',
    'another account holds the store',
    'Look at the store in the WeChat console.',
  ),
  row(
    85040,
    'STORE',
    'store already bound',
    'the store is bound to this account already',
    'Look at the store in the WeChat console.',
  ),
  row(
    85041,
    'STORE',
    'credential used',
    'the licence number is in use',
    'Look at the store in the WeChat console.',
  ),
  row(
    85042,
    'STORE',
    'nearby limit reached',
    'the limit of nearby stores is reached',
    'Look at the account in the WeChat console.',
  ),
  row(
    85054,
    'STORE',
    'upgrade first',
    'the store must be upgraded from the old store management',
    'Upgrade it in the WeChat console.',
  ),
  row(
    85055,
    'STORE',
    'map_poi_id is invalid',
    'the map_poi_id was refused',
    'Check map_poi_id in the store file, or leave it out.',
  ),
  row(
    85056,
    'STORE',
    'mediaid is invalid',
    'a media id was refused',
    'Look at the store in the WeChat console.',
  ),
  row(
    9001033,
    'STORE',
    'invalid store id',
    'a code of the beacon family: the store id is invalid there',
    'Check the poi_id.',
  ),

  // The quota call.
  row(76021, 'STORE', 'cgi_path not found', 'WeChat keeps no quota for this call', 'Nothing to do.'),
  row(
    76022,
    'STORE',
    'could not use this cgi_path',
    'the quota of this call belongs to another account',
    'Nothing to do.',
  ),
  row(76003, 'STORE', 'invalid form', 'the quota call was malformed', 'Nothing to do.'),
];

const BY_CODE: ReadonlyMap<number, ErrcodeRow> = new Map(ERRCODES.map((each) => [each.code, each]));

/** The row of a code, or null for one that the table does not hold. */
export function findErrcode(code: number): ErrcodeRow | null {
  return BY_CODE.get(code) ?? null;
}

function range(first: number, last: number, make: (code: number) => ErrcodeRow): readonly ErrcodeRow[] {
  return Array.from({ length: last - first + 1 }, (_, index) => make(first + index));
}
