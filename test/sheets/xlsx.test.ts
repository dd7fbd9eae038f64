/** .xlsx files: what is written reads back as texts, other programs' cells keep their kind, hostile files are refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readXlsx } from '../../src/sheets/xlsx-read.ts';
import { writeXlsx } from '../../src/sheets/xlsx-write.ts';
import { buildWorkbook, workbookParts, zipParts } from './workbooks.ts';

function readCells(bytes: Buffer): Record<string, string> {
  const grids = readXlsx(bytes);
  if (typeof grids === 'string') throw new Error(grids);
  const cells = [...(grids[0]?.rows ?? [])].flatMap(([row, columns]) =>
    [...columns].map(([column, { kind, text }]) => [
      `${String.fromCharCode(64 + column)}${row}`,
      `${kind} ${text}`,
    ]),
  );
  return Object.fromEntries(cells);
}

describe('a written file', () => {
  test('gives each text back as it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        '=1+1',
        '0123',
        '5938314494307741153',
        '_x000D_',
        ' a ',
        '<&>"',
        'a\r\nb',
        '\u0007',
        '😀',
        '2027/2/15',
      ),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) => {
        const columns = texts.map(() => ({ width: 10, look: 'open' as const }));
        const grids = readXlsx(writeXlsx({ name: '门店 <1>', columns, rows: [texts], frozen: 2 }));
        if (typeof grids === 'string') throw new Error(grids);
        expect(grids[0]?.name).toBe('门店 <1>');
        const row = grids[0]?.rows.get(1);
        expect(texts.map((_, index) => row?.get(index + 1)?.text ?? '')).toEqual(texts);
        expect([...(row?.values() ?? [])].every(({ kind }) => kind === 'text')).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('has the same bytes for the same rows', () => {
    const sheet = {
      name: 'Stores',
      columns: [{ width: 9, look: 'open' as const }],
      rows: [['a'], ['b']],
      frozen: 2,
    };
    expect(writeXlsx(sheet).equals(writeXlsx(sheet))).toBe(true);
  });
});

describe('cells of other programs', () => {
  test('keep their kind, and how a person sees them', () => {
    const bytes = buildWorkbook({
      strings:
        '<si><t>shared</t></si><si><r><t>bold</t></r><r><t xml:space="preserve"> rest</t></r><rPh sb="0" eb="1"><t>reading</t></rPh><phoneticPr fontId="1"/></si>',
      formats: ['yyyy\\-mm\\-dd', 'h:mm;@', '&quot;day&quot;0', '[Red]General', '[h]:mm'],
      sheets: {
        Stores:
          '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c t="inlineStr"><is><t>in_x000D_line</t></is></c><c t="str"><v>plain</v></c></row>' +
          '<row r="3"><c r="A3"><v>472671857</v></c><c r="B3"><v>5.9383144943077412E+18</v></c><c r="C3" s="1"><v>46433</v></c><c r="D3" s="2"><v>0.41666666666666669</v></c><c r="E3" s="3"><v>7</v></c><c r="F3" s="4"><v>8</v></c><c r="G3" s="5"><v>1.5</v></c></row>' +
          '<row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4" t="e"><v>#N/A</v></c><c r="C4" t="str"><f>A1&amp;"x"</f><v>sharedx</v></c><c r="D4"><f t="shared" si="0"/><v>3</v></c><c r="E4" t="d"><v>2027-02-15</v></c><c r="F4" s="6"><v>46433.5</v></c><c r="G4" s="7"><v>59</v></c><c r="H4" s="1"/></row>',
      },
    });
    expect(readCells(bytes)).toEqual({
      A1: 'text shared',
      B1: 'text bold rest',
      C1: 'text in\rline',
      D1: 'text plain',
      A3: 'number 472671857',
      B3: 'number 5.9383144943077412E+18',
      C3: 'date 2027-02-15',
      D3: 'date 10:00',
      E3: 'number 7',
      F3: 'number 8',
      G3: 'date 1900-01-01 12:00',
      A4: 'boolean TRUE',
      B4: 'error #N/A',
      C4: 'formula sharedx',
      D4: 'formula 3',
      E4: 'date 2027-02-15',
      F4: 'date 2027-02-15 12:00',
      G4: 'date 1900-02-28',
    });
  });

  test('count their days from 1904 where the workbook does', () => {
    const row = '<row r="1"><c r="A1" s="1"><v>44971</v></c></row>';
    expect(readCells(buildWorkbook({ workbook: '<workbookPr date1904="1"/>', sheets: { a: row } }))).toEqual({
      A1: 'date 2027-02-15',
    });
  });

  test('are read through prefixes of names', () => {
    const sheet =
      '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>';
    expect(
      readCells(buildWorkbook({ sheets: { a: '' }, parts: { 'xl/worksheets/sheet1.xml': sheet } })),
    ).toEqual({ A1: 'text a' });
  });
});

describe('a hostile file', () => {
  const small = { sheets: { a: '<row r="1"><c r="A1"><v>1</v></c></row>' } };

  test('that unpacks to more than its bound is refused before it fills the memory', () => {
    const bomb = zipParts({ ...workbookParts(small), 'xl/sharedStrings.xml': new Uint8Array(4_000_000) });
    expect(bomb.length).toBeLessThan(10_000);
    expect(readXlsx(bomb, 2_000_000)).toBe('too-large');
  });

  test('that lies about its sizes is refused all the same', () => {
    const bytes = zipParts({ ...workbookParts(small), 'xl/sharedStrings.xml': new Uint8Array(4_000_000) });
    // The sizes stand twice: before each part, and in the directory at the end.
    for (let at = 0; at + 4 < bytes.length; at += 1)
      if (bytes.readUInt32LE(at) === 4_000_000) bytes.writeUInt32LE(10, at);
    expect(readXlsx(bytes, 2_000_000)).toBe('too-large');
  });

  test.each([
    ['a formula far below', '<row r="1048576"><c r="A1048576"><v>1</v></c></row>', 'too-large'],
    ['an entity of its own', '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>', 'broken'],
    ['tags that do not fit', '<row r="1"><c></row>', 'broken'],
  ])('with %s is refused', (_what, row, refusal) => {
    expect(readXlsx(buildWorkbook({ sheets: { a: row } }))).toBe(refusal);
  });

  test('that multiplies entities or asks for files is refused', () => {
    const prolog = '<!DOCTYPE w [<!ENTITY a "x"><!ENTITY b SYSTEM "file:///etc/passwd">]>';
    const row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>';
    expect(readXlsx(buildWorkbook({ prolog, sheets: { a: row } }))).toBe('broken');
  });

  test('changed in one byte of a part is refused', () => {
    const bytes = buildWorkbook(small);
    const at = bytes.indexOf('xl/styles.xml') + 'xl/styles.xml'.length + 20;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
    expect(readXlsx(bytes)).toBe('broken');
  });

  test.each([
    ['an old .xls', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'old-excel'],
    ['a text', Buffer.from('poi_id,name\n'), 'other-format'],
    ['nothing', Buffer.alloc(0), 'other-format'],
    [
      'a zip of something else',
      zipParts({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' }),
      'other-format',
    ],
  ])('that is %s is named so', (_what, bytes, refusal) => {
    expect(readXlsx(bytes)).toBe(refusal);
  });

  test('cut at any place is refused, never read in part', () => {
    const bytes = buildWorkbook(small);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        (length) => typeof readXlsx(bytes.subarray(0, length)) === 'string',
      ),
    );
  });
});
