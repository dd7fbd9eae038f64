/** Part of the door: what the rows of the command table are made of, and the options that several of them take. */
import { Option } from 'commander';
import { LANGUAGES } from './base/languages.ts';
import type { Context, ExitCode } from './commands/context.ts';
import * as read from './commands/options.ts';
import type { PublishChoice } from './commands/publishing.ts';
import type { Refusals } from './commands/refusals.ts';
import type { Place } from './commands/root-folder.ts';
import { FORMAT_NAMES } from './report/format-names.ts';

export type Values = Readonly<Record<string, unknown>>;

/** The parts of `mendian --help`, in their order. */
export const COMMAND_GROUPS = [
  'Begin',
  'Every day',
  'Spreadsheets and pages',
  'GitHub, events, scripts',
  'Tools',
] as const;

export type CommandGroupName = (typeof COMMAND_GROUPS)[number];

export interface CommandRow {
  /** Name and arguments as commander writes them. */
  readonly usage: string;
  /** One line of 80 columns with the longest name before it: at most 64 signs. */
  readonly summary: string;
  /** Where it stands in the help; the commands of a group of commands stand below that. */
  readonly group?: CommandGroupName;
  readonly options: readonly Option[];
  readonly help?: string;
  readonly hidden?: true;
  /** Global options that the command would ignore: it refuses them instead. All others it obeys. */
  readonly refuses?: Refusals;
  /** Where it works; without it, commands that read settings work at the root of a repository. */
  readonly place?: Place;
  readonly run: (context: Context, args: readonly string[], values: Values) => Promise<ExitCode>;
}

/** A word that only names what its commands are about: `mendian sheet export`. */
export interface CommandGroup extends Pick<CommandRow, 'usage' | 'summary' | 'options'> {
  readonly group: CommandGroupName;
  readonly commands: readonly CommandRow[];
}

const collect = (value: string, earlier: readonly string[] | undefined): readonly string[] => [
  ...(earlier ?? []),
  value,
];
const repeatable = (flags: string, text: string): Option => new Option(flags, text).argParser(collect);

/** An option that takes one of some words. Commander's own check would speak English. */
export function oneOf(flags: string, description: string, choices: readonly string[]): Option {
  const made = new Option(flags, description).choices(choices);
  return made.argParser((value: string) => read.parseOneOf(made.long ?? flags, value, choices));
}

export const GLOBAL_OPTIONS: readonly Option[] = [
  new Option('-C, --cwd <dir>', 'work in this folder').default('.', ''),
  new Option('--config <file>', 'settings file (default: mendian.yaml, where there is one)'),
  repeatable('--account <name>', 'only this account; may be repeated'),
  repeatable('--select <expr>', 'only stores with this poi_id, path, glob or label=value; may be repeated'),
  repeatable('--exclude <expr>', 'all but these stores; may be repeated'),
  oneOf('--format <format>', 'form of the report', FORMAT_NAMES).default('text'),
  oneOf(
    '--lang <language>',
    'language of reports and hints (default: the settings’; before there are any, by LANG)',
    LANGUAGES,
  ),
  new Option('--no-color', 'plain text (also: NO_COLOR)'),
  new Option('-q, --quiet', 'no progress and no hints'),
  new Option('-v, --verbose', 'one line for each call, without secrets'),
];

/** For commands that read no settings and no stores, and whose output has one form. */
export const STANDS_ALONE: Refusals = {
  config: 'no-stores',
  account: 'no-stores',
  select: 'no-stores',
  exclude: 'no-stores',
  format: 'one-form',
};

/** The text of an option; null where it was not given. */
export const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
export const flag = (value: unknown): 'yes' | 'no' => (value === true ? 'yes' : 'no');
export const option = (flags: string, description: string): Option => new Option(flags, description);

/** Where a command keeps what it records, besides the state file. */
export const PUBLISHING_OPTIONS: readonly Option[] = [
  option('--commit', 'commit the state file in this clone'),
  option('--push', 'commit and push it; a claim goes first, so that two machines never send at once'),
  option('--state-branch <name>', 'keep the state in this branch instead, made at first use'),
  option('--checkpoint <n>', 'with --commit or --push: results between two commits').default(
    String(read.DEFAULT_CHECKPOINT),
  ),
];

/** Parses the text of an option that was given. */
export function ifGiven<T>(value: unknown, parse: (value: string) => T): T | null {
  const given = text(value);
  return given === null ? null : parse(given);
}

/** Where results go, by PUBLISHING_OPTIONS. */
export function parseChoice(values: Values): PublishChoice {
  return read.parsePublishing({
    publish: values.push === true ? 'push' : values.commit === true ? 'commit' : 'no',
    stateBranch: text(values.stateBranch),
    checkpoint: text(values.checkpoint) ?? '',
  });
}
