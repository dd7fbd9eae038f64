/** English texts of reports, progress and prompts. */
import { plural } from './words.ts';

/** "3 s", "5 min": rounded up, for waits and estimates. */
const duration = (seconds: number): string =>
  seconds < 1
    ? 'less than a second'
    : seconds < 90
      ? `${Math.ceil(seconds)} s`
      : `${Math.ceil(seconds / 60)} min`;

export const uiTexts = {
  /** How parts are put together. */
  signs: {
    labelled: (label: string, text: string): string => `${label}: ${text}`,
    sentence: (text: string): string => `${text}.`,
    /** After a value. */
    aside: (text: string): string => ` (${text})`,
    /** Behind the last value of a line. */
    remark: (text: string): string => `  (${text})`,
    and: (items: readonly string[]): string => items.join(', '),
    series: (parts: readonly string[]): string => parts.join('; '),
  },
  severities: { error: 'error', warning: 'warning', info: 'note' },
  actions: { adopt: 'adopt', update: 'update', hold: 'hold', verify: 'verify', release: 'release' },
  outcomes: {
    applied: 'applied',
    failed: 'failed',
    deferred: 'deferred',
    unknown: 'unknown',
    skipped: 'skipped',
    released: 'released',
  },

  plan: {
    title: (stores: number, day: string): string => `mendian plan: ${plural(stores, 'store')}, as of ${day}`,
    titleWithErrors: (day: string): string => `mendian plan, as of ${day}`,
    selection: (expressions: string): string => `Only ${expressions}`,
    noChanges: 'No changes. What WeChat was last sent is what the files say.',
    nothingPlanned: (errors: number): string =>
      `Nothing is planned: ${plural(errors, 'error')} must be mended first.`,
    summary: (s: {
      adopt: number;
      update: number;
      hold: number;
      verify: number;
      release: number;
      unchanged: number;
    }) =>
      [
        [s.adopt, 'to adopt'],
        [s.update, 'to update'],
        [s.hold, 'on hold'],
        [s.verify, 'to verify'],
        [s.release, 'to release'],
        [s.unchanged, 'unchanged'],
      ]
        .filter(([count, text]) => count !== 0 || text === 'to update' || text === 'unchanged')
        .map(([count, text]) => `${count} ${text}`)
        .join(', '),
    summaryLabel: 'Plan',
    forecastLabel: 'Forecast',
    forecast: (f: { calls: number; reviews: number; minutes: number; rate: number }): string => {
      const seconds = f.rate > 0 ? f.calls / f.rate : 0;
      const time =
        f.rate > 0 ? `, ${seconds < 1 ? '' : 'about '}${duration(seconds)} at ${f.rate} calls a second` : '';
      return `at most ${plural(f.calls, 'call')} and ${plural(f.reviews, 'picture review')}${time}`;
    },
    digestLabel: 'Digest',
    reasons: {
      review: 'its pictures are under review at WeChat; apply looks first and sends if the review is over',
      rejected: 'WeChat rejected these pictures; choose others in the file',
      refused: 'WeChat refused exactly this today; change the file, or run apply with --retry-refused',
      special_hours: 'hours of special days',
    },
    rejectedInPlace: 'WeChat rejected the new pictures: the other fields go out with the approved ones',
    notes: {
      adopt: 'not on record yet: apply reads it first, and only records it where it already is so',
      verify: 'an earlier run did not learn the verdict: apply reads the store first',
      release: 'its file is gone: nothing is sent, the store stays at WeChat as it is',
    },
    startsReview: 'starts a review',
    mayStartReview: 'starts a review where WeChat shows others',
    noLongerManaged: 'no longer managed, not sent',
    nothingRecorded: '(unknown)',
    emptyValue: '(empty)',
    pictures: (count: number): string => plural(count, 'picture'),
    reordered: 'order changed',
    more: (count: number): string => `… ${count} more`,
    next: (selection: string): string => `Next: mendian apply${selection === '' ? '' : ` ${selection}`}`,
    nothingSelected: 'Nothing is selected, so nothing was compared.',
    written: (file: string): string =>
      `Plan written to ${file}. Apply exactly this with: mendian apply ${file}`,
    table: { store: 'Store', change: 'Change', action: 'Action' },
    sections: {
      all: (stores: number): string => `${plural(stores, 'store')}`,
      fromPull: (stores: number): string =>
        stores === 0
          ? 'From this pull request: nothing'
          : `From this pull request: ${plural(stores, 'store')}`,
      waiting: (stores: number): string =>
        `Already waiting, whatever this pull request does: ${plural(stores, 'store')}`,
    },
    leftOut: (stores: number): string => `… and ${plural(stores, 'more store')}.`,
    leftOutFindings: (findings: number): string => `… and ${plural(findings, 'more finding')}.`,
  },

  validate: {
    title: (files: number): string => `mendian validate: ${plural(files, 'file')}`,
    summary: (s: { stores: number; errors: number; warnings: number }): string =>
      `${plural(s.stores, 'store')} right, ${plural(s.errors, 'error')}, ${plural(s.warnings, 'warning')}.`,
  },

  apply: {
    title: (stores: number): string => `mendian apply: ${plural(stores, 'store')}`,
    nothing: 'Nothing to do. What WeChat was last sent is what the files say.',
    summary: (s: {
      applied: number;
      failed: number;
      deferred: number;
      unknown: number;
      skipped: number;
      released: number;
    }): string =>
      (['applied', 'released', 'failed', 'unknown', 'deferred', 'skipped'] as const)
        .filter((kind) => s[kind] !== 0 || kind === 'applied' || kind === 'failed')
        .map((kind) => `${s[kind]} ${kind}`)
        .join(', '),
    summaryLabel: 'Apply',
    sent: 'sent',
    notSent: 'recorded, nothing sent',
    skippedAlike: (count: number, reason: string): string => `${plural(count, 'store')}: ${reason}`,
    alreadySo: (count: number): string =>
      `${plural(count, 'store')} already so at WeChat: recorded, nothing sent`,
    auditStarted: (id: string): string => `review started, audit id ${id}`,
    auditUnknown: 'review started, audit id unknown',
    rid: (rid: string): string => `rid ${rid}`,
    stateWritten: (file: string, branch: string | null, publish: 'no' | 'commit' | 'push'): string =>
      branch !== null
        ? `Recorded in ${file}, ${publish === 'push' ? 'pushed to' : 'committed on'} ${branch}.`
        : `Recorded in ${file}.${publish === 'no' ? ' Commit it, so that the next plan knows.' : ''}`,
    confirm: 'Apply this? Type "yes" to send it: ',
    table: { store: 'Store', outcome: 'Outcome', detail: 'Detail' },
  },

  progress: {
    looking: (done: number, total: number): string => `Reading live stores: ${done} of ${total}`,
    sending: (total: number, rate: number): string =>
      `Sending ${plural(total, 'store')}${rate > 0 ? ` at ${rate} calls a second at most` : ''}`,
    claimed: (stores: number, branch: string): string =>
      `Claimed ${plural(stores, 'store')} in ${branch}: nobody else sends now`,
    canary: (store: string): string => `First ${store} alone, then read back`,
    outcome: (done: number, total: number, store: string, outcome: string): string =>
      `[${done}/${total}] ${store}: ${outcome}`,
    line: (done: number, total: number, perSecond: number, secondsLeft: number | null): string =>
      `Store ${done} of ${total}, ${perSecond.toFixed(1)} a second${secondsLeft === null ? '' : `, ${duration(secondsLeft)} left`}`,
    waiting: (milliseconds: number, cause: string): string =>
      `${cause} Trying again in ${duration(milliseconds / 1000)}.`,
    slower: (milliseconds: number, rate: number): string =>
      `WeChat asks to go slower: waiting ${duration(milliseconds / 1000)}, then ${rate.toFixed(1)} calls a second`,
    stopping: (signal: string): string =>
      `${signal}: no new calls; finishing what is in flight. Again to quit at once.`,
  },

  github: {
    more: (count: number): string => `${count} more in the summary and the log of this run.`,
    elsewhere: (url: string): string => ` See [the run](${url}).`,
    commit: (sha: string, url: string): string => `Commit \`${sha.slice(0, 12)}\` · [run](${url})`,
    wholeInFile: 'The whole is in the file of the output report-file.',
    noPull: 'No open pull request has this commit as its newest: nothing to comment on.',
    forkPlan: 'Planned by a run of the fork, with its files; after the merge, apply plans again.',
    applied: (url: string): string => `Applied by [this run](${url}).`,
    planFold: 'The plan of this pull request',
    stateFold: (file: string): string => `The whole state, to be brought in by hand as ${file}`,
    stateTooLong: (file: string): string =>
      `The whole state is too long to show here; it is the file ${file} beside the report (output report-file).`,
    started: (version: string, command: string): string => `mendian ${version}, ${command}`,
    keptAt: (file: string): string => `the file ${file}, beside the output report-file`,
  },

  commit: {
    several: (accounts: number): string => `mendian: ${accounts} accounts`,
    uploads: (count: number): string => `mendian: record ${plural(count, 'uploaded picture')}`,
    subjects: {
      claim: (stores: number): string => `mendian: claim ${plural(stores, 'store')} before sending`,
      checkpoint: (stores: number): string => `mendian: record ${plural(stores, 'store')} on the way`,
      renewal: (_stores: number): string => 'mendian: still at work',
      end: (stores: number): string =>
        stores === 0 ? 'mendian: keep the end of a review' : `mendian: record ${plural(stores, 'store')}`,
    },
    recorded: 'recorded',
    released: 'no longer managed',
    uncertain: 'about to be sent',
    pending: (id: string): string => `review started, audit id ${id}`,
    pendingUnknown: 'review started, audit id unknown',
    refused: (code: string): string => `refused by WeChat (${code})`,
    more: (count: number): string => `- and ${count} more`,
  },

  show: {
    store: 'Store',
    file: 'File',
    value: 'Value',
    from: 'from',
    record: 'Record',
    noRecord: 'nothing sent yet',
    labels: 'Labels',
    review: 'Review',
    reviews: { none: 'none', pending: 'pending', approved: 'approved', rejected: 'rejected' },
    auditId: 'Audit id',
    appliedAt: 'Last sent or confirmed',
    uncertain: 'An update was begun and its verdict is not known; the next apply verifies it.',
    refused: (code: string, date: string): string => `Refused on ${date} (${code})`,
    next: 'Plan',
    unchanged: 'unchanged',
    notManaged: 'not managed',
    noFile: 'no file: the next apply releases it',
  },

  init: {
    created: (file: string): string => `created  ${file}`,
    kept: (file: string): string => `kept     ${file} (already there)`,
    linked: (file: string): string => `left out ${file} (its folder is a symbolic link)`,
    next: [
      'Next:',
      '  1. Try it here, without WeChat: mendian plan, then mendian emulator --seed stores in another terminal,',
      '     which says how to apply to it.',
      '  2. Your own stores: where they are at WeChat already, remove stores/example.yaml, set WECHAT_APPID and',
      '     WECHAT_SECRET, and mendian import writes them all. Otherwise put your poi_id and values into that file.',
      '  3. mendian validate, mendian plan, mendian apply; mendian doctor says what is missing.',
      'On GitHub, the workflows plan each pull request and apply each merge into main; apply does nothing until the',
      'environment "wechat" of the repository holds WECHAT_APPID and WECHAT_SECRET.',
    ],
    npx: 'Run by npx: type npx before mendian each time, or install it for good: npm install --global mendian',
    driver: (program: string): string =>
      `Once per clone, so that git merges the state store by store:\n  git config merge.mendian.driver "${program} merge-state %O %A %B %P"`,
  },

  emulator: {
    listening: (stores: number, merchants: number): string =>
      `The emulator holds ${plural(stores, 'store')}${merchants === 0 ? '' : ` of ${plural(merchants, 'merchant')}, each known by its appid`}, all approved. Ctrl-C ends it, and it forgets everything.`,
    use: (url: string, merchants: number): string =>
      merchants === 0
        ? `Elsewhere: WECHAT_API_BASE=${url} WECHAT_APPID=wxdemo WECHAT_SECRET=demo mendian apply`
        : `Elsewhere: WECHAT_API_BASE=${url} mendian apply, with any text as the secret of each account`,
  },

  demo: {
    baseline: 'Twelve stores are at WeChat already (here: an emulator). The first apply only records them:',
    edit: 'A pull request changes three files:',
    plan: 'mendian plan --out plan.json: what reviewers read, and approve by its digest',
    apply: 'mendian apply plan.json --yes: exactly that, the first store alone',
    calls: 'The calls that were made:',
    state: 'What changed in mendian.state.json, to be committed:',
    again: 'mendian plan, once more: empty, so nothing is ever sent twice',
    next: [
      'Next: mendian init       a repository of your own stores',
      '      mendian emulator   the same emulator, to try things on',
      '      README.md          the store file, the commands, credentials and safety',
    ],
  },

  merge: {
    repaired: (file: string): string =>
      `Repaired ${file}: both sides are merged store by store. Read the diff, then git add it.`,
    clean: (file: string): string => `${file} has no conflict markers. Nothing to do.`,
  },

  cli: {
    bug: 'This is a bug in mendian. Please report it with the lines above.',
    failed: 'mendian failed',
    system:
      'Check that the folder exists and can be written, and that the disk is not full; then run the command again.',
  },
};
