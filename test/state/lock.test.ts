/** The lock: one run at a time, taken over from the dead only. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describeSelf, lookAtLock, takeLock } from '../../src/state/lock.ts';

const NAME = 'mendian.state.json.lock';

function openPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, NAME);
}

function writeHolder(path: string, holder: object, minutesAgo: number): void {
  writeFileSync(path, `${JSON.stringify(holder)}\n`);
  const then = new Date(Date.now() - minutesAgo * 60_000);
  utimesSync(path, then, then);
}

const take = (path: string) => takeLock(path, NAME, Date.now);

/** The id of a process that has ended. */
async function findDeadProcess(): Promise<number> {
  const child = execa(process.execPath, ['-e', '']);
  await child;
  return child.pid ?? 0;
}

describe('a lock', () => {
  test('is taken, refuses a second taker by name, and is given back', () => {
    const path = openPath();
    const lock = take(path).value;
    expect(lock).not.toBeNull();
    const second = take(path);
    expect(second.value).toBeNull();
    expect(second.diagnostics).toMatchObject([
      { code: 'LOCKED', params: { holder: { phrase: 'lock-holder', pid: process.pid } } },
    ]);
    lock?.release();
    expect(existsSync(path)).toBe(false);
    take(path).value?.release();
  });

  test('of a dead process on this machine is taken over at once', async () => {
    const path = openPath();
    writeHolder(path, { pid: await findDeadProcess(), host: hostname(), start: '' }, 0);
    const lock = take(path).value;
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
    lock?.release();
  });

  test.each([1, -1])(
    'that was never written whole is taken over, also when the clock was set by %i hours',
    (hours) => {
      const path = openPath();
      writeFileSync(path, '');
      const then = new Date(Date.now() + hours * 3_600_000);
      utimesSync(path, then, then);
      expect(take(path).value).not.toBeNull();
    },
  );

  test('of a process whose id another one has now is taken over', () => {
    const path = openPath();
    writeHolder(path, { ...describeSelf(), start: 'ticks:1' }, 0);
    const lock = take(path).value;
    expect(lock === null).toBe(describeSelf().start === '');
    lock?.release();
  });

  test('of a living process that tells its start in another form is respected', () => {
    const path = openPath();
    for (const start of [1_764_000_000_000, '2026-11-25T10:00:00Z', null]) {
      writeHolder(path, { pid: process.pid, host: hostname(), start }, 60);
      expect(take(path).value).toBeNull();
    }
  });

  test.each([
    [14, null],
    [16, 'taken'],
  ])('of another machine, silent for %i minutes: %s', (minutes, expected) => {
    const path = openPath();
    writeHolder(path, { pid: 1, host: 'another-machine', start: '' }, minutes);
    const lock = take(path).value;
    expect(lock === null ? null : 'taken').toBe(expected);
    lock?.release();
  });

  test.each([
    [0, null],
    [1, 'taken'],
  ])('that is empty for %i minutes: %s', (minutes, expected) => {
    const path = openPath();
    writeFileSync(path, '');
    const then = new Date(Date.now() - minutes * 60_000);
    utimesSync(path, then, then);
    const lock = take(path).value;
    expect(lock === null ? null : 'taken').toBe(expected);
    lock?.release();
  });

  test('clears away what a run left that was killed while taking over, not what one is about to use', () => {
    const path = openPath();
    for (const name of ['0123456789ab', 'fedcba987654']) writeFileSync(`${path}.${name}`, 'stale');
    const soon = takeLock(path, NAME, Date.now);
    expect(existsSync(`${path}.0123456789ab`)).toBe(true);
    soon.value?.release();
    takeLock(path, NAME, () => Date.now() + 60_000).value?.release();
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  test('that another run took over meanwhile is not removed', () => {
    const path = openPath();
    const lock = take(path).value;
    writeHolder(path, { pid: 1, host: 'another-machine', start: '' }, 0);
    lock?.release();
    expect(existsSync(path)).toBe(true);
  });
});

describe('a look at a lock', () => {
  const look = (path: string) => lookAtLock(path, Date.now());

  test('tells whether it is free, held or left behind, and changes nothing', async () => {
    const path = openPath();
    expect(look(path)).toEqual({ kind: 'free' });
    const lock = take(path).value;
    expect(look(path)).toMatchObject({ kind: 'held', holder: { phrase: 'lock-holder', pid: process.pid } });
    lock?.release();
    writeHolder(path, { pid: await findDeadProcess(), host: hostname(), start: '' }, 0);
    const text = readFileSync(path, 'utf8');
    expect(look(path)).toMatchObject({ kind: 'dead' });
    expect(readFileSync(path, 'utf8')).toBe(text);
    writeHolder(path, { pid: 1, host: 'elsewhere', start: '' }, 20);
    expect(look(path)).toMatchObject({ kind: 'dead' });
  });

  test('follows no link', () => {
    const path = openPath();
    symlinkSync('/dev/zero', path);
    expect(look(path)).toEqual({ kind: 'odd', detail: 'file-linked' });
  });
});
