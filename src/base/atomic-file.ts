/**
 * Writes a file whole or not at all. `write-file-atomic` was looked at: it does not sync the folder, and a
 * rename that power loss undoes after the journal is gone would lose recorded audit ids.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readSystemCode } from './system-error.ts';

/** Between the file's name and the end of a temporary neighbour's. */
const TEMPORARY = /^\.\d+\.[0-9a-f]{12}\.tmp$/u;

/** Replaces the file's content: temporary neighbour, sync, rename, sync of the folder. Keeps the old mode. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const folder = dirname(path);
  makeFolder(folder);
  const temporary = join(folder, `.${basename(path)}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeSynced(temporary, content, modeOf(path));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(folder);
}

/**
 * Creates a file whole. False where anything is in its place, which stays as it is. The file is synced, its folder is
 * not: who creates many syncs the folder once.
 */
export function createFile(path: string, content: string): boolean {
  const folder = dirname(path);
  makeFolder(folder);
  const temporary = join(folder, `.${basename(path)}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeSynced(temporary, content, 0o644 & ~process.umask());
    return placeNew(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** With those above it. Node's own recursion never ends where a file system says that a new folder is not there, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (readSystemCode(error) !== 'EEXIST') throw error;
  }
}

/** Unlike a renaming, a second name never replaces anything. Some disks know no second names. */
function placeNew(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    const code = readSystemCode(error) ?? '';
    if (code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw error;
  }
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return false;
  renameSync(temporary, path);
  return true;
}

/**
 * Removes what killed programs left of `replaceFile` for this path. Only for the one who may write it: a neighbour
 * of a program that is at work would be removed too.
 */
export function removeLeftovers(path: string): void {
  const prefix = `.${basename(path)}`;
  try {
    for (const name of readdirSync(dirname(path))) {
      if (name.startsWith(prefix) && TEMPORARY.test(name.slice(prefix.length)))
        rmSync(join(dirname(path), name), { force: true });
    }
  } catch (error) {
    // They harm nobody; a folder that cannot be read or written is told where it matters.
    if (readSystemCode(error) === null) throw error;
  }
}

/** Makes renames and removals in a folder durable. Windows cannot open folders and needs no such call. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function writeSynced(path: string, content: string | Uint8Array, mode: number): void {
  // Private until it is whole; nobody else could have put it there.
  const handle = openSync(path, 'wx', 0o600);
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
    fchmodSync(handle, mode);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The old file's mode; a new one gets what the user's mask leaves of the usual. */
function modeOf(path: string): number {
  const old = statSync(path, { throwIfNoEntry: false });
  return old === undefined ? 0o644 & ~process.umask() : old.mode & 0o777;
}
