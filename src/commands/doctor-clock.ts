/** The checks of `doctor` about this machine's clock, against what the answers of others say of theirs. */
import type { CheckName } from '../report/doctor.ts';
import type { NoteTime } from './connect.ts';
import { type Check, doubtful, faulty, ok, skipped } from './doctor-checks.ts';

const MOST_UNNOTICED_S = 60;
const LEAST_FAULT_S = 600;
/** An answer's date has whole seconds: on average half of one has passed since. */
const HALF_A_SECOND_MS = 500;

/** Seconds that this machine is ahead of another, by one or more answers. */
export interface ClockWatch {
  readonly note: NoteTime;
  /** The least difference seen: what an answer needed on its way only adds to it. Null before any answer. */
  readonly seconds: () => number | null;
}

export function watchClock(): ClockWatch {
  let least: number | null = null;
  return {
    note: (there, here) => {
      const ahead = (here.getTime() - there.getTime() - HALF_A_SECOND_MS) / 1000;
      if (least === null || Math.abs(ahead) < Math.abs(least)) least = ahead;
    },
    seconds: () => least,
  };
}

export interface ClockFacts {
  readonly network: 'use' | 'leave';
  readonly wechat: number | null;
  /** `none`: GitHub has no part here. */
  readonly github: number | null | 'none';
}

const judgeClock = (seconds: number | null, other: 'server' | 'github', network: ClockFacts['network']) => {
  if (network === 'leave') return skipped('offline');
  if (seconds === null) return skipped('noDate');
  const off = { seconds: Math.round(seconds), other };
  if (Math.abs(seconds) > LEAST_FAULT_S) return faulty('CLOCK_OFF', off);
  return Math.abs(seconds) > MOST_UNNOTICED_S ? doubtful('CLOCK_OFF', off) : ok('clock', seconds);
};

export const CLOCK_CHECKS: readonly (Check<ClockFacts> & { readonly name: CheckName })[] = [
  { name: 'clock-wechat', judge: ({ wechat, network }) => judgeClock(wechat, 'server', network) },
  {
    name: 'clock-github',
    judge: ({ github, network }) => (github === 'none' ? null : judgeClock(github, 'github', network)),
  },
];
