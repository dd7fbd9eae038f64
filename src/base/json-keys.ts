/** Finds equal keys in JSON text: `JSON.parse` keeps the last of them and says nothing. Pure. */

/** A key that stands twice in one object: as it is written, and where both begin. */
export interface EqualKeys {
  readonly key: string;
  readonly first: number;
  readonly second: number;
}

/** A string, or a sign that opens, closes or parts. Each is taken in one way only: the time grows with the length. */
const TOKENS = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[{}[\],]/gu;

/** The first key that its object holds already, or null. The text must be JSON that was parsed before. */
export function findEqualKeys(text: string): EqualKeys | null {
  // A list in the place of an object's keys is null: strings in it are values.
  const open: (Map<string, number> | null)[] = [];
  let expected: 'key' | 'value' = 'value';
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    const keys = open.at(-1) ?? null;
    if (token === '{' || token === '[') open.push(token === '{' ? new Map() : null);
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ',' && expected === 'key' && keys !== null) {
      const key = String(JSON.parse(token));
      const first = keys.get(key);
      if (first !== undefined) return { key: token.slice(1, -1), first, second: index };
      keys.set(key, index);
    }
    expected = token === '{' || token === ',' ? 'key' : 'value';
  }
  return null;
}
