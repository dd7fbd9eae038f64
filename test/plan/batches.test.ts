/** Dealing accounts out to jobs: everybody once, evenly, always alike. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_BATCHES } from '../../src/commands/options.ts';
import { type AccountWork, makeBatches } from '../../src/plan/batches.ts';

const works: fc.Arbitrary<readonly AccountWork[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 999 }), { maxLength: 400 })
  .chain((numbers) =>
    fc
      .array(fc.integer({ min: 1, max: 300 }), { minLength: numbers.length, maxLength: numbers.length })
      .map((calls) => numbers.map((number, index) => ({ account: `m${number}`, calls: calls[index] ?? 1 }))),
  );
const most = fc.integer({ min: 1, max: MOST_BATCHES });

test('every account is in exactly one batch, and its calls are counted there', () => {
  fc.assert(
    fc.property(works, most, (given, count) => {
      const batches = makeBatches(given, count);
      const dealt = batches.flatMap(({ accounts }) => accounts);
      expect([...dealt].sort()).toEqual(given.map(({ account }) => account).sort());
      const calls = new Map(given.map((work) => [work.account, work.calls]));
      for (const batch of batches) {
        expect(batch.calls).toBe(batch.accounts.reduce((sum, each) => sum + (calls.get(each) ?? 0), 0));
      }
    }),
  );
});

test('there are no more batches than allowed, none is empty, and their sizes differ by one at most', () => {
  fc.assert(
    fc.property(works, most, (given, count) => {
      const sizes = makeBatches(given, count).map(({ accounts }) => accounts.length);
      expect(sizes.length).toBe(Math.min(count, given.length));
      if (sizes.length === 0) return;
      expect(Math.min(...sizes)).toBeGreaterThan(0);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

test('the order in which accounts come changes nothing', () => {
  fc.assert(
    fc.property(works, most, fc.infiniteStream(fc.nat()), (given, count, keys) => {
      const shuffled = given
        .map((work) => [keys.next().value, work] as const)
        .sort(([left], [right]) => left - right)
        .map(([, work]) => work);
      expect(makeBatches(shuffled, count)).toEqual(makeBatches(given, count));
    }),
  );
});

test('busy accounts do not meet in one batch while others have none', () => {
  const given = [90, 80, 70, 60, 5, 4, 3, 2].map((calls, index) => ({ account: `m${index}`, calls }));
  expect(makeBatches(given, 4).map(({ accounts, calls }) => [accounts, calls])).toEqual([
    [['m0', 'm7'], 92],
    [['m1', 'm6'], 83],
    [['m2', 'm5'], 74],
    [['m3', 'm4'], 65],
  ]);
});
