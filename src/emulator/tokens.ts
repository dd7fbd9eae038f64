/** The emulator's access tokens. Those of different calls do not void each other. */

const LIFE_S = 7200;
/** In its last five minutes a stable token is renewed, and the old one lives that long beside the new. */
const OVERLAP_S = 300;
/** Forced renewals: so many a day, so far apart; beyond that the current token is given again. */
const FORCES_A_DAY = 20;
const FORCE_GAP_S = 30;
const DAY_S = 86_400;

/** By the call that gave a token: `getStableAccessToken`, `getAccessToken`, `api_authorizer_token`, `api_component_token`. */
export type TokenFamily = 'stable' | 'plain' | 'authorizer' | 'component';

interface Token {
  readonly text: string;
  readonly family: TokenFamily;
  readonly expiresAt: number;
}

export type TokenVerdict = 'valid' | 'missing' | 'malformed' | 'unknown' | 'expired';

/** Rules of the pages `getAccessToken` and `getStableAccessToken`. */
export interface TokenDesk {
  /** A stable token: the same one while it is valid, another when forced or about to expire. */
  stable(force: boolean): { readonly access_token: string; readonly expires_in: number };
  /** The other calls: a new token each time, the old one for five more minutes. */
  fresh(family: Exclude<TokenFamily, 'stable'>): {
    readonly access_token: string;
    readonly expires_in: number;
  };
  check(text: string | null): TokenVerdict;
  /** The call that gave a token that this desk knows. */
  familyOf(text: string): TokenFamily | null;
  /** Makes every token useless at once, as a forced renewal elsewhere would. */
  voidAll(): void;
}

/** Whose a token is, by its own text: what `createTokenDesk` was given. */
export function readOwner(text: string | null): string | null {
  return /^[a-z]+-token-\d{6,}-of-([\w-]+)$/u.exec(text ?? '')?.[1] ?? null;
}

/** A desk whose clock is given, in milliseconds; `owner` stands in its tokens. */
export function createTokenDesk(now: () => number, owner = 'the-emulator'): TokenDesk {
  const shelf = createShelf(() => now() / 1000, owner);
  const mayForce = createForceLimit(() => now() / 1000);
  return {
    stable: (force) => {
      const current = shelf.latest('stable');
      const isFresh = current !== undefined && shelf.secondsLeft(current) > OVERLAP_S;
      if (isFresh && !(force && mayForce())) return shelf.hand(current);
      if (force) shelf.shorten('stable', 0);
      return shelf.hand(shelf.issue('stable'));
    },
    fresh: (family) => {
      shelf.shorten(family, OVERLAP_S);
      return shelf.hand(shelf.issue(family));
    },
    familyOf: (text) => shelf.find(text)?.family ?? null,
    check: (text) => {
      if (text === null || text === '') return 'missing';
      if (!/^[\w-]+$/u.test(text)) return 'malformed';
      const token = shelf.find(text);
      if (token === undefined) return 'unknown';
      return shelf.secondsLeft(token) > 0 ? 'valid' : 'expired';
    },
    voidAll: () => shelf.clear(),
  };
}

/** The tokens given out so far. Times are in seconds. */
function createShelf(now: () => number, owner: string) {
  let tokens: Token[] = [];
  let count = 0;
  const secondsLeft = (token: Token): number => token.expiresAt - now();
  return {
    secondsLeft,
    issue: (family: TokenFamily): Token => {
      count += 1;
      const text = `${family}-token-${String(count).padStart(6, '0')}-of-${owner}`;
      const token = { text, family, expiresAt: now() + LIFE_S };
      tokens.push(token);
      return token;
    },
    latest: (family: TokenFamily) => tokens.findLast((token) => token.family === family),
    find: (text: string) => tokens.find((token) => token.text === text),
    /** Leaves all tokens of a family at most that long to live. */
    shorten: (family: TokenFamily, seconds: number): void => {
      tokens = tokens.map((token) =>
        token.family === family ? { ...token, expiresAt: Math.min(token.expiresAt, now() + seconds) } : token,
      );
    },
    hand: (token: Token) => ({
      access_token: token.text,
      expires_in: Math.max(0, Math.round(secondsLeft(token))),
    }),
    clear: (): void => {
      tokens = [];
    },
  };
}

/** Says whether one more forced renewal is allowed, and counts it. */
function createForceLimit(now: () => number): () => boolean {
  let forcedAt: readonly number[] = [];
  return () => {
    const today = forcedAt.filter((moment) => now() - moment < DAY_S);
    const last = today.at(-1);
    if (today.length >= FORCES_A_DAY || (last !== undefined && now() - last < FORCE_GAP_S)) return false;
    forcedAt = [...today, now()];
    return true;
  };
}
