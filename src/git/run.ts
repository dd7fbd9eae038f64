/** Calls git, the only place that does. Its answers hold no address with a secret in it. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Phrase } from '../messages/phrases.ts';
import type { Fault } from '../model.ts';

/** Stands for the words of a command that was ended for taking too long. */
const NO_END = '(timed out)';

/** How a git command ended. */
export interface GitEnd {
  readonly ok: boolean;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface GitCall {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export type Git = (args: readonly string[], call?: GitCall) => Promise<GitEnd>;

export interface GitOptions {
  /** Folder to run in; absolute. */
  readonly cwd: string;
  /** Who commits; absent takes git's own settings. */
  readonly identity?: { readonly name: string; readonly email: string };
  /** Milliseconds until a command is given up, asked at each call. */
  readonly timeout: () => number;
}

/** Never asks a question, and answers in English, since refusals of a push are told apart by git's own words. */
const QUIET = { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', GCM_INTERACTIVE: 'never' };

/** git in a folder. A missing program is an answer too. */
export function createGit({ cwd, identity, timeout }: GitOptions): Git {
  const author = identity === undefined ? {} : nameAuthor(identity);
  return async (args, { input, env = {} } = {}) => {
    const child = spawn('git', args, {
      cwd,
      // Git finds settings, keys and credential helpers by the environment of whoever runs this.
      env: { ...process.env, ...QUIET, ...author, ...env },
      // In a group of its own, since Ctrl-C on the terminal must not end a push in the middle.
      detached: true,
      windowsHide: true,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const limit = limitTime(child, timeout());
    const { exitCode, stdout, stderr } = await readEnd(child, input ?? '');
    limit.lift();
    return {
      ok: exitCode === 0,
      exitCode,
      stdout,
      stderr: hideCredentials(limit.isReached() ? NO_END : stderr),
    };
  };
}

/** Waits until the program and all that holds its pipes is gone. One that could not start says why in its stderr. */
async function readEnd(child: ChildProcess, input: string): Promise<Omit<GitEnd, 'ok'>> {
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on('data', (part: Buffer) => out.push(part));
  child.stderr?.on('data', (part: Buffer) => err.push(part));
  // A program that ends without reading its input is told by its exit code.
  child.stdin?.on('error', () => {}).end(input);
  const { exitCode, failed } = await new Promise<{ exitCode: number | null; failed: string }>((resolve) => {
    child.on('error', ({ message }) => resolve({ exitCode: null, failed: message }));
    child.on('close', (code, signal) => resolve({ exitCode: code, failed: signal ?? '' }));
  });
  const text = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString('utf8');
  return { exitCode, stdout: text(out), stderr: text(err) || failed };
}

interface Child {
  readonly pid?: number | undefined;
  kill(signal: NodeJS.Signals): boolean;
}

/** Ends git and what it has started: a helper that waits for the network would hold the pipes open after git is gone. */
function limitTime(
  child: Child,
  milliseconds: number,
): { readonly lift: () => void; readonly isReached: () => boolean } {
  let reached = false;
  const timer = setTimeout(() => {
    reached = true;
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    } catch {
      // Windows knows no groups.
      child.kill('SIGTERM');
    }
  }, milliseconds);
  return { lift: () => clearTimeout(timer), isReached: () => reached };
}

function nameAuthor({
  name,
  email,
}: {
  readonly name: string;
  readonly email: string;
}): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}

/** Remote addresses may hold a user name with a password, in which every sign may stand that belongs elsewhere. */
export function hideCredentials(text: string): string {
  return text.replace(/:\/\/[^\s'"]*@/gu, '://***@');
}

/** The fault of a command that failed: git's last line says why. */
export function describeGit(command: string, { stderr }: GitEnd): Fault {
  return { code: 'GIT_FAILED', params: { command, detail: lastWord(stderr) } };
}

/** The last line that says something, without git's own prefixes and a full stop. */
export function lastWord(text: string): Phrase {
  if (text === NO_END) return 'no-end-in-time';
  const lines = text.split('\n').map((line) => line.replace(/^(fatal|error|remote|hint):\s*/u, '').trim());
  const told = lines.findLast((line) => line !== '');
  return told === undefined ? 'no-reason-given' : { quoted: told.replace(/\.$/u, '').slice(0, 300) };
}
