/** What is done with one store after the look. */
import { describe, expect, test } from 'vitest';
import { decideAfterLook } from '../../src/apply/decide.ts';
import type { Decision, Work } from '../../src/apply/work.ts';
import type { Change } from '../../src/model/plan.ts';
import type { LiveStore } from '../../src/model/platform.ts';
import type { StoreRecord, StoreValues } from '../../src/model.ts';
import { buildChange, buildLive, buildRecord, buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';

const AT = '2026-11-25T10:00:00.000Z';
const careful = { overwriteDrift: 'no', acceptNames: 'no' } as const;

function decide(
  {
    send = {},
    record = buildRecord(),
    live = {},
    change = {},
  }: {
    send?: Partial<StoreValues> | null;
    record?: StoreRecord | null;
    live?: Partial<LiveStore>;
    change?: Partial<Change>;
  },
  permissions: { overwriteDrift: 'yes' | 'no'; acceptNames: 'yes' | 'no' } = careful,
): Decision {
  const wanted = send === null ? null : buildValues(send);
  const work: Work = { change: buildChange({ send: wanted, ...change }), record };
  return decideAfterLook(work, buildLive(live), permissions, AT);
}

const codeOf = (decision: Decision): string =>
  decision.kind === 'defer' ? decision.fault.code : decision.kind;

describe('an update', () => {
  test('is sent where the live store is as recorded', () => {
    expect(decide({ send: { hour: '09:00-21:00' } })).toMatchObject({
      kind: 'send',
      values: { hour: '09:00-21:00' },
    });
  });

  test('is only recorded where the live store already is as desired', () => {
    const decision = decide({ send: { hour: '09:00-21:00' }, live: { hour: '09:00-21:00' } });
    expect(decision).toMatchObject({
      kind: 'keep',
      record: { values: { hour: '09:00-21:00' }, applied_at: AT },
    });
  });

  test('is sent for a field that reads never show', () => {
    expect(decide({ send: { card_id: 'pAbC' } }).kind).toBe('send');
    expect(decide({ send: { map_poi_id: '1' } }).kind).toBe('send');
  });

  test('is sent for a new order of pictures', () => {
    const record = buildRecord({ values: buildValues({ pic_list: [PICTURE, NEW_PICTURE] }) });
    const send = { pic_list: [NEW_PICTURE, PICTURE] };
    expect(decide({ send, record, live: { pic_list: [PICTURE, NEW_PICTURE] } }).kind).toBe('send');
  });

  test.each([
    ['another field', { hour: '09:00-21:00' }, { contract_phone: '021-00009999' }],
    ['the same field, to a third value', { hour: '09:00-21:00' }, { hour: '08:00-20:00' }],
    ['the pictures', { hour: '09:00-21:00' }, { pic_list: [NEW_PICTURE] }],
  ])('is deferred when somebody changed %s at WeChat', (_what, send, live) => {
    expect(codeOf(decide({ send, live }))).toBe('DRIFTED');
    expect(decide({ send, live }, { ...careful, overwriteDrift: 'yes' }).kind).toBe('send');
  });

  test.each([
    ['the other scheme', { pic_list: [PICTURE.replace('http:', 'https:')] }],
    ['no query', { pic_list: [PICTURE.replace(/\?.*/u, '')] }],
    ['blanks in the hours', { hour: '10:00 - 21:00' }],
    ['blanks around the phone', { contract_phone: ' 021-00001234 ' }],
  ])('is not held up by %s in what the platform shows', (_what, live) => {
    expect(decide({ send: { hour: '09:00-21:00' }, live }).kind).toBe('send');
  });

  test('is deferred while the live store is under review', () => {
    expect(codeOf(decide({ send: { hour: '09:00-21:00' }, live: { status: 2 } }))).toBe('UNDER_REVIEW');
  });

  test('is tried on a store that the platform shows as rejected', () => {
    expect(decide({ send: { hour: '09:00-21:00' }, live: { status: 3 } }).kind).toBe('send');
  });
});

describe('a review that was pending', () => {
  const pending = buildRecord({
    review: 'pending',
    audit_id: '7',
    values: buildValues({ pic_list: [NEW_PICTURE] }),
  });
  const send = { hour: '09:00-21:00', pic_list: [NEW_PICTURE] };

  test('has ended well when the sent pictures are shown as approved, and the change is sent', () => {
    const decision = decide({ send, record: pending, live: { pic_list: [NEW_PICTURE] } });
    expect(decision).toMatchObject({ kind: 'send', record: { review: 'approved', audit_id: '7' } });
  });

  test('has not ended while the old pictures are shown', () => {
    expect(codeOf(decide({ send, record: pending, live: { pic_list: [PICTURE] } }))).toBe('UNDER_REVIEW');
  });

  test('is recorded as rejected on status 3, and the same pictures are not sent again', () => {
    const decision = decide({ send, record: pending, live: { status: 3 } });
    expect(decision).toMatchObject({
      kind: 'defer',
      fault: { code: 'REJECTED' },
      record: { review: 'rejected', rejected_pic_list: [NEW_PICTURE], audit_id: '7' },
    });
  });

  test('makes way for other pictures after a rejection', () => {
    const decision = decide({ send: { pic_list: [PICTURE] }, record: pending, live: { status: 3 } });
    expect(decision.kind).toBe('send');
  });

  test('keeps a store without a file on record', () => {
    const change = { action: 'release', send: null } as const;
    expect(codeOf(decide({ change, send: null, record: pending, live: { status: 2 } }))).toBe('UNDER_REVIEW');
    expect(decide({ change, send: null, record: pending, live: { pic_list: [NEW_PICTURE] } }).kind).toBe(
      'release',
    );
  });
});

describe('an adoption', () => {
  const adopt = { action: 'adopt' } as const;

  test('is recorded, not sent, where the live store is as desired', () => {
    expect(decide({ change: adopt, record: null }).kind).toBe('keep');
    expect(decide({ change: adopt, record: null, send: { map_poi_id: '1' } }).kind).toBe('keep');
  });

  test('is sent for a given card, which reads never show', () => {
    expect(decide({ change: adopt, record: null, send: { card_id: '' } }).kind).toBe('send');
  });

  test('is sent over whatever the live store shows', () => {
    expect(decide({ change: adopt, record: null, send: { hour: '09:00-21:00' } }).kind).toBe('send');
  });

  test('is deferred for a shop of another name, unless accepted', () => {
    const live = { business_name: '南京西路' };
    expect(codeOf(decide({ change: adopt, record: null, live }))).toBe('NAME_MISMATCH');
    expect(decide({ change: adopt, record: null, live }, { ...careful, acceptNames: 'yes' }).kind).toBe(
      'keep',
    );
  });
});

describe('an uncertain record', () => {
  const sending = buildValues({ hour: '09:00-21:00' });
  const uncertain = buildRecord({ uncertain: true, sending });
  const send = { hour: '09:00-21:00' };

  test('is confirmed without sending where the live store shows it, the answer being lost', () => {
    const decision = decide({ send, record: uncertain, live: { hour: '09:00-21:00' } });
    expect(decision).toMatchObject({
      kind: 'keep',
      audit_id: null,
      record: { values: sending, audit_id: null },
    });
    expect(decision.kind === 'keep' && 'uncertain' in decision.record).toBe(false);
  });

  test('is confirmed under review too, and then waits for it', () => {
    const pictures = buildRecord({ uncertain: true, sending: buildValues({ pic_list: [NEW_PICTURE] }) });
    const decision = decide({ send: { pic_list: [NEW_PICTURE] }, record: pictures, live: { status: 2 } });
    expect(decision).toMatchObject({ kind: 'keep', record: { review: 'pending', audit_id: null } });
  });

  test('is confirmed as rejected where its other fields are live and the review has ended badly', () => {
    const sent = { hour: '09:00-21:00', pic_list: [NEW_PICTURE] };
    const record = buildRecord({ uncertain: true, sending: buildValues(sent) });
    const decision = decide({ send: sent, record, live: { hour: '09:00-21:00', status: 3 } });
    expect(decision).toMatchObject({
      kind: 'keep',
      record: { review: 'rejected', audit_id: null, values: sent, rejected_pic_list: [NEW_PICTURE] },
    });
  });

  test('of the very values on record says nothing new: a rejected review is told as such', () => {
    const values = buildValues({ pic_list: [NEW_PICTURE] });
    const record = buildRecord({
      values,
      review: 'pending',
      audit_id: '5',
      uncertain: true,
      sending: values,
      approved_pic_list: [PICTURE],
    });
    const decision = decide({ send: { pic_list: [NEW_PICTURE] }, record, live: { status: 3 } });
    expect(decision).toMatchObject({
      kind: 'defer',
      fault: { code: 'REJECTED' },
      record: { review: 'rejected', audit_id: '5' },
    });
  });

  test('is sent where the live store is as before', () => {
    expect(decide({ send, record: uncertain }).kind).toBe('send');
  });

  test('is drift where the live store shows neither', () => {
    expect(codeOf(decide({ send, record: uncertain, live: { hour: '08:00-20:00' } }))).toBe('DRIFTED');
  });

  test('keeps the audit id that an unproven answer brought', () => {
    const record = { ...uncertain, receipt: { review: 'started' as const, audit_id: '9007199254740993' } };
    expect(decide({ send, record, live: { hour: '09:00-21:00' } })).toMatchObject({
      kind: 'keep',
      audit_id: '9007199254740993',
    });
  });

  test('goes on to the file’s newer content after it is confirmed', () => {
    const decision = decide({
      send: { hour: '11:00-20:00' },
      record: uncertain,
      live: { hour: '09:00-21:00' },
    });
    expect(decision).toMatchObject({ kind: 'send', record: { values: sending } });
  });

  test('of approved pictures in place of rejected ones keeps the rejection', () => {
    const inPlace = buildValues({ hour: '09:00-21:00' });
    const record: StoreRecord = {
      values: buildValues({ pic_list: [NEW_PICTURE] }),
      review: 'rejected',
      approved_pic_list: [PICTURE],
      uncertain: true,
      sending: inPlace,
    };
    const decision = decide({
      send: { hour: '09:00-21:00' },
      record,
      live: { hour: '09:00-21:00' },
      change: { action: 'verify' },
    });
    expect(decision).toMatchObject({
      kind: 'keep',
      record: { review: 'rejected', rejected_pic_list: [NEW_PICTURE], values: inPlace },
    });
  });

  test('of approved pictures in place of rejected ones is sent where it did not arrive', () => {
    const record: StoreRecord = {
      values: buildValues({ pic_list: [NEW_PICTURE] }),
      review: 'rejected',
      audit_id: '5',
      approved_pic_list: [PICTURE],
      rejected_pic_list: [NEW_PICTURE],
      uncertain: true,
      sending: buildValues({ hour: '09:00-21:00' }),
    };
    const decision = decide({
      send: { hour: '09:00-21:00' },
      record,
      live: { status: 3 },
      change: { action: 'verify' },
    });
    expect(decision.kind).toBe('send');
  });

  test('from before another run put approved pictures in place of rejected ones changes nothing', () => {
    const inPlace = buildValues({ hour: '09:00-21:00' });
    const record: StoreRecord = {
      values: inPlace,
      review: 'rejected',
      audit_id: '5',
      approved_pic_list: [PICTURE],
      rejected_pic_list: [NEW_PICTURE],
      uncertain: true,
      sending: buildValues({ hour: '09:00-21:00', pic_list: [NEW_PICTURE] }),
    };
    const live = { hour: '09:00-21:00', status: 3 };
    const decision = decide({ send: { hour: '09:00-21:00' }, record, live, change: { action: 'verify' } });
    expect(decision).toMatchObject({
      kind: 'keep',
      record: { review: 'rejected', audit_id: '5', values: inPlace, rejected_pic_list: [NEW_PICTURE] },
    });
    expect(decision.kind === 'keep' && decision.record.uncertain).toBeUndefined();
  });

  test('on a record that waits for its own review is not taken for landed by that review', () => {
    const waiting = buildValues({ pic_list: [NEW_PICTURE] });
    const record = buildRecord({
      values: waiting,
      review: 'pending',
      audit_id: '6',
      approved_pic_list: [PICTURE],
      uncertain: true,
      sending: buildValues({ pic_list: ['http://mmbiz.qpic.cn/mmbiz_jpg/older/0'] }),
    });
    const decision = decide({ send: { pic_list: [NEW_PICTURE] }, record, live: { status: 2 } });
    expect(decision).toMatchObject({
      kind: 'defer',
      fault: { code: 'UNDER_REVIEW' },
      record: { values: waiting, audit_id: '6', review: 'pending' },
    });
    expect(decision.kind === 'defer' && decision.record?.uncertain).toBeUndefined();
  });

  test('of an adoption is adopted anew where it did not arrive', () => {
    const record: StoreRecord = { review: 'none', uncertain: true, sending };
    expect(decide({ send, record, change: { action: 'verify' } })).toMatchObject({
      kind: 'send',
      record: null,
    });
  });

  test('of an update that a review was answered to is not sent again, though nothing shows it yet', () => {
    const receipt = { review: 'started', audit_id: '777' } as const;
    const sent = buildValues({ pic_list: [NEW_PICTURE] });
    const record = buildRecord({ audit_id: '5', uncertain: true, sending: sent, receipt });
    const decision = decide({ send: { pic_list: [NEW_PICTURE] }, record, change: { action: 'verify' } });
    expect(decision).toMatchObject({
      kind: 'keep',
      audit_id: '777',
      record: { review: 'pending', audit_id: '777' },
    });
  });

  test('of an answer without a review keeps the last audit id', () => {
    const receipt = { review: 'none', audit_id: null } as const;
    const record = buildRecord({ audit_id: '5', review: 'approved', uncertain: true, sending, receipt });
    expect(decide({ send, record, live: { hour: '09:00-21:00' } })).toMatchObject({
      record: { audit_id: '5', review: 'approved' },
    });
  });

  test('whose file is gone is kept while its review runs', () => {
    const receipt = { review: 'started', audit_id: '777' } as const;
    const record = buildRecord({
      uncertain: true,
      sending: buildValues({ pic_list: [NEW_PICTURE] }),
      receipt,
    });
    const decision = decide({
      send: null,
      record,
      live: { status: 2 },
      change: { action: 'release', send: null },
    });
    expect(decision).toMatchObject({
      kind: 'defer',
      fault: { code: 'UNDER_REVIEW' },
      record: { audit_id: '777' },
    });
  });

  test('that has nothing to send is never released while its file is there', () => {
    const record = buildRecord({
      review: 'rejected',
      audit_id: '5',
      rejected_pic_list: [PICTURE],
      uncertain: true,
      sending: buildValues({ pic_list: [NEW_PICTURE] }),
    });
    const decision = decide({
      send: null,
      record,
      live: { status: 3 },
      change: { action: 'verify', send: null },
    });
    expect(decision).toMatchObject({ kind: 'defer', fault: { code: 'REJECTED' }, record: { audit_id: '5' } });
  });
});

describe('pictures', () => {
  test('in a new order are approved only in that order', () => {
    const order = {
      values: buildValues({ pic_list: [NEW_PICTURE, PICTURE] }),
      approved_pic_list: [PICTURE, NEW_PICTURE],
    };
    const record = buildRecord({ ...order, review: 'pending', audit_id: '7' });
    const send = { hour: '09:00-21:00', pic_list: [NEW_PICTURE, PICTURE] };
    expect(codeOf(decide({ send, record, live: { pic_list: [PICTURE, NEW_PICTURE] } }))).toBe('UNDER_REVIEW');
    expect(decide({ send, record, live: { pic_list: [NEW_PICTURE, PICTURE] } }).kind).toBe('send');
  });
});
