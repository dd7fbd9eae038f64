/**
 * Decrypts push messages: AES-256-CBC with the first 16 bytes of the key as IV, 16 random bytes, a length, the message,
 * the appid, PKCS#7 in blocks of 32. Source: the platform's page on message encryption. Pure.
 */
import { createDecipheriv } from 'node:crypto';
import { sameSecretly } from './push-signature.ts';

/** Not the 16 of AES: the platform pads to 32, so no library's own unpadding can be used. */
const BLOCK = 32;
const RANDOM = 16;
const LENGTH = 4;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;

/** The 32 bytes of an EncodingAESKey, 43 letters and digits. */
export function decodeKey(encodingKey: string): Buffer {
  return Buffer.from(`${encodingKey}=`, 'base64');
}

/** What a sealed message holds, and for whom it was sealed: one of ours. */
export interface OpenedPush {
  readonly message: string;
  readonly appid: string;
}

/**
 * The message, or null. Which step failed is not told to anybody: padding, length, encoding and appid look alike, so
 * that nobody can learn a message by asking.
 */
export function decryptPush(sealed: string, key: Buffer, appids: readonly string[]): OpenedPush | null {
  if (!BASE64.test(sealed)) return null;
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length % BLOCK !== 0) return null;
  const cipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = unpad(Buffer.concat([cipher.update(bytes), cipher.final()]));
  if (plain === null || plain.length < RANDOM + LENGTH) return null;
  const content = plain.subarray(RANDOM + LENGTH);
  const length = plain.readUInt32BE(RANDOM);
  if (length > content.length) return null;
  const appid = content.subarray(length).toString('utf8');
  const message = isOurs(appid, appids) ? decodeUtf8(content.subarray(0, length)) : null;
  return message === null ? null : { message, appid };
}

function unpad(padded: Buffer): Buffer | null {
  const count = padded.at(-1) ?? 0;
  if (count < 1 || count > BLOCK) return null;
  const padding = padded.subarray(padded.length - count);
  return padding.every((byte) => byte === count) ? padded.subarray(0, padded.length - count) : null;
}

/** All are compared, whichever fits. */
function isOurs(appid: string, appids: readonly string[]): boolean {
  return appids.map((ours) => sameSecretly(appid, ours)).includes(true);
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
