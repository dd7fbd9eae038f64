/** What the emulator saw, call by call, and a way to wait for a call without looking at a clock. */
import type { IncomingMessage } from 'node:http';

/** One call as it came in. Tokens and secrets are masked. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** The body as it was written, but for a secret. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly poi_id: string | null;
  /** Whose call it is, where there are several merchants. */
  readonly appid?: string;
}

export interface RequestLog {
  /** Grows while calls come in. */
  readonly requests: readonly SeenRequest[];
  add(request: SeenRequest): void;
  clear(): void;
  /** Resolves once this many calls of a path are in the log. */
  wait(path: string, count: number): Promise<void>;
}

const KEPT_HEADERS = ['content-type', 'content-length', 'transfer-encoding', 'user-agent'] as const;

export function createRequestLog(): RequestLog {
  const requests: SeenRequest[] = [];
  const watchers = new Set<() => void>();
  return {
    requests,
    add: (request) => {
      requests.push(request);
      for (const watcher of [...watchers]) watcher();
    },
    clear: () => {
      requests.length = 0;
    },
    wait: (path, count) =>
      new Promise((resolve) => {
        const watcher = (): void => {
          if (requests.filter((request) => request.path === path).length < count) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
        watcher();
      }),
  };
}

/** A member whose value is a secret, in a body as it was written. */
const SECRET_MEMBER =
  /("(?:secret|access_token|component_(?:app)?secret|component_verify_ticket|authorizer_refresh_token)"\s*:\s*)"(?:[^"\\]|\\.)*"/gu;

/** A call for the log: without its query, which holds the token, and with its secret masked. */
export function describeRequest(
  request: IncomingMessage,
  call: {
    readonly path: string;
    readonly body: string;
    readonly poiId: string | null;
    readonly appid: string | null;
  },
): SeenRequest {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = request.headers[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    method: request.method ?? 'GET',
    path: call.path,
    body: call.body.replace(SECRET_MEMBER, '$1"***"'),
    headers: Object.fromEntries(headers),
    poi_id: call.poiId,
    ...(call.appid === null ? {} : { appid: call.appid }),
  };
}
