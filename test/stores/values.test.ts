/** What a value of a store file may be, and what is said of one that it may not. */
import { describe, expect, test } from 'vitest';
import { readOne, storeText } from './folder.ts';

const withLine = (key: string, value: string) => readOne(storeText({ [key]: `${key}: ${value}` }));

describe('hours', () => {
  test.each([
    ['10:00-21:00', '10:00-21:00'],
    ['"00:00-24:00"', '00:00-24:00'],
    ['|\n  10:00-21:00', '10:00-21:00'],
  ])('%j is taken as it is', (value, hour) => {
    const { store, found } = withLine('hour', value);
    expect(found).toEqual([]);
    expect(store?.values.hour).toBe(hour);
  });

  test.each([
    ['22:00-02:00', '22:00-02:00'],
    ['10:00-00:00', '10:00-00:00'],
  ])('%s goes over midnight: taken with a warning', (value, hour) => {
    const { store, found } = withLine('hour', value);
    expect(found).toEqual(['3:7 OVERNIGHT_HOURS']);
    expect(store?.values.hour).toBe(hour);
  });

  test.each([
    ['10：00-21：00', 'U+FF1A', 'Write 10:00-21:00'],
    ['１０:00-21:00', 'U+FF11', 'Write 10:00-21:00'],
    ['10:00–21:00', 'U+2013', 'Write 10:00-21:00'],
    ['10:00——21:00', 'U+2014', 'Write 10:00-21:00'],
    ['10:00至21:00', 'U+81F3', 'Write 10:00-21:00'],
    ['10:00~21:00', 'no range', 'Write 10:00-21:00'],
    ['"10:00 - 21:00"', 'blanks', 'Write 10:00-21:00'],
    ['9:00-21:00', 'two digits', 'Write 09:00-21:00'],
    ['1000-2100', 'no range', 'Write 10:00-21:00'],
    ['10:00', 'a range is needed', '10:00-21:00'],
    ['600', 'converted', '600 minutes are 10:00'],
    ['36000', 'converted', 'HH:MM-HH:MM'],
    ['10:00-12:00,13:00-21:00', 'one range only', 'HH:MM-HH:MM'],
    ['25:00-26:00', '00 to 23', 'HH:MM-HH:MM'],
    ['24:00-10:00', 'only the end', 'HH:MM-HH:MM'],
    ['10:00-10:00', 'the same', '00:00-24:00'],
    ['""', 'no range', 'HH:MM-HH:MM'],
  ])('%s is refused: %s', (value, why, write) => {
    const { store, found, texts } = withLine('hour', value);
    expect(found).toEqual(['3:7 INVALID_HOUR']);
    expect(texts).toContain(why);
    expect(texts).toContain(write);
    expect(store).toBeUndefined();
  });
});

describe('phones', () => {
  test.each(['021-00001234', '021-00001234-802', '13800000000', '"4008001234"'])('%s is usual', (value) => {
    expect(withLine('contract_phone', value).found).toEqual([]);
  });

  test.each(['+86 21 00001234', '02100001234', '(021)00001234'])('%s is taken with a warning', (value) => {
    const { store, found } = withLine('contract_phone', value);
    expect(found).toEqual(['4:17 UNUSUAL_PHONE']);
    expect(store?.values.contract_phone).toBe(value);
  });

  test.each([
    ['０２１-00001234', 'U+FF10', 'Write 021-00001234'],
    ['021—0000 1234', 'U+2014', 'Write 021-00001234'],
    ['021-00001234转802', 'U+8F6C', 'Write 021-00001234-802'],
    ['021-00001234转接802', 'U+8F6C', 'Write 021-00001234-802'],
    ['021-00001234#802', '"#"', 'Write 021-00001234-802'],
    ['（021）00001234', 'U+FF08', 'Write 021-00001234'],
    ['"021-00001234 "', 'no phone number', 'Write 021-00001234'],
    ['"021-00001234\\n"', 'U+000A', 'Write 021-00001234'],
    ['()', 'no phone number', 'ASCII digits'],
    ['021-', 'no phone number', 'ASCII digits'],
    [`"${'1'.repeat(65)}"`, 'no phone number', 'ASCII digits'],
  ])('%s is refused', (value, why, write) => {
    const { store, found, texts } = withLine('contract_phone', value);
    expect(found).toEqual(['4:17 INVALID_PHONE']);
    expect(texts).toContain(why);
    expect(texts).toContain(write);
    expect(store).toBeUndefined();
  });
});

describe('ids', () => {
  test.each([
    ['472671857', '472671857'],
    ['"0472671857"', '0472671857'],
    ['00000000000000000001', '00000000000000000001'],
    ['99999999999999999999', '99999999999999999999'],
  ])('%s keeps every digit', (value, id) => {
    expect(withLine('poi_id', value).store?.poi_id).toBe(id);
    expect(withLine('map_poi_id', value).store?.values.map_poi_id).toBe(id);
  });

  test.each([
    ['"472671857 "', '" " (U+0020)', 'Write poi_id: "472671857"'],
    ['４７２', 'U+FF14', 'Write poi_id: "472"'],
    ['4.72671857E+08', '"."', '1 to 20 ASCII digits'],
    ['-5', '"-"', '1 to 20 ASCII digits'],
    ['111111111111111111111', 'no id', '1 to 20 ASCII digits'],
    ['"12\\n"', 'U+000A', 'Write poi_id: "12"'],
  ])('%s is refused', (value, why, write) => {
    const { store, found, texts } = withLine('poi_id', value);
    expect(found).toEqual(['2:9 INVALID_ID']);
    expect(texts).toContain(why);
    expect(texts).toContain(write);
    expect(store).toBeUndefined();
  });
});

describe('pictures', () => {
  const withPictures = (...items: readonly string[]) =>
    readOne(storeText({ pic_list: ['pic_list:', ...items.map((item) => `  - ${item}`)].join('\n') }));
  const PICTURE = 'http://mmbiz.qpic.cn/a/0';

  test('of both hosts and schemes are taken in order', () => {
    const list = ['https://mmbiz.qlogo.cn/b/0', PICTURE];
    expect(withPictures(...list).store?.values.pic_list).toEqual(list);
  });

  test.each([
    ['http://example.com/a.jpg', 'INVALID_PICTURE', 'only its own pictures'],
    ['http://mmbiz.qpic.cn.example.com/a', 'INVALID_PICTURE', 'only its own pictures'],
    ['http://mmbiz.qpic.cn@example.com/a', 'INVALID_PICTURE', 'only its own pictures'],
    ['photos/a', 'INVALID_PICTURE', 'no picture address'],
    ['photos/a.jpg', 'PICTURE_PATH', 'Write ./photos/a.jpg'],
    ['.\\photos\\a.jpg', 'PICTURE_PATH', 'Write ./photos/a.jpg'],
    ['C:\\photos\\a.jpg', 'PICTURE_PATH', 'one machine'],
    ['/photos/a.jpg', 'PICTURE_PATH', 'one machine'],
    ['file:///photos/a.jpg', 'PICTURE_PATH', 'one machine'],
    ['~/photos/a.jpg', 'PICTURE_PATH', 'home folder'],
    ['http://mmbiz.qpic.cn/a b', 'INVALID_PICTURE', 'U+0020'],
    ['"http://mmbiz.qpic.cn/a\\u200b"', 'INVISIBLE_CHARACTER', 'U+200B'],
    ['~', 'EMPTY_VALUE', 'no value'],
    ['url: http://mmbiz.qpic.cn/a', 'WRONG_TYPE', 'one text'],
  ])('%s is refused at its line', (item, code, text) => {
    const { store, found, texts } = withPictures(item);
    expect(found).toEqual([`6:5 ${code}`]);
    expect(texts).toContain(text);
    expect(store).toBeUndefined();
  });

  test('are told twice apart from scheme and query', () => {
    expect(withPictures(PICTURE, `${PICTURE.replace('http', 'https')}?wx_fmt=jpeg`).found).toEqual([
      '7:5 DUPLICATE_PICTURE',
    ]);
  });

  test('are never cleared, and at most nine', () => {
    expect(withLine('pic_list', '[]').found).toEqual(['5:11 PICTURE_COUNT']);
    const ten = Array.from({ length: 10 }, (_, index) => `${PICTURE}${index}`);
    expect(withPictures(...ten).found).toEqual(['6:3 PICTURE_COUNT']);
    expect(withPictures(...ten.slice(1)).found).toEqual([]);
  });

  test.each([
    [`pic_list: ${PICTURE}`, 'PICTURES_AS_TEXT'],
    [`pic_list: '{"list":["${PICTURE}"]}'`, 'PICTURES_AS_TEXT'],
    [`pic_list: '["${PICTURE}"]'`, 'PICTURES_AS_TEXT'],
    [`pic_list:\n  -${PICTURE}`, 'PICTURES_AS_TEXT'],
    [`pic_list:\n-${PICTURE}`, 'YAML_SYNTAX'],
    [`pic_list:\n  - ${PICTURE}1\n  -${PICTURE}`, 'YAML_SYNTAX'],
  ])('%s gets the form to paste', (lines, code) => {
    const { found, texts } = readOne(storeText({ pic_list: lines }));
    expect(found.map((each) => each.split(' ')[1])).toEqual([code]);
    expect(texts).toContain(`- ${PICTURE}`);
  });
});

describe('names, cards and labels', () => {
  test.each(['""', '" "', '"\\u3000"'])('a name of %s is empty', (value) => {
    expect(withLine('name', value).found).toEqual(['1:7 NAME_EMPTY']);
  });

  test('joined emoji are seen', () => {
    expect(withLine('name', '"👨‍👩‍👧 ❤️‍🔥 👍🏽"').found).toEqual([]);
  });

  test.each([
    '\\u200b',
    '\\u00a0',
    '\\u202e',
    '\\ufeff',
    '\\u2028',
    '\\0',
    '\\e',
    '\\t',
    '\\ud800',
    '\\u2800',
  ])('a hidden %s is named by its code point in every value', (sign) => {
    for (const key of ['name', 'card_id', 'poi_id', 'hour', 'contract_phone']) {
      const { store, found } = withLine(key, `"x${sign}x"`);
      expect(found.map((each) => each.split(' ')[1])).toEqual(['INVISIBLE_CHARACTER']);
      expect(store).toBeUndefined();
    }
    const labels = withLine('labels', `{ region: "x${sign}x" }`);
    expect(labels.found.map((each) => each.split(' ')[1])).toEqual(['INVISIBLE_CHARACTER']);
  });

  test('an absent card is not managed, an empty one is sent empty', () => {
    expect(Object.hasOwn(readOne(storeText()).store?.values ?? {}, 'card_id')).toBe(false);
    expect(withLine('card_id', '""').store?.values.card_id).toBe('');
    expect(withLine('card_id', '').found).toEqual(['7:1 EMPTY_VALUE']);
  });

  test.each(['p AbC', 'pAb,pCd', '卡', `"${'a'.repeat(65)}"`])('a card %s is refused', (value) => {
    expect(withLine('card_id', value).found).toEqual(['7:10 INVALID_CARD']);
  });

  test('labels are texts, whatever they look like', () => {
    expect(withLine('labels', '{ region: east, open: no, size: 1.0 }').store?.labels).toEqual({
      region: 'east',
      open: 'no',
      size: '1.0',
    });
    expect(withLine('labels', '{ region: [a] }').found).toEqual(['7:11 WRONG_TYPE']);
    expect(withLine('labels', 'x').found).toEqual(['7:9 WRONG_TYPE']);
  });
});
