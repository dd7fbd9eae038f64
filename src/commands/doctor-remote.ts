/** Asks a remote of git what a branch holds and whether this clone may push to it. Neither side is changed. */

import { listDifferences, type Repository } from '../git/repository.ts';
import { createGit, type GitEnd, lastWord } from '../git/run.ts';
import type { Phrase } from '../messages/phrases.ts';

/** Where the checked-out branch is pushed to. */
export interface Remote {
  /** Name of the remote, or its address where the branch names one; that may hold a password. */
  readonly address: string;
  /** The same, to be shown. */
  readonly name: string;
  readonly branch: string;
}

export type PushEnd = { readonly kind: 'taken' } | { readonly kind: 'refused'; readonly detail: Phrase };

export type RemoteLook =
  | { readonly kind: 'silent'; readonly detail: Phrase }
  | { readonly kind: 'absent'; readonly push: PushEnd }
  | { readonly kind: 'found'; readonly relation: Relation; readonly push: PushEnd };

/** `state`: the branch holds newer commits, of state files alone. */
type Relation = 'same' | 'state' | 'ahead' | 'behind' | 'apart';

const REMOTE_TIMEOUT_MS = 15_000;
/** ssh has its own way to ask for a passphrase. */
const NO_QUESTIONS = { SSH_ASKPASS_REQUIRE: 'never', GIT_OPTIONAL_LOCKS: '0' };
/** What a push does besides, by the settings of whoever owns the clone. */
const PLAIN_PUSH = ['push.followTags=false', 'push.gpgSign=false', 'push.recurseSubmodules=no'].flatMap(
  (setting) => ['-c', setting],
);
/** Refusals that say nothing of rights: others came first. */
const CAME_FIRST = /\[rejected\]|\(fetch first\)|\(non-fast-forward\)|\(stale info\)/u;

interface RemoteQuestion {
  readonly repository: Repository;
  readonly remote: Remote;
  /** Absolute path of the root. */
  readonly cwd: string;
  /** Whether a path from the repository's top is a state file. */
  readonly isState: (file: string) => boolean;
}

/** Two calls: what the branch is there, and a push that is only tried. */
export async function readRemote(question: RemoteQuestion): Promise<RemoteLook> {
  const { remote, cwd } = question;
  const git = createGit({ cwd, timeout: () => REMOTE_TIMEOUT_MS });
  const ref = `refs/heads/${remote.branch}`;
  const listed = await git(['ls-remote', '--', remote.address, ref], { env: NO_QUESTIONS });
  if (!listed.ok) return { kind: 'silent', detail: explain(listed) };
  const tried = ['push', '--dry-run', '--porcelain', '--no-verify', '--', remote.address, `HEAD:${ref}`];
  const push = judgePush(await git([...PLAIN_PUSH, ...tried], { env: NO_QUESTIONS }));
  const [, tip] = /^([0-9a-f]{40,64})\t/mu.exec(listed.stdout) ?? [];
  if (tip === undefined) return { kind: 'absent', push };
  return { kind: 'found', relation: await compare(question, tip), push };
}

function judgePush(end: GitEnd): PushEnd {
  if (end.ok || CAME_FIRST.test(`${end.stdout}${end.stderr}`)) return { kind: 'taken' };
  return { kind: 'refused', detail: explain(end) };
}

/** How the checkout stands to the branch's tip, as far as this clone can tell without fetching. */
async function compare({ repository, isState }: RemoteQuestion, tip: string): Promise<Relation> {
  const { git, head } = repository;
  if (tip === head) return 'same';
  // What this clone never fetched is newer.
  if (!(await git(['cat-file', '-e', `${tip}^{commit}`])).ok) return 'behind';
  const isWithin = async (older: string, newer: string): Promise<boolean> =>
    (await git(['merge-base', '--is-ancestor', older, newer])).ok;
  if (await isWithin(tip, head)) return 'ahead';
  if (!(await isWithin(head, tip))) return 'apart';
  const files = await listDifferences(git, head, tip);
  return !('code' in files) && files.every(isState) ? 'state' : 'behind';
}

/** git's last word, or what it names as the reason before it. */
function explain({ stderr, stdout }: GitEnd): Phrase {
  const reason = /(?:fatal|remote|error): (?!Could not read from remote|failed to push)(.+)/u.exec(
    stderr,
  )?.[1];
  return lastWord(reason ?? (stderr || stdout));
}
