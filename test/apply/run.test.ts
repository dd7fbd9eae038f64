/** A whole run of the applier over a platform in memory. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyWork } from '../../src/apply/run.ts';
import type { ApplyOptions, ApplyResult } from '../../src/apply/work.ts';
import type { Outcome } from '../../src/model/run.ts';
import type { StoreRecord, StoreValues } from '../../src/model.ts';
import { NO_PICTURES } from '../../src/pictures.ts';
import { planAccount } from '../../src/plan/plan.ts';
import { buildLive, buildRecord, buildStore, buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';
import {
  buildLiveStores,
  createFakeClock,
  createMemoryRecorder,
  createWorld,
  type Script,
  type World,
} from './world.ts';

interface Played extends ApplyResult {
  readonly steps: readonly string[];
  readonly slept: readonly number[];
}

interface Scene {
  readonly world: World;
  /** Desired values by id; every store has the same name. */
  readonly desired: ReadonlyMap<string, StoreValues>;
  readonly records: Map<string, StoreRecord>;
  readonly options?: Partial<ApplyOptions>;
  readonly signal?: AbortSignal;
  readonly tell?: (outcome: Outcome) => void;
  /** Steps of the recorder, such as `record 2`, that fail as on a full disk. */
  readonly failing?: readonly string[];
}

function planScene({ desired, records }: Scene) {
  return planAccount({
    account: { name: 'default', stores: 'stores', state: 'mendian.state.json' },
    stores: [...desired].map(([poi_id, values]) => buildStore({ poi_id, values })),
    invalid: [],
    records,
    isSelected: () => true,
    selection: [],
    asOf: '2026-11-25',
    pictures: NO_PICTURES,
    retryRefused: 'no',
    rate: 0,
    reviewPatienceDays: 14,
  });
}

async function play(scene: Scene): Promise<Played> {
  const plan = planScene(scene);
  const works = plan.changes.map((change) => ({ change, record: scene.records.get(change.poi_id) ?? null }));
  const recorder = createMemoryRecorder(scene.records, scene.failing);
  const clock = createFakeClock();
  const options: ApplyOptions = {
    overwriteDrift: 'no',
    acceptNames: 'no',
    maxChanges: { kind: 'percent', percent: 100 },
    maxReviews: { kind: 'percent', percent: 100 },
    concurrency: 2,
    rate: 0,
    retryBaseMs: 1000,
    today: '2026-11-25',
    accountStores: scene.desired.size,
    invalidFiles: 0,
    pictures: NO_PICTURES,
    ...scene.options,
  };
  const result = await applyWork(works, options, {
    platform: scene.world.platform,
    recorder,
    readPicture: () => new Uint8Array(),
    clock,
    signal: scene.signal ?? new AbortController().signal,
    tell: (event) => (event.kind === 'outcome' ? scene.tell?.(event.outcome) : undefined),
  });
  return { ...result, steps: recorder.steps, slept: clock.slept };
}

/** Stores 1…n on record as they are live, of which the hours of all are to change. */
function changeHours(count: number, scripts: Record<string, Script[]> = {}): Scene {
  const ids = Array.from({ length: count }, (_, index) => String(index + 1));
  return {
    world: createWorld(buildLiveStores(count), scripts),
    desired: new Map(ids.map((id) => [id, buildValues({ hour: '09:00-21:00' })])),
    records: new Map(ids.map((id) => [id, buildRecord()])),
  };
}

const kinds = ({ outcomes }: ApplyResult): readonly string[] => outcomes.map(({ outcome }) => outcome);
const codes = ({ outcomes }: ApplyResult): readonly string[] =>
  outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error.fault.code] : []));

describe('a run', () => {
  test('reads, sends the first alone, reads it back, then sends the others', async () => {
    const scene = changeHours(3);
    const played = await play({ ...scene, options: { concurrency: 1 } });
    expect(kinds(played)).toEqual(['applied', 'applied', 'applied']);
    expect(scene.world.calls).toEqual(['list', 'quota', 'update 1', 'read 1', 'update 2', 'update 3']);
    expect(played.steps).toEqual([
      'claim 1 2 3',
      'intent 1',
      'record 1',
      'intent 2',
      'record 2',
      'intent 3',
      'record 3',
    ]);
    expect(planScene(scene).changes).toEqual([]);
  });

  test('keeps every digit of an audit id, and the approved pictures beside it', async () => {
    const scene = changeHours(1);
    const desired = new Map([['1', buildValues({ pic_list: [NEW_PICTURE] })]]);
    const played = await play({ ...scene, desired });
    expect(played.outcomes).toMatchObject([{ outcome: 'applied', sent: true, audit_id: '9007199254740993' }]);
    expect(scene.records.get('1')).toMatchObject({
      audit_id: '9007199254740993',
      review: 'pending',
      approved_pic_list: [PICTURE],
    });
  });

  test('asks nothing of the platform where a field is only no longer managed', async () => {
    const scene = changeHours(1);
    scene.records.set('1', buildRecord({ values: buildValues({ card_id: 'pAbC' }) }));
    const played = await play({ ...scene, desired: new Map([['1', buildValues()]]) });
    expect(played.outcomes).toMatchObject([{ outcome: 'applied', sent: false }]);
    expect(scene.world.calls).toEqual([]);
    expect(scene.records.get('1')?.values).toEqual(buildValues());
  });

  test('releases a record without a file and without a call', async () => {
    const scene = changeHours(2);
    const desired = new Map([['1', buildValues()]]);
    const played = await play({ ...scene, desired });
    expect(kinds(played)).toEqual(['released']);
    expect([...scene.records.keys()]).toEqual(['1']);
    expect(scene.world.calls).toEqual([]);
  });
});

describe('a fault of one store', () => {
  const refusal: Script = { error: { class: 'STORE', landed: 'no', errcode: 40097 } };

  test('fails that store only, and the next goes first in its place', async () => {
    const scene = changeHours(3, { 'update 1': [refusal] });
    const played = await play({ ...scene, options: { concurrency: 1 } });
    expect(kinds(played)).toEqual(['failed', 'applied', 'applied']);
    expect(scene.world.calls).toEqual(['list', 'quota', 'update 1', 'update 2', 'read 2', 'update 3']);
  });

  test('is not repeated by the next run on the same day', async () => {
    const scene = changeHours(2, { 'update 2': [refusal] });
    await play(scene);
    const again = await play(scene);
    expect(again.outcomes).toMatchObject([{ poi_id: '2', outcome: 'deferred' }]);
    expect(codes(again)).toEqual(['REFUSED_BEFORE']);
    expect(scene.world.updates.length).toBe(1);
  });

  test('is recorded too when the read says that there is no such store', async () => {
    const scene = changeHours(1);
    scene.world.live.clear();
    expect(kinds(await play(scene))).toEqual(['failed']);
    expect(codes(await play(scene))).toEqual(['REFUSED_BEFORE']);
    expect(scene.records.get('1')?.values).toEqual(buildValues());
  });

  test('of the kind "not now" is deferred, and leaves the record as it was', async () => {
    const scene = changeHours(2, {
      'update 2': [{ error: { class: 'DEFER', landed: 'no', errcode: 65118 } }],
    });
    const played = await play(scene);
    expect(codes(played)).toEqual(['UNDER_REVIEW']);
    expect(scene.records.get('2')).toEqual(buildRecord());
  });
});

describe('a look that is answered with a no', () => {
  const refusal = (errcode: number, kind: 'STORE' | 'DEFER' = 'STORE'): Script => ({
    error: { class: kind, landed: 'no', errcode },
  });

  test('leaves the record of a removed file alone, unless the store is gone', async () => {
    const pending = buildRecord({ review: 'pending', audit_id: '5' });
    for (const [errcode, kind] of [
      [40097, 'failed'],
      [65115, 'released'],
    ] as const) {
      const scene = changeHours(2, { 'read 1': [refusal(errcode)], list: [refusal(errcode)] });
      scene.records.set('1', pending);
      const played = await play({ ...scene, desired: new Map([['2', buildValues()]]) });
      expect(kinds(played)).toEqual([kind]);
      expect(scene.records.get('1')).toEqual(kind === 'failed' ? pending : undefined);
    }
  });

  test('leaves a doubt as it is', async () => {
    const scene = changeHours(1, { 'read 1': [refusal(99999)] });
    const doubtful = buildRecord({ uncertain: true, sending: buildValues({ hour: '08:00-20:00' }) });
    scene.records.set('1', doubtful);
    expect(kinds(await play(scene))).toEqual(['failed']);
    expect(scene.records.get('1')).toEqual(doubtful);
  });

  test('of the kind "not now" is deferred', async () => {
    const scene = changeHours(1, { 'read 1': [refusal(65107, 'DEFER')] });
    expect(codes(await play(scene))).toEqual(['UNDER_REVIEW']);
  });
});

describe('what the look learned', () => {
  test('is on disk before the next intent', async () => {
    const scene = changeHours(1);
    scene.records.set('1', buildRecord({ review: 'pending', audit_id: '5' }));
    const played = await play(scene);
    expect(played.steps).toEqual(['record 1', 'claim 1', 'intent 1', 'record 1']);
  });
});

describe('a common fault', () => {
  const stop: Script = {
    error: {
      class: 'STOP',
      landed: 'no',
      errcode: 48001,
      fault: { code: 'PLATFORM_STOP', params: { errcode: 48001, errmsg: '' } },
    },
  };

  test('stops the run: that store failed, the rest skipped', async () => {
    const scene = changeHours(4, { 'update 1': [stop] });
    const played = await play(scene);
    expect(kinds(played)).toEqual(['failed', 'skipped', 'skipped', 'skipped']);
    expect(codes(played)).toEqual(['PLATFORM_STOP', 'STOPPED', 'STOPPED', 'STOPPED']);
    expect(played.diagnostics).toMatchObject([{ severity: 'error', code: 'PLATFORM_STOP' }]);
    expect(scene.records.get('1')).toEqual(buildRecord());
  });

  test('at the first read is met once', async () => {
    const scene = changeHours(3, { list: [stop] });
    expect(kinds(await play(scene))).toEqual(['failed', 'skipped', 'skipped']);
    expect(scene.world.calls).toEqual(['list']);
  });

  test('of silence stops after three stores, not after all', async () => {
    const silent: Script[] = Array.from({ length: 3 }, () => ({ error: { class: 'RETRY' } }));
    const ids = Array.from({ length: 20 }, (_, index) => String(index + 1));
    const scene = changeHours(20, Object.fromEntries(ids.map((id) => [`update ${id}`, [...silent]])));
    const played = await play({ ...scene, options: { concurrency: 1 } });
    expect(kinds(played).filter((kind) => kind === 'failed').length).toBe(3);
    expect(played.diagnostics.at(-1)?.code).toBe('SEVERAL_IN_A_ROW');
  });
});

describe('an unclear answer', () => {
  const lost: Script = { error: { class: 'RETRY', landed: 'maybe' }, landed: true };
  const cut: Script = { error: { class: 'RETRY', landed: 'maybe' } };

  test('is read back, and not repeated where the update arrived', async () => {
    const scene = changeHours(1, { 'update 1': [lost] });
    const played = await play(scene);
    expect(played.outcomes).toMatchObject([{ outcome: 'applied', sent: true, audit_id: null, attempts: 1 }]);
    expect(scene.world.calls).toEqual(['read 1', 'quota', 'update 1', 'read 1']);
    expect(scene.records.get('1')).toMatchObject({ audit_id: null, review: 'none' });
  });

  test('to a picture change is known by the status, recorded as pending, and said', async () => {
    const scene = changeHours(1, { 'update 1': [lost] });
    const played = await play({
      ...scene,
      desired: new Map([['1', buildValues({ pic_list: [NEW_PICTURE] })]]),
    });
    expect(scene.records.get('1')).toMatchObject({ audit_id: null, review: 'pending' });
    expect(played.diagnostics.map(({ code }) => code)).toEqual(['AUDIT_ID_UNKNOWN']);
  });

  test('that arrived late is known by the refusal of its repetition', async () => {
    const scene = changeHours(1, { 'update 1': [cut] });
    const desired = new Map([['1', buildValues({ pic_list: [NEW_PICTURE] })]]);
    const { world } = scene;
    const played = await play({
      ...scene,
      desired,
      world: {
        ...world,
        platform: {
          ...world.platform,
          updateStore: async (id, values) => {
            const first = !world.calls.includes('update 1');
            const answer = await world.platform.updateStore(id, values);
            if (first) return answer;
            // By now the first call has taken effect, and the platform refuses the second.
            const error = {
              class: 'DEFER',
              landed: 'no',
              pace: 'keep',
              known: true,
              errcode: 65118,
              rid: null,
            } as const;
            return { ok: false, error: { ...error, fault: { code: 'UNDER_REVIEW', params: { name: '' } } } };
          },
        },
      },
    });
    expect(played.outcomes).toMatchObject([{ outcome: 'applied', sent: true, audit_id: null }]);
    expect(scene.records.get('1')).toMatchObject({ review: 'pending', audit_id: null });
  });

  test('is repeated where the store is as before', async () => {
    const scene = changeHours(1, { 'update 1': [cut] });
    const played = await play(scene);
    expect(played.outcomes).toMatchObject([{ outcome: 'applied', attempts: 2 }]);
    expect(played.steps).toEqual(['claim 1', 'intent 1', 'intent 1', 'record 1']);
  });

  test('stays unknown where the read-back tells nothing either, and the next run verifies', async () => {
    const scene = changeHours(1, { 'update 1': [lost], 'read 1': [] });
    scene.world.scripts.set('read 1', [{ ignore: true } as never, cut, cut, cut].slice(1));
    const looked = changeHours(1, { 'update 1': [lost] });
    looked.world.scripts.set('update 1', [lost]);
    const reads: Script[] = [];
    looked.world.scripts.set('read 1', reads);
    const played = await play({
      ...looked,
      world: {
        ...looked.world,
        platform: {
          ...looked.world.platform,
          updateStore: async (id, values) => {
            reads.push(cut, cut, cut);
            return looked.world.platform.updateStore(id, values);
          },
        },
      },
    });
    expect(played.outcomes).toMatchObject([{ outcome: 'unknown' }]);
    expect(looked.records.get('1')).toMatchObject({
      uncertain: true,
      sending: buildValues({ hour: '09:00-21:00' }),
    });
    const next = await play(looked);
    expect(next.outcomes).toMatchObject([{ outcome: 'applied', sent: false, audit_id: null }]);
    expect(looked.world.updates.length).toBe(1);
  });
});

describe('the canary', () => {
  test('that does not show what was sent stops the run, and is verified by the next', async () => {
    const scene = changeHours(3, { 'update 1': [{ ignore: true }] });
    const played = await play(scene);
    expect(kinds(played)).toEqual(['unknown', 'skipped', 'skipped']);
    expect(codes(played)).toEqual(['CANARY', 'CANARY', 'CANARY']);
    expect(played.diagnostics).toMatchObject([{ severity: 'error', code: 'CANARY' }]);
    expect(kinds(await play(scene))).toEqual(['applied', 'applied', 'applied']);
  });

  test('that nothing is known of stops the run', async () => {
    const lost: Script = { error: { class: 'RETRY', landed: 'maybe' } };
    const scene = changeHours(3, { 'update 1': [lost], 'read 1': [lost, lost, lost] });
    const played = await play(scene);
    expect(kinds(played)).toEqual(['unknown', 'skipped', 'skipped']);
    expect(played.diagnostics).toMatchObject([{ code: 'CANARY' }]);
  });

  test('is not read back when it is the only store', async () => {
    const scene = changeHours(1);
    await play(scene);
    expect(scene.world.calls).toEqual(['read 1', 'quota', 'update 1']);
  });
});

describe('the brakes', () => {
  test('refuse the run after the look and before anything is sent', async () => {
    const scene = changeHours(10);
    const played = await play({ ...scene, options: { maxChanges: { kind: 'percent', percent: 90 } } });
    expect(new Set(codes(played))).toEqual(new Set(['MAX_CHANGES']));
    expect(scene.world.updates).toEqual([]);
    expect(played.steps).toEqual([]);
  });

  test('count the pictures that somebody changed at WeChat, where drift is overwritten', async () => {
    const scene = changeHours(10);
    for (const [id, store] of scene.world.live)
      scene.world.live.set(id, { ...store, pic_list: [NEW_PICTURE] });
    const limits = { overwriteDrift: 'yes', maxReviews: { kind: 'percent', percent: 10 } } as const;
    expect(new Set(codes(await play({ ...scene, options: limits })))).toEqual(new Set(['MAX_REVIEWS']));
  });

  test('do not count adoptions that need no sending', async () => {
    const scene = changeHours(10);
    scene.records.clear();
    const desired = new Map([...scene.desired.keys()].map((id) => [id, buildValues()]));
    const played = await play({ ...scene, desired, options: { maxChanges: { kind: 'count', count: 0 } } });
    expect(new Set(kinds(played))).toEqual(new Set(['applied']));
    expect(scene.world.updates).toEqual([]);
  });
});

describe('the minute limit', () => {
  test('is waited out, without asking again before, and the run ends well', async () => {
    const slower: Script = { error: { class: 'RETRY', landed: 'no', pace: 'slower', errcode: 45011 } };
    const scene = changeHours(3, { 'update 2': [slower] });
    const played = await play({ ...scene, options: { concurrency: 1 } });
    expect(kinds(played)).toEqual(['applied', 'applied', 'applied']);
    expect(Math.max(...played.slept)).toBe(60_000);
    expect(scene.world.calls.filter((call) => call === 'read 2')).toEqual([]);
  });
});

describe('a signal', () => {
  test('lets what is in flight end, and skips the rest', async () => {
    const controller = new AbortController();
    const scene = changeHours(5);
    const played = await play({
      ...scene,
      options: { concurrency: 1 },
      signal: controller.signal,
      tell: ({ poi_id }) => (poi_id === '2' ? controller.abort('SIGTERM') : undefined),
    });
    expect(kinds(played)).toEqual(['applied', 'applied', 'skipped', 'skipped', 'skipped']);
    expect(new Set(codes(played))).toEqual(new Set(['INTERRUPTED']));
    expect(scene.world.updates.length).toBe(2);
  });
});

describe('a full disk', () => {
  test('before a call ends the run without sending', async () => {
    const scene = changeHours(3);
    const played = await play({ ...scene, failing: ['intent 2'], options: { concurrency: 1 } });
    expect(kinds(played)).toEqual(['applied', 'skipped', 'skipped']);
    expect(played.diagnostics).toMatchObject([
      { severity: 'error', code: 'RECORD_FAILED', params: { detail: 'ENOSPC' } },
    ]);
    expect(scene.world.updates.length).toBe(1);
  });

  test('after a call still tells the audit id, and the next run verifies', async () => {
    const scene = changeHours(2);
    const desired = new Map(['1', '2'].map((id) => [id, buildValues({ pic_list: [NEW_PICTURE] })]));
    const played = await play({ ...scene, desired, failing: ['record 1'], options: { concurrency: 1 } });
    expect(played.outcomes).toMatchObject([
      { outcome: 'applied', audit_id: '9007199254740993' },
      { outcome: 'skipped' },
    ]);
    expect(scene.records.get('1')?.uncertain).toBe(true);
  });
});

describe('the look', () => {
  test('takes single reads where the account holds far more stores than the files', async () => {
    const scene = changeHours(3);
    for (let id = 100; id < 400; id += 1) scene.world.live.set(String(id), buildLive({ poi_id: String(id) }));
    await play(scene);
    expect(scene.world.calls.slice(0, 2)).toEqual(['list', 'quota']);
    const far = changeHours(3);
    const others = buildLiveStores(400).map((store) => [String(Number(store.poi_id) + 1000), store] as const);
    const world = createWorld([
      ...others.map(([poi_id, store]) => ({ ...store, poi_id })),
      ...buildLiveStores(3),
    ]);
    await play({ ...far, world });
    expect(world.calls.filter((call) => call.startsWith('read'))).toContain('read 3');
    expect(world.calls.filter((call) => call === 'list').length).toBe(1);
  });
});

const hours = fc.constantFrom('10:00-21:00', '09:00-21:00', '08:00-20:00');
const desiredValues = fc.record({ hour: hours, pic_list: fc.constantFrom([PICTURE], [NEW_PICTURE]) });
const script: fc.Arbitrary<Script> = fc.oneof(
  fc.record({ error: fc.constant({ class: 'RETRY' as const }), landed: fc.boolean() }),
  fc.constant({ error: { class: 'STORE' as const, landed: 'no' as const, errcode: 40097 } }),
  fc.constant({ error: { class: 'DEFER' as const, landed: 'no' as const, errcode: 65118 } }),
  fc.constant({ error: { class: 'RETRY' as const, landed: 'no' as const, pace: 'slower' as const } }),
  fc.constant({ error: { class: 'STOP' as const, landed: 'no' as const, errcode: 48001 } }),
);

describe('for all faults', () => {
  test('later runs bring the platform to what the files say, and then plan nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5'), desiredValues, { minKeys: 1 }),
        fc.dictionary(
          fc.constantFrom('update 1', 'update 2', 'update 3', 'read 1', 'read 2', 'list', 'quota'),
          fc.array(script, { maxLength: 4 }),
        ),
        fc.boolean(),
        async (wanted, scripts, recorded) => {
          const ids = Object.keys(wanted);
          const world = createWorld(
            ids.map((poi_id) => buildLive({ poi_id })),
            scripts,
          );
          const records = new Map(recorded ? ids.map((id) => [id, buildRecord()] as const) : []);
          const scene = { world, desired: new Map(ids.map((id) => [id, buildValues(wanted[id])])), records };
          await play(scene);
          world.scripts.clear();
          // A day later refusals are over, and every review has ended well.
          await endReviews(scene);
          await play(scene);
          await endReviews(scene);
          await play(scene);
          expect(planScene(scene).changes).toEqual([]);
          for (const [id, values] of scene.desired) expect(world.live.get(id)).toMatchObject(values);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Reviews end well: the last sent pictures become the live ones. Refusals are forgotten, as on a later day. */
async function endReviews({ world, records }: Scene): Promise<void> {
  for (const [id, store] of world.live) {
    if (store.status !== 2) continue;
    const sent = world.updates.filter(({ poiId }) => poiId === id).at(-1);
    world.live.set(id, { ...store, status: 1, pic_list: sent?.values.pic_list ?? store.pic_list });
  }
  for (const [id, { refused: _refused, ...record }] of records) records.set(id, record);
}
