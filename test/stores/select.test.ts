/** `--select` and `--exclude`. */
import { describe, expect, test } from 'vitest';
import { makeSelector } from '../../src/stores/select.ts';

const STORE = {
  poi_id: '472671857',
  file: 'stores/east/shanghai/a.yaml',
  labels: { region: 'east', note: 'a=b' },
};
const RELEASED = { poi_id: '472671857', file: null, labels: {} };

describe('a selection', () => {
  test.each([
    ['472671857', true],
    ['0472671857', false],
    ['stores/east/shanghai/a.yaml', true],
    ['east/shanghai/a.yaml', true],
    ['./stores/east', true],
    ['east/', true],
    ['eas', false],
    ['east/*', true],
    ['*.yaml', false],
    ['**/*.yaml', true],
    ['stores/**', true],
    ['east/**/a.yaml', true],
    ['east/shanghai/?.yaml', true],
    ['east/shanghai/a?yaml', true],
    ['east/shanghai/aXyaml', false],
    ['region=east', true],
    ['region=', false],
    ['note=a=b', true],
    ['toString=x', false],
    ['(a+)+$', false],
  ])('%s takes the store: %s', (expression, taken) => {
    expect(makeSelector([expression], [], 'stores')(STORE)).toBe(taken);
    expect(makeSelector([], [expression], 'stores')(STORE)).toBe(!taken);
  });

  test('takes all where nothing is given', () => {
    expect(makeSelector([], [], 'stores')(STORE)).toBe(true);
  });

  test('takes what any select takes and no exclude does', () => {
    const isSelected = makeSelector(['region=west', 'region=east'], ['472671857'], 'stores');
    expect(isSelected(STORE)).toBe(false);
    expect(isSelected({ ...STORE, poi_id: '1' })).toBe(true);
  });

  test('knows a record without a file by its id alone', () => {
    expect(makeSelector(['472671857'], [], 'stores')(RELEASED)).toBe(true);
    expect(makeSelector(['stores/**'], [], 'stores')(RELEASED)).toBe(false);
  });
});
