/** Looks at processes while they live: their time and memory, and how fast calls come in. */
import { readFileSync } from 'node:fs';

export interface Watch {
  readonly add: (pid: number | undefined) => void;
  readonly end: () => Figures;
}

export interface Figures {
  /** With all children that were waited for. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
  /** The most calls that create content within any minute. */
  readonly mostInAMinute: number;
}

const LOOK_MS = 250;
/** Clock ticks a second, as nearly all Linux systems count. */
const TICKS = 100;
const CREATES = /createCommitOnBranch|create-|update-comment/u;

/** Watches until `end`; `listCalls` are all calls so far. */
export function watchProcesses(listCalls: () => readonly string[]): Watch {
  const ticks = new Map<number, number>();
  let peakMb = 0;
  /** Calls that create content, by look. */
  const created: number[] = [];
  const timer = setInterval(() => {
    for (const pid of ticks.keys()) {
      const [now, peak] = readProcess(pid);
      if (now > 0) ticks.set(pid, now);
      peakMb = Math.max(peakMb, peak);
    }
    created.push(listCalls().filter((call) => CREATES.test(call)).length);
  }, LOOK_MS);
  return {
    add: (pid) => {
      if (pid !== undefined) ticks.set(pid, 0);
    },
    end: () => {
      clearInterval(timer);
      const looks = 60_000 / LOOK_MS;
      const rates = created.map((count, index) => count - (created[index - looks] ?? 0));
      const cpuSeconds = [...ticks.values()].reduce((sum, each) => sum + each, 0) / TICKS;
      return { cpuSeconds, peakMb, mostInAMinute: Math.max(0, ...rates) };
    },
  };
}

/** Ticks of a process with its children, and its peak of memory in MB; zeros once it is gone. */
function readProcess(pid: number): readonly [number, number] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold blanks: fields are counted after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return [ticks, Number(/VmHWM:\s+(\d+)/u.exec(status)?.[1] ?? 0) / 1024];
  } catch {
    return [0, 0];
  }
}
