/** Holds that no secret stays in a text, whatever form it took on the way. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from '../../src/base/redact.ts';

const SECRET = 'p4ss/w0rd+ "über"';

describe('redact', () => {
  test.each([
    ['plain', SECRET],
    ['URL-encoded', encodeURIComponent(SECRET)],
    ['URL-encoded in lower case', encodeURIComponent(SECRET).toLowerCase()],
    ['form-encoded', encodeURIComponent(SECRET).replaceAll('%20', '+')],
    ['base64', Buffer.from(SECRET).toString('base64')],
    ['base64 for addresses', Buffer.from(SECRET).toString('base64url')],
    ['in JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['in JSON with escaped slashes', JSON.stringify(SECRET).slice(1, -1).replaceAll('/', '\\/')],
  ])('replaces a secret %s', (_form, text) => {
    expect(redact(`before ${text} after ${text}`, [SECRET])).toBe('before *** after ***');
  });

  test('leaves nothing of a secret that begins with another one', () => {
    expect(redact('token-of-shop-7', ['token-of', 'token-of-shop-7'])).toBe('***');
  });

  test('leaves values alone that are too short to be told from ordinary text', () => {
    expect(redact('the year 12345', ['12345', ''])).toBe('the year 12345');
  });

  test('hides any secret in any text', () => {
    const secret = fc.string({ minLength: 6, unit: 'binary' }).filter((text) => !'***'.includes(text));
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (hidden, before, after) => {
        fc.pre(!`${before}***${after}`.includes(hidden));
        expect(redact(before + hidden + after, [hidden])).not.toContain(hidden);
        expect(redact(encodeURIComponent(Buffer.from(hidden).toString()), [hidden])).toBe('***');
      }),
    );
  });

  test('copes with half a character', () => {
    expect(redact('x\ud800abcdefx', ['\ud800abcdef'])).toBe('x***x');
  });
});
