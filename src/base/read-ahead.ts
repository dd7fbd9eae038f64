/**
 * Reads many small files in a second thread while the first one works on those that are there already: of a plan of
 * fifty thousand stores the system's part is half. Whatever that thread does not bring, the caller reads itself.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSmallBytes } from './plain-file.ts';

/** Fewer files are read before a thread has started. */
const LEAST_FILES = 20_000;
/** Files that are handed over together. */
export const BATCH = 512;
/** A thread that takes longer for one batch is not waited for again. */
const PATIENCE_MS = 500;

/** Who has taken a batch; shared by both threads, and changed by compare-and-exchange alone. */
export const FREE = 0;
export const TAKEN_HERE = 1;
export const TAKEN_THERE = 2;
export const READY = 3;

/** What the thread starts with. Names are parted by NUL, which no name can hold. */
export interface ReadAheadInput {
  readonly names: string;
  readonly root: string;
  readonly batches: SharedArrayBuffer;
}

/** The files of one batch, each with END behind it; `held` has 1 for each that is there, 0 for one that is left to the caller. */
export interface ReadBatch {
  readonly batch: number;
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly held: Uint8Array;
}

/** Parts the files of a batch: one that holds it itself is left to the caller. */
const END = 0;

export interface ReadAhead {
  /** The text of the file of that number, asked for in order; null where the caller must read it. */
  text(index: number): string | null;
  close(): void;
}

const WORKER = new URL('./read-ahead-worker.js', import.meta.url);

/** Starts to read files below `root`; null where a second thread would gain nothing. */
export function openReadAhead(
  root: string,
  files: readonly string[],
  { worker = WORKER, least = LEAST_FILES }: { readonly worker?: URL; readonly least?: number } = {},
): ReadAhead | null {
  if (files.length < least || !existsSync(fileURLToPath(worker))) return null;
  // Both load only here: smaller chains never need them.
  const { availableParallelism } = require('node:os') as typeof import('node:os');
  if (availableParallelism() < 2) return null;
  const { Worker, receiveMessageOnPort, MessageChannel } =
    require('node:worker_threads') as typeof import('node:worker_threads');
  const shared = new SharedArrayBuffer(Math.ceil(files.length / BATCH) * Int32Array.BYTES_PER_ELEMENT);
  const { port1, port2 } = new MessageChannel();
  const input: ReadAheadInput = { names: files.join('\0'), root, batches: shared };
  const thread = new Worker(worker, { workerData: { ...input, port: port2 }, transferList: [port2] });
  // Its end, however it comes, only means that the caller reads the rest.
  thread.on('error', () => undefined);
  thread.unref();
  port1.unref();
  const receive = (): ReadBatch | null =>
    (receiveMessageOnPort(port1)?.message as ReadBatch | undefined) ?? null;
  return {
    text: createCursor({ root, files, batches: new Int32Array(shared), receive }),
    close: () => {
      port1.close();
      void thread.terminate();
    },
  };
}

interface Shared {
  readonly root: string;
  readonly files: readonly string[];
  readonly batches: Int32Array;
  /** The next batch that the thread handed over. */
  readonly receive: () => ReadBatch | null;
}

function createCursor({ root, files, batches, receive }: Shared): ReadAhead['text'] {
  let current = -1;
  let texts: readonly (string | null)[] = [];
  let own: ReadBatch | null = null;
  let patient = true;
  /** While the thread is at one batch, this one reads the next. */
  const useTheWait = (batch: number): void => {
    const next = batch + 1;
    if (own !== null || next >= batches.length || Atomics.load(batches, batch) !== TAKEN_THERE) return;
    if (Atomics.compareExchange(batches, next, FREE, TAKEN_HERE) === FREE)
      own = readBatch(root, listBatch(files, next), next);
  };
  const open = (batch: number): ReadBatch | null => {
    if (own?.batch === batch) {
      const read = own;
      own = null;
      return read;
    }
    if (!patient || Atomics.compareExchange(batches, batch, FREE, TAKEN_HERE) === FREE) return null;
    useTheWait(batch);
    if (Atomics.wait(batches, batch, TAKEN_THERE, PATIENCE_MS) === 'timed-out') patient = false;
    // Batches of a folder that needed no texts were never asked for.
    let found = patient ? receive() : null;
    while (found !== null && found.batch < batch) found = receive();
    return found?.batch === batch ? found : null;
  };
  return (index) => {
    const batch = Math.floor(index / BATCH);
    if (batch !== current) {
      current = batch;
      const read = open(batch);
      texts = read === null ? [] : cutTexts(read);
    }
    return texts[index % BATCH] ?? null;
  };
}

/** Most files need a tenth of their part; one that finds no room is left to the caller. */
const ROOM = BATCH * 2_048;

/** The files of a batch. */
export function listBatch(files: readonly string[], batch: number): readonly string[] {
  return files.slice(batch * BATCH, (batch + 1) * BATCH);
}

/** Reads the files of a batch one after the other. */
export function readBatch(root: string, files: readonly string[], batch: number): ReadBatch {
  const bytes = Buffer.allocUnsafeSlow(ROOM);
  const held = new Uint8Array(BATCH);
  let end = 0;
  for (const [place, file] of files.entries()) {
    const length = readSmallBytes(`${root}/${file}`, bytes, end);
    if (length === null || bytes.subarray(end, end + length).includes(END)) continue;
    bytes[end + length] = END;
    end += length + 1;
    held[place] = 1;
  }
  return { batch, bytes, length: end, held };
}

/** To decode many files at once takes a fraction of what it takes one by one. */
function cutTexts({ bytes, length, held }: ReadBatch): readonly (string | null)[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', 0, length);
  const parts = all.split('\0');
  let next = 0;
  return Array.from(held, (there) => {
    if (there === 0) return null;
    const text = parts[next] ?? null;
    next += 1;
    // What was no UTF-8 shows as this sign: the caller looks at the bytes.
    return text?.includes('\ufffd') ? null : text;
  });
}
