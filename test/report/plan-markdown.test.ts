/** A plan as Markdown within the bounds of a comment and a summary. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import type { Change, Plan, PlanSummary } from '../../src/model/plan.ts';
import { fault } from '../../src/model.ts';
import { type Bound, COMMENT_BOUND, SUMMARY_BOUND } from '../../src/report/bounded.ts';
import { describePlan, type PullPart } from '../../src/report/plan-document.ts';
import { type PlanView, planMarkdown, WHOLE_PLAN } from '../../src/report/plan-markdown.ts';
import { buildChange } from '../builders.ts';

const SUMMARY: PlanSummary = { stores: 3, adopt: 0, update: 3, hold: 0, verify: 0, release: 0, unchanged: 0 };
const KEY = '0123456789ab';

function buildPlan(changes: readonly Change[], overrides: Partial<Plan> = {}): Plan {
  return {
    as_of: '2026-11-25',
    digest: 'd'.repeat(64),
    summary: { ...SUMMARY, stores: changes.length, update: changes.length },
    changes,
    scheduled: [],
    forecast: { updates: changes.length, calls: 1, reviews: 0, minutes: 1, rate: 5 },
    diagnostics: [],
    selection: [],
    ...overrides,
  };
}

function hugeChange(index: number): Change {
  const pictures = (kind: string): readonly string[] =>
    Array.from(
      { length: 9 },
      (_, each) => `http://mmbiz.qpic.cn/mmbiz_jpg/${kind}${index}x${each}/0?wx_fmt=jpeg`,
    );
  return buildChange({
    poi_id: String(472671857 + index),
    name: `示例连锁${'超长名称'.repeat(10)}第${index}店😀`,
    file: `stores/店-${index}.yaml`,
    fields: [{ field: 'pic_list', before: pictures('old'), after: pictures('new'), review: true }],
  });
}

const show = (plan: Plan, view: Partial<PlanView> = {}, pull: PullPart | null = null): string =>
  planMarkdown(describePlan(plan, en, pull), en, { ...WHOLE_PLAN, ...view });

describe('a plan in a place that takes only so much', () => {
  const stores = Array.from({ length: 1500 }, (_, index) => hugeChange(index));

  test.each([
    ['a comment', COMMENT_BOUND],
    ['a summary', SUMMARY_BOUND],
  ])('fits into %s, cut between two stores, and says how many are left out', (_place, bound) => {
    const text = show(buildPlan(stores), { bound, fold: 'long-tables', elsewhere: ' See [the run](URL).' });
    expect(bound.measure(text)).toBeLessThanOrEqual(bound.most);
    expect(bound.measure(text)).toBeGreaterThan(bound.most * 0.8);
    const rows = text.match(/^\| update .*\|$/gmu) ?? [];
    const left = Number(/… and (\d+) more stores. See \[the run\]\(URL\)\./u.exec(text)?.[1]);
    expect(rows.length + left).toBe(1500);
    expect(text.match(/<details>/gu)).toHaveLength(1);
    expect(text.match(/<\/details>/gu)).toHaveLength(1);
    expect(text).toContain(`Digest: \`${'d'.repeat(64)}\``);
    // No surrogate pair is cut in half.
    expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
  });

  test('fits whatever the stores are called and however many wait', () => {
    const bound: Bound = { most: 6_000, measure: (text) => text.length };
    const anyName = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(
      fc.property(fc.array(anyName, { maxLength: 60 }), fc.nat(60), (names, waiting) => {
        const changes = names.map((name, index) => ({ ...hugeChange(index), name }));
        const pull = { waiting: changes.slice(0, waiting).map(({ poi_id }) => poi_id), key: KEY };
        const text = show(buildPlan(changes), { bound, fold: 'long-tables' }, pull);
        expect(text.length).toBeLessThanOrEqual(bound.most);
      }),
      { numRuns: 60 },
    );
  });

  test('shows findings first, the most serious on top, and leaves room for changes', () => {
    const diagnostics = Array.from({ length: 400 }, (_, index) =>
      fault('UNKNOWN_STORE', { file: `stores/${index}.yaml`, line: 1, column: 1 }, { poi_id: String(index) }),
    );
    const bound: Bound = { most: 20_000, measure: (text) => text.length };
    const text = show(buildPlan(stores, { diagnostics }), { bound });
    expect(text.length).toBeLessThanOrEqual(20_000);
    expect(text).toMatch(/… and \d+ more findings/u);
    expect(text).toMatch(/^\| update /mu);
  });
});

describe('a plan in a pull request', () => {
  const [first, second, third] = [0, 1, 2].map((index) => hugeChange(index));
  if (first === undefined || second === undefined || third === undefined) throw new Error('no changes');

  test('tells what the pull request brings from what waits already', () => {
    const pull = { waiting: [second.poi_id], key: KEY };
    const text = show(buildPlan([first, second, third]), {}, pull);
    const [own = '', waiting = ''] = text.split('Already waiting');
    expect(own).toContain('From this pull request: 2 stores');
    expect(own).toContain(first.poi_id);
    expect(own).toContain(third.poi_id);
    expect(own).not.toContain(second.poi_id);
    expect(waiting).toContain(second.poi_id);
  });

  test('says so when it brings nothing', () => {
    const text = show(buildPlan([first]), {}, { waiting: [first.poi_id], key: KEY });
    expect(text).toContain('From this pull request: nothing');
    expect(text).toContain('Already waiting, whatever this pull request does: 1 store');
  });

  test('lists all in one where nobody can tell', () => {
    expect(show(buildPlan([first]), {}, { waiting: null, key: KEY })).not.toContain('From this pull request');
  });
});
