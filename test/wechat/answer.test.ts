/** Holds how an HTTP answer becomes a verdict. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnswerReading, judgeAnswer, splitErrmsg, type VerdictError } from '../../src/wechat/answer.ts';
import { ERRCODES } from '../../src/wechat/errcodes.ts';

const PLAIN: AnswerReading = { hide: (text) => text };
const judge = (text: string, status = 200) => judgeAnswer(status, text, PLAIN);

function judgeError(text: string, status = 200, reading = PLAIN): VerdictError {
  const verdict = judgeAnswer(status, text, reading);
  if (verdict.ok) throw new Error('taken for a success');
  return verdict.error;
}

describe('judgeAnswer', () => {
  test.each(['{"errcode":0,"errmsg":"ok"}', '{"errcode":"0"}', '\ufeff {"errcode":0,"data":{}}\n'])(
    'takes %j for a success',
    (text) => {
      expect(judge(text).ok).toBe(true);
    },
  );

  test.each([
    ['{}', 'json-without-errcode'],
    ['{"data":{"has_audit_id":0}}', 'json-without-errcode'],
    ['{"errcode":null}', 'errcode-no-number'],
    ['{"errcode":""}', 'errcode-no-number'],
    ['{"errcode":true}', 'errcode-no-number'],
    ['{"errcode":false}', 'errcode-no-number'],
    ['{"errcode":0.5}', 'errcode-no-number'],
    ['', 'empty-answer'],
    ['  <!DOCTYPE html><title>login</title>', 'html'],
    ['<html><body>502</body></html>', 'html'],
    ['<xml><return_code/></xml>', 'xml-or-html'],
    ['{"errcode":0,"errm', 'broken-json'],
    ['[{"errcode":0}]', 'broken-json'],
    ['ok', 'plain-text'],
    ['0', 'plain-text'],
  ])('never takes %j for a success', (text, sort) => {
    expect(judgeError(text)).toMatchObject({
      class: 'RETRY',
      landed: 'maybe',
      fault: { code: 'NOT_AN_ANSWER', params: { status: 200, sort } },
    });
  });

  test('never takes any text without an errcode for a success', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        fc.pre(!text.includes('errcode'));
        expect(judge(text).ok).toBe(false);
      }),
    );
  });

  test.each([500, 502, 503, 504])('takes HTTP %i for trouble at the gateway, whatever it says', (status) => {
    expect(judgeError('{"errcode":0}', status)).toMatchObject({
      class: 'RETRY',
      landed: 'maybe',
      fault: { code: 'HTTP_STATUS', params: { status } },
    });
  });

  test('takes HTTP 412 for a fault of its own that did not land', () => {
    expect(judgeError('', 412)).toMatchObject({ class: 'BUG', landed: 'no', fault: { code: 'CLIENT_BUG' } });
  });

  test.each([301, 404, 407])('takes HTTP %i with a page for no answer', (status) => {
    const { fault } = judgeError('<html>', status);
    expect(fault).toEqual({ code: 'NOT_AN_ANSWER', params: { status, sort: 'html' } });
  });

  test('goes by the errcode where one came with another status', () => {
    expect(judgeError('{"errcode":48001,"errmsg":"api unauthorized"}', 403)).toMatchObject({
      errcode: 48001,
    });
  });

  test.each(ERRCODES.map(({ code, class: kind }) => [code, kind] as const))('%i is %s', (code, kind) => {
    const error = judgeError(`{"errcode":"${code}","errmsg":"no"}`);
    expect(error).toMatchObject({ errcode: code, class: kind, known: true });
    expect(error.landed).toBe(code === -1 ? 'maybe' : 'no');
    expect(error.pace).toBe(code === 45011 ? 'slower' : 'keep');
  });

  test('fails one store by a code that nobody knows, and says that it is unknown', () => {
    expect(judgeError('{"errcode":987654,"errmsg":"<b>new</b>"}')).toEqual({
      class: 'STORE',
      landed: 'no',
      pace: 'keep',
      known: false,
      fault: { code: 'UNKNOWN_ERRCODE', params: { errcode: 987654, errmsg: '<b>new</b>' } },
      errcode: 987654,
      rid: null,
    });
  });

  test.each([
    [48001, 'PLATFORM_STOP'],
    [40001, 'PLATFORM_REFUSED'],
    [40097, 'PLATFORM_REFUSED'],
    [65118, 'PLATFORM_REFUSED'],
    [-1, 'PLATFORM_BUSY'],
    [45011, 'PLATFORM_BUSY'],
    [47001, 'CLIENT_BUG'],
  ])('%i speaks as %s', (code, fault) => {
    const params = { errcode: code, errmsg: '' };
    expect(judgeError(`{"errcode":${code}}`).fault).toMatchObject({ code: fault, params });
  });

  test('hides a secret that the shortening of the message would cut in two', () => {
    const hide = (text: string): string => text.replaceAll('the-secret-token', '***');
    const errmsg = `${'x'.repeat(195)}the-secret-token`;
    const { fault } = judgeError(JSON.stringify({ errcode: 40097, errmsg }), 200, { hide });
    expect(JSON.stringify(fault)).not.toContain('the-s');
  });
});

describe('splitErrmsg', () => {
  test.each([
    ['invalid args rid: 617682e0-1a2b3c4d-0f0f0f0f', 'invalid args', '617682e0-1a2b3c4d-0f0f0f0f'],
    ['invalid args, rid: 617682E0-1A2B3C4D-0F0F0F0F ', 'invalid args', '617682E0-1A2B3C4D-0F0F0F0F'],
    ['access_token expired hint: [aB3.x1234!]', 'access_token expired', 'aB3.x1234!'],
    ['invalid args, hint: [abc_1]', 'invalid args', 'abc_1'],
    ['no right hint: [aB3] rid: 617682e0-1a2b3c4d-0f0f0f0f', 'no right', '617682e0-1a2b3c4d-0f0f0f0f'],
    [' rid: 617682e0-1a2b3c4d-0f0f0f0f', '', '617682e0-1a2b3c4d-0f0f0f0f'],
    ['rid: none was given', 'rid: none was given', null],
    ['the hybrid: abc', 'the hybrid: abc', null],
    ['x'.repeat(300), `${'x'.repeat(200)}…`, null],
    ['ok', 'ok', null],
    ['', '', null],
  ])('tells the request id of %j apart', (raw, errmsg, rid) => {
    expect(splitErrmsg(raw)).toEqual({ errmsg, rid });
  });

  test('keeps 200 characters and no half of one', () => {
    const errmsg = `${'x'.repeat(199)}…`;
    expect(splitErrmsg(`${'x'.repeat(199)}😀😀 rid: 1a-2b-3c`)).toEqual({ errmsg, rid: '1a-2b-3c' });
  });

  test('comes to an end on a message of blanks', () => {
    expect(splitErrmsg(`${' '.repeat(1_000_000)}x`).errmsg).toBe('x');
  });
});
