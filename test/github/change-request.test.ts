/** The one pull request of a matter: opened, kept up to date, closed; what people pushed is never touched. */
import { describe, expect, test } from 'vitest';
import { type KeptPull, keepPull, type PullText } from '../../src/github/change-request.ts';
import type { GitHub } from '../../src/github/client.ts';
import type { Fault } from '../../src/model.ts';
import type { Repository } from '../fakes/github/repository.ts';
import { BOT, type Opened, openHands } from './open.ts';

const MARKER = '<!-- mendian test 1 -->';
const PLACE = { branch: 'mendian/test', marker: MARKER, leftWord: 'People are at work here.' };
const DONE: PullText = { ...PLACE, state: 'closed', lastWord: 'It is over.' };

interface Shop extends Opened {
  readonly keep: (
    files: Readonly<Record<string, string>>,
    more?: { readonly title?: string; readonly body?: string; readonly github?: GitHub },
  ) => Promise<KeptPull | Fault>;
  readonly end: () => Promise<KeptPull | Fault>;
}

async function open(): Promise<Shop> {
  const hands = await openHands();
  const { repository, github } = hands;
  await repository.commit('main', { 'stores/a.yaml': 'a: 1\n', 'stores/b.yaml': 'b: 1\n' }, 'stores');
  return {
    ...hands,
    keep: async (files, { title = 'Accept', body = 'what', github: other = github } = {}) =>
      await keepPull(other, {
        ...PLACE,
        state: 'open',
        base: 'main',
        parent: (await repository.tip('main')) ?? '',
        title,
        body,
        files: new Map(Object.entries(files)),
        subject: 'mendian: accept',
      }),
    end: async () => await keepPull(github, DONE),
  };
}

async function listChanged({ git }: Repository, branch = PLACE.branch): Promise<string> {
  return (await git(['diff', '--name-only', `main...${branch}`])).trim();
}

/** A person's commit on top of the branch. */
async function push(repository: Repository): Promise<string> {
  return await repository.commit(PLACE.branch, { 'stores/a.yaml': 'a: person\n' }, 'mine');
}

describe('a pull request', () => {
  test('is opened from one commit that changes the files and nothing else', async () => {
    const { fake, repository, keep } = await open();
    expect(await keep({ 'stores/a.yaml': 'a: 2\n' })).toEqual({ number: 1, did: 'created' });
    expect(repository.pulls).toMatchObject([
      { branch: 'mendian/test', base: 'main', login: BOT, title: 'Accept', body: `${MARKER}\nwhat` },
    ]);
    expect(await listChanged(repository)).toBe('stores/a.yaml');
    expect(await repository.read(PLACE.branch, 'stores/a.yaml')).toBe('a: 2\n');
    expect(await repository.read(PLACE.branch, 'stores/b.yaml')).toBe('b: 1\n');
    const log = await repository.log(PLACE.branch);
    expect(log.map(({ subject }) => subject)).toEqual(['mendian: accept', 'stores', 'begin']);
    expect(fake.problems).toEqual([]);
  });

  test('that says and holds the same already is not touched', async () => {
    const { fake, repository, keep } = await open();
    await keep({ 'stores/a.yaml': 'a: 2\n' });
    const tip = await repository.tip(PLACE.branch);
    const before = fake.requests.length;
    expect(await keep({ 'stores/a.yaml': 'a: 2\n' })).toEqual({ number: 1, did: 'none' });
    expect(await repository.tip(PLACE.branch)).toBe(tip);
    const calls = fake.requests.slice(before).map(({ operation }) => operation);
    expect(calls.filter((call) => /create|update/u.test(call))).toEqual([]);
  });

  test('is updated in place, on the newest base, and stays open', async () => {
    const { fake, repository, keep } = await open();
    await keep({ 'stores/a.yaml': 'a: 2\n' });
    const base = await repository.commit('main', { 'README.md': 'more\n' }, 'docs');
    const told = await keep({ 'stores/b.yaml': 'b: 2\n' }, { title: 'Accept other' });
    expect(told).toEqual({ number: 1, did: 'updated' });
    expect(repository.pulls).toMatchObject([{ state: 'open', title: 'Accept other' }]);
    expect(await listChanged(repository)).toBe('stores/b.yaml');
    expect((await repository.git(['rev-parse', `${PLACE.branch}^`])).trim()).toBe(base);
    expect(fake.problems).toEqual([]);
  });

  test('gets new words alone where only they differ', async () => {
    const { repository, keep } = await open();
    await keep({ 'stores/a.yaml': 'a: 2\n' });
    const tip = await repository.tip(PLACE.branch);
    expect(await keep({ 'stores/a.yaml': 'a: 2\n' }, { body: 'else' })).toEqual({
      number: 1,
      did: 'updated',
    });
    expect(repository.pulls[0]?.body).toBe(`${MARKER}\nelse`);
    expect(await repository.tip(PLACE.branch)).toBe(tip);
  });

  test('is closed with a last word, and its branch is deleted', async () => {
    const { fake, repository, keep, end } = await open();
    await keep({ 'stores/a.yaml': 'a: 2\n' });
    expect(await end()).toEqual({ number: 1, did: 'closed' });
    expect(await end()).toEqual({ number: null, did: 'none' });
    expect([repository.pulls[0]?.state, await repository.tip(PLACE.branch)]).toEqual(['closed', null]);
    expect(repository.comments).toMatchObject([{ pull: 1, body: 'It is over.' }]);
    expect(fake.problems).toEqual([]);
  });

  test('that was closed by us is followed by another when the matter comes back', async () => {
    const { keep, end } = await open();
    await keep({ 'stores/a.yaml': 'a: 2\n' });
    await end();
    expect(await keep({ 'stores/a.yaml': 'a: 2\n' })).toEqual({ number: 2, did: 'created' });
  });

  test('that was merged is followed by another for what comes then', async () => {
    const { repository, keep, end } = await open();
    await keep({ 'stores/a.yaml': 'a: 2\n' });
    for (const pull of repository.pulls) await repository.merge(pull);
    expect(await keep({ 'stores/a.yaml': 'a: 3\n' })).toEqual({ number: 2, did: 'created' });
    expect(await listChanged(repository)).toBe('stores/a.yaml');
    for (const pull of repository.pulls) if (pull.state === 'open') await repository.merge(pull);
    expect(await end()).toEqual({ number: null, did: 'none' });
    expect(await repository.tip(PLACE.branch)).toBeNull();
  });

  test('that a person closed is not opened again for the same, and is for something else', async () => {
    const { repository, keep } = await open();
    await keep({ 'stores/a.yaml': 'a: 2\n' });
    Object.assign(repository.pulls[0] ?? {}, { state: 'closed', closedBy: 'person' });
    expect(await keep({ 'stores/a.yaml': 'a: 2\n' })).toEqual({ number: 1, did: 'declined' });
    await repository.git(['update-ref', '-d', `refs/heads/${PLACE.branch}`]);
    expect(await keep({ 'stores/a.yaml': 'a: 2\n' })).toEqual({ number: 1, did: 'declined' });
    expect(await keep({ 'stores/a.yaml': 'a: 3\n' })).toEqual({ number: 2, did: 'created' });
  });
});

describe('what people did', () => {
  test('on the branch stays: neither branch nor text is touched, and it is said once', async () => {
    const { repository, keep, end } = await open();
    await keep({ 'stores/a.yaml': 'a: 2\n' });
    const theirs = await push(repository);
    const left = { number: 1, did: 'left' };
    expect(await keep({ 'stores/a.yaml': 'a: 3\n' }, { title: 'Other' })).toEqual(left);
    expect(await keep({ 'stores/a.yaml': 'a: 4\n' })).toEqual(left);
    expect(await end()).toEqual(left);
    expect(await repository.tip(PLACE.branch)).toBe(theirs);
    expect(repository.pulls).toMatchObject([{ state: 'open', title: 'Accept' }]);
    expect(repository.comments).toMatchObject([{ pull: 1, body: `${MARKER}\nPeople are at work here.` }]);
  });

  test('by amending our commit stays too', async () => {
    const { repository, keep } = await open();
    await keep({ 'stores/a.yaml': 'a: 2\n' });
    const { git } = repository;
    const message = await git(['show', '-s', '--format=%B', PLACE.branch]);
    const args = ['commit-tree', 'main^{tree}', '-p', 'main', '-m', message];
    const amended = (await git(args, undefined, { GIT_AUTHOR_NAME: BOT })).trim();
    await git(['update-ref', `refs/heads/${PLACE.branch}`, amended]);
    expect(await keep({ 'stores/a.yaml': 'a: 3\n' })).toMatchObject({ did: 'left' });
    expect(await repository.tip(PLACE.branch)).toBe(amended);
  });

  test('between the look and the move stays: the branch is moved by compare-and-swap', async () => {
    const { fake, repository, keep } = await open();
    await keep({ 'stores/a.yaml': 'a: 2\n' });
    let theirs = '';
    const before = async () => {
      theirs = await push(repository);
    };
    fake.script({ operation: 'graphql:updateRefs', fault: { before } });
    expect(await keep({ 'stores/a.yaml': 'a: 3\n' })).toEqual({ number: 1, did: 'left' });
    expect(await repository.tip(PLACE.branch)).toBe(theirs);
  });

  test('between the look and the end keeps the branch', async () => {
    const { fake, repository, keep, end } = await open();
    await keep({ 'stores/a.yaml': 'a: 2\n' });
    fake.script({ operation: 'graphql:updateRefs', fault: { before: () => push(repository) } });
    expect(await end()).toEqual({ number: 1, did: 'closed' });
    expect(await repository.read(PLACE.branch, 'stores/a.yaml')).toBe('a: person\n');
  });

  test('on a branch of this name without a pull request stays', async () => {
    const { repository, keep, end } = await open();
    await repository.commit(PLACE.branch, { x: 'x' }, 'mine', (await repository.tip('main')) ?? '');
    const tip = await repository.tip(PLACE.branch);
    expect(await keep({ 'stores/a.yaml': 'a: 2\n' })).toEqual({ number: null, did: 'left' });
    expect(await end()).toEqual({ number: null, did: 'left' });
    expect([await repository.tip(PLACE.branch), repository.pulls]).toEqual([tip, []]);
  });

  test('in opening the pull request by hand keeps their words, while the branch is kept up to date', async () => {
    const { repository, keep, end } = await open();
    repository.features.actionsPulls = 'off';
    await keep({ 'stores/a.yaml': 'a: 2\n' });
    await repository.openPull({ branch: PLACE.branch, title: 'By hand', body: 'mine' });
    expect(await keep({ 'stores/a.yaml': 'a: 3\n' })).toEqual({ number: 1, did: 'updated' });
    expect(repository.pulls).toMatchObject([{ title: 'By hand', body: 'mine', state: 'open' }]);
    expect(await repository.read(PLACE.branch, 'stores/a.yaml')).toBe('a: 3\n');
    expect(await end()).toEqual({ number: 1, did: 'left' });
    expect(repository.pulls[0]?.state).toBe('open');
  });
});

describe('two runs at once, or an unclear answer', () => {
  test.each(['error-after', 'drop-after', 'drop'] as const)('to the move (%s) leave one', async (fault) => {
    const { fake, repository, keep } = await open();
    fake.script({ operation: 'graphql:updateRefs', fault });
    const told = await keep({ 'stores/a.yaml': 'a: 2\n' });
    if (fault === 'drop') expect(told).toMatchObject({ code: 'GITHUB_FAILED' });
    expect(await keep({ 'stores/a.yaml': 'a: 2\n' })).toMatchObject({ number: 1 });
    expect(repository.pulls).toHaveLength(1);
  });

  test.each(['error-after', 'drop-after', 'drop'] as const)(
    'to the opening (%s) leave one',
    async (fault) => {
      const { fake, repository, keep } = await open();
      fake.script({ operation: 'pulls/create', fault });
      expect(await keep({ 'stores/a.yaml': 'a: 2\n' })).toEqual({ number: 1, did: 'created' });
      expect(repository.pulls).toHaveLength(1);
    },
  );

  test('where the other came first, end in the newer commit and one pull request', async () => {
    const { fake, repository, keep } = await open();
    const other = async () => await keep({ 'stores/a.yaml': 'a: other\n' });
    fake.script({ operation: 'graphql:updateRefs', fault: { before: other } });
    expect(await keep({ 'stores/a.yaml': 'a: 2\n' })).toEqual({ number: 1, did: 'updated' });
    expect(repository.pulls).toHaveLength(1);
    expect(await repository.read(PLACE.branch, 'stores/a.yaml')).toBe('a: 2\n');
  });
});

describe('a token or repository that does not let it', () => {
  test('open pull requests is told the setting by its name', async () => {
    const { repository, keep } = await open();
    repository.features.actionsPulls = 'off';
    const told = await keep({ 'stores/a.yaml': 'a: 2\n' });
    expect(told).toMatchObject({ code: 'PULL_NOT_ALLOWED', params: { cause: 'setting' } });
    expect(await repository.tip(PLACE.branch)).not.toBeNull();
  });

  test.each([
    ['contents', 'PROPOSAL_REFUSED'],
    ['pull_requests', 'PULL_NOT_ALLOWED'],
  ] as const)('write %s is told %s', async (right, code) => {
    const { fake, keep, connect } = await open();
    const may = (['contents', 'pull_requests'] as const).filter((each) => each !== right);
    const github = await connect(fake.addToken({ login: BOT, may }));
    expect(await keep({ 'stores/a.yaml': 'a: 2\n' }, { github })).toMatchObject({ code });
  });

  test('move the branch is told of it', async () => {
    const { repository, keep } = await open();
    repository.protect(PLACE.branch, 'GH013');
    expect(await keep({ 'stores/a.yaml': 'a: 2\n' })).toMatchObject({
      code: 'PROPOSAL_REFUSED',
      params: { branch: PLACE.branch, detail: { quoted: 'Repository rule violations found' } },
    });
  });
});
