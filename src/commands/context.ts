/** What every command is given: the folder, the environment, the outputs, the clock. Nothing else reaches outside. */
import type { Messages } from '../messages/en.ts';
import type { Clock } from '../model/run.ts';
import type { Format } from '../report/format-names.ts';
import type { Style } from '../report/style.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly config: string | null;
  readonly accounts: readonly string[];
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  readonly format: Format;
  readonly verbosity: 'quiet' | 'normal' | 'verbose';
}

export interface Context extends GlobalOptions {
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
