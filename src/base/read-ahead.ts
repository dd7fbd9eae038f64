/**
 * Reads many small files in a second thread while the first one works on those that are there already: of a plan of
 * fifty thousand stores the system's part is half. Whatever that thread does not bring, the caller reads itself.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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

/** The files of one batch, one after the other; `ends` holds where each ends, or -1 for one that is left to the caller. */
export interface ReadBatch {
  readonly batch: number;
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
}

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
    text: createCursor(new Int32Array(shared), receive),
    close: () => {
      port1.close();
      void thread.terminate();
    },
  };
}

function createCursor(batches: Int32Array, receive: () => ReadBatch | null): ReadAhead['text'] {
  let current = -1;
  let read: ReadBatch | null = null;
  let patient = true;
  const open = (batch: number): ReadBatch | null => {
    if (!patient || Atomics.compareExchange(batches, batch, FREE, TAKEN_HERE) === FREE) return null;
    if (Atomics.wait(batches, batch, TAKEN_THERE, PATIENCE_MS) === 'timed-out') patient = false;
    const found = patient ? receive() : null;
    return found?.batch === batch ? found : null;
  };
  return (index) => {
    const batch = Math.floor(index / BATCH);
    if (batch !== current) {
      current = batch;
      read = open(batch);
    }
    return read === null ? null : cutText(read, index % BATCH);
  };
}

function cutText({ bytes, ends }: ReadBatch, place: number): string | null {
  const end = ends[place] ?? -1;
  if (end < 0) return null;
  let start = 0;
  for (let before = place - 1; before >= 0 && start === 0; before -= 1)
    start = Math.max(0, ends[before] ?? 0);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', start, end);
  // What was no UTF-8 shows as this sign: the caller looks at the bytes.
  return text.includes('\ufffd') ? null : text;
}
