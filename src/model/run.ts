/** The nouns of a run: how each store ended, what is told meanwhile, and the hands that keep and wait. */
import type { Fault, Review, StoreRecord, StoreValues } from '../model.ts';

export interface OutcomeError {
  readonly fault: Fault;
  readonly errcode: number | null;
  readonly rid: string | null;
}

interface OutcomeBase {
  readonly account: string;
  readonly poi_id: string;
  readonly name: string | null;
  readonly file: string | null;
  /** `update_store` calls made for this store in this run. */
  readonly attempts: number;
}

/** How one store ended in this run. */
export type Outcome = OutcomeBase &
  (
    | {
        readonly outcome: 'applied';
        /** False where the live store already was as desired, or nothing had to be sent. */
        readonly sent: boolean;
        readonly audit_id: string | null;
        readonly review: Review;
      }
    | { readonly outcome: 'released' }
    | { readonly outcome: 'failed' | 'deferred' | 'unknown' | 'skipped'; readonly error: OutcomeError }
  );

export type OutcomeKind = Outcome['outcome'];

/** What a run tells while it works; reports turn it into lines on stderr. */
export type Progress =
  | { readonly kind: 'looking'; readonly done: number; readonly total: number }
  | { readonly kind: 'sending'; readonly total: number; readonly rate: number }
  | { readonly kind: 'canary'; readonly name: string | null; readonly poi_id: string }
  | { readonly kind: 'uploading'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly done: number; readonly total: number }
  | { readonly kind: 'waiting'; readonly milliseconds: number; readonly fault: Fault }
  | { readonly kind: 'slower'; readonly milliseconds: number; readonly rate: number };

/** Keeps what happened so that a kill at any point loses nothing. Each promise resolves once synced to disk. */
export interface Recorder {
  /** Once, before the first POST: proves that the results of these stores can be kept for all. A fault: send nothing. */
  claim(sending: ReadonlyMap<string, StoreValues>): Promise<Fault | null>;
  /** After each upload and before its address is used: the content has this address from now on. */
  keepPicture(sha256: string, url: string): Promise<void>;
  /**
   * Before the first of a batch of stores is begun with new addresses: whoever may take this run's claim over must know
   * them, or could not tell by a live store whether it was sent. Where it cannot be told, the next intent fails.
   */
  sharePictures(): Promise<void>;
  /** Before each POST: marks the store uncertain, with what is about to be sent. */
  intend(poiId: string, sending: StoreValues): Promise<void>;
  /** After each verdict: the store's new record, or null when it goes. */
  record(poiId: string, record: StoreRecord | null): Promise<void>;
}

/** Time as a value, so that nothing else reads the clock. */
export interface Clock {
  now(): Date;
  /** Resolves after the time or as soon as the signal is aborted; never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Thrown by a recorder that can keep no further result; the fault says why. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}
