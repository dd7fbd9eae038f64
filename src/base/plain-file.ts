/**
 * Reads a file only where it is one: no link is followed, no pipe or device is waited for, and nothing is read that is
 * too large. A repository may hold anything, and a pull request may put it there.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Phrase } from '../messages/phrases.ts';
import { readSystemCode } from './system-error.ts';

/** State, journal and plan of a hundred thousand stores are a third of it. */
export const LARGEST_JSON_BYTES = 256_000_000;

export type Obstacle =
  | { readonly reason: 'missing' | 'link' | 'special' }
  | { readonly reason: 'large'; readonly bytes: number }
  | { readonly reason: 'system'; readonly detail: string };

export type PlainFile =
  | { readonly bytes: Buffer; readonly obstacle: null }
  | { readonly bytes: null; readonly obstacle: Obstacle };

/** Between the look and the opening the file may change: the flags hold then too. Windows knows neither. */
const NO_SURPRISE = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Reads a file of at most so many bytes, or tells what stands in its place. */
export function readPlainFile(path: string, most: number): PlainFile {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return refuse({ reason: 'missing' });
    if (found.isSymbolicLink()) return refuse({ reason: 'link' });
    return found.isFile() ? readOpened(path, most) : refuse({ reason: 'special' });
  } catch (error) {
    return refuse(explain(error));
  }
}

/** Room for one file; most are a hundredth of it. */
const ROOM = Buffer.allocUnsafeSlow(65_536);
/** Without it a link that stands there by now would be followed. */
const CAN_REFUSE_LINKS = constants.O_NOFOLLOW !== undefined;

/**
 * The text of a file that is surely plain: small, all of it UTF-8, and no link. Null for any other, of which
 * `readPlainFile` tells more: this one asks the system for the least that can be asked.
 */
export function readSmallText(path: string): string | null {
  const length = readSmallBytes(path, ROOM, 0);
  const text = length === null ? null : ROOM.toString('utf8', 0, length);
  // What was no UTF-8 shows as this sign; a file that means it is read the other way.
  return text?.includes('\ufffd') ? null : text;
}

/** Reads such a file into a buffer from an index on, and tells its length; null also where it finds no room there. */
export function readSmallBytes(path: string, room: Buffer, start: number): number | null {
  if (!CAN_REFUSE_LINKS) return null;
  try {
    const handle = openSync(path, NO_SURPRISE);
    try {
      return readToEnd(handle, room, start);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (readSystemCode(error) === null) throw error;
    return null;
  }
}

/** The smallest page of memory that a system reads files by. */
const PAGE = 4_096;

/**
 * A read may give less than there is, where a later page cannot be read; only one that gives nothing is the end. What is
 * shorter than a page comes whole: to ask again would be a fifth of what such a file costs.
 */
function readToEnd(handle: number, room: Buffer, start: number): number | null {
  let end = start;
  while (end < room.length) {
    const count = readSync(handle, room, end, room.length - end, null);
    end += count;
    if (count === 0 || (end - start < PAGE && end < room.length)) return end - start;
  }
  return null;
}

/** The same for a file that a person named: where a link leads is then their own choice. */
export function readNamedFile(path: string, most: number): PlainFile {
  try {
    return readPlainFile(realpathSync(path), most);
  } catch (error) {
    return refuse(explain(error));
  }
}

function readOpened(path: string, most: number): PlainFile {
  const handle = openSync(path, NO_SURPRISE);
  try {
    const found = fstatSync(handle);
    if (!found.isFile()) return refuse({ reason: 'special' });
    if (found.size > most) return refuse({ reason: 'large', bytes: found.size });
    return { bytes: readFileSync(handle), obstacle: null };
  } finally {
    closeSync(handle);
  }
}

function refuse(obstacle: Obstacle): PlainFile {
  return { bytes: null, obstacle };
}

function explain(error: unknown): Obstacle {
  const code = readSystemCode(error);
  if (code === null) throw error;
  return code === 'ENOENT' ? { reason: 'missing' } : { reason: 'system', detail: code };
}

/** What stands in the place of a file that mendian itself writes, or of a plan: the middle of a sentence. */
export function describeObstacle(obstacle: Obstacle): Phrase {
  const phrases = {
    missing: 'file-missing',
    link: 'file-linked',
    special: 'file-special',
    large: { phrase: 'file-too-large', megabytes: LARGEST_JSON_BYTES / 1_000_000 },
    system: 'file-unreadable',
  } as const;
  return phrases[obstacle.reason];
}

/** Why a folder below the root cannot be entered, or null. A link anywhere on the way may lead out of the repository. */
export function findObstacle(root: string, folder: string): 'missing' | 'file' | 'link' | null {
  const parts = folder.split('/').filter((part) => part !== '' && part !== '.');
  for (const index of parts.keys()) {
    const found = lstatSync(join(root, ...parts.slice(0, index + 1)), { throwIfNoEntry: false });
    if (found === undefined) return 'missing';
    if (found.isSymbolicLink()) return 'link';
    if (!found.isDirectory()) return 'file';
  }
  return null;
}
