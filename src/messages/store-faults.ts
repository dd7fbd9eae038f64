/** Faults of what store files say: keys, values, and the folder that they lie in. */
export interface StoreFaults {
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
  /** Of several accounts, one that has neither a folder nor a record. */
  ACCOUNT_WITHOUT_STORES: { readonly account: string; readonly stores: string };
  /** Beside the folders of several accounts: no account reads it. */
  STORES_OF_NOBODY: { readonly what: 'file' | 'folder' };
  TWO_DEFAULTS: { readonly other: string };
  DUPLICATE_POI_ID: { readonly poi_id: string; readonly other: string };
}

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
