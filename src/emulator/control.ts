/** The emulator's control endpoints, outside the API: faults, reviews, console edits, what was seen. */
import type { FaultRule, FaultScript } from './faults.ts';
import type { World } from './routes.ts';
import { type EmulatedStore, endReview, type SeedStore, type Switches, seedStore } from './world.ts';

/** Body of `POST /_control`; each member is optional. */
export interface Control {
  readonly faults?: readonly FaultRule[];
  /** Ends or begins a review: 1 approve, 3 reject, 2 leave under review. */
  readonly audit?: { readonly poi_id: string; readonly status: number };
  /** An edit in the console; `pic_list` becomes live at once. */
  readonly store?: {
    readonly poi_id: string;
    readonly hour?: string;
    readonly contract_phone?: string;
    readonly pic_list?: readonly string[];
    readonly business_name?: string;
  };
  readonly seed?: readonly SeedStore[];
  readonly remove?: string;
  readonly switches?: Partial<Switches>;
  readonly quota?: { readonly daily_limit: number; readonly used: number };
  readonly refused_ip?: string | null;
  readonly void_tokens?: true;
  /** Forgets faults and recorded requests; stores stay. */
  readonly reset?: true;
}

/** The parts of a world that a control may replace. */
export type MutableWorld = { -readonly [K in keyof World]: World[K] };

/** Carries a control out. Throws an Error with a message for people where it names an unknown store. */
export function applyControl(
  control: Control,
  world: MutableWorld,
  faults: FaultScript,
  forget: () => void,
): void {
  if (control.reset) {
    faults.clear();
    forget();
  }
  if (control.faults !== undefined) faults.add(control.faults);
  if (control.switches !== undefined) world.switches = { ...world.switches, ...control.switches };
  if (control.quota !== undefined) world.quota = { ...control.quota };
  if (control.refused_ip !== undefined) world.refusedIp = control.refused_ip;
  if (control.void_tokens) world.tokens.voidAll();
  for (const seed of control.seed ?? []) world.stores.set(seed.poi_id, seedStore(seed));
  if (control.remove !== undefined) world.stores.delete(control.remove);
  if (control.audit !== undefined) {
    const { poi_id, status } = control.audit;
    changeStore(world, poi_id, (store) => endReview(store, status));
  }
  if (control.store !== undefined) editStore(world, control.store);
}

function editStore(world: MutableWorld, edit: NonNullable<Control['store']>): void {
  changeStore(world, edit.poi_id, (store) => ({
    ...store,
    hour: edit.hour ?? store.hour,
    contract_phone: edit.contract_phone ?? store.contract_phone,
    business_name: edit.business_name ?? store.business_name,
    pictures: edit.pic_list ?? store.pictures,
    approved: [...new Set([...store.approved, ...(edit.pic_list ?? [])])],
  }));
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
