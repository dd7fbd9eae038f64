/**
 * One process at a time on a file of the token store. A lock names its holder; a dead one's is taken over at once, a
 * silent one's after a while. Where two should hold it all the same, what each was given is kept (`authorizer-token.ts`).
 */
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { readSystemCode } from '../base/system-error.ts';
import type { Clock } from '../model/run.ts';

/** A holder touches its lock before each call, and none of them lasts longer than half a minute. */
const SILENCE_MS = 100_000;
const POLL_MS = 100;
/** Five minutes: as long as an old refresh token lives. */
const MOST_POLLS = 3_000;

export interface TokenLock {
  /** A sign of life. */
  touch(): void;
  release(): void;
}

/** Waits for the lock at a path; null where its holder did not let go. Throws the system's error where none can be made. */
export async function takeTokenLock(path: string, clock: Clock): Promise<TokenLock | null> {
  const text = `${JSON.stringify({ pid: process.pid, host: hostname(), nonce: randomBytes(8).toString('hex') })}\n`;
  for (let polls = 0; polls < MOST_POLLS; polls += 1) {
    if (create(path, text)) return hold(path, text);
    const found = read(path);
    if (found !== null && isDead(found.text, found.touchedAt)) setAside(path, found.text);
    else await clock.sleep(POLL_MS);
  }
  return null;
}

function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (readSystemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** What the system refuses here costs nothing: a lock that stays falls silent and is taken over. */
function hold(path: string, text: string): TokenLock {
  const ifOwn = (act: () => void): void => {
    try {
      if (read(path)?.text === text) act();
    } catch (error) {
      if (readSystemCode(error) === null) throw error;
    }
  };
  return {
    touch: () => ifOwn(() => utimesSync(path, new Date(), new Date())),
    release: () => ifOwn(() => rmSync(path, { force: true })),
  };
}

function read(path: string): { readonly text: string; readonly touchedAt: number } | null {
  try {
    return { text: readFileSync(path, 'utf8'), touchedAt: statSync(path).mtimeMs };
  } catch (error) {
    if (readSystemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** One that is being written is empty for a moment; of one that nobody can read, only its age tells. */
function isDead(text: string, touchedAt: number): boolean {
  if (Math.abs(Date.now() - touchedAt) > SILENCE_MS) return true;
  const [, pid, host] = /^\{"pid":(\d+),"host":("(?:[^"\\]|\\.)*"),/u.exec(text) ?? [];
  if (pid === undefined || host !== JSON.stringify(hostname())) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return readSystemCode(error) === 'ESRCH';
  }
}

/** Moves a dead lock away. One that was put there since then is put back. */
function setAside(path: string, text: string): void {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
    if (read(aside)?.text !== text) linkSync(aside, path);
  } catch (error) {
    // Another process was quicker.
    if (!['ENOENT', 'EEXIST'].includes(readSystemCode(error) ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
