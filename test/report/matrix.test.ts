/** Batches as a matrix for GitHub Actions, and as a table for people. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { makeBatches } from '../../src/plan/batches.ts';
import { matrixJson, matrixMarkdown } from '../../src/report/matrix.ts';

type Batch = ReturnType<typeof makeBatches>[number];

/** GitHub keeps a job's outputs up to 1 MB, counted in UTF-16. */
const LARGEST_OUTPUT = 1_048_576;

function batchOf(batch: number, ...accounts: readonly string[]): Batch {
  return { batch, accounts, calls: 10 * accounts.length };
}

describe('a matrix', () => {
  test('is one line of JSON, with what the action takes as its account', () => {
    const text = matrixJson([batchOf(1, 'a', 'b', 'c'), batchOf(2, 'd')]);
    expect(text).not.toMatch(/[\r\n]/u);
    expect(JSON.parse(text)).toEqual({
      include: [
        { batch: 1, name: 'a … c', account: 'a,b,c', accounts: 3, calls: 30 },
        { batch: 2, name: 'd', account: 'd', accounts: 1, calls: 10 },
      ],
    });
  });

  test('of nothing is a matrix of no job', () => {
    expect(matrixJson([])).toBe('{"include":[]}');
  });

  test('names every account once, however they are dealt out', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,12}$/u), { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (names, most) => {
          const works = names.map((account) => ({ account, calls: 1 }));
          const { include } = JSON.parse(matrixJson(makeBatches(works, most))) as {
            include: readonly { account: string }[];
          };
          expect(include.flatMap(({ account }) => account.split(',')).sort()).toEqual([...names].sort());
        },
      ),
    );
  });

  test('of five thousand accounts with long names fits into a job’s outputs', () => {
    const works = Array.from({ length: 5_000 }, (_, index) => ({
      account: `a-merchant-with-a-long-name-${index}`,
      calls: 100,
    }));
    expect(matrixJson(makeBatches(works, 256)).length * 2).toBeLessThan(LARGEST_OUTPUT);
  });
});

describe('a table of batches', () => {
  test('names a few accounts of each, and how many more there are', () => {
    const table = matrixMarkdown([batchOf(1, 'a', 'b', 'c', 'd', 'e', 'f', 'g'), batchOf(2, 'h')], en);
    expect(table).toContain('8 accounts with work to do, in 2 batches');
    expect(table).toMatch(/\| 1 \| .*`a`.*`e`.* and 2 more \| 70 \|/u);
    expect(table).not.toContain('`f`');
  });

  test('stops after fifty, and says how many it left out', () => {
    const many = Array.from({ length: 60 }, (_, index) => batchOf(index + 1, `m${index}`));
    const table = matrixMarkdown(many, en);
    expect(table.split('\n').filter((line) => /^\| \d/u.test(line))).toHaveLength(50);
    expect(table).toContain('10 more batches');
  });

  test('is a sentence where there is nothing to do', () => {
    expect(matrixMarkdown([], en)).toBe('No account has anything to do.');
  });
});
