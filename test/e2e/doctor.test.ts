/** `mendian doctor`: each obstacle of settings, files and environment is named with what to do; nothing is sent or written. */
import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { openChain } from '../fakes/chain.ts';
import { describeFolder, EMULATED, examine, listTrouble, type Report } from '../fakes/doctor.ts';
import { expectNone, PROXY_PASSWORD, SECRET } from '../fakes/secrets.ts';
import { listStores, openShop } from '../fakes/shop.ts';

describe('a place where all is right', () => {
  test('has no fault, in a clone that can push, and is left as it was', async () => {
    const chain = await openChain({ stores: listStores(3), begin: 'recorded' });
    const before = describeFolder(chain.root);
    const remoteBefore = describeFolder(chain.remote);
    const report = await examine(chain.run);
    expect(listTrouble(report)).toEqual(EMULATED);
    expect(report.exitCode).toBe(0);
    expect(report.summary.not_checked).toBe(0);
    expect(describeFolder(chain.root)).toEqual(before);
    expect(describeFolder(chain.remote)).toEqual(remoteBefore);
    expect(chain.updates()).toEqual([]);
    expect(chain.emulator.requests.map(({ path }) => path).sort()).toEqual([
      '/cgi-bin/openapi/quota/get',
      '/cgi-bin/stable_token',
      '/wxa/get_merchant_audit_info',
      '/wxa/get_store_list',
    ]);
  });

  test('tells how many stores are where', async () => {
    const shop = await openShop({ stores: listStores(3), begin: 'recorded' });
    expect((await examine(shop.run)).find('store-calls').message).toBe(
      'allowed; 3 stores at WeChat, 3 files, 3 records here',
    );
  });

  test('is asked nothing with --offline, and the rest is told all the same', async () => {
    const chain = await openChain({ stores: listStores(1), begin: 'recorded' });
    const seen = chain.server.requests.length;
    const report = await examine(chain.run, {}, '--offline');
    expect(listTrouble(report)).toEqual(EMULATED);
    expect(report.ends).toMatchObject({
      reach: 'not-checked',
      push: 'not-checked',
      stores: 'ok',
      tip: 'not-checked',
    });
    expect(chain.emulator.requests).toEqual([]);
    expect(chain.server.requests.length).toBe(seen);
  });

  test('is shown as text by groups, one line a check, with what to do first at the end', async () => {
    const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
    const { stdout, stderr } = await shop.run(['doctor']);
    expect(stdout).toMatch(
      /^mendian doctor\n\nProgram\n {2}✓ Node +20\.|^mendian doctor\n\nProgram\n {2}✓ Node +2\d\./u,
    );
    expect(stdout).toMatch(/\n {2}✓ quota +100000 of 100000 updates left today, 0 used\n/u);
    expect(stdout).toMatch(
      /\n {2}– branch, \.gitignore, state in git, merge driver, changes, remote, newest commit, push\n/u,
    );
    expect(stdout).toMatch(/\n0 faults, 3 warnings, \d+ ok, 8 not checked\.\nNo fault stands in the way/u);
    expect(stderr).toMatch(/Asking 127\.0\.0\.1:\d+/u);
  });
});

describe('settings, stores and state', () => {
  test('broken settings do not hide what WeChat says', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    shop.write('mendian.yaml', 'polcy: {}\ntimezone: Mars/Olympus\n');
    const report = await examine(shop.run);
    expect(report.ends).toMatchObject({
      settings: 'fault UNKNOWN_KEY',
      stores: 'not-checked',
      state: 'not-checked',
      lock: 'not-checked',
      account: 'ok',
      'store-calls': 'ok',
    });
    expect(report.find('settings').message).toMatch(/^2 errors; the first: mendian\.yaml:1:1: /u);
    expect(report.find('settings').hint).toMatch(/policy.*\n"mendian validate" shows all\./su);
  });

  test('store files with errors are counted, and the first is named', async () => {
    const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
    shop.write('stores/a.yaml', 'name: x\n');
    const report = await examine(shop.run);
    expect(report.find('stores')).toMatchObject({ result: 'fault', code: 'MISSING_KEY' });
    expect(report.find('stores').message).toMatch(/^4 errors; the first: stores\/a\.yaml:1:1: /u);
    expect(report.ends).toMatchObject({ plan: 'not-checked', state: 'ok', quota: 'ok' });
  });

  test('a folder of another chain is a fault of the plan', async () => {
    const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
    for (const { poi_id } of listStores(2)) shop.remove(`stores/${poi_id}.yaml`);
    const report = await examine(shop.run);
    expect(report.ends).toMatchObject({ stores: 'warning NOTHING_TO_PLAN', plan: 'fault STORES_MISSING' });
  });

  test('live stores without a file advise import', async () => {
    const shop = await openShop({ stores: listStores(2) });
    for (const { poi_id } of listStores(2)) shop.remove(`stores/${poi_id}.yaml`);
    const check = (await examine(shop.run)).find('store-calls');
    expect(check).toMatchObject({ result: 'warning', code: 'LIVE_STORES_UNMANAGED' });
    expect(check.hint).toContain('mendian import');
  });

  test.each([
    ['conflict markers', '<<<<<<< HEAD\n', 'fault STATE_CONFLICT', 'merge-state'],
    ['a cut', '{"version":1,"stores":{"1":{"rev', 'fault STATE_DAMAGED', 'git checkout'],
    ['a newer version', '{"version":2,"stores":{}}', 'fault STATE_NEWER', 'Update mendian'],
  ])('a state with %s is a fault with the way to mend it', async (_what, text, end, hint) => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    shop.write('mendian.state.json', text);
    const report = await examine(shop.run);
    expect(report.ends).toMatchObject({ state: end, claim: 'not-checked', lock: 'ok', quota: 'ok' });
    expect(report.find('state').hint).toContain(hint);
    expect(shop.read('mendian.state.json')).toBe(text);
  });

  test('what an interrupted run left is told, and stays as it is', async () => {
    const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
    const { values } = shop.records()['472671857'] ?? {};
    const at = new Date().toISOString();
    const line = { type: 'intent', at, poi_id: '472671857', sending: { ...values, hour: '09:00-20:00' } };
    shop.write('mendian.state.json.journal', `${JSON.stringify(line)}\n`);
    shop.write(
      'mendian.state.json.lock',
      `${JSON.stringify({ pid: 999_999_999, host: hostname(), start: '' })}\n`,
    );
    const before = describeFolder(shop.root);
    const report = await examine(shop.run);
    expect(report.ends).toMatchObject({
      journal: 'warning JOURNAL_LEFT',
      doubt: 'warning STORES_IN_DOUBT',
      lock: 'ok',
    });
    expect(report.find('lock').message).toMatch(/left by a run that has ended \(process 999999999/u);
    expect(describeFolder(shop.root)).toEqual(before);
  });

  test('a run that is at work is named', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    shop.write(
      'mendian.state.json.lock',
      `${JSON.stringify({ pid: process.pid, host: hostname(), start: '' })}\n`,
    );
    const check = (await examine(shop.run)).find('lock');
    expect(check).toMatchObject({ result: 'warning', code: 'LOCKED' });
    expect(check.message).toContain(`process ${process.pid}`);
  });

  test('a live claim, an old review and one that is young are told apart', async () => {
    const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
    const change = (edit: (state: Record<string, never>) => void): void => {
      const state = JSON.parse(shop.read('mendian.state.json'));
      edit(state);
      shop.write('mendian.state.json', JSON.stringify(state));
    };
    const now = Date.now();
    const claim = (minutes: number): object => {
      const at = new Date(now - minutes * 60_000).toISOString();
      return { id: 'x', holder: 'run 7', started_at: at, seen_at: at };
    };
    const begin = (days: number): object => ({
      ...shop.records()['472671857'],
      review: 'pending',
      audit_id: '1',
      applied_at: new Date(now - days * 86_400_000).toISOString(),
    });
    change((state) => Object.assign(state, { run: claim(1), stores: { '472671857': begin(3) } }));
    const young = await examine(shop.run);
    expect(young.ends).toMatchObject({ claim: 'warning CLAIM_STANDS', reviews: 'ok' });
    expect(young.find('reviews').message).toBe('1 pending, the oldest for 3 days');
    change((state) => Object.assign(state, { run: claim(60), stores: { '472671857': begin(20) } }));
    expect((await examine(shop.run)).ends).toMatchObject({ claim: 'ok', reviews: 'warning REVIEW_OVERDUE' });
  });
});

describe('the environment', () => {
  const REAL = { WECHAT_API_BASE: 'https://api.weixin.qq.com', MENDIAN_RETRY_BASE_MS: '' };
  const PLATFORM = {
    WECHAT_SECRET: '',
    WECHAT_COMPONENT_APPID: 'wx0123456789abcdef',
    WECHAT_COMPONENT_ACCESS_TOKEN: 'component-token',
    MENDIAN_TOKEN_STORE: './tokens',
  };
  const judge = async (env: Readonly<Record<string, string>>): Promise<Report> => {
    const shop = await openShop({ stores: listStores(1) });
    return await examine(shop.run, { ...REAL, ...env }, '--offline');
  };

  test.each([
    ['no credentials', { WECHAT_APPID: '', WECHAT_SECRET: ' ' }, 'credentials', 'NO_CREDENTIALS'],
    ['a token beside a secret', { WECHAT_ACCESS_TOKEN: 'a-token' }, 'credentials', 'TWO_CREDENTIALS'],
    [
      'a credential command that is not there',
      { MENDIAN_CREDENTIAL_COMMAND: './x', WECHAT_SECRET: '' },
      'command',
      'COMMAND_NOT_FOUND',
    ],
    ['a platform by half', { WECHAT_COMPONENT_SECRET: 'component-secret' }, 'credentials', 'NO_CREDENTIALS'],
    ['a token store in the repository', PLATFORM, 'token-store', 'TOKEN_STORE_REFUSED'],
    [
      'no refresh token anywhere',
      { ...PLATFORM, MENDIAN_TOKEN_STORE: '/nonexistent/tokens' },
      'token-store',
      'REFRESH_TOKEN_MISSING',
    ],
    ['a line break behind a secret', { WECHAT_SECRET: 'abcdef0123\n' }, 'values', 'SECRET_SPOILED'],
    ['quotes around a secret', { WECHAT_SECRET: '"abcdef0123"' }, 'values', 'SECRET_SPOILED'],
    ['a placeholder', { WECHAT_SECRET: `\${{ secrets.WECHAT_SECRET }}` }, 'values', 'SECRET_SPOILED'],
    ['another appid', { WECHAT_APPID: 'wx123' }, 'appid', 'APPID_FORM'],
    ['swapped values', { WECHAT_SECRET: 'wx0123456789abcdef' }, 'appid', 'APPID_FORM'],
    ['another host', { WECHAT_API_BASE: 'https://wechat.example' }, 'api-base', 'API_BASE_OTHER'],
    ['plain http', { WECHAT_API_BASE: 'http://wechat.example' }, 'api-base', 'API_BASE_INVALID'],
    ['a proxy without an address', { HTTPS_PROXY: 'socks5://proxy:1' }, 'proxy', 'PROXY_UNUSABLE'],
    ['other waits', { MENDIAN_RETRY_BASE_MS: '5' }, 'waits', 'WAITS_CHANGED'],
    ['no waits', { MENDIAN_RETRY_BASE_MS: 'soon' }, 'waits', 'ENVIRONMENT_INVALID'],
    [
      'a key without its token',
      { WECHAT_ENCODING_AES_KEY: 'a'.repeat(43) },
      'push-secrets',
      'PUSH_NOT_SET_UP',
    ],
    [
      'a key that is too short',
      { WECHAT_PUSH_TOKEN: 't', WECHAT_ENCODING_AES_KEY: 'abc' },
      'push-secrets',
      'PUSH_KEY_INVALID',
    ],
    ['a name that nothing reads', { WECHAT_APP_ID: 'wx1' }, 'variables', 'VARIABLE_UNKNOWN'],
  ])('with %s is told', async (_what, env, name, code) => {
    const check = (await judge(env)).find(name);
    expect(check.code).toBe(code);
    expect(check.hint).not.toBeNull();
  });

  test('as it should be has nothing to tell', async () => {
    const { checks } = await judge({
      WECHAT_APPID: 'wx0123456789abcdef',
      WECHAT_PUSH_TOKEN: 'token',
      WECHAT_ENCODING_AES_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
      HTTPS_PROXY: `http://user:${encodeURIComponent(PROXY_PASSWORD)}@proxy.example:8080`,
    });
    const environment = checks.filter(({ group }) => group === 'environment');
    expect(environment.map(({ name, result }) => `${name} ${result}`)).toEqual([
      'credentials ok',
      'values ok',
      'appid ok',
      'variables ok',
      'api-base ok',
      'proxy ok',
      'waits ok',
      'push-secrets ok',
    ]);
    expect(environment.find(({ name }) => name === 'proxy')?.message).toBe(
      'HTTPS_PROXY is proxy.example:8080',
    );
  });

  test('names the variable that was meant', async () => {
    const { find } = await judge({ WECHAT_APPSECRET: 'x' });
    expect(find('variables').hint).toBe('Did you mean WECHAT_SECRET?');
  });
});

describe('a secret', () => {
  const ECHO = `bad ${SECRET} ${encodeURIComponent(SECRET)}`;
  const ENV = {
    WECHAT_SECRET: SECRET,
    WECHAT_PUSH_TOKEN: SECRET,
    WECHAT_ENCODING_AES_KEY: SECRET,
    HTTPS_PROXY: `http://user:${encodeURIComponent(PROXY_PASSWORD)}@127.0.0.1:9`,
  };

  test.each(['text', 'json', 'markdown', 'github'])('stands in no report as %s', async (format) => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    const paths = ['/wxa/get_merchant_audit_info', '/wxa/get_store_list', '/cgi-bin/openapi/quota/get'];
    shop.emulator.control({
      faults: paths.map((path) => ({ path, do: { errcode: 48001, errmsg: ECHO }, times: 9 })),
    });
    const run = async (env: Readonly<Record<string, string>>): Promise<string> => {
      const { stdout, stderr } = await shop.run(['doctor', '--verbose', '--format', format], {
        ...ENV,
        ...env,
      });
      return stdout + stderr;
    };
    const told = [
      await run({}),
      await run({ WECHAT_APPID: SECRET }),
      await run({ WECHAT_ACCESS_TOKEN: SECRET }),
      await run({ WECHAT_API_BASE: `https://user:${PROXY_PASSWORD}@api.example` }),
      await run({ MENDIAN_RETRY_BASE_MS: SECRET }),
    ].join('');
    expect(told).toContain('48001');
    expectNone(told);
  });
});

describe('a report on a GitHub run', () => {
  test('has an annotation for each warning and fault', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    shop.emulator.control({ refused_ip: '203.0.113.7' });
    const { stdout } = await shop.run(['doctor', '--format', 'github']);
    expect(stdout).toMatch(/^::error title=mendian ADDRESS_REFUSED::WeChat refuses the address/mu);
    expect(stdout).toMatch(/^::warning title=mendian API_BASE_OTHER::/mu);
  });

  test('shows hostile words of WeChat as text', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    shop.emulator.control({ merchant: { status: 3, reason: '\u001b[31m\n::error::x @all' } });
    const { stdout } = await shop.run(['doctor', '--format', 'github']);
    expect(stdout).not.toMatch(/^::error::x/mu);
    expect(stdout).not.toContain('\u001b');
    const markdown = (await shop.run(['doctor', '--format', 'markdown'])).stdout;
    expect(markdown).toContain('@\u200ball');
  });
});
