/** What may stand in a repository besides good files: pipes, huge files, odd names, files that nobody may read. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startProgram } from '../fakes/program.ts';
import { type Json, listStores, openShop, type Shop, storeYaml } from '../fakes/shop.ts';

const STORE = { poi_id: '472671857' };
const STATE = 'mendian.state.json';
const APPLY = ['apply', '--yes', '--rate', '0', '--max-changes', '100%'];
/** Nobody reads what root alone may; where the tests are not run by root, modes are enough. */
const AS_NOBODY =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];

async function openRecorded(): Promise<Shop> {
  return await openShop({ stores: listStores(2), begin: 'recorded' });
}

function listFindings({ diagnostics }: Json): readonly string[] {
  return diagnostics.map(({ code, file }) => `${code} ${file}`);
}

async function find(shop: Shop, args: readonly string[] = ['plan']): Promise<readonly string[]> {
  return listFindings((await shop.runJson(args)).json);
}

/** Runs the program as a user to whom modes apply. */
function runAsNobody(shop: Shop, args: readonly string[]): Promise<Json> {
  return new Promise((resolve, reject) => {
    const child = startProgram([...args, '--format', 'json'], {
      cwd: shop.root,
      env: shop.env,
      through: AS_NOBODY,
    });
    child.then(({ stdout }) => resolve(JSON.parse(String(stdout)) as Json), reject);
  });
}

// Skipped on Windows: it has no named pipes in the file system.
describe.skipIf(process.platform === 'win32')('a pipe', () => {
  test.each([
    ['stores/472671857.yaml', 'FILE_IGNORED'],
    ['stores/_defaults.yaml', 'FILE_IGNORED'],
    ['mendian.yaml', 'FILE_UNREADABLE'],
    [STATE, 'STATE_UNREADABLE'],
    [`${STATE}.journal`, 'STATE_UNREADABLE'],
    [`${STATE}.lock`, 'STATE_UNREADABLE'],
  ])(
    'in the place of %s is named, and nothing waits for it',
    async (file, code) => {
      const shop = await openRecorded();
      rmSync(join(shop.root, file), { force: true });
      execFileSync('mkfifo', [join(shop.root, file)]);
      expect(await find(shop, APPLY)).toContain(`${code} ${file}`);
      expect(shop.updates()).toEqual([]);
    },
    20_000,
  );

  test('is neither a plan to apply nor a place to write one into', async () => {
    const shop = await openRecorded();
    execFileSync('mkfifo', [join(shop.root, 'pipe')]);
    expect((await shop.run(['apply', 'pipe', '--yes'])).stdout).toContain(
      'pipe is not a plan: it is no file.',
    );
    expect((await shop.run(['plan', '--out', 'pipe'])).stderr).toContain('--out cannot be "pipe"');
  }, 20_000);

  // Only devices made here are tried: a fault would put a file into the place of the machine's own.
  test.skipIf(process.getuid?.() !== 0)(
    'or a device is not read as a store, nor replaced by a plan',
    async () => {
      const shop = await openRecorded();
      execFileSync('mknod', [join(shop.root, 'stores/zero.yaml'), 'c', '1', '5']);
      expect(await find(shop)).toEqual(['FILE_IGNORED stores/zero.yaml']);
      execFileSync('mknod', [join(shop.root, 'null'), 'c', '1', '3']);
      expect((await shop.run(['plan', '--out', 'null'])).stderr).toContain('--out cannot be "null"');
    },
    20_000,
  );
});

describe('a file', () => {
  test('of one megabyte is read, and a byte more is refused with the limit', async () => {
    const shop = await openRecorded();
    const text = storeYaml(STORE);
    const fill = (bytes: number): string => `${text}${'#'.repeat(bytes - Buffer.byteLength(text) - 1)}\n`;
    shop.write('stores/472671857.yaml', fill(1_000_000));
    expect(await find(shop)).toEqual([]);
    shop.write('stores/472671857.yaml', fill(1_000_001));
    const { json } = await shop.runJson(['plan']);
    expect(listFindings(json)).toEqual(['FILE_TOO_LARGE stores/472671857.yaml']);
    expect(json.diagnostics[0]?.message).toContain('1000001 bytes; more than 1 MB is not read');
  });

  test.each([
    ['stores/472671857.yaml', 'FILE_TOO_LARGE'],
    ['mendian.yaml', 'FILE_TOO_LARGE'],
    [STATE, 'STATE_UNREADABLE'],
    [`${STATE}.journal`, 'STATE_UNREADABLE'],
  ])('of three gigabytes in the place of %s is not read', async (file, code) => {
    const shop = await openRecorded();
    writeHuge(join(shop.root, file));
    expect(await find(shop, APPLY)).toContain(`${code} ${file}`);
  });

  test('of three gigabytes is no plan', async () => {
    const shop = await openRecorded();
    writeHuge(join(shop.root, 'plan.json'));
    expect((await shop.run(['apply', 'plan.json', '--yes'])).stdout).toContain('it has more than 256 MB');
  });
});

/** Holes take no room on the disk. */
function writeHuge(path: string): void {
  writeFileSync(path, '');
  truncateSync(path, 3_000_000_000);
}

describe('a name', () => {
  const ODD = 'a\n::error::b, "c" %0A \u001b[31md\u202e.yaml';

  test.each(['text', 'github', 'markdown'])(
    'with signs that command a terminal or a log is shown harmless in %s',
    async (format) => {
      const shop = await openRecorded();
      shop.write(`stores/${ODD}`, 'name: x\n');
      const { stdout, stderr } = await shop.run(['plan', '--format', format]);
      expect(stdout + stderr).not.toMatch(/\u001b|\u202e|^::error::b/mu);
      expect(stdout).toContain('is missing');
    },
  );

  test('with such signs is exact in JSON', async () => {
    const shop = await openRecorded();
    shop.write(`stores/${ODD}`, 'name: x\n');
    expect(new Set((await shop.runJson(['plan'])).json.diagnostics.map(({ file }) => file))).toEqual(
      new Set([`stores/${ODD}`]),
    );
  });

  test('of one store may differ from another by its normalisation alone', async () => {
    const shop = await openShop();
    for (const [poi_id, form] of [
      ['1', 'NFC'],
      ['2', 'NFD'],
    ] as const)
      shop.writeStore(`stores/${'café'.normalize(form)}.yaml`, { poi_id });
    expect((await shop.runJson(['plan'])).json.changes.map(({ poi_id }) => poi_id)).toEqual(['1', '2']);
  });

  test.each([
    ['NFC', 'NFD'],
    ['NFD', 'NFC'],
  ] as const)('typed in %s selects a file in %s', async (typed, kept) => {
    const shop = await openShop();
    shop.writeStore(`stores/${'Zürich'.normalize(kept)}/${'café'.normalize(kept)}.yaml`, { poi_id: '1' });
    shop.writeStore('stores/other.yaml', { poi_id: '2' });
    for (const path of ['stores/Zürich/café.yaml', 'Zürich', 'Zürich/*.yaml']) {
      const { json } = await shop.runJson(['plan', '--select', path.normalize(typed)]);
      expect(json.changes.map(({ poi_id }) => poi_id)).toEqual(['1']);
    }
  });

  test('as long as the system allows is read, also below many folders', async () => {
    const shop = await openShop();
    const name = `${'店'.repeat(83)}a.yaml`;
    const folders = Array(10).fill('f'.repeat(200)).join('/');
    shop.writeStore(`stores/${folders}/${name}`, { poi_id: '1' });
    expect((await shop.runJson(['plan'])).json.changes).toMatchObject([
      { poi_id: '1', file: `stores/${folders}/${name}` },
    ]);
  });

  // Skipped elsewhere: only Linux lets a file's name be any bytes.
  test.skipIf(process.platform !== 'linux')(
    'that is not UTF-8 is told as such, and releases no store',
    async () => {
      const shop = await openRecorded();
      const gbk = Buffer.concat([
        Buffer.from(join(shop.root, 'stores/')),
        Buffer.from([0xb5, 0xea]),
        Buffer.from('.yaml'),
      ]);
      renameSync(join(shop.root, 'stores/472671857.yaml'), gbk);
      const { json } = await shop.runJson(APPLY);
      expect(json.diagnostics[0]).toMatchObject({
        code: 'FILE_UNREADABLE',
        message: expect.stringContaining('its name is not UTF-8'),
      });
      expect(Object.keys(shop.records())).toHaveLength(2);
    },
  );
});

// Skipped on Windows: it has no modes that take a right away from the owner.
describe.skipIf(process.platform === 'win32')('without the right', () => {
  test.each([
    ['stores/472671857.yaml', 'FILE_UNREADABLE'],
    ['stores', 'FILE_UNREADABLE'],
    ['mendian.yaml', 'FILE_UNREADABLE'],
    [STATE, 'STATE_UNREADABLE'],
  ])('to read %s the plan is refused, and no store released', async (file, code) => {
    const shop = await openRecorded();
    chmodSync(shop.root, 0o755);
    if (file === 'mendian.yaml') shop.write(file, 'version: 1\n');
    chmodSync(join(shop.root, file), 0);
    const json = await runAsNobody(shop, ['plan']);
    expect(listFindings(json)).toContain(`${code} ${file}`);
    expect(json.changes).toEqual([]);
    chmodSync(join(shop.root, file), 0o755);
  });

  test('to write into the folder nothing is sent', async () => {
    const shop = await openRecorded();
    shop.writeStore('stores/472671857.yaml', { ...STORE, hour: '09:00-21:00' });
    chmodSync(shop.root, 0o555);
    const json = await runAsNobody(shop, APPLY);
    expect(listFindings(json)).toEqual([`RECORD_FAILED ${STATE}`]);
    expect(shop.updates()).toEqual([]);
  });
});

describe('temporary files', () => {
  test.each([
    ['success', []],
    ['failure', [{ path: '/wxa/update_store', do: { errcode: 40097 }, times: 9 }]],
    ['SIGTERM', [{ path: '/wxa/update_store', do: { slow: 1_000 } }]],
  ] as const)('are gone after %s', async (end, faults) => {
    const shop = await openRecorded();
    const temporary = mkdtempSync(join(tmpdir(), 'mendian-own-'));
    onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
    shop.writeStore('stores/472671857.yaml', { ...STORE, hour: '09:00-21:00' });
    shop.emulator.control({ faults });
    const child = shop.start(APPLY, { TMPDIR: temporary });
    if (end === 'SIGTERM') {
      await shop.emulator.waitForRequests('/wxa/update_store', 1);
      child.kill('SIGTERM');
    }
    await child;
    expect(readdirSync(shop.root).sort()).toEqual([STATE, 'stores']);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('of a folder that cannot be replaced are gone too', async () => {
    const shop = await openRecorded();
    mkdirSync(join(shop.root, 'out.json'));
    expect((await shop.run(['plan', '--out', 'out.json'])).exitCode).toBe(1);
    expect(readdirSync(shop.root).sort()).toEqual([STATE, 'out.json', 'stores']);
  });
});
