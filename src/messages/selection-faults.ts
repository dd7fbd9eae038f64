/** Faults of what narrows a command: `--select`, `--exclude`, and global options that a command does not take. */

/** Why an expression of `--select` can take nothing by its form. */
export type SelectionCause = 'empty' | 'negation' | 'full-width' | 'list' | 'id' | 'outside' | 'value';

/** Why a command does not take a global option. */
export type RefusalReason =
  | 'one-store'
  | 'whole-account'
  | 'event-says'
  | 'whole-folder'
  | 'samples'
  | 'no-stores'
  | 'one-form';

/** Faults of selecting and finding. */
export interface SelectionFaults {
  /** `explain` for what is neither a code of ours nor an errcode of the platform. */
  CODE_UNKNOWN: {
    readonly code: string;
    readonly sort: 'name' | 'number';
    readonly meant: string | null;
  };
  /** `completion` for another shell (null: none named); `own` is the one that the person seems to use. */
  SHELL_UNKNOWN: { readonly shell: string | null; readonly own: string | null };
  /** No file and no record is selected; with a single expression its cause and near misses are known. */
  SELECTION_EMPTY: {
    /** On one line, as a shell takes them. */
    readonly expressions: string;
    readonly cause: SelectionCause | null;
    readonly near: readonly string[];
  };
  /** One expression among several takes no store. */
  SELECTION_UNMATCHED: {
    readonly option: '--select' | '--exclude';
    readonly expression: string;
    readonly cause: SelectionCause | null;
    readonly near: readonly string[];
  };
  /** A global option that this command would ignore. */
  OPTION_NOT_TAKEN: { readonly option: string; readonly command: string; readonly why: RefusalReason };
}
