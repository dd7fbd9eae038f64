/** A run of apply in the little world: its hands are kept in memory, all that decides is the code itself. */
import { vi } from 'vitest';
import { applyWork } from '../../src/apply/run.ts';
import {
  type Answer,
  type Clock,
  type CommitEnd,
  type Fault,
  type LivePage,
  type LiveStore,
  type Recorder,
  RecordingError,
  type State,
  type StateBranch,
  type StorePlatform,
  type StoreRecord,
  type StoreValues,
  type Tip,
  type UpdateReceipt,
} from '../../src/model.ts';
import { planAccount } from '../../src/plan/plan.ts';
import { foldJournal } from '../../src/state/fold.ts';
import { formatState } from '../../src/state/format.ts';
import { openPublisher, type Publisher } from '../../src/state/publish.ts';
import { buildLive, buildRecord, buildStore, buildValues } from '../builders.ts';
import {
  DESIRED,
  type Disk,
  hear,
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

/** Two checkouts of a branch in which both stores are recorded, and a run in each. */
export function createWorld(watch: Watch): World {
  vi.clearAllTimers();
  const records = new Map([
    ['1', buildRecord({ audit_id: OLD_ID, review: 'approved' })],
    ['2', buildRecord()],
  ]);
  const writers: readonly Writer[] = (['a', 'b'] as const).map((name) => {
    return { name, disks: 0, disk: null, run: null };
  });
  const commits = [formatState({ version: 1, stores: records, extra: {} })];
  const live = new Map(STORES.map((poiId) => [poiId, buildValues()]));
  const world: World = { time: START, commits, live, updates: [], writers, watch };
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

const SILENCE = { code: 'GIT_FAILED', params: { command: 'push', detail: 'no answer' } } as const;

function openBranch(world: World, run: Run): StateBranch {
  const { disk } = run;
  return {
    name: 'main',
    readBase: async () => disk.base,
    checkCheckout: async () => null,
    readTip: () =>
      wait<Tip | Fault>(
        run,
        'read',
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
      return wait(run, 'commit', act, { kind: 'unclear', fault: SILENCE });
    },
    follow: async (commit) => {
      const text = world.commits[Number(commit) - 1];
      if (text === disk.file) disk.base = text;
    },
  };
}

function openPlatform(world: World, run: Run): StorePlatform {
  const show = (poi_id: string) => {
    world.watch.reading(poi_id);
    return buildLive({ poi_id, ...world.live.get(poi_id) });
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
    world.live.set(poi_id, values);
    return { ok: true, value: { review: 'started', audit_id } };
  };
  return {
    readStore: (poiId) =>
      wait<Answer<LiveStore>>(run, 'read', () => ({ ok: true, value: show(poiId) }), blind),
    listStores: () =>
      wait<Answer<LivePage>>(
        run,
        'read',
        () => ({ ok: true, value: { total: STORES.length, stores: STORES.map(show) } }),
        blind,
      ),
    updateStore: (poiId, values) => wait(run, 'update', () => update(poiId, values), silence),
    readQuota: async () => ({ ok: true, value: { daily_limit: 0, used: 0, remain: 0 } }),
    close: async () => {},
  };
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
    claims: 'shared',
    checkpoint: 1,
    retryBaseMs: 0,
    clock,
    signal,
    random: () => 0.5,
    readLocal: () => loadDisk(disk),
    describe: (kind) => kind,
  });
  settleDisk(disk);
  const joined = await publisher.join(loadDisk(disk));
  if (joined.fault !== null) return;
  disk.file = formatState(joined.state);
  if (joined.commit !== null) await branch.follow(joined.commit);
  const works = planWorks(disk);
  const recorder = openRecorder(world, run, publisher, clock);
  const hands = { platform: openPlatform(world, run), recorder, clock, signal, tell: () => {} };
  if (works.length > 0) await applyWork(works, OPTIONS, hands);
  settleDisk(disk);
  const { published } = await publisher.finish();
  if (published === null) return;
  disk.file = formatState(published.state);
  if (published.commit !== null) await branch.follow(published.commit);
}

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
  accountStores: STORES.length,
  invalidFiles: 0,
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
    asOf: DAY,
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

function openRecorder(world: World, run: Run, publisher: Publisher, clock: Clock): Recorder {
  const { disk } = run;
  const at = (): string => clock.now().toISOString();
  const append = (line: Line): Promise<void> =>
    wait(run, 'disk', () => {
      disk.journal = `${disk.journal ?? ''}${JSON.stringify(line)}\n`;
      world.watch.journaled(line.poi_id, line.record ?? null, disk);
    });
  return {
    claim: (sending) => publisher.claim(sending),
    intend: async (poi_id, sending) => {
      const failure = publisher.failure();
      if (failure !== null) throw new RecordingError(failure);
      await append({ type: 'intent', at: at(), poi_id, sending });
      publisher.intended(poi_id);
    },
    record: async (poi_id, record) => {
      await append({ type: 'outcome', at: at(), poi_id, record });
      publisher.recorded(poi_id);
    },
  };
}
