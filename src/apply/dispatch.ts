/** Sends what the look decided: the first store alone, then the others, each after its pictures. */
import type { Fault } from '../model.ts';
import { listUnresolved } from '../pictures.ts';
import { proveCanary, recordUnproven } from './canary.ts';
import { endBecause } from './outcomes.ts';
import { runPool } from './pool.ts';
import { endUnsent, type Shipment, sendStore } from './send.ts';
import { close, finish, type Run } from './steps.ts';

/** Stores whose new pictures are uploaded together. */
const UPLOAD_BATCH = 50;
/**
 * Calls that begin together are answered together, and then wait for each other at processor and disk, in each round anew.
 * Without a pace, the stores after the first begin spread over the time of one call, and never over more than this.
 */
const LONGEST_SPREAD_MS = 500;

/** Sends the canary, proves it, then the others a few at a time. */
export async function sendAll(shipments: readonly Shipment[], run: Run): Promise<void> {
  if (shipments.length === 0) return;
  const { concurrency, rate } = run.options;
  const { clock, signal } = run.hands;
  const mayGoOn = (): boolean => run.stops.reason() === null;
  run.hands.tell({ kind: 'sending', total: shipments.length, rate });
  try {
    const { rest, callMs } = await sendFirst(shipments, run);
    // A pace spreads calls by itself, and so do uploads.
    const spreadMs = rate > 0 || shipments.some(needsUpload) ? 0 : Math.min(LONGEST_SPREAD_MS, callMs);
    const begin = async (worker: number): Promise<void> => {
      const wait = (worker * spreadMs) / concurrency;
      if (wait >= 1) await clock.sleep(wait, signal);
    };
    const send = async (shipment: Shipment): Promise<void> =>
      close(await sendStore(shipment, run.tools), run);
    // Telling others of new addresses may cost a commit: many at a time.
    const size = rest.some(needsUpload) ? UPLOAD_BATCH : rest.length;
    for (let from = 0; from < rest.length && mayGoOn(); from += size) {
      const ready = await prepare(rest.slice(from, from + size), run);
      await runPool(ready, concurrency, mayGoOn, send, begin);
    }
  } finally {
    await run.tools.ledger.settled();
  }
}

function needsUpload({ values }: Shipment): boolean {
  return listUnresolved(values).length > 0;
}

/** Stores go out alone until one is proven. `callMs` is what one call took. */
async function sendFirst(
  shipments: readonly Shipment[],
  run: Run,
): Promise<{ readonly rest: readonly Shipment[]; readonly callMs: number }> {
  const { clock } = run.hands;
  let rest = shipments;
  let callMs = 0;
  for (let proven = shipments.length < 2; !proven && run.stops.reason() === null; rest = rest.slice(1)) {
    const [canary] = rest;
    if (canary === undefined) break;
    const begun = clock.now().getTime();
    proven = await sendCanary(canary, run);
    // An update and its read-back; more where the platform asked to wait.
    callMs = (clock.now().getTime() - begun) / 2;
  }
  return { rest, callMs };
}

/** The shipments that have an address for each picture; the others are closed. New addresses are told to others first. */
async function prepare(shipments: readonly Shipment[], run: Run): Promise<readonly Shipment[]> {
  const ready = new Map<Shipment, Shipment>();
  const mayGoOn = (): boolean => run.stops.reason() === null;
  await runPool(shipments, run.options.concurrency, mayGoOn, async (planned) => {
    const prepared = await run.uploads.prepare(planned);
    if (prepared.kind === 'ready') ready.set(planned, prepared.shipment);
    else close(await endUnsent(planned, run.tools, prepared.error), run);
  });
  await run.tools.ledger.sharePictures();
  return shipments.flatMap((planned) => ready.get(planned) ?? []);
}

/** True when the canary went out and shows what was sent. One that is refused or deferred proves nothing. */
async function sendCanary(first: Shipment, run: Run): Promise<boolean> {
  const { change } = first;
  run.hands.tell({ kind: 'canary', name: change.name, poi_id: change.poi_id });
  const [canary] = await prepare([first], run);
  if (canary === undefined) return false;
  const delivery = await sendStore(canary, run.tools);
  if (delivery.outcome.outcome !== 'applied') {
    close(delivery, run);
    const silent: Fault = { code: 'CANARY', params: { name: change.name ?? change.poi_id, fields: '' } };
    if (delivery.outcome.outcome === 'unknown') run.stops.stop(silent);
    return false;
  }
  const doubt = await proveCanary(canary, run.tools);
  if (doubt?.code !== 'CANARY') {
    close(delivery, run);
    if (doubt !== null) run.stops.stop(doubt);
    return doubt === null;
  }
  await run.tools.ledger.record(change.poi_id, recordUnproven(canary.record, canary.values, delivery));
  run.stops.stop(doubt);
  finish(run, endBecause(change, 'unknown', doubt, delivery.outcome.attempts));
  return false;
}
