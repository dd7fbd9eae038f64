/** The built program over three merchants: whatever stops one of them stops no other. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runGit } from '../fakes/git.ts';
import { APPIDS, type Merchants, openMerchants } from '../fakes/merchants.ts';
import { startProgram } from '../fakes/program.ts';

const parse = <T>({ stdout }: { stdout: string }): T => JSON.parse(stdout) as T;

interface Report {
  readonly summary: Readonly<Record<string, number>>;
  readonly accounts: readonly { readonly account: string; readonly summary: Record<string, number> | null }[];
  readonly outcomes: readonly {
    readonly account: string;
    readonly poi_id: string;
    readonly outcome: string;
  }[];
  readonly diagnostics: readonly { readonly code: string; readonly accounts?: readonly string[] }[];
}

const ends = ({ outcomes }: Report): readonly string[] =>
  outcomes.map(({ account, poi_id, outcome }) => `${account} ${poi_id} ${outcome}`);

/** New hours for one store of each. */
function editAll(merchants: Merchants, hour = '09:00-20:00'): void {
  for (const [account, poi] of [
    ['bun', '571'],
    ['coffee', '671'],
    ['teashop', '471'],
  ] as const)
    merchants.edit(account, poi, '10:00-21:00', hour);
}

describe('three merchants, one with a broken file, one without a secret', () => {
  test('are validated, planned, applied, read and shown, and the third gets all that it asks for', async () => {
    const merchants = await openMerchants();
    editAll(merchants);
    merchants.write('stores/bun/broken.yaml', 'name: [\n');
    const env = merchants.without('coffee');
    const run = (args: readonly string[]) => merchants.run(args, env);

    const validated = await run(['validate', '--format', 'json']);
    expect(validated.exitCode).toBe(1);
    expect(parse<Report>(validated).summary).toMatchObject({ files: 5, stores: 4 });

    const planned = await run(['plan']);
    expect(planned.exitCode).toBe(1);
    expect(planned.stdout).toContain('stores/bun/broken.yaml');

    const applied = await run(['apply', '--yes', '--format', 'json']);
    expect(applied.exitCode).toBe(1);
    expect(ends(parse<Report>(applied))).toContain('teashop 471 applied');
    expect(parse<Report>(applied).diagnostics).toContainEqual(
      expect.objectContaining({ code: 'NO_CREDENTIALS', accounts: ['coffee'] }),
    );
    expect(['bun', 'coffee', 'teashop'].map((each) => merchants.updates(each as 'bun'))).toEqual([
      [],
      [],
      ['471'],
    ]);
    expect(merchants.records('teashop')['471']?.values?.hour).toBe('09:00-20:00');
    expect(merchants.records('coffee')['671']?.values?.hour).toBe('10:00-21:00');

    const drifted = await run(['drift', '--format', 'json']);
    expect(drifted.exitCode).toBe(1);
    expect(parse<Report>(drifted).accounts.map(({ account, summary }) => [account, summary?.stores])).toEqual(
      [
        ['bun', 1],
        ['coffee', undefined],
        ['teashop', 2],
      ],
    );

    const status = await run(['status']);
    expect([status.exitCode, status.stdout]).toEqual([
      0,
      'mendian status: 0 reviews pending\n\n3 accounts: bun, coffee, teashop\n\nNo review is pending.\n',
    ]);

    const shown = await run(['show', '671']);
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toContain('Account: coffee');

    const page = await run(['report', '--out', 'page.html']);
    expect([page.exitCode, page.stdout]).toEqual([1, 'Page of 4 stores written to page.html\n']);
    expect(merchants.read('page.html')).toContain('id="plan-coffee-671"');
  });
});

describe('what belongs to one account', () => {
  test('is its lock and its STOP: another run in one and a refusal of another leave the third alone', async () => {
    const merchants = await openMerchants();
    editAll(merchants);
    const holder = { pid: process.pid, host: hostname(), start: '' };
    merchants.write('state/bun.json.lock', `${JSON.stringify(holder)}\n`);
    merchants.emulator.control({
      faults: [{ path: '/wxa/update_store', appid: APPIDS.coffee, times: 9, do: { errcode: 45009 } }],
    });
    const { exitCode, stdout } = await merchants.run(['apply', '--yes', '--format', 'json']);
    const report = JSON.parse(stdout) as Report;
    expect(exitCode).toBe(1);
    expect(ends(report)).toContain('coffee 671 failed');
    expect(ends(report)).toContain('teashop 471 applied');
    expect(report.diagnostics).toContainEqual(expect.objectContaining({ code: 'LOCKED' }));
    expect([merchants.updates('bun'), merchants.updates('teashop')]).toEqual([[], ['471']]);
    expect(merchants.exists('state/teashop.json.lock')).toBe(false);
  });

  test('is its journal: a run that is killed in one account leaves nothing of the others behind', async () => {
    const merchants = await openMerchants();
    editAll(merchants);
    merchants.emulator.control({
      faults: [{ path: '/wxa/update_store', appid: APPIDS.coffee, do: 'hang' }],
    });
    const child = startProgram(['apply', '--yes'], { cwd: merchants.root, env: merchants.env });
    const isRecorded = (account: 'bun' | 'teashop', poi: string): boolean =>
      merchants.records(account)[poi]?.values?.hour === '09:00-20:00';
    await expect
      .poll(() => isRecorded('bun', '571') && isRecorded('teashop', '471'), { timeout: 20_000 })
      .toBe(true);
    child.kill('SIGKILL');
    await child;
    expect(merchants.read('state/coffee.json.journal')).toContain('671');
    expect(['bun', 'teashop'].filter((each) => merchants.exists(`state/${each}.json.journal`))).toEqual([]);

    const again = await merchants.run(['apply', '--yes', '--format', 'json']);
    expect([again.exitCode, ends(parse<Report>(again))]).toEqual([0, ['coffee 671 applied']]);
    expect([merchants.updates('bun'), merchants.updates('teashop')]).toEqual([['571'], ['471']]);
  });

  test('is its claim: where another machine is at work for one, the others are sent and pushed', async () => {
    const merchants = await openMerchants();
    const now = new Date().toISOString();
    const claim = { id: 'other', holder: 'another machine', started_at: now, seen_at: now };
    const state = JSON.parse(merchants.read('state/bun.json')) as object;
    merchants.write('state/bun.json', JSON.stringify({ ...state, run: claim }));
    editAll(merchants);
    const cwd = merchants.root;
    const git = (...args: readonly string[]): Promise<string> => runGit(args, { cwd });
    await git('init', '--quiet', '--initial-branch=main');
    await git('config', 'user.name', 'Tester');
    await git('config', 'user.email', 'tester@example.com');
    await git('add', '.');
    await git('commit', '--quiet', '--message=stores');
    await git('init', '--quiet', '--bare', join('.git', 'remote.git'));
    await git('remote', 'add', 'origin', join(cwd, '.git', 'remote.git'));
    await git('push', '--quiet', '--set-upstream', 'origin', 'main');

    const { exitCode, stdout } = await merchants.run(['apply', '--yes', '--push', '--format', 'json']);
    const report = JSON.parse(stdout) as Report;
    expect(exitCode).toBe(1);
    expect(ends(report)).toEqual(expect.arrayContaining(['coffee 671 applied', 'teashop 471 applied']));
    expect(report.diagnostics).toContainEqual(expect.objectContaining({ code: 'CLAIMED' }));
    expect(merchants.updates('bun')).toEqual([]);
    const pushed = (account: string): Promise<string> => git('show', `origin/main:state/${account}.json`);
    await git('fetch', '--quiet');
    expect(await pushed('coffee')).toContain('09:00-20:00');
    expect(await pushed('teashop')).not.toContain('"run"');
    expect(await pushed('bun')).toContain('another machine');
  });
});
