/** The words in which a live value goes into a store file. Pure. */
import { type Field, isLocalPicture, PICTURES, sameValue } from '../fields.ts';
import type { FieldDrift } from '../model/drift.ts';
import type { FieldValue } from '../model/plan.ts';

/** A text without what the platform puts around it; pictures in the file's own words as far as it has them. */
export function wordForFile(field: Field, drift: FieldDrift): FieldValue {
  const { file, recorded, live } = drift;
  if (typeof live === 'string') return field.normalise(live);
  const words = live.map(
    (url) => findWord(drift, url) ?? findSame([...asList(file), ...asList(recorded)], url) ?? url,
  );
  return arrange(words, asList(file));
}

/** What goes on record for words of a file: a local picture by its address. */
export function wordForRecord({ file, addresses = [] }: FieldDrift, word: FieldValue): FieldValue {
  if (typeof word === 'string') return word;
  return word.map((each) => addresses[asList(file).indexOf(each)] ?? each);
}

/**
 * The platform may show pictures in an order of its own. Where those that stay are in the file's order, so are the
 * others most likely; else the file's order stays, and new ones come behind.
 */
function arrange(live: readonly string[], file: readonly string[]): readonly string[] {
  if (new Set(live).size < live.length) return live;
  const staying = live.filter((url) => file.includes(url));
  const inFile = file.filter((url) => live.includes(url));
  if (staying.every((url, index) => url === inFile[index])) return live;
  return [...inFile, ...live.filter((url) => !file.includes(url))];
}

/** The first local picture of the file that would not be in the new list, or null: somebody put it into the repository. */
export function findLocalPicture({ file }: FieldDrift, word: FieldValue): string | null {
  return asList(file).find((each) => isLocalPicture(each) && !asList(word).includes(each)) ?? null;
}

/** The file's word for a local picture that the platform shows under this address. */
function findWord({ file, addresses = [] }: FieldDrift, url: string): string | undefined {
  return asList(file)[addresses.findIndex((each) => sameValue(PICTURES, [each], [url]))];
}

function findSame(urls: readonly string[], wanted: string): string | undefined {
  return urls.find((url) => sameValue(PICTURES, [url], [wanted]));
}

function asList(value: FieldValue | null): readonly string[] {
  return value === null || typeof value === 'string' ? [] : value;
}
