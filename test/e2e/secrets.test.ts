/** No secret leaves: each command and fault with verbose on, and every byte that was printed or written. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Control } from '../../src/emulator/control.ts';
import { buildValues } from '../builders.ts';
import { openChain } from '../fakes/chain.ts';
import { openStage } from '../fakes/github/stage.ts';
import {
  countSearched,
  expectNone,
  GIT_PASSWORD,
  PROXY_PASSWORD,
  readAll,
  readCommandLines,
  SECRET,
} from '../fakes/secrets.ts';
import { listStores, openShop, type Shop } from '../fakes/shop.ts';

const ENV = { WECHAT_SECRET: SECRET, WECHAT_APPID: 'wxtest' };
const APPLY = [
  'apply',
  '--yes',
  '--rate',
  '0',
  '--verbose',
  '--max-changes',
  '100%',
  '--max-reviews',
  '100%',
];

async function openChanged(): Promise<Shop> {
  const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
  for (const { poi_id } of listStores(2)) {
    shop.writeStore(`stores/${poi_id}.yaml`, { poi_id, hour: '09:00-21:00' });
  }
  return shop;
}

/** The platform's own words may hold what it was sent. */
const ECHO = `bad ${SECRET} ${encodeURIComponent(SECRET)} TOKEN`;
/** The token stands only in answers that come after it was given out: before, nobody could know it. */
const GIVEN = 'stable-token-000001-of-the-emulator';
const PATHS = ['/cgi-bin/stable_token', '/wxa/get_store_info', '/wxa/update_store'];
const FAULTS: readonly NonNullable<Control['faults']>[number]['do'][] = [
  'reset',
  'html',
  'http500',
  'truncate',
  { errcode: 40001, errmsg: ECHO },
  { errcode: 40164, errmsg: `invalid ip 1.2.3.4 ${ECHO}` },
  { errcode: 48001, errmsg: ECHO },
  { errcode: 40097, errmsg: ECHO },
  { errcode: 99999, errmsg: ECHO },
  { body: `<html>${ECHO}</html>` },
  { body: `{"errcode":0,"errmsg":${JSON.stringify(ECHO)}}` },
];

/** Runs with a folder of its own for temporary files, looks around while a request is held, and again at the end. */
async function expectNoneUnderWay(shop: Shop, args: readonly string[], path: string): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), 'mendian-own-'));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const child = shop.start(args, { ...ENV, TMPDIR: temporary });
  await shop.emulator.waitForRequests(path, 1);
  const lines = readCommandLines(child.pid ?? 0);
  if (process.platform === 'linux') expect(lines).toContain('apply');
  expectNone(lines + readAll(shop.root) + readAll(temporary));
  const { stdout, stderr, exitCode } = await child;
  expect(exitCode).toBe(0);
  expectNone(String(stdout) + String(stderr) + readAll(shop.root));
  expect(readdirSync(temporary)).toEqual([]);
}

describe('a secret', () => {
  test.each(
    PATHS.flatMap((path) =>
      FAULTS.map((fault) => ({ path, fault, shown: JSON.stringify(fault).slice(0, 40) })),
    ),
  )('stays inside when $path answers $shown', async ({ path, fault }) => {
    const shop = await openChanged();
    const echoed = JSON.stringify(fault).replace('TOKEN', path.startsWith('/wxa/') ? GIVEN : '');
    shop.emulator.control({ faults: [{ path, do: JSON.parse(echoed) as typeof fault, times: 9 }] });
    const { stdout, stderr } = await shop.run(APPLY, ENV);
    expectNone(stdout + stderr + readAll(shop.root));
  });

  test.each([
    [['import', '--cards'], '/wxa/get_store_list'],
    [['drift', '--cards'], '/card/storewxa/get'],
    [['plan', '--refresh'], '/wxa/get_store_list'],
    [['status'], '/wxa/get_store_info'],
    [['doctor'], '/wxa/get_merchant_audit_info'],
  ] as const)('stays inside when %j is answered with it', async (args, path) => {
    const store = { poi_id: '472671857', card_id: 'pAbCdEfGhIjKlMnOpQrStUvWxYz0' };
    const shop = await openShop({ stores: [store], begin: 'recorded' });
    shop.emulator.control({ seed: [{ poi_id: '5', name: '示例店', values: buildValues() }] });
    shop.write(
      'mendian.state.json',
      shop.read('mendian.state.json').replace('"review":"none"', '"audit_id":"1111","review":"pending"'),
    );
    const echoed = ECHO.replace('TOKEN', GIVEN);
    for (const answer of [{ errcode: 40097, errmsg: echoed }, { body: `<html>${echoed}</html>` }]) {
      shop.emulator.control({ reset: true, faults: [{ path, do: answer, times: 9 }] });
      const { stdout, stderr } = await shop.run([...args, '--verbose'], ENV);
      expect(shop.emulator.requests.map((request) => request.path)).toContain(path);
      expectNone(stdout + stderr + readAll(shop.root));
    }
  });

  test('stays inside with every command and format', async () => {
    const shop = await openChanged();
    let seen = '';
    const commands = [
      ['init'],
      ['validate', '--format', 'json'],
      ['plan', '--out', 'plan.json'],
      ['plan', '--format', 'markdown'],
      ['plan', '--format', 'github'],
      ['show', '472671857'],
      ['doctor'],
      ['doctor', '--format', 'markdown'],
      ['plan', '--refresh'],
      ['drift', '--format', 'markdown'],
      ['drift', '--accept', '--dry-run'],
      ['import', '--cards'],
      ['apply', 'plan.json', '--yes', '--format', 'json'],
      ['apply', '--yes', '--format', 'github'],
      ['status', '--format', 'json'],
      ['merge-state', 'mendian.state.json'],
      ['apply', '--max-changes', SECRET],
    ];
    for (const args of commands.slice(0, -1)) {
      const { stdout, stderr } = await shop.run([...args, '--verbose'], ENV);
      seen += stdout + stderr;
    }
    expectNone(seen + readAll(shop.root));
  });

  test('of a token from elsewhere stays inside too', async () => {
    const shop = await openChanged();
    const { stdout, stderr } = await shop.run(APPLY, { WECHAT_ACCESS_TOKEN: SECRET, WECHAT_SECRET: '' });
    expect(stdout).toContain('40014');
    expectNone(stdout + stderr + readAll(shop.root));
  });

  test('of a proxy, of the address of the API or of a remote is not shown', async () => {
    const shop = await openChanged();
    const proxy = `http://user:${encodeURIComponent(PROXY_PASSWORD)}@127.0.0.1:1`;
    const dead = await shop.run(APPLY, { ...ENV, HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: '' });
    const wrong = await shop.run(APPLY, {
      ...ENV,
      WECHAT_API_BASE: `https://user:${PROXY_PASSWORD}@api.example`,
    });
    expectNone([dead, wrong].map(({ stdout, stderr }) => stdout + stderr).join('') + readAll(shop.root));
    const chain = await openChain({ stores: listStores(1) });
    const remote = chain.server.url.replace('://', `://user:${GIT_PASSWORD}@`);
    await chain.git('remote', 'set-url', 'origin', `${remote}/nowhere.git`);
    const { stdout, stderr } = await chain.run([...APPLY, '--push'], ENV);
    expect(stdout).toContain('GIT_FAILED');
    expectNone(stdout + stderr + readAll(chain.root));
  });

  test.each(PATHS)('stays out of every file and command line while %s has no answer yet', async (path) => {
    const shop = await openChanged();
    shop.emulator.control({ faults: [{ path, do: { slow: 1_000 } }] });
    await expectNoneUnderWay(shop, APPLY, path);
  });

  // Skipped elsewhere: the command lines of child processes are read from /proc, which only Linux has.
  test.skipIf(process.platform !== 'linux')('stays out of them while the run also pushes', async () => {
    const chain = await openChain({ stores: listStores(2), begin: 'recorded' });
    chain.writeStore('stores/472671857.yaml', { poi_id: '472671857', hour: '09:00-21:00' });
    await chain.publish('hours');
    const path = '/wxa/update_store';
    chain.emulator.control({ faults: [{ path, do: { slow: 1_000 } }] });
    await expectNoneUnderWay(chain, [...APPLY, '--push'], path);
    expectNone(await chain.git('log', '-p', 'origin/main'));
  });

  test('stays inside the action: log, outputs, summary, files, comments and commits', async () => {
    const stage = await openStage({ stores: listStores(2) });
    const pull = await stage.propose(
      'hours',
      stage.storeFiles([{ poi_id: '472671857', hour: '09:00-21:00' }]),
    );
    const planned = await stage.plan(pull, { env: { RUNNER_DEBUG: '1' } });
    stage.emulator.control({ faults: [{ path: '/wxa/update_store', do: { errcode: 40097, errmsg: ECHO } }] });
    const event = await stage.merge(pull);
    const env = { ...ENV, RUNNER_DEBUG: '1' };
    const failed = await stage.apply(event, { env });
    const again = await stage.apply(await stage.tip(), {
      env,
      runId: 2,
      inputs: { 'retry-refused': 'true' },
    });
    expect([planned.exitCode, failed.exitCode, again.exitCode]).toEqual([0, 1, 0]);
    const told = [planned, failed, again].map(
      ({ log, summary, outputs }) => log + summary + JSON.stringify(outputs),
    );
    const history = await stage.repository.git(['log', '-p', 'main']);
    const comments = stage.repository.comments.map(({ body }) => body);
    const text = [...told, history, ...comments].join('\n');
    expectNone(text);
    expect(text).not.toContain(stage.github.token);
  });

  test('was looked for in much text: a search where nothing is said would prove nothing', () => {
    expect(countSearched()).toBeGreaterThan(100_000);
  });
});
