/** Part of the door: the table of commands as commander's program. Each command is loaded when it is run. */
import { CommanderError, Help, type Option, type OutputConfiguration } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { ProgramCommand } from './cli-command.ts';
import type { RawGlobals } from './cli-context.ts';
import { beginSentence, formatProgramHelp } from './cli-help.ts';
import { type CommandGroup, type CommandRow, GLOBAL_OPTIONS } from './cli-options.ts';
import { findColumns, hasColors, printNow } from './cli-output.ts';
import { COMMANDS } from './cli-table.ts';
import type { GivenOption } from './commands/refusals.ts';
import type { Place } from './commands/root-folder.ts';

/** Reads the arguments and runs one command; `begin` is called before it. What is no end of commander's own is thrown. */
export async function runProgram(argv: readonly string[], begin: () => void): Promise<void> {
  try {
    const output = { writeOut: printNow, getOutHelpWidth: findColumns, getOutHasColors: hasColors };
    await buildProgram(output).hook('preAction', begin).parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = Math.min(error.exitCode, 1);
  }
}

/** The program, ready to read arguments. A mistake in them is thrown as a UsageError. */
export function buildProgram(output: OutputConfiguration = {}): ProgramCommand {
  const program = new ProgramCommand('mendian')
    .description(packageJson.description)
    .version(packageJson.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureHelp({ formatHelp: formatProgramHelp })
    .configureOutput(output)
    .exitOverride();
  for (const option of GLOBAL_OPTIONS) program.addOption(option);
  for (const row of COMMANDS) {
    if ('commands' in row) addGroup(program, row);
    else addCommand(program, program, row);
  }
  addHelp(program);
  program.action(async () => {
    const { createContext } = await import('./cli-context.ts');
    const context = await createContext(program.opts<RawGlobals>(), { command: '', place: 'root' });
    const { welcome } = await import('./commands/offline.ts');
    process.exitCode = await welcome(context, packageJson.version);
  });
  return program;
}

/** `help sheet export`: the help of a command by its whole name. */
function addHelp(program: ProgramCommand): void {
  begin(program, 'help [command...]', 'print the help of a command')
    .helpGroup('Tools')
    .action((words: readonly string[]) => findCommand(program, words).help());
}

function findCommand(program: ProgramCommand, words: readonly string[]): ProgramCommand {
  let command = program;
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word);
    if (!(next instanceof ProgramCommand)) return command.refuseWord(word);
    command = next;
  }
  return command;
}

/** Without one of its commands a group does nothing. */
function addGroup(program: ProgramCommand, { usage, summary, commands, group }: CommandGroup): void {
  const command = begin(program, usage, summary).helpGroup(group);
  for (const row of commands) addCommand(program, command, row);
  command.action(() =>
    command.refuse('COMMAND_NEEDED', {
      group: command.fullName,
      commands: command.commands.map((each) => each.name()),
    }),
  );
}

function addCommand(program: ProgramCommand, parent: ProgramCommand, row: CommandRow): void {
  const command = begin(parent, row.usage, row.summary, row.hidden ? { hidden: true } : {});
  for (const option of row.options) command.addOption(option);
  if (row.group !== undefined) command.helpGroup(row.group);
  if (row.help !== undefined) command.addHelpText('after', `\n${row.help}`);
  command.takesSelection = row.refuses?.select === undefined;
  command.configureHelp({
    ...command.configureHelp(),
    visibleGlobalOptions: (shown) => listTaken(shown, row),
  });
  command.action(async (...values: unknown[]) => {
    const args = values
      .slice(0, -2)
      .flat()
      .filter((value) => typeof value === 'string');
    const name = command.fullName;
    // Commander hands over the options that the row declares, besides those of the program.
    const { createContext } = await import('./cli-context.ts');
    const context = await createContext(program.opts<RawGlobals>(), { command: name, place: placeOf(row) });
    const { refuseOptions } = await import('./commands/offline.ts');
    const refused = refuseOptions(context, name, row.refuses ?? {}, listGiven(program));
    process.exitCode = refused ? 1 : await row.run(context, args, command.opts());
  });
}

function begin(
  parent: ProgramCommand,
  usage: string,
  summary: string,
  visibility: { readonly hidden?: true } = {},
): ProgramCommand {
  return parent
    .command(usage, visibility)
    .description(summary)
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureHelp({
      showGlobalOptions: true,
      sortSubcommands: false,
      commandDescription: (shown) => beginSentence(shown.description()),
    })
    .exitOverride();
}

/** A command that reads settings works on a repository; `init` makes one. */
function placeOf({ place, refuses = {} }: CommandRow): Place {
  return place ?? (refuses.config === undefined ? 'root' : 'any');
}

/** The global options in a command's help: those that it takes. */
function listTaken(
  command: Parameters<Help['visibleGlobalOptions']>[0],
  { refuses = {} }: CommandRow,
): Option[] {
  const help = new Help();
  help.showGlobalOptions = true;
  return help
    .visibleGlobalOptions(command)
    .filter((option) => !Object.hasOwn(refuses, option.attributeName()));
}

/** The global options that stand on the command line. */
function listGiven(program: ProgramCommand): readonly GivenOption[] {
  return GLOBAL_OPTIONS.flatMap((option) => {
    const name = option.attributeName();
    return program.getOptionValueSource(name) === 'cli' ? [{ name, flag: option.long ?? name }] : [];
  });
}
