/** Git as the fakes call it, many times a test: nothing stands between. */
import { spawn } from 'node:child_process';

export interface GitCall {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array | undefined;
}

/** What it printed, to the last sign. A failure is an error with git's own words. */
export function runGit(args: readonly string[], { cwd, env = {}, input }: GitCall): Promise<string> {
  const child = spawn('git', args, {
    cwd,
    env: { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on('data', (part: Buffer) => out.push(part));
  child.stderr?.on('data', (part: Buffer) => err.push(part));
  child.stdin?.on('error', () => {}).end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString('utf8'));
      else reject(new Error(`git ${args.join(' ')}: ${code} ${Buffer.concat(err).toString('utf8')}`));
    });
  });
}
