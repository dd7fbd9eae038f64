/** The checks of `doctor` about the environment, and the files that it names. Values are judged, and only names are told. */
import { accessSync, constants } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { findNearMiss } from '../base/near-miss.ts';
import type { Credentials, Read } from '../model.ts';
import type { CheckEnd, Finding } from '../report/doctor.ts';
import { type CredentialAccount, listWays, type RunScope, readCredentials } from '../settings/credentials.ts';
import { namesPushSecrets, readPushSecrets, readReach } from '../settings/environment.ts';
import { SECRET_VARIABLES } from '../settings/secrets.ts';
import { type Environment, OWN_VARIABLES } from '../settings/variables.ts';
import { inspectTokenStore, readStoreFile } from '../wechat/token-store.ts';
import { findScope, locateTokenStore } from './connect.ts';
import {
  type Check,
  doubtful,
  fromDiagnostics,
  judgeAll,
  ok,
  type Scene,
  withFault,
} from './doctor-checks.ts';

interface EnvironmentFacts {
  readonly environment: Environment;
  readonly network: 'use' | 'leave';
  /** Absolute path of the repository's root. */
  readonly root: string;
  readonly account: CredentialAccount;
  readonly scope: RunScope;
}

/** Hosts of the platform, by its page on the fields of the interface. */
const WECHAT_HOST = /^(api|api2|(sh|sz|hk)\.api)\.weixin\.qq\.com$/u;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/u;
const APPID = /^wx[0-9a-f]{16}$/u;

const ENVIRONMENT_CHECKS: readonly Check<EnvironmentFacts>[] = [
  { name: 'credentials', judge: judgeCredentials },
  { name: 'command', judge: judgeCommand },
  { name: 'token-store', judge: judgeTokenStore },
  { name: 'values', judge: ({ environment }) => judgeValues(environment) },
  { name: 'appid', judge: ({ environment }) => judgeAppid(environment) },
  { name: 'variables', judge: ({ environment }) => judgeNames(environment) },
  { name: 'api-base', judge: ({ environment }) => judgeBase(environment) },
  { name: 'proxy', judge: ({ environment }) => judgeProxy(environment) },
  { name: 'waits', judge: ({ environment }) => judgeWaits(environment) },
  { name: 'push-secrets', judge: ({ environment }) => judgePushSecrets(environment) },
];

/** What is set, and how it looks. */
export function examineEnvironment({ context, network, opened }: Scene): readonly CheckEnd[] {
  const { environment, root } = context;
  const account = opened?.workspace.account ?? { name: 'default' };
  const scope = opened === null ? 'alone' : findScope(context, opened.settings.value);
  return judgeAll('environment', ENVIRONMENT_CHECKS, { environment, network, root, account, scope });
}

function isSet(environment: Environment, name: string): boolean {
  return (environment[name]?.trim() ?? '') !== '';
}

/** Without the network nothing needs them: a plan's job has none on purpose. */
function judgeCredentials(facts: EnvironmentFacts): Finding {
  const { environment, network } = facts;
  const { value, diagnostics } = readFacts(facts);
  const [found] = diagnostics;
  if (found !== undefined) {
    const isFault = value === null && network === 'use';
    return withFault(isFault ? 'fault' : 'warning', found);
  }
  const [used = '', unused] = listWays(environment);
  const isOwn = facts.account.secret_env !== undefined;
  if (unused !== undefined && !isOwn) return doubtful('TWO_CREDENTIALS', { used, unused });
  return ok('credentials', value?.kind ?? 'secret', facts.account.secret_env ?? null);
}

function readFacts({ environment, account, scope }: EnvironmentFacts): Read<Credentials> {
  return readCredentials(environment, account, scope);
}

/** The program is only looked for: with the network it is run, and the token judged. */
function judgeCommand(facts: EnvironmentFacts): Finding | null {
  const { value } = readFacts(facts);
  if (value?.kind !== 'command') return null;
  const [program] = value.words;
  const folders = /[\\/]/u.test(program) ? [''] : (facts.environment.PATH ?? '').split(delimiter);
  const found = folders.some((folder) => isProgram(resolve(facts.root, folder, program)));
  return found ? ok('command') : doubtful('COMMAND_NOT_FOUND', {});
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The folder's rights, and what it holds for this merchant. Nothing is made. */
function judgeTokenStore(facts: EnvironmentFacts): Finding | null {
  const { value } = readFacts(facts);
  if (value?.kind !== 'authorizer') return null;
  const folder = locateTokenStore(facts, value.store);
  const refused = inspectTokenStore(folder, facts.root);
  if (refused !== null) return withFault(refused.code === 'TOKEN_STORE_OPEN' ? 'warning' : 'fault', refused);
  const world = LOOPBACK_HOST.test(readBase(facts.environment)?.hostname ?? '') ? 'loopback' : 'wechat';
  const kept = readStoreFile({ folder, world }, { kind: 'authorizer', appid: value.appid });
  if ('fault' in kept) return withFault('fault', kept.fault);
  const { variable, token } = value.refresh;
  if (kept.members !== null) return ok('tokenStore', value.appid, 'kept');
  return token === null
    ? withFault('fault', { code: 'REFRESH_TOKEN_MISSING', params: { appid: value.appid, variable } })
    : ok('tokenStore', value.appid, 'first');
}

/** The classic slips of pasting, in the first variable that has one. */
function judgeValues(environment: Environment): Finding | null {
  const names = ['WECHAT_APPID', ...SECRET_VARIABLES].filter((name) => isSet(environment, name));
  if (names.length === 0) return null;
  for (const variable of names) {
    const problem = findSpoil(environment[variable] ?? '');
    if (problem !== null) return doubtful('SECRET_SPOILED', { variable, problem });
  }
  return ok('values');
}

/** What went wrong when a value was pasted, or null. */
export function findSpoil(value: string): 'ends' | 'inside' | 'quotes' | 'unfilled' | null {
  const bare = value.trim();
  if (/^(["'`]).*\1$|^[“‘].*[”’]$/su.test(bare)) return 'quotes';
  if (/^\$\{?\{?\s*[A-Za-z_]|^\$\(|^<.*>$|^%\w+%$/u.test(bare)) return 'unfilled';
  if (/\s/u.test(bare)) return 'inside';
  return bare === value ? null : 'ends';
}

/** The emulator takes any appid. */
function judgeAppid(environment: Environment): Finding | null {
  const appid = environment.WECHAT_APPID?.trim() ?? '';
  const base = readBase(environment);
  if (appid === '' || base === null || LOOPBACK_HOST.test(base.hostname)) return null;
  if (APPID.test(environment.WECHAT_SECRET?.trim() ?? ''))
    return doubtful('APPID_FORM', { problem: 'swapped' });
  return APPID.test(appid) ? ok('appid') : doubtful('APPID_FORM', { problem: 'form' });
}

function judgeNames(environment: Environment): Finding {
  const unknown = Object.keys(environment)
    .filter((name) => /^(WECHAT|MENDIAN|WEIXIN)_/u.test(name) && !isOwn(name))
    .sort()
    .find((name) => isSet(environment, name));
  if (unknown === undefined) return ok('variables');
  return doubtful('VARIABLE_UNKNOWN', { name: unknown, meant: findMeant(unknown) });
}

function isOwn(name: string): boolean {
  return OWN_VARIABLES.some((own) => own === name);
}

/** Other names that people know these two by. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  APPSECRET: 'WECHAT_SECRET',
  TOKEN: 'WECHAT_ACCESS_TOKEN',
};

function findMeant(name: string): string | null {
  const last = name.replace(/^[A-Z]+_/u, '').replaceAll('_', '');
  return OTHER_NAMES[last] ?? findNearMiss(name, OWN_VARIABLES);
}

function judgeBase(environment: Environment): Finding {
  const wrong = readReach(environment).diagnostics.find(({ code }) => code === 'API_BASE_INVALID');
  if (wrong !== undefined) return withFault('fault', wrong);
  const { host, hostname } = readBase(environment) ?? { host: '', hostname: '' };
  if (WECHAT_HOST.test(hostname)) return ok('apiBase', host);
  return doubtful('API_BASE_OTHER', { host, kind: LOOPBACK_HOST.test(hostname) ? 'loopback' : 'other' });
}

/** Where calls go, whatever else of the environment is wrong; null where that is no usable address. */
function readBase(environment: Environment): URL | null {
  const reach = readReach({ ...environment, MENDIAN_RETRY_BASE_MS: '' }).value;
  return reach === null ? null : new URL(reach.apiBase);
}

/** Host and port alone: the rest of an address may hold a password. */
function judgeProxy(environment: Environment): Finding {
  const { proxy } = readReach({ ...environment, WECHAT_API_BASE: '', MENDIAN_RETRY_BASE_MS: '' }).value ?? {};
  const set = [
    { variable: 'HTTPS_PROXY', address: proxy?.httpsProxy },
    { variable: 'HTTP_PROXY', address: proxy?.httpProxy },
  ].flatMap(({ variable, address }) =>
    address === undefined ? [] : [{ variable, host: readProxy(address) }],
  );
  if (set.length === 0) return ok('noProxy');
  const unusable = set.find(({ host }) => host === null);
  if (unusable !== undefined)
    return withFault('fault', { code: 'PROXY_UNUSABLE', params: { variable: unusable.variable } });
  const hosts = set.map(({ variable, host }) => ({ variable, host: host ?? '' }));
  return ok('proxy', hosts, proxy?.noProxy ?? '');
}

function readProxy(address: string): string | null {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//iu.test(address) ? address : `http://${address}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  return url === null || !/^https?:$/u.test(url.protocol) || url.host === '' ? null : url.host;
}

function judgeWaits(environment: Environment): Finding {
  const { value, diagnostics } = readReach({ ...environment, WECHAT_API_BASE: '' });
  if (value === null) return fromDiagnostics(diagnostics, 'mendian apply') ?? ok('waits');
  const milliseconds = value.retryBaseMs;
  return milliseconds === 1000 ? ok('waits') : doubtful('WAITS_CHANGED', { milliseconds });
}

/** Only of interest where push events are read at all; plain ones need no key. */
function judgePushSecrets(environment: Environment): Finding | null {
  if (!namesPushSecrets(environment)) return null;
  const { value, diagnostics } = readPushSecrets(environment);
  const [wrong] = diagnostics;
  if (wrong !== undefined) return withFault('warning', wrong);
  return ok('pushSecrets', value?.aesKey === null ? 'plain' : 'encrypted');
}
