/**
 * The token of a third-party platform itself (page api_component_token), which it asks for its merchants' tokens with.
 * All processes that share a token store share it.
 */

import { readSystemCode } from '../base/system-error.ts';
import type { Answer } from '../model/platform.ts';
import type { AuthorizerCredentials } from '../model.ts';
import { type CachedToken, renewAt } from './token-cache.ts';
import { askForToken, stopTokens, type TokenCalls } from './token-call.ts';
import {
  describeUnwritable,
  type Hold,
  holdStoreFile,
  nameStoreFile,
  type Pen,
  readStoreFile,
  reserveStoreFile,
  type TokenStore,
} from './token-store.ts';

/** The page asks for another one after an hour and fifty minutes of two hours. */
export const RENEWAL_MS = 10 * 60_000;

type Component = AuthorizerCredentials['component'];
type Ticketed = { readonly appid: string; readonly access: Extract<Component['access'], { kind: 'ticket' }> };

/** A token of the component; `refused` is one that must not come again, or null. */
export async function readComponentToken(
  calls: TokenCalls,
  store: TokenStore,
  { appid, access }: Component,
  refused: string | null,
): Promise<Answer<string>> {
  if (access.kind === 'token') return { ok: true, value: access.token };
  const file = { kind: 'component', appid } as const;
  const find = (): Answer<string> | null => {
    const kept = readStoreFile(store, file);
    if ('fault' in kept) return stopTokens(kept.fault);
    const token = readKeptToken(kept.members, calls.clock.now());
    return token === null || token.token === refused ? null : { ok: true, value: token.token };
  };
  const found = find();
  if (found !== null) return found;
  const held = await holdStoreFile(
    store,
    file,
    calls.clock,
    async (hold) => find() ?? (await askForComponent(calls, store, { appid, access }, hold)),
  );
  return 'fault' in held ? stopTokens(held.fault) : held;
}

/** The token that a file keeps, while it is to be used; a clock that was wrong makes nothing last. */
export function readKeptToken(
  members: Readonly<Record<string, unknown>> | null,
  now: Date,
): CachedToken | null {
  const { access_token: token, use_until } = members ?? {};
  const until = typeof use_until === 'string' ? Date.parse(use_until) : Number.NaN;
  if (typeof token !== 'string' || token === '' || Number.isNaN(until)) return null;
  const left = until - now.getTime();
  return left > 0 && left < LONGEST_MS ? { token, until } : null;
}

const LONGEST_MS = 24 * 3_600_000;

async function askForComponent(
  calls: TokenCalls,
  store: TokenStore,
  { appid, access }: Ticketed,
  hold: Hold,
): Promise<Answer<string>> {
  const file = { kind: 'component', appid } as const;
  let pen: Pen;
  try {
    pen = reserveStoreFile(store, file);
  } catch (error) {
    return stopTokens(describeUnwritable(nameStoreFile(store, file), 'before', error));
  }
  try {
    hold.touch();
    const answer = await askForToken(calls, {
      path: '/cgi-bin/component/api_component_token',
      body: {
        component_appid: appid,
        component_appsecret: access.secret,
        component_verify_ticket: access.ticket,
      },
      member: 'component_access_token',
    });
    if (!answer.ok) return answer;
    const { token, expiresIn } = answer.value;
    const until = renewAt(calls.clock.now(), expiresIn, RENEWAL_MS);
    keepComponent(pen, { access_token: token, use_until: new Date(until).toISOString() });
    return { ok: true, value: token };
  } finally {
    pen.drop();
  }
}

/** One that could not be kept is as good for this run; the next one asks again. */
function keepComponent(pen: Pen, members: Readonly<Record<string, unknown>>): void {
  try {
    pen.write(members);
  } catch (error) {
    if (readSystemCode(error) === null) throw error;
  }
}
