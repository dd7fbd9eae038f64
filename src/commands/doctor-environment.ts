/** The checks of `doctor` about the environment. Pure over it; values are judged, and only names are told. */
import { findNearMiss } from '../base/near-miss.ts';
import type { CheckEnd, Finding } from '../report/doctor.ts';
import {
  type Environment,
  namesPushSecrets,
  readCredentials,
  readPushSecrets,
  readReach,
} from '../settings/environment.ts';
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
}

/** What may hold a secret. */
const SECRET_VARIABLES = [
  'WECHAT_SECRET',
  'WECHAT_ACCESS_TOKEN',
  'WECHAT_PUSH_TOKEN',
  'WECHAT_ENCODING_AES_KEY',
  'WECHAT_COMPONENT_SECRET',
  'WECHAT_COMPONENT_VERIFY_TICKET',
  'WECHAT_COMPONENT_ACCESS_TOKEN',
  'WECHAT_AUTHORIZER_REFRESH_TOKEN',
  'GITHUB_TOKEN',
  'GH_TOKEN',
] as const;

/** Named in the settings' contract, and read by no code yet. */
const UNREAD_CREDENTIALS = [
  'MENDIAN_CREDENTIAL_COMMAND',
  'WECHAT_COMPONENT_APPID',
  'WECHAT_COMPONENT_SECRET',
  'WECHAT_COMPONENT_VERIFY_TICKET',
  'WECHAT_COMPONENT_ACCESS_TOKEN',
  'WECHAT_AUTHORIZER_REFRESH_TOKEN',
  'MENDIAN_TOKEN_STORE',
];

const KNOWN_VARIABLES = [
  'WECHAT_APPID',
  'WECHAT_SECRET',
  'WECHAT_ACCESS_TOKEN',
  'WECHAT_PUSH_TOKEN',
  'WECHAT_ENCODING_AES_KEY',
  'WECHAT_API_BASE',
  'MENDIAN_RETRY_BASE_MS',
  ...UNREAD_CREDENTIALS,
];

/** Hosts of the platform, by its page on the fields of the interface. */
const WECHAT_HOST = /^(api|api2|(sh|sz|hk)\.api)\.weixin\.qq\.com$/u;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/u;
const APPID = /^wx[0-9a-f]{16}$/u;

const ENVIRONMENT_CHECKS: readonly Check<EnvironmentFacts>[] = [
  { name: 'credentials', judge: judgeCredentials },
  { name: 'values', judge: ({ environment }) => judgeValues(environment) },
  { name: 'appid', judge: ({ environment }) => judgeAppid(environment) },
  { name: 'variables', judge: ({ environment }) => judgeNames(environment) },
  { name: 'api-base', judge: ({ environment }) => judgeBase(environment) },
  { name: 'proxy', judge: ({ environment }) => judgeProxy(environment) },
  { name: 'waits', judge: ({ environment }) => judgeWaits(environment) },
  { name: 'push-secrets', judge: ({ environment }) => judgePushSecrets(environment) },
];

/** What is set, and how it looks. */
export function examineEnvironment({ context, network }: Scene): readonly CheckEnd[] {
  return judgeAll('environment', ENVIRONMENT_CHECKS, { environment: context.environment, network });
}

function isSet(environment: Environment, name: string): boolean {
  return (environment[name]?.trim() ?? '') !== '';
}

function judgeCredentials({ environment, network }: EnvironmentFacts): Finding {
  const { value, diagnostics } = readCredentials(environment);
  const unread = UNREAD_CREDENTIALS.filter((name) => isSet(environment, name));
  if (value === null) {
    // Without the network nothing needs them: a plan's job has none on purpose.
    if (unread.length > 0) return doubtful('CREDENTIAL_NOT_READ', { names: unread.join(', ') });
    const [missing] = diagnostics;
    if (missing !== undefined) return withFault(network === 'use' ? 'fault' : 'warning', missing);
  }
  if (value?.kind === 'token' && isSet(environment, 'WECHAT_SECRET'))
    return doubtful('TWO_CREDENTIALS', { used: 'WECHAT_ACCESS_TOKEN', unused: 'WECHAT_SECRET' });
  if (unread.length > 0) return doubtful('CREDENTIAL_NOT_READ', { names: unread.join(', ') });
  return ok('credentials', value?.kind ?? 'secret');
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
    .filter((name) => /^(WECHAT|MENDIAN|WEIXIN)_/u.test(name) && !KNOWN_VARIABLES.includes(name))
    .sort()
    .find((name) => isSet(environment, name));
  if (unknown === undefined) return ok('variables');
  return doubtful('VARIABLE_UNKNOWN', { name: unknown, meant: findMeant(unknown) });
}

/** Other names that people know these two by. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  APPSECRET: 'WECHAT_SECRET',
  TOKEN: 'WECHAT_ACCESS_TOKEN',
};

function findMeant(name: string): string | null {
  const last = name.replace(/^[A-Z]+_/u, '').replaceAll('_', '');
  return OTHER_NAMES[last] ?? findNearMiss(name, KNOWN_VARIABLES);
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

/** The values that no text may hold, as they are and without what was pasted around them. */
export function listSecrets(environment: Environment): readonly string[] {
  const values = SECRET_VARIABLES.flatMap((name) => environment[name] ?? []);
  const proxies = ['https_proxy', 'http_proxy', 'HTTPS_PROXY', 'HTTP_PROXY', 'WECHAT_API_BASE'].flatMap(
    (name) => environment[name] ?? [],
  );
  const passwords = proxies.flatMap(readPassword);
  return [...values, ...passwords].flatMap((value) => [value, value.trim()]);
}

/** The password in an address, as it stands there and as it is meant; also where the address is no right one. */
function readPassword(address: string): readonly string[] {
  const bare = address.replace(/^[a-z][a-z0-9+.-]*:\/\//iu, '');
  const written = /^[^:@]*:(.+)@/u.exec(bare)?.[1];
  if (written === undefined) return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}
