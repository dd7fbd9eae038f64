/** The sheet that a person named: read from its file as a table of stores. */
import { isAbsolute, resolve } from 'node:path';
import { type Obstacle, readNamedFile } from '../base/plain-file.ts';
import { en } from '../messages/en.ts';
import { type Diagnostic, fault, notice, type Place } from '../model.ts';
import type { Grid } from '../sheets/cells.ts';
import { type ColumnTitles, type SheetScope, withoutAccount } from '../sheets/columns.ts';
import { readCsv } from '../sheets/csv-read.ts';
import { isHeader, readTable, type TableReading } from '../sheets/table.ts';
import { LARGEST_SHEET_BYTES, readXlsx } from '../sheets/xlsx-read.ts';
import type { Context } from './context.ts';

export type SheetKind = 'xlsx' | 'csv';

/** What a file's name says that it is, or a fault. */
export function findSheetKind(file: string): SheetKind | Diagnostic {
  const [, ending = ''] = /\.(xlsx|csv)$/iu.exec(file) ?? [];
  if (ending === '') return fault('SHEET_KIND', placeOf(file), { file });
  return ending.toLowerCase() === 'csv' ? 'csv' : 'xlsx';
}

/** The titles of every language: who exported a sheet may have another than who imports it. */
export async function listTitles(scope: SheetScope): Promise<readonly ColumnTitles[]> {
  const { zhCN } = await import('../messages/zh-CN.ts');
  const titles = [en.sheet.titles, zhCN.sheet.titles];
  return scope === 'several' ? titles : titles.map(withoutAccount);
}

/** Where a link leads is the choice of the person who named the file. */
export function readSheet(
  { root }: Pick<Context, 'root'>,
  file: string,
  kind: SheetKind,
  languages: readonly ColumnTitles[],
): TableReading {
  const { bytes, obstacle } = readNamedFile(resolve(root, file), LARGEST_SHEET_BYTES);
  if (obstacle !== null) return { table: null, diagnostics: [explainObstacle(file, obstacle)] };
  const { grids, diagnostics } = kind === 'csv' ? readText(bytes, file, languages) : readBook(bytes, file);
  if (grids === null) return { table: null, diagnostics };
  const reading = readTable(grids, namePlace(file), languages);
  return { table: reading.table, diagnostics: [...diagnostics, ...reading.diagnostics] };
}

interface Grids {
  readonly grids: readonly Grid[] | null;
  readonly diagnostics: readonly Diagnostic[];
}

function readBook(bytes: Buffer, file: string): Grids {
  const read = readXlsx(bytes);
  if (typeof read !== 'string') return { grids: read, diagnostics: [] };
  const place = placeOf(file);
  const refusal =
    read === 'too-large'
      ? fault('SHEET_TOO_LARGE', place, { file })
      : fault('SHEET_UNREADABLE', place, { file, reason: read });
  return { grids: null, diagnostics: [refusal] };
}

function readText(bytes: Buffer, file: string, languages: readonly ColumnTitles[]): Grids {
  const read = readCsv(bytes, (titles) => isHeader(titles, languages));
  const place = placeOf(file);
  if (!('refusal' in read)) {
    const told = read.encoding === 'GBK' ? [notice('SHEET_READ_AS_GBK', place, {})] : [];
    return { grids: [read.grid], diagnostics: told };
  }
  if (read.refusal === 'quotes') {
    const at = { ...place, line: read.line };
    return { grids: null, diagnostics: [fault('SHEET_QUOTES', at, { file })] };
  }
  const refusal =
    read.refusal === 'too-large'
      ? fault('SHEET_TOO_LARGE', place, { file })
      : fault('SHEET_UNREADABLE', place, { file, reason: read.refusal });
  return { grids: null, diagnostics: [refusal] };
}

function explainObstacle(file: string, obstacle: Obstacle): Diagnostic {
  const place = placeOf(file);
  if (obstacle.reason === 'large') return fault('SHEET_TOO_LARGE', place, { file });
  const detail = obstacle.reason === 'system' ? obstacle.detail : '';
  const reason = obstacle.reason === 'link' ? 'special' : obstacle.reason;
  return fault('SHEET_NOT_READ', place, { file, reason, detail });
}

/** The file about which findings of the whole sheet are. */
export function placeOf(file: string): Place {
  return { file: namePlace(file), line: null, column: null };
}

/** Paths in findings have `/`; one from the top of the machine is the person's own word. */
function namePlace(file: string): string {
  return isAbsolute(file) ? file : file.replaceAll('\\', '/').replace(/^\.\//u, '');
}
