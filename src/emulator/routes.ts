/** The endpoints: one row each. A handler sees a parsed body and the emulator's world, and returns a reply. */
import { OK, type Reply, readPoiId, refuse } from './replies.ts';
import type { Town } from './town.ts';
import { handleUpdate } from './update.ts';
import { handleUpload } from './upload.ts';
import { type EmulatedStore, showStore, type World } from './world.ts';

type Members = Readonly<Record<string, unknown>>;

interface Door {
  readonly method: 'GET' | 'POST';
  /** `token`: a valid access token; `merchant`: an opened store mini program besides. */
  readonly needs: 'nothing' | 'token' | 'merchant';
}

export type Route = Door &
  (
    | { readonly handlePlatform: (town: Town, body: Members, query: URLSearchParams) => Reply }
    | { readonly handle: (world: World, body: Members, query: URLSearchParams) => Reply }
    | { readonly handleForm: (world: World, body: Buffer, contentType: string) => Reply }
  );

const ROUTES: Readonly<Record<string, Route>> = {
  '/cgi-bin/stable_token': {
    method: 'POST',
    needs: 'nothing',
    handle: (world, { grant_type, appid, secret, force_refresh }) =>
      refuseCredentials(world, grant_type, appid, secret) ?? world.tokens.stable(force_refresh === true),
  },
  '/cgi-bin/token': {
    method: 'GET',
    needs: 'nothing',
    handle: (world, _body, query) =>
      refuseCredentials(world, query.get('grant_type'), query.get('appid'), query.get('secret')) ??
      world.tokens.fresh('plain'),
  },
  '/cgi-bin/component/api_component_token': {
    method: 'POST',
    needs: 'nothing',
    handlePlatform: ({ platform }, body) => platform.componentToken(body),
  },
  '/cgi-bin/component/api_start_push_ticket': {
    method: 'POST',
    needs: 'nothing',
    handlePlatform: ({ platform }, body) => platform.startPushTicket(body),
  },
  '/cgi-bin/component/api_authorizer_token': {
    method: 'POST',
    needs: 'nothing',
    handlePlatform: ({ platform, find }, body, query) =>
      platform.authorizerToken(body, query.get('component_access_token'), find),
  },
  '/cgi-bin/media/uploadimg': { method: 'POST', needs: 'token', handleForm: handleUpload },
  '/cgi-bin/openapi/quota/get': { method: 'POST', needs: 'token', handle: showQuota },
  '/wxa/get_merchant_audit_info': { method: 'GET', needs: 'token', handle: showMerchant },
  '/wxa/update_store': {
    method: 'POST',
    needs: 'merchant',
    handle: (world, body) => handleUpdate(world, body, withStore),
  },
  '/wxa/get_store_info': {
    method: 'POST',
    needs: 'merchant',
    handle: (world, body) =>
      withStore(world, body, (store) => ({
        ...OK,
        business: { base_info: showStore(store, world.switches) },
      })),
  },
  '/wxa/get_store_list': { method: 'POST', needs: 'merchant', handle: listStores },
  '/card/storewxa/get': {
    method: 'POST',
    needs: 'merchant',
    handle: (world, body) =>
      withStore(world, body, ({ card_id }) => ({ ...OK, ...(card_id === null ? {} : { card_id }) })),
  },
  '/card/storewxa/set': {
    method: 'POST',
    needs: 'merchant',
    handle: (world, body) => withStore(world, body, (store) => setCard(world, store, body.card_id)),
  },
};

/** The endpoint at a path, or null. */
export function findRoute(path: string): Route | null {
  return Object.hasOwn(ROUTES, path) ? (ROUTES[path] ?? null) : null;
}

/** `METHOD path` of each endpoint. */
export function listRoutes(): readonly string[] {
  return Object.entries(ROUTES).map(([path, { method }]) => `${method} ${path}`);
}

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
  const poiId = readPoiId(body.poi_id);
  if (poiId === null) return refuse(40097, 'invalid args poi_id');
  const store = world.stores.get(poiId);
  return store === undefined ? refuse(65115, 'poi_id is not exist') : act(store);
}

/** Page `newgetpoilist`: 50 at most, 0 means 20. Past the end is an empty page, which no page settles. */
function listStores(world: World, { offset, limit }: Members): Reply {
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

function setCard(world: World, store: EmulatedStore, cardId: unknown): Reply {
  if (typeof cardId !== 'string') return refuse(40097, 'invalid args card_id');
  world.stores.set(store.poi_id, { ...store, card_id: cardId });
  return OK;
}

/** Page `get_merchant_audit_info`: 0 not submitted, 1 passed, 2 under review, 3 failed, 4 refused by the administrator. */
function showMerchant({ merchant, switches }: World): Reply {
  const { status, reason } = switches.merchantOpened === 'yes' ? merchant : { status: 0, reason: '' };
  return { ...OK, data: { audit_id: 414_569_513, status, reason } };
}

function showQuota({ quota }: World, { cgi_path }: Members): Reply {
  if (typeof cgi_path !== 'string' || findRoute(cgi_path) === null)
    return refuse(76021, 'cgi_path not found');
  const { daily_limit, used } = quota;
  return {
    ...OK,
    quota: { daily_limit, used, remain: Math.max(0, daily_limit - used) },
    rate_limit: { call_count: 1000, refresh_second: 60 },
  };
}
