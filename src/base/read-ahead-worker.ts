/** The second thread of `read-ahead.ts`: takes batches that nobody has, reads their files, and hands them over. */
import { type MessagePort, workerData } from 'node:worker_threads';
import { FREE, listBatch, READY, type ReadAheadInput, readBatch, TAKEN_THERE } from './read-ahead.ts';

// What the constructor of this thread was given.
const { names, root, batches: shared, port } = workerData as ReadAheadInput & { readonly port: MessagePort };
const files = names.split('\0');
const batches = new Int32Array(shared);

for (let batch = 0; batch < batches.length; batch += 1) {
  if (Atomics.compareExchange(batches, batch, FREE, TAKEN_THERE) !== FREE) continue;
  const read = readBatch(root, listBatch(files, batch), batch);
  port.postMessage(read, [read.bytes.buffer as ArrayBuffer, read.held.buffer as ArrayBuffer]);
  Atomics.store(batches, batch, READY);
  Atomics.notify(batches, batch);
}
