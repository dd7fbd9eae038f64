/**
 * Intents and outcomes as synced lines beside the state file, so that a kill at any point loses nothing.
 * Lines that wait while a sync runs go to disk together with the next one.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../base/atomic-file.ts';
import type { Clock, Recorder } from '../model.ts';

/** The journal of a state file. */
export function journalPath(statePath: string): string {
  return `${statePath}.journal`;
}

export interface Journal extends Omit<Recorder, 'claim'> {
  close(): Promise<void>;
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A symbolic link in the journal's place is not followed: nothing is written elsewhere. Windows knows no such flag. */
const APPEND_HERE = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

/** Opens a journal for appending. After a failed write every later one fails too: the file's end is unknown then. */
export async function openJournal(path: string, clock: Clock): Promise<Journal> {
  const handle = await open(path, APPEND_HERE, 0o600);
  syncFolder(dirname(path));
  const writer = createWriter(handle);
  const at = (): string => clock.now().toISOString();
  return {
    intend: (poi_id, sending) => writer.append(JSON.stringify({ type: 'intent', at: at(), poi_id, sending })),
    record: (poi_id, record) => writer.append(JSON.stringify({ type: 'outcome', at: at(), poi_id, record })),
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
