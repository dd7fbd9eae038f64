/** One HTTP attempt: keep-alive, timeouts, proxies, a bounded answer. Failures are values. */

import type { Dispatcher } from 'undici';
import type { Phrase, PlainPhrase } from '../messages/phrases.ts';

/** Proxies by the variables that everyone uses; undefined where they are not set. */
export interface ProxySettings {
  readonly httpProxy?: string | undefined;
  readonly httpsProxy?: string | undefined;
  readonly noProxy?: string | undefined;
}

export interface TransportOptions {
  readonly proxy: ProxySettings;
  /** Milliseconds until a connection must stand. */
  readonly connectTimeout: number;
  /** Milliseconds between two signs of life of an answer. */
  readonly answerTimeout: number;
}

export const DEFAULT_TIMEOUTS = { connectTimeout: 5_000, answerTimeout: 10_000 } as const;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Holds the token: never to be shown. */
  readonly url: string;
  /** Whole, so that the call carries its length; a chunked one is answered with 412. A text is JSON. */
  readonly body: string | Form | null;
}

/** A body that is no JSON, and may take long to send. */
export interface Form {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

export type HttpAnswer =
  /** `date` is the header as it came: what the other side takes for now; null without one. */
  | { readonly kind: 'answer'; readonly status: number; readonly text: string; readonly date: string | null }
  /** `landed: 'no'`: the connection was never made. `detail` holds no address and no secret. */
  | { readonly kind: 'silence'; readonly landed: 'no' | 'maybe'; readonly detail: Phrase };

export interface Transport {
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

const MAX_ANSWER_BYTES = 5_000_000;

/** A picture of nearly 1 MB takes a slow line a minute; the time for an answer runs from the first byte of the call. */
const FORM_PATIENCE = 6;

/** What failed before any byte of the request went out: looking up a name, connecting, shaking hands. */
const NEVER_SENT_CALLS: ReadonlySet<string> = new Set(['connect', 'getaddrinfo']);
const NEVER_SENT_CODES = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_ABORTED',
  'UND_ERR_PRX_TLS',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);
/** OpenSSL's names for a certificate that is not trusted; other faults of TLS may come in the middle. */
const UNTRUSTED_CODE = /^(?!ERR_SSL_).*(CERT|SIGNATURE)/u;

const UNTRUSTED = 'untrusted-certificate';

/** Words for codes of Node, undici and OpenSSL; none of them holds an address. */
const DETAILS: Readonly<Record<string, PlainPhrase>> = {
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-cut',
  ENOTFOUND: 'host-unknown',
  EAI_AGAIN: 'host-not-looked-up',
  EHOSTUNREACH: 'host-unreachable',
  ENETUNREACH: 'network-unreachable',
  ETIMEDOUT: 'connection-timed-out',
  EPIPE: 'connection-cut',
  UND_ERR_CONNECT_TIMEOUT: 'no-connection-in-time',
  UND_ERR_HEADERS_TIMEOUT: 'no-answer-in-time',
  UND_ERR_BODY_TIMEOUT: 'answer-stopped',
  UND_ERR_SOCKET: 'connection-cut',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'answer-cut-off',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'answer-too-large',
  TimeoutError: 'no-whole-answer-in-time',
  // Only the tunnel through a proxy ends with this one; a request of ours that takes too long is a TimeoutError.
  UND_ERR_ABORTED: 'proxy-refused',
  UND_ERR_PRX_TLS: 'untrusted-proxy-certificate',
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_HAS_EXPIRED: 'expired-certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'foreign-certificate',
};

/** Without the address, which may hold a password. */
const UNUSABLE_PROXY: HttpAnswer = {
  kind: 'silence',
  landed: 'no',
  detail: 'proxy-unusable',
};

/** Makes a transport. undici loads with the first call, so that a plan never pays for it. */
export function createTransport(options: TransportOptions): Transport {
  let dispatcher: Promise<Dispatcher | null> | null = null;
  return {
    send: async (request) => {
      dispatcher ??= createDispatcher(options);
      const ready = await dispatcher;
      if (ready === null) return UNUSABLE_PROXY;
      return await sendOnce(request, ready, options);
    },
    close: async () => {
      // Idle connections are dropped; nothing is in flight when a run ends.
      await (await dispatcher)?.destroy();
      dispatcher = null;
    },
  };
}

/** A CommonJS package: in a bundle its members are reached through the default export alone. */
async function loadUndici(): Promise<typeof import('undici')> {
  // Its own types leave newer members out of the default export.
  return (await import('undici')).default as unknown as typeof import('undici');
}

/** Null where a proxy is set that cannot be used: going around it would not be what its owner wants. */
async function createDispatcher(options: TransportOptions): Promise<Dispatcher | null> {
  const { Agent, EnvHttpProxyAgent, Pool } = await loadUndici();
  const { connectTimeout, answerTimeout } = options;
  const timeouts = { headersTimeout: answerTimeout, bodyTimeout: answerTimeout };
  const limits = { connect: { timeout: connectTimeout }, ...timeouts, maxResponseSize: MAX_ANSWER_BYTES };
  const { httpProxy = '', httpsProxy = '', noProxy = '' } = options.proxy;
  if (httpProxy === '' && httpsProxy === '') return new Agent(limits);
  try {
    // Empty texts keep undici from looking into the process's own environment.
    return new EnvHttpProxyAgent({
      ...limits,
      httpProxy: withScheme(httpProxy),
      httpsProxy: withScheme(httpsProxy),
      noProxy,
      proxyTls: { timeout: connectTimeout },
      // The tunnel has its own connections: without this one, a proxy that hangs would be waited for five minutes.
      clientFactory: (origin, pool) => new Pool(origin, { ...pool, ...timeouts }),
    });
  } catch {
    return null;
  }
}

/** Many write `proxy.example:8080`, which curl takes for http. */
function withScheme(proxy: string): string {
  return proxy === '' || /^[a-z][a-z0-9+.-]*:\/\//iu.test(proxy) ? proxy : `http://${proxy}`;
}

async function sendOnce(
  { method, url, body }: HttpRequest,
  dispatcher: Dispatcher,
  { answerTimeout }: TransportOptions,
): Promise<HttpAnswer> {
  const { request } = await loadUndici();
  const patience = typeof body === 'object' && body !== null ? answerTimeout * FORM_PATIENCE : answerTimeout;
  try {
    const answer = await request(url, {
      method,
      dispatcher,
      headersTimeout: patience,
      bodyTimeout: patience,
      // An answer that drips in would hold a connection for ever.
      signal: AbortSignal.timeout(patience * 3),
      ...describeBody(body),
    });
    const { statusCode: status, headers } = answer;
    const date = typeof headers.date === 'string' ? headers.date : null;
    return { kind: 'answer', status, text: await answer.body.text(), date };
  } catch (error) {
    return describeSilence(error);
  }
}

function describeBody(body: HttpRequest['body']): {
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
} {
  if (body === null) return {};
  if (typeof body === 'string')
    return { body, headers: { 'content-type': 'application/json; charset=utf-8' } };
  return { body: body.bytes, headers: { 'content-type': body.contentType } };
}

function describeSilence(error: unknown): HttpAnswer {
  const { code, call } = findCause(error);
  const name = /^[A-Z0-9_]{2,60}$/u.test(code) ? code : 'unknown';
  const neverSent = NEVER_SENT_CALLS.has(call) || NEVER_SENT_CODES.has(code) || UNTRUSTED_CODE.test(code);
  const landed = neverSent ? 'no' : 'maybe';
  return { kind: 'silence', landed, detail: DETAILS[code] ?? { phrase: 'connection-failed', cause: name } };
}

interface Cause {
  readonly code: string;
  /** The call of the system that failed, where one did. */
  readonly call: string;
}

/** Code and system call of an error, or of what caused it: undici and Node wrap the first failure. */
function findCause(error: unknown): Cause {
  for (let current: unknown = error, depth = 0; current instanceof Error && depth < 5; depth += 1) {
    // Members that errors of the system and of undici have, and others have not.
    const { code, syscall } = current as Error & { code?: unknown; syscall?: unknown };
    const call = typeof syscall === 'string' ? syscall : '';
    const inner: unknown = current instanceof AggregateError ? current.errors[0] : current.cause;
    if (typeof code === 'string' && !(inner instanceof Error)) return { code, call };
    if (inner === undefined) return { code: current.name, call };
    current = inner;
  }
  return { code: '', call: '' };
}
