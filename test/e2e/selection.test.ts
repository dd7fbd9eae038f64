/** `--select` and `--exclude` in the built program: obeyed and printed, or refused. */
import { describe, expect, test } from 'vitest';
import { NEW_PICTURE } from '../builders.ts';
import { runProgram } from '../fakes/program.ts';
import { openShop } from '../fakes/shop.ts';

const EAST = '472671857';
const WEST = '472671858';

/** Two stores on record with a change each, and a review that is waited for at each. */
async function openTwo() {
  const shop = await openShop({
    stores: [
      { poi_id: EAST, name: '东店' },
      { poi_id: WEST, name: '西店' },
    ],
    begin: 'recorded',
  });
  for (const [poi_id, name] of [
    [EAST, '东店'],
    [WEST, '西店'],
  ] as const)
    shop.writeStore(`stores/${poi_id}.yaml`, { poi_id, name, hour: '08:00-20:00', pic_list: [NEW_PICTURE] });
  return shop;
}

describe('a selection', () => {
  test('narrows each command that works on stores, and is printed by it', async () => {
    const shop = await openTwo();
    const narrow = ['--select', EAST, '--exclude', 'it’s (not) this'];
    const shown = `Only --select ${EAST} --exclude 'it’s (not) this'`;
    for (const args of [
      ['validate'],
      ['plan'],
      ['drift'],
      ['apply', '--yes'],
      ['status'],
      ['import', '--dry-run'],
    ]) {
      const { stdout, exitCode } = await shop.run([...args, ...narrow]);
      expect(stdout).toContain(shown);
      expect(stdout).toContain("No store matches --exclude 'it’s (not) this', so it leaves none out.");
      expect(stdout).not.toContain(WEST);
      expect(exitCode).toBe(0);
    }
    expect(new Set(shop.updates())).toEqual(new Set([EAST]));
  });

  test('keeps what is wrong elsewhere out of the way, and a file whose labels cannot be read in it', async () => {
    const shop = await openTwo();
    shop.write('stores/east/broken.yaml', 'name: x\npoi_id: "1"\nhour: 25:00\n');
    expect(await shop.run(['validate', '--exclude', 'east/'])).toMatchObject({ exitCode: 0 });
    const { stdout, exitCode } = await shop.run(['validate', '--select', 'region=east']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^stores\/east\/broken\.yaml:/mu);
    expect(stdout).not.toContain('SELECTION_');
  });

  test('is a member of the JSON documents, only where there is one', async () => {
    const shop = await openTwo();
    for (const command of ['validate', 'status']) {
      const narrowed = await shop.runJson([command, '--exclude', WEST]);
      expect(narrowed.json).toHaveProperty('selection', [`--exclude ${WEST}`]);
      expect((await shop.runJson([command])).json).not.toHaveProperty('selection');
    }
  });

  test('that takes nothing says so, with what may be meant', async () => {
    const shop = await openTwo();
    const { stdout } = await shop.run(['plan', '--select', '472671 857']);
    expect(stdout).toContain(
      "No store matches --select '472671 857'.\n  → A poi_id is digits alone. Did you mean 472671857?",
    );
    expect(stdout.match(/No store matches/gu)).toHaveLength(1);
    const several = await shop.run(['plan', '--select', EAST, '--select', 'story/']);
    expect(several.stdout).toContain('No store matches --select story/.');
    expect(several.stdout).not.toContain('SELECTION_EMPTY');
  });

  test('is refused where it would be ignored, and is not in that help', async () => {
    const refused = await runProgram(['demo', '--select', 'x'], { cwd: '/' });
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toContain(
      'error OPTION_NOT_TAKEN\n  mendian demo takes no --select: it plays with sample stores in a folder of its own.\n  → Leave --select out.',
    );
    const help = await runProgram(['help', 'demo'], { cwd: '/' });
    expect(help.stdout).toContain('--no-color');
    expect(help.stdout).not.toContain('--select');
  });
});
