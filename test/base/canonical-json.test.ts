/** Holds that equal values have equal bytes and digests. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, digestOf } from '../../src/base/canonical-json.ts';

describe('canonical JSON', () => {
  test('does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(object));
        expect(digestOf(reversed)).toMatch(/^[0-9a-f]{64}$/u);
      }),
    );
  });
});
