/** The recorder as a run uses it: verdicts that are still on their way to the disk. */
import { describe, expect, test } from 'vitest';
import { openLedger } from '../../src/apply/ledger.ts';
import { watchStops } from '../../src/apply/stops.ts';
import { buildRecord, buildValues } from '../builders.ts';
import { createMemoryRecorder } from './world.ts';

/** A ledger over a disk that takes records only when it is let go, or fails then. */
function openSlowLedger(failing: readonly string[] = []) {
  const recorder = createMemoryRecorder(new Map(), failing);
  const stops = watchStops(new AbortController().signal);
  let letGo = (): void => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const record: typeof recorder.record = async (poiId, kept) => {
    await gate;
    await recorder.record(poiId, kept);
  };
  return { ledger: openLedger({ ...recorder, record }, stops), steps: recorder.steps, stops, letGo };
}

describe('a verdict on its way to the disk', () => {
  test('holds up no other store, and the end of the run waits for it', async () => {
    const { ledger, steps, letGo } = openSlowLedger();
    ledger.enqueue('1', buildRecord());
    expect(await ledger.intend('2', buildValues())).toBe('written');
    let ended = false;
    const settled = ledger.settled().then(() => {
      ended = true;
    });
    await ledger.intend('3', buildValues());
    expect(ended).toBe(false);
    letGo();
    await settled;
    expect(steps).toEqual(['intent 2', 'intent 3', 'record 1']);
    await ledger.settled();
  });

  test('that the disk does not take stops the run', async () => {
    const { ledger, stops, letGo } = openSlowLedger(['record 1']);
    ledger.enqueue('1', buildRecord());
    expect(stops.reason()).toBeNull();
    letGo();
    await ledger.settled();
    expect(stops.reason()).toMatchObject({ code: 'RECORD_FAILED', params: { detail: 'ENOSPC' } });
  });
});
