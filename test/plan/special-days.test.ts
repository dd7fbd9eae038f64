/** Special days in a plan: the hours of its day, what later days bring, and reviews that meet them. */
import { describe, expect, test } from 'vitest';
import type { Store, StoreRecord } from '../../src/model.ts';
import { planAccount } from '../../src/plan/plan.ts';
import { compareScheduled } from '../../src/plan/special-days.ts';
import {
  buildPlanInput,
  buildRecord,
  buildSpecial,
  buildStore,
  buildValues,
  NEW_PICTURE,
} from '../builders.ts';

const FESTIVAL = buildSpecial({ from: '2027-02-15', to: '2027-02-21', reason: 'Spring Festival' });
const SPECIAL_RECORD = buildRecord({ values: buildValues({ hour: '10:00-17:00' }) });

function plan(
  stores: readonly Store[],
  records: Readonly<Record<string, StoreRecord>>,
  asOf: string,
  reviewPatienceDays = 14,
) {
  return planAccount(
    buildPlanInput({ stores, records: new Map(Object.entries(records)), asOf, reviewPatienceDays }),
  );
}

describe('a plan on a day', () => {
  const store = buildStore({ poi_id: '1', special_hours: [FESTIVAL] });
  const changesOn = (asOf: string, record: StoreRecord) =>
    plan([store], { 1: record }, asOf).changes.map(({ action, reason, fields, send }) => [
      action,
      reason,
      fields[0]?.after,
      send?.hour,
    ]);

  test.each([
    ['the day before', '2027-02-14', buildRecord(), []],
    [
      'the first day',
      '2027-02-15',
      buildRecord(),
      [['update', 'special_hours', '10:00-17:00', '10:00-17:00']],
    ],
    [
      'a later day, where the first was missed',
      '2027-02-20',
      buildRecord(),
      [['update', 'special_hours', '10:00-17:00', '10:00-17:00']],
    ],
    ['the last day, sent already', '2027-02-21', SPECIAL_RECORD, []],
    [
      'the day after',
      '2027-02-22',
      SPECIAL_RECORD,
      [['update', 'special_hours', '10:00-21:00', '10:00-21:00']],
    ],
    ['long after, where all of it was missed', '2027-03-30', buildRecord(), []],
  ])('%s', (_what, day, record, changes) => {
    expect(changesOn(day, record)).toEqual(changes);
  });

  test('has an ordinary update where more than the hours differs', () => {
    const record = buildRecord({ values: buildValues({ contract_phone: '400-000-0000' }) });
    expect(changesOn('2027-02-15', record)).toEqual([['update', null, '10:00-17:00', '10:00-17:00']]);
  });

  test('has an ordinary update where nobody knows the recorded hours', () => {
    const record = buildRecord({ values: buildValues({ hour: '07:00-09:00' }) });
    expect(changesOn('2027-02-15', record)).toEqual([['update', null, '10:00-17:00', '10:00-17:00']]);
    expect(changesOn('2027-02-22', record)).toEqual([['update', null, '10:00-21:00', '10:00-21:00']]);
  });

  test('holds the hours back behind a review that runs', () => {
    expect(changesOn('2027-02-15', buildRecord({ review: 'pending', audit_id: '1' }))).toEqual([
      ['hold', 'review', '10:00-17:00', '10:00-17:00'],
    ]);
  });

  test('sends them beside rejected pictures, with the approved ones', () => {
    const record = buildRecord({ review: 'rejected', approved_pic_list: [NEW_PICTURE] });
    const [change] = plan([store], { 1: record }, '2027-02-15').changes;
    expect(change).toMatchObject({ action: 'update', reason: 'rejected' });
    expect(change?.send).toMatchObject({ hour: '10:00-17:00', pic_list: [NEW_PICTURE] });
  });

  test('tries refused hours again on the next day, and gives them up when the days are over', () => {
    const [change] = plan([store], { 1: buildRecord() }, '2027-02-15').changes;
    const refused = { digest: change?.digest ?? '', code: 65118, date: '2027-02-15' };
    const record = buildRecord({ refused });
    expect(changesOn('2027-02-15', record)[0]?.slice(0, 2)).toEqual(['hold', 'refused']);
    expect(changesOn('2027-02-16', record)[0]?.slice(0, 2)).toEqual(['update', 'special_hours']);
    expect(changesOn('2027-02-22', record)).toEqual([]);
  });

  test('adopts a new store with the hours of the day', () => {
    expect(changesOn('2027-02-15', { review: 'none' })).toEqual([
      ['adopt', null, '10:00-17:00', '10:00-17:00'],
    ]);
  });
});

describe('what is scheduled', () => {
  test('comes by date, then store, and holds what each day brings', () => {
    const early = buildSpecial({ from: '2027-02-15', hour: '12:00-13:00' });
    const stores = [
      buildStore({ poi_id: '2', special_hours: [FESTIVAL] }),
      buildStore({ poi_id: '1', name: '乙', special_hours: [early] }),
      buildStore({ poi_id: '3' }),
    ];
    const { scheduled, changes } = plan(
      stores,
      { 1: buildRecord(), 2: buildRecord(), 3: buildRecord() },
      '2026-11-25',
    );
    expect(changes).toEqual([]);
    expect(
      scheduled.map(({ date, poi_id, before, after, reason }) => [date, poi_id, before, after, reason]),
    ).toEqual([
      ['2027-02-15', '1', '10:00-21:00', '12:00-13:00', null],
      ['2027-02-15', '2', '10:00-21:00', '10:00-17:00', 'Spring Festival'],
      ['2027-02-16', '1', '12:00-13:00', '10:00-21:00', null],
      ['2027-02-22', '2', '10:00-17:00', '10:00-21:00', 'Spring Festival'],
    ]);
    expect(scheduled[0]).toMatchObject({ account: 'default', name: '乙', field: 'hour' });
  });

  test('is of the selected stores only, and changes no digest', () => {
    const stores = [buildStore({ poi_id: '1', special_hours: [FESTIVAL] }), buildStore({ poi_id: '2' })];
    const records = new Map([['1', buildRecord()]]);
    const input = buildPlanInput({ stores, records, isSelected: ({ poi_id }) => poi_id === '2' });
    expect(planAccount(input).scheduled).toEqual([]);
    const without = buildPlanInput({
      stores: [buildStore({ poi_id: '1' }), buildStore({ poi_id: '2' })],
      records,
    });
    expect(planAccount({ ...without, stores }).digest).toBe(planAccount(without).digest);
  });

  test('of two sets of files differs by what will be sent on which day', () => {
    const scheduled = (special_hours: Store['special_hours'], hour = '10:00-21:00') =>
      plan([buildStore({ poi_id: '1', values: { hour }, special_hours })], { 1: buildRecord() }, '2026-11-25')
        .scheduled;
    const dates = ({ added, removed }: ReturnType<typeof compareScheduled>) => [
      added.map(({ date, after }) => `${date} ${after}`),
      removed.map(({ date, after }) => `${date} ${after}`),
    ];
    const before = scheduled([FESTIVAL]);
    expect(dates(compareScheduled(before, before))).toEqual([[], []]);
    expect(dates(compareScheduled([], before))).toEqual([
      ['2027-02-15 10:00-17:00', '2027-02-22 10:00-21:00'],
      [],
    ]);
    expect(dates(compareScheduled(before, []))).toEqual([
      [],
      ['2027-02-15 10:00-17:00', '2027-02-22 10:00-21:00'],
    ]);
    // Other usual hours change what the day after brings, not the festival itself.
    expect(dates(compareScheduled(before, scheduled([FESTIVAL], '09:00-21:00')))).toEqual([
      ['2027-02-22 09:00-21:00'],
      [],
    ]);
    // One day less: the hours go back earlier, and nothing is due on the old day.
    expect(dates(compareScheduled(before, scheduled([{ ...FESTIVAL, to: '2027-02-20' }])))).toEqual([
      ['2027-02-21 10:00-21:00'],
      ['2027-02-22 10:00-21:00'],
    ]);
    // Another reason sends nothing else.
    expect(dates(compareScheduled(before, scheduled([{ ...FESTIVAL, reason: 'x' }])))).toEqual([[], []]);
  });
});

describe('a review that may still run when hours change', () => {
  const special = { special_hours: [FESTIVAL] };
  const newPictures = { values: { pic_list: [NEW_PICTURE] } };
  const pending = buildRecord({ review: 'pending', audit_id: '1' });
  const warned = (store: Store, record: StoreRecord, asOf: string, patience = 14) =>
    plan([store], { 1: record }, asOf, patience).diagnostics.filter(
      ({ code }) => code === 'REVIEW_BEFORE_SPECIAL_HOURS',
    );
  const store = (more: Parameters<typeof buildStore>[0] = {}) =>
    buildStore({ poi_id: '1', name: '甲', ...more });

  test('is warned of at the store, with the day', () => {
    expect(warned(store({ ...special, ...newPictures }), buildRecord(), '2027-02-01')).toMatchObject([
      {
        severity: 'warning',
        file: 'stores/a.yaml',
        line: 1,
        params: { stores: 1, names: ['甲'], date: '2027-02-15', days: 14, patience: 14 },
      },
    ]);
  });

  test.each([
    ['a review on record', store(special), pending, '2027-02-01', 1],
    [
      'a review on record behind which the files changed',
      store({ ...special, values: { hour: '09:00-20:00' } }),
      pending,
      '2027-02-10',
      1,
    ],
    [
      'new pictures in days that end meanwhile',
      store({ ...special, ...newPictures }),
      SPECIAL_RECORD,
      '2027-02-18',
      1,
    ],
    [
      'new pictures whose update is in doubt',
      store({ ...special, ...newPictures }),
      buildRecord({ uncertain: true }),
      '2027-02-10',
      1,
    ],
    ['one day too early to matter', store({ ...special, ...newPictures }), buildRecord(), '2027-01-31', 0],
    ['no special days', store(newPictures), pending, '2027-02-10', 0],
    [
      'no new pictures',
      store({ ...special, values: { contract_phone: '400-000-0000' } }),
      buildRecord(),
      '2027-02-10',
      0,
    ],
    ['a review that is over', store(special), buildRecord({ review: 'approved' }), '2027-02-10', 0],
    ['special days that are over', store({ ...special, ...newPictures }), buildRecord(), '2027-02-22', 0],
    [
      'rejected pictures, which are not sent',
      store({ ...special }),
      buildRecord({ review: 'rejected', approved_pic_list: [NEW_PICTURE] }),
      '2027-02-10',
      0,
    ],
    [
      'an adoption',
      store({ ...special, ...newPictures }),
      { review: 'none' } as StoreRecord,
      '2027-02-10',
      0,
    ],
  ])('%s', (_what, each, record, asOf, count) => {
    expect(warned(each, record, asOf)).toHaveLength(count);
  });

  test('is told once for many stores, and of no other store', () => {
    const stores = Array.from({ length: 9 }, (_, index) =>
      buildStore({
        poi_id: String(index + 1),
        name: `店${index + 1}`,
        ...(index < 5 ? special : {}),
        ...newPictures,
      }),
    );
    const records = Object.fromEntries(stores.map(({ poi_id }) => [poi_id, buildRecord()]));
    const { diagnostics } = plan(stores, records, '2027-02-10');
    expect(diagnostics).toMatchObject([
      { code: 'REVIEW_BEFORE_SPECIAL_HOURS', file: null, params: { stores: 5, date: '2027-02-15' } },
    ]);
  });
});
