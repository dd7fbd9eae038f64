/** Faults of `mendian doctor`: what stands in the way of a run, found before one is made. */
import type { Phrase, RightPurpose } from './phrases.ts';

export interface DoctorFaults {
  // ---- the program and the machine
  NODE_TOO_OLD: { readonly version: string; readonly needed: string };
  /** Files that belong to the program are not beside it. */
  PROGRAM_INCOMPLETE: { readonly missing: string };
  /** The system refused something that the checks of a group needed; `detail` is its code. */
  MACHINE_FAILED: { readonly detail: string };

  // ---- the state
  /** Updates were begun and their verdict is not known. */
  STORES_IN_DOUBT: { readonly count: number };
  /** An interrupted run left its journal. */
  JOURNAL_LEFT: { readonly file: string; readonly lines: number };
  /** The state file of this checkout holds the live claim of a run. */
  CLAIM_STANDS: { readonly file: string; readonly holder: string; readonly seen: string };

  // ---- the environment, by names alone
  /** Two ways to a token are set; one of them is not used. */
  TWO_CREDENTIALS: { readonly used: string; readonly unused: string };
  /** The program of `MENDIAN_CREDENTIAL_COMMAND` is not there, or may not be run. */
  COMMAND_NOT_FOUND: Record<never, never>;
  SECRET_SPOILED: {
    readonly variable: string;
    /** `ends`: blanks or line breaks around it; `inside`: in the middle; `unfilled`: a placeholder was not replaced. */
    readonly problem: 'ends' | 'inside' | 'quotes' | 'unfilled';
  };
  APPID_FORM: { readonly problem: 'form' | 'swapped' };
  API_BASE_OTHER: { readonly host: string; readonly kind: 'loopback' | 'other' };
  PROXY_UNUSABLE: { readonly variable: string };
  WAITS_CHANGED: { readonly milliseconds: number };
  VARIABLE_UNKNOWN: { readonly name: string; readonly meant: string | null };

  // ---- WeChat
  /** The address that the call came from is not allowed; null where WeChat did not name it. */
  ADDRESS_REFUSED: { readonly address: string | null; readonly errcode: number };
  /** `status` as `get_merchant_audit_info` gives it: anything but 1. */
  ACCOUNT_NOT_OPEN: { readonly status: number; readonly reason: string };
  /** The store calls work, and the call about the account does not. */
  ACCOUNT_UNREADABLE: { readonly detail: string };
  LIVE_STORES_UNMANAGED: { readonly live: number; readonly stores: string };
  QUOTA_USED_UP: { readonly limit: number };
  QUOTA_ZERO: Record<never, never>;

  // ---- clocks
  /** Positive seconds: this machine is ahead. */
  CLOCK_OFF: { readonly seconds: number; readonly other: 'server' | 'github' };

  // ---- git
  GIT_OWNER: Record<never, never>;
  /** Files of a run that git does not ignore. */
  RUN_FILES_NOT_IGNORED: { readonly files: readonly string[] };
  STATE_UNTRACKED: { readonly file: string; readonly ignored: 'yes' | 'no' };
  MERGE_DRIVER_UNSET: { readonly file: string };
  UNCOMMITTED: { readonly files: readonly string[] };
  REMOTE_UNREACHABLE: { readonly remote: string; readonly detail: Phrase };
  /** `ahead`: commits here that the remote has not; `behind`: the other way; `apart`: both, or nobody can tell. */
  CHECKOUT_APART: { readonly branch: string; readonly relation: 'ahead' | 'behind' | 'apart' };
  PUSH_FAILS: { readonly branch: string; readonly detail: Phrase };

  // ---- GitHub
  GITHUB_UNREACHABLE: { readonly host: string; readonly detail: Phrase };
  GITHUB_TOKEN_REFUSED: { readonly variable: string };
  GITHUB_TOKEN_UNSET: Record<never, never>;
  REPOSITORY_HIDDEN: { readonly repository: string };
  /** `permission` as a workflow writes it, such as `contents: write`. */
  GITHUB_RIGHT_MISSING: {
    readonly permission: string;
    readonly purpose: RightPurpose;
    readonly detail: Phrase;
  };
  BRANCH_PROTECTED: { readonly branch: string; readonly rules: string };
}
