/** Equal keys in JSON, which its parser takes without a word. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findEqualKeys } from '../../src/base/json-keys.ts';

describe('equal keys', () => {
  test.each([
    ['{"a":1,"b":2,"a":3}', 'a', 1, 13],
    ['{"x":{"a":[],"a":{}}}', 'a', 6, 13],
    ['[{"a":1},{"b":1, "b":1}]', 'b', 10, 17],
    ['{"a":{"c":1},"\\u0061":1}', '\\u0061', 1, 13],
    ['{"__proto__":1,"__proto__":2}', '__proto__', 1, 15],
    ['{"\\"":1,"\\"":2}', '\\"', 1, 8],
  ])('of %s are found in their places', (text, key, first, second) => {
    JSON.parse(text);
    expect(findEqualKeys(text)).toEqual({ key, first, second });
  });

  test.each([
    '{"a":"a","b":"a"}',
    '{"a":["a","a"],"b":{"a":1}}',
    '["a","a"]',
    '"a"',
    '[]',
    '{"a":"{\\"a\\":1,\\"a\\":2}"}',
  ])('are not seen in %s', (text) => {
    JSON.parse(text);
    expect(findEqualKeys(text)).toBeNull();
  });

  test('are never seen in what JSON.stringify writes', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => findEqualKeys(JSON.stringify(value, null, 1)) === null));
  });

  test('are looked for in time that grows with the length alone', () => {
    const members = Array.from({ length: 200_000 }, (_, index) => `"k${index}":[{}]`).join(',');
    expect(findEqualKeys(`{${members},"k7":1}`)?.key).toBe('k7');
  });
});
