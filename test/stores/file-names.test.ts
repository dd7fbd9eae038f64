/** Names of imported files: readable, alone on every disk, and never outside their folder. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldName, type Nameable, type Naming, nameFiles, type Spell } from '../../src/stores/file-names.ts';
import { loadSpelling } from '../../src/stores/spelling.ts';

const pinyin = await loadSpelling('pinyin');
const characters = await loadSpelling('characters');

function name(
  stores: readonly (Partial<Nameable> & { readonly name: string })[],
  naming: Partial<Naming> = {},
): readonly string[] {
  const full = stores.map((store, index) => ({ poi_id: String(101 + index), city: '', ...store }));
  const files = nameFiles(full, { nameBy: 'name', spell: pinyin, folder: 'stores', taken: [], ...naming });
  return full.map(({ poi_id }) => files.get(poi_id) ?? '');
}

describe('the name of a file', () => {
  test.each<[string, string, string]>([
    ['人民广场店', '上海市', 'stores/shanghai/renmin-guangchang-dian.yaml'],
    ['解放碑店', '重庆', 'stores/chongqing/jiefang-bei-dian.yaml'],
    ['绿地店', '', 'stores/lv-di-dian.yaml'],
    ['KFC（人民广场）2号店', '北京市', 'stores/beijing/kfc-renmin-guangchang-2-hao-dian.yaml'],
    ['Ｆｕｌｌ　Width', '市', 'stores/shi/full-width.yaml'],
    ['../../x', '../..', 'stores/x.yaml'],
    ['/etc/passwd', 'C:\\', 'stores/c/etc-passwd.yaml'],
    ['_defaults', '.git', 'stores/git/defaults.yaml'],
    ['a\nb\u0000c\u202ed', '', 'stores/a-b-cd.yaml'],
    ['con', 'NUL', 'stores/nul-city/con-101.yaml'],
    ['COM¹', '', 'stores/com1-101.yaml'],
    ['😀', '', 'stores/101.yaml'],
    ['❤️', '', 'stores/101.yaml'],
    ['', '', 'stores/101.yaml'],
    ['\ud800', '', 'stores/101.yaml'],
  ])('%j in %j is %s', (given, city, file) => {
    expect(name([{ name: given, city }])).toEqual([file]);
  });

  test('is the characters themselves where that is wanted', () => {
    const store = { name: 'KFC 人民广场店', city: '上海市' };
    expect(name([store], { spell: characters })).toEqual(['stores/上海/KFC-人民广场店.yaml']);
  });

  test('is the id where that is wanted, in the folder of the city', () => {
    const store = { name: '人民广场店', city: '上海市' };
    expect(name([store], { nameBy: 'poi_id' })).toEqual(['stores/shanghai/101.yaml']);
  });

  test('of a very long name leaves room for an id and a temporary neighbour', () => {
    for (const spell of [pinyin, characters]) {
      const files = name([{ name: '中'.repeat(5000) }, { name: '中'.repeat(5000) }], { spell });
      for (const file of files) expect(Buffer.byteLength(file)).toBeLessThan(150);
      expect(new Set(files).size).toBe(2);
    }
  });

  test('gets the id where another store has it, in case and composition too', () => {
    expect(name([{ name: 'Café' }, { name: 'cafe\u0301' }, { name: 'CAFÉ' }], { spell: characters })).toEqual(
      ['stores/Café.yaml', 'stores/café-102.yaml', 'stores/CAFÉ-103.yaml'],
    );
  });

  test('gets the id where anything with that name is there, and a number where even that is', () => {
    const taken = ['stores/A.yaml', 'stores/a-101.yaml', 'stores/101.yaml'];
    expect(name([{ name: 'a' }], { taken })).toEqual(['stores/a-101-2.yaml']);
    expect(name([{ name: '' }], { taken })).toEqual(['stores/101-2.yaml']);
  });

  test('goes into a folder that differs in case alone, and before that into its own', () => {
    const store = { name: 'a', city: '上海市' };
    expect(name([store], { taken: ['stores/Shanghai'] })).toEqual(['stores/Shanghai/a.yaml']);
    const both = ['stores/shanghai', 'stores/Shanghai'];
    expect(name([store], { taken: both })).toEqual(['stores/shanghai/a.yaml']);
  });

  test('is the same whatever the order of the stores', () => {
    const stores = [
      { poi_id: '2', name: 'a' },
      { poi_id: '1', name: 'a' },
    ];
    expect(name(stores)).toEqual(['stores/a-2.yaml', 'stores/a.yaml']);
  });
});

describe('names of any stores', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('..', '.', 'aux', '~', '人民广场店', 'İ', 'ß', 'ﬁ', '\u0301', '_defaults', 'lpt1 '),
  );
  const spells: readonly Spell[] = [pinyin, characters];

  test('are plain, short, apart on every disk, and inside the folder', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: hostile, city: hostile }), { maxLength: 8 }),
        fc.constantFrom(...spells),
        (stores, spell) => {
          const files = name(stores, { spell });
          expect(new Set(files.map(foldName)).size).toBe(files.length);
          for (const file of files) {
            expect(file).toMatch(
              /^stores\/(?:[^\p{C}\p{Z}\p{P}\p{S}][^\p{C}\p{Z}/\\.]*\/)?[^\p{C}\p{Z}/\\.]+\.yaml$/u,
            );
            expect(file).not.toMatch(/\/[-_.]|(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\/|\.yaml)/iu);
            for (const part of file.split('/')) expect(Buffer.byteLength(part)).toBeLessThan(120);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
