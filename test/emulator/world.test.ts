/** What holds for a store whatever updates and reviews it goes through. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SWITCHES } from '../../src/emulator/switches.ts';
import { type EmulatedStore, endReview, seedStore, updateStore } from '../../src/emulator/world.ts';
import { buildValues } from '../builders.ts';

const picture = fc.constantFrom('a', 'b', 'c', 'd');
const step = fc.oneof(
  fc.record({ kind: fc.constant('update' as const), pictures: fc.array(picture, { minLength: 1 }) }),
  fc.record({ kind: fc.constant('review' as const), status: fc.constantFrom(1, 2, 3) }),
);

function play(steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]) {
  let count = 0;
  let store: EmulatedStore = seedStore({ poi_id: '1', name: '店', values: buildValues({ pic_list: ['a'] }) });
  const auditIds: string[] = [];
  for (const next of steps) {
    if (next.kind === 'review') {
      store = endReview(store, next.status);
      continue;
    }
    const update = { ...buildValues(), pictures: next.pictures, map_poi_id: null, card_id: null, texts: {} };
    const updated = updateStore(store, update, String(++count), DEFAULT_SWITCHES);
    store = updated.store;
    if (updated.audit_id !== null) auditIds.push(updated.audit_id);
  }
  return { store, auditIds };
}

describe('a store', () => {
  test('never shows a picture that no review approved', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { store } = play(steps);
        expect(store.pictures.length).toBeGreaterThan(0);
        expect(store.approved).toEqual(expect.arrayContaining([...store.pictures]));
      }),
    );
  });

  test('waits for a review only while a picture of it is not approved, under the last id given', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { store, auditIds } = play(steps);
        if (store.pending === null) return;
        expect(store.status).toBe(2);
        expect(store.pending.audit_id).toBe(auditIds.at(-1));
        expect(store.pending.pictures.some((each) => !store.approved.includes(each))).toBe(true);
      }),
    );
  });

  test('gets a new audit id for each review', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { auditIds } = play(steps);
        expect(new Set(auditIds).size).toBe(auditIds.length);
      }),
    );
  });
});
