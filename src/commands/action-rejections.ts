/** Keeps one issue for each rejected picture: opened with the reason, closed once nobody has to choose any more. */
import { digestOf } from '../base/canonical-json.ts';
import type { GitHub } from '../github/client.ts';
import { keepIssue } from '../github/issue.ts';
import { listOpenIssues, type OpenIssue } from '../github/open-issues.ts';
import { asRunDiagnostic, type Diagnostic, type Fault, type StoreRecord } from '../model.ts';
import {
  type RejectionText,
  readRejectionMarker,
  rejectionPrefix,
  writeRejection,
} from '../report/rejection-issue.ts';
import type { ActionContext } from './action-context.ts';
import type { KnownReviews } from './action-reviews.ts';
import { waitsForPeople } from './review-list.ts';

const LABELS = ['mendian'];

/** Opens, renews and closes the issues of an account; what could not be done comes back as warnings. */
export async function keepRejectionIssues(
  context: ActionContext,
  known: KnownReviews,
): Promise<readonly Diagnostic[]> {
  if (context.signal.aborted) return [];
  const prefix = rejectionPrefix(keyOfAccount(context, known));
  const wanted = listRejections(context, known, prefix);
  const github = await context.github();
  const open = await listOpenIssues(github, prefix);
  // Where nothing is rejected, a repository without issues, or a token without the right, is none the worse.
  if ('code' in open) return wanted.length > 0 ? [asRunDiagnostic('warning', open)] : [];
  const over = listOver(known, prefix, wanted, open);
  const failure = (await openRejections(github, wanted, open)) ?? (await closeOver(context, github, over));
  return failure === null ? [] : [asRunDiagnostic('warning', failure)];
}

/** Two accounts of one repository keep their issues apart. */
function keyOfAccount({ inputs }: ActionContext, { workspace }: KnownReviews): string {
  return digestOf([inputs.workingDirectory, workspace.account.name]).slice(0, 12);
}

function listRejections(
  { messages }: ActionContext,
  { workspace, records }: KnownReviews,
  prefix: string,
): readonly RejectionText[] {
  const stores = new Map(workspace.reading.stores.map((store) => [store.poi_id, store]));
  return [...records]
    .filter(([poiId, record]) => waitsForPeople(poiId, record, workspace))
    .map(([poi_id, record]) => {
      const { name = null, file = null } = stores.get(poi_id) ?? {};
      return writeRejection({ poi_id, name, file, record }, prefix, messages);
    });
}

/** One that stands as it shall costs no further call. */
async function openRejections(
  github: GitHub,
  wanted: readonly RejectionText[],
  open: readonly OpenIssue[],
): Promise<Fault | null> {
  for (const text of wanted) {
    const same = open.filter(({ marker }) => marker === text.marker);
    if (same.length === 1 && same[0]?.title === text.title && same[0].body === text.body) continue;
    const kept = await keepIssue(github, { state: 'open', ...text, labels: LABELS, reopen: 'no' });
    if ('code' in kept) return kept;
  }
  return null;
}

type End = 'approved' | 'pending' | 'changed' | 'released';

/** The markers of the issues whose rejection waits for nobody any more, and why. */
function listOver(
  { workspace, records }: KnownReviews,
  prefix: string,
  wanted: readonly RejectionText[],
  open: readonly OpenIssue[],
): ReadonlyMap<string, End> {
  const standing = new Set(wanted.map(({ marker }) => marker));
  const over = open.flatMap(({ marker }) => {
    const poiId = standing.has(marker) ? null : readRejectionMarker(marker, prefix);
    if (poiId === null) return [];
    const hasFile = workspace.reading.stores.some(({ poi_id }) => poi_id === poiId);
    return [[marker, describeEnd(records.get(poiId), hasFile ? 'changed' : 'released')] as const];
  });
  return new Map(over);
}

function describeEnd(record: StoreRecord | undefined, otherwise: End): End {
  if (record === undefined) return 'released';
  return record.review === 'approved' || record.review === 'pending' ? record.review : otherwise;
}

async function closeOver(
  { messages }: ActionContext,
  github: GitHub,
  over: ReadonlyMap<string, End>,
): Promise<Fault | null> {
  for (const [marker, end] of over) {
    const lastWord = messages.status.issue.last[end];
    const kept = await keepIssue(github, { state: 'closed', marker, labels: LABELS, lastWord });
    if ('code' in kept) return kept;
  }
  return null;
}
