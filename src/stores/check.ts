/** Checks a store's keys and values against the compiled schema, and explains each fault at its place. Pure. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import equal from 'fast-deep-equal';
import { validateDefaults } from '../base/generated/validate-defaults.js';
import { validateStore } from '../base/generated/validate-store.js';
import { type TreeNode, toPlainMap } from '../base/yaml-tree.ts';
import { FIELDS, isLocalPicture, MAX_PICTURES, PICTURES } from '../fields.ts';
import { type Diagnostic, fault, type Place, warning } from '../model.ts';
import { type Calendars, NO_CALENDARS } from './calendar.ts';
import { type FileKeys, placeOfKey, placeOfValue, type Sourced } from './document.ts';
import {
  explainCard,
  explainHour,
  explainId,
  explainPhone,
  explainPicture,
  explainPictureText,
  findInvisible,
  isHour,
  isPossiblePhone,
  isUsualPhone,
  nameCharacter,
} from './explain.ts';
import { explainKey, findMeantKey } from './keys.ts';
import { describePicture, type FindPicture, findNothing } from './pictures.ts';
import { readSpecialHours, SPECIAL_EXAMPLE, SPECIAL_KEY } from './special-hours.ts';

const EXAMPLES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(FIELDS.map(({ name, schema }) => [name, `${name}: ${[schema.examples].flat(2)[0]}`])),
  name: 'name: 人民广场店',
  poi_id: 'poi_id: "472671857"',
  hour: 'hour: 10:00-21:00',
  contract_phone: 'contract_phone: 021-00001234',
  pic_list: 'pic_list:\n  - http://mmbiz.qpic.cn/mmbiz_jpg/example/0?wx_fmt=jpeg',
  map_poi_id: 'map_poi_id: "5938314494307741153"',
  card_id: 'card_id: pAbCdEfGhIjKlMnOpQrStUvWxYz0',
  special_hours: SPECIAL_EXAMPLE,
  labels: 'labels: { region: east }',
};

/** Faults of a store whose defaults are filled in; `file` is where a missing key is missed. */
export function checkStore(
  keys: FileKeys,
  file: string,
  calendars: Calendars = NO_CALENDARS,
  findPicture: FindPicture = findNothing,
): readonly Diagnostic[] {
  return check(keys, { file, kind: 'store', calendars, findPicture }, validateStore);
}

/** Faults of a file of defaults by itself. */
export function checkDefaults(
  keys: FileKeys,
  file: string,
  calendars: Calendars = NO_CALENDARS,
  findPicture: FindPicture = findNothing,
): readonly Diagnostic[] {
  return check(keys, { file, kind: 'defaults', calendars, findPicture }, validateDefaults);
}

interface Checking {
  readonly file: string;
  readonly kind: 'store' | 'defaults';
  readonly calendars: Calendars;
  readonly findPicture: FindPicture;
}

function check(keys: FileKeys, checking: Checking, validate: ValidateFunction): readonly Diagnostic[] {
  const { file, kind } = checking;
  const faults: Diagnostic[] = [];
  const explained = new Set<string>();
  for (const [key, sourced] of keys) {
    const found = checkByEye(key, sourced, checking);
    const isWrong = found.some(({ severity }) => severity === 'error');
    // Each picture is explained by itself: what is wrong with one hides nothing of the others.
    if (holdsRefused(sourced.entry.value) || (isWrong && !isListOfTexts(key, sourced))) explained.add(key);
    faults.push(...found);
  }
  if (!validate(toPlain(keys))) {
    for (const error of validate.errors ?? []) {
      const fault = explainError(error, keys, { file, kind, explained });
      // An empty text breaks several rules of the schema at once; once told is enough.
      if (fault !== null && !faults.some((each) => equal(each, fault) || isSamePicture(each, fault)))
        faults.push(fault);
    }
  }
  return faults;
}

function isListOfTexts(key: string, { entry: { value } }: Sourced): boolean {
  return key === PICTURES.name && value.kind === 'list' && value.items.every(({ kind }) => kind === 'text');
}

/** Two findings about one item of the list. */
function isSamePicture(left: Diagnostic, right: Diagnostic): boolean {
  const isAboutPicture = right.code === 'INVALID_PICTURE' || right.code === 'PICTURE_PATH';
  return (
    isAboutPicture && left.severity === 'error' && left.line === right.line && left.column === right.column
  );
}

/** An alias, anchor or tag in it was told where the file was read; the rest of the value cannot be known. */
function holdsRefused(node: TreeNode): boolean {
  if (node.kind === 'list') return node.items.some(holdsRefused);
  if (node.kind === 'map') return node.entries.some(({ value }) => holdsRefused(value));
  return node.kind === 'refused';
}

/** What a schema cannot say: forgotten values, signs that nobody sees, what is not there, oddities. */
function checkByEye(
  key: string,
  sourced: Sourced,
  { calendars, findPicture }: Checking,
): readonly Diagnostic[] {
  const { value } = sourced.entry;
  const place = placeOfValue(sourced);
  if (value.kind === 'empty') return [fault('EMPTY_VALUE', place, { key, cut: value.cut })];
  if (key === SPECIAL_KEY) return readSpecialHours(value, sourced.file, calendars).faults;
  if (key === PICTURES.name) return checkPictures(value, sourced.file, findPicture);
  if (key === 'labels') return checkLabels(value, sourced.file);
  if (value.kind !== 'text') return [];
  if (key === 'name' && value.value.trim() === '') return [fault('NAME_EMPTY', place, {})];
  const hidden = findInvisible(value.value);
  if (hidden !== null)
    return [fault('INVISIBLE_CHARACTER', place, { key, character: nameCharacter(hidden) })];
  if (key === 'hour') return checkHours(value.value, place);
  if (key === 'contract_phone' && isPossiblePhone(value.value) && !isUsualPhone(value.value)) {
    return [warning('UNUSUAL_PHONE', place, { value: value.value })];
  }
  return [];
}

function checkHours(value: string, place: Place): readonly Diagnostic[] {
  const [from = '', to = ''] = isHour(value) ? value.split('-') : [];
  if (from === to) return [explainHour(value, place)];
  return from > to ? [warning('OVERNIGHT_HOURS', place, { value })] : [];
}

function checkPictures(node: TreeNode, file: string, findPicture: FindPicture): readonly Diagnostic[] {
  if (node.kind !== 'list') return [];
  const lines = new Map<string, number>();
  return node.items.flatMap((item): readonly Diagnostic[] => {
    const place = { file, ...item.at };
    if (item.kind === 'empty') return [fault('EMPTY_VALUE', place, { key: PICTURES.name, cut: item.cut })];
    if (item.kind !== 'text') return [];
    const hidden = findInvisible(item.value);
    if (hidden !== null)
      return [fault('INVISIBLE_CHARACTER', place, { key: PICTURES.name, character: nameCharacter(hidden) })];
    const local = isLocalPicture(item.value) ? findPicture(file, item.value) : null;
    const told = local === null ? [] : describePicture(local, place);
    if (local !== null && local.fault !== null) return told;
    const [same = ''] = [PICTURES.normalise([local?.picture?.sha256 ?? item.value])].flat();
    const other = lines.get(same);
    lines.set(same, other ?? item.at.line);
    const twice = fault('DUPLICATE_PICTURE', place, { value: item.value, other: other ?? 0 });
    return other === undefined ? told : [...told, twice];
  });
}

function checkLabels(node: TreeNode, file: string): readonly Diagnostic[] {
  if (node.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value, keyAt }): readonly Diagnostic[] => {
    const place = { file, ...keyAt };
    const label = `labels.${key}`;
    if (value.kind === 'empty') return [fault('EMPTY_VALUE', place, { key: label, cut: value.cut })];
    const hidden = findInvisible(`${key}${value.kind === 'text' ? value.value : ''}`);
    if (hidden !== null)
      return [fault('INVISIBLE_CHARACTER', place, { key: label, character: nameCharacter(hidden) })];
    return value.kind === 'list' || value.kind === 'map'
      ? [fault('WRONG_TYPE', place, { key: label, expected: 'text', example: EXAMPLES.labels ?? '' })]
      : [];
  });
}

interface Scope {
  readonly file: string;
  readonly kind: 'store' | 'defaults';
  /** Keys whose fault has been told already. */
  readonly explained: ReadonlySet<string>;
}

/** One of ajv's findings in our words; null where the same key has a better explanation already. */
function explainError(
  error: ErrorObject,
  keys: FileKeys,
  { file, kind, explained }: Scope,
): Diagnostic | null {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const [key] = path;
  if (key === undefined) return explainKeys(error, keys, { file, kind, explained });
  const sourced = keys.get(key);
  if (explained.has(key) || sourced === undefined) return null;
  // A picture is refused by both forms that it may have; the first of ajv's three findings is enough.
  if (
    error.keyword === 'anyOf' ||
    (error.keyword === 'pattern' && error.schemaPath.endsWith('anyOf/1/pattern'))
  )
    return null;
  const node = findNode(sourced.entry.value, path.slice(1)) ?? sourced.entry.value;
  const depth = path.length > 1 ? 'inside' : 'whole';
  return explainValue({ key, node, depth }, error, { file: sourced.file, ...node.at });
}

function explainKeys(
  error: ErrorObject,
  keys: FileKeys,
  { file, kind, explained }: Scope,
): Diagnostic | null {
  if (error.keyword === 'required') {
    const key = String(error.params.missingProperty);
    // A key under another name is told once, at that name.
    if (explained.has(key) || [...keys.keys()].some((other) => findMeantKey(other, kind) === key))
      return null;
    return fault('MISSING_KEY', { file, line: 1, column: 1 }, { key, example: EXAMPLES[key] ?? key });
  }
  const unknown = keys.get(String(error.params.additionalProperty));
  return unknown === undefined ? null : explainKey(unknown.entry.key, kind, placeOfKey(unknown));
}

interface Faulty {
  readonly key: string;
  readonly node: TreeNode;
  /** The value of the key, or an item within it. */
  readonly depth: 'whole' | 'inside';
}

function explainValue({ key, node, depth }: Faulty, { keyword }: ErrorObject, place: Place): Diagnostic {
  const text = node.kind === 'text' ? node.value : '';
  if (keyword === 'minItems' || keyword === 'maxItems') {
    return fault('PICTURE_COUNT', place, {
      count: node.kind === 'list' ? node.items.length : MAX_PICTURES + 1,
    });
  }
  if (keyword === 'type') return explainType({ key, node, depth }, place);
  if (key === 'hour') return explainHour(text, place);
  if (key === 'contract_phone') return explainPhone(text, place);
  if (key === 'poi_id' || key === 'map_poi_id') return explainId(key, text, place);
  if (key === 'card_id') return explainCard(text, place);
  if (key === PICTURES.name) return explainPicture(text, place);
  return fault('INVALID_VALUE', place, { key, value: text });
}

function explainType({ key, node, depth }: Faulty, place: Place): Diagnostic {
  if (depth === 'inside')
    return fault('WRONG_TYPE', place, { key, expected: 'item-text', example: EXAMPLES[key] ?? key });
  if (key === PICTURES.name && node.kind === 'text') return explainPictureText(node.value, place);
  const expected = key === PICTURES.name ? 'list' : key === 'labels' ? 'map' : 'text';
  return fault('WRONG_TYPE', place, { key, expected, example: EXAMPLES[key] ?? key });
}

function findNode(node: TreeNode, path: readonly string[]): TreeNode | null {
  const [step, ...rest] = path;
  if (step === undefined) return node;
  if (node.kind === 'list') {
    const item = node.items[Number(step)];
    return item === undefined ? null : findNode(item, rest);
  }
  const entry = node.kind === 'map' ? node.entries.find(({ key }) => key === step) : undefined;
  return entry === undefined ? null : findNode(entry.value, rest);
}

function toPlain(keys: FileKeys): object {
  return toPlainMap([...keys].map(([key, { entry }]) => ({ key, value: entry.value })));
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
