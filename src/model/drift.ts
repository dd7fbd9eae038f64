/** The nouns of drift: what differs between file, record and live store. */
import type { FieldName, Place } from '../model.ts';
import type { FieldValue } from './plan.ts';

/**
 * `edited`: changed at WeChat, and the file still says what was sent. `conflict`: changed on both sides, to different
 * values. `settled`: WeChat shows what the file asks for already. `unrecorded`: nothing was sent yet, and WeChat shows
 * another value than the file.
 */
export type FieldDriftKind = 'edited' | 'conflict' | 'settled' | 'unrecorded';

/** One differing field. */
export interface FieldDrift {
  readonly field: FieldName;
  readonly kind: FieldDriftKind;
  /** Null where there is no file. */
  readonly file: FieldValue | null;
  /** The file's pictures by their addresses, where it names local ones; those that were never uploaded stay contents. */
  readonly addresses?: readonly string[];
  /** Null where nothing was sent yet. */
  readonly recorded: FieldValue | null;
  readonly live: FieldValue;
  /** Where the file's value stands, be it in a file of defaults; null where there is no file. */
  readonly place: Place | null;
}

/**
 * `missing`: on record, and not at WeChat any more. `unmanaged`: at WeChat, with neither file nor record.
 * `unrecorded`: a file without a record. `not_compared`: see the reason. The others are those of the fields, the most
 * serious one.
 */
export type StoreDriftKind =
  | 'edited'
  | 'conflict'
  | 'settled'
  | 'missing'
  | 'unmanaged'
  | 'unrecorded'
  | 'not_compared';

/** `uncertain`: an update whose verdict is not known. `unread`: no answer. `invalid`: its file has errors. `gone`: no live store. */
export type StoreDriftReason = 'uncertain' | 'unread' | 'invalid' | 'gone';

/** One store that is not just as it should be. */
export interface StoreDrift {
  readonly account: string;
  readonly poi_id: string;
  /** The file's name for it, or the one that WeChat shows. */
  readonly name: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly kind: StoreDriftKind;
  readonly reason: StoreDriftReason | null;
  readonly fields: readonly FieldDrift[];
}

export interface Drift {
  /** Stores that were to be compared: those with a file or a record, as far as selected. */
  readonly stores: number;
  /** In the order of their ids; stores without any difference are left out. */
  readonly found: readonly StoreDrift[];
  /** Ids whose review has ended by what is live, though the record waits for it still. */
  readonly ended: readonly string[];
  /** Whether stores that nobody manages would have been seen. */
  readonly scope: 'all' | 'some';
}
