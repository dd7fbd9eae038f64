/** The nouns of the applier: what it is given, what it decides, what it tells on the way. */
import { hasAnythingToSend } from '../fields.ts';
import type { Change } from '../model/plan.ts';
import type { PlatformError, StorePlatform } from '../model/platform.ts';
import type { Clock, Outcome, Progress, Recorder } from '../model/run.ts';
import type { Diagnostic, Fault, Limit, LocalPicture, StoreRecord, StoreValues } from '../model.ts';
import { findAddress, type KnownPictures, sendAddresses, withAddresses } from '../pictures.ts';

/** One change with everything needed to act on it. */
export interface Work {
  readonly change: Change;
  readonly record: StoreRecord | null;
}

export interface ApplyOptions {
  readonly overwriteDrift: 'yes' | 'no';
  readonly acceptNames: 'yes' | 'no';
  readonly maxChanges: Limit;
  readonly maxReviews: Limit;
  readonly concurrency: number;
  /** Calls a second, 0 for no limit. */
  readonly rate: number;
  /** The unit of all waits, in milliseconds. */
  readonly retryBaseMs: number;
  /** The day, `YYYY-MM-DD` in the account's time zone, for refusals. */
  readonly today: string;
  /** Stores of the account, by files or records: brakes count shares of it, and a look by pages reads them. */
  readonly accountStores: number;
  /** Files that could not be read: while there are some, no store is released. */
  readonly invalidFiles: number;
  /** Addresses of local pictures that earlier runs uploaded. */
  readonly pictures: KnownPictures;
}

/** The outside hands of a run. */
export interface Hands {
  readonly platform: StorePlatform;
  readonly recorder: Recorder;
  /** The bytes of a planned picture, as long as its file still has that content. */
  readonly readPicture: (picture: LocalPicture) => Uint8Array | Fault;
  readonly clock: Clock;
  /** Aborted by SIGINT or SIGTERM, with the signal's name as its reason. */
  readonly signal: AbortSignal;
  readonly tell: (event: Progress) => void;
}

export interface ApplyResult {
  readonly outcomes: readonly Outcome[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What is done about one store after the look. `record` is what goes on record, where something does. */
export type Decision =
  | { readonly kind: 'send'; readonly values: StoreValues; readonly record: StoreRecord | null }
  | { readonly kind: 'keep'; readonly record: StoreRecord; readonly audit_id: string | null }
  | { readonly kind: 'release' }
  /** The look itself was answered with a no to this store, such as an unknown id. */
  | { readonly kind: 'refuse'; readonly error: PlatformError; readonly record: StoreRecord }
  | { readonly kind: 'defer'; readonly fault: Fault; readonly record: StoreRecord | null };

/** The same work in addresses, as far as a picture's content was uploaded before. */
export function withKnownAddresses({ change, record }: Work, known: KnownPictures): Work {
  const { sending } = record ?? {};
  return {
    change: change.pictures === undefined ? change : { ...change, send: sendAddresses(change) },
    record:
      record === null || sending === undefined
        ? record
        : { ...record, sending: withAddresses(sending, (sha256) => findAddress(sha256, record, known)) },
  };
}

/** Whether a change asks the platform at all: not a settled release, nor a field that is only no longer managed. */
export function needsLook({ change, record }: Work): boolean {
  if (change.action === 'release') return record?.uncertain === true || record?.review === 'pending';
  if (change.action === 'hold') return change.reason === 'review';
  return change.action !== 'update' || hasAnythingToSend(change.fields);
}
