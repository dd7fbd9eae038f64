/**
 * The short way from a file's tree to its store, for files of which nothing is to be told. Whatever is not plainly right
 * goes the long way, and null says so: there each finding is made. test/stores/plain-store.test.ts holds the two ways to
 * the same stores. Pure.
 */
import { validateStore } from '../base/generated/validate-store.js';
import { type MapEntry, type MapNode, type TreeNode, toPlainMap } from '../base/yaml-tree.ts';
import { isLocalPicture, PICTURES } from '../fields.ts';
import type { FieldName, LocalPicture, Place, SpecialHours, Store, StoreValues } from '../model.ts';
import type { Calendars } from './calendar.ts';
import { isHour, isUsualPhone } from './explain.ts';
import { type Filled, fillShape, moveOrigins, type Shape, type ShortField } from './shape.ts';
import { readSpecialHours, SPECIAL_KEY } from './special-hours.ts';

type Labels = Store['labels'];

/** What the files of defaults above give to a store: all of it was found right there. */
export interface Inherited {
  readonly values: Partial<StoreValues>;
  readonly origins: Store['origins'];
  readonly labels: Labels;
  readonly special_hours: readonly SpecialHours[];
}

export interface PlainFile {
  readonly file: string;
  readonly account: string;
  readonly tree: MapNode;
  readonly inherited: Inherited;
  readonly calendars: Calendars;
  /** Stores with the same labels share them. */
  readonly knownLabels: Map<string, Labels>;
}

/** What was read so far; a class, so that all have one form that the engine knows. */
class Found {
  name = '';
  poi_id = '';
  line = 1;
  hour: string | undefined;
  contract_phone: string | undefined;
  pic_list: readonly string[] | undefined;
  map_poi_id: string | undefined;
  card_id: string | undefined;
  labels: Labels;
  special_hours: readonly SpecialHours[];
  /** The file's own entry of that name, for the schema. */
  special: MapEntry | undefined;
  readonly origins: Partial<Record<FieldName, Place>>;

  constructor({ values, origins, labels, special_hours }: Inherited) {
    this.hour = values.hour;
    this.contract_phone = values.contract_phone;
    this.pic_list = values.pic_list;
    this.card_id = values.card_id;
    this.labels = labels;
    this.special_hours = special_hours;
    this.origins = { ...origins };
  }
}

/** Signs that everyone sees; the long way knows of others. */
const VISIBLE = /^[ -~·、-〯ぁ-ゖァ-ヿ一-鿿！-～]*$/u;
/** A sign of an address's path: neither `?` nor `#` nor what stands before a host. */
const QUERY = /[?#]/u;
const PATH = /[\w.~/-]/u;
/** Shared: most stores have none. */
const NO_PICTURES: ReadonlyMap<string, LocalPicture> = new Map();

/** The store of a file that gives no finding, or null where the long way must look. */
export function makePlainStore(plain: PlainFile): Store | null {
  const found = new Found(plain.inherited);
  for (const entry of plain.tree.entries) if (!readEntry(found, entry, plain)) return null;
  const { name, poi_id, line, labels, origins, special_hours } = found;
  const values = toValues(found);
  if (!validateStore(toPlain(found, values))) return null;
  const { file, account } = plain;
  return {
    file,
    poi_id,
    account,
    name: name.trim(),
    line,
    values,
    labels,
    origins,
    special_hours,
    pictures: NO_PICTURES,
  };
}

/**
 * The store of a file that has the shape of another one and values of the usual form; its id alone where `isSettled` says so;
 * null where a reader must look.
 */
export function makeAlikeStore(
  text: string,
  shape: Shape,
  {
    file,
    inherited,
    isSettled,
  }: Pick<PlainFile, 'file' | 'inherited'> & {
    readonly isSettled: ((poiId: string, values: StoreValues) => boolean) | null;
  },
): Store | string | null {
  const filled = fillShape(text, shape);
  if (filled === null || !isUsual(filled)) return null;
  const { model } = shape;
  const { values: given } = inherited;
  const values = toValues({
    hour: filled.hour ?? given.hour,
    contract_phone: filled.contract_phone ?? given.contract_phone,
    pic_list: filled.pic_list ?? given.pic_list,
    map_poi_id: filled.map_poi_id,
    card_id: filled.card_id ?? given.card_id,
  });
  const { name, poi_id } = filled;
  if (!validateStore({ name, poi_id, ...values, labels: model.labels })) return null;
  // A shape has no special hours.
  if (isSettled?.(poi_id, values) === true) return poi_id;
  return {
    file,
    poi_id,
    account: model.account,
    name,
    line: model.line,
    values,
    labels: model.labels,
    origins: moveOrigins(model, file),
    special_hours: model.special_hours,
    pictures: NO_PICTURES,
  };
}

function isUsual({ hour, contract_phone, pic_list }: Filled): boolean {
  if (hour !== undefined && !isDaytime(hour)) return false;
  if (contract_phone !== undefined && !isUsualPhone(contract_phone)) return false;
  return pic_list === undefined || holdsEach(pic_list);
}

/** False where the entry is not plainly right. */
function readEntry(found: Found, entry: MapEntry, plain: PlainFile): boolean {
  const { key, keyAt, value: node } = entry;
  switch (key) {
    case 'poi_id':
      found.line = keyAt.line;
      return readText(found, key, node);
    case 'name':
      return readText(found, key, node);
    case 'hour':
    case 'contract_phone':
    case 'map_poi_id':
    case 'card_id':
      found.origins[key] = { file: plain.file, line: node.at.line, column: node.at.column };
      return readText(found, key, node);
    case 'pic_list':
      found.origins.pic_list = { file: plain.file, line: node.at.line, column: node.at.column };
      return readPictures(found, node);
    case 'labels':
      return readLabels(found, node, plain);
    case SPECIAL_KEY:
      found.special = entry;
      return readSpecial(found, node, plain);
    default:
      return false;
  }
}

type TextKey = 'name' | 'poi_id' | 'hour' | 'contract_phone' | 'map_poi_id' | 'card_id';

function readText(found: Found, key: TextKey, node: TreeNode): boolean {
  if (node.kind !== 'text' || !VISIBLE.test(node.value)) return false;
  found[key] = node.value;
  if (key === 'name') return node.value.trim() !== '';
  if (key === 'hour') return isDaytime(node.value);
  return key !== 'contract_phone' || isUsualPhone(node.value);
}

/** Hours that need no remark: they end on the day on which they begin. */
function isDaytime(hour: string): boolean {
  return isHour(hour) && hour.slice(0, 5) < hour.slice(6);
}

/** Addresses, each once: to look for files is for the long way. */
function readPictures(found: Found, node: TreeNode): boolean {
  if (node.kind !== 'list') return false;
  const list: string[] = [];
  for (const item of node.items) {
    if (item.kind !== 'text' || !VISIBLE.test(item.value) || isLocalPicture(item.value)) return false;
    list.push(item.value);
  }
  found.pic_list = list;
  return holdsEach(list);
}

/** Whether each picture of the list is another one. */
function holdsEach(list: readonly string[]): boolean {
  const [first, second, third] = list;
  if (first === undefined || second === undefined) return true;
  if (third === undefined && areSurelyOther(first, second)) return true;
  return new Set(PICTURES.normalise(list)).size === list.length;
}

/** Two addresses of one scheme that part before anything that comparing leaves out. */
function areSurelyOther(left: string, right: string): boolean {
  let index = 0;
  while (left.charCodeAt(index) === right.charCodeAt(index) && index < left.length) index += 1;
  const host = left.indexOf('//');
  return (
    host >= 0 &&
    index > host &&
    PATH.test(left[index] ?? '') &&
    PATH.test(right[index] ?? '') &&
    !QUERY.test(left.slice(0, index))
  );
}

function readLabels(found: Found, node: TreeNode, { inherited, knownLabels }: PlainFile): boolean {
  if (node.kind !== 'map') return false;
  let id = '';
  for (const { key, value } of node.entries) {
    if (value.kind !== 'text' || !VISIBLE.test(key) || !VISIBLE.test(value.value)) return false;
    id += `${key}\n${value.value}\n`;
  }
  found.labels = knownLabels.get(id) ?? addLabels(node, inherited);
  knownLabels.set(id, found.labels);
  return true;
}

function addLabels(node: MapNode, inherited: Inherited): Labels {
  const labels: Record<string, string> = Object.assign(Object.create(null), inherited.labels);
  for (const { key, value } of node.entries) labels[key] = value.kind === 'text' ? value.value : '';
  return labels;
}

function readSpecial(found: Found, node: TreeNode, { file, calendars }: PlainFile): boolean {
  const { hours, sound, faults } = readSpecialHours(node, file, calendars);
  found.special_hours = hours;
  return sound === 'yes' && faults.length === 0;
}

/** Which of the members that every store has are missing is for the schema to say. */
function toValues({
  hour = '',
  contract_phone = '',
  pic_list = [],
  map_poi_id,
  card_id,
}: Pick<Found, ShortField>): StoreValues {
  if (map_poi_id === undefined && card_id === undefined) return { hour, contract_phone, pic_list };
  return {
    hour,
    contract_phone,
    pic_list,
    ...(map_poi_id === undefined ? {} : { map_poi_id }),
    ...(card_id === undefined ? {} : { card_id }),
  };
}

/** What the long way would give to the schema; what is inherited was judged in its own file. */
function toPlain({ name, poi_id, labels, special }: Found, values: StoreValues): object {
  const plain = { name, poi_id, ...values, labels };
  return special === undefined ? plain : Object.assign(plain, toPlainMap([special]));
}
