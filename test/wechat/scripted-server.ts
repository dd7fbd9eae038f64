/** A real HTTP server on loopback that answers by script and keeps what it was sent; and a small proxy. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly token: string | null;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the server does with one call: a body with status 200, or something of its own. */
export type Reply = string | ((response: ServerResponse, received: Received) => void);

export interface ScriptedServer {
  readonly base: string;
  readonly port: number;
  readonly received: readonly Received[];
  /** Connections made so far. */
  readonly connections: () => number;
}

/** Calls are answered one after the other by `reply`, which is told the call and its number from 1. */
export async function startServer(
  reply: (received: Received, count: number) => Reply,
): Promise<ScriptedServer> {
  const received: Received[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server');
      const call = {
        method: request.method ?? '',
        path: pathname,
        token: searchParams.get('access_token'),
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      received.push(call);
      const answer = reply(call, received.length);
      if (typeof answer === 'string') response.end(answer);
      else answer(response, call);
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  const port = await listen(server);
  return { base: `http://127.0.0.1:${port}`, port, received, connections: () => connections };
}

/** Answers with another status. */
export const withStatus =
  (status: number, body: string): Reply =>
  (response) => {
    response.writeHead(status);
    response.end(body);
  };

/** Cuts the connection without an answer. */
export const cut: Reply = (response) => {
  response.destroy();
};

/** Never answers. */
export const hang: Reply = () => undefined;

/** Announces more than it sends, then cuts. */
export const truncate =
  (body: string): Reply =>
  (response) => {
    response.writeHead(200, { 'content-length': String(Buffer.byteLength(body) + 10) });
    response.write(body, () => response.destroy());
  };

export interface Proxy {
  readonly port: number;
  /** `host:port` of each tunnel, with what the caller showed to be let through. */
  readonly tunnels: readonly { readonly to: string; readonly authorization: string | undefined }[];
}

/** A proxy that opens tunnels (`CONNECT`), answers `refusal` instead, or stays silent. */
export async function startProxy(
  behaviour: 'open' | 'silent' | { readonly refusal: number },
): Promise<Proxy> {
  const tunnels: Proxy['tunnels'][number][] = [];
  const server = createServer();
  const sockets = new Set<Socket>();
  server.on('connect', (request, socket: Socket) => {
    tunnels.push({ to: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    sockets.add(socket);
    if (behaviour === 'silent') return;
    if (behaviour !== 'open') {
      socket.end(`HTTP/1.1 ${behaviour.refusal} No\r\n\r\n`);
      return;
    }
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const beyond = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(beyond).pipe(socket);
    });
    sockets.add(beyond);
    for (const end of [socket, beyond]) end.on('error', () => end.destroy());
  });
  const port = await listen(server, () => {
    for (const socket of sockets) socket.destroy();
  });
  return { port, tunnels };
}

/** A port of loopback on which nobody listens. */
export async function findDeadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Listens on a free port until the test ends. */
async function listen(server: Server, stop: () => void = () => undefined): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  // A server that listens on a port has an address of this kind.
  return (server.address() as AddressInfo).port;
}
