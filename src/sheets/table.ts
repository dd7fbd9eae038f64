/** A sheet as a table of stores: which columns it has, and which rows tell of which store. Pure. */
import { type Diagnostic, fault, type Place, warning } from '../model.ts';
import { type Base, digestCell, readBase } from './base.ts';
import { type Cell, type CellPlace, type Grid, nameCell, type Row } from './cells.ts';
import {
  ACCOUNT_COLUMN,
  BASE_COLUMN,
  type ColumnTitles,
  findColumn,
  findMeantColumn,
  ID_COLUMN,
} from './columns.ts';
import { unguardText } from './csv-guard.ts';

/** A row of the sheet that tells of a store. */
export interface TableRow {
  readonly number: number;
  readonly poi_id: string;
  /** As its column says, where there is one; null without. */
  readonly account: string | null;
  /** By column name; empty cells are left out. */
  readonly cells: ReadonlyMap<string, Cell>;
  /** Null where there is none; `damaged` where its cell cannot be read. */
  readonly base: Base | null | 'damaged';
}

export interface Table {
  /** The file as it was named. */
  readonly file: string;
  readonly sheet: string | null;
  /** Numbers of the columns by their names. */
  readonly columns: ReadonlyMap<string, number>;
  readonly rows: readonly TableRow[];
}

export interface TableReading {
  readonly table: Table | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** People put headings above a header. */
const HEADER_WITHIN = 10;

/** Finds the sheet with the stores, its header, and its rows. */
export function readTable(
  grids: readonly Grid[],
  file: string,
  languages: readonly ColumnTitles[],
): TableReading {
  const found = grids.flatMap((grid) => {
    const header = findHeader(grid, languages);
    return header === null ? [] : [{ grid, header }];
  });
  const shown = found.filter(({ grid }) => grid.visibility === 'shown');
  const [first, second] = shown.length > 0 ? shown : found;
  const nowhere = { file, line: null, column: null };
  if (first === undefined) return { table: null, diagnostics: [fault('SHEET_NO_HEADER', nowhere, {})] };
  if (second !== undefined) {
    const names = shown.map(({ grid }) => grid.name ?? '');
    return { table: null, diagnostics: [fault('SHEET_SEVERAL', nowhere, { names })] };
  }
  return readFrom(first.grid, first.header, file, languages);
}

function findHeader({ rows }: Grid, languages: readonly ColumnTitles[]): number | null {
  const header = [...rows].slice(0, HEADER_WITHIN).find(([, row]) =>
    isHeader(
      [...row.values()].map(({ text }) => text),
      languages,
    ),
  );
  return header?.[0] ?? null;
}

/** Whether these titles are those of a table of stores. */
export function isHeader(titles: readonly string[], languages: readonly ColumnTitles[]): boolean {
  return titles.some((title) => title.length < 200 && findColumn(title, languages) === ID_COLUMN);
}

function readFrom(
  grid: Grid,
  header: number,
  file: string,
  languages: readonly ColumnTitles[],
): TableReading {
  const place = (row: number, column: number): CellPlace => ({ sheet: grid.name, row, column });
  const { columns, diagnostics } = readHeader(grid, header, { file, place, languages });
  const id = columns.get(ID_COLUMN) ?? 0;
  const rows: TableRow[] = [];
  for (const [number, row] of grid.rows) {
    const texts = [...columns].flatMap(([name, column]) => {
      const cell = row.get(column);
      return cell === undefined || cell.text.trim() === '' ? [] : [[name, cell] as const];
    });
    if (number <= header || texts.length === 0) continue;
    const cells = new Map(texts);
    const at = { file, line: number, column: id };
    const poiId = readId(cells.get(ID_COLUMN));
    if (poiId === null) diagnostics.push(objectToId(cells, at, nameCell(place(number, id))));
    else rows.push({ number, poi_id: poiId, account: readAccount(cells), cells, base: findBase(cells) });
  }
  const table = { file, sheet: grid.name, columns, rows };
  return { table, diagnostics: [...diagnostics, ...findTwice(table)] };
}

interface HeaderScene {
  readonly file: string;
  readonly place: (row: number, column: number) => CellPlace;
  readonly languages: readonly ColumnTitles[];
}

function readHeader(
  grid: Grid,
  header: number,
  { file, place, languages }: HeaderScene,
): { readonly columns: Map<string, number>; readonly diagnostics: Diagnostic[] } {
  const columns = new Map<string, number>();
  const diagnostics: Diagnostic[] = [];
  for (const [column, { text }] of grid.rows.get(header) ?? new Map<number, Cell>()) {
    const title = text.trim();
    const name = findColumn(title, languages);
    const at: Place = { file, line: header, column };
    const cell = nameCell(place(header, column));
    const earlier = name === null ? undefined : columns.get(name);
    if (title === '') continue;
    if (name === null) diagnostics.push(...objectToTitle(grid, column, { title, at, cell }));
    else if (earlier === undefined) columns.set(name, column);
    else {
      const other = nameCell(place(header, earlier));
      diagnostics.push(fault('SHEET_COLUMN_TWICE', at, { cell, other, column: name }));
    }
  }
  return { columns, diagnostics };
}

/** A column of people's own is left alone; one that only looks misspelt would silently change nothing. */
function objectToTitle(
  { rows }: Grid,
  column: number,
  { title, at, cell }: { readonly title: string; readonly at: Place; readonly cell: string },
): readonly Diagnostic[] {
  const meant = findMeantColumn(title);
  if (meant !== null) return [fault('SHEET_COLUMN_MISSPELT', at, { cell, title, meant })];
  const used = [...rows].some(([number, row]: [number, Row]) => number > (at.line ?? 0) && row.has(column));
  return used ? [warning('SHEET_COLUMN_UNKNOWN', at, { cell, title })] : [];
}

/** An id that is a text, or a number of which no digit can have been lost but zeros in front. */
function readId(cell: Cell | undefined): string | null {
  if (cell === undefined || (cell.kind !== 'text' && cell.kind !== 'number')) return null;
  const text = unguardText(cell.text.trim());
  return /^[0-9]{1,20}$/u.test(text) && (cell.kind === 'text' || text.length <= 15) ? text : null;
}

function objectToId(cells: ReadonlyMap<string, Cell>, at: Place, cell: string): Diagnostic {
  const id = cells.get(ID_COLUMN);
  return id === undefined
    ? fault('SHEET_ID_EMPTY', at, { cell })
    : fault('SHEET_ID_WRONG', at, { cell, read: id.text });
}

function readAccount(cells: ReadonlyMap<string, Cell>): string | null {
  const cell = cells.get(ACCOUNT_COLUMN);
  return cell === undefined ? null : unguardText(cell.text.trim());
}

function findBase(cells: ReadonlyMap<string, Cell>): TableRow['base'] {
  const cell = cells.get(BASE_COLUMN);
  if (cell === undefined) return null;
  return (cell.kind === 'text' ? readBase(cell.text) : null) ?? 'damaged';
}

function findTwice({ file, sheet, columns, rows }: Table): readonly Diagnostic[] {
  const column = columns.get(ID_COLUMN) ?? 0;
  const first = new Map<string, number>();
  return rows.flatMap(({ number, poi_id, account }) => {
    const key = `${account ?? ''} ${poi_id}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, number);
    if (other === undefined) return [];
    const cell = nameCell({ sheet, row: number, column });
    const otherCell = nameCell({ sheet, row: other, column });
    return [fault('SHEET_ID_TWICE', { file, line: number, column }, { cell, other: otherCell, poi_id })];
  });
}

/** Whether a table is an export that nobody has changed since: then another may take its place. */
export function isUntouched({ rows, columns }: Table): boolean {
  return rows.every(({ poi_id, cells, base }) => {
    if (base === null || base === 'damaged' || base.poi_id !== poi_id) return false;
    const own = [...columns.keys()].filter((column) => column !== BASE_COLUMN && column !== ID_COLUMN);
    return own.every((column) => {
      const text = cells.get(column)?.text ?? '';
      return [text, unguardText(text)].some(
        (each) => base.digests.get(column) === digestCell(poi_id, column, each),
      );
    });
  });
}
