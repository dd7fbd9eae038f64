/** The pace, on a clock that moves only when somebody sleeps. */
import { describe, expect, test } from 'vitest';
import { createPace } from '../../src/apply/pace.ts';
import type { Clock } from '../../src/model/run.ts';

function createFakeClock(): Clock {
  let time = 0;
  return {
    now: () => new Date(time),
    sleep: async (milliseconds) => {
      time += milliseconds;
    },
  };
}

const signal = new AbortController().signal;

async function takeTurns(
  pace: ReturnType<typeof createPace>,
  clock: Clock,
  turns: number,
): Promise<number[]> {
  const starts: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    await pace.turn(signal);
    starts.push(clock.now().getTime());
  }
  return starts;
}

describe('a pace', () => {
  test('spreads calls evenly', async () => {
    const clock = createFakeClock();
    expect(await takeTurns(createPace(5, 1000, clock), clock, 4)).toEqual([0, 200, 400, 600]);
  });

  test('does not wait without a limit', async () => {
    const clock = createFakeClock();
    expect(await takeTurns(createPace(0, 1000, clock), clock, 3)).toEqual([0, 0, 0]);
  });

  test('waits a minute and halves when the platform says slower', async () => {
    const clock = createFakeClock();
    const pace = createPace(4, 1000, clock);
    await pace.turn(signal);
    expect(pace.slowDown()).toBe(60_000);
    expect(pace.rate()).toBe(2);
    expect(await takeTurns(pace, clock, 3)).toEqual([60_000, 60_500, 61_000]);
  });

  test('counts the same answer to several calls in flight once', () => {
    const pace = createPace(4, 1000, createFakeClock());
    pace.slowDown();
    pace.slowDown();
    expect(pace.rate()).toBe(2);
  });

  test('recovers slowly, and not beyond where it began', async () => {
    const clock = createFakeClock();
    const pace = createPace(4, 1000, clock);
    pace.slowDown();
    for (let answer = 0; answer < 50; answer += 1) pace.succeeded();
    expect(pace.rate()).toBeCloseTo(2.2);
    for (let answer = 0; answer < 1000; answer += 1) pace.succeeded();
    expect(pace.rate()).toBe(4);
  });

  test('never falls below one call in ten seconds', async () => {
    const clock = createFakeClock();
    const pace = createPace(0.15, 1000, clock);
    pace.slowDown();
    await clock.sleep(100_000);
    pace.slowDown();
    expect(pace.rate()).toBe(0.1);
  });

  test('scales its waits with the retry base', () => {
    expect(createPace(4, 1, createFakeClock()).slowDown()).toBe(60);
  });
});
