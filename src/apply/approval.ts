/** What was approved is what is applied: a change that is not in the approved plan is left alone. Pure. */
import type { Change } from '../model/plan.ts';
import type { Fault } from '../model.ts';

/** The approved changes: `account`, `poi_id` and `digest` of each, as a plan file lists them. */
export type ApprovedChange = Pick<Change, 'account' | 'poi_id' | 'digest'>;

/** Splits the changes of now into the approved ones and those that nobody has seen. */
export function splitByApproval(
  changes: readonly Change[],
  approved: readonly ApprovedChange[],
): { readonly approved: readonly Change[]; readonly unapproved: readonly Change[] } {
  const seen = new Set(approved.map(keyOf));
  return {
    approved: changes.filter((change) => seen.has(keyOf(change))),
    unapproved: changes.filter((change) => !seen.has(keyOf(change))),
  };
}

/** Whether the plan made now is the expected one. */
export function checkDigest(actual: string, expected: string): Fault | null {
  return actual === expected.toLowerCase() ? null : { code: 'DIGEST_MISMATCH', params: { expected, actual } };
}

function keyOf({ account, poi_id, digest }: ApprovedChange): string {
  return JSON.stringify([account, poi_id, digest]);
}
