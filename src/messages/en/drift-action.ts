/** English texts of the issue and the pull request that the action keeps about drift. */

const stores = (count: number): string => (count === 1 ? '1 store' : `${count} stores`);

export const driftActionUi = {
  // ---- the issue
  issueTitle: (who: string): string => `Changed at WeChat: ${who}`,
  stores,
  issueLead:
    'Somebody changed stores at WeChat, past the files. Until a person decides, apply sends nothing over it: a store that differs waits.',
  issueSteps: [
    '#### What to do',
    '',
    '- **Keep the change**: take it into the files. `mendian drift --accept --files-only` on your machine does it; so does the action with `drift: pull-request`, which opens the pull request for you. Apply then finds the store as its file says, and only records it.',
    '- **Undo it**: start the workflow `apply` by hand (Actions → apply → Run workflow) with `overwrite-drift`. It sends the values of the files again.',
    '- **A store that is gone**: if it was closed, remove its file in a pull request.',
  ].join('\n'),
  issueFoot: (url: string): string =>
    `Kept up to date by each run, last by [this one](${url}), and closed when nothing differs any more.`,
  issueLastWord: (url: string): string =>
    `Nothing differs any more: WeChat shows what was last sent, or what the files say ([run](${url})).`,

  // ---- the pull request
  pullTitle: (who: string): string => `Accept what was changed at WeChat: ${who}`,
  pullSubject: (count: number): string => `mendian: accept what was changed at WeChat (${stores(count)})`,
  pullLead:
    'Somebody changed stores at WeChat, past the files. Merging this takes the values into the files. Nothing is sent by it: apply finds the stores as their files say, and only records them. Rows without “would be accepted” are not in this pull request; the findings say why.',
  pullSteps: [
    '#### What to do',
    '',
    '- **Keep the changes**: merge. To keep some of them only, push to this branch: mendian then leaves it to you.',
    '- **Undo them**: close this pull request, and start the workflow `apply` by hand (Actions → apply → Run workflow) with `overwrite-drift`. The same values are not proposed again after that.',
    '- **No check runs here?** GitHub lets the runs of a workflow’s own pull request wait for a person: approve them in the box above the merge button. Where there is no such box, close this pull request and open it again.',
  ].join('\n'),
  pullFoot: (url: string): string =>
    `Kept up to date by each run, last by [this one](${url}), and closed when nothing is left to accept.`,
  pullLastWord: (url: string): string =>
    `Nothing is left here to accept: WeChat and the files agree, or the rest needs a hand ([run](${url})).`,
  pullLeft:
    'Somebody pushed to this branch, so mendian leaves it as it is. What differs by now stands in the summary of each run. Once this pull request is merged or closed and its branch is deleted, the next run proposes again.',

  // ---- what a run says of them
  kept: {
    created: 'was opened',
    updated: 'was brought up to date',
    reopened: 'was opened again',
    closed: 'was closed',
    none: 'says so already',
    left: 'is left as it is, since somebody pushed to its branch',
    declined: 'proposed the same and was closed by a person, so it is not opened again',
  },
  issue: (number: number, what: string): string => `Issue #${number} ${what}.`,
  pull: (number: number, what: string): string => `Pull request #${number} ${what}.`,
  foreignBranch: (branch: string): string =>
    `The branch ${branch} holds commits of other people, so no pull request is opened from it. Delete the branch, and the next run proposes again.`,
  nothingToPropose:
    'No value can be accepted by itself, so there is no pull request; the findings say what to do by hand.',
  unsure: 'Not all stores could be compared, so issue and pull request are left as they are.',
};
