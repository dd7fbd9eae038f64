/** Tells merged pull requests how the reviews of their pictures ended, in the comment that showed their plan. */
import { dayIn } from '../base/clock.ts';
import type { GitHub } from '../github/client.ts';
import { keepComment, readComment } from '../github/comment.ts';
import { findMergedPulls } from '../github/pulls.ts';
import { asRunDiagnostic, type Diagnostic, type Fault, type StoreRecord } from '../model.ts';
import { composeComment, NO_PARTS, splitComment } from '../report/comment-parts.ts';
import { type ToldVerdict, updateSection } from '../report/review-section.ts';
import type { ActionContext } from './action-context.ts';
import { keyOf, markerOf } from './action-plan.ts';
import { type Records, waitsForPeople } from './review-list.ts';
import type { Workspace } from './workspace.ts';

/** What is known after a run: files and records. */
export interface KnownReviews {
  readonly workspace: Workspace;
  readonly records: Records;
}

/** Tells of the reviews of these stores; what could not be told comes back as warnings. */
export async function tellReviews(
  context: ActionContext,
  known: KnownReviews,
  poiIds: ReadonlySet<string>,
): Promise<readonly Diagnostic[]> {
  if (poiIds.size === 0 || context.inputs.comment === 'off' || context.signal.aborted) return [];
  const github = await context.github();
  const byPull = await groupByPull(github, known, poiIds);
  if ('code' in byPull) return [asRunDiagnostic('warning', byPull)];
  const told: Diagnostic[] = [];
  for (const [pull, verdicts] of byPull) {
    const failure = await tellPull(context, github, known, pull, verdicts);
    if (failure !== null) told.push(asRunDiagnostic('warning', failure));
  }
  return told;
}

type ByPull = ReadonlyMap<number, readonly ToldVerdict[]>;

/** Where a record knows only the commit, GitHub is asked which pull request brought it. */
async function groupByPull(
  github: GitHub,
  { workspace, records }: KnownReviews,
  poiIds: ReadonlySet<string>,
): Promise<ByPull | Fault> {
  const byPull = new Map<number, ToldVerdict[]>();
  const ofCommit = new Map<string, readonly number[]>();
  for (const poiId of poiIds) {
    const record = records.get(poiId);
    const verdict = record === undefined ? null : describeVerdict(poiId, record, workspace);
    const { commit, pull } = record?.source ?? {};
    if (verdict === null || commit === undefined) continue;
    if (pull === undefined && !ofCommit.has(commit)) {
      const found = await findMergedPulls(github, [commit]);
      if ('code' in found) return found;
      ofCommit.set(commit, found);
    }
    const pulls = pull === undefined ? (ofCommit.get(commit) ?? []) : [pull];
    for (const number of pulls) byPull.set(number, [...(byPull.get(number) ?? []), verdict]);
  }
  return byPull;
}

function describeVerdict(poiId: string, record: StoreRecord, workspace: Workspace): ToldVerdict | null {
  const { review, audit_id = null, reason = null } = record;
  if (review !== 'approved' && review !== 'rejected') return null;
  const store = workspace.reading.stores.find(({ poi_id }) => poi_id === poiId);
  const waits = waitsForPeople(poiId, record, workspace) ? 'yes' : 'no';
  const { name = null, file = null } = store ?? {};
  return { poi_id: poiId, name, file, audit_id, review, reason, waits };
}

async function tellPull(
  context: ActionContext,
  github: GitHub,
  { workspace, records }: KnownReviews,
  pull: number,
  verdicts: readonly ToldVerdict[],
): Promise<Fault | null> {
  const { messages, run, clock } = context;
  const marker = markerOf(keyOf(context));
  const earlier = await readComment(github, pull, marker);
  if (earlier !== null && 'code' in earlier) return untold(pull, earlier);
  const parts = earlier === null ? NO_PARTS : splitComment(earlier.body);
  const pending = [...records.values()].filter(
    ({ review, source }) => review === 'pending' && source?.pull === pull,
  ).length;
  const day = dayIn(workspace.settings.timezone, clock.now());
  const reviews = updateSection(parts.reviews, { verdicts, day, pending, url: run.url }, messages);
  if (reviews === null) return null;
  const body = composeComment(marker, { ...parts, reviews }, messages);
  const failure = await keepComment(github, { pull, marker, body, mode: 'update', create: 'always' });
  return failure === null ? null : untold(pull, failure);
}

function untold(pull: number, fault: Fault): Fault {
  const isCommentFault =
    fault.code === 'COMMENT_NOT_ALLOWED' || fault.code === 'COMMENT_FAILED' || fault.code === 'GITHUB_FAILED';
  const detail = isCommentFault ? fault.params.detail : { quoted: fault.code };
  return { code: 'REVIEWS_UNTOLD', params: { pull, detail } };
}
