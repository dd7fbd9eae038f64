/** Holds the platform's JSON in both directions: the bytes that are sent, and what is read from answers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBody } from '../../src/wechat/answer.ts';
import { decodePage, decodeQuota, decodeReceipt, decodeStore, encodeUpdate } from '../../src/wechat/wire.ts';
import { buildValues, PICTURE } from '../builders.ts';

const BASE_INFO = {
  business_name: '人民广场店',
  address: '南京西路 1 号',
  telephone: '021-00001234',
  longitude: 126.94355011,
  latitude: '45.556098938',
  photo_list: [{ photo_url: PICTURE }],
  open_time: '10:00-21:00',
  poi_id: '472671857',
  status: 1,
};
const LIVE = {
  poi_id: '472671857',
  business_name: '人民广场店',
  hour: '10:00-21:00',
  contract_phone: '021-00001234',
  pic_list: [PICTURE],
  place: { province: '', city: '', district: '', address: '南京西路 1 号' },
  status: 1,
};
const storeBody = (changes: object): Readonly<Record<string, unknown>> => ({
  business: { base_info: { ...BASE_INFO, ...changes } },
});

describe('encodeUpdate', () => {
  test('sends the whole record, the pictures as JSON inside a string, and nothing else', () => {
    expect(encodeUpdate('472671857', buildValues({ pic_list: [PICTURE, `${PICTURE}#图`] }))).toBe(
      String.raw`{"poi_id":"472671857","hour":"10:00-21:00","contract_phone":"021-00001234","pic_list":"{\"list\":[\"${PICTURE}\",\"${PICTURE}#图\"]}"}`,
    );
  });

  test('adds map_poi_id and card_id when given, also an empty card', () => {
    const values = buildValues({ map_poi_id: '5938314494307741153', card_id: '' });
    expect(encodeUpdate('1', values)).toMatch(/,"map_poi_id":"5938314494307741153","card_id":""\}$/u);
  });

  test('gives back every character that went in', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, fc.array(text, { minLength: 1 }), (hour, contract_phone, pic_list) => {
        const sent = JSON.parse(encodeUpdate('007', { hour, contract_phone, pic_list }));
        expect(sent).toEqual({ poi_id: '007', hour, contract_phone, pic_list: expect.any(String) });
        expect(JSON.parse(sent.pic_list)).toEqual({ list: pic_list });
      }),
    );
  });
});

describe('decodeStore', () => {
  test('reads the names of the read calls', () => {
    expect(decodeStore(storeBody({}))).toEqual(LIVE);
  });

  test.each([
    [
      'numbers where texts are documented',
      { poi_id: 472671857, telephone: 13800000000 },
      { contract_phone: '13800000000' },
    ],
    ['a text as status', { status: '2' }, { status: 2 }],
    ['members that are missing', { telephone: undefined, open_time: null }, { contract_phone: '', hour: '' }],
    ['free text of older stores', { open_time: '10:20' }, { hour: '10:20' }],
    ['no pictures', { photo_list: undefined }, { pic_list: [] }],
    ['pictures as plain texts', { photo_list: [PICTURE, {}, null] }, { pic_list: [PICTURE] }],
  ])('takes %s', (_name, changes, expected) => {
    expect(decodeStore(storeBody(changes))).toEqual({ ...LIVE, ...expected });
  });

  test.each([
    ['no business', {}, 'live-without-base-info'],
    ['a list as business', { business: [] }, 'live-without-base-info'],
    ['no id', storeBody({ poi_id: '' }), 'live-without-id'],
    ['no status', storeBody({ status: undefined }), 'live-without-status'],
    ['a word as status', storeBody({ status: 'open' }), 'live-without-status'],
  ])('names what is wrong with %s', (_name, body, reason) => {
    expect(decodeStore(body)).toBe(reason);
  });
});

describe('decodePage', () => {
  test('reads nested entries, and flat ones', () => {
    const body = {
      business_list: [{ base_info: BASE_INFO }, { ...BASE_INFO, poi_id: '2' }],
      total_count: '7',
    };
    expect(decodePage(body)).toEqual({ stores: [LIVE, { ...LIVE, poi_id: '2' }], total: 7 });
  });

  test('passes over a store that has no id yet, and keeps the others', () => {
    const list = [{ base_info: { ...BASE_INFO, poi_id: '' } }, { base_info: BASE_INFO }];
    expect(decodePage({ business_list: list, total_count: 2 })).toEqual({
      stores: [LIVE],
      total: 2,
      unnamed: 1,
    });
  });

  test('takes an account without stores', () => {
    expect(decodePage({ total_count: 0 })).toEqual({ stores: [], total: 0 });
  });

  test.each([
    ['a list that is none', { business_list: {}, total_count: 1 }, 'live-list-no-list'],
    ['no count', { business_list: [] }, 'live-without-total'],
    ['an entry that is none', { business_list: [7], total_count: 1 }, 'live-odd-entry'],
    ['an entry without status', { business_list: [{ poi_id: '1' }], total_count: 1 }, 'live-without-status'],
  ])('names what is wrong with %s', (_name, body, reason) => {
    expect(decodePage(body)).toBe(reason);
  });
});

describe('decodeReceipt', () => {
  const receive = (data: string) => decodeReceipt(parseBody(`{"errcode":0,"data":${data}}`) ?? {});

  test('keeps each digit of a 64-bit audit id, as a number and as a text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), (id) => {
        const expected = { review: 'started', audit_id: String(id) };
        expect(receive(`{"has_audit_id":1,"audit_id":${id}}`)).toEqual(expected);
        expect(receive(`{"has_audit_id":true,"audit_id":"${id}"}`)).toEqual(expected);
      }),
    );
  });

  test.each([
    ['{"has_audit_id":0}', 'none'],
    ['{"has_audit_id":0,"audit_id":0}', 'none'],
    ['{"has_audit_id":"0","audit_id":1111}', 'none'],
    ['{"has_audit_id":1}', 'unknown'],
    ['{"has_audit_id":1,"audit_id":"?"}', 'unknown'],
    ['null', 'unknown'],
    ['[]', 'unknown'],
  ])('%s: review %s, no audit id', (data, review) => {
    expect(receive(data)).toEqual({ review, audit_id: null });
  });

  test('believes an audit id that comes without its flag', () => {
    expect(receive('{"audit_id":5}')).toEqual({ review: 'started', audit_id: '5' });
  });

  test('does not take an answer without data for one without a review', () => {
    expect(decodeReceipt({ errcode: 0, errmsg: 'ok' })).toEqual({ review: 'unknown', audit_id: null });
  });
});

describe('decodeQuota', () => {
  test('reads numbers and numeric texts', () => {
    const quota = { daily_limit: 1000, used: '12', remain: 988 };
    expect(decodeQuota({ quota })).toEqual({ daily_limit: 1000, used: 12, remain: 988 });
  });

  test('names what is missing', () => {
    expect(decodeQuota({})).toBe('live-without-quota');
  });
});
