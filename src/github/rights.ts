/** What a token may do, as far as GitHub tells without being asked to change anything. */
import { asJsonObject } from '../base/json-object.ts';
import { type GitHub, type GitHubFailure, readFailure } from './client.ts';

export interface RepositoryLook {
  readonly defaultBranch: string;
  readonly visibility: 'public' | 'private';
  /** Whether the token's owner may push; null where GitHub does not say. It says nothing of the token itself. */
  readonly ownerMayPush: boolean | null;
  /** Scopes of a classic token; null for every other kind, whose permissions GitHub does not list. */
  readonly scopes: readonly string[] | null;
  /** What time the answer tells; null without. */
  readonly date: Date | null;
}

/** The repository with what the answer's header says of the token. */
export async function lookAtRepository({
  octokit,
  owner,
  repo,
}: GitHub): Promise<RepositoryLook | GitHubFailure> {
  try {
    const { data, headers } = await octokit.rest.repos.get({ owner, repo });
    const scopes = headers['x-oauth-scopes'];
    const date = new Date(headers.date ?? '');
    const push = asJsonObject(data.permissions)?.push;
    return {
      defaultBranch: data.default_branch,
      visibility: data.private ? 'private' : 'public',
      ownerMayPush: typeof push === 'boolean' ? push : null,
      scopes: typeof scopes === 'string' ? scopes.split(/[\s,]+/u).filter((scope) => scope !== '') : null,
      date: Number.isNaN(date.getTime()) ? null : date,
    };
  } catch (error) {
    return readFailure(error);
  }
}

export type Subject = 'contents' | 'pulls' | 'issues';

/** Reads the least of a subject: null where the token may. */
export async function tryToRead(
  { octokit, owner, repo }: GitHub,
  subject: Subject,
  branch: string,
): Promise<GitHubFailure | null> {
  const calls = {
    contents: () => octokit.rest.git.getRef({ owner, repo, ref: `heads/${branch}` }),
    pulls: () => octokit.rest.pulls.list({ owner, repo, per_page: 1 }),
    issues: () => octokit.rest.issues.listForRepo({ owner, repo, per_page: 1 }),
  } as const;
  try {
    await calls[subject]();
    return null;
  } catch (error) {
    return readFailure(error);
  }
}

export interface Protection {
  readonly isProtected: boolean;
  /** Types of the rules that may refuse a commit, by the branch's rulesets. */
  readonly rules: readonly string[];
}

/** Rules that refuse no ordinary commit on top of the branch. */
const HARMLESS = ['deletion', 'non_fast_forward', 'required_linear_history', 'creation'];

/** Whether a branch is protected, by classic protection or by rulesets. */
export async function readProtection(
  { octokit, owner, repo }: GitHub,
  branch: string,
): Promise<Protection | GitHubFailure> {
  try {
    const { data } = await octokit.rest.repos.getBranch({ owner, repo, branch });
    const rules = await octokit.rest.repos.getBranchRules({ owner, repo, branch });
    const types = rules.data.map(({ type }) => type).filter((type) => !HARMLESS.includes(type));
    return { isProtected: data.protected, rules: [...new Set(types)].sort() };
  } catch (error) {
    return readFailure(error);
  }
}
