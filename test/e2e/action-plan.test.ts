/** The built action's plan: whose state, which comment, what of it without rights, and within the limits. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { checkOut } from '../fakes/github/checkout.ts';
import { mergeGroupEvent, pullRequestEvent, workflowRunEvent } from '../fakes/github/events.ts';
import type { PullRequest } from '../fakes/github/repository.ts';
import { type ActionEnd, runAction } from '../fakes/github/runner.ts';
import { openStage, type Stage } from '../fakes/github/stage.ts';
import { CASES, listStores, storeYaml } from '../fakes/shop.ts';

const FIRST = { poi_id: '472671857' };
const SECOND = { poi_id: '472671858' };
const THIRD = { poi_id: '472671859' };
const BOT = 'github-actions[bot]';

async function openRecorded(): Promise<Stage> {
  return await openStage({ stores: listStores(3) });
}

function change(stage: Stage, poi_id: string, hour = '09:00-21:00') {
  return stage.storeFiles([{ poi_id, hour }]);
}

const bodies = (stage: Stage): readonly string[] => stage.repository.comments.map(({ body }) => body);
const sound = (stage: Stage, end: ActionEnd): void => {
  expect(end.problems).toEqual([]);
  expect(stage.github.problems).toEqual([]);
  expect(stage.emulator.requests).toEqual([]);
};

describe('the comment', () => {
  test('is written once and then kept up to date, until there is nothing left to say', async () => {
    const stage = await openRecorded();
    const pull = await stage.propose('hours', change(stage, FIRST.poi_id));
    sound(stage, await stage.plan(pull));
    expect(bodies(stage)).toHaveLength(1);
    expect(bodies(stage)[0]).toMatch(/^<!-- mendian plan [0-9a-f]{12} -->\n### mendian plan: 3 stores/u);
    expect(bodies(stage)[0]).toContain('**1 to update, 2 unchanged**');
    expect(bodies(stage)[0]).toContain(`Commit \`${pull.headSha.slice(0, 12)}\` · [run](`);
    await stage.repository.commit('hours', change(stage, SECOND.poi_id), 'one more');
    sound(stage, await stage.plan(pull));
    expect(bodies(stage)).toHaveLength(1);
    expect(bodies(stage)[0]).toContain('**2 to update, 1 unchanged**');
    await stage.repository.commit('hours', stage.storeFiles(listStores(2)), 'as it was');
    sound(stage, await stage.plan(pull));
    expect(bodies(stage)).toHaveLength(1);
    expect(bodies(stage)[0]).toContain('No changes.');
  });

  test('is not written for a pull request that changes no store', async () => {
    const stage = await openRecorded();
    const pull = await stage.propose('docs', { 'README.md': 'more\n' });
    const end = await stage.plan(pull);
    sound(stage, end);
    expect(end.outputs.changes).toBe('false');
    expect(bodies(stage)).toEqual([]);
    expect(end.summary).toContain('No changes.');
  });

  test('is found over all pages by its marker and its author, and nobody else’s is touched', async () => {
    const stage = await openRecorded();
    const pull = await stage.propose('hours', change(stage, FIRST.poi_id));
    for (let index = 0; index < 120; index += 1)
      stage.repository.addComment(pull.number, 'person', `remark ${index}`);
    await stage.plan(pull);
    const [marker = ''] = (bodies(stage).at(-1) ?? '').split('\n');
    stage.repository.addComment(pull.number, 'person', `${marker}\nnot mine`);
    stage.repository.addComment(pull.number, 'person', `a quote of ${marker}`);
    await stage.repository.commit('hours', change(stage, SECOND.poi_id), 'one more');
    sound(stage, await stage.plan(pull));
    const own = stage.repository.comments.filter(({ login }) => login === BOT);
    expect(own).toHaveLength(1);
    expect(own[0]?.body).toContain('**2 to update');
    expect(bodies(stage)).toContain(`${marker}\nnot mine`);
    expect(bodies(stage)).toHaveLength(123);
  });

  test('is found again where a name holds its marker', async () => {
    const stage = await openRecorded();
    const pull = await stage.propose('hours', change(stage, FIRST.poi_id));
    await stage.plan(pull);
    const [marker = ''] = (bodies(stage)[0] ?? '').split('\n');
    await stage.repository.commit(
      'hours',
      { 'stores/x.yaml': storeYaml({ poi_id: '472671999', name: marker }) },
      'x',
    );
    sound(stage, await stage.plan(pull));
    expect(bodies(stage)).toHaveLength(1);
    expect(
      bodies(stage)[0]
        ?.split('\n')
        .filter((line) => line === marker),
    ).toHaveLength(1);
  });

  test('is the oldest one where two runs raced', async () => {
    const stage = await openRecorded();
    const pull = await stage.propose('hours', change(stage, FIRST.poi_id));
    let raced = false;
    stage.github.script({
      operation: 'issues/create-comment',
      fault: {
        before: async () => {
          if (raced) return;
          raced = true;
          const end = await stage.plan(pull);
          expect(end.exitCode).toBe(0);
        },
      },
    });
    sound(stage, await stage.plan(pull));
    expect(bodies(stage)).toHaveLength(1);
  });

  test.each(['error-after', 'drop-after', 'drop'] as const)(
    'is one only after an unclear answer (%s)',
    async (fault) => {
      const stage = await openRecorded();
      const pull = await stage.propose('hours', change(stage, FIRST.poi_id));
      stage.github.script({ operation: 'issues/create-comment', fault });
      sound(stage, await stage.plan(pull));
      expect(bodies(stage)).toHaveLength(1);
    },
  );

  test('is put to the end of the page with recreate, and left alone with off', async () => {
    const stage = await openRecorded();
    const pull = await stage.propose('hours', change(stage, FIRST.poi_id));
    await stage.plan(pull);
    stage.repository.addComment(pull.number, 'person', 'a remark');
    sound(stage, await stage.plan(pull, { inputs: { comment: 'recreate' } }));
    expect(stage.repository.comments.map(({ login }) => login)).toEqual(['person', BOT]);
    const before = stage.github.requests.length;
    sound(stage, await stage.plan(pull, { inputs: { comment: 'off' } }));
    expect(
      stage.github.requests.slice(before).filter(({ operation }) => operation.includes('comment')),
    ).toEqual([]);
  });

  test('is one for each use of the action', async () => {
    const stage = await openRecorded();
    const pull = await stage.propose('hours', {
      ...change(stage, FIRST.poi_id),
      ...change(stage, SECOND.poi_id),
    });
    await stage.plan(pull, { inputs: { select: FIRST.poi_id } });
    sound(stage, await stage.plan(pull, { inputs: { select: SECOND.poi_id } }));
    expect(bodies(stage)).toHaveLength(2);
  });

  test('is an app’s own where an app’s token is given', async () => {
    const stage = await openRecorded();
    const token = stage.github.addToken({ login: 'store-bot[bot]', may: ['contents', 'pull_requests'] });
    const pull = await stage.propose('hours', change(stage, FIRST.poi_id));
    for (const _ of [1, 2]) sound(stage, await stage.plan(pull, { token }));
    expect(stage.repository.comments.map(({ login }) => login)).toEqual(['store-bot[bot]']);
  });

  test('waits for a rate limit, and does not fail the plan where GitHub is down', async () => {
    const stage = await openRecorded();
    const pull = await stage.propose('hours', change(stage, FIRST.poi_id));
    stage.github.script({
      operation: 'issues/list-comments',
      fault: {
        status: 429,
        headers: { 'retry-after': '1' },
        body: { message: 'You have exceeded a secondary rate limit' },
      },
    });
    sound(stage, await stage.plan(pull, { env: { MENDIAN_RETRY_BASE_MS: '1000' } }));
    expect(bodies(stage)).toHaveLength(1);
    stage.github.script({ operation: 'issues/list-comments', times: 99, fault: { status: 500 } });
    const end = await stage.plan(pull);
    expect(end.exitCode).toBe(0);
    expect(end.annotations.map(({ title }) => title)).toContain('mendian COMMENT_FAILED');
  });
});

describe('whose change a row is', () => {
  test('is told by the base: what waits already stands apart', async () => {
    const stage = await openRecorded();
    await stage.repository.commit('main', change(stage, THIRD.poi_id), 'merged, and not applied yet');
    const pull = await stage.propose('hours', change(stage, FIRST.poi_id));
    sound(stage, await stage.plan(pull));
    const [own = '', waiting = ''] = (bodies(stage)[0] ?? '').split('Already waiting');
    expect(own).toContain('From this pull request: 1 store');
    expect(own).toContain(FIRST.poi_id);
    expect(waiting).toContain(THIRD.poi_id);
    expect(waiting).not.toContain(FIRST.poi_id);
  });

  test('is the pull request’s where it changes what waits', async () => {
    const stage = await openRecorded();
    await stage.repository.commit('main', change(stage, THIRD.poi_id), 'merged, and not applied yet');
    const pull = await stage.propose('hours', change(stage, THIRD.poi_id, '08:00-20:00'));
    sound(stage, await stage.plan(pull));
    expect(bodies(stage)[0]).toContain('From this pull request: 1 store');
    expect(bodies(stage)[0]).not.toContain('Already waiting');
  });

  test('makes no comment where all of it waits', async () => {
    const stage = await openRecorded();
    await stage.repository.commit('main', change(stage, THIRD.poi_id), 'merged, and not applied yet');
    const pull = await stage.propose('docs', { 'README.md': 'more\n' });
    const end = await stage.plan(pull);
    sound(stage, end);
    expect(bodies(stage)).toEqual([]);
    expect(end.summary).toContain('From this pull request: nothing');
  });

  test('is not told without the base, and the plan says how to get it', async () => {
    const stage = await openRecorded();
    const pull = await stage.propose('hours', change(stage, FIRST.poi_id));
    const event = await pullRequestEvent(stage.repository, pull);
    const workspace = await checkOut(stage.github, stage.repository, { ref: event.ref, depth: 1 });
    const end = await runAction({ ...stage, event, workspace });
    sound(stage, end);
    expect(end.exitCode).toBe(0);
    expect(end.outputs.update).toBe('1');
    expect(end.annotations.map(({ title }) => title)).toEqual(['mendian NO_HISTORY']);
    expect(end.log).toContain('fetch-depth: 2');
  });
});

describe('the state of a plan', () => {
  test('is the base’s: a pull request that changes it is an error', async () => {
    const stage = await openRecorded();
    const state = (await stage.repository.read('main', 'mendian.state.json')) ?? '';
    const forged = state.replace('10:00-21:00', '09:00-21:00');
    const pull = await stage.propose('forged', {
      ...change(stage, FIRST.poi_id),
      'mendian.state.json': forged,
    });
    const end = await stage.plan(pull);
    sound(stage, end);
    expect(end.exitCode).toBe(1);
    expect(end.annotations).toMatchObject([
      { level: 'error', file: 'mendian.state.json', title: 'mendian STATE_TOUCHED' },
    ]);
    expect(bodies(stage)[0]).toContain('This pull request changes mendian.state.json');
  });

  test.each([
    ['removes it', { 'mendian.state.json': null }, 'STATE_TOUCHED'],
    ['brings a journal', { 'mendian.state.json.journal': '' }, 'JOURNAL_TRACKED'],
    [
      'names another file as the state',
      { 'mendian.yaml': 'version: 1\nstate: other.json\n', 'other.json': '{}' },
      'STATE_TOUCHED',
    ],
  ])('is the base’s: a pull request that %s is an error', async (_title, files, code) => {
    const stage = await openRecorded();
    const end = await stage.plan(await stage.propose('touching', files));
    sound(stage, end);
    expect(end.exitCode).toBe(1);
    expect(end.annotations.map(({ title }) => title)).toContain(`mendian ${code}`);
  });

  test('may move with its setting', async () => {
    const stage = await openRecorded();
    const state = await stage.repository.read('main', 'mendian.state.json');
    const pull = await stage.propose('moved', {
      'mendian.yaml': 'version: 1\nstate: state/tea.json\n',
      'mendian.state.json': null,
      'state/tea.json': state,
      ...change(stage, FIRST.poi_id),
    });
    const end = await stage.plan(pull);
    sound(stage, end);
    expect([end.exitCode, end.outputs.update]).toEqual([0, '1']);
  });

  test('may be brought where the base has none, and the plan says so', async () => {
    const recorded = await openRecorded();
    const state = await recorded.repository.read('main', 'mendian.state.json');
    const stage = await openStage({ stores: listStores(3), begin: 'live' });
    const pull = await stage.propose('baseline', {
      'mendian.state.json': state,
      ...change(stage, FIRST.poi_id),
    });
    const end = await stage.plan(pull);
    sound(stage, end);
    expect([end.exitCode, end.outputs.update, end.outputs.adopt]).toEqual([0, '1', '0']);
    expect(bodies(stage)[0]).toContain('brings the first state along');
  });

  test('is the state branch’s where there is one', async () => {
    const stage = await openStage({ stores: listStores(3), begin: 'live' });
    const inputs = { 'state-branch': 'mendian-state' };
    expect((await stage.apply(await stage.tip(), { inputs })).exitCode).toBe(0);
    stage.emulator.control({ reset: true });
    const end = await stage.plan(await stage.propose('hours', change(stage, FIRST.poi_id)), { inputs });
    sound(stage, end);
    expect([end.exitCode, end.outputs.update, end.outputs.adopt]).toEqual([0, '1', '0']);
  });

  test('is the base’s baseline while the state branch is still to be made', async () => {
    const stage = await openRecorded();
    const pull = await stage.propose('hours', change(stage, FIRST.poi_id));
    const end = await stage.plan(pull, { inputs: { 'state-branch': 'mendian-state' } });
    sound(stage, end);
    expect([end.exitCode, end.outputs.update, end.outputs.adopt]).toEqual([0, '1', '0']);
  });

  test('is the base’s in a merge queue too, and nobody is told by a comment', async () => {
    const stage = await openRecorded();
    const pull = await stage.propose('hours', change(stage, FIRST.poi_id));
    const end = await stage.plan(pull, { event: await mergeGroupEvent(stage.repository, pull) });
    sound(stage, end);
    expect([end.exitCode, end.outputs.update]).toEqual([0, '1']);
    expect(bodies(stage)).toEqual([]);
    const state = (await stage.repository.read('main', 'mendian.state.json')) ?? '';
    const forged = await stage.propose('forged', { 'mendian.state.json': state.replace('10:00', '09:00') });
    const refused = await stage.plan(forged, { event: await mergeGroupEvent(stage.repository, forged) });
    expect(refused.exitCode).toBe(1);
  });
});

describe('a fork', () => {
  async function planFork(stage: Stage): Promise<{ pull: PullRequest; end: ActionEnd }> {
    const token = stage.github.addToken({ login: BOT, may: [] });
    const pull = await stage.propose('hours', change(stage, FIRST.poi_id), 'someone');
    return { pull, end: await stage.plan(pull, { token }) };
  }

  async function openArtifact(stage: Stage, plan: string): Promise<string> {
    const workspace = await checkOut(stage.github, stage.repository, { ref: 'refs/heads/main' });
    mkdirSync(join(workspace, 'plan-of-fork'));
    writeFileSync(join(workspace, 'plan-of-fork/plan.json'), plan);
    return workspace;
  }

  test('ends the same without rights: summary, annotations, one line of explanation', async () => {
    const stage = await openRecorded();
    const { end } = await planFork(stage);
    sound(stage, end);
    expect(end.exitCode).toBe(0);
    expect(end.annotations.map(({ level, title }) => [level, title])).toEqual([
      ['notice', 'mendian COMMENT_NOT_ALLOWED'],
    ]);
    expect(end.summary).toContain('**1 to update, 2 unchanged**');
    expect(end.summary).toContain('comment.yml posts it');
    expect(bodies(stage)).toEqual([]);
  });

  test('gets its comment from a run of the base, made anew from the plan file', async () => {
    const stage = await openRecorded();
    const { pull, end } = await planFork(stage);
    const workspace = await openArtifact(stage, readFileSync(end.outputs['plan-file'] ?? '', 'utf8'));
    const event = await workflowRunEvent(stage.repository, pull);
    const options = { ...stage, workspace, event, inputs: { 'working-directory': 'plan-of-fork' } };
    for (const _ of [1, 2]) {
      const posted = await runAction(options);
      sound(stage, posted);
      expect(posted.exitCode).toBe(0);
    }
    expect(bodies(stage)).toHaveLength(1);
    expect(bodies(stage)[0]).toContain('**1 to update, 2 unchanged**');
    expect(bodies(stage)[0]).toContain('Planned by a run of the fork');
  });

  test('cannot reach another pull request, nor one that moved on', async () => {
    const stage = await openRecorded();
    const { pull, end } = await planFork(stage);
    const plan = readFileSync(end.outputs['plan-file'] ?? '', 'utf8');
    const inputs = { 'working-directory': 'plan-of-fork' };
    const event = await workflowRunEvent(stage.repository, pull);
    await stage.repository.commit('hours', { 'a.txt': 'b' }, 'moved on');
    await stage.repository.refresh(pull);
    const posted = await runAction({ ...stage, event, inputs, workspace: await openArtifact(stage, plan) });
    expect([posted.exitCode, bodies(stage)]).toEqual([0, []]);
    expect(posted.log).toContain('No open pull request');
  });

  test.each([
    ['is not JSON', 'no'],
    ['has another form', '{"format":"mendian/plan@1","changes":[{"poi_id":"<b>"}]}'],
    ['holds Markdown where a date belongs', 'AS_OF'],
    ['is missing', ''],
  ])('whose file %s gets nothing', async (_title, text) => {
    const stage = await openRecorded();
    const { pull, end } = await planFork(stage);
    const plan = readFileSync(end.outputs['plan-file'] ?? '', 'utf8');
    const forged = text === 'AS_OF' ? plan.replace(/"as_of": "[^"]*"/u, '"as_of": "@everyone"') : text;
    const workspace = await openArtifact(stage, forged);
    const event = await workflowRunEvent(stage.repository, pull);
    const inputs = { 'working-directory': text === '' ? '.' : 'plan-of-fork' };
    const posted = await runAction({ ...stage, workspace, event, inputs });
    expect(posted.exitCode).toBe(1);
    expect(posted.problems).toEqual([]);
    expect(posted.annotations.map(({ title }) => title)).toEqual(['mendian ARTIFACT_INVALID']);
    expect(bodies(stage)).toEqual([]);
  });
});

describe('a plan with faults', () => {
  test('is red, annotates each place in its file, and says how many more there are', async () => {
    const stage = await openRecorded();
    const files = Object.fromEntries(
      Array.from({ length: 14 }, (_, index) => [
        `stores/bad-${10 + index}.yaml`,
        'name: 店\npoi_id: "1"\nhour: 9点\n',
      ]),
    );
    const end = await stage.plan(await stage.propose('bad', files));
    sound(stage, end);
    expect(end.exitCode).toBe(1);
    expect(end.annotations).toHaveLength(11);
    expect(end.annotations[0]).toMatchObject({ level: 'error', file: 'stores/bad-10.yaml' });
    expect(end.annotations.at(-1)?.message).toMatch(/^\d+ more in the summary/u);
    expect(end.outputs.changes).toBe('false');
    expect(bodies(stage)[0]).toMatch(/\*\*Nothing is planned: \d+ errors/u);
  });

  test('names files from the workspace where the stores lie in a folder', async () => {
    const stage = await openStage({ stores: [], files: { 'shops/tea/stores/a.yaml': 'name: 店\n' } });
    const end = await stage.plan(await stage.propose('x', { 'README.md': 'x' }), {
      inputs: { 'working-directory': 'shops/tea' },
    });
    sound(stage, end);
    expect(end.annotations[0]).toMatchObject({ file: 'shops/tea/stores/a.yaml', line: '1' });
  });

  test('of pull_request_target is refused', async () => {
    const stage = await openRecorded();
    const pull = await stage.propose('hours', change(stage, FIRST.poi_id));
    const event = { ...(await pullRequestEvent(stage.repository, pull)), name: 'pull_request_target' };
    const end = await stage.plan(pull, { event });
    expect([end.exitCode, end.annotations.map(({ title }) => title)]).toEqual([1, ['mendian EVENT_REFUSED']]);
  });
});

describe('text from outside', () => {
  test('names of every hostile kind stay text in log, comment, summary and outputs (G15)', async () => {
    const folder = join(CASES, 'G15/stores');
    const files = Object.fromEntries(
      readdirSync(folder).map((name) => [`stores/${name}`, readFileSync(join(folder, name), 'utf8')]),
    );
    const worse = [
      '::error::x',
      '##[set-output name=a]b',
      '%0A::warning::x',
      '<!-- mendian outcome ends -->',
    ];
    const more = Object.fromEntries(
      worse.map((name, index) => [
        `stores/::warning::${index}.yaml`,
        storeYaml({ poi_id: String(99 + index), name }),
      ]),
    );
    const stage = await openStage({ stores: [], begin: 'live' });
    const end = await stage.plan(await stage.propose('hostile', { ...files, ...more }));
    sound(stage, end);
    expect(end.exitCode).toBe(0);
    const [body = ''] = bodies(stage);
    for (const text of [body, end.summary]) {
      const outside = text.replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/gu, '').replace(/^<!--.*-->$/mu, '');
      expect(outside).not.toMatch(/@\w|<(?!br>|\/?details|\/?summary)|!\[|(?<!run)\]\((?!http:\/\/127)/u);
    }
  });

  test('1,500 changed stores with nine pictures each: green, within the limits, cut between stores (G01)', async () => {
    const stage = await openStage({ stores: [], begin: 'live' });
    const workspace = await checkOut(stage.github, stage.repository, {
      ref: 'refs/heads/main',
      credentials: 'kept',
    });
    cpSync(join(CASES, 'G01/gen.mjs'), join(workspace, 'gen.mjs'));
    await execa('node', ['gen.mjs', 'stores', '1500'], { cwd: workspace });
    await execa('rm', ['gen.mjs'], { cwd: workspace });
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.invalid'];
    await execa('git', ['checkout', '-qb', 'many'], { cwd: workspace });
    await execa('git', ['add', '-A'], { cwd: workspace });
    await execa('git', [...identity, 'commit', '-qm', 'many'], { cwd: workspace });
    await execa('git', ['push', '-q', 'origin', 'many'], { cwd: workspace });
    const pull = await stage.repository.openPull({ branch: 'many' });
    const end = await stage.plan(pull);
    sound(stage, end);
    expect(end.exitCode).toBe(0);
    expect(end.outputs.adopt).toBe('1500');
    const [body = ''] = bodies(stage);
    expect(body.length).toBeGreaterThan(40_000);
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toMatch(/… and \d+ more stores\. See \[the run\]\(http/u);
    expect(body.match(/<details>/gu)?.length).toBe(body.match(/<\/details>/gu)?.length);
    expect(Buffer.byteLength(end.summary)).toBeLessThanOrEqual(1_048_576);
    expect(readFileSync(end.outputs['report-file'] ?? '', 'utf8').match(/^\| adopt/gmu)).toHaveLength(1500);
  });
});
