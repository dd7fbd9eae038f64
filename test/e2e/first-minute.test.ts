/** The first minute with the built program: each answer as a newcomer reads it, and where output and machine are not as usual. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../fakes/program.ts';
import { listStores, openShop } from '../fakes/shop.ts';

const ENTRY = resolve(import.meta.dirname, '../../dist/cli.js');

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-minute-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('the first minute', () => {
  test('leads from an empty folder to a plan, in the language of the person', async () => {
    const cwd = openFolder();
    const chinese = { cwd, env: { LANG: 'zh_CN.UTF-8' } };
    const first = await runProgram([], { cwd });
    expect([first.exitCode, first.stdout]).toEqual([1, '']);
    expect(first.stderr).toMatch(/\n {2}mendian demo .*\n {2}mendian init .*\n/u);
    expect((await runProgram([], chinese)).stderr).toContain('这个目录里还没有门店。');
    expect((await runProgram(['init'], chinese)).stdout).toContain('已创建  mendian.yaml');
    // From here on the settings say it, whoever runs it.
    expect((await runProgram([], { cwd })).stderr).toContain('这里有 1 家门店，还没有发送记录。');
    const within = join(cwd, 'stores');
    const nested = await runProgram(['init', '--lang', 'en'], { cwd: within });
    expect([nested.exitCode, nested.stderr]).toEqual([1, expect.stringContaining('mendian -C .. validate')]);
    expect(readdirSync(within)).toEqual(['example.yaml']);
  });

  test.each([
    [
      ['plan', '--exlude', 'x'],
      '错误 OPTION_UNKNOWN\n  mendian plan 没有 --exlude 这个选项。\n',
      'mendian plan --help',
    ],
    [['plna', '--format', 'json'], '错误 COMMAND_UNKNOWN\n', 'mendian --help'],
    [['plan', '--at', '2027-02-30'], '错误 OPTION_INVALID\n', 'mendian plan --help'],
    [['plan', '-C', 'none'], '错误 FOLDER_MISSING\n', 'mendian plan --help'],
  ])('%j is told in Chinese, on stderr alone, and ends with what to type', async (args, said, more) => {
    const { exitCode, stdout, stderr } = await runProgram([...args, '--lang', 'zh-CN'], {
      cwd: openFolder(),
    });
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(said);
    expect(stderr.split('\n').slice(-2)).toEqual([`更多：${more}`, '']);
  });
});

describe('where the outside is not as usual', () => {
  test('a report that finds no room on the disk is told without a trace, and is no success', async () => {
    const shop = await openShop({ stores: listStores(2) });
    for (const args of ['plan --format json', '--help']) {
      const end = await execa('bash', ['-c', `"${process.execPath}" "${ENTRY}" ${args} >/dev/full`], {
        cwd: shop.root,
        reject: false,
      });
      expect(end.exitCode).toBe(1);
      expect(end.stderr).toMatch(/mendian failed: ENOSPC.*\n.*disk is not full/u);
      expect(end.stderr).not.toMatch(/^\s+at |cli\.js/mu);
    }
  });

  test('a Node that is too old is named before anything else happens', async () => {
    const lie = `Object.defineProperty(process, 'versions', { value: { node: '18.20.8' } })`;
    const end = await execa(
      process.execPath,
      [`--import=data:text/javascript,${encodeURIComponent(lie)}`, ENTRY, 'plan'],
      {
        cwd: openFolder(),
        reject: false,
      },
    );
    expect([end.exitCode, end.stdout]).toEqual([1, '']);
    expect(end.stderr).toMatch(/^mendian needs Node 20\.19 or newer; this is Node 18\.20\.8\.\n/u);
  });

  test('colours come where they are wanted, and never into a document', async () => {
    const shop = await openShop({ stores: listStores(1) });
    const COLOR = '\u001b[';
    const run = async (args: readonly string[], env: Readonly<Record<string, string>>): Promise<boolean> =>
      (await shop.run(args, env)).stdout.includes(COLOR);
    expect(await run(['plan'], { NO_COLOR: '', FORCE_COLOR: '1' })).toBe(true);
    expect(await run(['plan'], { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
    expect(await run(['show', '472671857', '--format', 'markdown'], { NO_COLOR: '', FORCE_COLOR: '1' })).toBe(
      false,
    );
  });

  test('files as Windows writes them, and paths with "\\", are taken', async () => {
    const shop = await openShop({ stores: listStores(2) });
    mkdirSync(join(shop.root, 'stores/shanghai'));
    const text = shop.read('stores/472671857.yaml');
    shop.remove('stores/472671857.yaml');
    shop.write('stores/shanghai/a.yaml', `\ufeff${text.replaceAll('\n', '\r\n')}`);
    shop.write('mendian.yaml', '\ufeffversion: 1\r\nlanguage: en\r\n');
    const { exitCode, json } = await shop.runJson(['plan', '--select', 'stores\\shanghai\\a.yaml']);
    expect([exitCode, json.changes.map(({ poi_id }) => poi_id)]).toEqual([0, ['472671857']]);
    expect(json.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});
