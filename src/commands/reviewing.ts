/** A status without its printing: one look, or looks until every review has ended; and how that is told. */

import { describeFault } from '../messages/describe.ts';
import { asRunDiagnostic, type Diagnostic, type Fault, NOWHERE, notice, warning } from '../model.ts';
import { forTerminal } from '../report/escape.ts';
import type { ReviewLine, StatusReport } from '../report/status.ts';
import { readReach } from '../settings/environment.ts';
import type { Context, ExitCode } from './context.ts';
import type { OpenShared } from './joined.ts';
import { reportOverdue } from './overdue.ts';
import type { PublishChoice } from './publishing.ts';
import { type Learned, listPending, listReviews, type Records, waitsForPeople } from './review-list.ts';
import { lookAtReviews, nameStore, placeOf, type Round } from './review-round.ts';
import { describeSelection, type Workspace } from './workspace.ts';

export interface StatusOptions {
  readonly choice: PublishChoice;
  /** Null looks once. */
  readonly wait: WaitOptions | null;
}

/** In seconds and minutes of an ordinary clock; all waits scale with `MENDIAN_RETRY_BASE_MS`. */
export interface WaitOptions {
  readonly intervalSeconds: number;
  readonly timeoutMinutes: number;
}

export interface StatusEnd {
  readonly report: StatusReport;
  readonly exitCode: ExitCode;
  /** What is known now; null where the account could not be opened. */
  readonly known: { readonly workspace: Workspace; readonly records: Records } | null;
  readonly learned: Pick<Learned, 'ended' | 'seen'>;
}

/** Reads, records and waits. Nothing is printed but progress and hints. */
export async function runStatus(
  context: Context,
  options: StatusOptions,
  openShared: OpenShared,
): Promise<StatusEnd> {
  const look = (quietly: Context): ReturnType<typeof lookAtReviews> =>
    lookAtReviews(quietly, options.choice, openShared);
  const first = await look(context);
  if ('refused' in first) return endRefused(first.refused);
  const { round, diagnostics } =
    options.wait === null
      ? { round: first, diagnostics: describeStop(first.stopped) }
      : await waitForAll(context, first, options.wait, look);
  if (round.folded.lines > 0) {
    const { account } = round.workspace;
    const { publish } = options.choice;
    context.hint(context.messages.apply.stateWritten(account.state, round.folded.branch, publish));
  }
  return endWell(context, round, diagnostics);
}

/** Nobody was asked. */
export function endRefused(diagnostics: readonly Diagnostic[]): StatusEnd {
  const learned = { ended: new Set<string>(), seen: new Set<string>() };
  const report = { reviews: [], diagnostics, selection: [], timezone: 'UTC' };
  return { report, exitCode: 1, known: null, learned };
}

function describeStop(stopped: Fault | null): readonly Diagnostic[] {
  return stopped === null ? [] : [asRunDiagnostic('error', stopped)];
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

interface Waited {
  readonly round: Round;
  readonly diagnostics: readonly Diagnostic[];
}

type Look = (context: Context) => ReturnType<typeof lookAtReviews>;

/** Looks again until nothing that can end is pending, the time is over, a signal comes, or a common fault does. */
async function waitForAll(context: Context, first: Round, wait: WaitOptions, look: Look): Promise<Waited> {
  const { clock, signal, messages } = context;
  const unit = readReach(context.environment).value?.retryBaseMs ?? 1000;
  const [interval, timeout] = [wait.intervalSeconds * unit, wait.timeoutMinutes * 60 * unit];
  const deadline = clock.now().getTime() + timeout;
  const left = (): number => deadline - clock.now().getTime();
  // The moving line of the first look is enough: a log must not grow with each round.
  const quietly: Context = { ...context, writeProgress: () => {} };
  let round = first;
  tellVerdicts(context, first, first.learned.ended);
  if (listOpen(round).length > 0)
    context.hint(messages.status.waiting(listOpen(round).length, interval, timeout));
  while (listOpen(round).length > 0 && canGoOn(round) && !signal.aborted && left() > 0) {
    await clock.sleep(Math.min(interval, left()), signal);
    if (signal.aborted) break;
    const next = await look(quietly);
    if ('refused' in next) {
      if (!next.refused.every(isPassing)) return { round, diagnostics: next.refused };
      tellBlocked(context, next.refused);
      continue;
    }
    tellVerdicts(context, next, next.learned.ended);
    round = follow(round, next);
  }
  return { round: withoutInterruption(round), diagnostics: describeEnd(context, round) };
}

/** What is known after one more look: the newest records, and every verdict so far. */
function follow(earlier: Round, next: Round): Round {
  const ended = new Set([...earlier.learned.ended, ...next.learned.ended]);
  const seen = new Set([...earlier.learned.seen, ...next.learned.seen]);
  const lines = earlier.folded.lines + next.folded.lines;
  const branch = next.folded.branch ?? earlier.folded.branch;
  return { ...next, learned: { ...next.learned, ended, seen }, folded: { lines, branch } };
}

function tellVerdicts(context: Context, round: Round, ended: ReadonlySet<string>): void {
  let left = listOpen(round).length + ended.size;
  for (const poiId of ended) {
    left -= 1;
    const { review, reason = null } = round.records.get(poiId) ?? { review: 'none' };
    if (review !== 'approved' && review !== 'rejected') continue;
    const store = forTerminal(nameStore(poiId, round.workspace));
    context.hint(
      context.messages.status.verdict(store, review, reason === null ? null : forTerminal(reason), left),
    );
  }
}

function tellBlocked({ hint, messages }: Context, refused: readonly Diagnostic[]): void {
  const [first] = refused.filter(({ severity }) => severity === 'error');
  if (first !== undefined) hint(messages.status.blocked(forTerminal(describeFault(first, messages).message)));
}

/** A signal is how a person ends the waiting: no fault, and no store that could not be read. */
function withoutInterruption(round: Round): Round {
  if (round.stopped?.code !== 'INTERRUPTED') return round;
  const diagnostics = round.diagnostics.filter(({ code }) => code !== 'REVIEWS_UNREAD');
  return { ...round, diagnostics, learned: { ...round.learned, unread: new Set() } };
}

function describeEnd({ signal }: Context, round: Round): readonly Diagnostic[] {
  const { stopped, workspace } = round;
  if (stopped !== null && stopped.code !== 'INTERRUPTED') return describeStop(stopped);
  const stores = listOpen(round).map((poiId) => nameStore(poiId, workspace));
  if (stores.length === 0 || !canGoOn({ ...round, stopped: null })) return [];
  return [notice('REVIEWS_WAITING', NOWHERE, { stores, why: signal.aborted ? 'signal' : 'timeout' })];
}

/** Reviews that a later look may end. */
function listOpen({ records, learned }: Round): readonly string[] {
  return listPending(records).filter((poiId) => !learned.gone.has(poiId));
}

function canGoOn({ look, stopped, diagnostics }: Round): boolean {
  return look !== 'none' && stopped === null && diagnostics.every(({ severity }) => severity !== 'error');
}

/** What another run at work causes goes away by itself. */
function isPassing({ code, severity }: Diagnostic): boolean {
  return (
    severity !== 'error' ||
    ['LOCKED', 'CLAIMED', 'BRANCH_MOVES', 'GITHUB_FAILED', 'GIT_FAILED'].includes(code)
  );
}
