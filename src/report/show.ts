/** One store as `show` tells it: values with their origin, record, and what the plan says. Pure. */

import { FIELDS, fieldValue } from '../fields.ts';
import type { Messages } from '../messages/en.ts';
import type { Change, FieldValue, Place, Store, StoreRecord } from '../model.ts';
import { forTerminal } from './escape.ts';
import { showValue } from './fields.ts';
import { jsonText } from './json-text.ts';
import { changeText } from './plan-text.ts';
import { padTo, type Style } from './style.ts';

export interface ShownStore {
  readonly poi_id: string;
  readonly store: Store | null;
  readonly record: StoreRecord | null;
  readonly change: Change | null;
}

export function showJson({ poi_id, store, record, change }: ShownStore): string {
  const planned =
    change === null ? null : { action: change.action, reason: change.reason, fields: change.fields };
  const document = { format: 'mendian/show@1', poi_id, store, record, plan: planned };
  return jsonText(document);
}

export function showText(shown: ShownStore, style: Style): string {
  const { messages, colors } = style;
  const { store, record, change } = shown;
  const name = store === null ? shown.poi_id : `${forTerminal(store.name)} ${shown.poi_id}`;
  const blocks = [
    [
      colors.bold(name),
      store === null ? messages.show.noFile : `${messages.show.file}: ${forTerminal(store.file)}`,
      ...(store === null ? [] : labelLines(store, messages)),
    ].join('\n'),
    ...(store === null ? [] : [valueLines(store, style).join('\n')]),
    recordLines(record, style).join('\n'),
    `${messages.show.next}: ${change === null ? messages.show.unchanged : `\n${changeText(change, style)}`}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function labelLines({ labels }: Store, messages: Messages): readonly string[] {
  const pairs = Object.entries(labels).map(([key, value]) => `${forTerminal(key)}=${forTerminal(value)}`);
  return pairs.length === 0 ? [] : [`${messages.show.labels}: ${pairs.join(' ')}`];
}

function valueLines(store: Store, { messages, colors }: Style): readonly string[] {
  return FIELDS.flatMap((field) => {
    const value = fieldValue(store.values, field);
    const origin = store.origins[field.name];
    const from = origin === undefined ? '' : colors.dim(`  ${messages.show.from} ${showPlace(origin)}`);
    const shown = value === null ? colors.dim(messages.show.notManaged) : showValue(value, messages);
    return [`${padTo(field.name, 14)}  ${shown}${from}`, ...listItems(value)];
  });
}

function recordLines(record: StoreRecord | null, { messages, colors }: Style): readonly string[] {
  if (record === null) return [`${messages.show.record}: ${messages.show.noRecord}`];
  const { values, review, audit_id, applied_at, refused, reason } = record;
  const sent = FIELDS.flatMap((field) => {
    const value = values === undefined ? null : fieldValue(values, field);
    return value === null
      ? []
      : [`  ${padTo(field.name, 14)}  ${showValue(value, messages)}`, ...listItems(value)];
  });
  return [
    `${messages.show.record}:${applied_at === undefined ? '' : ` ${messages.show.appliedAt} ${applied_at}`}`,
    ...sent,
    `  ${padTo(messages.show.review, 14)}  ${review}${reason === undefined ? '' : ` (${forTerminal(reason)})`}`,
    ...(audit_id === undefined
      ? []
      : [`  ${padTo(messages.show.auditId, 14)}  ${audit_id ?? messages.plan.nothingRecorded}`]),
    ...(refused === undefined ? [] : [`  ${messages.show.refused(String(refused.code), refused.date)}`]),
    ...(record.uncertain ? [colors.yellow(`  ${messages.show.uncertain}`)] : []),
  ];
}

function listItems(value: FieldValue | null): readonly string[] {
  return value === null || typeof value === 'string'
    ? []
    : value.map((item) => `                  - ${forTerminal(item)}`);
}

function showPlace({ file, line }: Place): string {
  return [forTerminal(file ?? ''), line].filter((part) => part !== null).join(':');
}
