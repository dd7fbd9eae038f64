/** Faults of `mendian import`. */
export interface ImportFaults {
  /** Live values that cannot be sent as they are: the files hold them all the same. */
  IMPORT_NEEDS_HAND: { readonly files: number };
  /** A file below the stores folder of which nobody knows which store it is about. */
  IMPORT_UNKNOWN_FILE: { readonly stores: string };
  /** A folder on the way to a file is a link, or no folder. */
  IMPORT_FOLDER_BLOCKED: { readonly folder: string; readonly reason: 'link' | 'file' };
  /** Something came into the place of a file between the look and the writing. */
  IMPORT_FILE_APPEARED: Readonly<Record<never, never>>;
  /** `detail` is the system's code. */
  IMPORT_UNWRITTEN: { readonly file: string; readonly detail: string };
  IMPORT_UNRECORDED: { readonly state: string; readonly detail: string };
  IMPORT_INTERRUPTED: { readonly signal: string };
  /** An id at the platform that is none; such a store has no place in the state. */
  IMPORT_ODD_ID: { readonly name: string; readonly poi_id: string };
  /** Stores that wait for their first review. */
  IMPORT_UNNAMED: { readonly count: number };
  /** A file about a store that the platform does not list. */
  IMPORT_NOT_LIVE: { readonly poi_id: string };
  IMPORT_UNDER_REVIEW: { readonly count: number };
  IMPORT_REJECTED: { readonly name: string };
  /** Cards that could not be read; `stores` is how many. */
  IMPORT_CARDS_UNREAD: { readonly stores: number; readonly cause: string };
  IMPORT_NO_STORES: Readonly<Record<never, never>>;
}
