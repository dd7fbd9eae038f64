/** `POST /wxa/update_store`: its checks in the platform's order, and what it changes. */
import { FIELDS, HOUR_PATTERN, MAX_PHONE_LENGTH, OPTIONAL_NAMES, PICTURE_URL_PATTERN } from '../fields.ts';
import { bareNumber, OK, type Reply, readPoiId, refuse } from './replies.ts';
import type { Switches } from './switches.ts';
import { compareStores, type EmulatedStore, type Update, updateStore, type World } from './world.ts';

type Members = Readonly<Record<string, unknown>>;

/** The members that the page `newupdatepoi` names, in its table or its example. */
const MEMBERS: readonly string[] = ['poi_id', ...FIELDS.map(({ name }) => name)];
/** Those of which nothing is known but that they are texts. */
const TEXTS: readonly string[] = OPTIONAL_NAMES.filter((name) => name !== 'map_poi_id' && name !== 'card_id');
const HOUR = new RegExp(HOUR_PATTERN, 'u');
const PICTURE_URL = new RegExp(PICTURE_URL_PATTERN, 'u');

/** Judges the fields, then the store, then its status; `withStore` finds the store or refuses the call. */
export function handleUpdate(
  world: World,
  body: Members,
  withStore: (world: World, body: Members, act: (store: EmulatedStore) => Reply) => Reply,
): Reply {
  const { quota, switches } = world;
  if (quota.daily_limit > 0 && quota.used >= quota.daily_limit)
    return refuse(45009, 'reach max api daily quota limit');
  const update = readUpdate(body, switches);
  if (isReply(update)) return update;
  return withStore(world, body, (store) => {
    if (switches.refusedStatuses.includes(store.status)) return refuse(65118, 'store status is invalid');
    // Each update takes an id, also where no review starts: ids have gaps, as those of a shared counter do.
    const updated = updateStore(store, update, world.nextAuditId(), switches);
    world.stores.set(store.poi_id, updated.store);
    const effect = compareStores(store, updated.store);
    world.updates.push({ poi_id: store.poi_id, audit_id: updated.audit_id, effect });
    quota.used += 1;
    return { ...OK, data: showReview(updated.audit_id, switches) };
  });
}

function showReview(auditId: string | null, { auditIds, noReview }: Switches): object {
  if (auditId === null) return noReview === 'zero' ? { has_audit_id: 0, audit_id: 0 } : { has_audit_id: 0 };
  return { has_audit_id: 1, audit_id: auditIds === 'text' ? auditId : bareNumber(auditId) };
}

function isReply(value: object): value is Reply {
  return 'errcode' in value;
}

function readUpdate(body: Members, switches: Switches): Update | Reply {
  const { hour, contract_phone, pic_list, map_poi_id, card_id } = body;
  const unknown = Object.keys(body).find((key) => !MEMBERS.includes(key));
  if (switches.strictMembers === 'yes' && unknown !== undefined)
    return refuse(40097, `invalid args ${unknown}`);
  if (typeof hour !== 'string' || !HOUR.test(hour)) return refuse(40097, 'invalid args hour');
  if (typeof contract_phone !== 'string' || contract_phone === '' || contract_phone.length > MAX_PHONE_LENGTH)
    return refuse(40097, 'invalid args contract_phone');
  const pictures = readPictures(pic_list);
  if (isReply(pictures)) return pictures;
  const mapPoiId = readPoiId(map_poi_id);
  if (map_poi_id === undefined && switches.requireMapPoiId === 'yes')
    return refuse(40097, 'invalid args map_poi_id');
  if (map_poi_id !== undefined && mapPoiId === null) return refuse(85055, 'map_poi_id is invalid');
  if (card_id !== undefined && typeof card_id !== 'string') return refuse(40097, 'invalid args card_id');
  const texts = TEXTS.filter((name) => body[name] !== undefined).map((name) => [name, body[name]] as const);
  const odd = texts.find(([, value]) => typeof value !== 'string');
  if (odd !== undefined) return refuse(40097, `invalid args ${odd[0]}`);
  return {
    hour,
    contract_phone,
    pictures: pictures.list,
    map_poi_id: mapPoiId,
    card_id: card_id ?? null,
    texts: Object.fromEntries(texts.map(([name, value]) => [name, String(value)])),
  };
}

/** `pic_list` is a text that holds JSON: an object here is the mistake that everybody makes once. */
function readPictures(value: unknown): { readonly list: readonly string[] } | Reply {
  if (typeof value !== 'string') return refuse(47001, 'data format error pic_list');
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return refuse(40097, 'invalid args pic_list');
  }
  // Checked member by member below.
  const list = (parsed as { list?: unknown } | null)?.list;
  if (!Array.isArray(list)) return refuse(40097, 'invalid args pic_list');
  if (list.length === 0) return refuse(65114, 'photo list empty');
  const urls = list.filter((url): url is string => typeof url === 'string' && PICTURE_URL.test(url));
  return urls.length === list.length ? { list: urls } : refuse(65105, 'invalid photo url');
}
