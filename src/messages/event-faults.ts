/** Faults of `mendian event`. */
import type { Phrase } from './phrases.ts';

export interface EventFaults {
  /** Variables that reading push events needs, and that are not set. */
  PUSH_NOT_SET_UP: { readonly missing: readonly string[] };
  /** `WECHAT_ENCODING_AES_KEY` has not the form of one; `length` is how many characters were given. */
  PUSH_KEY_INVALID: { readonly length: number };
  /** The file with the envelope cannot be read; `detail` is the middle of a sentence. */
  PUSH_FILE_UNREADABLE: { readonly file: string; readonly detail: Phrase };
  PUSH_TOO_LARGE: { readonly bytes: number; readonly most: number };
  /** No envelope, no XML, or a message that lacks what it must have. `detail` is the second half of a sentence. */
  PUSH_UNREADABLE: { readonly detail: Phrase };
  /** `received_at` is missing, or is no time. */
  PUSH_NO_ARRIVAL: { readonly given: 'nothing' | 'other' };
  PUSH_SIGNATURE: { readonly name: 'signature' | 'msg_signature' };
  /** Both are ISO times: when the request says that it was sent, and when it was seen. */
  PUSH_TOO_OLD: { readonly sent: string; readonly seen: string };
  PUSH_FROM_FUTURE: { readonly sent: string; readonly seen: string };
  /** It does not decrypt to a message for this account; which step failed is told to nobody. */
  PUSH_NOT_OURS: Readonly<Record<never, never>>;
  /** Neither stores nor a state, so that no review can be waited for. */
  PUSH_NO_STORES: { readonly stores: string; readonly state: string };
  /** Of several accounts none or more than one can be meant; those that can, at most ten, and how many more there are. */
  PUSH_WHOSE: { readonly audit_id: string; readonly accounts: readonly string[]; readonly more: number };
  /** A plain event asks for a look at the store, and there are no credentials for it. */
  PUSH_UNPROVEN: { readonly store: string };
  /** The action runs for another event than a dispatch, or for one without an envelope. */
  PUSH_NO_DISPATCH: { readonly event: string };
}
