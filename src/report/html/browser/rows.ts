/** The stores of the table as they are filtered and sorted: read once from the page itself. */

/** One store: its part of the table, and what is looked for in it. */
export interface StoreRow {
  readonly id: string;
  readonly body: HTMLTableSectionElement;
  readonly search: string;
  readonly action: string;
  readonly review: string;
  /** Empty where the page is about one account. */
  readonly account: string;
  readonly labels: readonly string[];
}

/** Reads all stores of the table. */
export function readRows(table: HTMLTableElement): readonly StoreRow[] {
  return Array.from(table.tBodies, (body) => ({
    id: body.id,
    body,
    search: searchText(body),
    action: body.dataset.action ?? 'unchanged',
    review: body.dataset.review ?? 'none',
    account: body.dataset.account ?? '',
    labels: Array.from(body.getElementsByTagName('i'), (label) => label.textContent ?? ''),
  }));
}

/** What the table shows of a store, and the audit id. Walked by hand: selectors would take most of the page's start. */
function searchText(body: HTMLTableSectionElement): string {
  let text = body.getElementsByTagName('code').item(0)?.textContent ?? '';
  for (let cell = body.firstElementChild?.firstElementChild; cell; cell = cell.nextElementSibling) {
    text += `\n${cell.textContent}`;
  }
  return normalise(text);
}

/** Full-width letters and digits are found by the usual ones, and capitals by small letters. */
export function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

const upgraded = new WeakSet<HTMLTableSectionElement>();

/**
 * Makes a store that is about to be shown ready for use. Roles are written out, since small screens lay the table out as
 * cards, and some browsers then forget that it is a table.
 */
export function upgradeRow(body: HTMLTableSectionElement): void {
  if (upgraded.has(body)) return;
  upgraded.add(body);
  body.setAttribute('role', 'rowgroup');
  for (const row of body.rows) {
    row.setAttribute('role', 'row');
    for (const cell of row.cells) cell.setAttribute('role', cell.tagName === 'TH' ? 'rowheader' : 'cell');
  }
  const name = body.querySelector('th');
  if (name === null) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'name';
  button.dataset.store = body.id;
  button.setAttribute('aria-haspopup', 'dialog');
  button.append(...name.childNodes);
  name.append(button);
}
