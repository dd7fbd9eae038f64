/** The parts of a merged pull request's comment: whoever writes one keeps the others. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { COMMENT_BOUND } from '../../src/report/bounded.ts';
import {
  type CommentParts,
  composeComment,
  END_OF_OUTCOME,
  NO_PARTS,
  splitComment,
} from '../../src/report/comment-parts.ts';

const MARKER = '<!-- mendian plan 0123456789ab -->';
const PLAN =
  '### mendian plan: 3 stores\n\n<details><summary>3 stores</summary>\n\n| a |\n\n</details>\n\nDigest';
const OUTCOME = `### mendian apply: 1 store\n\n**1 applied**\n\n${END_OF_OUTCOME}`;
const REVIEWS = '### Reviews\n\n| a |';

const compose = (parts: Partial<CommentParts>): string =>
  composeComment(MARKER, { ...NO_PARTS, ...parts }, en);

describe('the comment of a merged pull request', () => {
  test.each<[string, Partial<CommentParts>]>([
    ['a plan alone', { plan: PLAN }],
    ['an outcome', { outcome: OUTCOME }],
    ['an outcome and a plan', { outcome: OUTCOME, plan: PLAN }],
    ['reviews and a plan', { reviews: REVIEWS, plan: PLAN }],
    ['all three', { reviews: REVIEWS, outcome: OUTCOME, plan: PLAN }],
  ])('gives back %s, however often it is written', (_what, parts) => {
    const once = compose(parts);
    expect(splitComment(once)).toEqual({ ...NO_PARTS, ...parts });
    expect(composeComment(MARKER, splitComment(once), en)).toBe(once);
    expect(once.split('\n')[0]).toBe(MARKER);
  });

  test('takes the plan as the plan workflow left it', () => {
    expect(splitComment(`${MARKER}\n${PLAN}\n`)).toEqual({ ...NO_PARTS, plan: PLAN });
  });

  test('reads what a person’s editor gave other line ends', () => {
    const body = compose({ reviews: REVIEWS, outcome: OUTCOME, plan: PLAN }).replaceAll('\n', '\r\n');
    expect(splitComment(body)).toEqual({ reviews: REVIEWS, outcome: OUTCOME, plan: PLAN });
  });

  test('leaves the plan out where it does not fit beside the news', () => {
    const plan = `### mendian plan\n\n${'x'.repeat(COMMENT_BOUND.most)}`;
    const body = compose({ reviews: REVIEWS, outcome: OUTCOME, plan });
    expect(splitComment(body)).toEqual({ reviews: REVIEWS, outcome: OUTCOME, plan: '' });
  });

  test('takes a section that nobody closed for what stands below it', () => {
    const body = `${MARKER}\n<!-- mendian reviews -->\n### Reviews\n`;
    expect(splitComment(body).reviews).toBe('');
  });

  test('survives any comment', () => {
    const line = fc.constantFrom(
      '<!-- mendian reviews -->',
      '<!-- mendian reviews end -->',
      END_OF_OUTCOME,
      '<details><summary>x</summary>',
      '</details>',
      '',
      'text',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const parts = splitComment([MARKER, ...lines].join('\n'));
        const { reviews } = splitComment(composeComment(MARKER, { ...parts, reviews: REVIEWS }, en));
        expect(reviews).toBe(REVIEWS);
      }),
    );
  });
});
