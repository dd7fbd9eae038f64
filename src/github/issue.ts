/** One issue for one matter: found by its marker and its author over all pages, kept up to date, closed, and opened again. */
import type { Fault } from '../model.ts';
import { isMarked, readAuthor } from './author.ts';
import { describeFailure, type GitHub, type GitHubFailure, readFailure } from './client.ts';

/** What the issue shall be. */
export type IssueText =
  | {
      readonly state: 'open';
      /** The hidden first line, put before the body: one a matter. */
      readonly marker: string;
      /** As `report/escape.ts` makes titles (`forTitle`). */
      readonly title: string;
      /** Markdown without the marker, within `COMMENT_BOUND` of `report/bounded.ts`. */
      readonly body: string;
      /** GitHub makes those that the repository does not have. */
      readonly labels: readonly string[];
      /** `no`: one that a person closed stays closed. */
      readonly reopen: 'yes' | 'no';
    }
  | {
      readonly state: 'closed';
      readonly marker: string;
      readonly labels: readonly string[];
      /** Markdown of the comment that says why; null leaves it out. */
      readonly lastWord: string | null;
    };

/** The issue, and what was done to it. The number is null where there is none and none was needed. */
export interface KeptIssue {
  readonly number: number | null;
  readonly did: 'created' | 'updated' | 'closed' | 'reopened' | 'none';
}

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
}

type OpenText = Extract<IssueText, { state: 'open' }>;
type ClosedText = Extract<IssueText, { state: 'closed' }>;

const PAGE = 100;

/** Brings the one issue to what it shall be. Where two runs raced, the oldest stays and the others are closed. */
export async function keepIssue(github: GitHub, text: IssueText): Promise<KeptIssue | Fault> {
  try {
    return text.state === 'open' ? await keepOpen(github, text) : await keepClosed(github, text);
  } catch (error) {
    return describeIssueFailure(readFailure(error));
  }
}

async function keepOpen(github: GitHub, text: OpenText): Promise<KeptIssue> {
  const own = await findOwnIssues(github, text, 'all');
  const open = own.filter(({ state }) => state === 'open');
  const issue = open[0] ?? own[0];
  if (issue === undefined) return await createIssue(github, text);
  await closeDuplicates(github, open.slice(1));
  const body = `${text.marker}\n${text.body}`;
  if (issue.state === 'open') {
    if (issue.title === text.title && issue.body === body) return { number: issue.number, did: 'none' };
    await updateIssue(github, issue.number, { title: text.title, body });
    return { number: issue.number, did: 'updated' };
  }
  if (text.reopen === 'no' && (await wasClosedByPerson(github, issue.number))) {
    return { number: issue.number, did: 'none' };
  }
  await updateIssue(github, issue.number, { title: text.title, body, state: 'open' });
  return { number: issue.number, did: 'reopened' };
}

/** Closed first, so that a run that dies in between never says its last word twice. */
async function keepClosed(github: GitHub, { lastWord, ...text }: ClosedText): Promise<KeptIssue> {
  const [issue, ...others] = await findOwnIssues(github, text, 'open');
  if (issue === undefined) return { number: null, did: 'none' };
  await closeDuplicates(github, others);
  await updateIssue(github, issue.number, { state: 'closed', state_reason: 'completed' });
  if (lastWord !== null) await comment(github, issue.number, lastWord);
  return { number: issue.number, did: 'closed' };
}

/**
 * Own issues with this marker, the oldest first. The label keeps the list short; where a person took it away, or it
 * could not be set, all issues are looked through before one is called missing.
 */
async function findOwnIssues(
  github: GitHub,
  { marker, labels }: Pick<IssueText, 'marker' | 'labels'>,
  state: 'open' | 'all',
): Promise<readonly Issue[]> {
  const [label] = labels;
  const labelled = label === undefined ? [] : await listOwnIssues(github, marker, { state, labels: label });
  return labelled.length > 0 ? labelled : await listOwnIssues(github, marker, { state });
}

async function listOwnIssues(
  github: GitHub,
  marker: string,
  filter: { readonly state: 'open' | 'all'; readonly labels?: string },
): Promise<readonly Issue[]> {
  const { octokit, owner, repo } = github;
  const all = await octokit.paginate(octokit.rest.issues.listForRepo, {
    owner,
    repo,
    ...filter,
    per_page: PAGE,
  });
  // To GitHub a pull request is an issue as well.
  const marked = all.filter((each) => each.pull_request === undefined && isMarked(each.body, marker));
  if (marked.length === 0) return [];
  const author = await readAuthor(github);
  return marked
    .filter(({ user }) => user?.login === author)
    .sort((left, right) => left.number - right.number)
    .map(({ number, title, body, state: now }) => ({
      number,
      title,
      body: body ?? '',
      state: now === 'closed' ? 'closed' : 'open',
    }));
}

/** Creates the issue, and closes it again where another run was at it too and came first. */
async function createIssue(github: GitHub, text: OpenText): Promise<KeptIssue> {
  const created = await postOnce(github, text);
  const [oldest, ...others] = await findOwnIssues(github, text, 'open');
  await closeDuplicates(github, others);
  return { number: oldest?.number ?? created, did: 'created' };
}

/** After an unclear answer the issue is looked for before it is tried again; labels that are refused are left out. */
async function postOnce(github: GitHub, text: OpenText): Promise<number> {
  try {
    return await postIssue(github, text, text.labels);
  } catch (error) {
    const { status } = readFailure(error);
    if (status === 422 && text.labels.length > 0) return await postIssue(github, text, []);
    if (status !== null && status < 500) throw error;
    const [found] = await findOwnIssues(github, text, 'open');
    return found?.number ?? (await postIssue(github, text, text.labels));
  }
}

async function postIssue(
  { octokit, owner, repo }: GitHub,
  { marker, title, body }: OpenText,
  labels: readonly string[],
): Promise<number> {
  const { data } = await octokit.rest.issues.create({
    owner,
    repo,
    title,
    body: `${marker}\n${body}`,
    ...(labels.length === 0 ? {} : { labels: [...labels] }),
    request: { retries: 0 },
  });
  return data.number;
}

interface IssueChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: 'open' | 'closed';
  readonly state_reason?: 'completed' | 'not_planned';
}

async function updateIssue(
  { octokit, owner, repo }: GitHub,
  issue_number: number,
  change: IssueChange,
): Promise<void> {
  await octokit.rest.issues.update({ owner, repo, issue_number, ...change });
}

async function closeDuplicates(github: GitHub, issues: readonly Issue[]): Promise<void> {
  for (const { number } of issues) {
    await updateIssue(github, number, { state: 'closed', state_reason: 'not_planned' });
  }
}

/** Only the answer about one issue tells who closed it. */
async function wasClosedByPerson(github: GitHub, issue_number: number): Promise<boolean> {
  const { octokit, owner, repo } = github;
  const { data } = await octokit.rest.issues.get({ owner, repo, issue_number });
  return data.closed_by?.login !== (await readAuthor(github));
}

async function comment({ octokit, owner, repo }: GitHub, issue_number: number, body: string): Promise<void> {
  await octokit.rest.issues.createComment({ owner, repo, issue_number, body, request: { retries: 0 } });
}

export function describeIssueFailure(failure: GitHubFailure): Fault {
  const { status, said: detail } = failure;
  if (status === 410) return { code: 'ISSUES_OFF', params: { detail } };
  const denied = status === 401 || status === 403 || status === 404;
  return denied ? { code: 'ISSUE_NOT_ALLOWED', params: { detail } } : describeFailure('keep-issue', failure);
}
