/** Simplified Chinese texts of what `mendian doctor` finds. */
import type { DoctorFaults } from '../doctor-faults.ts';
import type { FaultTexts } from '../faults.ts';
import { PURPOSES, say } from './phrases.ts';
import { list, span } from './words.ts';

const SPOILED = {
  ends: '首尾带有空格或换行',
  inside: '中间带有空格或换行',
  quotes: '带有引号，而引号会算作值的一部分',
  unfilled: '还是没有替换掉的占位符',
} as const;

const ACCOUNT: Readonly<Record<number, { readonly is: string; readonly next: string }>> = {
  0: {
    is: '还没有申请开通',
    next: '请到微信公众平台（mp.weixin.qq.com）申请，并等待审核通过。',
  },
  2: { is: '正在审核中', next: '请等待微信审核通过；在此之前，门店接口都会失败。' },
  3: {
    is: '没有通过微信的审核',
    next: '请到微信公众平台（mp.weixin.qq.com）按原因修改，再重新申请。',
  },
  4: {
    is: '被账号管理员拒绝',
    next: '请与管理员沟通，再到微信公众平台（mp.weixin.qq.com）重新申请。',
  },
};

const WAYS_OUT =
  '如果 apply 无法记录结果：把状态放在单独的分支（state-branch、--state-branch），或改用可以绕过规则的 GitHub App 令牌或部署密钥提交；GITHUB_TOKEN 不能加入绕过名单。';

export const doctorTexts: FaultTexts<DoctorFaults> = {
  NODE_TOO_OLD: ({ version, needed }) => ({
    message: `Node ${version} 低于 mendian 的要求（${needed}）。`,
    hint: '请安装更新的 Node，例如 nodejs.org 的 LTS 版本。',
  }),
  PROGRAM_INCOMPLETE: ({ missing }) => ({
    message: `程序不完整：旁边缺少 ${missing}。`,
    hint: '请重新安装 mendian（在它的检出里运行 npm ci，会生成 dist/）。',
  }),
  MACHINE_FAILED: ({ detail }) => ({
    message: `系统拒绝了这些检查所需的操作（${detail}）。`,
    hint: '请检查目录（-C）及其中文件的权限。',
  }),

  STORES_IN_DOUBT: ({ count }) => ({
    message: `${count} 家门店的更新开始后结果不明。`,
    hint: '下次 apply 会先读取它们，只发送需要发送的。',
  }),
  JOURNAL_LEFT: ({ file, lines }) => ({
    message: `之前有一次运行中断，留下了 ${file}（${lines} 行）。`,
    hint: '没有丢失任何内容：下次 apply 会把它并入状态文件。在此之前，请不要删除或提交这个文件。',
  }),
  CLAIM_STANDS: ({ file, holder, seen }) => ({
    message: `按 ${file} 的记载，有一个运行正在应用变更：${holder}，最后活动于 ${seen}。`,
    hint: '请等它结束后再拉取。如果它已经意外退出，占用会在最后活动 15 分钟后失效，无需手工解锁。',
  }),

  TWO_CREDENTIALS: ({ used, unused }) => ({
    message: `${used} 和 ${unused} 都设置了：只会使用 ${used}。`,
    hint:
      used === 'WECHAT_ACCESS_TOKEN'
        ? `access_token 最多有效两小时。想通过 ${unused} 自动获取令牌，请取消设置 ${used}。`
        : `要使用 ${unused}，请取消设置 ${used}；否则请取消设置 ${unused}。`,
  }),
  COMMAND_NOT_FOUND: () => ({
    message: 'MENDIAN_CREDENTIAL_COMMAND 里的程序不存在，或没有执行权限。',
    hint: '请写从仓库根目录起的路径，或绝对路径，并设为可执行。脚本要先写解释器："node hub.mjs"。',
  }),
  SECRET_SPOILED: ({ variable, problem }) => ({
    message: `${variable} ${SPOILED[problem]}。`,
    hint:
      problem === 'ends'
        ? '读取时会去掉它们，但负责遮盖密钥的日志可能认不出来。请去掉后重新设置。'
        : '请重新设置：只写值本身，不要引号、空格和换行。',
  }),
  APPID_FORM: ({ problem }) => ({
    message:
      problem === 'swapped'
        ? 'WECHAT_SECRET 里是一个 appid：两个值可能写反了。'
        : 'WECHAT_APPID 看起来不是 appid：应为 wx 加 16 位十六进制数字。',
    hint: '请从微信公众平台重新复制两个值（mp.weixin.qq.com，设置与开发，基本配置）。',
  }),
  API_BASE_OTHER: ({ host, kind }) => ({
    message:
      kind === 'loopback'
        ? `WECHAT_API_BASE 指向本机的 ${host}（例如模拟器），而不是微信。`
        : `WECHAT_API_BASE 指向 ${host}，它不是微信的主机：密钥和令牌会发给它。`,
    hint: '要连接微信，请取消设置 WECHAT_API_BASE。',
  }),
  PROXY_UNUSABLE: ({ variable }) => ({
    message: `${variable} 里的地址不可用，因此无法发出任何请求。`,
    hint: '请写成 http://HOST:PORT，或取消设置。',
  }),
  WAITS_CHANGED: ({ milliseconds }) => ({
    message: `MENDIAN_RETRY_BASE_MS 是 ${milliseconds}：所有等待都比平时（1000）${milliseconds < 1000 ? '短' : '长'}。`,
    hint: '它用于测试。连接微信时，请取消设置。',
  }),
  VARIABLE_UNKNOWN: ({ name, meant }) => ({
    message: `设置了 ${name}，但 mendian 不读取这个变量。`,
    hint: meant === null ? '请检查名称；可用的变量见 docs/commands.md。' : `是不是想写 ${meant}？`,
  }),

  ADDRESS_REFUSED: ({ address, errcode }) => ({
    message: `微信拒绝了本机的出口地址${address === null ? '' : ` ${address}`}：它不在账号的 IP 白名单里（${errcode}）。`,
    hint: `请到微信公众平台添加${address === null ? '它' : ` ${address}`}：mp.weixin.qq.com，设置与开发，基本配置，IP 白名单。GitHub 托管的运行器每个任务都会换地址：请使用自己的运行器，或固定出口地址。`,
  }),
  ACCOUNT_NOT_OPEN: ({ status, reason }) => ({
    message: `该账号的门店小程序${ACCOUNT[status]?.is ?? `处于未知状态 ${status}`}${reason === '' ? '' : `（${reason}）`}。`,
    hint: ACCOUNT[status]?.next ?? '请到微信公众平台（mp.weixin.qq.com）查看账号。',
  }),
  ACCOUNT_UNREADABLE: ({ detail }) => ({
    message: `无法得知账号的开通情况（${detail}）。`,
    hint: '无需处理，因为下面的门店接口可用。',
  }),
  LIVE_STORES_UNMANAGED: ({ live, stores }) => ({
    message: `该账号在微信上有 ${live} 家门店，而 ${stores} 里没有文件。`,
    hint: '请运行“mendian import”：它为每家门店写出文件和记录，这样第一次计划就是空的。',
  }),
  QUOTA_USED_UP: ({ limit }) => ({
    message: `微信允许的 ${limit} 次更新，今天已经用完。`,
    hint: '请明天再运行 apply：它会从停下的地方继续。也可以到微信公众平台清零，每月 10 次。',
  }),
  QUOTA_ZERO: () => ({
    message: '微信给出的每日更新额度是 0，可能表示“不计数”，也可能表示“不允许”。',
    hint: '无需处理；除非 apply 以 45009 或 48001 结束，那时请到微信公众平台申请权限。',
  }),

  CLOCK_OFF: ({ seconds, other }) => ({
    message: `本机时钟比${other === 'github' ? ' GitHub ' : '服务器'}${seconds > 0 ? '快' : '慢'} ${span(seconds)}。`,
    hint: '请用网络校时（NTP）。占用、审核时长和推送事件的时间窗口都以它为准。',
  }),

  GIT_OWNER: () => ({
    message: 'git 不信任这个目录，因为它属于另一个用户。',
    hint: '容器里常见：git config --global --add safe.directory "$PWD"',
  }),
  RUN_FILES_NOT_IGNORED: ({ files }) => ({
    message: `git 没有忽略 ${list(files)}，它们只属于一台机器上的一次运行。`,
    hint: `请加入 .gitignore：\n${files.join('\n')}`,
  }),
  STATE_UNTRACKED: ({ file, ignored }) => ({
    message: `${file} ${ignored === 'yes' ? '没有纳入 git：被 .gitignore 排除了' : '还没有纳入 git'}。`,
    hint:
      ignored === 'yes'
        ? `请从 .gitignore 里去掉它，然后：git add ${file}。没有它，下次检出就要从零开始。`
        : `请提交它：git add ${file}。没有它，下次检出就要从零开始。`,
  }),
  MERGE_DRIVER_UNSET: ({ file }) => ({
    message: `.gitattributes 要求用合并驱动 mendian 处理 ${file}，而这个克隆里没有设置。`,
    hint: '每个克隆设置一次，让 git 逐店合并状态文件：\ngit config merge.mendian.driver "mendian merge-state %O %A %B %P"',
  }),
  UNCOMMITTED: ({ files }) => ({
    message: `有改动还没有提交：${list(files)}。`,
    hint: '请在“apply --push”之前提交：它只发送分支上有的内容。',
  }),
  REMOTE_UNREACHABLE: ({ remote, detail }) => ({
    message: `无法读取远程仓库 ${remote}：${say(detail)}。`,
    hint: '请检查网络、远程仓库的地址（git remote -v）和凭据。只有“apply --push”需要它。',
  }),
  CHECKOUT_APART: ({ branch, relation }) => ({
    message: {
      ahead: `这里有远程 ${branch} 上没有的提交。`,
      behind: `远程的 ${branch} 已有新的提交：这里是旧的。`,
      apart: `这里与远程的 ${branch} 不一致。`,
    }[relation],
    hint:
      relation === 'ahead'
        ? '请推送：“apply --push”只发送分支上有的内容。'
        : '请先拉取：旧的检出会把门店改回旧值，“apply --push”会拒绝它。',
  }),
  PUSH_FAILS: ({ branch, detail }) => ({
    message: `这个克隆无法推送到 ${branch}：${say(detail)}。`,
    hint: '只有“apply --push”需要它。请使用有写入权限的凭据：在 GitHub 任务里加上“permissions: contents: write”，在别处使用有写入权限的令牌或密钥。',
  }),

  GITHUB_UNREACHABLE: ({ host, detail }) => ({
    message: `GitHub（${host}）没有给出可用的响应：${say(detail)}。`,
    hint: '请过几分钟再试。在公司内网请设置 HTTPS_PROXY。',
  }),
  GITHUB_TOKEN_REFUSED: ({ variable }) => ({
    message: `GitHub 拒绝了 ${variable} 里的令牌：它不正确或已过期。`,
    hint: `在工作流里，请给步骤加上“env: GITHUB_TOKEN: \${{ github.token }}”；在别处请新建令牌，或取消设置 ${variable}。`,
  }),
  GITHUB_TOKEN_UNSET: () => ({
    message: '这是 GitHub 任务，但这个步骤没有设置 GITHUB_TOKEN。',
    hint: `要检查它的权限，请给步骤加上“env: GITHUB_TOKEN: \${{ github.token }}”。action 自己通过输入项取得令牌。`,
  }),
  REPOSITORY_HIDDEN: ({ repository }) => ({
    message: `这个令牌看不到仓库 ${repository}。`,
    hint: '请给任务加上“permissions: contents: read”，或使用有读取权限的人的令牌。',
  }),
  GITHUB_RIGHT_MISSING: ({ permission, purpose, detail }) => ({
    message: `这个令牌缺少“${permission}”，无法${PURPOSES[purpose]}（${say(detail)}）。`,
    hint: `在工作流里，请给任务加上“permissions: ${permission}”；任务的 permissions 会整个替换工作流的 permissions。`,
  }),
  BRANCH_PROTECTED: ({ branch, rules }) => ({
    message: `${branch} 受保护${rules === '' ? '' : `（${rules}）`}：可能拒绝状态文件的提交。`,
    hint: WAYS_OUT,
  }),
};
