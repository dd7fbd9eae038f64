/** Builders of outcomes: how one store ended, in one place for each kind. Pure. */
import type { Change } from '../model/plan.ts';
import type { PlatformError } from '../model/platform.ts';
import type { Outcome, OutcomeError } from '../model/run.ts';
import type { Fault, StoreRecord } from '../model.ts';

type Ending = 'failed' | 'deferred' | 'unknown' | 'skipped';

/** An outcome that did not change the store, for a reason found here. */
export function endBecause(change: Change, outcome: Ending, fault: Fault, attempts = 0): Outcome {
  return endWith(change, outcome, { fault, errcode: null, rid: null }, attempts);
}

/** An outcome that did not change the store, for a reason that the platform gave. */
export function endByAnswer(
  change: Change,
  outcome: Ending,
  error: PlatformError,
  attempts: number,
): Outcome {
  const { fault, errcode, rid } = error;
  return endWith(change, outcome, { fault, errcode, rid }, attempts);
}

export function endApplied(
  change: Change,
  sent: boolean,
  record: StoreRecord,
  auditId: string | null,
  attempts: number,
): Outcome {
  return { ...placeOf(change), attempts, outcome: 'applied', sent, audit_id: auditId, review: record.review };
}

export function endReleased(change: Change): Outcome {
  return { ...placeOf(change), attempts: 0, outcome: 'released' };
}

function endWith(change: Change, outcome: Ending, error: OutcomeError, attempts: number): Outcome {
  return { ...placeOf(change), attempts, outcome, error };
}

function placeOf({
  account,
  poi_id,
  name,
  file,
}: Change): Pick<Outcome, 'account' | 'poi_id' | 'name' | 'file'> {
  return { account, poi_id, name, file };
}
