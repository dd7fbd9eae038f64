/** Part of the door: how `mendian --help` is laid out, the commands before the options, each on one line of 80 columns. */
import type { Command, Help } from 'commander';
import { COMMAND_GROUPS } from './cli-options.ts';

const FIRST_STEPS = [
  ['mendian demo', 'see the whole way once'],
  ['mendian init', 'begin a repository of your stores'],
  ['mendian plan', 'see what would be sent'],
] as const;

/** The help of the program itself. */
export function formatProgramHelp(program: Command, helper: Help): string {
  const commands = helper.visibleCommands(program);
  const options = helper.visibleOptions(program);
  const width = Math.max(...commands.map((each) => each.name().length));
  const line = (command: Command): string =>
    helper.formatItem(command.name(), width, command.description(), helper);
  const groups = COMMAND_GROUPS.map((group) => [
    `${group}:`,
    ...commands.filter((each) => each.helpGroup() === group).map(line),
  ]);
  const optionWidth = Math.max(...options.map((option) => helper.optionTerm(option).length));
  const blocks = [
    ['Usage: mendian <command> [options]'],
    [helper.boxWrap(program.description(), helper.helpWidth ?? 80)],
    ...groups,
    [
      'Options of every command:',
      ...options.map((option) =>
        helper.formatItem(helper.optionTerm(option), optionWidth, helper.optionDescription(option), helper),
      ),
    ],
    ['First steps:', ...FIRST_STEPS.map(([command, what]) => helper.formatItem(command, 12, what, helper))],
    ['Arguments and options of a command: mendian COMMAND --help'],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** A summary is the first words of a sentence where it stands alone. */
export function beginSentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}
