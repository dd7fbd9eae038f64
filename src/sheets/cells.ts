/** What stands in a spreadsheet, whatever its file format: cells of a kind, in rows, in sheets. */

/**
 * Anything but a text was made by a spreadsheet program out of what somebody typed, or worked out by it. `text` is then
 * how a person sees it, as near as it can be said.
 */
export interface Cell {
  readonly kind: 'text' | 'number' | 'date' | 'boolean' | 'error' | 'formula';
  readonly text: string;
}

/** Cells by column, from 1. Cells without content are left out. */
export type Row = ReadonlyMap<number, Cell>;

export interface Grid {
  /** Null where the file has no sheets with names. */
  readonly name: string | null;
  readonly visibility: 'shown' | 'hidden';
  /** By row number, from 1. */
  readonly rows: ReadonlyMap<number, Row>;
}

/** Where a cell stands. */
export interface CellPlace {
  readonly sheet: string | null;
  readonly row: number;
  readonly column: number;
}

/** More is no list of stores. */
export const MOST_ROWS = 100_000;
export const MOST_COLUMNS = 1_000;
export const MOST_CELLS = 2_000_000;

/** `Stores!D17`, as spreadsheet programs name a cell. */
export function nameCell({ sheet, row, column }: CellPlace): string {
  const address = `${nameColumn(column)}${row}`;
  if (sheet === null) return address;
  return `${/^[\p{L}\p{N}_]+$/u.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`}!${address}`;
}

/** 1 is A, 27 is AA. */
export function nameColumn(column: number): string {
  const before = Math.floor((column - 1) / 26);
  return `${before > 0 ? nameColumn(before) : ''}${String.fromCharCode(65 + ((column - 1) % 26))}`;
}

/** The column and row that an address such as `AB12` names, or null. */
export function parseAddress(address: string): { readonly row: number; readonly column: number } | null {
  const [, letters = '', digits = ''] = /^\$?([A-Z]{1,3})\$?([0-9]{1,7})$/u.exec(address) ?? [];
  if (letters === '') return null;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { row: Number(digits), column };
}
