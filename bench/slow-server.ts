/**
 * The emulator in a process of its own, each answer after so many milliseconds; tells its parent when calls came and went.
 * Started by bench/apply.ts: `node scripts/run.mjs bench/slow-server.ts STORES MILLISECONDS`.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { startEmulator } from '../src/emulator/server.ts';
import { idOf, nameOf, valuesOf } from './chain.ts';

/** What went on at the server since the last question, in milliseconds. */
export interface Traffic {
  readonly calls: number;
  readonly updates: number;
  /** Calls from the first `update_store` on: all of the sending phase. */
  readonly sending: number;
  /** From the coming of the first `update_store` to the end of the last answer. */
  readonly phase: number;
}

const [stores = 0, latency = 0] = process.argv.slice(2).map(Number);
const seen: { readonly path: string; readonly at: number }[] = [];
let lastEnd = 0;

subscribe('http.server.request.start', (message) => {
  const { request } = message as { readonly request: IncomingMessage };
  seen.push({ path: (request.url ?? '').replace(/\?.*$/u, ''), at: performance.now() });
});
subscribe('http.server.response.finish', () => {
  lastEnd = performance.now();
});

const seeds = Array.from({ length: stores }, (_, index) => ({
  poi_id: idOf(index),
  name: nameOf(index),
  values: valuesOf(index),
}));
const { baseUrl } = await startEmulator({ stores: seeds, latency });

process.on('message', () => {
  process.send?.(measure());
  seen.length = 0;
});
process.on('disconnect', () => process.exit());
process.send?.({ baseUrl });

function measure(): Traffic {
  const first = seen.findIndex(({ path }) => path === '/wxa/update_store');
  const updates = seen.filter(({ path }) => path === '/wxa/update_store').length;
  const begun = seen[first]?.at ?? lastEnd;
  const sending = first < 0 ? 0 : seen.length - first;
  return { calls: seen.length, updates, sending, phase: lastEnd - begun };
}
