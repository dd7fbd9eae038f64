/** What the emulator holds: stores with live, approved and pending pictures. Rules as the API's pages tell them. */
import { createHash } from 'node:crypto';
import type { LivePlace } from '../model/platform.ts';
import type { StoreValues } from '../model.ts';
import type { RefreshBook } from './platform-desk.ts';
import type { Switches } from './switches.ts';
import type { TokenDesk } from './tokens.ts';
import type { Uploaded } from './upload.ts';

export interface World {
  readonly stores: Map<string, EmulatedStore>;
  readonly tokens: TokenDesk;
  /** What a third-party platform asks for this merchant's tokens with. */
  readonly refresh: RefreshBook;
  readonly switches: Switches;
  /** Null takes any non-empty pair. */
  readonly credentials: { readonly appid: string; readonly secret: string } | null;
  /** The address that token calls are refused for, or null. */
  readonly refusedIp: string | null;
  /** Updates a day; a limit of 0 is none. */
  readonly quota: { readonly daily_limit: number; used: number };
  /** How far the opening of the store mini program is: 1 passed; anything else refuses the store calls. */
  readonly merchant: { readonly status: number; readonly reason: string };
  readonly nextAuditId: () => string;
  /** Updates that took effect, the oldest first. */
  readonly updates: AppliedUpdate[];
  /** Pictures that were uploaded, the oldest first. */
  readonly uploads: Uploaded[];
}

/** One update that took effect, also where its answer never arrived. */
export interface AppliedUpdate {
  readonly poi_id: string;
  /** The review that it started, or null. */
  readonly audit_id: string | null;
  /** `same`: the store was like this already, so that nothing was gained by sending it. */
  readonly effect: 'changed' | 'same';
}

export interface SeedStore {
  readonly poi_id: string;
  readonly name: string;
  readonly values: StoreValues;
  /** Where it is; without it, at a sample address. */
  readonly place?: LivePlace;
}

/** One store at the platform. */
export interface EmulatedStore {
  readonly poi_id: string;
  readonly business_name: string;
  readonly place: LivePlace;
  readonly hour: string;
  readonly contract_phone: string;
  /** What customers see. */
  readonly pictures: readonly string[];
  /** Every picture that ever passed a review for this store. */
  readonly approved: readonly string[];
  readonly pending: { readonly audit_id: string; readonly pictures: readonly string[] } | null;
  /** 1 approved, 2 under review, 3 rejected. */
  readonly status: number;
  /** Why the last review was rejected. Reads never show it: the platform tells it in the push event alone. */
  readonly reason: string | null;
  readonly map_poi_id: string | null;
  readonly card_id: string | null;
  /** What was sent in other members of one text; reads never show them. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Where the platform keeps pictures under addresses of its own. */
const HOSTED = 'https://mmbiz.qpic.cn/hosted/';

const SAMPLE_PLACE: LivePlace = {
  province: '示例省',
  city: '示例市',
  district: '示例区',
  address: '示例路1号',
};

export function seedStore({ poi_id, name, values, place = SAMPLE_PLACE }: SeedStore): EmulatedStore {
  return {
    poi_id,
    business_name: name,
    place,
    hour: values.hour,
    contract_phone: values.contract_phone,
    pictures: values.pic_list,
    approved: values.pic_list,
    pending: null,
    status: 1,
    reason: null,
    map_poi_id: values.map_poi_id ?? null,
    card_id: values.card_id ?? null,
    texts: {},
  };
}

export interface Update {
  readonly hour: string;
  readonly contract_phone: string;
  readonly pictures: readonly string[];
  readonly map_poi_id: string | null;
  readonly card_id: string | null;
  readonly texts: Readonly<Record<string, string>>;
}

/** Applies an update: phone and hours at once, pictures only after review unless all were approved before. */
export function updateStore(
  store: EmulatedStore,
  update: Update,
  auditId: string,
  switches: Switches,
): { readonly store: EmulatedStore; readonly audit_id: string | null } {
  const next = {
    ...store,
    hour: update.hour,
    contract_phone: update.contract_phone,
    map_poi_id: update.map_poi_id ?? store.map_poi_id,
    card_id: update.card_id ?? store.card_id,
    texts: { ...store.texts, ...update.texts },
  };
  if (update.pictures.every((picture) => isApproved(store, picture))) {
    // A review that was under way has nothing left to judge.
    const status = store.pending === null ? store.status : 1;
    return { store: { ...next, status, pictures: update.pictures, pending: null }, audit_id: null };
  }
  const status = switches.reviewStatus === 'turns' ? 2 : store.status;
  return {
    store: { ...next, status, reason: null, pending: { audit_id: auditId, pictures: update.pictures } },
    audit_id: auditId,
  };
}

/** A picture that passed a review, under the address that was sent or the one that reads may show for it. */
function isApproved({ approved }: EmulatedStore, picture: string): boolean {
  return approved.some((url) => url === picture || rehost(url) === picture);
}

/** Whether an update made anything different, apart from the id of the review that it started. */
export function compareStores(before: EmulatedStore, after: EmulatedStore): AppliedUpdate['effect'] {
  const describe = ({ pending, ...store }: EmulatedStore): string =>
    JSON.stringify([store, pending?.pictures]);
  return describe(before) === describe(after) ? 'same' : 'changed';
}

/** Ends a review: 1 makes the pending pictures live, 3 keeps the old ones, 2 puts the store under review. */
export function endReview(store: EmulatedStore, status: number, reason: string | null = null): EmulatedStore {
  if (status === 3) return { ...store, status, reason, pending: null };
  if (status !== 1 || store.pending === null) return { ...store, status, reason: null };
  const { pictures } = store.pending;
  const approved = [...new Set([...store.approved, ...pictures])];
  return { ...store, status, reason: null, pictures, approved, pending: null };
}

/** `base_info` as the read calls give it. */
export function showStore(store: EmulatedStore, switches: Switches): object {
  const pictures =
    switches.shows === 'new' && store.pending !== null ? store.pending.pictures : store.pictures;
  const ordered = switches.readOrder === 'reverse' ? [...pictures].reverse() : pictures;
  return {
    business_name: store.business_name,
    address: store.place.address,
    telephone: switches.readPhone === 'padded' ? ` ${store.contract_phone}` : store.contract_phone,
    province: store.place.province,
    city: store.place.city,
    district: store.place.district,
    longitude: switches.readCoordinates === 'text' ? '121.47' : 121.47,
    latitude: switches.readCoordinates === 'text' ? '31.23' : 31.23,
    photo_list: ordered.map((url) => ({ photo_url: showUrl(url, switches) })),
    open_time: store.hour,
    poi_id: store.poi_id,
    status: store.status,
    qualification_num: '',
    qualification_name: '',
  };
}

function showUrl(url: string, { readUrls }: Switches): string {
  if (readUrls === 'drop') return url.replace(/\?.*$/u, '');
  if (readUrls === 'rehost') return rehost(url);
  return readUrls === 'https' ? url.replace(/^http:/u, 'https:') : url;
}

/** The platform's own address for a picture; it depends on nothing but the picture. */
function rehost(url: string): string {
  if (url.startsWith(HOSTED)) return url;
  const picture = url.replace(/^https?:/u, '').replace(/[?#].*$/u, '');
  return `${HOSTED}${createHash('sha256').update(picture).digest('hex').slice(0, 32)}/0`;
}
