/** `mendian` alone, at each point of the first days: how it stands and what comes next; and the folder that is no root. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkFolder } from '../../src/commands/root-folder.ts';
import { welcome } from '../../src/commands/welcome.ts';
import { describeFault } from '../../src/messages/describe.ts';
import { en } from '../../src/messages/en.ts';
import { zhCN } from '../../src/messages/zh-CN.ts';
import { createStyle } from '../../src/report/style.ts';
import { openDay } from '../fakes/day.ts';
import { listStores, openShop, type Shop } from '../fakes/shop.ts';

const NOW = '2026-11-26T02:00:00Z';

async function greet(shop: Shop, root = shop.root): Promise<{ said: string; steps: readonly string[] }> {
  const day = openDay(shop, NOW);
  expect(await welcome({ ...day, root }, '1.2.3')).toBe(1);
  expect(day.printed()).toBe('');
  const [title, body = '', more] = day.hinted().split('\n\n');
  expect([title, more]).toEqual([
    'mendian 1.2.3: stores as code for WeChat store mini programs',
    'More: mendian --help',
  ]);
  const [said = '', ...steps] = body.split('\n');
  return { said, steps: steps.map((step) => /mendian ([a-z]+)/u.exec(step)?.[1] ?? '') };
}

describe('mendian alone', () => {
  test('begins with the demo where there is nothing', async () => {
    const shop = await openShop();
    mkdirSync(join(shop.root, 'empty'));
    expect(await greet(shop, join(shop.root, 'empty'))).toEqual({
      said: 'This folder holds no stores yet.',
      steps: ['demo', 'init', 'import'],
    });
    shop.write('mendian.yaml', 'version: 1\n');
    expect((await greet(shop)).steps[0]).toBe('import');
  });

  test('leads from files to a plan, from a plan to an apply, and then looks after them', async () => {
    const shop = await openShop({ stores: listStores(3) });
    expect(await greet(shop)).toEqual({
      said: '3 stores here, and nothing on record yet of what WeChat was sent.',
      steps: ['validate', 'plan', 'apply'],
    });
    const recorded = await openShop({ stores: listStores(3), begin: 'recorded' });
    expect((await greet(recorded)).steps).toEqual(['status', 'drift', 'doctor']);
    recorded.writeStore('stores/472671857.yaml', { poi_id: '472671857', hour: '09:00-21:00' });
    expect(await greet(recorded)).toEqual({
      said: '3 stores here: 1 to update, 2 unchanged.',
      steps: ['plan', 'apply', 'status'],
    });
    recorded.write('stores/bad.yaml', 'name: [\n');
    expect(await greet(recorded)).toMatchObject({
      said: '1 error must be mended first.',
      steps: ['validate', 'doctor'],
    });
  });

  test('counts the stores of all accounts, and speaks Chinese', async () => {
    const shop = await openShop();
    shop.write('mendian.yaml', 'accounts: { a: { appid: wxa }, b: { appid: wxb } }\n');
    shop.writeStore('stores/a/1.yaml', { poi_id: '1' });
    shop.writeStore('stores/b/2.yaml', { poi_id: '2' });
    expect((await greet(shop)).said).toMatch(/^2 stores here/u);
    const day = openDay(shop, NOW);
    await welcome({ ...day, messages: zhCN, style: createStyle(zhCN, 'plain') }, '1.2.3');
    expect(day.hinted()).toContain('这里有 2 家门店，还没有发送记录。');
  });
});

describe('the folder that a command works in', () => {
  const check = (folder: string, place: 'root' | 'new' | 'any' = 'root', config: string | null = null) => {
    const found = checkFolder(folder, { command: 'plan', place, config });
    return found === null ? null : [found.code, describeFault(found, en).hint];
  };

  test('must be there, but for init', async () => {
    const shop = await openShop();
    expect(check(join(shop.root, 'none'))?.[0]).toBe('FOLDER_MISSING');
    expect(check(join(shop.root, 'none'), 'any')?.[0]).toBe('FOLDER_MISSING');
    expect(check(join(shop.root, 'none'), 'new')).toBeNull();
    shop.write('file', '');
    expect(check(join(shop.root, 'file'), 'new')?.[0]).toBe('FOLDER_MISSING');
  });

  test('is the root, and not a folder within: init would put a second repository there', async () => {
    const shop = await openShop({ stores: listStores(1) });
    shop.write('mendian.yaml', 'version: 1\n');
    const within = join(shop.root, 'stores/shanghai');
    mkdirSync(within);
    expect(check(shop.root)).toBeNull();
    expect(check(within)).toEqual(['FOLDER_BELOW_ROOT', 'Go there, or type: mendian -C ../.. plan']);
    expect(check(within, 'new')?.[0]).toBe('FOLDER_BELOW_ROOT');
    expect([check(within, 'any'), check(within, 'root', 'x.yaml')]).toEqual([null, null]);
  });

  test('may hold settings or stores of its own, or be a git repository of its own', async () => {
    const shop = await openShop();
    shop.write('mendian.state.json', '{}');
    shop.write('own/mendian.yml', '');
    mkdirSync(join(shop.root, 'clone/.git'), { recursive: true });
    mkdirSync(join(shop.root, 'other/stores'), { recursive: true });
    mkdirSync(join(shop.root, 'plain'));
    const codes = ['own', 'clone', 'other', 'plain'].map((name) => check(join(shop.root, name))?.[0] ?? null);
    expect(codes).toEqual([null, null, null, 'FOLDER_BELOW_ROOT']);
  });
});
