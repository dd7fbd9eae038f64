/**
 * A disk that fails on purpose: below each armed folder, every step that changes it is counted, and at a given step the
 * program dies, loses power, or finds the disk full or read-only. It takes the place of node:fs in this process.
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, sep } from 'node:path';

/** What ends a run: nothing it does afterwards reaches the disk. */
export class Crash extends Error {}

/** `kill` and `power` end the program; the others let it go on with a disk that takes nothing more. */
export type Doom = 'kill' | 'power' | 'full' | 'read-only';

export interface Arming {
  /** The step with this number, from 1, is the last; null lets all pass. */
  readonly at: number | null;
  readonly doom: Doom;
  /** Called when the program dies. */
  readonly died?: () => void;
}

export interface Disk {
  /** Watches a folder from now on. */
  arm(root: string, arming: Arming): void;
  /** A step that is none of the disk's, such as a push: it counts like one. Throws a Crash where the run ends. */
  step(root: string): void;
  /** After the end of a run: what a power loss takes is gone, and the folder's disk works again. */
  restart(root: string, random: () => number): 'dead' | 'alive';
  /** Puts node:fs back. */
  release(): void;
}

/** A change of a folder that no sync has made durable yet. */
interface Pending {
  readonly path: string;
  readonly before: Buffer | null;
}

interface Watched extends Arming {
  steps: number;
  state: 'alive' | 'dead';
  readonly pending: Pending[];
  /** Bytes of a file that a sync has made durable. */
  readonly durable: Map<string, number>;
  /** Opened and not closed: a run that died cannot. */
  readonly handles: Set<promises.FileHandle>;
}

interface Machine {
  readonly roots: Map<string, Watched>;
  readonly paths: Map<number, string>;
}

const PATCHED = ['openSync', 'writeSync', 'fsyncSync', 'renameSync', 'rmSync', 'writeFileSync'] as const;
const ERRORS = { full: 'ENOSPC', 'read-only': 'EROFS' } as const;

const real = { ...fs };
const realOpen = promises.open;

/** Takes node:fs over. */
export function takeDisk(): Disk {
  const machine: Machine = { roots: new Map(), paths: new Map() };
  patch(machine);
  return {
    arm: (root, arming) => {
      const fresh = {
        steps: 0,
        state: 'alive' as const,
        pending: [],
        durable: new Map(),
        handles: new Set(),
      };
      machine.roots.set(root, { ...arming, ...fresh } as Watched);
    },
    step: (root) => step(machine, root),
    restart: (root, random) => {
      const watched = machine.roots.get(root);
      machine.roots.delete(root);
      if (watched === undefined) return 'alive';
      for (const handle of watched.handles) void handle.close().catch(() => {});
      if (watched.state === 'dead' && watched.doom === 'power') losePower(watched, random);
      return watched.state;
    },
    release: () => {
      for (const name of PATCHED) Object.assign(fs, { [name]: real[name] });
      promises.open = realOpen;
      syncBuiltinESMExports();
    },
  };
}

function find({ roots }: Machine, path: string): Watched | undefined {
  for (const [root, watched] of roots) if (path === root || path.startsWith(root + sep)) return watched;
  return undefined;
}

/** Counts a step below an armed folder; throws where the run ends with it, or the disk takes nothing more. */
function step(machine: Machine, path: string): Watched | undefined {
  const watched = find(machine, path);
  if (watched === undefined) return undefined;
  if (watched.state === 'dead') throw new Crash();
  watched.steps += 1;
  if (watched.at === null || watched.steps < watched.at) return watched;
  const { doom } = watched;
  if (doom === 'full' || doom === 'read-only')
    throw Object.assign(new Error(doom), { code: ERRORS[doom], syscall: 'write' });
  watched.state = 'dead';
  watched.died?.();
  throw new Crash();
}

function read(path: string): Buffer | null {
  return real.existsSync(path) && real.statSync(path).isFile() ? real.readFileSync(path) : null;
}

function patch(machine: Machine): void {
  // Each takes the place of a function with the same arguments; only the forms that the program uses are served.
  const patched = {
    openSync: (path: string, ...rest: [string, number?]): number => {
      if (rest[0] !== 'r') step(machine, path);
      const fd = real.openSync(path, ...rest);
      machine.paths.set(fd, path);
      return fd;
    },
    writeSync: (fd: number, bytes: Buffer, offset: number): number => {
      step(machine, machine.paths.get(fd) ?? '');
      return real.writeSync(fd, bytes, offset);
    },
    fsyncSync: (fd: number): void => {
      const path = machine.paths.get(fd) ?? '';
      const watched = step(machine, path);
      real.fsyncSync(fd);
      if (watched === undefined) return;
      const done = watched.pending.filter((each) => dirname(each.path) === path);
      for (const each of done) watched.pending.splice(watched.pending.indexOf(each), 1);
    },
    renameSync: (from: string, to: string): void => {
      const watched = step(machine, to);
      const before = read(to);
      real.renameSync(from, to);
      watched?.pending.push({ path: to, before });
    },
    rmSync: (path: string, options?: fs.RmOptions): void => {
      const watched = step(machine, path);
      const before = read(path);
      real.rmSync(path, options);
      if (before !== null) watched?.pending.push({ path, before });
    },
    writeFileSync: (path: string, text: string, options?: fs.WriteFileOptions): void => {
      step(machine, path);
      real.writeFileSync(path, text, options);
    },
  };
  Object.assign(fs, patched);
  promises.open = (async (path: string, ...rest: [number, number]) => {
    const watched = step(machine, path);
    const isNew = !real.existsSync(path);
    const handle = await realOpen(path, ...rest);
    if (watched === undefined) return handle;
    if (isNew) watched.pending.push({ path, before: null });
    return guardHandle(machine, watched, path, handle);
  }) as typeof promises.open;
  syncBuiltinESMExports();
}

function guardHandle(machine: Machine, watched: Watched, path: string, handle: promises.FileHandle): object {
  watched.durable.set(path, real.statSync(path).size);
  watched.handles.add(handle);
  return {
    appendFile: async (text: string) => {
      step(machine, path);
      real.writeSync(handle.fd, text);
    },
    datasync: async () => {
      step(machine, path);
      watched.durable.set(path, real.statSync(path).size);
    },
    close: async () => {
      if (watched.handles.delete(handle)) await handle.close();
    },
  };
}

/** Unsynced changes of folders are undone from some point on; unsynced ends of files are torn. */
function losePower({ pending, durable }: Watched, random: () => number): void {
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
