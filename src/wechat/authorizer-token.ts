/**
 * A merchant's token by a third-party platform (page api_authorizer_token). Each answer may hold a new refresh token, and
 * the one before lives for five more minutes only: the new one is on the disk before anything else is done with the answer.
 */

import { readSystemCode } from '../base/system-error.ts';
import type { Answer } from '../model/platform.ts';
import type { AuthorizerCredentials, Fault } from '../model.ts';
import { RENEWAL_MS, readComponentToken, readKeptToken } from './component-token.ts';
import { type CachedToken, cacheTokens, renewAt } from './token-cache.ts';
import { askForToken, refuseToken, stopTokens, type TokenCalls, type TokenGrant } from './token-call.ts';
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
import type { TokenSource } from './tokens.ts';

/** The component's token was refused: void, malformed or over. */
const COMPONENT_REFUSED = [40001, 40014, 42001];
/** "refresh_token is invalid". */
const REFRESH_REFUSED = 61023;
const MAX_WRITES = 3;
const LOOPBACK = /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(\/|$)/u;

interface Desk {
  readonly calls: TokenCalls;
  readonly credentials: AuthorizerCredentials;
  readonly store: TokenStore;
  /** Told of each secret that is seen, before it can come into any text. */
  readonly note: (secret: string) => void;
}

/** Tokens of one merchant. */
export function authorizerTokens(calls: TokenCalls, credentials: AuthorizerCredentials): TokenSource {
  const { component, refresh, store: folder } = credentials;
  const { access } = component;
  const given = access.kind === 'token' ? [access.token] : [access.secret, access.ticket];
  const seen = new Set([...given, ...(refresh.token === null ? [] : [refresh.token])]);
  const world = LOOPBACK.test(calls.apiBase) ? 'loopback' : 'wechat';
  const desk = {
    calls,
    credentials,
    store: { folder, world },
    note: (text: string) => seen.add(text),
  } as const;
  return cacheTokens({
    clock: calls.clock,
    retryBaseMs: calls.retryBaseMs,
    secrets: () => [...seen],
    fetch: (refused) => findToken(desk, refused),
  });
}

/** What the store keeps for a merchant. */
interface Kept {
  readonly refresh_token: string;
  /** Given to a process that worked at the same time: one of them is the newest. */
  readonly others: readonly string[];
  readonly access: CachedToken | null;
}

async function findToken(desk: Desk, refused: string | null): Promise<Answer<CachedToken>> {
  const { calls, store, credentials } = desk;
  const found = findKept(desk, refused);
  if (found !== null) return found;
  const file = { kind: 'authorizer', appid: credentials.appid } as const;
  const held = await holdStoreFile(
    store,
    file,
    calls.clock,
    // Another process may have renewed it in the meantime.
    async (hold) => findKept(desk, refused) ?? (await renew(desk, hold)),
  );
  return 'fault' in held ? stopTokens(held.fault) : held;
}

/** The token that is kept, if it is good; a fault where the file is damaged; else null. */
function findKept(desk: Desk, refused: string | null): Answer<CachedToken> | null {
  const kept = readKept(desk);
  if ('fault' in kept) return stopTokens(kept.fault);
  const access = kept.kept?.access ?? null;
  return access === null || access.token === refused ? null : { ok: true, value: access };
}

function readKept({
  calls,
  store,
  credentials,
  note,
}: Desk): { readonly kept: Kept | null } | { readonly fault: Fault } {
  const file = { kind: 'authorizer', appid: credentials.appid } as const;
  const read = readStoreFile(store, file);
  if ('fault' in read) return read;
  if (read.members === null) return { kept: null };
  const { refresh_token, others = [] } = read.members;
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
  if (!isText(refresh_token) || !Array.isArray(others) || !others.every(isText)) {
    const params = { file: nameStoreFile(store, file), problem: 'members' } as const;
    return { fault: { code: 'TOKEN_STORE_DAMAGED', params } };
  }
  const access = readKeptToken(read.members, calls.clock.now());
  for (const secret of [refresh_token, ...others, ...(access === null ? [] : [access.token])]) note(secret);
  return { kept: { refresh_token, others, access } };
}

/** Asks with what is kept first; the variable's is newer than that where the merchant has authorised again. */
async function renew(desk: Desk, hold: Hold): Promise<Answer<CachedToken>> {
  const { credentials, store } = desk;
  const read = readKept(desk);
  if ('fault' in read) return stopTokens(read.fault);
  const { refresh, appid } = credentials;
  const kept = read.kept === null ? [] : [read.kept.refresh_token, ...read.kept.others];
  const candidates = [...new Set([...kept, ...(refresh.token === null ? [] : [refresh.token])])];
  const [first, ...rest] = candidates;
  if (first === undefined)
    return stopTokens({ code: 'REFRESH_TOKEN_MISSING', params: { appid, variable: refresh.variable } });
  const name = nameStoreFile(store, { kind: 'authorizer', appid });
  let pen: Pen;
  try {
    pen = reserveStoreFile(store, { kind: 'authorizer', appid });
  } catch (error) {
    return stopTokens(describeUnwritable(name, 'before', error));
  }
  try {
    let answer = await askWith(desk, first, hold);
    for (const candidate of rest)
      if (!answer.ok && answer.error.errcode === REFRESH_REFUSED)
        answer = await askWith(desk, candidate, hold);
    if (!answer.ok) return answer;
    return await keep(desk, pen, read.kept, answer.value);
  } finally {
    pen.drop();
  }
}

interface Granted extends TokenGrant {
  readonly refreshToken: string;
}

/** One call; a component token that was refused is renewed once. */
async function askWith(desk: Desk, refreshToken: string, hold: Hold): Promise<Answer<Granted>> {
  const { calls, credentials, store, note } = desk;
  const { component, appid } = credentials;
  let refused: string | null = null;
  for (;;) {
    const token: Answer<string> = await readComponentToken(calls, store, component, refused);
    if (!token.ok) return token;
    note(token.value);
    hold.touch();
    const answer = await askForToken(calls, {
      path: `/cgi-bin/component/api_authorizer_token?component_access_token=${encodeURIComponent(token.value)}`,
      body: {
        component_appid: component.appid,
        authorizer_appid: appid,
        authorizer_refresh_token: refreshToken,
      },
      member: 'authorizer_access_token',
    });
    if (answer.ok)
      return { ok: true, value: { ...answer.value, refreshToken: readNext(answer.value, refreshToken) } };
    const isRefused = COMPONENT_REFUSED.includes(answer.error.errcode ?? 0);
    if (!isRefused) return answer;
    if (refused !== null || component.access.kind === 'token')
      return { ok: false, error: refuseToken(answer.error) };
    refused = token.value;
  }
}

/** Where the answer holds none, the one that was used goes on. */
function readNext({ body }: TokenGrant, used: string): string {
  const { authorizer_refresh_token: next } = body;
  return typeof next === 'string' && next !== '' ? next : used;
}

/** The new refresh token is on the disk once this gives a token; else the run of this account stops, and says what to do. */
async function keep(
  desk: Desk,
  pen: Pen,
  before: Kept | null,
  { token, expiresIn, refreshToken }: Granted,
): Promise<Answer<CachedToken>> {
  const { calls, credentials, store, note } = desk;
  const { clock, retryBaseMs } = calls;
  note(refreshToken);
  const until = renewAt(clock.now(), expiresIn, RENEWAL_MS);
  const own = {
    refresh_token: refreshToken,
    access_token: token,
    use_until: new Date(until).toISOString(),
  };
  const file = nameStoreFile(store, { kind: 'authorizer', appid: credentials.appid });
  for (let tries = 1; ; tries += 1) {
    try {
      pen.write(withRival(desk, before, own));
      return { ok: true, value: { token, until } };
    } catch (error) {
      if (readSystemCode(error) === null) throw error;
      if (tries >= MAX_WRITES) return stopTokens(describeUnwritable(file, 'after', error));
      await clock.sleep(retryBaseMs * 2 ** (tries - 1));
    }
  }
}

/**
 * Where another process wrote meanwhile, in spite of the lock, nobody can tell whose refresh token is the newer one: both
 * stay, and the next renewal tries one after the other.
 */
function withRival(
  desk: Desk,
  before: Kept | null,
  own: { readonly refresh_token: string },
): Readonly<Record<string, unknown>> {
  const now = readKept(desk);
  if ('fault' in now || now.kept === null || now.kept.refresh_token === before?.refresh_token) return own;
  const others = new Set([...now.kept.others, own.refresh_token]);
  others.delete(now.kept.refresh_token);
  return {
    ...own,
    refresh_token: now.kept.refresh_token,
    others: [...others],
  };
}
