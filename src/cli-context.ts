/** Part of the door: turns process, options and terminal into the context that commands are given. */
import { setMaxListeners } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from './base/clock.ts';
import { asLanguage } from './base/languages.ts';
import { findNearMiss } from './base/near-miss.ts';
import { findPathPrefix } from './base/path-prefix.ts';
import type { Context } from './commands/context.ts';
import { MistypedError, UsageError } from './commands/options.ts';
import { checkFolder, hasSettings, type Place } from './commands/root-folder.ts';
import { loadMessages } from './messages/choose.ts';
import type { Messages } from './messages/en.ts';
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

/** The texts of the run, once they are chosen. */
let messages: Messages | undefined;

/** The command that runs, for what goes wrong in it. */
let running = '';

/** What the door knows of the command that a context is for. */
export interface CommandFacts {
  /** Its whole name; empty for `mendian` alone. */
  readonly command: string;
  readonly place: Place;
}

/** Everything that a command needs of the outside. Throws a UsageError where it stands in a wrong folder. */
export async function createContext(globals: RawGlobals, { command, place }: CommandFacts): Promise<Context> {
  const quiet = globals.quiet === true;
  const entry = fileURLToPath(import.meta.url).replace(/chunks[\\/][^\\/]+$/u, 'cli.js');
  const root = resolve(globals.cwd);
  const config = globals.config ?? null;
  const texts = await loadMessages(globals.lang ?? (await chooseLanguage(root, config)));
  messages = texts;
  running = command;
  const misplaced = checkFolder(root, { command, place, config });
  if (misplaced !== null) throw new UsageError(misplaced, command);
  const workspace = process.env.GITHUB_WORKSPACE ?? '';
  // The runner takes commands out of both streams; a document that goes into a file stays as it is.
  const guard = process.env.GITHUB_ACTIONS === 'true' ? forRunnerLog : (text: string): string => text;
  const onTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true && !process.env.CI;
  return {
    root,
    config,
    accounts: globals.account ?? [],
    select: globals.select ?? [],
    exclude: globals.exclude ?? [],
    format: globals.format,
    verbosity: quiet ? 'quiet' : globals.verbose === true ? 'verbose' : 'normal',
    environment: process.env,
    assets: resolve(entry, '../assets'),
    entry,
    messages: texts,
    style: createOwnStyle(texts, {
      // A document is for a file, also where a terminal shows it.
      wanted: globals.color && (globals.format === 'text' || globals.format === 'github'),
      prefix: workspace === '' ? '' : findPathPrefix(workspace, root),
      stream: process.stdout,
    }),
    clock: systemClock,
    signal: watchSignals(),
    // Documents are made for files; the github format has made its text safe and its commands on purpose.
    print: (text) => process.stdout.write(globals.format === 'text' ? guard(text) : text),
    hint: (text) => (quiet ? undefined : process.stderr.write(`${guard(text)}\n`)),
    complain: (text) => process.stderr.write(`${guard(text)}\n`),
    writeProgress: (text) => (quiet ? undefined : process.stderr.write(guard(text))),
    progressMode: process.stderr.isTTY === true && !process.env.CI ? 'moving' : 'lines',
    progressColumns: () => readColumns(process.stderr),
    ask: onTerminal ? askOnTerminal : null,
  };
}

/**
 * The settings' language. Where there are none yet, the one that the environment asks for: nobody has chosen for the others
 * who will read the same report.
 */
async function chooseLanguage(root: string, config: string | null): Promise<Language> {
  const chosen = await readLanguage(root, config);
  if (chosen !== null || config !== null || hasSettings(root)) return chosen ?? 'en';
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return /^zh(?:[_.@-]|$)/iu.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh-CN' : 'en';
}

/** The last value that an option has on a command line that could not be read as a whole. */
function findValue(argv: readonly string[], ...names: readonly string[]): string | null {
  const found = argv.flatMap((word, index) => {
    const [name = '', ...rest] = word.split('=');
    if (!names.includes(name)) return [];
    return rest.length > 0 ? [rest.join('=')] : (argv[index + 1] ?? []);
  });
  return found.at(-1) ?? null;
}

/** The texts for a mistake in the command line, before any command could choose them. */
async function chooseMessages(argv: readonly string[]): Promise<Messages> {
  const root = resolve(findValue(argv, '-C', '--cwd') ?? '.');
  const asked = asLanguage(findValue(argv, '--lang') ?? undefined);
  return await loadMessages(asked ?? (await chooseLanguage(root, findValue(argv, '--config'))));
}

/** Prints why a command could not run, and returns the exit code. Only a surprise shows where it happened. */
export async function reportUsage(thrown: unknown, argv: readonly string[]): Promise<1> {
  const error =
    thrown instanceof MistypedError ? thrown.settle(findNearMiss(thrown.word, thrown.known)) : thrown;
  const texts = messages ?? (await chooseMessages(argv));
  const wanted = !argv.includes('--no-color');
  const style = createOwnStyle(texts, { wanted, prefix: '', stream: process.stderr });
  if (error instanceof UsageError) {
    const command = ['mendian', error.command ?? running, '--help'].filter((word) => word !== '').join(' ');
    process.stderr.write(`${diagnosticText(error.diagnostic, style)}\n${texts.welcome.more(command)}\n`);
  } else if (error instanceof Error && 'syscall' in error) {
    process.stderr.write(
      `${texts.signs.labelled(texts.cli.failed, forTerminal(error.message))}\n${texts.cli.system}\n`,
    );
  } else {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${trace.split('\n').map(forTerminal).join('\n')}\n${texts.cli.bug}\n`);
  }
  return 1;
}

function createOwnStyle(
  texts: Messages,
  {
    wanted,
    prefix,
    stream,
  }: { readonly wanted: boolean; readonly prefix: string; readonly stream: NodeJS.WriteStream },
): Style {
  const color = wanted && takesColor(stream);
  return createStyle(texts, color ? 'color' : 'plain', prefix, readColumns(stream));
}

/** NO_COLOR before all (https://no-color.org), then FORCE_COLOR, for logs that show colours; else a terminal that can. */
function takesColor({ isTTY }: { readonly isTTY?: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return !['', '0', 'false'].includes(FORCE_COLOR);
  return isTTY === true && TERM !== 'dumb';
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
    const closed = new Promise<null>((resolve) => prompt.once('close', () => resolve(null)));
    const answer = await Promise.race([prompt.question(question), closed]);
    // What follows must not go on in the line of the question.
    if (answer === null) process.stderr.write('\n');
    return answer ?? '';
  } finally {
    prompt.close();
  }
}
