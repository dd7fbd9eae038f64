/** Sheets through the commands: what goes out comes back, edits land exactly where they belong, and faults stop all. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Context } from '../../src/commands/context.ts';
import { prepareFiles, writePrepared } from '../../src/commands/sheet-edits.ts';
import { type ExportOptions, exportSheet } from '../../src/commands/sheet-export.ts';
import { type ImportSheetOptions, importSheet } from '../../src/commands/sheet-import.ts';
import { zhCN } from '../../src/messages/zh-CN.ts';
import type { Format } from '../../src/report/format-names.ts';
import { createStyle } from '../../src/report/style.ts';
import { writeCsv } from '../../src/sheets/csv-write.ts';
import { readXlsx } from '../../src/sheets/xlsx-read.ts';
import { writeXlsx } from '../../src/sheets/xlsx-write.ts';
import { readStores } from '../../src/stores/read.ts';
import { buildStore } from '../builders.ts';
import { openDay } from '../fakes/day.ts';
import { ACCOUNT } from '../stores/folder.ts';
import {
  arbitraryBlockLayout,
  arbitraryFlowLayout,
  arbitraryHour,
  arbitraryPhone,
} from '../stores/layouts.ts';

const DEFAULTS = '# all of Shanghai\nhour: 10:00-21:00\ncard_id: pDefault\nlabels: { region: east }\n';
const RENMIN = [
  '# 店长：王',
  'name: 人民广场店',
  'poi_id: "472671857"',
  'contract_phone: 021-12345678   # 前台',
  'pic_list:',
  '  - http://mmbiz.qpic.cn/mmbiz_jpg/a/0 # cover',
  '  - http://mmbiz.qpic.cn/mmbiz_jpg/b/0',
  'map_poi_id: "5938314494307741153"',
  '',
].join('\n');
const GUOMAO =
  '\ufeffname: "=国贸"\r\npoi_id: 472671858\r\nhour: 09:00-24:00\r\ncontract_phone: 13800000000\r\npic_list: [http://mmbiz.qpic.cn/mmbiz_jpg/x/0]\r\nlabels: {region: north}\r\n';
const CHAIN = {
  'stores/sh/_defaults.yaml': DEFAULTS,
  'stores/sh/renmin.yaml': RENMIN,
  'stores/bj/guomao.yaml': GUOMAO,
};

/** No two of them are one picture. */
const arbitraryNewPictures = fc
  .uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 9 })
  .map((numbers) => numbers.map((number) => `http://mmbiz.qpic.cn/mmbiz_jpg/p${number}/0`));

type Rows = string[][];

/** What a test sets otherwise than a plain run has it. */
interface Settings extends Partial<Pick<Context, 'messages' | 'style' | 'select'>> {
  readonly format?: Format;
}
interface ExportSettings extends Settings, Partial<Pick<ExportOptions, 'force'>> {}
interface ImportSettings extends Settings, Partial<Omit<ImportSheetOptions, 'file'>> {}

function isSound(root: string): boolean {
  return readStores(root, ACCOUNT).diagnostics.every(({ severity }) => severity !== 'error');
}

function openChain(files: Readonly<Record<string, string | Uint8Array>> = CHAIN) {
  const root = mkdtempSync(join(tmpdir(), 'mendian-sheet-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (file: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  for (const [file, content] of Object.entries(files)) write(file, content);
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');
  const open = (format: Format, more: object) => ({
    ...openDay({ root, env: {} }, '2026-11-26T02:00:00Z', format),
    ...more,
  });
  return {
    root,
    write,
    read,
    all: (): Record<string, string> =>
      Object.fromEntries(
        readdirSync(join(root, 'stores'), { recursive: true, encoding: 'utf8' })
          .filter((file) => file.endsWith('.yaml'))
          .map((file) => [`stores/${file}`, read(`stores/${file}`)]),
      ),
    exportTo: async (file: string, { force = 'no', format = 'text', ...more }: ExportSettings = {}) => {
      const context = open(format, more);
      return { exitCode: await exportSheet(context, { file, force }), out: context.printed() };
    },
    importFrom: async (
      file: string,
      {
        run = 'write',
        empty = 'refuse',
        unknownBase = 'refuse',
        format = 'text',
        ...more
      }: ImportSettings = {},
    ) => {
      const context = open(format, more);
      return {
        exitCode: await importSheet(context, { file, run, empty, unknownBase }),
        out: context.printed(),
      };
    },
    /** Somebody changes cells in the sheet: by row, from 1 below the header, and column name. */
    change: (
      file: string,
      change: (set: (row: number, column: string, text: string) => void, rows: Rows) => void,
    ): void => {
      const grids = readXlsx(readFileSync(join(root, file)));
      if (typeof grids === 'string') throw new Error(grids);
      const sheet = [...(grids[0]?.rows.values() ?? [])];
      const width = Math.max(...sheet.flatMap((row) => [...row.keys()]));
      const rows = sheet.map((row) =>
        Array.from({ length: width }, (_, index) => row.get(index + 1)?.text ?? ''),
      );
      change((row, column, text) => {
        const at = (rows[0] ?? []).findIndex((title) => title === column || title.endsWith(`(${column})`));
        const line = rows[row];
        if (at < 0 || line === undefined) throw new Error(`no ${column} in row ${row}`);
        line[at] = text;
      }, rows);
      const columns = Array.from({ length: width }, () => ({ width: 9, look: 'open' as const }));
      write(file, writeXlsx({ name: 'Stores', columns, rows, frozen: 2 }));
    },
    rowsOf: (file: string): Rows => {
      const grids = readXlsx(readFileSync(join(root, file)));
      return typeof grids === 'string'
        ? []
        : [...(grids[0]?.rows.values() ?? [])].map((row) => [...row.values()].map(({ text }) => text));
    },
  };
}

describe('a sheet that comes back as it went', () => {
  test.each(['a.xlsx', 'a.csv'])('changes no byte (%s)', async (file) => {
    const chain = openChain();
    expect(await chain.exportTo(file)).toMatchObject({ exitCode: 0 });
    expect(await chain.importFrom(file)).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('2 rows, no change.'),
    });
    expect(chain.all()).toEqual(CHAIN);
  });

  test('changes no byte of files in any style, also where it was exported in Chinese', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(arbitraryBlockLayout, arbitraryFlowLayout),
        fc.constantFrom('a.xlsx', 'a.csv'),
        async ({ bytes }, file) => {
          const chain = openChain({ 'stores/a.yaml': bytes });
          // Some layouts hold values that no store may have.
          fc.pre(isSound(chain.root));
          expect(await chain.exportTo(file, { messages: zhCN })).toMatchObject({ exitCode: 0 });
          expect(await chain.importFrom(file)).toMatchObject({
            exitCode: 0,
            out: expect.stringContaining('1 row, no change.'),
          });
          expect(readFileSync(join(chain.root, 'stores/a.yaml')).equals(Buffer.from(bytes))).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('an edited sheet', () => {
  test('gives exactly its values, and every other line stays as it was', async () => {
    const edits = fc.record({
      hour: arbitraryHour,
      contract_phone: arbitraryPhone,
      pictures: arbitraryNewPictures,
      name: fc.constantFrom('新店', '=1+1', "it's #1", '- x: y', 'null'),
    });
    await fc.assert(
      fc.asyncProperty(
        arbitraryBlockLayout,
        edits,
        async ({ bytes, lines }, { hour, contract_phone, pictures, name }) => {
          const chain = openChain({ 'stores/a.yaml': bytes });
          // Some layouts hold values that no store may have.
          fc.pre(isSound(chain.root));
          await chain.exportTo('a.xlsx');
          chain.change('a.xlsx', (set) => {
            set(1, 'hour', hour);
            set(1, 'contract_phone', contract_phone);
            set(1, 'name', name);
            for (let index = 0; index < 9; index += 1) set(1, `pic_${index + 1}`, pictures[index] ?? '');
          });
          const { exitCode, out } = await chain.importFrom('a.xlsx', { empty: 'clear' });
          // A layout in which a value has no safe place is refused, and then nothing is written.
          if (exitCode === 1) expect(out).toContain('EDIT_REFUSED');
          const [store] = readStores(chain.root, ACCOUNT).stores;
          if (exitCode === 0)
            expect({ name: store?.name, ...store?.values }).toMatchObject({
              name,
              hour,
              contract_phone,
              pic_list: pictures,
            });
          const text = chain.read('stores/a.yaml');
          const untouched = lines.filter(({ key }) => key === null || key === 'poi_id' || key === 'card_id');
          for (const line of untouched) expect(text).toContain(line.text);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('writes an inherited value into the store’s own file, and says so', async () => {
    const chain = openChain();
    await chain.exportTo('a.xlsx');
    chain.change('a.xlsx', (set) => {
      set(2, 'card_id', 'pOwn');
      set(2, 'label:region', 'south');
      set(2, 'pic_3', 'http://mmbiz.qpic.cn/mmbiz_jpg/c/0');
      set(1, 'name', '国贸店');
    });
    const { exitCode, out } = await chain.importFrom('a.xlsx');
    expect(exitCode).toBe(0);
    expect(out).toContain('until now from stores/sh/_defaults.yaml, which stays as it is');
    expect(chain.all()).toEqual({
      ...CHAIN,
      'stores/sh/renmin.yaml': `${RENMIN.replace('b/0\n', 'b/0\n  - http://mmbiz.qpic.cn/mmbiz_jpg/c/0\n')}card_id: "pOwn"\nlabels: { "region": "south" }\n`,
      'stores/bj/guomao.yaml': GUOMAO.replace('=国贸', '国贸店'),
    });
    expect(await chain.importFrom('a.xlsx')).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('no change'),
    });
  });

  test('writes nothing at all where one cell of it is at fault, and names every one', async () => {
    const chain = openChain();
    await chain.exportTo('a.xlsx');
    chain.change('a.xlsx', (set, rows) => {
      set(1, 'hour', '08:00-20:00');
      set(2, 'hour', '10:00');
      set(2, 'pic_2', 'http://example.invalid/x.jpg');
      rows.push(['999', 'somebody'], ['472671857']);
    });
    const { exitCode, out } = await chain.importFrom('a.xlsx');
    expect(exitCode).toBe(1);
    for (const words of [
      'nothing was written',
      'Stores!C3',
      'Stores!I3',
      'Stores!A4',
      'SHEET_ID_UNKNOWN',
      'SHEET_ID_TWICE',
    ])
      expect(out).toContain(words);
    expect(chain.all()).toEqual(CHAIN);
  });

  test('takes values out only with --clear, and none that defaults give', async () => {
    const chain = openChain({
      ...CHAIN,
      'stores/sh/renmin.yaml': `${RENMIN}card_id: pOwn # mine\nlabels: { tier: A }\n`,
    });
    await chain.exportTo('a.xlsx');
    chain.change('a.xlsx', (set) => {
      set(2, 'map_poi_id', '');
      set(2, 'label:tier', '');
    });
    expect(await chain.importFrom('a.xlsx')).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('--clear'),
    });
    expect(await chain.importFrom('a.xlsx', { empty: 'clear' })).toMatchObject({ exitCode: 0 });
    expect(chain.read('stores/sh/renmin.yaml')).toBe(
      `${RENMIN.replace(/map_poi_id.*\n/u, '')}card_id: pOwn # mine\n`,
    );
    chain.change('a.xlsx', (set) => set(2, 'label:region', ''));
    expect(await chain.importFrom('a.xlsx', { empty: 'clear' })).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('SHEET_CLEAR_INHERITED'),
    });
  });

  test('leaves out the rows that are not selected', async () => {
    const chain = openChain();
    await chain.exportTo('a.xlsx');
    chain.change('a.xlsx', (set) => {
      set(1, 'hour', '08:00-20:00');
      set(2, 'hour', '08:00-20:00');
    });
    const { out } = await chain.importFrom('a.xlsx', { select: ['region=north'] });
    expect(out).toContain('1 row of other stores');
    expect(chain.read('stores/sh/renmin.yaml')).toBe(RENMIN);
    expect(chain.read('stores/bj/guomao.yaml')).toContain('08:00-20:00');
  });

  test('is refused while a store file has an error', async () => {
    const chain = openChain();
    await chain.exportTo('a.xlsx');
    chain.write('stores/bad.yaml', 'name: x\n');
    expect(await chain.importFrom('a.xlsx')).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('stores/bad.yaml'),
    });
    expect(await chain.exportTo('b.xlsx')).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('MISSING_KEY'),
    });
  });
});

describe('a dry run', () => {
  test('shows the edits and the plan that would follow, and writes nothing', async () => {
    const chain = openChain();
    await chain.exportTo('a.xlsx');
    chain.change('a.xlsx', (set) => set(2, 'hour', '08:30-20:00'));
    const { exitCode, out } = await chain.importFrom('a.xlsx', { run: 'dry', format: 'json' });
    expect(exitCode).toBe(0);
    const document = JSON.parse(out);
    expect(document).toMatchObject({
      format: 'mendian/sheet@1',
      dry_run: true,
      summary: { rows: 2, edited: 1, values: 1, files: 0 },
      edits: [
        {
          poi_id: '472671857',
          cell: 'Stores!C3',
          target: 'hour',
          before: '10:00-21:00',
          after: '08:30-20:00',
          inherited: 'stores/sh/_defaults.yaml',
        },
      ],
    });
    const change = document.plan.changes.find(({ poi_id }: { poi_id: string }) => poi_id === '472671857');
    expect(change.fields[0]).toMatchObject({ field: 'hour', after: '08:30-20:00' });
    const schema = JSON.parse(
      readFileSync(resolve(import.meta.dirname, '../../schemas/sheet.schema.json'), 'utf8'),
    );
    const ajv = new Ajv({ allowUnionTypes: true });
    expect(ajv.validate(schema, document), JSON.stringify(ajv.errors)).toBe(true);
    expect(chain.all()).toEqual(CHAIN);
  });

  test.each(['text', 'markdown', 'github'] as const)('reads well as %s in both languages', async (format) => {
    const chain = openChain();
    await chain.exportTo('a.xlsx');
    chain.change('a.xlsx', (set) => {
      set(1, 'name', '@all ::error:: |x|');
      set(2, 'pic_2', 'http://mmbiz.qpic.cn/mmbiz_jpg/c/0');
    });
    for (const messages of [undefined, zhCN]) {
      const more = messages === undefined ? {} : { messages, style: createStyle(messages, 'plain') };
      const { exitCode, out } = await chain.importFrom('a.xlsx', { run: 'dry', format, ...more });
      expect(exitCode).toBe(0);
      expect(out).toContain(messages === undefined ? 'The plan that would follow' : '接下来的计划');
      expect(out).toContain('http://mmbiz.qpic.cn/mmbiz_jpg/c/0');
      expect(out).not.toMatch(/^::error/mu);
    }
  });
});

describe('a run that ends in between', () => {
  test('says what is written and what is not, and the next one finishes', async () => {
    const chain = openChain();
    const stores = readStores(chain.root, ACCOUNT).stores;
    const edits = stores.map((store) => ({
      store,
      edits: [
        {
          target: 'hour' as const,
          before: store.values.hour,
          after: '07:00-20:00',
          cell: 'C2',
          place: { file: 'a.xlsx', line: 2, column: 3 },
        },
      ],
    }));
    const { files } = prepareFiles(chain, edits);
    let asked = 0;
    const signal = {
      reason: 'SIGINT',
      get aborted() {
        asked += 1;
        return asked > 1;
      },
    };
    expect(writePrepared({ root: chain.root, signal }, files)).toMatchObject({
      written: 1,
      diagnostics: [{ code: 'SHEET_HALF_WRITTEN', params: { written: 1, left: 1, cause: 'SIGINT' } }],
    });
    expect(Object.values(chain.all()).filter((text) => text.includes('07:00-20:00'))).toHaveLength(1);
  });

  test('writes nothing where a file was changed after it was read', () => {
    const chain = openChain({
      'stores/a.yaml': RENMIN.replace('map_poi_id', 'hour: 10:00-21:00\nmap_poi_id'),
    });
    const store = readStores(chain.root, ACCOUNT).stores[0] ?? buildStore();
    const place = { file: 'a.xlsx', line: 2, column: 3 };
    const { files } = prepareFiles(chain, [
      {
        store,
        edits: [{ target: 'hour', before: store.values.hour, after: '07:00-20:00', cell: 'C2', place }],
      },
    ]);
    chain.write('stores/a.yaml', `${chain.read('stores/a.yaml')}# saved by somebody\n`);
    expect(writePrepared({ root: chain.root, signal: new AbortController().signal }, files)).toMatchObject({
      written: 0,
      diagnostics: [{ code: 'SHEET_FILE_CHANGED' }],
    });
    expect(chain.read('stores/a.yaml')).not.toContain('07:00');
  });
});

describe('an export', () => {
  test.each(['a.xlsx', 'a.csv'])('gives way to the next while nobody changed it (%s)', async (file) => {
    const chain = openChain();
    await chain.exportTo(file);
    chain.write('stores/bj/guomao.yaml', GUOMAO.replace('09:00', '08:00'));
    expect(await chain.exportTo(file)).toMatchObject({ exitCode: 0 });
    expect(await chain.importFrom(file)).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('no change'),
    });
  });

  test('never writes over edits, other files, links or folders', async () => {
    const chain = openChain();
    await chain.exportTo('a.xlsx');
    chain.change('a.xlsx', (set) => set(1, 'hour', '08:00-20:00'));
    chain.write('notes.csv', 'a,b\n');
    symlinkSync(join(chain.root, 'stores'), join(chain.root, 'linked'));
    symlinkSync(join(chain.root, 'notes.csv'), join(chain.root, 'link.csv'));
    mkdirSync(join(chain.root, 'folder.csv'));
    const before = readFileSync(join(chain.root, 'a.xlsx'));
    expect(await chain.exportTo('a.xlsx')).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('was changed since it was exported'),
    });
    expect(readFileSync(join(chain.root, 'a.xlsx')).equals(before)).toBe(true);
    for (const file of [
      'notes.csv',
      'linked/a.csv',
      'link.csv',
      'folder.csv',
      'stores.txt',
      'stores/sh/renmin.yaml',
    ])
      expect(await chain.exportTo(file)).toMatchObject({ exitCode: 1 });
    for (const file of ['linked/a.csv', 'link.csv', 'folder.csv'])
      expect(await chain.exportTo(file, { force: 'yes' })).toMatchObject({ exitCode: 1 });
    expect(chain.read('notes.csv')).toBe('a,b\n');
    expect(await chain.exportTo('a.xlsx', { force: 'yes' })).toMatchObject({ exitCode: 0 });
  });

  test('holds only what was selected, and says so where that is nothing', async () => {
    const chain = openChain();
    expect(await chain.exportTo('a.xlsx', { select: ['region=north'], format: 'json' })).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('"rows": 1'),
    });
    expect(await chain.exportTo('b.xlsx', { select: ['region=nowhere'] })).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('SHEET_NO_STORES'),
    });
  });

  test('has titles in the language of who exports, which every language reads', async () => {
    const chain = openChain();
    await chain.exportTo('a.xlsx', { messages: zhCN });
    expect(chain.rowsOf('a.xlsx')[0]?.slice(0, 4)).toEqual([
      '门店编号 (poi_id)',
      '门店名称 (name)',
      '营业时间 (hour)',
      '电话 (contract_phone)',
    ]);
    expect(await chain.importFrom('a.xlsx')).toMatchObject({ exitCode: 0 });
  });
});

describe('a sheet that cannot be read', () => {
  test.each([
    ['missing.xlsx', null, 'There is no file'],
    ['old.xlsx', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'it is an old .xls'],
    ['text.xlsx', Buffer.from('poi_id'), 'it is no .xlsx file'],
    ['broken.csv', Buffer.from('poi_id,name\n1,"x\n'), 'a quotation mark'],
    ['no-header.csv', writeCsv([['a', 'b']]), 'no row of titles'],
    ['sheet.ods', Buffer.from(''), 'Name a file that ends with .xlsx or .csv'],
  ])('is named with what to do (%s)', async (file, bytes, words) => {
    const chain = openChain();
    if (bytes !== null) chain.write(file, bytes);
    expect(await chain.importFrom(file)).toMatchObject({ exitCode: 1, out: expect.stringContaining(words) });
  });
});
