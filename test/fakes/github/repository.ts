/** A repository of the fake GitHub: a real bare one, with pull requests, comments and branch rules beside it. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runGit } from '../git.ts';

export type Rule = 'GH006' | 'GH013';

export interface PullRequest {
  readonly number: number;
  /** Who opened it. */
  readonly login: string;
  title: string;
  body: string;
  readonly base: string;
  readonly branch: string;
  /** Owner of the head's repository. */
  readonly headOwner: string;
  headSha: string;
  mergedSha: string | null;
  state: 'open' | 'closed';
  closedBy: string | null;
}

export interface StoredIssue {
  readonly number: number;
  readonly login: string;
  title: string;
  body: string;
  labels: string[];
  state: 'open' | 'closed';
  closedBy: string | null;
}

export interface StoredComment {
  readonly id: number;
  /** The pull request or issue. */
  readonly pull: number;
  readonly login: string;
  body: string;
  readonly created_at: string;
}

export interface Commit {
  readonly sha: string;
  readonly subject: string;
  readonly body: string;
}

export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** Path of the bare repository. */
  readonly path: string;
  readonly pulls: PullRequest[];
  readonly issues: StoredIssue[];
  readonly comments: StoredComment[];
  /** What the repository's settings switch; a test may set them. */
  readonly features: { issues: 'on' | 'off'; actionsPulls: 'on' | 'off' };
  readonly rules: Map<string, Rule>;
  git(
    args: readonly string[],
    input?: string | Uint8Array,
    env?: Readonly<Record<string, string>>,
  ): Promise<string>;
  /** Git as somebody else: a commit is theirs. */
  gitAs(login: string, args: readonly string[]): Promise<string>;
  tip(branch: string): Promise<string | null>;
  /** A file's text, or null. */
  read(ref: string, path: string): Promise<string | null>;
  /** The newest first. */
  log(branch: string): Promise<readonly Commit[]>;
  /** Commits files onto a branch by plumbing; null removes one. The branch begins at `from`, or with nothing. */
  commit(branch: string, files: Files, message: string, from?: string): Promise<string>;
  openPull(options: PullOptions): Promise<PullRequest>;
  /** Renews a pull request's references after its branch or its base moved. */
  refresh(pull: PullRequest): Promise<void>;
  /**
   * What GitHub does at each push: a branch's newest commit is the open pull request's head, and one whose branch is
   * gone, or holds nothing of its own, is closed.
   */
  follow(pull: PullRequest): Promise<void>;
  merge(pull: PullRequest, message?: string): Promise<string>;
  addIssue(
    issue: Pick<StoredIssue, 'login' | 'title' | 'body'> & { readonly labels?: readonly string[] },
  ): StoredIssue;
  addComment(pull: number, login: string, body: string): StoredComment;
  /** Refuses commits on a branch in GitHub's words, whichever way they come. */
  protect(branch: string, rule: Rule | null): void;
}

export type Files = Readonly<Record<string, string | Uint8Array | null>>;

export interface PullOptions {
  readonly branch: string;
  readonly base?: string;
  readonly title?: string;
  readonly body?: string;
  readonly login?: string;
  /** The head lies in the repository of this owner. */
  readonly fork?: string;
}

const IDENTITY = {
  GIT_AUTHOR_NAME: 'Person',
  GIT_AUTHOR_EMAIL: 'person@example.invalid',
  GIT_COMMITTER_NAME: 'Person',
  GIT_COMMITTER_EMAIL: 'person@example.invalid',
};

/** Makes a repository with an empty `main` in a folder. */
export async function createRepository(folder: string, owner: string, name: string): Promise<Repository> {
  const path = join(folder, owner, `${name}.git`);
  await runGit(['init', '-q', '--bare', '-b', 'main', '--template=', path], { cwd: folder });
  appendFileSync(
    join(path, 'config'),
    '[http]\n\treceivepack = true\n[gc]\n\tauto = 0\n[receive]\n\tautogc = false\n',
  );
  let nextId = 1;
  const git: Repository['git'] = (args, input, more = {}) =>
    runGit(args, { cwd: path, env: { ...IDENTITY, ...more }, input });
  // Nothing packs the references here, so each is a file: reading and writing it costs no process.
  const point = (ref: string, sha: string): void => {
    const file = join(path, ref);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${sha}\n`);
  };
  const tip: Repository['tip'] = async (branch) => {
    const file = join(path, 'refs/heads', branch);
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
  };
  const repository: Repository = {
    owner,
    name,
    path,
    git,
    gitAs: (login, args) => git(args, undefined, { GIT_AUTHOR_NAME: login, GIT_COMMITTER_NAME: login }),
    tip,
    pulls: [],
    issues: [],
    comments: [],
    features: { issues: 'on', actionsPulls: 'on' },
    rules: new Map(),
    read: async (ref, file) => await git(['cat-file', 'blob', `${ref}:${file}`]).catch(() => null),
    log: async (branch) => parseLog(await git(['log', '--format=%H%x00%s%x00%b%x01', branch])),
    commit: async (branch, files, message, from) => {
      const parent = (await tip(branch)) ?? from ?? null;
      await git(['fast-import', '--quiet'], describeCommit(branch, parent, files, message));
      return (await tip(branch)) ?? '';
    },
    openPull: async (options) => {
      const {
        branch,
        base = 'main',
        title = 'A change',
        body = '',
        fork = owner,
        login = 'person',
      } = options;
      const number = nextNumber(repository);
      const headSha = (await tip(branch)) ?? '';
      const pull: PullRequest = {
        number,
        login,
        title,
        body,
        base,
        branch,
        headOwner: fork,
        headSha,
        mergedSha: null,
        state: 'open',
        closedBy: null,
      };
      repository.pulls.push(pull);
      await repository.refresh(pull);
      return pull;
    },
    refresh: async (pull) => {
      pull.headSha = (await tip(pull.branch)) ?? pull.headSha;
      const { number, headSha } = pull;
      point(`refs/pull/${number}/head`, headSha);
      const merged = await mergeTrees(repository, (await tip(pull.base)) ?? '', headSha, 'Merge for the run');
      point(`refs/pull/${number}/merge`, merged);
    },
    follow: async (pull) => {
      if (pull.state === 'closed' || pull.headOwner !== owner) return;
      const moved = await tip(pull.branch);
      const base = (await tip(pull.base)) ?? '';
      const ahead = moved === null ? '' : await git(['rev-list', '-1', `${base}..${moved}`]);
      if (ahead === '') pull.state = 'closed';
      else pull.headSha = moved ?? pull.headSha;
    },
    merge: async (pull, message = `${pull.title} (#${pull.number})`) => {
      const merged = await mergeTrees(repository, (await tip(pull.base)) ?? '', pull.headSha, message);
      point(`refs/heads/${pull.base}`, merged);
      pull.mergedSha = merged;
      pull.state = 'closed';
      return merged;
    },
    addIssue: ({ labels = [], ...text }) => {
      const number = nextNumber(repository);
      const issue: StoredIssue = { number, ...text, labels: [...labels], state: 'open', closedBy: null };
      repository.issues.push(issue);
      return issue;
    },
    addComment: (pull, login, body) => {
      const created_at = new Date(Date.UTC(2026, 10, 25, 10, 0, nextId)).toISOString();
      const comment = { id: nextId, pull, login, body, created_at };
      nextId += 1;
      repository.comments.push(comment);
      return comment;
    },
    protect: (branch, rule) => {
      if (rule === null) repository.rules.delete(branch);
      else repository.rules.set(branch, rule);
      mkdirSync(join(path, 'hooks'), { recursive: true });
      writeFileSync(join(path, 'hooks/pre-receive'), describeHook(repository.rules), { mode: 0o755 });
    },
  };
  await repository.commit('main', { 'README.md': 'stores\n' }, 'begin');
  return repository;
}

/** Issues and pull requests are counted together. */
function nextNumber({ pulls, issues }: Repository): number {
  return pulls.length + issues.length + 1;
}

/** GitHub's words for a commit that a rule refuses. */
export const RULE_WORDS: Readonly<Record<Rule, string>> = {
  GH006: 'Protected branch update failed',
  GH013: 'Repository rule violations found',
};

function describeHook(rules: ReadonlyMap<string, Rule>): string {
  const checks = [...rules].map(
    ([branch, rule]) =>
      `[ "$ref" = refs/heads/${branch} ] && { echo "error: ${rule}: ${RULE_WORDS[rule]} for refs/heads/${branch}." >&2; ` +
      `echo "- Changes must be made through a pull request." >&2; exit 1; }`,
  );
  return `#!/bin/sh\nwhile read -r old new ref; do\n${checks.join('\n')}\ntrue\ndone\n`;
}

/** The commit as one stream for `git fast-import`: a process for all files together. */
function describeCommit(branch: string, parent: string | null, files: Files, message: string): Buffer {
  const data = (content: string | Uint8Array): Buffer => {
    const bytes = Buffer.from(content);
    return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
  };
  const changes = Object.entries(files).flatMap(([path, content]) =>
    content === null
      ? [`D ${JSON.stringify(path)}\n`]
      : [`M 100644 inline ${JSON.stringify(path)}\n`, data(content)],
  );
  const stream = [
    `commit refs/heads/${branch}\n`,
    'committer Person <person@example.invalid> 1795600000 +0000\n',
    data(message),
    ...(parent === null ? [] : [`from ${parent}\n`]),
    ...changes,
  ];
  return Buffer.concat(stream.map((part) => Buffer.from(part)));
}

/** A merge commit with the base as its first parent, as GitHub makes for the runs of a pull request. */
async function mergeTrees({ git }: Repository, base: string, head: string, message: string): Promise<string> {
  const tree = (await git(['merge-tree', '--write-tree', base, head])).split('\n')[0] ?? '';
  return (await git(['commit-tree', tree, '-p', base, '-p', head, '-m', message])).trim();
}

function parseLog(text: string): readonly Commit[] {
  return text
    .split('\u0001')
    .map((entry) => entry.replace(/^\n/u, ''))
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [sha = '', subject = '', body = ''] = entry.split('\0');
      return { sha, subject, body };
    });
}
