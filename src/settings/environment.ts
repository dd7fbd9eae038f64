/** The environment → how to reach the platform, and what push events are read with. Secrets come from nowhere else. Pure. */
import type { Phrase } from '../messages/phrases.ts';
import { type Diagnostic, fault, NOWHERE, type Read } from '../model.ts';
import { type Environment, readVariable as read } from './variables.ts';

export interface Reach {
  /** Scheme and host, without a slash at the end. */
  readonly apiBase: string;
  /** The unit of all waits, in milliseconds. */
  readonly retryBaseMs: number;
  readonly proxy: {
    readonly httpProxy: string | undefined;
    readonly httpsProxy: string | undefined;
    readonly noProxy: string | undefined;
  };
}

const DEFAULT_BASE = 'https://api.weixin.qq.com';
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/u;

/** What push events are read with. Token and key are secrets. */
export interface PushSecrets {
  readonly token: string;
  /** EncodingAESKey; null where only plain events can be read. */
  readonly aesKey: string | null;
  /** Appids whose messages are ours: the account's, and the third-party platform's. */
  readonly appids: readonly string[];
}

/** 43 signs of base64 stand for the 32 bytes of the key. */
const ENCODING_AES_KEY = /^[A-Za-z0-9]{43}$/u;

/** Token, key and appids for push events; the values are never shown. */
export function readPushSecrets(environment: Environment): Read<PushSecrets> {
  const token = read(environment, 'WECHAT_PUSH_TOKEN');
  const aesKey = read(environment, 'WECHAT_ENCODING_AES_KEY') ?? null;
  const appids = ['WECHAT_APPID', 'WECHAT_COMPONENT_APPID'].flatMap((name) => read(environment, name) ?? []);
  const diagnostics: Diagnostic[] = [];
  if (token === undefined) {
    const also = aesKey === null ? ['WECHAT_ENCODING_AES_KEY'] : [];
    diagnostics.push(fault('PUSH_NOT_SET_UP', NOWHERE, { missing: ['WECHAT_PUSH_TOKEN', ...also] }));
  }
  if (aesKey !== null && !ENCODING_AES_KEY.test(aesKey))
    diagnostics.push(fault('PUSH_KEY_INVALID', NOWHERE, { length: aesKey.length }));
  if (token === undefined || diagnostics.length > 0) return { value: null, diagnostics };
  return { value: { token, aesKey, appids }, diagnostics };
}

/** Whether anything for push events is set: a part is a slip, nothing is a repository that takes no events. */
export function namesPushSecrets(environment: Environment): boolean {
  return ['WECHAT_PUSH_TOKEN', 'WECHAT_ENCODING_AES_KEY'].some(
    (name) => read(environment, name) !== undefined,
  );
}

/** Address, proxies and waits. */
export function readReach(environment: Environment): Read<Reach> {
  const base = checkBase(read(environment, 'WECHAT_API_BASE') ?? DEFAULT_BASE);
  const retryBaseMs = readRetryBase(read(environment, 'MENDIAN_RETRY_BASE_MS') ?? '1000');
  const diagnostics = [base, retryBaseMs].filter((each): each is Diagnostic => typeof each === 'object');
  if (typeof base !== 'string' || typeof retryBaseMs !== 'number') return { value: null, diagnostics };
  const proxy = {
    httpProxy: readEither(environment, 'http_proxy'),
    httpsProxy: readEither(environment, 'https_proxy'),
    noProxy: readEither(environment, 'no_proxy'),
  };
  return { value: { apiBase: base, retryBaseMs, proxy }, diagnostics };
}

function checkBase(value: string): string | Diagnostic {
  const url = URL.canParse(value) ? new URL(value) : null;
  const shown = url === null ? null : showBase(url);
  const reject = (detail: Phrase): Diagnostic => fault('API_BASE_INVALID', NOWHERE, { value: shown, detail });
  if (url === null) return reject('address-none');
  if (url.username !== '' || url.password !== '') return reject('address-with-user');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return reject('address-odd-scheme');
  if (url.search !== '' || url.hash !== '') return reject('address-with-query');
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    return reject('address-plain-http');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/u, '')}`;
}

/** Any other part of an address, and any text that is none, may be a secret. */
function showBase({ protocol, host }: URL): string | null {
  return protocol === 'https:' || protocol === 'http:' ? `${protocol}//${host}` : null;
}

function readRetryBase(value: string): number | Diagnostic {
  const number = Number(value);
  if (/^\d+(\.\d+)?$/u.test(value) && number > 0 && number <= 3_600_000) return number;
  return fault('ENVIRONMENT_INVALID', NOWHERE, {
    variable: 'MENDIAN_RETRY_BASE_MS',
    value,
    expected: 'expect-milliseconds',
  });
}

function readEither(environment: Environment, name: string): string | undefined {
  return read(environment, name) ?? read(environment, name.toUpperCase());
}
