/** Picture reviews: how old they are, and each that waits for WeChat or for people. */
import { dayIn } from '../../base/clock.ts';
import type { Messages } from '../../messages/en.ts';
import { EMPTY, type Html, html } from './markup.ts';
import type { PageRow, ReportPage } from './page.ts';
import { accountHtml, section, storeLink, tag, titledList } from './pieces.ts';
import { reviewChart } from './review-chart.ts';

const WAITING: readonly PageRow['review'][] = ['rejected', 'overdue', 'pending'];
const LONGEST_OPEN_TABLE = 10;

export function reviewsHtml(page: ReportPage, rows: readonly PageRow[], messages: Messages): Html {
  const waiting = WAITING.flatMap((kind) =>
    rows.filter(({ review }) => review === kind).sort((left, right) => (right.age ?? 0) - (left.age ?? 0)),
  );
  const { sections, reviewAges, days } = messages.html;
  if (page.records === 'unreadable')
    return section('reviews', sections.reviews, html`<p class="note">${reviewAges.unreadable}</p>`);
  if (waiting.length === 0)
    return section('reviews', sections.reviews, html`<p class="note good">${reviewAges.none}</p>`);
  const table = tableHtml(page, waiting, messages);
  return section(
    'reviews',
    sections.reviews,
    html`${reviewChart(waiting, messages)}${titledList({ length: waiting.length, most: LONGEST_OPEN_TABLE }, days.stores(waiting.length), table)}`,
  );
}

function tableHtml(page: ReportPage, rows: readonly PageRow[], messages: Messages): Html {
  const { table, reviewAges, store, sections } = messages.html;
  const heads = [table.columns.name, store.review, reviewAges.age, store.sent, store.auditId];
  return html`
<div class="wide" role="region" tabindex="0" aria-label="${sections.reviews}">
<table class="list reviews">
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => rowHtml(page, row, messages))}</tbody>
</table>
</div>`;
}

function rowHtml(page: ReportPage, row: PageRow, messages: Messages): Html {
  const { age, record, review } = row;
  const { reviewAges, reviews, store } = messages.html;
  const known = age === null ? store.auditUnknown : reviewAges.days(age);
  const sent = age === null ? '' : dayIn(page.timezone ?? 'UTC', new Date(record?.applied_at ?? ''));
  return html`
<tr><th scope="row">${storeLink(row)}${accountHtml(page, row)}</th><td>${tag(review, reviews[review])}${remarkHtml(row, messages)}</td><td class="whole">${known}</td><td class="whole">${sent}</td><td>${auditText(row, messages)}</td></tr>`;
}

/** An id on record is shown as it is; null means that the answer was lost. */
export function auditText({ record }: Pick<PageRow, 'record'>, { html: { store } }: Messages): Html {
  const id = record?.audit_id;
  return id === undefined ? EMPTY : html`<code>${id ?? store.auditUnknown}</code>`;
}

function remarkHtml({ record, review }: PageRow, { html: { reviewAges } }: Messages): Html {
  const remark =
    review === 'rejected'
      ? (record?.reason ?? reviewAges.noReason)
      : record?.uncertain === true
        ? reviewAges.doubt
        : null;
  return remark === null ? EMPTY : html` <bdi class="remark">${remark}</bdi>`;
}
