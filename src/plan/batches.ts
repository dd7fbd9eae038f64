/** Accounts with work to do → batches for jobs that run beside each other. Pure. */
import { compareText } from '../base/canonical-json.ts';
import type { Batch } from '../model/plan.ts';

/** An account that has something to do. */
export interface AccountWork {
  readonly account: string;
  /** Calls at most, which is what a job spends its time on. */
  readonly calls: number;
}

/**
 * At most `most` batches. Their numbers of accounts differ by one at most, and their calls as little as dealing out the
 * busiest first, to and fro, makes them.
 */
export function makeBatches(works: readonly AccountWork[], most: number): readonly Batch[] {
  const count = Math.min(most, works.length);
  const busiest = [...works].sort(
    (left, right) => right.calls - left.calls || compareText(left.account, right.account),
  );
  const dealt: AccountWork[][] = Array.from({ length: count }, () => []);
  for (const [index, work] of busiest.entries()) {
    const round = Math.floor(index / count);
    const place = index % count;
    dealt[round % 2 === 0 ? place : count - 1 - place]?.push(work);
  }
  return dealt.map((own, index) => ({
    batch: index + 1,
    accounts: own.map(({ account }) => account).sort(compareText),
    calls: own.reduce((sum, { calls }) => sum + calls, 0),
  }));
}
