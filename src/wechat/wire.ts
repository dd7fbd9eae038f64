/** Both directions of conversion between our nouns and the platform's JSON, by the rows of the field table. Pure. */

import { asJsonObject } from '../base/json-object.ts';
import { FIELDS, fieldValue } from '../fields.ts';
import type { PlainPhrase } from '../messages/phrases.ts';
import type { AccountAudit, LivePage, LivePlace, LiveStore, Quota, StoreCard } from '../model/platform.ts';
import type { StoreValues, UpdateReceipt } from '../model.ts';

/** What an answer lacks. */
export type ReadGap = Extract<PlainPhrase, `live-${string}`>;

type Members = Readonly<Record<string, unknown>>;

/**
 * The body of `POST /wxa/update_store`: the whole record, since the call replaces it. Optional fields only when
 * given, and nothing else. `pic_list` is a string that holds JSON (page newupdatepoi).
 */
export function encodeUpdate(poiId: string, values: StoreValues): string {
  const members = FIELDS.flatMap((field) => {
    const value = fieldValue(values, field);
    return value === null ? [] : [[field.name, field.encode(value)] as const];
  });
  return JSON.stringify({ poi_id: poiId, ...Object.fromEntries(members) });
}

/** `data.has_audit_id` and `data.audit_id`; an answer without `data` tells nothing about a review. */
export function decodeReceipt(body: Members): UpdateReceipt {
  const data = asJsonObject(body.data);
  if (data === null) return { review: 'unknown', audit_id: null };
  const id = asDigits(data.audit_id);
  const started = data.has_audit_id === undefined ? id !== null && id !== '0' : isTrue(data.has_audit_id);
  if (!started) return { review: 'none', audit_id: null };
  return id === null || id === '0'
    ? { review: 'unknown', audit_id: null }
    : { review: 'started', audit_id: id };
}

/** `business.base_info` of `get_store_info`. The text says what is missing. */
export function decodeStore(body: Members): LiveStore | ReadGap {
  const info = asJsonObject(asJsonObject(body.business)?.base_info);
  return info === null ? 'live-without-base-info' : decodeBaseInfo(info);
}

/** `business_list` and `total_count` of `get_store_list`; the members nest in `base_info`, or lie flat. */
export function decodePage(body: Members): LivePage | ReadGap {
  const list = body.business_list ?? [];
  if (!Array.isArray(list)) return 'live-list-no-list';
  const total = Number(body.total_count);
  if (!Number.isInteger(total) || total < 0) return 'live-without-total';
  const stores: LiveStore[] = [];
  let unnamed = 0;
  for (const item of list) {
    const members = asJsonObject(item);
    if (members === null) return 'live-odd-entry';
    const info = asJsonObject(members.base_info) ?? members;
    // A store that was just added has no poi_id before its first review has ended: nobody can manage it yet.
    if (asText(info.poi_id) === '') {
      unnamed += 1;
      continue;
    }
    const store = decodeBaseInfo(info);
    if (typeof store === 'string') return store;
    stores.push(store);
  }
  return unnamed > 0 ? { stores, total, unnamed } : { stores, total };
}

/** `quota` of `/cgi-bin/openapi/quota/get`; numbers that are missing count as 0. */
export function decodeQuota(body: Members): Quota | ReadGap {
  const quota = asJsonObject(body.quota);
  if (quota === null) return 'live-without-quota';
  const number = (value: unknown): number => (Number.isFinite(Number(value)) ? Number(value) : 0);
  return { daily_limit: number(quota.daily_limit), used: number(quota.used), remain: number(quota.remain) };
}

/** `card_id` of `/card/storewxa/get`: a store without a card has no such member. */
export function decodeCard(body: Members): StoreCard {
  const cardId = asText(body.card_id);
  return { card_id: cardId === '' ? null : cardId };
}

/** `data` of `/wxa/get_merchant_audit_info`. */
export function decodeAccountAudit(body: Members): AccountAudit | ReadGap {
  const data = asJsonObject(body.data);
  const status = Number(asText(data?.status));
  if (data === null || asText(data.status) === '' || !Number.isInteger(status))
    return 'live-without-account-status';
  return { status, reason: asText(data.reason) };
}

function decodeBaseInfo(info: Members): LiveStore | ReadGap {
  const poi_id = asText(info.poi_id);
  const status = Number(asText(info.status));
  if (poi_id === '') return 'live-without-id';
  if (!Number.isInteger(status) || asText(info.status) === '') return 'live-without-status';
  return {
    poi_id,
    status,
    business_name: asText(info.business_name),
    hour: asText(info.open_time),
    contract_phone: asText(info.telephone),
    pic_list: decodePhotos(info.photo_list),
    ...decodePlace(info),
  };
}

/** Left out where the platform says nothing of it. */
function decodePlace(info: Members): { readonly place?: LivePlace } {
  const [province, city, district, address] = [info.province, info.city, info.district, info.address].map(
    (member) => asText(member).trim(),
  );
  if (!province && !city && !district && !address) return {};
  return {
    place: { province: province ?? '', city: city ?? '', district: district ?? '', address: address ?? '' },
  };
}

function decodePhotos(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.map((photo) => asText(asJsonObject(photo)?.photo_url ?? photo)).filter((url) => url !== '');
}

function isTrue(value: unknown): boolean {
  return value === true || Number(value) === 1;
}

/** Text of a text or a number; everything else is as good as missing. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function asDigits(value: unknown): string | null {
  const text = asText(value);
  return /^\d{1,20}$/u.test(text) ? text : null;
}
