/**
 * GitHub on loopback: REST held against GitHub's own description, GraphQL against its schema, git over HTTP, all on the
 * same bare repositories, with scripted faults.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { type Document, OpenAPIBackend } from 'openapi-backend';
import { onTestFinished } from 'vitest';
import { serveGit } from '../git-server.ts';
import description from './description.json' with { type: 'json' };
import { answerGraphql } from './graphql.ts';
import type { Call, Reply, Right } from './operation.ts';
import { createRepository, type Repository } from './repository.ts';
import { OPERATIONS } from './rest.ts';

export interface Actor {
  readonly login: string;
  readonly may: readonly Right[];
}

/** What happens to a call instead of, or besides, the ordinary answer. */
export type Fault =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** The connection is cut, before or after the work is done. */
  | 'drop'
  | 'drop-after'
  /** The work is done and the answer is 502. */
  | 'error-after'
  /** Something else comes first. */
  | { readonly before: () => Promise<unknown> };

export interface Script {
  /** An `operationId`, `graphql:createCommitOnBranch`, `git:upload-pack` or `git:receive-pack`. */
  readonly operation: string;
  /** Calls that pass first. */
  readonly after?: number;
  readonly times?: number;
  readonly fault: Fault;
}

export interface FakeGitHub {
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** The default token, which acts as github-actions[bot] with all rights. */
  readonly token: string;
  readonly requests: { readonly operation: string; readonly status: number }[];
  /** Answers of ours that GitHub's description does not allow. */
  readonly problems: string[];
  addToken(actor: Actor): string;
  create(fullName: string): Promise<Repository>;
  script(script: Script): void;
}

interface Server extends FakeGitHub {
  readonly actors: Map<string, Actor>;
  readonly repositories: Map<string, Repository>;
  readonly scripts: { script: Script; passed: number; used: number }[];
  readonly folder: string;
  readonly latency: (operation: string) => number;
  readonly backend: string;
  readonly api: OpenAPIBackend;
}

const BAD_CREDENTIALS: Reply = { status: 401, body: { message: 'Bad credentials', documentation_url: '' } };
const NO_RIGHT: Reply = {
  status: 403,
  body: { message: 'Resource not accessible by integration', documentation_url: '', status: '403' },
};

export interface GitHubOptions {
  /** What must be done when all is over; a test's own end where it is left out. */
  readonly atEnd?: (end: () => void) => void;
  /** Milliseconds that an operation of the API takes besides its work. */
  readonly latency?: (operation: string) => number;
}

/** Starts a GitHub; it ends with the test. */
export async function openGitHub({
  atEnd = onTestFinished,
  latency = () => 0,
}: GitHubOptions = {}): Promise<FakeGitHub> {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-github-'));
  const http = createServer((request, response) => {
    serve(github, request, response).catch((error: unknown) => {
      github.problems.push(String(error));
      response.destroy();
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  atEnd(() => {
    http.closeAllConnections();
    http.close();
    rmSync(folder, { recursive: true, force: true });
  });
  // A server that listens on a port has an address with one.
  const { port } = http.address() as AddressInfo;
  const github = await createGitHub(`http://127.0.0.1:${port}`, folder, latency);
  return github;
}

/** It holds no state, and compiling it takes a while: all tests of a file share it. */
let api: Promise<OpenAPIBackend> | null = null;

async function loadDescription(): Promise<OpenAPIBackend> {
  const loaded = new OpenAPIBackend({
    // GitHub's own description, cut down.
    definition: description as unknown as Document,
    quick: true,
    strict: false,
    ajvOpts: { strict: false, logger: false },
  });
  return await loaded.init();
}

async function createGitHub(serverUrl: string, folder: string, latency: Server['latency']): Promise<Server> {
  const token = `ghs_${'d'.repeat(36)}.default-token`;
  const { stdout: execPath } = await execa('git', ['--exec-path']);
  api ??= loadDescription();
  const actors = new Map<string, Actor>();
  const repositories = new Map<string, Repository>();
  const scripts: Server['scripts'] = [];
  actors.set(token, { login: 'github-actions[bot]', may: ['contents', 'pull_requests', 'issues'] });
  return {
    serverUrl,
    apiUrl: `${serverUrl}/api/v3`,
    graphqlUrl: `${serverUrl}/api/graphql`,
    token,
    folder,
    latency,
    api: await api,
    actors,
    repositories,
    scripts,
    backend: join(execPath, 'git-http-backend'),
    requests: [],
    problems: [],
    addToken: (actor) => {
      const added = `ghs_${String(actors.size).padStart(36, '0')}`;
      actors.set(added, actor);
      return added;
    },
    create: async (fullName) => {
      const [owner = '', name = ''] = fullName.split('/');
      const repository = await createRepository(folder, owner, name);
      repositories.set(fullName, repository);
      return repository;
    },
    script: (script) => scripts.push({ script, passed: 0, used: 0 }),
  };
}

async function serve(github: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '', github.serverUrl);
  if (url.pathname === '/api/graphql') await serveApi(github, request, response, serveGraphql);
  else if (url.pathname.startsWith('/api/v3')) await serveApi(github, request, response, serveRest);
  else await serveGitRequest(github, request, response, url);
}

type Serve = (github: Server, request: IncomingMessage, body: string, actor: Actor) => Promise<Answered>;

interface Answered {
  readonly operation: string;
  readonly answer: () => Promise<Reply & { readonly headers?: Readonly<Record<string, string>> }>;
}

async function serveApi(
  github: Server,
  request: IncomingMessage,
  response: ServerResponse,
  how: Serve,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const token = /^(?:token|bearer) (.+)$/iu.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const actor = github.actors.get(token);
  if (actor === undefined) {
    send(github, response, 'unauthorized', BAD_CREDENTIALS);
    return;
  }
  const { operation, answer } = await how(github, request, body, actor);
  const wait = github.latency(operation);
  if (wait > 0) await sleep(wait);
  const fault = takeFault(github, operation);
  if (fault === null) send(github, response, operation, await answer());
  else await misbehave(github, response, operation, fault, answer);
}

async function misbehave(
  github: Server,
  response: ServerResponse,
  operation: string,
  fault: Fault,
  answer: Answered['answer'],
): Promise<void> {
  if (typeof fault === 'object' && 'before' in fault) {
    await fault.before();
    send(github, response, operation, await answer());
    return;
  }
  if (fault === 'drop-after' || fault === 'error-after') await answer();
  if (typeof fault === 'object')
    send(github, response, operation, { body: { message: 'scripted' }, ...fault });
  else if (fault === 'error-after')
    send(github, response, operation, { status: 502, body: { message: 'bad gateway' } });
  else {
    github.requests.push({ operation, status: 0 });
    response.destroy();
  }
}

function takeFault(github: Server, operation: string): Fault | null {
  for (const each of github.scripts) {
    const { operation: wanted, after = 0, times = 1, fault } = each.script;
    if (wanted !== operation || each.used >= times) continue;
    if (each.passed < after) {
      each.passed += 1;
      continue;
    }
    each.used += 1;
    return fault;
  }
  return null;
}

function send(
  github: Server,
  response: ServerResponse,
  operation: string,
  { status, body, headers = {} }: Reply & { readonly headers?: Readonly<Record<string, string>> },
): void {
  github.requests.push({ operation, status });
  const raw = Buffer.isBuffer(body);
  response.writeHead(status, {
    'content-type': raw
      ? 'application/vnd.github.raw+json; charset=utf-8'
      : 'application/json; charset=utf-8',
    ...headers,
  });
  response.end(body === undefined ? '' : raw ? body : JSON.stringify(body));
}

const serveGraphql: Serve = async (github, _request, body, actor) => {
  // octokit sends JSON; what else would be a fault of ours to see.
  const { query, variables = {} } = JSON.parse(body) as {
    query: string;
    variables?: Record<string, unknown>;
  };
  const name = /createCommitOnBranch|updateRefs|viewer/u.exec(query)?.[0] ?? 'repository';
  return {
    operation: `graphql:${name}`,
    answer: async () => ({
      status: 200,
      body: await answerGraphql({
        query,
        variables,
        login: actor.login,
        mayWrite: actor.may.includes('contents'),
        find: (fullName) => github.repositories.get(fullName),
      }),
    }),
  };
};

const serveRest: Serve = async (github, request, body, actor) => {
  const url = new URL(request.url ?? '', github.serverUrl);
  const query = Object.fromEntries(url.searchParams);
  const asked = {
    method: request.method ?? 'GET',
    path: url.pathname.replace(/^\/api\/v3/u, ''),
    headers: { 'content-type': request.headers['content-type'] ?? '' },
    query,
    ...(body === '' ? {} : { body: JSON.parse(body) as Record<string, unknown> }),
  };
  const matched = github.api.matchOperation(asked);
  const operation = matched?.operationId ?? 'unknown';
  const known = OPERATIONS[operation];
  if (matched === undefined || known === undefined) {
    return { operation, answer: async () => ({ status: 404, body: { message: 'Not Found' } }) };
  }
  const params = github.api.router.parseRequest(asked, matched).params as Record<string, string>;
  const repository = github.repositories.get(`${params.owner}/${params.repo}`);
  return {
    operation,
    answer: async () => {
      if (repository === undefined) return { status: 404, body: { message: 'Not Found' } };
      const call: Call = {
        repository,
        params,
        query,
        login: actor.login,
        body: asked.body ?? {},
        accept: request.headers.accept ?? '',
      };
      const needed = typeof known.writes === 'function' ? known.writes(call) : known.writes;
      if (needed !== undefined && !actor.may.includes(needed)) return NO_RIGHT;
      const { errors } = github.api.validateRequest(asked, matched);
      if (errors?.length)
        return { status: 422, body: { message: JSON.stringify(errors), documentation_url: '' } };
      return paginate(github, operation, await known.handle(call), url);
    },
  };
};

/** Cuts the page and says where the next one is; then holds the whole against the description. */
function paginate(
  github: Server,
  operation: string,
  reply: Reply,
  url: URL,
): Reply & { readonly headers?: Readonly<Record<string, string>> } {
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
  const page = Number(url.searchParams.get('page') ?? 1);
  const body = reply.items === undefined ? reply.body : reply.items.slice((page - 1) * size, page * size);
  const more = reply.items !== undefined && reply.items.length > page * size;
  if (!Buffer.isBuffer(body) && reply.status < 300 && reply.status !== 204) {
    const { errors } = github.api.validateResponse(body, operation, reply.status);
    for (const each of errors ?? [])
      github.problems.push(`${operation}: ${each.instancePath} ${each.message}`);
  }
  if (!more) return { ...reply, body };
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  return { ...reply, body, headers: { link: `<${next}>; rel="next"` } };
}

async function serveGitRequest(
  github: Server,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const [, credentials = ''] = /^Basic (.+)$/iu.exec(request.headers.authorization ?? '') ?? [];
  const token = Buffer.from(credentials, 'base64').toString('utf8').split(':')[1] ?? '';
  const actor = github.actors.get(token);
  const pushes = /receive-pack/u.test(request.url ?? '');
  const operation = pushes ? 'git:receive-pack' : 'git:upload-pack';
  const refuse = (status: number, headers: Readonly<Record<string, string>>, text = ''): void => {
    github.requests.push({ operation, status });
    response.writeHead(status, headers).end(text);
  };
  if (actor === undefined) refuse(401, { 'www-authenticate': 'Basic realm="GitHub"' });
  else if (pushes && !actor.may.includes('contents'))
    refuse(403, {}, 'Write access to repository not granted.');
  else {
    const fault = request.method === 'POST' ? takeFault(github, operation) : null;
    if (typeof fault === 'object' && fault !== null && 'status' in fault) {
      refuse(fault.status, fault.headers ?? {});
      return;
    }
    if (typeof fault === 'object') await fault?.before();
    else if (fault !== 'drop') await workUnseen(github, request, url);
    if (fault === 'error-after') refuse(502, {});
    else if (typeof fault === 'string') cutShort(github, operation, response);
    else {
      github.requests.push({ operation, status: 200 });
      serveGit(request, response, github.backend, github.folder, url.pathname);
    }
  }
}

/** Git does its work, and nobody hears of it. */
async function workUnseen(github: Server, request: IncomingMessage, url: URL): Promise<void> {
  const unseen = new ServerResponse(request);
  await new Promise<void>((done) => {
    unseen.end = () => {
      done();
      return unseen;
    };
    serveGit(request, unseen, github.backend, github.folder, url.pathname);
  });
}

/** Cuts the connection after the head of an answer: cut before it, git's HTTP library tries again by itself. */
function cutShort(github: Server, operation: string, response: ServerResponse): void {
  github.requests.push({ operation, status: 0 });
  response.writeHead(200, { 'content-type': `application/x-${operation.replace(':', '-')}-result` });
  response.write('0', () => response.destroy());
}
