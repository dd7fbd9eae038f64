/** Faults of `mendian status`. */
import type { Phrase } from './phrases.ts';

export interface StatusFaults {
  /**
   * The platform refused a store's pictures. `next`: people choose others, or the file asks for others already; those of
   * a review that began before the first record were not sent from here.
   */
  REVIEW_REJECTED: {
    readonly store: string;
    readonly file: string | null;
    readonly reason: string | null;
    readonly next: 'choose' | 'apply' | 'console';
  };
  /** Stores whose review is waited for and that could not be read; `cause` is a code. */
  REVIEWS_UNREAD: { readonly stores: readonly string[]; readonly cause: string };
  /** The platform knows a store no longer whose review is waited for. */
  REVIEW_STORE_GONE: { readonly store: string; readonly errcode: number };
  /** An update was begun and its verdict is not known: only apply may settle that. */
  REVIEW_IN_DOUBT: { readonly store: string };
  /** The waiting ended before these reviews did. */
  REVIEWS_WAITING: { readonly stores: readonly string[]; readonly why: 'timeout' | 'signal' };
  /** The verdicts could not be told in the comment of the pull request that brought the pictures. */
  REVIEWS_UNTOLD: { readonly pull: number; readonly detail: Phrase };
}
