/** What a merge with the branch starts from, asked of real repositories. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openLocalBranch, openRemoteBranch } from '../../src/git/branch.ts';
import { openRepository } from '../../src/git/repository.ts';
import { createGit } from '../../src/git/run.ts';
import type { StateBranch, Tip } from '../../src/model/branch.ts';
import { commitAlone } from '../fakes/commit-alone.ts';

const STATE = 'mendian.state.json';
const IDENTITY = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.invalid'];

function git(folder: string, ...args: readonly string[]): string {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', [...IDENTITY, ...args], { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
}

/** Two clones of a remote whose `main` holds the state `begin`. */
function openClones(): { readonly here: string; readonly there: string } {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-branch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [bare, here, there] = ['shop.git', 'here', 'there'].map((name) => join(folder, name));
  if (bare === undefined || here === undefined || there === undefined) throw new Error('no folders');
  git(folder, 'init', '-q', '--bare', '-b', 'main', bare);
  git(folder, 'clone', '-q', bare, here);
  commit(here, 'begin');
  git(here, 'push', '-q', 'origin', 'HEAD:main');
  git(folder, 'clone', '-q', bare, there);
  return { here, there };
}

/** Commits a text as the state; the commit's id. */
function commit(folder: string, text: string): string {
  writeFileSync(join(folder, STATE), text);
  git(folder, 'add', STATE);
  git(folder, 'commit', '-q', '-m', text);
  return git(folder, 'rev-parse', 'HEAD').trim();
}

function push(folder: string, branch = 'main'): void {
  git(folder, 'push', '-q', 'origin', `HEAD:${branch}`);
}

async function openBranch(folder: string, stateBranch = 'main'): Promise<StateBranch> {
  const identity = { name: 'Tester', email: 'tester@example.invalid' };
  const repository = await openRepository(createGit({ cwd: folder, identity, timeout: () => 60_000 }));
  if ('code' in repository) throw new Error(repository.code);
  const checkout = {
    repository,
    state: STATE,
    stateFiles: [STATE],
    watched: ['stores'],
    joinCommits: commitAlone,
  };
  if (stateBranch === 'none') return openLocalBranch(checkout, 'main');
  return openRemoteBranch({ ...checkout, remote: 'origin', codeBranch: 'main', stateBranch });
}

async function readTip(branch: StateBranch): Promise<Tip> {
  const tip = await branch.readTip();
  if ('code' in tip) throw new Error(tip.code);
  return tip;
}

describe('the base of a merge', () => {
  test('is what is checked out, while the branch has only gone on', async () => {
    const { here, there } = openClones();
    commit(there, 'told there');
    push(there);
    const branch = await openBranch(here);
    expect(await branch.readBase(await readTip(branch), null)).toBe('begin');
  });

  test('is older than commits that were never pushed, so that these are news to the branch', async () => {
    const { here, there } = openClones();
    commit(there, 'told there');
    push(there);
    commit(here, 'told here');
    const branch = await openBranch(here);
    expect(await branch.readBase(await readTip(branch), null)).toBe('begin');
  });

  test('is the commit that the file has taken over, whatever is checked out', async () => {
    const { here, there } = openClones();
    const joined = commit(there, 'told there');
    commit(there, 'told later');
    push(there);
    const branch = await openBranch(here);
    expect(await branch.readBase(await readTip(branch), joined)).toBe('told there');
  });

  test('is not known where the file names a commit of another branch, or none', async () => {
    const { here, there } = openClones();
    const other = commit(there, 'elsewhere');
    push(there, 'other');
    git(here, 'fetch', '-q', 'origin');
    const branch = await openBranch(here);
    const tip = await readTip(branch);
    for (const joined of [other, 'f'.repeat(40), '--output=x', 'HEAD', ''])
      expect(await branch.readBase(tip, joined)).toBeNull();
  });

  test('stays with the file when a branch of its own for the state is fetched', async () => {
    const { here, there } = openClones();
    const joined = commit(there, 'told there');
    push(there, 'state');
    git(here, 'fetch', '-q', 'origin', '+state:refs/remotes/origin/state');
    commit(there, 'told later');
    push(there, 'state');
    git(here, 'fetch', '-q', 'origin', '+state:refs/remotes/origin/state');
    const branch = await openBranch(here, 'state');
    const tip = await readTip(branch);
    expect(tip.text).toBe('told later');
    expect(await branch.readBase(tip, joined)).toBe('told there');
    expect(await branch.readBase(tip, null)).toBe('begin');
  });

  test('is the last commit where the branch is this clone’s own', async () => {
    const { here } = openClones();
    commit(here, 'told here');
    const branch = await openBranch(here, 'none');
    expect(await branch.readBase(await readTip(branch), null)).toBe('told here');
  });
});

describe('a checkout that follows', () => {
  test('comes to a commit of the branch also while its file says more than that', async () => {
    const { here, there } = openClones();
    const told = commit(there, 'told there');
    push(there);
    const branch = await openBranch(here);
    await readTip(branch);
    writeFileSync(join(here, STATE), 'told there, with a note');
    await branch.follow(told);
    expect(git(here, 'rev-parse', 'HEAD').trim()).toBe(told);
    expect(git(here, 'status', '--porcelain')).toBe(` M ${STATE}\n`);
  });
});
