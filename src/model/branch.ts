/** The nouns of the branch that keeps the state for all. */
import type { Fault } from '../model.ts';

/** A branch's newest commit, and the state file's text in it. */
export interface Tip {
  /** Null where the branch does not exist yet. */
  readonly commit: string | null;
  /** Null where the commit holds no such file. */
  readonly text: string | null;
}

/** A claim marks stores, a checkpoint and an end tell results, a renewal is a sign of life. */
export type CommitKind = 'claim' | 'checkpoint' | 'renewal' | 'end';

/** How a commit on top of a tip ended. */
export type CommitEnd =
  | { readonly kind: 'done'; readonly commit: string }
  /** Another commit came first. */
  | { readonly kind: 'moved' }
  /** The branch takes no commit from here (a rule, a missing right): trying again is no use. */
  | { readonly kind: 'refused'; readonly fault: Fault }
  /** No answer, or an odd one: the commit may be there. */
  | { readonly kind: 'unclear'; readonly fault: Fault };

/** One file of a commit, by its path from the repository's top. */
export interface CommitFile {
  readonly path: string;
  readonly text: string;
}

/** A branch on which commits of several files are put. */
export interface SharedBranch {
  readonly name: string;
  /** Whether a path, from the repository's top, is some account's state file. */
  isState(path: string): boolean;
  /** Puts files on top of a commit, by compare-and-swap; null begins the branch. */
  commit(parent: string | null, files: readonly CommitFile[], message: string): Promise<CommitEnd>;
  /** The tip now, and the files that differ there from an earlier commit; null where not all of them are known. */
  since(parent: string): Promise<{ readonly tip: string; readonly files: readonly string[] | null } | Fault>;
}

/** Commits one file on top of a tip, maybe together with those of others. */
export type CommitOne = (parent: string | null, file: CommitFile, message: string) => Promise<CommitEnd>;

/** Makes one commit of what several accounts have to tell at once. */
export type JoinCommits = (branch: SharedBranch) => CommitOne;

/** The branch that keeps the state file for all runs. It moves by compare-and-swap and is never forced. */
export interface StateBranch {
  /** For people. */
  readonly name: string;
  /**
   * The state that this checkout's file and the tip come from: the common ancestor of their merge. `joined` is the commit
   * that the file itself names; null goes by the checked-out commit.
   */
  readBase(tip: Tip, joined: string | null): Promise<string | null>;
  /** Null where the checkout shows what its own branch shows now, apart from state files. Asked anew each time. */
  checkCheckout(): Promise<Fault | null>;
  readTip(): Promise<Tip | Fault>;
  commit(tip: Tip, text: string, message: string): Promise<CommitEnd>;
  /** Brings the checkout to a commit of the branch, as far as that loses nothing. */
  follow(commit: string): Promise<void>;
}
