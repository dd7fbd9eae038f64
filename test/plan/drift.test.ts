/** Three ways for each field: what the file says, what was last sent, what is live; and the habits of the platform. */
import { describe, expect, test } from 'vitest';
import { FIELDS } from '../../src/fields.ts';
import type { FieldDrift } from '../../src/model/drift.ts';
import type { LiveStore } from '../../src/model/platform.ts';
import type { Store, StoreRecord } from '../../src/model.ts';
import { NO_PICTURES } from '../../src/pictures.ts';
import { findLocalPicture, wordForFile } from '../../src/plan/accept.ts';
import { compareLive, type DriftInput, isDrift } from '../../src/plan/drift.ts';
import { buildLive, buildRecord, buildStore, buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';

const THIRD = 'http://mmbiz.qpic.cn/mmbiz_jpg/door/0?wx_fmt=jpeg';
const HOSTED = 'https://mmbiz.qpic.cn/hosted/1/0';
const NEW_HOSTED = 'https://mmbiz.qpic.cn/hosted/2/0';
const ID = '472671857';

interface Case {
  readonly store?: Store | null;
  readonly record?: StoreRecord | null;
  /** Null: WeChat does not have it; undefined: it was not read. */
  readonly live?: LiveStore | null | undefined;
  readonly card?: string;
}

function compare(
  { store = buildStore(), record = buildRecord(), card, ...rest }: Case,
  more: Partial<DriftInput> = {},
) {
  const live = 'live' in rest ? rest.live : buildLive();
  return compareLive({
    account: 'default',
    asOf: '2026-11-25',
    pictures: NO_PICTURES,
    stores: store === null ? [] : [store],
    invalid: [],
    records: new Map(record === null ? [] : [[ID, record]]),
    live: {
      stores: new Map(live === undefined ? [] : [[ID, live]]),
      scope: 'all',
      cards: new Map(card === undefined ? [] : [[ID, card]]),
    },
    isSelected: () => true,
    ...more,
  });
}

/** `kind` of the store, then `field kind` for each field. */
function summarise(given: Case, more: Partial<DriftInput> = {}): readonly string[] {
  return compare(given, more).found.flatMap(({ kind, reason, fields }) => [
    reason === null ? kind : `${kind} ${reason}`,
    ...fields.map((field) => `${field.field} ${field.kind}`),
  ]);
}

const withHour = (hour: string): Store => buildStore({ values: { hour } });
const withPictures = (...pictures: readonly string[]) => buildValues({ pic_list: pictures });

describe('a field', () => {
  test.each<[string, Case, readonly string[]]>([
    ['nobody touched', {}, []],
    ['changed in the file alone is the plan’s matter', { store: withHour('09:00-21:00') }, []],
    ['changed at WeChat alone', { live: buildLive({ hour: '09:00-21:00' }) }, ['edited', 'hour edited']],
    [
      'changed on both sides to the same value',
      { store: withHour('09:00-21:00'), live: buildLive({ hour: '09:00-21:00' }) },
      ['settled', 'hour settled'],
    ],
    [
      'changed on both sides to different values',
      { store: withHour('08:00-21:00'), live: buildLive({ hour: '09:00-21:00' }) },
      ['conflict', 'hour conflict'],
    ],
    [
      'without a file',
      { store: null, live: buildLive({ contract_phone: '021-11112222' }) },
      ['edited', 'contract_phone edited'],
    ],
    [
      'beside others: the most serious names the store',
      {
        store: withHour('08:00-21:00'),
        live: buildLive({ hour: '09:00-21:00', contract_phone: '021-11112222' }),
      },
      ['conflict', 'hour conflict', 'contract_phone edited'],
    ],
    ['emptied at WeChat', { live: buildLive({ contract_phone: '' }) }, ['edited', 'contract_phone edited']],
    ['with free text', { live: buildLive({ hour: '早10点' }) }, ['edited', 'hour edited']],
  ])('%s', (_what, given, found) => {
    expect(summarise(given)).toEqual(found);
  });

  test('tells all three values and where the file’s stands', () => {
    const place = { file: 'stores/_defaults.yaml', line: 2, column: 7 };
    const store = buildStore({ origins: { hour: place } });
    expect(compare({ store, live: buildLive({ hour: '09:00-21:00' }) }).found).toEqual([
      {
        account: 'default',
        poi_id: ID,
        name: '人民广场店',
        file: 'stores/a.yaml',
        line: 1,
        kind: 'edited',
        reason: null,
        fields: [
          {
            field: 'hour',
            kind: 'edited',
            file: '10:00-21:00',
            recorded: '10:00-21:00',
            live: '09:00-21:00',
            place,
          },
        ],
      },
    ]);
  });
});

describe('a habit of the platform is not drift:', () => {
  const sent = withPictures(PICTURE, NEW_PICTURE);
  const both = { store: buildStore({ values: sent }), record: buildRecord({ values: sent }) };
  const listed = buildValues({ contract_phone: '021-1;021-2' });
  test.each<[string, Case]>([
    ['the other scheme', { live: buildLive({ pic_list: [PICTURE.replace('http:', 'https:')] }) }],
    ['a dropped query', { live: buildLive({ pic_list: [PICTURE.replace(/\?.*/u, '')] }) }],
    ['another order of the pictures', { ...both, live: buildLive({ pic_list: [NEW_PICTURE, PICTURE] }) }],
    ['blanks around the phone', { live: buildLive({ contract_phone: ' 021-00001234 ' }) }],
    ['a list of one phone with empty parts', { live: buildLive({ contract_phone: '021-00001234;; ' }) }],
    [
      'other blanks in a list of phones',
      {
        store: buildStore({ values: listed }),
        record: buildRecord({ values: listed }),
        live: buildLive({ contract_phone: ' 021-1 ; 021-2;' }),
      },
    ],
    ['blanks and full-width signs in hours', { live: buildLive({ hour: '10：00 – 21：00' }) }],
    [
      'pictures under the addresses that it showed when they were approved',
      {
        record: buildRecord({
          review: 'approved',
          observed: { hour: '10:00-21:00', contract_phone: '021-00001234', pic_list: [HOSTED] },
        }),
        live: buildLive({ pic_list: [HOSTED] }),
      },
    ],
    [
      'those in another order',
      {
        store: both.store,
        record: {
          ...both.record,
          review: 'approved',
          observed: { hour: '10:00-21:00', contract_phone: '021-00001234', pic_list: [HOSTED, NEW_HOSTED] },
        },
        live: buildLive({ pic_list: [NEW_HOSTED, HOSTED] }),
      },
    ],
  ])('%s', (_what, given) => {
    expect(summarise(given)).toEqual([]);
  });
});

describe('a true change is drift:', () => {
  const sent = withPictures(PICTURE, NEW_PICTURE);
  const both = { store: buildStore({ values: sent }), record: buildRecord({ values: sent }) };
  const listed = buildValues({ contract_phone: '021-1;021-2' });
  test.each<[string, Case, string]>([
    ['a picture that is gone', { ...both, live: buildLive({ pic_list: [PICTURE] }) }, 'pic_list edited'],
    ['a picture more', { live: buildLive({ pic_list: [PICTURE, THIRD] }) }, 'pic_list edited'],
    ['no picture', { live: buildLive({ pic_list: [] }) }, 'pic_list edited'],
    ['another path', { live: buildLive({ pic_list: [PICTURE.replace('/0?', '/640?')] }) }, 'pic_list edited'],
    [
      'a number that is gone from a list of phones',
      {
        store: buildStore({ values: listed }),
        record: buildRecord({ values: listed }),
        live: buildLive({ contract_phone: '021-1' }),
      },
      'contract_phone edited',
    ],
    ['a number more', { live: buildLive({ contract_phone: '021-00001234;021-2' }) }, 'contract_phone edited'],
    [
      'pictures that were never approved under these addresses',
      {
        record: buildRecord({
          review: 'approved',
          observed: { hour: '10:00-21:00', contract_phone: '021-00001234', pic_list: [HOSTED] },
        }),
        live: buildLive({ pic_list: [NEW_HOSTED] }),
      },
      'pic_list edited',
    ],
    [
      'hours that were seen when a review ended, but never sent',
      {
        record: buildRecord({
          review: 'approved',
          observed: { hour: '09:00-21:00', contract_phone: '021-00001234', pic_list: [PICTURE] },
        }),
        live: buildLive({ hour: '09:00-21:00' }),
      },
      'hour edited',
    ],
  ])('%s', (_what, given, found) => {
    expect(summarise(given)).toEqual(['edited', found]);
  });
});

describe('during a review', () => {
  const pending = buildRecord({
    values: withPictures(NEW_PICTURE),
    review: 'pending',
    audit_id: '1',
    approved_pic_list: [PICTURE],
  });
  const store = buildStore({ values: { pic_list: [NEW_PICTURE] } });

  test.each<[string, Case, readonly string[]]>([
    ['the earlier pictures are shown', { live: buildLive({ status: 2 }) }, []],
    ['the earlier pictures are shown and the status stays', { live: buildLive() }, []],
    ['the new pictures are shown already', { live: buildLive({ status: 2, pic_list: [NEW_PICTURE] }) }, []],
    [
      'the other fields are compared all the same',
      { live: buildLive({ status: 2, hour: '09:00-21:00' }) },
      ['edited', 'hour edited'],
    ],
  ])('%s', (_what, given, found) => {
    expect(summarise({ store, record: pending, ...given })).toEqual(found);
  });

  test('that somebody began in the console pictures are not compared', () => {
    expect(summarise({ live: buildLive({ status: 2, pic_list: [THIRD] }) })).toEqual([]);
  });

  test.each<[string, LiveStore]>([
    ['well', buildLive({ pic_list: [NEW_PICTURE] })],
    ['well, with pictures hosted elsewhere', buildLive({ pic_list: [NEW_HOSTED] })],
    ['badly', buildLive({ status: 3 })],
  ])('that has ended %s by now nothing drifted, and the end is told', (_how, live) => {
    const { found, ended } = compare({ store, record: pending, live });
    expect([found, ended]).toEqual([[], [ID]]);
  });
});

describe('after a rejection', () => {
  const rejected = buildRecord({ values: withPictures(NEW_PICTURE), review: 'rejected' });
  const store = buildStore({ values: { pic_list: [NEW_PICTURE] } });

  test.each<[string, Partial<StoreRecord>, readonly string[], readonly string[]]>([
    ['the approved pictures are shown', { approved_pic_list: [PICTURE] }, [PICTURE], []],
    ['it is not known which were approved', {}, [THIRD], []],
    ['others are shown', { approved_pic_list: [PICTURE] }, [THIRD], ['edited', 'pic_list edited']],
  ])('%s', (_what, more, pictures, found) => {
    const record = { ...rejected, ...more };
    expect(summarise({ store, record, live: buildLive({ status: 3, pic_list: pictures }) })).toEqual(found);
  });
});

describe('a store', () => {
  test.each<[string, Case, readonly string[]]>([
    ['on record that is gone', { live: null }, ['missing']],
    ['without a file that is gone', { store: null, live: null }, ['missing']],
    ['with neither file nor record', { store: null, record: null }, ['unmanaged']],
    ['without a record, as WeChat shows it', { record: null }, ['unrecorded']],
    [
      'without a record, other than WeChat shows it',
      { record: null, live: buildLive({ hour: '09:00-21:00' }) },
      ['unrecorded', 'hour unrecorded'],
    ],
    ['without a record and unknown to WeChat', { record: null, live: null }, ['unrecorded gone']],
    [
      'whose adoption was refused',
      { record: { review: 'none', refused: { digest: 'x', code: 1, date: '2026-11-25' } } },
      ['unrecorded'],
    ],
    [
      'with an update in doubt',
      { record: buildRecord({ uncertain: true }), live: buildLive({ hour: '09:00-21:00' }) },
      ['not_compared uncertain'],
    ],
    ['that did not answer', { live: undefined }, ['not_compared unread']],
  ])('%s', (_what, given, found) => {
    expect(summarise(given)).toEqual(found);
  });

  test('whose file has errors is not compared, and not taken for one without a file', () => {
    const invalid = [{ file: 'stores/a.yaml', poi_id: ID }];
    expect(summarise({ store: null, live: buildLive({ hour: '09:00-21:00' }) }, { invalid })).toEqual([
      'not_compared invalid',
    ]);
  });

  test('that was not asked for is neither missing nor unmanaged', () => {
    const live = { stores: new Map(), scope: 'some', cards: new Map() } as const;
    expect(summarise({}, { live, isSelected: () => false })).toEqual([]);
  });

  test.each([
    ['edited', true],
    ['conflict', true],
    ['missing', true],
    ['settled', false],
    ['unmanaged', false],
    ['unrecorded', false],
    ['not_compared', false],
  ] as const)('of kind %s counts as drift: %s', (kind, counts) => {
    expect(isDrift({ kind })).toBe(counts);
  });

  test('comes in the order of the ids', () => {
    const live = new Map(['9', '10', '1'].map((id) => [id, buildLive({ poi_id: id })]));
    const found = compare(
      {},
      { stores: [], records: new Map(), live: { stores: live, scope: 'all', cards: new Map() } },
    );
    expect(found.found.map(({ poi_id }) => poi_id)).toEqual(['1', '10', '9']);
  });
});

describe('a card', () => {
  const values = buildValues({ card_id: 'pAbC' });
  const managed = { store: buildStore({ values }), record: buildRecord({ values }) };
  test.each<[string, Case, readonly string[]]>([
    ['that was not read is not compared', managed, []],
    ['as it was sent', { ...managed, card: 'pAbC' }, []],
    ['that somebody took away', { ...managed, card: '' }, ['edited', 'card_id edited']],
    ['that nobody manages', { card: 'pXyZ' }, []],
    ['that the file gave up', { store: buildStore(), record: managed.record, card: 'pXyZ' }, []],
  ])('%s', (_what, given, found) => {
    expect(summarise(given)).toEqual(found);
  });
});

describe('the words for a file', () => {
  const [hour, phone, pictures] = FIELDS;
  const drift = (file: FieldDrift['file'], live: FieldDrift['live']): FieldDrift => ({
    field: 'pic_list',
    kind: 'edited',
    file,
    recorded: file,
    live,
    place: null,
  });
  const write = (field: (typeof FIELDS)[number] | undefined, given: FieldDrift) =>
    field === undefined ? null : wordForFile(field, given);

  test('are without what the platform puts around them', () => {
    expect(write(phone, drift('021-1', ' 021-2 '))).toBe('021-2');
    expect(write(hour, drift('10:00-21:00', '09:00 – 21:00'))).toBe('09:00-21:00');
  });

  test.each([
    [
      'the file’s own for pictures that stay',
      [PICTURE],
      [PICTURE.replace('http:', 'https:'), THIRD],
      [PICTURE, THIRD],
    ],
    [
      'in WeChat’s order where that is the file’s',
      [PICTURE, NEW_PICTURE],
      [THIRD, PICTURE],
      [THIRD, PICTURE],
    ],
    [
      'in the file’s order where WeChat has one of its own',
      [PICTURE, NEW_PICTURE],
      [THIRD, NEW_PICTURE, PICTURE],
      [PICTURE, NEW_PICTURE, THIRD],
    ],
    [
      'with each picture that is shown twice, for the check to refuse',
      [PICTURE],
      [THIRD, THIRD],
      [THIRD, THIRD],
    ],
  ])('are %s', (_what, file, live, words) => {
    expect(write(pictures, drift(file, live))).toEqual(words);
  });

  test('never stand for a picture beside the file', () => {
    expect(findLocalPicture(drift(['./photos/a.jpg'], [THIRD]), [THIRD])).toBe('./photos/a.jpg');
    expect(findLocalPicture(drift([PICTURE], [THIRD]), [THIRD])).toBeNull();
  });
});
