/** What a run tells while it works, on a terminal and in a log. */
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { zhCN } from '../../src/messages/zh-CN.ts';
import type { Outcome, Progress } from '../../src/model/run.ts';
import { reportProgress } from '../../src/report/progress.ts';

function buildOutcome(poi_id: string): Outcome {
  const place = { account: 'default', poi_id, name: '店', file: null, attempts: 1 };
  return { ...place, outcome: 'applied', sent: true, audit_id: null, review: 'none' };
}

/** Plays events half a second apart and returns what was written. */
function play(mode: 'moving' | 'lines', events: readonly Progress[]): string {
  let written = '';
  let time = 0;
  const reporter = reportProgress({ mode, write: (text) => (written += text), now: () => time }, en);
  for (const event of events) {
    reporter.tell(event);
    time += 500;
  }
  reporter.end();
  return written;
}

function sendEvents(total: number): readonly Progress[] {
  return [
    { kind: 'sending', total, rate: 2 },
    ...Array.from({ length: total }, (_, index) => {
      const outcome = buildOutcome(String(index + 1));
      return { kind: 'outcome', outcome, done: index + 1, total } as const;
    }),
  ];
}

describe('on a terminal', () => {
  test('one line moves, with the rate and the time left, and is taken away at the end', () => {
    const written = play('moving', sendEvents(5));
    expect(written).toContain('Store 4 of 5, 2.0 a second, less than a second left');
    expect(written).toContain('Store 5 of 5, 2.0 a second\r');
    expect(written.endsWith('\r\u001b[2K')).toBe(true);
  });

  test('the moving line never reaches the last column, however narrow the terminal becomes', () => {
    let columns = 30;
    const written: string[] = [];
    const output = {
      mode: 'moving',
      write: (text: string) => void written.push(text),
      now: () => 1000,
    } as const;
    const reporter = reportProgress({ ...output, columns: () => columns }, zhCN);
    for (const event of sendEvents(5)) {
      reporter.tell(event);
      columns -= 6;
    }
    const lines = written.slice(1).map((text) => text.replace('\r\u001b[2K', ''));
    const room = [23, 17, 11, 5, 0];
    const spare = lines.map((line, index) => (room[index] ?? 0) - stringWidth(line));
    // A Chinese sign that would pass the end leaves one column free.
    expect(spare.every((left) => left === 0 || left === 1)).toBe(true);
    expect(lines).toHaveLength(5);
  });
});

describe('in a log', () => {
  test('each store has its line, and nothing moves', () => {
    const written = play('lines', sendEvents(3));
    expect(written.split('\n').length).toBe(5);
    expect(written).toContain('[2/3] 店 (2): applied\n');
    expect(written).not.toMatch(/[\r\u001b]/u);
  });

  test('many stores have a line for each tenth', () => {
    expect(play('lines', sendEvents(1000)).split('\n').length).toBe(12);
  });

  test('a wait says why and how long', () => {
    const fault = { code: 'HTTP_STATUS', params: { status: 502 } } as const;
    expect(play('lines', [{ kind: 'waiting', milliseconds: 2000, fault }])).toBe(
      'WeChat’s gateway answered HTTP 502. Trying again in 2 s.\n',
    );
    expect(play('lines', [{ kind: 'slower', milliseconds: 60_000, rate: 2.5 }])).toBe(
      'WeChat asks to go slower: waiting 60 s, then 2.5 calls a second\n',
    );
  });
});
