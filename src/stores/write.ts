/** A live store → the text of its file, the values that stand in it, and what of them needs a hand. Pure. */
import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { FIELDS, HOUR_PATTERN } from '../fields.ts';
import type { LiveStore } from '../model/platform.ts';
import type { Account, Diagnostic, FieldName, StoreValues } from '../model.ts';
import { assembleStores } from './assemble.ts';
import { escapeInvisible, isPossiblePhone, withoutInvisible } from './explain.ts';

/** What is known of a store's card: nobody asked, there is none, or its id. */
export type CardReading =
  | { readonly kind: 'unread' | 'none' }
  | { readonly kind: 'card'; readonly card_id: string };

/** What is written into every file besides the store's values. */
export interface FileFrame {
  /** Path of the store files' schema relative to the root, or null where there is none. */
  readonly schema: string | null;
  /** Comments without `#`; each may have several lines. */
  readonly comments: {
    readonly needsHand: string;
    /** What the platform never shows, at the end of the file. */
    readonly hidden: (card: CardReading['kind']) => string;
  };
}

export interface WrittenStore {
  readonly name: string;
  readonly text: string;
  /** As they stand in the file. */
  readonly values: StoreValues;
  /** What a reading of the file refuses: its live values are not ones that can be sent. */
  readonly faults: readonly Diagnostic[];
}

/** Words that readers of YAML take for something else than a text, and whatever begins like a number. */
const NO_TEXT = /^(null|true|false|yes|no|on|off|y|n)$|^[0-9.+-]/iu;
/** Letters and digits, and within them the signs that mean nothing to YAML in such a place. */
const PLAIN_NAME = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} ·・（）()&_'+/.。，、！-]*[\p{L}\p{M}\p{N}）)。！])?$/u;
const PLAIN_PHONE = /^0\d{2,3}-\d{6,8}(-\d+)?$/u;
const PLAIN_URL = /^https?:\/\/[\w./?=&%~-]*[\w/=]$/u;
const PLAIN_CARD = /^[A-Za-z_][\w-]{11,}$/u;
const HOUR = new RegExp(HOUR_PATTERN, 'u');

/** Writes a store's file. Reading it back gives exactly `values`, or the faults. */
export function writeStore(
  live: LiveStore,
  card: CardReading,
  place: { readonly file: string; readonly account: Account },
  frame: FileFrame,
): WrittenStore {
  const values = readValues(live, card);
  const name = nameOf(live);
  const write = (marked: ReadonlySet<string>): string =>
    writeText({ name, poi_id: live.poi_id, values }, marked, card.kind, place.file, frame);
  const text = write(new Set());
  const faults = findFaults(text, place);
  if (faults.length === 0) return { name, text, values, faults };
  const marked = write(new Set(faults.map(({ line }) => findKey(text, line ?? 1))));
  return { name, text: marked, values, faults: findFaults(marked, place) };
}

/** No store's name is nearly as long, and what a file may hold has an end. */
const LONGEST_NAME = 300;

/** A live store's name without characters that nobody sees, which no file may hold; its id where nothing is left. */
export function nameOf({ business_name, poi_id }: LiveStore): string {
  const head = [...business_name.slice(0, LONGEST_NAME * 2)].slice(0, LONGEST_NAME).join('');
  return withoutInvisible(head) || poi_id;
}

/** Where a live value only differs in form from one that can be sent, that form; else the value as it is. */
function readValues(live: LiveStore, card: CardReading): StoreValues {
  return {
    hour: inForm('hour', live.hour, (value) => HOUR.test(value)),
    contract_phone: inForm('contract_phone', live.contract_phone, isPossiblePhone),
    pic_list: live.pic_list,
    ...(card.kind === 'card' ? { card_id: card.card_id } : {}),
  };
}

function inForm(name: FieldName, value: string, isRight: (value: string) => boolean): string {
  const normal = FIELDS.find((field) => field.name === name)?.normalise(value);
  return typeof normal === 'string' && isRight(normal) ? normal : value;
}

function findFaults(
  text: string,
  { file, account }: { readonly file: string; readonly account: Account },
): readonly Diagnostic[] {
  const { diagnostics } = assembleStores([{ file, kind: 'store', bytes: Buffer.from(text) }], account);
  return diagnostics.filter(({ severity }) => severity === 'error');
}

/** The key that a line belongs to: the last one that begins at or before it. */
function findKey(text: string, line: number): string {
  const before = text.split('\n').slice(0, line);
  return before.flatMap((each) => /^(\w+):/u.exec(each)?.[1] ?? []).at(-1) ?? '';
}

interface FileContent {
  readonly name: string;
  readonly poi_id: string;
  readonly values: StoreValues;
}

function writeText(
  { name, poi_id, values }: FileContent,
  marked: ReadonlySet<string>,
  card: CardReading['kind'],
  file: string,
  { schema, comments }: FileFrame,
): string {
  const map = new YAMLMap<Scalar, Scalar | YAMLSeq>();
  const add = (key: string, value: Scalar | YAMLSeq): void => {
    const scalar = new Scalar(key);
    if (marked.has(key)) scalar.commentBefore = toComment(comments.needsHand);
    map.items.push(new Pair(scalar, value));
  };
  add('name', toScalar(name, PLAIN_NAME));
  add('poi_id', toScalar(poi_id, null));
  add('hour', toScalar(values.hour, HOUR));
  add('contract_phone', toScalar(values.contract_phone, PLAIN_PHONE));
  add('pic_list', toList(values.pic_list));
  if (values.card_id !== undefined) add('card_id', toScalar(values.card_id, PLAIN_CARD));
  const document = new Document(map, { schema: 'failsafe', version: '1.2' });
  document.comment = toComment(comments.hidden(card));
  const body = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
  return `${schema === null ? '' : `${linkSchema(file, schema)}\n`}${escapeInvisible(body)}`;
}

/** The line by which editors find the schema; `file` and `schema` are relative to the root. */
function linkSchema(file: string, schema: string): string {
  const up = '../'.repeat(file.split('/').length - 1);
  return `# yaml-language-server: $schema=${up === '' ? './' : up}${schema}`;
}

function toList(pictures: readonly string[]): YAMLSeq {
  const list = new YAMLSeq();
  list.items = pictures.map((picture) => toScalar(picture, PLAIN_URL));
  if (pictures.length === 0) list.flow = true;
  return list;
}

/** Without quotes only where nobody, an editor or a person, could take the text for something else. */
function toScalar(value: string, plain: RegExp | null): Scalar<string> {
  const scalar = new Scalar(value);
  const isPlain = plain?.test(value) === true && (plain !== PLAIN_NAME || !NO_TEXT.test(value));
  scalar.type = isPlain ? 'PLAIN' : 'QUOTE_DOUBLE';
  return scalar;
}

function toComment(text: string): string {
  return text
    .split('\n')
    .map((line) => ` ${line}`)
    .join('\n');
}
