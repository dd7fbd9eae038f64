#!/usr/bin/env node
/** The door for the shell: reads arguments, calls one command, sets the exit code. */
import { Command, CommanderError, Help, type Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import type { RawGlobals } from './cli-context.ts';
import { type CommandGroup, type CommandRow, GLOBAL_OPTIONS } from './cli-options.ts';
import { COMMANDS } from './cli-table.ts';
import type { GivenOption } from './commands/refusals.ts';

const FIRST_STEPS = `
First steps:
  mendian demo       see the whole way once
  mendian init       begin a repository of your stores
  mendian plan       see what would be sent`;

async function main(): Promise<void> {
  // A reader that closes early (head, less) is no fault, and must not end an apply with calls in flight.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  try {
    await buildProgram().parseAsync(process.argv);
  } catch (error) {
    process.exitCode =
      error instanceof CommanderError ? Math.min(error.exitCode, 1) : await reportSurprise(error);
  }
}

async function reportSurprise(error: unknown): Promise<1> {
  const { reportUsage } = await import('./cli-context.ts');
  return reportUsage(error);
}

function buildProgram(): Command {
  const program = new Command('mendian')
    .description(packageJson.description)
    .version(packageJson.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', FIRST_STEPS)
    .showHelpAfterError('Run mendian --help for the commands, mendian COMMAND --help for its options.')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .exitOverride();
  for (const option of GLOBAL_OPTIONS) program.addOption(option);
  for (const row of COMMANDS) {
    if ('commands' in row) addGroup(program, row);
    else addCommand(program, program, row);
  }
  return program;
}

/** Without one of its commands a group prints its help, as a usage error. */
function addGroup(program: Command, { usage, summary, commands }: CommandGroup): void {
  const group = program
    .command(usage)
    .description(summary)
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .exitOverride();
  for (const row of commands) addCommand(program, group, row);
}

function addCommand(program: Command, parent: Command, row: CommandRow): void {
  const command = parent.command(row.usage, row.hidden ? { hidden: true } : {}).description(row.summary);
  for (const option of row.options) command.addOption(option);
  if (row.help !== undefined) command.addHelpText('after', `\n${row.help}`);
  command
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: (shown) => listTaken(shown, row) })
    .exitOverride();
  command.action(async (...values: unknown[]) => {
    const args = values
      .slice(0, -2)
      .flat()
      .filter((value) => typeof value === 'string');
    // Commander hands over the options that the row declares, besides those of the program.
    const { createContext } = await import('./cli-context.ts');
    const context = await createContext(program.opts() as RawGlobals);
    const { refuseOptions } = await import('./commands/offline.ts');
    const name = parent === program ? command.name() : `${parent.name()} ${command.name()}`;
    const refused = refuseOptions(context, name, row.refuses ?? {}, listGiven(program));
    process.exitCode = refused ? 1 : await row.run(context, args, command.opts());
  });
}

/** The global options in a command's help: those that it takes. */
function listTaken(command: Command, { refuses = {} }: CommandRow): Option[] {
  const help = new Help();
  help.showGlobalOptions = true;
  return help
    .visibleGlobalOptions(command)
    .filter((option) => !Object.hasOwn(refuses, option.attributeName()));
}

/** The global options that stand on the command line. */
function listGiven(program: Command): readonly GivenOption[] {
  return GLOBAL_OPTIONS.flatMap((option) => {
    const name = option.attributeName();
    return program.getOptionValueSource(name) === 'cli' ? [{ name, flag: option.long ?? name }] : [];
  });
}

await main();
