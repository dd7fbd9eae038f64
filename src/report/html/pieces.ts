/** Small pieces that several parts of the page use. */
import { PICTURE_URL_PATTERN } from '../../fields.ts';
import type { Place } from '../../model.ts';
import { EMPTY, type Html, html } from './markup.ts';
import type { PageRow, ReportPage } from './page.ts';

const PICTURE_URL = new RegExp(PICTURE_URL_PATTERN, 'u');

/** A section with its heading; `id` names both. */
export function section(id: string, title: string, content: Html): Html {
  return html`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>`;
}

/** The store's name as a link to its row. */
export function storeLink({ key, name }: Pick<PageRow, 'key' | 'name'>): Html {
  return html`<a class="name" href="#store-${key}">${name}</a>`;
}

/** Whose store it is; nothing where there is one account. */
export function accountHtml(
  { accounts }: Pick<ReportPage, 'accounts'>,
  { account }: Pick<PageRow, 'account'>,
): Html {
  return accounts === undefined ? EMPTY : html` <span class="tag account">${account}</span>`;
}

/** A coloured word. `kind` is one of the style sheet's. */
export function tag(kind: string, text: string): Html {
  return html`<span class="tag ${kind}">${text}</span>`;
}

/** A list under a heading. A long one is folded, and opens by itself for printing. */
export function titledList(
  { length, most }: { readonly length: number; readonly most: number },
  title: string,
  list: Html,
): Html {
  return length <= most
    ? html`
<h3>${title}</h3>
${list}`
    : html`
<details class="fold"><summary><h3>${title}</h3></summary>${list}</details>`;
}

/** A picture's address as a link, or as text where it is none of the platform's. Nothing is loaded from it. */
export function pictureLink(url: string): Html {
  return PICTURE_URL.test(url)
    ? html`<a class="url" href="${url}" target="_blank" rel="noopener noreferrer">${url}</a>`
    : html`<bdi class="url">${url}</bdi>`;
}

/** `file:line`, as a link where the repository's address is known. */
export function placeLink({ file, line }: Pick<Place, 'file' | 'line'>, source: string | null): Html {
  if (file === null) return EMPTY;
  const place = showPlace({ file, line });
  if (source === null) return html`<bdi class="path">${place}</bdi>`;
  const anchor = line === null ? '' : `#L${line}`;
  const path = file.split('/').map(encodePart).join('/');
  return html`<a class="path" href="${source}${path}${anchor}" target="_blank" rel="noopener noreferrer"><bdi>${place}</bdi></a>`;
}

export function showPlace({ file, line }: Pick<Place, 'file' | 'line'>): string {
  return line === null ? (file ?? '') : `${file}:${line}`;
}

/** A lone surrogate has no encoding. */
function encodePart(part: string): string {
  return encodeURIComponent(part.replace(/[\ud800-\udfff]/gu, '\ufffd'));
}
