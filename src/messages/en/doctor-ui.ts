/** English texts of the report of `mendian doctor`. */
import type { Phrase, RightPurpose } from '../phrases.ts';
import { PURPOSES, say } from './phrases.ts';
import { plural, span } from './words.ts';

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
    command: 'credential command',
    'token-store': 'token store',
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
    deadLock: (holder: Phrase): string =>
      `left by a run that has ended (${say(holder)}); the next one takes it over`,
    noClaim: (): string => 'none',
    lapsedClaim: (holder: string): string => `one that has lapsed (${holder}); it binds nobody`,
    credentials: (kind: 'token' | 'secret' | 'command' | 'authorizer', own: string | null): string =>
      own === null
        ? {
            token: 'WECHAT_ACCESS_TOKEN is set',
            secret: 'appid and WECHAT_SECRET are set',
            command: 'MENDIAN_CREDENTIAL_COMMAND is set',
            authorizer: 'a third-party platform is set up',
          }[kind]
        : `the account’s own secret is set (${own})`,
    command: (): string => 'the program is there',
    tokenStore: (appid: string, refresh: 'kept' | 'first'): string =>
      refresh === 'kept'
        ? `private, and holds the tokens of ${appid}`
        : `private; the first run puts the tokens of ${appid} there`,
    values: (): string => 'no stray blanks, line breaks or quotes',
    appid: (): string => 'has the usual form',
    apiBase: (host: string): string => host,
    noProxy: (): string => 'none set',
    proxy: (proxies: readonly { variable: string; host: string }[], without: string): string =>
      `${proxies.map(({ variable, host }) => `${variable} is ${host}`).join(', ')}${without === '' ? '' : `; not for ${without}`}`,
    waits: (): string => 'as usual',
    pushSecrets: (kind: 'plain' | 'encrypted'): string =>
      kind === 'plain'
        ? 'WECHAT_PUSH_TOKEN is set; without WECHAT_ENCODING_AES_KEY only plain events can be read'
        : 'token and key are set, the key of the right form',
    variables: (): string => 'no unknown variable of mendian or WeChat',
    reach: (host: string): string => `${host} answers`,
    ip: (): string => 'WeChat gives tokens to this address',
    tokenFetched: (): string => 'fetched, and accepted',
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
    githubRight: (permission: string, purpose: RightPurpose): string =>
      `"${permission}": may ${PURPOSES[purpose]}`,
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
    onlyRead: (permission: string, purpose: RightPurpose): string =>
      `reading works and writing cannot be told from outside. To ${PURPOSES[purpose]}, a job needs "permissions: ${permission}"`,
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
