/** Part of the door: the table of commands. To add a command, add a file in commands/ and its row here. */
import {
  type CommandGroup,
  type CommandRow,
  flag,
  GLOBAL_OPTIONS,
  ifGiven,
  oneOf,
  option,
  PUBLISHING_OPTIONS,
  parseChoice,
  STANDS_ALONE,
  text,
} from './cli-options.ts';
import { SHEET_COMMANDS } from './cli-table-sheet.ts';
import { TOOL_COMMANDS } from './cli-table-tools.ts';
import * as read from './commands/options.ts';

export const COMMANDS: readonly (CommandRow | CommandGroup)[] = [
  {
    usage: 'init',
    summary: 'write settings, a sample store and git files; never overwrites',
    group: 'Begin',
    options: [],
    refuses: STANDS_ALONE,
    place: 'new',
    run: async (context) => (await import('./commands/occasional.ts')).init(context),
  },
  {
    usage: 'validate',
    summary: 'check all files, offline',
    group: 'Every day',
    options: [],
    run: async (context) => (await import('./commands/offline.ts')).validate(context),
  },
  {
    usage: 'plan',
    summary: 'show what an apply would do; offline unless --refresh',
    group: 'Every day',
    options: [
      option('--out <file>', 'write the plan, for "mendian apply FILE"'),
      option('--detailed-exitcode', 'exit 2 where there is something to do'),
      option('--at <date|time>', 'plan as if it were this day'),
      option('--refresh', 'read the live stores first: ended reviews, drift'),
    ],
    help: 'It writes nothing but the file of --out, and needs credentials for --refresh\nalone.',
    run: async (context, _args, values) => {
      const at = text(values.at);
      return (await import('./commands/offline.ts')).plan(context, {
        out: text(values.out),
        exitCode: values.detailedExitcode === true ? 'detailed' : 'plain',
        at,
        refresh: values.refresh === true ? 'live' : 'offline',
      });
    },
  },
  {
    usage: 'apply [planfile]',
    summary: 'send the changed stores, and record what came back',
    group: 'Every day',
    options: [
      option('-y, --yes', 'do not ask'),
      option('--expect-digest <hex>', 'refuse unless the plan has this digest'),
      option('--max-changes <n|n%>', 'most stores that may change (default: policy.max_changes)'),
      option('--max-reviews <n|n%>', 'most picture reviews that may start (default: policy.max_reviews)'),
      option('--concurrency <n>', 'calls at once').default(String(read.DEFAULT_CONCURRENCY)),
      option('--rate <n>', 'calls a second, 0 for no limit').default(String(read.DEFAULT_RATE)),
      option('--overwrite-drift', 'replace values that somebody changed at WeChat'),
      option('--accept-names', 'adopt stores whose name at WeChat is another'),
      option('--retry-refused', 'send again what WeChat refused'),
      option('--skip-invalid', 'leave out files with errors instead of refusing the run'),
      ...PUBLISHING_OPTIONS,
    ],
    run: async (context, args, values) =>
      (await import('./commands/online.ts')).apply(context, {
        planFile: args[0] ?? null,
        confirm: values.yes === true ? 'yes' : 'ask',
        expectDigest: ifGiven(values.expectDigest, (value) => read.parseDigest('--expect-digest', value)),
        approved: null,
        maxChanges: ifGiven(values.maxChanges, (value) => read.parseLimit('--max-changes', value)),
        maxReviews: ifGiven(values.maxReviews, (value) => read.parseLimit('--max-reviews', value)),
        concurrency: read.parseCount('--concurrency', text(values.concurrency) ?? '', {
          least: 1,
          most: 100,
        }),
        rate: read.parseRate('--rate', text(values.rate) ?? ''),
        overwriteDrift: flag(values.overwriteDrift),
        acceptNames: flag(values.acceptNames),
        retryRefused: flag(values.retryRefused),
        skipInvalid: flag(values.skipInvalid),
        choice: parseChoice(values),
      }),
  },
  {
    usage: 'status',
    summary: 'how the picture reviews stand; records what has ended',
    group: 'Every day',
    options: [
      option('--wait', 'look again until no review is pending'),
      option('--interval <seconds>', 'with --wait: between two looks (default: 60)'),
      option('--timeout <minutes>', 'with --wait: at most so long (default: 60)'),
      ...PUBLISHING_OPTIONS,
    ],
    run: async (context, _args, values) =>
      (await import('./commands/online.ts')).status(context, {
        wait: read.parseWait({
          wait: flag(values.wait),
          interval: text(values.interval),
          timeout: text(values.timeout),
        }),
        choice: parseChoice(values),
      }),
  },
  {
    usage: 'import',
    summary: 'write the live stores into files, and record them as they are',
    group: 'Begin',
    options: [
      oneOf('--name-by <what>', 'what names the files', ['name', 'poi_id']).default('name'),
      oneOf('--spelling <how>', 'how names and cities are written in paths', [
        'pinyin',
        'characters',
      ]).default('pinyin'),
      option('--cards', 'read the card of each store too, by a call for each'),
      option('--dry-run', 'write nothing, and show what would be written'),
      option('--rate <n>', 'calls a second, 0 for no limit').default(String(read.DEFAULT_RATE)),
    ],
    help: [
      'The first plan after it is empty. No file is ever written over: run it again',
      'when stores have opened, and it writes only theirs.',
    ].join('\n'),
    run: async (context, _args, values) =>
      (await import('./commands/online.ts')).importStores(context, {
        nameBy: values.nameBy === 'poi_id' ? 'poi_id' : 'name',
        spelling: values.spelling === 'characters' ? 'characters' : 'pinyin',
        cards: values.cards === true ? 'read' : 'leave',
        run: values.dryRun === true ? 'dry' : 'write',
        rate: read.parseRate('--rate', text(values.rate) ?? ''),
      }),
  },
  {
    usage: 'event <file>',
    summary: 'record how a picture review ended, from a push event of WeChat',
    group: 'GitHub, events, scripts',
    options: [
      option('--max-age <n>', 'most time between sending and arrival, such as 30m, 12h or 2d (default: 5m)'),
      option('--commit', 'commit the state file in this clone'),
      option('--push', 'commit and push it'),
      option('--state-branch <name>', 'keep the state in this branch instead, made at first use'),
    ],
    help: [
      'The file holds what a forwarder writes:',
      '  {"query": …, "body": "<xml>…", "received_at": "2026-11-26T02:00:00Z"}',
      'Environment: WECHAT_PUSH_TOKEN, WECHAT_ENCODING_AES_KEY and WECHAT_APPID.',
      'docs/events.md says more.',
    ].join('\n'),
    refuses: { select: 'event-says', exclude: 'event-says' },
    run: async (context, args, values) =>
      (await import('./commands/online.ts')).event(context, {
        file: args[0] ?? '',
        maxAgeMs: ifGiven(values.maxAge, (value) => read.parseAge('--max-age', value)),
        choice: read.parsePublishing({
          publish: values.push === true ? 'push' : values.commit === true ? 'commit' : 'no',
          stateBranch: text(values.stateBranch),
          checkpoint: String(read.DEFAULT_CHECKPOINT),
        }),
      }),
  },
  {
    usage: 'drift',
    summary: 'compare what is live with what was last sent and with the files',
    group: 'Every day',
    options: [
      option('--detailed-exitcode', 'exit 2 where there is drift'),
      option('--accept', 'take values that were set at WeChat into the files, and on record'),
      option('--files-only', 'with --accept: leave the state alone, for a pull request'),
      option('--dry-run', 'with --accept: show what would be written'),
      option('--cards', 'compare card_id too, one more call for each store that manages one'),
      option('--concurrency <n>', 'calls at once').default(String(read.DEFAULT_CONCURRENCY)),
      option('--rate <n>', 'calls a second, 0 for no limit').default(String(read.DEFAULT_RATE)),
    ],
    run: async (context, _args, values) =>
      (await import('./commands/online.ts')).drift(context, {
        exitCode: values.detailedExitcode === true ? 'detailed' : 'plain',
        accept: read.parseAccept({
          accept: flag(values.accept),
          filesOnly: flag(values.filesOnly),
          dryRun: flag(values.dryRun),
        }),
        cards: values.cards === true ? 'read' : 'unread',
        concurrency: read.parseCount('--concurrency', text(values.concurrency) ?? '', {
          least: 1,
          most: 100,
        }),
        rate: read.parseRate('--rate', text(values.rate) ?? ''),
      }),
  },
  {
    usage: 'show <poi_id>',
    summary: 'one store: values and where each comes from, record, plan',
    group: 'Every day',
    options: [],
    refuses: { select: 'one-store', exclude: 'one-store' },
    run: async (context, args) => (await import('./commands/offline.ts')).show(context, args[0] ?? ''),
  },
  {
    usage: 'report',
    summary: 'one HTML page to look at: stores, plan, reviews, special days',
    group: 'Spreadsheets and pages',
    options: [
      option('--out <file>', 'write the page here; over nothing but an earlier one').makeOptionMandatory(),
      option('--at <date|time>', 'as if it were this day'),
    ],
    refuses: { format: 'one-form' },
    run: async (context, _args, values) =>
      (await import('./commands/occasional.ts')).report(context, {
        out: text(values.out) ?? '',
        at: text(values.at),
      }),
  },
  SHEET_COMMANDS,
  {
    usage: 'matrix',
    summary: 'accounts with work to do, in even batches, for GitHub Actions',
    group: 'GitHub, events, scripts',
    options: [
      option(
        '--for <commands>',
        'work of which command: apply, status, drift, or several with commas',
      ).default('apply'),
      option('--batches <n>', 'most batches').default(String(read.MOST_BATCHES)),
    ],
    refuses: { format: 'one-form' },
    run: async (context, _args, values) =>
      (await import('./commands/offline.ts')).matrix(context, {
        kinds: read.parseWorkKinds('--for', text(values.for) ?? ''),
        batches: read.parseCount('--batches', text(values.batches) ?? '', {
          least: 1,
          most: read.MOST_BATCHES,
        }),
      }),
  },
  {
    usage: 'doctor',
    summary: 'check all that a run needs, and say what to mend first',
    group: 'Begin',
    options: [option('--offline', 'leave out what needs WeChat, the remote or GitHub')],
    help: 'Settings, files, state, credentials, WeChat, git and GitHub, each with what to do.\nIt sends and writes nothing.',
    refuses: { select: 'whole-account', exclude: 'whole-account' },
    run: async (context, _args, values) =>
      (await import('./commands/online.ts')).doctor(context, {
        network: values.offline === true ? 'leave' : 'use',
      }),
  },
  ...TOOL_COMMANDS,
  {
    usage: '__complete [words...]',
    summary: 'candidates for the scripts of "completion"',
    options: [],
    hidden: true,
    refuses: { ...STANDS_ALONE, cwd: 'no-stores' },
    run: async (context, args) =>
      (await import('./commands/occasional.ts')).complete(context, args, {
        commands: COMMANDS,
        globals: GLOBAL_OPTIONS,
      }),
  },
];
