/** The branch that keeps the state, by plain git: on any forge by push, or in this clone alone. */
import type { CommitEnd, JoinCommits, SharedBranch, StateBranch, Tip } from '../model/branch.ts';
import type { Fault } from '../model.ts';
import { commitFiles, writeBlob } from './commit.ts';
import {
  isTracked,
  listDifferences,
  listDirty,
  listUncommitted,
  type Repository,
  readFileAt,
} from './repository.ts';
import { describeGit, type Git, type GitEnd, lastWord } from './run.ts';

export interface CheckoutOptions {
  readonly repository: Repository;
  /** The state file, relative to the root. */
  readonly state: string;
  /** All state files of the settings, relative to the root: commits that touch only these do not count. */
  readonly stateFiles: readonly string[];
  /** What decides about stores, relative to the root: the stores folder and the settings. */
  readonly watched: readonly string[];
  /** How commits of several accounts come together. */
  readonly joinCommits: JoinCommits;
}

export interface RemoteOptions extends CheckoutOptions {
  readonly remote: string;
  /** The remote's name of the branch that is checked out. */
  readonly codeBranch: string;
  /** The branch that keeps the state: the same, or one of its own. */
  readonly stateBranch: string;
}

const NO_COMMIT = '0'.repeat(40);

/** A branch of a remote, moved by pushes that are never forced. */
export function openRemoteBranch(options: RemoteOptions): StateBranch {
  const { repository, remote, codeBranch, stateBranch } = options;
  const path = `${repository.prefix}${options.state}`;
  const same = codeBranch === stateBranch;
  const commitOne = options.joinCommits({
    name: `${remote}/${stateBranch}`,
    isState: (changed) => isStateFile(options, changed),
    commit: async (parent, files, message) => {
      const commit = await commitFiles(repository.git, parent, files, message);
      if (typeof commit !== 'string') return { kind: 'refused', fault: commit };
      return await push(options, commit);
    },
    since: (parent) => findNews(options, parent),
  });
  return {
    name: `${remote}/${stateBranch}`,
    readBase: (tip, joined) => readBaseAt(options, path, tip, joined),
    checkCheckout: async () => (await checkFiles(options)) ?? (await checkTip(options)),
    readTip: async () => {
      const tip = await fetchTip(options, stateBranch);
      return typeof tip === 'string' ? await readTipAt(options, path, tip) : (tip ?? NO_TIP);
    },
    commit: (tip, text, message) => commitOne(tip.commit, { path, text }, message),
    follow: async (commit) => {
      if (same) await followCommit(repository, path, commit);
    },
  };
}

/** A branch of this clone: commits without a push. */
export function openLocalBranch(options: CheckoutOptions, branch: string): StateBranch {
  const { repository } = options;
  const { git } = repository;
  const path = `${repository.prefix}${options.state}`;
  const ref = `refs/heads/${branch}`;
  const readHead = (): Promise<GitEnd> => git(['rev-parse', '--verify', '-q', `${ref}^{commit}`]);
  const commitOne = options.joinCommits({
    name: branch,
    isState: (changed) => isStateFile(options, changed),
    commit: async (parent, files, message) => {
      const commit = await commitFiles(git, parent, files, message);
      if (typeof commit !== 'string') return { kind: 'refused', fault: commit };
      const moved = await git(['update-ref', '-m', 'mendian apply', ref, commit, parent ?? NO_COMMIT]);
      return moved.ok ? { kind: 'done', commit } : { kind: 'moved' };
    },
    since: async (parent) => {
      const head = await readHead();
      if (!head.ok) return describeGit('rev-parse', head);
      return await compareCommits(git, parent, head.stdout.trim());
    },
  });
  return {
    name: branch,
    readBase: (tip, joined) => readBaseAt(options, path, tip, joined),
    checkCheckout: () => checkJournal(options),
    readTip: async () => {
      const tip = await readHead();
      return tip.ok ? await readTipAt(options, path, tip.stdout.trim()) : NO_TIP;
    },
    commit: (tip, text, message) => commitOne(tip.commit, { path, text }, message),
    follow: async (commit) => {
      if (branch === repository.branch) await stageState(repository, path, commit);
    },
  };
}

function isStateFile({ repository, stateFiles }: CheckoutOptions, path: string): boolean {
  return findOtherFile([path], repository.prefix, stateFiles) === null;
}

/** What changed on the state's branch since a commit. */
async function findNews(options: RemoteOptions, parent: string): ReturnType<SharedBranch['since']> {
  const tip = await fetchTip(options, options.stateBranch);
  if (tip !== null && typeof tip !== 'string') return tip;
  const gone = {
    phrase: 'remote-without-branch',
    remote: options.remote,
    branch: options.stateBranch,
  } as const;
  if (tip === null) return { code: 'NO_REMOTE', params: { detail: gone } };
  return await compareCommits(options.repository.git, parent, tip);
}

async function compareCommits(git: Git, parent: string, tip: string): ReturnType<SharedBranch['since']> {
  const files = await listDifferences(git, parent, tip);
  return 'code' in files ? files : { tip, files };
}

const NO_TIP: Tip = { commit: null, text: null };

/** The state that a merge with the tip starts from; null where nobody can tell. */
async function readBaseAt(
  { repository: { git } }: CheckoutOptions,
  path: string,
  tip: Tip,
  joined: string | null,
): Promise<string | null> {
  const commit = joined === null ? await findFork(git, tip) : await findJoined(git, tip, joined);
  const text = commit === null ? null : await readFileAt(git, commit, path);
  return typeof text === 'string' ? text : null;
}

/** The newest commit that checkout and branch share: later commits of this clone are news to the branch. */
async function findFork(git: Git, { commit }: Tip): Promise<string> {
  const fork = commit === null ? null : await git(['merge-base', 'HEAD', commit]);
  // Without one, as with a branch of its own for the state, the checked-out file is no news.
  return fork?.ok ? fork.stdout.trim() : 'HEAD';
}

/** The commit that the file names, unless it is no earlier one of this branch. */
async function findJoined(git: Git, { commit }: Tip, joined: string): Promise<string | null> {
  if (commit === null || !/^[0-9a-f]{40,64}$/u.test(joined)) return null;
  return (await git(['merge-base', '--is-ancestor', joined, commit])).ok ? joined : null;
}

async function readTipAt(
  { repository }: CheckoutOptions,
  path: string,
  commit: string,
): Promise<Tip | Fault> {
  const text = await readFileAt(repository.git, commit, path);
  return text === null || typeof text === 'string' ? { commit, text } : text;
}

/** Nothing that decides about stores may be changed here and not committed: nobody would have reviewed it. */
export async function checkFiles(options: CheckoutOptions): Promise<Fault | null> {
  const { repository, watched, stateFiles } = options;
  const tracked = await checkJournal(options);
  if (tracked !== null) return tracked;
  const dirty = await listDirty(repository, watched);
  if ('code' in dirty) return dirty;
  const files = dirty.filter((file) => !stateFiles.includes(file));
  return files.length === 0 ? null : { code: 'WORKTREE_DIRTY', params: { files } };
}

/** The files that were read below `folder`, and those that they name elsewhere, must be those of the commit. */
export async function checkRead(
  repository: Repository,
  folder: string,
  files: readonly string[],
): Promise<Fault | null> {
  const other = await listUncommitted(repository, folder, files);
  if ('code' in other) return other;
  return other.length === 0 ? null : { code: 'WORKTREE_DIRTY', params: { files: other } };
}

async function checkJournal({ repository, state }: CheckoutOptions): Promise<Fault | null> {
  const file = `${state}.journal`;
  return (await isTracked(repository, file)) ? { code: 'JOURNAL_TRACKED', params: { file } } : null;
}

/** The checkout's files must be the tip's, apart from state files. */
async function checkTip(options: RemoteOptions): Promise<Fault | null> {
  const { repository, codeBranch, stateFiles } = options;
  const tip = await fetchTip(options, codeBranch);
  if (tip === null)
    return {
      code: 'NO_REMOTE',
      params: { detail: { phrase: 'remote-without-branch', remote: '', branch: codeBranch } },
    };
  if (typeof tip !== 'string') return tip;
  if (tip === repository.head) return null;
  const files = await listDifferences(repository.git, repository.head, tip);
  if ('code' in files) return files;
  const file = findOtherFile(files, repository.prefix, stateFiles);
  if (file === null) return null;
  const ahead = await repository.git(['merge-base', '--is-ancestor', tip, repository.head]);
  const branch = `${options.remote}/${codeBranch}`;
  return { code: 'NOT_THE_TIP', params: { branch, file, relation: ahead.ok ? 'ahead' : 'other' } };
}

/** The first of some changed files (from the repository's top) that is no state file, or null. */
export function findOtherFile(
  files: readonly string[],
  prefix: string,
  stateFiles: readonly string[],
): string | null {
  const own = stateFiles.map((file) => `${prefix}${file}`);
  return files.find((file) => !own.includes(file)) ?? null;
}

/** The remote branch's newest commit, fetched; null where there is no such branch. */
async function fetchTip(
  { repository: { git }, remote }: RemoteOptions,
  branch: string,
): Promise<string | null | Fault> {
  const ref = `refs/heads/${branch}`;
  const listed = await git(['ls-remote', remote, ref]);
  if (!listed.ok) return describeGit('ls-remote', listed);
  const commit = listed.stdout
    .split('\n')
    .find((line) => line.endsWith(`\t${ref}`))
    ?.split('\t')[0];
  if (commit === undefined) return null;
  if ((await git(['cat-file', '-e', `${commit}^{commit}`])).ok) return commit;
  const fetched = await git(['fetch', '-q', '--no-tags', remote, `+${ref}:refs/remotes/${remote}/${branch}`]);
  // The branch may have moved on meanwhile: what was fetched is then newer still.
  if (!fetched.ok) return describeGit('fetch', fetched);
  const now = await git(['rev-parse', '--verify', '-q', `refs/remotes/${remote}/${branch}^{commit}`]);
  return now.ok ? now.stdout.trim() : describeGit('rev-parse', now);
}

async function push(
  { repository: { git }, remote, stateBranch }: RemoteOptions,
  commit: string,
): Promise<CommitEnd> {
  const end = await git(['push', '--porcelain', remote, `${commit}:refs/heads/${stateBranch}`]);
  return end.ok ? { kind: 'done', commit } : describePush(end, `${remote}/${stateBranch}`);
}

/**
 * git tells why a push failed only in words. `[rejected]` and a reference that could not be locked mean that
 * somebody else was first; any other `[remote rejected]` is a rule's or a hook's no. No such line: no answer.
 */
function describePush(end: GitEnd, branch: string): CommitEnd {
  const status = end.stdout.split('\n').find((line) => line.startsWith('!')) ?? '';
  const first = /\[rejected\]|cannot lock ref|failed to update ref|incorrect old value|stale info/iu;
  if (first.test(status)) return { kind: 'moved' };
  const fault = describeGit('push', end);
  if (!status.includes('[remote rejected]')) {
    const denied = /error: 403|Authentication failed|could not read Username|Permission .*denied/iu;
    const params = { branch, rule: null, detail: lastWord(end.stderr) };
    return denied.test(end.stderr)
      ? { kind: 'refused', fault: { code: 'PUSH_REFUSED', params } }
      : { kind: 'unclear', fault };
  }
  const rule = /\bGH\d{3}\b/u.exec(end.stderr)?.[0] ?? null;
  const said = end.stderr.split('\n').filter((line) => /^remote:\s*\S/u.test(line));
  const told = said.map((line) => line.replace(/^remote:\s*(error:\s*)?/u, '').trim()).join(' ');
  const detail = told === '' ? (/\[remote rejected\] \((.*)\)/u.exec(status)?.[1] ?? '') : told;
  return {
    kind: 'refused',
    fault: { code: 'PUSH_REFUSED', params: { branch, rule, detail: { quoted: detail.slice(0, 400) } } },
  };
}

/** Fast-forwards the checkout over state commits, so that the next pull has nothing to complain about. */
async function followCommit(repository: Repository, path: string, commit: string): Promise<void> {
  if (!(await stageState(repository, path, commit))) return;
  const merged = await repository.git(['merge', '--ff-only', '-q', commit]);
  if (!merged.ok) await repository.git(['reset', '-q', '--', `:/${path}`]);
}

/** Puts the commit's state file into the index: the working file holds the same bytes already. */
async function stageState({ git }: Repository, path: string, commit: string): Promise<boolean> {
  const text = await readFileAt(git, commit, path);
  if (typeof text !== 'string') return false;
  const blob = await writeBlob(git, text);
  if (typeof blob !== 'string') return false;
  return (await git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`])).ok;
}
