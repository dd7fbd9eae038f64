/** The one comment of a pull request: found by its marker and its author over all pages, then kept up to date. */
import type { Fault } from '../model.ts';
import { isMarked, readAuthor } from './author.ts';
import { describeFailure, type GitHub, readFailure } from './client.ts';

export type CommentMode = 'update' | 'recreate' | 'off';

export interface Comment {
  readonly id: number;
  readonly body: string;
}

const PAGE = 100;

/** A comment that a run keeps up to date, and what it says now. */
export interface CommentText {
  readonly pull: number;
  /** The hidden first line. */
  readonly marker: string;
  readonly body: string;
  readonly mode: Exclude<CommentMode, 'off'>;
  /** `if-there`: nothing is written where no comment is there yet. */
  readonly create: 'always' | 'if-there';
}

/** Writes the comment. The oldest own one is kept, should two runs have raced. */
export async function keepComment(github: GitHub, text: CommentText): Promise<Fault | null> {
  return await attempt(async () => {
    const [first, ...others] = await listOwnComments(github, text.pull, text.marker);
    if (first === undefined) {
      if (text.create === 'always') await createComment(github, text);
      return;
    }
    if (text.mode === 'recreate') {
      if (text.create === 'always') await createComment(github, text, [first, ...others]);
      for (const { id } of [first, ...others]) await deleteComment(github, id);
      return;
    }
    if (first.body !== text.body) await updateComment(github, first.id, text.body);
    for (const { id } of others) await deleteComment(github, id);
  });
}

/** The own comment as it is now, or null. */
export async function readComment(
  github: GitHub,
  pull: number,
  marker: string,
): Promise<Comment | null | Fault> {
  try {
    return (await listOwnComments(github, pull, marker))[0] ?? null;
  } catch (error) {
    return describeFailure('list-comments', readFailure(error));
  }
}

async function attempt(act: () => Promise<void>): Promise<Fault | null> {
  try {
    await act();
    return null;
  } catch (error) {
    const { status, said: detail } = readFailure(error);
    const denied = status === 403 || status === 404 || status === 401;
    return { code: denied ? 'COMMENT_NOT_ALLOWED' : 'COMMENT_FAILED', params: { detail } };
  }
}

/** Comments with this marker by this token's author, the oldest first. Anyone can paste a marker. */
async function listOwnComments(github: GitHub, pull: number, marker: string): Promise<readonly Comment[]> {
  const { octokit, owner, repo } = github;
  const all = await octokit.paginate(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: pull,
    per_page: PAGE,
  });
  const marked = all.filter(({ body }) => isMarked(body, marker));
  if (marked.length === 0) return [];
  const author = await readAuthor(github);
  return marked
    .filter(({ user }) => user?.login === author)
    .sort((left, right) => left.id - right.id)
    .map(({ id, body }) => ({ id, body: body ?? '' }));
}

/**
 * Creates the comment, once: after an unclear answer it is looked for before it is tried again, and where another
 * run was at it too, the oldest stays.
 */
async function createComment(
  github: GitHub,
  { pull, marker, body }: CommentText,
  earlier: readonly Comment[] = [],
): Promise<void> {
  const { octokit, owner, repo } = github;
  const known = new Set(earlier.map(({ id }) => id));
  const create = (): Promise<unknown> =>
    octokit.rest.issues.createComment({ owner, repo, issue_number: pull, body, request: { retries: 0 } });
  try {
    await create();
  } catch (error) {
    const { status } = readFailure(error);
    if (status !== null && status < 500) throw error;
    const found = await listOwnComments(github, pull, marker);
    if (found.every(({ id }) => known.has(id))) await create();
  }
  const mine = (await listOwnComments(github, pull, marker)).filter(({ id }) => !known.has(id));
  for (const { id } of mine.slice(1)) await deleteComment(github, id);
}

async function updateComment({ octokit, owner, repo }: GitHub, id: number, body: string): Promise<void> {
  await octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body });
}

async function deleteComment({ octokit, owner, repo }: GitHub, id: number): Promise<void> {
  await octokit.rest.issues.deleteComment({ owner, repo, comment_id: id });
}
