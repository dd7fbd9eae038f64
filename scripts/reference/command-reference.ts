/** docs/commands.md: the table of commands as commander prints it, with arguments, exit codes and examples. */
import type { Option } from 'commander';
import { type CommandRow, GLOBAL_OPTIONS } from '../../src/cli-options.ts';
import { COMMANDS } from '../../src/cli-table.ts';
import { isRefusable } from '../../src/commands/refusals.ts';
import { OWN_VARIABLES } from '../../src/settings/variables.ts';
import { COMMAND_NOTES, type CommandNotes, OTHER_VARIABLES, OWN_VARIABLE_WORDS } from './command-notes.ts';
import { anchor, code, fence, generatedFrom, page, table } from './markdown.ts';

/** A command that people type, by its whole name. */
export interface NamedCommand {
  readonly name: string;
  readonly row: CommandRow;
  readonly notes: CommandNotes;
}

/** All of them, in the order of `mendian --help`. */
export function listCommands(): readonly NamedCommand[] {
  return COMMANDS.flatMap((row) => {
    if (!('commands' in row)) return row.hidden ? [] : [toNamed(row, '')];
    return row.commands.map((each) => toNamed(each, `${row.usage} `));
  });
}

function toNamed(row: CommandRow, prefix: string): NamedCommand {
  const name = `${prefix}${row.usage.split(' ')[0] ?? ''}`;
  const notes = COMMAND_NOTES[name];
  if (notes === undefined) throw new Error(`scripts/reference/command-notes.ts says nothing of ${name}`);
  return { name, row, notes };
}

export function commandReference(): string {
  const commands = listCommands();
  return page([
    generatedFrom('src/cli-table.ts and scripts/reference/command-notes.ts'),
    '# Commands',
    `${code('mendian <command> [options]')}. The report goes to stdout alone; progress, hints and questions go to stderr. ${code('mendian help COMMAND')} prints what stands here without the examples.`,
    `Run a command at the root of the repository, where ${code('mendian.yaml')} is, or name it with ${code('-C')}; in a folder within, it says where the root is. ${code('mendian')} alone says how things stand and what comes next. With ${code('--format json')} one document of its schema is printed at every end; only a mistake in the command line prints nothing on stdout. Nothing is asked where there is no terminal.`,
    table(['command', 'does'], commands.map(summarise)),
    '## Global options',
    'Every command takes those that mean something to it, before or after its name, and refuses the others with the reason.',
    optionTable(GLOBAL_OPTIONS),
    'Besides, `-h` or `--help` prints the help of any command, and `--version` the version.',
    SELECTION,
    '## Exit codes',
    table(['code', 'means'], EXIT_CODES),
    ...variables(),
    ...commands.flatMap(section),
  ]);
}

const SELECTION = `\`--select\` and \`--exclude\` take a \`poi_id\`, a path or glob from the root or the stores folder (\`stores/shanghai\`, \`"shanghai/**"\`), or a
label (\`region=east\`, \`"region=*"\`).`;

const EXIT_CODES = [
  ['0', 'done'],
  [
    '1',
    'something failed, was skipped or is invalid; the run was refused; wrong usage. Each command below says when',
  ],
  ['2', 'only with `--detailed-exitcode`: no error, and there is something to do'],
  ['130', 'a second Ctrl-C (or SIGTERM): the process was ended at once. The first one lets it end well'],
];

function summarise({ name, row }: NamedCommand): readonly string[] {
  return [`[${code(`mendian ${name}`)}](#${anchor(`mendian ${name}`)})`, row.summary];
}

function variables(): readonly string[] {
  return [
    '## Environment variables',
    'Secrets are read from here and nowhere else, and never printed. Which way to a token is taken where several are set: [third-party.md](third-party.md).',
    table(
      ['variable', 'what'],
      OWN_VARIABLES.map((name) => [code(name), OWN_VARIABLE_WORDS[name]]),
    ),
    'Besides, the variables that `secret_env` and `refresh_token_env` name in [`mendian.yaml`](settings-reference.md). Of others:',
    table(['variable', 'what'], OTHER_VARIABLES),
  ];
}

function section({ name, row, notes }: NamedCommand): readonly string[] {
  const [, ...parts] = row.usage.split(' ');
  const usage = ['mendian', name, ...(row.options.length > 0 ? ['[options]'] : []), ...parts].join(' ');
  return [
    `## mendian ${name}`,
    `${row.summary.charAt(0).toUpperCase()}${row.summary.slice(1)}.`,
    fence('text', usage),
    ...argumentTable(parts, name, notes),
    ...(row.options.length > 0 ? [optionTable(row.options)] : []),
    ...(row.help === undefined ? [] : [fence('text', row.help)]),
    describeEnd(row, notes),
    fence('sh', writeExamples(notes)),
  ];
}

function argumentTable(
  parts: readonly string[],
  name: string,
  { arguments: words = {} }: CommandNotes,
): readonly string[] {
  const rows = parts.map((part) => {
    const argument = part.replaceAll(/[<>[\]]|\.\.\./gu, '');
    const what = words[argument];
    if (what === undefined) throw new Error(`${name}: nothing says what ${part} is`);
    return [code(part), part.startsWith('<') ? 'yes' : 'no', what];
  });
  return rows.length === 0 ? [] : [table(['argument', 'required', 'what'], rows)];
}

function optionTable(options: readonly Option[]): string {
  const rows = options.map((option) => [code(option.flags), showDefault(option), describeOption(option)]);
  return table(['option', 'default', 'what'], rows);
}

/** Some say their default in words, where it is none that commander knows. */
function showDefault({ defaultValue, defaultValueDescription, description }: Option): string {
  if (defaultValueDescription === '') return 'here';
  if (defaultValue !== undefined && defaultValue !== true) return code(String(defaultValue));
  return /\(default: (?<words>[^)]*)\)/u.exec(description)?.groups?.words ?? '';
}

function describeOption({ description, argChoices, mandatory }: Option): string {
  const plain = description.replace(/ ?\(default: [^)]*\)/u, '');
  const choices = argChoices === undefined ? '' : `: ${argChoices.map(code).join(', ')}`;
  return `${plain}${choices}${mandatory ? '; required' : ''}`;
}

function describeEnd({ refuses = {} }: CommandRow, { fails, detailed }: CommandNotes): string {
  const refused = GLOBAL_OPTIONS.filter((option) => {
    const name = option.attributeName();
    return isRefusable(name) && refuses[name] !== undefined;
  }).map(({ long }) => code(long ?? ''));
  return [
    `- Exit code 1: ${fails}.`,
    ...(detailed === undefined ? [] : [`- Exit code 2: ${detailed}.`]),
    ...(refused.length === 0 ? [] : [`- Not taken here: ${refused.join(', ')}.`]),
  ].join('\n');
}

function writeExamples({ examples }: CommandNotes): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  return examples.map(([line, what]) => `${line.padEnd(width)}   # ${what}`).join('\n');
}
