/** What goes on record when values that were set at WeChat are taken over. */
import { describe, expect, test } from 'vitest';
import { acceptLive } from '../../src/apply/accept.ts';
import type { FieldValue } from '../../src/model/plan.ts';
import type { LiveStore } from '../../src/model/platform.ts';
import type { FieldName, StoreRecord } from '../../src/model.ts';
import { NO_PICTURES } from '../../src/pictures.ts';
import { decideStore } from '../../src/plan/decide.ts';
import { compareFields } from '../../src/plan/drift.ts';
import { buildLive, buildRecord, buildStore, buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';

const THIRD = 'http://mmbiz.qpic.cn/mmbiz_jpg/door/0?wx_fmt=jpeg';
const AT = '2026-11-26T00:00:00.000Z';
const OBSERVED = {
  hour: '10:00-21:00',
  contract_phone: '021-00001234',
  pic_list: ['https://mmbiz.qpic.cn/h/1/0'],
};

const accept = (record: StoreRecord, values: Partial<Record<FieldName, FieldValue>>, live: LiveStore) =>
  acceptLive(record, new Map(Object.entries(values) as [FieldName, FieldValue][]), live, AT);

describe('accepted hours', () => {
  test('leave all that is known of reviews as it is', () => {
    const record = buildRecord({ review: 'approved', audit_id: '1', observed: OBSERVED });
    expect(accept(record, { hour: '09:00-21:00' }, buildLive())).toEqual({
      ...record,
      values: buildValues({ hour: '09:00-21:00' }),
      applied_at: AT,
    });
  });

  test('never date a record before what it replaces', () => {
    const record = buildRecord({ applied_at: '2027-01-01T00:00:00.000Z' });
    expect(accept(record, { hour: '09:00-21:00' }, buildLive()).applied_at).toBe('2027-01-01T00:00:00.001Z');
  });
});

describe('accepted pictures', () => {
  const live = buildLive({ pic_list: [THIRD] });

  test.each<[string, Partial<StoreRecord>, LiveStore, Partial<StoreRecord>]>([
    [
      'forget how the earlier ones were hosted',
      { review: 'approved', audit_id: '1', observed: OBSERVED },
      live,
      { review: 'approved', audit_id: '1' },
    ],
    [
      'end a rejection where WeChat says that the store is approved',
      {
        review: 'rejected',
        reason: 'blurred',
        rejected_pic_list: [NEW_PICTURE],
        approved_pic_list: [PICTURE],
      },
      live,
      { review: 'approved' },
    ],
    [
      'keep the rejected ones in mind while WeChat shows the rejection',
      { review: 'rejected', values: buildValues({ pic_list: [NEW_PICTURE] }), approved_pic_list: [PICTURE] },
      { ...live, status: 3 },
      { review: 'rejected', rejected_pic_list: [NEW_PICTURE], approved_pic_list: [THIRD] },
    ],
  ])('%s', (_what, before, shown, after) => {
    const record = accept(buildRecord(before), { pic_list: [THIRD] }, shown);
    expect(record).toEqual({ values: buildValues({ pic_list: [THIRD] }), applied_at: AT, ...after });
    // Whatever was before: the plan is empty then, and so is the drift.
    const store = buildStore({ values: { pic_list: [THIRD] } });
    expect(
      decideStore(store, record, { asOf: '2026-11-27', retryRefused: 'no', pictures: NO_PICTURES }),
    ).toBeNull();
    expect(compareFields({ store, record, live: shown, card: null, pictures: NO_PICTURES })).toEqual([]);
  });
});
