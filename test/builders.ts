/** Small builders of the nouns, for tests of pure code. */
import type { Change } from '../src/model/plan.ts';
import type { LiveStore } from '../src/model/platform.ts';
import type { SpecialHours, Store, StoreRecord, StoreValues } from '../src/model.ts';
import { NO_PICTURES } from '../src/pictures.ts';
import type { PlanInput } from '../src/plan/plan.ts';

export const PICTURE = 'http://mmbiz.qpic.cn/mmbiz_jpg/front/0?wx_fmt=jpeg';
export const NEW_PICTURE = 'http://mmbiz.qpic.cn/mmbiz_jpg/counter/0?wx_fmt=jpeg';

export function buildValues(overrides: Partial<StoreValues> = {}): StoreValues {
  return { hour: '10:00-21:00', contract_phone: '021-00001234', pic_list: [PICTURE], ...overrides };
}

export function buildStore(
  overrides: Partial<Omit<Store, 'values'>> & { values?: Partial<StoreValues> } = {},
): Store {
  const { values, ...rest } = overrides;
  return {
    account: 'default',
    poi_id: '472671857',
    name: '人民广场店',
    file: 'stores/a.yaml',
    line: 1,
    labels: {},
    origins: {},
    special_hours: [],
    pictures: new Map(),
    ...rest,
    values: buildValues(values),
  };
}

export function buildRecord(overrides: Partial<StoreRecord> = {}): StoreRecord {
  return { values: buildValues(), review: 'none', applied_at: '2026-11-25T02:00:00.000Z', ...overrides };
}

export function buildLive(overrides: Partial<LiveStore> = {}): LiveStore {
  return { poi_id: '472671857', business_name: '人民广场店', ...buildValues(), status: 1, ...overrides };
}

export function buildChange(overrides: Partial<Change> = {}): Change {
  return {
    account: 'default',
    poi_id: '472671857',
    name: '人民广场店',
    file: 'stores/a.yaml',
    line: 1,
    action: 'update',
    reason: null,
    digest: '0'.repeat(64),
    fields: [],
    send: buildValues(),
    ...overrides,
  };
}

/** Special hours of one day, 2027-02-15, or of the given ones. */
export function buildSpecial(overrides: Partial<SpecialHours> = {}): SpecialHours {
  const from = overrides.from ?? '2027-02-15';
  const place = { file: 'stores/a.yaml', line: 9, column: 47 };
  return { from, to: from, hour: '10:00-17:00', reason: null, place, ...overrides };
}

/** What a plan is made from: no store and no record, unless given. */
export function buildPlanInput(overrides: Partial<PlanInput> = {}): PlanInput {
  return {
    account: { name: 'default', stores: 'stores', state: 'mendian.state.json' },
    stores: [],
    invalid: [],
    records: new Map(),
    isSelected: () => true,
    selection: [],
    asOf: '2026-11-25',
    pictures: NO_PICTURES,
    retryRefused: 'no',
    rate: 5,
    reviewPatienceDays: 14,
    ...overrides,
  };
}
