/** English texts of the platform's error codes. */
import { type ErrcodeTexts, ofCodes } from '../errcodes.ts';

/** What to do about a call that the platform could not understand. */
export const CALL_BUG =
  'This is a bug in mendian, or a proxy changed the call. Please report it with this message.';
const MEND_FILE = 'Mend the value in the store file.';
const SAVE_PICTURE = 'Save the picture as JPEG or PNG, smaller than 1 MB, and commit that file.';
const LATER = 'Nothing to do: a later apply sends it.';
const NOTHING = 'Nothing to do.';
const LOOK = 'Look at the store in the WeChat console.';
const MEND_THERE = 'Mend it in the WeChat console.';
const AUTHORISE =
  'Let the merchant authorise the platform again, and set the new refresh token in the variable that the account names: it is tried once the kept one is refused.';
const TICKET =
  'Set WECHAT_COMPONENT_VERIFY_TICKET to the newest one: WeChat pushes it every 10 minutes, and each is good for 12 hours. Where none arrives, check the address for it at open.weixin.qq.com, and call api_start_push_ticket.';

export const errcodes: ErrcodeTexts = {
  '-1': { meaning: 'the system is busy', advice: 'Try again in some minutes.' },
  40001: {
    meaning: 'the access token was replaced elsewhere, or the secret is wrong',
    advice: 'Check WECHAT_APPID and WECHAT_SECRET, and that no other system forces new tokens.',
  },
  40014: { meaning: 'the access token is malformed', advice: 'Check WECHAT_ACCESS_TOKEN.' },
  42001: { meaning: 'the access token has expired', advice: 'Get a fresh token.' },
  41001: { meaning: 'the call held no access token', advice: CALL_BUG },
  40002: { meaning: 'the token call was malformed', advice: CALL_BUG },
  40013: { meaning: 'the appid is wrong', advice: 'Check WECHAT_APPID, and appid in mendian.yaml.' },
  40125: {
    meaning: 'the secret is wrong',
    advice:
      'Check WECHAT_SECRET, the variable that secret_env names, or WECHAT_COMPONENT_SECRET; a reset in the console makes the old one useless.',
  },
  41002: { meaning: 'the token call held no appid', advice: CALL_BUG },
  41004: { meaning: 'the token call held no secret', advice: CALL_BUG },
  41018: { meaning: 'the platform call held no component appid', advice: CALL_BUG },
  ...ofCodes(
    [40164, 61004, 45035],
    'this address is not on the IP allow-list of the account',
    'Add the address named here to the IP allow-list of the account (mp.weixin.qq.com, Settings and Development), or of the third-party platform (open.weixin.qq.com) where it asks. Hosted runners change their address with each job: use a fixed egress address or a runner of your own.',
  ),
  40243: {
    meaning: 'the secret of the account is frozen',
    advice: 'Unfreeze it in the WeChat console; that takes about 10 minutes.',
  },
  ...ofCodes(
    [89501, 89502, 89504, 89505],
    'WeChat waits for an administrator to confirm this address',
    'An administrator of the account must confirm this address: look for a message in the WeChat app of the admin.',
  ),
  89503: {
    meaning: 'the first call from a new address needs an administrator',
    advice:
      'An administrator of the account must confirm this address: look for a message in the WeChat app of the admin.',
  },
  89506: {
    meaning: 'an administrator refused this address; it is blocked for 24 hours',
    advice: 'Talk to the administrator, and try again tomorrow.',
  },
  89507: {
    meaning: 'an administrator refused this address; it is blocked for an hour',
    advice: 'Talk to the administrator, and try again in an hour.',
  },
  50002: {
    meaning: 'the account is frozen, migrating or being cancelled',
    advice:
      'Look at the notices of the account in the WeChat console (mp.weixin.qq.com): they say which it is. Until that has ended, no call works.',
  },
  50004: {
    meaning: 'the account may not use the API, perhaps as a punishment',
    advice: 'Look for the notice in the WeChat console (mp.weixin.qq.com), and appeal there if it is wrong.',
  },
  50007: {
    meaning: 'the account is frozen',
    advice: 'Look for the notice in the WeChat console (mp.weixin.qq.com), and appeal there if it is wrong.',
  },
  48001: {
    meaning: 'the account has no right to this API',
    advice:
      'Open the store mini program (门店小程序) for the account in the WeChat console, and check that the appid is of the right account type: an official account, not a personal one.',
  },
  48004: {
    meaning: 'WeChat banned this API for the account',
    advice:
      'The reason and the way to appeal stand in the notices of the WeChat console (mp.weixin.qq.com). Until the ban is lifted, change stores in the console by hand.',
  },
  85053: {
    meaning: 'the store mini program is not opened for the account',
    advice:
      'Open the store mini program (门店小程序) in the WeChat console (mp.weixin.qq.com), and wait until it is approved. If it is open, the appid and secret may be those of another account.',
  },
  43104: {
    meaning: 'this account may not use the call',
    advice:
      'WeChat keeps it for some account types and categories (an official account that is not personal; opening by API only for some trades): check both in the WeChat console (mp.weixin.qq.com).',
  },
  85024: { meaning: 'the account’s papers are incomplete', advice: 'Complete them in the WeChat console.' },
  ...ofCodes(
    [85025, 85026, 85027, 85028],
    'a phone, WeChat id, id card or entity is at its limit of accounts',
    MEND_THERE,
  ),
  ...ofCodes(
    [85029, 85030, 85031, 85032, 85033, 85034, 85035, 85036],
    'the account’s name or introduction was refused',
    MEND_THERE,
  ),
  85049: { meaning: 'the account was edited too often this month', advice: 'Wait for next month.' },
  85050: { meaning: 'a review of the account is running', advice: 'Wait until it has ended.' },
  61003: {
    meaning: 'the account has not authorised the platform',
    advice:
      'Let the merchant scan the authorisation code of the platform again, and check that appid and refresh token belong to this merchant. docs/third-party.md says more.',
  },
  61005: {
    meaning: 'the platform’s ticket has expired',
    advice: TICKET,
  },
  61006: {
    meaning: 'the platform’s ticket is invalid',
    advice: TICKET,
  },
  61007: {
    meaning: 'the merchant did not grant the permission set for stores',
    advice:
      'Let the merchant authorise the platform again, with the store permission; the platform itself must hold it too (open.weixin.qq.com). docs/third-party.md says more.',
  },
  61016: {
    meaning: 'the merchant must confirm the permission set',
    advice:
      'Let the merchant confirm it in the WeChat console (mp.weixin.qq.com), at the notice about the third-party platform.',
  },
  61017: { meaning: 'the permission set is not authorised', advice: AUTHORISE },
  61023: { meaning: 'the refresh token is no longer valid', advice: AUTHORISE },
  61024: {
    meaning: 'the appid is that of a third-party platform',
    advice:
      'Use the merchant’s appid: WECHAT_APPID, or appid in mendian.yaml. The platform’s own belongs in WECHAT_COMPONENT_APPID.',
  },
  42007: { meaning: 'a password change made the tokens void', advice: AUTHORISE },
  45009: {
    meaning: 'the calls of today are used up',
    advice:
      'Run apply again tomorrow: it goes on where it stopped. The count can also be cleared in the WeChat console, ten times a month.',
  },
  45011: { meaning: 'too many calls in this minute', advice: 'Run apply again with a lower --rate.' },
  45047: { meaning: 'a limit of replies is reached', advice: 'Try again later.' },
  ...ofCodes([43001, 43002], 'the call used the wrong method', CALL_BUG),
  43003: { meaning: 'the call did not use https', advice: 'Check WECHAT_API_BASE.' },
  40066: { meaning: 'the address of the call does not exist', advice: 'Check WECHAT_API_BASE.' },
  44002: { meaning: 'the body of the call was lost', advice: CALL_BUG },
  47001: { meaning: 'the body of the call was malformed', advice: CALL_BUG },
  40033: { meaning: 'the body held escaped characters', advice: CALL_BUG },
  40097: { meaning: 'a value was refused', advice: MEND_FILE },
  45002: { meaning: 'a value is too long', advice: MEND_FILE },
  ...ofCodes([40005, 40137], 'its format is not one that is taken', SAVE_PICTURE),
  ...ofCodes([40009, 45001], 'it is too large', SAVE_PICTURE),
  ...ofCodes([41005, 44001], 'the call held no picture', CALL_BUG),
  65104: { meaning: 'the categories of the store are invalid', advice: 'Mend them in the WeChat console.' },
  65105: {
    meaning: 'a picture is not one that WeChat holds',
    advice:
      'Put the file into the repository and name its path in pic_list: apply uploads it. An address must be one that WeChat gave.',
  },
  65106: { meaning: 'the store is not approved yet', advice: LATER },
  65107: { meaning: 'an earlier change is still under review', advice: LATER },
  65109: { meaning: 'the name of the store is invalid', advice: MEND_THERE },
  65110: { meaning: 'the address of the store is invalid', advice: MEND_THERE },
  65111: { meaning: 'the phone number was refused', advice: MEND_FILE },
  65112: { meaning: 'the city of the store is invalid', advice: MEND_THERE },
  65113: { meaning: 'the province of the store is invalid', advice: MEND_THERE },
  65114: { meaning: 'the list of pictures is empty', advice: MEND_FILE },
  65115: {
    meaning: 'WeChat knows no store of this poi_id in this account',
    advice: 'Check the poi_id and the account. If the store was deleted, remove its file.',
  },
  65116: {
    meaning: 'the store was deleted at WeChat',
    advice: 'Remove its file, or create the store anew in the WeChat console and take its new poi_id.',
  },
  65117: { meaning: 'the store cannot be deleted', advice: LOOK },
  65118: {
    meaning: 'the state of the store forbids an update now: a review runs, or it was rejected',
    advice: LATER,
  },
  65119: { meaning: 'papers of the store are missing', advice: 'Add them in the WeChat console.' },
  65120: { meaning: 'the category of the store does not exist', advice: MEND_THERE },
  85038: { meaning: 'the store exists already', advice: LOOK },
  85039: { meaning: 'another account holds the store', advice: LOOK },
  85040: { meaning: 'the store is bound to this account already', advice: LOOK },
  85041: { meaning: 'the licence number is in use', advice: LOOK },
  85042: {
    meaning: 'the limit of nearby stores is reached',
    advice: 'Look at the account in the WeChat console.',
  },
  85054: {
    meaning: 'the store must be upgraded from the old store management',
    advice: 'Upgrade it in the WeChat console.',
  },
  85055: {
    meaning: 'the map_poi_id was refused',
    advice: 'Check map_poi_id in the store file, or leave it out.',
  },
  85056: { meaning: 'a media id was refused', advice: LOOK },
  9001033: {
    meaning: 'a code of the beacon family: the store id is invalid there',
    advice: 'Check the poi_id.',
  },
  76021: { meaning: 'WeChat keeps no quota for this call', advice: NOTHING },
  76022: { meaning: 'the quota of this call belongs to another account', advice: NOTHING },
  76003: { meaning: 'the quota call was malformed', advice: NOTHING },
};
