/** Faults of the state file, its journal and its lock. */
import type { Phrase } from './phrases.ts';

export interface StateFaults {
  /** Someone else applies from this checkout now. */
  LOCKED: { readonly file: string; readonly holder: Phrase };
  /** git left conflict markers. */
  STATE_CONFLICT: { readonly file: string };
  /** The file ends in the middle, or is no JSON for another reason. `kind` says which. */
  STATE_DAMAGED: {
    readonly file: string;
    readonly kind: 'cut' | 'empty' | 'null' | 'trailing' | 'syntax' | 'encoding';
  };
  /** The same key twice: one of both would be lost. */
  STATE_DUPLICATE: { readonly file: string; readonly key: string; readonly other: number };
  /** A later program wrote it. */
  STATE_NEWER: { readonly file: string; readonly version: string };
  /** Well-formed, but a member has the wrong form; `place` such as `stores.472671857.audit_id`. */
  STATE_INVALID: { readonly file: string; readonly place: string; readonly expected: Phrase };
  /** A link, a folder, or not to be read. */
  STATE_UNREADABLE: { readonly file: string; readonly detail: Phrase };
  /** A line in the middle of the journal is damaged. */
  JOURNAL_DAMAGED: { readonly file: string };
  /** Left by an interrupted run, and taken into account. */
  JOURNAL_FOUND: { readonly file: string; readonly lines: number };
}
