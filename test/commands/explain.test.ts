/** `mendian explain`: every code of the closed list, and every errcode of the platform, in both languages. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../src/commands/explain.ts';
import { en } from '../../src/messages/en.ts';
import { FAULT_SAMPLES } from '../../src/messages/generated/fault-samples.ts';
import { zhCN } from '../../src/messages/zh-CN.ts';
import { createStyle } from '../../src/report/style.ts';
import { ERRCODES } from '../../src/wechat/errcodes.ts';
import { type Day, openDay } from '../fakes/day.ts';

const open = (messages = en): Day => ({
  ...openDay({ root: '/nowhere', env: {} }, '2026-11-26T02:00:00Z', 'text'),
  messages,
  style: createStyle(messages, 'plain'),
});

const ask = async (code: string, messages = en): Promise<readonly [number, string, string]> => {
  const day = open(messages);
  return [await explain(day, code), day.printed(), day.hinted()];
};

describe('mendian explain', () => {
  test('prints all that a code may say, with what to do', async () => {
    expect(await ask('CANARY')).toEqual([
      0,
      [
        'CANARY',
        '',
        '  The first store, NAME, was sent and accepted, but the live store does not show it (FIELDS).',
        '  The first store, NAME, was sent, and nothing tells whether it arrived.',
        '  → The run stopped before any other store. Look at this store in the WeChat console; the next apply verifies it before it sends anything.',
        '',
        'Words in capitals stand for values. Of several texts, a report shows the one that fits.',
        '',
      ].join('\n'),
      '',
    ]);
  });

  test('prints an errcode of WeChat, with what the run does', async () => {
    expect((await ask('45009'))[1]).toBe(
      [
        '45009 reach max api daily quota limit',
        '',
        '  The calls of today are used up.',
        '  It stops the run for this account. What was done is recorded.',
        '  → Run apply again tomorrow: it goes on where it stopped. The count can also be cleared in the WeChat console, ten times a month.',
        '',
      ].join('\n'),
    );
    expect((await ask('-1'))[0]).toBe(0);
  });

  test.each([' canary ', 'Duplicate-Poi-Id'])('takes %s as it was typed off a log', async (code) => {
    expect((await ask(code))[0]).toBe(0);
  });

  test.each([
    ['UNKNOW_KEY', 'Did you mean UNKNOWN_KEY?'],
    ['HELLO', 'such as CANARY'],
    ['12345', 'global return code page'],
    ['', 'such as CANARY'],
  ])('does not know %s, and says what next', async (code, hint) => {
    const [exitCode, printed, told] = await ask(code);
    expect([exitCode, printed]).toEqual([1, '']);
    expect(told).toContain(hint);
  });

  test.each([
    ['English', en],
    ['Chinese', zhCN],
  ])('has a text for each code and errcode in %s, with each value named', async (_name, messages) => {
    const codes = [...Object.keys(FAULT_SAMPLES), ...ERRCODES.map(({ code }) => String(code))];
    expect(codes.length).toBeGreaterThan(390);
    for (const code of codes) {
      const [exitCode, printed] = await ask(code, messages);
      expect([code, exitCode]).toEqual([code, 0]);
      expect(printed.split('\n').length, code).toBeGreaterThan(2);
      expect(printed, code).not.toMatch(/undefined|NaN|\[object|\$(?!PWD)[A-Z]/u);
    }
    expect(Object.keys(FAULT_SAMPLES).sort()).toEqual(Object.keys(messages.faults).sort());
  });
});
