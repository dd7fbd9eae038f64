/** The GitHub API by octokit: retries, rate limits, proxies. Failures become faults without a secret in them. */

import type { Octokit } from 'octokit';
import type { GitHubTask, Phrase } from '../messages/phrases.ts';
import type { Fault } from '../model.ts';

export interface ClientOptions {
  /** `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise Server. */
  readonly apiUrl: string;
  readonly token: string;
  /** The unit of all waits, in milliseconds. */
  readonly retryBaseMs: number;
  /** Whether a proxy variable is set. */
  readonly proxy: 'set' | 'unset';
  /** Whether a signal came, so that little time is left; asked at each call. */
  readonly hurried: () => boolean;
  /** Milliseconds until a hurried call, which is made once, is given up; 3 seconds where it is left out. */
  readonly hurriedTimeoutMs?: number;
  /** Notes that a limit is waited for. */
  readonly log: (text: string) => void;
}

/** A repository at GitHub, with the means to reach it. */
export interface GitHub {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
}

const API_VERSION = '2022-11-28';
/** Below this base the waits are those of tests, and calls need no pace. */
const ORDINARY_BASE_MS = 1_000;
const MOST_RETRIES = 2;
const TIMEOUT_MS = 30_000;
const HURRIED_TIMEOUT_MS = 3_000;

/** Makes a client; nothing is sent yet. */
export async function createGitHub(
  options: ClientOptions,
  { owner, repo }: { readonly owner: string; readonly repo: string },
): Promise<GitHub> {
  const { Octokit } = await import('octokit');
  const { apiUrl, token, retryBaseMs, log, hurried } = options;
  const waitFor = (limit: string) => (seconds: number, _request: object, _octokit: object, tries: number) => {
    log(`GitHub: ${limit}, ${seconds} s`);
    return tries < MOST_RETRIES;
  };
  const octokit = new Octokit({
    auth: token,
    baseUrl: apiUrl,
    userAgent: 'mendian',
    request: { fetch: await createFetch(options) },
    retry: { retryAfterBaseValue: retryBaseMs },
    throttle: {
      enabled: retryBaseMs >= ORDINARY_BASE_MS,
      onRateLimit: waitFor('rate limit'),
      onSecondaryRateLimit: waitFor('secondary rate limit'),
    },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  octokit.hook.before('request', (request) => {
    request.headers['x-github-api-version'] = API_VERSION;
    if (hurried()) request.request.retries = 0;
  });
  return { octokit, owner, repo };
}

function ignore(): void {}

/** Node's own fetch knows no proxies on all supported versions; undici's does. */
async function createFetch({ proxy, hurried, hurriedTimeoutMs }: ClientOptions): Promise<typeof fetch> {
  const hurriedTimeout = hurriedTimeoutMs ?? HURRIED_TIMEOUT_MS;
  const limit = (): AbortSignal => AbortSignal.timeout(hurried() ? hurriedTimeout : TIMEOUT_MS);
  const plain: typeof fetch = (input, init) => fetch(input, { ...init, signal: limit() });
  if (proxy === 'unset') return plain;
  // A CommonJS package: in a bundle its members are reached through the default export alone.
  const undici = (await import('undici')).default as unknown as typeof import('undici');
  const dispatcher = new undici.EnvHttpProxyAgent();
  // undici's types of fetch differ from Node's in names only.
  const through = undici.fetch as unknown as (input: unknown, init: object) => Promise<Response>;
  return (input, init) => through(input, { ...init, dispatcher, signal: limit() });
}

/** What an answer that is no success says: its status, and GitHub's words. */
export interface GitHubFailure {
  /** Null where no answer came. */
  readonly status: number | null;
  /** GitHub's words, empty where it gave none. */
  readonly detail: string;
  /** The same for people, or why there are none. */
  readonly said: Phrase;
  /** Types of GraphQL errors, such as `STALE_DATA`. */
  readonly types: readonly string[];
  /** Whether a rate limit refused the call: the same call may be taken later. */
  readonly limited: 'yes' | 'no';
}

/** Reads an error that octokit threw; anything else is a bug and thrown again. */
export function readFailure(error: unknown): GitHubFailure {
  if (!(error instanceof Error)) throw error;
  // Members that octokit's errors have; each is checked before it is used.
  const { status, response, errors } = error as Error & {
    status?: unknown;
    response?: { data?: { message?: unknown }; headers?: Readonly<Record<string, unknown>> };
    errors?: unknown;
  };
  if (Array.isArray(errors)) return readGraphqlFailure(errors);
  if (typeof status !== 'number') {
    if (error.name === 'TimeoutError' || error.name === 'AbortError')
      return { status: null, detail: '', said: 'no-answer-in-time', types: [], limited: 'no' };
    throw error;
  }
  // octokit gives 500 to a call that got no answer at all.
  const answered = response !== undefined;
  const words = response?.data?.message;
  if (!answered) return { status: null, detail: '', said: 'no-connection', types: [], limited: 'no' };
  const detail = `${oneLine(typeof words === 'string' ? words : '')} (${status})`.trimStart();
  return {
    status,
    detail,
    said: { quoted: detail },
    types: [],
    limited: isLimited(status, response.headers),
  };
}

function readGraphqlFailure(errors: readonly unknown[]): GitHubFailure {
  const read = errors.map((each) => {
    const { type, message } = (each ?? {}) as { type?: unknown; message?: unknown };
    return { type: String(type ?? ''), message: String(message ?? '') };
  });
  const detail = oneLine(read.map(({ message }) => message).join(' '));
  const types = read.map(({ type }) => type);
  const limited = types.includes('RATE_LIMITED') ? 'yes' : 'no';
  return { status: 200, detail, said: { quoted: detail }, types, limited };
}

/** A limit answers 429, or 403 with a header that says how long to wait (page "Rate limits for the REST API"). */
function isLimited(status: number, headers: Readonly<Record<string, unknown>> = {}): 'yes' | 'no' {
  if (status === 429) return 'yes';
  const isEmpty = headers['retry-after'] !== undefined || String(headers['x-ratelimit-remaining']) === '0';
  return status === 403 && isEmpty ? 'yes' : 'no';
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim().slice(0, 300);
}

/** The fault of a call; `name` is the branch or the file that it was about. */
export function describeFailure(task: GitHubTask, { said }: GitHubFailure, name = ''): Fault {
  return { code: 'GITHUB_FAILED', params: { task, name, detail: said } };
}
