/** What changed between two commits of the repository at GitHub, also where a comparison does not name it all. */
import { describe, expect, test } from 'vitest';
import { findOtherFile } from '../../src/git/branch.ts';
import { openApiBranch } from '../../src/github/branch.ts';
import { compareCommits, compareTrees } from '../../src/github/compare.ts';
import { createBranchReads } from '../../src/github/reads.ts';
import { commitAlone } from '../fakes/commit-alone.ts';
import { type Opened, openHands } from './open.ts';

const MANY = 320;

/** States of so many accounts, in one commit. */
function states(count: number, text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`state/m${String(index).padStart(3, '0')}.json`, text]),
  );
}

async function openBegun(): Promise<Opened & { readonly head: string }> {
  const opened = await openHands();
  const head = await opened.repository.commit(
    'main',
    { ...states(MANY, '{}'), 'stores/a.yaml': 'a' },
    'begin',
  );
  return { ...opened, head };
}

function openBranch({ github, head }: Pick<Opened & { head: string }, 'github' | 'head'>, freshMs = 0) {
  const stateFiles = Object.keys(states(MANY, ''));
  return openApiBranch({
    github,
    reads: createBranchReads(github, freshMs, Date.now),
    head,
    codeBranch: 'main',
    stateBranch: 'main',
    path: 'state/m000.json',
    readBase: async () => 'of the checkout',
    joinCommits: commitAlone,
    checkFiles: async () => null,
    findOtherFile: (files) => findOtherFile(files, '', stateFiles),
  });
}

describe('a comparison', () => {
  test('names the files of a few changes, and none where there are more than GitHub names', async () => {
    const { repository, github, head, fake } = await openBegun();
    const few = await repository.commit('main', { ...states(2, '{ }'), 'stores/b.yaml': 'b' }, 'few');
    expect(await compareCommits(github, head, few)).toEqual({
      status: 'ahead',
      files: ['state/m000.json', 'state/m001.json', 'stores/b.yaml'],
    });
    const many = await repository.commit('main', states(MANY, '[]'), 'many');
    expect(await compareCommits(github, head, many)).toEqual({ status: 'ahead', files: null });
    expect(await compareCommits(github, 'f'.repeat(40), many)).toEqual({ status: 'unknown', files: null });
    expect(fake.problems).toEqual([]);
  });

  test('of trees names them all, the removed ones too', async () => {
    const { repository, github, head, fake } = await openBegun();
    const changed = { ...states(MANY, '[]'), 'stores/a.yaml': null, 'stores/new.yaml': 'n' };
    const many = await repository.commit('main', changed, 'many');
    const found = await compareTrees(github, head, many);
    expect([...(found as readonly string[])].sort()).toEqual(
      [...Object.keys(states(MANY, '')), 'stores/a.yaml', 'stores/new.yaml'].sort(),
    );
    expect(fake.problems).toEqual([]);
  });
});

describe('a checkout', () => {
  test('is what the branch holds, however many states changed since', async () => {
    const opened = await openBegun();
    await opened.repository.commit('main', states(MANY, '[]'), 'states');
    expect(await openBranch(opened).checkCheckout()).toBeNull();
  });

  test('is old where one store changed among more than three hundred states', async () => {
    const opened = await openBegun();
    await opened.repository.commit(
      'main',
      { ...states(MANY, '[]'), 'stores/a.yaml': 'b' },
      'states and one store',
    );
    expect(await openBranch(opened).checkCheckout()).toMatchObject({
      code: 'NOT_THE_TIP',
      params: { file: 'stores/a.yaml' },
    });
  });

  test('has the state of its account as long as nothing on the branch changed that file', async () => {
    const opened = await openBegun();
    const { repository, fake } = opened;
    const branch = openBranch(opened);
    expect(await branch.readTip()).toEqual({ commit: opened.head, text: 'of the checkout' });
    const others = await repository.commit('main', { 'state/m001.json': '[]' }, 'another account');
    expect(await branch.readTip()).toEqual({ commit: others, text: 'of the checkout' });
    expect(fake.requests.map(({ operation }) => operation)).not.toContain('repos/get-content');
    const own = await repository.commit('main', { 'state/m000.json': '[1]' }, 'this account');
    expect(await branch.readTip()).toEqual({ commit: own, text: '[1]' });
  });
});

describe('accounts that are at work at once', () => {
  test('ask for the tip together, and anew once a commit of theirs has ended', async () => {
    const opened = await openBegun();
    const { fake, repository } = opened;
    const branch = openBranch(opened, 60_000);
    const asked = (): number => fake.requests.filter(({ operation }) => operation === 'git/get-ref').length;
    await Promise.all([branch.readTip(), branch.readTip(), branch.checkCheckout()]);
    expect(asked()).toBe(1);
    const tip = await branch.readTip();
    if ('code' in tip) throw new Error(tip.code);
    await repository.commit('main', { 'state/m001.json': '[]' }, 'another run');
    expect(await branch.commit(tip, 'text', 'own')).toEqual({ kind: 'moved' });
    const now = await branch.readTip();
    expect([asked(), now]).toEqual([2, { commit: await repository.tip('main'), text: 'of the checkout' }]);
    if ('code' in now) throw new Error(now.code);
    const end = await branch.commit(now, 'text', 'own');
    expect(end).toEqual({ kind: 'done', commit: await repository.tip('main') });
    expect(await branch.readTip()).toEqual({ commit: await repository.tip('main'), text: 'text' });
    expect(asked()).toBe(2);
  });

  test.each([
    ['a limit for what creates content', { status: 403, headers: { 'retry-after': '0' } }, 'unclear'],
    ['a limit of its own kind', { status: 429 }, 'unclear'],
    ['a missing right', { status: 403 }, 'refused'],
  ] as const)('take %s for what it is', async (_title, fault, kind) => {
    const opened = await openBegun();
    opened.fake.script({ operation: 'graphql:createCommitOnBranch', times: 9, fault });
    const branch = openBranch(opened);
    const tip = await branch.readTip();
    if ('code' in tip) throw new Error(tip.code);
    expect((await branch.commit(tip, 'text', 'own')).kind).toBe(kind);
  });
});
