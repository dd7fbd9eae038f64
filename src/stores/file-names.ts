/** Which file a live store gets: names that every system and git take, and no two of them alike on any disk. Pure. */
import { compareText } from '../base/canonical-json.ts';

/** What names a store's file: its name at the platform, or its id. */
export type NameBy = 'name' | 'poi_id';

/** Writes a text in the letters that file names are to have; words may be joined by anything that is no letter. */
export type Spell = (text: string) => string;

export interface Nameable {
  readonly poi_id: string;
  readonly name: string;
  /** Empty where the platform tells none. */
  readonly city: string;
}

export interface Naming {
  readonly nameBy: NameBy;
  readonly spell: Spell;
  /** Folder of the stores, relative to the root, with `/`. */
  readonly folder: string;
  /** Paths of all files, folders and links that are there below the folder, relative to the root. */
  readonly taken: readonly string[];
}

/** Far below the 255 bytes that a name may have: an id, an ending and a temporary neighbour's marks follow. */
const MOST_BYTES = 80;
/** More of a name is not even spelled out. */
const MOST_CHARACTERS = 100;
/** Names that Windows keeps for devices, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/iu;

/**
 * A file for each store, by its id: `FOLDER/CITY/NAME.yaml`, without a city `FOLDER/NAME.yaml`. Where a name is taken,
 * by another store or by anything that is there, the id is appended. A folder that differs in case alone is used.
 */
export function nameFiles(stores: readonly Nameable[], naming: Naming): ReadonlyMap<string, string> {
  const taken = new Map(naming.taken.map((path) => [foldName(path), path] as const));
  const exact = new Set(naming.taken);
  const files = new Map<string, string>();
  for (const store of [...stores].sort((left, right) => compareText(left.poi_id, right.poi_id))) {
    const wanted = nameFolder(store.city, naming);
    const folder = exact.has(wanted) ? wanted : (taken.get(foldName(wanted)) ?? wanted);
    const file = findFree(`${folder}/${nameStem(store, naming)}`, store.poi_id, taken);
    taken.set(foldName(file), file);
    files.set(store.poi_id, file);
  }
  return files;
}

/** What two names have in common where a disk takes them for one: Windows and macOS ignore case, macOS composition. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFC');
}

function findFree(stem: string, poiId: string, taken: ReadonlyMap<string, string>): string {
  const ending = stem.endsWith(`/${poiId}`) ? '' : `-${poiId}`;
  const candidates = [stem, ...(ending === '' ? [] : [`${stem}${ending}`])];
  for (let count = 2; ; count += 1) {
    const free = candidates.find((candidate) => !taken.has(foldName(`${candidate}.yaml`)));
    if (free !== undefined) return `${free}.yaml`;
    candidates.push(`${stem}${ending}-${count}`);
  }
}

function nameFolder(city: string, { folder, spell }: Naming): string {
  const trimmed = city.trim();
  const cleaned = cleanName(spell(head(trimmed.replace(/(?<=.)市$/u, ''))));
  if (cleaned === '') return folder;
  return `${folder}/${DEVICE.test(cleaned) ? `${cleaned}-city` : cleaned}`;
}

function nameStem({ poi_id, name }: Nameable, { nameBy, spell }: Naming): string {
  const cleaned = nameBy === 'poi_id' ? '' : cleanName(spell(head(name)));
  if (cleaned === '') return poi_id;
  return DEVICE.test(cleaned) ? `${cleaned}-${poi_id}` : cleaned;
}

/** Letters and digits of any script, all else as single dashes; short enough for any disk. May be empty. */
function cleanName(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    // A mark without its letter would join the dash before it.
    .replace(/(^|-)\p{M}+/gu, '$1')
    .replace(/-{2,}/gu, '-')
    .replace(/^-/u, '');
  return cutBytes(plain, MOST_BYTES).replace(/-$/u, '');
}

function cutBytes(text: string, most: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    kept += character;
  }
  return kept;
}

function head(text: string): string {
  return [...text.slice(0, MOST_CHARACTERS * 2)].slice(0, MOST_CHARACTERS).join('');
}
