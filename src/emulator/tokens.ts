/** The emulator's access tokens: stable tokens and those of the older call, which do not void each other. */

const LIFE_S = 7200;
/** In its last five minutes a stable token is renewed, and the old one lives that long beside the new. */
const OVERLAP_S = 300;

interface Token {
  readonly text: string;
  readonly family: 'stable' | 'plain';
  readonly issuedAt: number;
  expiresAt: number;
}

export type TokenVerdict = 'valid' | 'missing' | 'unknown' | 'expired';

export interface TokenDesk {
  /** A stable token: the same one while it is valid, another when forced or about to expire. */
  stable(force: boolean): { readonly access_token: string; readonly expires_in: number };
  /** The older call: a new token each time, the old one for five more minutes. */
  plain(): { readonly access_token: string; readonly expires_in: number };
  check(text: string | null): TokenVerdict;
  /** Makes every token useless at once, as a forced renewal elsewhere would. */
  voidAll(): void;
}

/** A desk whose clock is given, in milliseconds. */
export function createTokenDesk(now: () => number): TokenDesk {
  const tokens: Token[] = [];
  let count = 0;
  const issue = (family: Token['family']): Token => {
    count += 1;
    const issuedAt = now() / 1000;
    const token = {
      text: `${family}-token-${String(count).padStart(6, '0')}-of-the-emulator`,
      family,
      issuedAt,
      expiresAt: issuedAt + LIFE_S,
    };
    tokens.push(token);
    return token;
  };
  const latest = (family: Token['family']): Token | undefined =>
    tokens.findLast((token) => token.family === family);
  const shorten = (token: Token | undefined, seconds: number): void => {
    if (token !== undefined) token.expiresAt = Math.min(token.expiresAt, now() / 1000 + seconds);
  };
  const hand = (token: Token): { access_token: string; expires_in: number } => ({
    access_token: token.text,
    expires_in: Math.max(0, Math.floor(token.expiresAt - now() / 1000)),
  });
  return {
    stable: (force) => {
      const current = latest('stable');
      const left = current === undefined ? 0 : current.expiresAt - now() / 1000;
      if (current !== undefined && !force && left > OVERLAP_S) return hand(current);
      if (force) shorten(current, 0);
      return hand(issue('stable'));
    },
    plain: () => {
      shorten(latest('plain'), OVERLAP_S);
      return hand(issue('plain'));
    },
    check: (text) => {
      if (text === null || text === '') return 'missing';
      const token = tokens.find((each) => each.text === text);
      if (token === undefined) return 'unknown';
      return token.expiresAt > now() / 1000 ? 'valid' : 'expired';
    },
    voidAll: () => {
      tokens.length = 0;
    },
  };
}
