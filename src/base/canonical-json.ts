/** Canonical JSON and its digest: the same value gives the same bytes, whatever the order of its members. */
import { createHash } from 'node:crypto';

/** JSON text with sorted members and no blanks. Members that are undefined are left out, as in `JSON.stringify`. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  const members = value as Readonly<Record<string, unknown>>;
  let text = '';
  // The default order is that of UTF-16 code units, as in `compareText`.
  for (const key of Object.keys(members).sort()) {
    if (members[key] === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(members[key])}`;
  }
  return `{${text}}`;
}

/** SHA-256 of the canonical JSON, 64 hexadecimal digits. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** Order of stores over several accounts: by account, then by id. */
export function compareStores(left: StoreName, right: StoreName): number {
  return compareText(left.account, right.account) || compareText(left.poi_id, right.poi_id);
}

interface StoreName {
  readonly account: string;
  readonly poi_id: string;
}

/** Order by UTF-16 code units: the same on every machine, unlike a locale's order. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
