/** Part of the door: commander's commands. What it would say of mistakes in English words becomes faults, told in any language. */
import { Command, type Option } from 'commander';
import { MistypedError, UsageError } from './commands/options.ts';
import type { FaultCode, FaultParams } from './messages/faults.ts';
import { fault, NOWHERE } from './model.ts';

/** What people type who know other programs, or who look for the version. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  version: '--version',
  usage: '--help',
  new: 'init',
  start: 'init',
  check: 'validate',
  lint: 'validate',
  test: 'validate',
  diff: 'plan',
  preview: 'plan',
  push: 'apply',
  deploy: 'apply',
  publish: 'apply',
  sync: 'apply',
  send: 'apply',
  pull: 'import',
  fetch: 'import',
  list: 'validate',
  excel: 'sheet',
  export: 'sheet export',
  html: 'report',
};

/**
 * A command that throws a `UsageError` where commander would print and exit. Commander calls these methods by name; they are
 * no part of its types.
 */
export class ProgramCommand extends Command {
  /** Whether `--select` narrows it: a word too many may be meant for that. */
  takesSelection = false;

  override createCommand(name?: string): ProgramCommand {
    return new ProgramCommand(name);
  }

  /** The whole name behind `mendian`; empty for the program. */
  get fullName(): string {
    if (this.parent === null) return '';
    const above = this.parent instanceof ProgramCommand ? this.parent.fullName : '';
    return `${above} ${this.name()}`.trim();
  }

  unknownCommand(): never {
    this.refuseWord(this.args[0] ?? '');
  }

  /** For a word that is none of its commands. */
  refuseWord(typed: string): never {
    const names = this.commands.filter((each) => !isHidden(each)).map((each) => each.name());
    const group = this.parent === null ? null : this.fullName;
    const word = typed.toLowerCase();
    const other = group === null && Object.hasOwn(OTHER_WORDS, word) ? (OTHER_WORDS[word] ?? null) : null;
    throw new MistypedError(typed, names, (near) => {
      const meant = other ?? near;
      const whole = meant === null ? null : `${group ?? ''} ${meant}`.trim();
      return this.describe('COMMAND_UNKNOWN', { command: typed, group, meant: whole });
    });
  }

  unknownOption(given: string): never {
    // A word that is no command is the mistake; what stands behind it was meant for another one.
    if (this.parent === null && this.args[0]?.startsWith('-') === false) this.unknownCommand();
    const [option = given] = given.split('=');
    const own = [...this.options, ...(this.parent === null ? [] : listAbove(this.parent))];
    const flags = own.flatMap(({ long }) => long ?? []);
    // A letter alone is near to every other one.
    const known = option.startsWith('--') ? flags : [];
    const owners = listOwners(findTop(this), option);
    throw new MistypedError(option, known, (meant) =>
      this.describe('OPTION_UNKNOWN', { option, command: this.fullName, meant, owners }),
    );
  }

  optionMissingArgument({ long, flags }: Option): never {
    this.refuse('OPTION_WITHOUT_VALUE', { option: long ?? flags, flags: withoutShort(flags) });
  }

  missingMandatoryOptionValue({ flags }: Option): never {
    this.refuse('OPTION_REQUIRED', { command: this.fullName, flags: withoutShort(flags) });
  }

  missingArgument(name: string): never {
    const shown = this.registeredArguments.map((argument) => {
      const word = `${argument.name()}${argument.variadic ? '...' : ''}`;
      return argument.required ? `<${word}>` : `[${word}]`;
    });
    const command = this.fullName;
    this.refuse('ARGUMENT_MISSING', {
      command,
      argument: shown.find((each) => each.startsWith(`<${name}`)) ?? name,
      usage: [command, ...shown].join(' '),
    });
  }

  _excessArguments(received: readonly string[]): never {
    if (this.commands.length > 0) this.unknownCommand();
    this.refuse('ARGUMENT_SURPLUS', {
      command: this.fullName,
      argument: received[this.registeredArguments.length] ?? '',
      select: this.takesSelection ? 'yes' : 'no',
    });
  }

  refuse<C extends FaultCode>(code: C, params: FaultParams[C]): never {
    throw this.describe(code, params);
  }

  private describe<C extends FaultCode>(code: C, params: FaultParams[C]): UsageError {
    return new UsageError(fault(code, NOWHERE, params), this.fullName);
  }
}

function findTop(command: Command): Command {
  return command.parent === null ? command : findTop(command.parent);
}

function listAbove(command: Command): readonly Option[] {
  return [...command.options, ...(command.parent === null ? [] : listAbove(command.parent))];
}

/** The commands that know an option, by their whole names. */
function listOwners(command: Command, option: string): readonly string[] {
  const isKnown = command.options.some(({ long, short }) => option === long || option === short);
  const own = isKnown && command instanceof ProgramCommand ? [command.fullName] : [];
  return [...own, ...command.commands.flatMap((each) => listOwners(each, option))];
}

/** Commands for programs, such as those of completion. */
function isHidden(command: Command): boolean {
  return command.name().startsWith('_');
}

/** `-C, --cwd <dir>` as it is written in full. */
function withoutShort(flags: string): string {
  return flags.replace(/^-\w, /u, '');
}
