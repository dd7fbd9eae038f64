/** Ends of reviews that came before their record, or after it. */
import { describe, expect, test } from 'vitest';
import type { State, StoreRecord, Verdict } from '../../src/model.ts';
import { composeEnd } from '../../src/state/compose.ts';
import { formatState } from '../../src/state/format.ts';
import { parseState } from '../../src/state/parse.ts';
import { readVerdicts, settleVerdicts, withVerdict } from '../../src/state/verdicts.ts';
import { buildRecord, NEW_PICTURE, PICTURE } from '../builders.ts';

const APPROVED: Verdict = {
  audit_id: '9007199254740993',
  review: 'approved',
  reason: null,
  at: '2026-11-26T02:00:00.000Z',
};
const REJECTED: Verdict = { ...APPROVED, review: 'rejected', reason: '图片模糊' };
const PENDING = buildRecord({
  review: 'pending',
  audit_id: APPROVED.audit_id,
  approved_pic_list: [PICTURE],
});

function buildState(records: Record<string, StoreRecord> = {}): State {
  return { version: 1, stores: new Map(Object.entries(records)), extra: {} };
}

describe('a verdict', () => {
  test('is kept until a record with its audit id is there, through the file too', () => {
    const kept = withVerdict(buildState({ '1': buildRecord({ audit_id: '5' }) }), APPROVED);
    const read = parseState(formatState(settleVerdicts(kept)), 'state').value;
    expect(read === null ? null : [...readVerdicts(read).values()]).toEqual([APPROVED]);
  });

  test('goes onto the record that it matches, and is not kept beside it', () => {
    const settled = settleVerdicts(withVerdict(buildState({ '1': PENDING }), APPROVED));
    expect(settled.stores.get('1')).toMatchObject({ review: 'approved', audit_id: APPROVED.audit_id });
    expect(settled.stores.get('1')).not.toHaveProperty('approved_pic_list');
    expect(settled.extra).toEqual({});
  });

  test('that says no brings its reason, and the pictures that customers see stay known', () => {
    const settled = settleVerdicts(withVerdict(buildState({ '1': PENDING }), REJECTED));
    expect(settled.stores.get('1')).toMatchObject({
      review: 'rejected',
      reason: '图片模糊',
      rejected_pic_list: [PICTURE],
      approved_pic_list: [PICTURE],
    });
  });

  test('brings its reason also where the live store told the rejection before', () => {
    const known = { ...PENDING, review: 'rejected', rejected_pic_list: [NEW_PICTURE] } as const;
    const settled = settleVerdicts(withVerdict(buildState({ '1': known }), REJECTED));
    expect(settled.stores.get('1')).toEqual({ ...known, reason: '图片模糊' });
  });

  test('that comes twice changes nothing the second time', () => {
    const once = settleVerdicts(withVerdict(buildState({ '1': PENDING }), REJECTED));
    expect(settleVerdicts(withVerdict(once, REJECTED))).toEqual(once);
  });

  test('is dropped when it is two months older than the newest', () => {
    const old = { ...APPROVED, audit_id: '1', at: '2026-09-01T00:00:00.000Z' };
    expect([...readVerdicts(withVerdict(withVerdict(buildState(), old), APPROVED)).keys()]).toEqual([
      APPROVED.audit_id,
    ]);
  });

  test('is told to the branch, and settles there when the record came from another clone', () => {
    const local = withVerdict(buildState(), APPROVED);
    const parts = { published: buildState({ '1': PENDING }), local, touched: new Map(), open: new Map() };
    const told = composeEnd(parts).state;
    expect(told.stores.get('1')?.review).toBe('approved');
    expect(told.extra).toEqual({});
  });
});
