/** What a checkout is: its top, its branch, its remote; what a commit holds; what was changed and not committed. */
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Fault } from '../model.ts';
import { describeGit, type Git, lastWord } from './run.ts';

export interface Repository {
  readonly git: Git;
  /** Path of the root inside the repository: empty, or ending with `/`. */
  readonly prefix: string;
  /** The commit that is checked out. */
  readonly head: string;
  /** The branch that is checked out, null for a bare commit. */
  readonly branch: string | null;
}

/** The repository around the folder that `git` runs in, or why there is none. */
export async function openRepository(git: Git): Promise<Repository | Fault> {
  const answer = await git(['rev-parse', '--show-prefix', 'HEAD^{commit}', '--symbolic-full-name', 'HEAD']);
  // The prefix is told before anything is looked up: without its line there is no repository.
  if (!answer.ok) {
    const detail = answer.stdout === '' ? lastWord(answer.stderr) : 'no-commit-yet';
    return { code: 'NOT_A_REPOSITORY', params: { detail } };
  }
  const [, prefix = '', head = '', name = ''] =
    /^(.*)\n([0-9a-f]{40,64})\n([^\n]*)\n$/su.exec(answer.stdout) ?? [];
  return { git, prefix, head, branch: /^refs\/heads\/(.+)$/u.exec(name)?.[1] ?? null };
}

/** Where a branch is pushed to: its upstream, else `origin` under the same name. */
export async function findRemote(
  { git }: Repository,
  branch: string,
): Promise<{ readonly remote: string; readonly branch: string } | Fault> {
  const remote = await git(['config', '--get', `branch.${branch}.remote`]);
  const merge = await git(['config', '--get', `branch.${branch}.merge`]);
  const upstream = merge.ok ? merge.stdout.trim().replace(/^refs\/heads\//u, '') : branch;
  if (remote.ok && remote.stdout.trim() !== '.') return { remote: remote.stdout.trim(), branch: upstream };
  const origin = await git(['config', '--get', 'remote.origin.url']);
  if (origin.ok) return { remote: 'origin', branch };
  return { code: 'NO_REMOTE', params: { detail: 'no-remote-set-up' } };
}

/** An id that this clone keeps for itself, beside its objects: two runs of one clone are known as such anywhere. */
export async function readCloneId(git: Git, cwd: string): Promise<string | Fault> {
  const place = await git(['rev-parse', '--git-path', 'mendian-clone-id']);
  if (!place.ok) return describeGit('rev-parse', place);
  const path = resolve(cwd, place.stdout.trim());
  const fresh = randomUUID();
  await writeFile(path, fresh, { flag: 'wx' }).catch(() => {});
  const kept = await readFile(path, 'utf8').catch(() => '');
  return /^[0-9a-f-]{36}$/u.test(kept) ? kept : fresh;
}

/** What commits hold never changes: by git, the texts that were read of them. */
const readBefore = new WeakMap<Git, Map<string, string | null>>();

/** A file's text in a commit; null where the commit holds none. A link or a folder in its place is a fault. */
export async function readFileAt(git: Git, commit: string, path: string): Promise<string | null | Fault> {
  const known = readBefore.get(git) ?? new Map<string, string | null>();
  readBefore.set(git, known);
  const before = known.get(`${commit}:${path}`);
  if (before !== undefined) return before;
  const text = await readFileNow(git, commit, path);
  const isFixed = /^[0-9a-f]{40,64}$/u.test(commit);
  if (isFixed && (text === null || typeof text === 'string')) known.set(`${commit}:${path}`, text);
  return text;
}

async function readFileNow(git: Git, commit: string, path: string): Promise<string | null | Fault> {
  const entry = await git(['ls-tree', '-z', '--full-tree', commit, '--', path]);
  if (!entry.ok) return describeGit('ls-tree', entry);
  const [, mode, object] = /^(\d+) \w+ ([0-9a-f]+)\t/u.exec(entry.stdout) ?? [];
  if (object === undefined) return null;
  if (mode !== '100644' && mode !== '100755') {
    return { code: 'STATE_UNREADABLE', params: { file: path, detail: 'not-a-file-in-git' } };
  }
  const blob = await git(['cat-file', 'blob', object]);
  return blob.ok ? blob.stdout : describeGit('cat-file', blob);
}

/** Paths below the root that were changed, added or removed and are not committed; ignored files do not count. */
export async function listDirty(
  { git, prefix }: Repository,
  paths: readonly string[],
): Promise<readonly string[] | Fault> {
  const args = ['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames', '--', ...paths];
  const status = await git(args);
  if (!status.ok) return describeGit('status', status);
  return splitNul(status.stdout).map((entry) => entry.slice(3).replace(prefix, ''));
}

/** Windows takes no longer command line than about 32,000 signs. */
const LONGEST_PATHS = 20_000;

/**
 * Which of some files are not as they were committed, whatever git ignores: what was read must be what was reviewed.
 * `folder` holds most of them, and is known to have no changes that git would tell of.
 */
export async function listUncommitted(
  repository: Repository,
  folder: string,
  files: readonly string[],
): Promise<readonly string[] | Fault> {
  const outside = files.filter((file) => !file.startsWith(`${folder}/`));
  const changed: string[] = [];
  const held = new Set<string>();
  for (const paths of [[folder], ...cutPaths(outside)]) {
    const specs = paths.map((path) => `:(literal)${path}`);
    const listed = await repository.git(['ls-files', '-z', '--recurse-submodules', '--', ...specs]);
    if (!listed.ok) return describeGit('ls-files', listed);
    // macOS may give a name in another form than git keeps it in.
    for (const file of splitNul(listed.stdout)) held.add(file.normalize('NFC'));
    const dirty = paths[0] === folder ? [] : await listDirty(repository, specs);
    if ('code' in dirty) return dirty;
    changed.push(...dirty);
  }
  return [...new Set([...changed, ...files.filter((file) => !held.has(file.normalize('NFC')))])];
}

/** Paths in groups that fit on a command line. */
function cutPaths(paths: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let length = LONGEST_PATHS;
  for (const path of paths) {
    length += path.length;
    if (length > LONGEST_PATHS) {
      groups.push([]);
      length = path.length;
    }
    groups.at(-1)?.push(path);
  }
  return groups;
}

/** Whether git keeps a file under version control. */
export async function isTracked({ git }: Repository, path: string): Promise<boolean> {
  return (await git(['ls-files', '--error-unmatch', '--', path])).ok;
}

/** Files whose content differs between two commits, from the repository's top. */
export async function listDifferences(
  git: Git,
  from: string,
  to: string,
): Promise<readonly string[] | Fault> {
  const diff = await git(['diff-tree', '-r', '-z', '--name-only', '--no-renames', from, to]);
  return diff.ok ? splitNul(diff.stdout) : describeGit('diff-tree', diff);
}

/** Parents of a commit as far as this checkout holds them. */
export async function listParents(git: Git, commit: string): Promise<readonly string[]> {
  const parents = await git(['show', '-s', '--format=%P', commit]);
  return parents.ok ? parents.stdout.trim().split(' ').filter(Boolean) : [];
}

/** Whether this checkout holds a commit with its files. */
export async function hasCommit(git: Git, commit: string): Promise<boolean> {
  return (await git(['cat-file', '-e', `${commit}^{tree}`])).ok;
}

/**
 * Writes a commit's files below some paths into a temporary folder and hands it over; it is gone afterwards.
 * `paths` are relative to the root. Filters and hooks of the repository do not run.
 */
export async function withFilesAt<T>(
  { git, prefix }: Repository,
  commit: string,
  paths: readonly string[],
  use: (root: string) => Promise<T>,
): Promise<T | Fault> {
  const folder = await mkdtemp(join(tmpdir(), 'mendian-base-'));
  try {
    const root = join(folder, 'root');
    await mkdir(join(root, prefix), { recursive: true });
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    const tree = await git(['read-tree', commit], { env });
    if (!tree.ok) return describeGit('read-tree', tree);
    const listed = await git(['ls-files', '-z', '--full-name', '--', ...paths], { env });
    if (!listed.ok) return describeGit('ls-files', listed);
    const files = splitNul(listed.stdout).map((file) => `${file.slice(prefix.length)}\0`);
    const noFilters = ['-c', 'filter.lfs.smudge=', '-c', 'filter.lfs.required=false'];
    const checkOut = [...noFilters, 'checkout-index', '-q', `--prefix=${root}/`, '-z', '--stdin'];
    const written = await git(checkOut, { env, input: files.join('') });
    if (!written.ok) return describeGit('checkout-index', written);
    return await use(join(root, prefix));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function splitNul(text: string): readonly string[] {
  return text.split('\0').filter((part) => part !== '');
}
