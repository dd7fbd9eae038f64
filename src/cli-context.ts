/** Part of the door: turns process, options and terminal into the context that commands are given. */
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from './base/clock.ts';
import type { Context } from './commands/context.ts';
import { OptionError } from './commands/options.ts';
import { en } from './messages/en.ts';
import { diagnosticText } from './report/diagnostics.ts';
import { forTerminal } from './report/escape.ts';
import type { Format } from './report/format-names.ts';
import { createStyle, type Style } from './report/style.ts';

/** The global options as commander gives them. */
export interface RawGlobals {
  readonly cwd: string;
  readonly config?: string;
  readonly account?: readonly string[];
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  readonly format: Format;
  readonly color: boolean;
  readonly quiet?: true;
  readonly verbose?: true;
}

/** Everything that a command needs of the outside. */
export function createContext(globals: RawGlobals): Context {
  const quiet = globals.quiet === true;
  const entry = fileURLToPath(import.meta.url).replace(/chunks[\\/][^\\/]+$/u, 'cli.js');
  const onTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true && !process.env.CI;
  return {
    root: resolve(globals.cwd),
    config: globals.config ?? null,
    accounts: globals.account ?? [],
    select: globals.select ?? [],
    exclude: globals.exclude ?? [],
    format: globals.format,
    verbosity: quiet ? 'quiet' : globals.verbose === true ? 'verbose' : 'normal',
    environment: process.env,
    assets: resolve(entry, '../assets'),
    entry,
    messages: en,
    style: createOwnStyle(globals.color),
    clock: systemClock,
    signal: watchSignals(),
    print: (text) => process.stdout.write(text),
    hint: (text) => (quiet ? undefined : process.stderr.write(`${text}\n`)),
    complain: (text) => process.stderr.write(`${text}\n`),
    writeProgress: (text) => (quiet ? undefined : process.stderr.write(text)),
    progressMode: process.stderr.isTTY === true && !process.env.CI ? 'moving' : 'lines',
    ask: onTerminal ? askOnTerminal : null,
  };
}

/** Prints why a command could not run, and returns the exit code. Only a surprise shows where it happened. */
export function reportUsage(error: unknown): 1 {
  const style = createOwnStyle(true);
  if (error instanceof OptionError) {
    process.stderr.write(`${diagnosticText(error.diagnostic, style)}\n`);
  } else if (error instanceof Error && 'syscall' in error) {
    process.stderr.write(`${en.cli.failed}: ${forTerminal(error.message)}\n${en.cli.system}\n`);
  } else {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${trace.split('\n').map(forTerminal).join('\n')}\n${en.cli.bug}\n`);
  }
  return 1;
}

function createOwnStyle(wanted: boolean): Style {
  const color = wanted && process.stdout.isTTY === true && !process.env.NO_COLOR;
  return createStyle(en, color ? 'color' : 'plain');
}

/** The first signal asks the command to end well; the second ends the process. */
function watchSignals(): AbortSignal {
  const controller = new AbortController();
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
