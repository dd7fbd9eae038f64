/** Runs programs as a user would, one after the other, and keeps the time and the most memory of each run. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Before each run, outside of its time. */
  readonly prepare?: () => void | Promise<void>;
  /** Exit codes that are no failure. */
  readonly fine?: readonly number[];
}

export interface Run {
  readonly milliseconds: number;
  /** The most that was resident, in MB; 0 where the system does not tell. */
  readonly peakMb: number;
}

/** How often the kernel's own count of the peak is read: a run's last look may miss what its last moments took. */
const LOOK_MS = 4;

/** Whole-process time of one run. Rejects where it fails: a fast failure would look like a fast program. */
export async function measure({ command, args, cwd, env, prepare, fine = [0] }: Program): Promise<Run> {
  await prepare?.();
  let peakMb = 0;
  let errors = '';
  const started = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr?.on('data', (data: Buffer) => {
    errors = `${errors}${data}`.slice(-2_000);
  });
  const look = setInterval(() => {
    peakMb = Math.max(peakMb, readPeak(child.pid));
  }, LOOK_MS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  const milliseconds = performance.now() - started;
  clearInterval(look);
  if (!fine.includes(code ?? -1))
    throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${errors}`);
  return { milliseconds, peakMb };
}

function readPeak(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

export interface Measured {
  readonly milliseconds: number;
  readonly peakMb: number;
}

/** All programs in turn, round by round, so that what else the machine does meets them alike; the medians of each. */
export async function race(programs: readonly Program[], rounds: number): Promise<readonly Measured[]> {
  const runs: Run[][] = programs.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, program] of programs.entries()) runs[index]?.push(await measure(program));
  }
  return runs.map((each) => ({
    milliseconds: median(each.map(({ milliseconds }) => milliseconds)),
    peakMb: Math.max(...each.map(({ peakMb }) => peakMb)),
  }));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
