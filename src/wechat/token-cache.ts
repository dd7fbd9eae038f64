/** Keeps a token while it is good, and fetches another one once for all callers at a time. */
import type { Answer } from '../model/platform.ts';
import type { Clock } from '../model/run.ts';
import type { TokenSource } from './tokens.ts';

export interface CachedToken {
  readonly token: string;
  /** Milliseconds since 1970: from then on another one is asked for. */
  readonly until: number;
}

export interface TokenCacheOptions {
  readonly clock: Clock;
  readonly retryBaseMs: number;
  /** Gets a token; `refused` is one that must not come again, or null. */
  readonly fetch: (refused: string | null) => Promise<Answer<CachedToken>>;
  readonly secrets: () => readonly string[];
}

/** When to ask for another token, by the seconds that one still has, so many milliseconds before its end. */
export function renewAt(now: Date, expiresIn: number, marginMs: number): number {
  const lifetime = expiresIn * 1000;
  // A token whose whole life is that short would otherwise be asked for before each call.
  return now.getTime() + Math.max(lifetime - marginMs, lifetime / 2);
}

/** A source over a way to fetch. */
export function cacheTokens({ clock, retryBaseMs, fetch, secrets }: TokenCacheOptions): TokenSource {
  const seen = new Set<string>();
  let cached: CachedToken | null = null;
  let fetching: Promise<Answer<string>> | null = null;

  const fetchOnce = async (refused: string | null): Promise<Answer<string>> => {
    const answer = await fetch(refused);
    if (!answer.ok) return answer;
    cached = answer.value;
    seen.add(cached.token);
    return { ok: true, value: cached.token };
  };
  const fetchShared = (refused: string | null): Promise<Answer<string>> => {
    fetching ??= fetchOnce(refused).finally(() => {
      fetching = null;
    });
    return fetching;
  };

  return {
    current: async () => {
      if (cached !== null && clock.now().getTime() < cached.until) return { ok: true, value: cached.token };
      return await fetchShared(null);
    },
    renew: async (refused) => {
      // Another caller may have renewed it already.
      if (cached !== null && cached.token !== refused) return { ok: true, value: cached.token };
      const renewed = await fetchShared(refused);
      // The very same token may be good again in a moment; the caller gives up when it is refused once more.
      if (renewed.ok && renewed.value === refused) await clock.sleep(retryBaseMs);
      return renewed;
    },
    secrets: () => [...secrets(), ...seen],
  };
}
