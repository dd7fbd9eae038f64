/** Faults of files that people write: their text as such (settings too), and what a store file can get wrong. */
export interface StoreFaults {
  // ---- the file as text
  FILE_TOO_LARGE: { readonly bytes: number };
  /** `name`: the file's name is no UTF-8. `detail` is the system's code, else empty. */
  FILE_UNREADABLE: { readonly reason: 'link' | 'special' | 'name' | 'system'; readonly detail: string };
  NOT_UTF8: { readonly guess: 'GBK' | 'UTF-16' | 'unknown' };
  SECOND_BOM: Record<never, never>;
  LONE_CR: Record<never, never>;

  // ---- the file as YAML
  YAML_SYNTAX: { readonly problem: SyntaxProblem; readonly start: string };
  DIRECTIVE: { readonly directive: string };
  SECOND_DOCUMENT: Record<never, never>;
  ALIAS: { readonly start: string };
  ANCHOR: { readonly start: string };
  EXPLICIT_TAG: { readonly start: string };
  BAD_KEY: Record<never, never>;
  MERGE_KEY: Record<never, never>;
  DUPLICATE_KEY: { readonly key: string; readonly other: number };
  VALUE_CUT: { readonly value: string; readonly rest: string };

  // ---- keys
  NOT_A_MAP: { readonly sort: 'empty' | 'list' | 'text' };
  UNKNOWN_KEY: { readonly key: string; readonly meant: string | null; readonly known: string };
  API_READ_NAME: { readonly key: string; readonly meant: string };
  READ_ONLY_FIELD: { readonly key: string };
  NOT_IN_DEFAULTS: { readonly key: string };
  MISSING_KEY: { readonly key: string; readonly example: string };
  EMPTY_VALUE: { readonly key: string; readonly cut: boolean };
  /** `item-text` and `item-map` are about each item of the list under the key. */
  WRONG_TYPE: {
    readonly key: string;
    readonly expected: 'text' | 'list' | 'map' | 'item-text' | 'item-map';
    readonly example: string;
  };

  // ---- values
  INVALID_VALUE: { readonly key: string; readonly value: string };
  INVALID_HOUR: { readonly value: string; readonly problem: HourProblem; readonly write: string | null };
  OVERNIGHT_HOURS: { readonly value: string };
  INVALID_PHONE: { readonly value: string; readonly character: string | null; readonly write: string | null };
  UNUSUAL_PHONE: { readonly value: string };
  INVALID_ID: {
    readonly key: string;
    readonly value: string;
    readonly character: string | null;
    readonly write: string | null;
  };
  INVALID_CARD: { readonly value: string; readonly character: string | null };
  INVALID_PICTURE: {
    readonly value: string;
    readonly problem: 'host' | 'address' | 'no-blank' | 'character';
    /** The character that no address has. */
    readonly character: string | null;
    readonly write: string | null;
  };
  PICTURES_AS_TEXT: { readonly write: string };
  PICTURE_COUNT: { readonly count: number };
  DUPLICATE_PICTURE: { readonly value: string; readonly other: number };
  NAME_EMPTY: Record<never, never>;
  INVISIBLE_CHARACTER: { readonly key: string; readonly character: string };

  // ---- the folder
  STORES_FOLDER_MISSING: { readonly folder: string; readonly reason: 'missing' | 'file' | 'link' };
  /** More findings in one file than are told. */
  MORE_FAULTS: { readonly count: number };
  FILE_IGNORED: { readonly reason: 'ending' | 'underscore' | 'link' | 'special' };
  TWO_DEFAULTS: { readonly other: string };
  DUPLICATE_POI_ID: { readonly poi_id: string; readonly other: string };
}

/** Why a text is no YAML; the texts of `YAML_SYNTAX` have a sentence for each. */
export type SyntaxProblem =
  | 'conflict'
  | 'quote-value'
  | 'unclosed-quote'
  | 'unclosed-bracket'
  | 'tab'
  | 'odd-blank'
  | 'indent'
  | 'wide-colon'
  | 'colon'
  | 'dash'
  | 'list'
  | 'too-deep'
  | 'too-many'
  | 'unreadable';

/** What is wrong with hours, as far as it can be told. */
export type HourProblem =
  | 'single-time'
  | 'converted'
  | 'character'
  | 'blank'
  | 'digits'
  | 'several'
  | 'same'
  | 'no-time'
  | 'form';
