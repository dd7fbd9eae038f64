/** .csv files of many programs: encodings, signs between cells, quotes, and texts that a program would run or change. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Grid } from '../../src/sheets/cells.ts';
import { guardText, unguardText } from '../../src/sheets/csv-guard.ts';
import { readCsv } from '../../src/sheets/csv-read.ts';
import { writeCsv } from '../../src/sheets/csv-write.ts';

const isHeader = (titles: readonly string[]): boolean => titles.includes('poi_id');

function read(bytes: Buffer): { rows: string[][]; encoding: string } {
  const reading = readCsv(bytes, isHeader);
  if ('refusal' in reading) throw new Error(reading.refusal);
  return { rows: toTexts(reading.grid), encoding: reading.encoding };
}

function toTexts({ rows }: Grid): string[][] {
  return [...rows.values()].map((row) => [...row.values()].map(({ text }) => text));
}

/** "poi_id,name" and a row in GBK. */
const GBK = Buffer.concat([Buffer.from('poi_id,name\r\n1,'), Buffer.from('c8cbc3f1b9e3b3a1b5ea', 'hex')]);

describe('a .csv file', () => {
  test.each([
    ['UTF-8 with a mark', Buffer.from('\ufeffpoi_id,name\r\n1,人民广场店\r\n'), 'UTF-8'],
    ['UTF-8 without a mark', Buffer.from('poi_id,name\n1,人民广场店'), 'UTF-8'],
    [
      'UTF-16 with tabs, as "Unicode text"',
      Buffer.from('\ufeffpoi_id\tname\r\n1\t人民广场店', 'utf16le'),
      'UTF-16',
    ],
    [
      'UTF-16, the other way round',
      Buffer.from('\ufeffpoi_id\tname\r\n1\t人民广场店', 'utf16le').swap16(),
      'UTF-16',
    ],
    ['GBK', GBK, 'GBK'],
    ['semicolons', Buffer.from('poi_id;name\r\n1;人民广场店'), 'UTF-8'],
    ['a line that names the sign', Buffer.from('sep=;\r\npoi_id;name\r\n1;人民广场店'), 'UTF-8'],
    ['tabs', Buffer.from('"poi_id"\t"name"\r\n1\t人民广场店'), 'UTF-8'],
  ])('is read in %s', (_how, bytes, encoding) => {
    expect(read(bytes)).toEqual({
      rows: [
        ['poi_id', 'name'],
        ['1', '人民广场店'],
      ],
      encoding,
    });
  });

  test.each([
    ['a quote that is never closed', 'poi_id,name\n1,"a\n2,b\n', 'quotes'],
    ['text behind a closing quote', 'poi_id,name\n1,"a"b\n', 'quotes'],
    ['a quote inside a plain cell', 'poi_id,name\n1,a"b\n', 'quotes'],
  ])('with %s is refused', (_what, text, refusal) => {
    expect(readCsv(Buffer.from(text), isHeader)).toMatchObject({ refusal });
  });

  test('in no known encoding is refused', () => {
    expect(readCsv(Buffer.from('706f695f69642c6e616d650a312cff', 'hex'), isHeader)).toEqual({
      refusal: 'encoding',
    });
  });

  test('keeps row numbers as a spreadsheet program counts them', () => {
    const reading = readCsv(Buffer.from('poi_id,name\n\n1,"a\nb"\n2,c\n'), isHeader);
    expect('grid' in reading ? [...reading.grid.rows.keys()] : reading).toEqual([1, 3, 4]);
  });

  test('gives each text back as it was written, and begins no cell with a formula', () => {
    const sign = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '＝',
      "'",
      '"',
      ',',
      ';',
      '\t',
      '\n',
      ' ',
      '0',
      '1',
      'E',
      '店',
      '/',
    );
    const text = fc.oneof(
      fc.string({ unit: sign, minLength: 1 }),
      fc.constantFrom('=1+1', '+86 21', '0123', '1E5', '3-15', 'TRUE'),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
        const { rows } = read(writeCsv([['poi_id'], texts]));
        expect(rows[1]?.map(unguardText)).toEqual(texts);
        for (const written of rows[1] ?? [])
          expect(written).not.toMatch(/^[=+\-@＝\t\r\n]|^0\d+$|^\d+E\d+$/u);
      }),
    );
  });

  test('has an apostrophe only where it is needed', () => {
    expect(['021-12345678', '10:00-21:00', '472671857', "it's", "'quoted'"].map(guardText)).toEqual([
      '021-12345678',
      '10:00-21:00',
      '472671857',
      "it's",
      "'quoted'",
    ]);
    expect(['5938314494307741153', '+86', '02112345678'].map(guardText)).toEqual([
      "'5938314494307741153",
      "'+86",
      "'02112345678",
    ]);
  });
});
