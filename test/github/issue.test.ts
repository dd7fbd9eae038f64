/** The one issue of a matter: made once, kept up to date, closed, opened again; other people's are left alone. */
import { describe, expect, test } from 'vitest';
import { type IssueText, keepIssue } from '../../src/github/issue.ts';
import { BOT, openHands } from './open.ts';

const MARKER = '<!-- mendian test 1 -->';
const LABELS = ['mendian'];

function wanted(
  more: { readonly body?: string; readonly title?: string; readonly reopen?: 'yes' | 'no' } = {},
) {
  const text = { title: 'A matter', body: 'what it is', reopen: 'yes', ...more } as const;
  return { state: 'open', marker: MARKER, labels: LABELS, ...text } satisfies IssueText;
}

const DONE: IssueText = { state: 'closed', marker: MARKER, labels: LABELS, lastWord: 'It is over.' };

describe('an issue', () => {
  test('is made with marker, title, text and label', async () => {
    const { fake, repository, github } = await openHands();
    expect(await keepIssue(github, wanted())).toEqual({ number: 1, did: 'created' });
    expect(repository.issues).toMatchObject([
      { login: BOT, title: 'A matter', body: `${MARKER}\nwhat it is`, labels: LABELS, state: 'open' },
    ]);
    expect(fake.problems).toEqual([]);
  });

  test('that says the same already is not touched', async () => {
    const { fake, github } = await openHands();
    await keepIssue(github, wanted());
    expect(await keepIssue(github, wanted())).toEqual({ number: 1, did: 'none' });
    expect(fake.requests.map(({ operation }) => operation)).not.toContain('issues/update');
  });

  test('is updated in place', async () => {
    const { repository, github } = await openHands();
    await keepIssue(github, wanted());
    const told = await keepIssue(github, wanted({ title: 'Another', body: 'more' }));
    expect(told).toEqual({ number: 1, did: 'updated' });
    expect(repository.issues).toMatchObject([{ title: 'Another', body: `${MARKER}\nmore` }]);
  });

  test('is closed with a last word, once', async () => {
    const { fake, repository, github } = await openHands();
    await keepIssue(github, wanted());
    expect(await keepIssue(github, DONE)).toEqual({ number: 1, did: 'closed' });
    expect(await keepIssue(github, DONE)).toEqual({ number: null, did: 'none' });
    expect(repository.issues[0]?.state).toBe('closed');
    expect(repository.comments).toMatchObject([{ pull: 1, login: BOT, body: 'It is over.' }]);
    expect(fake.problems).toEqual([]);
  });

  test('is closed without a word where none is given', async () => {
    const { repository, github } = await openHands();
    await keepIssue(github, wanted());
    await keepIssue(github, { ...DONE, lastWord: null });
    expect([repository.issues[0]?.state, repository.comments]).toEqual(['closed', []]);
  });

  test('is opened again when the matter comes back', async () => {
    const { repository, github } = await openHands();
    await keepIssue(github, wanted());
    await keepIssue(github, DONE);
    expect(await keepIssue(github, wanted({ body: 'again' }))).toEqual({ number: 1, did: 'reopened' });
    expect(repository.issues).toMatchObject([{ state: 'open', body: `${MARKER}\nagain` }]);
  });

  test.each([
    ['yes', 'person', 'reopened', 'open'],
    ['no', 'person', 'none', 'closed'],
    ['no', BOT, 'reopened', 'open'],
  ] as const)('with reopen: %s, closed by %s: %s', async (reopen, closedBy, did, state) => {
    const { repository, github } = await openHands();
    await keepIssue(github, wanted());
    Object.assign(repository.issues[0] ?? {}, { state: 'closed', closedBy });
    expect(await keepIssue(github, wanted({ reopen }))).toEqual({ number: 1, did });
    expect(repository.issues.map((issue) => issue.state)).toEqual([state]);
  });

  test('with a pasted marker of somebody else is no own one', async () => {
    const { repository, github } = await openHands();
    repository.addIssue({ login: 'person', title: 'x', body: `${MARKER}\nmine`, labels: LABELS });
    repository.addIssue({ login: BOT, title: 'x', body: `quoted:\n${MARKER}`, labels: LABELS });
    expect(await keepIssue(github, wanted())).toEqual({ number: 3, did: 'created' });
    expect(await keepIssue(github, DONE)).toEqual({ number: 3, did: 'closed' });
    expect(repository.issues.map(({ state }) => state)).toEqual(['open', 'open', 'closed']);
  });

  test('is no pull request that holds the marker', async () => {
    const { repository, github } = await openHands();
    await repository.commit('x', { a: 'a' }, 'a', (await repository.tip('main')) ?? '');
    await repository.openPull({ branch: 'x', login: BOT, body: `${MARKER}\nx` });
    expect(await keepIssue(github, wanted())).toEqual({ number: 2, did: 'created' });
    expect(repository.pulls[0]?.body).toBe(`${MARKER}\nx`);
  });

  test('is found over all pages, also without its label', async () => {
    const { fake, repository, github } = await openHands();
    await keepIssue(github, wanted());
    Object.assign(repository.issues[0] ?? {}, { labels: [] });
    for (let index = 0; index < 120; index += 1) {
      repository.addIssue({ login: 'person', title: `${index}`, body: 'x' });
    }
    expect(await keepIssue(github, wanted({ body: 'new' }))).toEqual({ number: 1, did: 'updated' });
    expect(fake.problems).toEqual([]);
  });

  test('found by its label costs one page', async () => {
    const { fake, repository, github } = await openHands();
    await keepIssue(github, wanted());
    for (let index = 0; index < 120; index += 1) {
      repository.addIssue({ login: 'person', title: `${index}`, body: 'x' });
    }
    const before = fake.requests.length;
    await keepIssue(github, wanted());
    const calls = fake.requests.slice(before).map(({ operation }) => operation);
    expect(calls).toEqual(['issues/list-for-repo', 'graphql:viewer']);
  });

  test('goes without its label where GitHub does not take it', async () => {
    const { fake, repository, github } = await openHands();
    fake.script({ operation: 'issues/create', fault: { status: 422 } });
    expect(await keepIssue(github, wanted())).toEqual({ number: 1, did: 'created' });
    expect(repository.issues).toMatchObject([{ labels: [] }]);
  });
});

describe('two runs at once', () => {
  test('leave the oldest issue open', async () => {
    const { fake, repository, github } = await openHands();
    const other = async () =>
      repository.addIssue({ login: BOT, title: 'A matter', body: `${MARKER}\nother`, labels: LABELS });
    fake.script({ operation: 'issues/create', fault: { before: other } });
    expect(await keepIssue(github, wanted())).toEqual({ number: 1, did: 'created' });
    expect(repository.issues.map(({ state }) => state)).toEqual(['open', 'closed']);
    expect(await keepIssue(github, wanted())).toEqual({ number: 1, did: 'updated' });
  });

  test.each([
    ['error-after', 1],
    ['drop-after', 1],
    ['drop', 1],
  ] as const)('or an unclear answer (%s) leave one', async (fault, count) => {
    const { fake, repository, github } = await openHands();
    fake.script({ operation: 'issues/create', fault });
    expect(await keepIssue(github, wanted())).toEqual({ number: 1, did: 'created' });
    expect(repository.issues).toHaveLength(count);
  });
});

describe('a token or repository that does not let it', () => {
  test.each(['open', 'closed'] as const)('is told with the missing right (%s)', async (state) => {
    const { fake, github, connect } = await openHands();
    await keepIssue(github, wanted());
    const reader = await connect(fake.addToken({ login: BOT, may: ['contents'] }));
    const told = await keepIssue(reader, state === 'closed' ? DONE : wanted({ body: 'x' }));
    expect(told).toMatchObject({
      code: 'ISSUE_NOT_ALLOWED',
      params: { detail: { quoted: 'Resource not accessible by integration (403)' } },
    });
  });

  test.each(['open', 'closed'] as const)('is told that issues are switched off (%s)', async (state) => {
    const { repository, github } = await openHands();
    repository.features.issues = 'off';
    const told = await keepIssue(github, state === 'closed' ? DONE : wanted());
    expect(told).toMatchObject({ code: 'ISSUES_OFF' });
  });

  test('a GitHub that is down is told as such', async () => {
    const { fake, github } = await openHands();
    fake.script({ operation: 'issues/list-for-repo', times: 9, fault: { status: 503 } });
    expect(await keepIssue(github, wanted())).toMatchObject({ code: 'GITHUB_FAILED' });
  });
});
