/** Replies of the store API, and how their ids stand on the wire. */

/** `audit_id` is marked where it goes out as a bare number, whatever its size; see `toJson`. */
export interface Reply {
  readonly errcode?: number;
  readonly errmsg?: string;
  readonly [member: string]: unknown;
}

export const OK = { errcode: 0, errmsg: 'ok' } as const;

export const refuse = (errcode: number, errmsg: string): Reply => ({ errcode, errmsg });

/** Marks digits that go to the wire as a bare number. */
export function bareNumber(digits: string): string {
  return `\u0000${digits}\u0000`;
}

/** JSON in which marked digits are bare numbers, as the platform's 64-bit ids are. */
export function toJson(reply: Reply, slashes: 'plain' | 'escaped' = 'plain'): string {
  const json = JSON.stringify(reply).replace(/"\\u0000(\d+)\\u0000"/gu, '$1');
  return slashes === 'escaped' ? json.replaceAll('/', '\\/') : json;
}

/** The platform seems to take a text or a whole number; a number that lost digits cannot come from a text. */
export function readPoiId(value: unknown): string | null {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && /^\d{1,20}$/u.test(text) ? text : null;
}
