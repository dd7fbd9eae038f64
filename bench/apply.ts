/** Apply against a server in its own process that answers after 50 ms. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { writeChain, writeStates } from './chain.ts';
import { measure, median, type Program, type Run } from './measure.ts';
import { ENTRY, PLAIN } from './plans.ts';
import type { Traffic } from './slow-server.ts';
import { note, type Row, showTime } from './table.ts';

const LATENCY = 50;
const AT_ONCE = 10;
const APPLY = ['--yes', '--rate', '0', '--concurrency', String(AT_ONCE), '--max-changes', '100%'];

interface Size {
  readonly stores: number;
  readonly changes: number;
  /** The share of the ideal that the sending phase must reach; null for no goal. */
  readonly goal: number | null;
}

const SIZES: readonly Size[] = [
  { stores: 1_000, changes: 100, goal: null },
  { stores: 1_000, changes: 400, goal: 0.95 },
  { stores: 5_000, changes: 1_000, goal: null },
];

export async function benchApply(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const size of bench.extent === 'quick' ? SIZES.slice(0, 2) : SIZES)
    rows.push(...(await applySize(bench, size)));
  return rows;
}

async function applySize(bench: Bench, { stores, changes, goal }: Size): Promise<readonly Row[]> {
  const root = join(bench.folder, `apply-${changes}`);
  writeChain(root, { stores, changed: changes });
  const runs: (Run & Traffic)[] = [];
  for (let round = 0; round < Math.ceil(bench.rounds / 2); round += 1) {
    writeStates(root, stores);
    runs.push(await runAgainst(stores, changes, (base) => ours(root, base)));
  }
  const middle = (pick: (run: Run & Traffic) => number): number => median(runs.map(pick));
  const phase = middle((run) => run.phase);
  const whole = middle((run) => run.milliseconds);
  const { sending = 0, calls = 0 } = runs[0] ?? {};
  const latency = middle((run) => run.latency);
  const ideal = idealPhase(sending, changes, latency);
  const share = ideal / phase;
  const what = `apply, ${changes} of ${stores} stores, ${LATENCY} ms, ${AT_ONCE} at once`;
  const phaseRow = {
    what: '  its sending phase',
    ours: showTime(phase),
    beside: `ideal: ${showTime(ideal)}, ${sending} calls of ${latency.toFixed(1)} ms`,
    ratio: `${(share * 100).toFixed(1)} % of it`,
    goal: goal === null ? null : { text: `at least ${goal * 100} %`, met: share >= goal },
  };
  if (changes > 100) return [note(what, `${showTime(whole)}, ${calls} calls`), phaseRow];
  const plain = await plainRun(bench, root, stores, changes);
  const compared = {
    beside: `plain script, one by one: ${showTime(plain)}`,
    ratio: `${(plain / whole).toFixed(2)} × faster`,
  };
  return [{ ...note(what, `${showTime(whole)}, ${calls} calls`), ...compared }, phaseRow];
}

/**
 * The first store goes alone and is read back before others follow; those go so many at once. A call takes what the server
 * says that it took.
 */
function idealPhase(sending: number, changes: number, latency: number): number {
  const alone = sending - (changes - 1);
  return (alone + Math.ceil((changes - 1) / AT_ONCE)) * latency;
}

async function plainRun(bench: Bench, root: string, stores: number, changes: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < (bench.extent === 'quick' ? 1 : 3); round += 1) {
    writeStates(root, stores);
    const program = (base: string): Program => ({
      name: 'plain',
      command: process.execPath,
      args: [PLAIN, 'apply', root, base],
    });
    times.push((await runAgainst(stores, changes, program)).milliseconds);
  }
  return median(times);
}

function ours(root: string, base: string): Program {
  const env = { WECHAT_API_BASE: base, WECHAT_APPID: 'wxbench', WECHAT_SECRET: 'secret-of-the-bench' };
  return { name: 'apply', command: process.execPath, args: [ENTRY, 'apply', ...APPLY], cwd: root, env };
}

/** One run against a fresh server; a run that did not send all that it should is no measure. */
async function runAgainst(
  stores: number,
  changes: number,
  program: (base: string) => Program,
): Promise<Run & Traffic> {
  const server = fork('scripts/run.mjs', ['bench/slow-server.ts', String(stores), String(LATENCY)]);
  try {
    const { baseUrl } = (await hear(server)) as { readonly baseUrl: string };
    const run = await measure(program(baseUrl));
    server.send('tell');
    const traffic = (await hear(server)) as Traffic;
    if (traffic.updates !== changes) throw new Error(`${traffic.updates} updates came in, not ${changes}`);
    return { ...run, ...traffic };
  } finally {
    server.disconnect();
  }
}

async function hear(server: ChildProcess): Promise<unknown> {
  const [message] = await once(server, 'message');
  return message;
}
