/** How records change when a review ends, and whose pictures a live store shows. */
import { describe, expect, test } from 'vitest';
import { applyVerdict, beginRecord, endReview, inSentWords } from '../src/reviews.ts';
import { buildLive, buildRecord, buildValues, NEW_PICTURE, PICTURE } from './builders.ts';

const HOSTED = 'https://mmbiz.qlogo.cn/hosted/1/0';
const NEW_HOSTED = 'https://mmbiz.qlogo.cn/hosted/2/0';
const SENT = buildValues({ pic_list: [NEW_PICTURE] });
const PENDING = buildRecord({
  values: SENT,
  review: 'pending',
  audit_id: '1111',
  approved_pic_list: [PICTURE],
});

describe('endReview', () => {
  test('approves where the sent pictures are live, and keeps what was shown', () => {
    const live = buildLive({ pic_list: [NEW_PICTURE.replace('http:', 'https:')] });
    expect(endReview(PENDING, live)).toEqual({
      ...buildRecord({ values: SENT, review: 'approved', audit_id: '1111' }),
      observed: { hour: live.hour, contract_phone: live.contract_phone, pic_list: live.pic_list },
    });
  });

  test('approves where as many other pictures are live, hosted elsewhere', () => {
    expect(endReview(PENDING, buildLive({ pic_list: [NEW_HOSTED] })).review).toBe('approved');
  });

  test.each([
    ['the earlier pictures are live', { pic_list: [PICTURE] }],
    ['the store is still under review', { pic_list: [NEW_PICTURE], status: 2 }],
    ['another number of pictures is live', { pic_list: [NEW_HOSTED, HOSTED] }],
  ])('waits on where %s', (_name, live) => {
    expect(endReview(PENDING, buildLive(live))).toBe(PENDING);
  });

  test('waits on where the earlier pictures are live under the addresses that they had', () => {
    const observed = { hour: '10:00-21:00', contract_phone: '021-00001234', pic_list: [HOSTED] };
    const record = { ...PENDING, observed };
    expect(endReview(record, buildLive({ pic_list: [HOSTED] }))).toBe(record);
    expect(endReview(record, buildLive({ pic_list: [NEW_HOSTED] })).review).toBe('approved');
  });

  test('rejects by the status, and learns which pictures customers see where that was not known', () => {
    const { approved_pic_list: _unknown, ...record } = PENDING;
    const ended = endReview(record, buildLive({ status: 3, pic_list: [PICTURE] }));
    expect(ended).toMatchObject({
      review: 'rejected',
      rejected_pic_list: [NEW_PICTURE],
      approved_pic_list: [PICTURE],
    });
  });

  test('keeps under which addresses the earlier pictures are hosted, in whichever words the store is shown', () => {
    const observed = { hour: '10:00-21:00', contract_phone: '021-00001234', pic_list: [HOSTED] };
    const record = { ...PENDING, observed };
    for (const pic_list of [[HOSTED], [PICTURE]]) {
      const ended = endReview(record, buildLive({ status: 3, pic_list }));
      expect(ended).toMatchObject({ approved_pic_list: [PICTURE], observed: { pic_list: [HOSTED] } });
    }
  });

  test('does not take the rejected pictures for approved ones', () => {
    const { approved_pic_list: _unknown, ...record } = PENDING;
    expect(endReview(record, buildLive({ status: 3, pic_list: [NEW_PICTURE] }))).not.toHaveProperty(
      'approved_pic_list',
    );
  });
});

describe('inSentWords', () => {
  const observed = { hour: '10:00-21:00', contract_phone: '021-00001234', pic_list: [HOSTED] };
  const approved = buildRecord({ review: 'approved', observed });

  test('puts the sent addresses in place of those under which the platform hosts them', () => {
    expect(inSentWords(buildLive({ pic_list: [HOSTED] }), approved).pic_list).toEqual([PICTURE]);
  });

  test('leaves other pictures as they are', () => {
    expect(inSentWords(buildLive({ pic_list: [NEW_HOSTED] }), approved).pic_list).toEqual([NEW_HOSTED]);
  });

  test('takes earlier pictures for the earlier ones while new ones are under review', () => {
    const pending = { ...PENDING, observed };
    expect(inSentWords(buildLive({ pic_list: [HOSTED] }), pending).pic_list).toEqual([PICTURE]);
  });

  test('changes nothing without an observation', () => {
    const live = buildLive({ pic_list: [HOSTED] });
    expect(inSentWords(live, buildRecord())).toBe(live);
    expect(inSentWords(live, undefined)).toBe(live);
  });
});

describe('beginRecord', () => {
  const AT = '2026-11-25T02:00:00.000Z';
  const begin = (status: number) => beginRecord(buildLive({ status }), buildValues(), AT);

  test('takes what is live for sent', () => {
    expect(begin(1)).toEqual({ values: buildValues(), review: 'none', applied_at: AT });
  });

  test('waits for a review that is under way, and takes its end for no word on the recorded pictures', () => {
    const record = begin(2);
    expect(record).toMatchObject({ review: 'pending', audit_id: null });
    expect(endReview(record, buildLive({ status: 2 }))).toBe(record);
    const approved = endReview(record, buildLive({ pic_list: [NEW_PICTURE] }));
    expect(approved).toMatchObject({ values: buildValues(), review: 'approved' });
    // What is shown now is another picture, not another address of the recorded one.
    expect(approved).not.toHaveProperty('observed');
    expect(endReview(record, buildLive({ status: 3 }))).toMatchObject({
      review: 'rejected',
      rejected_pic_list: [],
      approved_pic_list: [PICTURE],
    });
  });

  test('knows of a rejection, and of no picture that was rejected', () => {
    expect(begin(3)).toMatchObject({
      review: 'rejected',
      rejected_pic_list: [],
      approved_pic_list: [PICTURE],
    });
  });
});

describe('applyVerdict', () => {
  const at = '2026-11-26T02:00:00.000Z';

  test.each(['approved', 'rejected'] as const)(
    'says nothing about pictures that came after the judged ones: %s',
    (review) => {
      // An update that starts no review keeps the last audit id.
      const later = buildRecord({ review: 'none', audit_id: '1111' });
      expect(applyVerdict(later, { audit_id: '1111', review, reason: 'late', at })).toBe(later);
    },
  );
});
