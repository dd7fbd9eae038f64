/** Status and text of an HTTP answer → a verdict. A missing `errcode` is no success, unless the call knows it as one. Pure. */
import { asJsonObject } from '../base/json-object.ts';
import { parseLosslessJson } from '../base/lossless-json.ts';
import type { PlainPhrase } from '../messages/phrases.ts';
import type { AnswerClass, PlatformError } from '../model/platform.ts';
import type { Fault } from '../model.ts';
import { type ErrcodeRow, findErrcode } from './errcodes.ts';

/** `TOKEN` is settled inside the client; the others go to the caller. */
export type VerdictError = Omit<PlatformError, 'class'> & { readonly class: AnswerClass | 'TOKEN' };

export type Verdict =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: VerdictError };

/** What takes secrets out of the platform's own words. */
export interface AnswerReading {
  readonly hide: (text: string) => string;
}

const LONGEST_ERRMSG = 200;
/** A request id and what surrounds it, at most. */
const LONGEST_TAIL = 300;

/** Judges one answer. `hasSucceeded` knows a success of calls whose good answers hold no errcode. */
export function judgeAnswer(
  status: number,
  text: string,
  reading: AnswerReading,
  hasSucceeded: (body: Readonly<Record<string, unknown>>) => boolean = () => false,
): Verdict {
  if (status >= 500) return fail('RETRY', 'maybe', { code: 'HTTP_STATUS', params: { status } });
  if (status === 412) {
    // The gateway's answer to a chunked body: it never got as far as the store.
    return fail('BUG', 'no', { code: 'CLIENT_BUG', params: { errcode: null, errmsg: 'HTTP 412' } });
  }
  const body = parseBody(text);
  if (body !== null && body.errcode === undefined && hasSucceeded(body)) return { ok: true, body };
  if (body === null || body.errcode === undefined) {
    const sort = nameSort(text, body);
    return fail('RETRY', 'maybe', { code: 'NOT_AN_ANSWER', params: { status, sort } });
  }
  const errcode = readErrcode(body.errcode);
  if (errcode === 0) return { ok: true, body };
  if (errcode === null) {
    return fail('RETRY', 'maybe', {
      code: 'NOT_AN_ANSWER',
      params: { status, sort: 'errcode-no-number' },
    });
  }
  return { ok: false, error: describeErrcode(errcode, body.errmsg, reading) };
}

/** The body as an object, or null where it is no JSON or no object. */
export function parseBody(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asJsonObject(parseLosslessJson(text));
  } catch {
    return null;
  }
}

/** The error that an errcode stands for. `errmsg` ends with a variable `rid`, which is kept apart. */
export function describeErrcode(errcode: number, raw: unknown, { hide }: AnswerReading): VerdictError {
  // The platform may repeat what it was sent. Hidden before shortening: half a secret would not be found.
  const { errmsg, rid } = splitErrmsg(hide(typeof raw === 'string' ? raw : ''));
  const row = findErrcode(errcode);
  const fault = row === null ? unknownErrcode(errcode, errmsg) : describeRow(row, errmsg);
  return {
    class: row?.class ?? 'STORE',
    // -1 says "system error", not whether the update was made before.
    landed: errcode === -1 ? 'maybe' : 'no',
    pace: errcode === 45011 ? 'slower' : 'keep',
    known: row !== null,
    fault,
    errcode,
    rid,
  };
}

/** Takes `rid: 8hex-8hex-8hex` and the older `hint: [...]` off the end of a message, and shortens it. */
export function splitErrmsg(raw: string): { readonly errmsg: string; readonly rid: string | null } {
  const tail = raw.slice(-LONGEST_TAIL);
  const found = /(?:^|[\s,]+)(?:hint:\s*\[([^\]]*)\])?[\s,]*(?:rid:\s*([0-9a-fA-F-]+))?\s*$/u.exec(tail);
  const rid = found?.[2] ?? found?.[1] ?? null;
  const message = (rid === null ? raw : raw.slice(0, raw.length - (found?.[0].length ?? 0))).trim();
  return { errmsg: shorten(message), rid };
}

function shorten(message: string): string {
  if (message.length <= LONGEST_ERRMSG) return message;
  // A character of two halves must not be cut in two.
  return `${message.slice(0, LONGEST_ERRMSG).replace(/[\ud800-\udbff]$/u, '')}…`;
}

function describeRow(row: ErrcodeRow, errmsg: string): Fault {
  const params = { errcode: row.code, errmsg };
  if (row.class === 'BUG') return { code: 'CLIENT_BUG', params };
  if (row.class === 'RETRY') return { code: 'PLATFORM_BUSY', params };
  return { code: row.class === 'STOP' ? 'PLATFORM_STOP' : 'PLATFORM_REFUSED', params };
}

function unknownErrcode(errcode: number, errmsg: string): Fault {
  return { code: 'UNKNOWN_ERRCODE', params: { errcode, errmsg } };
}

function readErrcode(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d+$/u.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : null;
}

/** What came instead of an answer, in few words and without its content. */
function nameSort(text: string, body: object | null): PlainPhrase {
  if (body !== null) return 'json-without-errcode';
  const start = text.trimStart().slice(0, 200).toLowerCase();
  if (start === '') return 'empty-answer';
  if (/^<(!doctype html|html|head|body)/u.test(start)) return 'html';
  if (start.startsWith('<')) return 'xml-or-html';
  return /^[[{]/u.test(start) ? 'broken-json' : 'plain-text';
}

function fail(kind: AnswerClass, landed: 'no' | 'maybe', fault: Fault): Verdict {
  return { ok: false, error: describeFailure(kind, landed, fault) };
}

/** An error that no errcode stands for. */
export function describeFailure(kind: AnswerClass, landed: 'no' | 'maybe', fault: Fault): PlatformError {
  return { class: kind, landed, pace: 'keep', known: true, fault, errcode: null, rid: null };
}
