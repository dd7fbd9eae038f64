/** One seeded sequence: changes, faults of the platform, ends of the program at any step; then a clean run, and what must hold. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runApply } from '../../src/commands/applying.ts';
import type { Context } from '../../src/commands/context.ts';
import type { ApplyCommandOptions } from '../../src/commands/sending.ts';
import type { Control } from '../../src/emulator/control.ts';
import { type Emulator, startEmulator } from '../../src/emulator/server.ts';
import { en } from '../../src/messages/en.ts';
import type { State } from '../../src/model.ts';
import { createStyle } from '../../src/report/style.ts';
import { parseState } from '../../src/state/parse.ts';
import { buildValues } from '../builders.ts';
import { storeYaml } from '../fakes/shop.ts';
import { createRandom, type Random } from '../fuzz/mutate.ts';
import { Crash, type Disk, type Doom } from './disk.ts';

const IDS = ['101', '102', '103', '104'];
const UPDATE = '/wxa/update_store';
const PATHS = [UPDATE, '/wxa/get_store_info', '/wxa/get_store_list', '/cgi-bin/stable_token'];
const ALL = { kind: 'percent', percent: 100 } as const;
const MOST_CLEAN_RUNS = 4;

const OPTIONS: ApplyCommandOptions = {
  planFile: null,
  confirm: 'yes',
  expectDigest: null,
  maxChanges: ALL,
  maxReviews: ALL,
  concurrency: 2,
  rate: 0,
  overwriteDrift: 'no',
  acceptNames: 'yes',
  retryRefused: 'yes',
  skipInvalid: 'no',
  choice: { publish: 'no', stateBranch: null, checkpoint: 50 },
};

interface Scene {
  readonly random: Random;
  readonly root: string;
  readonly emulator: Emulator;
  readonly disk: Disk;
  /** What the files say. */
  readonly wanted: Map<string, { hour: string; contract_phone: string; pic_list: string[] }>;
  /** Milliseconds that the machine's clock is off. */
  skew: number;
  /** Ends and faults so far: each may explain one update more. */
  excuses: number;
  /** Updates that came in before the emulator's log was cleared. */
  sent: number;
  /** How often the files asked for another content of a store. */
  readonly asked: Map<string, number>;
}

/** Plays a sequence; an empty list when all held. */
export async function playSequence(seed: number, disk: Disk): Promise<readonly string[]> {
  const random = createRandom(seed * 7_919);
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mendian-chaos-'));
  const values = buildValues();
  const emulator = await startEmulator({ stores: IDS.map((poi_id) => ({ poi_id, name: '示例店', values })) });
  const wanted = new Map(IDS.map((id) => [id, { ...values, pic_list: [...values.pic_list] }]));
  const scene: Scene = {
    random,
    root,
    emulator,
    disk,
    wanted,
    skew: 0,
    excuses: 0,
    sent: 0,
    asked: new Map(),
  };
  try {
    mkdirSync(join(root, 'stores'));
    for (const id of IDS) writeStore(scene, id);
    const surprise = await run(scene, null, 'kill');
    if (surprise !== null) return [`the first run: ${surprise}`];
    for (let round = 1 + Math.floor(random() * 3); round > 0; round -= 1) await playRound(scene);
    return await judge(scene);
  } finally {
    await emulator.close();
    rmSync(root, { recursive: true, force: true });
  }
}

function writeStore({ root, wanted }: Scene, poi_id: string): void {
  writeFileSync(join(root, `stores/${poi_id}.yaml`), storeYaml({ poi_id, ...wanted.get(poi_id) }));
}

const pick = <T>(random: Random, list: readonly T[]): T => {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('an empty list');
  return item;
};

/** Some stores change, the platform misbehaves, and the run may end at any step of the disk. */
async function playRound(scene: Scene): Promise<void> {
  const { random, emulator } = scene;
  for (const id of IDS) if (random() < 0.6) changeStore(scene, id);
  const kinds = ['reset', 'reset-after', 'truncate', 'http500', 'html', 'no-data'] as const;
  const faults: NonNullable<Control['faults']>[number][] = Array.from(
    { length: Math.floor(random() * 4) },
    () => ({
      path: pick(random, PATHS),
      after: Math.floor(random() * 5),
      times: 1 + Math.floor(random() * 2),
      do: random() < 0.2 ? { errcode: pick(random, [-1, 45009, 40001]) } : pick(random, kinds),
    }),
  );
  scene.excuses += faults.reduce((sum, { times = 1 }) => sum + times, 0) + 1;
  emulator.control({ faults });
  if (random() < 0.2) scene.skew += (random() - 0.5) * 4 * 86_400_000;
  const doom = pick<Doom>(random, ['kill', 'kill', 'power', 'power', 'full']);
  const at = random() < 0.8 ? 1 + Math.floor(random() * 60) : null;
  await run(scene, at, doom, random() < 0.2 ? 1 + Math.floor(random() * 3) : null);
  clearFaults(scene);
  if (random() < 0.5) endReviews(scene);
}

/** What is scripted and was not used up must not meet the clean runs. */
function clearFaults(scene: Scene): void {
  scene.sent += countUpdates(scene);
  scene.emulator.control({ reset: true });
}

function countUpdates({ emulator }: Scene): number {
  return emulator.requests.filter(({ path }) => path === UPDATE).length;
}

function changeStore({ random, wanted, asked, ...scene }: Scene, id: string): void {
  const values = wanted.get(id);
  if (values === undefined) return;
  const kind = Math.floor(random() * 3);
  if (kind === 0) values.hour = `0${Math.floor(random() * 9)}:00-21:00`;
  if (kind === 1) values.contract_phone = `021-${10_000_000 + Math.floor(random() * 80_000_000)}`;
  if (kind === 2) values.pic_list = [`http://mmbiz.qpic.cn/mmbiz_jpg/p${Math.floor(random() * 1e6)}/0`];
  asked.set(id, (asked.get(id) ?? 0) + 1);
  writeStore({ random, wanted, asked, ...scene }, id);
}

function endReviews({ emulator }: Scene): void {
  for (const { poi_id, pending } of emulator.stores.values()) {
    if (pending !== null) emulator.control({ audit: { poi_id, status: 1 } });
  }
}

/** One run of the real command; null when it ended in its own way, else why it did not. */
async function run(
  scene: Scene,
  at: number | null,
  doom: Doom,
  abortAfter: number | null = null,
): Promise<string | null> {
  const { root, disk, emulator, random } = scene;
  const aborting = new AbortController();
  if (abortAfter !== null) {
    const seen = countUpdates(scene);
    void emulator.waitForRequests(UPDATE, seen + abortAfter).then(() => aborting.abort('SIGTERM'));
  }
  disk.arm(root, at, doom);
  try {
    await runApply(createContext(scene, aborting.signal), OPTIONS, async () => null);
  } catch (error) {
    const ownEnd = error instanceof Crash || (doom === 'full' && at !== null && 'code' in (error as Error));
    if (!ownEnd) return String(error);
  } finally {
    disk.restart(random);
  }
  leaveLock(scene);
  return null;
}

/** The lock's holder is this process, which lives on where the program would not; and some time passes. */
function leaveLock({ root, skew }: Scene): void {
  const lock = join(root, 'mendian.state.json.lock');
  if (!existsSync(lock)) return;
  const text = readFileSync(lock, 'utf8');
  if (text !== '') writeFileSync(lock, JSON.stringify({ ...JSON.parse(text), pid: 2 ** 22 + 1 }));
  const earlier = new Date(Date.now() + skew - 60_000);
  utimesSync(lock, earlier, earlier);
}

function createContext(scene: Scene, signal: AbortSignal): Context {
  const silent = (): void => {};
  return {
    root: scene.root,
    environment: {
      WECHAT_API_BASE: scene.emulator.baseUrl,
      WECHAT_APPID: 'wxchaos',
      WECHAT_SECRET: 'secret-of-chaos',
      MENDIAN_RETRY_BASE_MS: '1',
    },
    config: null,
    accounts: [],
    select: [],
    exclude: [],
    format: 'json',
    verbosity: 'quiet',
    assets: '',
    entry: '',
    messages: en,
    style: createStyle(en, 'plain'),
    clock: {
      now: () => new Date(Date.now() + scene.skew),
      sleep: async (milliseconds) => await new Promise((done) => setTimeout(done, Math.min(milliseconds, 5))),
    },
    signal,
    print: silent,
    hint: silent,
    complain: silent,
    writeProgress: silent,
    progressMode: 'lines',
    ask: null,
  };
}

/** Reviews end, clean runs follow until nothing is left, and then all must be as the files say. */
async function judge(scene: Scene): Promise<readonly string[]> {
  const { root, excuses, asked } = scene;
  const problems: string[] = [];
  let state: State | null = null;
  for (let runs = 0; runs < MOST_CLEAN_RUNS; runs += 1) {
    endReviews(scene);
    const before = countUpdates(scene);
    const surprise = await run(scene, null, 'kill');
    if (surprise !== null) problems.push(surprise);
    state = parseState(readFileSync(join(root, 'mendian.state.json'), 'utf8'), 'state').value;
    const sent = countUpdates(scene) - before;
    if (runs > 1 && sent > 0 && runs === MOST_CLEAN_RUNS - 1) problems.push('it never comes to rest');
  }
  for (const id of IDS) problems.push(...judgeStore(scene, id, state));
  const sent = scene.sent + countUpdates(scene);
  const explained = [...asked.values()].reduce((sum, count) => sum + count, 0) + excuses * 4;
  if (sent > explained) problems.push(`${sent} updates, ${explained} explained`);
  for (const left of ['journal', 'lock']) {
    if (existsSync(join(root, `mendian.state.json.${left}`))) problems.push(`a ${left} is left`);
  }
  return problems;
}

function judgeStore({ emulator, wanted }: Scene, id: string, state: State | null): readonly string[] {
  const live = emulator.stores.get(id);
  const want = wanted.get(id);
  const record = state?.stores.get(id);
  if (live === undefined || want === undefined || record === undefined) return [`${id} is lost`];
  const shown = {
    hour: live.hour,
    contract_phone: live.contract_phone,
    pic_list: live.pending?.pictures ?? live.pictures,
  };
  const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
  return [
    ...(same(shown, want) ? [] : [`${id} shows ${JSON.stringify(shown)}, not ${JSON.stringify(want)}`]),
    ...(same(record.values, want) ? [] : [`${id} is recorded as ${JSON.stringify(record)}`]),
    ...(record.uncertain ? [`${id} is in doubt`] : []),
    ...(typeof record.audit_id === 'string' &&
    live.pending !== null &&
    record.audit_id !== live.pending.audit_id
      ? [`${id} has audit id ${record.audit_id}, not ${live.pending.audit_id}`]
      : []),
  ];
}
