/** The REST part of the fake GitHub: a handler an operation, over the real repository. */
import { fill } from './answers.ts';
import type { PullRequest, Repository, StoredComment } from './repository.ts';

export interface Call {
  readonly repository: Repository;
  readonly login: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly accept: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** For lists: all items, of which the server cuts the page. */
  readonly items?: readonly unknown[];
}

export type Right = 'contents' | 'pull_requests';

interface Operation {
  /** What a writing call needs; a read needs nothing. */
  readonly writes?: Right;
  readonly handle: (call: Call) => Promise<Reply> | Reply;
}

const NOT_FOUND: Reply = {
  status: 404,
  body: { message: 'Not Found', documentation_url: '', status: '404' },
};
const LONGEST_COMMENT = 65_536;
const LARGEST_JSON_FILE = 1_000_000;

function invalid(message: string): Reply {
  return { status: 422, body: { message, documentation_url: '', errors: [] } };
}

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'git/get-ref': {
    handle: async ({ repository, params }) => {
      const ref = decodeURIComponent(params.ref ?? '');
      const sha = await repository.tip(ref.replace(/^heads\//u, ''));
      return sha === null
        ? NOT_FOUND
        : { status: 200, body: fill('git-ref', { ref: `refs/${ref}`, object: { type: 'commit', sha } }) };
    },
  },
  'git/create-ref': {
    writes: 'contents',
    handle: async ({ repository, body }) => {
      const branch = String(body.ref).replace(/^refs\/heads\//u, '');
      if ((await repository.tip(branch)) !== null) return invalid('Reference already exists');
      const rule = repository.rules.get(branch);
      if (rule !== undefined) return invalid(`Repository rule violations found (${rule})`);
      await repository.git(['update-ref', `refs/heads/${branch}`, String(body.sha)]);
      return {
        status: 201,
        body: fill('git-ref', { ref: body.ref, object: { type: 'commit', sha: body.sha } }),
      };
    },
  },
  'git/create-tree': {
    writes: 'contents',
    handle: async ({ repository, body }) => {
      // The description has held the request's form already.
      const entries = body.tree as readonly { path: string; content: string }[];
      const lines = await Promise.all(
        entries.map(async ({ path, content }) => {
          const blob = (await repository.git(['hash-object', '-w', '--stdin'], content)).trim();
          return `100644 blob ${blob}\t${path}\n`;
        }),
      );
      const sha = (await repository.git(['mktree'], lines.join(''))).trim();
      return { status: 201, body: fill('git-tree', { sha, truncated: false, tree: [] }) };
    },
  },
  'git/create-commit': {
    writes: 'contents',
    handle: async ({ repository, body }) => {
      const parents = (body.parents as readonly string[]).flatMap((parent) => ['-p', parent]);
      const args = ['commit-tree', String(body.tree), ...parents, '-m', String(body.message)];
      const sha = (await repository.git(args)).trim();
      return { status: 201, body: fill('git-commit', { sha, message: body.message, parents: [] }) };
    },
  },
  'repos/get-content': { handle: getContent },
  'repos/compare-commits-with-basehead': { handle: compare },
  'repos/list-pull-requests-associated-with-commit': {
    handle: async ({ repository, params }) => {
      const sha = params.commit_sha ?? '';
      const found = repository.pulls.filter(({ mergedSha, headSha }) => mergedSha === sha || headSha === sha);
      return { status: 200, items: found.map((pull) => showPull(repository, pull)) };
    },
  },
  'pulls/list': {
    handle: ({ repository, query }) => {
      const found = repository.pulls.filter(
        (pull) =>
          ['all', pull.state].includes(String(query.state ?? 'open')) &&
          (query.head === undefined || query.head === `${pull.headOwner}:${pull.branch}`),
      );
      return { status: 200, items: found.map((pull) => showPull(repository, pull)) };
    },
  },
  'issues/list-comments': {
    handle: ({ repository, params }) => ({
      status: 200,
      items: repository.comments.filter(({ pull }) => String(pull) === params.issue_number).map(showComment),
    }),
  },
  'issues/create-comment': {
    writes: 'pull_requests',
    handle: ({ repository, params, body, login }) => {
      if (!repository.pulls.some(({ number }) => String(number) === params.issue_number)) return NOT_FOUND;
      const refused = checkBody(body);
      if (refused !== null) return refused;
      const comment = repository.addComment(Number(params.issue_number), login, String(body.body));
      return { status: 201, body: showComment(comment) };
    },
  },
  'issues/update-comment': {
    writes: 'pull_requests',
    handle: ({ repository, params, body }) => {
      const comment = repository.comments.find(({ id }) => String(id) === params.comment_id);
      if (comment === undefined) return NOT_FOUND;
      const refused = checkBody(body);
      if (refused !== null) return refused;
      comment.body = String(body.body);
      return { status: 200, body: showComment(comment) };
    },
  },
  'issues/delete-comment': {
    writes: 'pull_requests',
    handle: ({ repository, params }) => {
      const index = repository.comments.findIndex(({ id }) => String(id) === params.comment_id);
      if (index < 0) return NOT_FOUND;
      repository.comments.splice(index, 1);
      return { status: 204 };
    },
  },
};

function checkBody(body: Call['body']): Reply | null {
  if (String(body.body).length <= LONGEST_COMMENT) return null;
  return {
    status: 422,
    body: {
      message: 'Validation Failed',
      documentation_url: '',
      errors: [`body is too long (maximum is ${LONGEST_COMMENT} characters)`],
    },
  };
}

async function getContent({ repository, params, query, accept }: Call): Promise<Reply> {
  const path = decodeURIComponent(params.path ?? '');
  const ref = String(query.ref ?? 'main');
  const text = await repository.read(ref, path);
  if (text === null) return await listFolder(repository, ref, path);
  if (/raw/u.test(accept)) return { status: 200, body: Buffer.from(text, 'utf8') };
  const large = Buffer.byteLength(text) > LARGEST_JSON_FILE;
  const content = large ? '' : Buffer.from(text, 'utf8').toString('base64');
  const encoding = large ? 'none' : 'base64';
  return { status: 200, body: fill('content-file', { type: 'file', encoding, content, path, name: path }) };
}

/** A folder is answered with its entries as JSON, whichever form was asked for. */
async function listFolder(repository: Repository, ref: string, path: string): Promise<Reply> {
  const text = await repository.git(['ls-tree', '-z', '--name-only', `${ref}:${path}`]).catch(() => null);
  if (text === null) return NOT_FOUND;
  const names = text.split('\0').filter((name) => name !== '');
  const body = names.map((name) => {
    const entry = fill('content-file', { type: 'file', name, path: `${path}/${name}` });
    const { content: _content, encoding: _encoding, ...rest } = entry;
    return rest;
  });
  return { status: 200, body };
}

const CHANGES: Readonly<Record<string, string>> = { A: 'added', D: 'removed', M: 'modified', T: 'changed' };

/** Files of `git diff --name-status -z`: a letter and a name by turns. */
function listChanges(text: string): readonly object[] {
  const words = text.split('\0');
  return words.flatMap((filename, index) =>
    index % 2 === 0
      ? []
      : [fill('diff-entry', { filename, status: CHANGES[words[index - 1] ?? ''] ?? 'changed' })],
  );
}

async function compare({ repository, params }: Call): Promise<Reply> {
  const [base = '', head = ''] = decodeURIComponent(params.basehead ?? '').split('...');
  const count = async (range: string): Promise<number> =>
    Number(await repository.git(['rev-list', '--count', range]));
  try {
    const [ahead_by, behind_by] = [await count(`${base}..${head}`), await count(`${head}..${base}`)];
    const status =
      ahead_by === 0 ? (behind_by === 0 ? 'identical' : 'behind') : behind_by === 0 ? 'ahead' : 'diverged';
    const ancestor = (await repository.git(['merge-base', base, head])).trim();
    const changes = await repository.git(['diff', '--name-status', '-z', '--no-renames', ancestor, head]);
    const files = listChanges(changes).slice(0, 300);
    const body = fill('commit-comparison', {
      status,
      ahead_by,
      behind_by,
      total_commits: ahead_by,
      commits: [],
      files,
    });
    return { status: 200, body };
  } catch {
    return NOT_FOUND;
  }
}

function showPull({ owner, name }: Repository, pull: PullRequest): object {
  const { number, title, state, headSha, branch, headOwner, base, mergedSha } = pull;
  const fullName = `${headOwner}/${name}`;
  return fill('pull-request-simple', {
    number,
    title,
    state,
    head: { ref: branch, sha: headSha, label: `${headOwner}:${branch}`, repo: { full_name: fullName, name } },
    base: { ref: base, label: `${owner}:${base}`, repo: { full_name: `${owner}/${name}`, name } },
    merged_at: mergedSha === null ? null : '2026-11-25T10:00:00Z',
    merge_commit_sha: mergedSha,
  });
}

function showComment({ id, login, body, created_at }: StoredComment): object {
  return fill('issue-comment', { id, body, created_at, user: { login, type: 'Bot' } });
}
