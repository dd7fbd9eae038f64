/** What a control changes in the emulator: faults, reviews, console edits, switches. */
import type { FaultRule, FaultScript } from './faults.ts';
import type { PushDesk, PushTarget } from './push-desk.ts';
import type { RequestLog } from './request-log.ts';
import type { Switches } from './switches.ts';
import type { MutableWorld, Town } from './town.ts';
import { type EmulatedStore, endReview, type SeedStore, seedStore } from './world.ts';

/**
 * Body of `POST /_control`; each member is optional. Where there are several merchants, `appid` says whose world it is
 * about; without it, what names a store goes to the one that has it, and the rest to all.
 */
export interface Control {
  readonly appid?: string;
  readonly faults?: readonly FaultRule[];
  /** Ends or begins a review: 1 approve, 3 reject, 2 leave under review. An end makes a push event. */
  readonly audit?: { readonly poi_id: string; readonly status: number; readonly reason?: string };
  /** An edit in the console; `pic_list` becomes live at once. */
  readonly store?: {
    readonly poi_id: string;
    readonly hour?: string;
    readonly contract_phone?: string;
    readonly pic_list?: readonly string[];
    readonly business_name?: string;
  };
  /** Stores that are there from now on, approved and live. */
  readonly seed?: readonly SeedStore[];
  /** The id of a store that is gone from now on. */
  readonly remove?: string;
  readonly switches?: Partial<Switches>;
  readonly quota?: { readonly daily_limit: number; readonly used: number };
  /** How far the opening of the store mini program is, as `get_merchant_audit_info` tells it. */
  readonly merchant?: { readonly status: number; readonly reason?: string };
  /** Token calls are refused as if they came from this address. */
  readonly refused_ip?: string | null;
  /** Message settings of the console, and a loopback address that push events go to; null takes them away. */
  readonly push?: PushTarget | null;
  /**
   * The merchant's refresh token for a third-party platform from now on, as after a new authorisation; null: none, so
   * that every one is refused with 61023.
   */
  readonly refresh_token?: string | null;
  /** Makes every token useless, as a forced renewal elsewhere would. */
  readonly void_tokens?: true;
  /** Forgets faults, recorded requests, updates and push events, before anything else in this control; stores stay. */
  readonly reset?: true;
}

export interface ControlledStage {
  readonly town: Town;
  readonly faults: FaultScript;
  readonly log: RequestLog;
  readonly pushes: PushDesk;
}

/** Carries a control out. Throws an Error with a message for people where it names an unknown store or merchant. */
export function applyControl(control: Control, stage: ControlledStage): void {
  const { town, faults, log, pushes } = stage;
  const worlds = findWorlds(town, control);
  if (control.reset) {
    faults.clear();
    log.clear();
    for (const world of worlds) world.updates.length = 0;
    pushes.clear();
  }
  if (control.faults !== undefined) faults.add(control.faults);
  for (const world of worlds) changeWorld(world, control);
  if (control.appid === undefined) changePlatform(town, control);
  for (const seed of control.seed ?? []) findOnly(worlds, 'seed').stores.set(seed.poi_id, seedStore(seed));
  if (control.push !== undefined) pushes.setTarget(control.push);
  const { audit, store: edit } = control;
  if (audit !== undefined) judgeReview(stage, findHolder(worlds, audit.poi_id), audit);
  if (edit !== undefined)
    changeStore(findHolder(worlds, edit.poi_id), edit.poi_id, (store) => editStore(store, edit));
}

function findWorlds(town: Town, { appid }: Control): readonly MutableWorld[] {
  if (appid === undefined) return town.list().map(({ world }) => world);
  const world = town.find(appid);
  if (world === null) throw new Error(`the emulator has no merchant ${appid}`);
  return [world];
}

function changeWorld(world: MutableWorld, control: Control): void {
  if (control.switches !== undefined) world.switches = { ...world.switches, ...control.switches };
  if (control.quota !== undefined) world.quota = { ...control.quota };
  if (control.merchant !== undefined) world.merchant = { reason: '', ...control.merchant };
  if (control.refused_ip !== undefined) world.refusedIp = control.refused_ip;
  if (control.refresh_token !== undefined) world.refresh.set(control.refresh_token);
  if (control.void_tokens) world.tokens.voidAll();
  if (control.remove !== undefined) world.stores.delete(control.remove);
}

/** The third-party platform is nobody's merchant. */
function changePlatform({ platform }: Town, control: Control): void {
  if (control.refused_ip !== undefined) platform.refusedIp = control.refused_ip;
  if (control.void_tokens) platform.tokens.voidAll();
}

function findOnly(worlds: readonly MutableWorld[], what: string): MutableWorld {
  const [only, another] = worlds;
  if (only === undefined || another !== undefined)
    throw new Error(`there are several merchants: ${what} needs an appid`);
  return only;
}

/** The one world that has a store. */
function findHolder(worlds: readonly MutableWorld[], poiId: string): MutableWorld {
  const holders = worlds.filter(({ stores }) => stores.has(poiId));
  if (holders.length === 0) throw new Error(`the emulator holds no store ${poiId}`);
  return findOnly(holders, `store ${poiId}`);
}

/** Only a review that was under way has an end to tell. */
function judgeReview(
  { pushes }: ControlledStage,
  world: MutableWorld,
  { poi_id: poiId, status, reason }: NonNullable<Control['audit']>,
): void {
  const pending = world.stores.get(poiId)?.pending ?? null;
  changeStore(world, poiId, (store) => endReview(store, status, reason));
  if (pending !== null && status !== 2)
    pushes.emit({ audit_id: pending.audit_id, status, reason: reason ?? null });
}

function editStore(store: EmulatedStore, edit: NonNullable<Control['store']>): EmulatedStore {
  return {
    ...store,
    hour: edit.hour ?? store.hour,
    contract_phone: edit.contract_phone ?? store.contract_phone,
    business_name: edit.business_name ?? store.business_name,
    pictures: edit.pic_list ?? store.pictures,
    approved: [...new Set([...store.approved, ...(edit.pic_list ?? [])])],
  };
}

function changeStore(
  world: MutableWorld,
  poiId: string,
  change: (store: EmulatedStore) => EmulatedStore,
): void {
  const store = world.stores.get(poiId);
  if (store === undefined) throw new Error(`the emulator holds no store ${poiId}`);
  world.stores.set(poiId, change(store));
}
