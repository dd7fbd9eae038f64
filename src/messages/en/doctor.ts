/** English texts of `mendian doctor`. */
import type { DoctorFaults } from '../doctor-faults.ts';
import type { FaultTexts } from '../faults.ts';

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const list = (files: readonly string[]): string =>
  `${files.slice(0, 3).join(', ')}${files.length > 3 ? ` and ${files.length - 3} more` : ''}`;

const span = (seconds: number): string => {
  const whole = Math.abs(Math.round(seconds));
  if (whole < 120) return plural(whole, 'second');
  return whole < 7200 ? `${Math.round(whole / 60)} minutes` : `${Math.round(whole / 3600)} hours`;
};

const SPOILED = {
  ends: 'begins or ends with a blank or a line break',
  inside: 'holds a blank or a line break in the middle',
  quotes: 'stands in quotes, which count as part of the value',
  unfilled: 'holds a placeholder that was never replaced',
} as const;

const ACCOUNT: Readonly<Record<number, { readonly is: string; readonly next: string }>> = {
  0: {
    is: 'was never applied for',
    next: 'Apply for it in the WeChat console (mp.weixin.qq.com), and wait until it is approved.',
  },
  2: { is: 'is under review', next: 'Wait until WeChat has approved it; until then every store call fails.' },
  3: {
    is: 'was refused by WeChat',
    next: 'Mend what the reason names in the WeChat console (mp.weixin.qq.com), and apply again.',
  },
  4: {
    is: 'was refused by the account’s administrator',
    next: 'Ask the administrator; then apply again in the WeChat console (mp.weixin.qq.com).',
  },
};

const WAYS_OUT =
  'If apply cannot record its results: keep the state in a branch of its own (state-branch, --state-branch), or commit with a GitHub App token or a deploy key that may bypass the rule; GITHUB_TOKEN cannot be put on a bypass list.';

export const doctorTexts: FaultTexts<DoctorFaults> = {
  NODE_TOO_OLD: ({ version, needed }) => ({
    message: `Node ${version} is older than mendian needs (${needed}).`,
    hint: 'Install a newer Node, such as the LTS version of nodejs.org.',
  }),
  PROGRAM_INCOMPLETE: ({ missing }) => ({
    message: `The program is not whole: ${missing} is not beside it.`,
    hint: 'Install mendian again (npm ci in a checkout of it, which builds dist/).',
  }),
  MACHINE_FAILED: ({ detail }) => ({
    message: `The system refused what these checks need (${detail}).`,
    hint: 'Check the permissions of the folder (-C) and of the files in it.',
  }),

  STORES_IN_DOUBT: ({ count }) => ({
    message: `${plural(count, 'store')}: an update was begun, and nobody knows yet how it ended.`,
    hint: 'The next apply reads each of them first, and sends only what has to be sent.',
  }),
  JOURNAL_LEFT: ({ file, lines }) => ({
    message: `An earlier run was interrupted and left ${file} (${plural(lines, 'line')}).`,
    hint: 'Nothing is lost: the next apply folds it into the state. Neither remove nor commit the file before.',
  }),
  CLAIM_STANDS: ({ file, holder, seen }) => ({
    message: `By ${file}, a run is applying: ${holder}, last sign of life ${seen}.`,
    hint: 'Wait until it ends, and pull. If it died, its claim lapses 15 minutes after its last sign of life; nothing has to be unlocked.',
  }),

  TWO_CREDENTIALS: ({ used, unused }) => ({
    message: `${used} is set beside ${unused}: only ${used} is used.`,
    hint: `An access token lives two hours at most. To have tokens fetched with the secret, unset ${used}.`,
  }),
  CREDENTIAL_NOT_READ: ({ names }) => ({
    message: `Set, but not read by this version: ${names}.`,
    hint: 'Set WECHAT_APPID and WECHAT_SECRET, or WECHAT_ACCESS_TOKEN.',
  }),
  SECRET_SPOILED: ({ variable, problem }) => ({
    message: `${variable} ${SPOILED[problem]}.`,
    hint:
      problem === 'ends'
        ? 'They are left out when it is read, but a log that hides the value may miss it. Set it again without them.'
        : 'Set it again: the bare value, without quotes, blanks or line breaks.',
  }),
  APPID_FORM: ({ problem }) => ({
    message:
      problem === 'swapped'
        ? 'WECHAT_SECRET holds an appid: the two values may be swapped.'
        : 'WECHAT_APPID does not look like an appid: wx and 16 hexadecimal digits.',
    hint: 'Copy both anew from the WeChat console (mp.weixin.qq.com, Settings and Development, Basic Configuration).',
  }),
  API_BASE_OTHER: ({ host, kind }) => ({
    message:
      kind === 'loopback'
        ? `WECHAT_API_BASE leads to ${host} on this machine, such as the emulator, and not to WeChat.`
        : `WECHAT_API_BASE leads to ${host}, which is no host of WeChat: it gets the secret and the token.`,
    hint: 'For WeChat itself, unset WECHAT_API_BASE.',
  }),
  PROXY_UNUSABLE: ({ variable }) => ({
    message: `${variable} holds no usable address, so no call can be made.`,
    hint: 'Write it as http://HOST:PORT, or unset it.',
  }),
  WAITS_CHANGED: ({ milliseconds }) => ({
    message: `MENDIAN_RETRY_BASE_MS is ${milliseconds}: all waits are ${milliseconds < 1000 ? 'shorter' : 'longer'} than usual (1000).`,
    hint: 'It is meant for tests. For WeChat itself, unset it.',
  }),
  VARIABLE_UNKNOWN: ({ name, meant }) => ({
    message: `${name} is set, and mendian reads no such variable.`,
    hint: meant === null ? 'Check its name; the README lists the variables.' : `Did you mean ${meant}?`,
  }),

  ADDRESS_REFUSED: ({ address, errcode }) => ({
    message: `WeChat refuses the address that this machine calls from${address === null ? '' : `, ${address}`}: it is not on the account’s IP allow-list (${errcode}).`,
    hint: `Add ${address ?? 'it'} in the WeChat console: mp.weixin.qq.com, Settings and Development, Basic Configuration, IP allow-list. Hosted runners change their address with each job: use a runner of your own, or a fixed egress address.`,
  }),
  ACCOUNT_NOT_OPEN: ({ status, reason }) => ({
    message: `The store mini program of this account ${ACCOUNT[status]?.is ?? `has the unknown status ${status}`}${reason === '' ? '' : ` (${reason})`}.`,
    hint: ACCOUNT[status]?.next ?? 'Look at the account in the WeChat console (mp.weixin.qq.com).',
  }),
  ACCOUNT_UNREADABLE: ({ detail }) => ({
    message: `How far the account’s opening is could not be read (${detail}).`,
    hint: 'Nothing to do, since the store calls below work.',
  }),
  LIVE_STORES_UNMANAGED: ({ live, stores }) => ({
    message: `WeChat holds ${plural(live, 'store')} of this account, and there is no file in ${stores}.`,
    hint: 'Run "mendian import": it writes a file for each, and a record, so that the first plan is empty.',
  }),
  QUOTA_USED_UP: ({ limit }) => ({
    message: `The ${limit} updates that WeChat allows today are used up.`,
    hint: 'Apply again tomorrow: it goes on where it stopped. The count can also be cleared in the WeChat console, ten times a month.',
  }),
  QUOTA_ZERO: () => ({
    message: 'WeChat names a daily limit of 0 updates, which may mean "not counted" or "none allowed".',
    hint: 'Nothing to do, unless apply ends with 45009 or 48001: then ask for the right in the WeChat console.',
  }),

  CLOCK_OFF: ({ seconds, other }) => ({
    message: `This machine’s clock is ${span(seconds)} ${seconds > 0 ? 'ahead of' : 'behind'} ${other}.`,
    hint: 'Set it by the network (NTP). Claims, ages of reviews and the time window of push events are judged by it.',
  }),

  GIT_OWNER: () => ({
    message: 'git does not trust this folder, since another user owns it.',
    hint: 'Usual in containers: git config --global --add safe.directory "$PWD"',
  }),
  RUN_FILES_NOT_IGNORED: ({ files }) => ({
    message: `git does not ignore ${list(files)}, which belong to one run on one machine.`,
    hint: `Add to .gitignore:\n${files.join('\n')}`,
  }),
  STATE_UNTRACKED: ({ file, ignored }) => ({
    message: `${file} is not in git${ignored === 'yes' ? ': .gitignore leaves it out' : ' yet'}.`,
    hint:
      ignored === 'yes'
        ? `Take it out of .gitignore, then: git add ${file}. Without it, the next checkout starts from nothing.`
        : `Commit it: git add ${file}. Without it, the next checkout starts from nothing.`,
  }),
  MERGE_DRIVER_UNSET: ({ file }) => ({
    message: `.gitattributes asks for the merge driver "mendian" for ${file}, and this clone has none.`,
    hint: 'Once per clone, so that git merges the state store by store:\ngit config merge.mendian.driver "mendian merge-state %O %A %B %P"',
  }),
  UNCOMMITTED: ({ files }) => ({
    message: `Changed here and not committed: ${list(files)}.`,
    hint: 'Commit them before "apply --push": it sends only what the branch shows.',
  }),
  REMOTE_UNREACHABLE: ({ remote, detail }) => ({
    message: `The remote ${remote} cannot be read: ${detail}.`,
    hint: 'Check the network, the remote’s address (git remote -v) and its credentials. Only "apply --push" needs it.',
  }),
  CHECKOUT_APART: ({ branch, relation }) => ({
    message: {
      ahead: `This checkout has commits that the remote’s ${branch} does not have.`,
      behind: `The remote’s ${branch} has moved on: this checkout is older.`,
      apart: `This checkout and the remote’s ${branch} differ.`,
    }[relation],
    hint:
      relation === 'ahead'
        ? 'Push them: "apply --push" sends only what the branch shows.'
        : 'Pull first: an older checkout would put stores back to older values, and "apply --push" refuses it.',
  }),
  PUSH_FAILS: ({ branch, detail }) => ({
    message: `This clone cannot push to ${branch}: ${detail}.`,
    hint: 'Only "apply --push" needs it. Use credentials that may write: in a GitHub job "permissions: contents: write", elsewhere a token or a key with write access.',
  }),

  GITHUB_UNREACHABLE: ({ host, detail }) => ({
    message: `GitHub (${host}) gave no usable answer: ${detail}.`,
    hint: 'Try again in some minutes. Behind a company network, set HTTPS_PROXY.',
  }),
  GITHUB_TOKEN_REFUSED: ({ variable }) => ({
    message: `GitHub refuses the token in ${variable}: it is wrong or has expired.`,
    hint: `In a workflow, give the step "env: GITHUB_TOKEN: \${{ github.token }}"; elsewhere make a new token, or unset ${variable}.`,
  }),
  GITHUB_TOKEN_UNSET: () => ({
    message: 'This is a GitHub job, and GITHUB_TOKEN is not set for this step.',
    hint: `To have its rights checked, give the step "env: GITHUB_TOKEN: \${{ github.token }}". The action itself takes its token by an input.`,
  }),
  REPOSITORY_HIDDEN: ({ repository }) => ({
    message: `This token does not see the repository ${repository}.`,
    hint: 'Give the job "permissions: contents: read", or use a token of somebody who may read it.',
  }),
  GITHUB_RIGHT_MISSING: ({ permission, purpose, detail }) => ({
    message: `This token lacks "${permission}", needed to ${purpose} (${detail}).`,
    hint: `In a workflow, give the job "permissions: ${permission}"; a block of the job replaces the whole block of the workflow.`,
  }),
  BRANCH_PROTECTED: ({ branch, rules }) => ({
    message: `${branch} is protected${rules === '' ? '' : ` (${rules})`}: it may refuse the commits of the state.`,
    hint: WAYS_OUT,
  }),
};

export const doctorUi = {
  title: 'mendian doctor',
  groups: {
    program: 'Program',
    files: 'Settings and stores',
    state: 'State',
    environment: 'Environment',
    wechat: 'WeChat',
    git: 'git',
    github: 'GitHub',
    clock: 'Clock',
  },
  checks: {
    node: 'Node',
    assets: 'program files',
    settings: 'settings',
    stores: 'stores',
    plan: 'plan',
    state: 'state file',
    reviews: 'reviews',
    doubt: 'in doubt',
    journal: 'journal',
    lock: 'lock',
    claim: 'claim',
    credentials: 'credentials',
    values: 'pasted values',
    appid: 'appid',
    'api-base': 'API address',
    proxy: 'proxy',
    waits: 'waits',
    'push-secrets': 'push events',
    variables: 'variables',
    reach: 'connection',
    ip: 'IP allow-list',
    token: 'access token',
    account: 'account',
    'store-calls': 'store calls',
    quota: 'quota',
    repository: 'repository',
    branch: 'branch',
    ignored: '.gitignore',
    tracked: 'state in git',
    'merge-driver': 'merge driver',
    changes: 'changes',
    remote: 'remote',
    tip: 'newest commit',
    push: 'push',
    'github-repository': 'repository',
    'github-contents': 'contents',
    'github-pulls': 'pull requests',
    'github-issues': 'issues',
    'github-protection': 'protection',
    'clock-wechat': 'WeChat',
    'clock-github': 'GitHub',
  },
  results: { ok: 'ok', warning: 'warning', fault: 'fault', 'not-checked': 'not checked' },
  notes: {
    node: (version: string, program: string): string => `${version}, under mendian ${program}`,
    assets: (): string => 'all there',
    settings: (file: string | null, timezone: string): string =>
      file === null
        ? `no mendian.yaml: all at its defaults, time zone ${timezone}`
        : `${file}, time zone ${timezone}`,
    stores: (count: number, folder: string): string => `${plural(count, 'store')} in ${folder}, all right`,
    planned: (sent: number, held: number): string =>
      sent + held === 0
        ? 'nothing to send'
        : `${plural(sent, 'store')} to send${held > 0 ? `, ${held} on hold` : ''}; "mendian plan" shows them`,
    state: (file: string, records: number): string => `${file}, ${plural(records, 'record')}`,
    stateMissing: (file: string): string => `no ${file} yet: nothing was sent from here so far`,
    reviews: (count: number, days: number): string =>
      count === 0
        ? 'none pending'
        : `${count} pending, the oldest for ${days === 0 ? 'less than a day' : plural(days, 'day')}`,
    noDoubt: (): string => 'no store',
    noJournal: (): string => 'none left over',
    noLock: (): string => 'free',
    deadLock: (holder: string): string =>
      `left by a run that has ended (${holder}); the next one takes it over`,
    noClaim: (): string => 'none',
    lapsedClaim: (holder: string): string => `one that has lapsed (${holder}); it binds nobody`,
    credentials: (names: string): string => `${names}`,
    values: (): string => 'no stray blanks, line breaks or quotes',
    appid: (): string => 'has the usual form',
    apiBase: (host: string): string => host,
    noProxy: (): string => 'none set',
    proxy: (proxies: string, without: string): string =>
      `${proxies}${without === '' ? '' : `; not for ${without}`}`,
    waits: (): string => 'as usual',
    pushSecrets: (kind: 'plain' | 'encrypted'): string =>
      kind === 'plain'
        ? 'WECHAT_PUSH_TOKEN is set; without WECHAT_ENCODING_AES_KEY only plain events can be read'
        : 'token and key are set, the key of the right form',
    variables: (): string => 'no unknown variable of mendian or WeChat',
    reach: (host: string): string => `${host} answers`,
    ip: (): string => 'WeChat gives tokens to this address',
    tokenFetched: (): string => 'fetched with the secret, as a stable token, and accepted',
    tokenGiven: (): string => 'WECHAT_ACCESS_TOKEN is accepted',
    account: (): string => 'the store mini program is open',
    storeCalls: (live: number, files: number, records: number): string =>
      `allowed; ${plural(live, 'store')} at WeChat, ${plural(files, 'file')}, ${plural(records, 'record')} here`,
    quota: (limit: number, used: number, remain: number): string =>
      `${remain} of ${limit} updates left today, ${used} used`,
    repository: (): string => 'a git checkout',
    branch: (branch: string): string => branch,
    ignored: (): string => 'journal and lock are left out',
    tracked: (file: string): string => `${file} is under version control`,
    mergeDriver: (): string => 'set up in this clone',
    noChanges: (): string => 'stores, settings and state are as committed',
    remote: (remote: string): string => `${remote} answers`,
    tip: (branch: string): string => `this checkout is the newest of ${branch}`,
    tipButState: (branch: string): string =>
      `this checkout is the newest of ${branch}, but for commits of the state: pull before you work on`,
    push: (branch: string): string =>
      `the remote lets this clone write to ${branch}; nothing was pushed, so rules of the branch were not tried`,
    githubRepository: (repository: string, branch: string): string =>
      `${repository}, default branch ${branch}`,
    githubRight: (permission: string, purpose: string): string => `"${permission}": may ${purpose}`,
    notProtected: (branch: string): string => `${branch} has no rule that stands in the way`,
    clock: (seconds: number): string =>
      Math.abs(seconds) < 2 ? 'the same time' : `${span(seconds)} apart, which is fine`,
  },
  reasons: {
    offline: (): string => '--offline is set',
    settings: (): string => 'the settings cannot be read',
    stores: (): string => 'there are errors in the files',
    state: (): string => 'the state cannot be read',
    machine: (): string => 'the system refused to go on',
    credentials: (): string => 'no usable credentials are set',
    apiBase: (): string => 'the environment must be mended first',
    silence: (): string => 'WeChat gave no answer',
    address: (): string => 'WeChat refuses this machine’s address first',
    otherRefusal: (): string => 'the token was refused for another reason',
    givenToken: (): string => 'the token comes from elsewhere; the list counts where it is fetched',
    noToken: (): string => 'there is no access token',
    notOpen: (): string => 'the store mini program is not open',
    tokenRefused: (): string => 'WeChat refuses the access token',
    repository: (): string => 'this is no usable git checkout',
    branch: (): string => 'no branch is checked out',
    noRemote: (): string => 'no remote branch is known',
    remote: (): string => 'the remote cannot be read',
    noDate: (): string => 'no answer told the time',
    github: (): string => 'the repository cannot be read with this token',
    githubToken: (): string => 'GITHUB_TOKEN is not set',
    onlyRead: (permission: string, purpose: string): string =>
      `reading works and writing cannot be told from outside. To ${purpose}, a job needs "permissions: ${permission}"`,
    githubBranch: (): string => 'the branch cannot be read',
  },
  notChecked: (reason: string): string => `not checked, because ${reason}`,
  /** Several findings of one check; the first follows. */
  several: (errors: number, warnings: number): string =>
    [
      ...(errors > 0 ? [plural(errors, 'error')] : []),
      ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ].join(' and '),
  first: (count: string, place: string, message: string): string =>
    `${count === '' ? '' : `${count}; the first: `}${place === '' ? '' : `${place}: `}${message}`,
  showAll: (command: string): string => `"${command}" shows all.`,
  summary: (s: { ok: number; warnings: number; faults: number; not_checked: number }): string =>
    [
      plural(s.faults, 'fault'),
      plural(s.warnings, 'warning'),
      `${s.ok} ok`,
      ...(s.not_checked > 0 ? [`${s.not_checked} not checked`] : []),
    ].join(', '),
  start: (check: string, next: string): string => `Do this first (${check}): ${next}`,
  look: (check: string, next: string): string =>
    `No fault stands in the way of a run. Worth a look (${check}): ${next}`,
  allRight: 'Nothing to do: a run can be made.',
  allRightOffline: 'Nothing to do here; without --offline, WeChat, the remote and GitHub are asked too.',
  asking: (host: string): string => `Asking ${host} …`,
};
