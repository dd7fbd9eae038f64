/** What an unfinished command line asks for: options, names of commands, or a value of some kind. Pure. */
import type { Option } from 'commander';

/** A command as the table has it; `usage` is its name and its arguments. */
export interface CompletableCommand {
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly Option[];
  readonly hidden?: true;
  readonly refuses?: Readonly<Record<string, unknown>>;
  /** Of a group: the next word is one of theirs. */
  readonly commands?: readonly CompletableCommand[];
}

export interface Grammar {
  readonly commands: readonly CompletableCommand[];
  readonly globals: readonly Option[];
}

/** Kinds of values that are looked up, or left to the shell. */
export type ValueKind = 'files' | 'folders' | 'accounts' | 'stores' | 'selection' | 'nothing';

export interface Candidate {
  readonly value: string;
  readonly about: string;
}

/** What can stand at the cursor: known words, or values of a kind behind `lead`. */
export type Asked =
  | { readonly kind: 'words'; readonly words: readonly Candidate[] }
  | { readonly kind: ValueKind; readonly lead: string; readonly typed: string };

/** What the line has said so far about where to look. */
export interface Line {
  readonly asked: Asked;
  readonly cwd: string | null;
  readonly config: string | null;
  /** Names of `--account`. */
  readonly accounts: readonly string[];
}

/** The kinds of values by the word that stands for them in usages and flags. */
const KINDS: Readonly<Record<string, ValueKind>> = {
  file: 'files',
  files: 'files',
  planfile: 'files',
  dir: 'folders',
  poi_id: 'stores',
  expr: 'selection',
};
/** Commander's own command. */
const HELP: CompletableCommand = { usage: 'help [command]', summary: '', options: [] };
const UNKNOWN: CompletableCommand = { usage: '', summary: '', options: [] };

interface Reading {
  readonly command: CompletableCommand | null;
  /** Words behind the command that are no options. */
  readonly args: readonly string[];
  readonly used: readonly Option[];
  /** An option whose value comes next. */
  readonly open: Option | null;
  /** Of an option that is given again, the last value; all of `--account` stand in `accounts`. */
  readonly values: ReadonlyMap<string, string>;
  readonly accounts: readonly string[];
  readonly ended: boolean;
}

/** Reads the words behind the program's name, without quotes; the last is the one at the cursor. */
export function readLine(words: readonly string[], grammar: Grammar): Line {
  const typed = words.at(-1) ?? '';
  const reading = words.slice(0, -1).reduce<Reading>((earlier, word) => step(earlier, word, grammar), {
    command: null,
    args: [],
    used: [],
    open: null,
    values: new Map(),
    accounts: [],
    ended: false,
  });
  const { values, accounts } = reading;
  const asked = ask(reading, typed, grammar);
  return { asked, cwd: values.get('cwd') ?? null, config: values.get('config') ?? null, accounts };
}

function step(earlier: Reading, word: string, grammar: Grammar): Reading {
  const { open, used, command, args, ended } = earlier;
  if (open !== null) return { ...keepValue(earlier, open, word), open: null };
  if (word === '--' && !ended) return { ...earlier, ended: true };
  if (word.startsWith('-') && word !== '-' && !ended) {
    const { flag, value } = splitFlag(word);
    const option = listOptions(command, grammar).find(({ long, short }) => flag === long || flag === short);
    if (option === undefined) return earlier;
    const known = value === null ? earlier : keepValue(earlier, option, value);
    const waits = option.required && value === null;
    return { ...known, used: [...used, option], open: waits ? option : null };
  }
  const within = command?.commands;
  if (within !== undefined)
    return { ...earlier, command: within.find(({ usage }) => nameOf(usage) === word) ?? UNKNOWN };
  if (command !== null) return { ...earlier, args: [...args, word] };
  const row = grammar.commands.find(({ usage }) => nameOf(usage) === word);
  return { ...earlier, command: row ?? (word === nameOf(HELP.usage) ? HELP : UNKNOWN) };
}

function keepValue(earlier: Reading, option: Option, value: string): Reading {
  const name = option.attributeName();
  const accounts = name === 'account' ? [...earlier.accounts, value] : earlier.accounts;
  return { ...earlier, values: new Map([...earlier.values, [name, value]]), accounts };
}

function ask(reading: Reading, typed: string, grammar: Grammar): Asked {
  const { command, args, open, ended } = reading;
  if (open !== null) return askValue(open, '', typed);
  if (typed.startsWith('-') && !ended) {
    const { flag, value } = splitFlag(typed);
    const option = listOptions(command, grammar).find(({ long }) => long === flag && value !== null);
    if (option !== undefined) return askValue(option, `${flag}=`, value ?? '');
    return askOptions(reading, typed, grammar);
  }
  const next = command === null ? [...grammar.commands, HELP] : command.commands;
  if (next !== undefined) return { kind: 'words', words: startingWith(typed, listNames(next)) };
  const name = argumentAt(command?.usage ?? '', args.length);
  if (name === 'command') return { kind: 'words', words: startingWith(typed, listNames(grammar.commands)) };
  if (name === null) return typed === '' ? askOptions(reading, '', grammar) : { kind: 'words', words: [] };
  if (name.includes('|')) return askChoice(name.split('|'), '', typed);
  return { kind: KINDS[name] ?? 'nothing', lead: '', typed };
}

function askValue(option: Option, lead: string, typed: string): Asked {
  if (option.argChoices !== undefined) return askChoice(option.argChoices, lead, typed);
  const name = /[<[]([^>\]]+)[>\]]/u.exec(option.flags)?.[1] ?? '';
  const kind = option.long === '--account' ? 'accounts' : KINDS[name];
  return { kind: kind ?? 'nothing', lead, typed };
}

function askChoice(choices: readonly string[], lead: string, typed: string): Asked {
  const words = choices.map((choice) => ({ value: `${lead}${choice}`, about: '' }));
  return { kind: 'words', words: startingWith(`${lead}${typed}`, words) };
}

function askOptions({ command, used }: Reading, typed: string, grammar: Grammar): Asked {
  const left = listOptions(command, grammar).filter(
    (option) => !option.hidden && (isRepeatable(option) || !used.includes(option)),
  );
  const words = left.flatMap(({ long, description }) =>
    long === undefined || long === null ? [] : [{ value: long, about: description }],
  );
  const more = command === null ? [{ value: '--version', about: '' }] : [];
  return { kind: 'words', words: startingWith(typed, [...words, ...more, { value: '--help', about: '' }]) };
}

/** The options of a command, then the global ones that it takes. */
function listOptions(command: CompletableCommand | null, { globals }: Grammar): readonly Option[] {
  const taken = globals.filter((option) => !Object.hasOwn(command?.refuses ?? {}, option.attributeName()));
  return [...(command?.options ?? []), ...taken];
}

function listNames(commands: readonly CompletableCommand[]): readonly Candidate[] {
  const shown = commands.filter(({ hidden }) => !hidden);
  return shown.map(toCandidate);
}

function toCandidate({ usage, summary }: CompletableCommand): Candidate {
  return { value: nameOf(usage), about: summary };
}

function splitFlag(word: string): { readonly flag: string; readonly value: string | null } {
  const at = word.indexOf('=');
  return word.startsWith('--') && at > 0
    ? { flag: word.slice(0, at), value: word.slice(at + 1) }
    : { flag: word, value: null };
}

function nameOf(usage: string): string {
  return usage.split(' ')[0] ?? '';
}

/** The name of an argument by its place; null behind the last one. */
function argumentAt(usage: string, place: number): string | null {
  const args = [...usage.matchAll(/[<[]([^>\].]+)(\.\.\.)?[>\]]/gu)];
  const [, name = '', several] = args[Math.min(place, args.length - 1)] ?? [];
  if (args.length === 0 || (place >= args.length && several === undefined)) return null;
  return name;
}

function isRepeatable({ parseArg }: Option): boolean {
  return parseArg !== undefined;
}

function startingWith(typed: string, words: readonly Candidate[]): readonly Candidate[] {
  return words.filter(({ value }) => value.startsWith(typed));
}
