/** A platform connected to a scripted server, with a clock that never waits. */
import { onTestFinished } from 'vitest';
import { describePhrase } from '../../src/messages/describe.ts';
import { en } from '../../src/messages/en.ts';
import type { Answer, PlatformError, StorePlatform } from '../../src/model/platform.ts';
import type { Clock } from '../../src/model/run.ts';
import { type ClientOptions, createPlatform } from '../../src/wechat/client.ts';
import { type Received, type Reply, type ScriptedServer, startServer } from './scripted-server.ts';

export const SECRET = 'the-secret-of-the-account';
export const TOKEN = 'token-from-elsewhere/+=';
export const STORE = JSON.stringify({
  errcode: 0,
  errmsg: 'ok',
  business: { base_info: { poi_id: '472671857', business_name: '人民广场店', status: 1 } },
});

export interface TestClock extends Clock {
  /** Milliseconds of each wait, in order. */
  readonly waits: readonly number[];
  pass(milliseconds: number): void;
}

export interface Connected {
  readonly platform: StorePlatform;
  readonly server: ScriptedServer;
  readonly clock: TestClock;
  readonly lines: readonly string[];
  /** Paths of the calls, in order. */
  readonly paths: () => readonly string[];
}

type Script = (received: Received, count: number) => Reply;

/** A clock that stands still; waits are noted, and let others go on first. */
function createTestClock(): TestClock {
  const waits: number[] = [];
  let now = Date.UTC(2026, 10, 25);
  return {
    waits,
    now: () => new Date(now),
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
      await new Promise(setImmediate);
    },
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

/** Connects with a token from elsewhere, unless the options say otherwise. */
export async function connectTo(script: Script, options: Partial<ClientOptions> = {}): Promise<Connected> {
  const server = await startServer(script);
  const clock = createTestClock();
  const lines: string[] = [];
  const platform = createPlatform({
    apiBase: server.base,
    credentials: { kind: 'token', token: TOKEN },
    clock,
    retryBaseMs: 7,
    proxy: {},
    log: { print: (line) => lines.push(line), say: (phrase) => describePhrase(phrase, en) },
    ...options,
  });
  onTestFinished(() => platform.close());
  return { platform, server, clock, lines, paths: () => server.received.map(({ path }) => path) };
}

/** Connects with appid and secret; tokens are handed out by `tokens`, calls answered by `script`. */
export async function connectWithSecret(
  tokens: Script,
  script: Script,
  options: Partial<ClientOptions> = {},
): Promise<Connected> {
  let tokenCalls = 0;
  let calls = 0;
  const reply: Script = (received) => {
    if (received.path !== '/cgi-bin/stable_token') {
      calls += 1;
      return script(received, calls);
    }
    tokenCalls += 1;
    return tokens(received, tokenCalls);
  };
  return await connectTo(reply, {
    credentials: { kind: 'secret', appid: 'wx1234567890', secret: SECRET },
    ...options,
  });
}

/** A good answer of the token call. */
export const giveToken = (token: string, expires_in = 7200): string =>
  JSON.stringify({ access_token: token, expires_in });

export const refuse = (errcode: number, errmsg = 'no'): string => JSON.stringify({ errcode, errmsg });

/** The error of an answer that must be one. */
export function errorOf<T>(answer: Answer<T>): PlatformError {
  if (answer.ok) throw new Error('taken for a success');
  return answer.error;
}
