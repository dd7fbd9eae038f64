/** Faults of `mendian drift`, of `plan --refresh`, and of values that are put into store files. */
import type { Phrase } from './phrases.ts';

export interface DriftFaults {
  /** A value has no place in this file's layout that could be changed without touching anything else. */
  EDIT_REFUSED: { readonly key: string; readonly write: string };
  /** Somebody changed the file while WeChat was read. */
  FILE_CHANGED: { readonly key: string };
  /** The system did not let the file be written; `detail` is its code, or what stands in the file's place. */
  FILE_NOT_WRITTEN: { readonly detail: Phrase };

  // ---- values that are not taken into a file by themselves
  /** The file asks for one value, WeChat shows another, and neither was sent last. */
  DRIFT_CONFLICT: {
    readonly name: string;
    readonly field: string;
    readonly file: string;
    readonly live: string;
    /** What to write into the file, to paste. */
    readonly write: string;
  };
  /** The value stands in a file of defaults; `stores` take it from there. */
  DRIFT_FROM_DEFAULTS: {
    readonly name: string;
    readonly field: string;
    readonly file: string;
    readonly write: string;
    readonly stores: number;
  };
  /** The file names a picture beside it, which no address at WeChat can stand for. */
  DRIFT_LOCAL_PICTURE: { readonly name: string; readonly picture: string };
  /** What WeChat shows is nothing that a store file can hold. */
  DRIFT_NOT_WRITABLE: { readonly name: string; readonly field: string; readonly live: string };
  /** A record without a file. */
  DRIFT_NO_FILE: { readonly name: string };

  // ---- stores
  /** What is live is not what was last sent. `both`: the file asks for something else again. */
  STORE_DRIFTED: {
    readonly name: string;
    readonly field: string;
    readonly recorded: string | readonly string[];
    readonly live: string | readonly string[];
    readonly both: 'yes' | 'no';
  };
  /** On record, and not at WeChat any more. */
  STORE_GONE: { readonly name: string };
  /** A file without a record, whose id WeChat does not know. */
  STORE_UNKNOWN_AT_WECHAT: { readonly name: string; readonly poi_id: string };
  /** The store could not be read; `cause` is the code of the reason. */
  STORE_UNREAD: { readonly name: string; readonly cause: string };
  CARD_UNREAD: { readonly name: string; readonly cause: string };
  /** Reviews that have ended by what WeChat shows, and are not on record yet. `plan` says where it was noticed. */
  REVIEWS_ENDED: { readonly count: number; readonly seen: 'drift' | 'plan' };
}
