/** The words in which a live value goes into a store file. Pure. */
import { type Field, LOCAL_PICTURE_PATTERN, PICTURES, sameValue } from '../fields.ts';
import type { FieldDrift, FieldValue } from '../model.ts';

const LOCAL = new RegExp(LOCAL_PICTURE_PATTERN, 'u');

/** A text without what the platform puts around it; pictures in the file's own words as far as it has them. */
export function wordForFile(field: Field, { file, recorded, live }: FieldDrift): FieldValue {
  if (typeof live === 'string') return field.normalise(live);
  return arrange(
    live.map((url) => findSame([...asList(file), ...asList(recorded)], url) ?? url),
    asList(file),
  );
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

/** The first picture of the file that is no address at WeChat but a file beside it, or null. */
export function findLocalPicture({ file }: FieldDrift): string | null {
  return asList(file).find((url) => LOCAL.test(url)) ?? null;
}

function findSame(urls: readonly string[], wanted: string): string | undefined {
  return urls.find((url) => sameValue(PICTURES, [url], [wanted]));
}

function asList(value: FieldValue | null): readonly string[] {
  return value === null || typeof value === 'string' ? [] : value;
}
