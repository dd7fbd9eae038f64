/** The checks of `doctor` about git: what the checkout is, and whether a run could record its results by push. */
import {
  findRemote,
  isTracked,
  listDirty,
  listUncommitted,
  openRepository,
  type Repository,
} from '../git/repository.ts';
import { createGit, type Git, hideCredentials } from '../git/run.ts';
import type { Account, Fault } from '../model.ts';
import type { CheckEnd, Finding } from '../report/doctor.ts';
import { listSettingsFiles } from '../settings/settings-files.ts';
import { journalPath } from '../state/journal.ts';
import { lockPath } from '../state/lock.ts';
import { CALENDAR_FOLDER } from '../stores/calendar.ts';
import {
  type Check,
  doubtful,
  examine,
  type Opened,
  ok,
  type Scene,
  skipped,
  withFault,
} from './doctor-checks.ts';
import { type PushEnd, type Remote, type RemoteLook, readRemote } from './doctor-remote.ts';
import { listRead } from './sources.ts';

/** What the clone itself says. */
interface CloneFacts {
  readonly repository: Repository;
  /** Those of journal and lock that git does not ignore. */
  readonly exposed: readonly string[];
  readonly journalTracked: boolean;
  readonly state: 'tracked' | 'untracked' | 'ignored' | 'missing';
  readonly mergeDriver: 'unneeded' | 'set' | 'unset';
  readonly dirty: readonly string[] | Fault;
}

interface GitFacts {
  readonly opened: Opened | null;
  readonly network: 'use' | 'leave';
  readonly clone: CloneFacts | Finding;
  /** Where the branch is pushed to; null without a branch. */
  readonly remote: Remote | Fault | null;
  readonly look: RemoteLook | null;
}

type CloneJudge = (clone: CloneFacts, facts: GitFacts, opened: Opened) => Finding | null;

/** Judges where there is a checkout, and settings that say which files count. */
const withClone =
  (judge: CloneJudge) =>
  (facts: GitFacts): Finding | null => {
    if ('result' in facts.clone) return skipped('repository');
    return facts.opened === null ? skipped('settings') : judge(facts.clone, facts, facts.opened);
  };

/** Judges where the remote was asked. */
const withLook = (judge: (look: RemoteLook, remote: Remote, clone: CloneFacts) => Finding) =>
  withClone((clone, { network, remote, look }) => {
    if (clone.repository.branch === null) return skipped('branch');
    if (remote === null || 'code' in remote) return skipped('noRemote');
    if (network === 'leave' || look === null) return skipped('offline');
    return judge(look, remote, clone);
  });

const GIT_CHECKS: readonly Check<GitFacts>[] = [
  { name: 'repository', judge: ({ clone }) => ('result' in clone ? clone : ok('repository')) },
  {
    name: 'branch',
    judge: withClone(({ repository: { branch } }) =>
      branch === null ? doubtful('DETACHED_HEAD', {}) : ok('branch', branch),
    ),
  },
  {
    name: 'ignored',
    judge: withClone(({ exposed, journalTracked }, _facts, { workspace }) => {
      const file = journalPath(workspace.account.state);
      if (journalTracked) return doubtful('JOURNAL_TRACKED', { file });
      return exposed.length > 0 ? doubtful('RUN_FILES_NOT_IGNORED', { files: exposed }) : ok('ignored');
    }),
  },
  {
    name: 'tracked',
    judge: withClone(({ state }, _facts, { workspace: { account } }) => {
      if (state === 'missing') return null;
      if (state === 'tracked') return ok('tracked', account.state);
      const ignored = state === 'ignored' ? 'yes' : 'no';
      return doubtful('STATE_UNTRACKED', { file: account.state, ignored });
    }),
  },
  {
    name: 'merge-driver',
    judge: withClone(({ mergeDriver }, _facts, { workspace: { account } }) => {
      if (mergeDriver === 'unneeded') return null;
      return mergeDriver === 'set'
        ? ok('mergeDriver')
        : doubtful('MERGE_DRIVER_UNSET', { file: account.state });
    }),
  },
  {
    name: 'changes',
    judge: withClone(({ dirty }) => {
      if ('code' in dirty) return withFault('warning', dirty);
      return dirty.length > 0 ? doubtful('UNCOMMITTED', { files: dirty }) : ok('noChanges');
    }),
  },
  {
    name: 'remote',
    judge: withClone(({ repository }, { remote, look, network }) => {
      if (repository.branch === null) return skipped('branch');
      if (remote === null) return skipped('noRemote');
      if ('code' in remote) return withFault('warning', remote);
      if (network === 'leave' || look === null) return skipped('offline');
      const { name, branch } = remote;
      if (look.kind === 'silent')
        return doubtful('REMOTE_UNREACHABLE', { remote: name, detail: look.detail });
      if (look.kind === 'found') return ok('remote', name);
      return doubtful('NO_REMOTE', { detail: { phrase: 'remote-without-branch', remote: name, branch } });
    }),
  },
  {
    name: 'tip',
    judge: withLook((look, { branch }) => {
      if (look.kind === 'silent') return skipped('remote');
      if (look.kind === 'absent') return skipped('noRemote');
      if (look.relation === 'same') return ok('tip', branch);
      if (look.relation === 'state') return ok('tipButState', branch);
      return doubtful('CHECKOUT_APART', { branch, relation: look.relation });
    }),
  },
  {
    name: 'push',
    judge: withLook((look, { branch }) => {
      if (look.kind === 'silent') return skipped('remote');
      return judgePush(look.push, branch);
    }),
  },
];

function judgePush(push: PushEnd, branch: string): Finding {
  return push.kind === 'taken' ? ok('push', branch) : doubtful('PUSH_FAILS', { branch, detail: push.detail });
}

/** What is about one account's own files; the rest is about the clone. */
const OWN_CHECKS = GIT_CHECKS.filter(({ name }) => ['ignored', 'tracked', 'merge-driver'].includes(name));

const LOCAL_TIMEOUT_MS = 20_000;
/** A look must leave the index as it is, also where git would refresh it by the way. */
const NO_WRITES = { GIT_OPTIONAL_LOCKS: '0' };

/** What git says; the remote is asked unless the network is left alone. */
export async function examineGit(scene: Scene): Promise<readonly CheckEnd[]> {
  return await examine('git', GIT_CHECKS, async () => {
    const { context, opened, network } = scene;
    const repository = await openClone(context);
    if ('code' in repository) {
      return { opened, network, clone: explainNone(repository), remote: null, look: null };
    }
    const clone = await readClone(repository, scene);
    const found = repository.branch === null ? null : await findRemote(repository, repository.branch);
    const remote =
      found === null || 'code' in found
        ? found
        : { address: found.remote, name: hideCredentials(found.remote), branch: found.branch };
    if (network === 'leave' || remote === null || 'code' in remote)
      return { opened, network, clone, remote, look: null };
    context.hint(context.messages.doctor.asking(remote.name));
    const states = listAccounts(scene).map(({ state }) => `${repository.prefix}${state}`);
    const isState = (file: string): boolean => states.includes(file);
    const look = await readRemote({ repository, remote, cwd: context.root, isState });
    return { opened, network, clone, remote, look };
  });
}

/** The same of the files of one account of several. */
export async function examineOwnFiles(scene: Scene): Promise<readonly CheckEnd[]> {
  return await examine('git', OWN_CHECKS, async () => {
    const { opened, network } = scene;
    const repository = await openClone(scene.context);
    const clone =
      'code' in repository
        ? explainNone(repository)
        : { repository, ...(await readOwnFiles(repository, scene)), dirty: [] };
    return { opened, network, clone, remote: null, look: null };
  });
}

async function openClone({ root }: Scene['context']): Promise<Repository | Fault> {
  const plain = createGit({ cwd: root, timeout: () => LOCAL_TIMEOUT_MS });
  const git: Git = (args, call = {}) => plain(args, { ...call, env: { ...NO_WRITES, ...call.env } });
  return await openRepository(git);
}

/** Those whose files the clone is judged by. */
function listAccounts({ opened, others = [] }: Scene): readonly Account[] {
  return opened === null ? [] : [opened.workspace.account, ...others];
}

/** git says of a folder that another user owns that it is no repository for this one. */
function explainNone(fault: Fault): Finding {
  const detail = fault.code === 'NOT_A_REPOSITORY' ? fault.params.detail : 'no-reason-given';
  return typeof detail === 'object' && 'quoted' in detail && /safe\.directory/u.test(detail.quoted)
    ? doubtful('GIT_OWNER', {})
    : withFault('warning', fault);
}

async function readClone(repository: Repository, scene: Scene): Promise<CloneFacts> {
  const accounts = listAccounts(scene);
  const watched = [
    ...(accounts.length === 0 ? ['.', ''] : accounts.flatMap(({ stores, state }) => [stores, state])),
    CALENDAR_FOLDER,
    ...listSettingsFiles(scene.context.config),
  ];
  const changed = await listDirty(
    repository,
    watched.filter((path) => path !== ''),
  );
  return {
    repository,
    ...(await readOwnFiles(repository, scene)),
    dirty: 'code' in changed ? changed : await addUncommitted(repository, scene, changed),
  };
}

/** Pictures elsewhere, and files that git would ignore: a run that pushes refuses them too. */
async function addUncommitted(
  repository: Repository,
  { opened }: Scene,
  changed: readonly string[],
): Promise<readonly string[] | Fault> {
  if (opened === null) return changed;
  const { account } = opened.workspace;
  const other = await listUncommitted(repository, account.stores, listRead(opened.workspace));
  return 'code' in other ? other : [...new Set([...changed, ...other])];
}

type OwnFacts = Omit<CloneFacts, 'repository' | 'dirty'>;

async function readOwnFiles(repository: Repository, { context, opened }: Scene): Promise<OwnFacts> {
  const { git } = repository;
  const state = opened?.workspace.account.state ?? '';
  const isIgnored = async (file: string): Promise<boolean> =>
    (await git(['check-ignore', '-q', '--', file])).ok;
  const runFiles = [journalPath(state), lockPath(state)];
  const ignored = await Promise.all(runFiles.map(isIgnored));
  return {
    exposed: runFiles.filter((_file, index) => ignored[index] !== true),
    journalTracked: await isTracked(repository, journalPath(state)),
    state: await readStatePlace(repository, opened, isIgnored),
    // In a CI job nobody merges.
    mergeDriver: context.environment.CI ? 'unneeded' : await readMergeDriver(git, state),
  };
}

async function readStatePlace(
  repository: Repository,
  opened: Opened | null,
  isIgnored: (file: string) => Promise<boolean>,
): Promise<CloneFacts['state']> {
  const { account, state } = opened?.workspace ?? {};
  if (account === undefined) return 'missing';
  if (await isTracked(repository, account.state)) return 'tracked';
  if (state?.presence === 'missing') return 'missing';
  return (await isIgnored(account.state)) ? 'ignored' : 'untracked';
}

async function readMergeDriver(git: Git, state: string): Promise<CloneFacts['mergeDriver']> {
  const named = await git(['check-attr', 'merge', '--', state]);
  if (!named.ok || !/: merge: mendian\s*$/u.test(named.stdout)) return 'unneeded';
  const driver = await git(['config', '--get', 'merge.mendian.driver']);
  return driver.ok && driver.stdout.trim() !== '' ? 'set' : 'unset';
}
