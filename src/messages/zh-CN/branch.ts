/** Simplified Chinese texts of the faults of git and GitHub. */
import type { BranchFaults } from '../branch-faults.ts';
import type { FaultTexts } from '../faults.ts';
import { say, TASKS } from './phrases.ts';
import { list } from './words.ts';

const WAYS_OUT =
  '可选的办法：把状态放在单独的分支（state-branch、--state-branch）；或改用可以绕过规则的 GitHub App 令牌或部署密钥提交；或为它放开规则。';

const TOUCHED = {
  changed: '修改了',
  removed: '删除了',
  added: '添加了',
} as const;

export const branchTexts: FaultTexts<BranchFaults> = {
  NOT_A_REPOSITORY: ({ detail }) => ({
    message: `这个目录不是 git 仓库的检出：${say(detail)}。`,
    hint: '用提交来记录结果需要 git 仓库。请在检出目录里运行（-C），或不用 --commit 和 --push。',
  }),
  DETACHED_HEAD: () => ({
    message: '这里没有检出分支，只检出了一个提交。',
    hint: '请按名称检出分支，例如“git checkout -B main origin/main”：只有分支才有最新提交可以比较和记录。',
  }),
  NO_REMOTE: ({ detail }) => ({
    message: `没有可以推送的分支：${say(detail)}。`,
    hint: '请先用“git push -u origin HEAD”推送一次分支，再运行。',
  }),
  NOT_THE_TIP: ({ branch, file, relation }) => ({
    message:
      relation === 'ahead'
        ? `这里有 ${branch} 上没有的提交${file === null ? '' : `：例如 ${file} 不同`}。`
        : `这里不是 ${branch} 的最新内容${file === null ? '' : `：例如 ${file} 不同`}。`,
    hint:
      relation === 'ahead'
        ? '没有发送任何内容。请先推送：发送的内容必须与分支一致。'
        : '没有发送任何内容。请先拉取，或启动最新的运行：旧的检出会把门店改回旧值。',
  }),
  WORKTREE_DIRTY: ({ files }) => ({
    message: `有改动还没有提交：${list(files)}。`,
    hint: '没有发送任何内容。请先提交并推送，让发送的内容与分支一致；或用“git stash -u”暂存起来。',
  }),
  JOURNAL_TRACKED: ({ file }) => ({
    message: `${file} 被纳入了版本管理。`,
    hint: `没有发送任何内容。日志文件记录的是一台机器上发生的事。请移出版本管理：git rm --cached ${file}，并写进 .gitignore。`,
  }),
  GIT_FAILED: ({ command, detail }) => ({
    message: `git ${command} 失败：${say(detail)}`,
    hint: null,
  }),

  CLAIMED: ({ holder, since, seen }) => ({
    message: `另一个运行正在应用变更：${holder}，开始于 ${since}，最后活动于 ${seen}。`,
    hint: '没有发送任何内容。请等它结束后再运行。如果它已经意外退出，占用会在最后活动 15 分钟后失效，无需手工解锁。',
  }),
  CLAIM_LOST: ({ holder }) => ({
    message:
      holder === null
        ? '本次运行静默的时间超过了占用的有效期，可能已有别的运行接手。'
        : `本次运行静默太久，已被另一个运行接手${holder === '' ? '，而且那个运行已经结束' : `：${holder}`}。`,
    hint: '没有再发送别的门店。本次运行已做的都已记录；其余的请再次运行 apply。',
  }),
  STATE_MOVED: ({ poi_id, branch }) => ({
    message: `本次运行生成计划之后，另一个运行在 ${branch} 里记录了门店 ${poi_id}。`,
    hint: '没有发送任何内容。请再次运行：它会按新的记录生成计划。',
  }),
  PUSH_REFUSED: ({ branch, rule, detail }) => ({
    message: `${branch} 不接受状态文件的提交${rule === null ? '' : `（${rule}）`}：${say(detail)}`,
    hint: WAYS_OUT,
  }),
  BRANCH_MOVES: ({ branch, tries }) => ({
    message: `尝试提交状态文件 ${tries} 次，${branch ?? '该分支'} 每次都有新的提交。`,
    hint: '请在提交较少时再运行，或把状态放在单独的分支（state-branch、--state-branch）。',
  }),
  NOT_RECORDED: ({ branch, stores, kept }) => ({
    message: `${stores} 家门店的结果没有记录到 ${branch}。`,
    hint: `已发送的内容见报告。完整的状态保存在：${kept}。请手工放进分支（“mendian merge-state”逐店合并），否则下次运行会去读取这些结果不明的门店，而它们的审核单号会丢失。`,
  }),

  STATE_TOUCHED: ({ file, how }) => ({
    message: `这个 PR ${TOUCHED[how]} ${file}。`,
    hint: `状态文件记录的是已发送的内容，只能由 apply 写入。请把它移出 PR：git checkout origin/main -- ${file}（目标分支没有它时用 git rm）。`,
  }),
  STATE_BASELINE: ({ file, records }) => ({
    message: `这个 PR 带来了首份状态文件：${file}，${records} 条记录。计划把它们当作上次发送的内容。`,
    hint: '为已有门店建立基线时，这样是对的。没有它，第一次 apply 会读取每家门店再记录。',
  }),
  NO_HISTORY: () => ({
    message: '检出里没有这个 PR 的目标分支，因此之前就在等待的变更也列在了它名下。',
    hint: '请给 actions/checkout 加上“fetch-depth: 2”，不要写“ref”。',
  }),

  GITHUB_FAILED: ({ task, name, detail }) => ({
    message: `GitHub 未能${TASKS[task](name)}：${say(detail)}`,
    hint: null,
  }),
  COMMENT_NOT_ALLOWED: ({ detail }) => ({
    message: `计划写在这里而没有写进评论：令牌没有评论权限（${say(detail)}）。`,
    hint: '来自 fork 和 Dependabot 的 PR 就是这样，comment.yml 会代为评论。对本仓库的分支，请给任务加上“permissions: pull-requests: write”。',
  }),
  COMMENT_FAILED: ({ detail }) => ({
    message: `评论没能写入：${say(detail)}`,
    hint: '计划写在本次运行的小结里。',
  }),
  ISSUE_NOT_ALLOWED: ({ detail }) => ({
    message: `令牌没有写入 issue 的权限（${say(detail)}）。`,
    hint: '请给任务加上“permissions: issues: write”，或用带有该权限的 App 令牌作为 github-token。',
  }),
  ISSUES_OFF: ({ detail }) => ({
    message: `这个仓库关闭了 issue（${say(detail)}）。`,
    hint: '请在 Settings、General、Features、Issues 里打开。在此之前，全部内容见运行小结。',
  }),
  PROPOSAL_REFUSED: ({ branch, detail }) => ({
    message: `PR 的分支 ${branch} 没能写入：${say(detail)}`,
    hint: `请给任务加上“permissions: contents: write”。如果 ${branch} 有分支规则，也要放行这个令牌。`,
  }),
  PULL_NOT_ALLOWED: ({ cause, detail }) => ({
    message: `令牌没有写入 PR 的权限：${say(detail)}。`,
    hint:
      cause === 'setting'
        ? '请勾选“Allow GitHub Actions to create and approve pull requests”（Settings、Actions、General、Workflow permissions；组织层面也有同样的开关），或用 App 令牌作为 github-token。分支已经写好：也可以由人来打开 PR。'
        : '请给任务加上“permissions: pull-requests: write”，或用带有该权限的 App 令牌作为 github-token。',
  }),
  INPUT_INVALID: ({ input, value, expected }) => ({
    message: `输入项 ${input} 不能是“${value}”。`,
    hint: `应为：${say(expected)}。`,
  }),
  EVENT_REFUSED: ({ event, detail }) => ({
    message: `这个命令不能由该事件（${event}）触发：${say(detail)}。`,
    hint: '请在推送到分支时、按计划定时或手工运行：只有合并之后的内容才算数。',
  }),
  NOT_SET_UP: ({ records }) => ({
    message: `没有设置凭据（WECHAT_APPID 和 WECHAT_SECRET，或 WECHAT_ACCESS_TOKEN），因此什么也没有做${records > 0 ? `，尽管已有 ${records} 家门店的记录` : ''}。`,
    hint: '请把它们加为任务所用环境（environment）的 secret；做法见 docs/github.md。',
  }),
  ARTIFACT_INVALID: ({ detail }) => ({
    message: `无法显示那次运行的计划：${say(detail)}。`,
    hint: '请打开那次运行：计划写在它的小结里。',
  }),
  REPORT_MISSING: ({ count, accounts }) => ({
    message: `有 ${count} 个账号没有报告：${list(accounts)}。`,
    hint: '它们的任务被取消了，或者在应用之前就失败了：请打开那个任务并重新运行。不会重复发送。',
  }),
  REPORT_UNREADABLE: ({ file }) => ({
    message: `${file} 不是应用的报告。`,
    hint: '请打开留下它的任务：小结里写着它做了什么。',
  }),
};
