/** An emulator for one test, and calls to it over real HTTP. */
import { onTestFinished } from 'vitest';
import { type EmulatorOptions, startEmulator } from '../../src/emulator/server.ts';
import { buildValues, PICTURE } from '../builders.ts';

/** Starts an emulator that holds store `1`, with a token for it; it is closed when the test ends. */
export async function open(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({
    stores: [{ poi_id: '1', name: '店', values: buildValues() }],
    ...options,
  });
  onTestFinished(() => emulator.close());
  const post = async (path: string, body: unknown, init: RequestInit = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${emulator.baseUrl}${path}`, { method: 'POST', body: text, ...init });
    const answer = await response.text();
    return {
      status: response.status,
      text: answer,
      json: answer.startsWith('{') ? JSON.parse(answer) : null,
    };
  };
  const askForToken = async (more: object = {}): Promise<string> => {
    const body = { grant_type: 'client_credential', appid: 'a', secret: 's', ...more };
    return String((await post('/cgi-bin/stable_token', body)).json.access_token);
  };
  const token = await askForToken();
  const call = (path: string, body: unknown) => post(`${path}?access_token=${token}`, body);
  const read = async () => (await call('/wxa/get_store_info', { poi_id: '1' })).json.business.base_info;
  const get = async (path: string) => JSON.parse(await (await fetch(`${emulator.baseUrl}${path}`)).text());
  return { emulator, post, call, read, get, token, askForToken };
}

/** The body of an update that is as it should be, with changes; a member that is undefined is left out. */
export function update(more: object = {}): object {
  return {
    poi_id: '1',
    hour: '10:00-21:00',
    contract_phone: '021-00001234',
    pic_list: JSON.stringify({ list: [PICTURE] }),
    ...more,
  };
}

/** The member `pic_list` for these pictures. */
export function withPictures(...pictures: readonly string[]): object {
  return { pic_list: JSON.stringify({ list: pictures }) };
}
