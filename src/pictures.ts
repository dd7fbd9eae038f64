/**
 * Local pictures by their content. In what is wanted, a file of the repository stands as `sha256:` and 64 hexadecimal
 * digits, so that moving it changes nothing and a digest is the same before and after its upload. Which address WeChat
 * gave a content is known from the state: its list of uploads, and what each record remembers of what it sent. Pure.
 */
import { compareText } from './base/canonical-json.ts';
import { asJsonObject } from './base/json-object.ts';
import { PICTURE_URL_PATTERN } from './fields.ts';
import type { Change } from './model/plan.ts';
import { listUnusual } from './model/records.ts';
import type { LocalPicture, PlannedPicture, State, Store, StoreRecord, StoreValues } from './model.ts';

/** Addresses by content (SHA-256). */
export type KnownPictures = ReadonlyMap<string, string>;

export const NO_PICTURES: KnownPictures = new Map();

const REFERENCE = /^sha256:([0-9a-f]{64})$/u;
const CONTENT = /^[0-9a-f]{64}$/u;
const ADDRESS = new RegExp(PICTURE_URL_PATTERN, 'u');

/** How a content stands in a list of pictures. */
export function referTo(sha256: string): string {
  return `sha256:${sha256}`;
}

/** The content that an item of a list refers to; null for an address. */
export function readReference(item: string): string | null {
  return REFERENCE.exec(item)?.[1] ?? null;
}

/** A store's values with each local picture by its content: what a digest covers. */
export function withReferences({ values, pictures }: Pick<Store, 'values' | 'pictures'>): StoreValues {
  if (pictures.size === 0) return values;
  const toReference = (item: string): string => {
    const local = pictures.get(item);
    return local === undefined ? item : referTo(local.sha256);
  };
  return { ...values, pic_list: values.pic_list.map(toReference) };
}

/** Values with an address in place of each reference that `find` knows one for; other references stay. */
export function withAddresses<V extends Pick<StoreValues, 'pic_list'>>(
  values: V,
  find: (sha256: string) => string | null,
): V {
  if (!values.pic_list.some((item) => readReference(item) !== null)) return values;
  const toAddress = (item: string): string => {
    const sha256 = readReference(item);
    return sha256 === null ? item : (find(sha256) ?? item);
  };
  return { ...values, pic_list: values.pic_list.map(toAddress) };
}

/** The contents that a list refers to and that have no address yet, each once. */
export function listUnresolved({ pic_list }: Pick<StoreValues, 'pic_list'>): readonly string[] {
  return [...new Set(pic_list.flatMap((item) => readReference(item) ?? []))];
}

/**
 * The address of a content as one store knows it, or null. What the store was sent itself comes first: two machines may
 * have uploaded one file twice, and another address of the same picture would start a review for nothing.
 */
export function findAddress(sha256: string, record: StoreRecord | null, known: KnownPictures): string | null {
  const sent = record?.values?.pic_list ?? [];
  // Sent by a run whose addresses never got here: the content itself is all that is on record.
  if (sent.includes(referTo(sha256))) return null;
  const own = Object.entries(record?.local_pictures ?? {}).filter(([, content]) => content === sha256);
  const [first] = own.sort(([left], [right]) => Number(sent.includes(right)) - Number(sent.includes(left)));
  return first?.[0] ?? known.get(sha256) ?? null;
}

/** The values that a store wants, in the addresses that it and the state know. */
export function wantedAddresses(
  store: Pick<Store, 'values' | 'pictures'>,
  record: StoreRecord | null,
  known: KnownPictures,
): StoreValues {
  return withAddresses(withReferences(store), (sha256) => findAddress(sha256, record, known));
}

/** The local pictures of a store for its plan, in the order of its list. */
export function planPictures(
  { values, pictures }: Pick<Store, 'values' | 'pictures'>,
  record: StoreRecord | null,
  known: KnownPictures,
): readonly PlannedPicture[] {
  return values.pic_list.flatMap((item): readonly PlannedPicture[] => {
    const local = pictures.get(item);
    return local === undefined ? [] : [{ ...local, url: findAddress(local.sha256, record, known) }];
  });
}

/** What a change sends, in addresses as far as its plan knows them. */
export function sendAddresses({
  send,
  pictures = [],
}: Pick<Change, 'send' | 'pictures'>): StoreValues | null {
  if (send === null) return null;
  const found = new Map(pictures.map(({ sha256, url }) => [sha256, url]));
  return withAddresses(send, (sha256) => found.get(sha256) ?? null);
}

/** The contents that a change would have to upload first. */
export function listUploads(change: Pick<Change, 'send' | 'pictures'>): readonly string[] {
  const send = sendAddresses(change);
  return send === null ? [] : listUnresolved(send);
}

/** The local picture that an item of a change's list stands for. */
export function findLocal<P extends Pick<LocalPicture, 'sha256'>>(
  item: string,
  pictures: readonly P[] | undefined,
): P | null {
  const sha256 = readReference(item);
  return pictures?.find((each) => each.sha256 === sha256) ?? null;
}

/** The state's own list of uploads. */
export function readUploads({ extra }: Pick<State, 'extra'>): KnownPictures {
  const members = Object.entries(asJsonObject(extra.pictures) ?? {});
  return new Map(members.filter((member): member is [string, string] => typeof member[1] === 'string'));
}

/** The state with this list of uploads, sorted; without the member where there are none. */
export function withUploads(state: State, uploads: KnownPictures): State {
  const { pictures: _before, ...extra } = state.extra;
  if (uploads.size === 0) return { ...state, extra };
  const sorted = [...uploads].sort(([left], [right]) => compareText(left, right));
  return { ...state, extra: { ...extra, pictures: Object.fromEntries(sorted) } };
}

/** The addresses that a state knows: of its list, and of what its records remember. */
export function readKnownPictures(state: Pick<State, 'extra' | 'stores'>): KnownPictures {
  const known = new Map<string, string>();
  for (const { local_pictures: own = {} } of listUnusual(state.stores)) {
    for (const [url, sha256] of Object.entries(own)) known.set(sha256, url);
  }
  for (const [sha256, url] of readUploads(state)) known.set(sha256, url);
  return known;
}

/** What is wrong with the state's list of uploads: the member's path, or null. */
export function findUploadsFault(uploads: unknown): string | null {
  if (uploads === undefined) return null;
  const members = asJsonObject(uploads);
  if (members === null) return 'pictures';
  const wrong = Object.entries(members).find(
    ([sha256, url]) => !CONTENT.test(sha256) || typeof url !== 'string' || !ADDRESS.test(url),
  );
  return wrong === undefined ? null : `pictures.${wrong[0]}`;
}

/** A record that remembers the content of each uploaded picture that it names; `contents` are contents by address. */
export function rememberContents(record: StoreRecord, contents: ReadonlyMap<string, string>): StoreRecord {
  const { local_pictures: before = {}, ...rest } = record;
  const named = new Set([
    ...(record.values?.pic_list ?? []),
    ...(record.sending?.pic_list ?? []),
    ...(record.approved_pic_list ?? []),
    ...(record.rejected_pic_list ?? []),
  ]);
  const kept = [...named].sort(compareText).flatMap((url) => {
    const sha256 = contents.get(url) ?? before[url];
    return sha256 === undefined ? [] : [[url, sha256] as const];
  });
  return kept.length === 0 ? rest : { ...rest, local_pictures: Object.fromEntries(kept) };
}

/** What a record was about to be sent, in the addresses that it remembers itself. */
export function sentAddresses(record: StoreRecord, sending: StoreValues): StoreValues {
  return withAddresses(sending, (sha256) => findAddress(sha256, record, NO_PICTURES));
}
