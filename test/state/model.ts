/**
 * A little world for the protocol of recording: one branch, one platform, one clock, and writers that crash. What
 * plans, sends, claims, folds and merges is the code itself; only disk, git and network are kept in memory here.
 * Each step of a writer that others could notice, or that a crash could cut off, waits until it is let go.
 */
import { createHash } from 'node:crypto';
import { vi } from 'vitest';
import type { State, StoreRecord, StoreValues } from '../../src/model.ts';
import { LAPSE_MS } from '../../src/state/claim.ts';
import { parseState } from '../../src/state/parse.ts';
import { buildValues, NEW_PICTURE } from '../builders.ts';

export const STORES = ['1', '2'] as const;
/**
 * On record, and its file is gone. Its last update is in doubt and under review: whoever looks learns how it ended, and
 * who comes after the review releases it.
 */
export const GONE = '3';
/** The id of that review. */
export const GONE_ID = '901';
/** What both writers want; pictures change, so that each update begins a review and gives an audit id. */
export const DESIRED: StoreValues = buildValues({ hour: '10:00-22:00', pic_list: [NEW_PICTURE] });
/** The id of a review that ended before all this. */
export const OLD_ID = '900';
export const START = Date.parse('2026-11-25T10:00:00.000Z');

/** A checkout on a disk: what git last knew, the state file, the journal. A clone's id lives and dies with it. */
export interface Disk {
  readonly id: string;
  base: string;
  file: string;
  journal: string | null;
}

/** A step that waits to be let go. */
interface Step {
  /** `disk` steps are the writer's own: nobody else can notice when they happen. */
  readonly kind: 'read' | 'disk' | 'commit' | 'update';
  readonly act: () => unknown;
  /** What the writer hears when the answer is lost. */
  readonly silence: unknown;
  readonly resolve: (answer: unknown) => void;
}

/** One process of a writer. */
export interface Run {
  readonly disk: Disk;
  life: 'running' | 'ended' | 'crashed';
  steps: Step[];
  /** Digest of all that it was ever told: with it, what the process will do is settled. */
  heard: string;
}

export interface Writer {
  readonly name: 'a' | 'b';
  disks: number;
  disk: Disk | null;
  run: Run | null;
}

/** An update that took effect. */
export interface Update {
  readonly poi_id: string;
  readonly audit_id: string;
  readonly values: StoreValues;
  readonly by: Disk;
}

/** A store at the platform: what was sent last, and how the review of its pictures goes. */
export interface LiveValues {
  readonly values: StoreValues;
  readonly review: 'none' | 'running' | 'approved' | 'rejected';
}

/** Told of what happens, before it is done; the rules listen here. */
export interface Watch {
  /** A run has read the tip, and goes by it and by what its own disk said. */
  joining(world: World, local: State, by: Disk): void;
  /** An intent is in the journal, and the call comes next. */
  beginning(world: World, poiId: string, by: Disk): void;
  committing(world: World, text: string, by: Disk): void;
  updating(world: World, update: Update): void;
  reading(poiId: string): void;
  journaled(poiId: string, record: StoreRecord | null, disk: Disk): void;
  surprised(error: unknown): void;
}

/** `shared`: two clones and a remote; `own`: one clone, whose branch nobody else knows. */
export type Kind = 'shared' | 'own';

export interface World {
  readonly kind: Kind;
  time: number;
  /** Texts of the state file, the newest last; a commit's name is its number. */
  readonly commits: string[];
  readonly live: Map<string, LiveValues>;
  readonly updates: Update[];
  readonly writers: readonly Writer[];
  readonly watch: Watch;
}

/** The state that a text of the branch holds. */
export function readState(text: string): State {
  const { value } = parseState(text, 'state');
  if (value === null) throw new Error(`no state: ${text}`);
  return value;
}

export function readTipState(world: World): State {
  return readState(tipText(world));
}

export const tipText = ({ commits }: World): string => commits.at(-1) ?? '';

/** Ends the writer's process at once; the disk stays or goes. */
export function crash(writer: Writer, disk: 'kept' | 'lost'): void {
  if (writer.run !== null) Object.assign(writer.run, { life: 'crashed', steps: [] });
  if (disk === 'lost') writer.disk = null;
}

/** What a step may come to: it happens, it happens unheard, or it never arrives. */
export type StepEnd = 'heard' | 'unheard' | 'undone';

/** Lets the writer's waiting step of that number go. */
export function letGo({ run }: Writer, index: number, end: StepEnd): void {
  const [step] = run?.steps.splice(index, 1) ?? [];
  if (run === null || step === undefined) throw new Error('no such step waits');
  const answer = end === 'undone' ? undefined : step.act();
  const told = end === 'heard' ? answer : step.silence;
  hear(run, [step.kind, index, told]);
  step.resolve(told);
}

/** Lets all that can go on without a new step go on. */
export const settleDown = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Time passes: unnoticed by every process, or each shows its sign of life. */
export function passTime(world: World, how: 'asleep' | 'awake'): void {
  world.time += how === 'asleep' ? LAPSE_MS + 60_000 : LAPSE_MS / 2;
  if (how === 'asleep') return;
  for (const { run } of world.writers) if (run !== null) hear(run, 'awake');
  vi.advanceTimersByTime(5_000);
}

/** Whether a reviewer has something to decide of what these runs sent. */
export const hasReviews = ({ live }: World): boolean =>
  STORES.some((poiId) => live.get(poiId)?.review === 'running');

/** Reviewers decide about all that waits for them. */
export function endReviews({ live }: World, review: 'approved' | 'rejected'): void {
  for (const [poiId, store] of live) if (store.review === 'running') live.set(poiId, { ...store, review });
}

/** Two worlds of one fingerprint have the same future. */
export function fingerprint({ time, commits, live, updates, writers }: World, rest: unknown): string {
  const processes = writers.map(({ disk, run, disks }) => [
    disk,
    disks,
    run?.life,
    run?.life === 'running' && run.heard,
  ]);
  return digest([time, commits, [...live], updates, processes, rest]);
}

export function hear(run: Run, what: unknown): void {
  run.heard = digest([run.heard, what]);
}

function digest(value: unknown): string {
  return createHash('sha1').update(JSON.stringify(value)).digest('base64');
}

/** Waits for its turn. A process that crashed waits for ever. */
export function wait<T>(run: Run, kind: Step['kind'], act: () => T, silence: T | null = null): Promise<T> {
  return new Promise((resolve) => {
    // Each answer is of the step's own type: `act` and `silence` are its only sources.
    const step = { kind, act, silence, resolve: resolve as (answer: unknown) => void };
    if (run.life === 'running') run.steps.push(step);
  });
}
