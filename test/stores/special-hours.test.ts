/** `special_hours` in store files and files of defaults: what is taken, and each fault at its place. */
import { describe, expect, test } from 'vitest';
import { readStores } from '../../src/stores/read.ts';
import { ACCOUNT, assemble, makeRoot, readOne, showPlace, showText, storeText } from './folder.ts';

/** A store file whose `special_hours` stand from line 7 on, one entry a line. */
function withEntries(...entries: readonly string[]) {
  const lines = entries.map((entry) => `\n  - ${entry}`).join('');
  return readOne(storeText({ special: `special_hours:${lines}` }));
}

const FESTIVAL = '{ from: 2027-02-15, to: 2027-02-21, hour: 10:00-17:00, reason: Spring Festival }';

describe('special hours', () => {
  test('are read with their dates, hours, reason and place', () => {
    const { store, found } = withEntries(FESTIVAL);
    expect(found).toEqual([]);
    expect(store?.values.hour).toBe('10:00-21:00');
    expect(store?.special_hours).toEqual([
      {
        from: '2027-02-15',
        to: '2027-02-21',
        hour: '10:00-17:00',
        reason: 'Spring Festival',
        place: { file: 'stores/a.yaml', line: 8, column: 47 },
      },
    ]);
  });

  test('come in the order of their days, however they are written', () => {
    const text = storeText({
      special:
        'special_hours:\n  - from: "2027-05-01"\n    hour: 08:00-24:00\n  - { from: 2027-02-15, hour: 10:00-17:00 }',
    });
    const { store, found } = readOne(text);
    expect(found).toEqual([]);
    expect(store?.special_hours.map(({ from, to, hour, reason }) => [from, to, hour, reason])).toEqual([
      ['2027-02-15', '2027-02-15', '10:00-17:00', null],
      ['2027-05-01', '2027-05-01', '08:00-24:00', null],
    ]);
  });

  test('may be over, may be a leap day, and may be the usual hours', () => {
    const { store, found } = withEntries(
      '{ from: 2020-01-01, hour: 10:00-17:00 }',
      '{ from: 2028-02-29, hour: 10:00-21:00 }',
    );
    expect(found).toEqual([]);
    expect(store?.special_hours).toHaveLength(2);
  });

  test('warn overnight like the usual hours', () => {
    const { store, found } = withEntries('{ from: 2027-02-15, hour: 18:00-02:00 }');
    expect(found).toEqual(['8:31 OVERNIGHT_HOURS']);
    expect(store?.special_hours).toHaveLength(1);
  });

  test('of more than a year warn: the year is most likely a slip', () => {
    const { store, found } = withEntries('{ from: 2027-02-15, to: 2072-02-21, hour: 10:00-17:00 }');
    expect(found).toEqual(['8:13 SPECIAL_HOURS_LONG']);
    expect(store?.special_hours).toHaveLength(1);
  });

  test('of the store’s own file replace those of the defaults, also with none', () => {
    const { stores, diagnostics } = assemble({
      '_defaults.yaml': `special_hours: [${FESTIVAL}]\n`,
      'a.yaml': storeText(),
      'b.yaml': storeText({ poi_id: 'poi_id: "2"', special: 'special_hours: []' }),
      'c.yaml': storeText({
        poi_id: 'poi_id: "3"',
        special: 'special_hours: [{ from: 2027-03-01, hour: 10:00-17:00 }]',
      }),
    });
    expect(diagnostics).toEqual([]);
    expect(
      stores.map(({ special_hours }) => special_hours.map(({ from, place }) => [from, place.file])),
    ).toEqual([[['2027-02-15', 'stores/_defaults.yaml']], [], [['2027-03-01', 'stores/c.yaml']]]);
  });

  test('with a fault in the defaults are told there alone, and no store below is taken', () => {
    const { stores, diagnostics } = assemble({
      '_defaults.yaml': 'special_hours: [{ from: 2027-02-30, hour: 10:00-17:00 }]\n',
      'a.yaml': storeText(),
    });
    expect(diagnostics.map((each) => `${each.file} ${showPlace(each)}`)).toEqual([
      'stores/_defaults.yaml 1:25 INVALID_DATE',
    ]);
    expect(stores).toEqual([]);
  });
});

describe('a fault is told at its place, with what to write', () => {
  test.each([
    [
      'a day that does not exist',
      '{ from: 2027-02-30, hour: 10:00-17:00 }',
      '8:13 INVALID_DATE',
      '2027-02 has the days 01 to 28',
    ],
    [
      'a leap day in another year',
      '{ from: 2027-02-29, hour: 10:00-17:00 }',
      '8:13 INVALID_DATE',
      '01 to 28',
    ],
    [
      'a month that does not exist',
      '{ from: 2027-15-02, hour: 10:00-17:00 }',
      '8:13 INVALID_DATE',
      'Months go from 01 to 12',
    ],
    ['single digits', '{ from: 2027-2-5, hour: 10:00-17:00 }', '8:13 INVALID_DATE', 'Write 2027-02-05'],
    ['slashes', '{ from: 2027/02/15, hour: 10:00-17:00 }', '8:13 INVALID_DATE', 'Write 2027-02-15'],
    ['no signs at all', '{ from: 20270215, hour: 10:00-17:00 }', '8:13 INVALID_DATE', 'Write 2027-02-15'],
    [
      'full-width digits',
      '{ from: ２０２７－０２－１５, hour: 10:00-17:00 }',
      '8:13 INVALID_DATE',
      'Write 2027-02-15',
    ],
    ['a Chinese date', '{ from: 2027年2月5日, hour: 10:00-17:00 }', '8:13 INVALID_DATE', 'Write 2027-02-05'],
    ['a time', '{ from: "2027-02-15 00:00", hour: 10:00-17:00 }', '8:13 INVALID_DATE', 'Write 2027-02-15'],
    ['no year', '{ from: 02-15, hour: 10:00-17:00 }', '8:13 INVALID_DATE', 'Write four digits'],
    ['a year of long ago', '{ from: 0027-02-15, hour: 10:00-17:00 }', '8:13 INVALID_DATE', '2000 to 2999'],
    [
      'the last day first',
      '{ from: 2027-02-21, to: 2027-02-15, hour: 10:00-17:00 }',
      '8:29 DATES_REVERSED',
      'Swap them',
    ],
    ['no hours', '{ from: 2027-02-15, to: 2027-02-21 }', '8:5 MISSING_KEY', 'hour: 10:00-17:00'],
    ['no days', '{ hour: 10:00-17:00 }', '8:5 SPECIAL_HOURS_DAYS', 'from: 2027-02-15'],
    ['no first day', '{ to: 2027-02-15, hour: 10:00-17:00 }', '8:5 SPECIAL_HOURS_DAYS', 'from'],
    ['an empty day', '{ from: , hour: 10:00-17:00 }', '8:7 EMPTY_VALUE', 'special_hours.from'],
    [
      'an invisible character',
      '{ from: 2027-02-15\u200b, hour: 10:00-17:00 }',
      '8:13 INVISIBLE_CHARACTER',
      'U+200B',
    ],
    [
      'full-width hours',
      '{ from: 2027-02-15, hour: 10：00-17：00 }',
      '8:31 INVALID_HOUR',
      'Write 10:00-17:00',
    ],
    ['a single time', '{ from: 2027-02-15, hour: "10:00" }', '8:31 INVALID_HOUR', 'a single time'],
    [
      'an unknown member',
      '{ from: 2027-02-15, hour: 10:00-17:00, colour: red }',
      '8:44 UNKNOWN_KEY',
      'from, to, on, hour, reason',
    ],
    ['a near miss', '{ fron: 2027-02-15, hour: 10:00-17:00 }', '8:7 UNKNOWN_KEY', 'Did you mean "from"'],
    [
      'another word',
      '{ start: 2027-02-15, end: 2027-02-16, hour: 10:00-17:00 }',
      '8:7 UNKNOWN_KEY',
      'Did you mean "to"',
    ],
    [
      'a Chinese word',
      '{ from: 2027-02-15, 营业时间: 10:00-17:00 }',
      '8:25 UNKNOWN_KEY',
      'Did you mean "hour"',
    ],
    ['no map', '2027-02-15', '8:5 WRONG_TYPE', 'special_hours:'],
    [
      'a reason that is a list',
      '{ from: 2027-02-15, hour: 10:00-17:00, reason: [a] }',
      '8:52 WRONG_TYPE',
      'reason: Spring',
    ],
  ])('%s', (_what, entry, place, text) => {
    const { found, texts, store } = withEntries(entry);
    expect(found[0]).toBe(place);
    expect(new Set(found.map((each) => each.split(' ')[1])).size).toBe(1);
    expect(texts).toContain(text);
    expect(store).toBeUndefined();
  });

  test.each([
    ['closed', 'no closed state'],
    ['休息', 'no closed state'],
    ['关门', 'no closed state'],
    ['off', 'no closed state'],
    ['00:00-00:00', 'no closed state'],
    ['10:00-14:00,16:00-20:00', 'one range from the first opening to the last closing'],
    ['10:00-14:00 和 16:00-20:00', 'one range from the first opening to the last closing'],
    ['[10:00-14:00, 16:00-20:00]', 'one range from the first opening to the last closing'],
  ])('hours that the API cannot say: %s', (hour, text) => {
    const { found, texts } = withEntries(
      `{ from: 2027-02-15, hour: ${hour.startsWith('[') ? hour : JSON.stringify(hour)} }`,
    );
    expect(found).toEqual(['8:31 SPECIAL_HOURS_IMPOSSIBLE']);
    expect(texts).toContain(text);
  });

  test.each([
    ['{ weekday: saturday, hour: 10:00-17:00 }', '8:7'],
    ['{ days: [sat, sun], hour: 10:00-17:00 }', '8:7'],
    ['{ every: week, from: 2027-02-15, hour: 10:00-17:00 }', '8:7'],
    ['{ 星期六: 10:00-17:00 }', '8:7'],
    ['{ from: saturday, hour: 10:00-17:00 }', '8:13'],
    ['{ from: 周六, to: 周日, hour: 10:00-17:00 }', '8:13'],
    ['{ on: monday, hour: 10:00-17:00 }', '8:11'],
  ])('weekdays, which the API does not have: %s', (entry, place) => {
    const { found, texts } = withEntries(entry);
    expect(found[0]).toBe(`${place} SPECIAL_HOURS_IMPOSSIBLE`);
    expect(new Set(found.map((each) => each.split(' ')[1]))).toEqual(new Set(['SPECIAL_HOURS_IMPOSSIBLE']));
    expect(texts).toContain('Give each stretch of days an entry of its own');
  });

  test('a second range that YAML takes for a member', () => {
    const { found, texts } = withEntries('{ from: 2027-02-15, hour: 10:00-12:00,13:00-18:00 }');
    expect(found).toEqual(['8:43 SPECIAL_HOURS_IMPOSSIBLE']);
    expect(texts).toContain('one range from the first opening to the last closing');
  });

  test('a closed day by a member of its own', () => {
    const { found } = withEntries('{ from: 2027-02-15, closed: true }');
    expect(found).toEqual(['8:25 SPECIAL_HOURS_IMPOSSIBLE']);
  });

  test.each([
    ['special_hours: 10:00-17:00', '7:16 WRONG_TYPE'],
    ['special_hours: { from: 2027-02-15, hour: 10:00-17:00 }', '7:16 WRONG_TYPE'],
    ['special_hours:', '7:1 EMPTY_VALUE'],
    ['special_hours: [~]', '7:17 EMPTY_VALUE'],
  ])('%s', (line, place) => {
    expect(readOne(storeText({ special: line })).found).toEqual([place]);
  });
});

describe('a day that two entries claim', () => {
  const EARLY = '{ from: 2027-02-15, to: 2027-02-21, hour: 10:00-17:00 }';

  test.each([
    [
      'share their border, since both ends are included',
      '{ from: 2027-02-21, to: 2027-02-23, hour: 11:00-15:00 }',
    ],
    ['lie within each other', '{ from: 2027-02-16, hour: 11:00-15:00 }'],
    ['are the same, hours too', EARLY],
  ])('is refused where they %s', (_what, other) => {
    const { found, texts, store } = withEntries(EARLY, other);
    expect(found).toEqual([`9:${other.indexOf('hour: ') + 11} SPECIAL_HOURS_OVERLAP`]);
    expect(texts).toContain('the entry on line 8');
    expect(store).toBeUndefined();
  });

  test('is told at the lower entry, whichever begins first', () => {
    const { found, texts } = withEntries('{ from: 2027-02-21, to: 2027-02-23, hour: 11:00-15:00 }', EARLY);
    expect(found).toEqual(['9:47 SPECIAL_HOURS_OVERLAP']);
    expect(texts).toContain('the entry on line 8');
  });

  test('is seen past a short entry between them', () => {
    const { found } = withEntries(
      '{ from: 2027-02-01, to: 2027-02-28, hour: 10:00-17:00 }',
      '{ from: 2027-02-03, hour: 11:00-15:00 }',
      '{ from: 2027-02-20, hour: 11:00-15:00 }',
    );
    expect(found).toEqual(['9:31 SPECIAL_HOURS_OVERLAP', '10:31 SPECIAL_HOURS_OVERLAP']);
  });

  test('is none where one ends on the day before the other begins', () => {
    expect(withEntries(EARLY, '{ from: 2027-02-22, hour: 11:00-15:00 }').found).toEqual([]);
  });
});

describe('days by the names of a calendar', () => {
  const CALENDAR = [
    '# Whatever the State Council announced',
    'spring-festival: { from: 2027-02-06, to: 2027-02-12, reason: Spring Festival }',
    '国庆节:',
    '  from: 2027-10-01',
    '  to: 2027-10-07',
    'new-year: { from: 2027-01-01 }',
    '',
  ].join('\n');

  function read(files: Readonly<Record<string, string>>) {
    const reading = readStores(makeRoot(files), ACCOUNT);
    const found = reading.diagnostics.map((each) => `${each.file}:${showPlace(each)}`);
    return { ...reading, found, texts: reading.diagnostics.map(showText).join('\n') };
  }

  const store = (on: string, more = ''): string =>
    storeText({ special: `special_hours:\n  - { on: ${on}, hour: 10:00-17:00${more} }` });

  test('are taken from it, with its reason or else the name', () => {
    const { stores, found } = read({
      'calendar/2027-cn.yaml': CALENDAR,
      'stores/a.yaml': storeText({
        special: [
          'special_hours:',
          '  - { on: 2027-cn/国庆节, hour: 10:00-17:00 }',
          '  - { on: 2027-cn/spring-festival, hour: 10:00-17:00 }',
          '  - { on: 2027-cn/new-year, hour: 10:00-17:00, reason: 元旦 }',
        ].join('\n'),
      }),
    });
    expect(found).toEqual([]);
    expect(
      stores[0]?.special_hours.map(({ from, to, reason, place }) => [from, to, reason, place.line]),
    ).toEqual([
      ['2027-01-01', '2027-01-01', '元旦', 10],
      ['2027-02-06', '2027-02-12', 'Spring Festival', 9],
      ['2027-10-01', '2027-10-07', '国庆节', 8],
    ]);
  });

  test('come from .yml too, and work in defaults', () => {
    const { stores, found } = read({
      'calendar/2027-cn.yml': CALENDAR,
      'stores/_defaults.yaml': 'special_hours: [{ on: 2027-cn/new-year, hour: 10:00-17:00 }]\n',
      'stores/a.yaml': storeText(),
    });
    expect(found).toEqual([]);
    expect(stores[0]?.special_hours).toHaveLength(1);
  });

  test('are not looked for where no store names any', () => {
    const files = { 'calendar/broken.yaml': '[', 'stores/a.yaml': storeText() };
    expect(read(files).found).toEqual([]);
  });

  test.each([
    ['2027-cn/spring-festval', 'CALENDAR_NAME_UNKNOWN', 'Did you mean "2027-cn/spring-festival"'],
    ['2027-cn/mid-autumn', 'CALENDAR_NAME_UNKNOWN', 'Names in it: spring-festival, 国庆节, new-year'],
    ['2072-cn/new-year', 'CALENDAR_UNKNOWN', 'Did you mean "2027-cn/new-year"'],
    ['japan/new-year', 'CALENDAR_UNKNOWN', 'Known calendars: 2027-cn'],
    ['2027-cn.yaml/new-year', 'CALENDAR_UNKNOWN', 'Did you mean "2027-cn/new-year"'],
    ['calendar/2027-cn/new-year', 'CALENDAR_REFERENCE', 'Did you mean "2027-cn/new-year"'],
    ['new-year', 'CALENDAR_REFERENCE', 'Did you mean "2027-cn/new-year"'],
    ['2027-02-15', 'CALENDAR_REFERENCE', 'write from: and to:'],
  ])('that nobody knows are an error: %s', (on, code, text) => {
    const { found, texts, stores } = read({ 'calendar/2027-cn.yaml': CALENDAR, 'stores/a.yaml': store(on) });
    expect(found).toEqual([`stores/a.yaml:8:11 ${code}`]);
    expect(texts).toContain(text);
    expect(stores).toEqual([]);
  });

  test('without any calendar tell how to make one', () => {
    const { found, texts } = read({ 'stores/a.yaml': store('2027-cn/new-year') });
    expect(found).toEqual(['stores/a.yaml:8:11 CALENDAR_UNKNOWN']);
    expect(texts).toContain('calendar/2027-cn.yaml');
  });

  test('beside dates of the same entry are an error', () => {
    const { found } = read({
      'calendar/2027-cn.yaml': CALENDAR,
      'stores/a.yaml': store('2027-cn/new-year', ', from: 2027-01-01'),
    });
    expect(found).toEqual(['stores/a.yaml:8:48 SPECIAL_HOURS_DAYS']);
  });

  test('share no day with the other entries of the store', () => {
    const { found, texts } = read({
      'calendar/2027-cn.yaml': CALENDAR,
      'stores/a.yaml': storeText({
        special:
          'special_hours:\n  - { from: 2027-02-12, hour: 11:00-15:00 }\n  - { on: 2027-cn/spring-festival, hour: 10:00-17:00 }',
      }),
    });
    expect(found).toEqual(['stores/a.yaml:9:42 SPECIAL_HOURS_OVERLAP']);
    expect(texts).toContain('2027-02-06…2027-02-12');
  });

  test.each([
    ['spring-festival: { from: 2027-02-30 }\n', '1:26 INVALID_DATE'],
    ['spring-festival: { from: 2027-02-06, to: 2027-02-01 }\n', '1:42 DATES_REVERSED'],
    ['spring-festival: 2027-02-06\n', '1:18 WRONG_TYPE'],
    ['spring-festival:\n', '1:1 EMPTY_VALUE'],
    ['spring-festival: { to: 2027-02-06 }\n', '1:18 MISSING_KEY'],
    ['spring-festival: { from: 2027-02-06, hour: 10:00-17:00 }\n', '1:38 UNKNOWN_KEY'],
    ['spring-festival: { from: 2027-02-06 }\n"a/b": { from: 2027-02-06 }\n', '2:1 CALENDAR_NAME_INVALID'],
    ['spring-festival: { from: 2027-02-06 }\nspring-festival: { from: 2027-02-07 }\n', '2:1 DUPLICATE_KEY'],
    ['- spring-festival\n', '1:1 CALENDAR_NOT_A_MAP'],
    ['', '1:1 CALENDAR_NOT_A_MAP'],
    ['spring-festival: @\n', '1:18 YAML_SYNTAX'],
  ])('with a fault in the calendar are told there alone: %s', (text, place) => {
    const { found, stores, invalid } = read({
      'calendar/2027-cn.yaml': text,
      'stores/a.yaml': store('2027-cn/spring-festival'),
      'stores/b.yaml': store('2027-cn/spring-festival').replace('472671857', '2'),
    });
    expect(found).toEqual([`calendar/2027-cn.yaml:${place}`]);
    const usable = place === '2:1 CALENDAR_NAME_INVALID' ? 2 : 0;
    expect([stores.length, invalid.length]).toEqual([usable, 2 - usable]);
  });

  test('in two files of one name are an error', () => {
    const { found } = read({
      'calendar/2027-cn.yaml': CALENDAR,
      'calendar/2027-cn.yml': CALENDAR,
      'stores/a.yaml': store('2027-cn/new-year'),
    });
    expect(found).toEqual(['calendar/2027-cn.yml:null:null TWO_CALENDARS']);
  });
});
