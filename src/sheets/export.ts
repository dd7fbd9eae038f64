/** Stores as the rows of a sheet, with the look of its columns. Pure. */
import stringWidth from 'string-width';
import type { Store } from '../model.ts';
import { writeBase } from './base.ts';
import {
  ACCOUNT_COLUMN,
  BASE_COLUMN,
  type ColumnTitles,
  FILE_COLUMN,
  ID_COLUMN,
  listColumns,
  type SheetScope,
  titleOf,
} from './columns.ts';
import { listLabels, rowOf } from './row-texts.ts';
import type { WrittenColumn, WrittenSheet } from './xlsx-write.ts';

/** In characters; what is longer is cut on the screen, not in the cell. */
const WIDTHS = { least: 9, most: 36 };
/** A column's width beyond its text, with room for the button of a filter. */
const MARGIN = 4;

/** The sheet of some stores: a header, then a row each. */
export function makeSheet(
  stores: readonly Store[],
  titles: ColumnTitles,
  name: string,
  scope: SheetScope = 'one',
): WrittenSheet {
  const labels = listLabels(stores);
  const columns = listColumns(labels, scope);
  const rows = stores.map((store) => {
    const texts = new Map(rowOf(store, labels));
    if (scope === 'several') texts.set(ACCOUNT_COLUMN, store.account);
    const exported = new Map([...texts].filter(([column]) => column !== ID_COLUMN));
    const base = writeBase(store.poi_id, exported);
    return columns.map((column) => (column === BASE_COLUMN ? base : (texts.get(column) ?? '')));
  });
  const header = columns.map((column) => titleOf(column, titles));
  return {
    name,
    columns: columns.map((column, index) => describeColumn(column, [header, ...rows], index)),
    rows: [header, ...rows],
    // Id and name stay in view beside whatever is edited.
    frozen: scope === 'several' ? 3 : 2,
  };
}

function describeColumn(column: string, rows: readonly (readonly string[])[], index: number): WrittenColumn {
  const widest = rows.reduce((most, row) => Math.max(most, stringWidth((row[index] ?? '').slice(0, 200))), 0);
  const width = Math.min(WIDTHS.most, Math.max(WIDTHS.least, widest + MARGIN));
  const look =
    column === BASE_COLUMN
      ? 'hidden'
      : [ACCOUNT_COLUMN, ID_COLUMN, FILE_COLUMN].includes(column)
        ? 'read-only'
        : 'open';
  return { width, look };
}
