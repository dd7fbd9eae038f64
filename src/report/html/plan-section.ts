/** The plan with before and after, by action. */
import { PICTURES } from '../../fields.ts';
import type { Messages } from '../../messages/en.ts';
import type { Action, FieldChange, FieldValue } from '../../model/plan.ts';
import { countSeverity } from '../diagnostics.ts';
import { listPictureChanges, reviewNote, showFieldChange, showValue } from '../fields.ts';
import { describeChange, shownFields } from '../pictures.ts';
import { EMPTY, type Html, html, join } from './markup.ts';
import { hasErrors, listUnplanned, type PageRow, type ReportPage } from './page.ts';
import { accountHtml, pictureLink, section, showPlace, storeLink, tag, titledList } from './pieces.ts';

type PlannedRow = PageRow & { readonly change: NonNullable<PageRow['change']> };

/** What asks for people's eyes first. */
const ORDER: readonly Action[] = ['update', 'hold', 'verify', 'release', 'adopt'];
const LONGEST_OPEN_LIST = 20;

export function planHtml(page: ReportPage, rows: readonly PageRow[], messages: Messages): Html {
  const content = hasErrors(page)
    ? html`<p class="note bad">${messages.plan.nothingPlanned(countSeverity(page.plan.diagnostics, 'error'))}</p>`
    : rows.some(({ change }) => change !== null)
      ? changesHtml(page, rows, messages)
      : html`<p class="note good">${messages.plan.noChanges}</p>`;
  return section('plan', messages.html.sections.plan, html`${unplannedHtml(page, messages)}${content}`);
}

/** Errors of some accounts leave the others their plan. */
function unplannedHtml(page: ReportPage, { accounts }: Messages): Html {
  const names = listUnplanned(page);
  return names.length === 0 || hasErrors(page)
    ? EMPTY
    : html`<p class="note bad">${accounts.notPlanned(names)}</p>`;
}

function changesHtml(page: ReportPage, rows: readonly PageRow[], messages: Messages): Html {
  const { plan } = page;
  const planned = rows.filter((row): row is PlannedRow => row.change !== null);
  const groups = ORDER.map((action) =>
    groupHtml(
      action,
      planned.filter(({ change }) => change.action === action),
      page,
      messages,
    ),
  );
  const forecast =
    plan.forecast.calls > 0
      ? html`<p class="note">${messages.plan.forecastLabel}${messages.html.marks.colon}${messages.plan.forecast(plan.forecast)}</p>`
      : EMPTY;
  return html`${forecast}${groups}`;
}

function groupHtml(action: Action, rows: readonly PlannedRow[], page: ReportPage, messages: Messages): Html {
  if (rows.length === 0) return EMPTY;
  const { actions, plan } = messages.html;
  const title = plan.group(actions[action], rows.length);
  const list = html`<ul class="changes">${rows.map((row) => changeHtml(row, page, messages))}</ul>`;
  return titledList({ length: rows.length, most: LONGEST_OPEN_LIST }, title, list);
}

function changeHtml(row: PlannedRow, page: ReportPage, messages: Messages): Html {
  const { change, poi_id, key } = row;
  const place = showPlace({ file: change.file ?? row.invalidFile, line: change.line });
  return html`
<li id="plan-${key}"><p class="who">${storeLink(row)} <span class="id">${poi_id}</span>${accountHtml(page, row)} <bdi class="path">${place}</bdi></p><div class="what">${noteHtml(row, messages)}${fieldsHtml(row, messages)}</div></li>`;
}

/** Why a store waits, or what will be done besides the fields. */
function noteHtml({ change, record }: PlannedRow, { plan }: Messages): Html {
  const { action, reason } = change;
  const told = record?.reason === undefined || reason !== 'rejected' ? '' : record.reason;
  const notes = [
    action === 'hold' && reason !== null ? plan.reasons[reason] : '',
    action === 'update' && reason === 'rejected' ? plan.rejectedInPlace : '',
    action === 'update' && reason === 'special_hours' ? plan.reasons.special_hours : '',
    action === 'verify' || action === 'release' ? plan.notes[action] : '',
    told,
  ];
  return html`${notes.filter((note) => note !== '').map((note) => html`<p class="why">${note}</p>`)}`;
}

/** Nothing is known from before an adoption: one line says what the file wants. */
function fieldsHtml({ change }: PlannedRow, messages: Messages): Html {
  if (change.fields.length === 0) return EMPTY;
  const fields = shownFields(describeChange(change));
  if (change.action === 'adopt') {
    const values = fields.map(({ after }) => html`<bdi>${showValue(after, messages)}</bdi>`);
    return html`<p class="values">${join(values, ' · ')}</p>`;
  }
  return html`<dl class="diff">${fields.map((field) => fieldHtml(field, change.action, messages))}</dl>`;
}

function fieldHtml(field: FieldChange, action: Action, messages: Messages): Html {
  const note = reviewNote({ action }, field, messages);
  const label = messages.html.fields[field.field];
  return html`<div><dt>${label}</dt><dd>${valuesHtml(field, messages)}${note === null ? EMPTY : html` ${tag('pending', note)}`}</dd></div>`;
}

function valuesHtml(field: FieldChange, messages: Messages): Html {
  const { before, after } = field;
  if (field.field === PICTURES.name && after !== null) return picturesHtml(field, messages);
  const next =
    after === null
      ? html`<em>${messages.plan.noLongerManaged}</em>`
      : html`<ins>${text(after, messages)}</ins>`;
  return html`<del>${text(before, messages)}</del> → ${next}`;
}

function text(value: FieldValue | null, messages: Messages): string {
  return showValue(value, messages);
}

function picturesHtml(field: FieldChange, messages: Messages): Html {
  const items = listPictureChanges(field).map(({ sign, item }) =>
    sign === '+'
      ? html`<li><ins><b>+</b> ${pictureLink(item)}</ins></li>`
      : html`<li><del><b>−</b> ${pictureLink(item)}</del></li>`,
  );
  const list = items.length === 0 ? orderHtml(field.after) : html`<ul class="pictures">${items}</ul>`;
  return html`${showFieldChange(field, messages)}${list}`;
}

/** The same pictures in a new order: the first is the cover. */
function orderHtml(after: FieldValue | null): Html {
  const urls = typeof after === 'string' || after === null ? [] : after;
  return html`<ol class="pictures">${urls.map((url) => html`<li>${pictureLink(url)}</li>`)}</ol>`;
}
