/** The main job over the built program: approval, brakes, drift, damaged states, signals and kills. */
import { describe, expect, test } from 'vitest';
import { BASELINE_DATE, recordAll } from '../fakes/baseline.ts';
import { listStores, openShop, type Shop } from '../fakes/shop.ts';

const FAST = ['apply', '--yes', '--rate', '0'];
const ALL = [...FAST, '--max-changes', '100%', '--max-reviews', '100%'];
const OTHER = 'http://mmbiz.qpic.cn/mmbiz_jpg/other/0?wx_fmt=jpeg';

async function openChangedShop(count: number, changed = count): Promise<Shop> {
  const stores = listStores(count);
  const shop = await openShop({ stores, begin: 'recorded' });
  for (const store of stores.slice(0, changed)) {
    shop.writeStore(`stores/${store.poi_id}.yaml`, { ...store, hour: '09:00-21:00' });
  }
  return shop;
}

describe('the main job', () => {
  test('adopts without sending, updates only what changed, and then has nothing to do', async () => {
    const shop = await openShop({ stores: listStores(3) });
    const first = await shop.runJson(FAST);
    expect(first.exitCode).toBe(0);
    expect(first.json.outcomes.map(({ outcome, sent }) => [outcome, sent])).toEqual(
      Array(3).fill(['applied', false]),
    );
    expect(shop.updates()).toEqual([]);
    // What all tests begin with that say `recorded`.
    const undated = shop.read('mendian.state.json').replace(/(?<="applied_at":")[^"]+/gu, BASELINE_DATE);
    expect(undated).toBe(recordAll(listStores(3)));
    shop.writeStore('stores/472671858.yaml', { poi_id: '472671858', pic_list: [OTHER] });
    const { json } = await shop.runJson(FAST);
    expect(json.outcomes).toMatchObject([
      { poi_id: '472671858', outcome: 'applied', sent: true, audit_id: '9007199254740993' },
    ]);
    expect((await shop.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
    const before = shop.emulator.requests.length;
    const again = await shop.runJson(FAST);
    expect(again).toMatchObject({ exitCode: 0, json: { outcomes: [] } });
    expect(shop.emulator.requests.length).toBe(before);
  });

  test('sends the whole record with its length, and nothing that nobody wrote', async () => {
    const shop = await openShop({
      stores: [{ poi_id: '472671857', map_poi_id: '5938314494307741153', card_id: '' }],
      switches: { strictMembers: 'yes', requireMapPoiId: 'yes' },
    });
    expect((await shop.run(FAST)).exitCode).toBe(0);
    const request = shop.emulator.requests.find(({ path }) => path === '/wxa/update_store');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      poi_id: '472671857',
      hour: '10:00-21:00',
      contract_phone: '021-00001234',
      pic_list: JSON.stringify({ list: ['http://mmbiz.qpic.cn/mmbiz_jpg/front/0?wx_fmt=jpeg'] }),
      map_poi_id: '5938314494307741153',
      card_id: '',
    });
    expect(request?.headers['content-length']).toBe(String(Buffer.byteLength(request?.body ?? '')));
    expect(request?.headers['transfer-encoding']).toBeUndefined();
  });

  test('leaves a removed store at WeChat as it is', async () => {
    const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
    shop.remove('stores/472671857.yaml');
    const { json } = await shop.runJson(FAST);
    expect(json.outcomes).toMatchObject([{ poi_id: '472671857', outcome: 'released' }]);
    expect(shop.emulator.requests).toEqual([]);
    expect(Object.keys(shop.records())).toEqual(['472671858']);
  });

  test('never puts a secret or a token anywhere', async () => {
    const shop = await openChangedShop(2);
    const { stdout, stderr } = await shop.run([...ALL, '--verbose']);
    expect(stderr).toMatch(/POST \/wxa\/update_store HTTP 200 errcode 0/u);
    for (const text of [stdout, stderr, shop.read('mendian.state.json')]) {
      expect(text).not.toMatch(/the-secret-of-the-tests|stable-token|access_token/u);
    }
  });
});

describe('the approval', () => {
  test('of a plan file is exactly what is applied; the rest is skipped and named', async () => {
    const shop = await openChangedShop(3, 1);
    await shop.run(['plan', '--out', 'plan.json']);
    shop.writeStore('stores/472671858.yaml', { poi_id: '472671858', hour: '08:00-20:00' });
    const { exitCode, json } = await shop.runJson([...ALL, 'plan.json']);
    expect(exitCode).toBe(1);
    expect(json.outcomes).toMatchObject([
      { poi_id: '472671857', outcome: 'applied' },
      { poi_id: '472671858', outcome: 'skipped', error: { code: 'NOT_IN_PLAN' } },
    ]);
    expect(shop.updates()).toEqual(['472671857']);
  });

  test('by digest refuses the run on any difference', async () => {
    const shop = await openChangedShop(2);
    const { digest } = (await shop.runJson(['plan'])).json;
    shop.writeStore('stores/472671858.yaml', { poi_id: '472671858', hour: '08:00-20:00' });
    const { exitCode, json } = await shop.runJson([...ALL, '--expect-digest', digest]);
    expect(exitCode).toBe(1);
    expect(json.diagnostics).toMatchObject([{ code: 'DIGEST_MISMATCH' }]);
    expect(json.summary.skipped).toBe(2);
    expect(shop.emulator.requests).toEqual([]);
  });

  test('is missing without a terminal and without --yes', async () => {
    const shop = await openChangedShop(1);
    const { exitCode, json } = await shop.runJson(['apply']);
    expect(exitCode).toBe(1);
    expect(json.diagnostics).toMatchObject([{ code: 'NOT_CONFIRMED' }]);
    expect(json.outcomes).toMatchObject([{ outcome: 'skipped', error: { code: 'NOT_CONFIRMED' } }]);
  });

  test.each([
    ['that is not there', null],
    ['that is no plan', '{"format":"x"}'],
    ['that is no JSON', 'hello'],
    [
      'whose change has no digest',
      '{"format":"mendian/plan@1","changes":[{"account":"default","poi_id":"1"}]}',
    ],
  ])('by a file %s refuses the run', async (_what, content) => {
    const shop = await openChangedShop(1);
    if (content !== null) shop.write('plan.json', content);
    const { exitCode, json } = await shop.runJson([...ALL, 'plan.json']);
    expect(exitCode).toBe(1);
    expect(json.diagnostics).toMatchObject([{ code: 'PLAN_FILE_UNREADABLE' }]);
    expect(shop.emulator.requests).toEqual([]);
  });
});

describe('the brakes', () => {
  test('refuse more than 30% of ten stores and more, and say how to go on', async () => {
    const shop = await openChangedShop(10, 4);
    const { exitCode, json } = await shop.runJson(FAST);
    expect(exitCode).toBe(1);
    expect(json.diagnostics).toMatchObject([
      { code: 'MAX_CHANGES', hint: expect.stringContaining('--max-changes 4') },
    ]);
    expect(json.summary).toMatchObject({ skipped: 4, applied: 0 });
    expect(shop.updates()).toEqual([]);
    expect((await shop.run([...FAST, '--max-changes', '4'])).exitCode).toBe(0);
  });

  test('are announced by plan, before anybody approves', async () => {
    const shop = await openChangedShop(10, 4);
    const { exitCode, json } = await shop.runJson(['plan']);
    expect(exitCode).toBe(0);
    expect(json.diagnostics).toMatchObject([{ severity: 'warning', code: 'MAX_CHANGES' }]);
  });

  test('refuse more than 10% reviews', async () => {
    const shop = await openShop({ stores: listStores(10), begin: 'recorded' });
    for (const { poi_id } of listStores(2))
      shop.writeStore(`stores/${poi_id}.yaml`, { poi_id, pic_list: [OTHER] });
    const { json } = await shop.runJson(FAST);
    expect(json.diagnostics).toMatchObject([{ code: 'MAX_REVIEWS' }]);
  });

  test('take their limits from the settings', async () => {
    const shop = await openChangedShop(10, 4);
    shop.write('mendian.yaml', 'policy: { max_changes: 40% }\n');
    expect((await shop.run(FAST)).exitCode).toBe(0);
  });
});

describe('what somebody else changed', () => {
  test('is not overwritten unless asked', async () => {
    const shop = await openChangedShop(1);
    shop.emulator.control({ store: { poi_id: '472671857', contract_phone: '021-00009999' } });
    const first = await shop.runJson(ALL);
    expect(first.exitCode).toBe(0);
    expect(first.json.outcomes).toMatchObject([{ outcome: 'deferred', error: { code: 'DRIFTED' } }]);
    expect(first.json.outcomes[0]?.error?.message).toMatch(/contract_phone.*021-00009999/u);
    expect(shop.updates()).toEqual([]);
    const second = await shop.runJson([...ALL, '--overwrite-drift']);
    expect(second.json.outcomes).toMatchObject([{ outcome: 'applied', sent: true }]);
    expect(shop.emulator.stores.get('472671857')?.contract_phone).toBe('021-00001234');
  });

  test('into what the file says is only recorded', async () => {
    const shop = await openChangedShop(1);
    shop.emulator.control({ store: { poi_id: '472671857', hour: '09:00-21:00' } });
    expect((await shop.runJson(ALL)).json.outcomes).toMatchObject([{ outcome: 'applied', sent: false }]);
    expect(shop.updates()).toEqual([]);
  });

  test('to another shop’s name stops an adoption', async () => {
    const shop = await openShop({ stores: [{ poi_id: '1', name: '人民广场店' }] });
    shop.writeStore('stores/1.yaml', { poi_id: '1', name: '南京西路', hour: '09:00-21:00' });
    const { json } = await shop.runJson(FAST);
    expect(json.outcomes).toMatchObject([{ outcome: 'deferred', error: { code: 'NAME_MISMATCH' } }]);
    expect((await shop.runJson([...FAST, '--accept-names'])).json.outcomes).toMatchObject([
      { outcome: 'applied' },
    ]);
  });

  test('in the platform’s spelling of pictures is no drift, and is not sent again', async () => {
    const shop = await openShop({
      stores: [{ poi_id: '1', pic_list: [OTHER, 'http://mmbiz.qpic.cn/mmbiz_jpg/second/0?wx_fmt=jpeg'] }],
      switches: { readUrls: 'drop', readOrder: 'reverse' },
    });
    await shop.run(ALL);
    shop.writeStore('stores/1.yaml', {
      poi_id: '1',
      hour: '09:00-21:00',
      pic_list: [OTHER, 'http://mmbiz.qpic.cn/mmbiz_jpg/second/0?wx_fmt=jpeg'],
    });
    expect((await shop.runJson(ALL)).json.outcomes).toMatchObject([{ outcome: 'applied' }]);
    expect((await shop.runJson(['plan'])).json.changes).toEqual([]);
  });
});

describe('the life of a review', () => {
  test('holds the store until the pictures are approved, and then lets the next change out', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    shop.writeStore('stores/472671857.yaml', { poi_id: '472671857', pic_list: [OTHER] });
    await shop.run(ALL);
    shop.writeStore('stores/472671857.yaml', { poi_id: '472671857', pic_list: [OTHER], hour: '09:00-21:00' });
    expect((await shop.runJson(['plan'])).json.changes).toMatchObject([{ action: 'hold', reason: 'review' }]);
    expect((await shop.runJson(ALL)).json.outcomes).toMatchObject([{ outcome: 'deferred' }]);
    shop.emulator.control({ audit: { poi_id: '472671857', status: 1 } });
    expect((await shop.runJson(ALL)).json.outcomes).toMatchObject([{ outcome: 'applied', sent: true }]);
    expect(shop.records()['472671857']).toMatchObject({ review: 'approved', audit_id: '9007199254740993' });
    expect((await shop.runJson(['plan'])).json.changes).toEqual([]);
  });

  test('that ends badly is said on every plan; other fields go out with the approved pictures', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    shop.writeStore('stores/472671857.yaml', { poi_id: '472671857', pic_list: [OTHER] });
    await shop.run(ALL);
    shop.emulator.control({ audit: { poi_id: '472671857', status: 3 } });
    shop.writeStore('stores/472671857.yaml', { poi_id: '472671857', pic_list: [OTHER], hour: '09:00-21:00' });
    expect((await shop.runJson(ALL)).json.outcomes).toMatchObject([
      { outcome: 'deferred', error: { code: 'REJECTED' } },
    ]);
    expect((await shop.runJson(['plan'])).json.changes).toMatchObject([
      { action: 'update', reason: 'rejected' },
    ]);
    expect((await shop.runJson(ALL)).json.outcomes).toMatchObject([{ outcome: 'applied', sent: true }]);
    expect(shop.emulator.stores.get('472671857')).toMatchObject({ hour: '09:00-21:00' });
    expect((await shop.runJson(['plan'])).json.changes).toMatchObject([
      { action: 'hold', reason: 'rejected' },
    ]);
    const updates = shop.updates().length;
    await shop.run(ALL);
    expect(shop.updates().length).toBe(updates);
  });

  test('that lasts too long makes apply red, until a look finds it ended', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    const old = shop.read('mendian.state.json').replace('"review":"none"', '"review":"pending"');
    shop.write('mendian.state.json', old.replace(/"applied_at":"\d{4}/u, '"applied_at":"2020'));
    shop.emulator.control({ audit: { poi_id: '472671857', status: 2 } });
    const { exitCode, json } = await shop.runJson(ALL);
    expect(exitCode).toBe(1);
    expect(json.diagnostics).toMatchObject([{ code: 'REVIEW_OVERDUE', file: 'stores/472671857.yaml' }]);
    expect((await shop.run(['plan'])).exitCode).toBe(0);
    shop.emulator.control({ audit: { poi_id: '472671857', status: 1 } });
    expect((await shop.runJson(ALL)).exitCode).toBe(0);
    expect(shop.records()['472671857']?.review).toBe('approved');
  });
});

describe('G09: a damaged state', () => {
  test.each([
    ['markers', (text: string) => text.replace('"stores"', '<<<<<<< HEAD\n"stores"'), /conflict markers/u],
    ['cut', (text: string) => text.slice(0, text.length / 2), /cut off/u],
    ['empty', () => '', /is empty/u],
    ['null', () => 'null', /holds null/u],
    ['trailing', (text: string) => `${text}x`, /follows after its end/u],
    ['dupkeys', (text: string) => text.replaceAll('"472671858":', '"472671857":'), /twice/u],
  ])(
    'by %s is refused in one sentence, and nothing is sent or overwritten',
    async (_what, damage, message) => {
      const shop = await openChangedShop(2);
      const damaged = damage(shop.read('mendian.state.json'));
      shop.write('mendian.state.json', damaged);
      for (const args of [['plan'], ALL]) {
        const { exitCode, json } = await shop.runJson(args);
        expect(exitCode).toBe(1);
        expect(json.diagnostics.filter(({ severity }) => severity === 'error').length).toBe(1);
        expect(json.diagnostics[0]?.message).toMatch(message);
      }
      expect(shop.emulator.requests).toEqual([]);
      expect(shop.read('mendian.state.json')).toBe(damaged);
    },
  );

  test('that is missing is a first run, and says so', async () => {
    const shop = await openChangedShop(2);
    shop.remove('mendian.state.json');
    const { exitCode, json } = await shop.runJson(['plan']);
    expect(exitCode).toBe(0);
    expect(json.diagnostics).toMatchObject([{ severity: 'info', code: 'ADOPTS_WITHOUT_STATE' }]);
  });

  test('beside no stores, or a wrong folder, is an error and never a mass release', async () => {
    const shop = await openChangedShop(3);
    for (const { poi_id } of listStores(3)) shop.remove(`stores/${poi_id}.yaml`);
    expect((await shop.runJson(ALL)).json.diagnostics).toMatchObject([{ code: 'STORES_MISSING' }]);
    shop.writeStore('stores/x.yaml', { poi_id: '99' });
    expect((await shop.runJson(ALL)).json.diagnostics).toMatchObject([{ code: 'STORES_FOREIGN' }]);
    shop.write('mendian.yaml', 'stores: elsewhere\n');
    const { exitCode, json } = await shop.runJson(ALL);
    expect(exitCode).toBe(1);
    expect(json.diagnostics.map(({ code }) => code)).toContain('STORES_FOLDER_MISSING');
    expect(Object.keys(shop.records()).length).toBe(3);
  });
});

describe('a run that is ended', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s makes no new call, records what is done, and exits',
    async (signal) => {
      const shop = await openShop({ stores: listStores(6), begin: 'recorded', latency: 60 });
      for (const store of listStores(6))
        shop.writeStore(`stores/${store.poi_id}.yaml`, { ...store, hour: '09:00-21:00' });
      const child = shop.start([...ALL, '--concurrency', '1', '--format', 'json']);
      await shop.emulator.waitForRequests('/wxa/update_store', 3);
      child.kill(signal);
      const { exitCode, stdout } = await child;
      const json = JSON.parse(String(stdout));
      expect(exitCode).toBe(1);
      expect(json.summary.applied).toBe(3);
      expect(json.outcomes.at(-1).error.code).toBe('INTERRUPTED');
      expect(shop.updates().length).toBe(3);
      expect(
        Object.values(shop.records()).filter(({ values }) => values?.hour === '09:00-21:00').length,
      ).toBe(3);
      expect(shop.exists('mendian.state.json.lock')).toBe(false);
      expect(shop.exists('mendian.state.json.journal')).toBe(false);
      await shop.run(ALL);
      expect(shop.updates().length).toBe(6);
    },
  );

  test('by kill -9 in a call loses no audit id, and the next run verifies before it sends', async () => {
    const shop = await openShop({ stores: listStores(4), begin: 'recorded' });
    for (const store of listStores(4))
      shop.writeStore(`stores/${store.poi_id}.yaml`, { ...store, pic_list: [OTHER] });
    shop.emulator.control({ faults: [{ path: '/wxa/update_store', poi_id: '472671859', do: 'hang' }] });
    const child = shop.start([...ALL, '--concurrency', '1']);
    await shop.emulator.waitForRequests('/wxa/update_store', 3);
    child.kill('SIGKILL');
    await child;
    expect(shop.exists('mendian.state.json.journal')).toBe(true);
    const { json } = await shop.runJson(['plan']);
    expect(json.diagnostics.map(({ code }) => code)).toEqual(['JOURNAL_FOUND']);
    expect(json.changes.map(({ poi_id, action }) => [poi_id, action])).toEqual([
      ['472671859', 'verify'],
      ['472671860', 'update'],
    ]);
    expect((await shop.runJson(ALL)).exitCode).toBe(0);
    const records = shop.records();
    expect(records['472671857']?.audit_id).toBe('9007199254740993');
    expect(records['472671858']?.audit_id).toBe('9007199254740994');
    expect(shop.updates().filter((id) => id === '472671857').length).toBe(1);
  });

  test('does not end because its reader does', async () => {
    const shop = await openChangedShop(4);
    const child = shop.start([...ALL, '--concurrency', '1']);
    child.stderr?.once('data', () => child.stderr?.destroy());
    child.stdout?.destroy();
    expect((await child).exitCode).toBe(0);
    expect(shop.updates().length).toBe(4);
    expect(shop.exists('mendian.state.json.journal')).toBe(false);
    expect((await shop.runJson(['plan'])).json.changes).toEqual([]);
  });

  test('leaves a lock that keeps a second run out while it lives', async () => {
    const shop = await openChangedShop(2);
    shop.emulator.control({ faults: [{ path: '/wxa/update_store', do: 'hang' }] });
    const child = shop.start(ALL);
    await shop.emulator.waitForRequests('/wxa/update_store', 1);
    const second = await shop.runJson(ALL);
    expect(second.exitCode).toBe(1);
    expect(second.json.diagnostics).toMatchObject([{ code: 'LOCKED' }]);
    child.kill('SIGKILL');
    await child;
    expect((await shop.run(ALL)).exitCode).toBe(0);
  });

  test('a journal that an interrupted run left is brought home by the next run, though it has nothing to do', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    const record = { ...shop.records()['472671857'], audit_id: '9007199254740993' };
    const line = { type: 'outcome', at: '2100-01-01T00:00:00.000Z', poi_id: '472671857', record };
    shop.write('mendian.state.json.journal', `${JSON.stringify(line)}\n`);
    expect((await shop.run(FAST)).exitCode).toBe(0);
    expect(shop.exists('mendian.state.json.journal')).toBe(false);
    expect(shop.records()['472671857']?.audit_id).toBe('9007199254740993');
  });
});
