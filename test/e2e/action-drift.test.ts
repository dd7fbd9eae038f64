/** The built action's drift: what somebody changed at WeChat, in the summary, the one issue, and the one pull request. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { checkOut } from '../fakes/github/checkout.ts';
import { mergeGroupEvent, pullRequestEvent } from '../fakes/github/events.ts';
import { type ActionEnd, type ActionOptions, runAction } from '../fakes/github/runner.ts';
import { openStage, type Stage } from '../fakes/github/stage.ts';
import { listStores, type StoreText } from '../fakes/shop.ts';

const BOT = 'github-actions[bot]';
const [FIRST, SECOND] = ['472671857', '472671858'];
const FILE = `stores/${FIRST}.yaml`;
const BRANCH = 'mendian/drift';
const OTHER = 'http://mmbiz.qpic.cn/mmbiz_jpg/other/0?wx_fmt=jpeg';

interface DriftOptions extends Partial<ActionOptions> {
  readonly mode?: 'report' | 'issue' | 'pull-request';
}

const open = async (stores: readonly StoreText[] = listStores(3), files = {}): Promise<Stage> =>
  await openStage({ stores, files });

/** Somebody changes the hours in the console. */
function edit(stage: Stage, hour: string, poi_id = FIRST): void {
  stage.emulator.control({ store: { poi_id, hour } });
}

async function drift(
  stage: Stage,
  { mode = 'report', inputs, env, ...more }: DriftOptions = {},
): Promise<ActionEnd> {
  const { github, repository, secrets } = stage;
  const event = more.event ?? (await stage.tip('schedule'));
  const workspace = more.workspace ?? (await checkOut(github, repository, { ref: event.ref }));
  const end = await runAction({
    github,
    repository,
    ...more,
    event,
    workspace,
    inputs: { command: 'drift', drift: mode, ...inputs },
    env: { ...secrets, ...env },
  });
  expect(end.problems).toEqual([]);
  expect(github.problems).toEqual([]);
  return end;
}

const codes = ({ annotations }: ActionEnd): readonly string[] =>
  annotations.map(({ title = '' }) => title.replace('mendian ', ''));
const writes = ({ github }: Stage): readonly string[] =>
  github.requests.map(({ operation }) => operation).filter((name) => /create|update|delete/u.test(name));

describe('a report of drift', () => {
  test('stands in summary, annotations, outputs and file, and writes nothing', async () => {
    const stage = await open();
    edit(stage, '09:00-20:00');
    const end = await drift(stage);
    expect(end.exitCode).toBe(0);
    expect(end.annotations).toMatchObject([
      { level: 'warning', file: FILE, line: '3', title: 'mendian STORE_DRIFTED' },
    ]);
    expect(end.summary).toContain('09:00-20:00');
    expect(end.outputs.changes).toBe('true');
    const report = JSON.parse(readFileSync(end.outputs['report-file'] ?? '', 'utf8'));
    expect(report).toMatchObject({ format: 'mendian/drift@1', summary: { stores: 3, drifted: 1 } });
    expect(writes(stage)).toEqual([]);
    expect(stage.updates()).toEqual([]);
  });

  test('says so where nothing differs', async () => {
    const end = await drift(await open());
    expect([end.exitCode, end.annotations, end.outputs.changes]).toEqual([0, [], 'false']);
    expect(end.log).toContain('No drift.');
  });

  test.each([
    ['09:00-20:00', 1],
    ['10:00-21:00', 0],
  ])('fails the job where it shall: hours %s end in %i', async (hour, exitCode) => {
    const stage = await open();
    edit(stage, hour);
    expect((await drift(stage, { inputs: { 'fail-on-drift': 'true' } })).exitCode).toBe(exitCode);
  });

  test('takes the state from its branch', async () => {
    const stage = await open();
    const state = (await stage.repository.read('main', 'mendian.state.json')) ?? '';
    const files = { 'mendian.state.json': state.replaceAll('10:00-21:00', '09:00-20:00') };
    await stage.repository.commit('mendian-state', files, 'state');
    edit(stage, '09:00-20:00');
    const end = await drift(stage, { inputs: { 'state-branch': 'mendian-state' } });
    expect(end.exitCode).toBe(0);
    // The first is as it was sent by that record; the two others are not.
    expect(end.summary).not.toContain(FIRST);
    expect(end.summary).toContain(SECOND);
  });

  test('ends green with a notice where no credentials are set', async () => {
    const stage = await open([]);
    const none = { WECHAT_APPID: '', WECHAT_SECRET: '' };
    const end = await drift(stage, { mode: 'issue', env: none });
    expect([end.exitCode, codes(end), writes(stage)]).toEqual([0, ['NOT_SET_UP'], []]);
  });

  test.each([
    ['drift', 'pull'],
    ['fail-on-drift', 'maybe'],
  ])('a wrong input %s is an error before anything is called', async (input, value) => {
    const stage = await open();
    const end = await drift(stage, { inputs: { [input]: value } });
    expect([end.exitCode, codes(end), stage.emulator.requests]).toEqual([1, ['INPUT_INVALID'], []]);
  });
});

describe('the issue', () => {
  test('is opened, brought up to date, closed, and opened again, and is always the same', async () => {
    const stage = await open();
    const { issues, comments } = stage.repository;
    expect((await drift(stage, { mode: 'issue' })).log).not.toContain('Issue');
    edit(stage, '09:00-20:00');
    const opened = await drift(stage, { mode: 'issue' });
    expect([opened.exitCode, opened.log]).toEqual([0, expect.stringContaining('Issue #1 was opened.')]);
    expect(opened.summary).toContain('Issue #1 was opened.');
    expect(issues).toMatchObject([
      { login: BOT, title: `Changed at WeChat: 示例店 (${FIRST})`, labels: ['mendian'], state: 'open' },
    ]);
    expect(issues[0]?.body).toMatch(/^<!-- mendian drift [0-9a-f]{12} -->\n[\s\S]*`09:00-20:00`/u);

    edit(stage, '09:00-20:30', SECOND);
    expect((await drift(stage, { mode: 'issue' })).log).toContain('Issue #1 was brought up to date.');
    expect(issues[0]?.title).toBe('Changed at WeChat: 2 stores');
    expect((await drift(stage, { mode: 'issue' })).log).toContain('Issue #1 says so already.');

    edit(stage, '10:00-21:00');
    edit(stage, '10:00-21:00', SECOND);
    expect((await drift(stage, { mode: 'issue' })).log).toContain('Issue #1 was closed.');
    expect(issues[0]?.state).toBe('closed');
    expect(comments).toMatchObject([
      { pull: 1, login: BOT, body: expect.stringContaining('Nothing differs any more') },
    ]);

    edit(stage, '09:00-20:00');
    expect((await drift(stage, { mode: 'issue' })).log).toContain('Issue #1 was opened again.');
    expect(issues).toMatchObject([{ state: 'open' }]);
    expect(comments).toHaveLength(1);
  });

  test('names a way back that works: apply with overwrite-drift sends the files’ values, and the issue is closed', async () => {
    const stage = await open();
    edit(stage, '09:00-20:00');
    await drift(stage, { mode: 'issue' });
    expect(stage.repository.issues[0]?.body).toContain('with `overwrite-drift`');
    const undone = await stage.apply(await stage.tip(), { inputs: { 'overwrite-drift': 'true' } });
    expect([undone.exitCode, stage.updates()]).toEqual([0, [FIRST]]);
    const end = await drift(stage, { mode: 'issue' });
    expect([end.outputs.changes, stage.repository.issues[0]?.state]).toEqual(['false', 'closed']);
  });

  test('of another selection is another issue', async () => {
    const stage = await open();
    edit(stage, '09:00-20:00');
    await drift(stage, { mode: 'issue' });
    await drift(stage, { mode: 'issue', inputs: { select: FIRST } });
    await drift(stage, { mode: 'issue', inputs: { select: SECOND } });
    expect(stage.repository.issues.map(({ state }) => state)).toEqual(['open', 'open']);
  });

  test('is one where two runs race', async () => {
    const stage = await open();
    edit(stage, '09:00-20:00');
    stage.github.script({
      operation: 'issues/create',
      fault: { before: () => drift(stage, { mode: 'issue' }) },
    });
    await drift(stage, { mode: 'issue' });
    expect(stage.repository.issues.map(({ state }) => state)).toEqual(['open', 'closed']);
  });

  test('is not closed by a run that could not read', async () => {
    const stage = await open();
    edit(stage, '09:00-20:00');
    await drift(stage, { mode: 'issue' });
    edit(stage, '10:00-21:00');
    stage.emulator.control({ faults: [{ path: '/wxa/get_store_list', do: { errcode: 48001 }, times: 9 }] });
    const end = await drift(stage, { mode: 'issue' });
    expect([end.exitCode, stage.repository.issues[0]?.state]).toEqual([1, 'open']);
  });

  test('is not closed while a store waits to be verified', async () => {
    const stage = await open();
    edit(stage, '09:00-20:00');
    await drift(stage, { mode: 'issue' });
    edit(stage, '10:00-21:00');
    const state = JSON.parse((await stage.repository.read('main', 'mendian.state.json')) ?? '');
    Object.assign(state.stores[SECOND], { uncertain: true, sending: state.stores[SECOND].values });
    await stage.repository.commit('main', { 'mendian.state.json': JSON.stringify(state) }, 'crash');
    const end = await drift(stage, { mode: 'issue' });
    expect([end.exitCode, stage.repository.issues[0]?.state]).toEqual([0, 'open']);
    expect(end.log).toContain('Not all stores could be compared');
  });

  test.each([
    ['the right is missing', 'ISSUE_NOT_ALLOWED', 'issues: write'],
    ['issues are switched off', 'ISSUES_OFF', 'switched off'],
  ])('cannot be written where %s: red, with what to do', async (_title, code, words) => {
    const stage = await open();
    edit(stage, '09:00-20:00');
    if (code === 'ISSUES_OFF') stage.repository.features.issues = 'off';
    const token = stage.github.addToken({
      login: BOT,
      may: code === 'ISSUES_OFF' ? ['issues'] : ['contents'],
    });
    const end = await drift(stage, { mode: 'issue', token });
    expect([end.exitCode, codes(end)]).toEqual([1, expect.arrayContaining(['STORE_DRIFTED', code])]);
    expect(end.log).toContain(words);
    expect(end.summary).toContain('09:00-20:00');
  });
});

describe('the pull request', () => {
  test('holds the accepted values of the files and nothing else, and its merge ends the drift', async () => {
    const yaml = `# ours\r\nname: 示例店\r\npoi_id: "${FIRST}" # keep\r\nhour: 10:00-21:00   # Mon-Sun\r\ncontract_phone: 021-00001234\r\npic_list: ["http://mmbiz.qpic.cn/mmbiz_jpg/front/0?wx_fmt=jpeg"]\r\n`;
    const stage = await open(listStores(3), { [FILE]: yaml });
    const { repository } = stage;
    edit(stage, '09:00-20:00');
    const end = await drift(stage, { mode: 'pull-request' });
    expect([end.exitCode, end.outputs.changes, codes(end)]).toEqual([0, 'true', ['STORE_DRIFTED']]);
    expect(end.log).toContain('Pull request #1 was opened.');
    const [pull] = repository.pulls;
    expect(pull).toMatchObject({ login: BOT, base: 'main', branch: BRANCH });
    expect(pull?.title).toBe(`Accept what was changed at WeChat: 示例店 (${FIRST})`);
    expect(pull?.body).toContain('would be accepted');
    expect(await repository.git(['diff', '--name-only', `main...${BRANCH}`])).toBe(`${FILE}\n`);
    expect(await repository.read(BRANCH, FILE)).toBe(yaml.replace('10:00-21:00', '09:00-20:00'));

    if (pull !== undefined) await repository.merge(pull);
    const applied = await stage.apply(await stage.tip('push'));
    expect([applied.exitCode, applied.outputs.applied, stage.updates()]).toEqual([0, '1', []]);
    const after = await drift(stage, { mode: 'pull-request' });
    expect([after.exitCode, after.outputs.changes]).toEqual([0, 'false']);
    expect(await repository.tip(BRANCH)).toBeNull();
  });

  test('is brought up to date, and closed when nothing differs any more', async () => {
    const stage = await open();
    const { repository } = stage;
    edit(stage, '09:00-20:00');
    await drift(stage, { mode: 'pull-request' });
    edit(stage, '09:00-20:30', SECOND);
    expect((await drift(stage, { mode: 'pull-request' })).log).toContain(
      'Pull request #1 was brought up to date.',
    );
    expect(repository.pulls[0]?.title).toBe('Accept what was changed at WeChat: 2 stores');
    edit(stage, '10:00-21:00');
    edit(stage, '10:00-21:00', SECOND);
    expect((await drift(stage, { mode: 'pull-request' })).log).toContain('Pull request #1 was closed.');
    expect(repository.pulls).toMatchObject([{ state: 'closed' }]);
    expect(repository.comments).toMatchObject([
      { body: expect.stringContaining('Nothing is left here to accept') },
    ]);
  });

  test('that people pushed to is left, and says so once', async () => {
    const stage = await open();
    const { repository } = stage;
    edit(stage, '09:00-20:00');
    await drift(stage, { mode: 'pull-request' });
    const theirs = await repository.commit(BRANCH, { [FILE]: 'name: mine\n' }, 'mine');
    edit(stage, '09:00-20:30');
    for (let runs = 0; runs < 2; runs += 1) {
      const end = await drift(stage, { mode: 'pull-request' });
      expect([end.exitCode, end.log]).toEqual([0, expect.stringContaining('somebody pushed to its branch')]);
    }
    expect(await repository.tip(BRANCH)).toBe(theirs);
    expect(repository.comments).toMatchObject([
      { body: expect.stringContaining('Somebody pushed to this branch') },
    ]);
  });

  test('leaves out what cannot be accepted, and says why', async () => {
    const stage = await open();
    const { repository } = stage;
    const files = stage.storeFiles([{ poi_id: SECOND, hour: '08:00-20:00' }]);
    await repository.commit('main', files, 'other hours');
    edit(stage, '09:00-20:00');
    edit(stage, '09:00-20:00', SECOND);
    const end = await drift(stage, { mode: 'pull-request' });
    expect(end.exitCode).toBe(0);
    expect(await repository.git(['diff', '--name-only', `main...${BRANCH}`])).toBe(`${FILE}\n`);
    expect(repository.pulls[0]?.body).toContain('changed on both sides');
  });

  test('is not opened where nothing can be accepted by itself', async () => {
    const stage = await open();
    const files = stage.storeFiles([{ poi_id: FIRST, hour: '08:00-20:00' }]);
    await stage.repository.commit('main', files, 'other hours');
    edit(stage, '09:00-20:00');
    const end = await drift(stage, { mode: 'pull-request' });
    expect([end.exitCode, stage.repository.pulls]).toEqual([0, []]);
    expect(end.log).toContain('No value can be accepted by itself');
  });

  test('has paths from the top of the repository, and takes nothing that a step before it wrote', async () => {
    const stage = await open([]);
    const { github, repository, emulator } = stage;
    const [store] = listStores(1);
    const inner = await openStage({ stores: listStores(1) });
    const state = (await inner.repository.read('main', 'mendian.state.json')) ?? '';
    const files = Object.fromEntries(
      Object.entries(stage.storeFiles([store ?? { poi_id: FIRST }])).map(([path, text]) => [
        `shop/${path}`,
        text,
      ]),
    );
    await repository.commit('main', { ...files, 'shop/mendian.state.json': state }, 'in a folder');
    emulator.control({
      seed: [
        {
          poi_id: FIRST,
          name: '示例店',
          values: {
            hour: '09:00-20:00',
            contract_phone: '021-00001234',
            pic_list: ['http://mmbiz.qpic.cn/mmbiz_jpg/front/0?wx_fmt=jpeg'],
          },
        },
      ],
    });
    const event = await stage.tip('schedule');
    const workspace = await checkOut(github, repository, { ref: event.ref });
    writeFileSync(join(workspace, 'shop', FILE), 'spoiled\n');
    const end = await drift(stage, {
      mode: 'pull-request',
      event,
      workspace,
      inputs: { 'working-directory': 'shop' },
    });
    expect(end.exitCode).toBe(0);
    const branch = repository.pulls[0]?.branch ?? '';
    expect(branch).toMatch(/^mendian\/drift-[0-9a-f]{12}$/u);
    expect(await repository.git(['diff', '--name-only', `main...${branch}`])).toBe(`shop/${FILE}\n`);
    expect(await repository.read(branch, `shop/${FILE}`)).toContain('09:00-20:00');
  });

  test.each([
    ['the setting is off', 'PULL_NOT_ALLOWED', 'Allow GitHub Actions to create and approve pull requests'],
    ['pull requests may not be written', 'PULL_NOT_ALLOWED', 'pull-requests: write'],
    ['contents may not be written', 'PROPOSAL_REFUSED', 'contents: write'],
  ])('cannot be opened where %s: red, with what to do', async (title, code, words) => {
    const stage = await open();
    edit(stage, '09:00-20:00');
    if (title.includes('setting')) stage.repository.features.actionsPulls = 'off';
    const may = title.startsWith('contents') ? (['pull_requests'] as const) : (['contents'] as const);
    const token = title.includes('setting') ? stage.github.token : stage.github.addToken({ login: BOT, may });
    const end = await drift(stage, { mode: 'pull-request', token });
    expect([end.exitCode, codes(end)]).toEqual([1, expect.arrayContaining(['STORE_DRIFTED', code])]);
    expect(end.log).toContain(words);
  });

  test('proposes pictures as the other values', async () => {
    const stage = await open();
    stage.emulator.control({ store: { poi_id: FIRST, pic_list: [OTHER] } });
    await drift(stage, { mode: 'pull-request' });
    expect(await stage.repository.read(BRANCH, FILE)).toContain('mmbiz_jpg/other/0');
  });
});

describe('an event before the merge', () => {
  test.each(['issue', 'pull-request'] as const)('is refused with drift: %s', async (mode) => {
    const stage = await open();
    const pull = await stage.propose('x', { 'a.txt': 'a' });
    for (const event of [
      await pullRequestEvent(stage.repository, pull),
      await mergeGroupEvent(stage.repository, pull),
    ]) {
      const end = await drift(stage, { mode, event });
      expect([end.exitCode, codes(end)]).toEqual([1, ['EVENT_REFUSED']]);
    }
    expect([stage.emulator.requests, writes(stage)]).toEqual([[], []]);
  });
});

describe('text from outside', () => {
  const WORST = '@all <!-- mendian --> `x` |<img src=x>![a](b) fixes #1 [skip ci]';

  test.each(['issue', 'pull-request'] as const)('stays text in the %s and all around it', async (mode) => {
    const stores = [{ poi_id: FIRST, name: WORST }];
    const stage = await open(stores);
    stage.emulator.control({
      store: { poi_id: FIRST, hour: '09:00-20:00', contract_phone: '::error::x ##[set-output name=a]b @all' },
    });
    const end = await drift(stage, { mode });
    expect(end.exitCode).toBe(0);
    const { issues, pulls } = stage.repository;
    const [{ title, body } = { title: '', body: '' }] = mode === 'issue' ? issues : pulls;
    expect(title).toContain('fixes');
    expect(title).not.toMatch(/@\w|#\d|\n/u);
    expect(title.length).toBeLessThanOrEqual(256);
    for (const text of [body.replace(/^<!--.*-->$/mu, ''), end.summary]) {
      expect(text).toContain('09:00-20:00');
      const outside = text.replace(/\\[^\w\s]/gu, '').replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/gu, '');
      expect(outside).not.toMatch(/@\w|<(?!br>|\/?details|\/?summary)|!\[|\]\((?!http:\/\/127)/u);
      expect(outside.replace(/^(Issue|Pull request) #1 /gmu, '')).not.toMatch(/#\d/u);
    }
    if (mode === 'pull-request') {
      const [commit] = await stage.repository.log(BRANCH);
      expect(`${commit?.subject}\n${commit?.body}`).not.toMatch(/\[skip ci\]|@\w|#\d/u);
    }
  });

  test('never holds a secret', async () => {
    const stage = await open();
    edit(stage, '09:00-20:00');
    for (const mode of ['issue', 'pull-request'] as const) {
      const end = await drift(stage, { mode });
      const args = ['-rl', '-e', 'the-secret-of-the-tests', '-e', stage.github.token, end.temp];
      expect((await execa('grep', args, { reject: false })).stdout).toBe('');
      expect(end.log).not.toMatch(/the-secret|ghs_|stable-token/u);
    }
    const { issues, pulls } = stage.repository;
    expect(JSON.stringify([issues, pulls])).not.toMatch(/the-secret|ghs_|stable-token/u);
  });
});

test('drift of many stores fits into issue and summary, and says what was left out', async () => {
  const stores = Array.from({ length: 600 }, (_, index) => ({
    poi_id: String(1_000_000 + index),
    name: `店${'长'.repeat(50)}${index}`,
  }));
  const stage = await open(stores);
  for (const { poi_id } of stores) edit(stage, '09:00-20:00', poi_id);
  const end = await drift(stage, { mode: 'issue' });
  expect(end.exitCode).toBe(0);
  const body = stage.repository.issues[0]?.body ?? '';
  expect(body.length).toBeLessThanOrEqual(65_536);
  expect(body).toMatch(/… and \d+ more rows\. See \[the run\]\(http/u);
  expect(body).toContain('What to do');
});
