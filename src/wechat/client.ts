/** The store API as the applier uses it: one attempt a call, tokens renewed inside, secrets kept inside. */

import { redact } from '../base/redact.ts';
import type { Phrase } from '../messages/phrases.ts';
import type { AccountPlatform, Answer, LiveStore, PlatformError } from '../model/platform.ts';
import type { Clock } from '../model/run.ts';
import type { Credentials, Fault } from '../model.ts';
import {
  type AnswerReading,
  describeFailure,
  judgeAnswer,
  type Verdict,
  type VerdictError,
} from './answer.ts';
import { refuseToken } from './token-call.ts';
import { createTokenSource, type TokenSource } from './tokens.ts';
import {
  createTransport,
  DEFAULT_TIMEOUTS,
  type HttpAnswer,
  type HttpRequest,
  type ProxySettings,
  type Transport,
} from './transport.ts';
import { checkAddress, decodeUpload, encodePicture, holdsAddress, UPLOAD_PATH } from './upload.ts';
import {
  decodeAccountAudit,
  decodeCard,
  decodePage,
  decodeQuota,
  decodeReceipt,
  decodeStore,
  encodeUpdate,
  type ReadGap,
} from './wire.ts';

export interface ClientOptions {
  /** Scheme and host, without a slash at the end. */
  readonly apiBase: string;
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** The unit of all waits, in milliseconds. */
  readonly retryBaseMs: number;
  readonly proxy: ProxySettings;
  readonly timeouts?: { readonly connectTimeout: number; readonly answerTimeout: number };
  /** Told of each call: the line without secrets, with the words for why there was no answer. */
  readonly log?: { readonly print: (line: string) => void; readonly say: (phrase: Phrase) => string };
  /** Told of each answer that says what time it is there, with the time in the middle of the call here. */
  readonly noteTime?: (there: Date, here: Date) => void;
  /** Folder that a credential command runs in; without it, the process's own. */
  readonly folder?: string;
  /** Ends a credential command that is at work. */
  readonly signal?: AbortSignal;
  /** What must not be shown besides the credentials and the tokens seen. */
  readonly secrets?: readonly string[];
}

interface Client {
  readonly options: ClientOptions;
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
  readonly reading: AnswerReading;
  readonly tokens: TokenSource;
}

/** Connects to the platform; nothing is sent before the first call. */
export function createPlatform(options: ClientOptions): AccountPlatform {
  const transport = createTransport({ proxy: options.proxy, ...(options.timeouts ?? DEFAULT_TIMEOUTS) });
  const { apiBase, credentials, clock, retryBaseMs, folder, signal } = options;
  const secrets = (): readonly string[] => [...(options.secrets ?? []), ...tokens.secrets()];
  const send = (request: HttpRequest): Promise<HttpAnswer> =>
    sendLogged(request, options, transport, secrets);
  const describeSilence = (detail: Phrase): Fault => describeNetwork(detail, options);
  const reading: AnswerReading = { hide: (text) => redact(text, secrets()) };
  const tokens: TokenSource = createTokenSource({
    apiBase,
    credentials,
    clock,
    retryBaseMs,
    reading,
    send,
    describeSilence,
    folder,
    signal,
  });
  const client: Client = { options, send, reading, tokens };
  return {
    readStore: (poiId) =>
      call(client, '/wxa/get_store_info', JSON.stringify({ poi_id: poiId }), (body) =>
        decodeOwnStore(body, poiId),
      ),
    listStores: (offset, limit) =>
      call(client, '/wxa/get_store_list', JSON.stringify({ offset, limit }), decodePage),
    updateStore: (poiId, values) =>
      call(client, '/wxa/update_store', encodeUpdate(poiId, values), decodeReceipt),
    uploadPicture: async (picture) =>
      checkAddress(
        await call(client, UPLOAD_PATH, encodePicture(picture), decodeUpload, holdsAddress),
        picture.filename,
      ),
    readQuota: () =>
      call(
        client,
        '/cgi-bin/openapi/quota/get',
        JSON.stringify({ cgi_path: '/wxa/update_store' }),
        decodeQuota,
      ),
    readCard: (poiId) => call(client, '/card/storewxa/get', JSON.stringify({ poi_id: poiId }), decodeCard),
    readToken: async () => {
      const token = await tokens.current();
      if (!token.ok) return token;
      return { ok: true, value: { source: credentials.kind === 'token' ? 'given' : 'fetched' } };
    },
    readAccountAudit: () => call(client, '/wxa/get_merchant_audit_info', null, decodeAccountAudit),
    close: () => transport.close(),
  };
}

const LONGEST_DETAIL = 200;

/** Another store's answer must never be taken for the one that was asked for. */
function decodeOwnStore(body: Readonly<Record<string, unknown>>, poiId: string): LiveStore | Misread {
  const store = decodeStore(body);
  return typeof store === 'string' || store.poi_id === poiId
    ? store
    : { phrase: 'other-store', poi_id: store.poi_id };
}

/** Why an answer cannot be understood. */
type Misread = ReadGap | { readonly phrase: 'other-store'; readonly poi_id: string };

type Decode<T> = (body: Readonly<Record<string, unknown>>) => T | Misread;

/** One call, a GET where it has no body; a TOKEN answer did not take effect, so it is made once more with another token. */
async function call<T extends object>(
  client: Client,
  path: string,
  body: HttpRequest['body'],
  decode: Decode<T>,
  hasSucceeded?: (body: Readonly<Record<string, unknown>>) => boolean,
): Promise<Answer<T>> {
  const token = await client.tokens.current();
  if (!token.ok) return token;
  const ask = (valid: string): Promise<Verdict> => attempt(client, { path, body, hasSucceeded }, valid);
  const first = await ask(token.value);
  if (first.ok || first.error.class !== 'TOKEN') return conclude(client, first, decode);
  const renewed = await client.tokens.renew(token.value, first.error);
  if (!renewed.ok) return renewed;
  return conclude(client, await ask(renewed.value), decode);
}

interface Call {
  readonly path: string;
  readonly body: HttpRequest['body'];
  readonly hasSucceeded: ((body: Readonly<Record<string, unknown>>) => boolean) | undefined;
}

async function attempt(
  { options, send, reading }: Client,
  { path, body, hasSucceeded }: Call,
  token: string,
): Promise<Verdict> {
  const url = `${options.apiBase}${path}?access_token=${encodeURIComponent(token)}`;
  const answer = await send({ method: body === null ? 'GET' : 'POST', url, body });
  if (answer.kind === 'answer') return judgeAnswer(answer.status, answer.text, reading, hasSucceeded);
  const fault = describeNetwork(answer.detail, options);
  return { ok: false, error: describeFailure('RETRY', answer.landed, fault) };
}

function conclude<T extends object>({ reading }: Client, verdict: Verdict, decode: Decode<T>): Answer<T> {
  if (!verdict.ok) return { ok: false, error: settleToken(verdict.error) };
  const decoded = decode(verdict.body);
  if (typeof decoded !== 'string' && !('phrase' in decoded)) return { ok: true, value: decoded };
  // The reason may hold a value of the answer: whatever came there, it stays short and without secrets.
  const detail =
    typeof decoded === 'string'
      ? decoded
      : { ...decoded, poi_id: reading.hide(decoded.poi_id).slice(0, LONGEST_DETAIL) };
  const fault: Fault = { code: 'READ_INCOMPLETE', params: { detail } };
  return { ok: false, error: describeFailure('RETRY', 'maybe', fault) };
}

/** A TOKEN answer that is left after the renewal is the end of the road. */
function settleToken(error: VerdictError): PlatformError {
  return error.class === 'TOKEN' ? refuseToken(error) : { ...error, class: error.class };
}

function describeNetwork(detail: Phrase, { apiBase, proxy }: ClientOptions): Fault {
  const isSet = Boolean(proxy.httpProxy || proxy.httpsProxy);
  return { code: 'NETWORK', params: { host: new URL(apiBase).host, detail, proxy: isSet ? 'set' : 'unset' } };
}

async function sendLogged(
  request: HttpRequest,
  { clock, log, noteTime }: ClientOptions,
  transport: Transport,
  secrets: () => readonly string[],
): Promise<HttpAnswer> {
  const begun = clock.now().getTime();
  const answer = await transport.send(request);
  if (answer.kind === 'answer' && answer.date !== null) {
    const [there, here] = [new Date(answer.date), new Date((begun + clock.now().getTime()) / 2)];
    if (!Number.isNaN(there.getTime())) noteTime?.(there, here);
  }
  if (log === undefined) return answer;
  const told =
    answer.kind === 'silence'
      ? log.say(answer.detail)
      : `HTTP ${answer.status} ${nameErrcode(answer.text) ?? log.say('no-errcode')}`;
  const line = `${request.method} ${new URL(request.url).pathname} ${told} ${clock.now().getTime() - begun} ms`;
  log.print(redact(line, secrets()));
  return answer;
}

function nameErrcode(text: string): string | null {
  const errcode = /"errcode"\s*:\s*"?(-?\d{1,10})/u.exec(text.slice(0, 2000))?.[1];
  return errcode === undefined ? null : `errcode ${errcode}`;
}
