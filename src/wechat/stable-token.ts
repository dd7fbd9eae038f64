/**
 * The account's own secret → a stable token, never forced, since forcing would void the token of other systems (page
 * getStableAccessToken).
 */
import type { Credentials } from '../model.ts';
import { cacheTokens, renewAt } from './token-cache.ts';
import { askForToken, type TokenCalls } from './token-call.ts';
import type { TokenSource } from './tokens.ts';

/** The platform renews a stable token in its last five minutes, and lets the old one live that long. */
const RENEWAL_MS = 5 * 60_000;

/** Stable tokens of one account. */
export function stableTokens(
  calls: TokenCalls,
  { appid, secret }: Extract<Credentials, { kind: 'secret' }>,
): TokenSource {
  const { clock, retryBaseMs } = calls;
  const body = { grant_type: 'client_credential', appid, secret, force_refresh: false };
  return cacheTokens({
    clock,
    retryBaseMs,
    secrets: () => [secret],
    fetch: async () => {
      const request = { path: '/cgi-bin/stable_token', body, member: 'access_token' };
      const answer = await askForToken(calls, request);
      if (!answer.ok) return answer;
      const { token, expiresIn } = answer.value;
      return { ok: true, value: { token, until: renewAt(clock.now(), expiresIn, RENEWAL_MS) } };
    },
  });
}
