/** Commands over several accounts, in this process: each works on its own, and one report tells of all. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { complete } from '../../src/commands/completing.ts';
import type { Context, ExitCode } from '../../src/commands/context.ts';
import { doctor } from '../../src/commands/doctor.ts';
import { drift } from '../../src/commands/drift.ts';
import { importStores } from '../../src/commands/import.ts';
import { plan } from '../../src/commands/plan.ts';
import { receiveEvent } from '../../src/commands/receiving.ts';
import { report } from '../../src/commands/report.ts';
import { exportSheet } from '../../src/commands/sheet-export.ts';
import { importSheet } from '../../src/commands/sheet-import.ts';
import { show } from '../../src/commands/show.ts';
import { status } from '../../src/commands/status.ts';
import { validate } from '../../src/commands/validate.ts';
import type { StoreRecord } from '../../src/model.ts';
import type { Format } from '../../src/report/format-names.ts';
import { formatState } from '../../src/state/format.ts';
import { buildRecord, buildValues, NEW_PICTURE } from '../builders.ts';
import { openDay } from '../fakes/day.ts';
import { type AccountName, APPIDS, type Merchants, openMerchants, STORES } from '../fakes/merchants.ts';
import { AT, AUDIT_ID, envelope, eventXml, KEYS } from '../wechat/push-fixtures.ts';

const MOMENT = '2026-11-26T04:00:00.000Z';

type Env = Merchants['env'];

async function run(
  { root, env }: Pick<Merchants, 'root'> & { readonly env: Env },
  act: (context: Context) => ExitCode | Promise<ExitCode>,
  more: Partial<Context> = {},
  format: Format = 'json',
) {
  const day = openDay({ root, env }, MOMENT, format);
  const complaints: string[] = [];
  const context = { ...day, complain: (text: string) => complaints.push(text), ...more };
  const exitCode = await act(context);
  return { exitCode, text: day.printed(), hints: day.hinted(), complaints: complaints.join('\n') };
}

const PLAN_OPTIONS = { out: null, exitCode: 'plain', at: null, refresh: 'offline' } as const;
const NO_PUBLISHING = { publish: 'no', stateBranch: null, checkpoint: 25 } as const;

/** Puts a pending review on record, of pictures that WeChat shows already. */
function putPending(
  merchants: Merchants,
  account: AccountName,
  poiId: string,
  more: Partial<StoreRecord> = {},
): void {
  const values = buildValues({ pic_list: [NEW_PICTURE] });
  const record = buildRecord({ values, review: 'pending', audit_id: AUDIT_ID, ...more });
  merchants.write(
    `state/${account}.json`,
    formatState({ version: 1, stores: new Map([[poiId, record]]), extra: {} }),
  );
  merchants.emulator.control({ store: { poi_id: poiId, pic_list: [NEW_PICTURE] } });
}

describe('status over several accounts', () => {
  const OPTIONS = { choice: NO_PUBLISHING, wait: null };

  test('records what has ended in each, and says whose review is whose', async () => {
    const merchants = await openMerchants();
    putPending(merchants, 'teashop', '471');
    putPending(merchants, 'coffee', '671', { audit_id: '12' });
    merchants.emulator.control({ appid: APPIDS.coffee, audit: { poi_id: '671', status: 2 } });
    const { exitCode, text } = await run(merchants, (context) => status(context, OPTIONS), {}, 'text');
    expect(exitCode).toBe(0);
    expect(text).toContain('3 accounts: bun, coffee, teashop');
    expect(text).toMatch(/^coffee +示例咖啡店 +671 .* pending$/mu);
    expect(merchants.records('teashop')['471']?.review).not.toBe('pending');
    expect(merchants.records('coffee')['671']?.review).toBe('pending');
  });

  test('tells the accounts that nobody could be asked about, and asks the others', async () => {
    const merchants = await openMerchants();
    putPending(merchants, 'teashop', '471');
    putPending(merchants, 'coffee', '671');
    const env = merchants.without('coffee');
    const { exitCode, text } = await run({ ...merchants, env }, (context) => status(context, OPTIONS));
    const { summary, accounts, diagnostics } = JSON.parse(text);
    expect(exitCode).toBe(1);
    expect(summary).toMatchObject({ pending: 1, unread: 1 });
    expect(accounts.map(({ account }: { account: string }) => account)).toEqual(['bun', 'coffee', 'teashop']);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'NO_CREDENTIALS', accounts: ['coffee'] }),
    );
  });

  test('waits for the reviews of all at once', async () => {
    const merchants = await openMerchants();
    for (const [account, poi] of [
      ['teashop', '471'],
      ['coffee', '671'],
    ] as const) {
      putPending(merchants, account, poi);
      merchants.emulator.control({ appid: APPIDS[account], audit: { poi_id: poi, status: 2 } });
    }
    let rounds = 0;
    const day = openDay(merchants, MOMENT);
    const clock: Context['clock'] = {
      now: day.clock.now,
      sleep: async (milliseconds, signal) => {
        rounds += 1;
        if (rounds === 1)
          merchants.emulator.control({ appid: APPIDS.teashop, audit: { poi_id: '471', status: 1 } });
        if (rounds === 2)
          merchants.emulator.control({ appid: APPIDS.coffee, audit: { poi_id: '671', status: 1 } });
        await day.clock.sleep(milliseconds, signal);
      },
    };
    const wait = { intervalSeconds: 60, timeoutMinutes: 60 };
    const { exitCode, text, hints } = await run(
      merchants,
      (context) => status(context, { choice: NO_PUBLISHING, wait }),
      { clock },
    );
    expect([exitCode, rounds]).toEqual([0, 2]);
    expect(JSON.parse(text).summary).toMatchObject({ pending: 0, approved: 2 });
    expect(hints).toContain('Waiting for 2 reviews');
    expect(hints).toMatch(/471\): approved; 1 still pending/u);
  });
});

describe('drift over several accounts', () => {
  const OPTIONS = { exitCode: 'detailed', accept: 'no', cards: 'unread', concurrency: 2, rate: 0 } as const;

  test('compares the others where one has no secret, and does not call that no drift', async () => {
    const merchants = await openMerchants();
    const env = merchants.without('bun');
    const { exitCode, text } = await run(
      { ...merchants, env },
      (context) => drift(context, OPTIONS),
      {},
      'text',
    );
    expect(exitCode).toBe(1);
    expect(text).toContain('mendian drift: 3 stores compared with WeChat');
    expect(text).toContain('1 account not compared: bun.');
    expect(text).not.toContain('No drift.');
  });

  test('takes live values into the files and the state of the account that has them', async () => {
    const merchants = await openMerchants();
    merchants.emulator.control({ store: { poi_id: '671', hour: '07:00-22:00' } });
    const before = merchants.read('state/teashop.json');
    const { exitCode, text, hints } = await run(merchants, (context) =>
      drift(context, { ...OPTIONS, accept: 'all' }),
    );
    const { summary, accounts, stores } = JSON.parse(text);
    expect(exitCode).toBe(0);
    expect(summary).toMatchObject({ stores: 4, drifted: 1, accepted: 1 });
    expect(accounts.map((each: { summary: { drifted: number } }) => each.summary.drifted)).toEqual([0, 1, 0]);
    expect(stores).toMatchObject([{ account: 'coffee', poi_id: '671', fields: [{ accepted: true }] }]);
    expect(merchants.read('stores/coffee/671.yaml')).toContain('07:00-22:00');
    expect(merchants.records('coffee')['671']?.values?.hour).toBe('07:00-22:00');
    expect(merchants.read('state/teashop.json')).toBe(before);
    expect(hints).toContain('state/coffee.json');
    expect(hints).not.toContain('state/teashop.json');
  });
});

describe('import over several accounts', () => {
  const OPTIONS = { nameBy: 'poi_id', spelling: 'pinyin', cards: 'leave', run: 'write', rate: 0 } as const;

  test('writes each account into its own folder and state, past the one without a secret', async () => {
    const merchants = await openMerchants({ begin: 'live' });
    merchants.emulator.control({
      appid: APPIDS.teashop,
      seed: [{ poi_id: '479', name: '示例茶新店', values: buildValues() }],
    });
    const env = merchants.without('bun');
    const { exitCode, text } = await run({ ...merchants, env }, (context) => importStores(context, OPTIONS));
    const { summary, accounts, stores, diagnostics } = JSON.parse(text);
    expect(exitCode).toBe(1);
    expect(summary).toMatchObject({ stores: 4, written: 1, exists: 3, recorded: 4 });
    expect(accounts).toMatchObject([
      { account: 'bun', summary: { stores: 0 } },
      { account: 'coffee', summary: { exists: 1, recorded: 1 } },
      { account: 'teashop', summary: { written: 1, exists: 2, recorded: 3 } },
    ]);
    const [written] = stores.filter(({ outcome }: { outcome: string }) => outcome === 'written');
    expect(written.file).toMatch(/^stores\/teashop\//u);
    expect(diagnostics).toMatchObject([{ code: 'NO_CREDENTIALS', accounts: ['bun'] }]);
    expect(Object.keys(merchants.records('teashop'))).toEqual(['471', '472', '479']);
    expect(merchants.exists('state/bun.json')).toBe(false);
  });
});

describe('show among several accounts', () => {
  test('finds the store wherever it is, also beside files with errors', async () => {
    const merchants = await openMerchants();
    merchants.write('stores/bun/broken.yaml', 'name: [\n');
    const { exitCode, text } = await run(merchants, (context) => show(context, '671'));
    expect(exitCode).toBe(0);
    expect(JSON.parse(text)).toMatchObject({ account: 'coffee', store: { name: '示例咖啡店' } });
  });

  test('does not guess where several have the id, until --account says whose', async () => {
    const merchants = await openMerchants({ stores: { ...STORES, bun: [{ poi_id: '471', name: '包子' }] } });
    const both = await run(merchants, (context) => show(context, '471'));
    expect([both.exitCode, both.complaints]).toEqual([1, '']);
    expect(JSON.parse(both.text)).toMatchObject({ store: null, diagnostics: [{ code: 'STORE_IN_SEVERAL' }] });
    expect(both.text).toContain('bun, teashop');
    const one = await run(merchants, (context) => show(context, '471'), { accounts: ['bun'] });
    expect(JSON.parse(one.text)).toMatchObject({ account: 'bun', store: { name: '包子' } });
  });

  test('names the accounts whose files may hide the store', async () => {
    const merchants = await openMerchants();
    merchants.write('stores/bun/broken.yaml', 'name: [\n');
    const { exitCode, text } = await run(merchants, (context) => show(context, '999'));
    expect(exitCode).toBe(1);
    expect(text).toContain('stores/bun/broken.yaml');
    expect(text).toContain('UNKNOWN_STORE');
  });
});

describe('a sheet over several accounts', () => {
  const OUT = { file: 'chain.csv', force: 'no' } as const;
  const IN = { file: 'chain.csv', run: 'write', empty: 'refuse', unknownBase: 'refuse' } as const;

  async function openSheet(stores = STORES): Promise<Merchants> {
    const merchants = await openMerchants({ stores });
    const { exitCode } = await run(merchants, (context) => exportSheet(context, OUT));
    expect(exitCode).toBe(0);
    return merchants;
  }

  const change = (merchants: Merchants, from: RegExp | string, to: string): void =>
    merchants.write('chain.csv', merchants.read('chain.csv').replace(from, to));

  test('comes back as it went, and an edit lands in the file of its account', async () => {
    const merchants = await openSheet();
    const same = await run(merchants, (context) => importSheet(context, IN));
    expect(JSON.parse(same.text).summary).toMatchObject({ rows: 4, edited: 0 });
    change(merchants, /^(coffee,671,[^,]*,)10:00-21:00/mu, '$109:00-21:00');
    const { exitCode, text } = await run(merchants, (context) => importSheet(context, IN));
    expect(exitCode).toBe(0);
    expect(JSON.parse(text).edits).toMatchObject([{ account: 'coffee', poi_id: '671', target: 'hour' }]);
    expect(merchants.read('stores/coffee/671.yaml')).toContain('09:00-21:00');
  });

  test('keeps two stores with one id apart by the account', async () => {
    const merchants = await openSheet({ ...STORES, bun: [{ poi_id: '471', name: '包子' }] });
    change(merchants, /^(bun,471,[^,]*,)10:00-21:00/mu, '$106:00-21:00');
    const { exitCode } = await run(merchants, (context) => importSheet(context, IN));
    expect(exitCode).toBe(0);
    expect(merchants.read('stores/bun/471.yaml')).toContain('06:00-21:00');
    expect(merchants.read('stores/teashop/471.yaml')).toContain('10:00-21:00');
  });

  test.each([
    ['an account that there is not', /^coffee,671/mu, 'cofee,671', 'there is no account "cofee"'],
    ['a store that was moved to another account', /^coffee,671/mu, 'bun,671', 'exported for another account'],
  ])('refuses %s', async (_what, from, to, told) => {
    const merchants = await openSheet();
    change(merchants, from, to);
    const { exitCode, text } = await run(merchants, (context) => importSheet(context, IN));
    const { diagnostics } = JSON.parse(text);
    expect(exitCode).toBe(1);
    expect(diagnostics[0]).toMatchObject({ code: 'SHEET_ACCOUNT_WRONG' });
    expect(diagnostics[0].message).toContain(told);
  });

  test('needs no account for an id that one has, and asks for it where two do', async () => {
    const own = 'poi_id,hour\n671,08:00-21:00\n';
    const merchants = await openMerchants({ stores: { ...STORES, bun: [{ poi_id: '471', name: '包子' }] } });
    merchants.write('own.csv', own);
    const options = { ...IN, file: 'own.csv', unknownBase: 'take' } as const;
    const found = await run(merchants, (context) => importSheet(context, options));
    expect(JSON.parse(found.text).edits).toMatchObject([{ account: 'coffee' }]);
    merchants.write('own.csv', own.replace('671', '471'));
    const unclear = await run(merchants, (context) => importSheet(context, options));
    expect(unclear.exitCode).toBe(1);
    expect(JSON.parse(unclear.text).diagnostics[0].hint).toContain('bun, teashop');
  });

  test('leaves out the account whose files have errors, and says so', async () => {
    const merchants = await openMerchants();
    merchants.write('stores/bun/broken.yaml', 'name: [\n');
    const { exitCode, text } = await run(merchants, (context) => exportSheet(context, OUT));
    expect(exitCode).toBe(1);
    expect(JSON.parse(text)).toMatchObject({ summary: { rows: 3 }, diagnostics: [{ severity: 'error' }] });
    expect(merchants.read('chain.csv')).not.toContain('bun');
  });

  test('of one account has no such column, so that one of people’s own stays theirs', async () => {
    const merchants = await openMerchants();
    merchants.write('mendian.yaml', 'stores: stores/bun\nstate: state/bun.json\n');
    await run(merchants, (context) => exportSheet(context, OUT));
    const [header = ''] = merchants.read('chain.csv').split('\n');
    expect(header).not.toContain('account');
    merchants.write('own.csv', 'poi_id,account,hour\n571,wifi-guest,10:00-21:00\n');
    const { exitCode, text } = await run(merchants, (context) =>
      importSheet(context, { ...IN, file: 'own.csv' }),
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(text).diagnostics).toMatchObject([{ code: 'SHEET_COLUMN_UNKNOWN' }]);
  });
});

describe('the page of several accounts', () => {
  test('holds all stores with whose they are, and the plan of those without errors', async () => {
    const merchants = await openMerchants({
      stores: { ...STORES, coffee: [{ poi_id: '471', name: '咖啡' }] },
    });
    merchants.edit('teashop', '471', '10:00-21:00', '09:00-21:00');
    merchants.write('stores/bun/broken.yaml', 'name: [\n');
    const { exitCode } = await run(merchants, (context) => report(context, { out: 'page.html', at: null }));
    const page = readFileSync(join(merchants.root, 'page.html'), 'utf8');
    expect(exitCode).toBe(1);
    expect(page).toContain('Stores of 3 accounts');
    for (const id of ['bun-571', 'coffee-471', 'teashop-471', 'teashop-472'])
      expect(page.split(`id="store-${id}"`)).toHaveLength(2);
    expect(page).toContain('id="plan-teashop-471"');
    expect(page).not.toContain('id="plan-coffee-471"');
    expect(page).toContain('1 account not planned, because of errors: bun.');
    expect(page).toContain('<select id="filter-account">');
  });
});

describe('doctor over several accounts', () => {
  test('checks the machine once and each account under its name', async () => {
    const merchants = await openMerchants();
    const env = merchants.without('bun');
    const { exitCode, text } = await run({ ...merchants, env }, (context) =>
      doctor(context, { network: 'use' }),
    );
    const { checks, accounts } = JSON.parse(text) as {
      checks: readonly { name: string; account?: string; result: string; code: string | null }[];
      accounts: readonly { account: string; summary: { faults: number } }[];
    };
    const named = (name: string) => checks.filter((check) => check.name === name);
    expect(exitCode).toBe(1);
    expect(named('node').map(({ account }) => account)).toEqual([undefined]);
    expect(named('settings')).toHaveLength(1);
    expect(named('token').map(({ account, result }) => [account, result])).toEqual([
      ['bun', 'not-checked'],
      ['coffee', 'ok'],
      ['teashop', 'ok'],
    ]);
    expect(named('credentials')[0]).toMatchObject({ account: 'bun', code: 'NO_CREDENTIALS' });
    expect(accounts.map(({ account, summary }) => [account, summary.faults])).toEqual([
      ['bun', 1],
      ['coffee', 0],
      ['teashop', 0],
    ]);
  });
});

describe('validate over several accounts', () => {
  test('names store files that belong to no account, once, and nothing else', async () => {
    const merchants = await openMerchants();
    merchants.write('stores/old/1.yaml', 'name: 旧店\n');
    merchants.write('stores/loose.yaml', 'name: 旧店\n');
    merchants.write('stores/photos/readme.md', 'pictures\n');
    const { exitCode, text } = await run(merchants, validate);
    expect(exitCode).toBe(0);
    expect(JSON.parse(text).diagnostics).toMatchObject([
      { code: 'STORES_OF_NOBODY', file: 'stores/loose.yaml' },
      { code: 'STORES_OF_NOBODY', file: 'stores/old' },
    ]);
    const one = await run(merchants, validate, { accounts: ['bun'] });
    expect(JSON.parse(one.text).diagnostics).toEqual([]);
  });
});

describe('an account without files', () => {
  test('that has no record either holds up nobody', async () => {
    const merchants = await openMerchants({ stores: { ...STORES, coffee: [] }, begin: 'live' });
    const checked = await run(merchants, validate);
    expect(checked.exitCode).toBe(0);
    expect(JSON.parse(checked.text).diagnostics).toMatchObject([
      { severity: 'warning', code: 'ACCOUNT_WITHOUT_STORES', file: 'stores/coffee' },
    ]);
    const planned = await run(merchants, (context) => plan(context, PLAN_OPTIONS));
    expect(planned.exitCode).toBe(0);
    expect(JSON.parse(planned.text).summary).toMatchObject({ adopt: 3 });
  });

  test('whose stores are on record stops the plan: nothing is ever released by a lost folder', async () => {
    const merchants = await openMerchants();
    rmSync(join(merchants.root, 'stores/coffee'), { recursive: true });
    const { exitCode, text } = await run(merchants, (context) => plan(context, PLAN_OPTIONS));
    expect(exitCode).toBe(1);
    expect(JSON.parse(text)).toMatchObject({ changes: [] });
    expect(text).toContain('STORES_MISSING');
  });
});

describe('a plan of some accounts', () => {
  test('is followed by the apply of these accounts, and of no more', async () => {
    const merchants = await openMerchants();
    merchants.edit('coffee', '671', '10:00-21:00', '09:00-21:00');
    merchants.edit('bun', '571', '10:00-21:00', '09:00-21:00');
    const chosen = { accounts: ['coffee'] };
    const { hints } = await run(merchants, (context) => plan(context, PLAN_OPTIONS), chosen);
    expect(hints).toContain('mendian apply --account coffee');
  });
});

describe('a push event among several accounts', () => {
  const env = (merchants: Merchants) => ({
    ...merchants.env,
    WECHAT_PUSH_TOKEN: KEYS.token,
    WECHAT_ENCODING_AES_KEY: KEYS.aesKey,
  });

  async function receive(merchants: Merchants, text: string, more: Partial<Context> = {}) {
    const context = { ...openDay({ root: merchants.root, env: env(merchants) }, AT), ...more };
    return await receiveEvent(context, text, { choice: NO_PUBLISHING, maxAgeMs: null }, async () => null);
  }

  const sealedFor = (appid: string): string =>
    envelope(eventXml(), { token: KEYS.token, aes_key: KEYS.aesKey, appid });

  test('is recorded for the account whose appid it was sealed for, and for no other', async () => {
    const merchants = await openMerchants();
    putPending(merchants, 'teashop', '471');
    putPending(merchants, 'coffee', '671');
    const report = await receive(merchants, sealedFor(APPIDS.coffee));
    expect(report).toMatchObject({ result: 'recorded', account: 'coffee', stores: [{ account: 'coffee' }] });
    expect(merchants.records('coffee')['671']?.review).toBe('rejected');
    expect(merchants.records('teashop')['471']?.review).toBe('pending');
  });

  test('is kept for its account where no record has the audit id yet', async () => {
    const merchants = await openMerchants();
    const report = await receive(merchants, sealedFor(APPIDS.bun));
    expect(report).toMatchObject({ result: 'kept', account: 'bun' });
    expect(merchants.read('state/bun.json')).toContain(AUDIT_ID);
    expect(merchants.read('state/teashop.json')).not.toContain(AUDIT_ID);
  });

  test('goes to who has the record where the event does not say whose it is', async () => {
    const merchants = await openMerchants();
    putPending(merchants, 'teashop', '471');
    merchants.emulator.control({ appid: APPIDS.teashop, audit: { poi_id: '471', status: 3 } });
    const report = await receive(merchants, envelope(eventXml(), { token: KEYS.token }));
    expect(report).toMatchObject({ result: 'recorded', account: 'teashop' });
  });

  test('is refused where it could be of several', async () => {
    const merchants = await openMerchants();
    putPending(merchants, 'teashop', '471');
    putPending(merchants, 'coffee', '671');
    const report = await receive(merchants, envelope(eventXml(), { token: KEYS.token }));
    expect(report).toMatchObject({
      result: 'refused',
      diagnostics: [{ code: 'PUSH_WHOSE', params: { accounts: ['coffee', 'teashop'] } }],
    });
    expect(report.account).toBeUndefined();
    expect(merchants.records('coffee')['671']?.review).toBe('pending');
  });

  test('for an appid of another is not ours', async () => {
    const merchants = await openMerchants();
    const refused = await receive(merchants, sealedFor('wx9999999999999999'));
    expect(refused.diagnostics).toMatchObject([{ code: 'PUSH_NOT_OURS' }]);
    const other = await receive(merchants, sealedFor(APPIDS.coffee), { accounts: ['bun'] });
    expect(other.diagnostics).toMatchObject([{ code: 'PUSH_NOT_OURS' }]);
  });
});

describe('completion among several accounts', () => {
  test.each([
    [
      ['show', ''],
      ['471', '472', '571', '671'],
    ],
    [['--account', 'bun', 'show', ''], ['571']],
    [
      ['plan', '--account', ''],
      ['bun', 'coffee', 'teashop'],
    ],
  ])('of %j offers %j', async (words, offered) => {
    const merchants = await openMerchants();
    const { COMMANDS } = await import('../../src/cli-table.ts');
    const { GLOBAL_OPTIONS } = await import('../../src/cli-options.ts');
    const grammar = { commands: COMMANDS, globals: GLOBAL_OPTIONS };
    const { text } = await run(merchants, (context) => complete(context, ['fish', '', ...words], grammar));
    const [, ...lines] = text.trimEnd().split('\n');
    expect(lines.map((line) => line.split('\t')[0])).toEqual(offered);
  });
});
