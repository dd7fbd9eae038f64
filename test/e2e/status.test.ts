/** The built program's status: what it lists, what it reads, and what it records of reviews that ended. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { StoreRecord } from '../../src/model.ts';
import { buildRecord, buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';
import { openChain } from '../fakes/chain.ts';
import { listStores, openShop, type Shop, type StoreText } from '../fakes/shop.ts';

const [FIRST = '', SECOND = '', THIRD = ''] = listStores(3).map(({ poi_id }) => poi_id);
const APPLY = ['apply', '--yes', '--rate', '0', '--max-changes', '100%', '--max-reviews', '100%'];
const HOUR = 3_600_000;

interface StatusJson {
  readonly format: string;
  readonly summary: Readonly<Record<string, number>>;
  readonly reviews: readonly Readonly<Record<string, unknown>>[];
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
    readonly file: string | null;
  }[];
}

/** A chain whose first stores got a new picture, which waits for its review. */
async function openPending(count: number, stores = listStores(3)): Promise<Shop> {
  const shop = await openShop({ stores, begin: 'recorded' });
  await sendPictures(shop, stores.slice(0, count));
  shop.emulator.control({ reset: true });
  return shop;
}

async function sendPictures(shop: Shop, stores: readonly StoreText[], picture = NEW_PICTURE): Promise<void> {
  for (const store of stores) {
    shop.writeStore(`stores/${store.poi_id}.yaml`, { ...store, pic_list: [picture] });
  }
  const { exitCode, stdout } = await shop.run(APPLY);
  if (exitCode !== 0) throw new Error(stdout);
}

async function readStatus(
  shop: Pick<Shop, 'run'>,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ exitCode: number; json: StatusJson; stderr: string }> {
  const { exitCode, stdout, stderr } = await shop.run(['status', ...args, '--format', 'json'], env);
  return { exitCode, json: JSON.parse(stdout) as StatusJson, stderr };
}

const calls = ({ emulator }: Shop): readonly string[] =>
  emulator.requests.map(({ path }) => path).filter((path) => path !== '/cgi-bin/stable_token');
const codes = ({ json }: { readonly json: StatusJson }): readonly string[] =>
  json.diagnostics.map(({ code }) => code);
const end = ({ emulator }: Shop, poi_id: string, status: number): void =>
  emulator.control({ audit: { poi_id, status } });

/** Writes records over those of the state file. */
function rewrite(
  shop: Shop,
  change: (record: StoreRecord, poiId: string) => StoreRecord,
  more: object = {},
): void {
  const entries = Object.entries(shop.records()).map(([poiId, record]) => [poiId, change(record, poiId)]);
  shop.write(
    'mendian.state.json',
    JSON.stringify({ version: 1, ...more, stores: Object.fromEntries(entries) }),
  );
}

async function waitFor(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 400) throw new Error('it never came about');
    await sleep(25);
  }
}

describe('status', () => {
  test('without a pending review calls nobody and says so, with or without credentials', async () => {
    const shop = await openShop({ stores: listStores(2), begin: 'recorded' });
    for (const env of [{}, { WECHAT_APPID: '', WECHAT_SECRET: '' }]) {
      const { exitCode, stdout, stderr } = await shop.run(['status'], env);
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/0 reviews pending[\s\S]*No review is pending\./u);
    }
    expect(shop.emulator.requests).toEqual([]);
  });

  test('of a chain without any state says so too', async () => {
    const shop = await openShop({ stores: listStores(1) });
    const { exitCode, json } = await readStatus(shop);
    expect([exitCode, json.reviews, codes({ json })]).toEqual([0, [], []]);
    expect(shop.exists('mendian.state.json')).toBe(false);
  });

  test('lists what is pending with its age, audit id and cause, and changes nothing', async () => {
    const shop = await openPending(1);
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const sent = new Date(Date.now() - 76 * HOUR - 60_000).toISOString();
    rewrite(shop, (record) => ({ ...record, applied_at: sent, source: { commit, pull: 12 } }));
    const before = shop.read('mendian.state.json');
    const { exitCode, stdout, stderr } = await shop.run(['status']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('mendian status: 1 review pending');
    expect(stdout).toMatch(
      /示例店 +472671857 +\d{4}-\d\d-\d\d +3 d 4 h +9007199254740993 +#12 0123456 +pending\n/u,
    );
    expect(stderr).toContain('mendian status --wait');
    expect(shop.read('mendian.state.json')).toBe(before);
    const { json } = await readStatus(shop);
    expect(json.summary).toEqual({ pending: 1, approved: 0, rejected: 0, overdue: 0, unread: 0 });
    expect(json.reviews).toEqual([
      {
        account: 'default',
        poi_id: FIRST,
        name: '示例店',
        file: `stores/${FIRST}.yaml`,
        audit_id: '9007199254740993',
        review: 'pending',
        ended: false,
        reason: null,
        applied_at: sent,
        age_hours: 76,
        overdue: false,
        source: { commit, pull: 12 },
      },
    ]);
  });

  test('records an approval with what the platform shows, and the next plan is empty', async () => {
    const shop = await openPending(2);
    end(shop, FIRST, 1);
    const { exitCode, json } = await readStatus(shop);
    expect([exitCode, codes({ json })]).toEqual([0, []]);
    expect(json.summary).toEqual({ pending: 1, approved: 1, rejected: 0, overdue: 0, unread: 0 });
    expect(json.reviews.map(({ poi_id, review, ended }) => [poi_id, review, ended])).toEqual([
      [FIRST, 'approved', true],
      [SECOND, 'pending', false],
    ]);
    const record = shop.records()[FIRST];
    expect(record).toMatchObject({ review: 'approved', audit_id: '9007199254740993' });
    expect(record?.observed).toEqual(buildValues({ pic_list: [NEW_PICTURE] }));
    expect(record?.approved_pic_list).toBeUndefined();
    expect(shop.exists('mendian.state.json.journal')).toBe(false);
    const again = await readStatus(shop);
    expect(again.json.reviews.map(({ poi_id }) => poi_id)).toEqual([SECOND]);
    expect((await shop.runJson(['plan'])).json.summary).toMatchObject({ hold: 0, unchanged: 3 });
  });

  test('records a rejection: green, with a warning that says what to do', async () => {
    const shop = await openPending(1);
    end(shop, FIRST, 3);
    const first = await readStatus(shop);
    expect([first.exitCode, codes(first)]).toEqual([0, ['REVIEW_REJECTED']]);
    expect(first.json.diagnostics[0]).toMatchObject({ severity: 'warning', file: `stores/${FIRST}.yaml` });
    expect(first.json.diagnostics[0]?.hint).toContain(
      `Choose other pictures in stores/${FIRST}.yaml and open a pull request; the same pictures are never sent again by themselves.`,
    );
    expect(shop.records()[FIRST]).toMatchObject({
      review: 'rejected',
      approved_pic_list: [PICTURE],
      rejected_pic_list: [NEW_PICTURE],
    });
    // It stays in the list until people have chosen, and costs no call.
    shop.emulator.control({ reset: true });
    const second = await readStatus(shop);
    expect(second.json.reviews.map(({ review, ended }) => [review, ended])).toEqual([['rejected', false]]);
    expect([second.exitCode, codes(second), calls(shop)]).toEqual([0, ['REVIEW_REJECTED'], []]);
  });

  test('leaves a rejection alone once the file asks for other pictures', async () => {
    const shop = await openPending(1);
    end(shop, FIRST, 3);
    await shop.run(['status']);
    shop.writeStore(`stores/${FIRST}.yaml`, { poi_id: FIRST, pic_list: [PICTURE] });
    const { exitCode, json } = await readStatus(shop);
    expect([exitCode, json.reviews, codes({ json })]).toEqual([0, [], []]);
  });

  test('reads 120 pending stores in a few calls', async () => {
    const stores = listStores(120);
    const shop = await openPending(120, stores);
    for (const { poi_id } of stores.slice(0, 100)) end(shop, poi_id, 1);
    const { exitCode, json } = await readStatus(shop);
    expect(exitCode).toBe(0);
    expect(json.summary).toMatchObject({ pending: 20, approved: 100 });
    expect(calls(shop)).toEqual(Array(3).fill('/wxa/get_store_list'));
  }, 60_000);

  test('reads one pending store of many by itself', async () => {
    const shop = await openPending(1, listStores(60));
    await readStatus(shop);
    expect(calls(shop)).toEqual(['/wxa/get_store_info']);
  }, 60_000);

  test('takes --select and --exclude', async () => {
    const shop = await openPending(3);
    for (const poiId of [FIRST, SECOND, THIRD]) end(shop, poiId, 1);
    const { json } = await readStatus(shop, ['--select', `stores/${SECOND}.yaml`]);
    expect(json.reviews.map(({ poi_id }) => poi_id)).toEqual([SECOND]);
    const rest = await readStatus(shop, ['--exclude', THIRD]);
    expect(rest.json.reviews.map(({ poi_id }) => poi_id)).toEqual([FIRST]);
    expect(Object.values(shop.records()).map(({ review }) => review)).toEqual([
      'approved',
      'approved',
      'pending',
    ]);
  });

  test('is red where a review is older than review_patience, and not where it has just ended', async () => {
    const shop = await openPending(2);
    const old = new Date(Date.now() - 20 * 24 * HOUR).toISOString();
    rewrite(shop, (record) => ({ ...record, applied_at: old }));
    end(shop, SECOND, 1);
    const { exitCode, json } = await readStatus(shop);
    expect([exitCode, codes({ json })]).toEqual([1, ['REVIEW_OVERDUE']]);
    expect(json.summary).toMatchObject({ pending: 1, approved: 1, overdue: 1 });
    expect(json.reviews[0]).toMatchObject({ poi_id: FIRST, overdue: true });
    end(shop, FIRST, 1);
    expect((await readStatus(shop)).exitCode).toBe(0);
  });

  test('without credentials tells the records as they are, and is red since somebody waits', async () => {
    const shop = await openPending(1);
    end(shop, FIRST, 1);
    const { exitCode, json } = await readStatus(shop, [], { WECHAT_SECRET: '' });
    expect([exitCode, codes({ json })]).toEqual([1, ['NO_CREDENTIALS']]);
    expect(json.diagnostics[0]?.severity).toBe('warning');
    expect(json.summary).toMatchObject({ pending: 1, unread: 1 });
    expect(shop.records()[FIRST]?.review).toBe('pending');
  });

  test('leaves the record of a store that is gone, and of one that cannot be read, and warns', async () => {
    const shop = await openPending(3);
    shop.emulator.control({
      remove: FIRST,
      faults: [{ path: '/wxa/get_store_info', poi_id: SECOND, times: 9, do: { errcode: 40097 } }],
    });
    end(shop, THIRD, 1);
    // Page by page nothing would be asked of one store alone.
    shop.emulator.control({ faults: [{ path: '/wxa/get_store_list', times: 9, do: { errcode: 40097 } }] });
    const { exitCode, json } = await readStatus(shop);
    expect(exitCode).toBe(0);
    expect([...codes({ json })].sort()).toEqual(['REVIEWS_UNREAD', 'REVIEW_STORE_GONE']);
    expect(json.summary).toMatchObject({ pending: 2, approved: 1, unread: 2 });
    expect(Object.values(shop.records()).map(({ review }) => review)).toEqual([
      'pending',
      'pending',
      'approved',
    ]);
  });

  test('ends red where all calls are refused, and changes nothing', async () => {
    const shop = await openPending(2);
    shop.emulator.control({ switches: { merchantOpened: 'no' } });
    const before = shop.read('mendian.state.json');
    const { exitCode, json } = await readStatus(shop);
    expect(exitCode).toBe(1);
    expect(json.summary).toMatchObject({ pending: 2, unread: 2 });
    expect(json.diagnostics.filter(({ severity }) => severity === 'error')).toHaveLength(1);
    expect(shop.read('mendian.state.json')).toBe(before);
  });

  test('does not touch a store that an interrupted update left in doubt', async () => {
    const shop = await openPending(1);
    rewrite(shop, (record, poiId) =>
      poiId === FIRST ? { ...record, uncertain: true, sending: buildValues() } : record,
    );
    end(shop, FIRST, 1);
    const before = shop.read('mendian.state.json');
    const { exitCode, json } = await readStatus(shop);
    expect([exitCode, codes({ json }), calls(shop)]).toEqual([0, ['REVIEW_IN_DOUBT'], []]);
    expect(json.reviews).toMatchObject([{ poi_id: FIRST, review: 'pending', ended: false }]);
    expect(shop.read('mendian.state.json')).toBe(before);
  });

  test('looks at an approval that an event told, and records what the platform shows', async () => {
    const shop = await openPending(1);
    const hosted = 'http://mmbiz.qpic.cn/mmbiz_jpg/hosted-elsewhere/0';
    rewrite(shop, (record, poiId) =>
      poiId === FIRST
        ? { values: record.values ?? buildValues(), audit_id: '7', review: 'approved' }
        : record,
    );
    end(shop, FIRST, 1);
    shop.emulator.control({ store: { poi_id: FIRST, pic_list: [hosted] } });
    const { exitCode, json } = await readStatus(shop);
    expect([exitCode, json.reviews, codes({ json }), calls(shop)]).toEqual([
      0,
      [],
      [],
      ['/wxa/get_store_info'],
    ]);
    expect(shop.records()[FIRST]).toMatchObject({ review: 'approved', observed: { pic_list: [hosted] } });
    expect(shop.records()[FIRST]?.values?.pic_list).toEqual([NEW_PICTURE]);
    // Once is enough; and what is hosted elsewhere is no edit for the next apply.
    shop.writeStore(`stores/${FIRST}.yaml`, { poi_id: FIRST, hour: '09:00-21:00', pic_list: [NEW_PICTURE] });
    shop.emulator.control({ reset: true });
    await readStatus(shop);
    expect(calls(shop)).toEqual([]);
    expect((await shop.run(APPLY)).stdout).toContain('1 applied');
  });

  test('brings a verdict that an event left in the state to its record', async () => {
    const shop = await openPending(1);
    const auditId = shop.records()[FIRST]?.audit_id ?? '';
    const verdict = { review: 'rejected', reason: '图片模糊', at: '2026-11-25T03:00:00.000Z' };
    rewrite(shop, (record) => record, { verdicts: { [auditId]: verdict } });
    const { exitCode, json } = await readStatus(shop);
    expect([exitCode, codes({ json })]).toEqual([0, ['REVIEW_REJECTED']]);
    expect(json.reviews).toMatchObject([{ review: 'rejected', ended: true, reason: '图片模糊' }]);
    expect(json.diagnostics[0]?.message).toContain('图片模糊');
    expect(shop.records()[FIRST]).toMatchObject({ review: 'rejected', reason: '图片模糊' });
    expect(shop.read('mendian.state.json')).not.toContain('verdicts');
  });

  test('goes on beside store files with faults, and without files at all', async () => {
    const shop = await openPending(2);
    shop.write(`stores/${FIRST}.yaml`, 'poi_id: [');
    shop.remove(`stores/${SECOND}.yaml`);
    end(shop, FIRST, 1);
    end(shop, SECOND, 3);
    const { exitCode, json } = await readStatus(shop);
    expect(exitCode).toBe(0);
    expect(json.reviews.map(({ review, name }) => [review, name])).toEqual([
      ['approved', null],
      ['rejected', null],
    ]);
  });

  test('refuses a damaged state, and writes nothing over it', async () => {
    const shop = await openPending(1);
    shop.write('mendian.state.json', '{"version":1,');
    const { exitCode, json } = await readStatus(shop);
    expect([exitCode, codes({ json }), calls(shop)]).toEqual([1, ['STATE_DAMAGED'], []]);
    expect(shop.read('mendian.state.json')).toBe('{"version":1,');
  });

  test('shows hostile names and reasons harmlessly in each format', async () => {
    const name = '坏店|`</details>@all<b>';
    const shop = await openPending(1, [{ poi_id: FIRST, name }]);
    const auditId = shop.records()[FIRST]?.audit_id ?? '';
    const reason = '##[error]bad | <b>#1</b>\u202e';
    const verdicts = { [auditId]: { review: 'rejected', reason, at: '2026-11-25T03:00:00.000Z' } };
    rewrite(shop, (record) => record, { verdicts });
    await shop.run(['status']);
    const text = await shop.run(['status']);
    expect(text.stdout).not.toContain('\u001b');
    expect(text.stdout).not.toContain('\u202e');
    const markdown = await shop.run(['status', '--format', 'markdown']);
    expect(markdown.stdout).toMatch(/^\| rejected \| ``坏店/mu);
    expect(markdown.stdout).toMatch(/^- \*\*warning\*\*.*\\<b\\>#\u200b1\\<\/b\\>\\\\u\\\{202e\\\}/mu);
    const github = await shop.run(['status', '--format', 'github'], { GITHUB_ACTIONS: 'true' });
    expect(github.stdout.split('\n').filter((line) => /^::|##\[/u.test(line))).toEqual([
      expect.stringMatching(/^::warning file=stores\/472671857\.yaml/u),
    ]);
  });

  test('prints what its schema says', async () => {
    const shop = await openPending(2);
    end(shop, FIRST, 3);
    const ajv = new Ajv({ allowUnionTypes: true });
    const schema = JSON.parse(readFileSync(resolve('schemas/status.schema.json'), 'utf8')) as object;
    for (let round = 0; round < 2; round += 1) {
      const { json } = await readStatus(shop);
      expect([ajv.validate(schema, json), ajv.errorsText()]).toEqual([true, 'No errors']);
    }
  });

  test.each([
    [['--interval', '5'], '--interval cannot be "5"'],
    [['--timeout', '5'], '--timeout cannot be "5"'],
    [['--wait', '--interval', '0'], '--interval cannot be "0"'],
    [['--wait', '--timeout', 'long'], '--timeout cannot be "long"'],
    [['--state-branch', 'x'], '--state-branch cannot be "x"'],
  ])('refuses %j', async (args, message) => {
    const shop = await openShop();
    const { exitCode, stdout, stderr } = await shop.run(['status', ...args]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
  });
});

describe('status --wait', () => {
  test('looks until every review has ended, and tells each verdict as it comes', async () => {
    const shop = await openPending(2);
    // 60 s are 60 times the base of the waits: 600 ms here.
    const run = shop.start(['status', '--wait', '--format', 'json'], { MENDIAN_RETRY_BASE_MS: '10' });
    await waitFor(() => calls(shop).length >= 2);
    end(shop, FIRST, 1);
    await waitFor(() => shop.records()[FIRST]?.review === 'approved');
    end(shop, SECOND, 3);
    const { exitCode, stdout, stderr } = await run;
    expect(exitCode).toBe(0);
    const json = JSON.parse(String(stdout)) as StatusJson;
    expect(json.reviews.map(({ review, ended }) => [review, ended])).toEqual([
      ['approved', true],
      ['rejected', true],
    ]);
    const lines = String(stderr).split('\n');
    expect(lines).toContain(`示例店 (${FIRST}): approved; 1 still pending`);
    expect(lines).toContain(`示例店 (${SECOND}): rejected`);
    expect(String(stderr)).toContain('Waiting for 2 reviews');
    // One line for all looks, not one a look.
    expect(lines.filter((line) => line.startsWith('Reading live stores'))).toHaveLength(1);
  });

  test('ends at its timeout green, and names who still waits', async () => {
    const shop = await openPending(1);
    const { exitCode, json } = await readStatus(shop, ['--wait', '--interval', '20', '--timeout', '1'], {
      MENDIAN_RETRY_BASE_MS: '10',
    });
    expect([exitCode, codes({ json })]).toEqual([0, ['REVIEWS_WAITING']]);
    expect(json.diagnostics[0]?.message).toBe(
      `Waiting ended at the timeout, and 1 review still waits: 示例店 (${FIRST}).`,
    );
    // At once, and three times in a minute, which are 600 ms here.
    expect(calls(shop).length).toBeGreaterThanOrEqual(3);
    expect(calls(shop).length).toBeLessThanOrEqual(5);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('ends well on %s with what it has learned', async (signal) => {
    const shop = await openPending(2);
    const run = shop.start(['status', '--wait', '--interval', '1', '--format', 'json'], {
      MENDIAN_RETRY_BASE_MS: '50',
    });
    await waitFor(() => calls(shop).length >= 2);
    end(shop, FIRST, 1);
    await waitFor(() => shop.records()[FIRST]?.review === 'approved');
    run.kill(signal);
    const { exitCode, stdout } = await run;
    const json = JSON.parse(String(stdout)) as StatusJson;
    expect([exitCode, codes({ json })]).toEqual([0, ['REVIEWS_WAITING']]);
    expect(json.summary).toMatchObject({ pending: 1, approved: 1, unread: 0 });
    expect(json.diagnostics[0]?.message).toContain('ended by a signal');
    expect(shop.exists('mendian.state.json.lock')).toBe(false);
  });

  test('loses nothing of earlier rounds by a kill', async () => {
    const shop = await openPending(2);
    const run = shop.start(['status', '--wait', '--interval', '1'], { MENDIAN_RETRY_BASE_MS: '50' });
    await waitFor(() => calls(shop).length >= 2);
    end(shop, FIRST, 1);
    await waitFor(() => shop.records()[FIRST]?.review === 'approved');
    run.kill('SIGKILL');
    await run;
    end(shop, SECOND, 1);
    const { exitCode, json } = await readStatus(shop);
    expect([exitCode, json.summary.approved]).toEqual([0, 1]);
    expect(Object.values(shop.records()).map(({ review }) => review)).toEqual([
      'approved',
      'approved',
      'none',
    ]);
  });

  test('leaves room for an apply between two looks, and takes up what that sent', async () => {
    const shop = await openPending(1);
    const run = shop.start(['status', '--wait', '--interval', '20', '--format', 'json'], {
      MENDIAN_RETRY_BASE_MS: '50',
    });
    await waitFor(() => calls(shop).length >= 1);
    await sleep(200);
    await sendPictures(shop, [{ poi_id: SECOND }]);
    end(shop, FIRST, 1);
    await waitFor(() => shop.records()[FIRST]?.review === 'approved');
    end(shop, SECOND, 1);
    const { exitCode, stdout } = await run;
    expect(exitCode).toBe(0);
    expect((JSON.parse(String(stdout)) as StatusJson).summary).toMatchObject({ pending: 0, approved: 2 });
  });

  test('does not wait for a store that is gone, nor where nobody can be asked', async () => {
    const shop = await openPending(1);
    shop.emulator.control({ remove: FIRST });
    const gone = await readStatus(shop, ['--wait']);
    expect([gone.exitCode, codes(gone)]).toEqual([0, ['REVIEW_STORE_GONE']]);
    const nobody = await readStatus(shop, ['--wait'], { WECHAT_SECRET: '' });
    expect([nobody.exitCode, codes(nobody)]).toEqual([1, ['NO_CREDENTIALS']]);
  });
});

describe('status with a shared branch', () => {
  test('records in the branch with --push, and makes no commit without news', async () => {
    const chain = await openChain({ stores: listStores(2), begin: 'recorded' });
    chain.writeStore(`stores/${FIRST}.yaml`, { poi_id: FIRST, pic_list: [NEW_PICTURE] });
    await chain.publish('a picture');
    expect((await chain.run([...APPLY, '--push'])).exitCode).toBe(0);
    const before = (await chain.subjects()).length;
    expect((await chain.run(['status', '--push'])).exitCode).toBe(0);
    expect(await chain.subjects()).toHaveLength(before);
    end(chain, FIRST, 1);
    const { exitCode, stderr } = await chain.run(['status', '--push']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('pushed to origin/main');
    expect((await chain.remoteState()).stores.get(FIRST)?.review).toBe('approved');
    expect((await chain.subjects()).slice(before)).toEqual(['mendian: record 1 store']);
  });
});

describe('after a rejection', () => {
  async function openRejected(): Promise<Shop> {
    const shop = await openPending(1);
    end(shop, FIRST, 3);
    await shop.run(['status']);
    shop.emulator.control({ reset: true });
    return shop;
  }

  test('each plan says so, and no apply sends the same pictures again', async () => {
    const shop = await openRejected();
    for (let round = 0; round < 2; round += 1) {
      const { exitCode, json } = await shop.runJson(['plan']);
      expect(exitCode).toBe(0);
      expect(json.changes).toMatchObject([{ poi_id: FIRST, action: 'hold', reason: 'rejected' }]);
      expect((await shop.run(['plan'])).stdout).toContain('WeChat rejected these pictures; choose others');
      expect((await shop.run(APPLY)).exitCode).toBe(0);
    }
    expect(shop.updates()).toEqual([]);
  });

  test('other fields go out with the approved pictures, and the rejection stays', async () => {
    const shop = await openRejected();
    shop.writeStore(`stores/${FIRST}.yaml`, { poi_id: FIRST, hour: '09:00-21:00', pic_list: [NEW_PICTURE] });
    expect((await shop.runJson(['plan'])).json.changes).toMatchObject([
      { poi_id: FIRST, action: 'update', reason: 'rejected' },
    ]);
    expect((await shop.run(APPLY)).exitCode).toBe(0);
    expect(shop.updates()).toEqual([FIRST]);
    expect(shop.emulator.stores.get(FIRST)).toMatchObject({
      hour: '09:00-21:00',
      pictures: [PICTURE],
      pending: null,
    });
    expect((await shop.runJson(['plan'])).json.changes).toMatchObject([
      { poi_id: FIRST, action: 'hold', reason: 'rejected' },
    ]);
    const { json } = await readStatus(shop);
    expect(json.reviews).toMatchObject([{ poi_id: FIRST, review: 'rejected', ended: false }]);
  });

  test('other pictures are sent, and their review is a new one', async () => {
    const shop = await openRejected();
    await sendPictures(shop, [{ poi_id: FIRST }], 'http://mmbiz.qpic.cn/mmbiz_jpg/better/0');
    end(shop, FIRST, 1);
    const { exitCode, json } = await readStatus(shop);
    expect([exitCode, codes({ json })]).toEqual([0, []]);
    expect(json.reviews).toMatchObject([{ review: 'approved', ended: true }]);
    const record: StoreRecord = shop.records()[FIRST] ?? buildRecord();
    expect([record.reason, record.rejected_pic_list]).toEqual([undefined, undefined]);
  });
});
