/** The second thread of `read-ahead.ts`: takes batches that nobody has, reads their files, and hands them over. */
import { type MessagePort, workerData } from 'node:worker_threads';
import { readSmallBytes } from './plain-file.ts';
import { BATCH, FREE, READY, type ReadAheadInput, type ReadBatch, TAKEN_THERE } from './read-ahead.ts';

/** Most files need a tenth of their part; one that finds no room is left to the other thread. */
const ROOM = BATCH * 2_048;

// What the constructor of this thread was given.
const { names, root, batches: shared, port } = workerData as ReadAheadInput & { readonly port: MessagePort };
const files = names.split('\0');
const batches = new Int32Array(shared);

for (let batch = 0; batch < batches.length; batch += 1) {
  if (Atomics.compareExchange(batches, batch, FREE, TAKEN_THERE) !== FREE) continue;
  const read = readBatch(batch);
  port.postMessage(read, [read.bytes.buffer as ArrayBuffer, read.ends.buffer as ArrayBuffer]);
  Atomics.store(batches, batch, READY);
  Atomics.notify(batches, batch);
}

function readBatch(batch: number): ReadBatch {
  const bytes = Buffer.allocUnsafeSlow(ROOM);
  const ends = new Int32Array(BATCH).fill(-1);
  let end = 0;
  for (const [place, file] of files.slice(batch * BATCH, (batch + 1) * BATCH).entries()) {
    const length = readSmallBytes(`${root}/${file}`, bytes, end);
    if (length === null) continue;
    end += length;
    ends[place] = end;
  }
  return { batch, bytes, ends };
}
