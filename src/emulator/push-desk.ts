/** Keeps the push events of reviews that ended, and delivers them as the platform does: three tries, five seconds each. */
import { readSystemCode } from '../base/system-error.ts';
import {
  type PushRequest,
  type PushSettings,
  pushRequest,
  type ReviewEnd,
  reviewEvent,
} from './push-message.ts';

/** Message settings, and the address that events go to; without one they are only kept. */
export interface PushTarget extends PushSettings {
  readonly url?: string;
}

/** One event, as `GET /_control/events` shows it. */
export interface KeptEvent extends ReviewEnd {
  readonly xml: string;
  /** How each try to deliver it ended. */
  readonly tries: readonly string[];
  /** A request that would deliver it now; null without message settings. */
  readonly request: PushRequest | null;
}

export interface PushDesk {
  setTarget(target: PushTarget | null): void;
  /** Keeps the event, and delivers it where there is an address. */
  emit(end: ReviewEnd): void;
  list(): readonly KeptEvent[];
  clear(): void;
  /** Resolves once nothing is on its way. */
  settled(): Promise<void>;
  close(): void;
}

const MAX_TRIES = 3;
const PATIENCE_MS = 5_000;

interface Entry extends ReviewEnd {
  readonly xml: string;
  readonly tries: string[];
}

/** `now` gives milliseconds since 1970. */
export function createPushDesk(now: () => number): PushDesk {
  const seconds = (): number => Math.floor(now() / 1000);
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();
  let entries: Entry[] = [];
  let target: PushTarget | null = null;
  const deliver = async (entry: Entry, { url = '', ...settings }: PushTarget): Promise<void> => {
    while (entry.tries.length < MAX_TRIES && !closing.signal.aborted) {
      const end = await tryOnce(url, pushRequest(entry.xml, settings, seconds()), closing.signal);
      entry.tries.push(end);
      if (end === 'success') return;
    }
  };
  return {
    setTarget: (next) => {
      target = next;
    },
    emit: (end) => {
      const entry = { ...end, xml: reviewEvent(end, seconds()), tries: [] };
      entries.push(entry);
      if (target?.url === undefined) return;
      const delivery = deliver(entry, target).finally(() => underWay.delete(delivery));
      underWay.add(delivery);
    },
    list: () =>
      entries.map((entry) => ({
        ...entry,
        request: target === null ? null : pushRequest(entry.xml, target, seconds()),
      })),
    clear: () => {
      entries = [];
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () => closing.abort(),
  };
}

/** `success`, also for an empty answer; else what came instead. */
async function tryOnce(url: string, { query, body }: PushRequest, closing: AbortSignal): Promise<string> {
  const address = new URL(url);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  try {
    const response = await fetch(address, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/xml' },
      redirect: 'manual',
      signal: AbortSignal.any([closing, AbortSignal.timeout(PATIENCE_MS)]),
    });
    const text = await response.text();
    const taken = response.status === 200 && (text === 'success' || text === '');
    return taken ? 'success' : `HTTP ${response.status} ${text.slice(0, 100)}`;
  } catch (error) {
    // What went wrong stands in the cause; a time that is over has none.
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return `no answer: ${readSystemCode(cause) ?? (cause instanceof Error ? cause.name : String(cause))}`;
  }
}
