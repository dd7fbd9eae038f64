/** Applies a plan: look, brakes, send, record. The order of the file is the order of a run. */
import type { Answer, LiveStore } from '../model/platform.ts';
import { asRunDiagnostic, type Fault, type StoreRecord } from '../model.ts';
import { inSentWords } from '../reviews.ts';
import { type BrakeCount, findBrakes } from './brakes.ts';
import { decideAfterLook } from './decide.ts';
import { sendAll } from './dispatch.ts';
import { recordLearned } from './learned.ts';
import { changesPictures } from './live.ts';
import { isGone, lookAtStores } from './look.ts';
import { endApplied, endBecause, endByAnswer, endReleased } from './outcomes.ts';
import { askQuota } from './quota.ts';
import { dateAfter, refuseUpdate, settleAttempt } from './records.ts';
import { lookAtReviews } from './reviews.ts';
import type { Shipment } from './send.ts';
import { finish, type Run, startRun } from './steps.ts';
import {
  type ApplyOptions,
  type ApplyResult,
  type Decision,
  type Hands,
  needsLook,
  type Work,
  withKnownAddresses,
} from './work.ts';

/** What the look decided, kept with what it showed. */
interface Looked {
  readonly work: Work;
  readonly live: LiveStore | null;
  readonly decision: Decision;
}

/**
 * Applies the given work and tells how each store ended, in the order of the plan. `waiting` are records of other
 * stores whose review is overdue: they are only looked at.
 */
export async function applyWork(
  planned: readonly Work[],
  options: ApplyOptions,
  hands: Hands,
  waiting: ReadonlyMap<string, StoreRecord> = new Map(),
): Promise<ApplyResult> {
  const works = planned.map((work) => withKnownAddresses(work, options.pictures));
  const run = startRun(works.length, options, hands);
  const open = holdBack(works, run);
  const looked = await look(open, run);
  if (brake(looked, run)) {
    await settle(looked, run);
    const shipments = looked.flatMap(toShipment);
    const mayGoOn = (): boolean => run.stops.reason() === null;
    await recordLearned(shipments, run.tools, mayGoOn);
    if (shipments.length > 0 && mayGoOn())
      run.diagnostics.push(...(await askQuota(hands.platform, shipments.length)));
    if (await claim(shipments, run)) await sendAll(shipments, run);
    await lookAtReviews(waiting, { ...run.tools, mayGoOn });
  }
  skipRest(works, run);
  return {
    outcomes: works.flatMap(({ change }) => run.outcomes.get(change.poi_id) ?? []),
    diagnostics: run.diagnostics,
  };
}

/** Stores that the plan holds for good reason are not even looked at. */
function holdBack(works: readonly Work[], run: Run): readonly Work[] {
  return works.filter((work) => {
    const reason = findHold(work, run.options);
    if (reason === null) return true;
    finish(run, endBecause(work.change, work.change.action === 'release' ? 'skipped' : 'deferred', reason));
    return false;
  });
}

function findHold({ change, record }: Work, { invalidFiles }: ApplyOptions): Fault | null {
  const name = change.name ?? change.poi_id;
  if (change.action === 'release')
    return invalidFiles > 0 ? { code: 'RELEASE_UNSURE', params: { name } } : null;
  if (change.action !== 'hold' || change.reason === 'review') return null;
  if (change.reason === 'rejected')
    return { code: 'REJECTED', params: { name, reason: record?.reason ?? null } };
  const { code = '', date = '' } = record?.refused ?? {};
  return { code: 'REFUSED_BEFORE', params: { code: String(code), date } };
}

/** Reads what must be known live, and decides about each store. */
async function look(works: readonly Work[], run: Run): Promise<readonly Looked[]> {
  const { hands, options, stops, tools } = run;
  const looks = await lookAtStores(works.filter(needsLook), {
    hands,
    caller: tools.caller,
    concurrency: options.concurrency,
    accountStores: options.accountStores,
    mayGoOn: () => stops.reason() === null,
    noted: stops.note,
  });
  const at = hands.clock.now().toISOString();
  return works.flatMap((work): readonly Looked[] => {
    if (!needsLook(work)) return [{ work, live: null, decision: decideWithoutLook(work, at) }];
    const answer = looks.get(work.change.poi_id);
    return answer === undefined ? [] : judgeLook(work, answer, run, at);
  });
}

function decideWithoutLook({ change, record }: Work, at: string): Decision {
  if (change.send === null) return { kind: 'release' };
  const kept = { ...settleAttempt(record), values: change.send, applied_at: dateAfter(at, record) };
  return { kind: 'keep', record: kept, audit_id: null };
}

function judgeLook(work: Work, answer: Answer<LiveStore>, run: Run, at: string): readonly Looked[] {
  const { change } = work;
  if (answer.ok) {
    const decision = decideAfterLook(work, answer.value, run.options, at);
    const live = decision.kind === 'send' ? inSentWords(answer.value, decision.record) : answer.value;
    return [{ work, live, decision }];
  }
  const { error } = answer;
  // A store that is gone at WeChat needs nothing more than its record's removal.
  if (change.action === 'release' && isGone(error)) {
    return [{ work, live: null, decision: { kind: 'release' } }];
  }
  if (error.class === 'DEFER') {
    const fault = { code: 'UNDER_REVIEW', params: { name: change.name ?? change.poi_id } } as const;
    return [{ work, live: null, decision: { kind: 'defer', fault, record: null } }];
  }
  // Nothing was learned about an update that is still in doubt: its record stays whole.
  if (error.class === 'STORE' && change.action !== 'release' && !work.record?.uncertain) {
    const refused = {
      digest: change.digest,
      code: error.errcode ?? error.fault.code,
      date: run.options.today,
    };
    return [
      { work, live: null, decision: { kind: 'refuse', error, record: refuseUpdate(work.record, refused) } },
    ];
  }
  if (error.fault.code !== 'INTERRUPTED') finish(run, endByAnswer(change, 'failed', error, 0));
  return [];
}

/** Counts what would be done; a brake refuses the run before anything is sent. */
function brake(looked: readonly Looked[], run: Run): boolean {
  const { maxChanges, maxReviews, accountStores } = run.options;
  const braking = findBrakes(countChanges(looked, accountStores), maxChanges, maxReviews);
  for (const each of braking) {
    run.stops.stop(each);
    run.diagnostics.push(asRunDiagnostic('error', each));
  }
  return braking.length === 0;
}

function countChanges(looked: readonly Looked[], stores: number): BrakeCount {
  const sending = looked.flatMap(toShipment);
  const counted = sending.filter(({ change }) => change.reason !== 'special_hours').length;
  const releases = looked.filter(({ decision }) => decision.kind === 'release').length;
  const reviews = sending.filter(({ values, record, live }) => changesPictures(values, record, live)).length;
  return { changes: counted + releases, reviews, stores };
}

/** Records what needs no sending. A signal ends even this, since each step is repeated by the next run. */
async function settle(looked: readonly Looked[], run: Run): Promise<void> {
  const { ledger } = run.tools;
  for (const { work, decision } of looked) {
    if (run.stops.reason() !== null) return;
    const { change } = work;
    if (decision.kind === 'release') {
      await ledger.record(change.poi_id, null);
      finish(run, endReleased(change));
    } else if (decision.kind === 'keep') {
      await ledger.record(change.poi_id, decision.record);
      finish(run, endApplied(change, false, decision.record, decision.audit_id, 0));
    } else if (decision.kind === 'refuse') {
      await ledger.record(change.poi_id, decision.record);
      finish(run, endByAnswer(change, 'failed', decision.error, 0));
    } else if (decision.kind === 'defer') {
      if (decision.record !== null) await ledger.record(change.poi_id, decision.record);
      finish(run, endBecause(change, 'deferred', decision.fault));
    }
  }
}

function toShipment({ work, live, decision }: Looked): readonly Shipment[] {
  if (decision.kind !== 'send' || live === null) return [];
  return [
    { change: work.change, values: decision.values, record: decision.record, stored: work.record, live },
  ];
}

/** Marks the stores for all to see, before the first of them is sent. */
async function claim(shipments: readonly Shipment[], run: Run): Promise<boolean> {
  if (shipments.length === 0 || run.stops.reason() !== null) return false;
  const sending = new Map(shipments.map(({ change, values }) => [change.poi_id, values]));
  return (await run.tools.ledger.claim(sending)) === 'claimed';
}

/** Whatever was not reached is skipped, with the reason that ended the run. */
function skipRest(works: readonly Work[], run: Run): void {
  const reason = run.stops.reason();
  if (reason === null) return;
  if (run.diagnostics.every(({ code }) => code !== reason.code))
    run.diagnostics.push(asRunDiagnostic('error', reason));
  const direct = ['MAX_CHANGES', 'MAX_REVIEWS', 'CANARY', 'INTERRUPTED'].includes(reason.code);
  const skipped: Fault = direct ? reason : { code: 'STOPPED', params: { cause: reason.code } };
  for (const { change } of works) {
    if (!run.outcomes.has(change.poi_id)) finish(run, endBecause(change, 'skipped', skipped));
  }
}
