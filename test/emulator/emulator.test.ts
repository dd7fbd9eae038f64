/** The emulator is as strict as the platform, by the API's pages. */
import { describe, expect, test } from 'vitest';
import { buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';
import { open, update } from './open.ts';

describe('an update', () => {
  test.each([
    ['as it should be', update(), 0],
    ['with the id as a number', update({ poi_id: 1 }), 0],
    ['without hours', update({ hour: undefined }), 40097],
    ['with two ranges', update({ hour: '10:00-12:00,13:00-14:00' }), 40097],
    ['with pictures as an object', update({ pic_list: { list: [PICTURE] } }), 47001],
    ['with pictures that are no JSON', update({ pic_list: PICTURE }), 40097],
    ['without a picture', update({ pic_list: '{"list":[]}' }), 65114],
    ['with a picture from elsewhere', update({ pic_list: '{"list":["http://example.invalid/a"]}' }), 65105],
    ['of an unknown store', update({ poi_id: '2' }), 65115],
    ['with an id that lost digits', update({ poi_id: 1.5 }), 40097],
    ['without a body', '', 44002],
    ['with a broken body', '{', 47001],
  ])('%s answers %i', async (_what, body, errcode) => {
    const { call } = await open();
    expect((await call('/wxa/update_store', body)).json.errcode).toBe(errcode);
  });

  test('without its length is answered with plain 412', async () => {
    const { emulator, token } = await open();
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(JSON.stringify(update())));
        controller.close();
      },
    });
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    const response = await fetch(`${emulator.baseUrl}/wxa/update_store?access_token=${token}`, init);
    expect(response.status).toBe(412);
  });

  test('by the wrong method, or to nowhere, is refused', async () => {
    const { emulator, call } = await open();
    expect(await (await fetch(`${emulator.baseUrl}/wxa/update_store`)).json()).toMatchObject({
      errcode: 43002,
    });
    expect((await call('/wxa/nothing', {})).json.errcode).toBe(40066);
    expect((await call('/constructor', {})).json.errcode).toBe(40066);
  });

  test('of known pictures takes effect at once; of new ones after review', async () => {
    const { emulator, call } = await open();
    expect((await call('/wxa/update_store', update({ hour: '09:00-21:00' }))).json.data).toEqual({
      has_audit_id: 0,
    });
    const started = await call(
      '/wxa/update_store',
      update({ pic_list: JSON.stringify({ list: [NEW_PICTURE] }) }),
    );
    expect(started.text).toContain('"has_audit_id":1,"audit_id":900719925474099');
    const read = async () => (await call('/wxa/get_store_info', { poi_id: '1' })).json.business.base_info;
    expect(await read()).toMatchObject({
      status: 2,
      open_time: '10:00-21:00',
      photo_list: [{ photo_url: PICTURE }],
    });
    expect((await call('/wxa/update_store', update())).json.errcode).toBe(65118);
    emulator.control({ audit: { poi_id: '1', status: 1 } });
    expect(await read()).toMatchObject({ status: 1, photo_list: [{ photo_url: NEW_PICTURE }] });
  });

  test('rejected keeps the old pictures', async () => {
    const { emulator, call } = await open();
    await call('/wxa/update_store', update({ pic_list: JSON.stringify({ list: [NEW_PICTURE] }) }));
    emulator.control({ audit: { poi_id: '1', status: 3 } });
    expect(emulator.stores.get('1')).toMatchObject({ status: 3, pictures: [PICTURE], pending: null });
  });
});

describe('tokens', () => {
  test('are needed, and expire', async () => {
    let now = 1_000_000_000_000;
    const { call, post } = await open({ now: () => now });
    expect((await post('/wxa/get_store_info', { poi_id: '1' })).json.errcode).toBe(41001);
    expect((await post('/wxa/get_store_info?access_token=x', { poi_id: '1' })).json.errcode).toBe(40001);
    now += 7200_000;
    expect((await call('/wxa/get_store_info', { poi_id: '1' })).json.errcode).toBe(42001);
  });

  test('of the stable family stay the same until their last minutes, and die when forced', async () => {
    let now = 1_000_000_000_000;
    const { post, token } = await open({ now: () => now });
    const fetchToken = async (force = false) =>
      (
        await post('/cgi-bin/stable_token', {
          grant_type: 'client_credential',
          appid: 'a',
          secret: 's',
          force_refresh: force,
        })
      ).json.access_token;
    expect(await fetchToken()).toBe(token);
    now += 6950_000;
    const renewed = await fetchToken();
    expect(renewed).not.toBe(token);
    expect((await post(`/wxa/get_store_info?access_token=${token}`, { poi_id: '1' })).json.errcode).toBe(0);
    await fetchToken(true);
    expect((await post(`/wxa/get_store_info?access_token=${renewed}`, { poi_id: '1' })).json.errcode).toBe(
      42001,
    );
  });

  test.each([
    [{ appid: 'x', secret: 's' }, 40013],
    [{ appid: 'a', secret: 'x' }, 40125],
    [{ appid: '', secret: 's' }, 41002],
    [{ appid: 'a' }, 41004],
  ])('for %j are refused with %i', async (credentials, errcode) => {
    const { post } = await open({ credentials: { appid: 'a', secret: 's' } });
    expect(
      (await post('/cgi-bin/stable_token', { grant_type: 'client_credential', ...credentials })).json.errcode,
    ).toBe(errcode);
  });
});

describe('the list', () => {
  test('comes in pages of at most 50, 20 for 0', async () => {
    const stores = Array.from({ length: 60 }, (_, index) => ({
      poi_id: String(index),
      name: '店',
      values: buildValues(),
    }));
    const { call } = await open({ stores });
    const page = async (offset: number, limit: number) =>
      (await call('/wxa/get_store_list', { offset, limit })).json;
    expect((await page(0, 50)).business_list.length).toBe(50);
    expect((await page(50, 50)).business_list.length).toBe(10);
    expect((await page(0, 0)).business_list.length).toBe(20);
    expect((await page(0, 51)).errcode).toBe(40097);
    expect((await page(0, 1)).total_count).toBe(60);
  });
});

describe('scripted faults', () => {
  test('let calls pass, act so many times, and for one store alone', async () => {
    const { emulator, call } = await open();
    emulator.control({ seed: [{ poi_id: '2', name: '店', values: buildValues() }] });
    emulator.control({
      faults: [{ path: '/wxa/get_store_info', poi_id: '2', after: 1, times: 2, do: { errcode: 45009 } }],
    });
    const codes: number[] = [];
    for (const poi_id of ['1', '2', '2', '1', '2', '2'])
      codes.push((await call('/wxa/get_store_info', { poi_id })).json.errcode);
    expect(codes).toEqual([0, 0, 45009, 0, 45009, 0]);
  });

  test('come over HTTP too, and requests are recorded without secrets', async () => {
    const { emulator, post } = await open();
    expect((await post('/_control', { audit: { poi_id: '404', status: 1 } })).status).toBe(400);
    expect((await post('/_control', { refused_ip: '203.0.113.7' })).status).toBe(200);
    const refused = await post('/cgi-bin/stable_token', {
      grant_type: 'client_credential',
      appid: 'a',
      secret: 'hidden',
    });
    expect(refused.json.errmsg).toMatch(
      /^invalid ip 203\.0\.113\.7.* rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/u,
    );
    const requests = await (await fetch(`${emulator.baseUrl}/_control/requests`)).text();
    expect(requests).toContain('/cgi-bin/stable_token');
    expect(requests).not.toContain('hidden');
    expect(await (await fetch(emulator.baseUrl)).text()).toContain('POST /wxa/update_store');
  });
});
