/** Chooses the branch that keeps the state for all, by the options of apply: none, this clone's, a remote's. */
import { type CheckoutOptions, checkRead, openLocalBranch, openRemoteBranch } from '../git/branch.ts';
import { findRemote, openRepository, type Repository, readCloneId } from '../git/repository.ts';
import { createGit, type Git } from '../git/run.ts';
import type { StateBranch } from '../model/branch.ts';
import type { Account, Fault, Settings } from '../model.ts';
import { combineMessages } from '../report/commit-message.ts';
import { readReach } from '../settings/environment.ts';
import { listSettingsFiles } from '../settings/settings-files.ts';
import type { ClaimHolder } from '../state/claim.ts';
import { type CommitQueue, createCommitQueue } from '../state/commit-queue.ts';
import { describeSelf } from '../state/lock.ts';
import { CALENDAR_FOLDER } from '../stores/calendar.ts';
import type { Context } from './context.ts';

/** Where results go besides the state file: `commit` stays in this clone, `push` is for all. */
export interface PublishChoice {
  readonly publish: 'no' | 'commit' | 'push';
  /** A branch of its own for the state; null is the one that is checked out. */
  readonly stateBranch: string | null;
  /** Results after which a commit is due. */
  readonly checkpoint: number;
}

/** A branch with what a claim in it says of this run. */
export interface Shared {
  readonly branch: StateBranch;
  readonly self: ClaimHolder;
  readonly claims: 'shared' | 'none';
  /** Whether the files that were read are those that were committed; null where they are, or need not be. */
  readonly checkRead: (files: readonly string[]) => Promise<Fault | null>;
  /** Where the state is found when the branch does not take it, for people; absent: the state file of the checkout. */
  readonly kept?: string;
}

const GIT_TIMEOUT_MS = 60_000;
/** After a signal the runner kills within ten seconds. */
const HURRIED_TIMEOUT_MS = 3_000;

/** Opens the branch, or says why it cannot be. Null where nothing is to be committed. */
export async function openShared(
  context: Context,
  settings: Settings,
  account: Account,
  choice: PublishChoice,
): Promise<Shared | Fault | null> {
  if (choice.publish === 'no') return null;
  const repository = await openRepository(gitOf(context));
  if ('code' in repository) return repository;
  if (repository.branch === null) return { code: 'DETACHED_HEAD', params: {} };
  const id = await readCloneId(repository.git, context.root);
  if (typeof id !== 'string') return id;
  const { pid, host } = describeSelf();
  const self = { id, holder: `${host} (pid ${pid})` };
  const checkout = describeCheckout(context, settings, account, repository);
  if (choice.publish === 'commit') {
    const branch = openLocalBranch(checkout, choice.stateBranch ?? repository.branch);
    return { branch, self, claims: 'none', checkRead: async () => null };
  }
  const found = await findRemote(repository, repository.branch);
  if ('code' in found) return found;
  const stateBranch = choice.stateBranch ?? found.branch;
  const branch = openRemoteBranch({
    ...checkout,
    remote: found.remote,
    codeBranch: found.branch,
    stateBranch,
  });
  return {
    branch,
    self,
    claims: 'shared',
    checkRead: (files) => checkRead(repository, account.stores, files),
  };
}

/** git in the root, hurried once a signal came. */
export function gitOf(context: Context, identity?: { readonly name: string; readonly email: string }): Git {
  const timeout = (): number => (context.signal.aborted ? HURRIED_TIMEOUT_MS : GIT_TIMEOUT_MS);
  const git = createGit({ cwd: context.root, timeout, ...(identity === undefined ? {} : { identity }) });
  const { together } = context;
  return together === undefined ? git : (args, call) => together.inTurn(() => git(args, call));
}

/** Commits of this run; see `createCommitQueue`. */
export function openQueue({ clock, signal, messages, environment }: Context): CommitQueue {
  return createCommitQueue({
    clock,
    signal,
    retryBaseMs: readReach(environment).value?.retryBaseMs ?? 1000,
    random: Math.random,
    combine: (several) => combineMessages(several, messages),
  });
}

/** What of the checkout decides about stores, and what does not count as a change. */
export function describeCheckout(
  context: Context,
  settings: Settings,
  account: Account,
  repository: Repository,
): CheckoutOptions {
  return {
    repository,
    state: account.state,
    stateFiles: settings.accounts.map(({ state }) => state),
    watched: [account.stores, CALENDAR_FOLDER, ...listSettingsFiles(context.config)],
    joinCommits: (context.together?.queue ?? openQueue(context)).join,
  };
}
