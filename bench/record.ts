/**
 * What recording costs: intents and outcomes as synced lines, as a run writes them, one store at a time and ten at once, beside
 * states of different sizes.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '../src/apply/ledger.ts';
import { runPool } from '../src/apply/pool.ts';
import { watchStops } from '../src/apply/stops.ts';
import { systemClock } from '../src/base/clock.ts';
import type { StoreRecord } from '../src/model.ts';
import { openJournal } from '../src/state/journal.ts';
import { createRecorder } from '../src/state/recorder.ts';
import type { Bench } from './bench.ts';
import { idOf, valuesOf } from './chain.ts';
import { median } from './measure.ts';
import type { Row } from './table.ts';

const OUTCOMES = 1_000;
const MOST_MS = 0.3;

export async function benchRecord({ folder, rounds }: Bench): Promise<readonly Row[]> {
  const [alone, small, large]: number[][] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    alone?.push(await record(folder, 1_000, 1));
    small?.push(await record(folder, 1_000, 10));
    large?.push(await record(folder, 50_000, 10));
  }
  const [one, few, many] = [alone, small, large].map((times) => median(times ?? []));
  return [
    row('recording an outcome, one store at a time', one ?? 0, ''),
    row('recording an outcome, 10 at once', few ?? 0, ''),
    row(
      'recording an outcome, beside 50,000 records',
      many ?? 0,
      `beside 1,000: ${(few ?? 0).toFixed(3)} ms`,
    ),
  ];
}

function row(what: string, milliseconds: number, beside: string): Row {
  const goal = { text: `under ${MOST_MS} ms`, met: milliseconds < MOST_MS };
  return { what, ours: `${milliseconds.toFixed(3)} ms`, beside, ratio: '', goal };
}

/** Milliseconds for each outcome, its intent included: two lines on disk, of which the second shares a sync with what comes next. */
async function record(folder: string, stores: number, atOnce: number): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const kept: StoreRecord = { values: valuesOf(0), review: 'none', applied_at: '2026-11-25T02:00:00.000Z' };
  const records = new Map(Array.from({ length: stores }, (_, index) => [idOf(index), kept] as const));
  const journal = await openJournal(
    join(folder, `journal-${stores}-${atOnce}-${performance.now()}`),
    systemClock,
    records,
  );
  const stops = watchStops(new AbortController().signal);
  const ledger = openLedger(createRecorder(journal, null), stops);
  const ids = Array.from({ length: OUTCOMES }, (_, index) => idOf(index));
  const started = performance.now();
  await runPool(
    ids,
    atOnce,
    () => true,
    async (poiId) => {
      await ledger.intend(poiId, valuesOf(0));
      ledger.enqueue(poiId, kept);
    },
  );
  await ledger.settled();
  const fault = stops.reason();
  if (fault !== null) throw new Error(`nothing was recorded: ${fault.code}`);
  const milliseconds = performance.now() - started;
  await journal.close();
  return milliseconds / OUTCOMES;
}
