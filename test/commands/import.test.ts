/** Import as pure steps: whatever is live, the first plan of what it writes is empty, or refuses what it named. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import type { LiveStore } from '../../src/model/platform.ts';
import { NO_PICTURES } from '../../src/pictures.ts';
import { planAccount } from '../../src/plan/plan.ts';
import { beginRecord } from '../../src/reviews.ts';
import { arrangeStores } from '../../src/stores/arrange.ts';
import { assembleStores } from '../../src/stores/assemble.ts';
import { loadSpelling } from '../../src/stores/spelling.ts';
import { writeStore } from '../../src/stores/write.ts';
import { buildLive, NEW_PICTURE, PICTURE } from '../builders.ts';
import { ACCOUNT } from '../stores/folder.ts';

const spell = await loadSpelling('pinyin');
const AT = '2026-11-25T02:00:00.000Z';

/** What import makes of an empty folder, and what plan makes of that. */
function importAndPlan(stores: readonly LiveStore[]) {
  const naming = { nameBy: 'name', spell, folder: 'stores', taken: [] } as const;
  const arranged = arrangeStores(stores, { stores: [], invalid: [] }, naming);
  const frame = { schema: null, comments: en.import.file };
  const made = arranged.map(({ live, file }) => ({
    ...{ live, file },
    ...writeStore(live, { kind: 'unread' }, { file, account: ACCOUNT }, frame),
  }));
  const files = made.map(({ file, text }) => ({ file, kind: 'store', bytes: Buffer.from(text) }) as const);
  const records = new Map(
    made.map(({ live, values }) => [live.poi_id, beginRecord(live, values, AT)] as const),
  );
  const { stores: read, invalid, diagnostics } = assembleStores(files, ACCOUNT);
  const plan = planAccount({
    ...{ account: ACCOUNT, stores: read, invalid, records, isSelected: () => true, selection: [] },
    pictures: NO_PICTURES,
    ...{ asOf: '2026-11-25', retryRefused: 'no', rate: 5, reviewPatienceDays: 14 },
  });
  return { made, read, plan, errors: diagnostics.filter(({ severity }) => severity === 'error') };
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('人民广场店', '../../x', 'con', '', 'a: #b', '😀', '_defaults'),
);
const place = fc.record({
  city: fc.oneof(hostile, fc.constantFrom('上海市', '北京市')),
  ...{ province: fc.constant(''), district: fc.constant(''), address: fc.constant('') },
});
const liveStores = fc
  .array(
    fc.record({
      business_name: hostile,
      hour: fc.constantFrom('10:00-21:00', '11: 11 - 12: 12', '１０：００－２１：００', '10:20', '周一 9点'),
      contract_phone: fc.constantFrom('021-12345678', ' 021-12345678;', '1;2', ''),
      pic_list: fc.constantFrom([PICTURE], [NEW_PICTURE, PICTURE], [], ['http://example.invalid/a.png']),
      status: fc.constantFrom(1, 2, 3),
      place,
    }),
    { maxLength: 8 },
  )
  .map((list) => list.map((store, index) => buildLive({ ...store, poi_id: String(472671857 + index) })));

describe('import, then plan', () => {
  test('changes nothing and names no store twice, whatever is live', () => {
    fc.assert(
      fc.property(liveStores, (stores) => {
        const { made, read, plan, errors } = importAndPlan(stores);
        expect(plan.changes).toEqual([]);
        expect(plan.summary.unchanged).toBe(read.length);
        expect(new Set(made.map(({ file }) => file)).size).toBe(stores.length);
        const named = made.flatMap(({ faults }) => faults);
        expect(errors.length).toBe(named.length);
      }),
      { numRuns: 150 },
    );
  });
});
