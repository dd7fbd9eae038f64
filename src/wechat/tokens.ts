/**
 * The access token: one from elsewhere, or a stable token, never forced, since forcing would void the token of
 * other systems (page getStableAccessToken). Renewed once for all callers at a time.
 */
import type { Phrase } from '../messages/phrases.ts';
import type { Answer, PlatformError } from '../model/platform.ts';
import type { Clock } from '../model/run.ts';
import type { Credentials, Fault } from '../model.ts';
import {
  type AnswerReading,
  describeErrcode,
  describeFailure,
  parseBody,
  type VerdictError,
} from './answer.ts';
import type { HttpAnswer, HttpRequest } from './transport.ts';

/** The platform renews a stable token in its last five minutes, and lets the old one live that long. */
const RENEWAL_MS = 5 * 60_000;
const MAX_TRIES = 3;

export interface TokenOptions {
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly retryBaseMs: number;
  readonly reading: AnswerReading;
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
  readonly apiBase: string;
  readonly describeSilence: (detail: Phrase) => Fault;
}

export interface TokenSource {
  /** A token that should be valid now. */
  current(): Promise<Answer<string>>;
  /** After a TOKEN answer: another token than the refused one, or why there is none. */
  renew(refused: string, error: VerdictError): Promise<Answer<string>>;
  /** What must never be shown: the secret and each token seen. */
  secrets(): readonly string[];
}

/** A source of tokens for one account. */
export function createTokenSource(options: TokenOptions): TokenSource {
  const { credentials } = options;
  return credentials.kind === 'token' ? givenToken(credentials.token) : stableToken(options, credentials);
}

function givenToken(token: string): TokenSource {
  return {
    current: async () => ({ ok: true, value: token }),
    renew: async (_refused, error) => ({ ok: false, error: refuseToken(error) }),
    secrets: () => [token],
  };
}

function stableToken(
  options: TokenOptions,
  credentials: Extract<Credentials, { kind: 'secret' }>,
): TokenSource {
  const { clock, retryBaseMs } = options;
  const seen = new Set<string>();
  let cached: { token: string; validUntil: number } | null = null;
  let fetching: Promise<Answer<string>> | null = null;

  const fetchOnce = async (): Promise<Answer<string>> => {
    const answer = await fetchToken(options, credentials);
    if (!answer.ok) return answer;
    const { token, expiresIn } = answer.value;
    seen.add(token);
    const lifetime = expiresIn * 1000;
    // A token whose whole life is that short would otherwise be asked for before each call.
    const usable = Math.max(lifetime - RENEWAL_MS, lifetime / 2);
    cached = { token, validUntil: clock.now().getTime() + usable };
    return { ok: true, value: token };
  };
  const fetchShared = (): Promise<Answer<string>> => {
    fetching ??= fetchOnce().finally(() => {
      fetching = null;
    });
    return fetching;
  };

  return {
    current: async () => {
      if (cached !== null && clock.now().getTime() < cached.validUntil)
        return { ok: true, value: cached.token };
      return await fetchShared();
    },
    renew: async (refused) => {
      // Another caller may have renewed it already.
      if (cached !== null && cached.token !== refused) return { ok: true, value: cached.token };
      const renewed = await fetchShared();
      // The very same token may be good again in a moment; the caller gives up when it is refused once more.
      if (renewed.ok && renewed.value === refused) await clock.sleep(retryBaseMs);
      return renewed;
    },
    secrets: () => [credentials.secret, ...seen],
  };
}

interface FetchedToken {
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
}

async function fetchToken(
  options: TokenOptions,
  { appid, secret }: Extract<Credentials, { kind: 'secret' }>,
): Promise<Answer<FetchedToken>> {
  const body = JSON.stringify({ grant_type: 'client_credential', appid, secret, force_refresh: false });
  for (let tries = 1; ; tries += 1) {
    const answer = await options.send({
      method: 'POST',
      url: `${options.apiBase}/cgi-bin/stable_token`,
      body,
    });
    const judged = judgeTokenAnswer(answer, options);
    if (judged.ok) return judged;
    // At the token call a TOKEN answer means that the secret is wrong: nothing else will work.
    if (judged.error.class !== 'RETRY' || tries >= MAX_TRIES)
      // Whatever became of the token call, the call that needed the token was not made.
      return { ok: false, error: { ...judged.error, class: 'STOP', landed: 'no' } };
    await options.clock.sleep(options.retryBaseMs * 2 ** (tries - 1));
  }
}

type TokenVerdict =
  | { readonly ok: true; readonly value: FetchedToken }
  | { readonly ok: false; readonly error: VerdictError };

/** Unlike other calls, a good answer of a token call holds no errcode. */
function judgeTokenAnswer(answer: HttpAnswer, { reading, describeSilence }: TokenOptions): TokenVerdict {
  if (answer.kind === 'silence') return failToken(describeSilence(answer.detail));
  if (answer.status >= 500) return failToken({ code: 'HTTP_STATUS', params: { status: answer.status } });
  const body = parseBody(answer.text);
  const { access_token: token, errcode, errmsg, expires_in } = body ?? {};
  const expiresIn = Number(expires_in);
  if (typeof token === 'string' && token !== '') {
    return { ok: true, value: { token, expiresIn: Number.isFinite(expiresIn) ? expiresIn : 7200 } };
  }
  const number = Number(errcode);
  if (errcode === undefined || !Number.isInteger(number) || number === 0) {
    const sort = body === null ? 'not-json' : 'json-without-token';
    return failToken({ code: 'NOT_AN_ANSWER', params: { status: answer.status, sort } });
  }
  const error = describeErrcode(number, errmsg, reading);
  return {
    ok: false,
    error: error.class === 'RETRY' ? error : { ...error, class: 'STOP', fault: asStop(error) },
  };
}

function asStop({ fault }: VerdictError): Fault {
  return fault.code === 'PLATFORM_REFUSED' ? { code: 'PLATFORM_STOP', params: fault.params } : fault;
}

/** The end of the road: a fresh token, or the only one, was refused. */
export function refuseToken({ fault, errcode, rid }: VerdictError): PlatformError {
  const errmsg = 'errmsg' in fault.params ? fault.params.errmsg : '';
  const refused: Fault = { code: 'TOKEN_REFUSED', params: { errcode: errcode ?? 0, errmsg } };
  return { ...describeFailure('STOP', 'no', refused), errcode, rid };
}

function failToken(fault: Fault): TokenVerdict {
  return { ok: false, error: describeFailure('RETRY', 'no', fault) };
}
