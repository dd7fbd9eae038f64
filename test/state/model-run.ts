/** A run of apply in the little world: its hands are kept in memory, all that decides is the code itself. */
import { vi } from 'vitest';
import { applyWork } from '../../src/apply/run.ts';
import type { CommitEnd, StateBranch, Tip } from '../../src/model/branch.ts';
import type { Answer, LivePage, LiveStore, StorePlatform } from '../../src/model/platform.ts';
import type { Clock, Recorder } from '../../src/model/run.ts';
import type { Fault, State, StoreRecord, StoreValues, UpdateReceipt } from '../../src/model.ts';
import { NO_PICTURES } from '../../src/pictures.ts';
import { planAccount } from '../../src/plan/plan.ts';
import { foldJournal } from '../../src/state/fold.ts';
import { formatState } from '../../src/state/format.ts';
import { takeOver } from '../../src/state/joined.ts';
import { openPublisher, type Publisher } from '../../src/state/publish.ts';
import { createRecorder } from '../../src/state/recorder.ts';
import { buildLive, buildRecord, buildStore, buildValues } from '../builders.ts';
import {
  DESIRED,
  type Disk,
  GONE,
  GONE_ID,
  hear,
  type Kind,
  type LiveValues,
  OLD_ID,
  type Run,
  readState,
  START,
  STORES,
  tipText,
  type Watch,
  type World,
  type Writer,
  wait,
} from './model.ts';

/** Checkouts of a branch in which all stores are recorded, and a run in each. */
export function createWorld(watch: Watch, kind: Kind): World {
  vi.clearAllTimers();
  const records = new Map([
    ['1', buildRecord({ audit_id: OLD_ID, review: 'approved' })],
    ['2', buildRecord()],
    [
      GONE,
      buildRecord({ uncertain: true, sending: DESIRED, receipt: { review: 'started', audit_id: GONE_ID } }),
    ],
  ]);
  const names = kind === 'shared' ? (['a', 'b'] as const) : (['a'] as const);
  const writers = names.map((name): Writer => ({ name, disks: 0, disk: null, run: null }));
  const commits = [formatState({ version: 1, stores: records, extra: {} })];
  const live = new Map<string, LiveValues>([[GONE, { values: DESIRED, review: 'running' }]]);
  for (const poiId of STORES) live.set(poiId, { values: buildValues(), review: 'none' });
  const world: World = { kind, time: START, commits, live, updates: [], writers, watch };
  for (const writer of writers) startRun(world, writer);
  return world;
}

/** Starts the writer's next run: on its disk where one survived, else in a new clone of the tip. */
export function startRun(world: World, writer: Writer): void {
  if (writer.disk === null) {
    writer.disks += 1;
    const text = tipText(world);
    writer.disk = { id: `${writer.name}${writer.disks}`, base: text, file: text, journal: null };
  }
  const run: Run = { disk: writer.disk, life: 'running', steps: [], heard: '' };
  writer.run = run;
  void apply(world, run).then(
    () => {
      run.life = 'ended';
    },
    (error: unknown) => world.watch.surprised(error),
  );
}

function openClock(world: World, run: Run): Clock {
  return {
    now: () => {
      hear(run, world.time);
      return new Date(world.time);
    },
    sleep: async () => {},
  };
}

const SILENCE = { code: 'GIT_FAILED', params: { command: 'push', detail: 'no-answer-in-time' } } as const;

/** A branch of the clone's own moves as the disk does, and what is checked out moves with it. */
function openBranch(world: World, run: Run): StateBranch {
  const { disk } = run;
  const isShared = world.kind === 'shared';
  return {
    name: 'main',
    readBase: async (tip, joined) => {
      if (joined !== null) return world.commits[Number(joined) - 1] ?? null;
      return isShared ? disk.base : tip.text;
    },
    checkCheckout: async () => null,
    readTip: () =>
      wait<Tip | Fault>(
        run,
        isShared ? 'read' : 'disk',
        () => ({ commit: String(world.commits.length), text: tipText(world) }),
        SILENCE,
      ),
    commit: (tip, text) => {
      const act = (): CommitEnd => {
        if (tip.commit !== String(world.commits.length)) return { kind: 'moved' };
        world.watch.committing(world, text, disk);
        world.time += 1_000;
        world.commits.push(text);
        return { kind: 'done', commit: String(world.commits.length) };
      };
      return wait(run, isShared ? 'commit' : 'disk', act, { kind: 'unclear', fault: SILENCE });
    },
    follow: (commit) =>
      wait(run, 'disk', () => {
        disk.base = world.commits[Number(commit) - 1] ?? disk.base;
      }),
  };
}

function openPlatform(world: World, run: Run): StorePlatform {
  const show = (poi_id: string) => {
    world.watch.reading(poi_id);
    return buildLive({ poi_id, ...showLive(world.live.get(poi_id)) });
  };
  const fault = { code: 'UNCONFIRMED', params: { cause: 'silence' } } as const;
  const told = { pace: 'keep', known: true, fault, errcode: null, rid: null } as const;
  const silence = { ok: false, error: { ...told, class: 'RETRY', landed: 'maybe' } } as const;
  /** Reads are repeated by themselves; this one cannot be. */
  const blind = { ok: false, error: { ...told, class: 'STOP', landed: 'no' } } as const;
  const update = (poi_id: string, values: StoreValues): Answer<UpdateReceipt> => {
    const audit_id = String(1000 + world.updates.length);
    world.watch.updating(world, { poi_id, audit_id, values, by: run.disk });
    world.time += 1_000;
    world.updates.push({ poi_id, audit_id, values, by: run.disk });
    world.live.set(poi_id, { values, review: 'running' });
    return { ok: true, value: { review: 'started', audit_id } };
  };
  return {
    readStore: (poiId) =>
      wait<Answer<LiveStore>>(run, 'read', () => ({ ok: true, value: show(poiId) }), blind),
    listStores: () =>
      wait<Answer<LivePage>>(
        run,
        'read',
        () => ({ ok: true, value: { total: ALL.length, stores: ALL.map(show) } }),
        blind,
      ),
    uploadPicture: async () => blind,
    updateStore: (poiId, values) => wait(run, 'update', () => update(poiId, values), silence),
    readQuota: async () => ({ ok: true, value: { daily_limit: 0, used: 0, remain: 0 } }),
    close: async () => {},
  };
}

/** Until a review has ended well the pictures of before are shown; the rest of an update is there at once. */
function showLive(live: LiveValues | undefined): Partial<LiveStore> {
  if (live === undefined) return {};
  const { values, review } = live;
  const status = { none: 1, approved: 1, running: 2, rejected: 3 }[review];
  return status === 1 ? { ...values, status } : { ...values, pic_list: buildValues().pic_list, status };
}

/** State file and journal together, as `loadState` reads them. */
export function loadDisk({ file, journal }: Disk): State {
  const folded = foldJournal(readState(file), journal ?? '', 'journal').value;
  if (folded === null) throw new Error(`a journal that cannot be read: ${journal}`);
  return folded.state;
}

function settleDisk(disk: Disk): void {
  disk.file = formatState(loadDisk(disk));
  disk.journal = null;
}

/** A run of apply: settles, joins, plans, applies, folds, as the commands do. */
async function apply(world: World, run: Run): Promise<void> {
  const { disk } = run;
  const clock = openClock(world, run);
  const branch = openBranch(world, run);
  const signal = new AbortController().signal;
  const publisher = openPublisher({
    branch,
    file: 'state',
    self: { id: disk.id, holder: disk.id },
    claims: world.kind === 'shared' ? 'shared' : 'none',
    checkpoint: 1,
    retryBaseMs: 0,
    clock,
    signal,
    random: () => 0.5,
    readLocal: () => loadDisk(disk),
    describe: (kind) => kind,
  });
  const write = (state: State): Promise<void> =>
    wait(run, 'disk', () => {
      disk.file = formatState(state);
    });
  settleDisk(disk);
  const local = loadDisk(disk);
  const joined = await publisher.join(local);
  if (joined.fault !== null) return;
  world.watch.joining(world, local, disk);
  await takeOver(branch, joined.tip, joined.state, write);
  const works = planWorks(disk);
  const recorder = openRecorder(world, run, publisher, clock);
  const readPicture = (): Uint8Array => new Uint8Array();
  const hands = { platform: openPlatform(world, run), recorder, readPicture, clock, signal, tell: () => {} };
  if (works.length > 0) await applyWork(works, OPTIONS, hands);
  settleDisk(disk);
  const { published } = await publisher.finish();
  if (published === null) return;
  await takeOver(branch, published.tip, published.state, write);
}

const ALL = [...STORES, GONE];
const DAY = '2026-11-25';
const LIMIT = { kind: 'count', count: 9 } as const;
const OPTIONS = {
  overwriteDrift: 'no',
  acceptNames: 'no',
  maxChanges: LIMIT,
  maxReviews: LIMIT,
  concurrency: 1,
  rate: 0,
  retryBaseMs: 0,
  today: DAY,
  accountStores: ALL.length,
  invalidFiles: 0,
  pictures: NO_PICTURES,
} as const;

function planWorks(disk: Disk) {
  const records = loadDisk(disk).stores;
  const { changes } = planAccount({
    account: { name: 'default', stores: 'stores', state: 'state' },
    stores: STORES.map((poi_id) => buildStore({ poi_id, values: DESIRED })),
    invalid: [],
    records,
    isSelected: () => true,
    selection: [],
    rate: 0,
    reviewPatienceDays: 14,
    asOf: DAY,
    pictures: NO_PICTURES,
    retryRefused: 'no',
  });
  return changes.map((change) => ({ change, record: records.get(change.poi_id) ?? null }));
}

interface Line {
  readonly type: 'intent' | 'outcome';
  readonly at: string;
  readonly poi_id: string;
  readonly sending?: StoreValues;
  readonly record?: StoreRecord | null;
}

/** Told once an intent is on disk and nothing spoke against it: the call comes next. */
function openRecorder(world: World, run: Run, publisher: Publisher, clock: Clock): Recorder {
  const { disk } = run;
  const at = (): string => clock.now().toISOString();
  const append = (line: Line): Promise<void> =>
    wait(run, 'disk', () => {
      disk.journal = `${disk.journal ?? ''}${JSON.stringify(line)}\n`;
      if (line.type === 'outcome') world.watch.journaled(line.poi_id, line.record ?? null, disk);
    });
  const recorder = createRecorder(
    {
      keepPicture: async () => {},
      intend: (poi_id, sending) => append({ type: 'intent', at: at(), poi_id, sending }),
      record: (poi_id, record) => append({ type: 'outcome', at: at(), poi_id, record }),
    },
    publisher,
  );
  return {
    ...recorder,
    intend: async (poiId, sending) => {
      await recorder.intend(poiId, sending);
      world.watch.beginning(world, poiId, disk);
    },
  };
}
