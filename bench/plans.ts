/** Start-up, validate and plan. */
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { removeStates, writeChain, writeStates } from './chain.ts';
import { type Measured, type Program, race } from './measure.ts';
import { type Row, showRun, showTime } from './table.ts';

export const ENTRY = join(process.cwd(), 'dist/cli.js');
export const PLAIN = join(process.cwd(), 'bench/plain-script.mjs');
const NODE = process.execPath;

function mendian(name: string, args: readonly string[], cwd = process.cwd()): Program {
  return { name, command: NODE, args: [ENTRY, ...args], cwd };
}

function plain(command: string, root: string): Program {
  return { name: 'plain script', command: NODE, args: [PLAIN, command, root] };
}

const NONE: Measured = { milliseconds: 0, peakMb: 0 };

export async function benchStart({ rounds }: Bench): Promise<readonly Row[]> {
  const empty = { name: 'node -e 0', command: NODE, args: ['-e', '0'] };
  const programs = [empty, mendian('--version', ['--version']), mendian('--help', ['--help'])];
  const [floor = NONE, ...ours] = await race(programs, rounds * 3);
  return ours.map((run, index) => {
    const ratio = run.milliseconds / floor.milliseconds;
    return {
      what: `start: ${programs[index + 1]?.name}`,
      ours: showRun(run),
      beside: `node -e 0: ${showTime(floor.milliseconds)}`,
      ratio: `${ratio.toFixed(2)} × of it`,
      goal: { text: 'at most 1.3 ×', met: ratio <= 1.3 },
    };
  });
}

/** How many times faster than the plain script, with the goal. */
function compare(what: string, ours: Measured, other: Measured, least: number | null): Row {
  const ratio = other.milliseconds / ours.milliseconds;
  return {
    what,
    ours: showRun(ours),
    beside: `plain script: ${showRun(other)}`,
    ratio: `${ratio.toFixed(2)} × faster`,
    goal: least === null ? null : { text: `at least ${least} ×`, met: ratio >= least },
  };
}

/** No state, no record: every store is an adoption. There is no cache of any kind to be warm. */
export async function benchFiles({ folder, rounds }: Bench): Promise<readonly Row[]> {
  const root = join(folder, 'files');
  writeChain(root, { stores: 5_000, changed: 0 });
  removeStates(root);
  const programs = [
    plain('plan', root),
    mendian('validate', ['validate'], root),
    mendian('plan', ['plan'], root),
  ];
  const [other = NONE, validate = NONE, first = NONE] = await race(programs, rounds);
  return [
    compare('validate, 5,000 stores', validate, other, 1),
    compare('first plan, 5,000 stores, no state', first, other, 1),
  ];
}

async function racePlan(
  bench: Bench,
  stores: number,
  rounds: number,
): Promise<readonly [Measured, Measured]> {
  const root = join(bench.folder, `plan-${stores}`);
  writeChain(root, { stores, changed: stores / 100 });
  const [other = NONE, ours = NONE] = await race(
    [plain('plan', root), mendian('plan', ['plan'], root)],
    rounds,
  );
  return [ours, other];
}

export async function benchPlan(bench: Bench): Promise<readonly Row[]> {
  const [small, smallPlain] = await racePlan(bench, 1_000, bench.rounds);
  const [middle, middlePlain] = await racePlan(bench, 5_000, bench.rounds);
  return [
    compare('plan, 1,000 stores, 1 % changed', small, smallPlain, null),
    compare('plan, 5,000 stores, 1 % changed', middle, middlePlain, 4),
  ];
}

/** Growth is measured in the same rounds as the large plan itself. */
export async function benchLarge(bench: Bench): Promise<readonly Row[]> {
  const [small, large] = [join(bench.folder, 'small'), join(bench.folder, 'large')];
  writeChain(small, { stores: 5_000, changed: 50 });
  writeChain(large, { stores: 50_000, changed: 500 });
  writeStates(large, 50_000);
  const programs = [
    mendian('5,000', ['plan'], small),
    mendian('50,000', ['plan'], large),
    plain('plan', large),
  ];
  const [less = NONE, more = NONE, other = NONE] = await race(programs, Math.ceil(bench.rounds / 2));
  const growth = more.milliseconds / less.milliseconds;
  return [
    compare('plan, 50,000 stores, 1 % changed', more, other, 6),
    {
      what: 'plan, 50,000 stores: memory',
      ours: `${more.peakMb.toFixed(0)} MB`,
      beside: `plain script: ${other.peakMb.toFixed(0)} MB`,
      ratio: '',
      goal: { text: 'under 300 MB', met: more.peakMb < 300 },
    },
    {
      what: 'plan: growth from 5,000 to 50,000',
      ours: showTime(more.milliseconds),
      beside: `5,000: ${showTime(less.milliseconds)}`,
      ratio: `${growth.toFixed(1)} × the time`,
      goal: { text: 'at most 7 ×', met: growth <= 7 },
    },
  ];
}
