/** The built program as an agency's: many merchants, a token store that survives kills, and a program that gives tokens. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildValues } from '../builders.ts';
import { openShop, storeYaml } from '../fakes/shop.ts';

const AUTHORIZER_TOKEN = '/cgi-bin/component/api_authorizer_token';
const COMPONENT_TOKEN = '/cgi-bin/component/api_component_token';
const DOOM = resolve(import.meta.dirname, '../chaos/doom.mjs');
const SETTINGS = `
accounts:
  noodles: { appid: wxnoodles, refresh_token_env: NOODLES_REFRESH }
  tea: { appid: wxtea, secret_env: TEA_SECRET }
`;
const SECRETS = {
  WECHAT_COMPONENT_SECRET: 'the-secret-of-the-component',
  WECHAT_COMPONENT_VERIFY_TICKET: 'ticket@@@of-the-component',
  NOODLES_REFRESH: 'the-first-refresh-token',
};

/** A repository with two merchants beside an emulator that knows both, and a token store of its own. */
async function openAgency(latency = 0) {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-agency-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const tokens = join(folder, 'tokens');
  const store = { poi_id: '1', name: '示例店', values: buildValues() };
  const merchants = ['wxnoodles', 'wxtea'].map((appid) => ({ appid, stores: [store] }));
  const shop = await openShop({ merchants, latency });
  shop.write('mendian.yaml', SETTINGS);
  for (const name of ['noodles', 'tea']) shop.write(`stores/${name}/1.yaml`, storeYaml({ poi_id: '1' }));
  const env = {
    WECHAT_APPID: '',
    WECHAT_SECRET: '',
    WECHAT_COMPONENT_APPID: 'wxcomponent',
    MENDIAN_TOKEN_STORE: tokens,
    ...SECRETS,
  };
  const file = join(tokens, 'loopback-authorizer-wxnoodles.json');
  const count = (path: string): number => shop.emulator.requests.filter((each) => each.path === path).length;
  const kept = (): string =>
    existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as { refresh_token: string }).refresh_token
      : '';
  return { shop, env, tokens, count, kept };
}

const DRIFT = ['drift', '--account', 'noodles'] as const;

test('a run over merchants of several kinds uses each one’s own way, and shows nobody’s secret', async () => {
  const { shop, env } = await openAgency();
  for (const name of ['noodles', 'tea'])
    shop.write(`stores/${name}/1.yaml`, storeYaml({ poi_id: '1', hour: '09:00-18:00' }));
  const secrets = {
    MENDIAN_SECRETS: JSON.stringify({ TEA_SECRET: 'the-secret-of-tea', OTHER: 'of-nobody-here' }),
  };
  const { exitCode, stdout, stderr } = await shop.run(['apply', '--yes', '-v'], { ...env, ...secrets });
  expect([exitCode, stdout.match(/^applied/gmu)?.length]).toEqual([0, 2]);
  for (const appid of ['wxnoodles', 'wxtea'])
    expect(shop.emulator.merchant(appid).stores.get('1')?.hour).toBe('09:00-18:00');
  const shown = `${stdout}${stderr}${shop.read('state/noodles.json')}${shop.read('state/tea.json')}`;
  for (const secret of [...Object.values(SECRETS), 'the-secret-of-tea', 'of-nobody-here', '-token-0'])
    expect(shown).not.toContain(secret);
});

describe('a kill between the answer and its use', () => {
  // Steps of the disk in the token store after the merchant’s answer: its text is written, put in its place, and it is there.
  test('leaves the old refresh token or the new one, and the next run goes on with it', async () => {
    const { shop, env, tokens, count, kept } = await openAgency();
    const ends: string[] = [];
    for (const step of [20, 22, 23]) {
      rmSync(tokens, { recursive: true, force: true });
      shop.emulator.control({ reset: true, refresh_token: SECRETS.NOODLES_REFRESH, appid: 'wxnoodles' });
      const doom = { CHAOS_ROOT: tokens, CHAOS_STEP: String(step), NODE_OPTIONS: `--import=${DOOM}` };
      const killed = await shop.run(DRIFT, { ...env, ...doom });
      expect([killed.exitCode, count(AUTHORIZER_TOKEN), count('/wxa/get_store_list')]).toEqual([-1, 1, 0]);
      ends.push(kept() === '' ? 'old' : 'new');
      const { stdout, stderr } = await shop.run(DRIFT, env);
      expect(stdout, stderr).toContain('No drift');
      expect(kept()).toMatch(/^refresh-token-\d+-of-wxnoodles$/u);
    }
    expect(ends).toEqual(['old', 'old', 'new']);
  });
});

test('two processes at once renew once, and both go on', async () => {
  const { shop, env, count, kept } = await openAgency(100);
  const runs = await Promise.all([shop.run(DRIFT, env), shop.run(DRIFT, env)]);
  for (const { stdout, stderr } of runs) expect(stdout, stderr).toContain('No drift');
  expect([count(COMPONENT_TOKEN), count(AUTHORIZER_TOKEN)]).toEqual([1, 1]);
  expect(kept()).toBe('refresh-token-000001-of-wxnoodles');
});

test('a credential command is run from the repository’s root, and a signal ends it', async () => {
  const { shop } = await openAgency();
  shop.write(
    'bin/hub',
    '#!/bin/sh\ntrap "echo ended >> asked; exit 1" TERM\ncat >> asked\nsleep 60 &\nwait\n',
  );
  chmodSync(join(shop.root, 'bin/hub'), 0o755);
  const env = {
    WECHAT_APPID: '',
    WECHAT_SECRET: '',
    MENDIAN_CREDENTIAL_COMMAND: './bin/hub',
    MENDIAN_RETRY_BASE_MS: '1000',
  };
  shop.write('mendian.yaml', SETTINGS.replace(', secret_env: TEA_SECRET', ''));
  const run = shop.start(['drift', '--account', 'tea'], env);
  while (!shop.exists('asked') || shop.read('asked') === '')
    await new Promise((resolve) => setTimeout(resolve, 20));
  run.kill('SIGINT');
  const { stdout } = await run;
  expect(String(stdout)).toContain('COMMAND_FAILED');
  expect(shop.read('asked')).toBe('{"account":"tea","appid":"wxtea"}\nended\n');
  shop.write(
    'bin/hub',
    '#!/bin/sh\nread asked\necho \'{"access_token":"stable-token-000001-of-wxtea","expires_in":60}\'\n',
  );
  const body = JSON.stringify({ grant_type: 'client_credential', appid: 'wxtea', secret: 's' });
  await fetch(`${shop.emulator.baseUrl}/cgi-bin/stable_token`, { method: 'POST', body });
  expect((await shop.run(['drift', '--account', 'tea'], env)).stdout).toContain('No drift');
});
