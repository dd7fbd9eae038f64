/** What is asked of the repository at GitHub about its branches; accounts that are at work at once ask together. */
import type { Fault } from '../model.ts';
import { describeFailure, type GitHub, readFailure } from './client.ts';
import { type Compared, compareCommits, compareTrees } from './compare.ts';

export interface BranchReads {
  /** A branch's newest commit; null where there is no such branch. */
  tip(branch: string): Promise<string | null | Fault>;
  /** How a commit stands to another. What two commits hold never changes: it is asked once. */
  compare(from: string, to: string): Promise<Compared | Fault>;
  /** All files that differ between two commits, also where a comparison does not name them all. */
  differences(from: string, to: string): Promise<readonly string[] | Fault>;
  /** A commit of this run ended: what is known of the branch's tip is old. */
  ended(branch: string, commit: string | null): void;
}

/**
 * How long a tip counts as new, in milliseconds: 0 asks each time. An older tip is no danger, since each commit is put on
 * the very commit that was looked at, or not at all.
 */
export function createBranchReads(github: GitHub, freshMs: number, now: () => number): BranchReads {
  const tips = new Map<string, { readonly at: number; readonly found: Promise<string | null | Fault> }>();
  const compared = new Map<string, Promise<Compared | Fault>>();
  const differing = new Map<string, Promise<readonly string[] | Fault>>();
  return {
    tip: (branch) => {
      const known = tips.get(branch);
      if (known !== undefined && now() - known.at < freshMs) return known.found;
      const found = readBranchTip(github, branch);
      tips.set(branch, { at: now(), found });
      return found;
    },
    compare: (from, to) => keepGood(compared, `${from} ${to}`, () => compareCommits(github, from, to)),
    differences: (from, to) => keepGood(differing, `${from} ${to}`, () => compareTrees(github, from, to)),
    ended: (branch, commit) => {
      if (commit === null) tips.delete(branch);
      else tips.set(branch, { at: now(), found: Promise.resolve(commit) });
    },
  };
}

/** A fault is asked again the next time. */
async function keepGood<T extends object>(
  kept: Map<string, Promise<T | Fault>>,
  key: string,
  ask: () => Promise<T | Fault>,
): Promise<T | Fault> {
  const asked = kept.get(key) ?? ask();
  kept.set(key, asked);
  let isGood = false;
  try {
    const answer = await asked;
    isGood = !('code' in answer);
    return answer;
  } finally {
    if (!isGood) kept.delete(key);
  }
}

/** A branch's newest commit; null where there is no such branch. */
export async function readBranchTip(
  { octokit, owner, repo }: GitHub,
  branch: string,
): Promise<string | null | Fault> {
  try {
    const { data } = await octokit.rest.git.getRef({ owner, repo, ref: `heads/${branch}` });
    return data.object.sha;
  } catch (error) {
    const failure = readFailure(error);
    return failure.status === 404 ? null : describeFailure('tell-tip', failure, branch);
  }
}
