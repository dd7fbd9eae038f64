/** The three sides of a row: export, sheet and files, and what spreadsheet programs made of a text. */
import { describe, expect, test } from 'vitest';
import { describeFault } from '../../src/messages/describe.ts';
import { en } from '../../src/messages/en.ts';
import { zhCN } from '../../src/messages/zh-CN.ts';
import type { Store } from '../../src/model.ts';
import type { Cell, Grid, Row } from '../../src/sheets/cells.ts';
import { makeSheet } from '../../src/sheets/export.ts';
import { type MergeOptions, mergeRow } from '../../src/sheets/merge.ts';
import { readTable, type TableReading } from '../../src/sheets/table.ts';
import { buildStore, NEW_PICTURE, PICTURE } from '../builders.ts';

const TITLES = [en.sheet.titles, zhCN.sheet.titles];
const STRICT: MergeOptions = { empty: 'refuse', unknownBase: 'refuse' };
const STORE = buildStore({
  values: { card_id: 'pCard', map_poi_id: '5938314494307741153', pic_list: [PICTURE, NEW_PICTURE] },
  labels: { region: 'east' },
});

type Change = string | Cell | null;

/** A sheet exported from stores, in which somebody then changed cells of the first row. Null empties a cell. */
function exportThen(
  changes: Record<string, Change>,
  stores: readonly Store[] = [STORE],
  dropped: readonly string[] = [],
): TableReading {
  const { rows } = makeSheet(stores, en.sheet.titles, 'Stores');
  const header = rows[0] ?? [];
  const columnOf = (name: string): number =>
    header.findIndex((title) => title === name || title.endsWith(`(${name})`)) + 1;
  const cells = new Map<number, Row>(
    rows.map((texts, index) => {
      const row = new Map<number, Cell>();
      for (const [column, text] of texts.entries())
        if (text !== '') row.set(column + 1, { kind: 'text', text });
      for (const [name, change] of index === 1 ? Object.entries(changes) : []) {
        if (change === null) row.delete(columnOf(name));
        else row.set(columnOf(name), typeof change === 'string' ? { kind: 'text', text: change } : change);
      }
      for (const name of dropped) row.delete(columnOf(name));
      return [index + 1, row] as const;
    }),
  );
  const grid: Grid = { name: 'Stores', visibility: 'shown', rows: cells };
  return readTable([grid], 's.xlsx', TITLES);
}

interface Asked {
  readonly now?: Store;
  readonly options?: Partial<MergeOptions>;
  readonly dropped?: readonly string[];
}

/** What an import finds: edits as `target: after`, faults by code and cell. */
function merge(changes: Record<string, Change>, { now = STORE, options = {}, dropped = [] }: Asked = {}) {
  const { table, diagnostics } = exportThen(changes, [STORE], dropped);
  const [row] = table?.rows ?? [];
  if (table === null || row === undefined) throw new Error(diagnostics.map(({ code }) => code).join(' '));
  const merged = mergeRow(table, row, now, { ...STRICT, ...options });
  return {
    edits: Object.fromEntries(merged.edits.map(({ target, after }) => [target, after])),
    faults: merged.diagnostics.map((each) =>
      'cell' in each.params ? `${each.code} ${each.params.cell}` : each.code,
    ),
    kept: merged.kept,
    texts: merged.diagnostics.map((each) => describeFault(each, en).message),
  };
}

describe('three sides', () => {
  test('that agree change nothing', () => {
    expect(merge({})).toMatchObject({ edits: {}, faults: [], kept: 0 });
  });

  test('take what only the sheet changed', () => {
    expect(
      merge({
        hour: '09:00-21:00',
        'label:region': 'west',
        pic_2: null,
        pic_3: PICTURE.replace('front', 'door'),
        name: ' 新店 ',
      }),
    ).toMatchObject({
      edits: {
        name: '新店',
        hour: '09:00-21:00',
        'label:region': 'west',
        pic_list: [PICTURE, PICTURE.replace('front', 'door')],
      },
      faults: [],
    });
  });

  test('keep what only the files changed', () => {
    const now = buildStore({
      ...STORE,
      values: { ...STORE.values, hour: '08:00-20:00', pic_list: [NEW_PICTURE] },
    });
    expect(merge({ contract_phone: '021-55556666' }, { now })).toMatchObject({
      edits: { contract_phone: '021-55556666' },
      faults: [],
      kept: 3,
    });
  });

  test('need nothing where both changed to the same', () => {
    const now = buildStore({ ...STORE, values: { ...STORE.values, hour: '08:00-20:00' } });
    expect(merge({ hour: '08:00-20:00' }, { now })).toMatchObject({ edits: {}, faults: [], kept: 0 });
  });

  test('refuse by cell where both changed to something else', () => {
    const now = buildStore({
      ...STORE,
      values: { ...STORE.values, hour: '08:00-20:00', pic_list: [NEW_PICTURE] },
    });
    const { edits, faults, texts } = merge(
      { hour: '09:00-20:00', pic_3: PICTURE.replace('front', 'door') },
      { now },
    );
    expect(edits).toEqual({});
    expect(faults).toEqual(['SHEET_CONFLICT Stores!C2', 'SHEET_CONFLICT Stores!J2']);
    expect(texts[0]).toContain('"09:00-20:00" in the sheet, "08:00-20:00" in the file');
  });

  test('take a value that the store did not have, and a new label', () => {
    const bare = buildStore();
    const { table } = exportThen({ card_id: 'pNew' }, [bare]);
    const [row] = table?.rows ?? [];
    if (!table || !row) throw new Error('no row');
    expect(mergeRow(table, row, bare, STRICT).edits).toMatchObject([
      { target: 'card_id', before: null, after: 'pNew' },
    ]);
  });
});

describe('an empty cell', () => {
  test.each([
    ['card_id', 'SHEET_EMPTY_CELL Stores!E2'],
    ['label:region', 'SHEET_EMPTY_CELL Stores!G2'],
    ['pic_2', 'SHEET_EMPTY_CELL Stores!I2'],
    ['hour', 'SHEET_EMPTY_CELL Stores!C2'],
  ])('of %s is refused', (column, fault) => {
    expect(merge({ [column]: null })).toMatchObject({ edits: {}, faults: [fault] });
  });

  test('takes the value out with --clear, but never one that every store needs', () => {
    const options = { empty: 'clear' } as const;
    expect(merge({ card_id: null, 'label:region': '  ', pic_2: null }, { options })).toMatchObject({
      edits: { card_id: null, 'label:region': null, pic_list: [PICTURE] },
      faults: [],
    });
    expect(merge({ name: null, contract_phone: null, pic_1: null, pic_2: null }, { options }).faults).toEqual(
      ['SHEET_EMPTY_CELL Stores!B2', 'SHEET_EMPTY_CELL Stores!D2', 'SHEET_EMPTY_CELL Stores!H2'],
    );
  });

  test('is not the same as a pair of quotes, which is an empty text', () => {
    expect(merge({ card_id: '""' })).toMatchObject({ edits: { card_id: '' }, faults: [] });
  });

  test('of a column that was removed changes nothing', () => {
    expect(merge({}, { dropped: ['card_id', 'hour', 'pic_2', 'label:region'] })).toMatchObject({
      edits: {},
      faults: [],
      kept: 0,
    });
    expect(merge({ pic_1: PICTURE.replace('front', 'door') }, { dropped: ['pic_2'] }).edits).toEqual({
      pic_list: [PICTURE.replace('front', 'door'), NEW_PICTURE],
    });
  });
});

describe('a row without its base', () => {
  test('changes nothing where it says what the file says', () => {
    expect(merge({ mendian_base: null })).toMatchObject({ edits: {}, faults: [] });
  });

  test('is refused once, with the reason', () => {
    expect(merge({ mendian_base: null, hour: '09:00-20:00', card_id: 'pX' }).texts).toEqual([
      expect.stringContaining('this row has no hidden mendian_base'),
    ]);
    expect(merge({ mendian_base: '1 472671857 hour=x #abcdefgh', hour: '09:00-20:00' }).texts).toEqual([
      expect.stringContaining('is damaged'),
    ]);
    expect(merge({ hour: '09:00-20:00' }, { dropped: ['mendian_base'] }).texts).toEqual([
      expect.stringContaining('the hidden last column'),
    ]);
  });

  test('wins with --no-base', () => {
    const options = { unknownBase: 'take' } as const;
    expect(
      merge({ mendian_base: null, hour: '09:00-20:00', pic_1: NEW_PICTURE, pic_2: PICTURE }, { options })
        .edits,
    ).toEqual({ hour: '09:00-20:00', pic_list: [NEW_PICTURE, PICTURE] });
  });

  test('that belongs to another store is refused, whatever was asked for', () => {
    const other = makeSheet([buildStore({ poi_id: '9' })], en.sheet.titles, 'x').rows[1]?.at(-1) ?? '';
    expect(merge({ mendian_base: other }, { options: { unknownBase: 'take' } }).faults).toEqual([
      'SHEET_ROW_MIXED Stores!A2',
    ]);
  });
});

describe('what a spreadsheet program made of a text', () => {
  test.each<[string, string, Change, string]>([
    ['a number', 'contract_phone', { kind: 'number', text: '2155556666' }, 'it is a number'],
    ['an exponent', 'map_poi_id', '5.93831E+18', 'exponent'],
    ['zeros behind 15 digits', 'map_poi_id', '5938314494307740000', '15 digits'],
    ['a phone without its zero', 'contract_phone', '2155556666', 'the zero in front'],
    ['a date', 'hour', { kind: 'date', text: '2027-02-15' }, 'date or a time'],
    ['a time as text', 'hour', '10:00:00', 'date or a time'],
    ['a logical value', 'label:region', { kind: 'boolean', text: 'TRUE' }, 'logical value'],
    ['an error', 'name', { kind: 'error', text: '#REF!' }, 'error'],
    ['an error as text', 'name', '#N/A', 'error'],
    ['a column that was too narrow', 'card_id', '########', 'error'],
    ['a formula', 'hour', { kind: 'formula', text: '10:00-21:00' }, 'formula'],
    ['lost characters', 'name', '???场店', 'question marks'],
  ])('is refused: %s', (_what, column, change, words) => {
    const { edits, texts } = merge({ [column]: change });
    expect(edits).toEqual({});
    expect(texts).toEqual([expect.stringContaining(words)]);
  });

  test('is no matter where it says what is there anyway', () => {
    const now = buildStore({ values: { contract_phone: '13800000000' } });
    const { table } = exportThen({ contract_phone: { kind: 'number', text: '13800000000' } }, [now]);
    const [row] = table?.rows ?? [];
    expect(table && row ? mergeRow(table, row, now, STRICT) : null).toMatchObject({
      edits: [],
      diagnostics: [],
    });
  });

  test('loses the zero of a number that had one', () => {
    const now = buildStore({ values: { contract_phone: '095588' } });
    const { table } = exportThen({ contract_phone: { kind: 'number', text: '95588' } }, [now]);
    const [row] = table?.rows ?? [];
    const merged = table && row ? mergeRow(table, row, now, STRICT) : null;
    expect(merged?.diagnostics).toMatchObject([
      { code: 'SHEET_DAMAGED', params: { damage: 'leading-zero' } },
    ]);
  });

  test('leaves an apostrophe that a .csv export put before a text', () => {
    expect(merge({ map_poi_id: "'5938314494307741153", contract_phone: "'+862155556666" })).toMatchObject({
      edits: { contract_phone: '+862155556666' },
      faults: [],
    });
  });
});

describe('the table', () => {
  const cells = (...texts: string[]): Row =>
    new Map(texts.map((text, index) => [index + 1, { kind: 'text', text }] as const));
  const read = (rows: readonly Row[], name = 'a') =>
    readTable(
      [{ name, visibility: 'shown', rows: new Map(rows.map((row, index) => [index + 1, row] as const)) }],
      's.xlsx',
      TITLES,
    );

  test('knows its columns by name or by the titles of any language, below other rows', () => {
    const { table } = read([
      cells('Our stores, March'),
      cells(
        '门店编号',
        ' Opening Hours ',
        '电话（contract_phone）',
        '图片 2',
        '标签：region',
        'LABEL: tier',
        '备注',
      ),
      cells('1'),
    ]);
    expect([...(table?.columns.keys() ?? [])]).toEqual([
      'poi_id',
      'hour',
      'contract_phone',
      'pic_2',
      'label:region',
      'label:tier',
    ]);
  });

  test('refuses columns that come twice or are misspelt, and only warns of one that is somebody’s own', () => {
    const { diagnostics } = read([
      cells('poi_id', 'hour', '营业时间', 'contact_phone', 'pic_10', 'note'),
      cells('1', 'a', 'b', 'c', 'd', 'e'),
    ]);
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'error SHEET_COLUMN_TWICE',
      'error SHEET_COLUMN_MISSPELT',
      'error SHEET_COLUMN_MISSPELT',
      'warning SHEET_COLUMN_UNKNOWN',
    ]);
  });

  test('names every row whose id is missing, damaged or there already', () => {
    const { diagnostics } = read([
      cells('poi_id', 'hour'),
      cells('1', 'a'),
      cells('1', 'b'),
      cells('4.7E+08', 'c'),
      new Map([[2, { kind: 'text', text: 'd' }]]),
      cells(' '),
    ]);
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual([
      'SHEET_ID_WRONG 4',
      'SHEET_ID_EMPTY 5',
      'SHEET_ID_TWICE 3',
    ]);
  });

  test('is found in the one sheet that is shown and has a header', () => {
    const rows = new Map([
      [1, cells('poi_id')],
      [2, cells('1')],
    ]);
    const grids: Grid[] = [
      { name: 'notes', visibility: 'shown', rows: new Map([[1, cells('x')]]) },
      { name: 'old', visibility: 'hidden', rows },
      { name: 'Our stores', visibility: 'shown', rows },
    ];
    expect(readTable(grids, 's.xlsx', TITLES).table?.sheet).toBe('Our stores');
    expect(
      readTable([...grids, { name: 'b', visibility: 'shown', rows }], 's.xlsx', TITLES).diagnostics,
    ).toMatchObject([{ code: 'SHEET_SEVERAL' }]);
    expect(readTable(grids.slice(0, 1), 's.xlsx', TITLES).diagnostics).toMatchObject([
      { code: 'SHEET_NO_HEADER' },
    ]);
  });
});
