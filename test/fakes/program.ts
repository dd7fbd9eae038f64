/** Runs the built program as a user does: a child process in a folder, with a clean environment. */
import { resolve } from 'node:path';
import { execa } from 'execa';

const ENTRY = resolve(import.meta.dirname, '../../dist/cli.js');

export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A command and its arguments that start the program in their turn. */
  readonly through?: readonly string[];
  /** What standard input holds; without it, nothing. */
  readonly input?: string;
}

/** What a program needs to know of the machine, and nothing of the person who runs the tests. */
function cleanEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: '/nonexistent',
    NO_COLOR: '1',
    MENDIAN_RETRY_BASE_MS: '1',
    ...env,
  };
}

/** Starts the program; for signals and for looking at it while it runs. */
export function startProgram(args: readonly string[], { cwd, env = {}, through = [], input }: RunOptions) {
  const [command, ...rest] = [...through, process.execPath, ENTRY, ...args];
  return execa(command ?? process.execPath, rest, {
    cwd,
    env: cleanEnvironment(env),
    extendEnv: false,
    reject: false,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    stripFinalNewline: false,
    // A signal is what the test sends, and nothing harder follows by itself.
    forceKillAfterDelay: false,
  });
}

/** Runs the program to its end. */
export async function runProgram(args: readonly string[], options: RunOptions): Promise<Finished> {
  const { exitCode, stdout, stderr } = await startProgram(args, options);
  return { exitCode: exitCode ?? -1, stdout: String(stdout), stderr: String(stderr) };
}
