/**
 * What a row was exported with, as one hidden text: the store, and a digest of each cell. By it an import knows what a
 * person changed in the sheet, and what somebody else changed in the files meanwhile. Pure.
 */
import { createHash } from 'node:crypto';

/** Digests of a row's cells by column; an empty text stands for an empty cell. */
export interface Base {
  readonly poi_id: string;
  readonly digests: ReadonlyMap<string, string>;
}

const VERSION = '1';

/** The digest of a cell; empty for an empty one. It tells of the store too, so that it fits no other row. */
export function digestCell(poiId: string, column: string, text: string): string {
  return text === '' ? '' : hash(JSON.stringify([poiId, column, text])).slice(0, 12);
}

/** A row's base as it stands in its cell; it ends with a check of itself. */
export function writeBase(poiId: string, texts: ReadonlyMap<string, string>): string {
  const words = [...texts].map(
    ([column, text]) => `${encodeURIComponent(column)}=${digestCell(poiId, column, text)}`,
  );
  const body = [VERSION, poiId, ...words].join(' ');
  return `${body} #${check(body)}`;
}

/** Null where the text is no base, or is damaged. */
export function readBase(text: string): Base | null {
  const [, body = '', sum = ''] = /^(\S.*) #([\w-]{8})$/u.exec(text.trim()) ?? [];
  if (body === '' || check(body) !== sum) return null;
  const [version, poi_id = '', ...words] = body.split(' ');
  if (version !== VERSION) return null;
  const digests = words.map((word) => {
    const [column = '', digest = ''] = word.split('=');
    return [decodeURIComponent(column), digest] as const;
  });
  return { poi_id, digests: new Map(digests) };
}

function check(body: string): string {
  return hash(body).slice(0, 8);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
