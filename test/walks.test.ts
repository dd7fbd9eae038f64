/** The worked examples of docs/walks.md are right: they are taken from the page, applied to a copy, run, and taken back. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openShop, type Shop, storeYaml } from './fakes/shop.ts';

const ROOT = resolve(import.meta.dirname, '..');
const PAGE = readFileSync(join(ROOT, 'docs/walks.md'), 'utf8');
const WALKS = [...PAGE.matchAll(/^```diff\n([\s\S]*?)^```$/gmu)].map(([, patch = '']) => patch).join('');
/** Parts of the repository that the program is not made from. */
const LEFT_OUT = /^((test|bench)\/|node_modules$)/u;
const SECONDS = 1000;

const copy = mkdtempSync(join(tmpdir(), 'mendian-walks-'));

/** What a command printed; throws with it where the command fails. */
async function inCopy(command: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execa(command, args, { cwd: copy, all: true });
  return stdout;
}

const generate = (): Promise<string> => inCopy('node', 'scripts/run.mjs', 'scripts/generate.ts');
const build = (): Promise<string> => inCopy('node', 'scripts/build.mjs');
const patch = (...args: readonly string[]): Promise<string> =>
  inCopy('git', 'apply', '--recount', ...args, 'node_modules/walks.patch');

/** What git knows, as it is on the disk, and the packages as links: what scripts keep beside them is the copy's own. */
async function copySources(): Promise<void> {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await execa('git', list, { cwd: ROOT });
  const files = [...new Set(stdout.split('\0'))].filter((file) => file !== '' && !LEFT_OUT.test(file));
  for (const file of files.filter((each) => existsSync(join(ROOT, each)))) {
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    cpSync(join(ROOT, file), join(copy, file));
  }
  const packages = join(copy, 'node_modules');
  mkdirSync(packages);
  for (const name of readdirSync(join(ROOT, 'node_modules')).filter((each) => each !== '.cache'))
    symlinkSync(join(ROOT, 'node_modules', name), join(packages, name));
  writeFileSync(join(packages, 'walks.patch'), WALKS);
}

/** Digest of each file of the copy, but of what is built. */
function readTree(): Readonly<Record<string, string>> {
  const entries = readdirSync(copy, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    files
      .map((file) => relative(copy, file))
      .filter((file) => !/^(node_modules|dist)\b/u.test(file))
      .sort()
      .map((file) => [
        file,
        createHash('sha256')
          .update(readFileSync(join(copy, file)))
          .digest('hex'),
      ]),
  );
}

/** Files that are other than before the walks, or new, or gone. */
function listChanged(): readonly string[] {
  const now = readTree();
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (file) => now[file] !== before[file],
  );
}

/** The copy's program in a shop's folder. */
function start({ root, env }: Pick<Shop, 'root' | 'env'>, ...args: readonly string[]) {
  return execa(process.execPath, [join(copy, 'dist/cli.js'), ...args], {
    cwd: root,
    env: { ...env, PATH: process.env.PATH ?? '', MENDIAN_RETRY_BASE_MS: '1', NO_COLOR: '1' },
    extendEnv: false,
    reject: false,
  });
}

async function run(
  shop: Pick<Shop, 'root' | 'env'>,
  ...args: readonly string[]
): Promise<{ exitCode: number; stdout: string }> {
  const { stdout, exitCode = -1 } = await start(shop, ...args);
  return { exitCode, stdout };
}

/** The copy's own emulator with the shop's stores, which refuses members that it does not know; its address. */
async function emulate(shop: Shop): Promise<string> {
  const emulator = start(shop, 'emulator', '--port', '0', '--seed', 'stores');
  onTestFinished(async () => {
    emulator.kill();
    await emulator;
  });
  const [line = ''] = await once(emulator.stdout, 'data');
  const address = String(line).trim();
  const body = JSON.stringify({ switches: { strictMembers: 'yes' } });
  expect((await fetch(`${address}/_control`, { method: 'POST', body })).status).toBe(200);
  return address;
}

/** The bodies of `update_store` that came in. */
async function readSent(address: string): Promise<readonly unknown[]> {
  const answer = await fetch(`${address}/_control/requests`);
  // The emulator's log of calls; what is compared is what stands in the bodies.
  const calls = (await answer.json()) as readonly { readonly path: string; readonly body: string }[];
  return calls.filter(({ path }) => path === '/wxa/update_store').map(({ body }) => JSON.parse(body));
}

let before: Readonly<Record<string, string>> = {};
/** Types are checked while the program runs. */
let types: Promise<string>;

beforeAll(async () => {
  await copySources();
  before = readTree();
  await patch();
  await generate();
  types = inCopy('node', join(ROOT, 'test/fakes/check-types.mjs'), copy);
  // Looked at by its test; until then nobody waits for it.
  types.catch(() => undefined);
  await build();
}, 120 * SECONDS);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** A shop of two stores, one with a notice of its own, one with that of the defaults. */
async function openNoticed(): Promise<Shop> {
  const stores = [
    { poi_id: '1', name: '一号店' },
    { poi_id: '2', name: '二号店' },
  ];
  const shop = await openShop({ stores, begin: 'recorded' });
  shop.write('stores/1.yaml', `${storeYaml({ poi_id: '1', name: '一号店' })}notice: Lift under repair\n`);
  shop.write('stores/_defaults.yaml', 'notice: 国庆照常营业\n');
  return shop;
}

describe('the worked examples of docs/walks.md', () => {
  test('a new field is in the schema, the plan, its Markdown, what is sent, and the record', async () => {
    const schema = JSON.parse(readFileSync(join(copy, 'schemas/store.schema.json'), 'utf8'));
    expect(schema.properties.notice).toMatchObject({ type: 'string', maxLength: 60 });
    const shop = await openNoticed();

    const planned = JSON.parse((await run(shop, 'plan', '--format', 'json')).stdout);
    const notice = (after: string) => [{ field: 'notice', before: null, after, review: false }];
    expect(planned.changes).toMatchObject([
      { poi_id: '1', action: 'update', fields: notice('Lift under repair') },
      { poi_id: '2', action: 'update', fields: notice('国庆照常营业') },
    ]);
    const { stdout: markdown } = await run(shop, 'plan', '--format', 'markdown');
    expect(markdown).toContain('notice: `Lift under repair`');

    const address = await emulate(shop);
    const env = { ...shop.env, WECHAT_API_BASE: address };
    expect(await run({ root: shop.root, env }, 'apply', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await readSent(address)).toMatchObject([
      { poi_id: '1', notice: 'Lift under repair' },
      { poi_id: '2', notice: '国庆照常营业' },
    ]);
    expect(shop.records()).toMatchObject({
      '1': { values: { notice: 'Lift under repair' } },
      '2': { values: { notice: '国庆照常营业' } },
    });
  });

  test('once it is recorded there is nothing to do, and what its schema refuses is named, in the new format', async () => {
    const shop = await openNoticed();
    await run(shop, 'apply', '--yes');
    const { stdout: nothing } = await run(shop, 'plan', '--format', 'junit', '--detailed-exitcode');
    expect(nothing).toContain('<testsuites tests="0" failures="0">');

    shop.write(
      'stores/2.yaml',
      `${storeYaml({ poi_id: '2', hour: '22:00-02:00' })}notice: ${'长'.repeat(61)}\n`,
    );
    const { stdout, exitCode } = await run(shop, 'plan', '--format', 'junit');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/<testcase classname="stores\/2\.yaml:3" name="OVERNIGHT_HOURS"><system-out>/u);
    expect(stdout).toMatch(
      /<testcase classname="stores\/2\.yaml:\d+" name="INVALID_VALUE"><failure message="/u,
    );
  });

  test('hold in types', async () => {
    await expect(types).resolves.toBe('');
  });

  test('are taken back without a trace', async () => {
    expect(listChanged()).toContain('src/fields.ts');
    await patch('-R');
    await generate();
    expect(listChanged()).toEqual([]);
  });
});

test('the walks name only files that there are, and those that they make', () => {
  const made = [...WALKS.matchAll(/^--- \/dev\/null\n\+\+\+ b\/(.*)$/gmu)].map(([, file]) => file);
  const named = [
    ...PAGE.matchAll(/`((?:src|test|scripts|scaffold|schemas|docs)\/[\w./-]*|[\w-]+\.(?:yml|md))`/gu),
  ];
  const missing = named
    .map(([, file = '']) => file)
    .filter((file) => !/NAME/u.test(file) && !made.includes(file) && !existsSync(join(ROOT, file)));
  expect(named.length).toBeGreaterThan(30);
  expect(missing).toEqual(['test/report/junit.test.ts']);
});
