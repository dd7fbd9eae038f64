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
  | { readonly kind: 'answer'; readonly status: number; readonly text: string }
  /** `landed: 'no'`: the connection was never made. `detail` holds no address and no secret. */
  | { readonly kind: 'silence'; readonly landed: 'no' | 'maybe'; readonly detail: string };

export interface Transport {
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

const MAX_ANSWER_BYTES = 5_000_000;

/** Codes of failures before any byte of the request went out. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

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
  UND_ERR_ABORTED: 'the proxy refused the connection',
};

/** Makes a transport. undici loads with the first call, so that a plan never pays for it. */
export function createTransport(options: TransportOptions): Transport {
  let dispatcher: Promise<Dispatcher> | null = null;
  return {
    send: async (request) => {
      dispatcher ??= createDispatcher(options);
      return await sendOnce(request, await dispatcher, options);
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

async function createDispatcher({
  proxy,
  connectTimeout,
  answerTimeout,
}: TransportOptions): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await loadUndici();
  const limits = {
    connect: { timeout: connectTimeout },
    headersTimeout: answerTimeout,
    bodyTimeout: answerTimeout,
    maxResponseSize: MAX_ANSWER_BYTES,
  };
  if (!proxy.httpProxy && !proxy.httpsProxy) return new Agent(limits);
  // Empty texts keep undici from looking into the process's own environment.
  return new EnvHttpProxyAgent({
    ...limits,
    httpProxy: proxy.httpProxy ?? '',
    httpsProxy: proxy.httpsProxy ?? '',
    noProxy: proxy.noProxy ?? '',
  });
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
    return { kind: 'answer', status: answer.statusCode, text: await answer.body.text() };
  } catch (error) {
    const code = findCode(error);
    const detail =
      DETAILS[code] ?? `the connection failed (${/^[A-Z0-9_]{2,60}$/u.test(code) ? code : 'unknown'})`;
    return { kind: 'silence', landed: NEVER_SENT.has(code) ? 'no' : 'maybe', detail };
  }
}

/** The code of an error, or of what caused it: undici and Node wrap the first failure. */
function findCode(error: unknown): string {
  for (let current: unknown = error, depth = 0; current instanceof Error && depth < 5; depth += 1) {
    const { code } = current as Error & { code?: unknown };
    const inner: unknown = current instanceof AggregateError ? current.errors[0] : current.cause;
    if (typeof code === 'string' && !(inner instanceof Error)) return code;
    if (inner === undefined) return current.name;
    current = inner;
  }
  return '';
}
