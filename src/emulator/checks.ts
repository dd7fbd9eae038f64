/** What a call is judged by before its endpoint sees it, in the platform's order. */
import { isJsonObject } from '../base/json-object.ts';
import { parseLosslessJson } from '../base/lossless-json.ts';
import { type Reply, refuse } from './replies.ts';
import { findRoute } from './routes.ts';
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

/** Address, method, token, opened account, body; then the endpoint itself. */
export function answerCall(
  world: World,
  call: {
    readonly method: string;
    readonly url: URL;
    readonly body: Body;
    readonly raw?: Buffer;
    readonly contentType?: string;
  },
): Reply {
  const { method, url, body } = call;
  const route = findRoute(url.pathname);
  if (route === null) return refuse(40066, 'invalid url');
  if (method !== route.method) {
    return route.method === 'POST'
      ? refuse(43002, 'require POST method')
      : refuse(43001, 'require GET method');
  }
  const refusal = route.needs === 'nothing' ? null : refuseToken(world, url.searchParams.get('access_token'));
  if (refusal !== null) return refusal;
  const isOpened = world.switches.merchantOpened === 'yes' && world.merchant.status === 1;
  if (route.needs === 'merchant' && !isOpened) return refuse(85053, 'please apply merchant first');
  if ('handleForm' in route)
    return route.handleForm(world, call.raw ?? Buffer.alloc(0), call.contentType ?? '');
  if (route.method === 'GET') return route.handle(world, {}, url.searchParams);
  if (body === 'empty') return refuse(44002, 'empty post data');
  if (typeof body === 'string') return refuse(47001, 'data format error');
  return route.handle(world, body, url.searchParams);
}

function refuseToken(world: World, token: string | null): Reply | null {
  switch (world.tokens.check(token)) {
    case 'missing':
      return refuse(41001, 'access_token missing');
    case 'malformed':
      return refuse(40014, 'invalid access_token');
    case 'unknown':
      return refuse(40001, 'invalid credential, access_token is invalid or not latest');
    case 'expired':
      return refuse(42001, 'access_token expired');
    case 'valid':
      return null;
  }
}
