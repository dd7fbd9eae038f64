/** Faults of spreadsheets. */

/** What a spreadsheet program made of a text. */
export type SheetDamage =
  | 'number'
  | 'date'
  | 'boolean'
  | 'error'
  | 'formula'
  | 'exponent'
  | 'zeros'
  | 'leading-zero'
  | 'question-marks';

/** `cell` is always as spreadsheet programs name it, such as `Stores!D17`; `column` is the name of its column. */
export interface SheetFaults {
  // ---- the file
  /** Neither .xlsx nor .csv by its name. */
  SHEET_KIND: { readonly file: string };
  /** What stands in its place, or why the system does not give it. */
  SHEET_NOT_READ: {
    readonly file: string;
    readonly reason: 'missing' | 'special' | 'system';
    readonly detail: string;
  };
  SHEET_TOO_LARGE: { readonly file: string };
  SHEET_UNREADABLE: {
    readonly file: string;
    readonly reason: 'old-excel' | 'other-format' | 'encrypted' | 'broken' | 'encoding';
  };
  SHEET_QUOTES: { readonly file: string };
  /** Bytes that were taken for GBK since they are no UTF-8. */
  SHEET_READ_AS_GBK: Readonly<Record<never, never>>;
  /** An export would write over something that it must not. */
  SHEET_EXISTS: { readonly file: string; readonly reason: 'edited' | 'other' | 'link' | 'special' };
  SHEET_NOT_WRITTEN: { readonly file: string; readonly detail: string };
  SHEET_NO_STORES: Readonly<Record<never, never>>;

  // ---- the header
  SHEET_NO_HEADER: Readonly<Record<never, never>>;
  SHEET_SEVERAL: { readonly names: readonly string[] };
  SHEET_COLUMN_TWICE: { readonly cell: string; readonly other: string; readonly column: string };
  SHEET_COLUMN_MISSPELT: { readonly cell: string; readonly title: string; readonly meant: string };
  SHEET_COLUMN_UNKNOWN: { readonly cell: string; readonly title: string };

  // ---- rows
  SHEET_ID_EMPTY: { readonly cell: string };
  SHEET_ID_WRONG: { readonly cell: string; readonly read: string };
  SHEET_ID_TWICE: { readonly cell: string; readonly other: string; readonly poi_id: string };
  /** `near`: a known id that a spreadsheet program may have made this one of. */
  SHEET_ID_UNKNOWN: { readonly cell: string; readonly poi_id: string; readonly near: string | null };
  /** In a sheet over several accounts; `accounts`: those that can be meant, at most ten. */
  SHEET_ACCOUNT_WRONG: {
    readonly cell: string;
    readonly read: string;
    readonly problem: 'unknown' | 'moved' | 'unclear';
    readonly accounts: readonly string[];
  };
  SHEET_ROW_MIXED: { readonly cell: string; readonly poi_id: string; readonly base: string };
  /** `reason`: the whole column is gone, this row has none, it cannot be read, or it does not tell of this cell. */
  SHEET_NO_BASE: {
    readonly cell: string;
    readonly column: string;
    readonly reason: 'column' | 'row' | 'damaged' | 'cell';
  };

  // ---- cells
  SHEET_DAMAGED: {
    readonly cell: string;
    readonly column: string;
    readonly read: string;
    readonly damage: SheetDamage;
    readonly was: string;
  };
  SHEET_EMPTY_CELL: {
    readonly cell: string;
    readonly column: string;
    readonly was: string;
    readonly required: 'yes' | 'no';
  };
  /** The value comes from a file of defaults, where no store can take it away for itself. */
  SHEET_CLEAR_INHERITED: { readonly cell: string; readonly column: string };
  SHEET_CONFLICT: {
    readonly cell: string;
    readonly column: string;
    readonly sheet: string;
    readonly file: string;
  };
  /** `cause` and `advice` are the sentences of the fault that a store file with this value would have. */
  SHEET_VALUE: {
    readonly cell: string;
    readonly column: string;
    readonly cause: string;
    readonly advice: string | null;
  };
  /** `other`: the number of the first of two equal pictures. */
  SHEET_PICTURE_TWICE: { readonly cell: string; readonly value: string; readonly other: number };
  SHEET_READ_ONLY: { readonly cell: string };

  // ---- the whole
  /** Cells that are older than the files and were not changed in the sheet. */
  SHEET_KEPT: { readonly cells: number; readonly stores: number };
  /** Rows of accounts that --account did not choose. */
  SHEET_OTHER_ACCOUNTS: { readonly rows: number };
  SHEET_NOT_SELECTED: { readonly rows: number };
  /** Somebody changed the file while the sheet was read. */
  SHEET_FILE_CHANGED: Readonly<Record<never, never>>;
  /** The run ended between two files. `cause` is a system's code or a signal. */
  SHEET_HALF_WRITTEN: { readonly written: number; readonly left: number; readonly cause: string };
}
