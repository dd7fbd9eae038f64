/** The endpoints: one row each. A handler sees a parsed body and the emulator's world, and returns an answer. */
import { HOUR_PATTERN, PICTURE_URL_PATTERN } from '../fields.ts';
import type { TokenDesk } from './tokens.ts';
import { type EmulatedStore, type Switches, showStore, type Update, updateStore } from './world.ts';

export interface World {
  readonly stores: Map<string, EmulatedStore>;
  readonly tokens: TokenDesk;
  readonly switches: Switches;
  readonly credentials: { readonly appid: string; readonly secret: string } | null;
  /** The address that token calls are refused for, or null. */
  readonly refusedIp: string | null;
  readonly quota: { readonly daily_limit: number; used: number };
  readonly nextAuditId: () => string;
}

type Members = Readonly<Record<string, unknown>>;

/** `audit_id` is written as a bare number, whatever its size; see `toJson`. */
export interface Reply {
  readonly errcode?: number;
  readonly errmsg?: string;
  readonly [member: string]: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** `yes`: the call needs a valid access token. */
  readonly token: 'yes' | 'no';
  readonly handle: (world: World, body: Members, query: URLSearchParams) => Reply;
}

const OK = { errcode: 0, errmsg: 'ok' } as const;
const refuse = (errcode: number, errmsg: string): Reply => ({ errcode, errmsg });

export const ROUTES: Readonly<Record<string, Route>> = {
  '/cgi-bin/stable_token': {
    method: 'POST',
    token: 'no',
    handle: (world, body) =>
      refuseCredentials(world, body.grant_type, body.appid, body.secret) ??
      world.tokens.stable(body.force_refresh === true),
  },
  '/cgi-bin/token': {
    method: 'GET',
    token: 'no',
    handle: (world, _body, query) =>
      refuseCredentials(world, query.get('grant_type'), query.get('appid'), query.get('secret')) ??
      world.tokens.plain(),
  },
  '/wxa/update_store': { method: 'POST', token: 'yes', handle: handleUpdate },
  '/wxa/get_store_info': {
    method: 'POST',
    token: 'yes',
    handle: (world, body) =>
      withStore(world, body, (store) => ({
        ...OK,
        business: { base_info: showStore(store, world.switches) },
      })),
  },
  '/wxa/get_store_list': { method: 'POST', token: 'yes', handle: handleList },
  '/cgi-bin/openapi/quota/get': {
    method: 'POST',
    token: 'yes',
    handle: ({ quota }, body) => {
      if (typeof body.cgi_path !== 'string' || !(body.cgi_path in ROUTES))
        return refuse(76021, 'cgi_path not found');
      const { daily_limit, used } = quota;
      return {
        ...OK,
        quota: { daily_limit, used, remain: Math.max(0, daily_limit - used) },
        rate_limit: { call_count: 1000, refresh_second: 60 },
      };
    },
  },
  '/card/storewxa/get': {
    method: 'POST',
    token: 'yes',
    handle: (world, body) =>
      withStore(world, body, ({ card_id }) => ({ ...OK, ...(card_id === null ? {} : { card_id }) })),
  },
  '/card/storewxa/set': {
    method: 'POST',
    token: 'yes',
    handle: (world, body) =>
      withStore(world, body, (store) => {
        if (typeof body.card_id !== 'string') return refuse(40097, 'invalid args card_id');
        world.stores.set(store.poi_id, { ...store, card_id: body.card_id });
        return OK;
      }),
  },
};

function refuseCredentials(world: World, grant: unknown, appid: unknown, secret: unknown): Reply | null {
  if (grant !== 'client_credential') return refuse(40002, 'invalid grant_type');
  if (typeof appid !== 'string' || appid === '') return refuse(41002, 'appid missing');
  if (typeof secret !== 'string' || secret === '') return refuse(41004, 'appsecret missing');
  const { credentials, refusedIp } = world;
  if (refusedIp !== null)
    return refuse(40164, `invalid ip ${refusedIp} ipv6 ::ffff:${refusedIp}, not in whitelist`);
  if (credentials === null) return null;
  if (appid !== credentials.appid) return refuse(40013, 'invalid appid');
  return secret === credentials.secret ? null : refuse(40125, 'invalid appsecret');
}

function withStore(world: World, body: Members, act: (store: EmulatedStore) => Reply): Reply {
  if (world.switches.merchantOpened === 'no') return refuse(85053, 'please apply merchant first');
  const poiId = readPoiId(body.poi_id);
  if (poiId === null) return refuse(40097, 'invalid args poi_id');
  const store = world.stores.get(poiId);
  return store === undefined ? refuse(65115, 'poi_id is not exist') : act(store);
}

/** The platform seems to take a text or a whole number; a number that lost digits cannot come from a text. */
export function readPoiId(value: unknown): string | null {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && /^\d{1,20}$/u.test(text) ? text : null;
}

function isReply(value: object): value is Reply {
  return 'errcode' in value;
}

const UPDATE_MEMBERS = ['poi_id', 'map_poi_id', 'hour', 'contract_phone', 'pic_list', 'card_id'];

function handleUpdate(world: World, body: Members): Reply {
  const { switches } = world;
  if (switches.merchantOpened === 'no') return refuse(85053, 'please apply merchant first');
  const unknown = Object.keys(body).find((key) => !UPDATE_MEMBERS.includes(key));
  if (switches.strictMembers === 'yes' && unknown !== undefined)
    return refuse(40097, `invalid args ${unknown}`);
  const update = readUpdate(body, switches);
  if (isReply(update)) return update;
  return withStore(world, body, (store) => {
    if (switches.refusedStatuses.includes(store.status)) return refuse(65118, 'store status is invalid');
    world.quota.used += 1;
    const updated = updateStore(store, update, world.nextAuditId(), switches);
    world.stores.set(store.poi_id, updated.store);
    const { audit_id } = updated;
    return {
      ...OK,
      data: audit_id === null ? { has_audit_id: 0 } : { has_audit_id: 1, audit_id: bareNumber(audit_id) },
    };
  });
}

function readUpdate(body: Members, switches: Switches): Update | Reply {
  const { hour, contract_phone, pic_list, map_poi_id, card_id } = body;
  if (typeof hour !== 'string' || !new RegExp(HOUR_PATTERN, 'u').test(hour))
    return refuse(40097, 'invalid args hour');
  if (typeof contract_phone !== 'string' || contract_phone === '' || contract_phone.length > 64) {
    return refuse(40097, 'invalid args contract_phone');
  }
  const pictures = readPictures(pic_list);
  if (isReply(pictures)) return pictures;
  if (map_poi_id === undefined && switches.requireMapPoiId === 'yes')
    return refuse(40097, 'invalid args map_poi_id');
  if (map_poi_id !== undefined && readPoiId(map_poi_id) === null)
    return refuse(85055, 'map_poi_id is invalid');
  if (card_id !== undefined && typeof card_id !== 'string') return refuse(40097, 'invalid args card_id');
  return {
    hour,
    contract_phone,
    pictures: pictures.list,
    map_poi_id: map_poi_id === undefined ? null : String(map_poi_id),
    card_id: card_id ?? null,
  };
}

/** `pic_list` is a text that holds JSON: an object here is the mistake that everybody makes once. */
function readPictures(value: unknown): { readonly list: readonly string[] } | Reply {
  if (typeof value !== 'string') return refuse(47001, 'data format error pic_list');
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return refuse(40097, 'invalid args pic_list');
  }
  // Checked member by member below.
  const list = (parsed as { list?: unknown } | null)?.list;
  if (!Array.isArray(list)) return refuse(40097, 'invalid args pic_list');
  if (list.length === 0) return refuse(65114, 'photo list empty');
  const urls = list.filter(
    (url): url is string => typeof url === 'string' && new RegExp(PICTURE_URL_PATTERN, 'u').test(url),
  );
  return urls.length === list.length ? { list: urls } : refuse(65105, 'invalid photo url');
}

function handleList(world: World, body: Members): Reply {
  if (world.switches.merchantOpened === 'no') return refuse(85053, 'please apply merchant first');
  const { offset, limit } = body;
  const isCount = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0;
  if (!isCount(offset) || !isCount(limit) || limit > 50) return refuse(40097, 'invalid args');
  const page = [...world.stores.values()].slice(offset, offset + (limit === 0 ? 20 : limit));
  return {
    ...OK,
    business_list: page.map((store) => ({
      base_info: { ...showStore(store, world.switches), categories: [], qualification_list: [] },
    })),
    total_count: world.stores.size,
  };
}

/** Marks digits that go to the wire as a bare number. */
export function bareNumber(digits: string): string {
  return `\u0000${digits}\u0000`;
}

/** JSON in which marked digits are bare numbers, as the platform's 64-bit ids are. */
export function toJson(reply: Reply): string {
  return JSON.stringify(reply).replace(/"\\u0000(\d+)\\u0000"/gu, '$1');
}
