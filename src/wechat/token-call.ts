/** Calls that give tokens. Unlike the others, a good answer of theirs holds no errcode; and a refusal ends the run. */
import type { Phrase } from '../messages/phrases.ts';
import type { Answer, PlatformError } from '../model/platform.ts';
import type { Clock } from '../model/run.ts';
import type { Fault } from '../model.ts';
import {
  type AnswerReading,
  describeErrcode,
  describeFailure,
  parseBody,
  type VerdictError,
} from './answer.ts';
import type { HttpAnswer, HttpRequest } from './transport.ts';

export interface TokenCalls {
  readonly clock: Clock;
  readonly retryBaseMs: number;
  readonly reading: AnswerReading;
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
  readonly apiBase: string;
  readonly describeSilence: (detail: Phrase) => Fault;
}

export interface TokenRequest {
  /** Path, with what stands behind it. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The member of a good answer that holds the token. */
  readonly member: string;
}

/** A good answer of a token call. */
export interface TokenGrant {
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const MAX_TRIES = 3;
/** What the pages name for each of these tokens. */
const USUAL_LIFE_S = 7200;

/** Asks for a token, three times where nobody answers or the platform is busy. Any refusal is of class STOP. */
export async function askForToken(calls: TokenCalls, request: TokenRequest): Promise<Answer<TokenGrant>> {
  const body = JSON.stringify(request.body);
  for (let tries = 1; ; tries += 1) {
    const answer = await calls.send({ method: 'POST', url: `${calls.apiBase}${request.path}`, body });
    const judged = judgeTokenAnswer(answer, calls, request.member);
    if (judged.ok) return judged;
    // At a token call a TOKEN answer means that the secret is wrong: nothing else will work.
    if (judged.error.class !== 'RETRY' || tries >= MAX_TRIES)
      // Whatever became of the token call, the call that needed the token was not made.
      return { ok: false, error: { ...judged.error, class: 'STOP', landed: 'no' } };
    await calls.clock.sleep(calls.retryBaseMs * 2 ** (tries - 1));
  }
}

/** A failure before any call: nothing else will work, and nothing was sent. */
export function stopTokens(fault: Fault): { readonly ok: false; readonly error: PlatformError } {
  return { ok: false, error: describeFailure('STOP', 'no', fault) };
}

/** The end of the road: a fresh token, or the only one, was refused. */
export function refuseToken({ fault, errcode, rid }: VerdictError): PlatformError {
  const errmsg = 'errmsg' in fault.params ? fault.params.errmsg : '';
  const refused: Fault = { code: 'TOKEN_REFUSED', params: { errcode: errcode ?? 0, errmsg } };
  return { ...describeFailure('STOP', 'no', refused), errcode, rid };
}

type TokenVerdict =
  | { readonly ok: true; readonly value: TokenGrant }
  | { readonly ok: false; readonly error: VerdictError };

function judgeTokenAnswer(
  answer: HttpAnswer,
  { reading, describeSilence }: TokenCalls,
  member: string,
): TokenVerdict {
  if (answer.kind === 'silence') return failToken(describeSilence(answer.detail));
  if (answer.status >= 500) return failToken({ code: 'HTTP_STATUS', params: { status: answer.status } });
  const body = parseBody(answer.text);
  const { errcode, errmsg, expires_in, [member]: token } = body ?? {};
  const expiresIn = Number(expires_in);
  if (body !== null && typeof token === 'string' && token !== '')
    return {
      ok: true,
      value: { token, expiresIn: Number.isFinite(expiresIn) ? expiresIn : USUAL_LIFE_S, body },
    };
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

function failToken(fault: Fault): TokenVerdict {
  return { ok: false, error: describeFailure('RETRY', 'no', fault) };
}
