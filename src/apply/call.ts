/** One way to call the platform: at the pace, slower when told so, and again where repeating does no harm. */
import type { Answer, PlatformError } from '../model/platform.ts';
import type { Fault } from '../model.ts';
import type { Pace } from './pace.ts';
import type { Hands } from './work.ts';

/** Tries of a read, and of an update that a read-back showed not to have landed. */
export const MAX_TRIES = 3;
/** After a signal, calls in flight get this long: a runner kills within ten seconds, and recording takes its part. */
const GRACE_MS = 4_000;
/** How often the per-minute limit is waited out for one call. */
const MAX_PAUSES = 5;

export interface Caller {
  /** A call that may be repeated at will. */
  read<T>(attempt: () => Promise<Answer<T>>): Promise<Answer<T>>;
  /** A call that is repeated only where the platform said that it took no effect (45011). */
  write<T>(attempt: () => Promise<Answer<T>>): Promise<Answer<T>>;
  /** Waits before the given try (1 is the second), telling why. */
  backOff(tries: number, fault: Fault): Promise<void>;
}

/** What a call needs of the outside. */
export type CallHands = Pick<Hands, 'clock' | 'signal' | 'tell'>;

/** Wraps the hands of a run; `retryBaseMs` is the first wait, doubled with each try. */
export function createCaller(hands: CallHands, pace: Pace, retryBaseMs: number): Caller {
  const { clock, signal, tell } = hands;

  const write = async <T>(attempt: () => Promise<Answer<T>>): Promise<Answer<T>> => {
    for (let pauses = 0; ; pauses += 1) {
      await pace.turn(signal);
      if (signal.aborted) return { ok: false, error: describeInterruption(signal) };
      const answer = await endInTime(attempt(), hands);
      if (answer.ok) pace.succeeded();
      if (answer.ok || answer.error.pace === 'keep') return answer;
      if (pauses >= MAX_PAUSES) return { ok: false, error: { ...answer.error, class: 'STOP' } };
      const milliseconds = pace.slowDown();
      tell({ kind: 'slower', milliseconds, rate: pace.rate() });
    }
  };

  const backOff = async (tries: number, fault: Fault): Promise<void> => {
    const milliseconds = retryBaseMs * 2 ** (tries - 1);
    tell({ kind: 'waiting', milliseconds, fault });
    await clock.sleep(milliseconds, signal);
  };

  const read = async <T>(attempt: () => Promise<Answer<T>>): Promise<Answer<T>> => {
    for (let tries = 1; ; tries += 1) {
      const answer = await write(attempt);
      if (answer.ok || answer.error.class !== 'RETRY' || tries >= MAX_TRIES) return answer;
      await backOff(tries, answer.error.fault);
    }
  };

  return { read, write, backOff };
}

/** The answer, or, some time after a signal, that none is waited for: the call may have taken effect. */
async function endInTime<T>(attempt: Promise<Answer<T>>, { signal, clock }: CallHands): Promise<Answer<T>> {
  let startGrace = (): void => {};
  let endGrace = (): void => {};
  const late = new Promise<Answer<T>>((resolve) => {
    startGrace = () => {
      const settled = new AbortController();
      endGrace = () => settled.abort();
      void clock.sleep(GRACE_MS, settled.signal).then(() => {
        resolve({ ok: false, error: { ...describeInterruption(signal), class: 'RETRY', landed: 'maybe' } });
      });
    };
  });
  signal.addEventListener('abort', startGrace, { once: true });
  try {
    return await Promise.race([attempt, late]);
  } finally {
    signal.removeEventListener('abort', startGrace);
    endGrace();
  }
}

function describeInterruption(signal: AbortSignal): PlatformError {
  return {
    class: 'STOP',
    landed: 'no',
    pace: 'keep',
    known: true,
    fault: { code: 'INTERRUPTED', params: { signal: String(signal.reason) } },
    errcode: null,
    rid: null,
  };
}
