/** What differs between two commits of the repository at GitHub. */
import type { Fault } from '../model.ts';
import { describeFailure, type GitHub, readFailure } from './client.ts';

/** A comparison names no more files than that (page "Compare two commits"). */
const MOST_COMPARED = 300;

export interface Compared {
  readonly status: 'diverged' | 'ahead' | 'behind' | 'identical' | 'unknown';
  /** Null where the answer may not name all of them. */
  readonly files: readonly string[] | null;
}

/** How a commit stands to another; `unknown` where GitHub knows no such commit. */
export async function compareCommits(
  { octokit, owner, repo }: GitHub,
  from: string,
  to: string,
): Promise<Compared | Fault> {
  try {
    const basehead = `${from}...${to}`;
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead });
    const files = (data.files ?? []).map(({ filename }) => filename);
    return { status: data.status, files: files.length < MOST_COMPARED ? files : null };
  } catch (error) {
    const failure = readFailure(error);
    return failure.status === 404
      ? { status: 'unknown', files: null }
      : describeFailure('compare-checkout', failure);
  }
}

/** The files that differ between two commits, by the ids of their contents: for more than a comparison names. */
export async function compareTrees(
  github: GitHub,
  from: string,
  to: string,
): Promise<readonly string[] | Fault> {
  const before = await readTree(github, from);
  if ('code' in before) return before;
  const after = await readTree(github, to);
  if ('code' in after) return after;
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}

async function readTree(
  { octokit, owner, repo }: GitHub,
  commit: string,
): Promise<ReadonlyMap<string, string> | Fault> {
  try {
    const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: commit, recursive: '1' });
    // A tree that GitHub does not show whole cannot prove that nothing else changed.
    if (data.truncated)
      return {
        code: 'GITHUB_FAILED',
        params: { task: 'compare-checkout', name: '', detail: 'tree-truncated' },
      };
    const files = data.tree.filter(({ type }) => type !== 'tree');
    return new Map(files.map(({ path, sha, mode }) => [path, `${mode} ${sha}`]));
  } catch (error) {
    return describeFailure('compare-checkout', readFailure(error));
  }
}
