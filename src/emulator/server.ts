/** The emulator on loopback: judges calls as strictly as the platform, plays scripted faults, records what it saw. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerCall, findCaller, parseBody } from './checks.ts';
import { applyControl, type Control } from './control.ts';
import { serveControl } from './control-pages.ts';
import { createFaultScript, type FaultScript } from './faults.ts';
import { createPushDesk, type KeptEvent, type PushDesk } from './push-desk.ts';
import { type Reply, readPoiId, toJson } from './replies.ts';
import { createRequestLog, describeRequest, type RequestLog, type SeenRequest } from './request-log.ts';
import type { Switches } from './switches.ts';
import { createTown, type SeedMerchant, type Town } from './town.ts';
import { send, sendAfter, sendInstead } from './transmit.ts';
import { describeForm, type Uploaded } from './upload.ts';
import type { AppliedUpdate, EmulatedStore, SeedStore } from './world.ts';

export interface EmulatorOptions {
  /** 0 takes a free port. */
  readonly port?: number;
  readonly stores?: readonly SeedStore[];
  /** A world for each of these, instead of one for every appid. */
  readonly merchants?: readonly SeedMerchant[];
  /** Null takes any non-empty pair. */
  readonly credentials?: { readonly appid: string; readonly secret: string } | null;
  readonly switches?: Partial<Switches>;
  /** Milliseconds since 1970, for token expiry and request ids. */
  readonly now?: () => number;
  /** The first audit id; each update counts up. Without it, ids that a double cannot hold. */
  readonly firstAuditId?: bigint;
  /** Milliseconds that each answer takes. */
  readonly latency?: number;
}

/** What one merchant has. */
export interface Merchant {
  readonly stores: ReadonlyMap<string, EmulatedStore>;
  /** Updates that took effect; a reset of the control forgets them. */
  readonly updates: readonly AppliedUpdate[];
  /** Pictures that were uploaded; a reset of the control does not forget them. */
  readonly uploads: readonly Uploaded[];
}

/** Its own members as a merchant are those of the one world, or of the first of several. */
export interface Emulator extends Merchant {
  readonly baseUrl: string;
  readonly port: number;
  readonly requests: readonly SeenRequest[];
  /** One of several merchants. Throws an Error for an appid that was not named. */
  merchant(appid: string): Merchant;
  control(control: Control): void;
  /** Push events of reviews that ended, once none is on its way any more. */
  events(): Promise<readonly KeptEvent[]>;
  /** Resolves once this many calls of a path have come in. */
  waitForRequests(path: string, count: number): Promise<void>;
  close(): Promise<void>;
}

interface Stage {
  readonly town: Town;
  readonly faults: FaultScript;
  readonly log: RequestLog;
  readonly pushes: PushDesk;
  readonly now: () => number;
  readonly latency: number;
}

/** Starts an emulator on 127.0.0.1. Rejects where the port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const stage = createStage(options);
  const server = createServer((request, response) => {
    serve(stage, request, response).catch((error: unknown) => giveUp(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    requests: stage.log.requests,
    ...showMerchant(stage.town.first.world),
    merchant: (appid) => showMerchant(stage.town.find(appid)),
    control: (control) => applyControl(control, stage),
    events: async () => {
      await stage.pushes.settled();
      return stage.pushes.list();
    },
    waitForRequests: (path, count) => stage.log.wait(path, count),
    close: async () => {
      stage.pushes.close();
      await closeServer(server);
    },
  };
}

function showMerchant(world: Merchant | null): Merchant {
  if (world === null) throw new Error('the emulator has no such merchant');
  const { stores, updates, uploads } = world;
  return { stores, updates, uploads };
}

function createStage(options: EmulatorOptions): Stage {
  const now = options.now ?? Date.now;
  let auditId = options.firstAuditId ?? 9_007_199_254_740_993n;
  return {
    town: createTown({
      stores: options.stores ?? [],
      merchants: options.merchants ?? [],
      credentials: options.credentials ?? null,
      switches: options.switches ?? {},
      now,
      nextAuditId: () => String(auditId++),
    }),
    faults: createFaultScript(),
    log: createRequestLog(),
    pushes: createPushDesk(now),
    now,
    latency: options.latency ?? 0,
  };
}

async function serve(stage: Stage, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytes = await readBytes(request);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const method = request.method ?? 'GET';
  if (url.pathname === '/' || url.pathname.startsWith('/_control')) {
    serveControl(stage, { method, url, body: bytes.toString('utf8') }, response);
    return;
  }
  const contentType = request.headers['content-type'] ?? '';
  const isForm = /^multipart\//iu.test(contentType);
  const body = isForm ? 'form' : parseBody(bytes);
  const poiId = typeof body === 'object' ? readPoiId(body.poi_id) : null;
  const shown = isForm ? describeForm(bytes, contentType) : bytes.toString('utf8');
  const appid = findCaller(stage.town, { url, body });
  stage.log.add(describeRequest(request, { path: url.pathname, body: shown, poiId, appid }));
  const action = stage.faults.take(url.pathname, poiId, appid);
  await pause(isSlow(action) ? action.slow : stage.latency);
  const world = appid === null ? stage.town.first.world : stage.town.find(appid);
  const slashes = world?.switches.slashes;
  const toText = (reply: Reply): string => toJson(addRequestId(stage, reply), slashes);
  if (action !== null && sendInstead(action, response, toText) === 'played') return;
  // The platform's gateway refuses a body of unknown length before any of its own checks.
  if (method === 'POST' && request.headers['content-length'] === undefined)
    send(response, 412, 'Precondition Failed', 'text/plain');
  else
    sendAfter(
      action,
      toText(answerCall(stage.town, { method, url, body, raw: bytes, contentType })),
      response,
    );
}

function isSlow(action: unknown): action is { readonly slow: number } {
  return typeof action === 'object' && action !== null && 'slow' in action;
}

/** Errors end with a request id whose first part is the time, as the platform's do. */
function addRequestId({ log, now }: Stage, reply: Reply): Reply {
  if (reply.errcode === undefined || reply.errcode === 0) return reply;
  const toHex = (value: number): string => Math.floor(value).toString(16).padStart(8, '0');
  return {
    ...reply,
    errmsg: `${reply.errmsg} rid: ${toHex(now() / 1000)}-${toHex(log.requests.length)}-0badcafe`,
  };
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  // Without an encoding a request gives buffers.
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A caller that went away needs no answer; a slip of the emulator itself is told, not hidden in a reset. */
function giveUp(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  send(response, 500, `mendian emulator: this is a bug: ${String(error)}\n`, 'text/plain; charset=utf-8');
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
}
