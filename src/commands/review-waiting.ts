/** `status --wait`: looks again until no review that can end is pending, over all accounts at once. */
import { describeFault } from '../messages/describe.ts';
import { asRunDiagnostic, type Diagnostic, type Fault, NOWHERE, notice } from '../model.ts';
import { forTerminal } from '../report/escape.ts';
import { readReach } from '../settings/environment.ts';
import type { Context } from './context.ts';
import { listPending } from './review-list.ts';
import { type lookAtReviews, nameStore, type Round } from './review-round.ts';

/** In seconds and minutes of an ordinary clock; all waits scale with `MENDIAN_RETRY_BASE_MS`. */
export interface WaitOptions {
  readonly intervalSeconds: number;
  readonly timeoutMinutes: number;
}

/** An account that was looked at once. */
export interface Watched {
  /** The account's own. */
  readonly context: Context;
  readonly round: Round;
}

/** What is known at the end of the waiting. */
export interface Waited {
  readonly round: Round;
  readonly diagnostics: readonly Diagnostic[];
}

export type Look = (context: Context) => ReturnType<typeof lookAtReviews>;

/** An account while it is waited for; `refused`: why it is not looked at any more. */
interface Watch extends Watched {
  readonly refused: readonly Diagnostic[] | null;
}

/** Looks again at each account until nothing that can end is pending in any, the time is over, or a signal comes. */
export async function waitForAll(
  context: Context,
  first: readonly Watched[],
  wait: WaitOptions,
  look: Look,
): Promise<readonly Waited[]> {
  const { clock, signal, messages } = context;
  const unit = readReach(context.environment).value?.retryBaseMs ?? 1000;
  const [interval, timeout] = [wait.intervalSeconds * unit, wait.timeoutMinutes * 60 * unit];
  const deadline = clock.now().getTime() + timeout;
  const left = (): number => deadline - clock.now().getTime();
  let watches: readonly Watch[] = first.map((each) => ({ ...each, refused: null }));
  for (const watch of watches) tellVerdicts(watch, watch.round, countOthers(watches, watch));
  if (countOpen(watches) > 0) context.hint(messages.status.waiting(countOpen(watches), interval, timeout));
  while (watches.some(canEnd) && !signal.aborted && left() > 0) {
    await clock.sleep(Math.min(interval, left()), signal);
    if (signal.aborted) break;
    watches = await lookAgain(watches, look);
  }
  return watches.map((watch) => endWatch(watch));
}

/** One round: an account where nothing can end any more is left alone, and a fault of one stops no other. */
async function lookAgain(watches: readonly Watch[], look: Look): Promise<readonly Watch[]> {
  let now = watches;
  for (const watch of watches) {
    if (!canEnd(watch)) continue;
    const next = await lookOnce(watch, look, countOthers(now, watch));
    now = now.map((each) => (each === watch ? next : each));
  }
  return now;
}

async function lookOnce(watch: Watch, look: Look, others: number): Promise<Watch> {
  // The moving line of the first look is enough: a log must not grow with each round.
  const next = await look({ ...watch.context, writeProgress: () => {} });
  if ('refused' in next) {
    if (!next.refused.every(isPassing)) return { ...watch, refused: next.refused };
    tellBlocked(watch.context, next.refused);
    return watch;
  }
  tellVerdicts(watch, next, others);
  return { ...watch, round: follow(watch.round, next) };
}

/** What is known after one more look: the newest records, and every verdict so far. */
function follow(earlier: Round, next: Round): Round {
  const ended = new Set([...earlier.learned.ended, ...next.learned.ended]);
  const seen = new Set([...earlier.learned.seen, ...next.learned.seen]);
  const lines = earlier.folded.lines + next.folded.lines;
  const branch = next.folded.branch ?? earlier.folded.branch;
  return { ...next, learned: { ...next.learned, ended, seen }, folded: { lines, branch } };
}

/** `others`: reviews that other accounts wait for still. */
function tellVerdicts({ context }: Watch, round: Round, others: number): void {
  const { ended } = round.learned;
  let left = others + listOpen(round).length + ended.size;
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

function endWatch({ context, round, refused }: Watch): Waited {
  if (refused !== null) return { round, diagnostics: refused };
  return { round: withoutInterruption(round), diagnostics: describeEnd(context, round) };
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

/** The common fault that ended a look early, as a finding. */
export function describeStop(stopped: Fault | null): readonly Diagnostic[] {
  return stopped === null ? [] : [asRunDiagnostic('error', stopped)];
}

function countOpen(watches: readonly Pick<Watch, 'round'>[]): number {
  return watches.reduce((sum, { round }) => sum + listOpen(round).length, 0);
}

function countOthers(watches: readonly Watch[], { context }: Watch): number {
  return countOpen(watches.filter((each) => each.context !== context && canEnd(each)));
}

function canEnd({ round, refused }: Watch): boolean {
  return refused === null && listOpen(round).length > 0 && canGoOn(round);
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
