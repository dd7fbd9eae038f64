/** What a store file may look like as text, as YAML and in its keys, and what each fault is told as. */
import { describe, expect, test } from 'vitest';
import { readOne, storeText } from './folder.ts';

const GOOD = storeText();
const codes = (found: readonly string[]): readonly string[] => found.map((each) => each.split(' ')[1] ?? '');

describe('bytes', () => {
  test.each([
    ['one BOM', `\ufeff${GOOD}`],
    ['CRLF', GOOD.replaceAll('\n', '\r\n')],
    ['BOM, CRLF and a leading marker', `\ufeff---\r\n${GOOD.replaceAll('\n', '\r\n')}`],
    ['mixed line ends', GOOD.replace('\n', '\r\n')],
    ['no final newline', GOOD.trimEnd()],
    ['trailing blanks and tabs', GOOD.replaceAll('\n', ' \t\n')],
    ['a closing marker', `${GOOD}...\n`],
    ['an empty second document', `${GOOD}---\n# nothing\n`],
  ])('%s changes no value', (_, text) => {
    const { store, found } = readOne(text);
    expect(found).toEqual([]);
    expect(store?.values).toEqual(readOne(GOOD).store?.values);
    expect(store?.name).toBe('示例店');
  });

  test.each([
    ['two BOMs', Buffer.from(`\ufeff\ufeff${GOOD}`), '1:1 SECOND_BOM', 'without BOM'],
    ['lone CR', Buffer.from(GOOD.replaceAll('\n', '\r')), '1:10 LONE_CR', 'LF or CRLF'],
    ['UTF-16', Buffer.from(`\ufeff${GOOD}`, 'utf16le'), '1:1 NOT_UTF8', 'UTF-16'],
    [
      'GBK',
      Buffer.concat([Buffer.from('name: '), Buffer.from([0xb5, 0xea]), Buffer.from(GOOD.slice(9))]),
      '1:7 NOT_UTF8',
      'GBK',
    ],
    ['a cut character', Buffer.from(GOOD).subarray(0, 8), '1:7 NOT_UTF8', 'UTF-8'],
    ['more than a megabyte', Buffer.alloc(1_000_001, '#'), '1:1 FILE_TOO_LARGE', '1 MB'],
  ])('%s is refused in words', (_, bytes, place, text) => {
    const { store, found, texts } = readOne(bytes);
    expect(found).toEqual([place]);
    expect(texts).toContain(text);
    expect(store).toBeUndefined();
  });
});

describe('YAML that means something else than a person reads', () => {
  test.each([
    [`%YAML 1.1\n---\n${GOOD}`, '1:1 DIRECTIVE'],
    [`# note\n%TAG ! tag:x,2000:\n---\n${GOOD}`, '2:1 DIRECTIVE'],
    [`${GOOD}---\n${GOOD}`, '7:1 SECOND_DOCUMENT'],
    [`${GOOD}hour: 09:00-18:00\n`, '7:1 DUPLICATE_KEY'],
    [`${GOOD}"hour": 09:00-18:00\n`, '7:1 DUPLICATE_KEY'],
    [`${GOOD}<<: { card_id: x }\n`, '7:1 MERGE_KEY'],
    [`${GOOD}? [a]\n: x\n`, '7:3 BAD_KEY'],
    [storeText({ name: 'name: !!str 店' }), '1:7 EXPLICIT_TAG'],
    [storeText({ name: '!!str name: 店' }), '1:1 EXPLICIT_TAG'],
    [storeText({ name: 'name: &a 店' }), '1:7 ANCHOR'],
    [storeText({ name: 'name: &示例店' }), '1:7 ANCHOR'],
    [storeText({ name: '&a name: 店' }), '1:1 ANCHOR'],
    [storeText({ name: 'name: *星*店' }), '1:7 ALIAS'],
  ])('%j is refused at its place', (text, place) => {
    const { store, found } = readOne(text);
    expect(found).toEqual([place]);
    expect(store).toBeUndefined();
  });

  test('a duplicate key names both lines, and does not hide other faults', () => {
    const { found, texts } = readOne(storeText({ contract_phone: 'contract_phone: 没有', hour2: 'hour: 1' }));
    expect(codes(found)).toEqual(expect.arrayContaining(['DUPLICATE_KEY', 'INVALID_PHONE']));
    expect(texts).toContain('line 3');
  });

  test.each([':', '~', 'null', 'Null', 'NULL', '# 旗舰店'])('a plain %s is a missing value', (value) => {
    const { store, found } = readOne(storeText({ name: `name: ${value === ':' ? '' : value}` }));
    expect(found).toEqual(['1:1 EMPTY_VALUE']);
    expect(store).toBeUndefined();
  });

  test.each(['"null"', "'~'", 'no', 'true', '12345', '1e3', '0x1F', '2027-02-15', '.inf', 'nUll'])(
    'the scalar %s is its text',
    (value) => {
      expect(readOne(storeText({ name: `name: ${value}` })).store?.name).toBe(value.replace(/["']/gu, ''));
    },
  );

  test('a value cut by # is told, a comment with a blank is not', () => {
    const cut = readOne(storeText({ name: 'name: 旗舰店 #2' }));
    expect(cut.found).toEqual(['1:7 VALUE_CUT']);
    expect(cut.texts).toContain('#2');
    expect(readOne(storeText({ name: 'name: 旗舰店 # 二楼' })).found).toEqual([]);
  });
});

describe('YAML that cannot be read', () => {
  const QUOTE = [
    '@家店',
    '`示例`店',
    '%店',
    '!店',
    '>店',
    '|店',
    '[促销] 店',
    '{a} 店',
    '"示例"店',
    '店: 二楼',
    '- 店',
    '? 店',
    ', 店',
  ];
  test.each(QUOTE)('name: %s asks for quotes', (value) => {
    const { found, texts, store } = readOne(storeText({ name: `name: ${value}` }));
    expect(found.map((each) => each.replace(/:\d+/u, ''))).toEqual(['1 YAML_SYNTAX']);
    expect(texts).toContain(`Put the value in quotes: name: '${value}'`);
    expect(store).toBeUndefined();
  });

  test.each([
    [storeText({ hour: 'hour：10:00-21:00' }), '3:1', 'U+FF1A', 'Write hour: 10:00-21:00'],
    [storeText({ hour: 'hour:10:00-21:00' }), '3:1', 'cannot be read', 'Write hour: 10:00-21:00'],
    [storeText({ hour: 'hour = 10:00-21:00' }), '3:1', 'cannot be read', 'Write hour: 10:00-21:00'],
    [storeText({ hour: 'hour 10:00-21:00' }), '3:1', 'cannot be read', 'Write hour: 10:00-21:00'],
    [GOOD.replace('  - ', '　　- '), '6:1', 'U+3000', 'U+0020'],
    [GOOD.replace('hour: ', 'hour:\u00a0'), '3:1', 'U+00A0', 'U+0020'],
    [GOOD.replace('  - ', '\t- '), '6:1', 'tab', 'blanks'],
    [GOOD.replace('hour', '   hour'), '3:', 'indentation', 'start of its line'],
    [storeText({ name: 'name: "示例店' }), '1:1', 'not closed', 'Close it'],
    [storeText({ name: "name: '示例店" }), '1:1', 'not closed', 'Close it'],
    [storeText({ name: 'name: [示例店' }), '1:1', 'not closed', 'Close it'],
    [`<<<<<<< HEAD\n${GOOD}=======\n${GOOD}>>>>>>> b\n`, '1:1', 'conflict marker', 'Choose one'],
  ])('%j shows the first line and what to write', (text, place, message, hint) => {
    const { found, texts } = readOne(text);
    expect(codes(found)).toEqual(['YAML_SYNTAX']);
    expect(found[0]?.startsWith(place)).toBe(true);
    expect(texts).toContain(message);
    expect(texts).toContain(hint);
  });

  test('several values of one file are told in one run', () => {
    const { found } = readOne(storeText({ name: 'name: @a', hour: 'hour: @b' }));
    expect(found).toEqual(['1:7 YAML_SYNTAX', '3:7 YAML_SYNTAX']);
  });

  test.each([
    ['an empty file', ''],
    ['comments', '# 下月开业\n'],
    ['a list', '- name: 店\n'],
    ['a text', '待开业\n'],
  ])('%s is no store', (_, text) => {
    const { found, store } = readOne(text);
    expect(found).toEqual(['1:1 NOT_A_MAP']);
    expect(store).toBeUndefined();
  });
});

describe('keys', () => {
  test.each([
    ['contact_phone', 'UNKNOWN_KEY', '"contract_phone"'],
    ['Hour', 'UNKNOWN_KEY', '"hour"'],
    ['poiId', 'UNKNOWN_KEY', '"poi_id"'],
    ['phone', 'UNKNOWN_KEY', '"contract_phone"'],
    ['营业时间', 'UNKNOWN_KEY', '"hour"'],
    ['open_time', 'API_READ_NAME', '"hour"'],
    ['telephone', 'API_READ_NAME', '"contract_phone"'],
    ['photo_list', 'API_READ_NAME', '"pic_list"'],
    ['business_name', 'API_READ_NAME', '"name"'],
    ['sosomap_poi_uid', 'API_READ_NAME', '"map_poi_id"'],
    ['address', 'READ_ONLY_FIELD', 'cannot be changed'],
    ['status', 'READ_ONLY_FIELD', 'cannot be changed'],
    ['unheard', 'UNKNOWN_KEY', 'Known keys'],
    ['__proto__', 'UNKNOWN_KEY', 'Known keys'],
    ['constructor', 'UNKNOWN_KEY', 'Known keys'],
    ['toString', 'UNKNOWN_KEY', 'Known keys'],
    ['null', 'UNKNOWN_KEY', 'Known keys'],
  ])('%s is refused: %s', (key, code, text) => {
    const { found, texts, store } = readOne(storeText({ extra: `${key}: { hour: "01:00-02:00" }` }));
    expect(found).toEqual([`7:1 ${code}`]);
    expect(texts).toContain(text);
    expect(store).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('a key under another name is not missed as well', () => {
    expect(readOne(storeText({ hour: 'open_time: 10:00-21:00' })).found).toEqual(['3:1 API_READ_NAME']);
  });

  test.each(['name', 'poi_id', 'hour', 'contract_phone', 'pic_list'])('%s is missed', (key) => {
    const { found, texts } = readOne(storeText({ [key]: null }));
    expect(found).toEqual(['1:1 MISSING_KEY']);
    expect(texts).toContain(`"${key}" is missing`);
  });

  test('all faults of a file are told', () => {
    const { found } = readOne(
      storeText({ poi_id: 'poi_id: x', hour: 'hour: x', contract_phone: 'contract_phone: x', extra: 'x: y' }),
    );
    expect([...codes(found)].sort()).toEqual(['INVALID_HOUR', 'INVALID_ID', 'INVALID_PHONE', 'UNKNOWN_KEY']);
  });

  test('of a file of noise only the first faults are told, with their number', () => {
    const noise = Array.from({ length: 300 }, (_, index) => `k${index}: x`).join('\n');
    const { found, texts } = readOne(`${GOOD}${noise}\n`);
    expect(found.length).toBe(51);
    expect(texts).toContain('250 more findings');
  });
});
