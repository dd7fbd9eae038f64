/** What a control changes in the emulator: faults, reviews, console edits, switches. */
import type { FaultRule, FaultScript } from './faults.ts';
import type { PushDesk, PushTarget } from './push-desk.ts';
import type { RequestLog } from './request-log.ts';
import type { Switches } from './switches.ts';
import { type EmulatedStore, endReview, type SeedStore, seedStore, type World } from './world.ts';

/** Body of `POST /_control`; each member is optional. */
export interface Control {
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
  /** Makes every token useless, as a forced renewal elsewhere would. */
  readonly void_tokens?: true;
  /** Forgets faults, recorded requests, updates and push events, before anything else in this control; stores stay. */
  readonly reset?: true;
}

/** The parts of a world that a control may replace. */
export type MutableWorld = { -readonly [K in keyof World]: World[K] };

export interface ControlledStage {
  readonly world: MutableWorld;
  readonly faults: FaultScript;
  readonly log: RequestLog;
  readonly pushes: PushDesk;
}

/** Carries a control out. Throws an Error with a message for people where it names an unknown store. */
export function applyControl(control: Control, stage: ControlledStage): void {
  const { world, faults, log, pushes } = stage;
  if (control.reset) {
    faults.clear();
    log.clear();
    world.updates.length = 0;
    pushes.clear();
  }
  if (control.faults !== undefined) faults.add(control.faults);
  if (control.switches !== undefined) world.switches = { ...world.switches, ...control.switches };
  if (control.quota !== undefined) world.quota = { ...control.quota };
  if (control.merchant !== undefined) world.merchant = { reason: '', ...control.merchant };
  if (control.refused_ip !== undefined) world.refusedIp = control.refused_ip;
  if (control.void_tokens) world.tokens.voidAll();
  for (const seed of control.seed ?? []) world.stores.set(seed.poi_id, seedStore(seed));
  if (control.remove !== undefined) world.stores.delete(control.remove);
  if (control.push !== undefined) pushes.setTarget(control.push);
  const { audit, store: edit } = control;
  if (audit !== undefined) judgeReview(stage, audit);
  if (edit !== undefined) changeStore(world, edit.poi_id, (store) => editStore(store, edit));
}

/** Only a review that was under way has an end to tell. */
function judgeReview(
  { world, pushes }: ControlledStage,
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
