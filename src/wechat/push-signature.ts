/** Signatures of push requests. Source: page "dev/push" of the open platform's documentation. Pure. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Lower-case hex SHA-1 of the parts, sorted as plain texts and joined without anything between. */
export function signParts(parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/** Whether this is the signature of these parts; how long it takes tells nothing about the right one. */
export function isSignedWith(signature: string | null, parts: readonly string[]): boolean {
  return signature !== null && sameSecretly(signature, signParts(parts));
}

/** Compares by digests, which have one length, so that not even the length of the expected text shows in the time. */
export function sameSecretly(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
