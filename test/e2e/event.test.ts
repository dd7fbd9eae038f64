/** `mendian event`, built: what goes on record, what is only looked up, and what is refused. */
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { pushRequest } from '../../src/emulator/push-message.ts';
import type { StoreRecord } from '../../src/model.ts';
import { formatState } from '../../src/state/format.ts';
import { buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';
import { openChain } from '../fakes/chain.ts';
import { runProgram } from '../fakes/program.ts';
import { AES_KEY, endReview, NO_CALLS, PLAIN, PUSH_ENV, SAFE, startReview, wrap } from '../fakes/push.ts';
import { countSearched, expectNone, readAll, SECRET } from '../fakes/secrets.ts';
import { listStores, openShop, type Shop } from '../fakes/shop.ts';

const ID = '472671857';
const FILE = `stores/${ID}.yaml`;
const OTHER = 'http://mmbiz.qpic.cn/mmbiz_jpg/other/0?wx_fmt=jpeg';

const VALUES = buildValues({ pic_list: [NEW_PICTURE] });

/** A shop whose first store has new pictures under review, on record as an apply leaves it. */
async function openReviewed(overrides: Partial<StoreRecord> = {}): Promise<Shop> {
  const shop = await openShop({ stores: listStores(2) });
  const audit_id = await startReview(shop.emulator, ID, VALUES);
  const applied_at = '2026-11-25T02:00:00.000Z';
  const record = {
    values: VALUES,
    audit_id,
    review: 'pending',
    applied_at,
    approved_pic_list: [PICTURE],
  } as const;
  const other = { values: buildValues(), review: 'none', applied_at } as const;
  const stores = new Map<string, StoreRecord>([
    [ID, { ...record, ...overrides }],
    ['472671858', other],
  ]);
  shop.write('mendian.state.json', formatState({ version: 1, stores, extra: {} }));
  shop.writeStore(FILE, { poi_id: ID, ...VALUES });
  shop.emulator.control({ reset: true });
  return shop;
}

const SCHEMA = resolve(import.meta.dirname, '../../schemas/event.schema.json');
const isReport = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

interface EventJson {
  readonly result: string;
  readonly trust: string | null;
  readonly audit_id: string | null;
  readonly stores: readonly {
    readonly poi_id: string;
    readonly review: string;
    readonly reason: string | null;
  }[];
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly hint: string | null;
  }[];
}

async function receive(
  shop: Shop,
  text: string,
  { args = [], env = {} }: { args?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
) {
  shop.write('event.json', text);
  const run = await shop.run(['event', 'event.json', '--format', 'json', ...args], { ...PUSH_ENV, ...env });
  shop.remove('event.json');
  const json = JSON.parse(run.stdout) as EventJson;
  expect(isReport(json), JSON.stringify(isReport.errors)).toBe(true);
  return { ...run, json, codes: json.diagnostics.map(({ code }) => code) };
}

const calls = (shop: Shop): readonly string[] => shop.emulator.requests.map(({ path }) => path);

describe('an encrypted event', () => {
  test('that approves is recorded, with what WeChat shows', async () => {
    const shop = await openReviewed();
    const request = await endReview(shop.emulator, { poi_id: ID, status: 1 });
    const { exitCode, json, stderr } = await receive(shop, wrap(request));
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({
      result: 'recorded',
      trust: 'encrypted',
      audit_id: shop.records()[ID]?.audit_id,
      stores: [{ poi_id: ID, name: '示例店', file: FILE, review: 'approved', reason: null }],
      diagnostics: [],
    });
    expect(shop.records()[ID]).toMatchObject({ review: 'approved', observed: { pic_list: [NEW_PICTURE] } });
    expect(stderr).toContain('Recorded in mendian.state.json');
    expect(shop.exists('mendian.state.json.journal')).toBe(false);
  });

  test('that rejects is recorded with its reason, and each plan says so and sends nothing again', async () => {
    const shop = await openReviewed();
    const reason = '图片 <b>模糊</b> ]]> & "不清"';
    const request = await endReview(shop.emulator, { poi_id: ID, status: 3, reason });
    const { exitCode, json, codes } = await receive(shop, wrap(request));
    expect([exitCode, codes]).toEqual([0, ['REVIEW_REJECTED']]);
    expect(json.stores[0]).toMatchObject({ review: 'rejected', reason });
    expect(json.diagnostics[0]?.hint).toContain(`Choose other pictures in ${FILE}`);
    expect(shop.records()[ID]).toMatchObject({
      review: 'rejected',
      reason,
      rejected_pic_list: [NEW_PICTURE],
      approved_pic_list: [PICTURE],
    });
    for (const round of [1, 2]) {
      const plan = await shop.runJson(['plan']);
      expect(plan.json.changes, `plan ${round}`).toMatchObject([
        { poi_id: ID, action: 'hold', reason: 'rejected' },
      ]);
      expect(plan.json.diagnostics).toMatchObject([{ severity: 'info', code: 'REJECTED', file: FILE }]);
      expect(plan.json.diagnostics[0]?.message).toContain(reason);
      await shop.run(['apply', '--yes', '--rate', '0']);
    }
    expect(shop.updates()).toEqual([]);
    shop.writeStore(FILE, { poi_id: ID, pic_list: [OTHER] });
    await shop.run(['apply', '--yes', '--rate', '0']);
    expect(shop.updates()).toEqual([ID]);
    expect(shop.records()[ID]).toMatchObject({ review: 'pending', values: { pic_list: [OTHER] } });
  });

  test('is believed without credentials for calls, and without a call', async () => {
    const shop = await openReviewed();
    const request = await endReview(shop.emulator, { poi_id: ID, status: 1 });
    const { exitCode, json } = await receive(shop, wrap(request), { env: NO_CALLS });
    expect([exitCode, json.result, json.diagnostics]).toEqual([0, 'recorded', []]);
    expect(calls(shop)).toEqual([]);
    expect(shop.records()[ID]).not.toHaveProperty('observed');
  });

  test('is believed where the store cannot be read just now', async () => {
    const shop = await openReviewed();
    const request = await endReview(shop.emulator, { poi_id: ID, status: 1 });
    shop.emulator.control({ faults: [{ path: '/wxa/get_store_info', do: { errcode: 48001 }, times: 9 }] });
    const { exitCode, json } = await receive(shop, wrap(request));
    expect([exitCode, json.result]).toEqual([0, 'recorded']);
    expect(shop.records()[ID]?.review).toBe('approved');
  });

  test('does not take the old pictures for the new ones where the platform shows them late', async () => {
    const shop = await openReviewed();
    const request = await endReview(shop.emulator, { poi_id: ID, status: 1 });
    shop.emulator.control({ store: { poi_id: ID, pic_list: [PICTURE] } });
    await receive(shop, wrap(request));
    expect(shop.records()[ID]?.review).toBe('approved');
    expect(shop.records()[ID]).not.toHaveProperty('observed');
  });

  test('that comes three times changes nothing after the first', async () => {
    const shop = await openReviewed();
    const request = await endReview(shop.emulator, { poi_id: ID, status: 3, reason: 'blurred' });
    await receive(shop, wrap(request));
    const state = shop.read('mendian.state.json');
    for (const _ of [2, 3]) {
      const again = await receive(shop, wrap(request));
      expect([again.exitCode, again.json.result, again.json.diagnostics]).toEqual([0, 'known', []]);
    }
    expect(shop.read('mendian.state.json')).toBe(state);
  });

  test('brings the reason where the live store told the rejection before', async () => {
    const shop = await openReviewed();
    const request = await endReview(shop.emulator, { poi_id: ID, status: 3, reason: 'blurred' });
    await shop.run(['status']);
    expect(shop.records()[ID]).toMatchObject({ review: 'rejected' });
    expect(shop.records()[ID]).not.toHaveProperty('reason');
    expect((await receive(shop, wrap(request))).json.result).toBe('recorded');
    expect(shop.records()[ID]?.reason).toBe('blurred');
  });

  test('about pictures that were replaced meanwhile says nothing about the new ones', async () => {
    const shop = await openReviewed({ values: buildValues(), review: 'none' });
    const request = await endReview(shop.emulator, { poi_id: ID, status: 3, reason: 'late' });
    const before = shop.read('mendian.state.json');
    const { exitCode, json } = await receive(shop, wrap(request));
    expect([exitCode, json.result]).toEqual([0, 'superseded']);
    expect(shop.read('mendian.state.json')).toBe(before);
  });

  test('of status 2 and of statuses that no page names records nothing', async () => {
    const shop = await openReviewed();
    const request = await endReview(shop.emulator, { poi_id: ID, status: 1 });
    const xml = (await shop.emulator.events()).at(-1)?.xml ?? '';
    const before = shop.read('mendian.state.json');
    for (const [status, result] of [
      ['2', 'in_review'],
      ['7', 'unknown_status'],
    ] as const) {
      const now = Math.floor(Date.now() / 1000);
      const event = pushRequest(xml.replace('<status>1<', `<status>${status}<`), SAFE, now);
      const { exitCode, json } = await receive(shop, wrap(event));
      expect([exitCode, json.result, json.stores[0]?.review]).toEqual([0, result, 'pending']);
    }
    expect(shop.read('mendian.state.json')).toBe(before);
    expect((await receive(shop, wrap(request))).json.result).toBe('recorded');
  });

  test('is taken from standard input, and a store file with a fault is no hindrance', async () => {
    const shop = await openReviewed();
    const request = await endReview(shop.emulator, { poi_id: ID, status: 1 });
    shop.write('stores/broken.yaml', 'name: [\n');
    const run = await runProgram(['event', '-'], {
      cwd: shop.root,
      env: { ...shop.env, ...PUSH_ENV },
      input: wrap(request),
    });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('示例店 472671857  approved  stores/472671857.yaml');
  });
});

describe('an event that no record waits for', () => {
  test('is kept, and settles when an apply learns its audit id', async () => {
    const shop = await openShop({ stores: listStores(2), begin: 'recorded', firstAuditId: 7_000n });
    shop.writeStore(FILE, { poi_id: ID, pic_list: [NEW_PICTURE] });
    const xml = (id: string): string =>
      `<xml><MsgType>event</MsgType><CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime><Event>modify_store_audit_info</Event><audit_id>${id}</audit_id><status>3</status><reason>faster</reason></xml>`;
    const kept = await receive(shop, wrap(pushRequest(xml('7000'), SAFE, Math.floor(Date.now() / 1000))));
    expect([kept.exitCode, kept.json.result, kept.json.stores]).toEqual([0, 'kept', []]);
    expect(JSON.parse(shop.read('mendian.state.json')).verdicts).toMatchObject({
      '7000': { review: 'rejected', reason: 'faster' },
    });
    const state = shop.read('mendian.state.json');
    await receive(shop, wrap(pushRequest(xml('7000'), SAFE, Math.floor(Date.now() / 1000))));
    expect(JSON.parse(shop.read('mendian.state.json')).stores).toEqual(JSON.parse(state).stores);

    await shop.run(['apply', '--yes', '--rate', '0']);
    const plan = await shop.runJson(['plan']);
    expect(plan.json.changes).toMatchObject([{ poi_id: ID, action: 'hold', reason: 'rejected' }]);
    await shop.run(['apply', '--yes', '--rate', '0']);
    expect(shop.updates()).toEqual([ID]);
  });

  test('is not kept where it came plain', async () => {
    const shop = await openShop({ stores: listStores(1), begin: 'recorded' });
    const xml =
      '<xml><MsgType>event</MsgType><CreateTime>1</CreateTime><Event>modify_store_audit_info</Event><audit_id>1</audit_id><status>3</status></xml>';
    const now = Math.floor(Date.now() / 1000);
    const text = wrap(pushRequest(xml.replace('>1<', `>${now}<`), PLAIN, now));
    const { exitCode, json } = await receive(shop, text);
    expect([exitCode, json.result]).toEqual([0, 'unmatched']);
    expect(shop.read('mendian.state.json')).not.toContain('verdicts');
  });

  test('is a clear fault where there are neither stores nor a state', async () => {
    const reviewed = await openReviewed();
    const request = await endReview(reviewed.emulator, { poi_id: ID, status: 1 });
    const shop = await openShop();
    const { exitCode, codes } = await receive(shop, wrap(request));
    expect([exitCode, codes]).toEqual([1, ['PUSH_NO_STORES']]);
    expect(shop.exists('mendian.state.json')).toBe(false);
  });

  test('is refused beside a damaged state, which stays as it is', async () => {
    const shop = await openReviewed();
    const request = await endReview(shop.emulator, { poi_id: ID, status: 1 });
    shop.write('mendian.state.json', '{"version":1,');
    const { exitCode, json, codes } = await receive(shop, wrap(request));
    expect([exitCode, json.result, codes]).toEqual([1, 'refused', ['STATE_DAMAGED']]);
    expect(shop.read('mendian.state.json')).toBe('{"version":1,');
  });
});

describe('a plain event', () => {
  test.each([
    [1, 'approved'],
    [3, 'rejected'],
  ] as const)('of status %i has the live store read, which counts', async (status, review) => {
    const shop = await openReviewed();
    const request = await endReview(
      shop.emulator,
      { poi_id: ID, status, reason: 'not to be trusted' },
      PLAIN,
    );
    shop.emulator.control({ reset: true });
    const { exitCode, json } = await receive(shop, wrap(request));
    expect([exitCode, json.result, json.trust, json.stores[0]?.reason]).toEqual([
      0,
      'recorded',
      'plain',
      null,
    ]);
    expect(calls(shop)).toContain('/wxa/get_store_info');
    expect(shop.records()[ID]?.review).toBe(review);
    expect(shop.read('mendian.state.json')).not.toContain('trusted');
  });

  test('that is a lie records nothing: the live store is still under review', async () => {
    const shop = await openReviewed();
    const before = shop.read('mendian.state.json');
    const id = shop.records()[ID]?.audit_id ?? '';
    for (const status of ['1', '3']) {
      const now = Math.floor(Date.now() / 1000);
      const xml = `<xml><MsgType>event</MsgType><CreateTime>${now}</CreateTime><Event>modify_store_audit_info</Event><audit_id>${id}</audit_id><status>${status}</status><reason>x</reason></xml>`;
      const { exitCode, json } = await receive(shop, wrap(pushRequest(xml, PLAIN, now)));
      expect([exitCode, json.result, json.stores[0]?.review]).toEqual([0, 'unconfirmed', 'pending']);
    }
    expect(shop.read('mendian.state.json')).toBe(before);
  });

  test.each<[string, Readonly<Record<string, string>>, object, readonly string[]]>([
    ['no credentials', NO_CALLS, {}, ['PUSH_UNPROVEN']],
    ['no answer', {}, { errcode: 48001 }, ['PLATFORM_STOP', 'REVIEWS_UNREAD']],
  ])('with %s records nothing, and says what is missing', async (_name, env, fault, expected) => {
    const shop = await openReviewed();
    const request = await endReview(shop.emulator, { poi_id: ID, status: 1 }, PLAIN);
    const action = fault as { errcode: number };
    if ('errcode' in fault)
      shop.emulator.control({ faults: [{ path: '/wxa/get_store_info', do: action, times: 9 }] });
    const { exitCode, json, codes } = await receive(shop, wrap(request), { env });
    expect([exitCode, json.result, codes]).toEqual([0, 'unread', expected]);
    expect(shop.records()[ID]?.review).toBe('pending');
  });
});

describe('a refused event', () => {
  const DOCTYPE = '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><reason>&a;</reason></xml>';
  const now = (): number => Math.floor(Date.now() / 1000);
  const old = (): string => new Date(Date.now() + 3_600_000).toISOString();

  type Case = readonly [code: string, text: string, env?: Readonly<Record<string, string>>];

  test('leaves everything as it was, and says what to do', async () => {
    const shop = await openReviewed();
    const request = await endReview(shop.emulator, { poi_id: ID, status: 1 });
    const right = wrap(request);
    const large = `<xml>${' '.repeat(70_000)}</xml>`;
    const cases: readonly Case[] = [
      ['PUSH_SIGNATURE', right, { WECHAT_PUSH_TOKEN: 'another' }],
      ['PUSH_NOT_OURS', right, { WECHAT_ENCODING_AES_KEY: 'x'.repeat(43) }],
      ['PUSH_NOT_OURS', right, { WECHAT_APPID: 'wxother' }],
      ['PUSH_TOO_OLD', wrap(request, { received_at: old() })],
      ['PUSH_FROM_FUTURE', wrap(pushRequest('<xml/>', PLAIN, now() + 3600))],
      ['PUSH_NO_ARRIVAL', JSON.stringify(request)],
      ['PUSH_UNREADABLE', wrap(pushRequest(DOCTYPE, PLAIN, now()))],
      ['PUSH_UNREADABLE', wrap(pushRequest(DOCTYPE, SAFE, now()))],
      ['PUSH_UNREADABLE', '<xml></xml>'],
      ['PUSH_TOO_LARGE', wrap(pushRequest(large, PLAIN, now()))],
      ['PUSH_NOT_SET_UP', right, { WECHAT_PUSH_TOKEN: ' ' }],
      ['PUSH_NOT_SET_UP', right, { WECHAT_ENCODING_AES_KEY: '' }],
      ['PUSH_KEY_INVALID', right, { WECHAT_ENCODING_AES_KEY: AES_KEY.slice(1) }],
    ];
    const before = shop.read('mendian.state.json');
    for (const [code, text, env = {}] of cases) {
      const { exitCode, json, codes } = await receive(shop, text, { env });
      expect([exitCode, json.result, codes], code).toEqual([1, 'refused', [code]]);
      expect(json.diagnostics[0]?.hint, code).toBeTruthy();
    }
    expect(shop.read('mendian.state.json')).toBe(before);
    expect(calls(shop)).toEqual([]);
  });

  test('for its age is taken where more age is allowed', async () => {
    const shop = await openReviewed();
    const request = await endReview(shop.emulator, { poi_id: ID, status: 1 });
    const late = new Date(Date.now() + 3_600_000).toISOString();
    const { json } = await receive(shop, wrap(request, { received_at: late }), { args: ['--max-age', '2h'] });
    expect(json.result).toBe('recorded');
  });

  test('cannot be allowed by a --max-age that is no span of time', async () => {
    const shop = await openShop({ stores: listStores(1) });
    for (const age of ['2', '0d', '2w', '-1d']) {
      const { exitCode, stderr } = await shop.run(['event', 'x', `--max-age=${age}`], PUSH_ENV);
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`--max-age cannot be "${age}"`)]);
    }
  });

  test('may be no file at all', async () => {
    const shop = await openShop({ stores: listStores(1) });
    mkdirSync(join(shop.root, 'folder'));
    symlinkSync('/dev/zero', join(shop.root, 'zero'));
    for (const file of ['missing.json', 'folder', 'zero']) {
      const { exitCode, stdout } = await shop.run(['event', file], PUSH_ENV);
      expect([exitCode, stdout]).toEqual([1, expect.stringContaining('PUSH_FILE_UNREADABLE')]);
    }
    const endless = await runProgram(['event', '-'], {
      cwd: shop.root,
      env: { ...shop.env, ...PUSH_ENV },
      input: 'x'.repeat(1_000_000),
    });
    expect([endless.exitCode, endless.stdout]).toEqual([1, expect.stringContaining('PUSH_TOO_LARGE')]);
  });
});

describe('an event that is not for us', () => {
  test('ends well, whatever it is', async () => {
    const shop = await openReviewed();
    const now = Math.floor(Date.now() / 1000);
    const texts = [
      '<xml><MsgType>text</MsgType><Content><![CDATA[在吗 ::error::x]]></Content></xml>',
      '<xml><MsgType>event</MsgType><Event>add_store_audit_info</Event><audit_id>1</audit_id></xml>',
    ];
    for (const xml of texts) {
      const { exitCode, json } = await receive(shop, wrap(pushRequest(xml, SAFE, now)));
      expect([exitCode, json.result]).toEqual([0, 'other_event']);
    }
    const check = { ...pushRequest('', PLAIN, now).query, echostr: '42' };
    expect((await receive(shop, wrap({ query: check, body: '' }))).json.result).toBe('url_check');
  });

  test('can put nothing into a log of GitHub, nor into Markdown', async () => {
    const shop = await openReviewed();
    const now = Math.floor(Date.now() / 1000);
    const name = '\n::error::forged\n## [x](http://evil.invalid) @everyone';
    shop.write(
      'event.json',
      wrap(pushRequest(`<xml><MsgType><![CDATA[${name}]]></MsgType></xml>`, PLAIN, now)),
    );
    for (const format of ['text', 'github', 'markdown']) {
      const { stdout } = await shop.run(['event', 'event.json', '--format', format], {
        ...PUSH_ENV,
        GITHUB_ACTIONS: 'true',
      });
      expect(stdout).not.toMatch(/^::error|^## /mu);
      expect(stdout.split('\n').filter((line) => line.includes('forged'))).toHaveLength(1);
    }
  });
});

describe('an event with --push', () => {
  test('is in the branch afterwards, and a kept one settles there', async () => {
    const chain = await openChain({ stores: listStores(2), begin: 'recorded', firstAuditId: 7_000n });
    const now = Math.floor(Date.now() / 1000);
    const xml = `<xml><MsgType>event</MsgType><CreateTime>${now}</CreateTime><Event>modify_store_audit_info</Event><audit_id>7000</audit_id><status>1</status></xml>`;
    chain.write('../event.json', wrap(pushRequest(xml, SAFE, now)));
    const event = () => chain.run(['event', '../event.json', '--push'], PUSH_ENV);
    const kept = await event();
    expect(kept.exitCode, kept.stdout).toBe(0);
    expect((await chain.remoteState()).extra).toMatchObject({ verdicts: { '7000': { review: 'approved' } } });
    expect((await chain.subjects()).at(-1)).toBe('mendian: keep the end of a review');
    chain.writeStore(FILE, { poi_id: ID, pic_list: [NEW_PICTURE] });
    await chain.publish('pictures');
    await chain.run(['apply', '--yes', '--push', '--rate', '0']);
    const state = await chain.remoteState();
    expect(state.stores.get(ID)).toMatchObject({ audit_id: '7000', review: 'approved' });
    expect(state.extra).not.toHaveProperty('verdicts');
    const again = await event();
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('Nothing new')]);
  });
});

describe('a secret of push events', () => {
  test('stands in no output, no file and no state', async () => {
    const shop = await openReviewed();
    const request = await endReview(shop.emulator, { poi_id: ID, status: 3, reason: 'blurred' });
    for (const text of [wrap(request, { received_at: '' }), wrap(request), '{}']) {
      for (const format of ['text', 'json']) {
        const run = await runProgram(['event', '-', '-v', '--format', format], {
          cwd: shop.root,
          env: { ...shop.env, ...PUSH_ENV, WECHAT_SECRET: SECRET },
          input: text,
        });
        expectNone(run.stdout + run.stderr + readAll(shop.root));
      }
    }
    expect(countSearched()).toBeGreaterThan(5_000);
  });
});
