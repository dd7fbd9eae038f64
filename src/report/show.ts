/** One store as `show` tells it: values with their origin, record, and what the plan says. Pure. */

import { FIELDS, fieldValue } from '../fields.ts';
import type { Messages } from '../messages/en.ts';
import type { Change, FieldValue, ScheduledChange } from '../model/plan.ts';
import type { Diagnostic, Place, Store, StoreRecord } from '../model.ts';
import { countDays, specialOn, storeOn } from '../special-hours.ts';
import { diagnosticsJson } from './diagnostics.ts';
import { forTerminal } from './escape.ts';
import { showValue } from './fields.ts';
import { jsonText } from './json-text.ts';
import { describeChange } from './pictures.ts';
import { changeText } from './plan-text.ts';
import { padTo, type Style } from './style.ts';

export interface ShownStore {
  readonly poi_id: string;
  /** The day whose hours are shown. */
  readonly as_of: string;
  readonly store: Store | null;
  readonly record: StoreRecord | null;
  readonly change: Change | null;
  /** What later days bring for it. */
  readonly scheduled: readonly ScheduledChange[];
  /** Whose it is; absent where there is one account. */
  readonly account?: string;
}

/** What was asked for, where there is nothing to show of it. */
export interface NothingShown {
  readonly poi_id: string;
  readonly diagnostics: readonly Diagnostic[];
}

export function showJson({ account, poi_id, as_of, store, record, change, scheduled }: ShownStore): string {
  const planned =
    change === null
      ? null
      : { action: change.action, reason: change.reason, fields: describeChange(change).fields };
  const today = store === null ? null : storeOn(store, as_of);
  const document = {
    format: 'mendian/show@1',
    ...(account === undefined ? {} : { account }),
    poi_id,
    as_of,
    store: today === null ? null : { ...today, pictures: Object.fromEntries(today.pictures) },
    record,
    plan: planned,
    scheduled,
    diagnostics: [],
  };
  return jsonText(document);
}

/** The same document where there is nothing in it but the reasons. */
export function nothingJson({ poi_id, diagnostics }: NothingShown, messages: Messages): string {
  const nothing = { as_of: null, store: null, record: null, plan: null, scheduled: [] };
  const told = diagnosticsJson(diagnostics, messages);
  return jsonText({ format: 'mendian/show@1', poi_id, ...nothing, diagnostics: told });
}

export function showText(shown: ShownStore, style: Style): string {
  const { messages, colors } = style;
  const { store, record, change } = shown;
  const name = store === null ? shown.poi_id : `${forTerminal(store.name)} ${shown.poi_id}`;
  const blocks = [
    [
      colors.bold(name),
      ...(shown.account === undefined
        ? []
        : [messages.signs.labelled(messages.accounts.column, shown.account)]),
      store === null
        ? messages.show.noFile
        : messages.signs.labelled(messages.show.file, forTerminal(store.file)),
      ...(store === null ? [] : labelLines(store, messages)),
    ].join('\n'),
    ...(store === null ? [] : [valueLines(storeOn(store, shown.as_of), style).join('\n')]),
    ...(store === null ? [] : specialLines(store, shown.as_of, style)),
    recordLines(record, style).join('\n'),
    messages.signs.labelled(
      messages.show.next,
      change === null ? messages.show.unchanged : `\n${changeText(change, style)}`,
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function labelLines({ labels }: Store, messages: Messages): readonly string[] {
  const pairs = Object.entries(labels).map(([key, value]) => `${forTerminal(key)}=${forTerminal(value)}`);
  return pairs.length === 0 ? [] : [messages.signs.labelled(messages.show.labels, pairs.join(' '))];
}

function valueLines(store: Store, { messages, colors }: Style): readonly string[] {
  const describe = (item: string): string => {
    const local = store.pictures.get(item);
    return local === undefined ? '' : colors.dim(`  ${messages.pictures.shape(local)}`);
  };
  return FIELDS.flatMap((field) => {
    const value = fieldValue(store.values, field);
    const origin = store.origins[field.name];
    const from = origin === undefined ? '' : colors.dim(`  ${messages.show.from} ${showPlace(origin)}`);
    const shown = value === null ? colors.dim(messages.show.notManaged) : showValue(value, messages);
    return [`${padTo(field.name, 14)}  ${shown}${from}`, ...listItems(value, describe)];
  });
}

/** Each stretch of special days, and the hours of all other days. */
function specialLines(store: Store, asOf: string, { messages, colors }: Style): readonly string[] {
  if (store.special_hours.length === 0) return [];
  const { range, ahead, show } = messages.specialHours;
  const lines = store.special_hours.map((special) => {
    const when =
      special.to < asOf ? show.past : special.from <= asOf ? show.now : ahead(countDays(asOf, special.from));
    const reason = special.reason === null ? '' : `  ${forTerminal(special.reason)}`;
    const from = colors.dim(`  ${messages.show.from} ${showPlace(special.place)}`);
    const line = `  ${padTo(range(special), 24)}  ${special.hour}${reason}${messages.signs.remark(when)}`;
    return `${special.to < asOf ? colors.dim(line) : line}${from}`;
  });
  const usual =
    specialOn(store, asOf) === null ? [] : [`  ${messages.signs.labelled(show.usual, store.values.hour)}`];
  return [[`special_hours`, ...lines, ...usual].join('\n')];
}

function recordLines(record: StoreRecord | null, { messages, colors }: Style): readonly string[] {
  if (record === null) return [messages.signs.labelled(messages.show.record, messages.show.noRecord)];
  const { values, review, audit_id, applied_at, refused, reason } = record;
  const sent = FIELDS.flatMap((field) => {
    const value = values === undefined ? null : fieldValue(values, field);
    return value === null
      ? []
      : [`  ${padTo(field.name, 14)}  ${showValue(value, messages)}`, ...listItems(value)];
  });
  return [
    messages.signs
      .labelled(
        messages.show.record,
        applied_at === undefined ? '' : `${messages.show.appliedAt} ${applied_at}`,
      )
      .trimEnd(),
    ...sent,
    `  ${padTo(messages.show.review, 14)}  ${messages.show.reviews[review]}${reason === undefined ? '' : messages.signs.aside(forTerminal(reason))}`,
    ...(audit_id === undefined
      ? []
      : [`  ${padTo(messages.show.auditId, 14)}  ${audit_id ?? messages.plan.nothingRecorded}`]),
    ...(refused === undefined ? [] : [`  ${messages.show.refused(String(refused.code), refused.date)}`]),
    ...(record.uncertain ? [colors.yellow(`  ${messages.show.uncertain}`)] : []),
  ];
}

function listItems(
  value: FieldValue | null,
  describe: (item: string) => string = () => '',
): readonly string[] {
  return value === null || typeof value === 'string'
    ? []
    : value.map((item) => `                  - ${forTerminal(item)}${describe(item)}`);
}

function showPlace({ file, line }: Place): string {
  return [forTerminal(file ?? ''), line].filter((part) => part !== null).join(':');
}
