/** Behaviours that no page settles: each can be switched, and the default is the safest guess. */
import { describe, expect, test } from 'vitest';
import type { Switches } from '../../src/emulator/switches.ts';
import { NEW_PICTURE, PICTURE } from '../builders.ts';
import { open, update, withPictures } from './open.ts';

const PATH = '/wxa/update_store';

const openWith = (switches: Partial<Switches>) => open({ switches });

describe('reads', () => {
  test.each([
    [{ readUrls: 'drop' }, { photo_list: [{ photo_url: PICTURE.replace(/\?.*/u, '') }] }],
    [{ readUrls: 'https' }, { photo_list: [{ photo_url: PICTURE.replace('http:', 'https:') }] }],
    [{ readPhone: 'padded' }, { telephone: ' 021-00001234' }],
    [{ readCoordinates: 'text' }, { longitude: '121.47', latitude: '31.23' }],
    [{}, { longitude: 121.47, telephone: '021-00001234', photo_list: [{ photo_url: PICTURE }] }],
  ] as const)('with %j show %j', async (switches, shown) => {
    const { read } = await openWith(switches);
    expect(await read()).toMatchObject(shown);
  });

  test('may show pictures under other addresses, the same one for the same picture, and take those back', async () => {
    const { call, read } = await openWith({ readUrls: 'rehost' });
    const [shown] = (await read()).photo_list;
    expect(shown.photo_url).toMatch(/^https:\/\/mmbiz\.qpic\.cn\/hosted\/[0-9a-f]{32}\/0$/u);
    const { json } = await call(PATH, update(withPictures(shown.photo_url)));
    expect(json.data).toEqual({ has_audit_id: 0 });
    expect((await read()).photo_list).toEqual([shown]);
  });

  test('may show pictures in another order', async () => {
    const { emulator, read } = await openWith({ readOrder: 'reverse' });
    emulator.control({ store: { poi_id: '1', pic_list: [PICTURE, NEW_PICTURE] } });
    expect((await read()).photo_list).toEqual([{ photo_url: NEW_PICTURE }, { photo_url: PICTURE }]);
  });

  test('may show new pictures while they are under review, with a status that stays', async () => {
    const { call, read } = await openWith({ shows: 'new', reviewStatus: 'stays' });
    await call(PATH, update(withPictures(NEW_PICTURE)));
    expect(await read()).toMatchObject({ status: 1, photo_list: [{ photo_url: NEW_PICTURE }] });
  });

  test('may escape slashes', async () => {
    const { call } = await openWith({ slashes: 'escaped' });
    const { text, json } = await call('/wxa/get_store_info', { poi_id: '1' });
    expect(text).toContain('http:\\/\\/mmbiz');
    expect(json.business.base_info.photo_list).toEqual([{ photo_url: PICTURE }]);
  });
});

describe('an audit id', () => {
  test('is a bare number that counts up with each update from where it is told', async () => {
    const { emulator, call } = await open({ firstAuditId: 1111n });
    expect((await call(PATH, update())).text).toContain('"data":{"has_audit_id":0}');
    expect((await call(PATH, update(withPictures(NEW_PICTURE)))).text).toContain('"audit_id":1112}');
    emulator.control({ audit: { poi_id: '1', status: 1 } });
    expect((await call(PATH, update(withPictures(`${NEW_PICTURE}2`)))).text).toContain('"audit_id":1113}');
  });

  test('is by default one that a double cannot hold', async () => {
    const { call } = await open();
    const { text } = await call(PATH, update(withPictures(NEW_PICTURE)));
    expect(text).toContain('"audit_id":9007199254740993}');
  });

  test('may be a text, or 0 without a review', async () => {
    const { call } = await openWith({ auditIds: 'text', noReview: 'zero' });
    expect((await call(PATH, update())).json.data).toEqual({ has_audit_id: 0, audit_id: 0 });
    expect((await call(PATH, update(withPictures(NEW_PICTURE)))).json.data).toEqual({
      has_audit_id: 1,
      audit_id: '9007199254740994',
    });
  });
});

describe('an update', () => {
  test('of a rejected store is taken, and refused where the switch says so', async () => {
    const { emulator, call } = await open();
    emulator.control({ audit: { poi_id: '1', status: 3 } });
    expect((await call(PATH, update())).json.errcode).toBe(0);
    emulator.control({ switches: { refusedStatuses: [2, 3] } });
    expect((await call(PATH, update())).json.errcode).toBe(65118);
  });

  test('with a member that no page names is taken, and refused in strict mode by name', async () => {
    const { emulator, call } = await open();
    expect((await call(PATH, update({ labels: {} }))).json.errcode).toBe(0);
    emulator.control({ switches: { strictMembers: 'yes' } });
    const { json } = await call(PATH, update({ labels: {} }));
    expect(json).toMatchObject({ errcode: 40097, errmsg: expect.stringContaining('labels') });
  });

  test('without map_poi_id is taken, and refused where it is required', async () => {
    const { emulator, call } = await open();
    expect((await call(PATH, update())).json.errcode).toBe(0);
    emulator.control({ switches: { requireMapPoiId: 'yes' } });
    expect((await call(PATH, update())).json.errcode).toBe(40097);
    expect((await call(PATH, update({ map_poi_id: '5938314494307741153' }))).json.errcode).toBe(0);
  });
});
