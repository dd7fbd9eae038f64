/** The envelope in which a forwarder hands on a push request: its query, its body, and when it arrived. Pure. */

import { asJsonObject } from '../base/json-object.ts';
import { parseLosslessJson } from '../base/lossless-json.ts';
import type { Phrase } from '../messages/phrases.ts';
import type { Fault } from '../model.ts';

/** What `repository_dispatch` takes as a payload; an event of the platform has about one kilobyte. */
export const LARGEST_ENVELOPE_BYTES = 65_536;

/** Parameters that the platform adds to the address of the receiver. Null where one is missing. */
export interface PushQuery {
  readonly signature: string | null;
  readonly timestamp: string | null;
  readonly nonce: string | null;
  readonly encrypt_type: string | null;
  readonly msg_signature: string | null;
  readonly echostr: string | null;
}

export interface Envelope {
  readonly query: PushQuery;
  /** The request's body, XML as text; empty for the check of the address. */
  readonly body: string;
  readonly receivedAt: Date;
}

const NAMES = ['signature', 'timestamp', 'nonce', 'encrypt_type', 'msg_signature', 'echostr'] as const;
const LONGEST_PARAMETER = 1_000;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/u;

/** Reads `{query, body, received_at}`. `query` is an object, or the text behind the address's question mark. */
export function readEnvelope(text: string): Envelope | Fault {
  const bytes = Buffer.byteLength(text);
  if (bytes > LARGEST_ENVELOPE_BYTES) return tooLarge(bytes);
  const envelope = parseObject(text);
  if (envelope === null) return unreadable('envelope-not-json');
  const { body = '', received_at: arrival } = envelope;
  if (typeof body !== 'string') return unreadable('envelope-body-no-text');
  const query = readQuery(envelope.query);
  if (!isQuery(query)) return unreadable(query);
  const receivedAt = typeof arrival === 'string' && TIME.test(arrival) ? new Date(arrival) : null;
  if (receivedAt === null || Number.isNaN(receivedAt.getTime()))
    return { code: 'PUSH_NO_ARRIVAL', params: { given: arrival === undefined ? 'nothing' : 'other' } };
  return { query, body, receivedAt };
}

/** The fault of an envelope that is larger than any that can have come by a dispatch. */
export function tooLarge(bytes: number): Fault {
  return { code: 'PUSH_TOO_LARGE', params: { bytes, most: LARGEST_ENVELOPE_BYTES } };
}

export function unreadable(detail: Phrase): Fault {
  return { code: 'PUSH_UNREADABLE', params: { detail } };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asJsonObject(parseLosslessJson(text));
  } catch {
    return null;
  }
}

/** The query, or the reason why it cannot be used. */
function readQuery(value: unknown): PushQuery | Phrase {
  const pairs = typeof value === 'string' ? splitQuery(value) : asJsonObject(value);
  if (pairs === null) return 'query-unreadable';
  const read: Partial<Record<keyof PushQuery, string>> = {};
  for (const name of NAMES) {
    const given = Object.hasOwn(pairs, name) ? (pairs[name] ?? null) : null;
    if (given === null) continue;
    const text = typeof given === 'number' ? String(given) : given;
    if (typeof text !== 'string') return { phrase: 'query-no-text', name };
    if (text.length > LONGEST_PARAMETER) return { phrase: 'query-too-long', name, most: LONGEST_PARAMETER };
    read[name] = text;
  }
  return { ...NOTHING, ...read };
}

function isQuery(read: PushQuery | Phrase): read is PushQuery {
  return typeof read === 'object' && 'echostr' in read;
}

const NOTHING: PushQuery = {
  signature: null,
  timestamp: null,
  nonce: null,
  encrypt_type: null,
  msg_signature: null,
  echostr: null,
};

/** A parameter that is there twice becomes a list, which is refused: two readers would take another one of them. */
function splitQuery(text: string): Readonly<Record<string, unknown>> {
  const parameters = new URLSearchParams(text);
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const [first, ...more] = parameters.getAll(name);
      if (first === undefined) return [];
      return [[name, more.length === 0 ? first : [first, ...more]] as const];
    }),
  );
}
