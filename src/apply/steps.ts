/** What the steps of one run share, and how each store's end is kept. */

import type { Outcome } from '../model/run.ts';
import type { Diagnostic } from '../model.ts';
import { createCaller } from './call.ts';
import { openLedger } from './ledger.ts';
import { createPace } from './pace.ts';
import type { Delivery, SendTools } from './send.ts';
import { type Stops, watchStops } from './stops.ts';
import { openUploads, type Uploads } from './upload.ts';
import type { ApplyOptions, Hands } from './work.ts';

/** Everything that the steps of one run share. */
export interface Run {
  readonly options: ApplyOptions;
  readonly hands: Hands;
  readonly tools: SendTools;
  readonly uploads: Uploads;
  readonly stops: Stops;
  readonly outcomes: Map<string, Outcome>;
  readonly diagnostics: Diagnostic[];
  readonly total: number;
}

/** A run before its first call. */
export function startRun(total: number, options: ApplyOptions, hands: Hands): Run {
  const pace = createPace(options.rate, options.retryBaseMs, hands.clock);
  const caller = createCaller(hands, pace, options.retryBaseMs);
  const stops = watchStops(hands.signal);
  const tools = { hands, caller, today: options.today, ledger: openLedger(hands.recorder, stops) };
  return {
    options,
    hands,
    tools,
    uploads: openUploads(options.pictures, tools),
    stops,
    outcomes: new Map(),
    diagnostics: [],
    total,
  };
}

/** Keeps how a store ended that was to be sent; a common fault ends the run. */
export function close({ outcome, error, remarks }: Delivery, run: Run): void {
  run.stops.note(error);
  run.diagnostics.push(...remarks);
  finish(run, outcome);
}

/** Keeps how a store ended. */
export function finish(run: Run, outcome: Outcome): void {
  run.outcomes.set(outcome.poi_id, outcome);
  run.hands.tell({ kind: 'outcome', outcome, done: run.outcomes.size, total: run.total });
}
