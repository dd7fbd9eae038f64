/** English texts of the faults of git and GitHub. */
import type { BranchFaults } from '../branch-faults.ts';
import type { FaultTexts } from '../faults.ts';
import { say, TASKS } from './phrases.ts';
import { list, plural } from './words.ts';

const WAYS_OUT =
  'Ways out: keep the state in a branch of its own (state-branch, --state-branch), or let the run commit with a GitHub App token or a deploy key that may bypass the rule, or lift the rule for it.';

const TOUCHED = {
  changed: 'changes',
  removed: 'removes',
  added: 'adds',
} as const;

export const branchTexts: FaultTexts<BranchFaults> = {
  NOT_A_REPOSITORY: ({ detail }) => ({
    message: `This folder is no checkout of a git repository: ${say(detail)}.`,
    hint: 'Recording by commit needs one. Run in the checkout (-C), or leave --commit and --push out.',
  }),
  DETACHED_HEAD: () => ({
    message: 'No branch is checked out here, only a commit.',
    hint: 'Check the branch out by name, such as "git checkout -B main origin/main": only a branch has a tip to compare with and to record in.',
  }),
  NO_REMOTE: ({ detail }) => ({
    message: `There is no branch to push to: ${say(detail)}.`,
    hint: 'Push the branch once with "git push -u origin HEAD", then run again.',
  }),
  NOT_THE_TIP: ({ branch, file, relation }) => ({
    message:
      relation === 'ahead'
        ? `This checkout holds commits that ${branch} does not have${file === null ? '' : `: ${file} differs, for one`}.`
        : `This checkout is not what ${branch} holds now${file === null ? '' : `: ${file} differs, for one`}.`,
    hint:
      relation === 'ahead'
        ? 'Nothing was sent. Push them first: what is sent must be what the branch shows.'
        : 'Nothing was sent. Pull, or start the newest run: an older checkout would put stores back to older values.',
  }),
  WORKTREE_DIRTY: ({ files }) => ({
    message: `Changed here and not committed: ${list(files)}.`,
    hint: 'Nothing was sent. Commit and push the change first, so that what is sent is what the branch shows; or put it aside with "git stash -u".',
  }),
  JOURNAL_TRACKED: ({ file }) => ({
    message: `${file} is under version control.`,
    hint: `Nothing was sent. A journal tells what happened on one machine. Take it out: git rm --cached ${file}, and keep it in .gitignore.`,
  }),
  GIT_FAILED: ({ command, detail }) => ({
    message: `git ${command} failed: ${say(detail)}`,
    hint: null,
  }),

  CLAIMED: ({ holder, since, seen }) => ({
    message: `Another run is applying now: ${holder}, since ${since}, last sign of life ${seen}.`,
    hint: 'Nothing was sent. Run again when it has ended. If it died, its claim lapses 15 minutes after its last sign of life; nothing has to be unlocked.',
  }),
  CLAIM_LOST: ({ holder }) => ({
    message:
      holder === null
        ? 'This run was silent for longer than its claim lives, so that another one may have taken over.'
        : `This run was silent for too long, and another one took over${holder === '' ? ' and has ended' : `: ${holder}`}.`,
    hint: 'No further store was sent. What this run did is recorded; apply again for the rest.',
  }),
  STATE_MOVED: ({ poi_id, branch }) => ({
    message: `Another run recorded store ${poi_id} in ${branch} after this one had planned.`,
    hint: 'Nothing was sent. Run again: it plans with the newer record.',
  }),
  PUSH_REFUSED: ({ branch, rule, detail }) => ({
    message: `${branch} does not take the state's commit${rule === null ? '' : ` (${rule})`}: ${say(detail)}`,
    hint: WAYS_OUT,
  }),
  BRANCH_MOVES: ({ branch, tries }) => ({
    message: `${branch ?? 'The branch'} moved on at each of ${tries} tries to commit the state.`,
    hint: 'Run again when fewer commits land, or keep the state in a branch of its own (state-branch, --state-branch).',
  }),
  NOT_RECORDED: ({ branch, stores, kept }) => ({
    message: `${stores === 1 ? 'The result of 1 store is' : `The results of ${stores} stores are`} not recorded in ${branch}.`,
    hint: `What was sent stands in the report. The whole state is in ${kept}: bring it into the branch by hand ("mendian merge-state" merges it store by store), or else the next run reads the stores that it finds in doubt, and their audit ids are lost.`,
  }),

  STATE_TOUCHED: ({ file, how }) => ({
    message: `This pull request ${TOUCHED[how]} ${file}.`,
    hint: `The state tells what was sent; only apply writes it. Take the file out of the pull request: git checkout origin/main -- ${file} (or git rm, where the base has none).`,
  }),
  STATE_BASELINE: ({ file, records }) => ({
    message: `This pull request brings the first state along: ${file}, ${records} ${records === 1 ? 'record' : 'records'}. The plan takes them as what was last sent.`,
    hint: 'Right for a baseline of stores that exist already. Without it, the first apply reads each store and records it.',
  }),
  NO_HISTORY: () => ({
    message:
      'The base of this pull request is not in the checkout, so changes that wait already are listed among its own.',
    hint: 'Give actions/checkout "fetch-depth: 2" and no "ref".',
  }),

  GITHUB_FAILED: ({ task, name, detail }) => ({
    message: `GitHub did not ${TASKS[task](name)}: ${say(detail)}`,
    hint: null,
  }),
  COMMENT_NOT_ALLOWED: ({ detail }) => ({
    message: `The plan stands here and not in a comment: this token may not write one (${say(detail)}).`,
    hint: 'That is so for forks and for Dependabot, and comment.yml posts it for them. For branches of this repository, give the job "permissions: pull-requests: write".',
  }),
  COMMENT_FAILED: ({ detail }) => ({
    message: `The comment could not be written: ${say(detail)}`,
    hint: 'The plan stands in the summary of this run.',
  }),
  ISSUE_NOT_ALLOWED: ({ detail }) => ({
    message: `This token may not write issues (${say(detail)}).`,
    hint: 'Give the job "permissions: issues: write", or give an app\'s token with that right as github-token.',
  }),
  ISSUES_OFF: ({ detail }) => ({
    message: `Issues are switched off in this repository (${say(detail)}).`,
    hint: 'Switch them on under Settings, General, Features, Issues. Until then the summary of the run tells it all.',
  }),
  PROPOSAL_REFUSED: ({ branch, detail }) => ({
    message: `The branch ${branch} of the pull request could not be written: ${say(detail)}`,
    hint: `Give the job "permissions: contents: write". A branch rule for ${branch} would have to let the token in as well.`,
  }),
  PULL_NOT_ALLOWED: ({ cause, detail }) => ({
    message: `This token may not write pull requests: ${say(detail)}.`,
    hint:
      cause === 'setting'
        ? 'Tick "Allow GitHub Actions to create and approve pull requests" (Settings, Actions, General, Workflow permissions; an organization has the same switch above it), or give an app\'s token as github-token. The branch is there already: a person can open the pull request from it.'
        : 'Give the job "permissions: pull-requests: write", or give an app\'s token with that right as github-token.',
  }),
  INPUT_INVALID: ({ input, value, expected }) => ({
    message: `The input ${input} cannot be "${value}".`,
    hint: `Give ${say(expected)}.`,
  }),
  EVENT_REFUSED: ({ event, detail }) => ({
    message: `This command does not run for this event (${event}): ${say(detail)}.`,
    hint: 'Run it on push to a branch, on a schedule or by hand: only what was merged counts.',
  }),
  NOT_SET_UP: ({ records }) => ({
    message: `No credentials are set (WECHAT_APPID and WECHAT_SECRET, or WECHAT_ACCESS_TOKEN), so nothing was done${records > 0 ? `, though ${records} ${records === 1 ? 'store is' : 'stores are'} on record` : ''}.`,
    hint: 'Add them as secrets of the environment that the job names; docs/github.md says how.',
  }),
  ARTIFACT_INVALID: ({ detail }) => ({
    message: `The plan of the other run cannot be shown: ${say(detail)}.`,
    hint: 'Open that run: its summary shows the plan.',
  }),
  REPORT_MISSING: ({ count, accounts }) => ({
    message: `No report came from ${plural(count, 'account')}: ${list(accounts)}.`,
    hint: 'Their job was cancelled, or failed before it could apply: open it, and run it again. Nothing is sent twice.',
  }),
  REPORT_UNREADABLE: ({ file }) => ({
    message: `${file} is no report of an apply.`,
    hint: 'Open the job that left it: its summary tells what it did.',
  }),
};
