/** The checks of `doctor` that ask GitHub: whether the token sees the repository, and what it may write. Reads only. */

import { createGit } from '../git/run.ts';
import { createGitHub, type GitHub, type GitHubFailure } from '../github/client.ts';
import {
  lookAtRepository,
  type Protection,
  type RepositoryLook,
  readProtection,
  type Subject,
  tryToRead,
} from '../github/rights.ts';
import { branchOf, type RunInfo, readRun } from '../github/run.ts';
import type { Phrase, RightPurpose } from '../messages/phrases.ts';
import type { CheckEnd, CheckName, Finding } from '../report/doctor.ts';
import { readReach } from '../settings/environment.ts';
import { type Check, doubtful, examine, faulty, judgeAll, ok, type Scene, skipped } from './doctor-checks.ts';
import type { ClockWatch } from './doctor-clock.ts';

interface GitHubFacts {
  readonly repository: string;
  readonly host: string;
  readonly inActions: boolean;
  /** Name of the variable that holds the token. */
  readonly variable: string;
  readonly look: RepositoryLook | GitHubFailure;
  readonly reads: Readonly<Record<Subject, GitHubFailure | null>> | null;
  readonly branch: string;
  readonly protection: Protection | GitHubFailure | null;
}

const LOOK_TIMEOUT_MS = 15_000;

interface Right {
  readonly name: CheckName;
  readonly subject: Subject;
  readonly permission: string;
  readonly purpose: RightPurpose;
}

const RIGHTS: readonly Right[] = [
  {
    name: 'github-contents',
    subject: 'contents',
    permission: 'contents: write',
    purpose: 'commit-state',
  },
  {
    name: 'github-pulls',
    subject: 'pulls',
    permission: 'pull-requests: write',
    purpose: 'comment-pulls',
  },
  {
    name: 'github-issues',
    subject: 'issues',
    permission: 'issues: write',
    purpose: 'keep-drift-issue',
  },
];

const GITHUB_CHECKS: readonly Check<GitHubFacts>[] = [
  { name: 'github-repository', judge: judgeRepository },
  ...RIGHTS.map((right) => ({ name: right.name, judge: (facts: GitHubFacts) => judgeRight(right, facts) })),
  {
    name: 'github-protection',
    judge: ({ protection, branch }) => {
      if (protection === null) return skipped('github');
      if ('status' in protection) return skipped('githubBranch');
      const { isProtected, rules } = protection;
      return isProtected || rules.length > 0
        ? doubtful('BRANCH_PROTECTED', { branch, rules: rules.join(', ') })
        : ok('notProtected', branch);
    },
  },
];

function judgeRepository({ look, host, repository, inActions, variable }: GitHubFacts): Finding {
  if (!('status' in look)) return ok('githubRepository', repository, look.defaultBranch);
  const tell = inActions ? faulty : doubtful;
  if (look.status === 401) return tell('GITHUB_TOKEN_REFUSED', { variable });
  if (look.status === 403 || look.status === 404) return tell('REPOSITORY_HIDDEN', { repository });
  return doubtful('GITHUB_UNREACHABLE', { host, detail: look.said });
}

/** A classic token lists its scopes. Of other kinds, only what they may not even read is certain. */
function judgeRight({ subject, permission, purpose }: Right, facts: GitHubFacts): Finding {
  const { look, reads, host } = facts;
  if ('status' in look || reads === null) return skipped('github');
  const missing = (detail: Phrase): Finding =>
    doubtful('GITHUB_RIGHT_MISSING', { permission, purpose, detail });
  const read = reads[subject];
  if (read !== null && (read.status === 403 || read.status === 404)) return missing(read.said);
  if (read !== null && read.status === null)
    return doubtful('GITHUB_UNREACHABLE', { host, detail: read.said });
  if (look.scopes === null) return skipped('onlyRead', permission, purpose);
  const scope =
    look.scopes.includes('repo') || (look.visibility === 'public' && look.scopes.includes('public_repo'));
  if (!scope) return missing({ phrase: 'token-scopes', scopes: look.scopes });
  if (subject === 'contents' && look.ownerMayPush === false) return missing('owner-may-only-read');
  return ok('githubRight', permission, purpose);
}

/** Null where GitHub has no part here: no GitHub job, and no token beside a remote there. */
export async function examineGitHub(scene: Scene, clock: ClockWatch): Promise<readonly CheckEnd[] | null> {
  const { context, network } = scene;
  const { environment } = context;
  const inActions = environment.GITHUB_ACTIONS === 'true';
  const variable = ['GITHUB_TOKEN', 'GH_TOKEN'].find((name) => (environment[name]?.trim() ?? '') !== '');
  if (!inActions && variable === undefined) return null;
  const run = readRun(environment, { cwd: context.root, temp: context.root });
  const place = await findPlace(run, context.root);
  if (place === null) return null;
  if (network === 'leave') return skipAll(skipped('offline'));
  if (variable === undefined) return skipAll(skipped('githubToken'), doubtful('GITHUB_TOKEN_UNSET', {}));
  const host = new URL(run.apiUrl).host;
  context.hint(context.messages.doctor.asking(host));
  return await examine('github', GITHUB_CHECKS, async () => {
    const github = await open(scene, run, place, environment[variable]?.trim() ?? '');
    const repository = `${place.owner}/${place.repo}`;
    const known = { host, repository, inActions, variable };
    return { ...known, ...(await ask(github, scene, branchOf(run.ref), clock)) };
  });
}

/** All rows alike, but for the first where it has something to say. */
function skipAll(others: Finding, first: Finding = others): readonly CheckEnd[] {
  const rows = GITHUB_CHECKS.map(({ name }, index) => ({
    name,
    judge: () => (index === 0 ? first : others),
  }));
  return judgeAll('github', rows, null);
}

interface Place {
  readonly owner: string;
  readonly repo: string;
}

/** The repository: by the runner, else by the remote's address where that is GitHub. The token goes nowhere else. */
async function findPlace({ owner, repo, serverUrl }: RunInfo, cwd: string): Promise<Place | null> {
  if (owner !== '' && repo !== '') return { owner, repo };
  const git = createGit({ cwd, timeout: () => 10_000 });
  const remote = await git(['ls-remote', '--get-url', 'origin']);
  return remote.ok ? parseRemote(remote.stdout.trim(), new URL(serverUrl).host) : null;
}

/** Owner and name in an address of a remote at this host; null for every other address. */
export function parseRemote(address: string, host: string): Place | null {
  const forms = [
    /^https?:\/\/(?:[^/@]*@)?([^/]+)\/([^/]+)\/([^/]+?)(?:\.git)?\/?$/u,
    /^ssh:\/\/(?:[^/@]*@)?([^/]+)\/([^/]+)\/([^/]+?)(?:\.git)?\/?$/u,
    /^(?:[^/@:]*@)?([^/:]+):([^/]+)\/([^/]+?)(?:\.git)?\/?$/u,
  ];
  for (const form of forms) {
    const [, where = '', owner = '', repo = ''] = form.exec(address) ?? [];
    if (where.toLowerCase() === host.toLowerCase()) return { owner, repo };
  }
  return null;
}

async function open({ context }: Scene, run: RunInfo, place: Place, token: string): Promise<GitHub> {
  const { value } = readReach({ ...context.environment, WECHAT_API_BASE: '' });
  const { httpProxy, httpsProxy } = value?.proxy ?? {};
  return await createGitHub(
    {
      apiUrl: run.apiUrl,
      token,
      retryBaseMs: value?.retryBaseMs ?? 1000,
      proxy: httpProxy || httpsProxy ? 'set' : 'unset',
      // A look is made once, and nothing has to be finished in a hurry after it.
      hurried: () => true,
      hurriedTimeoutMs: LOOK_TIMEOUT_MS,
      log: context.hint,
    },
    place,
  );
}

type Answers = Pick<GitHubFacts, 'look' | 'reads' | 'branch' | 'protection'>;

async function ask(
  github: GitHub,
  { context }: Scene,
  runBranch: string | null,
  clock: ClockWatch,
): Promise<Answers> {
  const begun = context.clock.now().getTime();
  const look = await lookAtRepository(github);
  if ('status' in look) return { look, reads: null, branch: '', protection: null };
  const here = new Date((begun + context.clock.now().getTime()) / 2);
  if (look.date !== null) clock.note(look.date, here);
  const branch = runBranch ?? look.defaultBranch;
  const read = (subject: Subject): Promise<GitHubFailure | null> => tryToRead(github, subject, branch);
  const [contents, pulls, issues, protection] = await Promise.all([
    read('contents'),
    read('pulls'),
    read('issues'),
    readProtection(github, branch),
  ]);
  return { look, reads: { contents, pulls, issues }, branch, protection };
}
