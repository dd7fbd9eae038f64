/** Reviews as people and programs read them. */
import { describe, expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { warning } from '../../src/model.ts';
import type { Bound } from '../../src/report/bounded.ts';
import { type ReviewLine, statusJson, statusMarkdown, statusText } from '../../src/report/status.ts';
import { createStyle } from '../../src/report/style.ts';

function buildLine(overrides: Partial<ReviewLine> = {}): ReviewLine {
  return {
    account: 'default',
    poi_id: '472671857',
    name: '人民广场店',
    file: 'stores/a.yaml',
    audit_id: '9007199254740993',
    review: 'pending',
    ended: false,
    reason: null,
    applied_at: '2026-11-25T18:00:00.000Z',
    age_hours: 76.2,
    overdue: false,
    source: { commit: '0123456789abcdef0123456789abcdef01234567', pull: 12 },
    note: 'none',
    ...overrides,
  };
}

const report = (reviews: readonly ReviewLine[]) => ({
  reviews,
  diagnostics: [],
  selection: [],
  timezone: 'Asia/Shanghai',
});

describe('the table of reviews', () => {
  test('stands in columns, whatever the width of the names', () => {
    const lines = [
      buildLine(),
      buildLine({ poi_id: '9', name: 'Ann', review: 'rejected', source: null, audit_id: null }),
      buildLine({ poi_id: '10', name: null, review: 'approved', ended: true, age_hours: null }),
    ];
    expect(statusText(report(lines), createStyle(en, 'plain'))).toMatchInlineSnapshot(`
      "mendian status: 1 review pending, 1 approved, 1 rejected

      STORE                  SENT        AGE      AUDIT ID          CHANGE       REVIEW
      人民广场店  472671857  2026-11-26  3 d 4 h  9007199254740993  #12 0123456  pending
      Ann         9          2026-11-26  3 d 4 h  (unknown)                      rejected
                  10         (unknown)            9007199254740993  #12 0123456  approved now
      "
    `);
  });

  test.each([
    [0, '0 min'],
    [0.99, '59 min'],
    [1, '1 h 0 min'],
    [4.2, '4 h 12 min'],
    [23.999, '23 h 59 min'],
    [24, '1 d 0 h'],
    [76.9, '3 d 4 h'],
  ])('calls %d hours %s', (hours, text) => {
    expect(en.status.age(hours)).toBe(text);
  });

  test.each<[Partial<ReviewLine>, string]>([
    [{ overdue: true }, 'overdue'],
    [{ note: 'unread' }, 'not read'],
    [{ note: 'gone' }, 'gone at WeChat'],
    [{ note: 'doubt', overdue: true }, 'in doubt'],
    [{ review: 'rejected', ended: true }, 'rejected now'],
  ])('says of %j: %s', (line, text) => {
    expect(statusText(report([buildLine(line)]), createStyle(en, 'plain'))).toContain(`  ${text}\n`);
  });
});

describe('the document of reviews', () => {
  test('rounds the age down, and counts', () => {
    const lines = [
      buildLine({ age_hours: 76.99 }),
      buildLine({ poi_id: '9', note: 'unread', overdue: true }),
    ];
    const document = JSON.parse(statusJson(report(lines), en)) as Record<string, unknown>;
    expect(document.summary).toEqual({ pending: 2, approved: 0, rejected: 0, overdue: 1, unread: 1 });
    expect(document.reviews).toMatchObject([{ age_hours: 76.9 }, { poi_id: '9' }]);
    expect(JSON.stringify(document)).not.toContain('note');
  });
});

describe('reviews as Markdown', () => {
  test('fit into a place that takes only so much, rejections first', () => {
    const bound: Bound = { most: 12_000, measure: (text) => text.length };
    const lines = Array.from({ length: 500 }, (_, index) =>
      buildLine({ poi_id: String(index), review: index === 499 ? 'rejected' : 'pending' }),
    );
    const found = warning(
      'REVIEW_REJECTED',
      { file: 'a', line: 1, column: null },
      {
        store: 'x',
        file: 'a',
        reason: '很糟。',
        next: 'choose',
      },
    );
    const text = statusMarkdown({ ...report(lines), diagnostics: [found] }, en, {
      bound,
      elsewhere: ' See [the run](URL).',
      foot: ['foot'],
    });
    expect(text.length).toBeLessThanOrEqual(12_000);
    const rows = text.split('\n').filter((line) => /^\| (pending|rejected) /u.test(line));
    expect(rows[0]).toMatch(/^\| rejected /u);
    expect(text).toContain(`… and ${500 - rows.length} more stores. See [the run](URL).`);
    expect(text).toContain('rejected the pictures of x: 很糟。<br>');
  });

  test('link the pull request by its number', () => {
    expect(statusMarkdown(report([buildLine()]), en)).toContain('| 9007199254740993 | #12 0123456 |');
  });
});
