/** Holds calls to a rate for one account: halves it when the platform says slower, and recovers slowly. */
import type { Clock } from '../model/run.ts';

/** After this many good answers in a row the rate grows by a tenth, up to where it began. */
const RECOVERY_STEP = 50;
const SLOWEST_RATE = 0.1;
/** 45011 asks to "retry next minute". In units of the retry base, which is a second by default. */
const PAUSE_IN_BASES = 60;

export interface Pace {
  /** Resolves when the next call may start. */
  turn(signal: AbortSignal): Promise<void>;
  /** Halves the rate and lets no call start for a minute. Returns the wait in milliseconds. */
  slowDown(): number;
  succeeded(): void;
  /** Calls a second at present; 0 is unlimited. */
  rate(): number;
}

/** A pace of `rate` calls a second, 0 for no limit. `retryBaseMs` scales the pause after 45011. */
export function createPace(rate: number, retryBaseMs: number, clock: Clock): Pace {
  let current = rate;
  let nextStart = 0;
  let pausedUntil = 0;
  let goodAnswers = 0;

  return {
    turn: async (signal) => {
      const now = clock.now().getTime();
      const start = Math.max(now, nextStart, pausedUntil);
      nextStart = current > 0 ? start + 1000 / current : start;
      if (start > now) await clock.sleep(start - now, signal);
      // A pause that began while this call waited for its turn holds for it too.
      for (let rest = pausedUntil - clock.now().getTime(); rest > 0 && !signal.aborted; ) {
        await clock.sleep(rest, signal);
        rest = pausedUntil - clock.now().getTime();
      }
    },
    slowDown: () => {
      const wait = PAUSE_IN_BASES * retryBaseMs;
      const now = clock.now().getTime();
      // Several calls in flight get the same answer; it counts once.
      if (pausedUntil <= now) current = Math.max(SLOWEST_RATE, (current > 0 ? current : 10) / 2);
      pausedUntil = Math.max(pausedUntil, now + wait);
      nextStart = Math.max(nextStart, pausedUntil);
      goodAnswers = 0;
      return wait;
    },
    succeeded: () => {
      goodAnswers += 1;
      const slowed = rate > 0 ? current < rate : current > 0;
      if (!slowed || goodAnswers % RECOVERY_STEP !== 0) return;
      current = rate > 0 ? Math.min(rate, current * 1.1) : current * 1.1;
    },
    rate: () => current,
  };
}
