/** A whole plan: counts, order, brakes against a wrong folder, and rules that hold for all inputs. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Store, StoreRecord } from '../../src/model.ts';
import { type PlanInput, planAccount } from '../../src/plan/plan.ts';
import {
  buildPlanInput as buildInput,
  buildRecord,
  buildStore,
  buildValues,
  NEW_PICTURE,
  PICTURE,
} from '../builders.ts';

const codes = (input: PlanInput): readonly string[] => planAccount(input).diagnostics.map(({ code }) => code);

describe('a plan', () => {
  test('counts each action and lists all but the unchanged, sorted by id', () => {
    const stores = ['3', '1', '2'].map((poi_id) => buildStore({ poi_id }));
    const records = new Map([
      ['1', buildRecord()],
      ['2', buildRecord({ values: buildValues({ hour: '09:00-21:00' }) })],
      ['9', buildRecord()],
    ]);
    const plan = planAccount(buildInput({ stores, records }));
    expect(plan.summary).toEqual({
      stores: 3,
      adopt: 1,
      update: 1,
      hold: 0,
      verify: 0,
      release: 1,
      unchanged: 1,
    });
    expect(plan.changes.map(({ poi_id, action }) => [poi_id, action])).toEqual([
      ['2', 'update'],
      ['3', 'adopt'],
      ['9', 'release'],
    ]);
  });

  test('warns of a changed map_poi_id at its place', () => {
    const origin = { file: 'stores/_defaults.yaml', line: 4, column: 13 };
    const store = buildStore({ values: { map_poi_id: '2' }, origins: { map_poi_id: origin } });
    const records = new Map([[store.poi_id, buildRecord({ values: buildValues({ map_poi_id: '1' }) })]]);
    const [warning] = planAccount(buildInput({ stores: [store], records })).diagnostics;
    expect(warning).toMatchObject({ severity: 'warning', code: 'MAP_POI_ID_CHANGED', ...origin });
  });

  test('is an error where no store stands beside records', () => {
    const plan = planAccount(buildInput({ records: new Map([['1', buildRecord()]]) }));
    expect(plan.changes).toEqual([]);
    expect(plan.diagnostics).toMatchObject([{ severity: 'error', code: 'STORES_MISSING' }]);
  });

  test('is an error where stores and records have nothing in common', () => {
    const records = new Map(['1', '2', '3'].map((id) => [id, buildRecord()]));
    expect(codes(buildInput({ stores: [buildStore()], records }))).toEqual(['STORES_FOREIGN']);
  });

  test('lets a single store change its id', () => {
    const plan = planAccount(
      buildInput({ stores: [buildStore()], records: new Map([['1', buildRecord()]]) }),
    );
    expect(plan.changes.map(({ action }) => action)).toEqual(['release', 'adopt']);
  });

  test('never releases the store of a file that could not be read', () => {
    const input = buildInput({
      stores: [buildStore()],
      invalid: [{ file: 'stores/b.yaml', poi_id: '1' }],
      records: new Map([
        ['1', buildRecord()],
        ['472671857', buildRecord()],
      ]),
    });
    expect(planAccount(input).changes).toEqual([]);
  });

  test('forecasts calls, reviews and minutes as upper bounds', () => {
    const stores = Array.from({ length: 120 }, (_, index) => buildStore({ poi_id: String(index + 1) }));
    const records = new Map(
      stores.map(({ poi_id }) => [poi_id, buildRecord({ values: buildValues({ pic_list: [NEW_PICTURE] }) })]),
    );
    // 3 list pages, 120 updates, 1 read-back of the first: 124 calls at 5 a second are 25 s.
    expect(planAccount(buildInput({ stores, records })).forecast).toEqual({
      updates: 120,
      calls: 124,
      reviews: 120,
      minutes: 0.5,
      rate: 5,
    });
  });
});

const pictures = fc.uniqueArray(fc.constantFrom(PICTURE, NEW_PICTURE, `${PICTURE}1`.replace('front', 'c')), {
  minLength: 1,
});
const values = fc.record(
  {
    hour: fc.constantFrom('10:00-21:00', '09:00-18:00'),
    contract_phone: fc.constantFrom('021-00001234', '400-000-0000'),
    pic_list: pictures,
    map_poi_id: fc.constantFrom('1', '5938314494307741153'),
    card_id: fc.constantFrom('', 'pAbC'),
  },
  { requiredKeys: ['hour', 'contract_phone', 'pic_list'] },
);
const ids = fc.constantFrom('1', '2', '3', '10', '472671857');
const stores = fc
  .uniqueArray(fc.record({ poi_id: ids, values }), { selector: ({ poi_id }) => poi_id })
  .map((list) => list.map((each) => buildStore(each)));
const record: fc.Arbitrary<StoreRecord> = fc.record(
  {
    values,
    review: fc.constantFrom('none' as const, 'pending' as const, 'approved' as const, 'rejected' as const),
    approved_pic_list: pictures,
    rejected_pic_list: pictures,
  },
  { requiredKeys: ['values', 'review'] },
);
const records = fc.dictionary(ids, record).map((object) => new Map(Object.entries(object)));

describe('for all inputs', () => {
  test('the same stores and records in any order give the same plan', () => {
    fc.assert(
      fc.property(stores, records, (list, map) => {
        const reversed = new Map([...map].reverse());
        const plan = planAccount(buildInput({ stores: list, records: map }));
        expect(planAccount(buildInput({ stores: [...list].reverse(), records: reversed }))).toEqual(plan);
      }),
    );
  });

  test('once every change is on record as sent, the plan is empty', () => {
    fc.assert(
      fc.property(stores, records, (list, map) => {
        const settled = new Map(list.map((store) => [store.poi_id, recordSent(store, map)]));
        expect(planAccount(buildInput({ stores: list, records: settled })).changes).toEqual([]);
      }),
    );
  });

  test('the counts add up', () => {
    fc.assert(
      fc.property(stores, records, (list, map) => {
        const { summary, changes } = planAccount(buildInput({ stores: list, records: map }));
        const { adopt, update, hold, verify, release, unchanged } = summary;
        expect(adopt + update + hold + verify + release).toBe(changes.length);
        if (changes.length > 0) expect(adopt + update + hold + verify + unchanged).toBe(summary.stores);
      }),
    );
  });
});

function recordSent(store: Store, map: ReadonlyMap<string, StoreRecord>): StoreRecord {
  const { audit_id } = map.get(store.poi_id) ?? {};
  return { values: store.values, review: 'approved', ...(audit_id === undefined ? {} : { audit_id }) };
}
