/**
 * Intents and outcomes as synced lines beside the state file, so that a kill at any point loses nothing.
 * Lines that wait while a sync runs go to disk together with the next one.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { syncFolder } from '../base/atomic-file.ts';
import type { Clock, Recorder } from '../model/run.ts';
import type { StoreRecord } from '../model.ts';

/** The journal of a state file. */
export function journalPath(statePath: string): string {
  return `${statePath}.journal`;
}

export interface Journal extends Omit<Recorder, 'claim' | 'sharePictures'> {
  close(): Promise<void>;
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A symbolic link in the journal's place is not followed: nothing is written elsewhere. Windows knows no such flag. */
const APPEND_HERE = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

/**
 * Opens a journal for appending. After a failed write every later one fails too: the file's end is unknown then.
 * `records` are those of the state that the journal stands beside: no line of a store is dated before its record, or
 * a clock that was set back would make this run's results older news than what they replace.
 */
export async function openJournal(
  path: string,
  clock: Clock,
  records: ReadonlyMap<string, StoreRecord> = new Map(),
): Promise<Journal> {
  const handle = await open(path, APPEND_HERE, 0o600);
  syncFolder(dirname(path));
  const writer = createWriter(handle);
  const at = (poiId: string): string => {
    const now = clock.now().getTime();
    const recorded = Date.parse(records.get(poiId)?.applied_at ?? '');
    return new Date(Number.isNaN(recorded) ? now : Math.max(now, recorded)).toISOString();
  };
  return {
    intend: (poi_id, sending) =>
      writer.append(JSON.stringify({ type: 'intent', at: at(poi_id), poi_id, sending })),
    keepPicture: (sha256, url) =>
      writer.append(JSON.stringify({ type: 'picture', at: clock.now().toISOString(), sha256, url })),
    record: (poi_id, record) =>
      writer.append(JSON.stringify({ type: 'outcome', at: at(poi_id), poi_id, record })),
    close: async () => {
      await writer.idle();
      await handle.close();
    },
  };
}

function createWriter(handle: FileHandle): { append(line: string): Promise<void>; idle(): Promise<void> } {
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  let broken: unknown = null;

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      // One turn, so that the end of one store and the intent of the next share a sync: both come of one answer. It also lets
      // `running` hold a journal that is broken and fails at once, which would stay there otherwise.
      await setImmediate();
      const batch = waiting;
      waiting = [];
      try {
        if (broken !== null) throw broken;
        await handle.appendFile(batch.map(({ line }) => `${line}\n`).join(''));
        await handle.datasync();
        for (const { resolve } of batch) resolve();
      } catch (error) {
        broken = error;
        for (const { reject } of batch) reject(error);
      }
    }
    running = null;
  };

  return {
    append: (line) =>
      new Promise((resolve, reject) => {
        waiting.push({ line, resolve, reject });
        running ??= writeAll();
      }),
    idle: async () => {
      await running;
    },
  };
}
