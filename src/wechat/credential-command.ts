/** A program that hands out tokens: asked on its standard input, without a shell, and given little time and room. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readSystemCode } from '../base/system-error.ts';
import type { FaultParams } from '../messages/faults.ts';
import type { Answer } from '../model/platform.ts';
import type { Credentials } from '../model.ts';
import { type AnswerReading, parseBody } from './answer.ts';
import { type CachedToken, cacheTokens, renewAt } from './token-cache.ts';
import { stopTokens } from './token-call.ts';
import type { TokenOptions, TokenSource } from './tokens.ts';

type Command = Extract<Credentials, { kind: 'command' }>;
type Failure = Pick<FaultParams['COMMAND_FAILED'], 'problem' | 'detail'>;

/** The platform's tokens overlap by five minutes; a hub renews its own no later. */
const RENEWAL_MS = 5 * 60_000;
/** Times the unit of all waits: half a minute where it is a second. Starting a program takes a while in any case. */
const PATIENCE = 30;
const LEAST_PATIENCE_MS = 2_000;
const MOST_OUTPUT = 65_536;
const KEPT_STDERR = 4_096;
const SHOWN_STDERR = 200;
/** A program that a signal did not end is killed, and its pipes are waited for no longer. */
const GRACE_MS = 1_000;

/** Tokens of one account by the command. */
export function commandTokens(options: TokenOptions, command: Command): TokenSource {
  const { clock, retryBaseMs } = options;
  return cacheTokens({
    clock,
    retryBaseMs,
    secrets: () => [],
    fetch: async () => readToken(await run(command, options), command, options),
  });
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** Null where the program ended well. */
  readonly failure: Failure | null;
}

function readToken(
  { stdout, stderr, failure }: Ended,
  { account }: Command,
  { clock, reading }: TokenOptions,
): Answer<CachedToken> {
  const refuse = (failed: Failure): Answer<CachedToken> =>
    stopTokens({
      code: 'COMMAND_FAILED',
      params: { account, ...failed, stderr: lastWords(stderr, reading) },
    });
  if (failure !== null) return refuse(failure);
  // Never shown: whatever it is, a token may stand in it.
  const body = parseBody(stdout);
  if (body === null) return refuse({ problem: 'not-json', detail: '' });
  const { access_token: token, expires_in } = body;
  if (typeof token !== 'string' || token === '') return refuse({ problem: 'no-token', detail: '' });
  const expiresIn = typeof expires_in === 'number' || typeof expires_in === 'string' ? Number(expires_in) : 0;
  if (!Number.isFinite(expiresIn) || expiresIn <= 0) return refuse({ problem: 'no-expiry', detail: '' });
  return { ok: true, value: { token, until: renewAt(clock.now(), expiresIn, RENEWAL_MS) } };
}

/** Members and parameters whose value is a secret, as programs print them when they explain themselves. */
const SPOKEN_SECRET = /((?:token|secret|ticket|password|authorization)["']?\s*[:=]\s*["']?)[^\s"'&,}]+/giu;

/** The end of what it said, on one line and without secrets. */
function lastWords(stderr: string, { hide }: AnswerReading): string {
  // Half a secret at its beginning would not be found.
  const whole = stderr.length < KEPT_STDERR ? stderr : stderr.replace(/^\S*/u, '');
  const line = hide(whole).replaceAll(SPOKEN_SECRET, '$1***').replaceAll(/\s+/gu, ' ').trim();
  if (line.length <= SHOWN_STDERR) return line;
  // A character of two halves must not be cut in two.
  return `…${line.slice(-SHOWN_STDERR).replace(/^[\udc00-\udfff]/u, '')}`;
}

/** Runs the program once. Every end is a value. */
async function run(command: Command, { retryBaseMs, folder, signal }: TokenOptions): Promise<Ended> {
  const { account, appid, words } = command;
  if (signal?.aborted === true)
    return { stdout: '', stderr: '', failure: { problem: 'stopped', detail: '' } };
  const [program, ...rest] = words;
  const milliseconds = Math.max(PATIENCE * retryBaseMs, LEAST_PATIENCE_MS);
  const child = spawn(program, rest, {
    ...(folder === undefined ? {} : { cwd: folder }),
    // In a group of its own, so that what it has started can be ended with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const leash = createLeash(child);
  const timer = setTimeout(
    () => leash.pull({ problem: 'time', detail: String(milliseconds / 1000) }),
    milliseconds,
  );
  const stop = (): void => leash.pull({ problem: 'stopped', detail: '' });
  signal?.addEventListener('abort', stop, { once: true });
  const ended = await readEnd(child, `${JSON.stringify({ account, appid })}\n`, leash);
  clearTimeout(timer);
  signal?.removeEventListener('abort', stop);
  return ended;
}

interface Leash {
  /** Ends the program and what it has started; the first reason is the one that is told. */
  pull(reason: Failure): void;
  reason(): Failure | null;
  /** Resolves once the program was given up though it never ended. */
  readonly lost: Promise<void>;
}

function createLeash(child: ChildProcess): Leash {
  let first: Failure | null = null;
  let giveUp = (): void => {};
  const lost = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  return {
    lost,
    reason: () => first,
    pull: (reason) => {
      if (first !== null) return;
      first = reason;
      endGroup(child, 'SIGTERM');
      setTimeout(() => {
        endGroup(child, 'SIGKILL');
        giveUp();
      }, GRACE_MS).unref();
    },
  };
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid === undefined || process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // It has ended in the meantime.
    if (readSystemCode(error) !== 'ESRCH') throw error;
  }
}

async function readEnd(child: ChildProcess, input: string, leash: Leash): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    stdout += part;
    if (stdout.length <= MOST_OUTPUT) return;
    stdout = '';
    leash.pull({ problem: 'long', detail: String(MOST_OUTPUT / 1024) });
  });
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    stderr = `${stderr}${part}`.slice(-KEPT_STDERR);
  });
  // A program that ends without reading its input is told by its exit code.
  child.stdin?.on('error', () => {}).end(input);
  const end = new Promise<Failure | null>((resolve) => {
    child.on('error', (error) => resolve({ problem: 'start', detail: readSystemCode(error) ?? error.name }));
    child.on('close', (code, signal) => {
      if (signal !== null) resolve({ problem: 'signal', detail: signal });
      else resolve(code === 0 ? null : { problem: 'exit', detail: String(code) });
    });
  });
  const failure = await Promise.race([end, leash.lost.then(() => null)]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  return { stdout, stderr, failure: leash.reason() ?? failure };
}
