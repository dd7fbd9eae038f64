/** Files with their defaults → stores. Faults of a file of defaults are told once, there. Pure. */
import type { TreeNode } from '../base/yaml-tree.ts';
import { FIELDS, isLocalPicture, PICTURES } from '../fields.ts';
import {
  type Account,
  type Diagnostic,
  type FieldName,
  notice,
  type Place,
  type Store,
  type StoreValues,
} from '../model.ts';
import { type Calendars, NO_CALENDARS } from './calendar.ts';
import { checkDefaults, checkStore } from './check.ts';
import {
  type FileKeys,
  type FileReading,
  placeOfKey,
  placeOfValue,
  readDocument,
  type Sourced,
} from './document.ts';
import { STORE_KEYS } from './keys.ts';
import { type FindPicture, findNothing } from './pictures.ts';
import { CROSS_FILE_RULES } from './rules.ts';
import { readSpecialHours, SPECIAL_KEY, type SpecialReading } from './special-hours.ts';

/** A file's name and bytes; null where it could not be read, which was told already. */
export interface SourceFile {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly kind: 'store' | 'defaults';
  readonly bytes: Uint8Array | null;
}

export interface Assembly {
  readonly stores: readonly Store[];
  readonly diagnostics: readonly Diagnostic[];
  /** Files that gave no store; the id where it could be read, so that its record is not released. */
  readonly invalid: readonly { readonly file: string; readonly poi_id: string | null }[];
}

/** Defaults of one folder. With an error among them, no store below can be known: what was meant is not said. */
interface Defaults {
  readonly keys: FileKeys;
  readonly readable: 'yes' | 'no';
  readonly sound: 'yes' | 'no';
  readonly faulty: ReadonlySet<string>;
}

/** Findings of one file that are told; more would only hide the first. */
const MOST_FINDINGS = 50;

/** Reads all files of an account. Every fault of every file is told. */
export function assembleStores(
  files: readonly SourceFile[],
  account: Account,
  calendars: Calendars = NO_CALENDARS,
  findPicture: FindPicture = findNothing,
): Assembly {
  const beside = { calendars, findPicture };
  const diagnostics: Diagnostic[] = [];
  const invalid: { file: string; poi_id: string | null }[] = [];
  const defaults = readAllDefaults(files, beside, diagnostics);
  const stores: Store[] = [];
  for (const source of files.filter(({ kind }) => kind === 'store')) {
    const made = makeStore(source, findDefaults(source.file, defaults), account, beside);
    diagnostics.push(...keepFew(made.diagnostics, source.file));
    if (made.store === null) invalid.push({ file: source.file, poi_id: made.poi_id });
    else stores.push(made.store);
  }
  const unusable = new Set<Store>();
  for (const rule of CROSS_FILE_RULES) {
    const found = rule(stores, invalid);
    diagnostics.push(...found.diagnostics);
    for (const store of found.unusable) unusable.add(store);
  }
  for (const { file, poi_id } of unusable) invalid.push({ file, poi_id });
  return { stores: stores.filter((store) => !unusable.has(store)), diagnostics, invalid };
}

/** What store files may refer to outside of themselves. */
interface Beside {
  readonly calendars: Calendars;
  readonly findPicture: FindPicture;
}

function readAllDefaults(
  files: readonly SourceFile[],
  { calendars, findPicture }: Beside,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, Defaults> {
  const found = new Map<string, Defaults>();
  for (const { file, kind, bytes } of files) {
    const folder = folderOf(file);
    if (kind !== 'defaults') continue;
    const reading = readBytes(bytes, file);
    const faults = reading.value === null ? [] : checkDefaults(reading.value, file, calendars, findPicture);
    diagnostics.push(...keepFew([...reading.diagnostics, ...faults], file));
    const errors = [...reading.diagnostics, ...faults].filter(({ severity }) => severity === 'error');
    const second = found.has(folder);
    found.set(folder, {
      keys: reading.value ?? new Map(),
      readable: reading.value === null || second ? 'no' : 'yes',
      sound: reading.value === null || second || errors.length > 0 ? 'no' : 'yes',
      faulty: new Set(errors.flatMap(({ line }) => keysOnLine(reading.value, line))),
    });
  }
  return found;
}

function readBytes(bytes: Uint8Array | null, file: string): FileReading {
  return bytes === null ? { value: null, diagnostics: [], poi_id: null } : readDocument(bytes, file);
}

/** The first findings of a file, errors before warnings, and how many more there are. */
function keepFew(diagnostics: readonly Diagnostic[], file: string): readonly Diagnostic[] {
  const count = diagnostics.length - MOST_FINDINGS;
  if (count <= 0) return diagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const others = diagnostics.filter(({ severity }) => severity !== 'error');
  const more = notice('MORE_FAULTS', { file, line: null, column: null }, { count });
  return [...[...errors, ...others].slice(0, MOST_FINDINGS), more];
}

/** The keys to which a fault on a line belongs: the last one that begins at or before it. */
function keysOnLine(keys: FileKeys | null, line: number | null): readonly string[] {
  const before = [...(keys ?? [])].filter(([, { entry }]) => entry.keyAt.line <= (line ?? 0));
  const last = before.at(-1);
  return last === undefined ? [] : [last[0]];
}

/** Defaults from the outermost folder to the nearest. */
function findDefaults(file: string, defaults: ReadonlyMap<string, Defaults>): readonly Defaults[] {
  const parts = folderOf(file).split('/');
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return folders.flatMap((folder) => defaults.get(folder) ?? []);
}

interface Made {
  readonly store: Store | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly poi_id: string | null;
}

function makeStore(
  { file, bytes }: SourceFile,
  chain: readonly Defaults[],
  account: Account,
  { calendars, findPicture }: Beside,
): Made {
  const reading = readBytes(bytes, file);
  if (reading.value === null)
    return { store: null, diagnostics: reading.diagnostics, poi_id: reading.poi_id };
  const own = reading.value;
  const poi_id = readPoiId(reading, own);
  const keys = merge(own, chain);
  const found = [...reading.diagnostics, ...checkStore(keys, file, calendars, findPicture)];
  // What a file of defaults has wrong is told there, not at each store that inherits it.
  const told = found.filter((each) => each.file === file && !isInheritedGap(each, chain));
  const sourced = keys.get(SPECIAL_KEY);
  const special = readSpecialHours(sourced?.entry.value, sourced?.file ?? file, calendars);
  const failed =
    found.some(({ severity }) => severity === 'error') ||
    chain.some(({ sound }) => sound === 'no') ||
    special.sound === 'no';
  if (failed || poi_id === null) return { store: null, diagnostics: told, poi_id };
  const labels = mergeLabels([...chain.map((each) => each.keys), own]);
  const made = toStore(keys, labels, { file, poi_id, account: account.name }, special);
  const store = { ...made, pictures: findPictures(keys, findPicture) };
  return { store, diagnostics: told, poi_id };
}

/** A key that is missing here because the defaults that should give it cannot be used. */
function isInheritedGap(each: Diagnostic, chain: readonly Defaults[]): boolean {
  if (each.code !== 'MISSING_KEY' || ['name', 'poi_id'].includes(each.params.key)) return false;
  return chain.some(({ readable, faulty }) => readable === 'no' || faulty.has(each.params.key));
}

/** With the key twice nobody can tell which store it is. */
function readPoiId(reading: FileReading, own: FileKeys): string | null {
  const twice = reading.diagnostics.some(
    (each) => each.code === 'DUPLICATE_KEY' && each.params.key === 'poi_id',
  );
  if (twice) return null;
  const node = own.get('poi_id')?.entry.value;
  return node?.kind === 'text' && /^[0-9]{1,20}$/u.test(node.value) ? node.value : null;
}

/** The nearer value wins; a list replaces a list. Labels are merged later, once they are known to be right. */
function merge(own: FileKeys, chain: readonly Defaults[]): FileKeys {
  const keys = new Map<string, Sourced>();
  for (const layer of [...chain.map((each) => inheritable(each.keys)), own]) {
    for (const [key, sourced] of layer) keys.set(key, sourced);
  }
  return keys;
}

/** Only keys that a store has: another is a fault of the defaults file alone. */
function inheritable(keys: FileKeys): FileKeys {
  return new Map(
    [...keys].filter(
      ([key]) => STORE_KEYS.includes(key) && key !== 'name' && key !== 'poi_id' && key !== 'map_poi_id',
    ),
  );
}

/** Labels of all layers from the outermost, key by key. */
function mergeLabels(layers: readonly FileKeys[]): Readonly<Record<string, string>> {
  const labels: Record<string, string> = Object.create(null);
  for (const layer of layers) {
    const node = layer.get('labels')?.entry.value;
    for (const { key, value } of node?.kind === 'map' ? node.entries : []) labels[key] = readText(value);
  }
  return labels;
}

function toStore(
  keys: FileKeys,
  labels: Readonly<Record<string, string>>,
  identity: { file: string; poi_id: string; account: string },
  special: SpecialReading,
): Store {
  const text = (key: string): string => readText(keys.get(key)?.entry.value);
  const optional = (key: 'map_poi_id' | 'card_id'): Partial<StoreValues> =>
    keys.has(key) ? { [key]: text(key) } : {};
  const pictures = keys.get('pic_list')?.entry.value;
  const origins: Partial<Record<FieldName, Place>> = {};
  for (const { name } of FIELDS) {
    const sourced = keys.get(name);
    if (sourced !== undefined) origins[name] = placeOfValue(sourced);
  }
  const id = keys.get('poi_id');
  return {
    ...identity,
    name: text('name').trim(),
    line: id === undefined ? 1 : (placeOfKey(id).line ?? 1),
    values: {
      hour: text('hour'),
      contract_phone: text('contract_phone'),
      pic_list: pictures?.kind === 'list' ? pictures.items.map(readText) : [],
      ...optional('map_poi_id'),
      ...optional('card_id'),
    },
    labels,
    origins,
    special_hours: special.hours,
    pictures: new Map(),
  };
}

/** The local pictures of the list, by how they stand in it: each is relative to the file that holds the list. */
function findPictures(keys: FileKeys, findPicture: FindPicture): Store['pictures'] {
  const sourced = keys.get(PICTURES.name);
  const list = sourced?.entry.value;
  if (sourced === undefined || list?.kind !== 'list') return new Map();
  const local = list.items.map(readText).flatMap((text) => {
    const picture = isLocalPicture(text) ? findPicture(sourced.file, text).picture : null;
    return picture === null ? [] : [[text, picture] as const];
  });
  return new Map(local);
}

function readText(node: TreeNode | undefined): string {
  return node?.kind === 'text' ? node.value : '';
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}
