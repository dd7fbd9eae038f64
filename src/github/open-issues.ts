/** The open issues that runs keep of one sort of matter, so that those whose matter is over can be closed. */
import type { Fault } from '../model.ts';
import { readAuthor } from './author.ts';
import { type GitHub, readFailure } from './client.ts';
import { describeIssueFailure } from './issue.ts';

export interface OpenIssue {
  readonly number: number;
  /** The hidden first line. */
  readonly marker: string;
  readonly title: string;
  /** Without the marker. */
  readonly body: string;
}

/** Own open issues whose marker begins so, the oldest first. Labels do not count: a person may take them away. */
export async function listOpenIssues(github: GitHub, prefix: string): Promise<readonly OpenIssue[] | Fault> {
  const { octokit, owner, repo } = github;
  try {
    const all = await octokit.paginate(octokit.rest.issues.listForRepo, {
      owner,
      repo,
      state: 'open',
      per_page: 100,
    });
    const marked = all.flatMap(({ number, title, body, user, pull_request }) => {
      const [first = '', ...rest] = (body ?? '').split('\n');
      if (pull_request !== undefined || !first.startsWith(prefix)) return [];
      return [{ number, title, login: user?.login, marker: first.trim(), body: rest.join('\n') }];
    });
    if (marked.length === 0) return [];
    const author = await readAuthor(github);
    return marked
      .filter(({ login }) => login === author)
      .sort((left, right) => left.number - right.number)
      .map(({ number, title, marker, body }) => ({ number, title, marker, body }));
  } catch (error) {
    return describeIssueFailure(readFailure(error));
  }
}
