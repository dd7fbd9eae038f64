/** The emulator on loopback: checks calls as strictly as the platform, plays scripted faults, records what it saw. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseLosslessJson } from '../base/lossless-json.ts';
import { applyControl, type Control, type MutableWorld } from './control.ts';
import { createFaultScript, type FaultAction, type FaultScript } from './faults.ts';
import { type Reply, ROUTES, readPoiId, toJson } from './routes.ts';
import { createTokenDesk } from './tokens.ts';
import { DEFAULT_SWITCHES, type EmulatedStore, type SeedStore, type Switches, seedStore } from './world.ts';

export interface EmulatorOptions {
  /** 0 takes a free port. */
  readonly port?: number;
  readonly stores?: readonly SeedStore[];
  /** Null takes any non-empty pair. */
  readonly credentials?: { readonly appid: string; readonly secret: string } | null;
  readonly switches?: Partial<Switches>;
  /** Milliseconds since 1970, for token expiry and request ids. */
  readonly now?: () => number;
  /** The first audit id; later ones count up. */
  readonly firstAuditId?: bigint;
  /** Milliseconds that each answer takes. */
  readonly latency?: number;
}

/** One call as it came in. Tokens and secrets are masked. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly poi_id: string | null;
}

export interface Emulator {
  readonly baseUrl: string;
  readonly port: number;
  readonly requests: readonly SeenRequest[];
  readonly stores: ReadonlyMap<string, EmulatedStore>;
  control(control: Control): void;
  /** Resolves once this many calls of a path have come in. */
  waitForRequests(path: string, count: number): Promise<void>;
  close(): Promise<void>;
}

interface Stage {
  readonly world: MutableWorld;
  readonly faults: FaultScript;
  readonly requests: SeenRequest[];
  readonly watchers: Set<() => void>;
  readonly now: () => number;
  readonly latency: number;
}

/** Starts an emulator on 127.0.0.1. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const stage = createStage(options);
  const server = createServer((request, response) => {
    serve(stage, request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
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
    requests: stage.requests,
    stores: stage.world.stores,
    control: (control) => carryOut(stage, control),
    waitForRequests: (path, count) => waitForRequests(stage, path, count),
    close: () => closeServer(server),
  };
}

function createStage(options: EmulatorOptions): Stage {
  const now = options.now ?? Date.now;
  let auditId = options.firstAuditId ?? 9_007_199_254_740_993n;
  return {
    world: {
      stores: new Map((options.stores ?? []).map((store) => [store.poi_id, seedStore(store)])),
      tokens: createTokenDesk(now),
      switches: { ...DEFAULT_SWITCHES, ...options.switches },
      credentials: options.credentials ?? null,
      refusedIp: null,
      quota: { daily_limit: 100_000, used: 0 },
      nextAuditId: () => String(auditId++),
    },
    faults: createFaultScript(),
    requests: [],
    watchers: new Set(),
    now,
    latency: options.latency ?? 0,
  };
}

async function serve(stage: Stage, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname === '/' || url.pathname.startsWith('/_control')) {
    serveControl(stage, url.pathname, request.method ?? 'GET', body, response);
    return;
  }
  const parsed = parseBody(body);
  const poiId = typeof parsed === 'object' ? readPoiId(parsed.poi_id) : null;
  note(stage, request, url, body, poiId);
  const action = stage.faults.take(url.pathname, poiId);
  await pause(
    typeof action === 'object' && action !== null && 'slow' in action ? action.slow : stage.latency,
  );
  const instead = action === null ? null : answerInstead(stage, action, response);
  if (instead === 'done') return;
  const lengthless = request.method === 'POST' && request.headers['content-length'] === undefined;
  if (lengthless) {
    send(response, 412, 'Precondition Failed', 'text/plain');
    return;
  }
  const reply = answer(stage, request.method ?? 'GET', url, parsed);
  answerAfter(action, toJson(addRid(stage, reply)), response);
}

/** The checks in the platform's order: address, method, token, body; then the endpoint itself. */
function answer(stage: Stage, method: string, url: URL, parsed: ReturnType<typeof parseBody>): Reply {
  const route = ROUTES[url.pathname];
  if (route === undefined || !Object.hasOwn(ROUTES, url.pathname))
    return { errcode: 40066, errmsg: 'invalid url' };
  if (method !== route.method) {
    return route.method === 'POST'
      ? { errcode: 43002, errmsg: 'require POST method' }
      : { errcode: 43001, errmsg: 'require GET method' };
  }
  if (route.token === 'yes') {
    const verdict = stage.world.tokens.check(url.searchParams.get('access_token'));
    if (verdict === 'missing') return { errcode: 41001, errmsg: 'access_token missing' };
    if (verdict === 'unknown')
      return { errcode: 40001, errmsg: 'invalid credential, access_token is invalid or not latest' };
    if (verdict === 'expired') return { errcode: 42001, errmsg: 'access_token expired' };
  }
  if (route.method === 'POST' && parsed === 'empty') return { errcode: 44002, errmsg: 'empty post data' };
  if (route.method === 'POST' && parsed === 'broken') return { errcode: 47001, errmsg: 'data format error' };
  return route.handle(stage.world, typeof parsed === 'object' ? parsed : {}, url.searchParams);
}

/** Faults that take the place of an answer. */
function answerInstead(stage: Stage, action: FaultAction, response: ServerResponse): 'done' | null {
  if (action === 'reset') response.destroy();
  else if (action === 'http500')
    send(response, 502, '<html><body>502 Bad Gateway</body></html>', 'text/html');
  else if (action === 'html')
    send(response, 200, '<!DOCTYPE html><html><body>请稍后再试</body></html>', 'text/html');
  else if (typeof action === 'object' && 'errcode' in action) {
    const { errcode, errmsg = 'scripted' } = action;
    send(response, 200, toJson(addRid(stage, { errcode, errmsg })));
  } else if (typeof action === 'object' && 'body' in action)
    send(response, action.status ?? 200, action.body);
  else if (action !== 'hang') return null;
  return 'done';
}

/** Faults that spoil the answer to a call that took effect. */
function answerAfter(action: FaultAction | null, json: string, response: ServerResponse): void {
  if (action === 'reset-after') response.destroy();
  else if (action === 'truncate') {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(json),
    });
    response.write(json.slice(0, json.length / 2), () => response.destroy());
  } else if (action === 'no-data') send(response, 200, json.replace(/,"data":\{[^}]*\}/u, ''));
  else send(response, 200, json);
}

function serveControl(
  stage: Stage,
  path: string,
  method: string,
  body: string,
  response: ServerResponse,
): void {
  if (method === 'POST' && path === '/_control') {
    try {
      carryOut(stage, JSON.parse(body) as Control);
      send(response, 200, '{"ok":true}');
    } catch (error) {
      send(response, 400, JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
    }
  } else if (path === '/_control/requests') send(response, 200, JSON.stringify(stage.requests, null, 1));
  else if (path === '/_control/stores')
    send(response, 200, JSON.stringify([...stage.world.stores.values()], null, 1));
  else if (path === '/') send(response, 200, describeSelf(), 'text/plain; charset=utf-8');
  else send(response, 404, '{"error":"unknown control"}');
}

function describeSelf(): string {
  const routes = Object.entries(ROUTES).map(([path, { method }]) => `  ${method} ${path}`);
  const control = ['  POST /_control', '  GET /_control/requests', '  GET /_control/stores'];
  return [
    'mendian emulator: a local WeChat store API.',
    '',
    ...routes,
    '',
    'For tests:',
    ...control,
    '',
  ].join('\n');
}

function carryOut(stage: Stage, control: Control): void {
  applyControl(control, stage.world, stage.faults, () => {
    stage.requests.length = 0;
  });
}

function note(stage: Stage, request: IncomingMessage, url: URL, body: string, poiId: string | null): void {
  const headers = Object.fromEntries(
    ['content-type', 'content-length', 'transfer-encoding', 'user-agent'].flatMap((name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
  const masked = body.replace(/("secret"\s*:\s*)"[^"]*"/u, '$1"***"');
  stage.requests.push({
    method: request.method ?? 'GET',
    path: url.pathname,
    body: masked,
    headers,
    poi_id: poiId,
  });
  for (const watcher of [...stage.watchers]) watcher();
}

async function waitForRequests(stage: Stage, path: string, count: number): Promise<void> {
  const isThere = (): boolean => stage.requests.filter((request) => request.path === path).length >= count;
  if (isThere()) return;
  await new Promise<void>((resolve) => {
    const watcher = (): void => {
      if (!isThere()) return;
      stage.watchers.delete(watcher);
      resolve();
    };
    stage.watchers.add(watcher);
  });
}

/** Errors end with a request id whose first part is the time, as the platform's do. */
function addRid(stage: Stage, reply: Reply): Reply {
  if (reply.errcode === undefined || reply.errcode === 0) return reply;
  const seconds = Math.floor(stage.now() / 1000)
    .toString(16)
    .padStart(8, '0');
  const count = stage.requests.length.toString(16).padStart(8, '0');
  return { ...reply, errmsg: `${reply.errmsg} rid: ${seconds}-${count}-0badcafe` };
}

function parseBody(body: string): Readonly<Record<string, unknown>> | 'empty' | 'broken' {
  if (body.trim() === '') return 'empty';
  try {
    const value = parseLosslessJson(body);
    // Members are checked by the endpoints.
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : 'broken';
  } catch {
    return 'broken';
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  // Without an encoding a request gives buffers.
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function send(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'application/json; encoding=utf-8',
): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}
