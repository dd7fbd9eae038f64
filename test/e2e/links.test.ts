/** Symbolic links and paths that lead out of the repository: nothing outside is read, shown or written. */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Outside, openOutside } from '../fakes/outside.ts';
import { listStores, openShop, type Shop } from '../fakes/shop.ts';

const APPLY = ['apply', '--yes', '--rate', '0', '--max-changes', '100%', '--verbose'];

async function openBoth(): Promise<{ readonly shop: Shop; readonly outside: Outside }> {
  const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
  return { shop, outside: openOutside() };
}

/** What the program says where it shows the most. */
async function sayAll(shop: Shop): Promise<string> {
  const commands = [['show', '472671857'], APPLY, ['plan', '--format', 'github']];
  let said = '';
  for (const args of commands) {
    const { stdout, stderr } = await shop.run(args);
    said += stdout + stderr;
  }
  return said;
}

async function listCodes(shop: Shop, args: readonly string[] = ['plan']): Promise<readonly string[]> {
  const { json } = await shop.runJson(args);
  return json.diagnostics.map(({ code, file }) => `${code} ${file}`);
}

describe('in the stores folder', () => {
  test.each([
    ['a file of the repository', () => '472671857.yaml'],
    ['a file outside', ({ path }: Outside) => path('store.yaml')],
    ['a folder outside', ({ folder }: Outside) => folder],
    ['itself', () => 'link.yaml'],
    ['nothing', () => './nowhere.yaml'],
    ['a device', () => '/dev/zero'],
  ])('a link to %s is named and not followed', async (_, aim) => {
    const { shop, outside } = await openBoth();
    symlinkSync(aim(outside), join(shop.root, 'stores/link.yaml'));
    expect(await listCodes(shop)).toEqual(['FILE_IGNORED stores/link.yaml']);
    outside.expectUntouched(await sayAll(shop));
  });

  test('a link in the place of the defaults is named and not followed', async () => {
    const { shop, outside } = await openBoth();
    symlinkSync(outside.path('store.yaml'), join(shop.root, 'stores/_defaults.yaml'));
    expect(await listCodes(shop)).toEqual(['FILE_IGNORED stores/_defaults.yaml']);
    outside.expectUntouched(await sayAll(shop));
  });
});

describe('the stores folder', () => {
  test('as a link to a folder outside refuses the run and releases no store', async () => {
    const { shop, outside } = await openBoth();
    rmSync(join(shop.root, 'stores'), { recursive: true });
    symlinkSync(outside.folder, join(shop.root, 'stores'));
    expect(await listCodes(shop)).toContain('STORES_FOLDER_MISSING stores');
    outside.expectUntouched(await sayAll(shop));
    expect(Object.keys(shop.records())).toHaveLength(2);
  });
});

describe('the settings', () => {
  test.each([
    ['stores: ../elsewhere', 'PATH_OUTSIDE mendian.yaml'],
    ['stores: stores/../../elsewhere', 'PATH_OUTSIDE mendian.yaml'],
    ['stores: OUTSIDE', 'PATH_OUTSIDE mendian.yaml'],
    ['stores: link', 'STORES_FOLDER_MISSING link'],
    ['stores: link/inner', 'STORES_FOLDER_MISSING link/inner'],
    ['state: ../x', 'PATH_OUTSIDE mendian.yaml'],
    ['state: OUTSIDE/state.json', 'PATH_OUTSIDE mendian.yaml'],
    ['state: link/state.json', 'STATE_UNREADABLE link/state.json'],
    ['state: link/inner/new.json', 'STATE_UNREADABLE link/inner/new.json'],
  ])('%s lead nowhere else', async (line, finding) => {
    const { shop, outside } = await openBoth();
    symlinkSync(outside.folder, join(shop.root, 'link'));
    shop.write('mendian.yaml', `${line.replace('OUTSIDE', outside.folder)}\n`);
    expect(await listCodes(shop)).toContain(finding);
    expect(await listCodes(shop, APPLY)).toContain(finding);
    outside.expectUntouched(await sayAll(shop));
    expect(shop.updates()).toEqual([]);
  });

  test.each([
    ['outside', ({ path }: Outside) => path('settings.yaml')],
    ['nowhere', () => 'nowhere'],
  ])('as a link that leads %s are refused, not taken for the defaults', async (_, aim) => {
    const { shop, outside } = await openBoth();
    symlinkSync(aim(outside), join(shop.root, 'mendian.yaml'));
    expect(await listCodes(shop)).toEqual(['FILE_UNREADABLE mendian.yaml']);
    outside.expectUntouched(await sayAll(shop));
  });
});

describe('what apply writes', () => {
  const STATE = 'mendian.state.json';
  test.each([
    [STATE, 'state.json'],
    [STATE, 'nowhere'],
    [`${STATE}.journal`, 'state.json'],
    [`${STATE}.journal`, 'nowhere'],
    [`${STATE}.lock`, 'state.json'],
    [`${STATE}.lock`, 'lock.json'],
    [`${STATE}.lock`, 'nowhere'],
  ])('is not written through %s as a link to %s outside', async (file, aim) => {
    const { shop, outside } = await openBoth();
    shop.writeStore('stores/472671857.yaml', { poi_id: '472671857', hour: '09:00-21:00' });
    rmSync(join(shop.root, file), { force: true });
    symlinkSync(outside.path(aim), join(shop.root, file));
    expect(await listCodes(shop, APPLY)).toContain(`STATE_UNREADABLE ${file}`);
    outside.expectUntouched(await sayAll(shop));
    expect(shop.updates()).toEqual([]);
  });
});

describe('plan --out', () => {
  test.each([
    ['a link to a plan outside', 'out.json', 'plan.json'],
    ['a link to another file outside', 'out.json', 'state.json'],
    ['a link to nothing', 'out.json', 'nowhere'],
    ['a file below a linked folder', 'out/new.json', ''],
    ['a folder below a linked one', 'out/more/new.json', ''],
  ])('into %s is refused', async (_, file, aim) => {
    const { shop, outside } = await openBoth();
    symlinkSync(outside.path(aim), join(shop.root, file.split('/')[0] ?? ''));
    const { exitCode, stderr, stdout } = await shop.run(['plan', '--out', file]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`--out cannot be "${file}"`);
    outside.expectUntouched(stdout + stderr);
  });

  test('writes where a person says, also outside, and over an earlier plan', async () => {
    const { shop, outside } = await openBoth();
    for (const file of [outside.path('new.json'), 'plan.json', 'plan.json'])
      expect((await shop.run(['plan', '--out', file])).exitCode).toBe(0);
  });
});

test('init makes nothing below a linked folder', async () => {
  const { shop, outside } = await openBoth();
  symlinkSync(outside.folder, join(shop.root, '.github'));
  symlinkSync(outside.folder, join(shop.root, 'schemas'));
  const { stdout, exitCode } = await shop.run(['init']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('left out .github/workflows/plan.yml (its folder is a symbolic link)');
  outside.expectUntouched(stdout);
});

test('merge-state neither reads nor replaces a link', async () => {
  const { shop, outside } = await openBoth();
  mkdirSync(join(shop.root, 'links'));
  symlinkSync(outside.path('state.json'), join(shop.root, 'links/state.json'));
  for (const args of [
    ['links/state.json'],
    ['mendian.state.json', 'links/state.json', 'mendian.state.json'],
  ]) {
    const { exitCode, stdout, stderr } = await shop.run(['merge-state', ...args]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('links/state.json cannot be used: it is a symbolic link.');
    outside.expectUntouched(stdout + stderr);
  }
});
