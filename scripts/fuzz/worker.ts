/** The thread in which inputs meet their parser: it may run out of memory or never end without harm to the rest. */
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { judgeInput, makeInput, type Verdict } from '../../test/fuzz/judge.ts';
import { TARGETS } from '../../test/fuzz/targets.ts';

/** Inputs of one parser, by their index, `to` not among them. */
export interface Round {
  readonly parser: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

export interface WorkerOrder extends Round {
  /** One number: the index of the input that is being read. A message would have to wait for the parser. */
  readonly at: Int32Array;
}

export interface InputReport extends Verdict {
  readonly index: number;
  readonly ms: number;
  readonly grownMb: number;
}

/** Reads the inputs of the order one by one, and reports each. */
export function runWorker(): void {
  const { parser, seed, from, to, at } = workerData as WorkerOrder;
  const target = TARGETS.find(({ name }) => name === parser);
  if (target === undefined) throw new Error(`there is no parser ${parser}`);
  for (let index = from; index < to; index += 1) {
    const bytes = makeInput(target, seed, index);
    Atomics.store(at, 0, index);
    const [before, watch] = [countMegabytes(), startWatch()];
    const verdict = judgeSafely(target, bytes);
    const ms = watch();
    const report: InputReport = { ...verdict, index, ms, grownMb: Math.max(0, countMegabytes() - before) };
    parentPort?.postMessage(report);
  }
}

function judgeSafely(target: (typeof TARGETS)[number], bytes: Buffer): Verdict {
  try {
    return judgeInput(target, bytes);
  } catch (error) {
    return { told: 'error', wrong: [`threw ${error instanceof Error ? error.stack : String(error)}`] };
  }
}

/** Milliseconds since now, without those in which another program had the processor; the main thread only waits. */
function startWatch(): () => number {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    return Math.min(performance.now() - begun, (user + system) / 1_000);
  };
}

/** The heap of this thread and what it holds outside of it. */
function countMegabytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return (used_heap_size + external_memory) / 1_048_576;
}
