/** Pull requests of the fake GitHub. */
import { fill } from './answers.ts';
import { checkBody } from './issues.ts';
import { type Call, invalid, NOT_FOUND, type Operation, type Reply } from './operation.ts';
import type { PullRequest, Repository } from './repository.ts';

const NOT_PERMITTED: Reply = {
  status: 403,
  body: {
    message: 'GitHub Actions is not permitted to create or approve pull requests.',
    documentation_url: '',
    status: '403',
  },
};

export const PULL_OPERATIONS: Readonly<Record<string, Operation>> = {
  'repos/list-pull-requests-associated-with-commit': {
    handle: async ({ repository, params }) => {
      const sha = params.commit_sha ?? '';
      const found = repository.pulls.filter(({ mergedSha, headSha }) => mergedSha === sha || headSha === sha);
      return { status: 200, items: found.map((pull) => showPull(repository, pull)) };
    },
  },
  'pulls/list': {
    handle: async ({ repository, query }) => {
      for (const pull of repository.pulls) await repository.follow(pull);
      const found = repository.pulls.filter(
        (pull) =>
          ['all', pull.state].includes(String(query.state ?? 'open')) &&
          (query.head === undefined || query.head === `${pull.headOwner}:${pull.branch}`) &&
          (query.base === undefined || query.base === pull.base),
      );
      // The newest first, as GitHub lists them.
      return { status: 200, items: found.toReversed().map((pull) => showPull(repository, pull)) };
    },
  },
  'pulls/create': { writes: 'pull_requests', handle: createPull },
  'pulls/update': {
    writes: 'pull_requests',
    handle: ({ repository, params, body, login }) => {
      const pull = repository.pulls.find(({ number }) => String(number) === params.pull_number);
      if (pull === undefined) return NOT_FOUND;
      const refused = checkBody(body);
      if (refused !== null) return refused;
      if (body.title !== undefined) pull.title = String(body.title);
      if (body.body !== undefined) pull.body = String(body.body);
      if (body.state === 'open' || body.state === 'closed') {
        pull.state = body.state;
        pull.closedBy = body.state === 'closed' ? login : null;
      }
      return { status: 200, body: showWholePull(repository, pull) };
    },
  },
};

async function createPull({ repository, body, login }: Call): Promise<Reply> {
  if (repository.features.actionsPulls === 'off' && login === 'github-actions[bot]') return NOT_PERMITTED;
  const refused = checkBody(body);
  if (refused !== null) return refused;
  const [branch, base] = [String(body.head).replace(`${repository.owner}:`, ''), String(body.base)];
  const open = repository.pulls.some((pull) => pull.state === 'open' && pull.branch === branch);
  if (open) return invalid(`A pull request already exists for ${repository.owner}:${branch}.`);
  const tip = await repository.tip(branch);
  if (tip === null || tip === (await repository.tip(base))) {
    return invalid(`No commits between ${base} and ${branch}`);
  }
  const text = { title: String(body.title), body: String(body.body ?? '') };
  const pull = await repository.openPull({ branch, base, login, ...text });
  return { status: 201, body: showWholePull(repository, pull) };
}

function showWholePull(repository: Repository, pull: PullRequest): object {
  return fill('pull-request', describePull(repository, pull));
}

function showPull(repository: Repository, pull: PullRequest): object {
  return fill('pull-request-simple', describePull(repository, pull));
}

function describePull({ owner, name }: Repository, pull: PullRequest): Record<string, unknown> {
  const { number, title, body, state, headSha, branch, headOwner, base, mergedSha, login } = pull;
  const fullName = `${headOwner}/${name}`;
  return {
    number,
    title,
    body,
    state,
    user: { login },
    head: { ref: branch, sha: headSha, label: `${headOwner}:${branch}`, repo: { full_name: fullName, name } },
    base: { ref: base, label: `${owner}:${base}`, repo: { full_name: `${owner}/${name}`, name } },
    merged_at: mergedSha === null ? null : '2026-11-25T10:00:00Z',
    merge_commit_sha: mergedSha,
  };
}
