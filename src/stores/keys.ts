/** What a key of a store file may be, and what a person meant by one that it may not. Pure. */
import { findNearMiss } from '../base/near-miss.ts';
import { FIELDS } from '../fields.ts';
import { type Diagnostic, fault, type Place } from '../model.ts';

export const IDENTITY_KEYS: readonly string[] = ['name', 'poi_id'];
/** Keys that belong to one store alone. */
const OWN_KEYS: readonly string[] = [...IDENTITY_KEYS, 'map_poi_id'];
export const STORE_KEYS: readonly string[] = [
  ...IDENTITY_KEYS,
  ...FIELDS.map(({ name }) => name),
  'special_hours',
  'labels',
];
const DEFAULTS_KEYS = STORE_KEYS.filter((key) => !OWN_KEYS.includes(key));

/** The names under which the read calls show the values (page newgetpoi). */
const READ_NAMES: ReadonlyMap<string, string> = new Map([
  ['open_time', 'hour'],
  ['telephone', 'contract_phone'],
  ['photo_list', 'pic_list'],
  ['photo_url', 'pic_list'],
  ['business_name', 'name'],
  ['poiid', 'poi_id'],
  ['sosomap_poi_uid', 'map_poi_id'],
]);

/** Shown by the read calls, and not among the members of `update_store`. */
const READ_ONLY: ReadonlySet<string> = new Set([
  'address',
  'province',
  'city',
  'district',
  'longitude',
  'latitude',
  'categories',
  'category',
  'qualification_num',
  'qualification_name',
  'qualification_list',
  'credential',
  'company_name',
  'status',
  'branch_name',
]);

/** Other words that people use for a key, beyond typing mistakes. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['phone', 'contract_phone'],
  ['tel', 'contract_phone'],
  ['opening_hours', 'hour'],
  ['business_hours', 'hour'],
  ['open_hours', 'hour'],
  ['pictures', 'pic_list'],
  ['photos', 'pic_list'],
  ['images', 'pic_list'],
  ['id', 'poi_id'],
  ['map_id', 'map_poi_id'],
  ['门店名称', 'name'],
  ['营业时间', 'hour'],
  ['电话', 'contract_phone'],
]);

/** Explains a key that a store file, or a file of defaults, does not have. */
export function explainKey(key: string, kind: 'store' | 'defaults', place: Place): Diagnostic {
  const known = kind === 'store' ? STORE_KEYS : DEFAULTS_KEYS;
  if (kind === 'defaults' && OWN_KEYS.includes(key)) return fault('NOT_IN_DEFAULTS', place, { key });
  const meant = READ_NAMES.get(key);
  if (meant !== undefined) return fault('API_READ_NAME', place, { key, meant });
  if (READ_ONLY.has(key)) return fault('READ_ONLY_FIELD', place, { key });
  return fault('UNKNOWN_KEY', place, { key, meant: findMeantKey(key, kind), known: known.join(', ') });
}

/** The key that another name most likely stands for; null for a known key, and where nothing is near. */
export function findMeantKey(key: string, kind: 'store' | 'defaults'): string | null {
  const known = kind === 'store' ? STORE_KEYS : DEFAULTS_KEYS;
  if (known.includes(key) || READ_ONLY.has(key)) return null;
  const other = READ_NAMES.get(key) ?? SYNONYMS.get(key.toLowerCase()) ?? findNearMiss(key, known);
  return other !== null && known.includes(other) ? other : null;
}
