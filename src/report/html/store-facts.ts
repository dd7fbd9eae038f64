/** All that is known of one store besides its row: values with their origin, record, review, special days. */
import { FIELDS, fieldValue } from '../../fields.ts';
import type { Messages } from '../../messages/en.ts';
import type { FieldValue } from '../../model/plan.ts';
import type { FieldName, Store, StoreRecord } from '../../model.ts';
import { specialOn, storeOn } from '../../special-hours.ts';
import { showValue } from '../fields.ts';
import { EMPTY, type Html, html } from './markup.ts';
import type { PageRow } from './page.ts';
import { showPlace, tag } from './pieces.ts';
import { auditText } from './reviews-section.ts';

/** Fields that the row shows. */
const IN_ROW: readonly FieldName[] = ['hour', 'contract_phone'];

/** What a fact needs to know besides its row. */
export interface FactsView {
  readonly asOf: string;
  /** The day in the account's time zone of an ISO time. */
  readonly dayOf: (moment: string) => string;
  readonly messages: Messages;
}

/**
 * A list of terms, without what the store's row says already. End tags that HTML does not ask for are left out here and
 * in the rows: thousands of stores fit into one page.
 */
export function factsHtml(row: PageRow, view: FactsView): Html {
  const { store, record } = row;
  const values = store === null ? sentHtml(record, view) : valuesHtml(store, view);
  const origins = store === null ? EMPTY : originsHtml(store, view);
  return html`<dl>${values}${specialHtml(store, view)}${recordHtml(row, view)}${origins}</dl>`;
}

function valuesHtml(store: Store, { messages, asOf }: FactsView): readonly Html[] {
  const special = specialOn(store, asOf);
  const { fields, store: texts } = messages.html;
  const usual =
    special === null
      ? EMPTY
      : html`<dt>${fields.hour}<dd>${special.hour} ${tag('update', texts.today(special.reason))} ${texts.usual(store.values.hour)}`;
  const others = FIELDS.flatMap((field) => {
    const value = fieldValue(store.values, field);
    if (value === null || IN_ROW.includes(field.name)) return [];
    return [html`<dt>${fields[field.name]}<dd>${valueHtml(value, store, messages)}`];
  });
  return [usual, ...others];
}

function valueHtml(value: FieldValue, store: Store | null, messages: Messages): Html {
  if (typeof value === 'string') return html`${showValue(value, messages)}`;
  return html`<ol>${value.map((url) => html`<li>${url}${fileHtml(url, store, messages)}`)}</ol>`;
}

/** What a local picture is. */
function fileHtml(url: string, store: Store | null, messages: Messages): Html {
  const picture = store?.pictures.get(url);
  if (picture === undefined) return EMPTY;
  return html` <small>${messages.pictures.shape(picture)}</small>`;
}

/** Which file each value comes from; in the store's own file the line is enough. */
function originsHtml(store: Store, { asOf, messages }: FactsView): Html {
  const today = storeOn(store, asOf);
  const { fields, store: texts } = messages.html;
  const origins = FIELDS.flatMap(({ name }) => {
    const origin = today.origins[name];
    if (origin === undefined) return [];
    const own = origin.file === store.file && origin.line !== null;
    return [
      html`<li>${fields[name]}${messages.html.marks.colon}${own ? texts.line(origin.line) : html`<bdi>${showPlace(origin)}</bdi>`}`,
    ];
  });
  return origins.length === 0 ? EMPTY : html`<dt>${texts.origins}<dd><ul>${origins}</ul>`;
}

/** Without a file, what was last sent is all that is known. */
function sentHtml(record: StoreRecord | null, { messages }: FactsView): readonly Html[] {
  const { fields, store: texts } = messages.html;
  const sent = record?.values;
  if (sent === undefined) return [];
  return FIELDS.flatMap((field) => {
    const value = fieldValue(sent, field);
    return value === null
      ? []
      : [html`<dt>${texts.sentValue(fields[field.name])}<dd>${valueHtml(value, null, messages)}`];
  });
}

function specialHtml(store: Store | null, { asOf, messages }: FactsView): Html {
  const coming = (store?.special_hours ?? []).filter(({ to }) => to >= asOf);
  if (coming.length === 0) return EMPTY;
  const { store: texts } = messages.html;
  const items = coming.map(
    (special) =>
      html`<li>${messages.specialHours.range(special)}${messages.html.marks.colon}${special.hour}${special.reason === null ? EMPTY : html` <bdi>${special.reason}</bdi>`}`,
  );
  return html`<dt>${texts.special}<dd><ul>${items}</ul>`;
}

function recordHtml(row: PageRow, view: FactsView): Html {
  const { store: texts } = view.messages.html;
  return html`<dt>${texts.sent}<dd>${lastSentHtml(row, view)}${auditHtml(row, view)}${reviewHtml(row, view)}`;
}

function lastSentHtml({ record, action }: PageRow, { dayOf, messages }: FactsView): Html {
  const { store: texts } = messages.html;
  const refused = record?.refused;
  const notes = [
    ...(record?.uncertain === true ? [texts.doubt] : []),
    ...(refused === undefined ? [] : [texts.refused(String(refused.code), refused.date)]),
  ].map((note) => html`<br><bdi>${note}</bdi>`);
  if (record?.values === undefined) return html`${texts.neverSent}${notes}`;
  const day = record.applied_at === undefined ? '' : dayOf(record.applied_at);
  const same = { unchanged: texts.asFile, none: '' }[action as string] ?? texts.otherwise;
  return html`${[day, same].filter((part) => part !== '').join(messages.html.marks.comma)}${notes}`;
}

function auditHtml(row: PageRow, { messages }: FactsView): Html {
  return row.record?.audit_id === undefined
    ? EMPTY
    : html`<dt>${messages.html.store.auditId}<dd>${auditText(row, messages)}`;
}

function reviewHtml({ record, review, age }: PageRow, { messages }: FactsView): Html {
  if (review === 'none') return EMPTY;
  const { reviews, reviewAges, store } = messages.html;
  const since = age === null ? '' : ` ${reviewAges.days(age)}`;
  const reason =
    record?.reason === undefined || review !== 'rejected' ? EMPTY : html` <bdi>${record.reason}</bdi>`;
  return html`<dt>${store.review}<dd>${tag(review, reviews[review])}${since}${reason}`;
}

/** How many pictures a store has, or had when it was last sent. */
export function countPictures({ store, record }: Pick<PageRow, 'store' | 'record'>): number {
  return (store?.values ?? record?.values)?.pic_list.length ?? 0;
}

/** A text value of a store on a day, or as it was last sent. */
export function textOn(
  { store, record }: Pick<PageRow, 'store' | 'record'>,
  field: Exclude<FieldName, 'pic_list'>,
  day: string,
): string {
  const values = store === null ? record?.values : storeOn(store, day).values;
  return values?.[field] ?? '';
}
