/** What every command is given: the folder, the environment, the outputs, the clock. Nothing else reaches outside. */
import type { Messages } from '../messages/en.ts';
import type { Clock } from '../model/run.ts';
import type { Account, Diagnostic, Settings } from '../model.ts';
import type { Format } from '../report/format-names.ts';
import type { Style } from '../report/style.ts';
import type { CommitQueue } from '../state/commit-queue.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly config: string | null;
  readonly accounts: readonly string[];
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  readonly format: Format;
  readonly verbosity: 'quiet' | 'normal' | 'verbose';
}

/** The one account of several that a part of a command works on. */
export interface Narrowed {
  readonly settings: { readonly value: Settings; readonly diagnostics: readonly Diagnostic[] };
  readonly account: Account;
  readonly scope: 'alone' | 'several';
}

/** What the accounts that are at work at once share. */
export interface Together {
  /** One git command at a time: two of them would meet at the lock of the index. */
  inTurn<T>(act: () => Promise<T>): Promise<T>;
  readonly queue: CommitQueue;
}

export interface Context extends GlobalOptions {
  /** Set while several accounts are at work at once. */
  readonly together?: Together;
  /** Set where a command goes through several accounts, for each of them; absent where the settings are still to be read. */
  readonly narrowed?: Narrowed;
  /** Absolute path of the repository's root (`-C`). */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the program's own files: sample stores and schemas. */
  readonly assets: string;
  /** Absolute path of the program's entry, for children of the demo. */
  readonly entry: string;
  readonly messages: Messages;
  readonly style: Style;
  readonly clock: Clock;
  /** Aborted by SIGINT or SIGTERM; the reason is the signal's name. */
  readonly signal: AbortSignal;
  /** The report, alone on stdout. */
  readonly print: (text: string) => void;
  /** Progress, prompts and hints, on stderr. Silent with `--quiet`. */
  readonly hint: (text: string) => void;
  /** Errors that are no report, on stderr, whatever the verbosity. */
  readonly complain: (text: string) => void;
  /** Text on stderr as it is, for a moving line. */
  readonly writeProgress: (text: string) => void;
  /** `moving`: stderr is a terminal and this is no CI. */
  readonly progressMode: 'moving' | 'lines';
  /** Columns of the terminal that a moving line must not pass; absent where there is none. */
  readonly progressColumns?: () => number;
  /** Asks a question on the terminal, or null where there is none. */
  readonly ask: ((question: string) => Promise<string>) | null;
}

/** What a command ends with; see the exit codes in the README. */
export type ExitCode = 0 | 1 | 2;
