/** Special days: a calendar, the ranges as a list, and what later days will change. */
import { compareText } from '../../base/canonical-json.ts';
import type { Messages } from '../../messages/en.ts';
import type { ScheduledChange } from '../../model/plan.ts';
import { showValue } from '../fields.ts';
import { EMPTY, type Html, html, join } from './markup.ts';
import { keyOf, type PageRow, type ReportPage } from './page.ts';
import { section, storeLink, tag, titledList } from './pieces.ts';
import { listMonths, type Month, type SharedRange } from './special-days.ts';

const MOST_MONTHS = 6;
const MOST_NAMES = 6;
const LONGEST_OPEN_TABLE = 12;

export interface SpecialDays {
  readonly ranges: readonly SharedRange[];
  /** Stores with special hours, by coming day. */
  readonly days: ReadonlyMap<string, number>;
}

export function daysHtml(
  page: ReportPage,
  rows: readonly PageRow[],
  { ranges, days }: SpecialDays,
  messages: Messages,
): Html {
  const { sections, days: texts } = messages.html;
  if (ranges.length === 0) return section('days', sections.days, html`<p class="note">${texts.none}</p>`);
  const months = listMonths(days.keys());
  const later = months.length - MOST_MONTHS;
  const calendar = months
    .slice(0, MOST_MONTHS)
    .map((month) => monthHtml(month, days, page.plan.as_of, messages));
  return section(
    'days',
    sections.days,
    html`<div class="months">${calendar}</div>
${later > 0 ? html`<p class="note">${texts.laterMonths(later)}</p>` : EMPTY}
${titledList({ length: ranges.length, most: LONGEST_OPEN_TABLE }, texts.list, rangesHtml(ranges, rows.length, page, messages))}
${dueHtml(page, messages)}`,
  );
}

function monthHtml(
  { year, month, weeks }: Month,
  days: ReadonlyMap<string, number>,
  today: string,
  messages: Messages,
): Html {
  const { days: texts } = messages.html;
  const heads = texts.weekdays.map((day) => html`<th scope="col">${day}</th>`);
  const body = weeks.map(
    (week) => html`<tr>${week.map((day) => dayHtml(day, days.get(day ?? '') ?? 0, today, messages))}</tr>`,
  );
  return html`
<table class="month"><caption>${texts.month(year, month)}</caption>
<thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table>`;
}

function dayHtml(day: string | null, stores: number, today: string, { html: { days } }: Messages): Html {
  if (day === null) return html`<td></td>`;
  const number = Number(day.slice(8));
  const now = day === today ? html`<span class="vh"> ${days.today}</span>` : EMPTY;
  const kind = `${stores > 0 ? 'on' : ''}${day === today ? ' today' : ''}`;
  const count =
    stores > 0
      ? html`<small><span aria-hidden="true">${stores}</span><span class="vh"> ${days.stores(stores)}</span></small>`
      : EMPTY;
  return html`<td class="${kind}"><span>${number}</span>${now}${count}</td>`;
}

function rangesHtml(ranges: readonly SharedRange[], all: number, page: ReportPage, messages: Messages): Html {
  const { columns, now } = messages.html.days;
  const { range: span } = messages.specialHours;
  const heads = [columns.days, columns.hours, columns.reason, columns.stores];
  const rows = ranges.map(
    ({ from, to, hour, reason, rows: stores }) =>
      html`
<tr><th scope="row"><span class="whole">${span({ from, to })}</span>${from <= page.plan.as_of ? html` ${tag('update', now)}` : EMPTY}</th><td class="whole">${hour}</td><td><bdi>${reason ?? ''}</bdi></td><td>${namesHtml(stores, all, messages)}</td></tr>`,
  );
  return tableHtml(heads, rows, messages.html.days.list);
}

function namesHtml(rows: readonly PageRow[], all: number, messages: Messages): Html {
  const { days } = messages.html;
  if (rows.length === all && all > 1) return html`${days.allStores(all)}`;
  const names = join(rows.slice(0, MOST_NAMES).map(storeLink), messages.html.marks.list);
  const rest = rows.length - MOST_NAMES;
  return rest > 0 ? html`${names} ${days.more(rest)}` : names;
}

/** Changes of one day for one reason are told together. */
function dueHtml(page: ReportPage, messages: Messages): Html {
  const { plan } = page;
  if (plan.scheduled.length === 0) return EMPTY;
  const groups = new Map<string, ScheduledChange[]>();
  for (const change of plan.scheduled) {
    const key = JSON.stringify([change.date, change.field, change.reason]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [change]);
    else known.push(change);
  }
  const { due, columns } = messages.html.days;
  const sorted = [...groups.values()].sort((left, right) =>
    compareText(left[0]?.date ?? '', right[0]?.date ?? ''),
  );
  const heads = [columns.day, columns.before, columns.after, columns.reason, columns.stores];
  const table = tableHtml(
    heads,
    sorted.map((changes) => dueRow(page, changes, messages)),
    due,
  );
  return titledList({ length: sorted.length, most: LONGEST_OPEN_TABLE }, due, table);
}

function dueRow(page: ReportPage, changes: readonly ScheduledChange[], messages: Messages): Html {
  const [first] = changes;
  if (first === undefined) return EMPTY;
  const before = fewValues(changes, 'before', messages);
  const after = fewValues(changes, 'after', messages);
  const { days } = messages.html;
  const stores =
    changes.length === 1
      ? storeLink({ key: keyOf(page, first), name: first.name })
      : html`${days.stores(new Set(changes.map((change) => keyOf(page, change))).size)}`;
  return html`
<tr><th scope="row" class="whole">${first.date}</th><td>${before}</td><td>${after}</td><td><bdi>${first.reason ?? ''}</bdi></td><td>${stores}</td></tr>`;
}

/** The values that stores differ in, as far as they are few. */
function fewValues(changes: readonly ScheduledChange[], side: 'before' | 'after', messages: Messages): Html {
  const values = [...new Set(changes.map((change) => showValue(change[side], messages)))].sort(compareText);
  const shown = values.slice(0, 3).map((value) => html`<bdi class="whole">${value}</bdi>`);
  return join(values.length > 3 ? [...shown, html`…`] : shown, messages.html.marks.list);
}

function tableHtml(heads: readonly string[], rows: readonly Html[], label: string): Html {
  return html`<div class="wide" role="region" tabindex="0" aria-label="${label}">
<table class="list"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
