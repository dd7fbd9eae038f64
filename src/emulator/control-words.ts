/** Reads a control that came over HTTP, so that a slip in a test is told and not silently without effect. */
import { isJsonObject } from '../base/json-object.ts';
import type { Control } from './control.ts';
import { FAULT_WORDS } from './faults.ts';
import { findSwitchFault } from './switches.ts';

/** Says what is wrong with a value that stands at a place, or null. */
type Check = (value: unknown, at: string) => string | null;

const isText: Check = (value, at) => (typeof value === 'string' ? null : `${at} must be a text`);
const isNumber: Check = (value, at) => (Number.isInteger(value) ? null : `${at} must be a whole number`);
const isCount: Check = (value, at) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? null : `${at} must be a whole number`;
const isTrue: Check = (value, at) => (value === true ? null : `${at} must be true, or left out`);
const isPath: Check = (value, at) =>
  typeof value === 'string' && value.startsWith('/') ? null : `${at} must be a path that begins with /`;
const isStatus: Check = (value, at) =>
  value === 1 || value === 2 || value === 3
    ? null
    : `${at} must be 1 (approve), 2 (under review) or 3 (reject)`;

const isList =
  (check: Check): Check =>
  (value, at) =>
    Array.isArray(value)
      ? firstFault(value.map((item: unknown, index) => () => check(item, `${at}[${index}]`)))
      : `${at} must be a list`;

/** An object with all required members, and no other than these and the optional ones. */
const isObject =
  (required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check =>
  (value, at) => {
    if (!isJsonObject(value)) return `${at} must be an object`;
    const checks = new Map([...Object.entries(required), ...Object.entries(optional)]);
    const missing = Object.keys(required).find((name) => !Object.hasOwn(value, name));
    if (missing !== undefined) return `${at} has no ${missing}`;
    return firstFault(
      Object.entries(value).map(([name, member]) => () => {
        const check = checks.get(name);
        if (check !== undefined) return check(member, `${at}.${name}`);
        return `${at} takes no ${name}; it takes ${[...checks.keys()].join(', ')}`;
      }),
    );
  };

const isAction: Check = (value, at) => {
  if (typeof value === 'string') {
    const words: readonly string[] = FAULT_WORDS;
    return words.includes(value) ? null : `${at} must be ${words.join(', ')}, or an object`;
  }
  if (!isJsonObject(value)) return `${at} must be a control word or an object`;
  if ('errcode' in value) return isObject({ errcode: isNumber }, { errmsg: isText })(value, at);
  if ('slow' in value) return isObject({ slow: isCount })(value, at);
  return isObject({ body: isText }, { status: isCount })(value, at);
};

const isSwitches: Check = (value, at) =>
  isJsonObject(value)
    ? firstFault(
        Object.entries(value).map(
          ([name, choice]) =>
            () =>
              findSwitchFault(name, choice),
        ),
      )
    : `${at} must be an object`;

const FAULT = isObject(
  { path: isPath, do: isAction },
  { poi_id: isText, appid: isText, after: isCount, times: isCount },
);
const VALUES = isObject(
  { hour: isText, contract_phone: isText, pic_list: isList(isText) },
  { map_poi_id: isText, card_id: isText },
);
const PLACE = isObject({ province: isText, city: isText, district: isText, address: isText });
const isKey: Check = (value, at) =>
  typeof value === 'string' && /^[A-Za-z0-9]{43}$/u.test(value)
    ? null
    : `${at} must be 43 letters and digits`;
const isMode: Check = (value, at) =>
  value === 'safe' || value === 'compatible' ? null : `${at} must be safe or compatible`;
/** Events go nowhere else than to this machine. */
const isLoopback: Check = (value, at) =>
  typeof value === 'string' && /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}(\/[^\s#]*)?$/u.test(value)
    ? null
    : `${at} must be an address such as http://127.0.0.1:8080/wechat`;
const isSettings = isObject(
  { token: isText },
  { url: isLoopback, aes_key: isKey, appid: isText, mode: isMode },
);
const isPush: Check = (value, at) => {
  const wrong = isSettings(value, at);
  if (wrong !== null || !isJsonObject(value)) return wrong;
  return 'aes_key' in value && !('appid' in value) ? `${at} has no appid, which belongs to an aes_key` : null;
};

const isTextOrNull: Check = (value, at) => (value === null ? null : isText(value, at));

const MEMBERS: Readonly<Record<keyof Control, Check>> = {
  faults: isList(FAULT),
  audit: isObject({ poi_id: isText, status: isStatus }, { reason: isText }),
  store: isObject(
    { poi_id: isText },
    { hour: isText, contract_phone: isText, pic_list: isList(isText), business_name: isText },
  ),
  seed: isList(isObject({ poi_id: isText, name: isText, values: VALUES }, { place: PLACE })),
  remove: isText,
  switches: isSwitches,
  quota: isObject({ daily_limit: isCount, used: isCount }),
  merchant: isObject({ status: isCount }, { reason: isText }),
  refused_ip: isTextOrNull,
  refresh_token: isTextOrNull,
  push: (value, at) => (value === null ? null : isPush(value, at)),
  void_tokens: isTrue,
  reset: isTrue,
  appid: isText,
};

/** Parses and checks a control. Throws an Error with a message for people. */
export function readControl(text: string): Control {
  const value: unknown = JSON.parse(text);
  const wrong = isObject({}, MEMBERS)(value, 'control');
  if (wrong !== null) throw new Error(wrong);
  // Each member was checked against its row above.
  return value as Control;
}

function firstFault(checks: readonly (() => string | null)[]): string | null {
  for (const check of checks) {
    const wrong = check();
    if (wrong !== null) return wrong;
  }
  return null;
}
