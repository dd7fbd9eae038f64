/**
 * A push message as it came in → what it says about a picture review, or why it is refused. Only an encrypted message
 * is taken at its word: the signature of a plain one does not cover its body. Pure but for loading the XML parser.
 */
import type { Fault, Verdict } from '../model.ts';
import { decodeKey, decryptPush } from './push-cipher.ts';
import { type Envelope, type PushQuery, readEnvelope, unreadable } from './push-envelope.ts';
import { isSignedWith } from './push-signature.ts';
import { type PushMembers, readPushXml } from './push-xml.ts';

export interface PushKeys {
  /** Token of the message settings in the console. */
  readonly token: string;
  /** EncodingAESKey, 43 letters and digits; null where only plain messages can be read. */
  readonly aesKey: string | null;
  /** Appids whose messages are ours. */
  readonly appids: readonly string[];
}

/** `encrypted`: sealed with our key for our appid. `plain`: anybody who saw one request could have written the body. */
export type PushTrust = 'encrypted' | 'plain';

/** What is known of a message's origin. */
interface PushOrigin {
  readonly trust: PushTrust;
  readonly event: string;
  /** For whom it was sealed; null for a plain one. */
  readonly appid: string | null;
}

/** What a message says. */
export type PushReading =
  | (PushOrigin & { readonly kind: 'verdict'; readonly verdict: Verdict })
  /** The review goes on (status 2), or ended in a way that no page names. */
  | (PushOrigin & {
      readonly kind: 'in_review' | 'unknown_status';
      readonly audit_id: string;
      readonly status: string;
    })
  /** Another event, or a message of a follower. */
  | (PushOrigin & { readonly kind: 'other_event' })
  /** The check of the address, which the forwarder must answer itself. */
  | { readonly kind: 'url_check' };

/** How far arrival and signed time may be apart; a dispatch may start hours after the arrival. */
export const DEFAULT_MAX_AGE_MS = 5 * 60_000;
/** Between an event and its last delivery lie seconds; a day leaves room for what no page tells. */
const LONGEST_DELIVERY_MS = 24 * 3_600_000;
const LONGEST_REASON = 500;
const LONGEST_NAME = 60;
const REVIEW_EVENT = 'modify_store_audit_info';

/** Opens an envelope: form, signature, time, decryption, appid, in this order; the first that fails is told. */
export async function openPush(
  text: string,
  keys: PushKeys,
  maxAgeMs: number = DEFAULT_MAX_AGE_MS,
): Promise<PushReading | Fault> {
  const envelope = readEnvelope(text);
  if ('code' in envelope) return envelope;
  const { query, body } = envelope;
  if (query.encrypt_type !== null && !['aes', 'raw'].includes(query.encrypt_type))
    return unreadable('push-encrypt-type');
  if (query.encrypt_type === 'aes') return await openSealed(envelope, keys, maxAgeMs);
  const refused = refuseRequest(envelope, keys, null, maxAgeMs);
  if (refused !== null) return refused;
  if (query.echostr !== null && body.trim() === '') return { kind: 'url_check' };
  const members = await readPushXml(body);
  if ('code' in members) return members;
  if (members.has('Encrypt') && !members.has('MsgType')) return unreadable('push-query-lost');
  return readMessage(members, { trust: 'plain', appid: null }, query, maxAgeMs);
}

/** In the mode "compatible" the body holds the plain message too: only what is sealed counts. */
async function openSealed(
  envelope: Envelope,
  keys: PushKeys,
  maxAgeMs: number,
): Promise<PushReading | Fault> {
  const missing = keys.aesKey === null ? 'WECHAT_ENCODING_AES_KEY' : 'WECHAT_APPID';
  if (keys.aesKey === null || keys.appids.length === 0)
    return { code: 'PUSH_NOT_SET_UP', params: { missing: [missing] } };
  const outer = await readPushXml(envelope.body);
  if ('code' in outer) return outer;
  const sealed = outer.get('Encrypt');
  if (sealed === undefined) return unreadable('push-without-encrypt');
  const refused = refuseRequest(envelope, keys, sealed, maxAgeMs);
  if (refused !== null) return refused;
  const opened = decryptPush(sealed, decodeKey(keys.aesKey), keys.appids);
  if (opened === null) return { code: 'PUSH_NOT_OURS', params: {} };
  const members = await readPushXml(opened.message);
  if ('code' in members) return members;
  return readMessage(members, { trust: 'encrypted', appid: opened.appid }, envelope.query, maxAgeMs);
}

/** Signature first: a time that nobody signed says nothing. */
function refuseRequest(
  { query, receivedAt }: Envelope,
  { token }: PushKeys,
  sealed: string | null,
  maxAgeMs: number,
): Fault | null {
  const { timestamp, nonce } = query;
  const name = sealed === null ? 'signature' : 'msg_signature';
  const signed = query[name];
  if (timestamp === null || nonce === null || signed === null || !isSeconds(timestamp))
    return unreadable({ phrase: 'push-query-incomplete', name });
  const parts = [token, timestamp, nonce, ...(sealed === null ? [] : [sealed])];
  if (!isSignedWith(signed, parts)) return { code: 'PUSH_SIGNATURE', params: { name } };
  return judgeTime(timeOf(timestamp), receivedAt.getTime(), maxAgeMs, maxAgeMs);
}

/** Refuses a time too long before or after another one. Both are milliseconds. */
function judgeTime(sent: number, seen: number, before: number, after: number): Fault | null {
  const params = { sent: new Date(sent).toISOString(), seen: new Date(seen).toISOString() };
  if (seen - sent > before) return { code: 'PUSH_TOO_OLD', params };
  return sent - seen > after ? { code: 'PUSH_FROM_FUTURE', params } : null;
}

function readMessage(
  members: PushMembers,
  { trust, appid }: Omit<PushOrigin, 'event'>,
  { timestamp }: PushQuery,
  maxAgeMs: number,
): PushReading | Fault {
  const type = members.get('MsgType') ?? members.get('InfoType') ?? '';
  const event = type.toLowerCase() === 'event' ? (members.get('Event') ?? '').toLowerCase() : type;
  if (event !== REVIEW_EVENT) return { kind: 'other_event', trust, appid, event: cut(event, LONGEST_NAME) };
  const auditId = members.get('audit_id') ?? '';
  const created = members.get('CreateTime') ?? '';
  const status = members.get('status') ?? '';
  if (!/^\d{1,20}$/u.test(auditId) || !isSeconds(created) || !/^\d{1,9}$/u.test(status))
    return unreadable({ phrase: 'push-event-incomplete', event: REVIEW_EVENT });
  const implausible = judgeTime(
    timeOf(created),
    timeOf(timestamp ?? ''),
    LONGEST_DELIVERY_MS + maxAgeMs,
    maxAgeMs,
  );
  if (implausible !== null) return implausible;
  const review = REVIEWS.get(status);
  if (review === undefined) {
    const kind = status === '2' ? 'in_review' : 'unknown_status';
    return { kind, trust, appid, event, audit_id: auditId, status };
  }
  // Nobody vouches for the words of a plain message.
  const told =
    trust === 'encrypted' && review === 'rejected' ? cut(members.get('reason') ?? '', LONGEST_REASON) : '';
  const at = new Date(timeOf(created)).toISOString();
  const verdict = { audit_id: auditId, review, reason: told || null, at };
  return { kind: 'verdict', trust, appid, event, verdict };
}

/** Statuses that end a review, by the events' page. */
const REVIEWS: ReadonlyMap<string, Verdict['review']> = new Map([
  ['1', 'approved'],
  ['3', 'rejected'],
]);

/** Seconds since 1970, until the year 2286. */
function isSeconds(text: string): boolean {
  return /^\d{1,10}$/u.test(text);
}

function timeOf(seconds: string): number {
  return Number(seconds) * 1000;
}

/** At most so many characters, never half of one. */
function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most).join('')}…`;
}
