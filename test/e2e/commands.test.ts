/** The other commands, and what is missing in the first minute; mistakes of the command line are in cli-program.test.ts. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runProgram, startProgram } from '../fakes/program.ts';
import { listStores, openShop, storeYaml } from '../fakes/shop.ts';

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const run = (cwd: string, ...args: readonly string[]) => runProgram(args, { cwd });

describe('the first minute', () => {
  test('--version prints the version alone', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await run(openFolder(), '--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('a folder without stores says what to type', async () => {
    const { exitCode, stdout } = await run(openFolder(), 'plan');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/mendian init/u);
  });

  test('no credentials say which variables to set', async () => {
    const shop = await openShop({ stores: listStores(1) });
    const { exitCode, stdout } = await shop.run(['apply', '--yes'], { WECHAT_APPID: '', WECHAT_SECRET: ' ' });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/WECHAT_APPID and WECHAT_SECRET is not set|WECHAT_APPID and WECHAT_SECRET/u);
    expect(shop.emulator.requests).toEqual([]);
  });

  test('plain http to another machine is refused', async () => {
    const shop = await openShop({ stores: listStores(1) });
    const { stdout } = await shop.run(['apply', '--yes'], { WECHAT_API_BASE: 'http://wechat.example' });
    expect(stdout).toMatch(/API_BASE_INVALID/u);
  });

  test('a reader that closes early is no fault', async () => {
    const shop = await openShop({ stores: listStores(200) });
    const { exitCode, stderr } = await execa(
      'bash',
      [
        '-c',
        `set -o pipefail; "${process.execPath}" "${new URL('../../dist/cli.js', import.meta.url).pathname}" plan | head -1`,
      ],
      { cwd: shop.root, reject: false },
    );
    expect({ exitCode, stderr: stderr.replace(/^Next.*$/mu, '') }).toEqual({ exitCode: 0, stderr: '' });
  });
});

describe('init', () => {
  test('makes a repository that validates and plans at once, and never overwrites', async () => {
    const folder = openFolder();
    expect((await run(folder, 'init')).exitCode).toBe(0);
    expect((await run(folder, 'validate')).exitCode).toBe(0);
    expect((await run(folder, 'plan')).exitCode).toBe(0);
    const before = readFileSync(join(folder, 'mendian.yaml'), 'utf8');
    const again = await run(folder, 'init');
    expect(again.exitCode).toBe(0);
    expect(again.stdout).not.toMatch(/created/u);
    expect(readFileSync(join(folder, 'mendian.yaml'), 'utf8')).toBe(before);
  });

  test('makes git merge two state changes store by store', async () => {
    const folder = openFolder();
    const git = (...args: readonly string[]) =>
      execa('git', args, { cwd: folder, env: { GIT_CONFIG_GLOBAL: '/dev/null' } });
    await run(folder, 'init');
    const entry = new URL('../../dist/cli.js', import.meta.url).pathname;
    await git('init', '-q', '-b', 'main');
    await git('config', 'user.name', 'Tester');
    await git('config', 'user.email', 'tester@example.invalid');
    await git('config', 'merge.mendian.driver', `"${process.execPath}" "${entry}" merge-state %O %A %B %P`);
    const line = (id: string, hour: number): string =>
      `"${id}":{"review":"none","applied_at":"2026-11-25T0${hour}:00:00.000Z"}`;
    const write = async (lines: readonly string[], message: string): Promise<void> => {
      writeFileSync(
        join(folder, 'mendian.state.json'),
        `{\n"version": 1,\n"stores": {\n${lines.join(',\n')}\n}\n}\n`,
      );
      await git('add', '-A');
      await git('commit', '-qm', message);
    };
    await write([line('1', 1), line('2', 1)], 'base');
    await git('checkout', '-qb', 'other');
    await write([line('1', 2), line('2', 1)], 'other');
    await git('checkout', '-q', 'main');
    await write([line('1', 1), line('2', 3)], 'main');
    await git('merge', '-q', 'other', '-m', 'merged');
    const { stores } = JSON.parse(readFileSync(join(folder, 'mendian.state.json'), 'utf8'));
    expect([stores[1].applied_at, stores[2].applied_at]).toEqual([
      '2026-11-25T02:00:00.000Z',
      '2026-11-25T03:00:00.000Z',
    ]);
  });
});

describe('merge-state', () => {
  test('repairs a conflicted state, so that plan goes on', async () => {
    const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
    const lines = shop.read('mendian.state.json').split('\n');
    const conflicted = [
      ...lines.slice(0, 4),
      '<<<<<<< HEAD',
      lines[4],
      '=======',
      lines[4]?.replace('T', 'T'),
      '>>>>>>> x',
      ...lines.slice(5),
    ];
    shop.write('mendian.state.json', conflicted.join('\n'));
    expect((await shop.run(['plan'])).exitCode).toBe(1);
    expect((await shop.run(['merge-state', 'mendian.state.json'])).exitCode).toBe(0);
    expect((await shop.runJson(['plan'])).json.changes).toEqual([]);
    expect(shop.read('mendian.state.json').split('\n')).toEqual(lines);
  });

  test('leaves a side that cannot be read untouched', async () => {
    const shop = await openShop();
    shop.write('a', '{');
    shop.write('b', 'null');
    expect((await shop.run(['merge-state', 'a', 'a', 'b', 'state.json'])).exitCode).toBe(1);
    expect(shop.read('a')).toBe('{');
  });
});

describe('plan', () => {
  test('gives the same bytes for the same inputs, and writes nothing', async () => {
    const shop = await openShop({ stores: listStores(3) });
    const args = ['plan', '--format', 'json', '--at', '2026-11-25'];
    const [first, second] = [await shop.run(args), await shop.run(args)];
    expect(first.stdout).toBe(second.stdout);
    expect(shop.exists('mendian.state.json')).toBe(false);
    expect(shop.emulator.requests).toEqual([]);
  });

  test('exits 2 only with --detailed-exitcode and something to do', async () => {
    const shop = await openShop({ stores: listStores(1) });
    expect((await shop.run(['plan'])).exitCode).toBe(0);
    expect((await shop.run(['plan', '--detailed-exitcode'])).exitCode).toBe(2);
    shop.write('stores/bad.yaml', 'x');
    expect((await shop.run(['plan', '--detailed-exitcode'])).exitCode).toBe(1);
  });

  test('never writes over what is no plan', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    const state = shop.read('mendian.state.json');
    expect((await shop.run(['plan', '--out', 'mendian.state.json'])).exitCode).toBe(1);
    expect(shop.read('mendian.state.json')).toBe(state);
    for (let time = 0; time < 2; time += 1) {
      expect((await shop.run(['plan', '--out', 'plan.json'])).exitCode).toBe(0);
    }
  });

  test('counts the day of a moment in the settings’ time zone', async () => {
    const shop = await openShop({ stores: listStores(1) });
    const { stdout } = await shop.run(['plan', '--format', 'json', '--at', '2027-02-14T17:00:00Z']);
    expect(JSON.parse(stdout).as_of).toBe('2027-02-15');
  });

  test('narrows to a selection and says so', async () => {
    const shop = await openShop({ stores: listStores(3) });
    shop.write('stores/east/a.yaml', `${storeYaml({ poi_id: '9' })}labels: { region: east }\n`);
    const ids = async (...args: readonly string[]) =>
      (await shop.runJson(['plan', ...args])).json.changes.map(({ poi_id }) => poi_id);
    expect(await ids('--select', '472671857')).toEqual(['472671857']);
    expect(await ids('--select', 'region=east')).toEqual(['9']);
    expect(await ids('--select', 'stores/east')).toEqual(['9']);
    expect(await ids('--select', 'east/*.yaml', '--select', '472671858')).toEqual(['472671858', '9']);
    expect(await ids('--exclude', 'stores/*.yaml')).toEqual(['9']);
    const { stdout } = await shop.run(['plan', '--select', 'region=west']);
    expect(stdout).toMatch(/Only --select region=west/u);
    expect(stdout).toMatch(/SELECTION_EMPTY/u);
  });

  test('shows hostile names as text, in the terminal and in Markdown', async () => {
    const shop = await openShop();
    shop.writeStore('stores/a.yaml', { poi_id: '1', name: '店\u001b[31m @all | `x` <img src=x>' });
    shop.write('stores/a.yaml', shop.read('stores/a.yaml').replace('\\u001b', ''));
    const { stdout } = await shop.run(['plan', '--format', 'markdown']);
    expect(stdout).toContain('``店[31m @all \\| `x` <img src=x>``');
  });
});

describe('show', () => {
  test('tells values with their origin, the record and the plan', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    shop.write('stores/_defaults.yaml', 'hour: 08:00-20:00\n');
    shop.write('stores/472671857.yaml', shop.read('stores/472671857.yaml').replace(/^hour.*\n/mu, ''));
    const { exitCode, stdout } = await shop.run(['show', '472671857']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/hour +08:00-20:00 +from stores\/_defaults\.yaml:1/u);
    expect(stdout).toMatch(/Record: Last sent or confirmed \d{4}-/u);
    expect(stdout).toMatch(/hour +10:00-21:00 → 08:00-20:00/u);
    expect((await shop.run(['show', '5'])).exitCode).toBe(1);
  });
});

describe('settings', () => {
  test.each([
    ['polcy: {}', 'UNKNOWN_KEY', 'policy'],
    ['policy: { max_change: 5 }', 'UNKNOWN_KEY', 'max_changes'],
    ['policy: { max_changes: lots }', 'SETTING_INVALID', '30%'],
    ['policy: { review_patience: 2w }', 'SETTING_INVALID', '14d'],
    ['timezone: Mars/Olympus', 'SETTING_INVALID', 'Asia/Shanghai'],
    ['version: 2', 'SETTING_INVALID', '1'],
    ['stores: ../elsewhere', 'PATH_OUTSIDE', '..'],
    ['state: /etc/passwd', 'PATH_OUTSIDE', '..'],
    ['stores: x\naccounts: { a: {} }', 'SETTING_BESIDE_ACCOUNTS', 'below each account'],
    ['timezone:', 'EMPTY_VALUE', 'value'],
    ['- x', 'NOT_A_MAP', ''],
  ])('"%s" is refused with %s', async (text, code, hint) => {
    const shop = await openShop({ stores: listStores(1) });
    shop.write('mendian.yaml', `${text}\n`);
    const { exitCode, json } = await shop.runJson(['validate']);
    expect(exitCode).toBe(1);
    expect(json.diagnostics).toMatchObject([{ code, file: 'mendian.yaml', line: 1 }]);
    expect(json.diagnostics[0]?.hint).toContain(hint);
  });

  test('name the folder and the state file', async () => {
    const shop = await openShop();
    shop.write('conf/m.yaml', 'stores: shops/\nstate: data/state.json\n');
    shop.write('shops/a.yaml', storeYaml({ poi_id: '1' }));
    shop.emulator.control({
      seed: [
        {
          poi_id: '1',
          name: '示例店',
          values: {
            hour: '10:00-21:00',
            contract_phone: '021-00001234',
            pic_list: ['http://mmbiz.qpic.cn/mmbiz_jpg/front/0'],
          },
        },
      ],
    });
    expect((await shop.run(['apply', '--yes', '--config', 'conf/m.yaml'])).exitCode).toBe(0);
    expect(shop.exists('data/state.json')).toBe(true);
    expect((await shop.run(['plan', '--config', 'none.yaml'])).exitCode).toBe(1);
  });
});

describe('emulator', () => {
  test('prints its address, serves the seeded stores, and ends on a signal', async () => {
    const shop = await openShop({ stores: listStores(2) });
    const child = startProgram(['emulator', '--port', '0', '--seed', 'stores'], { cwd: shop.root });
    const address = await new Promise<string>((resolve) => {
      child.stdout?.once('data', (data: Buffer) => resolve(data.toString().trim()));
    });
    const { exitCode } = await shop.run(['apply', '--yes'], { WECHAT_API_BASE: address });
    expect(exitCode).toBe(0);
    child.kill('SIGTERM');
    expect((await child).exitCode).toBe(0);
  });
});

describe('demo', () => {
  test('plays the main job, offline, leaves nothing behind, and is what the README shows', async () => {
    const folder = openFolder();
    const { exitCode, stdout } = await runProgram(['demo'], { cwd: folder, env: { TMPDIR: folder } });
    expect(exitCode).toBe(0);
    for (const part of ['3 to update', 'starts a review', 'audit id 9007199254740995', 'No changes.']) {
      expect(stdout).toContain(part);
    }
    expect(readdirSync(folder)).toEqual([]);
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const shown = stdout
      .split('\n')
      .filter((line) => /^(~ |Plan: |Forecast: |Digest: |applied .*sent|Apply: 3)/u.test(line));
    expect(shown.length).toBeGreaterThan(8);
    expect(shown.filter((line) => !line.includes('nothing sent') && !readme.includes(line))).toEqual([]);
  });
});
