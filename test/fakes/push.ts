/** Push events for the tests of the built program: what an emulated console is set to, and envelopes of its events. */

import type { PushRequest, PushSettings } from '../../src/emulator/push-message.ts';
import type { Emulator } from '../../src/emulator/server.ts';
import type { StoreValues } from '../../src/model.ts';
import { PUSH_SECRETS } from './secrets.ts';

export const [PUSH_TOKEN, AES_KEY] = PUSH_SECRETS;
export const SAFE: PushSettings = { token: PUSH_TOKEN, aes_key: AES_KEY, appid: 'wxtest' };
export const PLAIN: PushSettings = { token: PUSH_TOKEN };

/** What reading events needs of the environment; the appid is the one of the shop. */
export const PUSH_ENV = { WECHAT_PUSH_TOKEN: PUSH_TOKEN, WECHAT_ENCODING_AES_KEY: AES_KEY } as const;
/** No credentials for calls: an event alone. */
export const NO_CALLS = { WECHAT_SECRET: '' } as const;

/** Sends new pictures for a store, without a program in between, and gives the audit id of the review. */
export async function startReview(
  { baseUrl }: Emulator,
  poiId: string,
  values: StoreValues,
): Promise<string> {
  const post = async (path: string, body: object): Promise<string> =>
    await (await fetch(`${baseUrl}${path}`, { method: 'POST', body: JSON.stringify(body) })).text();
  const credentials = { grant_type: 'client_credential', appid: 'wxtest', secret: 's' };
  const { access_token: token } = JSON.parse(await post('/cgi-bin/stable_token', credentials));
  const update = { ...values, poi_id: poiId, pic_list: JSON.stringify({ list: values.pic_list }) };
  const answer = await post(`/wxa/update_store?access_token=${token}`, update);
  const [, auditId] = /"audit_id":(\d+)/u.exec(answer) ?? [];
  if (auditId === undefined) throw new Error(`no review began: ${answer}`);
  return auditId;
}

/** Ends a review, and gives the request that tells it. */
export async function endReview(
  emulator: Emulator,
  audit: { readonly poi_id: string; readonly status: 1 | 3; readonly reason?: string },
  settings: PushSettings = SAFE,
): Promise<PushRequest> {
  emulator.control({ push: settings, audit });
  const last = (await emulator.events()).at(-1)?.request ?? null;
  if (last === null) throw new Error('the review made no event');
  return last;
}

/** An envelope that arrived just now. */
export function wrap(request: PushRequest, more: object = {}): string {
  return JSON.stringify({ ...request, received_at: new Date().toISOString(), ...more });
}
