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
  /** What one of those calls took here, on average: the asked latency, and the emulator's own part. */
  readonly latency: number;
}

const [stores = 0, latency = 0] = process.argv.slice(2).map(Number);
interface Call {
  readonly path: string;
  readonly at: number;
  end: number;
}
const seen: Call[] = [];
const open = new Map<IncomingMessage, Call>();

subscribe('http.server.request.start', (message) => {
  const { request } = message as { readonly request: IncomingMessage };
  const call = { path: (request.url ?? '').replace(/\?.*$/u, ''), at: performance.now(), end: 0 };
  seen.push(call);
  open.set(request, call);
});
subscribe('http.server.response.finish', (message) => {
  const { request } = message as { readonly request: IncomingMessage };
  const call = open.get(request);
  if (call !== undefined) call.end = performance.now();
  open.delete(request);
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
  const sending = first < 0 ? [] : seen.slice(first);
  const phase = Math.max(0, ...sending.map(({ end }) => end)) - (sending[0]?.at ?? 0);
  const total = sending.reduce((sum, { at, end }) => sum + end - at, 0);
  return {
    calls: seen.length,
    updates,
    sending: sending.length,
    phase,
    latency: total / Math.max(1, sending.length),
  };
}
