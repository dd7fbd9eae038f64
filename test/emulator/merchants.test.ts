/** Several merchants in one emulator, and the third-party platform that asks in their names. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { type EmulatorOptions, startEmulator } from '../../src/emulator/server.ts';
import { buildValues } from '../builders.ts';

const COMPONENT = { component_appid: 'wxcomponent', component_appsecret: 'c-secret' };

async function openTown(options: EmulatorOptions = {}) {
  const stores = (...ids: readonly string[]) =>
    ids.map((poi_id) => ({ poi_id, name: `店${poi_id}`, values: buildValues() }));
  const emulator = await startEmulator({
    merchants: [
      { appid: 'wxtea', stores: stores('1', '2') },
      { appid: 'wxnoodles', stores: stores('1', '3', '4'), secret: 'noodle-secret' },
    ],
    ...options,
  });
  onTestFinished(() => emulator.close());
  const post = async (path: string, body: object) => {
    const init = { method: 'POST', body: JSON.stringify(body) };
    return JSON.parse(await (await fetch(`${emulator.baseUrl}${path}`, init)).text());
  };
  const stable = (appid: string, secret = 's') =>
    post('/cgi-bin/stable_token', { grant_type: 'client_credential', appid, secret });
  const component = async (ticket = 't'): Promise<Record<string, unknown>> =>
    await post('/cgi-bin/component/api_component_token', { ...COMPONENT, component_verify_ticket: ticket });
  const authorizer = async (appid: string, refresh: string) => {
    const { component_access_token: token } = await component();
    const body = { ...COMPONENT, authorizer_appid: appid, authorizer_refresh_token: refresh };
    return await post(`/cgi-bin/component/api_authorizer_token?component_access_token=${token}`, body);
  };
  const list = (token: unknown) =>
    post(`/wxa/get_store_list?access_token=${token}`, { offset: 0, limit: 50 });
  const get = async (path: string) => JSON.parse(await (await fetch(`${emulator.baseUrl}${path}`)).text());
  return { emulator, post, stable, component, authorizer, list, get };
}

describe('a merchant of several', () => {
  test('has a world of its own, which its tokens alone open', async () => {
    const { emulator, stable, list } = await openTown();
    const tea = (await stable('wxtea')).access_token;
    const noodles = (await stable('wxnoodles', 'noodle-secret')).access_token;
    expect([(await list(tea)).total_count, (await list(noodles)).total_count]).toEqual([2, 3]);
    expect(await list('stable-token-000009-of-wxtea')).toMatchObject({ errcode: 40001 });
    expect(await list('stable-token-000001-of-nobody')).toMatchObject({ errcode: 40001 });
    expect(emulator.requests.map(({ appid }) => appid)).toEqual([
      ...['wxtea', 'wxnoodles', 'wxtea', 'wxnoodles'],
      'wxtea',
      undefined,
    ]);
  });

  test('is known by its appid and its secret', async () => {
    const { stable } = await openTown();
    expect(await stable('wxother')).toMatchObject({ errcode: 40013 });
    expect(await stable('wxnoodles', 'x')).toMatchObject({ errcode: 40125 });
    expect(await stable('')).toMatchObject({ errcode: 41002 });
  });

  test('is meant by a control with its appid, or by a store that only it has', async () => {
    const { emulator, get } = await openTown();
    emulator.control({ store: { poi_id: '3', hour: '09:00-10:00' } });
    emulator.control({ appid: 'wxtea', store: { poi_id: '1', hour: '08:00-09:00' } });
    expect(emulator.merchant('wxnoodles').stores.get('3')?.hour).toBe('09:00-10:00');
    expect(emulator.merchant('wxnoodles').stores.get('1')?.hour).toBe(buildValues().hour);
    expect(emulator.merchant('wxtea').stores.get('1')?.hour).toBe('08:00-09:00');
    expect(() => emulator.control({ audit: { poi_id: '1', status: 1 } })).toThrow(
      /several merchants.*appid/u,
    );
    expect(() => emulator.control({ appid: 'wxother', reset: true })).toThrow(/no merchant wxother/u);
    expect((await get('/_control/stores')).length).toBe(5);
    expect((await get('/_control/stores?appid=wxtea')).length).toBe(2);
  });

  test('may be the only one that a fault meets', async () => {
    const { emulator, stable, list } = await openTown();
    const tea = (await stable('wxtea')).access_token;
    const noodles = (await stable('wxnoodles', 'noodle-secret')).access_token;
    emulator.control({ faults: [{ path: '/wxa/get_store_list', appid: 'wxnoodles', do: { errcode: -1 } }] });
    expect((await list(tea)).errcode).toBe(0);
    expect((await list(noodles)).errcode).toBe(-1);
  });

  test('stands among hundreds as fast as alone', async () => {
    const merchants = Array.from({ length: 400 }, (_, index) => ({ appid: `wx${index}`, stores: [] }));
    const { stable, list, emulator } = await openTown({ merchants });
    for (const { appid } of merchants.slice(-3))
      expect((await list((await stable(appid)).access_token)).total_count).toBe(0);
    expect(emulator.requests.at(-1)?.appid).toBe('wx399');
  });
});

describe('the third-party platform', () => {
  test('gets each merchant’s token, and a new refresh token each time; the old one lives five more minutes', async () => {
    let now = 1_000_000_000_000;
    const { authorizer, list } = await openTown({ now: () => now });
    const first = await authorizer('wxtea', 'whatever');
    expect((await list(first.authorizer_access_token)).total_count).toBe(2);
    const second = await authorizer('wxtea', first.authorizer_refresh_token);
    expect(second.authorizer_refresh_token).not.toBe(first.authorizer_refresh_token);
    now += 299_000;
    expect(await authorizer('wxtea', first.authorizer_refresh_token)).toHaveProperty('expires_in', 7200);
    now += 1_000;
    expect(await authorizer('wxtea', first.authorizer_refresh_token)).toMatchObject({ errcode: 61023 });
    expect(await authorizer('wxother', 'x')).toMatchObject({ errcode: 40013 });
  });

  test('takes any ticket until tickets are started, then only those of the last twelve hours', async () => {
    let now = 1_000_000_000_000;
    const { component, post, get } = await openTown({ now: () => now });
    expect(await component()).toHaveProperty('component_access_token');
    expect(await component('')).toMatchObject({ errcode: 61006 });
    const start = { component_appid: 'wxcomponent', component_secret: 'c-secret' };
    expect(await post('/cgi-bin/component/api_start_push_ticket', start)).toMatchObject({ errcode: 0 });
    const [ticket] = (await get('/_control/tickets')) as readonly string[];
    expect(await component()).toMatchObject({ errcode: 61006 });
    expect(await component(ticket)).toHaveProperty('component_access_token');
    now += 12 * 3_600_000;
    expect(await component(ticket)).toMatchObject({ errcode: 61005 });
  });

  test('is refused where the merchant or the platform says so', async () => {
    const { emulator, authorizer, list, component } = await openTown();
    const { authorizer_access_token: token, authorizer_refresh_token: refresh } = await authorizer(
      'wxtea',
      'r',
    );
    emulator.control({ appid: 'wxtea', switches: { permissions: 'missing' } });
    expect(await list(token)).toMatchObject({ errcode: 61007 });
    emulator.control({ appid: 'wxtea', switches: { authorization: 'withdrawn' } });
    expect(await list(token)).toMatchObject({ errcode: 61003 });
    expect(await authorizer('wxtea', refresh)).toMatchObject({ errcode: 61003 });
    expect(await authorizer('wxnoodles', 'r')).toHaveProperty('expires_in', 7200);
    emulator.control({ refused_ip: '203.0.113.7' });
    expect(await component()).toMatchObject({ errcode: 61004 });
  });

  test('leaves no secret in the log of calls', async () => {
    const { emulator, authorizer } = await openTown();
    await authorizer('wxtea', 'SUPERSECRET1');
    const log = JSON.stringify(emulator.requests);
    expect(log).toContain('component_verify_ticket');
    expect(log).not.toMatch(/SUPERSECRET1|c-secret|-token-0/u);
  });
});

test('an appid that cannot stand in a token, or stands twice, is refused', async () => {
  const one = { appid: 'wx1', stores: [] };
  await expect(openTown({ merchants: [{ ...one, appid: 'a b' }] })).rejects.toThrow(/takes no appid/u);
  await expect(openTown({ merchants: [one, one] })).rejects.toThrow(/same appid/u);
});
