/** The section of reviews in a pull request's comment. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { COMMENT_BOUND } from '../../src/report/bounded.ts';
import { composeComment, NO_PARTS, splitComment } from '../../src/report/comment-parts.ts';
import { type SectionNews, type ToldVerdict, updateSection } from '../../src/report/review-section.ts';

const URL = 'https://github.invalid/runs/1';

function buildVerdict(overrides: Partial<ToldVerdict> = {}): ToldVerdict {
  return {
    poi_id: '472671857',
    name: '人民广场店',
    file: 'stores/a.yaml',
    audit_id: '1111',
    review: 'approved',
    reason: null,
    waits: 'no',
    ...overrides,
  };
}

const update = (earlier: string, verdicts: readonly ToldVerdict[], more: Partial<SectionNews> = {}) =>
  updateSection(earlier, { verdicts, day: '2026-11-26', pending: 0, url: URL, ...more }, en);
const rowsOf = (section: string | null): readonly string[] =>
  (section ?? '').split('\n').filter((line) => line.startsWith('| <!--'));

describe('the section of reviews', () => {
  test('has a row a store, rejections on top with what to do', () => {
    const section = update('', [
      buildVerdict(),
      buildVerdict({ poi_id: '9', review: 'rejected', reason: '模糊', waits: 'yes', name: null }),
    ]);
    expect(rowsOf(section)).toEqual([
      '| <!-- 9 1111 rejected --> ❌ rejected<br>Reason: 模糊<br>→ Choose other pictures in stores/a.yaml and open a pull request; the same pictures are never sent again by themselves. | `9`<br>`stores/a.yaml` | 2026-11-26 |',
      '| <!-- 472671857 1111 approved --> ✅ approved | `人民广场店`<br>`472671857`<br>`stores/a.yaml` | 2026-11-26 |',
    ]);
  });

  test('keeps the day of a verdict that it told already, and has nothing to say twice', () => {
    const first = update('', [buildVerdict()]) ?? '';
    expect(update(first, [buildVerdict()], { day: '2026-12-24', url: 'other' })).toBeNull();
    const more = update(first, [buildVerdict(), buildVerdict({ poi_id: '9' })], { day: '2026-12-24' });
    expect(rowsOf(more).map((row) => row.slice(-14))).toEqual(['| 2026-11-26 |', '| 2026-12-24 |']);
  });

  test('takes a new reason and a new verdict in', () => {
    const first = update('', [buildVerdict({ review: 'rejected' })]) ?? '';
    const reason = update(first, [buildVerdict({ review: 'rejected', reason: 'x' })], { day: '2026-12-24' });
    expect(rowsOf(reason)).toEqual([expect.stringMatching(/Reason: x.* 2026-11-26 \|$/u)]);
    const later = update(reason ?? '', [buildVerdict({ audit_id: '2222' })], { day: '2026-12-24' });
    expect(rowsOf(later)).toEqual([expect.stringMatching(/2222 approved.* 2026-12-24 \|$/u)]);
  });

  test('says how many reviews are still pending', () => {
    expect(update('', [buildVerdict()], { pending: 2 })).toContain(
      '2 reviews of this pull request are still',
    );
  });

  test('fits into a comment however many stores there are, and counts the others', () => {
    const verdicts = Array.from({ length: 400 }, (_, index) =>
      buildVerdict({ poi_id: String(index + 1), name: '超长名称'.repeat(30) }),
    );
    const section = update('', verdicts) ?? '';
    expect(section.length).toBeLessThan(COMMENT_BOUND.most * 0.35);
    const shown = rowsOf(section).length;
    expect(section).toContain(`… and ${400 - shown} more stores.`);
    const more = update(section, [buildVerdict({ poi_id: '0', review: 'rejected' })]) ?? '';
    expect(rowsOf(more)[0]).toContain('<!-- 0 1111 rejected -->');
    const left = Number(/… and (\d+) more/u.exec(more)?.[1]);
    expect(rowsOf(more).length + left).toBe(401);
  });

  test('keeps each verdict apart, whatever stores and reasons are called', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '| <!-- 1 1 approved --> x | y | 2026-01-01 |',
        '\n<!-- mendian reviews end -->\n',
        '`|`',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 5 }), (stores) => {
        const verdicts = stores.map(([name, reason, file], index) =>
          buildVerdict({ poi_id: String(index + 1), name, reason, file, review: 'rejected', waits: 'yes' }),
        );
        const section = update('', verdicts) ?? '';
        expect(rowsOf(section)).toHaveLength(stores.length);
        const body = composeComment('<!-- m -->', { ...NO_PARTS, reviews: section }, en);
        expect(splitComment(body).reviews).toBe(section);
        expect(update(section, verdicts, { day: '2026-12-24' })).toBeNull();
      }),
    );
  });
});
