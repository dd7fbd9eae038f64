/** Which stores are shown: free text, action, review, account and label together. */
import { find, findIfThere } from './elements.ts';
import { normalise, type StoreRow } from './rows.ts';

/** Reads the filters as they stand now. */
export function makeFilter(): (row: StoreRow) => boolean {
  const words = normalise(find('search', HTMLInputElement).value)
    .split(/\s+/u)
    .filter((word) => word !== '');
  const [action, review, label, account] = [
    'filter-action',
    'filter-review',
    'filter-label',
    'filter-account',
  ].map((id) => findIfThere(id, HTMLSelectElement)?.value ?? '');
  return (row) =>
    (action === '' || row.action === action) &&
    (review === '' || row.review === review) &&
    (account === '' || row.account === account) &&
    (label === '' || label === undefined || row.labels.includes(label)) &&
    words.every((word) => row.search.includes(word));
}

/** Sets one filter: "filter-review:approved". */
export function setFilter(filter: string): void {
  const [id = '', value = ''] = filter.split(':');
  const select = findIfThere(id, HTMLSelectElement);
  if (select !== null) select.value = value;
}
