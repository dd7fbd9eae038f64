/** The readers of spreadsheets as targets: the text of a .csv, and the XML within an .xlsx. */
import { unzipSync, zipSync } from 'fflate';
import { en } from '../../src/messages/en.ts';
import { zhCN } from '../../src/messages/zh-CN.ts';
import type { Diagnostic } from '../../src/model.ts';
import { readBase } from '../../src/sheets/base.ts';
import type { Grid } from '../../src/sheets/cells.ts';
import { readCsv } from '../../src/sheets/csv-read.ts';
import { writeCsv } from '../../src/sheets/csv-write.ts';
import { makeSheet } from '../../src/sheets/export.ts';
import { isHeader, readTable } from '../../src/sheets/table.ts';
import { readXlsx } from '../../src/sheets/xlsx-read.ts';
import { writeXlsx } from '../../src/sheets/xlsx-write.ts';
import { buildStore } from '../builders.ts';

const LANGUAGES = [en.sheet.titles, zhCN.sheet.titles];
const SHEET = 'xl/worksheets/sheet1.xml';
const STORES = [buildStore({ labels: { region: 'east' } }), buildStore({ poi_id: '2', name: '=1+1' })];
const written = makeSheet(STORES, en.sheet.titles, 'Stores');
const parts = unzipSync(writeXlsx(written));

/** An own export, and cells as spreadsheet programs write them: shared texts, numbers, formulas, errors, rich text. */
export const SHEET_SEEDS: readonly string[] = [
  Buffer.from(parts[SHEET] ?? []).toString('latin1'),
  '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>poi_id</t></is></c><c r="B1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>4.7E+18</v></c><c r="B2" t="e"><f>A1</f><v>#N/A</v></c></row></sheetData></worksheet>',
];

export const CSV_SEEDS: readonly string[] = [
  writeCsv(written.rows).toString('latin1'),
  'poi_id;hour\r\n1;"10:00-21:00"\r\n',
  'poi_id\thour\n"1\t2\n',
];

export function readSheetXml(bytes: Buffer): readonly Diagnostic[] {
  const grids = readXlsx(Buffer.from(zipSync({ ...parts, [SHEET]: bytes }, { level: 0 })));
  return typeof grids === 'string' ? [] : readGrids(grids, 'stores.xlsx');
}

export function readSheetCsv(bytes: Buffer): readonly Diagnostic[] {
  const reading = readCsv(bytes, (titles) => isHeader(titles, LANGUAGES));
  return 'grid' in reading ? readGrids([reading.grid], 'stores.csv') : [];
}

function readGrids(grids: readonly Grid[], file: string): readonly Diagnostic[] {
  const { table, diagnostics } = readTable(grids, file, LANGUAGES);
  for (const { cells } of table?.rows ?? []) for (const { text } of cells.values()) readBase(text);
  return diagnostics;
}
