/** The built program and action in Chinese: chosen by option, settings or input, and the same in all that they print. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkOut } from '../fakes/github/checkout.ts';
import { workflowRunEvent } from '../fakes/github/events.ts';
import { runAction } from '../fakes/github/runner.ts';
import { openStage, type Stage } from '../fakes/github/stage.ts';
import { runProgram } from '../fakes/program.ts';
import { listStores, openShop } from '../fakes/shop.ts';

const SETTINGS = 'version: 1\nlanguage: zh-CN\n';
const FIRST = '472671857';
/** A line of English prose: three small words, as no code, path or name has them. */
const PROSE = /(?:^|[\s(])[A-Za-z]?[a-z]+ [a-z]+ [a-z]+(?=[\s.,:;)]|$)/mu;

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-chinese-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('the program', () => {
  test('speaks the language of the settings, in text and JSON, and --lang wins', async () => {
    const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
    shop.write('mendian.yaml', SETTINGS);
    shop.write('stores/bad.yaml', 'name: x\npoi_id: "1"\nhour: 10：00-21:00\n');
    const told = await shop.run(['plan']);
    expect(told.exitCode).toBe(1);
    expect(told.stdout).toContain('stores/bad.yaml:3:7 错误 INVALID_HOUR\n');
    expect(told.stdout).toContain('→ 请写成 10:00-21:00');
    expect(told.stdout).not.toMatch(PROSE);
    const { json } = await shop.runJson(['plan']);
    const hour = json.diagnostics.find(({ code }) => code === 'INVALID_HOUR');
    expect(hour).toMatchObject({ hint: '请写成 10:00-21:00' });
    expect((await shop.run(['plan', '--lang', 'en'])).stdout).toContain('error INVALID_HOUR');
    const usage = await shop.run(['plan', '--at', 'x']);
    expect(usage.stderr).toContain('--at 不能是“x”。');
  });

  test('applies, and says what failed and what to do', async () => {
    const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
    shop.write('mendian.yaml', SETTINGS);
    shop.writeStore(`stores/${FIRST}.yaml`, { poi_id: FIRST, hour: '09:00-21:00' });
    const errcode = { errcode: 48001, errmsg: 'api unauthorized' };
    shop.emulator.control({ faults: [{ path: '/wxa/update_store', do: errcode }] });
    const end = await shop.run(['apply', '--yes', '-v']);
    expect(end.exitCode).toBe(1);
    expect(end.stdout).toContain('微信拒绝所有调用：账号没有这个接口的权限（48001 api unauthorized）。');
    expect(end.stdout).toContain('应用：已应用 0 家，失败 1 家。');
    expect(end.stderr).toContain('正在读取线上门店：1/1');
    expect(`${end.stdout}${end.stderr}`.replaceAll('api unauthorized', '')).not.toMatch(PROSE);
  });

  test('checks what a run needs', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    const end = await shop.run(['doctor', '--lang', 'zh-CN']);
    expect(end.exitCode).toBe(0);
    expect(end.stdout).toContain('✓ 门店接口    可用；微信上 1 家门店，这里 1 个文件、1 条记录');
    expect(end.stdout.replaceAll(/not a git repository[^：\n]*: \.git/gu, '')).not.toMatch(PROSE);
  });

  test('begins a repository in Chinese', async () => {
    const cwd = openFolder();
    expect((await runProgram(['init', '--lang', 'zh-CN'], { cwd })).stdout).toContain(
      '已创建  mendian.yaml\n',
    );
    expect(readFileSync(join(cwd, 'mendian.yaml'), 'utf8')).toContain('\nlanguage: zh-CN\n');
    const validated = await runProgram(['validate'], { cwd });
    expect(validated.stdout).toContain('1 家门店正确，0 个错误，0 个警告。');
  });

  test('plays the demo as the Chinese README shows it', async () => {
    const cwd = openFolder();
    const end = await runProgram(['demo', '--lang', 'zh-CN'], { cwd, env: { TMPDIR: cwd } });
    expect(end.exitCode).toBe(0);
    const readme = readFileSync(resolve(import.meta.dirname, '../../README.zh-CN.md'), 'utf8');
    const shown = end.stdout
      .split('\n')
      .filter((line) =>
        /^(?:~ |计划：|预计：|摘要：|没有变更|已应用 .*已(?:发送|发起)|应用：已应用 3)/u.test(line),
      );
    expect(shown.length).toBeGreaterThan(9);
    expect(shown.filter((line) => !readme.includes(line))).toEqual([]);
  });

  test('loads no Chinese text in an English run', () => {
    const dist = resolve(import.meta.dirname, '../../dist');
    const chunks = readdirSync(join(dist, 'chunks')).filter((file) =>
      /^(?:cli-context|offline|online)-/u.test(file),
    );
    const files = [
      join(dist, 'cli.js'),
      join(dist, 'action.js'),
      ...chunks.map((file) => join(dist, 'chunks', file)),
    ];
    expect(files.length).toBeGreaterThan(4);
    const reached = [...listReached(files)];
    expect(
      reached.filter((file) =>
        readFileSync(file, 'utf8').includes('\\u5FAE\\u4FE1\\u516C\\u4F17\\u5E73\\u53F0'),
      ),
    ).toEqual([]);
    const all = readdirSync(join(dist, 'chunks')).map((file) =>
      readFileSync(join(dist, 'chunks', file), 'utf8'),
    );
    expect(all.filter((text) => text.includes('\\u5FAE\\u4FE1\\u516C\\u4F17\\u5E73\\u53F0'))).toHaveLength(1);
  });
});

/** The files that load with these, without those that load later. */
function listReached(files: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    const imports = readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\s(?:[^;]*?from\s*)?"(\.[^"]+)";$/gmu,
    );
    for (const [, target = ''] of imports) visit(resolve(dirname(file), target));
  };
  files.forEach(visit);
  return reached;
}

describe('the action', () => {
  const open = (): Promise<Stage> =>
    openStage({ stores: listStores(2), files: { 'mendian.yaml': SETTINGS } });
  const change = (stage: Stage) => stage.storeFiles([{ poi_id: FIRST, hour: '09:00-21:00' }]);
  const body = (stage: Stage): string => stage.repository.comments[0]?.body ?? '';

  test('comments and annotates in the language of the settings; its input wins', async () => {
    const stage = await open();
    const pull = await stage.propose('hours', change(stage));
    const end = await stage.plan(pull);
    expect([end.problems, end.exitCode]).toEqual([[], 0]);
    expect(body(stage)).toContain('### mendian plan：2 家门店');
    expect(body(stage)).toContain('**更新 1 家，不变 1 家**');
    expect(body(stage)).not.toMatch(PROSE);
    expect(end.summary).toContain('| 更\u2060新 |');
    await stage.plan(pull, { inputs: { language: 'en' } });
    expect(body(stage)).toContain('**1 to update, 1 unchanged**');
    const refused = await stage.plan(pull, { inputs: { commit: 'x', language: 'zh-CN' } });
    expect(refused.annotations.map(({ message }) => message).join()).toContain('输入项 commit 不能是“x”。');
  });

  test('comments for a fork in the language of the fork’s findings', async () => {
    const stage = await open();
    const token = stage.github.addToken({ login: 'github-actions[bot]', may: [] });
    const pull = await stage.propose('hours', { ...change(stage), 'stores/x.txt': 'x' }, 'someone');
    const planned = await stage.plan(pull, { token });
    expect(planned.summary).toContain('comment.yml 会代为评论');
    const workspace = await checkOut(stage.github, stage.repository, { ref: 'refs/heads/main' });
    mkdirSync(join(workspace, 'fork'));
    // The published workflow has no checkout, so that nothing but the plan says which language it was.
    writeFileSync(
      join(workspace, 'fork/plan.json'),
      readFileSync(planned.outputs['plan-file'] ?? '', 'utf8'),
    );
    const event = await workflowRunEvent(stage.repository, pull);
    const posted = await runAction({ ...stage, workspace, event, inputs: { 'working-directory': 'fork' } });
    expect([posted.problems, posted.exitCode]).toEqual([[], 0]);
    expect(body(stage)).toContain('没有读取这个文件：文件名不以');
    expect(body(stage)).toContain('由 fork 的运行按它的文件生成');
    expect(body(stage)).not.toMatch(PROSE);
  });
});
