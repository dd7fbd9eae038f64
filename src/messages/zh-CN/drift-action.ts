/** Simplified Chinese texts of the issue and the pull request that the action keeps about drift. */
import { driftActionUi as english } from '../en/drift-action.ts';
import type { Messages } from '../en.ts';

export const driftActionUi: Messages['driftAction'] = {
  // ---- the issue
  issueTitle: (who) => `微信上有改动：${who}`,
  stores: (count) => `${count} 家门店`,
  issueLead:
    '有人绕过文件，直接在微信上改了门店。在有人作出决定之前，apply 不会覆盖它们：有偏差的门店会等待。',
  issueSteps: [
    '#### 怎么办',
    '',
    '- **保留改动**：收进文件。可以在自己的电脑上运行 `mendian drift --accept --files-only`；也可以给 action 设置 `drift: pull-request`，由它替你提 PR。之后 apply 发现门店与文件一致，只记录。',
    '- **撤销改动**：手工启动工作流 `apply`（Actions → apply → Run workflow），勾选 `overwrite-drift`。它会重新发送文件里的值。',
    '- **门店已不存在**：如果已经关店，请提 PR 删掉它的文件。',
  ].join('\n'),
  issueFoot: (url) => `每次运行都会更新，最近一次是[这次](${url})；没有偏差后自动关闭。`,
  issueLastWord: (url) => `已经没有偏差：微信上显示的就是上次发送的，或文件里写的（[运行](${url})）。`,

  // ---- the pull request
  pullTitle: (who) => `收进微信上的改动：${who}`,
  // The history of a repository stays in one language, whoever runs.
  pullSubject: english.pullSubject,
  pullLead:
    '有人绕过文件，直接在微信上改了门店。合并这个 PR 就把这些值收进文件。它不会发送任何内容：apply 会发现门店与文件一致，只记录。没有标“将收进文件”的行不在这个 PR 里，原因见下方说明。',
  pullSteps: [
    '#### 怎么办',
    '',
    '- **保留改动**：合并。只想保留一部分，就推送到这个分支：之后 mendian 不再改动它。',
    '- **撤销改动**：关闭这个 PR，再手工启动工作流 `apply`（Actions → apply → Run workflow），勾选 `overwrite-drift`。之后不会再提出同样的值。',
    '- **这里没有检查在运行？** 工作流自己提的 PR，GitHub 要等人批准才运行：请在合并按钮上方的框里批准。如果没有那个框，请关闭这个 PR 再重新打开。',
  ].join('\n'),
  pullFoot: (url) => `每次运行都会更新，最近一次是[这次](${url})；没有可收进的内容后自动关闭。`,
  pullLastWord: (url) =>
    `这里已经没有可收进的内容：微信与文件一致，或者剩下的需要手工处理（[运行](${url})）。`,
  pullLeft:
    '有人推送到了这个分支，mendian 不再改动它。目前的偏差见每次运行的小结。这个 PR 合并或关闭、分支删除之后，下次运行会重新提出。',

  // ---- what a run says of them
  kept: {
    created: '已打开',
    updated: '已更新',
    reopened: '已重新打开',
    closed: '已关闭',
    none: '内容已是最新',
    left: '保持原样，因为有人推送到了它的分支',
    declined: '提出过同样的内容并被人关闭，不再重新打开',
  },
  issue: (number, what) => `Issue #${number} ${what}。`,
  pull: (number, what) => `PR #${number} ${what}。`,
  foreignBranch: (branch) =>
    `分支 ${branch} 里有别人的提交，因此没有用它打开 PR。删掉这个分支后，下次运行会重新提出。`,
  nothingToPropose: '没有可以自动收进的值，因此没有 PR；需要手工处理的见各项说明。',
  unsure: '没能比较全部门店，因此 issue 和 PR 保持原样。',
};
