/** English texts of the command line: mistakes in it, and `mendian` alone. */
import { brief } from '../excerpt.ts';
import type { FaultTexts } from '../faults.ts';
import type { UsageFaults } from '../usage-faults.ts';
import { plural } from './words.ts';

/** The program with a command, or without one. */
const called = (command: string): string => (command === '' ? 'mendian' : `mendian ${command}`);

export const usageTexts: FaultTexts<UsageFaults> = {
  COMMAND_UNKNOWN: ({ command, group, meant }) => ({
    message: `${called(group ?? '')} has no command "${brief(command)}".`,
    hint: meant === null ? 'Look it up in the list of commands.' : `Did you mean: ${called(meant)}`,
  }),
  COMMAND_NEEDED: ({ group, commands }) => ({
    message: `mendian ${group} does nothing alone.`,
    hint: `Say what to do: ${commands.map((each) => `mendian ${group} ${each}`).join(', or ')}`,
  }),
  OPTION_UNKNOWN: ({ option, command, meant, owners }) => ({
    message: `${called(command)} has no option ${brief(option)}.`,
    hint:
      meant !== null
        ? `Did you mean ${meant}?`
        : owners.length > 0
          ? `It belongs to ${owners.map((each) => `mendian ${each}`).join(' and ')}.`
          : 'Leave it out, or look for the right one.',
  }),
  OPTION_WITHOUT_VALUE: ({ option, flags }) => ({
    message: `${option} needs a value.`,
    hint: `Write it behind: ${flags}`,
  }),
  OPTION_REQUIRED: ({ command, flags }) => ({
    message: `mendian ${command} needs ${flags}.`,
    hint: `Type: mendian ${command} ${flags}`,
  }),
  ARGUMENT_MISSING: ({ command, argument, usage }) => ({
    message: `mendian ${command} needs ${argument}.`,
    hint: `Type: mendian ${usage}`,
  }),
  ARGUMENT_SURPLUS: ({ command, argument, select }) => ({
    message: `mendian ${command} has no place for "${brief(argument)}".`,
    hint:
      select === 'yes'
        ? `For some of the stores: mendian ${command} --select EXPR, where EXPR is a poi_id, a path or label=value.`
        : 'Leave it out. A text with blanks in it needs quotes.',
  }),
  FOLDER_MISSING: ({ folder, reason }) => ({
    message: reason === 'file' ? `${folder} is not a folder (-C).` : `There is no folder ${folder} (-C).`,
    hint: 'Check the spelling. Without -C, the command works in the folder that you are in.',
  }),
  FOLDER_BELOW_ROOT: ({ above, found, command }) => ({
    message: `This folder is inside a repository of stores; its root is "${above}", where ${found} stands.`,
    hint:
      command === 'init'
        ? `Nothing was written. See how it stands with: mendian -C ${above} validate`
        : `Go there, or type: ${['mendian', '-C', above, command].join(' ').trimEnd()}`,
  }),
};

/** `mendian` alone: where one is, and what comes next. */
export const welcomeUi = {
  title: (version: string): string => `mendian ${version}: stores as code for WeChat store mini programs`,
  stands: {
    nothing: 'This folder holds no stores yet.',
    empty: 'There are settings here, and no store files yet.',
    faulty: (errors: number): string => `${plural(errors, 'error')} must be mended first.`,
    unrecorded: (stores: number): string =>
      `${plural(stores, 'store')} here, and nothing on record yet of what WeChat was sent.`,
    planned: (stores: number, summary: string): string => `${plural(stores, 'store')} here: ${summary}.`,
    settled: (stores: number): string =>
      `${plural(stores, 'store')} here, and nothing to send: WeChat was last sent what the files say.`,
  },
  /** What each of the commands is for at this point. */
  steps: {
    demo: 'see the whole way once, offline, in a folder of its own',
    init: 'begin here: settings, a sample store, workflows',
    import: 'write your live stores into files; needs WECHAT_APPID and WECHAT_SECRET',
    validate: 'name every fault, with what to write instead',
    plan: 'show what would be sent; sends nothing',
    apply: 'show it, ask, and send it',
    status: 'see how the picture reviews stand',
    drift: 'see whether somebody changed a store at WeChat',
    doctor: 'check credentials, network and git',
  },
  /** The last line of a usage error, too. */
  more: (command: string): string => `More: ${command}`,
};
