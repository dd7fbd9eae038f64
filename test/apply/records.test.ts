/** How a record changes with what was learned. */
import { expect, test } from 'vitest';
import { confirmUpdate, recordAsLive } from '../../src/apply/records.ts';
import { buildLive, buildRecord, buildValues } from '../builders.ts';

const BEFORE = '2026-11-25T02:00:00.000Z';

test.each([
  ['of a later day', '2026-11-26T02:00:00.000Z', '2026-11-26T02:00:00.000Z'],
  ['of the same moment', BEFORE, '2026-11-25T02:00:00.001Z'],
  ['of a clock that is behind', '2026-11-24T02:00:00.000Z', '2026-11-25T02:00:00.001Z'],
])('a record %s is dated after the one that it replaces', (_title, at, expected) => {
  const record = buildRecord({ applied_at: BEFORE });
  const receipt = { review: 'none', audit_id: null } as const;
  const live = buildLive();
  expect(confirmUpdate(record, { sent: buildValues(), receipt, live, at }).applied_at).toBe(expected);
  expect(recordAsLive(record, buildValues(), live, at).applied_at).toBe(expected);
});

test('a first record has the moment itself', () => {
  expect(recordAsLive(null, buildValues(), buildLive(), BEFORE).applied_at).toBe(BEFORE);
});
