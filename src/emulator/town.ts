/** The merchants of an emulator: one world for whoever asks, or a world for each of several appids. */
import { createPlatformDesk, createRefreshBook, type PlatformDesk } from './platform-desk.ts';
import { DEFAULT_SWITCHES, type Switches } from './switches.ts';
import { createTokenDesk, readOwner } from './tokens.ts';
import { type SeedStore, seedStore, type World } from './world.ts';

/** The parts of a world that a control may replace. */
export type MutableWorld = { -readonly [K in keyof World]: World[K] };

/** One merchant of several. */
export interface SeedMerchant {
  /** Letters, digits, `_` and `-`. */
  readonly appid: string;
  readonly stores: readonly SeedStore[];
  /** Without one, any secret is taken. */
  readonly secret?: string;
}

/** A world, with its appid where there are several. */
export interface Household {
  readonly appid: string | null;
  readonly world: MutableWorld;
}

export interface Town {
  readonly platform: PlatformDesk;
  /** The first world: the only one where no merchants were named. */
  readonly first: Household;
  /** The world of an appid; null where several were named and this is none of them. */
  find(appid: string): MutableWorld | null;
  /** The world that a token opens, whether the token is valid or not; null where it is nobody's. */
  ofToken(token: string | null): Household | null;
  list(): readonly Household[];
}

export interface TownOptions {
  readonly stores: readonly SeedStore[];
  /** Empty: one world for every appid. */
  readonly merchants: readonly SeedMerchant[];
  readonly credentials: World['credentials'];
  readonly switches: Partial<Switches>;
  readonly now: () => number;
  readonly nextAuditId: () => string;
}

/** Builds the worlds. Throws an Error for people where an appid cannot stand in a token, or stands twice. */
export function createTown(options: TownOptions): Town {
  const { stores, merchants, credentials, now } = options;
  const platform = createPlatformDesk(now);
  const households = merchants.map((merchant) => settle(options, merchant));
  const [first] = households;
  if (first === undefined) {
    const only = { appid: null, world: createWorld(options, 'the-emulator', stores, credentials) };
    return { platform, first: only, find: () => only.world, ofToken: () => only, list: () => [only] };
  }
  const byAppid = new Map(households.map((each) => [each.appid, each]));
  if (byAppid.size < households.length) throw new Error('two merchants of the emulator have the same appid');
  return {
    platform,
    first,
    find: (appid) => byAppid.get(appid)?.world ?? null,
    ofToken: (token) => byAppid.get(readOwner(token) ?? '') ?? null,
    list: () => households,
  };
}

function settle(
  options: TownOptions,
  { appid, stores, secret }: SeedMerchant,
): Household & { appid: string } {
  if (!/^[\w-]+$/u.test(appid)) throw new Error(`the emulator takes no appid "${appid}"`);
  const credentials = secret === undefined ? null : { appid, secret };
  return { appid, world: createWorld(options, appid, stores, credentials) };
}

function createWorld(
  { switches, now, nextAuditId }: TownOptions,
  owner: string,
  stores: readonly SeedStore[],
  credentials: World['credentials'],
): MutableWorld {
  return {
    stores: new Map(stores.map((store) => [store.poi_id, seedStore(store)])),
    tokens: createTokenDesk(now, owner),
    refresh: createRefreshBook(now, owner),
    switches: { ...DEFAULT_SWITCHES, ...switches },
    credentials,
    refusedIp: null,
    quota: { daily_limit: 100_000, used: 0 },
    merchant: { status: 1, reason: '' },
    nextAuditId,
    updates: [],
    uploads: [],
  };
}
