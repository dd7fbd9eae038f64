/** The built program against live stores that colleagues change in the console. */
import { existsSync, readdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Switches } from '../../src/emulator/switches.ts';
import { NEW_PICTURE, PICTURE } from '../builders.ts';
import { listStores, openShop, type Shop, type ShopOptions, storeYaml } from '../fakes/shop.ts';

const ID = '472671857';
const FILE = `stores/${ID}.yaml`;
const THIRD = 'http://mmbiz.qpic.cn/mmbiz_jpg/door/0?wx_fmt=jpeg';
const FAST = ['--rate', '0'];

interface DriftJson {
  readonly summary: Readonly<Record<string, number | null>>;
  readonly stores: readonly {
    readonly poi_id: string;
    readonly kind: string;
    readonly reason: string | null;
    readonly file: string | null;
    readonly fields: readonly {
      readonly field: string;
      readonly kind: string;
      readonly file: unknown;
      readonly recorded: unknown;
      readonly live: unknown;
      readonly accepted: boolean;
    }[];
  }[];
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly code: string;
    readonly file: string | null;
    readonly message: string;
    readonly hint: string | null;
  }[];
}

const ajv = new Ajv({ allowUnionTypes: true });
const validate = ajv.compile(
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../schemas/drift.schema.json'), 'utf8')),
);

/** Runs `drift` with its JSON, which must fit the schema whatever happened. */
async function drift(shop: Shop, ...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await shop.run([
    'drift',
    ...FAST,
    '--detailed-exitcode',
    '--format',
    'json',
    ...args,
  ]);
  const json = JSON.parse(stdout) as DriftJson;
  expect([validate(json), ajv.errorsText(validate.errors)]).toEqual([true, 'No errors']);
  return { exitCode, json, stderr };
}

const open = (options: ShopOptions = {}): Promise<Shop> =>
  openShop({ stores: [{ poi_id: ID, pic_list: [PICTURE, NEW_PICTURE] }], begin: 'recorded', ...options });

const edit = (shop: Shop, values: object, poiId = ID): void =>
  shop.emulator.control({ store: { poi_id: poiId, ...values } });

async function expectInStep(shop: Shop): Promise<void> {
  const plan = await shop.runJson(['plan', '--detailed-exitcode']);
  expect([plan.exitCode, plan.json.changes]).toEqual([0, []]);
  const { exitCode, json } = await drift(shop);
  expect([exitCode, json.stores]).toEqual([0, []]);
}

const codes = (json: DriftJson): readonly string[] => json.diagnostics.map(({ code }) => code);
const kinds = (json: DriftJson): readonly string[] =>
  json.stores.map(({ poi_id, kind }) => `${poi_id} ${kind}`);

describe('a value that somebody changed in the console', () => {
  test('is told with all three sides, and taken into the file by its bytes alone', async () => {
    const shop = await open();
    const text = `\ufeff# the first\r\n${storeYaml({ poi_id: ID, pic_list: [PICTURE, NEW_PICTURE] })
      .replace('"10:00-21:00"', '10:00-21:00   # daily')
      .replaceAll('\n', '\r\n')}# end`;
    shop.write(FILE, text);
    edit(shop, { hour: '09:00-22:00' });
    const before = await drift(shop);
    expect(before.exitCode).toBe(2);
    expect(before.json.summary).toMatchObject({
      stores: 1,
      drifted: 1,
      conflicts: 0,
      accepted: 0,
      unmanaged: 0,
    });
    expect(before.json.stores[0]?.fields).toEqual([
      {
        field: 'hour',
        kind: 'edited',
        file: '10:00-21:00',
        recorded: '10:00-21:00',
        live: '09:00-22:00',
        accepted: false,
      },
    ]);
    const accepted = await drift(shop, '--accept');
    expect([accepted.exitCode, accepted.json.summary.accepted]).toEqual([0, 1]);
    expect(accepted.stderr).toContain(
      '1 file written. The accepted values are on record in mendian.state.json.',
    );
    expect(shop.read(FILE)).toBe(text.replace('10:00-21:00', '09:00-22:00'));
    expect(shop.records()[ID]?.values?.hour).toBe('09:00-22:00');
    expect(existsSync(join(shop.root, 'mendian.state.json.journal'))).toBe(false);
    expect(readdirSync(join(shop.root, 'stores'))).toEqual([`${ID}.yaml`]);
    await expectInStep(shop);
    expect(shop.updates()).toEqual([]);
  });

  test('may be pictures: those that stay keep their words and comments', async () => {
    const shop = await open();
    const text = shop
      .read(FILE)
      .replace('pic_list:', 'pic_list:   # by Li')
      .replace(JSON.stringify(PICTURE), `${JSON.stringify(PICTURE)} # front`);
    shop.write(FILE, text);
    shop.emulator.control({ switches: { readUrls: 'https' } });
    edit(shop, { pic_list: [PICTURE, THIRD] });
    await drift(shop, '--accept');
    const https = THIRD.replace('http:', 'https:');
    expect(shop.read(FILE)).toBe(text.replace(NEW_PICTURE, https));
    await expectInStep(shop);
  });

  test('is put back by apply --overwrite-drift, though the file did not change', async () => {
    const shop = await open();
    edit(shop, { hour: '09:00-22:00', pic_list: [THIRD] });
    const plain = await shop.runJson(['apply', '--yes', ...FAST]);
    expect(plain.json.outcomes).toEqual([]);
    const { exitCode, json } = await shop.runJson(['apply', '--yes', ...FAST, '--overwrite-drift']);
    expect([exitCode, json.outcomes.map(({ outcome, sent }) => [outcome, sent])]).toEqual([
      0,
      [['applied', true]],
    ]);
    expect(shop.emulator.stores.get(ID)).toMatchObject({
      hour: '10:00-21:00',
      pictures: [PICTURE, NEW_PICTURE],
    });
    await expectInStep(shop);
  });

  test('is not put back beside an approved plan, which is about its own changes alone', async () => {
    const shop = await open();
    await shop.run(['plan', '--out', 'plan.json']);
    edit(shop, { hour: '09:00-22:00' });
    const { exitCode, json } = await shop.runJson([
      'apply',
      'plan.json',
      '--yes',
      ...FAST,
      '--overwrite-drift',
    ]);
    expect([exitCode, json.outcomes, shop.updates()]).toEqual([0, [], []]);
  });
});

describe('what is no drift', () => {
  test.each<[string, Partial<Switches>]>([
    ['dropped queries', { readUrls: 'drop' }],
    ['the other scheme', { readUrls: 'https' }],
    ['another order of pictures', { readOrder: 'reverse' }],
    ['blanks around phones', { readPhone: 'padded' }],
    ['all of them', { readUrls: 'drop', readOrder: 'reverse', readPhone: 'padded', slashes: 'escaped' }],
  ])('%s', async (_habit, switches) => {
    const shop = await open();
    shop.emulator.control({ switches });
    const { exitCode, json } = await drift(shop);
    expect([exitCode, json.stores]).toEqual([0, []]);
  });

  test('pictures under review, also once the review has ended', async () => {
    const shop = await open();
    shop.writeStore(FILE, { poi_id: ID, pic_list: [THIRD] });
    await shop.run(['apply', '--yes', ...FAST]);
    const during = await drift(shop);
    expect([during.exitCode, during.json.stores]).toEqual([0, []]);
    edit(shop, { contract_phone: '021-22223333' });
    expect(kinds((await drift(shop)).json)).toEqual([`${ID} edited`]);
    edit(shop, { contract_phone: '021-00001234' });
    shop.emulator.control({ audit: { poi_id: ID, status: 1 } });
    const after = await drift(shop);
    expect([after.exitCode, after.json.stores, codes(after.json)]).toEqual([0, [], ['REVIEWS_ENDED']]);
    expect(after.json.diagnostics[0]?.hint).toContain('mendian status');
  });

  test('the earlier pictures after a rejection', async () => {
    const shop = await open();
    shop.writeStore(FILE, { poi_id: ID, pic_list: [THIRD] });
    await shop.run(['apply', '--yes', ...FAST]);
    shop.emulator.control({ audit: { poi_id: ID, status: 3 } });
    const { exitCode, json } = await drift(shop);
    expect([exitCode, json.stores, codes(json)]).toEqual([0, [], ['REVIEWS_ENDED']]);
  });

  test('approved pictures that the platform hosts under other addresses, neither for drift nor for apply', async () => {
    // Two stores, so that the first goes alone and is read back.
    const stores = listStores(2);
    const shop = await open({ stores });
    const write = (hour: string, pic_list: readonly string[] = [THIRD]): void => {
      for (const { poi_id } of stores) shop.writeStore(`stores/${poi_id}.yaml`, { poi_id, hour, pic_list });
    };
    const apply = async (): Promise<readonly unknown[]> => {
      const { exitCode, json } = await shop.runJson(['apply', '--yes', ...FAST]);
      return [exitCode, ...json.outcomes.map(({ outcome, sent, audit_id }) => [outcome, sent, audit_id])];
    };
    const sent = [0, ['applied', true, null], ['applied', true, null]];
    write('10:00-21:00');
    await apply();
    shop.emulator.control({ switches: { readUrls: 'rehost' }, reset: true });
    for (const { poi_id } of stores) shop.emulator.control({ audit: { poi_id, status: 1 } });
    // The look of this very apply ends the reviews, and the hours go out all the same.
    write('09:00-22:00');
    expect(await apply()).toEqual(sent);
    expect(shop.records()[ID]).toMatchObject({ review: 'approved', values: { pic_list: [THIRD] } });
    await expectInStep(shop);
    write('09:30-22:00');
    expect(await apply()).toEqual(sent);
    await expectInStep(shop);
    edit(shop, { pic_list: [PICTURE] });
    expect(kinds((await drift(shop)).json)).toEqual([`${ID} edited`]);
  });
});

describe('a store', () => {
  test('that is gone is missing, and one that nobody manages is counted', async () => {
    const shop = await open({ stores: listStores(3) });
    const seed = {
      poi_id: '9',
      name: '新店',
      values: { hour: '10:00-20:00', contract_phone: '1', pic_list: [PICTURE] },
    };
    shop.emulator.control({ remove: ID, seed: [seed] });
    const { exitCode, json } = await drift(shop);
    expect([exitCode, kinds(json)]).toEqual([2, [`${ID} missing`, '9 unmanaged']]);
    expect(json.summary).toMatchObject({ stores: 3, missing: 1, unmanaged: 1, drifted: 0 });
    const { stdout } = await shop.run(['drift', ...FAST]);
    expect(stdout).toContain('1 store at WeChat has neither file nor record: "mendian import"');
  });

  test('is never missing because a list did not come whole', async () => {
    const shop = await open({ stores: listStores(60) });
    const cut = { body: JSON.stringify({ errcode: 0, errmsg: 'ok', business_list: [], total_count: 60 }) };
    shop.emulator.control({ faults: [{ path: '/wxa/get_store_list', after: 1, times: 9, do: cut }] });
    const { exitCode, json } = await drift(shop);
    expect([exitCode, json.stores, codes(json)]).toEqual([1, [], ['LIST_INCOMPLETE']]);
  });

  test('may be selected: then few calls are made, and nothing is said of others', async () => {
    const shop = await open({ stores: listStores(60) });
    edit(shop, { hour: '09:00-22:00' });
    edit(shop, { hour: '09:00-22:00' }, '472671858');
    shop.emulator.control({ reset: true });
    const { exitCode, json } = await drift(shop, '--select', ID);
    expect([exitCode, kinds(json), json.summary.unmanaged]).toEqual([2, [`${ID} edited`], null]);
    const calls = shop.emulator.requests.map(({ path }) => path).filter((path) => path.startsWith('/wxa/'));
    expect(calls).toEqual(['/wxa/get_store_info']);
    const none = await drift(shop, '--select', '1');
    expect([none.exitCode, none.json.stores, codes(none.json)]).toEqual([0, [], ['SELECTION_EMPTY']]);
  });

  test('that cannot be read is told, and not taken for one that is gone', async () => {
    const shop = await open({ stores: listStores(2) });
    const busy = { path: '/wxa/get_store_info', poi_id: ID, times: 9, do: { errcode: -1 } } as const;
    shop.emulator.control({ faults: [busy] });
    const { exitCode, json } = await drift(shop, '--select', ID);
    expect([exitCode, kinds(json), codes(json)]).toEqual([1, [`${ID} not_compared`], ['STORE_UNREAD']]);
  });

  test('without a record is named, with what WeChat shows', async () => {
    const shop = await openShop({ stores: [{ poi_id: ID }] });
    edit(shop, { hour: '09:00-22:00' });
    const { exitCode, json } = await drift(shop, '--accept');
    expect([exitCode, kinds(json), json.summary.accepted]).toEqual([0, [`${ID} unrecorded`], 0]);
    expect(json.stores[0]?.fields.map(({ field, kind }) => [field, kind])).toEqual([['hour', 'unrecorded']]);
  });

  test('without a file is compared, and has nothing to accept into', async () => {
    const shop = await open({ stores: listStores(2) });
    shop.remove(FILE);
    edit(shop, { hour: '09:00-22:00' });
    const { exitCode, json } = await drift(shop, '--accept');
    expect([exitCode, kinds(json), codes(json)]).toEqual([2, [`${ID} edited`], ['DRIFT_NO_FILE']]);
    expect(json.stores[0]?.fields[0]).toMatchObject({ file: null, accepted: false });
  });

  test('has its card compared where that is asked for', async () => {
    const shop = await open({ stores: [{ poi_id: ID, card_id: 'pAbC' }, { poi_id: '2' }] });
    shop.emulator.control({ reset: true });
    expect((await drift(shop, '--cards')).json.stores).toEqual([]);
    const cards = shop.emulator.requests.filter(({ path }) => path === '/card/storewxa/get');
    expect(cards.map(({ poi_id }) => poi_id)).toEqual([ID]);
    await fetch(`${shop.emulator.baseUrl}/card/storewxa/set?access_token=${await getToken(shop)}`, {
      method: 'POST',
      body: JSON.stringify({ poi_id: ID, card_id: 'pXyZ' }),
    });
    expect((await drift(shop)).json.stores).toEqual([]);
    const { json } = await drift(shop, '--cards', '--accept');
    expect(json.stores[0]?.fields.map(({ field, live, accepted }) => [field, live, accepted])).toEqual([
      ['card_id', 'pXyZ', true],
    ]);
    expect(shop.read(FILE)).toContain('card_id: "pXyZ"');
    await expectInStep(shop);
  });
});

async function getToken(shop: Shop): Promise<string> {
  const body = { grant_type: 'client_credential', appid: 'wxtest', secret: 'the-secret-of-the-tests' };
  const answer = await fetch(`${shop.emulator.baseUrl}/cgi-bin/stable_token`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

describe('what is not taken over by itself', () => {
  test('a value that both sides changed', async () => {
    const shop = await open();
    shop.writeStore(FILE, { poi_id: ID, pic_list: [PICTURE, NEW_PICTURE], hour: '08:00-21:00' });
    const text = shop.read(FILE);
    edit(shop, { hour: '09:00-22:00', contract_phone: '021-22223333' });
    const { exitCode, json } = await drift(shop, '--accept');
    expect([exitCode, kinds(json), codes(json)]).toEqual([2, [`${ID} conflict`], ['DRIFT_CONFLICT']]);
    expect(json.diagnostics[0]?.message).toContain('the file says "08:00-21:00", WeChat shows "09:00-22:00"');
    expect(json.diagnostics[0]?.hint).toMatch(/hour: 09:00-22:00[\s\S]*--overwrite-drift/u);
    // The phone was changed at WeChat alone.
    expect(shop.read(FILE)).toBe(text.replace('021-00001234', '021-22223333'));
    expect(shop.records()[ID]?.values).toMatchObject({ hour: '10:00-21:00', contract_phone: '021-22223333' });
  });

  test('a value from a file of defaults, which others share', async () => {
    const shop = await open({ stores: listStores(3) });
    for (const { poi_id } of listStores(3)) {
      const file = `stores/${poi_id}.yaml`;
      shop.write(file, shop.read(file).replace(/contract_phone.*\n/u, ''));
    }
    shop.write('stores/_defaults.yaml', '# everywhere\ncontract_phone: 021-00001234\n');
    edit(shop, { contract_phone: '021-22223333' });
    const { exitCode, json } = await drift(shop, '--accept');
    expect([exitCode, codes(json)]).toEqual([2, ['DRIFT_FROM_DEFAULTS']]);
    expect(json.diagnostics[0]).toMatchObject({ file: 'stores/_defaults.yaml' });
    expect(json.diagnostics[0]?.message).toContain('3 stores take it from here');
    expect(json.diagnostics[0]?.hint).toContain(`add to ${FILE}:\ncontract_phone: 021-22223333`);
    expect(shop.read('stores/_defaults.yaml')).toBe('# everywhere\ncontract_phone: 021-00001234\n');
    expect(shop.records()[ID]?.values?.contract_phone).toBe('021-00001234');
  });

  test.each([
    ['free text for hours', { hour: '早10点到晚9点' }],
    ['no picture', { pic_list: [] }],
    ['a picture from elsewhere', { pic_list: ['http://example.invalid/a.jpg'] }],
    ['one picture twice', { pic_list: [PICTURE, PICTURE] }],
    ['a list of phones', { contract_phone: '021-1;021-2' }],
  ])('%s', async (_what, values) => {
    const shop = await open();
    const [text, state] = [shop.read(FILE), shop.read('mendian.state.json')];
    edit(shop, values);
    const { exitCode, json } = await drift(shop, '--accept');
    expect([exitCode, codes(json)]).toEqual([2, ['DRIFT_NOT_WRITABLE']]);
    expect([shop.read(FILE), shop.read('mendian.state.json')]).toEqual([text, state]);
  });

  test('anything in a file with a local picture that is not there, which is named', async () => {
    const shop = await open({ stores: listStores(2) });
    const text = shop.read(FILE).replace(JSON.stringify(PICTURE), './photos/a.jpg');
    shop.write(FILE, text);
    edit(shop, { hour: '09:00-22:00' });
    edit(shop, { hour: '09:00-22:00' }, '472671858');
    const { exitCode, json } = await drift(shop, '--accept');
    expect(exitCode).toBe(1);
    expect(json.stores.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['not_compared', 'invalid'],
      ['edited', null],
    ]);
    expect(json.diagnostics).toMatchObject([{ code: 'PICTURE_MISSING', file: FILE }]);
    expect(shop.read(FILE)).toBe(text);
    expect(shop.read('stores/472671858.yaml')).toContain('"09:00-22:00"');
  });

  test('a value whose place in the file allows no safe edit', async () => {
    const shop = await open();
    const text = shop
      .read(FILE)
      .replace(/pic_list:\n {2}- (.*)\n {2}- (.*)\n/u, '? pic_list\n: - $1\n  - $2\n');
    shop.write(FILE, text);
    edit(shop, { pic_list: [NEW_PICTURE] });
    const { exitCode, json } = await drift(shop, '--accept');
    expect([exitCode, codes(json), shop.read(FILE)]).toEqual([1, ['EDIT_REFUSED'], text]);
    expect(json.summary.accepted).toBe(0);
  });

  test('a file that somebody changed while WeChat was read', async () => {
    const shop = await open();
    edit(shop, { hour: '09:00-22:00' });
    shop.emulator.control({ faults: [{ path: '/wxa/get_store_list', do: { slow: 1500 } }], reset: true });
    const running = shop.start(['drift', '--accept', '--format', 'json', ...FAST]);
    await shop.emulator.waitForRequests('/wxa/get_store_list', 1);
    const text = shop.read(FILE).replace('10:00-21:00', '08:00-20:00');
    shop.write(FILE, text);
    const { exitCode, stdout } = await running;
    expect([exitCode, codes(JSON.parse(String(stdout))), shop.read(FILE)]).toEqual([
      1,
      ['FILE_CHANGED'],
      text,
    ]);
    expect(shop.records()[ID]?.values?.hour).toBe('10:00-21:00');
  });

  test('a file behind a link', async () => {
    const shop = await open();
    renameSync(join(shop.root, FILE), join(shop.root, 'elsewhere.yaml'));
    symlinkSync('../elsewhere.yaml', join(shop.root, FILE));
    edit(shop, { hour: '09:00-22:00' });
    const { exitCode } = await drift(shop, '--accept');
    expect([exitCode, shop.read('elsewhere.yaml').includes('10:00-21:00')]).toEqual([1, true]);
  });

  test('an update in doubt, which apply verifies', async () => {
    const shop = await open();
    const state = JSON.parse(shop.read('mendian.state.json'));
    state.stores[ID] = { ...state.stores[ID], uncertain: true, sending: state.stores[ID].values };
    shop.write('mendian.state.json', JSON.stringify(state));
    edit(shop, { hour: '09:00-22:00' });
    const { exitCode, json } = await drift(shop, '--accept');
    expect([exitCode, kinds(json), json.summary.accepted]).toEqual([0, [`${ID} not_compared`], 0]);
  });
});

describe('how far --accept goes', () => {
  test('a dry run shows what would be written, and writes nothing', async () => {
    const shop = await open();
    edit(shop, { hour: '09:00-22:00' });
    const [text, state] = [shop.read(FILE), shop.read('mendian.state.json')];
    const { exitCode, json, stderr } = await drift(shop, '--accept', '--dry-run');
    expect([exitCode, json.stores[0]?.fields[0]?.accepted]).toEqual([2, true]);
    expect(stderr).toContain('1 file would be written. Nothing was: this is a dry run.');
    expect([shop.read(FILE), shop.read('mendian.state.json')]).toEqual([text, state]);
    expect(readdirSync(shop.root).sort()).toEqual(['mendian.state.json', 'stores']);
  });

  test('the files alone, for a pull request: apply then records and sends nothing', async () => {
    const shop = await open();
    edit(shop, { hour: '09:00-22:00' });
    const state = shop.read('mendian.state.json');
    const { exitCode, stderr } = await drift(shop, '--accept', '--files-only');
    expect([exitCode, shop.read('mendian.state.json')]).toEqual([0, state]);
    expect(stderr).toContain('apply records the values and sends nothing');
    const settled = await drift(shop);
    expect([settled.exitCode, kinds(settled.json)]).toEqual([0, [`${ID} settled`]]);
    const { json } = await shop.runJson(['apply', '--yes', ...FAST]);
    expect(json.outcomes.map(({ outcome, sent }) => [outcome, sent])).toEqual([['applied', false]]);
    await expectInStep(shop);
  });

  test('a run that was killed between file and record loses nothing: the next one goes on', async () => {
    const shop = await open();
    edit(shop, { hour: '09:00-22:00' });
    const state = shop.read('mendian.state.json');
    await drift(shop, '--accept');
    shop.write('mendian.state.json', state);
    const { json } = await drift(shop, '--accept');
    expect([kinds(json), json.summary.accepted]).toEqual([[`${ID} settled`], 1]);
    await expectInStep(shop);
  });

  test.each([[['--files-only']], [['--dry-run']]])('%j alone is a slip', async (args) => {
    const shop = await open();
    const { exitCode, stderr } = await shop.run(['drift', ...args]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('it together with --accept')]);
  });
});

describe('plan --refresh', () => {
  test('warns of drift at the file’s place, and of a store that is gone', async () => {
    const shop = await open({ stores: listStores(2) });
    edit(shop, { hour: '09:00-22:00' });
    shop.emulator.control({ remove: '472671858' });
    const { exitCode, json } = await shop.runJson(['plan', '--refresh']);
    expect([exitCode, json.changes]).toEqual([0, []]);
    expect(json.diagnostics).toMatchObject([
      { severity: 'warning', code: 'STORE_DRIFTED', file: FILE, line: 3, column: 7 },
      { severity: 'warning', code: 'STORE_GONE', file: 'stores/472671858.yaml' },
    ]);
  });

  test('counts with reviews that have ended, and writes nothing', async () => {
    const shop = await open();
    shop.writeStore(FILE, { poi_id: ID, pic_list: [THIRD] });
    await shop.run(['apply', '--yes', ...FAST]);
    shop.writeStore(FILE, { poi_id: ID, pic_list: [THIRD], hour: '09:00-22:00' });
    shop.emulator.control({ audit: { poi_id: ID, status: 1 } });
    const state = shop.read('mendian.state.json');
    const offline = await shop.runJson(['plan']);
    const { json } = await shop.runJson(['plan', '--refresh']);
    expect(offline.json.changes.map(({ action }) => action)).toEqual(['hold']);
    expect(json.changes.map(({ action }) => action)).toEqual(['update']);
    expect(json.digest).toBe(offline.json.digest);
    expect(json.diagnostics.map(({ code }) => code)).toEqual(['REVIEWS_ENDED']);
    expect(shop.read('mendian.state.json')).toBe(state);
  });

  test('says which adoptions are only recorded', async () => {
    const shop = await openShop({ stores: listStores(2) });
    edit(shop, { hour: '09:00-22:00' });
    const { stdout } = await shop.run(['plan', '--refresh']);
    expect(stdout.match(/WeChat shows it just so already: apply only records it/gu)).toHaveLength(1);
    const offline = await shop.runJson(['plan']);
    const { json } = await shop.runJson(['plan', '--refresh']);
    expect(json.digest).toBe(offline.json.digest);
  });

  test('gives no plan where the live stores could not be read', async () => {
    const shop = await open();
    shop.emulator.control({ faults: [{ path: '/wxa/get_store_list', times: 9, do: { errcode: 48001 } }] });
    const { exitCode, json } = await shop.runJson(['plan', '--refresh']);
    expect([exitCode, json.changes, json.diagnostics.map(({ code }) => code)]).toEqual([
      1,
      [],
      ['PLATFORM_STOP'],
    ]);
  });

  test('without it nothing is called, and no credentials are needed', async () => {
    const shop = await open();
    const nobody = { WECHAT_APPID: '', WECHAT_SECRET: '' };
    expect((await shop.run(['plan'], nobody)).exitCode).toBe(0);
    expect(shop.emulator.requests).toEqual([]);
    expect((await shop.runJson(['plan', '--refresh'], nobody)).json.diagnostics[0]?.code).toBe(
      'NO_CREDENTIALS',
    );
  });
});

describe('the reports', () => {
  test('show the three sides next to each other, and what to do', async () => {
    const shop = await open();
    edit(shop, { hour: '09:00-22:00' });
    const { stdout } = await shop.run(['drift', ...FAST]);
    expect(stdout).toMatch(/hour {2}10:00-21:00 {2}10:00-21:00 {2}09:00-22:00\n/u);
    expect(stdout).toMatch(/→ Changed at WeChat: "mendian drift --accept"/u);
    const clean = await open();
    expect((await clean.run(['drift', ...FAST])).stdout).toBe(
      'mendian drift: 1 store compared with WeChat\n\nNo drift. WeChat shows what was last sent.\n',
    );
  });

  test('annotate each drifted value at its place', async () => {
    const shop = await open();
    edit(shop, { hour: '09:00-22:00' });
    const { stdout } = await shop.run(['drift', ...FAST, '--format', 'github']);
    expect(stdout).toContain(
      `::warning file=${FILE},line=3,endLine=3,col=7,endColumn=7,title=mendian STORE_DRIFTED::`,
    );
    const accepted = await shop.run(['drift', ...FAST, '--format', 'github', '--accept']);
    expect(accepted.stdout).not.toContain('::warning');
  });

  test('take nothing that WeChat says for Markdown or a command', async () => {
    const shop = await open();
    edit(shop, { hour: '`|<img src=x>\n::error::@all' });
    const markdown = await shop.run(['drift', ...FAST, '--format', 'markdown']);
    expect(markdown.stdout).toContain('`` `\\|<img src=x>\\n::error::@all ``');
    const github = await shop.run(['drift', ...FAST, '--format', 'github']);
    expect(github.stdout).not.toMatch(/^\s*::error/mu);
  });
});

describe('whatever colleagues do in the console', () => {
  const arbitraryEdit = fc.record(
    {
      hour: fc.constantFrom('09:00-22:00', '08:30-24:00', '10:00-21:00'),
      contract_phone: fc.constantFrom('021-22223333', '4008001234', '13800000000'),
      pic_list: fc.shuffledSubarray([PICTURE, NEW_PICTURE, THIRD, THIRD.replace('door', 'roof')], {
        minLength: 1,
      }),
    },
    { requiredKeys: [] },
  );
  const arbitraryHabits: fc.Arbitrary<Partial<Switches>> = fc.record({
    readUrls: fc.constantFrom('same', 'drop', 'https'),
    readOrder: fc.constantFrom('same', 'reverse'),
    readPhone: fc.constantFrom('same', 'padded'),
  });
  const arbitraryRound = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), arbitraryEdit), {
    minLength: 1,
    maxLength: 4,
  });

  test('accepting it leaves an empty plan and no drift, and sends nothing', async () => {
    const rounds = fc.array(arbitraryRound, { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(rounds, arbitraryHabits, async (edits, switches) => {
        const shop = await open({ stores: listStores(4, { pic_list: [PICTURE, NEW_PICTURE] }) });
        shop.emulator.control({ switches });
        for (const round of edits) {
          for (const [index, values] of round) edit(shop, values, String(Number(ID) + index));
          const { exitCode, json } = await drift(shop, '--accept');
          expect([exitCode, json.diagnostics]).toEqual([0, []]);
          await expectInStep(shop);
        }
        expect(shop.updates()).toEqual([]);
      }),
      { numRuns: 6 },
    );
  }, 120_000);
});
