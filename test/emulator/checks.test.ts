/** The order of the emulator's checks, and how strictly it reads a body. */
import { describe, expect, test } from 'vitest';
import { open, update } from './open.ts';

const INFO = '/wxa/get_store_info';

describe('a call with several faults is told the first one', () => {
  test('the address before the method and the token', async () => {
    const { get } = await open();
    expect(await get('/wxa/nothing')).toMatchObject({ errcode: 40066 });
  });

  test('the method before the token, both ways', async () => {
    const { get, post } = await open();
    expect(await get('/wxa/update_store')).toMatchObject({ errcode: 43002 });
    expect((await post('/cgi-bin/token', {})).json.errcode).toBe(43001);
  });

  test('the token before the account and the body', async () => {
    const { post } = await open({ switches: { merchantOpened: 'no' } });
    expect((await post(INFO, '{')).json.errcode).toBe(41001);
    expect((await post(`${INFO}?access_token=`, '{')).json.errcode).toBe(41001);
    expect((await post(`${INFO}?access_token=a%20b`, '{')).json.errcode).toBe(40014);
    expect((await post(`${INFO}?access_token=unknown`, '{')).json.errcode).toBe(40001);
  });

  test.each(['/wxa/update_store', INFO, '/wxa/get_store_list', '/card/storewxa/get', '/card/storewxa/set'])(
    'the account that is not opened before the body of %s',
    async (path) => {
      const { call } = await open({ switches: { merchantOpened: 'no' } });
      expect((await call(path, '{')).json.errcode).toBe(85053);
    },
  );

  test('the fields before the store, and the store before its status', async () => {
    const { emulator, call } = await open();
    emulator.control({ audit: { poi_id: '1', status: 2 } });
    const path = '/wxa/update_store';
    expect((await call(path, update({ poi_id: '404', hour: '9:00' }))).json.errcode).toBe(40097);
    expect((await call(path, update({ poi_id: '404' }))).json.errcode).toBe(65115);
    expect((await call(path, update())).json.errcode).toBe(65118);
  });
});

describe('a body', () => {
  test.each([
    ['nothing', '', 44002],
    ['a blank', ' ', 47001],
    ['a list', '[]', 47001],
    ['null', 'null', 47001],
    ['a cut object', '{"poi_id":"1"', 47001],
    ['a byte order mark in front', '\ufeff{"poi_id":"1"}', 47001],
    ['a raw line break inside a text', '{"poi_id":"1\n"}', 47001],
    ['an id with a blank', '{"poi_id":"1 "}', 40097],
    ['an id as a fraction', '{"poi_id":1.5}', 40097],
    ['no id', '{}', 40097],
    ['the id as a text', '{"poi_id":"1"}', 0],
    ['the id as a number', '{"poi_id":1}', 0],
  ])('of %s is answered with its code', async (_what, body, errcode) => {
    const { call } = await open();
    expect((await call(INFO, body)).json.errcode).toBe(errcode);
  });

  test('that is not UTF-8 is broken', async () => {
    const { emulator, token } = await open();
    const body = new Uint8Array([0x7b, 0x22, 0xb5, 0xea, 0x22, 0x3a, 0x31, 0x7d]);
    const response = await fetch(`${emulator.baseUrl}${INFO}?access_token=${token}`, {
      method: 'POST',
      body,
    });
    expect(await response.json()).toMatchObject({ errcode: 47001 });
  });

  test('keeps the digits of a long number', async () => {
    const { emulator, call } = await open();
    const body = JSON.stringify(update()).replace('{', '{"map_poi_id":5938314494307741153,');
    expect((await call('/wxa/update_store', body)).json.errcode).toBe(0);
    expect(emulator.stores.get('1')?.map_poi_id).toBe('5938314494307741153');
  });
});

test('errors end with a request id that begins with the time, and successes have none', async () => {
  const { call } = await open({ now: () => 1_635_156_704_000 });
  expect((await call(INFO, '{')).json.errmsg).toMatch(
    /^data format error rid: 617682e0-[0-9a-f]{8}-[0-9a-f]{8}$/u,
  );
  expect((await call(INFO, { poi_id: '1' })).json.errmsg).toBe('ok');
});

test('the status is 200 whatever the verdict', async () => {
  const { call } = await open();
  expect((await call(INFO, '{')).status).toBe(200);
});
