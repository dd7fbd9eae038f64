/** A push message from envelope to verdict: who is believed, and what is refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PushRequest, pushRequest } from '../../src/emulator/push-message.ts';
import type { Fault } from '../../src/model.ts';
import { openPush, type PushReading } from '../../src/wechat/push.ts';
import { AT, AUDIT_ID, envelope, eventXml, KEYS, PLAIN, SECONDS, SETTINGS, wrap } from './push-fixtures.ts';

const VERDICT = { audit_id: AUDIT_ID, review: 'rejected', reason: '图片模糊', at: AT };
const MINUTE = 60_000;
const DAY = 86_400_000;
const moved = (milliseconds: number): string => new Date(SECONDS * 1000 + milliseconds).toISOString();

async function open(text: string, maxAgeMs?: number): Promise<PushReading | Fault> {
  return await openPush(text, KEYS, maxAgeMs);
}

async function codeOf(text: string, maxAgeMs?: number): Promise<string> {
  const opened = await open(text, maxAgeMs);
  return 'code' in opened ? opened.code : opened.kind;
}

describe('an encrypted event', () => {
  test('is taken at its word, reason and all', async () => {
    expect(await open(envelope(eventXml()))).toEqual({
      kind: 'verdict',
      trust: 'encrypted',
      appid: KEYS.appids[0],
      event: 'modify_store_audit_info',
      verdict: VERDICT,
    });
  });

  test.each([
    ['approved', { status: '1', reason: '<![CDATA[]]>' }, { review: 'approved', reason: null }],
    ['approved, whatever the reason says', { status: '1' }, { review: 'approved', reason: null }],
    ['rejected without a reason', { reason: null }, { review: 'rejected', reason: null }],
    [
      'named in other letters',
      { Event: 'Modify_Store_AUDIT_info', MsgType: 'EVENT' },
      { review: 'rejected' },
    ],
    ['written plainly', { Event: 'modify_store_audit_info', reason: 'x &amp; y' }, { reason: 'x & y' }],
    [
      'with its id in CDATA',
      { audit_id: '<![CDATA[ 18446744073709551615 ]]>' },
      { audit_id: '18446744073709551615' },
    ],
  ])('is read as %s', async (_name, overrides, verdict) => {
    expect(await open(envelope(eventXml(overrides)))).toMatchObject({ kind: 'verdict', verdict });
  });

  test('has a reason of bounded length, cut between characters', async () => {
    const opened = await open(envelope(eventXml({ reason: '🀄'.repeat(5_000) })));
    const { verdict } = 'verdict' in opened ? opened : { verdict: null };
    expect(verdict?.reason).toBe(`${'🀄'.repeat(500)}…`);
  });

  test.each([
    ['2', 'in_review'],
    ['4', 'unknown_status'],
    ['0', 'unknown_status'],
    ['01', 'unknown_status'],
  ])('with status %s ends nothing', async (status, kind) => {
    expect(await open(envelope(eventXml({ status })))).toMatchObject({ kind, status, audit_id: AUDIT_ID });
  });

  test.each([
    [eventXml({ Event: 'add_store_audit_info', poiid: '1' }), 'add_store_audit_info'],
    [eventXml({ Event: 'create_map_poi_audit_info' }), 'create_map_poi_audit_info'],
    [eventXml({ Event: 'apply_merchant_audit_info' }), 'apply_merchant_audit_info'],
    [eventXml({ Event: 'subscribe', audit_id: null, status: null }), 'subscribe'],
    [eventXml({ MsgType: 'text', Event: null, Content: '<![CDATA[modify_store_audit_info]]>' }), 'text'],
    [
      eventXml({ MsgType: null, Event: null, InfoType: 'component_verify_ticket' }),
      'component_verify_ticket',
    ],
    ['<xml></xml>', ''],
  ])('is not for us as %#', async (xml, event) => {
    expect(await open(envelope(xml))).toMatchObject({ kind: 'other_event', trust: 'encrypted', event });
  });

  test.each([
    ['no id', { audit_id: null }],
    ['an id that is no number', { audit_id: '12a' }],
    ['an id of 21 digits', { audit_id: '1'.repeat(21) }],
    ['no status', { status: null }],
    ['a status in words', { status: 'approved' }],
    ['no time', { CreateTime: null }],
    ['an id twice', { audit_id: `1</audit_id><audit_id>2` }],
    ['a doctype', { reason: '<!DOCTYPE x>' }],
  ])('is refused with %s', async (_name, overrides) => {
    expect(await codeOf(envelope(eventXml(overrides)))).toBe('PUSH_UNREADABLE');
  });

  test('beside its plain form counts alone', async () => {
    const { query, body } = pushRequest(eventXml(), { ...SETTINGS, mode: 'compatible' }, SECONDS);
    const forged = body.replace('<status>3<', '<status>1<').replace(AUDIT_ID, '1');
    expect(forged).not.toBe(body);
    expect(await open(wrap({ query, body: forged }))).toMatchObject({ trust: 'encrypted', verdict: VERDICT });
  });

  test.each([
    ['no key', { ...KEYS, aesKey: null }, 'WECHAT_ENCODING_AES_KEY'],
    ['no appid', { ...KEYS, appids: [] }, 'WECHAT_APPID'],
  ])('asks for what is missing where there is %s', async (_name, keys, missing) => {
    const opened = await openPush(envelope(eventXml()), keys);
    expect(opened).toEqual({ code: 'PUSH_NOT_SET_UP', params: { missing: [missing] } });
  });

  test.each([
    ['token', { ...SETTINGS, token: 'another' }, 'PUSH_SIGNATURE'],
    ['key', { ...SETTINGS, aes_key: 'b'.repeat(43) }, 'PUSH_NOT_OURS'],
    ['appid', { ...SETTINGS, appid: 'wx0000000000000000' }, 'PUSH_NOT_OURS'],
  ])('of another %s is refused', async (_name, settings, code) => {
    expect(await codeOf(envelope(eventXml(), settings))).toBe(code);
  });

  test('is refused without telling which step failed', async () => {
    const faults = await Promise.all(
      [{ appid: 'wx0' }, { aes_key: 'b'.repeat(43) }].map((other) =>
        open(envelope(eventXml(), { ...SETTINGS, ...other })),
      ),
    );
    expect(faults).toEqual([
      { code: 'PUSH_NOT_OURS', params: {} },
      { code: 'PUSH_NOT_OURS', params: {} },
    ]);
  });
});

describe('a plain event', () => {
  test('is no word to rely on, and its reason goes', async () => {
    expect(await open(envelope(eventXml(), PLAIN))).toMatchObject({
      kind: 'verdict',
      trust: 'plain',
      appid: null,
      verdict: { ...VERDICT, reason: null },
    });
  });

  test('can be read without a key', async () => {
    const opened = await openPush(envelope(eventXml(), PLAIN), {
      token: KEYS.token,
      aesKey: null,
      appids: [],
    });
    expect(opened).toMatchObject({ kind: 'verdict', trust: 'plain' });
  });

  test('needs the right signature all the same', async () => {
    expect(await codeOf(envelope(eventXml(), { token: 'another' }))).toBe('PUSH_SIGNATURE');
  });

  test('is what an encrypted one becomes without its parameters, and then says so', async () => {
    const { query, body } = pushRequest(eventXml(), SETTINGS, SECONDS);
    const { encrypt_type: _type, msg_signature: _signature, ...bare } = query;
    expect(await open(wrap({ query: bare, body }))).toMatchObject({
      code: 'PUSH_UNREADABLE',
      params: { detail: 'push-query-lost' },
    });
    const both = pushRequest(eventXml(), { ...SETTINGS, mode: 'compatible' }, SECONDS);
    const { encrypt_type: _t, msg_signature: _s, ...stripped } = both.query;
    expect(await open(wrap({ query: stripped, body: both.body }))).toMatchObject({ trust: 'plain' });
  });
});

describe('the check of the address', () => {
  const { query } = pushRequest('', PLAIN, SECONDS);

  test('is known, and no event', async () => {
    expect(await codeOf(wrap({ query: { ...query, echostr: '123' }, body: '' }))).toBe('url_check');
  });

  test('needs its signature', async () => {
    expect(await codeOf(wrap({ query: { ...query, nonce: '0', echostr: '123' }, body: '' }))).toBe(
      'PUSH_SIGNATURE',
    );
  });

  test('is none where a body came along', async () => {
    const text = wrap({ query: { ...query, echostr: '123' }, body: eventXml() });
    expect(await codeOf(text)).toBe('verdict');
  });
});

describe('the time of an event', () => {
  test.each([
    [0, 'verdict'],
    [5 * MINUTE, 'verdict'],
    [5 * MINUTE + 1000, 'PUSH_TOO_OLD'],
    [365 * DAY, 'PUSH_TOO_OLD'],
    [-5 * MINUTE, 'verdict'],
    [-5 * MINUTE - 1000, 'PUSH_FROM_FUTURE'],
  ])('is judged by an arrival %i ms later: %s', async (later, result) => {
    expect(await codeOf(envelope(eventXml(), SETTINGS, { received_at: moved(later) }))).toBe(result);
    expect(await codeOf(envelope(eventXml(), PLAIN, { received_at: moved(later) }))).toBe(result);
  });

  test('may be longer ago where that is asked for', async () => {
    const text = envelope(eventXml(), SETTINGS, { received_at: moved(2 * DAY) });
    expect(await codeOf(text, 2 * DAY)).toBe('verdict');
    expect(await codeOf(text, 2 * DAY - 1000)).toBe('PUSH_TOO_OLD');
  });

  test('is told, both ways', async () => {
    const text = envelope(eventXml(), SETTINGS, { received_at: moved(DAY) });
    expect(await open(text)).toEqual({ code: 'PUSH_TOO_OLD', params: { sent: AT, seen: moved(DAY) } });
  });

  test.each([
    [SECONDS - 30, 'verdict'],
    [SECONDS - 2 * 86_400, 'PUSH_TOO_OLD'],
    [SECONDS + 3600, 'PUSH_FROM_FUTURE'],
    [0, 'PUSH_TOO_OLD'],
  ])('inside the message must fit its delivery: %i is %s', async (created, result) => {
    expect(await codeOf(envelope(eventXml({ CreateTime: String(created) })))).toBe(result);
  });

  test.each(['', '1e9', '-1', '99999999999', '17956584OO'])('cannot be %j', async (timestamp) => {
    const request = pushRequest(eventXml(), PLAIN, SECONDS);
    expect(await codeOf(wrap({ ...request, query: { ...request.query, timestamp } }))).toBe(
      'PUSH_UNREADABLE',
    );
  });
});

describe('a request that was tampered with', () => {
  test.each(['aes', 'raw', 'AES', 'none', ''])(
    'is not taken for another kind: encrypt_type %j',
    async (type) => {
      const request = pushRequest(eventXml(), PLAIN, SECONDS);
      const result = await codeOf(wrap({ ...request, query: { ...request.query, encrypt_type: type } }));
      expect(result).toBe(type === 'raw' ? 'verdict' : 'PUSH_UNREADABLE');
    },
  );

  test.each(['signature', 'timestamp', 'nonce'])('lacks %s', async (name) => {
    const { query, body } = pushRequest(eventXml(), PLAIN, SECONDS);
    const less = Object.fromEntries(Object.entries(query).filter(([key]) => key !== name));
    expect(await codeOf(wrap({ query: less, body }))).toBe('PUSH_UNREADABLE');
  });

  test('in any one sign of what is signed is refused', async () => {
    const request = pushRequest(eventXml(), SETTINGS, SECONDS);
    const signed = ['msg_signature', 'timestamp', 'nonce', 'Encrypt'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...signed),
        fc.nat(),
        fc.integer({ min: 1, max: 127 }),
        async (part, at, flip) => {
          expect((await codeOf(wrap(spoil(request, part, at, flip)))).startsWith('PUSH_')).toBe(true);
        },
      ),
    );
  });
});

/** The request with some bits of one sign flipped. */
function spoil(request: PushRequest, part: string, at: number, flip: number): PushRequest {
  const change = (text: string): string => {
    const index = at % text.length;
    const code = text.charCodeAt(index) ^ flip;
    return text.slice(0, index) + String.fromCharCode(code) + text.slice(index + 1);
  };
  if (part === 'Encrypt') {
    const body = request.body.replace(
      /(<Encrypt><!\[CDATA\[)([^\]]*)/u,
      (_all, head, text) => head + change(text),
    );
    return { ...request, body };
  }
  return { ...request, query: { ...request.query, [part]: change(request.query[part] ?? '') } };
}
