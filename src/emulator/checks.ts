/** What a call is judged by before its endpoint sees it, in the platform's order. */
import { isJsonObject } from '../base/json-object.ts';
import { parseLosslessJson } from '../base/lossless-json.ts';
import { refuseToken } from './platform-desk.ts';
import { type Reply, refuse } from './replies.ts';
import { findRoute, type Route } from './routes.ts';
import type { Town } from './town.ts';
import type { World } from './world.ts';

/** A request's body: the members of a JSON object, or why there are none. A form is read by its endpoint. */
export type Body = Readonly<Record<string, unknown>> | 'empty' | 'broken' | 'form';

/** Parses a body as strictly as JSON's own rules, and keeps the digits of long numbers. */
export function parseBody(bytes: Buffer): Body {
  if (bytes.length === 0) return 'empty';
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    // The lossless parser is kinder than JSON is; a client's slip would pass unseen here.
    JSON.parse(text);
    const value = parseLosslessJson(text);
    // Members are checked by the endpoints.
    return isJsonObject(value) ? value : 'broken';
  } catch {
    return 'broken';
  }
}

export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly body: Body;
  readonly raw?: Buffer;
  readonly contentType?: string;
}

/** Whose call it is, by its token or by what it names: null where it is nobody's, or where there is one world for all. */
export function findCaller(town: Town, { url, body }: Pick<Call, 'url' | 'body'>): string | null {
  const token = url.searchParams.get('access_token');
  if (token !== null) return town.ofToken(token)?.appid ?? null;
  const named = readAppid(url, body);
  return town.first.appid === null || named === null || town.find(named) === null ? null : named;
}

function readAppid(url: URL, body: Body): string | null {
  const members = typeof body === 'object' ? body : {};
  const named = members.authorizer_appid ?? members.appid ?? url.searchParams.get('appid');
  return typeof named === 'string' && named !== '' ? named : null;
}

/** Address, method, token, opened account, body; then the endpoint itself. */
export function answerCall(town: Town, call: Call): Reply {
  const { method, url, body } = call;
  const route = findRoute(url.pathname);
  if (route === null) return refuse(40066, 'invalid url');
  if (method !== route.method) {
    return route.method === 'POST'
      ? refuse(43002, 'require POST method')
      : refuse(43001, 'require GET method');
  }
  const world = findWorld(town, route, call);
  if ('errcode' in world) return world;
  if ('handleForm' in route)
    return route.handleForm(world, call.raw ?? Buffer.alloc(0), call.contentType ?? '');
  const answer = (members: Readonly<Record<string, unknown>>): Reply =>
    'handlePlatform' in route
      ? route.handlePlatform(town, members, url.searchParams)
      : route.handle(world, members, url.searchParams);
  if (method === 'GET') return answer({});
  if (body === 'empty') return refuse(44002, 'empty post data');
  if (typeof body === 'string') return refuse(47001, 'data format error');
  return answer(body);
}

/** The world of the caller, or why there is none for it. Token calls name whom they are for. */
function findWorld(town: Town, route: Route, { url, body }: Call): World | RefusalReply {
  if ('handlePlatform' in route) return town.first.world;
  if (route.needs === 'nothing') {
    const appid = readAppid(url, body);
    // Without one, any world says that it is missing.
    const named = appid === null ? town.first.world : town.find(appid);
    return named ?? asRefusal(refuse(40013, 'invalid appid'));
  }
  const token = url.searchParams.get('access_token');
  const world = town.ofToken(token)?.world ?? null;
  const refusal = refuseToken(world?.tokens ?? null, token);
  if (world === null || refusal !== null) return asRefusal(refusal ?? refuse(40001, 'invalid credential'));
  const unauthorised = refuseAuthorizer(world, token);
  if (unauthorised !== null) return asRefusal(unauthorised);
  const isOpened = world.switches.merchantOpened === 'yes' && world.merchant.status === 1;
  if (route.needs === 'merchant' && !isOpened) return asRefusal(refuse(85053, 'please apply merchant first'));
  return world;
}

type RefusalReply = Reply & { readonly errcode: number };

function asRefusal(reply: Reply): RefusalReply {
  return { errcode: -1, ...reply };
}

/** What the merchant's authorisation does not give, by the switches. */
function refuseAuthorizer({ tokens, switches }: World, token: string | null): Reply | null {
  if (token === null || tokens.familyOf(token) !== 'authorizer') return null;
  if (switches.authorization === 'withdrawn')
    return refuse(61003, 'component is not authorized by this account');
  return switches.permissions === 'missing' ? refuse(61007, 'api is unauthorized to component') : null;
}
