/** Keys of a file and of its defaults → one store. Pure. */
import type { TreeNode } from '../base/yaml-tree.ts';
import { FIELDS, isLocalPicture, OPTIONAL_NAMES, PICTURES } from '../fields.ts';
import type { FieldName, Place, Store } from '../model.ts';
import type { Defaults } from './defaults.ts';
import { type FileKeys, placeOfKey, placeOfValue, type Sourced } from './document.ts';
import { STORE_KEYS } from './keys.ts';
import type { FindPicture } from './pictures.ts';
import type { SpecialReading } from './special-hours.ts';

/** The nearer value wins; a list replaces a list. Labels are merged later, once they are known to be right. */
export function merge(own: FileKeys, chain: readonly Defaults[]): FileKeys {
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
export function mergeLabels(layers: readonly FileKeys[]): Readonly<Record<string, string>> {
  const labels: Record<string, string> = Object.create(null);
  for (const layer of layers) {
    const node = layer.get('labels')?.entry.value;
    for (const { key, value } of node?.kind === 'map' ? node.entries : []) labels[key] = readText(value);
  }
  return labels;
}

/** A store of merged keys; its local pictures are found by `findPictures`. What is missing is empty. */
export function toStore(
  keys: FileKeys,
  labels: Readonly<Record<string, string>>,
  identity: { file: string; poi_id: string; account: string },
  special: SpecialReading,
): Store {
  const text = (key: string): string => readText(keys.get(key)?.entry.value);
  const optional = OPTIONAL_NAMES.filter((name) => keys.has(name)).map((name) => [name, text(name)] as const);
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
      ...Object.fromEntries(optional),
    },
    labels,
    origins,
    special_hours: special.hours,
    pictures: new Map(),
  };
}

/** The local pictures of the list, by how they stand in it: each is relative to the file that holds the list. */
export function findPictures(keys: FileKeys, findPicture: FindPicture): Store['pictures'] {
  const sourced = keys.get(PICTURES.name);
  const list = sourced?.entry.value;
  if (sourced === undefined || list?.kind !== 'list') return new Map();
  const local = list.items.map(readText).flatMap((text) => {
    const picture = isLocalPicture(text) ? findPicture(sourced.file, text).picture : null;
    return picture === null ? [] : [[text, picture] as const];
  });
  return new Map(local);
}

/** The text of a scalar; empty for any other node. */
export function readText(node: TreeNode | undefined): string {
  return node?.kind === 'text' ? node.value : '';
}
