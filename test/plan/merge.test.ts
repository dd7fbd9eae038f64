/** Plans of several accounts as one: nothing lost, nothing told twice, and the same whatever order they come in. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { type Diagnostic, fault, NOWHERE, warning } from '../../src/model.ts';
import { mergeDiagnostics, mergePlans, type Part, withoutFaultyPlan } from '../../src/plan/merge.ts';
import { digestPlan, emptyPlan } from '../../src/plan/plan.ts';
import { buildChange } from '../builders.ts';

const INPUT = { asOf: '2026-11-25', selection: ['--select x'], rate: 5 };

/** A plan with updates of these stores. */
function planOf(account: string, ids: readonly string[]): Plan {
  const changes = ids.map((poi_id) => buildChange({ account, poi_id, digest: `${account}${poi_id}` }));
  const empty = emptyPlan(INPUT, []);
  const { forecast } = empty;
  return {
    ...empty,
    changes,
    digest: digestPlan(changes),
    summary: { ...empty.summary, stores: ids.length + 1, update: ids.length, unchanged: 1 },
    forecast: { ...forecast, updates: ids.length, calls: 2 * ids.length + 1, minutes: 1 },
  };
}

const parts = fc.uniqueArray(
  fc.record({
    account: fc.integer({ min: 1, max: 99 }).map((number) => `m${number}`),
    ids: fc.uniqueArray(fc.integer({ min: 1, max: 50 }).map(String), { maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 8, selector: ({ account }) => account },
);

function toParts(
  given: readonly { account: string; ids: readonly string[] }[],
): [Part<Plan>, ...Part<Plan>[]] {
  const [first, ...others] = given.map(({ account, ids }) => ({
    account,
    part: planOf(account, [...ids].sort()),
  }));
  if (first === undefined) throw new Error('no part');
  return [first, ...others];
}

describe('a merged plan', () => {
  test('holds each change once, sorted by account and store, with a digest over all', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const merged = mergePlans(toParts(given));
        const keys = merged.changes.map(({ account, poi_id }) => [account, poi_id]);
        const expected = given.flatMap(({ account, ids }) => ids.map((id) => [account, id])).sort(compare);
        expect(keys).toEqual(expected);
        expect(merged.digest).toBe(digestPlan(merged.changes));
        expect(merged.summary.update).toBe(expected.length);
        expect(merged.summary.stores).toBe(expected.length + given.length);
        expect(merged.forecast.calls).toBe(2 * expected.length + given.length);
      }),
    );
  });

  test('is approved by the same digest whatever order its accounts came in', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const reversed = mergePlans(toParts([...given].reverse()));
        expect(mergePlans(toParts(given)).digest).toBe(reversed.digest);
      }),
    );
  });

  test('tells what each account adds', () => {
    const merged = mergePlans(
      toParts([
        { account: 'a', ids: ['1'] },
        { account: 'b', ids: [] },
      ]),
    );
    expect(merged.accounts?.map(({ account, summary }) => [account, summary.update])).toEqual([
      ['a', 1],
      ['b', 0],
    ]);
  });

  test('with an error among its findings is one of nothing, and says of which accounts', () => {
    const merged = mergePlans(
      toParts([
        { account: 'a', ids: ['1'] },
        { account: 'b', ids: ['2'] },
      ]),
    );
    expect(withoutFaultyPlan(merged)).toBe(merged);
    const found = [fault('DETACHED_HEAD', NOWHERE, {})];
    const faulty = withoutFaultyPlan({ ...merged, diagnostics: found });
    expect([faulty.changes, faulty.digest]).toEqual([[], digestPlan([])]);
    expect([faulty.diagnostics, faulty.accounts]).toEqual([found, merged.accounts]);
  });
});

function compare(
  [account = '', id = '']: readonly string[],
  [other = '', otherId = '']: readonly string[],
): number {
  if (account !== other) return account < other ? -1 : 1;
  return id < otherId ? -1 : 1;
}

describe('findings of several accounts', () => {
  const detached = fault('DETACHED_HEAD', NOWHERE, {});
  const empty = warning('SELECTION_EMPTY', NOWHERE, { kind: 'select' } as never);
  const merge = (...found: readonly (readonly Diagnostic[])[]): readonly Diagnostic[] =>
    mergeDiagnostics(found.map((part, index) => ({ account: `m${index}`, part })));

  test('that are alike are told once, with all whose they are', () => {
    expect(merge([detached], [], [detached])).toEqual([{ ...detached, accounts: ['m0', 'm2'] }]);
  });

  test('about a file say by the file whose they are', () => {
    const placed = { ...detached, file: 'stores/m1/a.yaml' };
    expect(merge([], [placed])).toEqual([placed]);
  });

  test('of a selection count only where no account has what was selected', () => {
    expect(merge([empty], [])).toEqual([]);
    expect(merge([empty], [empty])).toEqual([empty]);
  });

  test('of one account alone are as they were', () => {
    expect(merge([detached])).toEqual([detached]);
  });
});
