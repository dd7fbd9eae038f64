/** The built program in real processes, killed with -9 at any step, hung up on and signalled; alone and over real git. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { judge } from './judge.ts';
import {
  type Cast,
  changeStore,
  clearFaults,
  closeScene,
  countArrived,
  IDS,
  type Machine,
  openScene,
  pick,
  type Scene,
  STATE,
  UPDATE,
} from './scene.ts';
import { endSomeReviews, HOUR, LAPSE, misbehave, waitTurns } from './sequence.ts';

/** By hand: CHAOS_SEED=17 CHAOS_PROCESSES=1 npx vitest run test/chaos/processes.test.ts */
const FIRST = Number(process.env.CHAOS_SEED ?? 1);
const SEQUENCES = Number(process.env.CHAOS_PROCESSES ?? 4);

const ENTRY = resolve(import.meta.dirname, '../../dist/cli.js');
const DOOM = pathToFileURL(resolve(import.meta.dirname, 'doom.mjs')).href;
const BRAKES = ['--max-changes', '100%', '--max-reviews', '100%'];
const APPLY = ['apply', '--yes', '--rate', '0', '--checkpoint', '2', '--accept-names', ...BRAKES];
const IDENTITY = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.invalid'];

/** A remote with a folder where people edit, and one clone for each machine; null for a machine without git. */
interface Remote {
  readonly bare: string;
  readonly people: string;
}

function git(folder: string, ...args: readonly string[]): string {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', [...IDENTITY, ...args], { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
}

function openRemote(): Remote {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mendian-chaos-'));
  const [bare, people] = [join(folder, 'shop.git'), join(folder, 'people')];
  git(folder, 'init', '-q', '--bare', '-b', 'main', bare);
  git(folder, 'clone', '-q', bare, people);
  return { bare, people };
}

/** What people wrote is committed and pushed, on top of what was recorded meanwhile. */
function publish({ people }: Remote): void {
  git(people, 'add', '-A');
  git(people, 'commit', '-q', '--allow-empty', '-m', 'change stores');
  if (git(people, 'ls-remote', 'origin', 'main') !== '')
    git(people, 'pull', '-q', '--rebase', 'origin', 'main');
  git(people, 'push', '-q', 'origin', 'HEAD:main');
}

function openClone({ bare }: Remote, { root }: Machine): void {
  git(root, 'clone', '-q', bare, '.');
  for (const [key, value] of ['user.name Tester', 'user.email tester@example.invalid'].map((pair) =>
    pair.split(' '),
  ))
    git(root, 'config', key ?? '', value ?? '');
  appendFileSync(join(root, '.git/info/exclude'), '*.journal\n*.lock\n*.tmp\n');
}

/** The tip, as a runner or a careful person has it; the journal of an earlier run stays, unless the disk is new. */
function checkOut(scene: Scene, { root }: Machine): void {
  git(root, 'fetch', '-q', 'origin');
  git(root, 'reset', '-q', '--hard', 'origin/main');
  if (scene.random() < 0.3) git(root, 'clean', '-qfdx');
}

interface End {
  /** The step of the disk that is the last; 0 lets all pass. */
  readonly step: number;
  /** Once so many updates have arrived, this is sent. */
  readonly after: number;
  readonly signal: 'SIGTERM' | 'SIGKILL' | null;
}

const OWN_END: End = { step: 0, after: 0, signal: null };

async function run(scene: Scene, remote: Remote | null, machine: Machine, end: End): Promise<void> {
  if (remote !== null) checkOut(scene, machine);
  const child = execa(
    process.execPath,
    ['--import', DOOM, ENTRY, ...APPLY, ...(remote === null ? [] : ['--push'])],
    {
      cwd: machine.root,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: '/nonexistent',
        WECHAT_API_BASE: scene.emulator.baseUrl,
        WECHAT_APPID: 'wxchaos',
        WECHAT_SECRET: 'secret-of-chaos',
        MENDIAN_RETRY_BASE_MS: '1',
        CHAOS_ROOT: machine.root,
        CHAOS_STEP: String(end.step),
        CHAOS_SKEW: String(Math.round(scene.skew + machine.skew)),
      },
      extendEnv: false,
      reject: false,
      forceKillAfterDelay: false,
    },
  );
  if (end.signal !== null) {
    const { signal } = end;
    void scene.emulator
      .waitForRequests(UPDATE, countArrived(scene) + end.after)
      .then(() => child.kill(signal));
  }
  const { exitCode, stderr, stdout } = await child;
  const told = exitCode === undefined || exitCode === 0 || exitCode === 1;
  if (!told || /\bat .*\.js:\d+/u.test(String(stderr)))
    scene.surprises.push(`exit ${exitCode}: ${stdout}${stderr}`);
}

async function playRound(scene: Scene, remote: Remote | null): Promise<void> {
  const { random, machines, story } = scene;
  for (const id of IDS)
    if (random() < 0.6) changeStore(scene, id, pick(random, ['hour', 'contract_phone', 'pic_list']));
  if (remote !== null) publish(remote);
  misbehave(scene);
  const hangs = random() < 0.3;
  if (hangs) {
    // Nobody waits for this answer: the program is killed while it does.
    scene.emulator.control({ faults: [{ path: UPDATE, do: 'hang' }] });
    scene.excuses += 1;
  }
  if (random() < 0.3) scene.skew += random() * 2 * HOUR;
  const ends = machines.map(
    (): End => ({
      step: hangs || random() < 0.2 ? 0 : 1 + Math.floor(random() * 60),
      after: hangs ? 1 : 1 + Math.floor(random() * 3),
      signal: hangs || random() < 0.3 ? 'SIGKILL' : pick(random, ['SIGTERM', null]),
    }),
  );
  story.push(ends.map((end) => JSON.stringify(end)).join(' and '));
  await Promise.all(
    machines.map(async (machine, index) => {
      if (index > 0) await waitTurns(random() * 400);
      await run(scene, remote, machine, ends[index] ?? OWN_END);
    }),
  );
  clearFaults(scene);
  endSomeReviews(scene);
}

async function play(seed: number, cast: Cast): Promise<readonly string[]> {
  const remote = cast === 'clones' ? openRemote() : null;
  const elsewhere =
    remote === null
      ? {}
      : { elsewhere: { edited: remote.people, readShared: () => git(remote.bare, 'show', `main:${STATE}`) } };
  const scene = await openScene(seed, { casts: [cast], ...elsewhere });
  try {
    if (remote !== null) {
      publish(remote);
      for (const machine of scene.machines) openClone(remote, machine);
    }
    for (const machine of scene.machines) await run(scene, remote, machine, OWN_END);
    for (let round = 0; round < 2; round += 1) await playRound(scene, remote);
    const problems = await judge(scene, async (machine) => {
      scene.skew += LAPSE;
      if (remote !== null) publish(remote);
      await run(scene, remote, machine, OWN_END);
    });
    return problems.length === 0 ? [] : [...scene.story, ...problems];
  } finally {
    await closeScene(scene);
    if (remote !== null) rmSync(resolve(remote.bare, '..'), { recursive: true, force: true });
  }
}

test(`${SEQUENCES} sequences of real processes that are killed, hung up on and signalled lose nothing`, {
  timeout: 3_600_000,
}, async () => {
  const broken: string[] = [];
  for (let seed = FIRST; seed < FIRST + SEQUENCES; seed += 1) {
    const problems = await play(seed, seed % 4 === 0 ? 'clones' : 'alone');
    if (problems.length === 0) continue;
    const repeat = `CHAOS_SEED=${seed} CHAOS_PROCESSES=1 npx vitest run test/chaos/processes.test.ts`;
    broken.push([repeat, ...problems].join('\n  '));
  }
  expect(broken.join('\n')).toBe('');
});
