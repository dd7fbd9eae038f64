/** Faults of git and GitHub: the checkout, the branch that keeps the state, pull requests, the action's inputs. */
import type { GitHubTask, Phrase } from './phrases.ts';

export interface BranchFaults {
  // ---- the checkout
  /** The folder is in no git repository, or git is not there. */
  NOT_A_REPOSITORY: { readonly detail: Phrase };
  /** No branch is checked out, so nobody can say what its tip is. */
  DETACHED_HEAD: Record<never, never>;
  /** No remote, or the remote does not know the branch. */
  NO_REMOTE: { readonly detail: Phrase };
  /** The branch moved on: stores, settings or other files differ from this checkout. */
  NOT_THE_TIP: {
    readonly branch: string;
    readonly file: string | null;
    /** `ahead`: the checkout holds commits that were not pushed. */
    readonly relation: 'ahead' | 'other';
  };
  /** Files that matter were changed here and are not committed. */
  WORKTREE_DIRTY: { readonly files: readonly string[] };
  /** The journal is under version control: what stands in it did not happen here. */
  JOURNAL_TRACKED: { readonly file: string };
  /** A git command failed; `detail` is git's own last word, without addresses that hold a secret. */
  GIT_FAILED: { readonly command: string; readonly detail: Phrase };

  // ---- the branch that keeps the state
  /** Another run's live claim. */
  CLAIMED: { readonly holder: string; readonly since: string; readonly seen: string };
  /** The own claim lapsed meanwhile. `holder` took over; empty: and has ended; null: nobody knows whether one did. */
  CLAIM_LOST: { readonly holder: string | null };
  /** Another run recorded a store that this one was about to send. */
  STATE_MOVED: { readonly poi_id: string; readonly branch: string };
  /** A rule of the branch, or a missing right. `rule` is a code such as GH013, where one was given. */
  PUSH_REFUSED: { readonly branch: string; readonly rule: string | null; readonly detail: Phrase };
  /** Others came first at each try; `branch` is null where its name is not at hand. */
  BRANCH_MOVES: { readonly branch: string | null; readonly tries: number };
  /** Stores whose result is not in the branch, though the run is over. `kept` names where the state is. */
  NOT_RECORDED: { readonly branch: string; readonly stores: number; readonly kept: string };

  // ---- pull requests
  /** A pull request changes, adds over, or removes the state file or its journal. */
  STATE_TOUCHED: { readonly file: string; readonly how: 'changed' | 'removed' | 'added' };
  /** A pull request adds the state where the base has none. */
  STATE_BASELINE: { readonly file: string; readonly records: number };
  /** The base's files are not in the checkout, so rows cannot be told apart. */
  NO_HISTORY: Record<never, never>;

  // ---- GitHub
  /** An answer of the GitHub API that is no success. `name` is the branch or file of the task, else empty. */
  GITHUB_FAILED: { readonly task: GitHubTask; readonly name: string; readonly detail: Phrase };
  /** The token may not write comments: a fork, Dependabot, or missing permissions. */
  COMMENT_NOT_ALLOWED: { readonly detail: Phrase };
  COMMENT_FAILED: { readonly detail: Phrase };
  /** The token may not read or write issues. */
  ISSUE_NOT_ALLOWED: { readonly detail: Phrase };
  /** The repository has no issues. */
  ISSUES_OFF: { readonly detail: Phrase };
  /** The branch of a pull request of ours does not take its commit. */
  PROPOSAL_REFUSED: { readonly branch: string; readonly detail: Phrase };
  /** The token may not write pull requests: a setting of the repository, or a right of the job. */
  PULL_NOT_ALLOWED: { readonly cause: 'setting' | 'right'; readonly detail: Phrase };
  /** An input of the action that cannot be used. */
  INPUT_INVALID: { readonly input: string; readonly value: string; readonly expected: Phrase };
  /** A command was called for an event that stands for no reviewed branch. */
  EVENT_REFUSED: { readonly event: string; readonly detail: Phrase };
  /** The action runs without any credentials: nothing was done. */
  NOT_SET_UP: { readonly records: number };
  /** What another workflow run left is no plan that can be shown. */
  ARTIFACT_INVALID: { readonly detail: Phrase };
  /** Accounts that were dealt out to jobs, and no report tells of. */
  REPORT_MISSING: { readonly count: number; readonly accounts: readonly string[] };
  /** A file beside the reports that is none. */
  REPORT_UNREADABLE: { readonly file: string };
}
