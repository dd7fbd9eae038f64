/** The planner's table, row by row. */
import { describe, expect, test } from 'vitest';
import { NO_PICTURES } from '../../src/pictures.ts';
import { decideRelease, decideStore, digestChange } from '../../src/plan/decide.ts';
import { buildRecord, buildStore, buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';

const today = { asOf: '2026-11-25', retryRefused: 'no', pictures: NO_PICTURES } as const;
const tomorrow = { ...today, asOf: '2026-11-26' };

describe('a store without a record', () => {
  test('is adopted with all managed fields, before unknown', () => {
    const decision = decideStore(buildStore({ values: { card_id: '' } }), null, today);
    expect(decision?.action).toBe('adopt');
    expect(decision?.fields.map(({ field, before }) => [field, before])).toEqual([
      ['hour', null],
      ['contract_phone', null],
      ['pic_list', null],
      ['card_id', null],
    ]);
  });

  test('is adopted too when a record holds only an old refusal', () => {
    const record = { review: 'none', refused: { digest: 'x', code: 40097, date: '2026-11-25' } } as const;
    expect(decideStore(buildStore(), record, today)?.action).toBe('adopt');
  });
});

describe('a store with a record', () => {
  test('is unchanged when all fields are equal', () => {
    expect(decideStore(buildStore(), buildRecord(), today)).toBeNull();
  });

  test.each([
    ['http and https', PICTURE.replace('http:', 'https:')],
    ['a dropped query', PICTURE.replace(/\?.*/, '')],
  ])('is unchanged when a picture address differs only by %s', (_what, picture) => {
    expect(decideStore(buildStore({ values: { pic_list: [picture] } }), buildRecord(), today)).toBeNull();
  });

  test('is updated with the differing fields in the table’s order', () => {
    const store = buildStore({ values: { pic_list: [NEW_PICTURE], hour: '09:00-21:00' } });
    const decision = decideStore(store, buildRecord(), today);
    expect(decision).toMatchObject({ action: 'update', reason: null });
    expect(decision?.fields).toEqual([
      { field: 'hour', before: '10:00-21:00', after: '09:00-21:00', review: false },
      { field: 'pic_list', before: [PICTURE], after: [NEW_PICTURE], review: true },
    ]);
  });

  test('is updated when only the order of the pictures differs', () => {
    const store = buildStore({ values: { pic_list: [NEW_PICTURE, PICTURE] } });
    const record = buildRecord({ values: buildValues({ pic_list: [PICTURE, NEW_PICTURE] }) });
    expect(decideStore(store, record, today)?.action).toBe('update');
  });

  test('releases an optional field that is gone from the file', () => {
    const record = buildRecord({ values: buildValues({ card_id: 'pAbC' }) });
    expect(decideStore(buildStore(), record, today)?.fields).toEqual([
      { field: 'card_id', before: 'pAbC', after: null, review: false },
    ]);
  });

  test('is on hold while its pictures are under review', () => {
    const store = buildStore({ values: { hour: '09:00-21:00' } });
    expect(decideStore(store, buildRecord({ review: 'pending' }), today)).toMatchObject({
      action: 'hold',
      reason: 'review',
      send: store.values,
    });
  });

  test('is unchanged under review when nothing differs', () => {
    expect(decideStore(buildStore(), buildRecord({ review: 'pending' }), today)).toBeNull();
  });
});

describe('rejected pictures', () => {
  const rejected = buildRecord({ review: 'rejected', values: buildValues({ pic_list: [NEW_PICTURE] }) });
  const asRejected = buildStore({ values: { pic_list: [NEW_PICTURE] } });

  test('keep the store on hold on every plan', () => {
    expect(decideStore(asRejected, rejected, today)).toMatchObject({ action: 'hold', reason: 'rejected' });
  });

  test('are replaced by the approved ones when other fields change', () => {
    const store = buildStore({ values: { pic_list: [NEW_PICTURE], hour: '09:00-21:00' } });
    const decision = decideStore(store, { ...rejected, approved_pic_list: [PICTURE] }, today);
    expect(decision).toMatchObject({ action: 'update', reason: 'rejected' });
    expect(decision?.send?.pic_list).toEqual([PICTURE]);
    expect(decision?.fields.map(({ field }) => field)).toEqual(['hour']);
  });

  test('hold other fields back too where the approved ones are unknown', () => {
    const store = buildStore({ values: { pic_list: [NEW_PICTURE], hour: '09:00-21:00' } });
    expect(decideStore(store, rejected, today)).toMatchObject({
      action: 'hold',
      reason: 'rejected',
      send: null,
    });
  });

  test('stay on hold after the other fields went out with the approved ones', () => {
    const record = buildRecord({
      review: 'rejected',
      rejected_pic_list: [NEW_PICTURE],
      approved_pic_list: [PICTURE],
    });
    expect(decideStore(asRejected, record, today)).toMatchObject({ action: 'hold', reason: 'rejected' });
  });

  test('do not hold a file with other pictures', () => {
    expect(decideStore(buildStore(), rejected, today)).toMatchObject({ action: 'update', reason: null });
  });
});

describe('refused content', () => {
  const store = buildStore({ values: { hour: '09:00-21:00' } });
  const digest = digestChange('default', store.poi_id, store.values);
  const record = buildRecord({ refused: { digest, code: 40097, date: '2026-11-25' } });

  test('is held on the same day', () => {
    expect(decideStore(store, record, today)).toMatchObject({ action: 'hold', reason: 'refused' });
  });

  test.each([
    ['on a later day', store, tomorrow],
    ['when asked for', store, { ...today, retryRefused: 'yes' as const }],
    ['when the content changes', buildStore({ values: { hour: '08:00-21:00' } }), today],
  ])('is sent again %s', (_when, wanted, options) => {
    expect(decideStore(wanted, record, options)?.action).toBe('update');
  });
});

describe('an uncertain record', () => {
  test('is verified, whatever the file says', () => {
    const record = buildRecord({ uncertain: true, sending: buildValues(), review: 'pending' });
    expect(decideStore(buildStore(), record, today)?.action).toBe('verify');
  });
});

describe('a record without a file', () => {
  test('is released without anything to send', () => {
    expect(decideRelease('default', '1', buildRecord())).toMatchObject({
      action: 'release',
      send: null,
      reason: null,
    });
  });

  test('says so when it waits for a review', () => {
    expect(decideRelease('default', '1', buildRecord({ review: 'pending' })).reason).toBe('review');
  });
});

describe('a digest', () => {
  test('covers what is sent, not why or from which file', () => {
    const store = buildStore({ values: { hour: '09:00-21:00' } });
    const moved = { ...store, file: 'stores/elsewhere/b.yaml', name: '另一个名字' };
    expect(decideStore(store, null, today)?.digest).toBe(decideStore(moved, buildRecord(), tomorrow)?.digest);
  });

  test('differs by account, store and each sent value', () => {
    const values = buildValues();
    const digests = [
      digestChange('default', '1', values),
      digestChange('other', '1', values),
      digestChange('default', '2', values),
      digestChange('default', '1', { ...values, hour: '10:00-22:00' }),
      digestChange('default', '1', { ...values, card_id: '' }),
      digestChange('default', '1', null),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });
});
