/** One seeded sequence: changes, faults of the platform, ends of the programs at any step; then clean runs, and judgement. */
import { runApply } from '../../src/commands/applying-all.ts';
import type { ApplyCommandOptions } from '../../src/commands/sending.ts';
import type { FaultRule } from '../../src/emulator/faults.ts';
import type { Random } from '../fuzz/mutate.ts';
import { Crash, type Disk, type Doom } from './disk.ts';
import { judge } from './judge.ts';
import {
  changeStore,
  checkOutAnew,
  clearFaults,
  closeScene,
  countArrived,
  createContext,
  IDS,
  leaveLock,
  type Machine,
  openScene,
  pick,
  type Scene,
  shareBranch,
  UPDATE,
  UPLOAD,
} from './scene.ts';

const PATHS = [UPDATE, UPDATE, UPLOAD, '/wxa/get_store_info', '/wxa/get_store_list', '/cgi-bin/stable_token'];
const ALL = { kind: 'percent', percent: 100 } as const;
export const HOUR = 3_600_000;
/** Longer than a claim lives without a sign. */
export const LAPSE = 20 * 60_000;
/** Calls of update_store that may be on their way at once. */
const CONCURRENCY = 2;

const OPTIONS: ApplyCommandOptions = {
  planFile: null,
  confirm: 'yes',
  expectDigest: null,
  approved: null,
  maxChanges: ALL,
  maxReviews: ALL,
  concurrency: CONCURRENCY,
  rate: 0,
  overwriteDrift: 'no',
  acceptNames: 'yes',
  retryRefused: 'yes',
  skipInvalid: 'no',
  choice: { publish: 'no', stateBranch: null, checkpoint: 2 },
};

/** How the programs of a machine are to end; a null: by themselves. */
interface End {
  readonly at: number | null;
  readonly doom: Doom;
  /** A signal comes once so many updates have arrived. */
  readonly abortAfter: number | null;
}

const OWN_END: End = { at: null, doom: 'kill', abortAfter: null };

/** What a sequence did, for the figures. */
export interface Played {
  readonly problems: readonly string[];
  readonly deaths: number;
  readonly updates: number;
}

/** Plays a sequence; no problems when all held. */
export async function playSequence(seed: number, disk: Disk): Promise<Played> {
  const scene = await openScene(seed);
  let deaths = 0;
  try {
    for (const machine of scene.machines) await runMachine(scene, disk, machine, OWN_END, 1);
    for (let round = 1 + Math.floor(scene.random() * 3); round > 0; round -= 1) {
      deaths += await playRound(scene, disk);
    }
    const problems = await judge(scene, async (machine) => {
      scene.skew += LAPSE;
      await runMachine(scene, disk, machine, OWN_END, 1);
    });
    const updates = scene.updates.length + scene.emulator.updates.length;
    return { problems: problems.length === 0 ? [] : [...scene.story, ...problems], deaths, updates };
  } finally {
    await closeScene(scene);
  }
}

/** Some stores change, the platform misbehaves, and each program may end at any step. Returns how many died. */
async function playRound(scene: Scene, disk: Disk): Promise<number> {
  const { random, cast, machines } = scene;
  for (const id of IDS) {
    if (random() < 0.6) changeStore(scene, id, pick(random, ['hour', 'contract_phone', 'pic_list']));
  }
  misbehave(scene);
  if (random() < 0.2) scene.skew += cast === 'clones' ? random() * 2 * HOUR : (random() - 0.5) * 96 * HOUR;
  const ends = machines.map(() => imagineEnd(random));
  // An upload that is on its way at the end of a program, or whose address no disk takes, is made again.
  scene.uploadExcuses +=
    CONCURRENCY * ends.filter(({ at, abortAfter }) => at !== null || abortAfter !== null).length;
  scene.story.push(ends.map((end) => JSON.stringify(end)).join(' and '));
  const states = await Promise.all(
    machines.map(async (machine, index) => {
      if (index > 0) await waitTurns(random() * 400);
      return await runMachine(scene, disk, machine, ends[index] ?? OWN_END, cast === 'twice' ? 2 : 1);
    }),
  );
  clearFaults(scene);
  endSomeReviews(scene);
  return states.filter((state) => state === 'dead').length;
}

function imagineEnd(random: Random): End {
  return {
    doom: pick<Doom>(random, ['kill', 'kill', 'power', 'power', 'full', 'read-only']),
    at: random() < 0.8 ? 1 + Math.floor(random() * 60) : null,
    abortAfter: random() < 0.2 ? 1 + Math.floor(random() * 3) : null,
  };
}

/** Scripts what the platform does to the next run, and counts what may cost an update. */
export function misbehave(scene: Scene): void {
  const { random, emulator, story } = scene;
  const kinds = ['reset', 'reset-after', 'truncate', 'http500', 'html', 'no-data'] as const;
  const imagine = (): FaultRule => ({
    path: pick(random, PATHS),
    after: Math.floor(random() * 5),
    times: 1 + Math.floor(random() * 2),
    do: pick(random, [
      ...kinds,
      ...kinds,
      { errcode: pick(random, [-1, 45009, 45011, 40001, 65118]) },
      { slow: Math.floor(random() * 6) },
    ]),
  });
  const faults = Array.from({ length: Math.floor(random() * 4) }, imagine);
  emulator.control({ faults });
  scene.excuses += faults
    .filter(({ path }) => path === UPDATE)
    .reduce((sum, { times = 1 }) => sum + times, 0);
  scene.uploadExcuses += faults
    .filter(({ path }) => path === UPLOAD)
    .reduce((sum, { times = 1 }) => sum + times, 0);
  story.push(JSON.stringify(faults));
  if (random() < 0.1) {
    story.push('the quota runs out');
    emulator.control({ quota: { daily_limit: 1 + Math.floor(random() * 3), used: 0 } });
    scene.excuses += CONCURRENCY * scene.machines.length;
  }
  if (random() < 0.1) {
    story.push('somebody voids the token');
    scene.excuses += CONCURRENCY * scene.machines.length;
    void emulator
      .waitForRequests(pick(random, PATHS), 1 + Math.floor(random() * 2))
      .then(() => emulator.control({ void_tokens: true }));
  }
}

/** Reviewers come to some of the stores. */
export function endSomeReviews({ emulator, random, story }: Scene): void {
  for (const { poi_id, pending } of emulator.stores.values()) {
    if (pending === null || random() < 0.4) continue;
    const status = random() < 0.3 ? 3 : 1;
    story.push(`the review of ${poi_id} ends with ${status}`);
    emulator.control({ audit: { poi_id, status } });
  }
}

export async function waitTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((done) => setImmediate(done));
}

/** One machine runs the real command, in so many programs at once, until they end or it breaks. */
async function runMachine(
  scene: Scene,
  disk: Disk,
  machine: Machine,
  { at, doom, abortAfter }: End,
  programs: number,
): Promise<'dead' | 'alive'> {
  const { emulator, random } = scene;
  const aborting = new AbortController();
  // A program that is dead calls nobody: what its workers would still do is cut off here.
  disk.arm(machine.root, { at, doom, died: () => aborting.abort('SIGKILL') });
  if (abortAfter !== null) {
    void emulator
      .waitForRequests(UPDATE, countArrived(scene) + abortAfter)
      .then(() => aborting.abort('SIGTERM'));
  }
  await Promise.all(
    Array.from({ length: programs }, async (_, index) => {
      if (index > 0) await waitTurns(random() * 100);
      await runProgram(
        scene,
        disk,
        machine,
        aborting.signal,
        at !== null && doom !== 'kill' && doom !== 'power',
      );
    }),
  );
  const state = disk.restart(machine.root, random);
  leaveLock(scene, machine);
  if (state === 'dead' && scene.cast === 'clones' && random() < 0.4) checkOutAnew(scene, machine);
  return state;
}

async function runProgram(
  scene: Scene,
  disk: Disk,
  machine: Machine,
  signal: AbortSignal,
  broken: boolean,
): Promise<void> {
  try {
    await runApply(
      createContext(scene, machine, signal),
      OPTIONS,
      () => async () => shareBranch(scene, disk, machine),
    );
  } catch (error) {
    const ownEnd = error instanceof Crash || (broken && 'code' in (error as Error));
    if (!ownEnd)
      scene.surprises.push(error instanceof Error ? (error.stack ?? String(error)) : String(error));
  }
}
