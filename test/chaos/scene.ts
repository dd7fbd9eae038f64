/** The stage of a sequence: a platform, one or two machines that apply to it, and what the files say. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../../src/commands/context.ts';
import type { Shared } from '../../src/commands/publishing.ts';
import { type Emulator, startEmulator } from '../../src/emulator/server.ts';
import type { AppliedUpdate } from '../../src/emulator/world.ts';
import { en } from '../../src/messages/en.ts';
import type { StateBranch } from '../../src/model/branch.ts';
import { createStyle } from '../../src/report/style.ts';
import { buildValues } from '../builders.ts';
import { buildJpeg, sha256Of } from '../fakes/pictures.ts';
import { storeYaml } from '../fakes/shop.ts';
import { createRandom, type Random } from '../fuzz/mutate.ts';
import { createMemoryBranch, type MemoryBranch } from '../state/branch.ts';
import { Crash, type Disk } from './disk.ts';

export const IDS = ['101', '102', '103', '104'];
export const UPDATE = '/wxa/update_store';
export const UPLOAD = '/cgi-bin/media/uploadimg';
export const STATE = 'mendian.state.json';

/** `alone`: one checkout; `twice`: two programs in it at once; `clones`: two checkouts that share a branch. */
export type Cast = 'alone' | 'twice' | 'clones';

/** One program's place: a checkout, and what its machine's clock is off. */
export interface Machine {
  readonly root: string;
  readonly id: string;
  /** Milliseconds that this clock is off from the others'. */
  readonly skew: number;
  /** The state file as the checked-out commit has it. */
  base: string | null;
}

export interface Scene {
  readonly random: Random;
  readonly cast: Cast;
  readonly emulator: Emulator;
  /** The branch that the clones share, in memory; null where there is none. */
  readonly branch: MemoryBranch | null;
  /** The state that all machines share; null where it stays in its checkout. */
  readonly readShared: (() => string) | null;
  readonly machines: readonly Machine[];
  /** Folders whose store files people edit. */
  readonly edited: readonly string[];
  /** What the files say. */
  readonly wanted: Map<string, { hour: string; contract_phone: string; pic_list: string[] }>;
  /** Words of the local pictures that files name, the newest last; null where the files know none. */
  readonly local: string[] | null;
  /** Uploads that a fault or an end may have cost. */
  uploadExcuses: number;
  /** Milliseconds that all clocks are off. */
  skew: number;
  /** Faults so far that keep an update from taking effect. */
  excuses: number;
  /** Updates that arrived, before the emulator's log was cleared. */
  arrived: number;
  /** Updates that took effect, before the emulator's log was cleared. */
  readonly updates: AppliedUpdate[];
  /** Ends of a program that no end of a program is. */
  readonly surprises: string[];
  /** What happened, for people. */
  readonly story: string[];
}

/** Milliseconds that the clocks of two machines differ. */
const APART = Number(process.env.CHAOS_CLOCKS_APART ?? 0);

const MIX: readonly Cast[] = ['alone', 'alone', 'alone', 'twice', 'clones', 'clones'];
/** By hand: CHAOS_CAST=clones plays only those. */
const CASTS = MIX.filter((cast) => [undefined, cast].includes(process.env.CHAOS_CAST as Cast | undefined));

export interface SceneOptions {
  readonly casts?: readonly Cast[];
  /** Stands for the branch in memory: folders of people, and the state that the machines share. */
  readonly elsewhere?: { readonly edited: string; readonly readShared: () => string };
}

export async function openScene(
  seed: number,
  { casts = CASTS, elsewhere }: SceneOptions = {},
): Promise<Scene> {
  const random = createRandom(seed * 7_919);
  const cast = pick<Cast>(random, casts);
  const branch = cast === 'clones' && elsewhere === undefined ? createMemoryBranch() : null;
  const values = buildValues();
  const shows = random() < 0.2 ? 'new' : 'approved';
  const emulator = await startEmulator({
    stores: IDS.map((poi_id) => ({ poi_id, name: '示例店', values })),
    switches: { shows },
  });
  const machines = Array.from({ length: cast === 'clones' ? 2 : 1 }, (_, index) => ({
    root: mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mendian-chaos-')),
    id: `clone-${index}`,
    skew: index * APART,
    base: null,
  }));
  const scene: Scene = {
    random,
    cast,
    emulator,
    branch,
    readShared: elsewhere?.readShared ?? (branch === null ? null : () => branch.commits.at(-1)?.text ?? ''),
    machines,
    edited: elsewhere === undefined ? machines.map(({ root }) => root) : [elsewhere.edited],
    wanted: new Map(IDS.map((id) => [id, { ...values, pic_list: [...values.pic_list] }])),
    local: elsewhere === undefined ? [] : null,
    uploadExcuses: 0,
    skew: 0,
    excuses: 0,
    arrived: 0,
    updates: [],
    surprises: [],
    story: [`${cast}, reads show ${shows} pictures`],
  };
  for (const root of scene.edited) mkdirSync(join(root, 'stores'), { recursive: true });
  for (const id of IDS) writeStore(scene, id);
  return scene;
}

export async function closeScene({ emulator, machines }: Scene): Promise<void> {
  await emulator.close();
  for (const { root } of machines) rmSync(root, { recursive: true, force: true });
}

export function pick<T>(random: Random, list: readonly T[]): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('an empty list');
  return item;
}

/** The file of a store, in each checkout alike. */
function writeStore({ edited, wanted }: Scene, poi_id: string): void {
  const text = storeYaml({ poi_id, ...wanted.get(poi_id) });
  for (const root of edited) writeFileSync(join(root, `stores/${poi_id}.yaml`), text);
}

/** Somebody edits one field of a store. */
export function changeStore(
  scene: Scene,
  id: string,
  field: 'hour' | 'contract_phone' | 'pic_list',
  pictures: 'any' | 'unseen' = 'any',
): void {
  const { random, wanted } = scene;
  const values = wanted.get(id);
  if (values === undefined) return;
  if (field === 'hour') values.hour = `0${Math.floor(random() * 9)}:00-21:00`;
  if (field === 'contract_phone') values.contract_phone = `021-${Math.floor(1e7 + random() * 8e7)}`;
  if (field === 'pic_list') values.pic_list = [choosePicture(scene, pictures)];
  writeStore(scene, id);
}

/** An address, a new file, or one that other stores name too. */
function choosePicture({ random, local, edited }: Scene, pictures: 'any' | 'unseen'): string {
  const known = local?.at(-1);
  if (known !== undefined && pictures === 'any' && random() < 0.3) return showLocal(known);
  const word = `p${Math.floor(random() * 1e6)}`;
  if (local === null || random() < 0.5) return `http://mmbiz.qpic.cn/mmbiz_jpg/${word}/0`;
  local.push(word);
  for (const root of edited) {
    mkdirSync(join(root, 'stores/photos'), { recursive: true });
    writeFileSync(join(root, 'stores/photos', `${word}.jpg`), buildJpeg({ word }));
  }
  return showLocal(word);
}

const showLocal = (word: string): string => `./photos/${word}.jpg`;

/** A list of pictures by their content, wherever they were uploaded to. */
export function describePictures({ emulator }: Scene, pictures: readonly string[]): readonly string[] {
  return pictures.map((item) => {
    const word = /^\.\/photos\/(\w+)\.jpg$/u.exec(item)?.[1];
    const upload = emulator.uploads.find(({ url }) => url === item);
    const sha256 = word === undefined ? upload?.sha256 : sha256Of(buildJpeg({ word }));
    return sha256 === undefined ? item : `sha256:${sha256}`;
  });
}

/** Faults, recorded requests and updates are put aside: what is scripted and was not used up must not meet the next run. */
export function clearFaults(scene: Scene): void {
  scene.arrived += countArrived(scene);
  scene.updates.push(...scene.emulator.updates);
  scene.emulator.control({ reset: true, quota: { daily_limit: 0, used: 0 } });
}

export function countArrived({ emulator }: Scene): number {
  return emulator.requests.filter(({ path }) => path === UPDATE).length;
}

/** Uploads of a content that had an address already. */
export function countRepeatedUploads({ emulator }: Scene): number {
  return emulator.uploads.length - new Set(emulator.uploads.map(({ sha256 }) => sha256)).size;
}

/** A clean checkout of the shared branch: what a runner has that never ran before. */
export function checkOutAnew({ branch }: Scene, machine: Machine): void {
  for (const ending of ['', '.journal', '.lock'])
    rmSync(join(machine.root, `${STATE}${ending}`), { force: true });
  machine.base = branch?.commits.at(-1)?.text ?? null;
  if (machine.base !== null) writeFileSync(join(machine.root, STATE), machine.base);
}

/** The lock's holder is this process, which lives on where the program would not; and some time passes. */
export function leaveLock({ skew }: Scene, { root }: Machine): void {
  const lock = join(root, `${STATE}.lock`);
  if (!existsSync(lock)) return;
  const text = readFileSync(lock, 'utf8');
  if (text !== '') writeFileSync(lock, JSON.stringify({ ...JSON.parse(text), pid: 2 ** 22 + 1 }));
  const earlier = new Date(Date.now() + skew - 60_000);
  utimesSync(lock, earlier, earlier);
}

/** The shared branch as one machine reaches it: each step on the way may be the program's last. */
export function shareBranch({ branch }: Scene, disk: Disk, machine: Machine): Shared | null {
  if (branch === null) return null;
  const step = (): void => disk.step(machine.root);
  const guarded = async <T>(act: () => Promise<T>, otherwise: (detail: string) => T): Promise<T> => {
    try {
      step();
      const result = await act();
      step();
      return result;
    } catch (error) {
      if (error instanceof Crash) throw error;
      return otherwise(String(error));
    }
  };
  const failed = (detail: string) => ({
    code: 'GIT_FAILED' as const,
    params: { command: 'git', detail: { quoted: detail } },
  });
  const reached: StateBranch = {
    name: branch.name,
    readBase: async (_tip, joined) =>
      joined === null ? machine.base : (branch.commits[Number(joined) - 1]?.text ?? null),
    checkCheckout: branch.checkCheckout,
    readTip: () => guarded(branch.readTip, failed),
    commit: (tip, text, message) =>
      guarded(
        () => branch.commit(tip, text, message),
        (detail) => ({ kind: 'unclear', fault: failed(detail) }),
      ),
    follow: async (commit) => {
      step();
      machine.base = branch.commits[Number(commit) - 1]?.text ?? null;
    },
  };
  return {
    branch: reached,
    self: { id: machine.id, holder: machine.id },
    claims: 'shared',
    checkRead: async () => null,
  };
}

/** What a program gets of its machine. */
export function createContext(scene: Scene, machine: Machine, signal: AbortSignal): Context {
  const silent = (): void => {};
  return {
    root: machine.root,
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
      now: () => new Date(Date.now() + scene.skew + machine.skew),
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
