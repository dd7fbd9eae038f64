/** Calls git, the only place that does. Its answers hold no address with a secret in it. */
import type { Fault } from '../model.ts';

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
    const { execa } = await import('execa');
    const child = execa('git', args, {
      cwd,
      env: { ...QUIET, ...author, ...env },
      reject: false,
      stripFinalNewline: false,
      // In a group of its own, since Ctrl-C on the terminal must not end a push in the middle.
      detached: true,
      ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    });
    const limit = limitTime(child, timeout());
    const end = await child;
    limit.lift();
    const { exitCode = null, stdout, stderr } = end;
    return {
      ok: exitCode === 0,
      exitCode,
      stdout: String(stdout ?? ''),
      stderr: hideCredentials(
        limit.isReached() ? 'no end in time' : String(stderr || end.shortMessage || ''),
      ),
    };
  };
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
  return { code: 'GIT_FAILED', params: { command, detail: lastLine(stderr) } };
}

/** The last line that says something, without git's own prefixes. */
export function lastLine(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^(fatal|error|remote|hint):\s*/u, '').trim());
  return lines.findLast((line) => line !== '')?.slice(0, 300) ?? 'no reason given';
}
