/** Part of the door: turns process, options and terminal into the context that commands are given. */
import { setMaxListeners } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from './base/clock.ts';
import { findPathPrefix } from './base/path-prefix.ts';
import type { Context } from './commands/context.ts';
import { OptionError } from './commands/options.ts';
import { loadMessages } from './messages/choose.ts';
import { en, type Messages } from './messages/en.ts';
import type { Language } from './model.ts';
import { diagnosticText } from './report/diagnostics.ts';
import { forRunnerLog, forTerminal } from './report/escape.ts';
import type { Format } from './report/format-names.ts';
import { createStyle, type Style } from './report/style.ts';
import { readLanguage } from './settings/language.ts';

/** The global options as commander gives them. */
export interface RawGlobals {
  readonly cwd: string;
  readonly config?: string;
  readonly account?: readonly string[];
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  readonly format: Format;
  readonly lang?: Language;
  readonly color: boolean;
  readonly quiet?: true;
  readonly verbose?: true;
}

/** The texts of the run; what goes wrong before they are chosen is told in English. */
let messages: Messages = en;

/** Everything that a command needs of the outside. */
export async function createContext(globals: RawGlobals): Promise<Context> {
  const quiet = globals.quiet === true;
  const entry = fileURLToPath(import.meta.url).replace(/chunks[\\/][^\\/]+$/u, 'cli.js');
  const root = resolve(globals.cwd);
  const language = globals.lang ?? (await readLanguage(root, globals.config ?? null)) ?? 'en';
  messages = await loadMessages(language);
  const workspace = process.env.GITHUB_WORKSPACE ?? '';
  // The runner takes commands out of both streams; a document that goes into a file stays as it is.
  const guard = process.env.GITHUB_ACTIONS === 'true' ? forRunnerLog : (text: string): string => text;
  const isDocument = globals.format === 'json' || globals.format === 'markdown';
  const onTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true && !process.env.CI;
  return {
    root,
    config: globals.config ?? null,
    accounts: globals.account ?? [],
    select: globals.select ?? [],
    exclude: globals.exclude ?? [],
    format: globals.format,
    verbosity: quiet ? 'quiet' : globals.verbose === true ? 'verbose' : 'normal',
    environment: process.env,
    assets: resolve(entry, '../assets'),
    entry,
    messages,
    style: createOwnStyle(globals.color, workspace === '' ? '' : findPathPrefix(workspace, root)),
    clock: systemClock,
    signal: watchSignals(),
    // The github format has made its text safe and its commands on purpose.
    print: (text) => process.stdout.write(isDocument || globals.format === 'github' ? text : guard(text)),
    hint: (text) => (quiet ? undefined : process.stderr.write(`${guard(text)}\n`)),
    complain: (text) => process.stderr.write(`${guard(text)}\n`),
    writeProgress: (text) => (quiet ? undefined : process.stderr.write(guard(text))),
    progressMode: process.stderr.isTTY === true && !process.env.CI ? 'moving' : 'lines',
    progressColumns: () => readColumns(process.stderr),
    ask: onTerminal ? askOnTerminal : null,
  };
}

/** Prints why a command could not run, and returns the exit code. Only a surprise shows where it happened. */
export function reportUsage(error: unknown): 1 {
  const style = createOwnStyle(true);
  if (error instanceof OptionError) {
    process.stderr.write(`${diagnosticText(error.diagnostic, style)}\n`);
  } else if (error instanceof Error && 'syscall' in error) {
    process.stderr.write(`${messages.cli.failed}: ${forTerminal(error.message)}\n${messages.cli.system}\n`);
  } else {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${trace.split('\n').map(forTerminal).join('\n')}\n${messages.cli.bug}\n`);
  }
  return 1;
}

function createOwnStyle(wanted: boolean, prefix = ''): Style {
  const color = wanted && process.stdout.isTTY === true && !process.env.NO_COLOR;
  return createStyle(messages, color ? 'color' : 'plain', prefix, readColumns(process.stdout));
}

/** Columns of the terminal behind a stream. Some that are none say 0. */
function readColumns({ columns }: { readonly columns?: number }): number {
  return columns !== undefined && columns > 0 ? columns : Number.POSITIVE_INFINITY;
}

/** The first signal asks the command to end well; the second ends the process. */
function watchSignals(): AbortSignal {
  const controller = new AbortController();
  // Each account at work, and each of its waits, listens: many at once are no leak.
  setMaxListeners(0, controller.signal);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort(name);
    });
  }
  return controller.signal;
}

/** An empty answer where the terminal is closed (Ctrl-D) or the question is broken off (Ctrl-C). */
async function askOnTerminal(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    prompt.once('SIGINT', () => prompt.close());
    const closed = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
    return await Promise.race([prompt.question(question), closed]);
  } finally {
    prompt.close();
  }
}
