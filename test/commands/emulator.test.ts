/** What an emulator is seeded with: a folder of stores, or a repository with one or several merchants. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSeededEmulator } from '../../src/commands/emulator.ts';
import { storeYaml } from '../fakes/shop.ts';

const STORE = storeYaml({ poi_id: '1' });

/** Starts on a folder `chain` with these files, and asks for the stores of an appid. */
async function seed(files: Readonly<Record<string, string>>, folder = 'chain') {
  const root = mkdtempSync(join(tmpdir(), 'mendian-seed-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'chain', file)), { recursive: true });
    writeFileSync(join(root, 'chain', file), text);
  }
  const started = await startSeededEmulator({ root, port: 0, seed: folder });
  if ('diagnostics' in started) return { codes: started.diagnostics.map(({ code }) => code) };
  onTestFinished(() => started.close());
  const post = async (path: string, body: object) => {
    const init = { method: 'POST', body: JSON.stringify(body) };
    return JSON.parse(await (await fetch(`${started.baseUrl}${path}`, init)).text());
  };
  const count = async (appid: string): Promise<unknown> => {
    const asked = { grant_type: 'client_credential', appid, secret: 's' };
    const { access_token: token } = await post('/cgi-bin/stable_token', asked);
    const listed = await post(`/wxa/get_store_list?access_token=${token}`, { offset: 0, limit: 50 });
    return listed.total_count ?? listed.errcode;
  };
  return { stores: started.stores, merchants: started.merchants, count };
}

test('a folder of stores is one merchant’s, whatever its appid', async () => {
  const { stores, merchants, count } = await seed({ 'stores/1.yaml': STORE }, 'chain/stores');
  expect([stores, merchants, await count?.('wxany')]).toEqual([1, 0, 1]);
});

test('a repository without accounts is, too', async () => {
  const { stores, merchants, count } = await seed({
    'mendian.yaml': 'stores: shops\n',
    'shops/1.yaml': STORE,
  });
  expect([stores, merchants, await count?.('wxany')]).toEqual([1, 0, 1]);
});

test('each account of a repository holds the stores of its appid', async () => {
  const { stores, merchants, count } = await seed({
    'mendian.yaml': 'accounts:\n  tea: { appid: wxtea }\n  noodles: { appid: wxnoodles }\n',
    'stores/tea/1.yaml': STORE,
    'stores/noodles/1.yaml': STORE,
    'stores/noodles/2.yaml': storeYaml({ poi_id: '2' }),
  });
  const counts = [await count?.('wxtea'), await count?.('wxnoodles'), await count?.('wxother')];
  expect([stores, merchants, ...counts]).toEqual([3, 2, 1, 2, 40001]);
});

test('an account without an appid, broken settings and broken stores are told', async () => {
  const accounts = 'accounts:\n  tea: { appid: wxtea }\n  noodles: {}\n';
  expect((await seed({ 'mendian.yaml': accounts })).codes).toContain('APPID_MISSING');
  expect((await seed({ 'mendian.yaml': 'accounts: 1\n' })).codes).toEqual(['SETTING_INVALID']);
  expect((await seed({ 'mendian.yaml': 'stores: shops\n', 'shops/1.yaml': 'name: x\n' })).codes).not.toEqual(
    [],
  );
});
