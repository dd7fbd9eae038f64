/** Which stores a status lists, which it looks at, and what a look changes. */
import { describe, expect, test } from 'vitest';
import {
  type Learned,
  listPending,
  listReviews,
  listUnseen,
  recordLook,
  waitsForPeople,
} from '../../src/commands/review-list.ts';
import type { Workspace } from '../../src/commands/workspace.ts';
import type { Store, StoreRecord } from '../../src/model.ts';
import { buildLive, buildRecord, buildStore, buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';

const NOW = new Date('2026-11-30T02:00:00.000Z');
const NOTHING: Learned = { ended: new Set(), seen: new Set(), unread: new Set(), gone: new Set() };
const OBSERVED = { hour: '10:00-21:00', contract_phone: '021-00001234', pic_list: [PICTURE] };

function buildWorkspace(stores: readonly Store[], invalid: Workspace['reading']['invalid'] = []): Workspace {
  const count = { kind: 'count', count: 1 } as const;
  return {
    settings: {
      timezone: 'Asia/Shanghai',
      language: 'en',
      policy: { max_changes: count, max_reviews: count, review_patience_days: 3 },
      accounts: [],
    },
    account: { name: 'default', stores: 'stores', state: 'mendian.state.json' },
    reading: { stores, settled: new Set(), invalid, diagnostics: [], files: stores.length },
    state: null,
    diagnostics: [],
  };
}

const pending = buildRecord({
  review: 'pending',
  audit_id: '1111',
  values: buildValues({ pic_list: [NEW_PICTURE] }),
  approved_pic_list: [PICTURE],
});
const rejected = buildRecord({
  review: 'rejected',
  audit_id: '1111',
  values: buildValues({ pic_list: [NEW_PICTURE] }),
  rejected_pic_list: [NEW_PICTURE],
});
const wanted = (picture: string): Store => buildStore({ values: { pic_list: [picture] } });

describe('a rejected picture that is a file', () => {
  const sha256 = 'a'.repeat(64);
  const local = buildStore({
    values: { pic_list: ['./front.png'] },
    pictures: new Map([
      ['./front.png', { path: 'stores/front.png', sha256, bytes: 9, format: 'png', width: 1, height: 1 }],
    ]),
  });

  test('waits for people while the file is as it was sent', () => {
    const record = { ...rejected, local_pictures: { [NEW_PICTURE]: sha256 } };
    expect(waitsForPeople(local.poi_id, record, buildWorkspace([local]))).toBe(true);
  });

  test('waits for the next apply once the file has another content', () => {
    const record = { ...rejected, local_pictures: { [NEW_PICTURE]: 'b'.repeat(64) } };
    expect(waitsForPeople(local.poi_id, record, buildWorkspace([local]))).toBe(false);
  });
});

describe('what is looked at', () => {
  const records = new Map<string, StoreRecord>([
    ['1', pending],
    ['2', { ...pending, uncertain: true, sending: buildValues() }],
    ['3', buildRecord({ review: 'approved', audit_id: '3' })],
    ['4', buildRecord({ review: 'approved', audit_id: '4', observed: OBSERVED })],
    ['5', buildRecord({ review: 'approved', audit_id: null })],
    ['6', rejected],
    ['7', { ...rejected, observed: OBSERVED }],
    ['8', buildRecord()],
  ]);

  test('is what is pending, and no store in doubt', () => {
    expect(listPending(records)).toEqual(['1']);
  });

  test('is a verdict besides that only an event told', () => {
    expect(listUnseen(records)).toEqual(['3', '6']);
  });
});

describe('a look', () => {
  const told = buildRecord({
    review: 'approved',
    audit_id: '1',
    values: buildValues({ pic_list: [NEW_PICTURE] }),
  });

  test('notes under which addresses approved pictures are shown', () => {
    const live = buildLive({ pic_list: ['http://mmbiz.qpic.cn/elsewhere/0'] });
    expect(recordLook(told, live)).toMatchObject({
      review: 'approved',
      values: { pic_list: [NEW_PICTURE] },
      observed: { pic_list: ['http://mmbiz.qpic.cn/elsewhere/0'] },
    });
  });

  test.each([
    ['another number of pictures', buildLive({ pic_list: [PICTURE, NEW_PICTURE] })],
    ['a store that is under review again', buildLive({ status: 2 })],
    ['a store that is rejected', buildLive({ status: 3 })],
  ])('at %s says nothing about an approval', (_what, live) => {
    expect(recordLook(told, live)).toBe(told);
  });

  test('notes what customers see beside rejected pictures', () => {
    expect(recordLook(rejected, buildLive({ status: 3 }))).toMatchObject({
      review: 'rejected',
      approved_pic_list: [PICTURE],
      observed: { pic_list: [PICTURE] },
    });
    expect(recordLook(rejected, buildLive({ status: 1 }))).toBe(rejected);
  });
});

describe('a rejection', () => {
  test.each<[string, Workspace, boolean]>([
    ['while the file asks for the same pictures', buildWorkspace([wanted(NEW_PICTURE)]), true],
    ['not once it asks for others', buildWorkspace([wanted(PICTURE)]), false],
    ['not once the file is gone', buildWorkspace([buildStore({ poi_id: '9' })]), false],
    [
      'while its file has a fault',
      buildWorkspace([buildStore({ poi_id: '9' })], [{ file: 'stores/a.yaml', poi_id: '472671857' }]),
      true,
    ],
    [
      'while a file of nobody knows which store has a fault',
      buildWorkspace([buildStore({ poi_id: '9' })], [{ file: 'stores/b.yaml', poi_id: null }]),
      true,
    ],
    ['while no store can be read at all', buildWorkspace([]), true],
  ])('waits for people %s', (_when, workspace, waits) => {
    expect(waitsForPeople('472671857', rejected, workspace)).toBe(waits);
  });
});

describe('the list', () => {
  test('is sorted, and tells age, patience, cause and doubt', () => {
    const source = { commit: 'a'.repeat(40), pull: 12 };
    const records = new Map<string, StoreRecord>([
      ['9', { ...pending, applied_at: '2026-11-29T20:30:00.000Z' }],
      ['472671857', { ...pending, source }],
      ['5', { ...pending, uncertain: true, sending: buildValues() }],
      ['6', buildRecord({ review: 'approved', audit_id: '6', observed: OBSERVED })],
    ]);
    const workspace = buildWorkspace([wanted(NEW_PICTURE)]);
    const lines = listReviews(workspace, records, { ...NOTHING, unread: new Set(['9']) }, NOW);
    expect(lines.map(({ poi_id, age_hours, overdue, note }) => [poi_id, age_hours, overdue, note])).toEqual([
      ['472671857', 120, true, 'none'],
      ['5', 120, true, 'doubt'],
      ['9', 5.5, false, 'unread'],
    ]);
    expect(lines[0]).toMatchObject({ name: '人民广场店', file: 'stores/a.yaml', source });
    expect(lines[1]).toMatchObject({ name: null, file: null, source: null });
  });

  test('says no age where the time is none, and none below nought', () => {
    const records = new Map<string, StoreRecord>([
      ['1', { review: 'pending' }],
      ['2', { ...pending, applied_at: '2026-99-99T00:00:00Z' }],
      ['3', { ...pending, applied_at: '2027-01-01T00:00:00Z' }],
    ]);
    const lines = listReviews(buildWorkspace([]), records, NOTHING, NOW);
    expect(lines.map(({ age_hours, audit_id }) => [age_hours, audit_id])).toEqual([
      [null, null],
      [null, '1111'],
      [0, '1111'],
    ]);
  });
});
