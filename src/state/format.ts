/** The state file's form: one store per line, sorted by id, so that a diff reads store by store. Pure. */

import { compareText } from '../base/canonical-json.ts';
import { asJsonObject, isJsonObject } from '../base/json-object.ts';
import { FIELDS } from '../fields.ts';
import type { State, StoreRecord } from '../model.ts';

const RECORD_ORDER = [
  'values',
  'audit_id',
  'review',
  'reason',
  'applied_at',
  'uncertain',
  'sending',
  'receipt',
  'approved_pic_list',
  'observed',
  'rejected_pic_list',
  'refused',
  'source',
  'local_pictures',
];
const VALUE_ORDER: readonly string[] = FIELDS.map(({ name }) => name);

/** The whole file's text. The same state gives the same bytes. */
export function formatState(state: State): string {
  const extra = Object.entries(state.extra).sort(([left], [right]) => compareText(left, right));
  const head = [
    `"version": ${state.version},`,
    ...extra.map(([key, value]) => `${JSON.stringify(key)}: ${formatMember(key, value)},`),
  ];
  const lines = [...state.stores]
    .sort(([left], [right]) => compareText(left, right))
    .map(([poiId, record]) => `${JSON.stringify(poiId)}:${formatRecord(record)}`);
  const stores = lines.length === 0 ? '"stores": {}' : `"stores": {\n${lines.join(',\n')}\n}`;
  return `{\n${[...head, stores].join('\n')}\n}\n`;
}

/** Uploads grow with the pictures of a chain: one a line too, sorted, so that a merge meets only what changed. */
function formatMember(key: string, value: unknown): string {
  const uploads = key === 'pictures' ? asJsonObject(value) : null;
  const lines = Object.entries(uploads ?? {})
    .sort(([left], [right]) => compareText(left, right))
    .map(([sha256, url]) => `${JSON.stringify(sha256)}: ${JSON.stringify(url)}`);
  return lines.length === 0 ? JSON.stringify(value) : `{\n${lines.join(',\n')}\n}`;
}

/** One record on one line, its members in a fixed order. */
export function formatRecord(record: StoreRecord): string {
  return JSON.stringify(arrange(record, RECORD_ORDER), (key, value: unknown) =>
    (key === 'values' || key === 'sending' || key === 'observed') && isJsonObject(value)
      ? arrange(value, VALUE_ORDER)
      : value,
  );
}

function arrange(object: object, order: readonly string[]): object {
  const members = Object.entries(object).sort(([left], [right]) => {
    const [a, b] = [order.indexOf(left), order.indexOf(right)];
    if (a >= 0 && b >= 0) return a - b;
    return a >= 0 ? -1 : b >= 0 ? 1 : compareText(left, right);
  });
  return Object.fromEntries(members);
}
