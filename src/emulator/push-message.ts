/** A push request as the platform makes it: event XML, signed, and with a key sealed. Rules as the platform's pages tell them. */
import { createCipheriv, createHash, randomBytes, randomInt } from 'node:crypto';

/** What the console's message settings hold. */
export interface PushSettings {
  readonly token: string;
  /** EncodingAESKey, 43 letters and digits; without it messages are plain. */
  readonly aes_key?: string;
  /** Needed with a key. */
  readonly appid?: string;
  /** With a key: `safe` (the default) sends ciphertext alone, `compatible` the plain message beside it. */
  readonly mode?: 'safe' | 'compatible';
}

/** The end of a review. */
export interface ReviewEnd {
  readonly audit_id: string;
  readonly status: number;
  readonly reason: string | null;
}

export interface PushRequest {
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

const OWNER = 'gh_0123456789ab';
const SENDER = 'oEmulatorEmulatorEmulator0';
const BLOCK = 32;

/** The event `modify_store_audit_info`. `seconds` is its CreateTime. */
export function reviewEvent({ audit_id, status, reason }: ReviewEnd, seconds: number): string {
  return [
    '<xml>',
    `<ToUserName><![CDATA[${OWNER}]]></ToUserName>`,
    `<FromUserName><![CDATA[${SENDER}]]></FromUserName>`,
    `<CreateTime>${seconds}</CreateTime>`,
    '<MsgType><![CDATA[event]]></MsgType>',
    '<Event><![CDATA[modify_store_audit_info]]></Event>',
    `<audit_id>${audit_id}</audit_id>`,
    `<status>${status}</status>`,
    // The end of a CDATA section cannot stand in one.
    `<reason><![CDATA[${(reason ?? '').replaceAll(']]>', ']]]]><![CDATA[>')}]]></reason>`,
    '</xml>',
  ].join('\n');
}

/** The request for a message. Time and nonce are new with each try, as the platform's are. */
export function pushRequest(xml: string, settings: PushSettings, seconds: number): PushRequest {
  const { token, aes_key: key, appid = '', mode = 'safe' } = settings;
  const timestamp = String(seconds);
  const nonce = String(randomInt(1_000_000_000));
  const query = { signature: sign(token, timestamp, nonce), timestamp, nonce, openid: SENDER };
  if (key === undefined) return { query, body: xml };
  const sealed = seal(xml, key, appid, randomBytes(16));
  const encrypted = `<Encrypt><![CDATA[${sealed}]]></Encrypt>`;
  const body =
    mode === 'compatible'
      ? xml.replace('</xml>', `${encrypted}\n</xml>`)
      : `<xml>\n<ToUserName><![CDATA[${OWNER}]]></ToUserName>\n${encrypted}\n</xml>`;
  const msg_signature = sign(token, timestamp, nonce, sealed);
  return { query: { ...query, encrypt_type: 'aes', msg_signature }, body };
}

function sign(...parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/** 16 random bytes, the length, the message, the appid; padded to 32 by PKCS#7; AES-256-CBC. */
export function seal(message: string, encodingKey: string, appid: string, random: Buffer): string {
  const key = Buffer.from(`${encodingKey}=`, 'base64');
  const content = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const plain = Buffer.concat([random, length, content, Buffer.from(appid)]);
  const count = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(count, count)])),
    cipher.final(),
  ]).toString('base64');
}
