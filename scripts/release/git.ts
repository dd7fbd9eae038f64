/** Git as the release needs it: arguments without a shell, and git's own words where it fails. */
import { execFileSync } from 'node:child_process';

export type Git = (args: readonly string[], environment?: Readonly<Record<string, string>>) => string;

/** Git in a folder. Gives what it printed, without the last line break. */
export function openGit(root: string): Git {
  return (args, environment = {}) =>
    execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    }).trimEnd();
}
