/** One parser's inputs in a thread under watch: what broke a limit, and how slow and large the rest was. */
import { Worker } from 'node:worker_threads';
import type { InputReport, Round, WorkerOrder } from './worker.ts';

export interface Row {
  readonly parser: string;
  readonly inputs: number;
  /** Inputs of which the parser told an error. */
  readonly errors: number;
  readonly breaches: readonly Breach[];
  readonly slowestMs: number;
  /** The most that one input let the thread's memory grow. */
  readonly peakMb: number;
}

export interface Breach {
  readonly index: number;
  readonly reason: string;
}

const LONGEST_MS = 1_000;
const LARGEST_MB = 200;
/** A thread that reads one input for so long does not end. */
const GIVE_UP_MS = 20_000;

/** Runs a round to its end. After an input that ends its thread, another thread goes on behind it. */
export async function runRound(script: string, round: Round): Promise<Row> {
  const reports: InputReport[] = [];
  const lost: Breach[] = [];
  let from = round.from;
  while (from < round.to) {
    const end = await runThread(script, { ...round, from }, reports);
    if (end !== null) lost.push(end);
    from = end === null ? round.to : end.index + 1;
  }
  const broken = reports.flatMap((report) => findBreach(report) ?? []);
  const slow = await confirmSlow(
    script,
    round,
    reports.filter(({ ms }) => ms > LONGEST_MS),
  );
  return {
    parser: round.parser,
    inputs: reports.length + lost.length,
    errors: reports.filter(({ told }) => told === 'error').length,
    breaches: [...lost, ...broken, ...slow],
    slowestMs: reports.reduce((most, { ms }) => Math.max(most, ms), 0),
    peakMb: reports.reduce((most, { grownMb }) => Math.max(most, grownMb), 0),
  };
}

function findBreach({ index, wrong, grownMb }: InputReport): Breach | null {
  if (wrong.length > 0) return { index, reason: wrong.join('; ') };
  return grownMb > LARGEST_MB ? { index, reason: `took ${grownMb.toFixed(0)} MB` } : null;
}

/** Another program may have had the processor meanwhile: what is slow alone, in a thread of its own, is slow. */
async function confirmSlow(
  script: string,
  round: Round,
  slow: readonly InputReport[],
): Promise<readonly Breach[]> {
  const found: Breach[] = [];
  for (const { index } of slow) {
    const again: InputReport[] = [];
    await runThread(script, { ...round, from: index, to: index + 1 }, again);
    const ms = again[0]?.ms ?? Number.POSITIVE_INFINITY;
    if (ms > LONGEST_MS) found.push({ index, reason: `took ${ms.toFixed(0)} ms` });
  }
  return found;
}

/** Runs a thread; null at its end, or the input that it did not survive. */
async function runThread(script: string, round: Round, reports: InputReport[]): Promise<Breach | null> {
  const at = new Int32Array(new SharedArrayBuffer(4)).fill(round.from);
  const order: WorkerOrder = { ...round, at };
  const worker = new Worker(new URL(script), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: LARGEST_MB },
  });
  worker.on('message', (report: InputReport) => reports.push(report));
  const watch = watchThread(at, () => void worker.terminate());
  return await new Promise((resolve) => {
    let reason: string | null = null;
    worker.on('error', (error: Error) => {
      reason = `ended its thread: ${error.message}`;
    });
    worker.on('exit', (code) => {
      clearInterval(watch);
      if (code !== 0) reason ??= `did not end within ${GIVE_UP_MS} ms`;
      resolve(reason === null ? null : { index: Atomics.load(at, 0), reason });
    });
  });
}

/** Calls `giveUp` when the thread stays with one input for too long. */
function watchThread(at: Int32Array, giveUp: () => void): NodeJS.Timeout {
  let seen = { index: Atomics.load(at, 0), since: performance.now() };
  return setInterval(() => {
    const index = Atomics.load(at, 0);
    if (index !== seen.index) seen = { index, since: performance.now() };
    else if (performance.now() - seen.since > GIVE_UP_MS) giveUp();
  }, 100);
}
