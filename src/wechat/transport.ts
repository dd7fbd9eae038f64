/** One HTTP attempt: keep-alive, timeouts, proxies, a bounded answer. Failures are values. */
import type { Dispatcher } from 'undici';

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
  /** A whole string, so that the call carries its length; a chunked one is answered with 412. */
  readonly body: string | null;
}

export type HttpAnswer =
  /** `date` is the header as it came: what the other side takes for now; null without one. */
  | { readonly kind: 'answer'; readonly status: number; readonly text: string; readonly date: string | null }
  /** `landed: 'no'`: the connection was never made. `detail` holds no address and no secret. */
  | { readonly kind: 'silence'; readonly landed: 'no' | 'maybe'; readonly detail: string };

export interface Transport {
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

const MAX_ANSWER_BYTES = 5_000_000;

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

const UNTRUSTED = 'the certificate of the host is not trusted';

/** Words for codes of Node, undici and OpenSSL; none of them holds an address. */
const DETAILS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  EPIPE: 'the connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped in the middle',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer was cut off',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'the answer is far too large',
  TimeoutError: 'no whole answer in time',
  // Only the tunnel through a proxy ends with this one; a request of ours that takes too long is a TimeoutError.
  UND_ERR_ABORTED: 'the proxy refused the connection',
  UND_ERR_PRX_TLS: 'the certificate of the proxy is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_HAS_EXPIRED: 'the certificate of the host has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is that of another host',
};

/** Without the address, which may hold a password. */
const UNUSABLE_PROXY: HttpAnswer = {
  kind: 'silence',
  landed: 'no',
  detail: 'the proxy variable holds no usable address',
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
  try {
    const answer = await request(url, {
      method,
      dispatcher,
      headersTimeout: answerTimeout,
      bodyTimeout: answerTimeout,
      // An answer that drips in would hold a connection for ever.
      signal: AbortSignal.timeout(answerTimeout * 3),
      ...(body === null ? {} : { body, headers: { 'content-type': 'application/json; charset=utf-8' } }),
    });
    const { statusCode: status, headers } = answer;
    const date = typeof headers.date === 'string' ? headers.date : null;
    return { kind: 'answer', status, text: await answer.body.text(), date };
  } catch (error) {
    return describeSilence(error);
  }
}

function describeSilence(error: unknown): HttpAnswer {
  const { code, call } = findCause(error);
  const name = /^[A-Z0-9_]{2,60}$/u.test(code) ? code : 'unknown';
  const neverSent = NEVER_SENT_CALLS.has(call) || NEVER_SENT_CODES.has(code) || UNTRUSTED_CODE.test(code);
  const landed = neverSent ? 'no' : 'maybe';
  return { kind: 'silence', landed, detail: DETAILS[code] ?? `the connection failed (${name})` };
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
