/** The brakes, and the names that agree or not. */
import { describe, expect, test } from 'vitest';
import { findBrakes } from '../../src/apply/brakes.ts';
import { namesAgree } from '../../src/apply/names.ts';

const percent = (value: number) => ({ kind: 'percent', percent: value }) as const;
const count = (value: number) => ({ kind: 'count', count: value }) as const;

describe('brakes', () => {
  test.each([
    [30, 100, []],
    [31, 100, ['MAX_CHANGES']],
    [3, 10, []],
    [4, 10, ['MAX_CHANGES']],
    [9, 9, []],
  ])('%i changes of %i stores at 30%%: %j', (changes, stores, codes) => {
    const found = findBrakes({ changes, reviews: 0, stores }, percent(30), percent(10));
    expect(found.map(({ code }) => code)).toEqual(codes);
  });

  test('hold for reviews too, and both are named at once', () => {
    const found = findBrakes({ changes: 50, reviews: 50, stores: 100 }, count(49), percent(10));
    expect(found).toEqual([
      { code: 'MAX_CHANGES', params: { changes: 50, limit: '49', stores: 100 } },
      { code: 'MAX_REVIEWS', params: { reviews: 50, limit: '10%', stores: 100 } },
    ]);
  });
});

describe('names', () => {
  test.each([
    ['人民广场店', '示例茶（人民广场店）', true],
    ['人民广场店', '人民 广场', true],
    ['人民广场店', '南京西路', false],
    // A shared ending of one character says nothing.
    ['春熙路店', '西湖店', false],
    ['Café１号', 'CAFÉ1号', true],
    ['店', '店', true],
    ['店', '店铺', false],
    ['!!', '??', true],
    ['A店', 'B店', false],
  ])('%s and %s: %s', (left, right, agrees) => {
    expect(namesAgree(left, right)).toBe(agrees);
    expect(namesAgree(right, left)).toBe(agrees);
  });
});
