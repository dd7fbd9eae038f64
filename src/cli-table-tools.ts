/** Part of the door: the rows of the commands that work without a repository of stores. */
import { type CommandRow, option, STANDS_ALONE, text } from './cli-options.ts';
import * as read from './commands/options.ts';

export const TOOL_COMMANDS: readonly CommandRow[] = [
  {
    usage: 'explain <code>',
    summary: 'what a code in a report, or an errcode of WeChat, means',
    group: 'Tools',
    options: [],
    refuses: STANDS_ALONE,
    run: async (context, args) => (await import('./commands/occasional.ts')).explain(context, args[0] ?? ''),
  },
  {
    usage: 'merge-state <files...>',
    summary: 'merge state files store by store: for git, and to repair one',
    group: 'GitHub, events, scripts',
    options: [],
    help: [
      'As git merge driver (.gitattributes: mendian.state.json merge=mendian):',
      '  git config merge.mendian.driver "mendian merge-state %O %A %B %P"',
      'To repair a file with conflict markers:',
      '  mendian merge-state mendian.state.json',
    ].join('\n'),
    refuses: STANDS_ALONE,
    run: async (context, args) => (await import('./commands/occasional.ts')).mergeState(context, args),
  },
  {
    usage: 'emulator',
    summary: 'a local WeChat store API, to try things without an account',
    group: 'Tools',
    options: [
      option('--port <n>', 'port on 127.0.0.1').default('8787'),
      option(
        '--seed <dir>',
        'stores that it holds at the start: a folder of store files, or one with a mendian.yaml',
      ),
    ],
    refuses: { ...STANDS_ALONE, select: 'whole-folder', exclude: 'whole-folder' },
    run: async (context, _args, values) =>
      (await import('./commands/emulator.ts')).emulator(context, {
        port: read.parseCount('--port', text(values.port) ?? '', { least: 0, most: 65_535 }),
        seed: text(values.seed),
      }),
  },
  {
    usage: 'demo',
    summary: 'play the whole way once, on sample stores and the emulator',
    group: 'Begin',
    options: [],
    refuses: {
      cwd: 'samples',
      config: 'samples',
      account: 'samples',
      select: 'samples',
      exclude: 'samples',
      format: 'one-form',
    },
    run: async (context) => (await import('./commands/demo.ts')).demo(context),
  },
  {
    usage: 'completion [bash|zsh|fish]',
    summary: 'print a script that completes words in a shell',
    group: 'Tools',
    options: [],
    refuses: { ...STANDS_ALONE, cwd: 'no-stores' },
    run: async (context, args) =>
      (await import('./commands/occasional.ts')).completion(context, args[0] ?? null),
  },
];
