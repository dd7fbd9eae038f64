/** Whatever breaks, and wherever: after a clean run the platform shows the files, and nothing is lost or left. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Disk, takeDisk } from './disk.ts';
import { playSequence } from './sequence.ts';

/** By hand: CHAOS_SEED=17 CHAOS_SEQUENCES=1 npx vitest run test/chaos */
const FIRST = Number(process.env.CHAOS_SEED ?? 1);
const SEQUENCES = Number(process.env.CHAOS_SEQUENCES ?? 2_000);

let disk: Disk;
beforeAll(() => {
  disk = takeDisk();
});
afterAll(() => disk.release());

test(`${SEQUENCES} sequences of crashes, power losses, broken disks and faults lose nothing`, {
  timeout: 600_000,
}, async () => {
  const broken: string[] = [];
  const total = { deaths: 0, updates: 0 };
  for (let seed = FIRST; seed < FIRST + SEQUENCES; seed += 1) {
    const { problems, deaths, updates } = await playSequence(seed, disk);
    total.deaths += deaths;
    total.updates += updates;
    if (problems.length === 0) continue;
    broken.push([`CHAOS_SEED=${seed} CHAOS_SEQUENCES=1 npx vitest run test/chaos`, ...problems].join('\n  '));
    if (broken.length >= 5) break;
  }
  process.stdout.write(`${SEQUENCES} sequences: ${total.deaths} deaths, ${total.updates} updates\n`);
  expect(broken.join('\n')).toBe('');
  if (SEQUENCES > 10) expect(total.deaths).toBeGreaterThan(SEQUENCES / 10);
});
