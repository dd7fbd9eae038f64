/** The brakes: a run that would change more than the policy allows is refused before anything is sent. Pure. */
import type { Fault, Limit } from '../model.ts';

/** Accounts of fewer stores are small enough to read the whole plan; a share of them would be no brake. */
const SMALLEST_BRAKED_ACCOUNT = 10;

export interface BrakeCount {
  /** Updates and adoptions to be sent, and releases; hours of special days do not count. */
  readonly changes: number;
  readonly reviews: number;
  readonly stores: number;
}

/** The brakes that hold, or none. */
export function findBrakes(count: BrakeCount, maxChanges: Limit, maxReviews: Limit): readonly Fault[] {
  const { changes, reviews, stores } = count;
  if (stores < SMALLEST_BRAKED_ACCOUNT) return [];
  const faults: Fault[] = [];
  if (exceeds(changes, maxChanges, stores)) {
    faults.push({ code: 'MAX_CHANGES', params: { changes, limit: showLimit(maxChanges), stores } });
  }
  if (exceeds(reviews, maxReviews, stores)) {
    faults.push({ code: 'MAX_REVIEWS', params: { reviews, limit: showLimit(maxReviews), stores } });
  }
  return faults;
}

function exceeds(count: number, limit: Limit, stores: number): boolean {
  return limit.kind === 'count' ? count > limit.count : count * 100 > limit.percent * stores;
}

function showLimit(limit: Limit): string {
  return limit.kind === 'count' ? String(limit.count) : `${limit.percent}%`;
}
