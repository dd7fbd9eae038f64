/** Files with their defaults → stores. Faults of a file of defaults are told once, there. Pure. */
import { readFlatYaml } from '../base/flat-yaml.ts';
import { isLocalPicture, OPTIONAL_NAMES } from '../fields.ts';
import type { Account, Diagnostic, Store, StoreValues } from '../model.ts';
import { type Calendars, NO_CALENDARS } from './calendar.ts';
import { checkStore } from './check.ts';
import {
  type Beside,
  type Defaults,
  findDefaults,
  folderOf,
  keepFew,
  readAllDefaults,
  readBytes,
} from './defaults.ts';
import type { FileKeys, FileReading } from './document.ts';
import { findPictures, merge, mergeLabels, toStore } from './merge-keys.ts';
import { type FindPicture, findNothing } from './pictures.ts';
import { type Inherited, makeAlikeStore, makePlainStore } from './plain-store.ts';
import { CROSS_FILE_RULES } from './rules.ts';
import { learnShape, type Shape } from './shape.ts';
import { readSpecialHours, SPECIAL_KEY } from './special-hours.ts';

/** A file's name and bytes; null where it could not be read, which was told already. */
export interface SourceFile {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly kind: 'store' | 'defaults';
  readonly bytes: Uint8Array | null;
  /** The same as text, where that is quick and sure; asked for before the bytes. */
  readonly text?: string | null;
}

/** `long`: every file is read the long way, which gives the same. For tests. */
export type Ways = 'short' | 'long';

/** Whether the record of a store holds just these values and nothing that would have anything decided. */
export type IsSettled = (poiId: string, values: StoreValues) => boolean;

export interface Assembly {
  readonly stores: readonly Store[];
  /** Ids of stores that were left out: their files are sound, and say what is on record. */
  readonly settled: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
  /** Files that gave no store; the id where it could be read, so that its record is not released. */
  readonly invalid: readonly { readonly file: string; readonly poi_id: string | null }[];
}

/**
 * Reads all files of an account. Every fault of every file is told. With `isSettled`, plain stores that say what is on record
 * and have no special hours are left out: of most stores a plan needs no more than to know that.
 */
export function assembleStores(
  files: readonly SourceFile[],
  account: Account,
  calendars: Calendars = NO_CALENDARS,
  findPicture: FindPicture = findNothing,
  ways: Ways = 'short',
  isSettled: IsSettled | null = null,
): Assembly {
  const beside = { calendars, findPicture };
  const diagnostics: Diagnostic[] = [];
  const invalid: { file: string; poi_id: string | null }[] = [];
  const defaults = readAllDefaults(files, beside, diagnostics);
  const chains = new Map<string, Chain>();
  const stores: Store[] = [];
  const settled = new Set<string>();
  let found = 0;
  for (const source of files) {
    if (source.kind !== 'store') continue;
    const folder = folderOf(source.file);
    const chain = chains.get(folder) ?? openChain(findDefaults(source.file, defaults), calendars, ways);
    chains.set(folder, chain);
    const plain =
      chain.inherited === null
        ? null
        : tryPlain(source, chain.inherited, chain, { account, calendars, isSettled });
    if (typeof plain === 'string') {
      settled.add(plain);
      found += 1;
      continue;
    }
    if (plain !== null) {
      stores.push(plain);
      continue;
    }
    const made = makeStore(source, chain.layers, account, beside);
    diagnostics.push(...keepFew(made.diagnostics, source.file));
    if (made.store === null) invalid.push({ file: source.file, poi_id: made.poi_id });
    else stores.push(made.store);
  }
  // What is wrong between files is told of whole stores.
  const isTwice =
    found > settled.size || [...stores, ...invalid].some(({ poi_id }) => settled.has(poi_id ?? ''));
  if (isTwice) return assembleStores(files, account, calendars, findPicture, ways);
  const unusable = new Set<Store>();
  for (const rule of CROSS_FILE_RULES) {
    const found = rule(stores, invalid);
    diagnostics.push(...found.diagnostics);
    for (const store of found.unusable) unusable.add(store);
  }
  for (const { file, poi_id } of unusable) invalid.push({ file, poi_id });
  return { stores: stores.filter((store) => !unusable.has(store)), settled, diagnostics, invalid };
}

/** What the files of one folder share. */
interface Chain {
  /** From the outermost folder to the nearest. */
  readonly layers: readonly Defaults[];
  /** Null where the short way is closed to the folder. */
  readonly inherited: Inherited | null;
  readonly knownLabels: Map<string, Store['labels']>;
  /** Shapes that its files have, the last one first. */
  readonly shapes: Shape[];
}

/** More shapes than that in one folder, and to try them would cost more than to read. */
const MOST_SHAPES = 4;

function openChain(layers: readonly Defaults[], calendars: Calendars, ways: Ways): Chain {
  const inherited = ways === 'short' ? readInherited(layers, calendars) : null;
  return { layers, inherited, knownLabels: new Map(), shapes: [] };
}

/** Optional keys that the short way takes over from defaults; with another one, it is closed to the folder. */
const TAKEN_OVER: readonly string[] = ['card_id'];

/** What all stores below these defaults get; null where it is not sound, or pictures of it have to be looked for. */
function readInherited(layers: readonly Defaults[], calendars: Calendars): Inherited | null {
  if (layers.some(({ sound, readable }) => sound === 'no' || readable === 'no')) return null;
  const keys = merge(new Map(), layers);
  const labels = mergeLabels(layers.map((each) => each.keys));
  const sourced = keys.get(SPECIAL_KEY);
  const special = readSpecialHours(sourced?.entry.value, sourced?.file ?? '', calendars);
  const store = toStore(keys, labels, { file: '', poi_id: '', account: '' }, special);
  if (special.sound === 'no' || store.values.pic_list.some(isLocalPicture)) return null;
  if (OPTIONAL_NAMES.some((name) => keys.has(name) && !TAKEN_OVER.includes(name))) return null;
  return {
    values: onlyGiven(store.values, keys),
    origins: store.origins,
    labels,
    special_hours: special.hours,
  };
}

function onlyGiven(values: StoreValues, keys: FileKeys): Partial<StoreValues> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.has(key)));
}

interface PlainTools {
  readonly account: Account;
  readonly calendars: Calendars;
  readonly isSettled: IsSettled | null;
}

/** The store, or its id alone where it is left out; null where the long way must look. */
function tryPlain(
  { file, text }: SourceFile,
  inherited: Inherited,
  { knownLabels, shapes }: Chain,
  { account, calendars, isSettled }: PlainTools,
): Store | string | null {
  if (typeof text !== 'string') return null;
  for (const shape of shapes) {
    const alike = makeAlikeStore(text, shape, { file, inherited, isSettled });
    if (alike !== null) return alike;
  }
  const tree = readFlatYaml(text);
  if (tree === null) return null;
  const store = makePlainStore({ file, account: account.name, tree, inherited, calendars, knownLabels });
  const shape = store === null || shapes.length >= MOST_SHAPES ? null : learnShape(text, tree, store);
  if (shape !== null) shapes.unshift(shape);
  if (store === null || store.special_hours.length > 0) return store;
  return isSettled?.(store.poi_id, store.values) === true ? store.poi_id : store;
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
