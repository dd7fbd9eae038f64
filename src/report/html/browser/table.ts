/** The table of stores: shows those that fit, a few at a time, in the order that was asked for. */
import { fill, find, findIfThere } from './elements.ts';
import { makeFilter } from './filters.ts';
import { readRows, type StoreRow, upgradeRow } from './rows.ts';
import { makeSorter, type Order } from './sorting.ts';

/** Stores shown at first, and with each further step. */
const STEP = 50;

export interface StoreTable {
  readonly table: HTMLTableElement;
  /** All stores by the id of their part of the table. */
  readonly stores: ReadonlyMap<string, StoreRow>;
  /** Filters and sorts anew, from the start of the list. */
  readonly update: () => void;
  /** Shows so many more of those that fit. */
  readonly showMore: (count: number) => void;
  /** Shows all that fit, and gives back what shows as many as before. */
  readonly showAll: () => () => void;
}

/** Takes the table over; null where the page has none. */
export function takeTable(): StoreTable | null {
  const table = findIfThere('store-table', HTMLTableElement);
  if (table === null) return null;
  const rows = readRows(table);
  const sort = makeSorter(table);
  let hits: readonly StoreRow[] = rows;
  let shown = STEP;

  const draw = (): void => {
    const part = hits.slice(0, shown).map(({ body }) => body);
    for (const body of part) upgradeRow(body);
    table.replaceChildren(...(table.tHead === null ? [] : [table.tHead]), ...part);
    tell(hits.length, rows.length, shown);
  };
  const update = (): void => {
    const order = readOrder();
    markOrder(table, order);
    hits = sort(rows.filter(makeFilter()), order);
    shown = STEP;
    draw();
  };
  const showMore = (count: number): void => {
    shown += count;
    draw();
  };
  const showAll = (): (() => void) => {
    const before = shown;
    shown = Number.POSITIVE_INFINITY;
    draw();
    return () => {
      shown = before;
      draw();
    };
  };
  return { table, stores: new Map(rows.map((row) => [row.id, row])), update, showMore, showAll };
}

function readOrder(): Order {
  const direction = find('direction', HTMLSelectElement).value;
  return {
    column: find('sort', HTMLSelectElement).value,
    direction: direction === 'descending' ? 'descending' : 'ascending',
  };
}

function markOrder(table: HTMLTableElement, { column, direction }: Order): void {
  for (const head of table.tHead?.rows[0]?.cells ?? []) {
    if (head.dataset.column === column) head.setAttribute('aria-sort', direction);
    else head.removeAttribute('aria-sort');
  }
}

/** Says how many fit, and offers the rest. */
function tell(hits: number, all: number, shown: number): void {
  const status = find('hits', HTMLElement);
  const text = hits === 0 ? (status.dataset.nothing ?? '') : fill(status, { hits, all });
  if (status.textContent !== text) status.textContent = text;
  const left = hits - shown;
  find('more', HTMLElement).hidden = left <= 0;
  const [more, every] = [find('show-more', HTMLButtonElement), find('show-all', HTMLButtonElement)];
  more.textContent = fill(more, { count: Math.min(STEP, Math.max(0, left)) });
  every.textContent = fill(every, { count: hits });
  every.hidden = left <= STEP;
}

/** Puts a button into each head: a click sorts by the column, a second one turns the order around. */
export function makeHeads({ table, update }: StoreTable): void {
  table.setAttribute('role', 'table');
  table.tHead?.setAttribute('role', 'rowgroup');
  table.tHead?.rows[0]?.setAttribute('role', 'row');
  const [sort, direction] = [find('sort', HTMLSelectElement), find('direction', HTMLSelectElement)];
  for (const head of table.tHead?.rows[0]?.cells ?? []) {
    head.setAttribute('role', 'columnheader');
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const again = head.getAttribute('aria-sort') === 'ascending';
      sort.value = head.dataset.column ?? '';
      direction.value = again ? 'descending' : 'ascending';
      update();
    });
  }
}

/** Further rows come at the end, where the focus then is. */
export function offerMore({ table, showMore, showAll }: StoreTable): void {
  find('show-more', HTMLButtonElement).addEventListener('click', () => {
    const before = table.tBodies.length;
    showMore(STEP);
    table.tBodies[before]?.querySelector('button')?.focus();
  });
  find('show-all', HTMLButtonElement).addEventListener('click', () => {
    const before = table.tBodies.length;
    showAll();
    table.tBodies[before]?.querySelector('button')?.focus();
  });
}
