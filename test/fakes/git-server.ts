/** git over HTTP on loopback, by git's own backend: bare repositories that clone, fetch and push like on any forge. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';

export interface GitRequest {
  readonly method: string;
  /** With its query, such as `/shop.git/info/refs?service=git-upload-pack`. */
  readonly url: string;
}

export interface GitServer {
  readonly url: string;
  readonly requests: GitRequest[];
  /** What comes before the next pushes, one each: null lets a push pass. */
  readonly beforePushes: ((() => Promise<unknown>) | null)[];
}

/** Serves the bare repositories of a folder. With a token, everything else is answered with 401. */
export async function openGitServer(folder: string, token: string | null = null): Promise<GitServer> {
  const { stdout: execPath } = await execa('git', ['--exec-path']);
  const requests: GitRequest[] = [];
  const beforePushes: GitServer['beforePushes'] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '' } = request;
    requests.push({ method, url });
    if (token !== null && !isAllowed(request, token)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    // A push begins by asking what the branches are.
    if (url.endsWith('/info/refs?service=git-receive-pack')) await beforePushes.shift()?.();
    serveGit(request, response, join(execPath, 'git-http-backend'), folder);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, beforePushes };
}

function isAllowed({ headers }: IncomingMessage, token: string): boolean {
  const [, credentials = ''] = /^Basic (.+)$/iu.exec(headers.authorization ?? '') ?? [];
  return Buffer.from(credentials, 'base64').toString('utf8').split(':')[1] === token;
}

/** One CGI call: the request's body in, headers and body out. */
export function serveGit(
  request: IncomingMessage,
  response: ServerResponse,
  backend: string,
  folder: string,
  path = new URL(request.url ?? '', 'http://git').pathname,
): void {
  const url = new URL(request.url ?? '', 'http://git');
  const { headers } = request;
  const env = {
    PATH: process.env.PATH ?? '',
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: decodeURIComponent(path),
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: request.method ?? '',
    CONTENT_TYPE: headers['content-type'] ?? '',
    REMOTE_USER: 'pusher',
    REMOTE_ADDR: '127.0.0.1',
    GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
    HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
    ...(headers['content-length'] === undefined ? {} : { CONTENT_LENGTH: headers['content-length'] }),
  };
  const child = spawn(backend, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  request.pipe(child.stdin);
  child.stdin.on('error', () => {});
  let head = Buffer.alloc(0);
  let told = false;
  child.stdout.on('data', (chunk: Buffer) => {
    if (told) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    told = true;
    tellHead(response, head.subarray(0, end).toString('utf8'));
    response.write(head.subarray(end + 4));
  });
  child.stdout.on('end', () => response.end());
}

function tellHead(response: ServerResponse, head: string): void {
  for (const line of head.split('\r\n')) {
    const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/u.exec(line) ?? [];
    if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
    else if (name !== '') response.setHeader(name, value);
  }
}
