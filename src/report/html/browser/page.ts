/** The script of the page. All that it knows stands in the page itself, which says the same without it. */
import { openOnDemand } from './dialog.ts';
import { find } from './elements.ts';
import { setFilter } from './filters.ts';
import { makeHeads, offerMore, type StoreTable, takeTable } from './table.ts';

function start(stores: StoreTable): void {
  const form = find('filters', HTMLFormElement);
  makeHeads(stores);
  offerMore(stores);
  find('sort', HTMLSelectElement).value = 'poi_id';
  stores.update();
  form.hidden = false;
  form.addEventListener('input', stores.update);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', (event) => {
    // The usual reset would sort by the first column.
    event.preventDefault();
    clear(form);
    stores.update();
    find('search', HTMLInputElement).focus();
  });
  filterByTiles(form, stores);
  openOnDemand(stores);
}

/** Empties the filters, and leaves the order alone. */
function clear(form: HTMLFormElement): void {
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement) field.value = '';
    if (field instanceof HTMLSelectElement && field.id.startsWith('filter-')) field.value = '';
  }
}

/** Counts whose stores only the table shows. */
function filterByTiles(form: HTMLFormElement, stores: StoreTable): void {
  for (const tile of document.querySelectorAll<HTMLElement>('a.tile[data-filter]')) {
    const filter = tile.dataset.filter ?? '';
    if (filter !== '')
      tile.addEventListener('click', () => {
        clear(form);
        setFilter(filter);
        stores.update();
      });
  }
}

/** On paper nothing is folded, and all stores that fit are there. */
function printAll(stores: StoreTable | null): void {
  let restore: () => void = () => undefined;
  addEventListener('beforeprint', () => {
    const showFew = stores?.showAll();
    const folded = [...document.querySelectorAll<HTMLDetailsElement>('details.fold:not([open])')];
    for (const each of folded) each.open = true;
    restore = () => {
      for (const each of folded) each.open = false;
      showFew?.();
    };
  });
  addEventListener('afterprint', () => {
    restore();
    restore = () => undefined;
  });
}

try {
  const stores = takeTable();
  if (stores !== null) start(stores);
  printAll(stores);
} finally {
  // Whatever went wrong: the table that the page brought is there.
  document.documentElement.classList.add('ready');
}
