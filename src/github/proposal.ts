/**
 * A proposal: one commit on a branch of its own, above the commit whose files it changes. The branch is moved by
 * compare-and-swap, so that nothing that a person pushed is ever overwritten.
 */
import { digestOf } from '../base/canonical-json.ts';
import type { Fault } from '../model.ts';
import { readAuthor } from './author.ts';
import { describeFailure, type GitHub, type GitHubFailure, readFailure } from './client.ts';
import { readBranchTip } from './reads.ts';

export interface Proposal {
  readonly branch: string;
  /** The commit that the new texts were made from. */
  readonly parent: string;
  /** Whole texts by their path from the repository's top. */
  readonly files: ReadonlyMap<string, string>;
  /** One line, made harmless for a commit (`report/escape.ts`). */
  readonly subject: string;
}

/** A commit of a proposal branch, as far as it matters. */
export interface ProposalCommit {
  /** `people`: somebody else made, amended or merged it. */
  readonly by: 'us' | 'people';
  /** Digest of what it proposes; null where it tells none. */
  readonly digest: string | null;
}

const NOWHERE_YET = '0'.repeat(40);
const TRAILER = 'Mendian-Proposal';
/** As whom GitHub commits for somebody. */
const FORGE = 'web-flow';

const REPOSITORY = `query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { id } }`;
const MOVE = `mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`;

/** Digest of what a proposal changes. */
export function digestProposal(files: ReadonlyMap<string, string>): string {
  return digestOf([...files].sort());
}

/** Reads a commit, and who made it. An amended commit keeps its author, and has another committer. */
export async function readProposalCommit(github: GitHub, ref: string): Promise<ProposalCommit> {
  const { octokit, owner, repo } = github;
  const { data } = await octokit.rest.repos.getCommit({ owner, repo, ref });
  const self = await readAuthor(github);
  const author = data.author?.login ?? data.commit.author?.name;
  const committer = data.committer?.login ?? data.commit.committer?.name;
  const digest = new RegExp(`^${TRAILER}: ([0-9a-f]{64})$`, 'mu').exec(data.commit.message)?.[1] ?? null;
  const ours = author === self && (committer === self || committer === FORGE) && digest !== null;
  return { by: ours ? 'us' : 'people', digest };
}

/**
 * Commits the files and moves the branch there from `before` (null: there is none yet). The commit is whole before the
 * branch moves: a branch that stood at its base for a moment would close its pull request for good.
 */
export async function propose(
  github: GitHub,
  proposal: Proposal,
  before: string | null,
): Promise<'done' | 'moved' | Fault> {
  const { branch, parent, files, subject } = proposal;
  const { octokit, owner, repo } = github;
  try {
    const base = await octokit.rest.git.getCommit({ owner, repo, commit_sha: parent });
    const tree = await octokit.rest.git.createTree({
      owner,
      repo,
      base_tree: base.data.tree.sha,
      tree: [...files].map(([path, content]) => ({ path, content, mode: '100644', type: 'blob' })),
    });
    // Without an author named, GitHub signs the commits of bots.
    const commit = await octokit.rest.git.createCommit({
      owner,
      repo,
      message: `${subject}\n\n${TRAILER}: ${digestProposal(files)}\n`,
      tree: tree.data.sha,
      parents: [parent],
    });
    return await moveBranch(github, { branch, before, after: commit.data.sha });
  } catch (error) {
    return describeBranchFailure(branch, readFailure(error));
  }
}

/** Deletes the branch, if it still stands where it was seen. */
export async function withdraw(
  github: GitHub,
  branch: string,
  before: string,
): Promise<'done' | 'moved' | Fault> {
  try {
    return await moveBranch(github, { branch, before, after: null });
  } catch (error) {
    return describeBranchFailure(branch, readFailure(error));
  }
}

interface Move {
  readonly branch: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** REST knows no compare-and-swap that also takes another line of history; this mutation does. */
async function moveBranch(
  github: GitHub,
  { branch, before, after }: Move,
): Promise<'done' | 'moved' | Fault> {
  const { octokit, owner, repo } = github;
  try {
    const found: { repository: { id: string } } = await octokit.graphql(REPOSITORY, { owner, name: repo });
    const update = {
      name: `refs/heads/${branch}`,
      beforeOid: before ?? NOWHERE_YET,
      afterOid: after ?? NOWHERE_YET,
      force: true,
    };
    const input = { repositoryId: found.repository.id, refUpdates: [update] };
    await octokit.graphql(MOVE, { input, request: { retries: 0 } });
    return 'done';
  } catch (error) {
    const failure = readFailure(error);
    // Where the branch stands tells more than any answer: also after one that never came.
    const tip = await readBranchTip(github, branch);
    if (tip === after) return 'done';
    if (tip !== null && typeof tip !== 'string') return tip;
    return tip === before ? describeBranchFailure(branch, failure) : 'moved';
  }
}

function describeBranchFailure(branch: string, failure: GitHubFailure): Fault {
  const { status, said: detail } = failure;
  const unclear = status === null || status === 429 || status >= 500;
  return unclear
    ? describeFailure('write-branch', failure, branch)
    : { code: 'PROPOSAL_REFUSED', params: { branch, detail } };
}
