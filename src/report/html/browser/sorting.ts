/** Sorts stores by a column of the table. */
import { language } from './elements.ts';
import type { StoreRow } from './rows.ts';

export interface Order {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

type Key = string | number;
type Compare = (left: Key, right: Key) => number;

/** The columns in their order, with what compares them. Chinese names go by their sound. */
export function makeSorter(
  table: HTMLTableElement,
): (rows: readonly StoreRow[], order: Order) => readonly StoreRow[] {
  const columns = Array.from(table.tHead?.rows[0]?.cells ?? [], (cell) => cell.dataset.column ?? '');
  const collator = new Intl.Collator(language(), { numeric: true });
  const asText: Compare = (left, right) => collator.compare(String(left), String(right));
  const asNumber: Compare = (left, right) => Number(left) - Number(right);
  const keyOf = (row: StoreRow, column: string): Key => readKey(row, column, columns.indexOf(column));
  return (rows, { column, direction }) => {
    const compare =
      RANKED.includes(column) || column === 'pictures' ? asNumber : column === 'poi_id' ? compareIds : asText;
    const sign = direction === 'ascending' ? 1 : -1;
    return rows
      .map((row) => ({ row, key: keyOf(row, column) }))
      .sort((left, right) => compareKeys(left.key, right.key, compare, sign))
      .map(({ row }) => row);
  };
}

/** Their words have an order of their own: the one in which the filters list them. */
const RANKED: readonly string[] = ['review', 'plan'];

function readKey({ body, action, review }: StoreRow, column: string, index: number): Key {
  if (column === 'plan') return rankIn('filter-action', action);
  if (column === 'review') return rankIn('filter-review', review);
  return body.rows[0]?.cells[index]?.textContent?.trim() ?? '';
}

function rankIn(id: string, value: string): number {
  const select = document.getElementById(id);
  if (!(select instanceof HTMLSelectElement)) return 0;
  return Array.from(select.options).findIndex((option) => option.value === value);
}

/** Ids are whole numbers with more digits than a number keeps. */
function compareIds(left: Key, right: Key): number {
  const [one, other] = [String(left), String(right)];
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0);
}

/** Stores without a value come last, whatever the direction. */
function compareKeys(left: Key, right: Key, compare: Compare, sign: number): number {
  if (left === '' || right === '') return Number(left === '') - Number(right === '');
  return sign * compare(left, right);
}
