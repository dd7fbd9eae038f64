/** Envelopes as a forwarder writes them, with values of their own for each test. */
import {
  type PushRequest,
  type PushSettings,
  pushRequest,
  reviewEvent,
} from '../../src/emulator/push-message.ts';
import type { PushKeys } from '../../src/wechat/push.ts';

export const KEYS = {
  token: 'pamtest',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  appids: ['wxb11529c136998cb6'],
} as const satisfies PushKeys;

export const SETTINGS = { token: KEYS.token, aes_key: KEYS.aesKey, appid: KEYS.appids[0] } as const;
export const PLAIN = { token: KEYS.token } as const;

/** Seconds since 1970 at which the tests' events are made and sent, and the same as a time. */
export const SECONDS = 1_795_658_400;
export const AT = new Date(SECONDS * 1000).toISOString();
export const AUDIT_ID = '9007199254740993';

/** An event's XML; each member may be replaced or left out. */
export function eventXml(overrides: { readonly [name: string]: string | null } = {}): string {
  const members = {
    ToUserName: '<![CDATA[gh_0123456789ab]]>',
    FromUserName: '<![CDATA[oOPENID]]>',
    CreateTime: String(SECONDS),
    MsgType: '<![CDATA[event]]>',
    Event: '<![CDATA[modify_store_audit_info]]>',
    audit_id: AUDIT_ID,
    status: '3',
    reason: '<![CDATA[图片模糊]]>',
    ...overrides,
  };
  const lines = Object.entries(members).map(([name, value]) =>
    value === null ? '' : `<${name}>${value}</${name}>`,
  );
  return `<xml>${lines.join('\n')}</xml>`;
}

export function approvedXml(auditId: string): string {
  return reviewEvent({ audit_id: auditId, status: 1, reason: null }, SECONDS);
}

/** The envelope of a request that was just made. */
export function envelope(xml: string, settings: PushSettings = SETTINGS, more: object = {}): string {
  return wrap(pushRequest(xml, settings, SECONDS), more);
}

export function wrap(request: PushRequest, more: object = {}): string {
  return JSON.stringify({ ...request, received_at: AT, ...more });
}
