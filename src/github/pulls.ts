/** Finds pull requests: those that a push merged, and the one that a fork's run was for. */
import type { Fault } from '../model.ts';
import { describeFailure, type GitHub, readFailure } from './client.ts';

/** Numbers of the pull requests that were merged with one of these commits. */
export async function findMergedPulls(
  { octokit, owner, repo }: GitHub,
  commits: readonly string[],
): Promise<readonly number[] | Fault> {
  const numbers = new Set<number>();
  try {
    for (const commit_sha of commits) {
      const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({
        owner,
        repo,
        commit_sha,
      });
      for (const { number, merged_at } of data) if (merged_at) numbers.add(number);
    }
    return [...numbers].sort((left, right) => left - right);
  } catch (error) {
    return describeFailure('find-merged-pull', readFailure(error));
  }
}

/**
 * The open pull request whose newest commit a run was for. The run's own list is empty for forks, and a number from
 * an artifact could name any other pull request: both sides must agree.
 */
export async function findPullOfHead(
  { octokit, owner, repo }: GitHub,
  head: { readonly owner: string; readonly branch: string; readonly sha: string },
): Promise<number | null | Fault> {
  try {
    const pulls = await octokit.paginate(octokit.rest.pulls.list, {
      owner,
      repo,
      state: 'open',
      head: `${head.owner}:${head.branch}`,
      per_page: 100,
    });
    return pulls.find((pull) => pull.head.sha === head.sha)?.number ?? null;
  } catch (error) {
    return describeFailure('list-pulls', readFailure(error));
  }
}
