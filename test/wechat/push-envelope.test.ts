/** The envelope of a forwarder: what is taken, and what it must be told. */
import { describe, expect, test } from 'vitest';
import { LARGEST_ENVELOPE_BYTES, readEnvelope } from '../../src/wechat/push-envelope.ts';
import { AT } from './push-fixtures.ts';

const QUERY = { signature: 'a', timestamp: '1', nonce: '2', echostr: '3' };
const read = (envelope: unknown) => readEnvelope(JSON.stringify(envelope));
const code = (envelope: unknown): string => {
  const found = read(envelope);
  return 'code' in found ? found.code : 'read';
};

describe('an envelope', () => {
  test.each<[string, unknown]>([
    ['an object', QUERY],
    ['the text of a query', 'signature=a&timestamp=1&nonce=2&echostr=3'],
    ['the text with its question mark', '?openid=x&signature=a&timestamp=1&nonce=2&echostr=3'],
    ['bare numbers', { ...QUERY, timestamp: 1, nonce: 2, echostr: 3 }],
    ['parameters besides', { ...QUERY, openid: ['x'], toString: 1 }],
  ])('is read with a query as %s', (_name, query) => {
    expect(read({ query, body: '<xml/>', received_at: AT })).toEqual({
      query: { ...QUERY, encrypt_type: null, msg_signature: null },
      body: '<xml/>',
      receivedAt: new Date(AT),
    });
  });

  test('keeps every digit of a bare number', () => {
    const text = `{"query":{"nonce":12345678901234567890},"body":"","received_at":"${AT}"}`;
    expect(readEnvelope(text)).toMatchObject({ query: { nonce: '12345678901234567890' } });
  });

  test('decodes what the address encoded', () => {
    expect(read({ query: 'signature=%61&nonce=x%2By', body: '', received_at: AT })).toMatchObject({
      query: { signature: 'a', nonce: 'x+y' },
    });
  });

  test.each<[string, unknown]>([
    ['no query', { body: '', received_at: AT }],
    ['a list as query', { query: [], body: '', received_at: AT }],
    ['a list as parameter', { query: { signature: ['a'] }, body: '', received_at: AT }],
    ['a parameter twice', { query: 'nonce=1&nonce=2', body: '', received_at: AT }],
    ['a parameter of great length', { query: { nonce: 'x'.repeat(1_001) }, body: '', received_at: AT }],
    ['a body that is no text', { query: QUERY, body: {}, received_at: AT }],
    ['a list', []],
    ['null', null],
    ['a text', '<xml/>'],
  ])('is refused with %s', (_name, envelope) => {
    expect(code(envelope)).toBe('PUSH_UNREADABLE');
  });

  test.each(['', '<xml></xml>', '{', '\u0000'])('is refused as %j', (text) => {
    expect(readEnvelope(text)).toMatchObject({ code: 'PUSH_UNREADABLE' });
  });

  test.each([
    undefined,
    null,
    '',
    'now',
    1_795_658_400,
    '2026-11-26',
    '2026-11-26 02:00:00',
    '2026-11-26T02:00:00',
    '2026-13-26T02:00:00Z',
    '2026-11-26T25:00:00Z',
  ])('says what is missing where received_at is %j', (received) => {
    expect(code({ query: QUERY, body: '', received_at: received })).toBe('PUSH_NO_ARRIVAL');
  });

  test.each(['2026-11-26T02:00Z', '2026-11-26T10:00:00+08:00', '2026-11-26T02:00:00.123456Z'])(
    'takes %s as an arrival',
    (received) => {
      expect(code({ query: QUERY, body: '', received_at: received })).toBe('read');
    },
  );

  test('may have 64 KB and not a byte more', () => {
    const fill = (size: number): string => {
      const text = JSON.stringify({ query: QUERY, body: '', received_at: AT });
      return text.replace('"body":""', `"body":"${'x'.repeat(size - text.length)}"`);
    };
    expect(readEnvelope(fill(LARGEST_ENVELOPE_BYTES))).not.toHaveProperty('code');
    expect(readEnvelope(fill(LARGEST_ENVELOPE_BYTES + 1))).toEqual({
      code: 'PUSH_TOO_LARGE',
      params: { bytes: 65_537, most: 65_536 },
    });
  });
});
