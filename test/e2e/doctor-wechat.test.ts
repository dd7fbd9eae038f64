/** `mendian doctor` asks WeChat: each answer is explained, and one fault does not hide the others. */
import { describe, expect, test } from 'vitest';
import { examine } from '../fakes/doctor.ts';
import { expectNone, PROXY_PASSWORD } from '../fakes/secrets.ts';
import { listStores, openShop, type Shop } from '../fakes/shop.ts';
import { findDeadPort, startProxy, startServer } from '../wechat/scripted-server.ts';

describe('WeChat', () => {
  const open = (): Promise<Shop> => openShop({ stores: listStores(2), begin: 'recorded' });

  test('refuses a wrong secret: the token line says so, and the calls are not made', async () => {
    const shop = await openShop({
      stores: listStores(1),
      credentials: { appid: 'wxtest', secret: 'the-secret-of-the-tests' },
    });
    const report = await examine(shop.run, { WECHAT_SECRET: 'another-secret' });
    expect(report.ends).toMatchObject({
      reach: 'ok',
      ip: 'not-checked',
      token: 'fault PLATFORM_STOP',
      account: 'not-checked',
      'store-calls': 'not-checked',
      quota: 'not-checked',
    });
    expect(report.find('token').message).toContain('40125');
    expect(report.find('account').message).toBe('not checked, because there is no access token');
  });

  test.each([
    ['40164', { refused_ip: '203.0.113.7' }],
    [
      '61004',
      {
        faults: [
          {
            path: '/cgi-bin/stable_token',
            do: { errcode: 61004, errmsg: 'access clientip is not registered requestIP: 203.0.113.7' },
          },
        ],
      },
    ],
  ])('refuses the address with %s: the address is named, with where to add it', async (code, control) => {
    const shop = await open();
    shop.emulator.control(control);
    const report = await examine(shop.run);
    expect(report.ends).toMatchObject({ reach: 'ok', ip: 'fault ADDRESS_REFUSED', token: 'not-checked' });
    expect(report.find('ip').message).toMatch(new RegExp(`203\\.0\\.113\\.7.*${code}`, 'u'));
    expect(report.find('ip').hint).toMatch(/Add 203\.0\.113\.7 .*IP allow-list.*Hosted runners change/u);
    const { stdout } = await shop.run(['doctor']);
    if (code === '40164')
      expect(stdout).toMatch(/Do this first \(WeChat, IP allow-list\): Add 203\.0\.113\.7/u);
  });

  test('waits for an administrator: that is about the address too', async () => {
    const shop = await open();
    shop.emulator.control({ faults: [{ path: '/cgi-bin/stable_token', do: { errcode: 89503 } }] });
    const report = await examine(shop.run);
    expect(report.ends).toMatchObject({ ip: 'fault PLATFORM_STOP', token: 'not-checked' });
  });

  test.each([
    [{ switches: { merchantOpened: 'no' } } as const, /was never applied for/u],
    [{ merchant: { status: 2 } }, /is under review/u],
    [{ merchant: { status: 3, reason: '执照不清晰' } }, /was refused by WeChat \(执照不清晰\)/u],
    [{ merchant: { status: 4 } }, /administrator/u],
    [{ merchant: { status: 9 } }, /unknown status 9/u],
  ])('has not opened the store mini program: %j', async (control, message) => {
    const shop = await open();
    shop.emulator.control(control);
    const report = await examine(shop.run);
    expect(report.ends).toMatchObject({ account: 'fault ACCOUNT_NOT_OPEN', 'store-calls': 'not-checked' });
    expect(report.find('account').message).toMatch(message);
  });

  test.each([48001, 48004, 50002, 61003, 61007, 85053, 43104])(
    'refuses the store calls with %i: meaning and next step are told',
    async (errcode) => {
      const shop = await open();
      const paths = ['/wxa/get_merchant_audit_info', '/wxa/get_store_list'];
      shop.emulator.control({ faults: paths.map((path) => ({ path, do: { errcode, errmsg: 'no' } })) });
      const report = await examine(shop.run);
      expect(report.ends).toMatchObject({ token: 'ok', account: 'fault PLATFORM_STOP', quota: 'ok' });
      expect(report.find('store-calls')).toMatchObject({ result: 'fault', code: 'PLATFORM_STOP' });
      expect(report.find('store-calls').message).toContain(`(${errcode} no)`);
      expect(report.find('store-calls').hint?.length).toBeGreaterThan(60);
    },
  );

  test('refuses only the call about the account: a warning, since the store calls work', async () => {
    const shop = await open();
    shop.emulator.control({ faults: [{ path: '/wxa/get_merchant_audit_info', do: { errcode: 48001 } }] });
    const report = await examine(shop.run);
    expect(report.ends).toMatchObject({ account: 'warning ACCOUNT_UNREADABLE', 'store-calls': 'ok' });
    expect(report.exitCode).toBe(0);
  });

  test.each([
    ['used up', { daily_limit: 10, used: 10 }, 'warning QUOTA_USED_UP'],
    ['too small for what waits', { daily_limit: 10, used: 9 }, 'warning QUOTA_SHORT'],
    ['named as 0', { daily_limit: 0, used: 0 }, 'warning QUOTA_ZERO'],
    ['large enough', { daily_limit: 10, used: 8 }, 'ok'],
  ])('has a quota that is %s', async (_what, quota, end) => {
    const shop = await open();
    for (const { poi_id } of listStores(2))
      shop.writeStore(`stores/${poi_id}.yaml`, { poi_id, hour: '09:00-20:00' });
    shop.emulator.control({ quota });
    expect((await examine(shop.run)).ends.quota).toBe(end);
  });

  test('does not tell the quota: a warning, as apply goes on without it', async () => {
    const shop = await open();
    shop.emulator.control({ faults: [{ path: '/cgi-bin/openapi/quota/get', do: { errcode: 76022 } }] });
    expect((await examine(shop.run)).ends.quota).toBe('warning PLATFORM_REFUSED');
  });

  test('takes a token from elsewhere, or refuses it', async () => {
    const shop = await open();
    const asked = await fetch(`${shop.emulator.baseUrl}/cgi-bin/stable_token`, {
      method: 'POST',
      body: '{"grant_type":"client_credential","appid":"a","secret":"s"}',
    });
    const { access_token: WECHAT_ACCESS_TOKEN } = (await asked.json()) as { access_token: string };
    const env = { WECHAT_ACCESS_TOKEN, WECHAT_SECRET: '' };
    const taken = await examine(shop.run, env);
    expect(taken.ends).toMatchObject({ token: 'ok', ip: 'not-checked', 'store-calls': 'ok' });
    const refused = await examine(shop.run, { ...env, WECHAT_ACCESS_TOKEN: 'another-token' });
    expect(refused.ends).toMatchObject({ reach: 'ok', token: 'fault TOKEN_REFUSED', quota: 'not-checked' });
  });

  test('cannot be reached: one fault, and the rest says why it was not checked', async () => {
    const shop = await open();
    const port = await findDeadPort();
    const report = await examine(shop.run, { WECHAT_API_BASE: `http://127.0.0.1:${port}` });
    expect(report.checks.filter(({ result }) => result === 'fault')).toMatchObject([
      { name: 'reach', code: 'NETWORK' },
    ]);
    expect(report.ends).toMatchObject({
      token: 'not-checked',
      account: 'not-checked',
      'clock-wechat': 'not-checked',
    });
  });

  test('cannot be reached through a proxy that refuses: it is named without its password', async () => {
    const shop = await open();
    const { port } = await startProxy({ refusal: 407 });
    const proxy = `http://user:${encodeURIComponent(PROXY_PASSWORD)}@127.0.0.1:${port}`;
    const env = { WECHAT_API_BASE: 'https://api.weixin.qq.com', HTTPS_PROXY: proxy };
    const report = await examine(shop.run, env);
    expect(report.find('proxy').message).toBe(`HTTPS_PROXY is 127.0.0.1:${port}`);
    expect(report.find('reach')).toMatchObject({
      code: 'NETWORK',
      hint: expect.stringContaining('proxy is set'),
    });
    expectNone(JSON.stringify(report));
  });

  test('answers with HTML: that is no answer', async () => {
    const shop = await open();
    shop.emulator.control({ faults: [{ path: '/cgi-bin/stable_token', do: 'html', times: 9 }] });
    expect((await examine(shop.run)).ends).toMatchObject({
      reach: 'fault NOT_AN_ANSWER',
      token: 'not-checked',
    });
  });
});

describe('the clock', () => {
  /** A platform whose clock is so many seconds behind this machine's. */
  const startLate = (seconds: number) =>
    startServer(({ path }) => (response) => {
      response.setHeader('date', new Date(Date.now() - seconds * 1000).toUTCString());
      const token = { access_token: 'a-token-of-the-server', expires_in: 7200 };
      response.end(JSON.stringify(path.endsWith('stable_token') ? token : { errcode: -1, errmsg: 'busy' }));
    });

  test.each([
    [0, 'ok', /^the same time$/u],
    [40, 'ok', /apart, which is fine$/u],
    [300, 'warning CLOCK_OFF', /is 5 minutes ahead of the server’s\.$/u],
    [-7200 * 4, 'fault CLOCK_OFF', /is 8 hours behind the server’s\.$/u],
  ])('that is %i seconds ahead of the platform’s: %s', async (seconds, end, message) => {
    const server = await startLate(seconds);
    const shop = await openShop({ stores: listStores(1) });
    const report = await examine(shop.run, { WECHAT_API_BASE: server.base });
    expect(report.ends['clock-wechat']).toBe(end);
    expect(report.find('clock-wechat').message).toMatch(message);
  });
});
