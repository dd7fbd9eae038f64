/** The control endpoint: reviews, console edits and seeds take effect, and slips are told. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readControl } from '../../src/emulator/control-words.ts';
import { startEmulator } from '../../src/emulator/server.ts';
import { buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';
import { open, update, withPictures } from './open.ts';

const CASES = resolve(import.meta.dirname, '../cases');

describe('a control over HTTP', () => {
  test.each([
    ['{', /JSON/u],
    ['null', /^control must be an object$/u],
    ['[]', /^control must be an object$/u],
    ['{"fault":[]}', /^control takes no fault; it takes faults, audit/u],
    ['{"faults":{}}', /^control\.faults must be a list$/u],
    ['{"faults":[{"path":"/wxa/update_store"}]}', /^control\.faults\[0\] has no do$/u],
    ['{"faults":[{"path":"wxa","do":"hang"}]}', /faults\[0\]\.path must be a path/u],
    ['{"faults":[{"path":"/a","do":"explode"}]}', /faults\[0\]\.do must be reset, reset-after, hang/u],
    ['{"faults":[{"path":"/a","do":7}]}', /faults\[0\]\.do must be a control word or an object/u],
    ['{"faults":[{"path":"/a","do":{"errcode":"1"}}]}', /do\.errcode must be a whole number/u],
    ['{"faults":[{"path":"/a","do":{"slow":-1}}]}', /do\.slow must be a whole number/u],
    ['{"faults":[{"path":"/a","do":{}}]}', /faults\[0\]\.do has no body/u],
    ['{"faults":[{"path":"/a","do":"hang","time":2}]}', /takes no time; it takes path, do, poi_id/u],
    ['{"audit":{"poi_id":"1","status":4}}', /audit\.status must be 1/u],
    ['{"audit":{"poi_id":1,"status":1}}', /audit\.poi_id must be a text/u],
    ['{"audit":{"poi_id":"404","status":1}}', /^the emulator holds no store 404$/u],
    ['{"store":{"poi_id":"1","pic_list":[1]}}', /store\.pic_list\[0\] must be a text/u],
    ['{"switches":{"shows":"old"}}', /^switch shows takes approved or new$/u],
    ['{"switches":{"show":"new"}}', /^there is no switch show; there are reviewStatus/u],
    ['{"switches":{"refusedStatuses":2}}', /takes a list of numbers/u],
    ['{"switches":{"constructor":"x"}}', /^there is no switch constructor/u],
    ['{"reset":false}', /^control\.reset must be true/u],
  ])('%s is answered with 400 and the reason', async (body, reason) => {
    const { post } = await open();
    const { status, json } = await post('/_control', body);
    expect(status).toBe(400);
    expect(json.error).toMatch(reason);
  });

  test('is carried out', async () => {
    const { post, call } = await open();
    const faults = [{ path: '/wxa/get_store_info', times: 1, do: { errcode: -1, errmsg: 'system error' } }];
    expect(await post('/_control', { faults })).toMatchObject({ status: 200, json: { ok: true } });
    expect((await call('/wxa/get_store_info', { poi_id: '1' })).json.errcode).toBe(-1);
  });

  test('may hold all that there is', async () => {
    const { emulator, post } = await open();
    const control = {
      reset: true,
      faults: [{ path: '/wxa/update_store', poi_id: '1', after: 0, times: 1, do: { slow: 5 } }],
      seed: [{ poi_id: '2', name: '店', values: buildValues({ card_id: '', map_poi_id: '1' }) }],
      audit: { poi_id: '2', status: 3, reason: 'blurred' },
      store: { poi_id: '1', business_name: '新店' },
      remove: '9',
      switches: { shows: 'new', refusedStatuses: [] },
      quota: { daily_limit: 10, used: 0 },
      merchant: { status: 2, reason: 'papers' },
      refused_ip: null,
      void_tokens: true,
    };
    expect((await post('/_control', control)).status).toBe(200);
    expect(emulator.stores.get('1')?.business_name).toBe('新店');
    expect(emulator.stores.get('2')).toMatchObject({ status: 3, reason: 'blurred' });
  });

  test('may say where a store is', async () => {
    const { post, call } = await open();
    const place = { province: '四川省', city: '成都市', district: '锦江区', address: '春熙路1号' };
    const seed = [{ poi_id: '2', name: '店', values: buildValues(), place }];
    expect((await post('/_control', { seed })).status).toBe(200);
    const { json } = await call('/wxa/get_store_info', { poi_id: '2' });
    expect(json).toMatchObject({ business: { base_info: place } });
    const { province: _left, ...partial } = place;
    const wrong = await post('/_control', { seed: [{ ...seed[0], place: partial }] });
    expect(wrong.json.error).toMatch(/place has no province/u);
  });

  const files = readdirSync(CASES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /control[^/\\]*\.json$/u.test(file),
  );
  test.each(files)('may be the one of the case %s', (file) => {
    expect(readControl(readFileSync(join(CASES, file), 'utf8'))).not.toEqual({});
  });
});

describe('a review', () => {
  test('that approves makes the new pictures live, and known from then on', async () => {
    const { emulator, call, read } = await open();
    await call('/wxa/update_store', update(withPictures(NEW_PICTURE)));
    emulator.control({ audit: { poi_id: '1', status: 1 } });
    expect(await read()).toMatchObject({ status: 1, photo_list: [{ photo_url: NEW_PICTURE }] });
    const again = await call('/wxa/update_store', update(withPictures(NEW_PICTURE, PICTURE)));
    expect(again.json.data).toEqual({ has_audit_id: 0 });
  });

  test('that rejects keeps the old pictures, and its reason is told by no read', async () => {
    const { emulator, call, read } = await open();
    await call('/wxa/update_store', update(withPictures(NEW_PICTURE)));
    emulator.control({ audit: { poi_id: '1', status: 3, reason: 'blurred' } });
    expect(await read()).toMatchObject({ status: 3, photo_list: [{ photo_url: PICTURE }] });
    expect(JSON.stringify(await read())).not.toContain('blurred');
    const again = await call('/wxa/update_store', update(withPictures(NEW_PICTURE)));
    expect(again.json.data.has_audit_id).toBe(1);
  });

  test('that hangs leaves the pictures waiting', async () => {
    const { emulator, call, read } = await open();
    await call('/wxa/update_store', update(withPictures(NEW_PICTURE)));
    emulator.control({ audit: { poi_id: '1', status: 2 } });
    expect(await read()).toMatchObject({ status: 2, photo_list: [{ photo_url: PICTURE }] });
    expect(emulator.stores.get('1')?.pending?.pictures).toEqual([NEW_PICTURE]);
  });
});

describe('the console', () => {
  test('edits what reads show, and its pictures count as approved', async () => {
    const { emulator, call, read } = await open();
    const edit = { hour: '11:00-20:00', contract_phone: '021-00009999', pic_list: [NEW_PICTURE] };
    emulator.control({ store: { poi_id: '1', ...edit } });
    expect(await read()).toMatchObject({
      open_time: '11:00-20:00',
      telephone: '021-00009999',
      photo_list: [{ photo_url: NEW_PICTURE }],
    });
    const sent = await call('/wxa/update_store', update(withPictures(NEW_PICTURE)));
    expect(sent.json.data.has_audit_id).toBe(0);
  });

  test('removes a store', async () => {
    const { emulator, call } = await open();
    emulator.control({ remove: '1' });
    expect((await call('/wxa/get_store_info', { poi_id: '1' })).json.errcode).toBe(65115);
  });
});

describe('the quota', () => {
  test('counts updates, and ends them', async () => {
    const { emulator, call } = await open();
    emulator.control({ quota: { daily_limit: 2, used: 1 } });
    const quota = async () =>
      (await call('/cgi-bin/openapi/quota/get', { cgi_path: '/wxa/update_store' })).json.quota;
    expect((await call('/wxa/update_store', update())).json.errcode).toBe(0);
    expect(await quota()).toEqual({ daily_limit: 2, used: 2, remain: 0 });
    expect((await call('/wxa/update_store', update())).json.errcode).toBe(45009);
  });

  test.each(['/wxa/nothing', 'constructor', 7])('of %j is unknown', async (cgi_path) => {
    const { call } = await open();
    expect((await call('/cgi-bin/openapi/quota/get', { cgi_path })).json.errcode).toBe(76021);
  });
});

describe('the card calls', () => {
  test('set a card and read it; without one the member is absent', async () => {
    const { call } = await open();
    expect((await call('/card/storewxa/get', { poi_id: 1 })).json).toEqual({ errcode: 0, errmsg: 'ok' });
    expect((await call('/card/storewxa/set', { poi_id: '1', card_id: 'pCard' })).json.errcode).toBe(0);
    expect((await call('/card/storewxa/get', { poi_id: '1' })).json.card_id).toBe('pCard');
    expect((await call('/card/storewxa/set', { poi_id: '1' })).json.errcode).toBe(40097);
  });

  test('an update with a card sets it, and one without leaves it', async () => {
    const { call } = await open();
    await call('/wxa/update_store', update({ card_id: 'pCard' }));
    await call('/wxa/update_store', update());
    expect((await call('/card/storewxa/get', { poi_id: '1' })).json.card_id).toBe('pCard');
  });
});

describe('the pages', () => {
  test('tell what came in, raw, without tokens and secrets', async () => {
    const { call, get, token, askForToken } = await open();
    await askForToken({ secret: 'hid"den' });
    await call('/wxa/update_store', update());
    const seen = await get('/_control/requests');
    expect(seen.at(-1)).toMatchObject({
      method: 'POST',
      path: '/wxa/update_store',
      body: JSON.stringify(update()),
      poi_id: '1',
      headers: { 'content-length': String(JSON.stringify(update()).length) },
    });
    expect(JSON.stringify(seen)).not.toContain(token);
    expect(JSON.stringify(seen)).not.toMatch(/hid|den"/u);
  });

  test('tell what is live, approved and pending', async () => {
    const { call, get } = await open();
    await call('/wxa/update_store', update(withPictures(NEW_PICTURE)));
    expect(await get('/_control/stores')).toMatchObject([
      { poi_id: '1', pictures: [PICTURE], approved: [PICTURE], pending: { pictures: [NEW_PICTURE] } },
    ]);
  });

  test('are not counted as calls, and unknown ones are 404', async () => {
    const { emulator, post } = await open();
    const before = emulator.requests.length;
    expect((await post('/_control/nothing', {})).status).toBe(404);
    expect((await fetch(`${emulator.baseUrl}/_control`)).status).toBe(404);
    expect(emulator.requests.length).toBe(before);
  });
});

describe('an emulator', () => {
  test('lets tests wait for calls, also for those that were there before', async () => {
    const { emulator, call } = await open();
    const second = emulator.waitForRequests('/wxa/get_store_info', 2);
    await call('/wxa/get_store_info', { poi_id: '1' });
    await emulator.waitForRequests('/wxa/get_store_info', 1);
    await call('/wxa/get_store_info', { poi_id: '1' });
    await second;
    expect(emulator.requests.filter(({ path }) => path === '/wxa/get_store_info').length).toBe(2);
  });

  test('listens on loopback alone, and says so where its port is taken', async () => {
    const { emulator } = await open();
    expect(emulator.baseUrl).toBe(`http://127.0.0.1:${emulator.port}`);
    await expect(startEmulator({ port: emulator.port })).rejects.toThrow(/EADDRINUSE/u);
  });
});

describe('the opening of the store mini program', () => {
  const audit = async (stage: Awaited<ReturnType<typeof open>>) =>
    (await stage.get(`/wxa/get_merchant_audit_info?access_token=${stage.token}`)).data;

  test('is passed at the start, and refuses the store calls while it is not', async () => {
    const stage = await open();
    expect(await audit(stage)).toMatchObject({ status: 1, reason: '' });
    stage.emulator.control({ merchant: { status: 3, reason: 'papers' } });
    expect(await audit(stage)).toMatchObject({ status: 3, reason: 'papers' });
    expect((await stage.call('/wxa/get_store_list', { offset: 0, limit: 1 })).json.errcode).toBe(85053);
  });

  test('was never asked for where the switch says so', async () => {
    const stage = await open();
    stage.emulator.control({ switches: { merchantOpened: 'no' } });
    expect(await audit(stage)).toMatchObject({ status: 0 });
  });
});
