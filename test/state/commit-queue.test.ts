/** Commits of several accounts in one, and the way past commits of other runs. */
import { describe, expect, test } from 'vitest';
import type { CommitEnd, CommitFile, SharedBranch } from '../../src/model/branch.ts';
import type { Fault } from '../../src/model.ts';
import { type CommitQueue, createCommitQueue } from '../../src/state/commit-queue.ts';

const SILENCE: Fault = { code: 'GIT_FAILED', params: { command: 'push', detail: 'no-answer-in-time' } };

/** A branch in memory: commits are counted, and each names the files that it changed. */
function openBranch() {
  const commits: { readonly files: readonly string[]; readonly message: string }[] = [];
  const refused: string[] = [];
  const scripted: CommitEnd[] = [];
  const looks: string[] = [];
  const before: (() => void)[] = [];
  const land = (...files: readonly string[]): void => void commits.push({ files, message: 'foreign' });
  land('mendian.yaml');
  const shared: SharedBranch = {
    name: 'main',
    isState: (path) => path.startsWith('state/'),
    commit: async (parent, files, message) => {
      before.shift()?.();
      const end = scripted.shift();
      if (end !== undefined) return end;
      if (parent !== String(commits.length)) {
        refused.push(message);
        return { kind: 'moved' };
      }
      commits.push({ files: files.map(({ path }) => path), message });
      return { kind: 'done', commit: String(commits.length) };
    },
    since: async (parent) => {
      looks.push(parent);
      const files = commits.slice(Number(parent)).flatMap((commit) => commit.files);
      return { tip: String(commits.length), files };
    },
  };
  const own = (): readonly string[] =>
    commits.filter(({ message }) => message !== 'foreign').map(({ message }) => message);
  return { shared, commits, refused, scripted, looks, before, land, own };
}

/** Time that stands still until the test moves it. */
function openClock() {
  const sleeps: { readonly until: number; readonly wake: () => void }[] = [];
  let time = 0;
  const pass = async (milliseconds: number): Promise<void> => {
    time += milliseconds;
    for (const { until, wake } of sleeps) if (until <= time) wake();
    await settle();
  };
  const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (milliseconds === 0) {
        resolve();
        return;
      }
      sleeps.push({ until: time + milliseconds, wake: resolve });
      signal?.addEventListener('abort', () => resolve());
    });
  return { clock: { now: () => new Date(time), sleep }, pass };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

function openStage(accounts: number) {
  const branch = openBranch();
  const { clock, pass } = openClock();
  const control = new AbortController();
  const queue: CommitQueue = createCommitQueue({
    clock,
    signal: control.signal,
    retryBaseMs: 1_000,
    random: () => 0,
    combine: (messages) => messages.join('+'),
  });
  const leave = Array.from({ length: accounts }, () => queue.enter());
  const commitOne = queue.join(branch.shared);
  const told: Record<string, CommitEnd> = {};
  const commit = (account: string, parent: string): void => {
    const file: CommitFile = { path: `state/${account}.json`, text: account };
    void commitOne(parent, file, account).then((end) => {
      told[account] = end;
    });
  };
  return { ...branch, pass, control, leave, commit, told };
}

describe('commits of accounts that are at work at once', () => {
  test('come together as soon as each has one', async () => {
    const { commit, commits, told, own } = openStage(3);
    commit('a', '1');
    commit('b', '1');
    await settle();
    expect(own()).toEqual([]);
    commit('c', '1');
    await settle();
    expect(own()).toEqual(['a+b+c']);
    expect(commits.at(-1)?.files).toEqual(['state/a.json', 'state/b.json', 'state/c.json']);
    expect(told).toEqual(
      Object.fromEntries(['a', 'b', 'c'].map((each) => [each, { kind: 'done', commit: '2' }])),
    );
  });

  test('wait for an account that has none ten seconds at most', async () => {
    const { commit, own, pass } = openStage(3);
    commit('a', '1');
    await pass(4_000);
    commit('b', '1');
    await pass(5_999);
    expect(own()).toEqual([]);
    await pass(1);
    expect(own()).toEqual(['a+b']);
  });

  test('do not wait for an account that is done', async () => {
    const { commit, own, leave } = openStage(2);
    commit('a', '1');
    await settle();
    leave[1]?.();
    await settle();
    expect(own()).toEqual(['a']);
  });

  test('wait for nothing once a signal came', async () => {
    const { commit, own, control } = openStage(3);
    commit('a', '1');
    await settle();
    control.abort('SIGINT');
    await settle();
    expect(own()).toEqual(['a']);
    commit('b', '2');
    await settle();
    expect(own()).toEqual(['a', 'b']);
  });

  test('of one account alone never wait', async () => {
    const { commit, own } = openStage(1);
    commit('a', '1');
    await settle();
    expect(own()).toEqual(['a']);
  });

  test('that stand on different commits come together too, if nothing of their own came in between', async () => {
    const { commit, own, land, refused } = openStage(3);
    commit('a', '1');
    land('state/x.json');
    commit('b', '2');
    commit('c', '2');
    await settle();
    expect(own()).toEqual(['a+b+c']);
    expect(refused).toEqual([]);
  });

  test('go past a commit that the same queue made, without a refusal and without a look', async () => {
    const { commit, own, pass, refused, looks } = openStage(2);
    commit('a', '1');
    await pass(10_000);
    commit('b', '1');
    await pass(10_000);
    expect([own(), refused, looks]).toEqual([['a', 'b'], [], []]);
  });

  test('that come while another one tries again go with its next try', async () => {
    const { commit, own, before, land, refused } = openStage(3);
    before.push(() => {
      land('state/x.json');
      commit('c', '1');
    });
    commit('a', '1');
    commit('b', '1');
    await settle();
    expect(own()).toEqual([]);
    commit('d', '1');
    await settle();
    expect([own(), refused]).toEqual([['a+b+d+c'], ['a+b+d']]);
  });

  test('are told alike when nobody knows how their commit ended', async () => {
    const { commit, told, own, scripted } = openStage(2);
    scripted.push({ kind: 'unclear', fault: SILENCE });
    commit('a', '1');
    commit('b', '1');
    await settle();
    expect(told).toEqual({ a: { kind: 'unclear', fault: SILENCE }, b: { kind: 'unclear', fault: SILENCE } });
    expect(own()).toEqual([]);
  });

  test('are told alike when something breaks', async () => {
    const { commit, told, before } = openStage(2);
    before.push(() => {
      throw new Error('broken pipe');
    });
    commit('a', '1');
    commit('b', '1');
    await settle();
    expect(told.a).toEqual(told.b);
    expect(told.a).toMatchObject({ kind: 'unclear', fault: { code: 'RECORD_FAILED' } });
  });
});

describe('a commit that another one came before', () => {
  test('goes on top of states of other accounts', async () => {
    const { commit, commits, told, land, refused } = openStage(1);
    land('state/x.json', 'state/y.json');
    commit('a', '1');
    await settle();
    expect([refused, commits.length]).toEqual([['a'], 3]);
    expect(told.a).toEqual({ kind: 'done', commit: '3' });
  });

  test('is sent back where code came in between', async () => {
    const { commit, own, told, land } = openStage(1);
    land('state/x.json', 'stores/a/1.yaml');
    commit('a', '1');
    await settle();
    expect([own(), told.a]).toEqual([[], { kind: 'moved' }]);
  });

  test('is sent back where another run changed the same state', async () => {
    const { commit, own, told, land } = openStage(1);
    land('state/a.json');
    commit('a', '1');
    await settle();
    expect([own(), told.a]).toEqual([[], { kind: 'moved' }]);
  });

  test('is never brought past code that an earlier commit of the queue was sent back for', async () => {
    const { commit, own, told, land } = openStage(1);
    land('README.md');
    commit('a', '1');
    await settle();
    land('state/x.json');
    commit('b', '1');
    await settle();
    expect([own(), told.a, told.b]).toEqual([[], { kind: 'moved' }, { kind: 'moved' }]);
  });

  test('is sent back alone, where only one of several is touched', async () => {
    const { commit, own, told, land } = openStage(2);
    land('state/a.json');
    commit('a', '1');
    commit('b', '1');
    await settle();
    await settle();
    expect(own()).toEqual(['b']);
    expect([told.a?.kind, told.b?.kind]).toEqual(['moved', 'done']);
  });

  test('gives up after a while, when each try meets yet another one', async () => {
    const { commit, told, before, land, refused } = openStage(1);
    before.push(...Array.from({ length: 100 }, () => () => land('state/x.json')));
    commit('a', '1');
    for (let turns = 0; turns < 200 && told.a === undefined; turns += 1) await settle();
    expect(told.a).toEqual({ kind: 'moved' });
    expect(refused.length).toBeLessThan(100);
  });
});
