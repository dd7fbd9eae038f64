/**
 * The third-party platform's side of the emulator: tickets, component tokens and each merchant's refresh tokens. Rules of
 * the pages component_verify_ticket, api_component_token and api_authorizer_token.
 */
import { OK, type Reply, refuse } from './replies.ts';
import { createTokenDesk, type TokenDesk } from './tokens.ts';
import type { World } from './world.ts';

type Members = Readonly<Record<string, unknown>>;

const TICKET_LIFE_S = 12 * 3600;
/** By the platform's staff, an old refresh token works that long beside the new one. */
const OVERLAP_S = 300;

export interface PlatformDesk {
  readonly tokens: TokenDesk;
  /** Component calls are refused as if they came from this address. */
  refusedIp: string | null;
  /** Tickets so far, the oldest first. Before the first, any ticket is taken. */
  tickets(): readonly string[];
  componentToken(body: Members): Reply;
  startPushTicket(body: Members): Reply;
  /** A token of a merchant; `find` gives its world, or null for an appid that nobody has. */
  authorizerToken(body: Members, componentToken: string | null, find: (appid: string) => World | null): Reply;
}

/** A desk whose clock is given, in milliseconds. */
export function createPlatformDesk(now: () => number): PlatformDesk {
  const tokens = createTokenDesk(now, 'the-platform');
  let tickets: { readonly text: string; readonly issuedAt: number }[] = [];
  const desk: PlatformDesk = {
    tokens,
    refusedIp: null,
    tickets: () => tickets.map(({ text }) => text),
    componentToken: ({ component_appid, component_appsecret, component_verify_ticket: ticket }) => {
      const refusal = refuseComponent(desk, component_appid, component_appsecret);
      if (refusal !== null) return refusal;
      if (!isText(ticket)) return refuse(61006, 'component ticket is invalid');
      const known = tickets.find(({ text }) => text === ticket);
      if (tickets.length > 0 && known === undefined) return refuse(61006, 'component ticket is invalid');
      if (known !== undefined && now() / 1000 - known.issuedAt >= TICKET_LIFE_S)
        return refuse(61005, 'component ticket is expired');
      const { access_token, expires_in } = tokens.fresh('component');
      return { component_access_token: access_token, expires_in };
    },
    startPushTicket: ({ component_appid, component_secret }) => {
      const refusal = refuseComponent(desk, component_appid, component_secret);
      if (refusal !== null) return refusal;
      const text = `ticket@@@${String(tickets.length + 1).padStart(6, '0')}-of-the-emulator`;
      tickets = [...tickets, { text, issuedAt: now() / 1000 }];
      return OK;
    },
    authorizerToken: (body, componentToken, find) => {
      const { component_appid, authorizer_appid, authorizer_refresh_token: used } = body;
      const refusal = refuseToken(tokens, componentToken);
      if (refusal !== null) return refusal;
      if (!isText(component_appid)) return refuse(41018, 'missing component_appid');
      const world = isText(authorizer_appid) ? find(authorizer_appid) : null;
      if (world === null) return refuse(40013, 'invalid appid');
      if (world.switches.authorization === 'withdrawn')
        return refuse(61003, 'component is not authorized by this account');
      if (!isText(used) || !world.refresh.accepts(used)) return refuse(61023, 'refresh_token is invalid');
      const next = world.switches.refreshTokens === 'keep' ? used : world.refresh.rotate(used);
      const { access_token, expires_in } = world.tokens.fresh('authorizer');
      return { authorizer_access_token: access_token, expires_in, authorizer_refresh_token: next };
    },
  };
  return desk;
}

function refuseComponent({ refusedIp }: PlatformDesk, appid: unknown, secret: unknown): Reply | null {
  if (refusedIp !== null) return refuse(61004, `access clientip ${refusedIp} is not registered`);
  if (!isText(appid)) return refuse(41018, 'missing component_appid');
  return isText(secret) ? null : refuse(41004, 'appsecret missing');
}

/** The refusal of a token by its desk, in the platform's words; null for one that is valid. Nobody's is unknown. */
export function refuseToken(tokens: TokenDesk | null, token: string | null): Reply | null {
  const nobodys = token === null || token === '' ? 'missing' : 'unknown';
  switch (tokens === null ? nobodys : tokens.check(token)) {
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

/** The refresh tokens of one merchant. */
export interface RefreshBook {
  /** The first one that comes is taken, whatever it is; then only the newest, and the one before for five minutes. */
  accepts(text: string): boolean;
  /** A new one in the place of the used one. */
  rotate(used: string): string;
  /** From now on this one alone is valid, as after a new authorisation; null: none. */
  set(text: string | null): void;
}

export function createRefreshBook(now: () => number, owner: string): RefreshBook {
  let count = 0;
  /** Until when each lives, in seconds; null until the first one comes. */
  let lives: ReadonlyMap<string, number> | null = null;
  return {
    accepts: (text) => lives === null || (lives.get(text) ?? 0) > now() / 1000,
    rotate: (used) => {
      count += 1;
      const end = now() / 1000 + OVERLAP_S;
      const earlier = lives ?? new Map([[used, end]]);
      const newest = `refresh-token-${String(count).padStart(6, '0')}-of-${owner}`;
      lives = new Map([
        ...[...earlier].map(([text, until]) => [text, Math.min(until, end)] as const),
        [newest, Number.POSITIVE_INFINITY],
      ]);
      return newest;
    },
    set: (text) => {
      lives = new Map(text === null ? [] : [[text, Number.POSITIVE_INFINITY]]);
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
