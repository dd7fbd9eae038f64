/** Local pictures in reports: by path and content for programs, by path for people, by links where there is a page. Pure. */
import { PICTURES, samePictures } from '../fields.ts';
import type { Change, FieldChange, FieldValue } from '../model/plan.ts';
import { findLocal } from '../pictures.ts';
import { forMarkdown } from './escape.ts';
import type { PictureNews } from './fields.ts';

/** A local picture in a document: what counts is its content. */
export interface DocumentPicture {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly sha256: string;
}

export interface DocumentField extends Omit<FieldChange, 'after'> {
  readonly after: string | readonly (string | DocumentPicture)[] | null;
}

/** What would be sent is in `fields`; the whole record stays inside. */
export type DocumentChange = Omit<Change, 'send' | 'pictures' | 'fields'> & {
  readonly fields: readonly DocumentField[];
  /** Addresses of local pictures that were uploaded before, by content; absent where there are none. */
  readonly uploaded?: Readonly<Record<string, string>>;
};

/** A change as documents hold it. */
export function describeChange({ send: _send, pictures = [], fields, ...change }: Change): DocumentChange {
  const uploaded = pictures.flatMap(({ sha256, url }) => (url === null ? [] : [[sha256, url] as const]));
  const describe = (item: string): string | DocumentPicture => {
    const local = findLocal(item, pictures);
    return local === null ? item : { path: local.path, sha256: local.sha256 };
  };
  return {
    ...change,
    fields: fields.map((field) => ({
      ...field,
      after: Array.isArray(field.after) ? field.after.map(describe) : (field.after as string | null),
    })),
    ...(uploaded.length === 0 ? {} : { uploaded: Object.fromEntries(uploaded) }),
  };
}

/**
 * The fields of a change for people: a local picture by its path; one that is there already, by the address that it
 * has, so that it is no news.
 */
export function shownFields({ fields, uploaded = {} }: DocumentChange): readonly FieldChange[] {
  return fields.map((field) => ({ ...field, after: showItems(field, uploaded) }));
}

function showItems(
  { before, after }: DocumentField,
  uploaded: Readonly<Record<string, string>>,
): FieldValue | null {
  if (after === null || typeof after === 'string') return after;
  const old = before === null || typeof before === 'string' ? [] : before;
  return after.map((item) => {
    if (typeof item === 'string') return item;
    const url = Object.hasOwn(uploaded, item.sha256) ? uploaded[item.sha256] : undefined;
    return old.find((each) => url !== undefined && samePictures([each], [url])) ?? item.path;
  });
}

/** Where the pictures of a pull request can be looked at. */
export interface PicturePlaces {
  /** Address of the repository's page, without a slash at the end. */
  readonly repository: string;
  /** Where the root lies in the repository: empty, or with `/` at its end. */
  readonly prefix: string;
  /** Commit that holds the files of the plan. */
  readonly head: string;
  /** Commit that holds the earlier files; null where nobody knows. */
  readonly base: string | null;
  /** Paths of the base's local pictures, by the address that was sent for them. */
  readonly before: Readonly<Record<string, string>>;
}

/** A picture that comes or goes, in Markdown: a link to its page where the repository holds it. */
export function pictureMarkdown(
  { sign, item, url }: PictureNews,
  change: DocumentChange,
  places: PicturePlaces | null,
): string {
  const shown = forMarkdown(url);
  if (places === null) return shown;
  if (sign === '+') return isLocal(item, change) ? link(shown, item, places.head, places) : shown;
  const path = Object.entries(places.before).find(([sent]) => samePictures([sent], [item]))?.[1];
  if (path === undefined || places.base === null) return shown;
  return link(forMarkdown(path), path, places.base, places);
}

function isLocal(path: string, { fields }: DocumentChange): boolean {
  const pictures = fields.find(({ field }) => field === PICTURES.name)?.after ?? [];
  return (
    typeof pictures !== 'string' && pictures.some((item) => typeof item !== 'string' && item.path === path)
  );
}

/** A code span is shown as written within a link too; in the address nothing is left that Markdown could read. */
function link(shown: string, path: string, commit: string, { repository, prefix }: PicturePlaces): string {
  const parts = `${prefix}${path}`.split('/').map(encodePart).join('/');
  return `[${shown}](${repository}/blob/${commit}/${parts})`;
}

function encodePart(part: string): string {
  // Half a pair cannot be encoded; such a name is in no repository.
  return encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd')).replace(
    /[!'()*~_]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
