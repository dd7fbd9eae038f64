/** Holds the calls of the store API end to end: what goes over the wire, and what comes back as a value. */
import { describe, expect, test } from 'vitest';
import { buildValues } from '../builders.ts';
import {
  connectTo,
  connectWithSecret,
  errorOf,
  giveToken,
  refuse,
  SECRET,
  STORE,
  TOKEN,
} from './connection.ts';
import { cut, findDeadPort, hang, truncate, withStatus } from './scripted-server.ts';

describe('the calls', () => {
  test('read a store', async () => {
    const { platform, server } = await connectTo(() => STORE);
    const answer = await platform.readStore('472671857');
    expect(answer).toMatchObject({ ok: true, value: { poi_id: '472671857', status: 1 } });
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      path: '/wxa/get_store_info',
      token: TOKEN,
      body: '{"poi_id":"472671857"}',
    });
  });

  test('never take the answer about another store for the one that was asked for', async () => {
    const { platform } = await connectTo(() => STORE);
    expect(errorOf(await platform.readStore('472671858')).fault).toMatchObject({ code: 'READ_INCOMPLETE' });
  });

  test('list stores', async () => {
    const { platform, server } = await connectTo(() => '{"errcode":0,"business_list":[],"total_count":3}');
    expect(await platform.listStores(50, 50)).toEqual({ ok: true, value: { stores: [], total: 3 } });
    expect(server.received[0]).toMatchObject({
      path: '/wxa/get_store_list',
      body: '{"offset":50,"limit":50}',
    });
  });

  test('update a store with the whole record, its length told and its pictures a text', async () => {
    const { platform, server } = await connectTo(
      () => '{"errcode":0,"errmsg":"ok","data":{"has_audit_id":1,"audit_id":9007199254740993}}',
    );
    const answer = await platform.updateStore('472671857', buildValues({ hour: '09:00-24:00' }));
    expect(answer).toEqual({ ok: true, value: { review: 'started', audit_id: '9007199254740993' } });
    const [received] = server.received;
    expect(received).toMatchObject({ method: 'POST', path: '/wxa/update_store', token: TOKEN });
    expect(received?.headers['content-length']).toBe(String(Buffer.byteLength(received?.body ?? '')));
    expect(received?.headers['transfer-encoding']).toBeUndefined();
    expect(received?.body).toBe(
      String.raw`{"poi_id":"472671857","hour":"09:00-24:00","contract_phone":"021-00001234","pic_list":"{\"list\":[\"http://mmbiz.qpic.cn/mmbiz_jpg/front/0?wx_fmt=jpeg\"]}"}`,
    );
  });

  test.each(['9007199254740993', '9007199254740995', '9007199254740999', '9223372036854775807'])(
    'keep every digit of the audit id %s, as a number and as a text',
    async (id) => {
      const { platform } = await connectTo((_received, count) => {
        const written = count === 1 ? id : `"${id}"`;
        return `{"errcode":0,"errmsg":"ok","data":{"has_audit_id":1,"audit_id":${written}}}`;
      });
      const expected = { ok: true, value: { review: 'started', audit_id: id } };
      expect(await platform.updateStore('1', buildValues())).toEqual(expected);
      expect(await platform.updateStore('1', buildValues())).toEqual(expected);
    },
  );

  test('ask for the quota of updates', async () => {
    const { platform, server } = await connectTo(
      () => '{"errcode":0,"quota":{"daily_limit":100,"used":1,"remain":99}}',
    );
    expect(await platform.readQuota()).toEqual({
      ok: true,
      value: { daily_limit: 100, used: 1, remain: 99 },
    });
    expect(server.received[0]).toMatchObject({
      path: '/cgi-bin/openapi/quota/get',
      body: '{"cgi_path":"/wxa/update_store"}',
    });
  });

  test('understand control characters and escaped slashes in an answer', async () => {
    const { platform } = await connectTo(
      () =>
        '{"errcode":0,"business":{"base_info":{"poi_id":"1","status":1,"business_name":"a\u0007b\nc",' +
        '"photo_list":[{"photo_url":"http:\\/\\/mmbiz.qpic.cn\\/a"}]}}}',
    );
    expect(await platform.readStore('1')).toMatchObject({
      value: { business_name: 'a\u0007b\nc', pic_list: ['http://mmbiz.qpic.cn/a'] },
    });
  });

  test('keep a path of the base address', async () => {
    const { server } = await connectTo(() => STORE);
    const { platform } = await connectTo(() => STORE, { apiBase: `${server.base}/gateway` });
    await platform.readStore('1');
    expect(server.received[0]?.path).toBe('/gateway/wxa/get_store_info');
  });
});

describe('one attempt of an update', () => {
  test.each([
    ['HTML', '<html>', 'NOT_AN_ANSWER'],
    ['JSON without an errcode', '{}', 'NOT_AN_ANSWER'],
    ['a gateway that is down', withStatus(502, '<html>'), 'HTTP_STATUS'],
    ['a cut before the answer', cut, 'NETWORK'],
    ['a cut in the middle of it', truncate('{"errcode":0'), 'NETWORK'],
    ['no answer', hang, 'NETWORK'],
    ['a busy system', refuse(-1, 'system error'), 'PLATFORM_BUSY'],
  ])('may have landed after %s, and is not repeated here', async (_name, reply, code) => {
    const timeouts = { connectTimeout: 2_000, answerTimeout: 300 };
    const { platform, server, clock } = await connectTo(() => reply, { timeouts });
    const error = errorOf(await platform.updateStore('1', buildValues()));
    expect(error).toMatchObject({ class: 'RETRY', landed: 'maybe', pace: 'keep', fault: { code } });
    expect(server.received.length).toBe(1);
    expect(clock.waits).toEqual([]);
  });

  test('is slowed down, and did not land, at the limit of a minute', async () => {
    const { platform } = await connectTo(() => refuse(45011, 'api minute-quota reach limit'));
    const error = errorOf(await platform.updateStore('1', buildValues()));
    expect(error).toMatchObject({ class: 'RETRY', landed: 'no', pace: 'slower', errcode: 45011 });
  });

  test('names a dead host as a fault of the network, and a proxy that is set', async () => {
    const apiBase = `http://127.0.0.1:${await findDeadPort()}`;
    const { host } = new URL(apiBase);
    const { platform } = await connectTo(() => STORE, { apiBase });
    const expected = { host, detail: 'connection-refused', proxy: 'unset' };
    const error = errorOf(await platform.updateStore('1', buildValues()));
    expect(error).toMatchObject({
      class: 'RETRY',
      landed: 'no',
      fault: { code: 'NETWORK', params: expected },
    });

    const behind = await connectTo(() => STORE, { proxy: { httpProxy: apiBase } });
    expect(errorOf(await behind.platform.readStore('1')).fault.params).toMatchObject({ proxy: 'set' });
  });

  test('says what a store lacks that cannot be understood', async () => {
    const { platform } = await connectTo(() => '{"errcode":0,"business":{}}');
    const fault = { code: 'READ_INCOMPLETE', params: { detail: 'live-without-base-info' } };
    expect(errorOf(await platform.readStore('1'))).toMatchObject({ class: 'RETRY', fault });
  });

  test('gives the request id of a refusal apart', async () => {
    const { platform } = await connectTo(() =>
      refuse(48001, 'api unauthorized rid: 617682e0-1a2b3c4d-0f0f0f0f'),
    );
    const error = errorOf(await platform.updateStore('1', buildValues()));
    expect(error).toMatchObject({ class: 'STOP', landed: 'no', rid: '617682e0-1a2b3c4d-0f0f0f0f' });
    expect(error.fault).toMatchObject({ code: 'PLATFORM_STOP', params: { errmsg: 'api unauthorized' } });
  });
});

describe('secrets', () => {
  const echo = (text: string): string => `you sent ${text} and ${encodeURIComponent(text)} rid: 1a-2b-3c`;

  test('that the platform sends back do not come out, however it writes them', async () => {
    const { platform, lines } = await connectTo(() => refuse(40097, echo(TOKEN)));
    const error = errorOf(await platform.updateStore('1', buildValues()));
    expect(error.fault.params).toMatchObject({ errmsg: 'you sent *** and ***' });
    expect(lines.join()).not.toContain(TOKEN);
  });

  test('do not come out of the token call either', async () => {
    const { platform, lines } = await connectWithSecret(
      () => refuse(40125, echo(SECRET)),
      () => STORE,
    );
    const error = errorOf(await platform.readStore('1'));
    expect(error.fault.params).toMatchObject({ errmsg: 'you sent *** and ***' });
    expect(JSON.stringify([error, lines])).not.toContain(SECRET);
  });

  test('do not come out as the id of another store', async () => {
    const body = JSON.stringify({ errcode: 0, business: { base_info: { poi_id: TOKEN, status: 1 } } });
    const { platform } = await connectTo(() => body);
    const { fault } = errorOf(await platform.readStore('1'));
    expect(fault.params).toMatchObject({ detail: { phrase: 'other-store', poi_id: '***' } });
  });

  test('of tokens fetched before are still hidden after a renewal', async () => {
    const { platform } = await connectWithSecret(
      (_received, count) => giveToken(`stable-token-${count}`),
      (_received, count) => (count === 1 ? refuse(42001) : refuse(40097, 'stable-token-1, stable-token-2')),
    );
    expect(errorOf(await platform.readStore('1')).fault.params).toMatchObject({ errmsg: '***, ***' });
  });
});

describe('the log', () => {
  test('tells each call in one line: path, status, errcode and time, without query and secrets', async () => {
    const { platform, lines } = await connectWithSecret(
      () => giveToken('stable-token-1'),
      (_received, count) => (count === 1 ? STORE : withStatus(502, '<html>')),
    );
    await platform.readStore('1');
    await platform.readStore('1');
    expect(lines).toEqual([
      'POST /cgi-bin/stable_token HTTP 200 no errcode 0 ms',
      'POST /wxa/get_store_info HTTP 200 errcode 0 0 ms',
      'POST /wxa/get_store_info HTTP 502 no errcode 0 ms',
    ]);
  });

  test('tells why there was no answer', async () => {
    const { platform, lines } = await connectTo(() => cut);
    await platform.readStore('1');
    expect(lines).toEqual(['POST /wxa/get_store_info the connection was cut 0 ms']);
  });
});
