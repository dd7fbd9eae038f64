/** A platform in memory, for tests of the applier: real behaviour behind the interface, with scripted answers. */
import { createHash } from 'node:crypto';
import type { Answer, LiveStore, PlatformError, StorePlatform } from '../../src/model/platform.ts';
import type { Clock, Recorder } from '../../src/model/run.ts';
import type { StoreRecord, StoreValues } from '../../src/model.ts';
import { buildLive } from '../builders.ts';

/** What happens to one call instead of the ordinary answer. */
export type Script =
  | { readonly error: Partial<PlatformError> & Pick<PlatformError, 'class'>; readonly landed?: boolean }
  | { readonly ignore: true };

export interface World {
  readonly live: Map<string, LiveStore>;
  readonly calls: string[];
  /** Contents of uploaded pictures, 64 hexadecimal digits each; every upload gets an address of its own. */
  readonly uploads: string[];
  readonly updates: { readonly poiId: string; readonly values: StoreValues }[];
  /** Scripted answers by `update ID`, `upload SHA8`, `read ID`, `list` or `quota`, used up in order. */
  readonly scripts: Map<string, Script[]>;
  readonly platform: StorePlatform;
}

const ERROR: PlatformError = {
  class: 'RETRY',
  landed: 'maybe',
  pace: 'keep',
  known: true,
  fault: { code: 'HTTP_STATUS', params: { status: 502 } },
  errcode: null,
  rid: null,
};

export function createWorld(stores: readonly LiveStore[], scripts: Record<string, Script[]> = {}): World {
  const live = new Map(stores.map((store) => [store.poi_id, store]));
  const world: World = {
    live,
    calls: [],
    uploads: [],
    updates: [],
    scripts: new Map(Object.entries(scripts)),
    platform: makePlatform(),
  };
  let nextAuditId = 9_007_199_254_740_993n;

  function makePlatform(): StorePlatform {
    return {
      readStore: async (poiId) => answer(`read ${poiId}`, () => readOne(poiId)),
      listStores: async (offset, limit) =>
        answer('list', () => ({
          ok: true,
          value: { stores: [...live.values()].slice(offset, offset + limit), total: live.size },
        })),
      updateStore: async (poiId, values) =>
        answer(`update ${poiId}`, () => {
          world.updates.push({ poiId, values });
          return update(poiId, values);
        }),
      uploadPicture: async ({ bytes, format }) => {
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        return answer(`upload ${sha256.slice(0, 8)}`, () => {
          world.uploads.push(sha256);
          const url = `http://mmbiz.qpic.cn/mmbiz_${format}/${sha256.slice(0, 8)}-${world.uploads.length}/0`;
          return { ok: true, value: { url } };
        });
      },
      readQuota: async () =>
        answer('quota', () => ({ ok: true, value: { daily_limit: 100, used: 0, remain: 100 } })),
      close: async () => {},
    };
  }

  function answer<T>(call: string, act: () => Answer<T>): Answer<T> {
    world.calls.push(call);
    const script = world.scripts.get(call)?.shift();
    if (script === undefined) return act();
    if ('ignore' in script) {
      // Says yes and does nothing, like a gateway that answers for a dead backend.
      return { ok: true, value: { review: 'none', audit_id: null } as T };
    }
    if (script.landed) act();
    return { ok: false, error: { ...ERROR, ...script.error } };
  }

  function readOne(poiId: string): Answer<LiveStore> {
    const store = live.get(poiId);
    if (store !== undefined) return { ok: true, value: store };
    return { ok: false, error: { ...ERROR, class: 'STORE', landed: 'no', errcode: 65115 } };
  }

  function update(
    poiId: string,
    values: StoreValues,
  ): Answer<{ review: 'started' | 'none'; audit_id: string | null }> {
    const store = live.get(poiId);
    if (store === undefined)
      return { ok: false, error: { ...ERROR, class: 'STORE', landed: 'no', errcode: 65115 } };
    const { hour, contract_phone } = values;
    const sameSet = values.pic_list.every((picture) => store.pic_list.includes(picture));
    live.set(poiId, {
      ...store,
      hour,
      contract_phone,
      pic_list: sameSet ? values.pic_list : store.pic_list,
      status: sameSet ? store.status : 2,
    });
    if (sameSet) return { ok: true, value: { review: 'none', audit_id: null } };
    const audit_id = String(nextAuditId);
    nextAuditId += 1n;
    return { ok: true, value: { review: 'started', audit_id } };
  }

  return world;
}

/** Live stores with ids 1…n, all as `buildLive` makes them. */
export function buildLiveStores(count: number, overrides: Partial<LiveStore> = {}): readonly LiveStore[] {
  return Array.from({ length: count }, (_, index) => buildLive({ ...overrides, poi_id: String(index + 1) }));
}

/** Records in memory, with every step noted. */
export function createMemoryRecorder(
  records: Map<string, StoreRecord>,
  failing: readonly string[] = [],
  pictures: Map<string, string> = new Map(),
): Recorder & { readonly steps: string[] } {
  const steps: string[] = [];
  const note = (step: string): void => {
    if (failing.includes(step)) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    steps.push(step);
  };
  return {
    steps,
    claim: async (sending) => {
      note(`claim ${[...sending.keys()].join(' ')}`);
      return null;
    },
    keepPicture: async (sha256, url) => {
      note(`picture ${sha256.slice(0, 8)}`);
      pictures.set(sha256, url);
    },
    sharePictures: async () => {},
    intend: async (poiId, sending) => {
      note(`intent ${poiId}`);
      records.set(poiId, { ...(records.get(poiId) ?? { review: 'none' }), uncertain: true, sending });
    },
    record: async (poiId, record) => {
      note(`${record === null ? 'remove' : 'record'} ${poiId}`);
      if (record === null) records.delete(poiId);
      else records.set(poiId, record);
    },
  };
}

/** A clock that moves only when somebody sleeps. */
export function createFakeClock(): Clock & { readonly slept: number[] } {
  let time = Date.parse('2026-11-25T10:00:00.000Z');
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(time),
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      time += milliseconds;
    },
  };
}
