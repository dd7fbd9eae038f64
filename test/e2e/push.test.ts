/** Recording by push over HTTP git: claims, two clones, rules of the branch, kills, a branch for the state alone. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { readClaim } from '../../src/state/claim.ts';
import { formatState } from '../../src/state/format.ts';
import { type Chain, openChain } from '../fakes/chain.ts';
import { buildPng } from '../fakes/pictures.ts';
import { listStores, storeYaml } from '../fakes/shop.ts';

const PUSH = ['apply', '--yes', '--rate', '0', '--push'];
const ALL = [...PUSH, '--max-changes', '100%', '--max-reviews', '100%'];
const OTHER = 'http://mmbiz.qpic.cn/mmbiz_jpg/other/0?wx_fmt=jpeg';
const UPDATE = '/wxa/update_store';

/** Changes the first stores in the files and pushes that. */
async function changeStores(chain: Chain, count: number): Promise<void> {
  for (const { poi_id } of listStores(count)) {
    chain.writeStore(`stores/${poi_id}.yaml`, { poi_id, hour: '09:00-21:00' });
  }
  await chain.publish('new hours');
}

async function openRecorded(count: number): Promise<Chain> {
  return await openChain({ stores: listStores(count), begin: 'recorded' });
}

async function waitFor(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; !(await condition()); tries += 1) {
    if (tries > 400) throw new Error('it never came about');
    await sleep(25);
  }
}

describe('apply --push', () => {
  test('claims, sends, records the audit id in the branch, and brings the checkout along', async () => {
    const chain = await openChain({ stores: listStores(2) });
    expect((await chain.run(PUSH)).exitCode).toBe(0);
    expect(await chain.subjects()).toEqual(['begin', 'mendian: record 2 stores']);
    chain.writeStore('stores/472671858.yaml', { poi_id: '472671858', pic_list: [OTHER] });
    await chain.publish('new picture');
    const { exitCode, stderr } = await chain.run(PUSH);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Claimed 1 store in origin/main');
    expect(stderr).toContain('pushed to origin/main');
    expect(await chain.subjects()).toEqual([
      'begin',
      'mendian: record 2 stores',
      'new picture',
      'mendian: claim 1 store before sending',
      'mendian: record 1 store',
    ]);
    const state = await chain.remoteState();
    expect(state.stores.get('472671858')).toMatchObject({ audit_id: '9007199254740993', review: 'pending' });
    expect(readClaim(state)).toBeNull();
    expect(await chain.git('log', '-1', '--format=%b')).toContain(
      '- 示例店 (472671858): review started, audit id 9007199254740993',
    );
    expect(await chain.git('status', '--porcelain')).toBe('');
    expect((await chain.git('rev-parse', 'HEAD')).trim()).toBe(
      (await chain.git('rev-parse', 'origin/main')).trim(),
    );
  });

  test('records which change brought the values, for the stores that it changed', async () => {
    const chain = await openRecorded(2);
    chain.writeStore('stores/472671858.yaml', { poi_id: '472671858', pic_list: [OTHER] });
    await chain.publish('A new front (#12)');
    const commit = (await chain.git('rev-parse', 'HEAD')).trim();
    expect((await chain.run(ALL)).exitCode).toBe(0);
    const { stores } = await chain.remoteState();
    expect(stores.get('472671858')?.source).toEqual({ commit, pull: 12 });
    expect(stores.get('472671857')).not.toHaveProperty('source');
  });

  test('sends nothing and commits nothing when there is nothing to do', async () => {
    const chain = await openRecorded(2);
    const before = chain.emulator.requests.length;
    for (const _ of [1, 2]) {
      expect((await chain.run(PUSH)).stdout).toContain('Nothing to do');
    }
    expect(chain.emulator.requests.length).toBe(before);
    expect(await chain.subjects()).toEqual(['begin']);
  });

  test('works from a folder below the top', async () => {
    const chain = await openChain({ stores: listStores(1) });
    await chain.git('mv', 'stores', 'chain');
    await chain.git('commit', '-qm', 'move');
    await chain.git('mv', 'chain', 'stores');
    chain.write('shops/tea/stores/a.yaml', storeYaml({ poi_id: '472671857' }));
    await chain.publish('below');
    expect((await chain.run([...PUSH, '-C', 'shops/tea'])).exitCode).toBe(0);
    chain.write('shops/tea/stores/a.yaml', storeYaml({ poi_id: '472671857', hour: '09:00-21:00' }));
    expect((await chain.run([...PUSH, '-C', 'shops/tea'])).stdout).toContain('WORKTREE_DIRTY');
    await chain.publish('hours');
    expect((await chain.run([...PUSH, '-C', 'shops/tea'])).exitCode).toBe(0);
    expect(await chain.git('show', 'origin/main:shops/tea/mendian.state.json')).toContain('09:00-21:00');
    expect(await chain.git('status', '--porcelain')).toBe('');
  });

  test('says what was done even where a store is refused', async () => {
    const chain = await openRecorded(3);
    await changeStores(chain, 3);
    chain.emulator.control({
      faults: [{ path: UPDATE, poi_id: '472671858', do: { errcode: 40097, errmsg: 'invalid args' } }],
    });
    expect((await chain.run(ALL)).exitCode).toBe(1);
    const state = await chain.remoteState();
    expect(state.stores.get('472671857')?.values?.hour).toBe('09:00-21:00');
    expect(state.stores.get('472671858')).toMatchObject({
      values: { hour: '10:00-21:00' },
      refused: { code: 40097 },
    });
  });
});

describe('a checkout that is not the branch’s tip', () => {
  test.each([
    [
      'with changes that are not committed',
      async (chain: Chain) => {
        chain.writeStore('stores/472671857.yaml', { poi_id: '472671857', hour: '08:00-21:00' });
      },
      'WORKTREE_DIRTY',
    ],
    [
      'with a new file that is not committed',
      async (chain: Chain) => {
        chain.writeStore('stores/new.yaml', { poi_id: '472671999' });
      },
      'WORKTREE_DIRTY',
    ],
    [
      'with a picture outside the stores folder that git ignores',
      async (chain: Chain) => {
        chain.writeStore('stores/472671857.yaml', {
          poi_id: '472671857',
          pic_list: ['../photos/[front] of *.png'],
        });
        chain.write('.gitignore', 'photos/\n');
        await chain.publish('a picture to come');
        mkdirSync(join(chain.root, 'photos'));
        writeFileSync(join(chain.root, 'photos/[front] of *.png'), buildPng({ word: 'front' }));
      },
      'WORKTREE_DIRTY',
    ],
    [
      'with commits that are not pushed',
      async (chain: Chain) => {
        chain.writeStore('stores/472671857.yaml', { poi_id: '472671857', hour: '08:00-21:00' });
        await chain.git('commit', '-qam', 'not pushed');
      },
      'NOT_THE_TIP',
    ],
    [
      'that is older',
      async (chain: Chain) => {
        await chain.git('reset', '-q', '--hard', 'HEAD^');
      },
      'NOT_THE_TIP',
    ],
    [
      'on no branch',
      async (chain: Chain) => {
        await chain.git('checkout', '-q', '--detach');
      },
      'DETACHED_HEAD',
    ],
    [
      'whose journal is under version control',
      async (chain: Chain) => {
        chain.write('mendian.state.json.journal', '');
        await chain.git('add', '-f', 'mendian.state.json.journal');
        await chain.publish('a journal');
      },
      'JOURNAL_TRACKED',
    ],
    [
      'without a remote',
      async (chain: Chain) => {
        await chain.git('branch', '--unset-upstream');
        await chain.git('remote', 'remove', 'origin');
      },
      'NO_REMOTE',
    ],
  ])('%s is refused before anything is sent', async (_title, spoil, code) => {
    const chain = await openRecorded(2);
    await changeStores(chain, 2);
    await spoil(chain);
    const { exitCode, json } = await chain.runJson(ALL);
    expect(exitCode).toBe(1);
    expect(json.diagnostics.map((each) => each.code)).toContain(code);
    expect(chain.emulator.requests).toEqual([]);
  });

  test('is fine where only commits of the state came after it', async () => {
    const chain = await openRecorded(2);
    const other = await chain.clone();
    await changeStores(chain, 1);
    await other.git('pull', '-q');
    expect((await other.run(ALL)).exitCode).toBe(0);
    const { exitCode, stdout } = await chain.run(ALL);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Nothing to do');
    expect(chain.updates()).toEqual(['472671857']);
    expect(chain.records()['472671857']?.values?.hour).toBe('09:00-21:00');
    expect(await chain.git('status', '--porcelain')).toBe('');
    expect((await chain.git('rev-parse', 'HEAD')).trim()).toBe(
      (await chain.git('rev-parse', 'origin/main')).trim(),
    );
  });

  test('is brought along even where the run is refused afterwards, so that a pull finds nothing in its way', async () => {
    const chain = await openRecorded(3);
    const other = await chain.clone();
    await changeStores(chain, 3);
    await other.git('pull', '-q');
    await other.run([...ALL, '--select', '472671857']);
    const refused = await chain.run([...PUSH, '--expect-digest', '0'.repeat(64)]);
    expect(refused.stdout).toContain('DIGEST_MISMATCH');
    expect(await chain.git('status', '--porcelain')).toBe('');
    await chain.git('pull', '-q');
  });
});

describe('a branch that takes no commit', () => {
  test.each(['G05/pre-receive', 'G05/pre-receive-ruleset'])(
    'by %s: nothing is sent, at most two tries',
    async (hook) => {
      const chain = await openRecorded(2);
      await changeStores(chain, 2);
      chain.guard(hook);
      const { exitCode, json } = await chain.runJson(ALL);
      expect(exitCode).toBe(1);
      expect(chain.updates()).toEqual([]);
      const found = json.diagnostics.find(({ code }) => code === 'PUSH_REFUSED');
      expect(found?.message).toMatch(/origin\/main does not take .* \(GH0(06|13)\)/u);
      expect(found?.hint).toMatch(/state-branch.*App token.*deploy key/u);
      const pushes = chain.server.requests.filter(
        ({ method, url }) => method === 'POST' && url.endsWith('receive-pack'),
      );
      // Two of them are the test's own.
      expect(pushes.length).toBeLessThanOrEqual(2 + 2);
      expect(json.outcomes.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped']);
    },
  );

  test('only after the claim: the run is red, and the state stays in the checkout for the next one', async () => {
    const chain = await openRecorded(1);
    chain.writeStore('stores/472671857.yaml', { poi_id: '472671857', pic_list: [OTHER] });
    await chain.publish('a picture');
    chain.server.beforePushes.push(null, async () => chain.guard('G05/pre-receive-ruleset'));
    const { exitCode, stdout } = await chain.run([...ALL, '--format', 'json']);
    expect(exitCode).toBe(1);
    const codes = JSON.parse(String(stdout)).diagnostics.map((each: { code: string }) => each.code);
    expect(codes).toEqual(['NOT_RECORDED', 'PUSH_REFUSED']);
    expect(chain.records()['472671857']?.audit_id).toBe('9007199254740993');
    expect(chain.updates()).toEqual(['472671857']);
    chain.emulator.control({ reset: true });
    rmSync(`${chain.remote}/hooks/pre-receive`);
    expect((await chain.run(ALL)).exitCode).toBe(0);
    expect((await chain.remoteState()).stores.get('472671857')).toMatchObject({
      audit_id: '9007199254740993',
      review: 'pending',
    });
    expect(chain.updates()).toEqual([]);
  });
});

describe('two clones', () => {
  test('never send at once: the second is refused while the first one’s claim lives', async () => {
    const chain = await openRecorded(2);
    await changeStores(chain, 2);
    const other = await chain.clone();
    // The second one comes when the first is about to push its results.
    const second = async (): Promise<void> => {
      const { exitCode, stdout } = await other.run(ALL);
      expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/CLAIMED[\s\S]*\(pid \d+\)/u)]);
      refused += 1;
    };
    let refused = 0;
    chain.server.beforePushes.push(null, second);
    expect((await chain.run(ALL)).exitCode).toBe(0);
    expect(refused).toBe(1);
    expect([...chain.updates()].sort()).toEqual(['472671857', '472671858']);
  });

  test('of which one was killed after its claim: the other waits, the killed one’s own clone goes on at once', async () => {
    const chain = await openRecorded(2);
    await changeStores(chain, 2);
    const other = await chain.clone();
    chain.emulator.control({ faults: [{ path: UPDATE, do: 'hang' }] });
    const killed = chain.start(ALL);
    await waitFor(() => chain.updates().length === 1);
    killed.kill('SIGKILL');
    await killed;
    chain.emulator.control({ reset: true });
    expect((await other.run(ALL)).stdout).toContain('CLAIMED');
    expect((await chain.run(ALL)).exitCode).toBe(0);
    const state = await chain.remoteState();
    expect(readClaim(state)).toBeNull();
    for (const { poi_id } of listStores(2)) {
      expect(state.stores.get(poi_id)).toMatchObject({ values: { hour: '09:00-21:00' } });
      expect(state.stores.get(poi_id)?.uncertain).toBeUndefined();
    }
    await other.git('pull', '-q');
    expect((await other.run(ALL)).stdout).toContain('Nothing to do');
  });

  test('that record different stores lose nothing: a foreign state lands between apply and push', async () => {
    const chain = await openRecorded(3);
    await changeStores(chain, 1);
    const other = await chain.clone();
    const land = async (): Promise<void> => {
      await other.git('pull', '-q');
      const state = await chain.remoteState();
      const stores = new Map(state.stores);
      const foreign = stores.get('472671859');
      if (foreign === undefined) throw new Error('no such record');
      stores.set('472671859', { ...foreign, review: 'approved', audit_id: '77' });
      writeFileSync(`${other.root}/mendian.state.json`, formatState({ ...state, stores }));
      writeFileSync(`${other.root}/README.md`, 'another commit\n');
      await other.git('add', '-A');
      await other.git('commit', '-qm', 'foreign');
      await other.git('push', '-q');
    };
    chain.server.beforePushes.push(null, land);
    expect((await chain.run(ALL)).exitCode).toBe(0);
    const merged = await chain.remoteState();
    expect(merged.stores.get('472671859')).toMatchObject({ review: 'approved', audit_id: '77' });
    expect(merged.stores.get('472671857')).toMatchObject({ values: { hour: '09:00-21:00' } });
    expect(readClaim(merged)).toBeNull();
    expect((await chain.subjects()).slice(-2)).toEqual(['foreign', 'mendian: record 1 store']);
  });
});

describe('a signal', () => {
  test('ends the run with what was done recorded in the branch, and the claim dropped', async () => {
    const chain = await openRecorded(4);
    await changeStores(chain, 4);
    chain.emulator.control({ faults: [{ path: UPDATE, after: 1, do: 'hang' }] });
    const run = chain.start([...ALL, '--concurrency', '1']);
    await waitFor(() => chain.updates().length === 2);
    run.kill('SIGTERM');
    const { exitCode } = await run;
    expect(exitCode).toBe(1);
    const state = await chain.remoteState();
    expect(readClaim(state)).toBeNull();
    const records = [...state.stores.values()];
    expect(records.map(({ values }) => values?.hour)).toEqual([
      '09:00-21:00',
      ...Array(3).fill('10:00-21:00'),
    ]);
    // Of the call in flight nobody knows; the two behind it were never begun.
    expect(records.map(({ uncertain }) => uncertain)).toEqual([undefined, true, undefined, undefined]);
    chain.emulator.control({ reset: true });
    expect((await chain.run(ALL)).exitCode).toBe(0);
  });
});

describe('a branch of its own for the state', () => {
  const OWN = [...ALL, '--state-branch', 'mendian-state'];

  test('is made at first use without history, and the branch of the stores is left alone', async () => {
    const chain = await openChain({ stores: listStores(2) });
    chain.guard('G05/pre-receive-ruleset');
    expect((await chain.run(OWN)).exitCode).toBe(0);
    expect(await chain.subjects('mendian-state')).toEqual(['mendian: record 2 stores']);
    expect(await chain.subjects()).toEqual(['begin']);
    expect((await chain.git('ls-tree', '--name-only', 'origin/mendian-state')).trim()).toBe(
      'mendian.state.json',
    );
  });

  test('serves every clone, and a second run does nothing', async () => {
    const chain = await openChain({ stores: listStores(2) });
    await chain.run(OWN);
    await changeStores(chain, 1);
    expect((await chain.run(OWN)).exitCode).toBe(0);
    const other = await chain.clone();
    const { exitCode, stdout } = await other.run(OWN);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Nothing to do')]);
    expect(chain.updates()).toEqual(['472671857']);
    expect(await chain.subjects('mendian-state')).toHaveLength(3);
  });

  test('starts from the baseline of the branch of the stores, and then goes its own way', async () => {
    const chain = await openRecorded(3);
    await changeStores(chain, 1);
    const { json } = await chain.runJson(OWN);
    expect(json.outcomes).toMatchObject([{ poi_id: '472671857', outcome: 'applied', sent: true }]);
    expect([...(await chain.remoteState('mendian-state')).stores.keys()]).toHaveLength(3);
    chain.remove('stores/472671859.yaml');
    await chain.git('checkout', '-q', '--', 'mendian.state.json');
    await chain.publish('one less');
    const other = await chain.clone();
    expect((await other.run(OWN)).exitCode).toBe(0);
    const { stdout } = await other.run(OWN);
    expect(stdout).toContain('Nothing to do');
    expect([...(await chain.remoteState('mendian-state')).stores.keys()]).toEqual(['472671857', '472671858']);
  });

  test('is not taken without --push or --commit', async () => {
    const chain = await openChain({ stores: listStores(1) });
    const { exitCode, stderr } = await chain.run(['apply', '--yes', '--state-branch', 'x']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('together with --push')]);
  });
});

describe('apply --commit', () => {
  test('commits the state in this clone and pushes nothing', async () => {
    const chain = await openChain({ stores: listStores(2) });
    expect((await chain.run(['apply', '--yes', '--rate', '0', '--commit'])).exitCode).toBe(0);
    expect(await chain.subjects()).toEqual(['begin']);
    expect((await chain.git('log', '--format=%s')).trim().split('\n')).toEqual([
      'mendian: record 2 stores',
      'begin',
    ]);
    expect(await chain.git('status', '--porcelain')).toBe('');
  });

  test('keeps what the next --push tells, though others recorded in between', async () => {
    const chain = await openRecorded(2);
    const other = await chain.clone();
    chain.writeStore('stores/472671857.yaml', { poi_id: '472671857', pic_list: [OTHER] });
    await chain.publish('a picture');
    expect((await chain.run([...ALL.filter((word) => word !== '--push'), '--commit'])).exitCode).toBe(0);
    await other.git('pull', '-q');
    const state = await chain.remoteState();
    const foreign = state.stores.get('472671858') ?? { review: 'none' };
    const stores = new Map(state.stores).set('472671858', { ...foreign, audit_id: '77' });
    writeFileSync(`${other.root}/mendian.state.json`, formatState({ ...state, stores }));
    await other.git('commit', '-qam', 'foreign');
    await other.git('push', '-q');
    expect((await chain.run(ALL)).exitCode).toBe(0);
    const merged = await chain.remoteState();
    expect(merged.stores.get('472671857')).toMatchObject({ audit_id: '9007199254740993', review: 'pending' });
    expect(merged.stores.get('472671858')).toMatchObject({ audit_id: '77' });
    expect(chain.updates()).toEqual(['472671857']);
  });
});
