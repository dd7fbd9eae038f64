/** A schema without what is only for people: what is compiled is loaded by each run, and checks the same without it. */

import { EDITOR_KEYWORDS } from './for-editors.ts';

const ANNOTATIONS = new Set(['title', 'description', 'examples', 'default', ...EDITOR_KEYWORDS]);
/** Their members are schemas by names that are free: one may be called as an annotation is. */
const BY_NAME = new Set(['properties', 'patternProperties', 'definitions']);

/** The same schema, without titles, descriptions, examples and defaults at any depth. */
export function withoutAnnotations(schema: object): object {
  const kept = Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.has(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, strip(value, BY_NAME.has(keyword))]));
}

function strip(value: unknown, isByName: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => strip(item, false));
  if (typeof value !== 'object' || value === null) return value;
  if (!isByName) return withoutAnnotations(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, strip(inner, false)]));
}
