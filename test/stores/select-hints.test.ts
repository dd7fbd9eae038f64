/** What is said of expressions that take no store. */
import { describe, expect, test } from 'vitest';
import { findUnmatched, type NamedSelectable } from '../../src/stores/select-hints.ts';

const store = (
  poi_id: string,
  file: string,
  labels: Record<string, string> | null,
  name: string,
): NamedSelectable => ({ poi_id, file, labels, name });

const STORES = [
  store('472671857', 'stores/cn/shanghai/renmin.yaml', { region: 'east', 档次: '旗舰' }, '人民广场店'),
  store('472671858', 'stores/cn/beijing/x y.yaml', { region: 'north' }, '西单店'),
];

const explain = (select: string, stores = STORES) =>
  findUnmatched({ select: [select], exclude: [] }, 'stores', stores)[0];

describe('an expression that takes no store', () => {
  test.each([
    ['', 'empty', []],
    ['  ', 'empty', []],
    ['!cn', 'negation', ['cn']],
    ['region=', 'value', ['region=east', 'region=north']],
    ['region＝east', 'full-width', ['region=east']],
    ['４７２６７１８５７', 'full-width', ['472671857']],
    ['472671857,472671858', 'list', []],
    ['472 671 857', 'id', ['472671857']],
    [' 472671858', 'id', ['472671858']],
    ['/stores/cn', 'outside', ['stores/cn']],
    ['../cn', 'outside', ['stores/cn']],
    ['C:\\stores\\cn', 'outside', ['stores/cn']],
    ['region=eest', null, ['region=east']],
    ['regoin=east', null, ['region=east']],
    ['region=somewhere', null, ['region=east', 'region=north']],
    ['colour=red', null, []],
    ['east', null, ['region=east']],
    ['旗舰', null, ['档次=旗舰']],
    ['人民广场店', null, ['472671857']],
    ['shanghai', null, ['stores/cn/shanghai']],
    ['stores/cn/shanghia/**', null, ["'stores/cn/shanghai/**'"]],
    ['cn/Beijing', null, ['stores/cn/beijing']],
    ['x y.yaml', null, ["'stores/cn/beijing/x y.yaml'"]],
    ['999', null, []],
    ['472671859', null, []],
  ])('%j: %s, with %j near it', (expression, cause, near) => {
    expect(explain(expression)).toMatchObject({ option: '--select', cause, near });
  });

  test('is shown as a shell would take it', () => {
    expect(explain("it's $(x)")?.expression).toBe("'it'\\''s $(x)'");
    expect(explain('华东')?.expression).toBe('华东');
  });

  test('is not named where it takes one, or where a file with errors may be meant', () => {
    expect(explain('region=east')).toBeUndefined();
    expect(explain('region=west', [...STORES, store('', 'stores/z.yaml', null, '')])).toBeUndefined();
    expect(explain('cn/guangzhou', [...STORES, store('', 'stores/z.yaml', null, '')])).toBeDefined();
  });

  test('is found among those of --exclude too', () => {
    const found = findUnmatched({ select: ['cn'], exclude: ['region=wset', 'x*'] }, 'stores', STORES);
    expect(found.map(({ option, expression }) => [option, expression])).toEqual([
      ['--exclude', 'region=wset'],
      ['--exclude', "'x*'"],
    ]);
  });
});
