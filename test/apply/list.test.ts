/** All live stores, page by page, to the total that the platform declares. */
import { describe, expect, test } from 'vitest';
import { createCaller } from '../../src/apply/call.ts';
import { listAllStores } from '../../src/apply/list.ts';
import { createPace } from '../../src/apply/pace.ts';
import type { LivePage, LiveStore } from '../../src/model/platform.ts';
import { buildLiveStores, createFakeClock, createWorld } from './world.ts';

type Page = (stores: readonly LiveStore[], call: number) => LivePage | null;

/** Lists an account; `change` may replace the page that the platform would give. */
async function list(count: number, change: Page = () => null) {
  const stores = buildLiveStores(count);
  const world = createWorld(stores);
  const clock = createFakeClock();
  const hands = { clock, signal: new AbortController().signal, tell: () => {} };
  let calls = 0;
  const platform: typeof world.platform = {
    ...world.platform,
    listStores: async (offset, limit) => {
      calls += 1;
      const replaced = change(stores.slice(offset, offset + limit), calls);
      return replaced === null
        ? await world.platform.listStores(offset, limit)
        : { ok: true, value: replaced };
    },
  };
  const caller = createCaller(hands, createPace(0, 1, clock), 1);
  const answer = await listAllStores({ platform, caller, tell: hands.tell });
  return { answer, calls };
}

describe('listAllStores', () => {
  test.each([
    [0, 1],
    [1, 1],
    [50, 1],
    [51, 2],
    [1000, 20],
  ])('reads %i stores in %i calls', async (count, expected) => {
    const { answer, calls } = await list(count);
    expect(answer.ok && answer.value.stores.length).toBe(count);
    expect(calls).toBe(expected);
  });

  test('counts stores that have no id yet towards the total, and lists the others', async () => {
    const { answer } = await list(3, (stores) => ({ stores: stores.slice(1), total: 3, unnamed: 1 }));
    expect(answer.ok && [answer.value.stores.length, answer.value.unnamed]).toEqual([2, 1]);
  });

  test('begins once more when the total changes on the way', async () => {
    const { answer, calls } = await list(120, (stores, call) => (call === 2 ? { stores, total: 121 } : null));
    expect(answer.ok && answer.value.stores.length).toBe(120);
    expect(calls).toBe(2 + 3);
  });

  test('begins once more when a store shows up on two pages and another on none', async () => {
    const [doubled] = buildLiveStores(1);
    const { answer, calls } = await list(60, (stores, call) =>
      call === 2 && doubled !== undefined ? { stores: [doubled, ...stores.slice(1)], total: 60 } : null,
    );
    expect(answer.ok && answer.value.stores.length).toBe(60);
    expect(calls).toBe(2 + 2);
  });

  test('is an error when the total changes again: a hole would look like stores that are gone', async () => {
    const { answer } = await list(120, (stores, call) =>
      call % 2 === 0 ? { stores, total: 120 + call } : null,
    );
    expect(answer.ok ? null : answer.error.fault.code).toBe('LIST_INCOMPLETE');
  });

  test('is an error when pages end before the total', async () => {
    const { answer } = await list(60, (_stores, call) => (call % 2 === 0 ? { stores: [], total: 60 } : null));
    expect(answer.ok ? null : answer.error.fault).toEqual({
      code: 'LIST_INCOMPLETE',
      params: { read: 50, total: 60 },
    });
  });
});
