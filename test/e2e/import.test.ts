/** `mendian import`: live stores into files and a baseline, as a user runs it against the emulator. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, onTestFinished, test } from 'vitest';
import importSchema from '../../schemas/import.schema.json' with { type: 'json' };
import type { SeedStore } from '../../src/emulator/world.ts';
import type { StoreValues } from '../../src/model.ts';
import { buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';
import { openShop, type Shop } from '../fakes/shop.ts';

const LIST = '/wxa/get_store_list';
const CARD = '/card/storewxa/get';

/** A live store at the emulator, in Shanghai unless said otherwise. */
function seed(poi_id: string, name: string, city = '上海市', values: Partial<StoreValues> = {}): SeedStore {
  const place = { province: '', city, district: '', address: '示例路1号' };
  return { poi_id, name, values: buildValues(values), place };
}

/** A folder without store files, beside an emulator that holds these stores. */
async function openLiveShop(stores: readonly SeedStore[], options = {}): Promise<Shop> {
  const shop = await openShop(options);
  shop.emulator.control({ seed: stores });
  return shop;
}

const run = (shop: Shop, ...args: readonly string[]) => shop.run(['import', '--rate', '0', ...args]);

interface ImportJson {
  readonly summary: Readonly<Record<string, number>>;
  readonly stores: readonly { readonly poi_id: string; readonly file: string; readonly outcome: string }[];
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly code: string;
    readonly file: string | null;
    readonly message: string;
  }[];
}

async function runJson(shop: Shop, ...args: readonly string[]) {
  const { exitCode, stdout } = await run(shop, '--format', 'json', ...args);
  const json = JSON.parse(stdout) as ImportJson;
  const ajv = new Ajv();
  expect([ajv.validate(importSchema, json), ajv.errorsText()]).toEqual([true, 'No errors']);
  return { exitCode, json, codes: json.diagnostics.map(({ code }) => code) };
}

/** Paths of all that is below the folder of the stores. */
function listFiles(shop: Shop): readonly string[] {
  const entries = readdirSync(join(shop.root, 'stores'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(shop.root.length + 1))
    .sort();
}

async function expectEmptyPlan(shop: Shop, unchanged: number): Promise<void> {
  const { exitCode, json } = await shop.runJson(['plan', '--detailed-exitcode']);
  expect([exitCode, json.summary.unchanged, json.changes]).toEqual([0, unchanged, []]);
}

const THREE = [
  seed('472671857', '人民广场店'),
  seed('472671858', '徐家汇店', '上海市', { pic_list: [NEW_PICTURE, PICTURE] }),
  seed('472671859', '西单店', '北京市', { hour: '11: 11 - 12: 12', contract_phone: ' 010-00001234' }),
];

describe('import', () => {
  test('writes one file a store and a baseline, so that the first plan is empty', async () => {
    const shop = await openLiveShop(THREE);
    const { exitCode, stdout, stderr } = await run(shop);
    expect([exitCode, listFiles(shop)]).toEqual([
      0,
      [
        'stores/beijing/xi-dan-dian.yaml',
        'stores/shanghai/renmin-guangchang-dian.yaml',
        'stores/shanghai/xu-jia-hui-dian.yaml',
      ],
    ]);
    expect(shop.read('stores/beijing/xi-dan-dian.yaml')).toMatch(
      /^hour: 11:11-12:12\ncontract_phone: 010-00001234$/mu,
    );
    expect(stdout).toMatch(/3 files written, 0 there already/u);
    expect(stderr).toMatch(/Next: mendian plan/u);
    expect(shop.records()['472671857']).toEqual({
      values: THREE[0]?.values,
      review: 'none',
      applied_at: expect.any(String),
    });
    await expectEmptyPlan(shop, 3);
    expect(shop.updates()).toEqual([]);
  });

  test('writes nothing a second time, and only what is new when stores have opened', async () => {
    const shop = await openLiveShop(THREE);
    await run(shop);
    const before = [listFiles(shop), shop.read('mendian.state.json')];
    const again = await runJson(shop);
    expect(again.json.summary).toMatchObject({ written: 0, exists: 3, recorded: 0 });
    expect([listFiles(shop), shop.read('mendian.state.json')]).toEqual(before);
    shop.emulator.control({ seed: [seed('472671860', '人民广场店')] });
    const { json } = await runJson(shop);
    expect(json.summary).toMatchObject({ written: 1, exists: 3, recorded: 1 });
    expect(shop.exists('stores/shanghai/renmin-guangchang-dian-472671860.yaml')).toBe(true);
    await expectEmptyPlan(shop, 4);
  });

  test('leaves a store alone that has a file under any name, and a file of any other store', async () => {
    const shop = await openLiveShop(THREE);
    const mine = { name: '我的', poi_id: '472671857', hour: '09:00-22:00' };
    shop.writeStore('stores/anywhere/mine.yml', mine);
    shop.write('stores/shanghai/XU-JIA-HUI-dian.yaml', 'name: x\npoi_id: "5"\n');
    const before = [shop.read('stores/anywhere/mine.yml'), shop.read('stores/shanghai/XU-JIA-HUI-dian.yaml')];
    const { json, codes } = await runJson(shop);
    expect(json.stores.map(({ poi_id, file, outcome }) => [poi_id, outcome, file])).toEqual([
      ['472671857', 'exists', 'stores/anywhere/mine.yml'],
      ['472671859', 'written', 'stores/beijing/xi-dan-dian.yaml'],
      ['472671858', 'written', 'stores/shanghai/xu-jia-hui-dian-472671858.yaml'],
    ]);
    expect(codes).toContain('IMPORT_NOT_LIVE');
    expect([
      shop.read('stores/anywhere/mine.yml'),
      shop.read('stores/shanghai/XU-JIA-HUI-dian.yaml'),
    ]).toEqual(before);
    // What that file says is not what is live: its first apply looks before it sends.
    expect(shop.records()).not.toHaveProperty('472671857');
  });

  test('keeps the record of a store that is on record', async () => {
    const shop = await openLiveShop(THREE);
    await run(shop);
    const before = shop.read('mendian.state.json');
    shop.remove('stores/beijing/xi-dan-dian.yaml');
    shop.emulator.control({ store: { poi_id: '472671859', hour: '08:00-20:00' } });
    expect((await runJson(shop)).json.summary).toMatchObject({ written: 1, recorded: 0 });
    expect(shop.read('mendian.state.json')).toBe(before);
  });

  test('--dry-run says what it would write, and writes nothing', async () => {
    const shop = await openLiveShop(THREE);
    rmSync(join(shop.root, 'stores'), { recursive: true });
    const { exitCode, stdout } = await run(shop, '--dry-run');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/stores\/beijing\/xi-dan-dian\.yaml/u);
    expect(stdout).toMatch(/3 files would be written/u);
    expect(readdirSync(shop.root)).toEqual([]);
  });

  test('--select and --exclude take ids, and files by the names that they would get', async () => {
    const shop = await openLiveShop(THREE);
    await run(shop, '--select', 'stores/shanghai/**', '--exclude', '472671857');
    expect(listFiles(shop)).toEqual(['stores/shanghai/xu-jia-hui-dian.yaml']);
    expect(Object.keys(shop.records())).toEqual(['472671858']);
    const { exitCode, codes } = await runJson(shop, '--select', '1');
    expect([exitCode, codes]).toEqual([0, ['SELECTION_EMPTY']]);
  });

  test('names files by the characters or by the id where that is wanted', async () => {
    const shop = await openLiveShop(THREE.slice(0, 1));
    await run(shop, '--spelling', 'characters', '--dry-run');
    const { json } = await runJson(shop, '--spelling', 'characters', '--dry-run');
    expect(json.stores[0]?.file).toBe('stores/上海/人民广场店.yaml');
    const byId = await runJson(shop, '--name-by', 'poi_id', '--dry-run');
    expect(byId.json.stores[0]?.file).toBe('stores/shanghai/472671857.yaml');
  });

  test('names the schema for editors where init has put it', async () => {
    const shop = await openLiveShop(THREE.slice(0, 1));
    await shop.run(['init']);
    shop.remove('stores/example.yaml');
    await run(shop);
    expect(shop.read('stores/shanghai/renmin-guangchang-dian.yaml')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/schemas\/store\.schema\.json\n/u,
    );
  });
});

describe('the cards', () => {
  test('are read by a call each with --cards, and are on record', async () => {
    const shop = await openLiveShop([
      seed('472671857', '人民广场店', '上海市', { card_id: 'pAbCdEfGhIjKlMnOpQrStUv' }),
      seed('472671858', '徐家汇店'),
    ]);
    await run(shop, '--cards');
    expect(shop.read('stores/shanghai/renmin-guangchang-dian.yaml')).toMatch(
      /^card_id: pAbCdEfGhIjKlMnOpQrStUv$/mu,
    );
    expect(shop.read('stores/shanghai/xu-jia-hui-dian.yaml')).toMatch(/# .*had no card/u);
    expect(shop.records()['472671857']?.values?.card_id).toBe('pAbCdEfGhIjKlMnOpQrStUv');
    await expectEmptyPlan(shop, 2);
    await run(shop, '--cards');
    expect(shop.emulator.requests.filter(({ path }) => path === CARD)).toHaveLength(2);
  });

  test('are left out where they cannot be read, with one warning', async () => {
    const shop = await openLiveShop(THREE);
    shop.emulator.control({ faults: [{ path: CARD, do: { errcode: 48001 } }] });
    const { exitCode, json, codes } = await runJson(shop, '--cards');
    expect([exitCode, json.summary.written, codes]).toEqual([0, 3, ['IMPORT_CARDS_UNREAD']]);
    expect(shop.emulator.requests.filter(({ path }) => path === CARD)).toHaveLength(1);
    await expectEmptyPlan(shop, 3);
  });
});

describe('what cannot be sent', () => {
  const OLD = [
    seed('472671857', '老店', '', { hour: '10:20' }),
    seed('472671858', '旧店', '', { contract_phone: '021-1;021-2', pic_list: [] }),
    seed('472671859', '好店', ''),
  ];

  test('is written all the same, named, and refused by the plan until it is mended', async () => {
    const shop = await openLiveShop(OLD);
    const { exitCode, json } = await runJson(shop);
    expect([exitCode, json.summary]).toEqual([
      0,
      expect.objectContaining({ written: 3, needs_hand: 2, recorded: 3 }),
    ]);
    const findings = json.diagnostics.map(({ severity, code, file }) => [severity, code, file]);
    expect(findings).toEqual([
      ['warning', 'IMPORT_NEEDS_HAND', null],
      ['warning', 'INVALID_PHONE', 'stores/jiu-dian.yaml'],
      ['warning', 'PICTURE_COUNT', 'stores/jiu-dian.yaml'],
      ['warning', 'INVALID_HOUR', 'stores/laodian.yaml'],
    ]);
    expect(shop.read('stores/laodian.yaml')).toMatch(/^# Needs a hand: .*\nhour: "10:20"$/mu);
    expect((await shop.run(['plan'])).exitCode).toBe(1);

    shop.write('stores/laodian.yaml', shop.read('stores/laodian.yaml').replace('"10:20"', '10:20-21:00'));
    shop.remove('stores/jiu-dian.yaml');
    const plan = await shop.runJson(['plan', '--exclude', '472671858']);
    expect(plan.json.changes.map(({ poi_id, action }) => [poi_id, action])).toEqual([
      ['472671857', 'update'],
    ]);
  });

  test('is named again by a later import, which writes nothing', async () => {
    const shop = await openLiveShop(OLD);
    await run(shop);
    const { exitCode, json } = await runJson(shop);
    expect([exitCode, json.summary]).toEqual([
      0,
      expect.objectContaining({ written: 0, exists: 3, needs_hand: 2 }),
    ]);
    const { stderr } = await run(shop);
    expect(stderr).toMatch(/mend the files/u);
  });
});

describe('reviews that are under way', () => {
  test('leave the first plan empty, and end as a person expects', async () => {
    const shop = await openLiveShop(THREE);
    shop.emulator.control({ audit: { poi_id: '472671857', status: 2 } });
    shop.emulator.control({ audit: { poi_id: '472671858', status: 3 } });
    const { codes } = await runJson(shop);
    expect(codes).toEqual(['IMPORT_UNDER_REVIEW', 'IMPORT_REJECTED']);
    expect(shop.records()['472671857']).toMatchObject({ review: 'pending', audit_id: null });
    expect(shop.records()['472671858']).toMatchObject({ review: 'rejected', rejected_pic_list: [] });
    await expectEmptyPlan(shop, 3);
    const change = (file: string): void =>
      shop.write(file, shop.read(file).replace('10:00-21:00', '10:00-22:00'));
    change('stores/shanghai/renmin-guangchang-dian.yaml');
    expect((await shop.runJson(['plan'])).json.changes).toMatchObject([{ action: 'hold', reason: 'review' }]);
    shop.emulator.control({ audit: { poi_id: '472671857', status: 1 } });
    expect((await shop.run(['apply', '--yes', '--rate', '0'])).exitCode).toBe(0);
    expect(shop.updates()).toEqual(['472671857']);
    await expectEmptyPlan(shop, 3);
  });
});

describe('a thousand stores', () => {
  const MANY = Array.from({ length: 1000 }, (_, index) =>
    seed(String(472671857 + index), `示例${index}店`, ['上海市', '北京市', ''][index % 3], {
      hour: index < 300 ? '10:20' : '10:00-21:00',
    }),
  );

  test('take twenty calls and one for the token, and a report that a person reads', async () => {
    const shop = await openLiveShop(MANY);
    const { exitCode, stdout } = await run(shop);
    expect(exitCode).toBe(0);
    const calls = shop.emulator.requests.map(({ path }) => path);
    expect([calls.length, calls.filter((path) => path === LIST).length]).toEqual([21, 20]);
    expect(listFiles(shop)).toHaveLength(1000);
    expect(stdout.split('\n').length).toBeLessThan(140);
    expect(stdout).toMatch(/300 files need a hand/u);
    expect((await run(shop, '--dry-run', '-v')).stdout.split('\n').length).toBeGreaterThan(1000);
  });
});

describe('an import that is broken off', () => {
  const MANY = Array.from({ length: 400 }, (_, index) => seed(String(472671857 + index), `示例${index}店`));

  test('by a kill is completed by the next one', async () => {
    const shop = await openLiveShop(MANY);
    const child = shop.start(['import', '--rate', '0']);
    const countFiles = (): number => listFiles(shop).filter((file) => file.endsWith('.yaml')).length;
    while (countFiles() < 20 && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill('SIGKILL');
    await child;
    const written = countFiles();
    const { json } = await runJson(shop);
    expect(json.summary).toMatchObject({ written: 400 - written, exists: written });
    expect(listFiles(shop).filter((file) => !file.endsWith('.yaml'))).toEqual([]);
    await expectEmptyPlan(shop, 400);
  });

  test('by a signal while it writes keeps what was written on record, and the next one does the rest', async () => {
    const shop = await openLiveShop(MANY);
    const child = shop.start(['import', '--rate', '0', '--format', 'json']);
    while (!shop.exists('stores/shanghai') && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill('SIGTERM');
    const { stdout } = await child;
    const { summary, diagnostics } = JSON.parse(String(stdout)) as ImportJson;
    expect(diagnostics.map(({ code }) => code)).toEqual(['IMPORT_INTERRUPTED']);
    expect(summary.written).toBeLessThan(400);
    expect(summary.skipped).toBe(400 - (summary.written ?? 0));
    expect(Object.keys(shop.records())).toHaveLength(summary.written ?? 0);
    expect((await runJson(shop)).json.summary).toMatchObject({ written: summary.skipped });
    await expectEmptyPlan(shop, 400);
  });

  test('between files and records gets the records, and loses what a kill left of a file', async () => {
    const shop = await openLiveShop(THREE);
    await run(shop);
    shop.remove('mendian.state.json');
    shop.remove('stores/beijing/xi-dan-dian.yaml');
    shop.write('stores/beijing/.xi-dan-dian.yaml.7.0123456789ab.tmp', 'name: 西');
    shop.write('stores/shanghai/.xu-jia-hui-dian.yaml.7.0123456789ab.tmp', 'name: 徐');
    const plan = await shop.runJson(['plan']);
    expect(plan.json.changes.map(({ action }) => action)).toEqual(['adopt', 'adopt']);
    expect((await runJson(shop)).json.summary).toMatchObject({ written: 1, exists: 2, recorded: 3 });
    expect(listFiles(shop)).toHaveLength(3);
    await expectEmptyPlan(shop, 3);
  });

  test('by a signal while it reads writes nothing, and says so', async () => {
    const shop = await openLiveShop(THREE);
    shop.emulator.control({ faults: [{ path: LIST, do: { slow: 60_000 } }] });
    const child = shop.start(['import', '--rate', '0', '--format', 'json']);
    await shop.emulator.waitForRequests(LIST, 1);
    child.kill('SIGTERM');
    const { exitCode, stdout } = await child;
    expect([exitCode, listFiles(shop), shop.exists('mendian.state.json')]).toEqual([1, [], false]);
    expect(String(stdout)).toMatch(/IMPORT_INTERRUPTED/u);
  });
});

describe('a list that does not hold still', () => {
  const MANY = Array.from({ length: 60 }, (_, index) => seed(String(472671857 + index), `示例${index}店`));
  /** A second page with another total. */
  const shifted = { body: JSON.stringify({ errcode: 0, errmsg: 'ok', business_list: [], total_count: 61 }) };

  test('is read once more, and then written', async () => {
    const shop = await openLiveShop(MANY);
    shop.emulator.control({ faults: [{ path: LIST, after: 1, do: shifted }] });
    expect((await runJson(shop)).json.summary.written).toBe(60);
    expect(shop.emulator.requests.filter(({ path }) => path === LIST)).toHaveLength(4);
    await expectEmptyPlan(shop, 60);
  });

  test('is an error the second time, and nothing is written', async () => {
    const shop = await openLiveShop(MANY);
    const rule = { path: LIST, after: 1, do: shifted };
    shop.emulator.control({ faults: [rule, { ...rule, after: 2 }] });
    const { exitCode, json, codes } = await runJson(shop);
    expect([exitCode, json.stores, codes]).toEqual([1, [], ['LIST_INCOMPLETE']]);
    expect([listFiles(shop), shop.exists('mendian.state.json')]).toEqual([[], false]);
  });

  test('counts stores that have no id yet, and says so', async () => {
    const shop = await openLiveShop([...THREE, { ...seed('', '新店') }]);
    const { exitCode, json, codes } = await runJson(shop);
    expect([exitCode, json.summary, codes]).toEqual([
      0,
      expect.objectContaining({ stores: 4, written: 3, unnamed: 1 }),
      ['IMPORT_UNNAMED'],
    ]);
  });
});

describe('hostile names', () => {
  const NAMES = [
    '../../x',
    'a\nb: c',
    'con',
    '😀',
    '长'.repeat(5000),
    '_defaults',
    '"',
    '\u202e\u200b',
    '# no',
  ];

  test('stay inside the folder, are read back, and reach a terminal only harmless', async () => {
    const stores = NAMES.map((name, index) =>
      seed(String(472671857 + index), name, index % 2 ? '../..' : name),
    );
    const shop = await openLiveShop([...stores, seed('../../evil', '坏店')]);
    const { exitCode, json, codes } = await runJson(shop);
    expect([exitCode, json.summary.written, codes]).toEqual([0, NAMES.length, ['IMPORT_ODD_ID']]);
    expect(readdirSync(shop.root).sort()).toEqual(['mendian.state.json', 'stores']);
    for (const file of listFiles(shop))
      expect(file).toMatch(/^stores\/(?:[\p{L}\p{N}-]+\/)?[\p{L}\p{N}-]+\.yaml$/u);
    await expectEmptyPlan(shop, NAMES.length);
    expect((await run(shop, '--dry-run', '-v')).stdout).not.toMatch(/[\u202e\u200b\u001b]/u);
  });
});

describe('what is in the way', () => {
  function openOutside(): string {
    const outside = mkdtempSync(join(tmpdir(), 'mendian-outside-'));
    onTestFinished(() => rmSync(outside, { recursive: true, force: true }));
    return outside;
  }

  test('a link in the place of a city is not followed, and the other cities are written', async () => {
    const shop = await openLiveShop(THREE);
    const outside = openOutside();
    symlinkSync(outside, join(shop.root, 'stores/shanghai'));
    const { exitCode, json, codes } = await runJson(shop);
    expect([exitCode, json.summary]).toEqual([
      1,
      expect.objectContaining({ written: 1, failed: 2, recorded: 1 }),
    ]);
    expect(codes.filter((code) => code === 'IMPORT_FOLDER_BLOCKED')).toHaveLength(1);
    expect(readdirSync(outside)).toEqual([]);
  });

  test('a link in the place of the folder refuses everything', async () => {
    const shop = await openLiveShop(THREE);
    const outside = openOutside();
    rmSync(join(shop.root, 'stores'), { recursive: true });
    symlinkSync(outside, join(shop.root, 'stores'));
    const { exitCode, codes } = await runJson(shop);
    expect([exitCode, codes, readdirSync(outside)]).toEqual([1, ['STORES_FOLDER_MISSING'], []]);
    expect(shop.emulator.requests).toEqual([]);
  });

  test('a link or a folder in the place of a file leaves it, and the store gets another name', async () => {
    const shop = await openLiveShop(THREE.slice(0, 2));
    const outside = openOutside();
    mkdirSync(join(shop.root, 'stores/shanghai/xu-jia-hui-dian.yaml'), { recursive: true });
    symlinkSync(join(outside, 'gone'), join(shop.root, 'stores/shanghai/renmin-guangchang-dian.yaml'));
    const { json } = await runJson(shop);
    expect(json.stores.map(({ file }) => file)).toEqual([
      'stores/shanghai/renmin-guangchang-dian-472671857.yaml',
      'stores/shanghai/xu-jia-hui-dian-472671858.yaml',
    ]);
    expect(readdirSync(outside)).toEqual([]);
    await expectEmptyPlan(shop, 2);
  });

  test('a file that tells no id refuses everything: its store could get a second one', async () => {
    const shop = await openLiveShop(THREE);
    shop.write('stores/half.yaml', 'name: 半\n');
    const { exitCode, codes } = await runJson(shop);
    expect([exitCode, codes]).toEqual([1, expect.arrayContaining(['MISSING_KEY', 'IMPORT_UNKNOWN_FILE'])]);
    expect(listFiles(shop)).toEqual(['stores/half.yaml']);
  });

  test('a damaged state refuses everything', async () => {
    const shop = await openLiveShop(THREE);
    shop.write('mendian.state.json', '{"version": 1,');
    const { exitCode, codes } = await runJson(shop);
    expect([exitCode, codes, listFiles(shop)]).toEqual([1, ['STATE_DAMAGED'], []]);
    expect(shop.read('mendian.state.json')).toBe('{"version": 1,');
  });

  test('missing credentials are told before anything else happens', async () => {
    const shop = await openLiveShop(THREE);
    const { exitCode, stdout } = await shop.run(['import'], { WECHAT_APPID: '', WECHAT_SECRET: '' });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/nothing was written[\s\S]*WECHAT_APPID/u);
  });
});
