/** Events as a runner hands them over: the members that an action may look at, in GitHub's form. */
import type { PullRequest, Repository } from './repository.ts';

export interface RunEvent {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ref: string;
  readonly sha: string;
}

function about({ owner, name }: Repository): object {
  return {
    repository: { name, full_name: `${owner}/${name}`, owner: { login: owner }, default_branch: 'main' },
  };
}

/** A pull request that was opened or moved on; the run is for its merge commit. */
export async function pullRequestEvent(repository: Repository, pull: PullRequest): Promise<RunEvent> {
  const { number, headSha, headOwner, branch, base } = pull;
  const { owner, name } = repository;
  const ref = `refs/pull/${number}/merge`;
  return {
    name: 'pull_request',
    ref,
    sha: (await repository.git(['rev-parse', ref])).trim(),
    payload: {
      action: 'synchronize',
      number,
      pull_request: {
        number,
        head: {
          ref: branch,
          sha: headSha,
          repo: { full_name: `${headOwner}/${name}`, fork: headOwner !== owner },
        },
        base: { ref: base, sha: await repository.tip(base), repo: { full_name: `${owner}/${name}` } },
      },
      ...about(repository),
    },
  };
}

/** A push that brought some commits, the oldest first. */
export async function pushEvent(
  repository: Repository,
  branch: string,
  commits: readonly string[] = [],
): Promise<RunEvent> {
  const after = (await repository.tip(branch)) ?? '0'.repeat(40);
  return {
    name: 'push',
    ref: `refs/heads/${branch}`,
    sha: after,
    payload: {
      ref: `refs/heads/${branch}`,
      after,
      deleted: after === '0'.repeat(40),
      commits: commits.map((id) => ({ id, message: 'a change' })),
      head_commit: { id: after },
      ...about(repository),
    },
  };
}

/** `schedule`, `workflow_dispatch` and `repository_dispatch` are for the tip of a branch. */
export async function tipEvent(repository: Repository, name: string, branch = 'main'): Promise<RunEvent> {
  const sha = (await repository.tip(branch)) ?? '';
  return { name, ref: `refs/heads/${branch}`, sha, payload: about(repository) as Record<string, unknown> };
}

/** A merge queue's trial of a pull request. */
export async function mergeGroupEvent(repository: Repository, pull: PullRequest): Promise<RunEvent> {
  const sha = (await repository.git(['rev-parse', `refs/pull/${pull.number}/merge`])).trim();
  const ref = `refs/heads/gh-readonly-queue/main/pr-${pull.number}-${sha}`;
  await repository.git(['update-ref', ref, sha]);
  const base_sha = await repository.tip('main');
  return {
    name: 'merge_group',
    ref,
    sha,
    payload: { merge_group: { head_sha: sha, base_sha, base_ref: 'refs/heads/main' }, ...about(repository) },
  };
}

/** The end of another run, of a pull request's plan for one. */
export async function workflowRunEvent(
  repository: Repository,
  pull: PullRequest,
  cause = 'pull_request',
): Promise<RunEvent> {
  const { headSha, headOwner, branch } = pull;
  const { owner, name } = repository;
  const { sha, ref } = await tipEvent(repository, 'workflow_run');
  return {
    name: 'workflow_run',
    sha,
    ref,
    payload: {
      action: 'completed',
      workflow_run: {
        id: 4711,
        event: cause,
        head_sha: headSha,
        head_branch: branch,
        head_repository: { full_name: `${headOwner}/${name}`, owner: { login: headOwner } },
        html_url: `https://github.invalid/${owner}/${name}/actions/runs/4711`,
        pull_requests: [],
        conclusion: 'success',
      },
      ...about(repository),
    },
  };
}
