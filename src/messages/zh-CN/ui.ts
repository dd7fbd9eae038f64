/** Simplified Chinese texts of reports, progress and prompts. */
import { uiTexts as english } from '../en/ui.ts';
import type { Messages } from '../en.ts';
import { duration } from './words.ts';

type Ui = Pick<
  Messages,
  | 'signs'
  | 'severities'
  | 'actions'
  | 'outcomes'
  | 'plan'
  | 'validate'
  | 'apply'
  | 'progress'
  | 'github'
  | 'commit'
  | 'show'
  | 'init'
  | 'emulator'
  | 'demo'
  | 'merge'
  | 'cli'
>;

const OUTCOMES = {
  applied: '已应用',
  failed: '失败',
  deferred: '推迟',
  unknown: '不明',
  skipped: '跳过',
  released: '已释放',
} as const;

export const uiTexts: Ui = {
  signs: {
    labelled: (label, text) => `${label}：${text}`,
    sentence: (text) => `${text}。`,
    aside: (text) => `（${text}）`,
    remark: (text) => `（${text}）`,
    and: (items) => items.join('、'),
    series: (parts) => parts.join('；'),
  },
  severities: { error: '错误', warning: '警告', info: '提示' },
  actions: { adopt: '接管', update: '更新', hold: '暂缓', verify: '核实', release: '释放' },
  outcomes: OUTCOMES,

  plan: {
    title: (stores, day) => `mendian plan：${stores} 家门店，截至 ${day}`,
    titleWithErrors: (day) => `mendian plan，截至 ${day}`,
    selection: (expressions) => `仅限 ${expressions}`,
    noChanges: '没有变更。上次发送给微信的内容与文件一致。',
    nothingPlanned: (errors) => `没有生成计划：请先修正 ${errors} 个错误。`,
    summary: (s) =>
      (
        [
          [s.adopt, '接管'],
          [s.update, '更新'],
          [s.hold, '暂缓'],
          [s.verify, '核实'],
          [s.release, '释放'],
          [s.unchanged, '不变'],
        ] as const
      )
        .filter(([count, text]) => count !== 0 || text === '更新' || text === '不变')
        .map(([count, text]) => `${text} ${count} 家`)
        .join('，'),
    summaryLabel: '计划',
    forecastLabel: '预计',
    forecast: (f) => {
      const seconds = f.rate > 0 ? f.calls / f.rate : 0;
      const time =
        f.rate > 0 ? `，按每秒 ${f.rate} 次${seconds < 1 ? '' : '约'}需${spaced(duration(seconds))}` : '';
      return `最多 ${f.calls} 次调用、${f.reviews} 个图片审核${time}`;
    },
    digestLabel: '摘要',
    reasons: {
      review: '图片正在微信审核；apply 会先查看，审核结束就发送',
      rejected: '微信驳回了这些图片；请在文件里换别的图片',
      refused: '今天同样的内容已被微信拒绝；请修改文件，或用 --retry-refused 运行 apply',
      special_hours: '特殊日期的营业时间',
    },
    rejectedInPlace: '微信驳回了新图片：其他字段随之前通过的图片一起发送',
    notes: {
      adopt: '还没有记录：apply 会先读取，线上已经一致的只记录',
      verify: '之前一次运行没有得知结果：apply 会先读取这家门店',
      release: '它的文件已删除：不发送任何内容，门店在微信上保持原样',
    },
    startsReview: '将发起审核',
    mayStartReview: '如与微信上的不同，将发起审核',
    noLongerManaged: '不再管理，不发送',
    nothingRecorded: '（未知）',
    emptyValue: '（空）',
    pictures: (count) => `${count} 张图片`,
    reordered: '顺序有变',
    more: (count) => `…… 还有 ${count} 项`,
    next: (selection) => `下一步：mendian apply${selection === '' ? '' : ` ${selection}`}`,
    nothingSelected: '没有选中门店，因此没有比较。',
    written: (file) => `计划已写入 ${file}。要原样应用它：mendian apply ${file}`,
    table: { store: '门店', change: '变更', action: '操作' },
    sections: {
      all: (stores) => `${stores} 家门店`,
      fromPull: (stores) => (stores === 0 ? '来自这个 PR：没有变更' : `来自这个 PR：${stores} 家门店`),
      waiting: (stores) => `与这个 PR 无关、之前就在等待：${stores} 家门店`,
    },
    leftOut: (stores) => `…… 还有 ${stores} 家门店。`,
    leftOutFindings: (findings) => `…… 还有 ${findings} 个问题。`,
  },

  validate: {
    title: (files) => `mendian validate：${files} 个文件`,
    summary: (s) => `${s.stores} 家门店正确，${s.errors} 个错误，${s.warnings} 个警告。`,
  },

  apply: {
    title: (stores) => `mendian apply：${stores} 家门店`,
    nothing: '无需处理。上次发送给微信的内容与文件一致。',
    summary: (s) =>
      (['applied', 'released', 'failed', 'unknown', 'deferred', 'skipped'] as const)
        .filter((kind) => s[kind] !== 0 || kind === 'applied' || kind === 'failed')
        .map((kind) => `${OUTCOMES[kind]} ${s[kind]} 家`)
        .join('，'),
    summaryLabel: '应用',
    sent: '已发送',
    notSent: '只记录，未发送',
    skippedAlike: (count, reason) => `${count} 家门店：${reason}`,
    alreadySo: (count) => `${count} 家门店在微信上已经一致：只记录，未发送`,
    auditStarted: (id) => `已发起审核，审核单号 ${id}`,
    auditUnknown: '已发起审核，审核单号未知',
    rid: (rid) => `rid ${rid}`,
    stateWritten: (file, branch, publish) =>
      branch !== null
        ? `已记录到 ${file}，${publish === 'push' ? '并推送到' : '并提交到'} ${branch}。`
        : `已记录到 ${file}。${publish === 'no' ? '请提交它，下次计划才知道。' : ''}`,
    confirm: '确认应用？输入“yes”发送：',
    table: { store: '门店', outcome: '结果', detail: '说明' },
  },

  progress: {
    looking: (done, total) => `正在读取线上门店：${done}/${total}`,
    sending: (total, rate) => `正在发送 ${total} 家门店${rate > 0 ? `，每秒最多 ${rate} 次调用` : ''}`,
    claimed: (stores, branch) => `已在 ${branch} 占用 ${stores} 家门店：现在没有别人会发送`,
    canary: (store) => `先单独发送 ${store}，再回读核对`,
    outcome: (done, total, store, outcome) => `[${done}/${total}] ${store}：${outcome}`,
    line: (done, total, perSecond, secondsLeft) =>
      `第 ${done}/${total} 家，每秒 ${perSecond.toFixed(1)} 家${secondsLeft === null ? '' : `，还需${spaced(duration(secondsLeft))}`}`,
    waiting: (milliseconds, cause) => `${cause}${spaced(duration(milliseconds / 1000)).trim()}后重试。`,
    slower: (milliseconds, rate) =>
      `微信要求放慢：等待${spaced(duration(milliseconds / 1000))}，之后每秒 ${rate.toFixed(1)} 次调用`,
    stopping: (signal) => `${signal}：不再发起新的调用，正在完成已发出的。再按一次立即退出。`,
  },

  github: {
    more: (count) => `另有 ${count} 项见本次运行的小结和日志。`,
    elsewhere: (url) => `见[本次运行](${url})。`,
    commit: (sha, url) => `提交 \`${sha.slice(0, 12)}\` · [运行](${url})`,
    wholeInFile: '完整内容在输出项 report-file 指向的文件里。',
    noPull: '没有打开的 PR 以这个提交为最新：无处评论。',
    forkPlan: '由 fork 的运行按它的文件生成；合并之后，apply 会重新生成计划。',
    applied: (url) => `已由[这次运行](${url})应用。`,
    planFold: '这个 PR 的计划',
    stateFold: (file) => `完整的状态，请手工放进 ${file}`,
    stateTooLong: (file) => `完整的状态太长，这里放不下；它是报告旁边的文件 ${file}（输出项 report-file）。`,
    started: (version, command) => `mendian ${version}，${command}`,
    keptAt: (file) => `文件 ${file}（在输出项 report-file 旁边）`,
  },

  // The history of a repository stays in one language, whoever runs.
  commit: english.commit,

  show: {
    store: '门店',
    file: '文件',
    value: '值',
    from: '来自',
    record: '记录',
    noRecord: '还没有发送过',
    labels: '标签',
    review: '审核',
    reviews: { none: '没有审核', pending: '审核中', approved: '通过', rejected: '驳回' },
    auditId: '审核单号',
    appliedAt: '上次发送或核实',
    uncertain: '有一次更新开始后结果不明；下次 apply 会核实。',
    refused: (code, date) => `${date} 被拒绝（${code}）`,
    next: '计划',
    unchanged: '不变',
    notManaged: '未管理',
    noFile: '没有文件：下次 apply 会释放它',
  },

  init: {
    created: (file) => `已创建  ${file}`,
    kept: (file) => `已保留  ${file}（原来就有）`,
    linked: (file) => `已略过  ${file}（所在目录是符号链接）`,
    next: [
      '下一步：',
      '  1. 先在本机试试，不连微信：运行 mendian plan，再在另一个终端运行 mendian emulator --seed stores，',
      '     它会告诉你怎样把改动应用到模拟器上。',
      '  2. 换成自己的门店：门店已经在微信上的，删掉 stores/example.yaml，设置 WECHAT_APPID 和 WECHAT_SECRET，',
      '     运行 mendian import 就会写出全部门店；否则把你的 poi_id 和内容填进这个文件。',
      '  3. 依次运行 mendian validate、mendian plan、mendian apply；缺什么，mendian doctor 会告诉你。',
      '在 GitHub 上，工作流会为每个 PR 生成计划，合并到 main 后自动应用；在仓库的环境',
      '“wechat”里设置 WECHAT_APPID 和 WECHAT_SECRET 之前，apply 什么也不做。',
    ],
    npx: '本次由 npx 运行：以后每次都在 mendian 前面写上 npx，或者安装到本机：npm install --global mendian',
    driver: (program) =>
      `每个克隆设置一次，让 git 逐店合并状态文件：\n  git config merge.mendian.driver "${program} merge-state %O %A %B %P"`,
  },

  emulator: {
    listening: (stores, merchants) =>
      `模拟器里有${merchants === 0 ? '' : ` ${merchants} 个商户（以 appid 区分）的`} ${stores} 家门店，都已审核通过。按 Ctrl-C 结束，内容不会保留。`,
    use: (url, merchants) =>
      merchants === 0
        ? `在别处运行：WECHAT_API_BASE=${url} WECHAT_APPID=wxdemo WECHAT_SECRET=demo mendian apply`
        : `在别处运行：WECHAT_API_BASE=${url} mendian apply，每个账号的密钥可以是任意文本`,
  },

  demo: {
    baseline: '微信上（这里是模拟器）已有 12 家门店。第一次 apply 只记录它们：',
    edit: '一个 PR 修改了三个文件：',
    plan: 'mendian plan --out plan.json：审阅者看的就是它，按摘要批准',
    apply: 'mendian apply plan.json --yes：原样应用，第一家单独先发',
    calls: '发出的调用：',
    state: 'mendian.state.json 的变化，需要提交：',
    again: '再运行一次 mendian plan：是空的，任何内容都不会发送两次',
    next: [
      '下一步：mendian init       建立自己的门店仓库',
      '        mendian emulator   同一个模拟器，可以随意试用',
      '        README.zh-CN.md    门店文件、命令、凭据和安全',
    ],
  },

  merge: {
    repaired: (file) => `已修复 ${file}：双方已逐店合并。请查看差异，再 git add。`,
    clean: (file) => `${file} 没有冲突标记。无需处理。`,
  },

  cli: {
    bug: '这是 mendian 的缺陷。请附上以上内容反馈给我们。',
    failed: 'mendian 运行失败',
    system: '请检查目录是否存在、能否写入，以及磁盘是否已满；然后再次运行。',
  },
};

/** A blank before a digit, none before a Chinese character. */
function spaced(text: string): string {
  return /^\d/u.test(text) ? ` ${text}` : text;
}
