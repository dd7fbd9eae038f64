/** Signature and decryption against the vectors of the platform's pages, and against our own sealing of any text. */
import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seal } from '../../src/emulator/push-message.ts';
import { decodeKey, decryptPush } from '../../src/wechat/push-cipher.ts';
import { isSignedWith, signParts } from '../../src/wechat/push-signature.ts';
import { KEYS } from './push-fixtures.ts';

const SEALED = 'jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==';
const MESSAGE = '我是中文abcd123';
const KEY = decodeKey(KEYS.aesKey);
const OPEN = [KEY, KEYS.appids] as const;

/** Seals these very bytes, whatever they are; their number must be one of whole AES blocks. */
function encrypt(plain: Buffer): string {
  const cipher = createCipheriv('aes-256-cbc', KEY, KEY.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

/** Random bytes, length, content and padding as they should be, each to be spoilt. */
function build({ length, content = '', appid = KEYS.appids[0], pad }: Parts): Buffer {
  const message = Buffer.from(content);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length ?? message.length);
  const plain = Buffer.concat([Buffer.from('aaaabbbbccccdddd'), size, message, Buffer.from(appid)]);
  const count = 32 - (plain.length % 32);
  return Buffer.concat([plain, pad?.(count) ?? Buffer.alloc(count, count)]);
}

interface Parts {
  readonly length?: number;
  readonly content?: string | Buffer;
  readonly appid?: string;
  readonly pad?: (count: number) => Buffer;
}

describe('a signature', () => {
  test.each([
    [['AAAAA', '1714036504', '1514711492'], 'f464b24fc39322e44b38aa78f5edd27bd1441696'],
    [['AAAAA', '1714037059', '486452656'], '899cf89e464efb63f54ddac96b0a0a235f53aa78'],
    [['pamtest', '1409304348', 'xxxxxx', SEALED], '82c962d39941aa48552f90ef55aa323dc620cc10'],
  ])('of %j is the one of the vector, in any order of the parts', (parts, signature) => {
    expect(signParts(parts)).toBe(signature);
    expect(isSignedWith(signature, [...parts].reverse())).toBe(true);
  });

  test.each([
    null,
    '',
    'f464b24f',
    'F464B24FC39322E44B38AA78F5EDD27BD1441696',
    `f464b24fc39322e44b38aa78f5edd27bd1441696 `,
  ])('%j is not taken for it', (signature) => {
    expect(isSignedWith(signature, ['AAAAA', '1714036504', '1514711492'])).toBe(false);
  });
});

describe('decryption', () => {
  test('makes the key of the vector', () => {
    expect(KEY.toString('hex')).toBe('69b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3d0010831051');
  });

  test('opens the vector, which our own sealing makes too', () => {
    expect(seal(MESSAGE, KEYS.aesKey, KEYS.appids[0], Buffer.from('aaaabbbbccccdddd'))).toBe(SEALED);
    expect(decryptPush(SEALED, ...OPEN)).toEqual({ message: MESSAGE, appid: KEYS.appids[0] });
  });

  test('takes a message for any of our appids, and for no other', () => {
    expect(decryptPush(SEALED, KEY, ['wxcomponent', KEYS.appids[0]])?.message).toBe(MESSAGE);
    for (const appids of [[], ['wxb11529c136998cb'], ['wxb11529c136998cb6 '], ['']])
      expect(decryptPush(SEALED, KEY, appids)).toBeNull();
  });

  test('does not open with another key', () => {
    expect(
      decryptPush(SEALED, decodeKey('bbcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'), KEYS.appids),
    ).toBeNull();
  });

  test('takes a whole block of padding, which a full last block needs', () => {
    // 16 + 4 + 26 + 18 bytes are two blocks of 32.
    const plain = build({ content: 'x'.repeat(26) });
    expect([plain.length, plain.at(-1)]).toEqual([96, 32]);
    expect(decryptPush(encrypt(plain), ...OPEN)?.message).toBe('x'.repeat(26));
  });

  test('takes an empty message', () => {
    expect(decryptPush(encrypt(build({})), ...OPEN)?.message).toBe('');
  });

  test.each<[string, Parts]>([
    ['no padding', { pad: (count) => Buffer.alloc(count, 0) }],
    ['a padding beyond a block', { pad: (count) => Buffer.alloc(count, 33) }],
    [
      'a padding of which one byte is another',
      { pad: (count) => Buffer.concat([Buffer.from([7]), Buffer.alloc(count - 1, count)]) },
    ],
    ['a length beyond the end', { length: 1_000_000 }],
    ['a length that a signed number would make negative', { length: 0xff_ff_ff_ff }],
    ['a length one too short, which moves into the appid', { content: 'abc', length: 2 }],
    ['a length one too long', { content: 'abc', length: 4 }],
    ['bytes that are no UTF-8', { content: Buffer.from([0xff, 0xfe]) }],
    ['another appid', { appid: 'wxb11529c136998cb7' }],
    ['no appid', { appid: '' }],
  ])('refuses %s', (_name, parts) => {
    expect(decryptPush(encrypt(build(parts)), ...OPEN)).toBeNull();
  });

  test.each([
    ['nothing', ''],
    ['no base64', '?'.repeat(44)],
    ['base64 without its end', SEALED.slice(0, -2)],
    ['base64 of the other alphabet', SEALED.replaceAll('+', '-')],
    ['a line break in it', `${SEALED.slice(0, 40)}\n${SEALED.slice(40)}`],
    ['half a block', Buffer.alloc(16).toString('base64')],
    ['one byte too few', Buffer.alloc(63).toString('base64')],
    ['less than random bytes and length', encrypt(Buffer.alloc(32, 32))],
  ])('refuses %s', (_name, sealed) => {
    expect(decryptPush(sealed, ...OPEN)).toBeNull();
  });

  test('gives back whatever was sealed', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('🀄', '店', '\u0000', '\n', ']]>'),
        fc.string({ unit: 'grapheme', maxLength: 3 }),
      ),
    });
    fc.assert(
      fc.property(text, fc.uint8Array({ minLength: 16, maxLength: 16 }), (message, random) => {
        const sealed = seal(message, KEYS.aesKey, KEYS.appids[0], Buffer.from(random));
        expect(decryptPush(sealed, ...OPEN)?.message).toBe(message);
      }),
    );
  });
});
