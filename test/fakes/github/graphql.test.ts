/** The fake GitHub's GraphQL part: a commit on a branch is a compare-and-swap on the real repository. */
import { describe, expect, test } from 'vitest';
import { openOctokit } from './octokit.ts';
import type { Repository } from './repository.ts';
import { type FakeGitHub, openGitHub } from './server.ts';

const MUTATION = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

async function open(): Promise<{ github: FakeGitHub; repository: Repository; tip: string }> {
  const github = await openGitHub();
  const repository = await github.create('shop/stores');
  return { github, repository, tip: (await repository.tip('main')) ?? '' };
}

interface CommitOptions {
  readonly expectedHeadOid: string | undefined;
  readonly branchName?: string;
  readonly token?: string;
  readonly text?: string;
  readonly fileChanges?: object;
}

async function commit(github: FakeGitHub, options: CommitOptions): Promise<string> {
  const { expectedHeadOid, branchName = 'main', token, text = '店\n', fileChanges } = options;
  const contents = Buffer.from(text).toString('base64');
  const input = {
    branch: { repositoryNameWithOwner: 'shop/stores', branchName },
    message: { headline: 'head', body: 'body' },
    fileChanges: fileChanges ?? { additions: [{ path: 'a/b.txt', contents }] },
    expectedHeadOid,
  };
  const answer: { createCommitOnBranch: { commit: { oid: string } } } = await openOctokit(
    github,
    token,
  ).graphql(MUTATION, { input });
  return answer.createCommitOnBranch.commit.oid;
}

async function readErrors(call: Promise<unknown>): Promise<readonly { type?: string; message: string }[]> {
  try {
    await call;
  } catch (error) {
    // What octokit calls a GraphqlResponseError.
    return (error as { errors?: { type?: string; message: string }[] }).errors ?? [];
  }
  throw new Error('the call was not refused');
}

describe('createCommitOnBranch', () => {
  test('commits files on top of the branch that it expects', async () => {
    const { github, repository, tip } = await open();
    const oid = await commit(github, { expectedHeadOid: tip });
    expect(await repository.tip('main')).toBe(oid);
    expect(await repository.read('main', 'a/b.txt')).toBe('店\n');
    expect(await repository.read('main', 'README.md')).toBe('stores\n');
    const [newest, ...others] = await repository.log('main');
    expect([newest?.sha, newest?.subject, newest?.body.trim()]).toEqual([oid, 'head', 'body']);
    expect(others.map(({ sha }) => sha)).toEqual([tip]);
  });

  test('removes files', async () => {
    const { github, repository, tip } = await open();
    const fileChanges = { deletions: [{ path: 'README.md' }] };
    await commit(github, { expectedHeadOid: tip, fileChanges });
    expect(await repository.read('main', 'README.md')).toBeNull();
  });

  test('lands once where some come together, and leaves no trace of the others', async () => {
    const { github, repository, tip } = await open();
    const texts = ['one', 'two', 'three'];
    const calls = texts.map((text) => commit(github, { expectedHeadOid: tip, text }));
    const ends = await Promise.allSettled(calls);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await repository.log('main')).toHaveLength(2);
    const refs = await repository.git(['for-each-ref', '--format=%(refname)']);
    expect(refs).toBe('refs/heads/main\n');
  });

  test('is refused as stale where the branch moved, and changes nothing', async () => {
    const { github, repository, tip } = await open();
    const moved = await repository.commit('main', { x: 'x' }, 'foreign');
    const [error] = await readErrors(commit(github, { expectedHeadOid: tip }));
    expect(error?.type).toBe('STALE_DATA');
    expect(error?.message).toContain(`Expected branch to point to "${tip}" but it did not`);
    expect(await repository.tip('main')).toBe(moved);
  });

  test('is refused as stale where the branch moves just before', async () => {
    const { github, repository, tip } = await open();
    const before = () => repository.commit('main', { x: 'x' }, 'foreign');
    github.script({ operation: 'graphql:createCommitOnBranch', fault: { before } });
    expect((await readErrors(commit(github, { expectedHeadOid: tip })))[0]?.type).toBe('STALE_DATA');
    expect((await repository.log('main')).map(({ subject }) => subject)).toEqual(['foreign', 'begin']);
  });

  test.each(['GH006', 'GH013'] as const)('is refused by a branch rule (%s)', async (rule) => {
    const { github, repository, tip } = await open();
    repository.protect('main', rule);
    const [error] = await readErrors(commit(github, { expectedHeadOid: tip }));
    expect(error?.type).toBe('UNPROCESSABLE');
    expect(error?.message).toContain('Changes must be made through a pull request.');
    expect(await repository.tip('main')).toBe(tip);
  });

  test('is refused where there is no such branch', async () => {
    const { github, repository, tip } = await open();
    const errors = await readErrors(commit(github, { expectedHeadOid: tip, branchName: 'none' }));
    expect([errors.length, await repository.tip('none')]).toEqual([1, null]);
  });

  test('is refused without the right to write contents', async () => {
    const { github, repository, tip } = await open();
    const token = github.addToken({ login: 'reader', may: ['pull_requests'] });
    const [error] = await readErrors(commit(github, { expectedHeadOid: tip, token }));
    expect(error).toMatchObject({ type: 'FORBIDDEN', message: 'Resource not accessible by integration' });
    expect(await repository.tip('main')).toBe(tip);
  });

  test('is held against GitHub’s own schema', async () => {
    const { github } = await open();
    const errors = await readErrors(commit(github, { expectedHeadOid: undefined }));
    expect(errors.map(({ message }) => message).join()).toContain('expectedHeadOid');
    const unknown = openOctokit(github).graphql('query { viewer { login shoeSize } }');
    expect((await readErrors(unknown))[0]?.message).toContain('shoeSize');
  });
});

test('the viewer is whom the token acts as', async () => {
  const { github } = await open();
  const token = github.addToken({ login: 'an-app[bot]', may: [] });
  for (const [octokit, login] of [
    [openOctokit(github), 'github-actions[bot]'],
    [openOctokit(github, token), 'an-app[bot]'],
  ] as const) {
    expect(await octokit.graphql('query { viewer { login } }')).toEqual({ viewer: { login } });
  }
});

describe('updateRefs', () => {
  const NONE = '0'.repeat(40);
  const MOVE = 'mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }';

  interface Move {
    readonly branch?: string;
    readonly beforeOid: string;
    readonly afterOid: string;
    readonly token?: string;
  }

  async function move(github: FakeGitHub, { branch = 'x', token, ...oids }: Move): Promise<unknown> {
    const octokit = openOctokit(github, token);
    const query = 'query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { id } }';
    const found: { repository: { id: string } } = await octokit.graphql(query, {
      owner: 'shop',
      name: 'stores',
    });
    const update = { name: `refs/heads/${branch}`, ...oids, force: true };
    return await octokit.graphql(MOVE, {
      input: { repositoryId: found.repository.id, refUpdates: [update] },
    });
  }

  test('makes, moves and deletes a branch that stands where it was seen', async () => {
    const { github, repository, tip } = await open();
    const other = await repository.commit('other', { a: 'a' }, 'a', tip);
    await move(github, { beforeOid: NONE, afterOid: other });
    expect(await repository.tip('x')).toBe(other);
    await move(github, { beforeOid: other, afterOid: tip });
    expect(await repository.tip('x')).toBe(tip);
    await move(github, { beforeOid: tip, afterOid: NONE });
    expect(await repository.tip('x')).toBeNull();
  });

  test.each([
    ['that moved', 'tip', 'UNPROCESSABLE'],
    ['that a rule guards', 'rule', 'UNPROCESSABLE'],
    ['without the right', 'right', 'FORBIDDEN'],
  ])('leaves a branch %s', async (_title, why, type) => {
    const { github, repository, tip } = await open();
    const other = await repository.commit('x', { a: 'a' }, 'a', tip);
    if (why === 'rule') repository.protect('x', 'GH013');
    const token = why === 'right' ? github.addToken({ login: 'reader', may: [] }) : github.token;
    const beforeOid = why === 'tip' ? tip : other;
    expect(await readErrors(move(github, { beforeOid, afterOid: tip, token }))).toMatchObject([{ type }]);
    expect(await repository.tip('x')).toBe(other);
  });

  test('closes a pull request whose branch is left with nothing of its own', async () => {
    const { github, repository, tip } = await open();
    const other = await repository.commit('x', { a: 'a' }, 'a', tip);
    const pull = await repository.openPull({ branch: 'x' });
    await move(github, { beforeOid: other, afterOid: tip });
    expect(pull.state).toBe('closed');
  });
});
