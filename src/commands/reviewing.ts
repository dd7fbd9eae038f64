/** A status without its printing: one look, or looks until every review has ended; and how that is told. */

import { type Diagnostic, notice, warning } from '../model.ts';
import { mergeDiagnostics, type Part } from '../plan/merge.ts';
import type { ReviewLine, StatusReport } from '../report/status.ts';
import { areSeveral, eachAccount, openAccounts } from './accounts.ts';
import type { Context, ExitCode } from './context.ts';
import type { OpenShared } from './joined.ts';
import { reportOverdue } from './overdue.ts';
import type { PublishChoice } from './publishing.ts';
import { type Learned, listReviews, type Records, waitsForPeople } from './review-list.ts';
import { lookAtReviews, nameStore, placeOf, type Round } from './review-round.ts';
import { describeStop, type Look, type Waited, type WaitOptions, waitForAll } from './review-waiting.ts';
import { describeSelection, type Workspace } from './workspace.ts';

export interface StatusOptions {
  readonly choice: PublishChoice;
  /** Null looks once. */
  readonly wait: WaitOptions | null;
}

export interface StatusEnd {
  readonly report: StatusReport;
  readonly exitCode: ExitCode;
  /** What is known now; null where the account could not be opened. */
  readonly known: { readonly workspace: Workspace; readonly records: Records } | null;
  readonly learned: Pick<Learned, 'ended' | 'seen'>;
}

/** One report over all accounts, and how each of them ended. */
export interface StatusOverAll extends Pick<StatusEnd, 'report' | 'exitCode'> {
  readonly parts: readonly Part<StatusEnd>[];
}

/** Reads, records and waits, in all accounts that the context names. Nothing is printed but progress and hints. */
export async function runStatusOverAll(
  context: Context,
  options: StatusOptions,
  openShared: OpenShared,
): Promise<StatusOverAll> {
  const accounts = openAccounts(context);
  if (!areSeveral(accounts)) {
    const end = await runStatus(context, options, openShared);
    return { report: end.report, exitCode: end.exitCode, parts: [{ account: '', part: end }] };
  }
  const look = lookWith(options, openShared);
  const begun = await eachAccount(context, accounts.opened, async (each) => ({
    context: each,
    first: await look(each),
  }));
  return mergeEnds(await endAll(context, begun, options, look));
}

/** The same of one account. */
export async function runStatus(
  context: Context,
  options: StatusOptions,
  openShared: OpenShared,
): Promise<StatusEnd> {
  const look = lookWith(options, openShared);
  const begun = [{ account: '', part: { context, first: await look(context) } }];
  const [end] = await endAll(context, begun, options, look);
  return end === undefined ? endRefused([]) : end.part;
}

function lookWith({ choice }: StatusOptions, openShared: OpenShared): Look {
  return (quietly) => lookAtReviews(quietly, choice, openShared);
}

interface Begun {
  readonly context: Context;
  readonly first: Awaited<ReturnType<Look>>;
}

/** Waits where that is wanted, for the accounts that could be opened; the others end with their reason. */
async function endAll(
  context: Context,
  begun: readonly Part<Begun>[],
  options: StatusOptions,
  look: Look,
): Promise<readonly Part<StatusEnd>[]> {
  const watched = begun.flatMap(({ part }) =>
    'refused' in part.first ? [] : [{ context: part.context, round: part.first }],
  );
  const waited =
    options.wait === null
      ? watched.map(({ round }) => ({ round, diagnostics: describeStop(round.stopped) }))
      : await waitForAll(context, watched, options.wait, look);
  const ends = new Map(watched.map((each, index) => [each.context, waited[index]]));
  return begun.map(({ account, part: { context: own, first } }) => {
    const end = ends.get(own);
    if (end !== undefined) return { account, part: endOne(own, end, options) };
    return { account, part: endRefused('refused' in first ? first.refused : []) };
  });
}

function endOne(context: Context, { round, diagnostics }: Waited, { choice }: StatusOptions): StatusEnd {
  if (round.folded.lines > 0) {
    const { account } = round.workspace;
    context.hint(context.messages.apply.stateWritten(account.state, round.folded.branch, choice.publish));
  }
  return endWell(context, round, diagnostics);
}

function mergeEnds(parts: readonly Part<StatusEnd>[]): StatusOverAll {
  const reports = parts.map(({ part }) => part.report);
  const known = parts.find(({ part }) => part.known !== null)?.part.report;
  const report: StatusReport = {
    reviews: reports.flatMap(({ reviews }) => reviews),
    diagnostics: mergeDiagnostics(
      parts.map(({ account, part }) => ({ account, part: part.report.diagnostics })),
    ),
    selection: known?.selection ?? [],
    timezone: known?.timezone ?? 'UTC',
    accounts: parts.map(({ account }) => account),
  };
  return { report, exitCode: parts.some(({ part }) => part.exitCode !== 0) ? 1 : 0, parts };
}

/** Nobody was asked. */
export function endRefused(diagnostics: readonly Diagnostic[]): StatusEnd {
  const learned = { ended: new Set<string>(), seen: new Set<string>() };
  const report = { reviews: [], diagnostics, selection: [], timezone: 'UTC' };
  return { report, exitCode: 1, known: null, learned };
}

/** 1 with an error among the findings, and where nobody could ask about a review that is waited for. */
function endWell(context: Context, round: Round, more: readonly Diagnostic[]): StatusEnd {
  const { workspace, records, learned } = round;
  const now = context.clock.now();
  const reviews = listReviews(workspace, records, learned, now);
  const diagnostics = [
    ...round.diagnostics,
    ...more,
    ...reviews.flatMap((line) => describeReview(line, workspace, records)),
    ...reportOverdue(records, workspace, now),
  ];
  const failed = round.look === 'none' || diagnostics.some(({ severity }) => severity === 'error');
  return {
    report: {
      reviews,
      diagnostics,
      selection: describeSelection(context),
      timezone: workspace.settings.timezone,
    },
    exitCode: failed ? 1 : 0,
    known: { workspace, records: round.all },
    learned,
  };
}

function describeReview(line: ReviewLine, workspace: Workspace, records: Records): readonly Diagnostic[] {
  const { poi_id: poiId, file, reason, review, note } = line;
  const store = nameStore(poiId, workspace);
  const place = placeOf(poiId, workspace);
  if (note === 'doubt') return [notice('REVIEW_IN_DOUBT', place, { store })];
  if (review !== 'rejected') return [];
  const record = records.get(poiId);
  const waits = record !== undefined && waitsForPeople(poiId, record, workspace);
  const next = waits ? 'choose' : record?.rejected_pic_list?.length === 0 ? 'console' : 'apply';
  return [warning('REVIEW_REJECTED', place, { store, file, reason, next })];
}
