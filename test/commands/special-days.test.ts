/** Special days over the days: commands at moments that the test says, against the emulator. */
import { describe, expect, test } from 'vitest';
import { apply } from '../../src/commands/apply.ts';
import { type DriftCommandOptions, drift } from '../../src/commands/drift.ts';
import { importStores } from '../../src/commands/import.ts';
import { plan } from '../../src/commands/plan.ts';
import type { ApplyCommandOptions } from '../../src/commands/sending.ts';
import { show } from '../../src/commands/show.ts';
import { validate } from '../../src/commands/validate.ts';
import { NEW_PICTURE, PICTURE } from '../builders.ts';
import { APPLY } from '../fakes/apply-options.ts';
import { type Day, openDay } from '../fakes/day.ts';
import { listStores, openShop, type Shop, type ShopOptions, storeYaml } from '../fakes/shop.ts';

const ID = '472671857';
const FILE = `stores/${ID}.yaml`;
const FESTIVAL = '{ from: 2027-02-15, to: 2027-02-21, hour: 10:00-17:00, reason: Spring Festival }';
/** Midnight in Shanghai is 16:00 UTC. */
const NIGHT_BEFORE = '2027-02-14T15:59:59.000Z';
const FIRST_MIDNIGHT = '2027-02-14T16:00:00.000Z';
const LAST_EVENING = '2027-02-21T15:59:59.000Z';
const DAY_AFTER = '2027-02-21T16:00:00.000Z';

const DRIFT: DriftCommandOptions = {
  accept: 'no',
  concurrency: 2,
  rate: 0,
  cards: 'unread',
  exitCode: 'detailed',
};

async function openChain(count = 1, more: ShopOptions = {}): Promise<Shop> {
  const shop = await openShop({ stores: listStores(count), begin: 'recorded', ...more });
  shop.write('stores/_defaults.yaml', `special_hours:\n  - ${FESTIVAL}\n`);
  return shop;
}

/** What was sent last. */
const lastSent = (shop: Shop): Readonly<Record<string, unknown>> | undefined => {
  const sent = shop.emulator.requests.filter(({ path }) => path === '/wxa/update_store').at(-1);
  return sent === undefined ? undefined : JSON.parse(sent.body);
};
const hourOf = (shop: Shop): unknown => lastSent(shop)?.hour;

async function applyAt(shop: Shop, moment: string, options: Partial<ApplyCommandOptions> = {}) {
  const day = openDay(shop, moment);
  const before = shop.updates().length;
  const exitCode = await apply(day, { ...APPLY, ...options });
  return { exitCode, json: JSON.parse(day.printed()), sent: shop.updates().length - before };
}

async function planAt(shop: Shop, moment: string, at: string | null = null) {
  const day = openDay(shop, moment);
  const exitCode = await plan(day, { out: null, exitCode: 'detailed', at, refresh: 'offline' });
  return { exitCode, json: JSON.parse(day.printed()) };
}

const run = async (day: Day, act: (day: Day) => unknown) => {
  await act(day);
  return JSON.parse(day.printed());
};

describe('an apply', () => {
  test('sends the hours on the first day, nothing in between, and sends them back on the day after', async () => {
    const shop = await openChain();
    const sent = [];
    for (const moment of [
      NIGHT_BEFORE,
      FIRST_MIDNIGHT,
      '2027-02-18T03:00:00.000Z',
      LAST_EVENING,
      DAY_AFTER,
      '2027-02-25T03:00:00.000Z',
    ]) {
      const { exitCode, sent: count } = await applyAt(shop, moment);
      sent.push([exitCode, count, hourOf(shop)]);
    }
    expect(sent).toEqual([
      [0, 0, undefined],
      [0, 1, '10:00-17:00'],
      [0, 0, '10:00-17:00'],
      [0, 0, '10:00-17:00'],
      [0, 1, '10:00-21:00'],
      [0, 0, '10:00-21:00'],
    ]);
  });

  test('catches up on any later day, and sends nothing for days that it missed altogether', async () => {
    const late = await openChain();
    expect((await applyAt(late, '2027-02-19T03:00:00.000Z')).sent).toBe(1);
    expect((await applyAt(late, '2027-03-10T03:00:00.000Z')).sent).toBe(1);
    expect(hourOf(late)).toBe('10:00-21:00');
    const missed = await openChain();
    expect((await applyAt(missed, '2027-03-10T03:00:00.000Z')).sent).toBe(0);
  });

  test('goes by the account’s time zone', async () => {
    const shop = await openChain();
    shop.write('mendian.yaml', 'timezone: America/New_York\n');
    expect((await applyAt(shop, FIRST_MIDNIGHT)).sent).toBe(0);
    expect((await applyAt(shop, '2027-02-15T04:59:59.000Z')).sent).toBe(0);
    expect((await applyAt(shop, '2027-02-15T05:00:00.000Z')).sent).toBe(1);
  });

  test('brakes for no special days, however many stores have them, and says so beforehand', async () => {
    const shop = await openChain(12);
    const planned = await planAt(shop, FIRST_MIDNIGHT);
    expect(planned.json.changes.map(({ reason }: { reason: string }) => reason)).toEqual(
      Array(12).fill('special_hours'),
    );
    expect(planned.json.diagnostics).toEqual([]);
    expect(await applyAt(shop, FIRST_MIDNIGHT)).toMatchObject({ exitCode: 0, sent: 12 });
    expect(await applyAt(shop, DAY_AFTER)).toMatchObject({ exitCode: 0, sent: 12 });
  });

  test('still brakes for other changes on such a day', async () => {
    const shop = await openChain(12);
    for (const { poi_id } of listStores(4))
      shop.writeStore(`stores/${poi_id}.yaml`, { poi_id, contract_phone: '021-99990000' });
    const { exitCode, json, sent } = await applyAt(shop, FIRST_MIDNIGHT);
    expect([exitCode, sent, json.diagnostics[0].code]).toEqual([1, 0, 'MAX_CHANGES']);
    expect(json.diagnostics[0].message).toContain('4');
  });

  test('only records hours that somebody set at WeChat already', async () => {
    const shop = await openChain();
    shop.emulator.control({ store: { poi_id: ID, hour: '10:00-17:00' } });
    const { json, sent } = await applyAt(shop, FIRST_MIDNIGHT);
    expect([sent, json.outcomes]).toEqual([
      0,
      [expect.objectContaining({ outcome: 'applied', sent: false })],
    ]);
    expect((await applyAt(shop, DAY_AFTER)).sent).toBe(1);
  });

  test('waits for a review, and sends the hours once it has ended', async () => {
    const shop = await openChain();
    shop.writeStore(FILE, { poi_id: ID, pic_list: [NEW_PICTURE] });
    expect((await applyAt(shop, '2027-02-10T03:00:00.000Z')).json.outcomes).toMatchObject([
      { review: 'pending' },
    ]);
    const held = await applyAt(shop, FIRST_MIDNIGHT);
    expect([held.sent, held.json.outcomes]).toMatchObject([
      0,
      [{ outcome: 'deferred', error: { code: 'UNDER_REVIEW' } }],
    ]);
    shop.emulator.control({ audit: { poi_id: ID, status: 1 } });
    expect((await applyAt(shop, '2027-02-16T03:00:00.000Z')).sent).toBe(1);
    expect(hourOf(shop)).toBe('10:00-17:00');
  });

  test('sends the hours beside rejected pictures', async () => {
    const shop = await openChain();
    shop.writeStore(FILE, { poi_id: ID, pic_list: [NEW_PICTURE] });
    await applyAt(shop, '2027-01-10T03:00:00.000Z');
    shop.emulator.control({ audit: { poi_id: ID, status: 3, reason: '模糊' } });
    // The first look learns of the rejection; what can still go out goes with the next run.
    expect((await applyAt(shop, FIRST_MIDNIGHT)).json.outcomes).toMatchObject([
      { outcome: 'deferred', error: { code: 'REJECTED' } },
    ]);
    expect((await applyAt(shop, '2027-02-14T17:17:00.000Z')).sent).toBe(1);
    expect(lastSent(shop)).toMatchObject({
      hour: '10:00-17:00',
      pic_list: JSON.stringify({ list: [PICTURE] }),
    });
  });

  test('takes a plan that rehearsed the day for the approval of that day', async () => {
    const shop = await openChain();
    const rehearsed = await planAt(shop, '2026-11-25T02:00:00.000Z', '2027-02-15');
    expect(rehearsed.json).toMatchObject({ as_of: '2027-02-15', changes: [{ reason: 'special_hours' }] });
    expect((await planAt(shop, FIRST_MIDNIGHT)).json.digest).toBe(rehearsed.json.digest);
    expect(await applyAt(shop, FIRST_MIDNIGHT, { expectDigest: rehearsed.json.digest })).toMatchObject({
      exitCode: 0,
      sent: 1,
    });
  });

  test('releases a store during its special days without sending anything', async () => {
    const shop = await openChain(2);
    await applyAt(shop, FIRST_MIDNIGHT);
    shop.remove(FILE);
    const { json, sent } = await applyAt(shop, '2027-02-16T03:00:00.000Z');
    expect([sent, json.outcomes]).toMatchObject([0, [{ poi_id: ID, outcome: 'released' }]]);
  });
});

describe('a plan', () => {
  test('shows today and what is to come, and rehearses any day', async () => {
    const shop = await openChain();
    const now = await planAt(shop, '2026-11-25T02:00:00.000Z');
    expect(now.exitCode).toBe(0);
    expect(now.json.scheduled).toEqual([
      {
        account: 'default',
        poi_id: ID,
        name: '示例店',
        date: '2027-02-15',
        field: 'hour',
        before: '10:00-21:00',
        after: '10:00-17:00',
        reason: 'Spring Festival',
      },
      expect.objectContaining({ date: '2027-02-22', before: '10:00-17:00', after: '10:00-21:00' }),
    ]);
    const first = await planAt(shop, '2026-11-25T02:00:00.000Z', '2027-02-15');
    expect([first.exitCode, first.json.scheduled.length]).toEqual([2, 1]);
    expect((await planAt(shop, '2026-11-25T02:00:00.000Z', '2027-02-22')).json).toMatchObject({
      changes: [],
      scheduled: [],
    });
  });

  test('plans nothing where a calendar has a fault, and the store is not released', async () => {
    const shop = await openChain();
    shop.write('calendar/cn.yaml', 'festival: { from: 2027-02-30 }\n');
    shop.write('stores/_defaults.yaml', 'special_hours: [{ on: cn/festival, hour: 10:00-17:00 }]\n');
    const { exitCode, json } = await planAt(shop, '2026-11-25T02:00:00.000Z');
    expect([exitCode, json.changes]).toEqual([1, []]);
    expect(json.diagnostics).toMatchObject([
      { code: 'INVALID_DATE', file: 'calendar/cn.yaml', line: 1, column: 19 },
    ]);
    const checked = await run(openDay(shop, '2026-11-25T02:00:00.000Z'), validate);
    expect(checked.summary).toEqual({ files: 1, stores: 0, errors: 1, warnings: 0 });
  });
});

describe('drift', () => {
  test('takes the special hours for right on their days, and the usual ones beside them', async () => {
    const shop = await openChain();
    await applyAt(shop, FIRST_MIDNIGHT);
    expect((await run(openDay(shop, LAST_EVENING), (day) => drift(day, DRIFT))).stores).toEqual([]);
    // Sent and still live, though the files want the usual hours again: the plan's matter.
    expect((await run(openDay(shop, DAY_AFTER), (day) => drift(day, DRIFT))).stores).toEqual([]);
  });

  test('is taken into the entry that is on, and not into the usual hours', async () => {
    const shop = await openChain();
    shop.write(FILE, `${storeYaml({ poi_id: ID })}special_hours:\n  - ${FESTIVAL} # 春节\n`);
    await applyAt(shop, FIRST_MIDNIGHT);
    const text = shop.read(FILE);
    shop.emulator.control({ store: { poi_id: ID, hour: '11:00-16:00', contract_phone: '021-11112222' } });
    const json = await run(openDay(shop, '2027-02-16T03:00:00.000Z'), (day) =>
      drift(day, { ...DRIFT, accept: 'all' }),
    );
    expect(json.stores[0].fields).toMatchObject([
      { field: 'hour', file: '10:00-17:00', live: '11:00-16:00', accepted: true },
      { field: 'contract_phone', accepted: true },
    ]);
    expect(shop.read(FILE)).toBe(
      text.replace('10:00-17:00', '11:00-16:00').replace('021-00001234', '021-11112222'),
    );
    expect((await planAt(shop, '2027-02-16T03:00:00.000Z')).json.changes).toEqual([]);
    expect((await applyAt(shop, DAY_AFTER)).sent).toBe(1);
    expect(hourOf(shop)).toBe('10:00-21:00');
  });

  test('of hours that come from defaults tells the whole list to write', async () => {
    const shop = await openChain(2);
    await applyAt(shop, FIRST_MIDNIGHT);
    shop.emulator.control({ store: { poi_id: ID, hour: '11:00-16:00' } });
    const json = await run(openDay(shop, '2027-02-16T03:00:00.000Z'), (day) =>
      drift(day, { ...DRIFT, accept: 'all' }),
    );
    expect(json.diagnostics).toMatchObject([
      { code: 'DRIFT_FROM_DEFAULTS', file: 'stores/_defaults.yaml', line: 2 },
    ]);
    expect(json.diagnostics[0].message).toContain('2 stores');
    expect(json.diagnostics[0].hint).toContain(
      'special_hours:\n  - { from: 2027-02-15, to: 2027-02-21, hour: 11:00-16:00, reason: Spring Festival }',
    );
  });

  test('is overwritten with the hours of the day', async () => {
    const shop = await openChain();
    await applyAt(shop, FIRST_MIDNIGHT);
    shop.emulator.control({ store: { poi_id: ID, hour: '11:00-16:00' } });
    expect((await applyAt(shop, '2027-02-16T03:00:00.000Z', { overwriteDrift: 'yes' })).sent).toBe(1);
    expect(hourOf(shop)).toBe('10:00-17:00');
  });
});

describe('show', () => {
  test('gives the hours of the day with their place, and the days to come', async () => {
    const shop = await openChain();
    const json = await run(openDay(shop, FIRST_MIDNIGHT), (day) => show(day, ID));
    expect(json.store.values.hour).toBe('10:00-17:00');
    expect(json.store.origins.hour).toEqual({ file: 'stores/_defaults.yaml', line: 2, column: 47 });
    expect(json.scheduled).toMatchObject([{ date: '2027-02-22', after: '10:00-21:00' }]);
    const text = openDay(shop, '2026-11-25T02:00:00.000Z', 'text');
    show(text, ID);
    expect(text.printed()).toContain(
      'special_hours\n  2027-02-15 to 2027-02-21  10:00-17:00  Spring Festival  (in 82 days)  from stores/_defaults.yaml:2\n',
    );
  });
});

describe('import', () => {
  test('records a store that shows the special hours of the day', async () => {
    const shop = await openChain();
    shop.emulator.control({ store: { poi_id: ID, hour: '10:00-17:00' } });
    shop.remove('mendian.state.json');
    const options = {
      run: 'write',
      nameBy: 'poi_id',
      spelling: 'characters',
      cards: 'unread',
      rate: 0,
    } as never;
    await importStores(openDay(shop, FIRST_MIDNIGHT), options);
    expect(shop.records()[ID]?.values?.hour).toBe('10:00-17:00');
    expect((await planAt(shop, FIRST_MIDNIGHT)).json.changes).toEqual([]);
  });
});
