/** Holds that no digit of a 64-bit id is lost, and that all else is parsed as everybody does. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLosslessJson } from '../../src/base/lossless-json.ts';

const FIRST_LONG = 10n ** 15n;
const isLong = (value: unknown): boolean =>
  typeof value === 'number' && /^-?[1-9]\d{15,}$/u.test(JSON.stringify(value));

describe('parseLosslessJson', () => {
  test('agrees with JSON.parse on everything but long integers', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const expected = JSON.parse(text, (_key, member) => (isLong(member) ? String(member) : member));
        expect(JSON.stringify(parseLosslessJson(text))).toBe(JSON.stringify(expected));
      }),
    );
  });

  test('keeps every digit of an integer of 16 digits and more, wherever it stands', () => {
    const long = fc.oneof(fc.bigInt({ min: FIRST_LONG, max: 2n ** 64n }), fc.bigInt({ max: -FIRST_LONG }));
    fc.assert(
      fc.property(long, (id) => {
        expect(parseLosslessJson(`${id}`)).toBe(String(id));
        expect(parseLosslessJson(`{"data":{"audit_id": ${id} ,"list":[${id}]}}`)).toEqual({
          data: { audit_id: String(id), list: [String(id)] },
        });
      }),
    );
  });

  test('leaves short integers, fractions and powers numbers', () => {
    expect(parseLosslessJson('[999999999999999,-7,126.94355011,1e21,1234567890123456.5]')).toEqual([
      999999999999999, -7, 126.94355011, 1e21, 1234567890123456.5,
    ]);
  });

  test('does not look for numbers inside strings and keys', () => {
    const text = String.raw`{"9007199254740993":"9007199254740993 \" 9007199254740995 \\"}`;
    expect(parseLosslessJson(text)).toEqual({ '9007199254740993': '9007199254740993 " 9007199254740995 \\' });
  });

  test('lets any raw control character inside a string survive', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x1f }), (code) => {
        const character = String.fromCharCode(code);
        expect(parseLosslessJson(`{"reason":"a${character}b"}`)).toEqual({ reason: `a${character}b` });
      }),
    );
  });

  test.each([
    ['escaped slashes', String.raw`{"url":"http:\/\/mmbiz.qpic.cn\/a"}`, { url: 'http://mmbiz.qpic.cn/a' }],
    ['a BOM in front', '\ufeff{"errcode":0}', { errcode: 0 }],
    ['a key twice, of which the last counts', '{"errcode":1,"errcode":2}', { errcode: 2 }],
  ])('takes %s', (_name, text, value) => {
    expect(parseLosslessJson(text)).toEqual(value);
  });

  test('changes no prototype', () => {
    const value = parseLosslessJson('{"__proto__":{"errcode":0}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.hasOwn(Object(value), 'errcode')).toBe(false);
  });

  test.each([
    ['an empty text', ''],
    ['a cut string', '{"errmsg":"sys'],
    ['a cut escape', '{"errmsg":"sys\\'],
    ['a leading zero', '[01234567890123456]'],
    ['HTML', '<html>502</html>'],
    ['text behind the end', '{} {}'],
  ])('throws a SyntaxError on %s', (_name, text) => {
    expect(() => parseLosslessJson(text)).toThrow(SyntaxError);
  });

  test('throws nothing but a SyntaxError, whatever it is given', () => {
    const signs = fc.constantFrom('{', '}', '"', '\\', '1', ',', ':', '[', ']', 'a', '-', '.');
    fc.assert(
      fc.property(fc.string({ unit: signs }), (text) => {
        try {
          parseLosslessJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
    );
  });

  test('comes to an end on large texts that are cut off', () => {
    const quotes = '\\"'.repeat(500_000);
    expect(parseLosslessJson(`"${quotes}"`)).toBe('"'.repeat(500_000));
    expect(() => parseLosslessJson(`"${quotes}`)).toThrow(SyntaxError);
    expect(() => parseLosslessJson(`${'1'.repeat(500_000)}.`)).toThrow(SyntaxError);
  });
});
