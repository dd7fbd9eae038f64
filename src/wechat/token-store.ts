/**
 * The private folder that keeps what a third-party platform's tokens need: a file for the component, and one for each
 * merchant. Each is replaced whole, readable by its owner alone.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { removeLeftovers, syncFolder } from '../base/atomic-file.ts';
import { asJsonObject } from '../base/json-object.ts';
import { readPlainFile } from '../base/plain-file.ts';
import { readSystemCode } from '../base/system-error.ts';
import type { Clock } from '../model/run.ts';
import type { Fault } from '../model.ts';
import { takeTokenLock } from './token-lock.ts';

/** A folder, and whether what it is asked about is WeChat's: an emulator's tokens must not take the place of real ones. */
export interface TokenStore {
  readonly folder: string;
  readonly world: 'wechat' | 'loopback';
}

export type StoreFile = { readonly kind: 'component' | 'authorizer'; readonly appid: string };

/** Two names that differ in case alone are one file on some disks, so those with capitals are known by their digest. */
const PLAIN_APPID = /^[a-z0-9_-]{1,64}$/u;
const MOST_BYTES = 65_536;
/** What a file may come to: three tokens of 512 signs and more, all room that a write may need. */
const RESERVED_BYTES = 8_192;

/** The name of a file, for people too: it holds no secret. */
export function nameStoreFile({ world }: TokenStore, { kind, appid }: StoreFile): string {
  const name = PLAIN_APPID.test(appid)
    ? appid
    : `~${createHash('sha256').update(appid).digest('hex').slice(0, 32)}`;
  return `${world === 'loopback' ? 'loopback-' : ''}${kind}-${name}.json`;
}

/** What stands in the way of using the folder; a folder that is not there yet is made, for its owner alone. */
export function openTokenStore(folder: string, root: string): Fault | null {
  const before = inspectTokenStore(folder, root);
  if (before !== null) return before;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    return refuseStore('system', error);
  }
  return inspectTokenStore(folder, root);
}

/** The same without making anything: null also where nothing is there. A folder that others may look into only warns. */
export function inspectTokenStore(folder: string, root: string): Fault | null {
  try {
    const found = lstatSync(folder, { throwIfNoEntry: false });
    if (found?.isSymbolicLink() === true) return refuseStore('link');
    if (found !== undefined && !found.isDirectory()) return refuseStore('no-folder');
    if (isInside(folder, root)) return refuseStore('inside');
    if (found === undefined || process.platform === 'win32') return null;
    if ((found.mode & 0o022) !== 0) return refuseStore('writable');
    const mode = (found.mode & 0o777).toString(8);
    return (found.mode & 0o055) === 0 ? null : { code: 'TOKEN_STORE_OPEN', params: { mode } };
  } catch (error) {
    return refuseStore('system', error);
  }
}

/** Also by way of a link further up, and where the folder is not there yet. */
function isInside(folder: string, root: string): boolean {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  const way = relative(realpathSync(root), join(realpathSync(there), relative(there, folder)));
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function refuseStore(
  problem: Extract<Fault, { code: 'TOKEN_STORE_REFUSED' }>['params']['problem'],
  error?: unknown,
): Fault {
  const detail = error === undefined ? '' : readSystemCode(error);
  if (detail === null) throw error;
  return { code: 'TOKEN_STORE_REFUSED', params: { problem, detail } };
}

type Members = Readonly<Record<string, unknown>>;

/** The members of a file; null where there is none, or the fault of one that cannot be trusted. */
export function readStoreFile(
  store: TokenStore,
  file: StoreFile,
): { readonly members: Members | null } | { readonly fault: Fault } {
  const name = nameStoreFile(store, file);
  const damaged = (
    problem: Extract<Fault, { code: 'TOKEN_STORE_DAMAGED' }>['params']['problem'],
  ): { readonly fault: Fault } => ({
    fault: { code: 'TOKEN_STORE_DAMAGED', params: { file: name, problem } },
  });
  const { bytes, obstacle } = readPlainFile(join(store.folder, name), MOST_BYTES);
  if (obstacle?.reason === 'missing') return { members: null };
  if (obstacle !== null) return damaged(obstacle.reason === 'system' ? 'unreadable' : obstacle.reason);
  let members: Members | null;
  try {
    members = asJsonObject(JSON.parse(bytes.toString('utf8')));
  } catch {
    // The parser's own words hold a part of the text.
    members = null;
  }
  if (members === null) return damaged('json');
  if (members.version !== 1 || members.kind !== file.kind || typeof members.appid !== 'string')
    return damaged('members');
  return members.appid === file.appid ? { members } : damaged('other');
}

/** A place on the disk for one file, held ready: what is written there later needs no more room. */
export interface Pen {
  /** Puts the members into the file, synced. Throws the system's error; then it may be tried again. */
  write(members: Members): void;
  /** Gives the place back; harmless after a write. */
  drop(): void;
}

/** Makes the place, or says why the file could not be written. For the holder of its lock. */
export function reserveStoreFile(store: TokenStore, file: StoreFile): Pen {
  const path = join(store.folder, nameStoreFile(store, file));
  removeLeftovers(path);
  const temporary = join(
    store.folder,
    `.${nameStoreFile(store, file)}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`,
  );
  const handle = openSync(temporary, 'wx', 0o600);
  let open = true;
  const close = (): void => {
    if (open) closeSync(handle);
    open = false;
  };
  const drop = (): void => {
    try {
      close();
      rmSync(temporary, { force: true });
    } catch (error) {
      // The next holder of the lock removes it.
      if (readSystemCode(error) === null) throw error;
    }
  };
  try {
    writeAll(handle, Buffer.alloc(RESERVED_BYTES, ' '));
    fsyncSync(handle);
  } catch (error) {
    drop();
    throw error;
  }
  return {
    drop,
    write: (members) => {
      const text = Buffer.from(
        `${JSON.stringify({ version: 1, kind: file.kind, appid: file.appid, ...members })}\n`,
      );
      if (open) {
        writeAll(handle, text);
        ftruncateSync(handle, text.length);
        fsyncSync(handle);
        close();
      }
      renameSync(temporary, path);
      syncFolder(store.folder);
    },
  };
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; )
    written += writeSync(handle, bytes, written, bytes.length - written, written);
}

/** What the holder of a file is given. */
export interface Hold {
  /** A sign of life, before each call. */
  touch(): void;
}

/**
 * Does something while no other process works on the file. A fault where the lock was not to be had, or where the system
 * refused the folder.
 */
export async function holdStoreFile<T>(
  store: TokenStore,
  file: StoreFile,
  clock: Clock,
  act: (hold: Hold) => Promise<T>,
): Promise<T | { readonly fault: Fault }> {
  const name = nameStoreFile(store, file);
  let lock: Awaited<ReturnType<typeof takeTokenLock>>;
  try {
    lock = await takeTokenLock(join(store.folder, `${name}.lock`), clock);
  } catch (error) {
    return { fault: describeUnwritable(name, 'before', error) };
  }
  if (lock === null) return { fault: { code: 'TOKEN_STORE_BUSY', params: { file: name } } };
  try {
    return await act(lock);
  } finally {
    lock.release();
  }
}

/** Throws what is no word of the system. */
export function describeUnwritable(file: string, when: 'before' | 'after', error: unknown): Fault {
  const detail = readSystemCode(error);
  if (detail === null) throw error;
  return { code: 'TOKEN_STORE_FAILED', params: { when, file, detail } };
}
