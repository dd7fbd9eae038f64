/** Reads a .csv file in whatever encoding and with whatever sign between its cells a spreadsheet program wrote it. Pure. */
import { CsvError, parse } from 'csv-parse/sync';
import { type Cell, type Grid, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, type Row } from './cells.ts';

export type CsvEncoding = 'UTF-8' | 'UTF-16' | 'GBK';

export type CsvReading =
  | { readonly grid: Grid; readonly encoding: CsvEncoding }
  | { readonly refusal: 'encoding' | 'too-large' }
  /** A quote that is not closed, or stands where none can. */
  | { readonly refusal: 'quotes'; readonly line: number | null };

const SEPARATORS = [',', ';', '\t'] as const;

/** `isHeader` knows a header row by the titles in it: the sign between cells is the one that makes it one. */
export function readCsv(bytes: Buffer, isHeader: (titles: readonly string[]) => boolean): CsvReading {
  const decoded = decode(bytes);
  if (decoded === null) return { refusal: 'encoding' };
  // Excel can be told the sign by a first line of its own.
  const [told = '', , sign] =
    /^sep=([,;\t])\r?\n/iu.exec(decoded.text)?.flatMap((part) => [part, part]) ?? [];
  const text = decoded.text.slice(told.length);
  const separator = sign ?? findSeparator(text, isHeader);
  const offset = told === '' ? 0 : 1;
  try {
    const records = parse(text, { delimiter: separator, relaxColumnCount: true, skipEmptyLines: false });
    const rows = toRows(records, offset);
    if (rows === null) return { refusal: 'too-large' };
    return { grid: { name: null, visibility: 'shown', rows }, encoding: decoded.encoding };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = error.lines;
    return { refusal: 'quotes', line: typeof line === 'number' ? line + offset : null };
  }
}

/** UTF-8 and UTF-16 by their marks, then UTF-8, then what Chinese programs write without a mark. */
function decode(bytes: Buffer): { readonly text: string; readonly encoding: CsvEncoding } | null {
  const [first, second] = bytes;
  const wide =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  if (wide !== null) return decodeAs(bytes, wide, 'UTF-16');
  return decodeAs(bytes, 'utf-8', 'UTF-8') ?? decodeAs(bytes, 'gb18030', 'GBK');
}

function decodeAs(bytes: Buffer, label: string, encoding: CsvEncoding): ReturnType<typeof decode> {
  try {
    return { text: new TextDecoder(label, { fatal: true }).decode(bytes), encoding };
  } catch {
    return null;
  }
}

function findSeparator(text: string, isHeader: (titles: readonly string[]) => boolean): string {
  const lines = text.split(/\r?\n|\r/u, 10);
  const fits = (separator: string): boolean =>
    lines.some((line) => isHeader(line.split(separator).map((title) => title.replace(/^"|"$/gu, ''))));
  return SEPARATORS.find(fits) ?? ',';
}

function toRows(records: readonly (readonly string[])[], offset: number): ReadonlyMap<number, Row> | null {
  if (records.length > MOST_ROWS) return null;
  const rows = new Map<number, Row>();
  let cells = 0;
  for (const [index, record] of records.entries()) {
    cells += record.length;
    if (cells > MOST_CELLS || record.length > MOST_COLUMNS) return null;
    const row = new Map<number, Cell>();
    for (const [column, text] of record.entries()) {
      if (text !== '') row.set(column + 1, { kind: 'text', text });
    }
    if (row.size > 0) rows.set(index + 1 + offset, row);
  }
  return rows;
}
