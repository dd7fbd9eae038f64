/** The table of all stores, with what filters and sorts it. */
import type { Messages } from '../../messages/en.ts';
import { specialOn } from '../../special-hours.ts';
import { EMPTY, type Html, html } from './markup.ts';
import type { PageRow, PlannedAction, ReportPage } from './page.ts';
import { section, tag } from './pieces.ts';
import { countPictures, type FactsView, factsHtml, textOn } from './store-facts.ts';

const COLUMNS = ['name', 'poi_id', 'file', 'labels', 'hour', 'phone', 'pictures', 'review', 'plan'] as const;
/** The style knows a cell by its number: what only some pages have comes last. */
const COLUMNS_OF_SEVERAL = [...COLUMNS, 'account'] as const;
const ACTIONS: readonly PlannedAction[] = [
  'update',
  'hold',
  'verify',
  'release',
  'adopt',
  'unchanged',
  'none',
];
const REVIEWS: readonly PageRow['review'][] = ['rejected', 'overdue', 'pending', 'approved', 'none'];
/** A label with more values than this names single stores: the search finds those. */
const MOST_VALUES = 100;

export function storesHtml(
  page: ReportPage,
  rows: readonly PageRow[],
  view: FactsView,
  messages: Messages,
): Html {
  const { sections, table } = messages.html;
  if (rows.length === 0) return section('stores', sections.stores, html`<p class="note">${table.none}</p>`);
  const heads = listColumns(page).map(
    (column) => html`<th scope="col" data-column="${column}">${table.columns[column]}</th>`,
  );
  return section(
    'stores',
    sections.stores,
    html`${controlsHtml(page, rows, messages)}
<table class="stores" id="store-table" aria-labelledby="stores-title">
<thead><tr>${heads}</tr></thead>
${rows.map((row) => rowHtml(row, page, view))}
</table>
<p id="more" class="more-rows" hidden><button type="button" id="show-more" data-text="${table.more('{count}')}"></button> <button type="button" id="show-all" data-text="${table.all('{count}')}"></button></p>`,
  );
}

function listColumns({ accounts }: ReportPage): readonly (typeof COLUMNS_OF_SEVERAL)[number][] {
  return accounts === undefined ? COLUMNS : COLUMNS_OF_SEVERAL;
}

/** Hidden where no script runs. */
function controlsHtml(page: ReportPage, rows: readonly PageRow[], messages: Messages): Html {
  const { table, actions, reviews } = messages.html;
  const usedActions = ACTIONS.filter((action) => rows.some((row) => row.action === action));
  const usedReviews = REVIEWS.filter((review) => rows.some((row) => row.review === review));
  const actionOptions = usedActions.map((each) => ({ value: each, text: actions[each] }));
  const reviewOptions = usedReviews.map((each) => ({ value: each, text: reviews[each] }));
  const labelOptions = listLabels(rows).map((each) => ({ value: each, text: each }));
  const columns = listColumns(page).map((each) => ({ value: each, text: table.columns[each] }));
  return html`
<form id="filters" class="filters" role="search" aria-label="${table.filters}" hidden>
<p class="wide-field"><label for="search">${table.search}</label><input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="${table.searchHint}"></p>
${selectHtml('filter-action', table.columns.plan, table.any, actionOptions)}
${selectHtml('filter-review', table.columns.review, table.any, reviewOptions)}
${accountFilterHtml(page, messages)}${labelOptions.length === 0 ? EMPTY : selectHtml('filter-label', table.label, table.any, labelOptions)}
${selectHtml('sort', table.sort, null, columns)}
<p><label for="direction" class="vh">${table.sort}</label><select id="direction"><option value="ascending">${table.ascending}</option><option value="descending">${table.descending}</option></select></p>
<p><button type="reset">${table.clear}</button></p>
</form>
<p id="hits" class="hits" role="status" data-text="${table.shown('{hits}', '{all}')}" data-nothing="${table.nothing}"></p>`;
}

function accountFilterHtml({ accounts }: ReportPage, { html: { table } }: Messages): Html {
  if (accounts === undefined) return EMPTY;
  const options = accounts.map(({ name }) => ({ value: name, text: name }));
  return html`${selectHtml('filter-account', table.columns.account, table.any, options)}
`;
}

interface Choice {
  readonly value: string;
  readonly text: string;
}

function selectHtml(id: string, label: string, any: string | null, choices: readonly Choice[]): Html {
  const first = any === null ? EMPTY : html`<option value="">${any}</option>`;
  const options = choices.map(({ value, text }) => html`<option value="${value}">${text}</option>`);
  return html`<p><label for="${id}">${label}</label><select id="${id}">${first}${options}</select></p>`;
}

/** `key=value` of all labels, sorted. */
function listLabels(rows: readonly PageRow[]): readonly string[] {
  const values = new Map<string, Set<string>>();
  for (const { store } of rows) {
    for (const [key, value] of Object.entries(store?.labels ?? {})) {
      const known = values.get(key) ?? new Set();
      values.set(key, known.add(`${key}=${value}`));
    }
  }
  return [...values.values()].flatMap((each) => (each.size > MOST_VALUES ? [] : [...each])).sort();
}

/**
 * Two rows a store: what people look for, and what they open. What the style needs to know of a cell is its column:
 * thousands of class names would be a good part of the page.
 */
function rowHtml(row: PageRow, page: ReportPage, view: FactsView): Html {
  const { key, poi_id, name, action, review } = row;
  const several = page.accounts !== undefined;
  const whose = several ? html` data-account="${row.account}"` : EMPTY;
  const { html: texts } = view.messages;
  const day = page.plan.as_of;
  return html`<tbody id="store-${key}"${whose}${action === 'unchanged' ? EMPTY : html` data-action="${action}"`}${review === 'none' ? EMPTY : html` data-review="${review}"`}>
<tr><th scope=row>${name}<td>${poi_id}<td>${fileText(row, view.messages)}<td>${labelsHtml(row)}<td>${textOn(row, 'hour', day)}${todayHtml(row, page, view.messages)}<td>${textOn(row, 'contract_phone', day)}<td>${countPictures(row)}<td>${review === 'none' ? EMPTY : tag(review, texts.reviews[review])}<td>${action === 'unchanged' ? html`${texts.actions.unchanged}` : tag(action, texts.actions[action])}${several ? html`<td>${row.account}` : EMPTY}
<tr><td colspan=${listColumns(page).length}><details><summary>${texts.store.details}</summary>${factsHtml(row, view)}</details></tbody>
`;
}

function fileText({ store, invalidFile }: PageRow, { html: { store: texts } }: Messages): Html {
  if (store !== null) return html`${store.file}`;
  return invalidFile === null
    ? html`<em>${texts.noFile}</em>`
    : html`${invalidFile} <em>${texts.invalidFile}</em>`;
}

function labelsHtml({ store }: PageRow): readonly Html[] {
  return Object.entries(store?.labels ?? {}).map(([key, value]) => html`<i>${key}=${value}</i> `);
}

function todayHtml({ store }: PageRow, { plan }: ReportPage, { html: { table } }: Messages): Html {
  const special = store === null ? null : specialOn(store, plan.as_of);
  return special === null ? EMPTY : html` ${tag('update', table.todayOnly)}`;
}
