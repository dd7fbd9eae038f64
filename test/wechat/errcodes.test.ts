/** Holds the table of error codes: each code once, in its class, with words and a next step. */
import { describe, expect, test } from 'vitest';
import { errcodes } from '../../src/messages/en/errcodes.ts';
import { ERRCODES, type ErrcodeClass, findErrcode } from '../../src/wechat/errcodes.ts';

const count = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** The classes as the reference pages suggest them to a batch client. */
const CLASSES: Readonly<Record<ErrcodeClass, readonly number[]>> = {
  RETRY: [-1, 45011],
  TOKEN: [40001, 40014, 42001],
  STOP: [
    ...[40013, 40125, 40164, 61004, 45035, 40243, ...count(89501, 89507), 50002, 50004, 50007, 48001, 48004],
    ...[61003, 61005, 61006, 61007, 61016, 61017, 61023, 61024, 42007, 45009, 43104],
    ...[...count(85024, 85036), 85049, 85050, 85053],
  ],
  STORE: [
    ...[40005, 40009, 40137, 45001, 45047, 40097, 45002, 65104, 65105, ...count(65109, 65117), 65119, 65120],
    ...[...count(85038, 85042), ...count(85054, 85056), 9001033, 76003, 76021, 76022],
  ],
  DEFER: [65106, 65107, 65118],
  BUG: [41001, 41005, 44001, 40002, 41002, 41004, 41018, 43001, 43002, 43003, 40066, 44002, 47001, 40033],
};

describe('the error-code table', () => {
  test.each(Object.entries(CLASSES))('holds every code of class %s, and no other in it', (kind, codes) => {
    const held = ERRCODES.filter((row) => row.class === kind).map(({ code }) => code);
    expect([...held].sort((left, right) => left - right)).toEqual(
      [...codes].sort((left, right) => left - right),
    );
  });

  test('holds each code once', () => {
    expect(new Set(ERRCODES.map(({ code }) => code)).size).toBe(ERRCODES.length);
  });

  test.each(ERRCODES.map((row) => [row.code, row] as const))('%i has words and a next step', (code, row) => {
    expect(findErrcode(code)).toBe(row);
    expect(row.errmsg).not.toBe('');
    // The meaning stands inside a sentence, the advice is one or more of its own.
    expect(errcodes[row.code].meaning).toMatch(/^\S.*[^.\s]$/u);
    expect(errcodes[row.code].advice).toMatch(/^[A-Z].*[.:]$/su);
  });

  test('has no row for a code that nobody described', () => {
    expect(findErrcode(0)).toBe(null);
    expect(findErrcode(987654)).toBe(null);
  });

  test.each([
    [48001, /store mini program.*account type/su],
    [40164, /allow-list.*Hosted runners/su],
    [61004, /allow-list.*Hosted runners/su],
    [45009, /tomorrow/u],
    [40125, /WECHAT_SECRET/u],
  ] as const)('%i says what helps', (code, advice) => {
    expect(errcodes[code].advice).toMatch(advice);
  });
});
