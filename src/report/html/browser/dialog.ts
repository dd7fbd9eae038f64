/** Opens a store: what its rows of the table hold, and its change of the plan. */
import { find } from './elements.ts';
import type { StoreTable } from './table.ts';

/** Columns that the title repeats, or the facts below. */
const TOLD_ELSEWHERE: readonly string[] = ['name', 'pictures', 'review'];
const PICTURE = /^https?:\/\/mmbiz\.(?:qpic|qlogo)\.cn\/[!-~]+$/u;

/** Lets buttons, links to stores and clicks on rows open the dialog. */
export function openOnDemand(stores: StoreTable): void {
  const dialog = find('store-dialog', HTMLDialogElement);
  find('dialog-close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    // Only the backdrop is the dialog itself: its padding belongs to its children.
    if (event.target === dialog) dialog.close();
  });
  document.addEventListener('click', (event) => {
    const id = event.target instanceof Element ? storeOf(event.target) : null;
    if (id === null || !stores.stores.has(id)) return;
    event.preventDefault();
    openStore(dialog, stores, id);
  });
  const openNamed = (): void => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (stores.stores.has(id)) openStore(dialog, stores, id);
  };
  addEventListener('hashchange', openNamed);
  openNamed();
}

/** The store that a click is about. A click that ends the selection of text is about none. */
function storeOf(target: Element): string | null {
  const control = target.closest('a, button, summary, select, input');
  if (control instanceof HTMLButtonElement) return control.dataset.store ?? null;
  if (control !== null) {
    const href = control.getAttribute('href') ?? '';
    return href.startsWith('#store-') ? href.slice(1) : null;
  }
  const body = target.closest('#store-table > tbody');
  return body === null || String(getSelection()) !== '' ? null : body.id;
}

function openStore(dialog: HTMLDialogElement, { table, stores }: StoreTable, id: string): void {
  const row = stores.get(id);
  const first = row?.body.rows[0];
  if (row === undefined || first === undefined) return;
  const content = find('dialog-content', HTMLElement);
  find('dialog-title', HTMLElement).textContent = first.cells[0]?.textContent ?? '';
  content.replaceChildren(readCells(table, first), ...copyFacts(row.body), ...copyChange(id, dialog));
  linkPictures(content);
  linkFiles(content);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

/** The cells as a list of terms, named by the heads of their columns. */
function readCells(table: HTMLTableElement, row: HTMLTableRowElement): HTMLElement {
  const list = document.createElement('dl');
  list.className = 'facts';
  for (const [index, head] of Array.from(table.tHead?.rows[0]?.cells ?? []).entries()) {
    const cell = row.cells[index];
    const empty = cell === undefined || cell.textContent?.trim() === '';
    if (empty || TOLD_ELSEWHERE.includes(head.dataset.column ?? '')) continue;
    const [term, value] = [document.createElement('dt'), document.createElement('dd')];
    term.textContent = head.textContent;
    value.className = head.dataset.column ?? '';
    value.append(...Array.from(cell.childNodes, (node) => node.cloneNode(true)));
    list.append(term, value);
  }
  return list;
}

function copyFacts(body: HTMLTableSectionElement): readonly Node[] {
  return Array.from(body.querySelectorAll('dl'), (facts) => {
    const copy = facts.cloneNode(true);
    if (copy instanceof HTMLElement) copy.className = 'facts';
    return copy;
  });
}

/** The change of the plan without its id and the store's name, which the title says. */
function copyChange(id: string, dialog: HTMLDialogElement): readonly Node[] {
  const change = document.getElementById(id.replace(/^store-/u, 'plan-'))?.querySelector('.what');
  if (!change?.hasChildNodes()) return [];
  const title = document.createElement('h3');
  title.textContent = dialog.dataset.plan ?? '';
  return [title, change.cloneNode(true)];
}

/** Addresses of pictures become links here alone: thousands of them would double the page. */
function linkPictures(content: HTMLElement): void {
  for (const text of listTexts(content, '.facts ol > li, bdi.url')) {
    if (PICTURE.test(text.data)) text.replaceWith(makeLink('url', text.data, text.data));
  }
}

/** Files become links where the page knows the address of its repository. */
function linkFiles(content: HTMLElement): void {
  const source = document.body.dataset.source ?? '';
  if (source === '') return;
  for (const text of listTexts(content, '.facts .file, .facts bdi')) {
    const [, file, line] = /^(.+\.ya?ml)(?::(\d+))?$/u.exec(text.data) ?? [];
    if (file === undefined) continue;
    const path = file.split('/').map(encodeURIComponent).join('/');
    const anchor = line === undefined ? '' : `#L${line}`;
    text.replaceWith(makeLink('', `${source}${path}${anchor}`, text.data));
  }
}

/** The first text of each of some elements. */
function listTexts(content: HTMLElement, selector: string): readonly Text[] {
  return Array.from(content.querySelectorAll(selector), ({ firstChild }) => firstChild).filter(
    (node): node is Text => node instanceof Text,
  );
}

function makeLink(kind: string, address: string, text: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.className = kind;
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.textContent = text;
  return link;
}
