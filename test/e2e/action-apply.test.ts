/** The built action's apply: when it runs at all, what it records, and what happens to it in between. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { readClaim } from '../../src/state/claim.ts';
import { formatState } from '../../src/state/format.ts';
import { checkOut } from '../fakes/github/checkout.ts';
import {
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  type RunEvent,
  tipEvent,
} from '../fakes/github/events.ts';
import { type ActionEnd, runAction } from '../fakes/github/runner.ts';
import { openStage, type Stage } from '../fakes/github/stage.ts';
import { CASES, listStores } from '../fakes/shop.ts';

const IDS = listStores(3).map(({ poi_id }) => poi_id);
const UPDATE = '/wxa/update_store';
const WIDE = { 'max-changes': '100%', 'max-reviews': '100%' };
const OTHER = 'http://mmbiz.qpic.cn/mmbiz_jpg/other/0?wx_fmt=jpeg';

async function openChanged(count: number, stores = listStores(3)): Promise<Stage> {
  const stage = await openStage({ stores });
  const changed = stores.slice(0, count).map((store) => ({ ...store, hour: '09:00-21:00' }));
  await stage.repository.commit('main', stage.storeFiles(changed), 'new hours');
  return stage;
}

const sound = (stage: Stage, end: ActionEnd): void => {
  expect(end.problems).toEqual([]);
  expect(stage.github.problems).toEqual([]);
};
const codes = ({ annotations }: ActionEnd): readonly string[] =>
  annotations.map(({ title = '' }) => title.replace('mendian ', ''));

async function subjects({ repository }: Stage, branch = 'main'): Promise<readonly string[]> {
  return (await repository.log(branch)).map(({ subject }) => subject).reverse();
}

async function hours(stage: Stage, branch = 'main'): Promise<readonly (string | undefined)[]> {
  return [...(await stage.state(branch)).stores.values()].map(({ values }) => values?.hour);
}

async function waitFor(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; !(await condition()); tries += 1) {
    if (tries > 800) throw new Error('it never came about');
    await sleep(25);
  }
}

describe('apply', () => {
  test.each([
    [
      'a pull request',
      async (stage: Stage) => {
        const pull = await stage.propose('x', { 'a.txt': 'a' });
        return await pullRequestEvent(stage.repository, pull);
      },
    ],
    [
      'a merge queue',
      async (stage: Stage) => {
        const pull = await stage.propose('x', { 'a.txt': 'a' });
        return await mergeGroupEvent(stage.repository, pull);
      },
    ],
    [
      'a tag',
      async (stage: Stage) => {
        await stage.repository.git(['update-ref', 'refs/tags/v1', 'refs/heads/main']);
        return { ...(await tipEvent(stage.repository, 'push')), ref: 'refs/tags/v1' };
      },
    ],
    [
      'a deleted branch',
      async (stage: Stage) => {
        const event = await pushEvent(stage.repository, 'main');
        return { ...event, payload: { ...event.payload, deleted: true } };
      },
    ],
  ] as [string, (stage: Stage) => Promise<RunEvent>][])('refuses to run for %s', async (_title, make) => {
    const stage = await openChanged(1);
    const event = await make(stage);
    const workspace = await checkOut(stage.github, stage.repository, { ref: event.ref });
    const end = await stage.apply(event, { workspace });
    sound(stage, end);
    expect([end.exitCode, codes(end)]).toEqual([1, ['EVENT_REFUSED']]);
    expect(stage.emulator.requests).toEqual([]);
  });

  test('ends green with a notice where no credentials are set', async () => {
    const stage = await openStage({ stores: listStores(2), begin: 'live' });
    const event = await stage.tip('push');
    const workspace = await checkOut(stage.github, stage.repository, { ref: event.ref });
    const end = await runAction({ ...stage, event, workspace, inputs: { command: 'apply' } });
    sound(stage, end);
    expect([end.exitCode, codes(end)]).toEqual([0, ['NOT_SET_UP']]);
    expect(end.annotations[0]?.level).toBe('notice');
    expect(end.outputs).toMatchObject({ changes: 'false', applied: '0' });
  });

  test('is red where only a part of the credentials is set', async () => {
    const stage = await openChanged(1);
    const end = await stage.apply(await stage.tip('push'), { inputs: WIDE, env: { WECHAT_SECRET: ' ' } });
    sound(stage, end);
    expect(end.exitCode).toBe(1);
    expect(codes(end)).toContain('NO_CREDENTIALS');
  });

  test.each(['api', 'git'])(
    'commits claim and results with commit: %s, as the bot, without a word that skips',
    async (commit) => {
      const stage = await openChanged(2);
      const event = await stage.tip('push');
      const workspace = await checkOut(stage.github, stage.repository, {
        ref: event.ref,
        credentials: 'kept',
      });
      const end = await stage.apply(event, { workspace, inputs: { commit, ...WIDE } });
      sound(stage, end);
      expect(end.exitCode).toBe(0);
      expect(await hours(stage)).toEqual(['09:00-21:00', '09:00-21:00', '10:00-21:00']);
      expect((await subjects(stage)).slice(-2)).toEqual([
        'mendian: claim 2 stores before sending',
        'mendian: record 2 stores',
      ]);
      const [last] = await stage.repository.log('main');
      expect(last?.body).toMatch(/- 示例店 \(472671857\): recorded[\s\S]*Mendian-Run: http/u);
      if (commit === 'git') {
        const author = await stage.repository.git(['log', '-1', '--format=%an <%ae>', 'main']);
        expect(author.trim()).toBe(
          'github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>',
        );
      } else {
        expect(stage.github.requests.some(({ operation }) => operation === 'git:receive-pack')).toBe(false);
      }
    },
  );

  test('commits nothing with commit: off, and leaves the state in the workspace', async () => {
    const stage = await openChanged(1);
    const event = await stage.tip('push');
    const workspace = await checkOut(stage.github, stage.repository, { ref: event.ref });
    const end = await stage.apply(event, { workspace, inputs: { commit: 'off' } });
    sound(stage, end);
    expect(end.exitCode).toBe(0);
    expect((await subjects(stage)).at(-1)).toBe('new hours');
    expect(readFileSync(join(workspace, 'mendian.state.json'), 'utf8')).toContain('09:00-21:00');
  });

  test('does the work of three quick merges in the one run that happens', async () => {
    const stage = await openStage({ stores: listStores(3) });
    let event = await stage.tip('push');
    for (const [index, poi_id] of IDS.entries()) {
      const pull = await stage.propose(
        `change-${index}`,
        stage.storeFiles([{ poi_id, hour: '09:00-21:00' }]),
      );
      event = await stage.merge(pull);
    }
    const end = await stage.apply(event, { inputs: WIDE });
    sound(stage, end);
    expect(end.outputs).toMatchObject({ applied: '3' });
    expect([...stage.updates()].sort()).toEqual(IDS);
  });

  test('refuses an old run that is started again on its old commit', async () => {
    const stage = await openStage({ stores: listStores(3) });
    const old = await stage.tip('push');
    const workspace = await checkOut(stage.github, stage.repository, { ref: old.ref });
    await stage.repository.commit(
      'main',
      stage.storeFiles([{ poi_id: IDS[0] ?? '', hour: '09:00-21:00' }]),
      'newer',
    );
    const end = await stage.apply(old, { workspace });
    sound(stage, end);
    expect([end.exitCode, codes(end)]).toEqual([1, ['NOT_THE_TIP']]);
    expect(end.log).toContain('stores/472671857.yaml differs');
    expect(stage.emulator.requests).toEqual([]);
  });

  test.each(['api', 'git'])(
    'is refused by a branch rule before anything is sent (commit: %s)',
    async (commit) => {
      const stage = await openChanged(2);
      stage.repository.protect('main', 'GH013');
      const event = await stage.tip('push');
      const workspace = await checkOut(stage.github, stage.repository, {
        ref: event.ref,
        credentials: 'kept',
      });
      const end = await stage.apply(event, { workspace, inputs: { commit, ...WIDE } });
      sound(stage, end);
      expect(end.exitCode).toBe(1);
      expect(codes(end)).toContain('PUSH_REFUSED');
      expect(end.log).toMatch(/App token[\s\S]*deploy key/u);
      expect(stage.updates()).toEqual([]);
      const tries = stage.github.requests.filter(({ operation }) => /createCommitOnBranch/u.test(operation));
      expect(tries.length).toBeLessThanOrEqual(2);
    },
  );

  test('keeps the state in a branch of its own where main is protected', async () => {
    const stage = await openChanged(2);
    stage.repository.protect('main', 'GH013');
    const inputs = { 'state-branch': 'mendian-state', ...WIDE };
    const end = await stage.apply(await stage.tip('push'), { inputs });
    sound(stage, end);
    expect(end.exitCode).toBe(0);
    expect(await hours(stage, 'mendian-state')).toEqual(['09:00-21:00', '09:00-21:00', '10:00-21:00']);
    expect(await stage.repository.git(['ls-tree', '--name-only', 'mendian-state'])).toBe(
      'mendian.state.json\n',
    );
    expect((await subjects(stage)).at(-1)).toBe('new hours');
    const again = await stage.apply(await stage.tip('schedule'), { inputs });
    expect(again.outputs).toMatchObject({ changes: 'false', applied: '0' });
    expect(await subjects(stage, 'mendian-state')).toHaveLength(2);
  });

  test('without the right to write contents says so, and sends nothing', async () => {
    const stage = await openChanged(1);
    const token = stage.github.addToken({ login: 'github-actions[bot]', may: [] });
    const end = await stage.apply(await stage.tip('push'), { token, inputs: WIDE });
    sound(stage, end);
    expect(end.exitCode).toBe(1);
    expect(end.log).toContain('Resource not accessible by integration');
    expect(stage.updates()).toEqual([]);
  });
});

describe('between apply and its last commit', () => {
  test.each([
    [
      'another commit of stores',
      async (stage: Stage) => {
        await stage.repository.commit(
          'main',
          stage.storeFiles([{ poi_id: IDS[2] ?? '', hour: '08:00-20:00' }]),
          'foreign',
        );
      },
    ],
    [
      'another run’s state',
      async (stage: Stage) => {
        const state = await stage.state();
        const stores = new Map(state.stores);
        const known = stores.get(IDS[2] ?? '');
        if (known !== undefined) stores.set(IDS[2] ?? '', { ...known, review: 'approved', audit_id: '77' });
        await stage.repository.commit(
          'main',
          { 'mendian.state.json': formatState({ ...state, stores }) },
          'foreign',
        );
      },
    ],
  ] as [string, (stage: Stage) => Promise<void>][])('%s may land: both are kept', async (title, land) => {
    const stage = await openChanged(1);
    // The first commit is the claim, the second the results.
    stage.github.script({
      operation: 'graphql:createCommitOnBranch',
      after: 1,
      fault: { before: () => land(stage) },
    });
    const end = await stage.apply(await stage.tip('push'), { inputs: WIDE });
    sound(stage, end);
    expect(end.exitCode).toBe(0);
    expect((await hours(stage))[0]).toBe('09:00-21:00');
    expect((await subjects(stage)).slice(-2)).toEqual(['foreign', 'mendian: record 1 store']);
    if (title.includes('state')) expect((await stage.state()).stores.get(IDS[2] ?? '')?.audit_id).toBe('77');
    expect(readClaim(await stage.state())).toBeNull();
  });

  test('another commit of stores before the claim refuses the run', async () => {
    const stage = await openChanged(1);
    const land = (): Promise<unknown> =>
      stage.repository.commit(
        'main',
        stage.storeFiles([{ poi_id: IDS[2] ?? '', hour: '08:00-20:00' }]),
        'foreign',
      );
    stage.github.script({ operation: 'graphql:createCommitOnBranch', fault: { before: land } });
    const end = await stage.apply(await stage.tip('push'), { inputs: WIDE });
    sound(stage, end);
    expect([end.exitCode, codes(end)]).toEqual([1, ['NOT_THE_TIP']]);
    expect(stage.updates()).toEqual([]);
  });

  test.each(['error-after', 'drop-after', 'drop'] as const)(
    'an unclear answer (%s) is looked into, and nothing is lost',
    async (fault) => {
      const stage = await openChanged(1);
      stage.github.script({ operation: 'graphql:createCommitOnBranch', times: 2, fault });
      const end = await stage.apply(await stage.tip('push'), { inputs: WIDE });
      sound(stage, end);
      expect(end.exitCode).toBe(0);
      expect((await subjects(stage)).slice(-2)).toEqual([
        'mendian: claim 1 store before sending',
        'mendian: record 1 store',
      ]);
      expect(stage.updates()).toHaveLength(1);
    },
  );

  test('a rule may come: the run is red, tells both, and hands the state over', async () => {
    const stage = await openStage({ stores: listStores(3) });
    await stage.repository.commit(
      'main',
      stage.storeFiles([{ poi_id: IDS[0] ?? '', pic_list: [OTHER] }]),
      'a picture',
    );
    const close = async (): Promise<void> => stage.repository.protect('main', 'GH013');
    stage.github.script({ operation: 'graphql:createCommitOnBranch', after: 1, fault: { before: close } });
    const end = await stage.apply(await stage.tip('push'), { inputs: WIDE });
    sound(stage, end);
    expect(end.exitCode).toBe(1);
    expect(codes(end).slice(0, 2).sort()).toEqual(['NOT_RECORDED', 'PUSH_REFUSED']);
    expect(end.outputs).toMatchObject({ applied: '1' });
    const kept = join(end.outputs['report-file'] ?? '', '../mendian.state.json');
    expect(readFileSync(kept, 'utf8')).toContain('"audit_id":"9007199254740993"');
    expect(end.summary).toContain('"audit_id":"9007199254740993"');
    expect(end.summary).toMatch(/results? of 1 store is not recorded in main/u);
    stage.repository.protect('main', null);
    const next = await stage.apply(await stage.tip('schedule'), { runId: 2, inputs: WIDE });
    // The claim of the run that died in its last step still stands for a while.
    expect(codes(next)).toContain('CLAIMED');
  });
});

describe('a run that is cancelled', () => {
  // The runner's order of signals, after so many milliseconds of a run of about eight seconds.
  test.each([400, 1400, 2400, 3400, 4400, 5400, 6400])(
    'after %i ms keeps what was done, and the next run completes it',
    async (after) => {
      const stage = await openChanged(3);
      stage.emulator.control({ faults: [{ path: UPDATE, do: { slow: 1500 } }] });
      const run = await stage.startApply(await stage.tip('push'), { inputs: WIDE });
      await sleep(after);
      await run.cancel();
      const end = await run.done;
      expect(end.problems).toEqual([]);
      const sent = stage.updates().length;
      stage.emulator.control({ reset: true });
      const next = await stage.apply(await stage.tip('schedule'), { runId: 2, inputs: WIDE });
      sound(stage, next);
      expect(next.exitCode).toBe(0);
      expect(await hours(stage)).toEqual(Array(3).fill('09:00-21:00'));
      expect(readClaim(await stage.state())).toBeNull();
      expect(sent + stage.updates().length).toBeLessThanOrEqual(3);
    },
  );

  test('with calls that hang is over within the runner’s ten seconds, its doubt recorded', async () => {
    const stage = await openChanged(3);
    stage.emulator.control({ faults: [{ path: UPDATE, do: 'hang' }] });
    const run = await stage.startApply(await stage.tip('push'), { inputs: WIDE });
    await waitFor(() => stage.updates().length === 1);
    await run.cancel();
    const end = await run.done;
    expect(end.exitCode).toBe(1);
    sound(stage, end);
    const state = await stage.state();
    expect(readClaim(state)).toBeNull();
    expect([...state.stores.values()].map(({ uncertain }) => uncertain)).toEqual([
      true,
      undefined,
      undefined,
    ]);
  });

  test('by a kill after its claim is taken over by its next attempt, and by others when the claim has lapsed', async () => {
    const stage = await openChanged(2);
    stage.emulator.control({ faults: [{ path: UPDATE, do: 'hang' }] });
    const run = await stage.startApply(await stage.tip('push'), { inputs: WIDE });
    await waitFor(() => stage.updates().length === 1);
    run.kill('SIGKILL');
    await run.done;
    expect([...(await stage.state()).stores.values()].map(({ uncertain }) => uncertain)).toEqual([
      true,
      true,
      undefined,
    ]);
    stage.emulator.control({ reset: true });
    const other = await stage.apply(await stage.tip('schedule'), { runId: 2, inputs: WIDE });
    expect([other.exitCode, codes(other)]).toEqual([1, ['CLAIMED']]);
    expect(stage.updates()).toEqual([]);
    const state = await stage.state();
    const old = { ...readClaim(state), seen_at: '2026-01-01T00:00:00.000Z' };
    const lapsed = formatState({ ...state, extra: { run: old } });
    await stage.repository.commit(
      'lapsed',
      { 'mendian.state.json': lapsed },
      'later',
      (await stage.repository.tip('main')) ?? '',
    );
    const attempt = await stage.apply(await stage.tip('push'), { attempt: 2, inputs: WIDE });
    sound(stage, attempt);
    expect(attempt.exitCode).toBe(0);
    expect(await hours(stage)).toEqual(['09:00-21:00', '09:00-21:00', '10:00-21:00']);
    await stage.repository.git(['update-ref', 'refs/heads/main', 'refs/heads/lapsed']);
    const late = await stage.apply(await stage.tip('schedule'), { runId: 3, inputs: WIDE });
    expect(late.exitCode).toBe(0);
    expect(readClaim(await stage.state())).toBeNull();
  });
});

describe('the merged pull request', () => {
  async function mergeOne(stage: Stage): Promise<RunEvent> {
    const pull = await stage.propose(
      'hours',
      stage.storeFiles([{ poi_id: IDS[0] ?? '', hour: '09:00-21:00' }]),
    );
    await stage.plan(pull);
    return await stage.merge(pull);
  }

  test('gets the outcome in its comment, above the plan, and a second outcome in its place', async () => {
    const stage = await openStage({ stores: listStores(3) });
    const event = await mergeOne(stage);
    stage.emulator.control({
      faults: [{ path: UPDATE, times: 1, do: { errcode: 40097, errmsg: 'invalid args' } }],
    });
    expect((await stage.apply(event)).exitCode).toBe(1);
    expect(stage.repository.comments).toHaveLength(1);
    expect(stage.repository.comments[0]?.body).toMatch(
      /### mendian apply: 1 store\n\n\*\*0 applied, 1 failed\*\*[\s\S]*40097[\s\S]*<summary>The plan of this pull request<\/summary>\n\n### mendian plan/u,
    );
    const again = await stage.apply(
      { ...event, sha: (await stage.repository.tip('main')) ?? '' },
      { inputs: { 'retry-refused': 'true' } },
    );
    sound(stage, again);
    const body = stage.repository.comments[0]?.body ?? '';
    expect(body).toContain('**1 applied, 0 failed**');
    expect(body).not.toContain('1 failed');
    expect(body.match(/### mendian plan/gu)).toHaveLength(1);
    expect(body.match(/<details>/gu)).toHaveLength(1);
  });

  test('gets nothing where nothing was to be done, and with comment: off', async () => {
    const stage = await openStage({ stores: listStores(3) });
    const pull = await stage.propose('docs', { 'README.md': 'x' });
    await stage.apply(await stage.merge(pull));
    await stage.apply(await mergeOne(stage), { inputs: { comment: 'off' } });
    expect(stage.repository.comments.filter(({ body }) => body.includes('mendian apply'))).toEqual([]);
  });

  test('that cannot be told is a warning, and the run stays green', async () => {
    const stage = await openStage({ stores: listStores(3) });
    const event = await mergeOne(stage);
    const token = stage.github.addToken({ login: 'github-actions[bot]', may: ['contents'] });
    const end = await stage.apply(event, { token });
    sound(stage, end);
    expect([end.exitCode, codes(end)]).toEqual([0, ['COMMENT_NOT_ALLOWED']]);
  });

  test('whose squash message holds a skip word is made good by the next run of any kind (G17)', async () => {
    const stage = await openStage({ stores: listStores(3) });
    const pull = await stage.propose(
      'hours',
      stage.storeFiles([{ poi_id: IDS[0] ?? '', hour: '09:00-21:00' }]),
    );
    await stage.repository.merge(pull, readFileSync(join(CASES, 'G17/squash-message.txt'), 'utf8'));
    const end = await stage.apply(await stage.tip('schedule'));
    sound(stage, end);
    expect(stage.updates()).toEqual([IDS[0]]);
    const own = await stage.apply(await stage.tip('push'), { runId: 2 });
    expect(own.outputs).toMatchObject({ changes: 'false', applied: '0' });
    expect(stage.updates()).toEqual([IDS[0]]);
  });
});

describe('what apply says', () => {
  test('names each failure at its file, counts all, and holds no secret anywhere', async () => {
    const stage = await openChanged(3);
    stage.emulator.control({
      faults: [
        {
          path: UPDATE,
          poi_id: IDS[1] ?? '',
          do: { errcode: 40097, errmsg: '::error::<b>@all</b>\n##[error]x' },
        },
      ],
    });
    const end = await stage.apply(await stage.tip('push'), { inputs: WIDE, env: { RUNNER_DEBUG: '1' } });
    sound(stage, end);
    expect(end.exitCode).toBe(1);
    expect(end.outputs).toMatchObject({
      changes: 'true',
      update: '3',
      applied: '2',
      failed: '1',
      deferred: '0',
    });
    expect(end.annotations[0]).toMatchObject({ level: 'error', file: `stores/${IDS[1]}.yaml` });
    const report = JSON.parse(readFileSync(end.outputs['report-file'] ?? '', 'utf8')) as { format: string };
    expect(report.format).toBe('mendian/apply@1');
    const { stdout: files } = await execa(
      'grep',
      ['-rl', '-e', 'the-secret-of-the-tests', '-e', stage.github.token, end.temp],
      {
        reject: false,
      },
    );
    expect(files).toBe('');
    expect(end.log).not.toMatch(/the-secret|ghs_|stable-token/u);
  });

  test.each([
    ['max-changes', 'many'],
    ['checkpoint', '0'],
    ['state-branch', '-x'],
    ['commit', 'push'],
    ['overwrite-drift', 'maybe'],
  ])('a wrong input %s is an error before anything is called', async (input, value) => {
    const stage = await openChanged(1);
    const end = await stage.apply(await stage.tip('push'), { inputs: { [input]: value } });
    sound(stage, end);
    expect([end.exitCode, codes(end)]).toEqual([1, ['INPUT_INVALID']]);
    expect(end.annotations[0]?.message).toContain(`The input ${input} cannot be "${value}"`);
    expect(stage.emulator.requests).toEqual([]);
  });
});
