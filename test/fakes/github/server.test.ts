/** The fake GitHub's REST part as octokit sees it: rights, refusals, pages, and answers as the description has them. */
import { describe, expect, test } from 'vitest';
import { openOctokit, readRefusal } from './octokit.ts';
import type { Repository } from './repository.ts';
import { type FakeGitHub, openGitHub } from './server.ts';

const OWN = { owner: 'shop', repo: 'stores' };
const RAW = { mediaType: { format: 'raw' } };

async function open(): Promise<{ github: FakeGitHub; repository: Repository }> {
  const github = await openGitHub();
  return { github, repository: await github.create('shop/stores') };
}

describe('who calls', () => {
  test('is refused without a known token', async () => {
    const { github } = await open();
    const call = openOctokit(github, 'ghs_unknown').rest.git.getRef({ ...OWN, ref: 'heads/main' });
    expect(await readRefusal(call)).toMatchObject({ status: 401, body: { message: 'Bad credentials' } });
  });

  test('may read but not write without the right', async () => {
    const { github, repository } = await open();
    const octokit = openOctokit(github, github.addToken({ login: 'reader', may: [] }));
    const { data } = await octokit.rest.git.getRef({ ...OWN, ref: 'heads/main' });
    expect(data.object.sha).toBe(await repository.tip('main'));
    const refused = { status: 403, body: { message: 'Resource not accessible by integration' } };
    const comment = octokit.rest.issues.createComment({ ...OWN, issue_number: 1, body: 'x' });
    expect(await readRefusal(comment)).toMatchObject(refused);
    const ref = octokit.rest.git.createRef({ ...OWN, ref: 'refs/heads/x', sha: data.object.sha });
    expect(await readRefusal(ref)).toMatchObject(refused);
    expect([repository.comments, await repository.tip('x')]).toEqual([[], null]);
  });
});

describe('files', () => {
  test('come raw as they are, and in JSON with their content up to the limit', async () => {
    const { github, repository } = await open();
    const { rest } = openOctokit(github);
    await repository.commit('main', { 'a/店.yaml': '店\n', 'large.txt': 'x'.repeat(1_100_000) }, 'files');
    const raw = await rest.repos.getContent({ ...OWN, path: 'a/店.yaml', ref: 'main', ...RAW });
    expect(raw.data).toBe('店\n');
    const json = await rest.repos.getContent({ ...OWN, path: 'a/店.yaml' });
    expect(json.data).toMatchObject({ encoding: 'base64', content: Buffer.from('店\n').toString('base64') });
    const large = await rest.repos.getContent({ ...OWN, path: 'large.txt' });
    expect(large.data).toMatchObject({ encoding: 'none', content: '' });
    expect(github.problems).toEqual([]);
  });

  test('of a folder come as a list, even where they are asked for raw', async () => {
    const { github, repository } = await open();
    await repository.commit('main', { 'a/b.txt': 'b', 'a/c.txt': 'c' }, 'files');
    const { data } = await openOctokit(github).rest.repos.getContent({ ...OWN, path: 'a', ...RAW });
    expect(data).toMatchObject([{ path: 'a/b.txt' }, { path: 'a/c.txt' }]);
    expect(github.problems).toEqual([]);
  });

  test.each([
    ['file', { path: 'none.txt', ref: 'main' }],
    ['reference', { path: 'README.md', ref: 'none' }],
  ])('are not found where there is no such %s', async (_title, place) => {
    const { github } = await open();
    const call = openOctokit(github).rest.repos.getContent({ ...OWN, ...place, ...RAW });
    expect(await readRefusal(call)).toMatchObject({ status: 404, body: { message: 'Not Found' } });
  });
});

describe('a branch', () => {
  test('can begin without history, once', async () => {
    const { github, repository } = await open();
    const { rest } = openOctokit(github);
    const tree = await rest.git.createTree({
      ...OWN,
      tree: [{ path: 'state.json', mode: '100644', type: 'blob', content: '{}\n' }],
    });
    const commit = await rest.git.createCommit({ ...OWN, message: 'm', tree: tree.data.sha, parents: [] });
    const place = { ...OWN, ref: 'refs/heads/state', sha: commit.data.sha };
    await rest.git.createRef(place);
    expect(await repository.read('state', 'state.json')).toBe('{}\n');
    expect(await repository.log('state')).toHaveLength(1);
    expect(await readRefusal(rest.git.createRef(place))).toMatchObject({
      status: 422,
      body: { message: 'Reference already exists' },
    });
    expect(github.problems).toEqual([]);
  });

  test('is compared in both directions', async () => {
    const { github, repository } = await open();
    const { rest } = openOctokit(github);
    const from = (await repository.tip('main')) ?? '';
    const ahead = await repository.commit('one', { 'one.txt': '1' }, 'one', from);
    await repository.commit('two', { 'two.txt': '2' }, 'two', from);
    const compare = async (basehead: string): Promise<unknown> => {
      const { data } = await rest.repos.compareCommitsWithBasehead({ ...OWN, basehead });
      return [data.status, data.ahead_by, data.behind_by, data.files?.map(({ filename }) => filename)];
    };
    expect(await compare(`main...${from}`)).toEqual(['identical', 0, 0, []]);
    expect(await compare(`${from}...${ahead}`)).toEqual(['ahead', 1, 0, ['one.txt']]);
    expect(await compare('one...main')).toEqual(['behind', 0, 1, []]);
    expect(await compare('one...two')).toEqual(['diverged', 1, 1, ['two.txt']]);
    expect((await readRefusal(compare(`main...${'0'.repeat(40)}`))).status).toBe(404);
    expect(github.problems).toEqual([]);
  });

  test('is compared by what was added, changed and removed', async () => {
    const { github, repository } = await open();
    const from = await repository.commit('main', { old: '1', same: '1' }, 'files');
    const to = await repository.commit('main', { old: null, same: '2', new: '1' }, 'changes');
    const basehead = `${from}...${to}`;
    const { data } = await openOctokit(github).rest.repos.compareCommitsWithBasehead({ ...OWN, basehead });
    const changes = data.files?.map(({ filename, status }) => `${filename} ${status}`);
    expect(changes).toEqual(['new added', 'old removed', 'same modified']);
    expect(github.problems).toEqual([]);
  });

  test('takes no reference that a rule is against', async () => {
    const { github, repository } = await open();
    repository.protect('state', 'GH013');
    const sha = (await repository.tip('main')) ?? '';
    const call = openOctokit(github).rest.git.createRef({ ...OWN, ref: 'refs/heads/state', sha });
    expect((await readRefusal(call)).status).toBe(422);
    expect(await repository.tip('state')).toBeNull();
  });
});

describe('comments', () => {
  test('are written, changed, deleted, and listed over all pages', async () => {
    const { github, repository } = await open();
    const octokit = openOctokit(github);
    await repository.commit('x', { a: 'a' }, 'a', (await repository.tip('main')) ?? '');
    const { number: issue_number } = await repository.openPull({ branch: 'x' });
    for (let index = 0; index < 205; index += 1) repository.addComment(issue_number, 'person', `${index}`);
    const { data } = await octokit.rest.issues.createComment({ ...OWN, issue_number, body: 'mine' });
    expect(data.user?.login).toBe('github-actions[bot]');
    await octokit.rest.issues.updateComment({ ...OWN, comment_id: data.id, body: 'newer' });
    const list = async () =>
      await octokit.paginate(octokit.rest.issues.listComments, { ...OWN, issue_number, per_page: 100 });
    const bodies = (await list()).map(({ body }) => body);
    expect([bodies.length, bodies[0], bodies.at(-1)]).toEqual([206, '0', 'newer']);
    expect(github.requests.filter(({ operation }) => operation === 'issues/list-comments')).toHaveLength(3);
    await octokit.rest.issues.deleteComment({ ...OWN, comment_id: data.id });
    expect(await list()).toHaveLength(205);
    expect(github.problems).toEqual([]);
  });

  test.each([
    ['of the greatest length are taken', 65_536, 201],
    ['that are longer are refused', 65_537, 422],
  ])('%s', async (_title, length, status) => {
    const { github, repository } = await open();
    await repository.commit('x', { a: 'a' }, 'a', (await repository.tip('main')) ?? '');
    await repository.openPull({ branch: 'x' });
    const body = '店'.repeat(length);
    await openOctokit(github)
      .rest.issues.createComment({ ...OWN, issue_number: 1, body })
      .catch(() => {});
    expect(github.requests.at(-1)).toMatchObject({ operation: 'issues/create-comment', status });
  });

  test('are not taken for a pull request that is not there', async () => {
    const { github, repository } = await open();
    const call = openOctokit(github).rest.issues.createComment({ ...OWN, issue_number: 99, body: 'x' });
    expect((await readRefusal(call)).status).toBe(404);
    expect(repository.comments).toEqual([]);
  });

  test('of a wrong form are refused with the reason', async () => {
    const { github } = await open();
    const call = openOctokit(github).request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...OWN,
      issue_number: 1,
      // Types forbid it, and a wrong caller does it all the same.
      body: 7 as unknown as string,
    });
    expect(await readRefusal(call)).toMatchObject({ status: 422 });
  });
});

describe('a pull request of a fork', () => {
  test('is found by its head, and by the commit that merged it', async () => {
    const { github, repository } = await open();
    const { rest } = openOctokit(github);
    await repository.commit('x', { a: 'a' }, 'a', (await repository.tip('main')) ?? '');
    const pull = await repository.openPull({ branch: 'x', fork: 'guest' });
    const { data: found } = await rest.pulls.list({ ...OWN, state: 'open', head: 'guest:x' });
    expect(found).toMatchObject([
      { number: 1, head: { sha: pull.headSha, label: 'guest:x', repo: { full_name: 'guest/stores' } } },
    ]);
    expect((await rest.pulls.list({ ...OWN, state: 'open', head: 'shop:x' })).data).toEqual([]);
    const commit_sha = await repository.merge(pull);
    const { data: merged } = await rest.repos.listPullRequestsAssociatedWithCommit({ ...OWN, commit_sha });
    expect((await rest.pulls.list({ ...OWN, state: 'all' })).data).toHaveLength(1);
    expect(merged.map(({ number, merged_at }) => [number, merged_at !== null])).toEqual([[1, true]]);
    expect(github.problems).toEqual([]);
  });
});

describe('scripted faults', () => {
  const call = (github: FakeGitHub) =>
    openOctokit(github).rest.issues.createComment({ ...OWN, issue_number: 1, body: 'x' });

  async function openScripted(): Promise<{ github: FakeGitHub; repository: Repository }> {
    const opened = await open();
    const { repository } = opened;
    await repository.commit('x', { a: 'a' }, 'a', (await repository.tip('main')) ?? '');
    await repository.openPull({ branch: 'x' });
    return opened;
  }

  test.each([
    ['error-after', 502, 1],
    ['drop-after', 500, 1],
    ['drop', 500, 0],
    [{ status: 429, headers: { 'retry-after': '1' } }, 429, 0],
  ] as const)('%j answers as told and does what it says', async (fault, status, written) => {
    const { github, repository } = await openScripted();
    github.script({ operation: 'issues/create-comment', fault });
    expect((await readRefusal(call(github))).status).toBe(status);
    expect(repository.comments).toHaveLength(written);
    await call(github);
    expect(repository.comments).toHaveLength(written + 1);
  });

  test('come after some calls, as often as told', async () => {
    const { github } = await openScripted();
    const fault = { status: 500 };
    github.script({ operation: 'issues/create-comment', after: 1, times: 2, fault });
    for (let index = 0; index < 4; index += 1) await call(github).catch(() => {});
    const statuses = github.requests.map(({ status }) => status);
    expect(statuses).toEqual([201, 500, 500, 201]);
  });

  test('may be something that comes first', async () => {
    const { github, repository } = await openScripted();
    const before = async () => repository.addComment(1, 'person', 'first');
    github.script({ operation: 'issues/create-comment', fault: { before } });
    await call(github);
    expect(repository.comments.map(({ body }) => body)).toEqual(['first', 'x']);
  });
});
