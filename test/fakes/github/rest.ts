/** The REST part of the fake GitHub: a handler an operation, over the real repository. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fill } from './answers.ts';
import { BRANCH_OPERATIONS } from './branches.ts';
import { ISSUE_OPERATIONS } from './issues.ts';
import { type Call, invalid, NOT_FOUND, type Operation, type Reply } from './operation.ts';
import { PULL_OPERATIONS } from './pulls.ts';
import type { Repository } from './repository.ts';

const LARGEST_JSON_FILE = 1_000_000;
/** A comparison names no more files, and a tree no more entries (pages "Compare two commits", "Get a tree"). */
const MOST_COMPARED = 300;
const MOST_TREE_ENTRIES = 100_000;

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
          return `100644 ${blob}\t${path}\n`;
        }),
      );
      const sha = await writeTree(repository, body.base_tree, lines);
      return { status: 201, body: fill('git-tree', { sha, truncated: false, tree: [] }) };
    },
  },
  'git/get-tree': { handle: showTree },
  'git/create-commit': {
    writes: 'contents',
    handle: async ({ repository, body, login }) => {
      const parents = (body.parents as readonly string[]).flatMap((parent) => ['-p', parent]);
      const args = ['commit-tree', String(body.tree), ...parents, '-m', String(body.message)];
      const sha = (await repository.gitAs(login, args)).trim();
      return { status: 201, body: fill('git-commit', { sha, message: body.message, parents: [] }) };
    },
  },
  'git/get-commit': {
    handle: async ({ repository, params }) => {
      const sha = params.commit_sha ?? '';
      const tree = await repository.git(['rev-parse', `${sha}^{tree}`]).catch(() => null);
      if (tree === null) return NOT_FOUND;
      return { status: 200, body: fill('git-commit', { sha, tree: { sha: tree.trim() }, parents: [] }) };
    },
  },
  'repos/get-commit': {
    handle: async ({ repository, params }) => {
      const ref = decodeURIComponent(params.ref ?? '');
      const format = '--format=%H%x00%an%x00%cn%x00%B';
      const text = await repository.git(['show', '-s', format, ref]).catch(() => null);
      if (text === null) return NOT_FOUND;
      // A name of the tests is the login.
      const [sha, author, committer, message = ''] = text.split('\0');
      const people = { author: { login: author }, committer: { login: committer } };
      const commit = { message: message.trimEnd(), author: { name: author }, committer: { name: committer } };
      return { status: 200, body: fill('commit', { sha, commit, ...people, parents: [] }) };
    },
  },
  'repos/get-content': { handle: getContent },
  'repos/compare-commits-with-basehead': { handle: compare },
  ...BRANCH_OPERATIONS,
  ...PULL_OPERATIONS,
  ...ISSUE_OPERATIONS,
};

/** A tree of blobs, alone or over another tree. */
async function writeTree(
  { git, path }: Repository,
  base: unknown,
  entries: readonly string[],
): Promise<string> {
  const env = { GIT_INDEX_FILE: join(path, `index-${randomUUID()}`) };
  if (base !== undefined) await git(['read-tree', String(base)], '', env);
  await git(['update-index', '--add', '--index-info'], entries.join(''), env);
  return (await git(['write-tree'], '', env)).trim();
}

/** Entries of a tree, cut where GitHub cuts them. */
async function showTree({ repository, params, query }: Call): Promise<Reply> {
  const sha = decodeURIComponent(params.tree_sha ?? '');
  const recursive = query.recursive === undefined ? [] : ['-r', '-t'];
  const text = await repository.git(['ls-tree', '-z', ...recursive, sha]).catch(() => null);
  if (text === null) return NOT_FOUND;
  const entries = text.split('\0').filter((entry) => entry !== '');
  const tree = entries.slice(0, MOST_TREE_ENTRIES).map((entry) => {
    const [, mode, type, object, path] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/su.exec(entry) ?? [];
    return { path, mode, type, sha: object };
  });
  const truncated = entries.length > MOST_TREE_ENTRIES;
  return { status: 200, body: fill('git-tree', { sha, truncated, tree }) };
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
    const files = listChanges(changes).slice(0, MOST_COMPARED);
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
