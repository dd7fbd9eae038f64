/**
 * One chain from its console to a repository, start to end: import, a pull request, two reviews, an edit in the
 * console. What the page docs/story.md shows is what this test saw.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import type { SeedStore } from '../../src/emulator/world.ts';
import { buildValues } from '../builders.ts';
import { checkOut } from '../fakes/github/checkout.ts';
import { type RunEvent, tipEvent } from '../fakes/github/events.ts';
import type { PullRequest } from '../fakes/github/repository.ts';
import { type ActionEnd, runAction } from '../fakes/github/runner.ts';
import { openStage, type Stage } from '../fakes/github/stage.ts';
import { runProgram } from '../fakes/program.ts';
import { endReview, PUSH_ENV, wrap } from '../fakes/push.ts';
import { keepPage } from '../fakes/seen-page.ts';

const PAGE = resolve(import.meta.dirname, '../../docs/story.md');
const CITIES = ['上海市', '杭州市', '成都市', '广州市'];
const ROADS = ['人民广场', '西湖', '春熙路', '体育西路', '南京东路', '龙井'];
const REJECTED = '472671857';
const EDITED = '472671858';
const APPROVED = '472671859';
const FILES = {
  [REJECTED]: 'stores/shanghai/shili-cha-renmin-guangchang-yi-dian.yaml',
  [EDITED]: 'stores/hangzhou/shili-cha-xihu-yi-dian.yaml',
  [APPROVED]: 'stores/chengdu/shili-cha-chun-xi-lu-yi-dian.yaml',
} as const;
const picture = (name: string): string => `http://mmbiz.qpic.cn/mmbiz_jpg/${name}/0?wx_fmt=jpeg`;

/** 120 live stores in four cities, each with its own phone and picture. */
function listChain(): readonly SeedStore[] {
  const numbers = '一二三四五六七八九十';
  return Array.from({ length: 120 }, (_, index) => {
    const city = CITIES[index % 4] ?? '';
    const road = ROADS[index % 6] ?? '';
    const number = numbers[Math.floor(index / 12)] ?? '';
    return {
      poi_id: String(472671857 + index),
      name: `示例茶·${road}${number}店`,
      values: buildValues({
        contract_phone: `021-0000${String(1000 + index)}`,
        pic_list: [picture(`front${index}`)],
      }),
      place: { province: '', city, district: '', address: `示例路${index + 1}号` },
    };
  });
}

interface Told {
  readonly shown: Map<string, string>;
  show(name: string, text: string): void;
}

/** Texts for the page, without what differs from run to run. */
function openTold(stage: () => Stage): Told {
  const shown = new Map<string, string>();
  const clean = (text: string): string =>
    text
      .replaceAll(stage().github.serverUrl, 'https://github.com')
      .replace(/\b[0-9a-f]{64}\b/gu, (digest) => `${digest.slice(0, 12)}…`)
      .replace(/\b\d{4}-\d{2}-\d{2}\b/gu, '2026-11-26')
      .replace(/(?<=Commit `)[0-9a-f]{12}(?=`)|(?<=\()[0-9a-f]{12}(?=\))/gu, '0f3c2a9d4e51')
      .replace(/actions\/runs\/\d+/gu, 'actions/runs/1001')
      .trim();
  return { shown, show: (name, text) => void shown.set(name, clean(text)) };
}

const body = (stage: Stage, pull: number): string =>
  stage.repository.comments.filter((comment) => comment.pull === pull).at(-1)?.body ?? '';

const LONG = { timeout: 300_000 };

test(
  'a chain comes home: 120 stores imported, three changed, one rejected, one edited at WeChat, one approved',
  LONG,
  async () => {
    const stage = await openStage({ stores: [], files: { 'README.md': 'The stores of a tea chain.\n' } });
    const { show, shown } = openTold(() => stage);
    stage.emulator.control({ seed: listChain() });
    const env = { ...stage.secrets, ...PUSH_ENV };
    const at = async (event: RunEvent, depth = 200) =>
      await checkOut(stage.github, stage.repository, { ref: event.ref, depth });
    const run = async (command: string, event: RunEvent, inputs: Record<string, string> = {}) => {
      const end = await runAction({
        ...stage,
        event,
        workspace: await at(event),
        inputs: { command, ...inputs },
        env,
      });
      expect({ command, problems: [...end.problems, ...stage.github.problems] }).toEqual({
        command,
        problems: [],
      });
      return end;
    };
    const schedule = () => tipEvent(stage.repository, 'schedule');
    const codes = ({ annotations }: ActionEnd) =>
      annotations.map(({ title = '' }) => title.replace('mendian ', ''));
    const openIssues = () => stage.repository.issues.filter(({ state }) => state === 'open');
    const mergeAndApply = async (pull: PullRequest) => {
      const event = await stage.merge(pull);
      return await run('apply', event);
    };
    const edit = async (changes: Readonly<Record<string, readonly [RegExp, string]>>) => {
      const files: Record<string, string> = {};
      for (const [file, [before, after]] of Object.entries(changes)) {
        const text = (await stage.repository.read('main', file)) ?? '';
        expect({ file, found: before.test(text) }).toEqual({ file, found: true });
        files[file] = text.replace(before, after);
      }
      return files;
    };

    // ---- the stores come into the repository
    const clone = await at(await schedule());
    const here = async (...args: readonly string[]) => await runProgram(args, { cwd: clone, env });
    expect((await here('init')).exitCode).toBe(0);
    rmSync(join(clone, 'stores/example.yaml'));
    const imported = await here('import');
    expect(imported).toMatchObject({ exitCode: 0 });
    show('import', `$ mendian import\n${imported.stdout}`);
    const first = await here('plan', '--detailed-exitcode');
    expect(first.exitCode).toBe(0);
    show('first plan', `$ mendian plan\n${first.stdout}`);
    const listed = await execa('git', ['ls-files', '--others', '--exclude-standard', '-z'], { cwd: clone });
    const names = listed.stdout.split('\0').filter((name) => name !== '');
    expect(names.filter((name) => name.startsWith('stores/')).length).toBe(120);
    const brought = Object.fromEntries(names.map((name) => [name, readFileSync(join(clone, name), 'utf8')]));
    show('file', brought[FILES[REJECTED]] ?? '');
    const baseline = await stage.propose('import', brought);
    expect((await stage.plan(baseline)).exitCode).toBe(0);
    const adopted = await mergeAndApply(baseline);
    expect([adopted.exitCode, stage.updates()]).toEqual([0, []]);

    // ---- three stores change by pull request
    const change = await stage.propose(
      'autumn',
      await edit({
        [FILES[REJECTED]]: [/mmbiz_jpg\/front0/u, 'mmbiz_jpg/autumn0'],
        [FILES[EDITED]]: [/10:00-21:00/u, '10:00-22:00'],
        [FILES[APPROVED]]: [/mmbiz_jpg\/front2/u, 'mmbiz_jpg/autumn2'],
      }),
    );
    expect((await stage.plan(change)).exitCode).toBe(0);
    show('plan comment', body(stage, change.number));
    expect(await mergeAndApply(change)).toMatchObject({ exitCode: 0 });
    expect([...stage.updates()].sort()).toEqual([REJECTED, EDITED, APPROVED]);

    // ---- one picture is rejected: WeChat pushes the event, a forwarder dispatches it
    const push = await endReview(stage.emulator, { poi_id: REJECTED, status: 3, reason: '图片含有联系方式' });
    const dispatched = await tipEvent(stage.repository, 'repository_dispatch');
    const payload = { ...dispatched.payload, action: 'wechat-push', client_payload: JSON.parse(wrap(push)) };
    const event = await run('event', { ...dispatched, payload });
    expect(event.exitCode).toBe(0);
    show('event', event.summary);
    expect((await stage.state()).stores.get(REJECTED)).toMatchObject({
      review: 'rejected',
      reason: '图片含有联系方式',
      approved_pic_list: [picture('front0')],
    });

    // ---- the other is approved, and nobody pushed anything: the next status finds it
    stage.emulator.control({ audit: { poi_id: APPROVED, status: 1 } });
    expect((await run('status', await schedule())).exitCode).toBe(0);
    expect((await stage.state()).stores.get(APPROVED)?.review).toBe('approved');
    const verdicts = body(stage, change.number);
    expect(verdicts).toContain('图片含有联系方式');
    show('reviews comment', verdicts);
    expect(openIssues().length).toBe(1);
    const [rejection] = openIssues();
    show('rejection issue', `# ${rejection?.title}\n\n${rejection?.body}`);

    // ---- a colleague edits the phone of the third in the console
    stage.emulator.control({ store: { poi_id: EDITED, contract_phone: '0571-88880000' } });
    expect((await run('drift', await schedule(), { drift: 'issue' })).exitCode).toBe(0);
    expect(openIssues().length).toBe(2);
    const drifted = openIssues().at(-1);
    show('drift issue', `# ${drifted?.title}\n\n${drifted?.body}`);
    expect((await run('drift', await schedule(), { drift: 'pull-request' })).exitCode).toBe(0);
    const accepted = stage.repository.pulls.find(
      ({ number, state }) => number > change.number && state === 'open',
    );
    if (accepted === undefined) throw new Error('no pull request takes the value home');
    show('accept pull', `# ${accepted.title}\n\n${accepted.body}`);
    expect((await stage.plan(accepted)).exitCode).toBe(0);
    expect((await mergeAndApply(accepted)).exitCode).toBe(0);
    expect(await stage.repository.read('main', FILES[EDITED])).toContain('0571-88880000');
    expect(stage.updates().length).toBe(3);

    // ---- the rejected picture is said with every plan and never sent again by itself
    const hourly = await run('apply', await schedule());
    expect([hourly.exitCode, stage.updates().length]).toEqual([0, 3]);
    expect(hourly.summary).toContain('图片含有联系方式');
    const other = await stage.propose(
      'another-picture',
      await edit({ [FILES[REJECTED]]: [/mmbiz_jpg\/autumn0/u, 'mmbiz_jpg/terrace0'] }),
    );
    expect((await stage.plan(other)).exitCode).toBe(0);
    expect((await mergeAndApply(other)).exitCode).toBe(0);
    expect(stage.updates().length).toBe(4);
    stage.emulator.control({ audit: { poi_id: REJECTED, status: 1 } });
    expect((await run('status', await schedule())).exitCode).toBe(0);

    // ---- each has ended where a person expects it
    expect((await run('drift', await schedule(), { drift: 'issue' })).outputs.changes).toBe('false');
    expect(openIssues()).toEqual([]);
    const quiet = await run('apply', await schedule());
    expect([quiet.outputs.changes, codes(quiet), stage.updates().length]).toEqual(['false', [], 4]);
    const end = await at(await schedule());
    const last = await runProgram(['plan', '--detailed-exitcode'], { cwd: end });
    expect(last.exitCode).toBe(0);
    show('last plan', `$ mendian plan\n${last.stdout}`);
    const { stores } = await stage.state();
    expect([REJECTED, EDITED, APPROVED].map((id) => stores.get(id)?.review)).toEqual([
      'approved',
      'none',
      'approved',
    ]);
    keepPage(PAGE, shown);
  },
);
