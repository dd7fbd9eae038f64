/** Uploads of a run: once a content, on disk before use, and nobody's trouble but that of the stores that need them. */
import { describe, expect, test } from 'vitest';
import { applyWork } from '../../src/apply/run.ts';
import type { ApplyOptions, ApplyResult } from '../../src/apply/work.ts';
import { withContents } from '../../src/commands/uploads.ts';
import type { LiveStore } from '../../src/model/platform.ts';
import type { Progress } from '../../src/model/run.ts';
import type { Fault, LocalPicture, Store, StoreRecord } from '../../src/model.ts';
import { readKnownPictures, referTo } from '../../src/pictures.ts';
import { planAccount } from '../../src/plan/plan.ts';
import { buildRecord, buildStore, buildValues, PICTURE } from '../builders.ts';
import { buildJpeg, sha256Of } from '../fakes/pictures.ts';
import {
  buildLiveStores,
  createFakeClock,
  createMemoryRecorder,
  createWorld,
  type Script,
  type World,
} from './world.ts';

const FRONT = buildJpeg({ word: 'front' });
const COUNTER = buildJpeg({ word: 'counter' });
const SHA = { front: sha256Of(FRONT), counter: sha256Of(COUNTER) };
const UPLOAD = `upload ${SHA.front.slice(0, 8)}`;

interface Scene {
  readonly world: World;
  readonly records: Map<string, StoreRecord>;
  /** The state's list of uploads, as the disk has it. */
  readonly uploads: Map<string, string>;
  readonly steps: string[];
  readonly told: Progress[];
  /** Pictures of the claimed stores. */
  readonly claimed: (readonly string[])[];
  /** What the files hold now. */
  readonly files: Map<string, Buffer>;
  stores: readonly Store[];
}

function buildLocalStore(poi_id: string, contents: readonly Buffer[]): Store {
  const pictures = new Map(
    contents.map((bytes): [string, LocalPicture] => {
      const sha256 = sha256Of(bytes);
      const path = `photos/${sha256.slice(0, 4)}.jpg`;
      return [`./${path}`, { path, sha256, bytes: bytes.length, format: 'jpeg', width: 1200, height: 900 }];
    }),
  );
  return buildStore({ poi_id, pictures, values: { pic_list: [...pictures.keys()] } });
}

function open(wanted: readonly (readonly Buffer[])[], scripts: Record<string, Script[]> = {}): Scene {
  const live: readonly LiveStore[] = buildLiveStores(wanted.length);
  return {
    world: createWorld(live, scripts),
    records: new Map(live.map(({ poi_id }) => [poi_id, buildRecord()])),
    uploads: new Map(),
    steps: [],
    told: [],
    claimed: [],
    files: new Map([FRONT, COUNTER].map((bytes) => [sha256Of(bytes), bytes])),
    stores: wanted.map((contents, index) => buildLocalStore(String(index + 1), contents)),
  };
}

/** One run over the scene; `dies` names a step of the recorder at which the program is gone for good. */
async function play(
  scene: Scene,
  options: Partial<ApplyOptions> = {},
  dies: readonly string[] = [],
): Promise<ApplyResult> {
  const known = readKnownPictures({
    stores: scene.records,
    extra: { pictures: Object.fromEntries(scene.uploads) },
  });
  const { changes } = planAccount({
    account: { name: 'default', stores: 'stores', state: 'state' },
    stores: scene.stores,
    invalid: [],
    records: scene.records,
    pictures: known,
    isSelected: () => true,
    selection: [],
    asOf: '2026-11-25',
    retryRefused: 'no',
    rate: 0,
    reviewPatienceDays: 14,
  });
  const memory = createMemoryRecorder(scene.records, dies, scene.uploads);
  const recorder = withContents(
    {
      ...memory,
      claim: async (sending) => {
        scene.claimed.push(...[...sending.values()].map(({ pic_list }) => pic_list));
        return await memory.claim(sending);
      },
    },
    known,
  );
  const readPicture = ({ path, sha256 }: LocalPicture): Uint8Array | Fault =>
    scene.files.get(sha256) ?? { code: 'PICTURE_CHANGED', params: { path } };
  const result = await applyWork(
    changes.map((change) => ({ change, record: scene.records.get(change.poi_id) ?? null })),
    {
      overwriteDrift: 'no',
      acceptNames: 'no',
      maxChanges: { kind: 'percent', percent: 100 },
      maxReviews: { kind: 'percent', percent: 100 },
      concurrency: 3,
      rate: 0,
      retryBaseMs: 1000,
      today: '2026-11-25',
      accountStores: scene.stores.length,
      invalidFiles: 0,
      pictures: known,
      ...options,
    },
    {
      platform: scene.world.platform,
      recorder,
      readPicture,
      clock: createFakeClock(),
      signal: new AbortController().signal,
      tell: (event) => scene.told.push(event),
    },
  );
  scene.steps.push(...memory.steps);
  return result;
}

const ends = ({ outcomes }: ApplyResult): readonly string[] =>
  outcomes.map((each) => ('error' in each ? `${each.outcome} ${each.error.fault.code}` : each.outcome));

describe('a run', () => {
  test('uploads each content once for all stores that use it, before any of them is begun', async () => {
    const scene = open([[FRONT], [FRONT, COUNTER], [FRONT], [COUNTER]]);
    expect(ends(await play(scene))).toEqual(Array(4).fill('applied'));
    expect([...scene.world.uploads].sort()).toEqual([SHA.front, SHA.counter].sort());
    const front = scene.uploads.get(SHA.front) ?? '';
    const counter = scene.uploads.get(SHA.counter) ?? '';
    const sent = new Map(scene.world.updates.map(({ poiId, values }) => [poiId, values.pic_list]));
    expect([...sent].sort()).toEqual([
      ['1', [front]],
      ['2', [front, counter]],
      ['3', [front]],
      ['4', [counter]],
    ]);
    expect(scene.steps.slice(0, 4)).toEqual([
      'claim 1 2 3 4',
      `picture ${SHA.front.slice(0, 8)}`,
      'intent 1',
      'record 1',
    ]);
    expect(scene.records.get('2')).toMatchObject({
      values: { pic_list: [front, counter] },
      local_pictures: { [front]: SHA.front },
    });
    expect(scene.told.filter(({ kind }) => kind === 'uploading')).toHaveLength(2);
  });

  test('sends nothing when it runs again, and uploads nothing', async () => {
    const scene = open([[FRONT], [FRONT]]);
    await play(scene);
    const calls = scene.world.calls.length;
    expect((await play(scene)).outcomes).toEqual([]);
    expect(scene.world.calls).toHaveLength(calls);
  });

  test('claims what it will send by content, since nothing is uploaded before', async () => {
    const scene = open([[FRONT]]);
    await play(scene);
    expect(scene.claimed).toEqual([[referTo(SHA.front)]]);
    expect(scene.steps[0]).toBe('claim 1');
  });
});

describe('an upload that fails', () => {
  const error = (more: object): Script =>
    ({ error: { class: 'STORE', landed: 'no', errcode: 40009, ...more } }) as Script;
  const refused = error({
    fault: { code: 'PLATFORM_REFUSED', params: { errcode: 40009, errmsg: 'invalid image size' } },
  });

  test('with a no fails the stores that use it, names the picture, and is not asked again on that day', async () => {
    const scene = open([[FRONT], [COUNTER], [FRONT]], { [UPLOAD]: [refused] });
    const result = await play(scene, { concurrency: 1 });
    expect(ends(result)).toEqual(['failed PICTURE_REFUSED', 'applied', 'failed PICTURE_REFUSED']);
    expect(result.outcomes[0]).toMatchObject({
      attempts: 0,
      error: { errcode: 40009, fault: { params: { path: `photos/${SHA.front.slice(0, 4)}.jpg` } } },
    });
    expect(scene.world.calls.filter((call) => call === UPLOAD)).toHaveLength(1);
    expect(scene.records.get('1')?.refused).toMatchObject({ code: 40009, date: '2026-11-25' });
    expect(ends(await play(scene))).toEqual(['deferred REFUSED_BEFORE', 'deferred REFUSED_BEFORE']);
  });

  test('with a common fault stops the run', async () => {
    const stop = error({
      class: 'STOP',
      errcode: 45009,
      fault: { code: 'PLATFORM_STOP', params: { errcode: 45009, errmsg: '' } },
    });
    const scene = open([[FRONT], [COUNTER], [COUNTER]], { [UPLOAD]: [stop] });
    expect(ends(await play(scene))).toEqual(['failed PLATFORM_STOP', 'skipped STOPPED', 'skipped STOPPED']);
    expect(scene.world.updates).toEqual([]);
    expect(scene.records.get('1')).toEqual(buildRecord());
  });

  test('without an answer is tried again, since a second upload does no harm', async () => {
    const silence: Script = { error: { class: 'RETRY' }, landed: true };
    const scene = open([[FRONT]], { [UPLOAD]: [silence, silence] });
    expect(ends(await play(scene))).toEqual(['applied']);
    expect(scene.world.uploads).toHaveLength(3);
    expect(scene.world.updates[0]?.values.pic_list).toEqual([scene.uploads.get(SHA.front)]);
  });

  test('by a file that changed since the plan leaves the store alone, and its record as it was', async () => {
    const scene = open([[FRONT], [COUNTER]]);
    scene.files.delete(SHA.front);
    expect(ends(await play(scene))).toEqual(['failed PICTURE_CHANGED', 'applied']);
    expect(scene.world.uploads).toEqual([SHA.counter]);
    expect(scene.records.get('1')).toEqual(buildRecord());
  });

  test('to reach the disk ends the run before its address is used', async () => {
    const scene = open([[FRONT], [COUNTER]]);
    const result = await play(scene, { concurrency: 1 }, [`picture ${SHA.front.slice(0, 8)}`]);
    expect(ends(result)).toEqual(['skipped STOPPED', 'skipped STOPPED']);
    expect(scene.world.updates).toEqual([]);
  });
});

describe('a run that ended between the upload and the update', () => {
  test.each([
    ['before the intent', 'intent 1'],
    ['before the verdict', 'record 1'],
  ])('%s is taken up without another upload', async (_when, dies) => {
    const scene = open([[FRONT]]);
    await play(scene, {}, [dies]);
    expect(scene.world.uploads).toHaveLength(1);
    scene.steps.length = 0;
    expect(ends(await play(scene))).toEqual(['applied']);
    expect(scene.world.uploads).toHaveLength(1);
    const address = scene.uploads.get(SHA.front);
    expect(scene.records.get('1')?.values?.pic_list).toEqual([address]);
    expect(scene.world.updates.map(({ values }) => values.pic_list)).toEqual([[address]]);
  });

  test('leaves the plan that was approved as it was', async () => {
    const scene = open([[FRONT], [COUNTER]]);
    const plan = (pictures: ReadonlyMap<string, string>) =>
      planAccount({
        account: { name: 'default', stores: 'stores', state: 'state' },
        stores: scene.stores,
        invalid: [],
        records: new Map(['1', '2'].map((id) => [id, buildRecord()])),
        pictures,
        isSelected: () => true,
        selection: [],
        asOf: '2026-11-25',
        retryRefused: 'no',
        rate: 0,
        reviewPatienceDays: 14,
      }).digest;
    const approved = plan(new Map());
    await play(scene, {}, ['intent 1', 'intent 2']);
    expect(scene.uploads.size).toBeGreaterThan(0);
    expect(plan(scene.uploads)).toBe(approved);
  });
});

test('an update that fails leaves the upload for the next run', async () => {
  const no: Script = { error: { class: 'DEFER', landed: 'no', errcode: 65118 } };
  const scene = open([[FRONT]], { 'update 1': [no] });
  expect(ends(await play(scene))).toEqual(['deferred UNDER_REVIEW']);
  expect(ends(await play(scene))).toEqual(['applied']);
  expect(scene.world.uploads).toHaveLength(1);
});

test('a claim that was left by content alone is verified by what is live, without an upload', async () => {
  const scene = open([[FRONT]]);
  const sending = buildValues({ pic_list: [referTo(SHA.front)] });
  scene.records.set('1', buildRecord({ uncertain: true, sending }));
  const live = scene.world.live.get('1');
  if (live === undefined) throw new Error('no store');
  // Another machine sent it, and its review runs: which address that was, nobody here knows.
  scene.world.live.set('1', { ...live, status: 2 });
  expect(ends(await play(scene))).toEqual(['applied']);
  expect(scene.world.uploads).toEqual([]);
  expect(scene.records.get('1')).toMatchObject({ review: 'pending', audit_id: null, values: sending });
  expect(scene.records.get('1')).not.toHaveProperty('uncertain');
});

test('a store that already shows an uploaded picture is recorded on adoption, and nothing is sent', async () => {
  const scene = open([[FRONT]]);
  const address = 'http://mmbiz.qpic.cn/mmbiz_jpeg/earlier/0';
  scene.uploads.set(SHA.front, address);
  scene.records.clear();
  const live = scene.world.live.get('1');
  if (live === undefined) throw new Error('no store');
  scene.world.live.set('1', { ...live, pic_list: [address] });
  expect(ends(await play(scene))).toEqual(['applied']);
  expect(scene.world.updates).toEqual([]);
  expect(scene.records.get('1')?.local_pictures).toEqual({ [address]: SHA.front });
  expect(PICTURE).not.toBe(address);
});
