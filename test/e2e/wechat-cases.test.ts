/** How the platform has been seen to behave, played by the emulator; the built program must cope. */
import { describe, expect, test } from 'vitest';
import type { Control } from '../../src/emulator/control.ts';
import { listStores, openCase, openShop, readControl, type Shop } from '../fakes/shop.ts';

/** A chain on record whose stores all get new hours. */
async function openChangedShop(count: number): Promise<Shop> {
  const stores = listStores(count);
  const shop = await openShop({ stores, begin: 'recorded' });
  for (const store of stores)
    shop.writeStore(`stores/${store.poi_id}.yaml`, { ...store, hour: '09:00-21:00' });
  return shop;
}

const FAST = ['apply', '--yes', '--rate', '0', '--max-changes', '100%', '--max-reviews', '100%'];

describe('W02: the account has no right to the API', () => {
  test('stops after the first store, without a new token, and says what to open', async () => {
    const shop = await openChangedShop(4);
    shop.emulator.control(readControl('W02/control.json') as Control);
    const { exitCode, json } = await shop.runJson(FAST);
    expect(exitCode).toBe(1);
    expect(json.summary).toMatchObject({ failed: 1, skipped: 3 });
    expect(shop.updates()).toEqual(['472671857']);
    expect(shop.emulator.requests.filter(({ path }) => path === '/cgi-bin/stable_token').length).toBe(1);
    const [failed, skipped] = json.outcomes;
    expect(failed?.error).toMatchObject({ code: 'PLATFORM_STOP', errcode: 48001 });
    expect(failed?.error?.hint).toMatch(/store mini program.*account type/su);
    expect(skipped?.error?.message).toMatch(/^Not attempted/u);
    expect(shop.exists('mendian.state.json.journal')).toBe(false);
  });

  test('shows the request id', async () => {
    const shop = await openChangedShop(2);
    shop.emulator.control({
      faults: [{ path: '/wxa/update_store', times: 9, do: { errcode: 48001, errmsg: 'api unauthorized' } }],
    });
    const { json } = await shop.runJson(FAST);
    expect(json.outcomes[0]?.error?.rid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/u);
  });
});

describe('W03: the address is not on the allow-list', () => {
  test.each(['W03/control.json', 'W03/control-61004.json'])(
    '%s stops without a retry and prints the address',
    async (file) => {
      const shop = await openChangedShop(3);
      const before = shop.read('mendian.state.json');
      shop.emulator.control(readControl(file) as Control);
      const { exitCode, stdout } = await shop.run(FAST);
      expect(exitCode).toBe(1);
      expect(stdout).toContain('203.0.113.7');
      expect(stdout).toMatch(/runners change their address/u);
      expect(shop.emulator.requests.map(({ path }) => path)).toEqual(['/cgi-bin/stable_token']);
      expect(shop.read('mendian.state.json')).toBe(before);
    },
  );
});

describe('W05: the limit of a minute', () => {
  test('waits a minute (60 retry bases), goes on slower, and ends green', async () => {
    const shop = await openChangedShop(6);
    shop.emulator.control(readControl('W05/control.json') as Control);
    const { exitCode, stderr } = await shop.run([...FAST, '--concurrency', '1'], {
      MENDIAN_RETRY_BASE_MS: '5',
    });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/WeChat asks to go slower/u);
    expect(shop.updates().filter((id) => id === '472671860').length).toBe(2);
    expect(shop.updates().length).toBe(7);
  });
});

describe('W07: a store under review, or rejected', () => {
  test('is deferred and sent by a later run; the others go on', async () => {
    const shop = await openChangedShop(3);
    shop.emulator.control(readControl('W07/control.json') as Control);
    const { exitCode, json } = await shop.runJson(FAST);
    expect(exitCode).toBe(0);
    expect(json.summary).toMatchObject({ applied: 2, deferred: 1 });
    expect(json.outcomes[0]?.error?.code).toBe('UNDER_REVIEW');
    shop.emulator.control({ audit: { poi_id: '472671857', status: 1 } });
    expect((await shop.runJson(FAST)).json.summary).toMatchObject({ applied: 1, deferred: 0 });
    expect((await shop.runJson(['plan'])).json.changes).toEqual([]);
  });

  test('is tried when it was rejected', async () => {
    const shop = await openChangedShop(1);
    shop.emulator.control(readControl('W07/control-rejected.json') as Control);
    expect((await shop.runJson(FAST)).json.summary).toMatchObject({ applied: 1 });
  });
});

describe('W09: audit ids of 64 bits', () => {
  test.each(['9007199254740993', '9007199254740995', '9007199254740999', '9223372036854775807'])(
    '%s keeps every digit as a bare number and as a text',
    async (id) => {
      for (const written of [id, `"${id}"`]) {
        const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
        const picture = 'http://mmbiz.qpic.cn/mmbiz_jpg/other/0?wx_fmt=jpeg';
        shop.writeStore('stores/472671857.yaml', { poi_id: '472671857', pic_list: [picture] });
        const body = `{"errcode":0,"errmsg":"ok","data":{"has_audit_id":1,"audit_id":${written}}}`;
        shop.emulator.control({ faults: [{ path: '/wxa/update_store', do: { body } }] });
        const { json } = await shop.runJson(FAST);
        expect(json.outcomes[0]?.audit_id).toBe(id);
        expect(shop.records()['472671857']).toMatchObject({ audit_id: id, review: 'pending' });
        expect(shop.read('mendian.state.json')).toContain(`"audit_id":"${id}"`);
      }
    },
  );
});

describe('W10: answers that are none', () => {
  test('HTML once is read back and sent again', async () => {
    const shop = await openChangedShop(1);
    shop.emulator.control(readControl('W10/control-html.json') as Control);
    const { exitCode, json } = await shop.runJson(FAST);
    expect(exitCode).toBe(0);
    expect(json.outcomes[0]).toMatchObject({ outcome: 'applied', attempts: 2 });
    const paths = shop.emulator.requests.map(({ path }) => path);
    const first = paths.indexOf('/wxa/update_store');
    expect(paths.slice(first, first + 3)).toEqual([
      '/wxa/update_store',
      '/wxa/get_store_info',
      '/wxa/update_store',
    ]);
  });

  test('502 twice ends well', async () => {
    const shop = await openChangedShop(1);
    shop.emulator.control(readControl('W10/control-502.json') as Control);
    expect((await shop.runJson(FAST)).json.outcomes[0]).toMatchObject({ outcome: 'applied', attempts: 3 });
  });

  test('HTML always stops after a few stores, and says so in few words without an address', async () => {
    const shop = await openChangedShop(12);
    shop.emulator.control(readControl('W10/control-html-always.json') as Control);
    const { exitCode, stdout, stderr } = await shop.run([...FAST, '--concurrency', '1']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/not JSON with an errcode \(HTML\), HTTP 200/u);
    expect(stdout + stderr).not.toMatch(/access_token|<html/u);
    expect(new Set(shop.updates()).size).toBe(3);
    expect(shop.updates().length).toBe(9);
  });

  test('a success without data is a success, its review unknown and said so', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    shop.writeStore('stores/472671857.yaml', {
      poi_id: '472671857',
      pic_list: ['http://mmbiz.qpic.cn/mmbiz_jpg/other/0?wx_fmt=jpeg'],
    });
    shop.emulator.control({ faults: [{ path: '/wxa/update_store', do: 'no-data' }] });
    const { exitCode, json } = await shop.runJson(FAST);
    expect(exitCode).toBe(0);
    expect(json.outcomes[0]).toMatchObject({
      outcome: 'applied',
      sent: true,
      audit_id: null,
      review: 'pending',
    });
    expect(json.diagnostics.map(({ code }) => code)).toContain('AUDIT_ID_UNKNOWN');
    expect(shop.records()['472671857']).toMatchObject({ audit_id: null, review: 'pending' });
  });

  test.each([
    ['an empty answer', ''],
    ['an empty object', '{}'],
    ['a list', '[]'],
    ['a text', '"ok"'],
    ['null', 'null'],
    ['an errcode that is null', '{"errcode":null,"errmsg":"ok"}'],
    ['an errcode that is a text', '{"errcode":"ok"}'],
  ])('%s is never success', async (_what, body) => {
    const shop = await openChangedShop(1);
    shop.emulator.control({ faults: [{ path: '/wxa/update_store', times: 9, do: { body } }] });
    const { exitCode, json } = await shop.runJson(FAST);
    expect(exitCode).toBe(1);
    expect(json.outcomes[0]).toMatchObject({ outcome: 'failed', error: { code: 'NOT_AN_ANSWER' } });
  });
});

describe('cut connections', () => {
  test.each([
    ['before it took effect: sent again', 'reset', 2],
    ['after it took effect: not repeated', 'reset-after', 1],
    ['in the middle of the answer: not repeated', 'truncate', 1],
  ] as const)('an update cut %s', async (_what, action, sent) => {
    const shop = await openChangedShop(1);
    shop.emulator.control({ faults: [{ path: '/wxa/update_store', do: action }] });
    const { exitCode, json } = await shop.runJson(FAST);
    expect(exitCode).toBe(0);
    expect(json.outcomes[0]).toMatchObject({
      outcome: 'applied',
      sent: true,
      attempts: sent,
      audit_id: null,
    });
    expect(shop.updates().length).toBe(sent);
    expect((await shop.runJson(['plan'])).json.changes).toEqual([]);
  });

  test('an update whose read-back is cut too stays unknown, is verified next, and never sent twice', async () => {
    const shop = await openChangedShop(1);
    shop.emulator.control({
      faults: [
        { path: '/wxa/update_store', do: 'reset-after' },
        { path: '/wxa/get_store_info', after: 1, times: 3, do: 'reset' },
      ],
    });
    const first = await shop.runJson(FAST);
    expect(first.exitCode).toBe(1);
    expect(first.json.outcomes[0]).toMatchObject({ outcome: 'unknown', error: { code: 'UNCONFIRMED' } });
    expect(shop.records()['472671857']).toMatchObject({ uncertain: true, sending: { hour: '09:00-21:00' } });
    expect((await shop.runJson(['plan'])).json.changes).toMatchObject([{ action: 'verify' }]);
    const second = await shop.runJson(FAST);
    expect(second.json.outcomes[0]).toMatchObject({ outcome: 'applied', sent: false, audit_id: null });
    expect(shop.updates().length).toBe(1);
  });
});

describe('tokens', () => {
  test('void in the middle of a run are renewed once, and the run goes on', async () => {
    const shop = await openChangedShop(5);
    shop.emulator.control({ faults: [{ path: '/wxa/update_store', after: 2, do: { errcode: 42001 } }] });
    shop.emulator.control({ void_tokens: true });
    const { exitCode } = await shop.run(FAST);
    expect(exitCode).toBe(0);
    expect(new Set(shop.updates()).size).toBe(5);
  });

  test('given from elsewhere are used as they are, and never renewed', async () => {
    const shop = await openChangedShop(2);
    const { exitCode, stdout } = await shop.run(FAST, { WECHAT_ACCESS_TOKEN: 'a-token-that-is-wrong' });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/TOKEN_REFUSED/u);
    expect(stdout).not.toContain('a-token-that-is-wrong');
    expect(shop.emulator.requests.some(({ path }) => path.startsWith('/cgi-bin/'))).toBe(false);
  });
});

describe('W13: proxies and dead hosts', () => {
  test('NO_PROXY keeps the loopback emulator out of a dead proxy', async () => {
    const shop = await openChangedShop(1);
    const proxy = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };
    expect((await shop.run(FAST, { ...proxy, NO_PROXY: '127.0.0.1' })).exitCode).toBe(0);
  });

  test('a dead proxy is named as a network fault with one hint, and its password is not printed', async () => {
    const shop = await openChangedShop(2);
    const { exitCode, stdout, stderr } = await shop.run(FAST, {
      HTTP_PROXY: 'http://user:pa55word@127.0.0.1:9',
    });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/NETWORK.*proxy is set/su);
    expect(stdout + stderr).not.toContain('pa55word');
  });

  test('a dead host is named', async () => {
    const shop = await openChangedShop(2);
    const { exitCode, stdout } = await shop.run(FAST, { WECHAT_API_BASE: 'http://127.0.0.1:9' });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/No answer from 127\.0\.0\.1:9: the connection was refused/u);
  });
});

describe('W15: bad stores among good ones', () => {
  test('good ones are applied, bad ones named once, and none is sent again until asked', async () => {
    const shop = await openCase('W15');
    const names = ['甲', '乙', '丙', '丁', '戊', '己'];
    shop.emulator.control({
      seed: names.map((_, index) => ({
        poi_id: String(472671857 + index),
        name: '示例店',
        values: {
          hour: '08:00-20:00',
          contract_phone: '021-00001234',
          pic_list: ['http://mmbiz.qpic.cn/mmbiz_jpg/case/0?wx_fmt=jpeg'],
        },
      })),
    });
    shop.emulator.control(readControl('W15/control.json') as Control);
    const run = [...FAST, '--accept-names'];
    const first = await shop.run(run);
    expect(first.exitCode).toBe(1);
    for (const code of ['40097', '65115', '987654'])
      expect(first.stdout.split(code).length).toBeGreaterThan(1);
    expect(first.stdout).not.toMatch(/^\s*::error/mu);
    expect(Object.values(shop.records()).filter(({ values }) => values !== undefined).length).toBe(3);
    const sent = shop.updates().length;
    const second = await shop.runJson(run);
    expect(shop.updates().length).toBe(sent);
    expect(second.json.outcomes.map(({ error }) => error?.code)).toEqual([
      'REFUSED_BEFORE',
      'REFUSED_BEFORE',
      'REFUSED_BEFORE',
    ]);
    await shop.run([...run, '--retry-refused']);
    expect(shop.updates().slice(sent)).toEqual(['472671858', '472671859', '472671860']);
  });
});
