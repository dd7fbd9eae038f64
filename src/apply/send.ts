/** Sends one store: intent on disk, POST, verdict on disk; after an unclear answer a read-back before any repetition. */
import { fieldsNotShown } from '../fields.ts';
import type { Change } from '../model/plan.ts';
import type { LiveStore, PlatformError } from '../model/platform.ts';
import type { Outcome } from '../model/run.ts';
import {
  type Diagnostic,
  type StoreRecord,
  type StoreValues,
  type UpdateReceipt,
  warning,
} from '../model.ts';
import { type Caller, MAX_TRIES } from './call.ts';
import type { Ledger } from './ledger.ts';
import { changesPictures, hasLanded } from './live.ts';
import { endApplied, endBecause, endByAnswer } from './outcomes.ts';
import { confirmUpdate, refuseUpdate } from './records.ts';
import type { Hands } from './work.ts';

export interface SendTools {
  readonly hands: Hands;
  readonly ledger: Ledger;
  readonly caller: Caller;
  /** `YYYY-MM-DD`, for refusals. */
  readonly today: string;
}

/** One store that is to be sent, with what the look showed. */
export interface Shipment {
  readonly change: Change;
  readonly values: StoreValues;
  readonly record: StoreRecord | null;
  /** The record as it stands on disk; `record` may know more since the look. */
  readonly stored: StoreRecord | null;
  readonly live: LiveStore;
}

/** How a shipment ended; `error` is the platform's part in it, for the rules about common faults. */
export interface Delivery {
  readonly outcome: Outcome;
  readonly error: PlatformError | null;
  /** What the platform answered, where it confirmed. */
  readonly receipt: UpdateReceipt | null;
  readonly remarks: readonly Diagnostic[];
}

/**
 * Sends one store and records its end; that of a confirmed one may still be on its way to the disk (`ledger.settled`).
 * Never throws for anything that the platform does.
 */
export async function sendStore(shipment: Shipment, tools: SendTools): Promise<Delivery> {
  const { change, values } = shipment;
  const { platform, signal } = tools.hands;
  for (let attempts = 1; ; attempts += 1) {
    if ((await tools.ledger.intend(change.poi_id, values)) === 'failed')
      return skipUnrecorded(change, attempts - 1);
    const answer = await tools.caller.write(() => platform.updateStore(change.poi_id, values));
    if (answer.ok) return confirm(shipment, tools, answer.value, attempts);
    const { error } = answer;
    if (error.class !== 'RETRY') return await refuse(shipment, tools, error, attempts);
    await tools.caller.backOff(attempts, error.fault);
    if (error.landed === 'maybe') {
      const told = signal.aborted ? 'silent' : await readBack(shipment, tools);
      if (told === 'landed') return confirm(shipment, tools, 'lost', attempts);
      // Nothing tells: the intent stays in the journal, and the next run verifies.
      if (told !== 'unchanged') return deliver(describeUnconfirmed(change, error, attempts), error);
    }
    if (attempts >= MAX_TRIES || signal.aborted) return await giveUp(shipment, tools, error, attempts);
  }
}

function confirm(
  shipment: Shipment,
  tools: SendTools,
  receipt: UpdateReceipt | 'lost',
  attempts: number,
): Delivery {
  const { change, values, live } = shipment;
  const at = tools.hands.clock.now().toISOString();
  const record = confirmUpdate(shipment.record, { sent: values, receipt, live, at });
  tools.ledger.enqueue(change.poi_id, record);
  const audit_id = receipt === 'lost' ? null : receipt.audit_id;
  const lost = (receipt === 'lost' || receipt.review === 'unknown') && record.review === 'pending';
  const place = { file: change.file, line: change.line, column: null };
  const remarks = lost ? [warning('AUDIT_ID_UNKNOWN', place, { name: change.name ?? change.poi_id })] : [];
  const outcome = endApplied(change, true, record, audit_id, attempts);
  return { outcome, error: null, receipt: receipt === 'lost' ? null : receipt, remarks };
}

/** A clear no: this store's fault, a common fault, or a store under review. */
async function refuse(
  shipment: Shipment,
  tools: SendTools,
  error: PlatformError,
  attempts: number,
): Promise<Delivery> {
  const { change, record } = shipment;
  const { ledger } = tools;
  // A first call that came late may be why the store is under review now.
  const late = error.class === 'DEFER' && attempts > 1 && (await readBack(shipment, tools)) === 'landed';
  if (late) return confirm(shipment, tools, 'lost', attempts);
  if (error.class === 'STORE') {
    const code = error.errcode ?? error.fault.code;
    await ledger.record(
      change.poi_id,
      refuseUpdate(record, { digest: change.digest, code, date: tools.today }),
    );
    return deliver(endByAnswer(change, 'failed', error, attempts), error);
  }
  await ledger.record(change.poi_id, record);
  if (error.fault.code === 'INTERRUPTED') {
    return deliver(endBecause(change, 'skipped', error.fault, attempts - 1), error);
  }
  if (error.class !== 'DEFER') return deliver(endByAnswer(change, 'failed', error, attempts), error);
  const underReview = { code: 'UNDER_REVIEW' as const, params: { name: change.name ?? change.poi_id } };
  return deliver(endByAnswer(change, 'deferred', { ...error, fault: underReview }, attempts), error);
}

/** A store whose pictures have no address: nothing was sent for it, and no intent is on disk. */
export async function endUnsent(
  { change, record }: Shipment,
  { ledger, today }: SendTools,
  error: PlatformError | null,
): Promise<Delivery> {
  if (error === null) return skipUnrecorded(change, 0);
  if (error.fault.code === 'INTERRUPTED') return deliver(endBecause(change, 'skipped', error.fault), error);
  // The platform would say the same to the same picture; a file that changed meanwhile is no answer of its.
  if (error.class === 'STORE' && error.errcode !== null) {
    const refused = { digest: change.digest, code: error.errcode, date: today };
    await ledger.record(change.poi_id, refuseUpdate(record, refused));
  }
  return deliver(endByAnswer(change, 'failed', error, 0), error);
}

/** No success after all tries, though each read-back showed the store as it was. */
async function giveUp(
  shipment: Shipment,
  tools: SendTools,
  error: PlatformError,
  attempts: number,
): Promise<Delivery> {
  await tools.ledger.record(shipment.change.poi_id, shipment.record);
  return deliver(endByAnswer(shipment.change, 'failed', error, attempts), error);
}

/** What the live store tells after an unclear answer: as sent, as before, or neither. */
async function readBack(
  { change, values, record, live }: Shipment,
  tools: SendTools,
): Promise<'landed' | 'unchanged' | 'silent'> {
  const answer = await tools.caller.read(() => tools.hands.platform.readStore(change.poi_id));
  if (!answer.ok) return 'silent';
  // Where only fields differ that reads never show, both look alike; sending the same again changes nothing.
  const asBefore =
    fieldsNotShown(answer.value, live, 'any').length === 0 && answer.value.status === live.status;
  if (asBefore) return 'unchanged';
  const pictures = changesPictures(values, record, live) ? 'changed' : 'unchanged';
  return hasLanded(answer.value, values, pictures) ? 'landed' : 'silent';
}

function describeUnconfirmed(change: Change, error: PlatformError, attempts: number): Outcome {
  const cause = error.fault.code;
  const unconfirmed = { ...error, fault: { code: 'UNCONFIRMED' as const, params: { cause } } };
  return endByAnswer(change, 'unknown', unconfirmed, attempts);
}

/** The reason stands in the run's stop; this store was not sent (again). */
function skipUnrecorded(change: Change, attempts: number): Delivery {
  const fault = { code: 'STOPPED' as const, params: { cause: 'RECORD_FAILED' } };
  const ending = attempts === 0 ? 'skipped' : 'failed';
  return { outcome: endBecause(change, ending, fault, attempts), error: null, receipt: null, remarks: [] };
}

function deliver(outcome: Outcome, error: PlatformError): Delivery {
  return { outcome, error, receipt: null, remarks: [] };
}
