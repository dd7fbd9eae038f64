/** The whole page: one file without a single request, whose only script and style are named by their hashes. Pure. */
import { createHash } from 'node:crypto';
import { dayIn } from '../../base/clock.ts';
import type { Messages } from '../../messages/en.ts';
import { daysHtml } from './days-section.ts';
import { faultsHtml } from './faults-section.ts';
import { PAGE_SCRIPT, PAGE_STYLE, START_SCRIPT } from './generated/page-assets.ts';
import { EMPTY, Html, html } from './markup.ts';
import { headHtml, overviewHtml } from './overview.ts';
import { hasOnlyFindings, listRows, type ReportPage, titleOf } from './page.ts';
import { planHtml } from './plan-section.ts';
import { reviewsHtml } from './reviews-section.ts';
import { countByDay, listRanges } from './special-days.ts';
import { storesHtml } from './stores-section.ts';

/** What every such page begins with, whatever the version: only a file that does is ever written over. */
export const PAGE_MARK = '<!doctype html>\n<!-- mendian report -->\n';

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%230f766e' d='M2 2h12l1 4a2 2 0 0 1-1 2v6H2V8a2 2 0 0 1-1-2zm2 7v4h3V9zm5 0v2h3V9z'/%3E%3C/svg%3E";

/** The page's text, ending with a line break. The same input gives the same bytes. */
export function reportHtml(page: ReportPage, messages: Messages): string {
  const texts = messages.html;
  const title = titleOf(page, messages);
  const body = bodyHtml(page, messages);
  return `${PAGE_MARK}${
    html`<html lang="${texts.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<meta name="generator" content="mendian ${page.version}">
<title>${title} · ${page.plan.as_of}</title>
<link rel="icon" href="${ICON}">
<style>${new Html(PAGE_STYLE)}</style>
<script>${new Html(START_SCRIPT)}</script>
</head>
<body data-source="${page.source ?? ''}">
${body}
<script>${new Html(PAGE_SCRIPT)}</script>
</body>
</html>`.text
  }\n`;
}

/** Nothing is loaded from anywhere, and nothing runs but what this file brings. */
function contentPolicy(): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(START_SCRIPT)} ${hashOf(PAGE_SCRIPT)}`,
    `style-src ${hashOf(PAGE_STYLE)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function bodyHtml(page: ReportPage, messages: Messages): Html {
  const rows = listRows(page);
  const ranges = listRanges(rows, page.plan.as_of);
  const days = countByDay(ranges, page.plan.as_of);
  const timezone = page.timezone ?? 'UTC';
  const dayOf = (moment: string): string => {
    const time = new Date(moment);
    return Number.isNaN(time.getTime()) ? '' : dayIn(timezone, time);
  };
  const view = { asOf: page.plan.as_of, dayOf, messages };
  const findings = faultsHtml(page, messages);
  const first = page.plan.diagnostics.length > 0 ? 'findings' : 'plan';
  const parts = hasOnlyFindings(page)
    ? EMPTY
    : html`
<div class="pair">
${reviewsHtml(page, rows, messages)}
${daysHtml(page, rows, { ranges, days }, messages)}
</div>
${storesHtml(page, rows, view, messages)}`;
  return html`<a class="skip" href="#${hasOnlyFindings(page) ? 'faults' : 'stores'}">${messages.html.skip}</a>
${headHtml(page, messages)}
${navHtml(page, first, messages)}
<main>
${overviewHtml(page, rows, days.size, messages)}
${first === 'findings' ? findings : EMPTY}
${planHtml(page, rows, messages)}${parts}
${first === 'findings' ? EMPTY : findings}
</main>
${dialogHtml(messages)}`;
}

/** Findings stand where they are read first, if there are any. */
function navHtml(
  page: ReportPage,
  first: 'findings' | 'plan',
  { html: { sections, onThisPage } }: Messages,
): Html {
  const order = hasOnlyFindings(page)
    ? (['plan'] as const)
    : (['plan', 'reviews', 'days', 'stores'] as const);
  const ids = first === 'findings' ? (['faults', ...order] as const) : ([...order, 'faults'] as const);
  const links = ids.map((id) => html`<li><a href="#${id}">${sections[id]}</a></li>`);
  return html`<nav aria-label="${onThisPage}"><ul>${links}</ul></nav>`;
}

/** Filled by the script with what the store's rows hold. */
function dialogHtml({ html: { store } }: Messages): Html {
  return html`<dialog id="store-dialog" aria-labelledby="dialog-title" data-plan="${store.plan}">
<div class="dialog-head"><h2 id="dialog-title"></h2><button type="button" id="dialog-close">${store.close}</button></div>
<div id="dialog-content"></div>
</dialog>`;
}
