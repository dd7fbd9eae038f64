/** The rules that no schedule of the little world may break, told of each step as it happens. */
import { canonicalJson } from '../../src/base/canonical-json.ts';
import type { State, StoreRecord, StoreValues } from '../../src/model.ts';
import { LAPSE_MS, readClaim } from '../../src/state/claim.ts';
import {
  DESIRED,
  type Disk,
  GONE,
  OLD_ID,
  readState,
  readTipState,
  STORES,
  type Update,
  type Watch,
  type World,
} from './model.ts';
import { loadDisk } from './model-run.ts';

/**
 * `claims`: who sends holds a live claim that names the store. `repeats`: what a read would show is not sent again, and
 * what the branch told is not done again. `marks`: a store that was sent is marked until its end is told. `ids`: no known
 * id is lost. `ends`: nothing is left.
 */
export type Rule = 'claims' | 'repeats' | 'marks' | 'ids' | 'ends';

export interface Broken {
  readonly rule: Rule;
  readonly what: string;
}

export interface Rules {
  readonly watch: Watch;
  readonly broken: readonly Broken[];
  /** What the rules remember: part of a world's fingerprint. */
  memory(): unknown;
  /** After clean runs of all: nothing is left, nothing is lost. */
  checkEnd(world: World): void;
}

/** An update whose outcome the branch does not tell yet. */
interface Untold {
  readonly update: Update;
  read: 'no' | 'yes';
}

const same = (left: unknown, right: unknown): boolean =>
  canonicalJson(left ?? null) === canonicalJson(right ?? null);

const idOf = (record: StoreRecord | undefined): string | null =>
  record?.receipt?.audit_id ?? record?.audit_id ?? null;

export function watchRules(): Rules {
  const broken: Broken[] = [];
  const tell = (rule: Rule, what: string): void => void broken.push({ rule, what });
  /** The last sign of life that a claim gave on the branch, and the stores that it named. */
  const claims = new Map<string, { seen: number; named: Map<string, StoreValues | undefined> }>();
  const untold = new Map<string, Untold>();
  /** Ids of outcomes in a journal, by the disk that holds it. */
  const journaled = new Map<string, string>();
  const published = new Set<string>();
  /** Stores that a run sent after its claim lapsed: what follows is explained by time, up to what no run may lose. */
  const late = new Set<string>();

  /** Stores that each disk has recorded itself. */
  const recorded = new Map<string, readonly string[]>();
  /** Stores that a run which joined knew only from the branch, and of which that holds no record any more. */
  const over = new Map<string, readonly string[]>();

  const isLapsed = (world: World, by: Disk): boolean => {
    const claim = claims.get(by.id);
    return claim !== undefined && world.time - claim.seen > LAPSE_MS;
  };

  const checkClaim = (world: World, { poi_id, values, by }: Update): void => {
    const tip = readTipState(world);
    const record = tip.stores.get(poi_id);
    const name = `${by.id} sent ${poi_id}`;
    if (late.has(poi_id)) return;
    if (!record?.uncertain || !same(record.sending, values))
      tell('marks', `${name}, though the branch did not mark it`);
    if (readClaim(tip)?.id !== by.id) tell('claims', `${name} without holding the claim`);
  };

  const updating = (world: World, update: Update): void => {
    const { poi_id, values, by } = update;
    const name = `${by.id} sent ${poi_id}`;
    const noted = loadDisk(by).stores.get(poi_id);
    if (!noted?.uncertain || !same(noted.sending, values))
      tell('marks', `${name}, though its disk did not mark it`);
    if (world.kind === 'shared' && !same(claims.get(by.id)?.named.get(poi_id), values))
      tell('claims', `${name}, which no claim of its own named`);
    if (isLapsed(world, by)) {
      late.add(poi_id);
      untold.delete(poi_id);
    }
    if (world.kind === 'shared') checkClaim(world, update);
    if (late.has(poi_id)) return;
    if (same(world.live.get(poi_id)?.values, values))
      tell('repeats', `${name}, though a read would have shown it`);
    if (world.kind === 'shared') untold.set(poi_id, { update, read: 'no' });
  };

  const committing = (world: World, text: string, by: Disk): void => {
    const before = readTipState(world);
    const after = readState(text);
    noteClaim(claims, after);
    for (const poiId of STORES) {
      const record = after.stores.get(poiId);
      const lost = findLostId(world, poiId, before.stores.get(poiId), record);
      if (lost !== null) tell('ids', `a commit of ${by.id} lost the id ${lost} of ${poiId}`);
      const id = idOf(record);
      if (id !== null) published.add(id);
      const open = untold.get(poiId);
      if (open === undefined) continue;
      if (isTold(open, record)) untold.delete(poiId);
      else if (!record?.uncertain || !same(record.sending, open.update.values))
        tell('marks', `a commit of ${by.id} took the mark off ${poiId}, of which nobody knows the end`);
    }
  };

  return {
    broken,
    watch: {
      updating,
      committing,
      joining: (world, local, { id }) => {
        const tip = readTipState(world);
        const known = [...tip.stores.keys(), ...(recorded.get(id) ?? [])];
        over.set(
          id,
          [...local.stores.keys()].filter((poiId) => !known.includes(poiId)),
        );
      },
      beginning: (world, poiId, by) => {
        if (isLapsed(world, by)) tell('claims', `${by.id} began ${poiId} after its claim had lapsed`);
      },
      reading: (poiId) => {
        const open = untold.get(poiId);
        if (open !== undefined) open.read = 'yes';
      },
      journaled: (poiId, record, disk) => {
        if (record === null && over.get(disk.id)?.includes(poiId))
          tell('repeats', `${disk.id} released ${poiId}, though the branch had told that`);
        recorded.set(disk.id, [...(recorded.get(disk.id) ?? []), poiId]);
        const id = idOf(record ?? undefined);
        if (id !== null) journaled.set(id, disk.id);
      },
      surprised: (error) => tell('ends', `a surprise: ${error instanceof Error ? error.stack : error}`),
    },
    memory: () => [
      [...claims].map(([id, { seen, named }]) => [id, seen, [...named]]),
      [...untold],
      [...journaled],
      [...published],
      [...late],
      [...recorded],
      [...over],
    ],
    checkEnd: (world) => {
      const disks = world.writers.map(({ disk }) => disk?.id);
      const known = [
        ...published,
        ...[...journaled].filter(([, disk]) => disks.includes(disk)).map(([id]) => id),
      ];
      broken.push(...listLeftovers(world), ...STORES.flatMap((poiId) => judgeStore(world, poiId)));
      for (const poiId of STORES) {
        const wrong = findWrongId(world, poiId, known, late.has(poiId) ? 'twice' : 'once');
        if (wrong !== null) tell('ids', wrong);
      }
    },
  };
}

function noteClaim(
  claims: Map<string, { seen: number; named: Map<string, StoreValues | undefined> }>,
  state: State,
): void {
  const claim = readClaim(state);
  if (claim === null) return;
  const known = claims.get(claim.id);
  const named = known?.named ?? new Map<string, StoreValues | undefined>();
  for (const [poiId, { uncertain, sending }] of state.stores) if (uncertain) named.set(poiId, sending);
  claims.set(claim.id, { seen: Date.parse(claim.seen_at), named });
}

/** An id goes only for that of a later update, or for none where a later update took effect. */
function findLostId(
  { updates }: World,
  poiId: string,
  before: StoreRecord | undefined,
  after: StoreRecord | undefined,
): string | null {
  const own = [OLD_ID, ...updates.filter(({ poi_id }) => poi_id === poiId).map(({ audit_id }) => audit_id)];
  const [lost, now] = [idOf(before), idOf(after)];
  if (lost === null || lost === now) return null;
  const place = now === null ? own.length - 1 : own.indexOf(now);
  return place > own.indexOf(lost) ? null : lost;
}

/** The branch tells the id, or what a read after the update showed. */
function isTold({ update, read }: Untold, record: StoreRecord | undefined): boolean {
  if (idOf(record) === update.audit_id) return true;
  return read === 'yes' && record?.uncertain !== true && same(record?.values, update.values);
}

function listLeftovers(world: World): readonly Broken[] {
  const journals = world.writers.filter(({ disk }) => typeof disk?.journal === 'string');
  const kept = readTipState(world).stores.has(GONE);
  const stuck = world.writers.filter(({ run }) => run?.life === 'running');
  const left = [
    ...(readClaim(readTipState(world)) === null ? [] : ['a claim is left']),
    ...(kept ? [`${GONE} is on record, and its file is gone`] : []),
    ...journals.map(({ name }) => `a journal of ${name} is left`),
    ...stuck.map(({ name }) => `${name} never ended`),
  ];
  return left.map((what) => ({ rule: 'ends', what }));
}

function judgeStore(world: World, poiId: string): readonly Broken[] {
  const record = readTipState(world).stores.get(poiId);
  const live = world.live.get(poiId);
  const faults: Broken[] = [];
  if (record?.uncertain) faults.push({ rule: 'ends', what: `${poiId} is in doubt at the end` });
  if (record?.review !== 'pending' && record?.review !== live?.review)
    faults.push({ rule: 'ends', what: `${poiId} is recorded as ${record?.review}, and is ${live?.review}` });
  if (!same(record?.values, live?.values) || !same(record?.values, DESIRED))
    faults.push({ rule: 'ends', what: `the record of ${poiId} is not what the platform holds` });
  return faults;
}

/**
 * The id on record is the last update's, or none where no survivor knew it. Where a run that slept sent the same
 * content once more, either update's id may stand.
 */
function findWrongId(
  { commits, updates }: World,
  poiId: string,
  known: readonly string[],
  sent: 'once' | 'twice',
): string | null {
  const given = updates.filter(({ poi_id }) => poi_id === poiId).map(({ audit_id }) => audit_id);
  const last = given.at(-1);
  const id = readState(commits.at(-1) ?? '').stores.get(poiId)?.audit_id ?? null;
  if (last === undefined || id === last) return null;
  if (sent === 'twice' && id !== null && given.includes(id)) return null;
  return id === null && !known.includes(last)
    ? null
    : `${poiId} ends with the id ${id}, its last update got ${last}`;
}
