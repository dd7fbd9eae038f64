/**
 * A disk that fails on purpose: below one folder, each step that changes it is counted, and at a given step the program
 * dies, loses power, or finds the disk full. It takes the place of node:fs in this process.
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';

/** What ends a run: nothing it does afterwards reaches the disk. */
export class Crash extends Error {}

export type Doom = 'kill' | 'power' | 'full';

export interface Disk {
  /** From now on, the step with this number (from 1) ends the run; null lets all pass. */
  arm(root: string, step: number | null, doom: Doom): void;
  crashed(): boolean;
  /** After the end of a run: what a power loss takes is gone, and the disk works again. */
  restart(random: () => number): void;
  /** Puts node:fs back. */
  release(): void;
}

/** A change of a folder that no sync has made durable yet. */
interface Pending {
  readonly path: string;
  readonly before: Buffer | null;
}

interface State {
  root: string;
  step: number;
  at: number | null;
  doom: Doom;
  dead: boolean;
  readonly pending: Pending[];
  /** Bytes of a file that a sync has made durable. */
  readonly durable: Map<string, number>;
  readonly paths: Map<number, string>;
  /** Opened and not closed: a run that died cannot. */
  readonly handles: Set<promises.FileHandle>;
}

const PATCHED = ['openSync', 'writeSync', 'fsyncSync', 'renameSync', 'rmSync', 'writeFileSync'] as const;

const real = { ...fs };
const realOpen = promises.open;

/** Takes node:fs over. */
export function takeDisk(): Disk {
  const state: State = {
    root: '\u0000',
    step: 0,
    at: null,
    doom: 'kill',
    dead: false,
    pending: [],
    durable: new Map(),
    paths: new Map(),
    handles: new Set(),
  };
  patch(state);
  return {
    arm: (root, step, doom) => {
      Object.assign(state, { root, step: 0, at: step, doom, dead: false });
      state.pending.splice(0);
      state.durable.clear();
    },
    crashed: () => state.dead,
    restart: (random) => {
      const { dead, doom } = state;
      // node:fs calls its own functions, which stand for a working disk from here on.
      Object.assign(state, { root: '\u0000', at: null, dead: false });
      for (const handle of state.handles) void handle.close().catch(() => {});
      state.handles.clear();
      if (dead && doom === 'power') losePower(state, random);
    },
    release: () => {
      for (const name of PATCHED) Object.assign(fs, { [name]: real[name] });
      promises.open = realOpen;
      syncBuiltinESMExports();
    },
  };
}

/** Counts a step below the root; throws where the run ends with it. */
function step(state: State, path: string): void {
  if (!path.startsWith(state.root)) return;
  if (state.dead) throw new Crash();
  state.step += 1;
  if (state.at === null || state.step < state.at) return;
  if (state.doom === 'full') throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
  state.dead = true;
  throw new Crash();
}

function read(path: string): Buffer | null {
  return real.existsSync(path) && real.statSync(path).isFile() ? real.readFileSync(path) : null;
}

function patch(state: State): void {
  // Each takes the place of a function with the same arguments; only the forms that the program uses are served.
  const patched = {
    openSync: (path: string, ...rest: [string, number?]): number => {
      if (rest[0] !== 'r') step(state, path);
      const fd = real.openSync(path, ...rest);
      state.paths.set(fd, path);
      return fd;
    },
    writeSync: (fd: number, bytes: Buffer, offset: number): number => {
      step(state, state.paths.get(fd) ?? '');
      return real.writeSync(fd, bytes, offset);
    },
    fsyncSync: (fd: number): void => {
      const path = state.paths.get(fd) ?? '';
      step(state, path);
      real.fsyncSync(fd);
      if (!path.startsWith(state.root)) return;
      const done = state.pending.filter((each) => dirname(each.path) === path);
      for (const each of done) state.pending.splice(state.pending.indexOf(each), 1);
    },
    renameSync: (from: string, to: string): void => {
      step(state, to);
      const before = read(to);
      real.renameSync(from, to);
      if (to.startsWith(state.root)) state.pending.push({ path: to, before });
    },
    rmSync: (path: string, options?: fs.RmOptions): void => {
      step(state, path);
      const before = read(path);
      real.rmSync(path, options);
      if (path.startsWith(state.root) && before !== null) state.pending.push({ path, before });
    },
    writeFileSync: (path: string, text: string, options?: fs.WriteFileOptions): void => {
      step(state, path);
      real.writeFileSync(path, text, options);
    },
  };
  Object.assign(fs, patched);
  promises.open = (async (path: string, ...rest: [number, number]) => {
    step(state, path);
    const isNew = !real.existsSync(path);
    const handle = await realOpen(path, ...rest);
    if (isNew && path.startsWith(state.root)) state.pending.push({ path, before: null });
    return guardHandle(state, path, handle);
  }) as typeof promises.open;
  syncBuiltinESMExports();
}

function guardHandle(state: State, path: string, handle: promises.FileHandle): object {
  state.durable.set(path, real.statSync(path).size);
  state.handles.add(handle);
  return {
    appendFile: async (text: string) => {
      step(state, path);
      real.writeSync(handle.fd, text);
    },
    datasync: async () => {
      step(state, path);
      state.durable.set(path, real.statSync(path).size);
    },
    close: async () => {
      if (state.handles.delete(handle)) await handle.close();
    },
  };
}

/** Unsynced changes of folders are undone from some point on; unsynced ends of files are torn. */
function losePower({ pending, durable }: State, random: () => number): void {
  const kept = Math.floor(random() * (pending.length + 1));
  for (const { path, before } of pending.slice(kept).reverse()) {
    if (before === null) real.rmSync(path, { force: true });
    else real.writeFileSync(path, before);
  }
  for (const [path, size] of durable) {
    const bytes = read(path);
    if (bytes === null || bytes.length <= size) continue;
    const torn = size + Math.floor(random() * (bytes.length - size));
    const zeros = random() < 0.3 ? Buffer.alloc(8) : Buffer.alloc(0);
    real.writeFileSync(path, Buffer.concat([bytes.subarray(0, torn), zeros]));
  }
}
