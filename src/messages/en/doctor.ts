/** English texts of what `mendian doctor` finds. */
import type { DoctorFaults } from '../doctor-faults.ts';
import type { FaultTexts } from '../faults.ts';
import { PURPOSES, say } from './phrases.ts';
import { list, plural, span } from './words.ts';

const SPOILED = {
  ends: 'begins or ends with a blank or a line break',
  inside: 'holds a blank or a line break in the middle',
  quotes: 'stands in quotes, which count as part of the value',
  unfilled: 'holds a placeholder that was never replaced',
} as const;

const ACCOUNT: Readonly<Record<number, { readonly is: string; readonly next: string }>> = {
  0: {
    is: 'was never applied for',
    next: 'Apply for it in the WeChat console (mp.weixin.qq.com), and wait until it is approved.',
  },
  2: { is: 'is under review', next: 'Wait until WeChat has approved it; until then every store call fails.' },
  3: {
    is: 'was refused by WeChat',
    next: 'Mend what the reason names in the WeChat console (mp.weixin.qq.com), and apply again.',
  },
  4: {
    is: 'was refused by the account’s administrator',
    next: 'Ask the administrator; then apply again in the WeChat console (mp.weixin.qq.com).',
  },
};

const WAYS_OUT =
  'If apply cannot record its results: keep the state in a branch of its own (state-branch, --state-branch), or commit with a GitHub App token or a deploy key that may bypass the rule; GITHUB_TOKEN cannot be put on a bypass list.';

export const doctorTexts: FaultTexts<DoctorFaults> = {
  NODE_TOO_OLD: ({ version, needed }) => ({
    message: `Node ${version} is older than mendian needs (${needed}).`,
    hint: 'Install a newer Node, such as the LTS version of nodejs.org.',
  }),
  PROGRAM_INCOMPLETE: ({ missing }) => ({
    message: `The program is not whole: ${missing} is not beside it.`,
    hint: 'Install mendian again (npm ci in a checkout of it, which builds dist/).',
  }),
  MACHINE_FAILED: ({ detail }) => ({
    message: `The system refused what these checks need (${detail}).`,
    hint: 'Check the permissions of the folder (-C) and of the files in it.',
  }),

  STORES_IN_DOUBT: ({ count }) => ({
    message: `${plural(count, 'store')}: an update was begun, and nobody knows yet how it ended.`,
    hint: 'The next apply reads each of them first, and sends only what has to be sent.',
  }),
  JOURNAL_LEFT: ({ file, lines }) => ({
    message: `An earlier run was interrupted and left ${file} (${plural(lines, 'line')}).`,
    hint: 'Nothing is lost: the next apply folds it into the state. Neither remove nor commit the file before.',
  }),
  CLAIM_STANDS: ({ file, holder, seen }) => ({
    message: `By ${file}, a run is applying: ${holder}, last sign of life ${seen}.`,
    hint: 'Wait until it ends, and pull. If it died, its claim lapses 15 minutes after its last sign of life; nothing has to be unlocked.',
  }),

  TWO_CREDENTIALS: ({ used, unused }) => ({
    message: `${used} is set beside ${unused}: only ${used} is used.`,
    hint:
      used === 'WECHAT_ACCESS_TOKEN'
        ? `An access token lives two hours at most. To have tokens fetched by ${unused}, unset ${used}.`
        : `To use ${unused}, unset ${used}; else unset ${unused}.`,
  }),
  COMMAND_NOT_FOUND: () => ({
    message: 'The program of MENDIAN_CREDENTIAL_COMMAND is not there, or may not be run.',
    hint: 'Write its path from the repository’s root, or an absolute one; make it executable. A script for an interpreter begins with it: "node hub.mjs".',
  }),
  SECRET_SPOILED: ({ variable, problem }) => ({
    message: `${variable} ${SPOILED[problem]}.`,
    hint:
      problem === 'ends'
        ? 'They are left out when it is read, but a log that hides the value may miss it. Set it again without them.'
        : 'Set it again: the bare value, without quotes, blanks or line breaks.',
  }),
  APPID_FORM: ({ problem }) => ({
    message:
      problem === 'swapped'
        ? 'WECHAT_SECRET holds an appid: the two values may be swapped.'
        : 'WECHAT_APPID does not look like an appid: wx and 16 hexadecimal digits.',
    hint: 'Copy both anew from the WeChat console (mp.weixin.qq.com, Settings and Development, Basic Configuration).',
  }),
  API_BASE_OTHER: ({ host, kind }) => ({
    message:
      kind === 'loopback'
        ? `WECHAT_API_BASE leads to ${host} on this machine, such as the emulator, and not to WeChat.`
        : `WECHAT_API_BASE leads to ${host}, which is no host of WeChat: it gets the secret and the token.`,
    hint: 'For WeChat itself, unset WECHAT_API_BASE.',
  }),
  PROXY_UNUSABLE: ({ variable }) => ({
    message: `${variable} holds no usable address, so no call can be made.`,
    hint: 'Write it as http://HOST:PORT, or unset it.',
  }),
  WAITS_CHANGED: ({ milliseconds }) => ({
    message: `MENDIAN_RETRY_BASE_MS is ${milliseconds}: all waits are ${milliseconds < 1000 ? 'shorter' : 'longer'} than usual (1000).`,
    hint: 'It is meant for tests. For WeChat itself, unset it.',
  }),
  VARIABLE_UNKNOWN: ({ name, meant }) => ({
    message: `${name} is set, and mendian reads no such variable.`,
    hint: meant === null ? 'Check its name; docs/commands.md lists the variables.' : `Did you mean ${meant}?`,
  }),

  ADDRESS_REFUSED: ({ address, errcode }) => ({
    message: `WeChat refuses the address that this machine calls from${address === null ? '' : `, ${address}`}: it is not on the account’s IP allow-list (${errcode}).`,
    hint: `Add ${address ?? 'it'} in the WeChat console: mp.weixin.qq.com, Settings and Development, Basic Configuration, IP allow-list. Hosted runners change their address with each job: use a runner of your own, or a fixed egress address.`,
  }),
  ACCOUNT_NOT_OPEN: ({ status, reason }) => ({
    message: `The store mini program of this account ${ACCOUNT[status]?.is ?? `has the unknown status ${status}`}${reason === '' ? '' : ` (${reason})`}.`,
    hint: ACCOUNT[status]?.next ?? 'Look at the account in the WeChat console (mp.weixin.qq.com).',
  }),
  ACCOUNT_UNREADABLE: ({ detail }) => ({
    message: `How far the account’s opening is could not be read (${detail}).`,
    hint: 'Nothing to do, since the store calls below work.',
  }),
  LIVE_STORES_UNMANAGED: ({ live, stores }) => ({
    message: `WeChat holds ${plural(live, 'store')} of this account, and there is no file in ${stores}.`,
    hint: 'Run "mendian import": it writes a file for each, and a record, so that the first plan is empty.',
  }),
  QUOTA_USED_UP: ({ limit }) => ({
    message: `The ${limit} updates that WeChat allows today are used up.`,
    hint: 'Apply again tomorrow: it goes on where it stopped. The count can also be cleared in the WeChat console, ten times a month.',
  }),
  QUOTA_ZERO: () => ({
    message: 'WeChat names a daily limit of 0 updates, which may mean "not counted" or "none allowed".',
    hint: 'Nothing to do, unless apply ends with 45009 or 48001: then ask for the right in the WeChat console.',
  }),

  CLOCK_OFF: ({ seconds, other }) => ({
    message: `This machine’s clock is ${span(seconds)} ${seconds > 0 ? 'ahead of' : 'behind'} ${other === 'github' ? 'GitHub’s' : 'the server’s'}.`,
    hint: 'Set it by the network (NTP). Claims, ages of reviews and the time window of push events are judged by it.',
  }),

  GIT_OWNER: () => ({
    message: 'git does not trust this folder, since another user owns it.',
    hint: 'Usual in containers: git config --global --add safe.directory "$PWD"',
  }),
  RUN_FILES_NOT_IGNORED: ({ files }) => ({
    message: `git does not ignore ${list(files)}, which belong to one run on one machine.`,
    hint: `Add to .gitignore:\n${files.join('\n')}`,
  }),
  STATE_UNTRACKED: ({ file, ignored }) => ({
    message: `${file} is not in git${ignored === 'yes' ? ': .gitignore leaves it out' : ' yet'}.`,
    hint:
      ignored === 'yes'
        ? `Take it out of .gitignore, then: git add ${file}. Without it, the next checkout starts from nothing.`
        : `Commit it: git add ${file}. Without it, the next checkout starts from nothing.`,
  }),
  MERGE_DRIVER_UNSET: ({ file }) => ({
    message: `.gitattributes asks for the merge driver "mendian" for ${file}, and this clone has none.`,
    hint: 'Once per clone, so that git merges the state store by store:\ngit config merge.mendian.driver "mendian merge-state %O %A %B %P"',
  }),
  UNCOMMITTED: ({ files }) => ({
    message: `Changed here and not committed: ${list(files)}.`,
    hint: 'Commit them before "apply --push": it sends only what the branch shows.',
  }),
  REMOTE_UNREACHABLE: ({ remote, detail }) => ({
    message: `The remote ${remote} cannot be read: ${say(detail)}.`,
    hint: 'Check the network, the remote’s address (git remote -v) and its credentials. Only "apply --push" needs it.',
  }),
  CHECKOUT_APART: ({ branch, relation }) => ({
    message: {
      ahead: `This checkout has commits that the remote’s ${branch} does not have.`,
      behind: `The remote’s ${branch} has moved on: this checkout is older.`,
      apart: `This checkout and the remote’s ${branch} differ.`,
    }[relation],
    hint:
      relation === 'ahead'
        ? 'Push them: "apply --push" sends only what the branch shows.'
        : 'Pull first: an older checkout would put stores back to older values, and "apply --push" refuses it.',
  }),
  PUSH_FAILS: ({ branch, detail }) => ({
    message: `This clone cannot push to ${branch}: ${say(detail)}.`,
    hint: 'Only "apply --push" needs it. Use credentials that may write: in a GitHub job "permissions: contents: write", elsewhere a token or a key with write access.',
  }),

  GITHUB_UNREACHABLE: ({ host, detail }) => ({
    message: `GitHub (${host}) gave no usable answer: ${say(detail)}.`,
    hint: 'Try again in some minutes. Behind a company network, set HTTPS_PROXY.',
  }),
  GITHUB_TOKEN_REFUSED: ({ variable }) => ({
    message: `GitHub refuses the token in ${variable}: it is wrong or has expired.`,
    hint: `In a workflow, give the step "env: GITHUB_TOKEN: \${{ github.token }}"; elsewhere make a new token, or unset ${variable}.`,
  }),
  GITHUB_TOKEN_UNSET: () => ({
    message: 'This is a GitHub job, and GITHUB_TOKEN is not set for this step.',
    hint: `To have its rights checked, give the step "env: GITHUB_TOKEN: \${{ github.token }}". The action itself takes its token by an input.`,
  }),
  REPOSITORY_HIDDEN: ({ repository }) => ({
    message: `This token does not see the repository ${repository}.`,
    hint: 'Give the job "permissions: contents: read", or use a token of somebody who may read it.',
  }),
  GITHUB_RIGHT_MISSING: ({ permission, purpose, detail }) => ({
    message: `This token lacks "${permission}", needed to ${PURPOSES[purpose]} (${say(detail)}).`,
    hint: `In a workflow, give the job "permissions: ${permission}"; a block of the job replaces the whole block of the workflow.`,
  }),
  BRANCH_PROTECTED: ({ branch, rules }) => ({
    message: `${branch} is protected${rules === '' ? '' : ` (${rules})`}: it may refuse the commits of the state.`,
    hint: WAYS_OUT,
  }),
};
