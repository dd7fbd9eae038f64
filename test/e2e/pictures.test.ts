/** Local pictures by the built program: uploaded once, reviewed once, and shown in the pull request. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { recordAll } from '../fakes/baseline.ts';
import { openStage } from '../fakes/github/stage.ts';
import { buildJpeg, buildPng, sha256Of } from '../fakes/pictures.ts';
import { listStores, openShop, type Shop, storeYaml } from '../fakes/shop.ts';

const UPLOAD = '/cgi-bin/media/uploadimg';
const FRONT = buildJpeg({ word: 'front' });
const STORES = listStores(3);
const IDS = STORES.map(({ poi_id }) => poi_id);

function put(shop: Shop, file: string, bytes: Uint8Array): void {
  const path = join(shop.root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** Three recorded stores, whose files name one local picture now. */
async function openLocal(options: object = {}): Promise<Shop> {
  const shop = await openShop({ stores: STORES, begin: 'recorded', ...options });
  put(shop, 'stores/photos/front.jpg', FRONT);
  for (const poi_id of IDS)
    shop.writeStore(`stores/${poi_id}.yaml`, { poi_id, pic_list: ['./photos/front.jpg'] });
  return shop;
}

const uploads = ({ emulator }: Shop): number =>
  emulator.requests.filter(({ path }) => path === UPLOAD).length;

test('one picture of a chain is planned by path, uploaded once, sent, and never again', async () => {
  const shop = await openLocal();
  const { json: plan } = await shop.runJson(['plan', '--out', 'plan.json']);
  const [change] = plan.changes as unknown as readonly { fields: readonly { after: unknown }[] }[];
  expect(change?.fields[0]?.after).toEqual([{ path: 'stores/photos/front.jpg', sha256: sha256Of(FRONT) }]);
  const { exitCode, json } = await shop.runJson(['apply', 'plan.json', '--yes']);
  expect(exitCode).toBe(0);
  expect(json.outcomes.map(({ outcome }) => outcome)).toEqual(Array(3).fill('applied'));
  expect(uploads(shop)).toBe(1);
  const url = shop.emulator.uploads[0]?.url;
  expect(JSON.parse(shop.read('mendian.state.json')).pictures).toEqual({ [sha256Of(FRONT)]: url });
  expect(shop.records()[IDS[0] ?? '']?.values?.pic_list).toEqual([url]);
  for (const id of IDS) expect(shop.emulator.stores.get(id)?.pending?.pictures).toEqual([url]);
  // Moved and renamed: nothing. The same name with other content: a change.
  renameSync(join(shop.root, 'stores/photos'), join(shop.root, 'pictures'));
  for (const poi_id of IDS)
    shop.writeStore(`stores/east/${poi_id}.yaml`, { poi_id, pic_list: ['../../pictures/front.jpg'] });
  for (const poi_id of IDS) shop.remove(`stores/${poi_id}.yaml`);
  expect((await shop.runJson(['plan'])).json.changes).toEqual([]);
  put(shop, 'pictures/front.jpg', buildPng({ word: 'new' }));
  expect((await shop.runJson(['plan'])).json.summary).toMatchObject({ hold: 3 });
});

test('a kill between the upload and the update costs neither another upload nor the approval', async () => {
  const shop = await openLocal({ latency: 30 });
  const { json: plan } = await shop.runJson(['plan', '--out', 'plan.json']);
  shop.emulator.control({ faults: [{ path: '/wxa/update_store', do: 'hang' }] });
  const running = shop.start(['apply', '--yes']);
  await shop.emulator.waitForRequests('/wxa/update_store', 1);
  running.kill('SIGKILL');
  await running;
  expect(uploads(shop)).toBe(1);
  const { exitCode, json } = await shop.runJson([
    'apply',
    'plan.json',
    '--yes',
    '--expect-digest',
    plan.digest,
  ]);
  expect([exitCode, json.outcomes.map(({ outcome }) => outcome)]).toEqual([0, Array(3).fill('applied')]);
  expect(uploads(shop)).toBe(1);
});

test('a platform that hosts pictures under addresses of its own shows no drift, and proves a later update', async () => {
  const shop = await openLocal();
  await shop.run(['apply', '--yes']);
  shop.emulator.control({ switches: { readUrls: 'rehost' } });
  for (const poi_id of IDS) shop.emulator.control({ audit: { poi_id, status: 1 } });
  await shop.run(['status']);
  const { exitCode, json } = await shop.runJson(['drift']);
  expect([exitCode, json.diagnostics, (json as unknown as { stores: unknown }).stores]).toEqual([0, [], []]);
  const pic_list = ['./photos/front.jpg'];
  for (const poi_id of IDS)
    shop.writeStore(`stores/${poi_id}.yaml`, { poi_id, pic_list, hour: '08:00-20:00' });
  const { json: later } = await shop.runJson(['apply', '--yes']);
  expect(later.outcomes.map(({ outcome }) => outcome)).toEqual(Array(3).fill('applied'));
  expect(shop.emulator.updates.slice(-3).map(({ audit_id }) => audit_id)).toEqual([null, null, null]);
  expect(uploads(shop)).toBe(1);
});

test('drift that adds a picture keeps the path in the file; one that takes the local one away is not accepted', async () => {
  const shop = await openLocal();
  await shop.run(['apply', '--yes']);
  for (const poi_id of IDS) shop.emulator.control({ audit: { poi_id, status: 1 } });
  await shop.run(['status']);
  const url = shop.emulator.uploads[0]?.url ?? '';
  const other = 'http://mmbiz.qpic.cn/mmbiz_jpg/console/0';
  const [first = '', second = ''] = IDS;
  shop.emulator.control({ store: { poi_id: first, pic_list: [url, other] } });
  shop.emulator.control({ store: { poi_id: second, pic_list: [other] } });
  const { json } = await shop.runJson(['drift', '--accept']);
  expect(json.diagnostics.map(({ code }) => code)).toEqual(['DRIFT_LOCAL_PICTURE']);
  expect(shop.read(`stores/${first}.yaml`)).toContain(`- "./photos/front.jpg"\n  - "${other}"`);
  expect(shop.read(`stores/${second}.yaml`)).toBe(
    storeYaml({ poi_id: second, pic_list: ['./photos/front.jpg'] }),
  );
  expect(shop.records()[first]?.values?.pic_list).toEqual([url, other]);
  expect((await shop.runJson(['plan'])).json.changes).toEqual([]);
});

test('a refused picture is named, and only its stores fail', async () => {
  const shop = await openLocal();
  const [first = '', second = ''] = IDS;
  put(shop, 'stores/photos/other.png', buildPng({ word: 'other' }));
  shop.writeStore(`stores/${second}.yaml`, { poi_id: second, pic_list: ['./photos/other.png'] });
  shop.emulator.control({ faults: [{ path: UPLOAD, do: { errcode: 40009, errmsg: 'invalid image size' } }] });
  const { exitCode, json } = await shop.runJson(['apply', '--yes', '--concurrency', '1']);
  expect(exitCode).toBe(1);
  expect(json.outcomes.map(({ outcome }) => outcome)).toEqual(['failed', 'applied', 'failed']);
  expect(json.outcomes[0]?.error).toMatchObject({
    code: 'PICTURE_REFUSED',
    errcode: 40009,
    message: expect.stringContaining('stores/photos/front.jpg'),
  });
  expect(shop.records()[first]?.refused).toMatchObject({ code: 40009 });
});

test('a pull request links the picture before and after at the repository’s own page', async () => {
  const [id = ''] = IDS;
  const [before, after] = [buildPng({ word: 'before' }), buildPng({ word: 'after' })];
  const url = 'http://mmbiz.qpic.cn/mmbiz_jpg/sent/0?wx_fmt=jpeg';
  const records = {
    ...JSON.parse(recordAll([{ poi_id: id, pic_list: [url] }])),
    pictures: { [sha256Of(before)]: url },
  };
  const file = { [`stores/${id}.yaml`]: storeYaml({ poi_id: id, pic_list: ['./photos/front.png'] }) };
  const state = { 'mendian.state.json': JSON.stringify(records) };
  const stage = await openStage({
    stores: [],
    files: { ...file, ...state, 'stores/photos/front.png': before },
  });
  const pull = await stage.propose('picture', { 'stores/photos/front.png': after });
  const end = await stage.plan(pull);
  expect([end.problems, stage.github.problems]).toEqual([[], []]);
  const body = stage.repository.comments[0]?.body ?? '';
  const page = /\]\((http[^)]*\/shop\/stores)\/blob\//u.exec(body)?.[1];
  const link = (commit: string): string =>
    `[\`stores/photos/front.png\`](${page}/blob/${commit}/stores/photos/front.png)`;
  expect(body).toContain(
    `➖ ${link((await stage.repository.tip('main')) ?? '')}<br>➕ ${link(pull.headSha)}`,
  );
});
