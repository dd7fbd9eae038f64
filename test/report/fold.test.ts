/** Reports of several jobs as one: every outcome once, and the same whatever order the jobs ended in. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateApply } from '../../src/base/generated/validate-apply.js';
import { en } from '../../src/messages/en.ts';
import type { Outcome } from '../../src/model/run.ts';
import { type Diagnostic, fault, NOWHERE } from '../../src/model.ts';
import { type ApplyDocument, describeApply } from '../../src/report/apply-document.ts';
import { foldReports, listAccounts } from '../../src/report/fold.ts';

const DETACHED = fault('DETACHED_HEAD', NOWHERE, {});

function outcome(account: string, poi_id: string, kind: 'applied' | 'failed' = 'applied'): Outcome {
  const place = { account, poi_id, name: null, file: null, attempts: 1 };
  if (kind === 'applied') return { ...place, outcome: kind, sent: true, audit_id: null, review: 'none' };
  const error = { fault: { code: 'DETACHED_HEAD', params: {} }, errcode: null, rid: null } as const;
  return { ...place, outcome: kind, error };
}

function report(
  accounts: readonly string[],
  outcomes: readonly Outcome[],
  diagnostics: readonly Diagnostic[] = [],
): ApplyDocument {
  return describeApply({ digest: 'd'.repeat(64), selection: [], outcomes, diagnostics, accounts }, en);
}

const jobs = fc.uniqueArray(
  fc.record({
    account: fc.integer({ min: 1, max: 99 }).map((number) => `m${number}`),
    ids: fc.uniqueArray(fc.integer({ min: 1, max: 50 }).map(String), { maxLength: 6 }),
  }),
  { maxLength: 10, selector: ({ account }) => account },
);

describe('folded reports', () => {
  test('hold every outcome once, sorted, with the sums of all and of each account', () => {
    fc.assert(
      fc.property(jobs, (given) => {
        const documents = given.map(({ account, ids }) =>
          report(
            [account],
            ids.map((id, index) => outcome(account, id, index % 3 === 2 ? 'failed' : 'applied')),
          ),
        );
        const folded = foldReports(documents, [], en);
        const count = given.reduce((sum, { ids }) => sum + ids.length, 0);
        expect(folded.outcomes).toHaveLength(count);
        expect(folded.summary.applied + folded.summary.failed).toBe(count);
        expect(foldReports([...documents].reverse(), [], en)).toEqual(folded);
        const sums = folded.accounts?.reduce((sum, { summary }) => sum + summary.applied + summary.failed, 0);
        expect([folded.accounts?.length, sums]).toEqual([given.length, count]);
        expect(validateApply(folded)).toBe(true);
      }),
    );
  });

  test('tell what several jobs found alike once, and what the folding found first', () => {
    const own = fault('REPORT_MISSING', NOWHERE, { count: 1, accounts: ['z'] });
    const folded = foldReports([report(['a'], [], [DETACHED]), report(['b'], [], [DETACHED])], [own], en);
    expect(folded.diagnostics.map(({ code }) => code)).toEqual(['REPORT_MISSING', 'DETACHED_HEAD']);
  });

  test('know an account that had nothing to do, and one that only its outcomes tell of', () => {
    const plain = { ...report([], [outcome('b', '1')]), accounts: [] };
    expect(listAccounts([report(['a'], []), plain])).toEqual(['a', 'b']);
  });

  test('of no job are a report of nothing', () => {
    const folded = foldReports([], [], en);
    expect([folded.outcomes, folded.accounts, folded.summary.applied]).toEqual([[], [], 0]);
  });
});
