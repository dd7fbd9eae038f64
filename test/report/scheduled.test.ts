/** Coming special days in reports. */
import { describe, expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import type { Plan, ScheduledChange } from '../../src/model/plan.ts';
import type { Store } from '../../src/model.ts';
import { planAccount } from '../../src/plan/plan.ts';
import { describePlan, type PullPart } from '../../src/report/plan-document.ts';
import { hasOwnChanges, planMarkdown } from '../../src/report/plan-markdown.ts';
import { planText } from '../../src/report/plan-text.ts';
import { createStyle } from '../../src/report/style.ts';
import { buildPlanInput, buildRecord, buildSpecial, buildStore } from '../builders.ts';

const FESTIVAL = buildSpecial({ from: '2027-02-15', to: '2027-02-21', reason: 'Spring Festival' });

function plan(stores: readonly Store[], asOf = '2026-11-25'): Plan {
  const records = new Map(stores.map(({ poi_id }) => [poi_id, buildRecord()]));
  return planAccount(buildPlanInput({ stores, records, asOf }));
}

const chain = (count: number, special_hours = [FESTIVAL]): readonly Store[] =>
  Array.from({ length: count }, (_, index) =>
    buildStore({ poi_id: String(index + 101), name: `店${index + 1}`, special_hours }),
  );
const text = (made: Plan): string => planText(made, createStyle(en, 'plain'));
const markdown = (made: Plan, pull: PullPart | null = null): string =>
  planMarkdown(describePlan(made, en, pull), en);
const own = (added: readonly ScheduledChange[], removed: readonly ScheduledChange[] = []): PullPart => ({
  waiting: [],
  scheduled: { added, removed },
  key: '0'.repeat(12),
});

describe('a plan as text', () => {
  test('tells the same change of the same day once, with the days until then', () => {
    expect(text(plan(chain(12)))).toBe(
      [
        'mendian plan: 12 stores, as of 2026-11-25',
        'Coming special days\n' +
          '  2027-02-15 (in 82 days): 12 stores, hour 10:00-21:00 → 10:00-17:00 — Spring Festival\n' +
          '  2027-02-22 (in 89 days): 12 stores, hour 10:00-17:00 → 10:00-21:00 — Spring Festival',
        'No changes. What WeChat was last sent is what the files say.\n' +
          'Plan: 0 to update, 12 unchanged.\n' +
          'Forecast: 24 changes of hours for special days, the next on 2027-02-15 (in 82 days).\n',
      ].join('\n\n'),
    );
  });

  test('names a single store, and says why an update is due', () => {
    const made = text(plan(chain(1), '2027-02-15'));
    expect(made).toContain('hours of special days');
    expect(made).toContain(
      '  2027-02-22 (in 7 days): 店1 101, hour 10:00-17:00 → 10:00-21:00 — Spring Festival',
    );
    expect(made).toMatch(
      /Forecast: at most 2 calls .*; 1 change of hours for special days, the next on 2027-02-22/u,
    );
  });

  test('is silent where nothing is to come', () => {
    expect(text(plan(chain(2, [])))).not.toContain('special');
  });

  test('counts what does not fit', () => {
    const days = Array.from({ length: 15 }, (_, index) =>
      buildSpecial({ from: `2027-03-${String(index * 2 + 1).padStart(2, '0')}` }),
    );
    const made = text(plan(chain(2, days)));
    expect(made.match(/^ {2}2027-/gmu)).toHaveLength(20);
    expect(made).toContain('… and 10 more changes of hours, 2 stores in all.');
  });
});

describe('a plan as Markdown', () => {
  test('lists days, stores and hours', () => {
    const made = markdown(plan(chain(5)));
    expect(made).toContain('#### Coming special days: 10 changes of hours');
    expect(made).toContain(
      '- **2027-02-15 (in 82 days)**: 5 stores (`店1`, `店2`, `店3`, …), hour `10:00-21:00 → 10:00-17:00` — Spring Festival',
    );
  });

  test('says in a pull request what its merge will do on which day, and nothing of the others', () => {
    const made = plan(chain(5));
    const added = made.scheduled.filter(({ poi_id }) => poi_id === '101');
    const shown = markdown(made, own(added));
    expect(shown).toContain('#### After the merge, hours will change by themselves on these days');
    expect(shown).toContain('- **2027-02-22 (in 89 days)**: `店1`, hour `10:00-17:00 → 10:00-21:00`');
    expect(shown).not.toContain('店2');
    expect(shown).not.toContain('No longer');
  });

  test('says in a pull request what will no longer happen', () => {
    const removed = plan(chain(1)).scheduled;
    const shown = markdown(plan(chain(1, [])), own([], removed));
    expect(shown).toContain('#### No longer, once this is merged\n\n- **2027-02-15 (in 82 days)**: `店1`');
  });

  test('has news for a pull request by its days alone', () => {
    const made = plan(chain(1));
    expect(hasOwnChanges(describePlan(made, en, own(made.scheduled)))).toBe(true);
    expect(hasOwnChanges(describePlan(made, en, own([], made.scheduled)))).toBe(true);
    expect(hasOwnChanges(describePlan(made, en, own([])))).toBe(false);
  });

  test('keeps hostile names and reasons inert, on a terminal too', () => {
    const evil = '@everyone](http://evil) \u001b[31m<img src=x> `|` #1';
    const store = buildStore({ name: evil, special_hours: [{ ...FESTIVAL, reason: evil }] });
    const shown = markdown(plan([store]));
    expect(shown).not.toMatch(/\u001b/u);
    const reason = shown.split(' — ')[1]?.split('\n')[0] ?? '';
    expect(reason).toContain('everyone');
    expect(reason).not.toMatch(/@everyone|(?<!\\)<img|\]\(/u);
    expect(text(plan([store]))).not.toMatch(/\u001b/u);
  });

  test('fits where a comment takes only so much, and says what is left out', () => {
    const days = Array.from({ length: 15 }, (_, index) =>
      buildSpecial({ from: `2027-03-${String(index * 2 + 1).padStart(2, '0')}`, reason: '长'.repeat(80) }),
    );
    const bound = { most: 3_000, measure: (part: string) => part.length };
    const view = { bound, fold: 'long-tables', elsewhere: ' See the run.', lead: [], foot: [] } as const;
    const shown = planMarkdown(describePlan(plan(chain(9, days)), en), en, view);
    expect(shown.length).toBeLessThanOrEqual(3_000);
    expect(shown).toMatch(/- … and \d+ more changes of hours, 9 stores in all\. See the run\./u);
  });
});
