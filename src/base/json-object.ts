/** Telling a JSON object from all else that JSON can be. */

/** True for an object that is no list and not null. Its members are still to be checked. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or null for anything else. */
export function asJsonObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return isJsonObject(value) ? value : null;
}
