/** One pull request from a branch of ours: opened once, kept up to date, closed again; never over what people pushed. */
import type { Phrase } from '../messages/phrases.ts';
import type { Fault } from '../model.ts';
import { isMarked, readAuthor } from './author.ts';
import { describeFailure, type GitHub, readFailure } from './client.ts';
import { keepComment } from './comment.ts';
import { digestProposal, type Proposal, propose, readProposalCommit, withdraw } from './proposal.ts';
import { readBranchTip } from './reads.ts';

interface PullPlace {
  readonly branch: string;
  /** The hidden first line, put before the body: one a matter. */
  readonly marker: string;
  /** Markdown of the one comment that says why a pull request that people pushed to is left as it is. */
  readonly leftWord: string;
}

/** What the pull request shall be. */
export type PullText =
  | (PullPlace &
      Proposal & {
        readonly state: 'open';
        /** The branch that it goes to. */
        readonly base: string;
        /** As `report/escape.ts` makes titles (`forTitle`). */
        readonly title: string;
        /** Markdown without the marker, within `COMMENT_BOUND` of `report/bounded.ts`. */
        readonly body: string;
      })
  | (PullPlace & {
      readonly state: 'closed';
      /** Markdown of the comment that says why. */
      readonly lastWord: string;
    });

/** The pull request, and what was done to it. The number is null where there is none. */
export interface KeptPull {
  readonly number: number | null;
  /**
   * `left`: people pushed to the branch, so nothing was touched. `declined`: a person closed one that proposed the very
   * same, so no other is opened.
   */
  readonly did: 'created' | 'updated' | 'closed' | 'left' | 'declined' | 'none';
}

interface Pull {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly headSha: string;
  readonly merged: 'yes' | 'no';
  readonly by: 'us' | 'people';
}

type OpenText = Extract<PullText, { state: 'open' }>;
type ClosedText = Extract<PullText, { state: 'closed' }>;

const NOTHING: KeptPull = { number: null, did: 'none' };
const MOST_TRIES = 3;
const PAGE = 100;

/** Brings the one pull request to what it shall be. */
export async function keepPull(github: GitHub, text: PullText): Promise<KeptPull | Fault> {
  try {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const kept = text.state === 'open' ? await keepOpen(github, text) : await keepClosed(github, text);
      if (kept !== 'moved') return kept;
    }
    return { code: 'BRANCH_MOVES', params: { branch: text.branch, tries: MOST_TRIES } };
  } catch (error) {
    return describeFailure('keep-pull', readFailure(error));
  }
}

async function keepOpen(github: GitHub, text: OpenText): Promise<KeptPull | 'moved' | Fault> {
  const tip = await readBranchTip(github, text.branch);
  if (tip !== null && typeof tip !== 'string') return tip;
  const [pull] = await listPulls(github, text, 'open');
  const commit = tip === null ? null : await readProposalCommit(github, tip);
  if (commit?.by === 'people') return await leave(github, text, pull);
  const digest = digestProposal(text.files);
  if (pull === undefined) {
    const declined = await findDeclined(github, text, digest);
    if (declined !== null) return { number: declined, did: 'declined' };
  }
  const stands = pull !== undefined && commit?.digest === digest;
  const proposed = stands ? 'done' : await propose(github, text, tip);
  if (proposed !== 'done') return proposed;
  if (pull === undefined) return await openPull(github, text);
  const worded = await updateText(github, text, pull);
  if (worded !== 'updated' && worded !== 'none') return worded;
  return { number: pull.number, did: stands ? worded : 'updated' };
}

async function keepClosed(github: GitHub, text: ClosedText): Promise<KeptPull | 'moved' | Fault> {
  const tip = await readBranchTip(github, text.branch);
  if (tip === null) return NOTHING;
  if (typeof tip !== 'string') return tip;
  const [pull] = await listPulls(github, text, 'open');
  const commit = await readProposalCommit(github, tip);
  // One that a person opened from our branch is theirs to close.
  if (commit.by === 'people' || pull?.by === 'people') return await leave(github, text, pull);
  if (pull !== undefined) {
    const refused = await closePull(github, text, pull.number);
    if (refused !== null) return refused;
  }
  const withdrawn = await withdraw(github, text.branch, tip);
  // Whoever pushed in this moment keeps the branch.
  if (withdrawn !== 'done' && withdrawn !== 'moved') return withdrawn;
  return pull === undefined ? NOTHING : { number: pull.number, did: 'closed' };
}

/** Says it once, in a comment that later runs find again. */
async function leave(
  github: GitHub,
  { marker, leftWord }: PullPlace,
  pull: Pull | undefined,
): Promise<KeptPull | Fault> {
  if (pull === undefined) return { number: null, did: 'left' };
  const body = `${marker}\n${leftWord}`;
  const comment = { pull: pull.number, marker, body, mode: 'update', create: 'always' } as const;
  const refused = await keepComment(github, comment);
  if (refused === null) return { number: pull.number, did: 'left' };
  return refused.code === 'COMMENT_NOT_ALLOWED' ? refusePull(refused.params.detail) : refused;
}

/** Pull requests from the branch inside this repository, the newest first. */
async function listPulls(
  github: GitHub,
  { branch, marker }: PullPlace,
  state: 'open' | 'closed',
): Promise<readonly Pull[]> {
  const { octokit, owner, repo } = github;
  const head = `${owner}:${branch}`;
  const all = await octokit.paginate(octokit.rest.pulls.list, { owner, repo, state, head, per_page: PAGE });
  // The owner's fork under another name has the same head.
  const here = all.filter(
    (pull) => pull.head.repo?.full_name.toLowerCase() === `${owner}/${repo}`.toLowerCase(),
  );
  if (here.length === 0) return [];
  const author = await readAuthor(github);
  return here
    .sort((left, right) => right.number - left.number)
    .map(({ number, title, body, head: { sha }, merged_at, user }) => ({
      number,
      title,
      body: body ?? '',
      headSha: sha,
      merged: merged_at ? 'yes' : 'no',
      by: isMarked(body, marker) && user?.login === author ? 'us' : 'people',
    }));
}

/** The newest own one, where it proposed the same and a person closed it without a merge. */
async function findDeclined(github: GitHub, text: OpenText, digest: string): Promise<number | null> {
  const { octokit, owner, repo } = github;
  const last = (await listPulls(github, text, 'closed')).find(({ by }) => by === 'us');
  if (last === undefined || last.merged === 'yes') return null;
  const commit = await readProposalCommit(github, last.headSha);
  if (commit.digest !== digest) return null;
  const { data } = await octokit.rest.issues.get({ owner, repo, issue_number: last.number });
  return data.closed_by?.login === (await readAuthor(github)) ? null : last.number;
}

async function openPull(github: GitHub, text: OpenText): Promise<KeptPull | 'moved' | Fault> {
  const { octokit, owner, repo } = github;
  const { branch: head, base, title } = text;
  const body = withMarker(text);
  try {
    const request = { retries: 0 };
    const { data } = await octokit.rest.pulls.create({ owner, repo, head, base, title, body, request });
    return { number: data.number, did: 'created' };
  } catch (error) {
    const failure = readFailure(error);
    // Perhaps it is there all the same, by this call or by another run's.
    const [pull] = await listPulls(github, text, 'open');
    if (pull !== undefined) return { number: pull.number, did: 'created' };
    const { status, said } = failure;
    if (status === 401 || status === 403 || status === 404) return refusePull(said);
    return status === null || status >= 500 ? 'moved' : describeFailure('open-pull', failure);
  }
}

async function updateText(github: GitHub, text: OpenText, pull: Pull): Promise<'updated' | 'none' | Fault> {
  const { octokit, owner, repo } = github;
  const { title } = text;
  const body = withMarker(text);
  if (pull.by === 'people' || (pull.title === title && pull.body === body)) return 'none';
  return await write(async () => {
    await octokit.rest.pulls.update({ owner, repo, pull_number: pull.number, title, body });
    return 'updated' as const;
  });
}

/** Closed first, so that a run that dies in between never says its last word twice. */
async function closePull(
  github: GitHub,
  { lastWord: body }: ClosedText,
  number: number,
): Promise<null | Fault> {
  const { octokit, owner, repo } = github;
  return await write(async () => {
    await octokit.rest.pulls.update({ owner, repo, pull_number: number, state: 'closed' });
    const request = { retries: 0 };
    await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body, request });
    return null;
  });
}

function withMarker({ marker, body }: OpenText): string {
  return `${marker}\n${body}`;
}

/** A write to a pull request; a refusal names the right that is missing. */
async function write<T>(act: () => Promise<T>): Promise<T | Fault> {
  try {
    return await act();
  } catch (error) {
    const failure = readFailure(error);
    const { status, said } = failure;
    if (status === 401 || status === 403 || status === 404) return refusePull(said);
    return describeFailure('write-pull', failure);
  }
}

/** GitHub says by its words alone whether a setting or a right is in the way. */
function refusePull(detail: Phrase): Fault {
  const words = typeof detail === 'object' && 'quoted' in detail ? detail.quoted : '';
  const cause = /not permitted to create or approve/iu.test(words) ? 'setting' : 'right';
  return { code: 'PULL_NOT_ALLOWED', params: { cause, detail } };
}
