/** One run at a time on one state file: a lock file that names its holder, and is taken over from the dead. */

import { randomBytes } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describeObstacle } from '../base/plain-file.ts';
import { readSystemCode } from '../base/system-error.ts';
import type { Phrase } from '../messages/phrases.ts';
import { fault, NOWHERE, type Read } from '../model.ts';

/** A holder on another host cannot be asked; it renews its lock, and after this silence it counts as dead. */
const SILENCE_MS = 15 * 60_000;
const RENEWAL_MS = 60_000;
/** A lock that is being written is empty for a moment. */
const WRITING_MS = 10_000;

/** What follows the lock's name in the name of a stale one that is being taken over. */
const ASIDE = /^[0-9a-f]{12}$/u;

/** Marks a start that was read from the kernel; one of another form is compared with nothing. */
const TICKS = 'ticks:';

/** Who holds a lock: process id, host, and when the process started, which tells a reused id from the holder. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** `ticks:` and the start of the process in kernel ticks where the system tells (Linux), else empty. */
  readonly start: string;
}

export interface Lock {
  /** Removes the lock if it is still this run's own. */
  release(): void;
}

/** The lock of a state file. */
export function lockPath(statePath: string): string {
  return `${statePath}.lock`;
}

export function describeSelf(): Holder {
  return { pid: process.pid, host: hostname(), start: readStart(process.pid) ?? '' };
}

/** Takes the lock, or says who holds it. `file` is the name to show, `now` the time in milliseconds. */
export function takeLock(
  path: string,
  file: string,
  now: () => number,
  self: Holder = describeSelf(),
): Read<Lock> {
  const text = `${JSON.stringify({ ...self, nonce: randomBytes(8).toString('hex') })}\n`;
  const odd = findOddity(path);
  if (odd !== null) {
    const place = { ...NOWHERE, file };
    return { value: null, diagnostics: [fault('STATE_UNREADABLE', place, { file, detail: odd })] };
  }
  for (let tries = 0; tries < 3; tries += 1) {
    if (createLock(path, text)) {
      sweepAside(path, now());
      return { value: holdLock(path, text), diagnostics: [] };
    }
    const found = readLock(path);
    if (found !== null && !isStale(found, self, now())) return reject(file, found);
    if (found !== null) setAside(path, found.text);
  }
  const found = readLock(path);
  return reject(file, found ?? { text: '', holder: null, renewedAt: now() });
}

/** Who holds a lock, for people who ask; nothing is taken, and nothing is changed. */
export type LockLook =
  | { readonly kind: 'free' }
  /** `dead`: the holder has ended, or is silent for too long; the next run takes the lock over. */
  | { readonly kind: 'held' | 'dead'; readonly holder: Phrase }
  /** What stands in the lock's place is no plain file. */
  | { readonly kind: 'odd'; readonly detail: Phrase };

export function lookAtLock(path: string, now: number): LockLook {
  const odd = findOddity(path);
  if (odd !== null) return { kind: 'odd', detail: odd };
  const found = readLock(path);
  if (found === null) return { kind: 'free' };
  const kind = isStale(found, describeSelf(), now) ? 'dead' : 'held';
  return { kind, holder: showHolder(found) };
}

/** A link would show a file from elsewhere, and a pipe would never end. */
function findOddity(path: string): Phrase | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return null;
  return describeObstacle({ reason: found.isSymbolicLink() ? 'link' : 'special' });
}

interface Found {
  readonly text: string;
  readonly holder: Holder | null;
  readonly renewedAt: number;
}

function createLock(path: string, text: string): boolean {
  // The state file may be about to get a folder of its own.
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o644 });
    return true;
  } catch (error) {
    if (readSystemCode(error) === 'EEXIST') return false;
    // Created and not written (a full disk): an empty lock would keep the next run out for a while.
    rmSync(path, { force: true });
    throw error;
  }
}

function holdLock(path: string, text: string): Lock {
  const timer = setInterval(() => {
    // The lock may be gone with its folder; the run itself goes on.
    if (readLock(path)?.text === text) touch(path);
  }, RENEWAL_MS);
  timer.unref();
  return {
    release: () => {
      clearInterval(timer);
      if (readLock(path)?.text === text) rmSync(path, { force: true });
    },
  };
}

function readLock(path: string): Found | null {
  try {
    const text = readFileSync(path, 'utf8');
    return { text, holder: parseHolder(text), renewedAt: statSync(path).mtimeMs };
  } catch (error) {
    if (readSystemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, host, start } = JSON.parse(text) as Partial<Holder>;
    return Number.isInteger(pid) && typeof host === 'string'
      ? { pid: Number(pid), host, start: String(start ?? '') }
      : null;
  } catch {
    return null;
  }
}

function isStale({ holder, renewedAt }: Found, self: Holder, now: number): boolean {
  // From either side: a clock that was set back must not keep a lock that its writer never finished.
  if (holder === null) return Math.abs(now - renewedAt) > WRITING_MS;
  if (holder.host !== self.host) return now - renewedAt > SILENCE_MS;
  if (!isAlive(holder.pid)) return true;
  const start = readStart(holder.pid);
  // The id lives, but it is another process's now.
  return start !== null && holder.start.startsWith(TICKS) && start !== holder.start;
}

/** Takes a stale lock out of the way, unless another run has just taken it over: then it is put back. */
function setAside(path: string, staleText: string): void {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (readSystemCode(error) === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== staleText) {
    try {
      linkSync(aside, path);
    } catch (error) {
      if (readSystemCode(error) !== 'EEXIST') throw error;
    }
  }
  rmSync(aside, { force: true });
}

/** Removes what a run left that was killed while it took a stale lock over; one that is just doing so is let be. */
function sweepAside(path: string, now: number): void {
  const prefix = `${basename(path)}.`;
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(prefix) || !ASIDE.test(name.slice(prefix.length))) continue;
    const aside = join(dirname(path), name);
    const changed = lstatSync(aside, { throwIfNoEntry: false })?.ctimeMs;
    if (changed !== undefined && Math.abs(now - changed) > WRITING_MS) rmSync(aside, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return readSystemCode(error) === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat; the command's name before it may hold blanks and brackets. */
function readStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${TICKS}${ticks}`;
  } catch {
    return null;
  }
}

function touch(path: string): void {
  const now = new Date();
  utimesSync(path, now, now);
}

function reject(file: string, found: Found): Read<Lock> {
  const holder = showHolder(found);
  return { value: null, diagnostics: [fault('LOCKED', { ...NOWHERE, file }, { file, holder })] };
}

function showHolder({ holder, renewedAt }: Found): Phrase {
  const seen = new Date(renewedAt).toISOString();
  return holder === null
    ? { phrase: 'lock-holder-unknown', seen }
    : { phrase: 'lock-holder', pid: holder.pid, host: holder.host, seen };
}
