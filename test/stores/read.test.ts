/** Store files: values exactly as written, defaults, and no input that hangs or throws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findNearMiss } from '../../src/base/near-miss.ts';
import { assembleStores, type SourceFile } from '../../src/stores/assemble.ts';
import { findInvisible } from '../../src/stores/explain.ts';
import { makeSelector } from '../../src/stores/select.ts';
import { PICTURE } from '../builders.ts';
import { storeYaml } from '../fakes/shop.ts';

const ACCOUNT = { name: 'default', stores: 'stores', state: 's.json' };

function assemble(files: Record<string, string | Uint8Array>) {
  const sources: SourceFile[] = Object.entries(files).map(([file, content]) => ({
    file: `stores/${file}`,
    kind: /_defaults\.ya?ml$/u.test(file) ? 'defaults' : 'store',
    bytes: typeof content === 'string' ? Buffer.from(content) : content,
  }));
  const { stores, diagnostics, invalid } = assembleStores(sources, ACCOUNT);
  const found = diagnostics.map(({ file, line, code }) => `${file?.replace('stores/', '')}:${line} ${code}`);
  return { stores, found, invalid, diagnostics };
}

const STORE = storeYaml({ poi_id: '1' });

describe('a value', () => {
  test('is exactly the text in the file, whatever the quotes', () => {
    const digits = fc.stringMatching(/^[0-9]{1,20}$/u);
    const quote = fc.constantFrom('', "'", '"');
    fc.assert(
      fc.property(digits, quote, digits, quote, (poi, left, map, right) => {
        const text = STORE.replace('"1"', `${left}${poi}${left}`);
        const { stores, found } = assemble({ 'a.yaml': `${text}map_poi_id: ${right}${map}${right}\n` });
        expect(found).toEqual([]);
        expect(stores[0]?.poi_id).toBe(poi);
        expect(stores[0]?.values.map_poi_id).toBe(map);
      }),
    );
  });

  test('survives any name that YAML can quote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (name) => {
        // Names with signs that nobody sees are refused, which other tests hold.
        fc.pre(name.trim() !== '' && !/[\p{C}\p{Z}]/u.test(name) && findInvisible(name) === null);
        const { stores } = assemble({ 'a.yaml': STORE.replace('"示例店"', () => JSON.stringify(name)) });
        expect(stores[0]?.name).toBe(name.trim());
      }),
    );
  });

  test.each([
    ['a plain null', 'null', 'EMPTY_VALUE'],
    ['a tilde', '~', 'EMPTY_VALUE'],
    ['nothing', '', 'EMPTY_VALUE'],
    ['a comment in its place', '#021', 'EMPTY_VALUE'],
    ['a word that YAML 1.1 takes for no', 'no', 'INVALID_PHONE'],
    ['a zero-width sign', '"021\u200b-00001234"', 'INVISIBLE_CHARACTER'],
    ['a hard blank', '"021\u00a000001234"', 'INVISIBLE_CHARACTER'],
    ['a list', '[1]', 'WRONG_TYPE'],
    ['a map', '{a: 1}', 'WRONG_TYPE'],
    ['a number sign', '021-00001234 #802', 'VALUE_CUT'],
  ])('for a phone that is %s is told as %s', (_what, value, code) => {
    const { found } = assemble({ 'a.yaml': STORE.replace('"021-00001234"', () => value) });
    expect(found).toEqual([`a.yaml:4 ${code}`]);
  });

  test('keeps its comment out, and an empty card in quotes', () => {
    const { stores, found } = assemble({
      'a.yaml': `${STORE.replace('"10:00-21:00"', '10:00-21:00 # summer')}card_id: ""\n`,
    });
    expect(found).toEqual([]);
    expect(stores[0]?.values).toMatchObject({ hour: '10:00-21:00', card_id: '' });
  });

  test.each([
    ['10:00-24:00', []],
    ['00:00-24:00', []],
    ['24:00-10:00', ['a.yaml:3 INVALID_HOUR']],
    ['10:00-10:00', ['a.yaml:3 INVALID_HOUR']],
    ['10:00-25:00', ['a.yaml:3 INVALID_HOUR']],
    ['10:00-12:00,13:00-21:00', ['a.yaml:3 INVALID_HOUR']],
    ['周一至周五 10:00-21:00', ['a.yaml:3 INVALID_HOUR']],
    ['22:00-02:00', ['a.yaml:3 OVERNIGHT_HOURS']],
  ])('for hours of %s: %j', (hour, expected) => {
    expect(assemble({ 'a.yaml': STORE.replace('"10:00-21:00"', () => JSON.stringify(hour)) }).found).toEqual(
      expected,
    );
  });

  test.each([
    ['another host', ['http://example.invalid/a.jpg'], 'INVALID_PICTURE'],
    ['a host that only begins so', ['http://mmbiz.qpic.cn.example.invalid/a'], 'INVALID_PICTURE'],
    [
      'ten',
      Array.from({ length: 10 }, (_, index) => PICTURE.replace('front', String(index))),
      'PICTURE_COUNT',
    ],
    ['one twice', [PICTURE, PICTURE.replace('http:', 'https:')], 'DUPLICATE_PICTURE'],
    ['an item without a blank among others', [PICTURE, '-http://mmbiz.qpic.cn/b'], 'INVALID_PICTURE'],
  ])('for pictures that are %s is told as %s', (_what, pic_list, code) => {
    const { diagnostics } = assemble({ 'a.yaml': storeYaml({ poi_id: '1', pic_list }) });
    expect(diagnostics.map((each) => each.code)).toEqual([code]);
  });
});

describe('a file', () => {
  test('in GBK is recognised', () => {
    const gbk = Buffer.from([0x6e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0xca, 0xbe, 0xc0, 0xfd, 0xb5, 0xea, 0x0a]);
    const { diagnostics } = assemble({ 'a.yaml': gbk });
    expect(diagnostics).toMatchObject([{ code: 'NOT_UTF8', line: 1, params: { guess: 'GBK' } }]);
  });

  test('that is damaged still shows the id whose record must stay', () => {
    expect(assemble({ 'a.yaml': 'poi_id: "77"\nname: @x\n' }).invalid).toEqual([
      { file: 'stores/a.yaml', poi_id: '77' },
    ]);
    expect(assemble({ 'a.yaml': STORE.replace('"10:00-21:00"', 'x') }).invalid).toEqual([
      { file: 'stores/a.yaml', poi_id: '1' },
    ]);
  });

  test('of any noise gives faults in little time, and no exception', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(
          '-',
          ' ',
          ':',
          '\n',
          '"',
          "'",
          '[',
          '{',
          '&',
          '*',
          '!',
          '|',
          '>',
          '%',
          '#',
          'a',
          '\t',
        ),
      }),
      fc.uint8Array({ maxLength: 200 }),
    );
    fc.assert(
      fc.property(noise, (content) => {
        const { stores, invalid } = assemble({ 'a.yaml': content });
        expect(stores.length + invalid.length).toBe(1);
      }),
      { numRuns: 1000 },
    );
  });

  test('that is a mutation of a good one is judged without an exception', () => {
    fc.assert(
      fc.property(fc.nat(STORE.length), fc.nat(5), fc.string({ maxLength: 4 }), (at, cut, put) => {
        assemble({ 'a.yaml': STORE.slice(0, at) + put + STORE.slice(at + cut) });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('defaults', () => {
  const bare = 'name: 店\npoi_id: "1"\n';
  const shared = `hour: 10:00-21:00\ncontract_phone: 021-00001234\npic_list:\n  - ${PICTURE}\n`;

  test('fill in what a store leaves out; the nearer wins; labels merge', () => {
    const { stores, found } = assemble({
      '_defaults.yaml': `${shared}labels: { chain: tea, region: none }\n`,
      'sh/_defaults.yaml': 'hour: 09:00-21:00\nlabels: { region: east }\n',
      'sh/a.yaml': `${bare}labels: { size: big }\n`,
    });
    expect(found).toEqual([]);
    expect(stores[0]).toMatchObject({
      values: { hour: '09:00-21:00' },
      labels: { chain: 'tea', region: 'east', size: 'big' },
    });
    expect(stores[0]?.origins.hour).toEqual({ file: 'stores/sh/_defaults.yaml', line: 1, column: 7 });
    expect(stores[0]?.origins.pic_list?.file).toBe('stores/_defaults.yaml');
  });

  test('with a fault are told once, not at each store below', () => {
    const { found, invalid } = assemble({
      '_defaults.yaml': shared.replace('10:00-21:00', '10：00'),
      'a.yaml': bare,
      'b.yaml': bare.replace('"1"', '"2"'),
    });
    expect(found).toEqual(['_defaults.yaml:1 INVALID_HOUR']);
    expect(invalid.map(({ poi_id }) => poi_id)).toEqual(['1', '2']);
  });

  test('that cannot be read at all make no store below known', () => {
    const { found, stores } = assemble({ '_defaults.yaml': 'hour: @', 'a.yaml': bare });
    expect(found).toEqual(['_defaults.yaml:1 YAML_SYNTAX']);
    expect(stores).toEqual([]);
  });

  test.each(['poi_id', 'map_poi_id', 'name'])('cannot hold %s', (key) => {
    expect(assemble({ '_defaults.yaml': `${key}: "1"\n` }).found).toEqual([
      '_defaults.yaml:1 NOT_IN_DEFAULTS',
    ]);
  });
});

describe('a selection', () => {
  const store = { poi_id: '1', file: 'stores/上海/a+b.yaml', labels: { region: 'east' } };
  test.each([
    ['1', true],
    ['2', false],
    ['region=east', true],
    ['region=', false],
    ['__proto__=x', false],
    ['stores/上海', true],
    ['上海/', true],
    ['./stores/**/a+b.yaml', true],
    ['stores/*.yaml', false],
    ['上海/?+b.yaml', true],
    ['**/*.yaml', true],
  ])('%s: %s', (expression, taken) => {
    expect(makeSelector([expression], [], 'stores')(store)).toBe(taken);
    expect(makeSelector([], [expression], 'stores')(store)).toBe(!taken);
  });
});

describe('a near miss', () => {
  test.each([
    ['contact_phone', 'contract_phone'],
    ['Hour', 'hour'],
    ['piclist', 'pic_list'],
    ['pic-list', 'pic_list'],
    ['hours', 'hour'],
    ['colour', null],
  ])('%s: %s', (word, meant) => {
    expect(findNearMiss(word, ['hour', 'contract_phone', 'pic_list', 'labels', 'name'])).toBe(meant);
  });
});
