/** Finds the parts of the page that the script works with. */

/** The element with this id; a page without it is broken. */
export function find<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`no #${id}`);
}

/** The same, or null: some pages have no stores, or no labels. */
export function findIfThere<T extends HTMLElement>(id: string, kind: new () => T): T | null {
  const found = document.getElementById(id);
  return found instanceof kind ? found : null;
}

/** A text of the page with its placeholders filled. */
export function fill(element: HTMLElement, values: Readonly<Record<string, number>>): string {
  const template = element.dataset.text ?? '';
  return template.replace(/\{(\w+)\}/gu, (_, name: string) => (values[name] ?? 0).toLocaleString(language()));
}

/** The page's own language, for order and numbers. */
export function language(): string {
  return document.documentElement.lang;
}
