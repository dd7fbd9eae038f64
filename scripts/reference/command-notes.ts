/** What the page of commands says besides the table of commands: arguments, exit codes, examples, variables. */
import type { OwnVariable } from '../../src/settings/variables.ts';

export interface CommandNotes {
  /** Each argument of the usage, by its name there. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** When the command ends with 1. */
  readonly fails: string;
  /** When it ends with 2; only commands that take --detailed-exitcode. */
  readonly detailed?: string;
  /** Lines to type, each with what it does. */
  readonly examples: readonly (readonly [string, string])[];
}

/** By the command's whole name. */
export const COMMAND_NOTES: Readonly<Record<string, CommandNotes>> = {
  init: {
    fails: 'a file cannot be written',
    examples: [
      ['mendian init', 'in the folder that is to hold the stores'],
      ['mendian init --lang zh-CN', 'with comments, reports and hints in Chinese'],
    ],
  },
  validate: {
    fails: 'a file has an error; warnings alone end with 0',
    examples: [
      ['mendian validate', 'every fault of every file'],
      ['mendian validate --format json', 'the same for a program (schemas/validate.schema.json)'],
    ],
  },
  plan: {
    fails: 'a file, the settings or the state has an error; nothing is planned then',
    detailed: 'with `--detailed-exitcode`, there is something to do',
    examples: [
      ['mendian plan --out plan.json', 'to be read, approved and applied as it is'],
      ['mendian plan --select region=east', 'only the stores with this label'],
      ['mendian plan --at 2027-02-15', 'the plan of another day, with its special hours'],
      ['mendian plan --detailed-exitcode --quiet', 'for scripts: 2 where there is something to do'],
    ],
  },
  apply: {
    arguments: {
      planfile:
        'a plan that `plan --out` wrote: exactly its changes are sent, all others are skipped and named',
    },
    fails:
      'a store failed, was skipped or is in doubt; the run was refused or ended early; a review lasts longer than `review_patience`. Stores on hold or deferred are named and end with 0',
    examples: [
      ['mendian apply', 'shows the plan, and asks'],
      ['mendian apply plan.json --yes', 'exactly what was approved, without a question'],
      [
        'mendian apply --yes --push',
        'from a machine of your own: commits and pushes the state, after a claim',
      ],
      ['mendian apply --yes --max-reviews 100%', 'a new cover for the whole chain'],
    ],
  },
  status: {
    fails:
      'a review lasts longer than `review_patience`, a store could not be read, or `--wait` ended with reviews still pending',
    examples: [
      ['mendian status', 'asks for each pending review once'],
      ['mendian status --wait --timeout 120', 'until all have ended, for two hours at most'],
    ],
  },
  import: {
    fails: 'something could not be read or written; values that need a hand only warn',
    examples: [
      ['mendian import --dry-run', 'which files would be written'],
      ['mendian import', 'a file for each store that has none, and what WeChat has on record'],
    ],
  },
  event: {
    arguments: { file: 'the envelope of the event, or `-` for standard input' },
    fails: 'the event is refused, or its result could not be recorded',
    examples: [['mendian event envelope.json --max-age 2d', 'one that was kept, by hand']],
  },
  drift: {
    fails: 'something could not be read or written; a value that was changed on both sides only warns',
    detailed: 'with `--detailed-exitcode`, drift is left',
    examples: [
      ['mendian drift', 'what somebody changed in the WeChat console'],
      ['mendian drift --accept --dry-run', 'what would be written into which file'],
      ['mendian drift --accept', 'takes the live values into the files'],
    ],
  },
  show: {
    arguments: { poi_id: 'the store’s id' },
    fails: 'neither a file nor a record has this id, or several accounts have it',
    examples: [['mendian show 472671857', 'where each value comes from, and what the next apply does']],
  },
  report: {
    fails: 'the page cannot be written, or there are errors in the stores; they stand in the page',
    examples: [['mendian report --out report.html', 'one page to look at, to mail or to print']],
  },
  'sheet export': {
    arguments: { file: 'the spreadsheet to write: `.xlsx` or `.csv`' },
    fails: 'the stores have errors, or the file cannot be written',
    examples: [
      ['mendian sheet export stores.xlsx --select region=east', 'for people who work in Excel or WPS'],
    ],
  },
  'sheet import': {
    arguments: { file: 'the spreadsheet to read: `.xlsx` or `.csv`' },
    fails: 'any cell has a fault, and then nothing was written unless the report says so',
    examples: [
      ['mendian sheet import stores.xlsx --dry-run', 'the edits, and the plan that would follow'],
      ['mendian sheet import stores.xlsx', 'writes the edits into the store files'],
    ],
  },
  matrix: {
    fails: 'the settings have errors; faults of single accounts are left to their jobs',
    examples: [['mendian matrix --for apply,status --batches 12', 'at most twelve jobs']],
  },
  doctor: {
    fails: 'a check found a fault; doubts alone end with 0',
    examples: [
      ['mendian doctor', 'everything, with one token and one read call'],
      ['mendian doctor --offline', 'without WeChat, the remote and GitHub'],
    ],
  },
  'merge-state': {
    arguments: { files: 'one file to repair, or what git hands over: `%O %A %B %P`' },
    fails: 'the file, or a side, cannot be read; all is left as it was',
    examples: [['mendian merge-state mendian.state.json', 'after a merge that left conflict markers']],
  },
  emulator: {
    fails: 'the port is taken, or the stores of `--seed` have errors',
    examples: [
      ['mendian emulator --seed stores', 'WeChat with the stores of this folder, at http://127.0.0.1:8787'],
    ],
  },
  demo: {
    fails: 'a step did not do what it should',
    examples: [['mendian demo', 'in a temporary folder, offline, in a few seconds']],
  },
  completion: {
    arguments: { 'bash|zsh|fish': 'the shell' },
    fails: 'the shell is none of these',
    examples: [
      ['source <(mendian completion bash)', 'in ~/.bashrc; the same with zsh in ~/.zshrc, after compinit'],
      ['mendian completion fish > ~/.config/fish/completions/mendian.fish', 'once, for fish'],
    ],
  },
  explain: {
    arguments: { code: 'a code of mendian, or an errcode of WeChat' },
    fails: 'there is no such code',
    examples: [
      ['mendian explain CANARY', 'what a code in a log means, and what to do'],
      ['mendian explain 45009 --lang zh-CN', 'an errcode of WeChat, in Chinese'],
    ],
  },
};

/** What each variable of mendian's own is for; a new one does not compile without its words. */
export const OWN_VARIABLE_WORDS: Readonly<Record<OwnVariable, string>> = {
  WECHAT_APPID: 'the appid of the account, where the settings do not say it',
  WECHAT_SECRET: 'its AppSecret; read where a run has one account',
  WECHAT_ACCESS_TOKEN: 'an access token from elsewhere, in place of the secret; lives two hours at most',
  MENDIAN_CREDENTIAL_COMMAND:
    'a program that hands out tokens, such as the door to a token hub ([third-party.md](third-party.md))',
  MENDIAN_SECRETS:
    'a JSON object of names and secrets, in place of one variable each: `toJSON(secrets)` in a workflow',
  WECHAT_COMPONENT_APPID: 'the appid of a third-party platform',
  WECHAT_COMPONENT_SECRET: 'its secret',
  WECHAT_COMPONENT_VERIFY_TICKET: 'its newest ticket, which WeChat pushes every 10 minutes',
  WECHAT_COMPONENT_ACCESS_TOKEN: 'a component token of your own server, in place of secret and ticket',
  WECHAT_AUTHORIZER_REFRESH_TOKEN:
    'the first refresh token of the merchant’s authorisation, where a run has one account',
  MENDIAN_TOKEN_STORE: 'a private folder outside the repository that keeps newer refresh tokens',
  WECHAT_PUSH_TOKEN: 'the token of the message settings, for [`event`](#mendian-event)',
  WECHAT_ENCODING_AES_KEY: 'the EncodingAESKey of the message settings, for [`event`](#mendian-event)',
  WECHAT_API_BASE:
    'another address of the API, such as the emulator’s; default `https://api.weixin.qq.com`. Plain `http` only to this machine',
  MENDIAN_RETRY_BASE_MS: 'the unit of all waits in milliseconds, for tests; default `1000`',
};

/** Variables of others that mendian heeds. */
export const OTHER_VARIABLES: readonly (readonly [string, string])[] = [
  [
    '`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`',
    'the proxy for calls, and the hosts that need none; small letters win',
  ],
  ['`NO_COLOR`', 'plain text, as `--no-color`'],
  ['`FORCE_COLOR`', 'colours also where there is no terminal, for logs that show them; never in documents'],
  [
    '`LC_ALL`, `LC_MESSAGES`, `LANG`',
    'where there are no settings yet: Chinese for a value such as `zh_CN.UTF-8`',
  ],
  ['`CI`', 'no question is asked, and progress is told in lines'],
  ['`GITHUB_ACTIONS`', '`true` in a job of GitHub: texts from outside cannot give commands to the runner'],
  ['`GITHUB_TOKEN`, `GH_TOKEN`', 'for [`doctor`](#mendian-doctor), to check what the token of a job may do'],
];
