/** Git over HTTP at the fake GitHub, and workspaces as actions/checkout makes them. */
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { checkOut } from './checkout.ts';
import type { Repository } from './repository.ts';
import { type FakeGitHub, openGitHub } from './server.ts';

const ENV = {
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
  GIT_AUTHOR_NAME: 'T',
  GIT_AUTHOR_EMAIL: 't@example.invalid',
  GIT_COMMITTER_NAME: 'T',
  GIT_COMMITTER_EMAIL: 't@example.invalid',
};

async function open(): Promise<{ github: FakeGitHub; repository: Repository }> {
  const github = await openGitHub();
  return { github, repository: await github.create('shop/stores') };
}

async function git(cwd: string, ...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await execa('git', args, { cwd, env: ENV, reject: false });
  return { exitCode, stdout, stderr };
}

/** A workspace on main with one commit more, which is not pushed yet. */
async function openAhead(github: FakeGitHub, repository: Repository): Promise<string> {
  const workspace = await checkOut(github, repository, { ref: 'refs/heads/main', credentials: 'kept' });
  await git(workspace, 'commit', '-q', '--allow-empty', '-m', 'mine');
  return workspace;
}

describe('a checkout', () => {
  test('of a merge reference with depth 2 has the base as its first parent, and no branch', async () => {
    const { github, repository } = await open();
    await repository.commit('x', { a: 'a' }, 'a', (await repository.tip('main')) ?? '');
    const base = await repository.commit('main', { b: 'b' }, 'b');
    const pull = await repository.openPull({ branch: 'x' });
    const workspace = await checkOut(github, repository, { ref: 'refs/pull/1/merge', depth: 2 });
    const { stdout } = await git(workspace, 'rev-parse', 'HEAD^1', 'HEAD^2', '--is-shallow-repository');
    expect(stdout.split('\n')).toEqual([base, pull.headSha, 'true']);
    expect((await git(workspace, 'symbolic-ref', '-q', 'HEAD')).exitCode).toBe(1);
    expect((await git(workspace, 'ls-files')).stdout.split('\n')).toEqual(['README.md', 'a', 'b']);
  });

  test('of a branch is on it, with one commit', async () => {
    const { github, repository } = await open();
    await repository.commit('main', { b: 'b' }, 'b');
    const workspace = await checkOut(github, repository, { ref: 'refs/heads/main' });
    expect((await git(workspace, 'branch', '--show-current')).stdout).toBe('main');
    expect((await git(workspace, 'rev-list', '--count', 'HEAD')).stdout).toBe('1');
    const { stdout } = await git(workspace, 'rev-parse', 'origin/main');
    expect(stdout).toBe(await repository.tip('main'));
  });

  test.each([
    ['dropped', 1, 128],
    ['kept', 0, 0],
  ] as const)('with credentials %s can fetch accordingly', async (credentials, config, fetch) => {
    const { github, repository } = await open();
    const workspace = await checkOut(github, repository, { ref: 'refs/heads/main', credentials });
    const key = `http.${github.serverUrl}/.extraheader`;
    expect((await git(workspace, 'config', '--local', '--get', key)).exitCode).toBe(config);
    expect((await git(workspace, 'fetch', 'origin', 'main')).exitCode).toBe(fetch);
  });
});

describe('a push', () => {
  test('lands', async () => {
    const { github, repository } = await open();
    const workspace = await openAhead(github, repository);
    expect((await git(workspace, 'push', 'origin', 'main')).exitCode).toBe(0);
    expect((await repository.log('main')).map(({ subject }) => subject)).toEqual(['mine', 'begin']);
  });

  test('is rejected where the branch moved', async () => {
    const { github, repository } = await open();
    const workspace = await openAhead(github, repository);
    const moved = await repository.commit('main', { x: 'x' }, 'foreign');
    const { exitCode, stderr } = await git(workspace, 'push', 'origin', 'main');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('! [rejected]');
    expect(await repository.tip('main')).toBe(moved);
  });

  test.each(['GH006', 'GH013'] as const)(
    'is refused by a branch rule (%s) until it is lifted',
    async (rule) => {
      const { github, repository } = await open();
      const workspace = await openAhead(github, repository);
      repository.protect('main', rule);
      const { exitCode, stderr } = await git(workspace, 'push', 'origin', 'main');
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`remote: error: ${rule}:`);
      expect(stderr).toContain('pre-receive hook declined');
      expect((await git(workspace, 'push', 'origin', 'main:other')).exitCode).toBe(0);
      repository.protect('main', null);
      expect((await git(workspace, 'push', 'origin', 'main')).exitCode).toBe(0);
    },
  );

  test('is refused without the right to write contents, while a clone is not', async () => {
    const { github, repository } = await open();
    const workspace = await openAhead(github, repository);
    const token = github.addToken({ login: 'reader', may: ['pull_requests'] });
    const url = new URL(`${github.serverUrl}/shop/stores.git`);
    Object.assign(url, { username: 'x-access-token', password: token });
    const options = ['-c', `http.${github.serverUrl}/.extraheader=`];
    expect((await git(workspace, ...options, 'clone', '-q', url.href, 'clone')).exitCode).toBe(0);
    const { exitCode, stderr } = await git(join(workspace, 'clone'), 'push', 'origin', 'main:x');
    expect(exitCode).toBe(128);
    expect(stderr).toContain('403');
  });

  test.each([
    ['drop', 'begin'],
    ['drop-after', 'mine'],
    ['error-after', 'mine'],
  ] as const)('fails with the fault %s, after which the newest commit is %s', async (fault, subject) => {
    const { github, repository } = await open();
    const workspace = await openAhead(github, repository);
    github.script({ operation: 'git:receive-pack', fault });
    expect((await git(workspace, 'push', 'origin', 'main')).exitCode).not.toBe(0);
    expect((await repository.log('main'))[0]?.subject).toBe(subject);
    expect((await git(workspace, 'push', 'origin', 'main')).exitCode).toBe(0);
    expect((await repository.log('main'))[0]?.subject).toBe('mine');
  });

  test('and a fetch that are refused stand in the list of requests', async () => {
    const { github, repository } = await open();
    const workspace = await openAhead(github, repository);
    github.script({ operation: 'git:receive-pack', fault: { status: 503 } });
    await git(workspace, 'push', 'origin', 'main');
    expect(github.requests.at(-1)).toEqual({ operation: 'git:receive-pack', status: 503 });
    const header = `http.${github.serverUrl}/.extraheader=`;
    await git(workspace, '-c', header, 'fetch', 'origin');
    expect(github.requests.at(-1)).toEqual({ operation: 'git:upload-pack', status: 401 });
  });

  test('is answered as scripted, once', async () => {
    const { github, repository } = await open();
    const workspace = await openAhead(github, repository);
    github.script({ operation: 'git:receive-pack', fault: { status: 503 } });
    expect((await git(workspace, 'push', 'origin', 'main')).stderr).toContain('503');
    expect((await git(workspace, 'push', 'origin', 'main')).exitCode).toBe(0);
  });
});
