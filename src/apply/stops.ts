/** When one store's fault is everybody's fault: a common answer, a signal, or the same silence several times in a row. */

import type { PlatformError } from '../model/platform.ts';
import type { Fault } from '../model.ts';

/** Stores in a row without any usable answer: the platform or the way to it is down. */
const SILENT_STORES = 3;
/** Stores in a row with a code that the table does not know. */
const UNKNOWN_CODES = 5;

export interface Stops {
  /** Why the run takes no further store, or null while it goes on. */
  reason(): Fault | null;
  /** Notes how one store ended; `null` is a good end. */
  note(error: PlatformError | null): void;
  /** Ends the run for a reason found here. */
  stop(fault: Fault): void;
}

/** Watches a run; the signal's reason is the signal's name. */
export function watchStops(signal: AbortSignal): Stops {
  let stopped: Fault | null = null;
  let silent = 0;
  let unknown = 0;
  const stopAfter = (count: number, limit: number, error: PlatformError): void => {
    if (count < limit) return;
    stopped ??= { code: 'SEVERAL_IN_A_ROW', params: { count, cause: error.fault.code } };
  };
  return {
    reason: () =>
      stopped ?? (signal.aborted ? { code: 'INTERRUPTED', params: { signal: String(signal.reason) } } : null),
    stop: (fault) => {
      stopped ??= fault;
    },
    note: (error) => {
      silent = error?.class === 'RETRY' ? silent + 1 : 0;
      unknown = error !== null && !error.known ? unknown + 1 : 0;
      if (error === null) return;
      if (error.class === 'STOP' || error.class === 'BUG') stopped ??= error.fault;
      stopAfter(silent, SILENT_STORES, error);
      stopAfter(unknown, UNKNOWN_CODES, error);
    },
  };
}
