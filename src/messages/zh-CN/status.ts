/** Simplified Chinese texts of `mendian status`. */
import type { Messages } from '../en.ts';
import type { FaultTexts } from '../faults.ts';
import type { StatusFaults } from '../status-faults.ts';
import { say } from './phrases.ts';
import { list } from './words.ts';

const MOST_NAMES = 10;

const SAME_PICTURES = '同样的图片不会自动再次发送';

export const statusTexts: FaultTexts<StatusFaults> = {
  REVIEW_REJECTED: ({ store, file, reason, next }) => ({
    message: `微信驳回了“${store}”的图片${reason === null ? '' : `：${reason}`}${/[.!。！]$/u.test(reason ?? '') ? '' : '。'}`,
    hint: {
      apply: '文件里已经换成别的图片：下次 apply 会发送。',
      console: '这些图片不是从这里发送的：审核在第一条记录之前就开始了。请到微信公众平台查看这家门店。',
      choose: `${reason === null ? '原因见微信公众平台，推送事件里也会带上。' : ''}请在${file === null ? '门店文件' : ` ${file} `}里换别的图片，再提一个 PR；${SAME_PICTURES}。`,
    }[next],
  }),
  REVIEWS_UNREAD: ({ stores, cause }) => ({
    message: `${stores.length} 家门店无法读取（${cause}）：${list(stores, MOST_NAMES)}。`,
    hint: '它们的记录保持不变。请再次运行 status。',
  }),
  REVIEW_STORE_GONE: ({ store, errcode }) => ({
    message: `微信上已经没有“${store}”（${errcode}），它的审核不会再有结果。`,
    hint: '它的记录保持不变。请检查 poi_id 和账号；如果门店已在微信上删除，请删掉它的文件。',
  }),
  REVIEW_IN_DOUBT: ({ store }) => ({
    message: `“${store}”有一次更新开始后结果不明，因此没有处理它的审核。`,
    hint: '请运行 apply：它会先读取这家门店，再作出结论。',
  }),
  REVIEWS_WAITING: ({ stores, why }) => ({
    message: `${why === 'signal' ? '收到信号，等待结束' : '等待超时'}，还有 ${stores.length} 个审核没有结果：${list(stores, MOST_NAMES)}。`,
    hint: '已得知的结果都已记录。请稍后再运行 status。',
  }),
  REVIEWS_UNTOLD: ({ pull, detail }) => ({
    message: `审核结果没能写到 PR #${pull}：${say(detail)}。`,
    hint: '结果已经记录，也写在本次运行的小结里。请给任务加上“permissions: pull-requests: write”。',
  }),
};

/** "3 天 4 小时", "4 小时 12 分", "12 分": two units, rounded down. */
function showAge(hours: number): string {
  const minutes = Math.floor(Math.max(0, hours) * 60 + 1e-6);
  const [days, rest] = [Math.floor(minutes / 1440), minutes % 1440];
  if (days > 0) return `${days} 天 ${Math.floor(rest / 60)} 小时`;
  return rest < 60 ? `${rest} 分` : `${Math.floor(rest / 60)} 小时 ${rest % 60} 分`;
}

/** "60 秒", "1 小时": a wait in milliseconds, as a person would say it. */
function showWait(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 120) return `${seconds < 1 ? seconds.toFixed(2) : Math.round(seconds)} 秒`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} 分钟` : `${Math.round(seconds / 3600)} 小时`;
}

const REVIEWS = { approved: '审核通过', rejected: '审核驳回' } as const;

export const statusUi: Messages['status'] = {
  title: (s) =>
    `mendian status：${[
      `审核中 ${s.pending} 个`,
      ...(s.approved > 0 ? [`通过 ${s.approved} 个`] : []),
      ...(s.rejected > 0 ? [`驳回 ${s.rejected} 个`] : []),
    ].join('，')}`,
  failed: 'mendian status',
  nothing: '没有正在进行的审核。',
  summary: (s) =>
    [
      `审核中 ${s.pending} 个`,
      `本次得知通过 ${s.approved} 个`,
      `驳回 ${s.rejected} 个`,
      ...(s.overdue > 0 ? [`超期 ${s.overdue} 个`] : []),
      ...(s.unread > 0 ? [`未能读取 ${s.unread} 个`] : []),
    ].join('，'),
  columns: {
    store: '门店',
    since: '发送时间',
    age: '已等待',
    audit: '审核单号',
    change: '来自',
    result: '审核',
  },
  table: {
    store: '门店',
    since: '发送时间',
    age: '已等待',
    audit: '审核单号',
    change: '来自',
    result: '审核',
  },
  age: showAge,
  results: {
    pending: '审核中',
    approved: '刚通过',
    rejected: '刚驳回',
    rejectedBefore: '已驳回',
    overdue: '超期',
    unread: '未能读取',
    gone: '微信上已不存在',
    doubt: '结果不明',
  },
  unknown: '（未知）',
  next: '审核需要几小时到几天。要等待结果，请运行：mendian status --wait',
  waiting: (reviews, interval, timeout) =>
    `正在等待 ${reviews} 个审核：每 ${showWait(interval)} 看一次，最多等 ${showWait(timeout)}。按 Ctrl-C 结束，已得知的结果都已记录。`,
  verdict: (store, review, reason, left) =>
    `${store}：${REVIEWS[review]}${reason === null ? '' : `（${reason}）`}${left > 0 ? `；还有 ${left} 个在审核中` : ''}`,
  blocked: (cause) => `${cause}下一轮再看。`,

  comment: {
    title: '图片审核',
    verdicts: { approved: '✅ 通过', rejected: '❌ 驳回' },
    table: { store: '门店', verdict: '结果', date: '日期' },
    reason: (reason) => `原因：${reason}`,
    choose: (file) => `请在 ${file} 里换别的图片，再提一个 PR；${SAME_PICTURES}。`,
    anyFile: '门店文件',
    pending: (reviews) => `这个 PR 还有 ${reviews} 个审核没有结果。`,
    told: (url) => `由[这次运行](${url})写入。`,
  },

  issue: {
    title: (store) => `微信驳回了“${store}”的图片`,
    lead: (store) => `“${store}”发送的图片没有通过微信审核，顾客看到的仍是之前的图片。`,
    reason: '原因',
    noReason: '这里还不知道；见微信公众平台，推送事件里也会带上',
    audit: '审核单号',
    change: '来自',
    pictures: '被驳回的图片',
    todo: '怎么办',
    steps: (file) => [`在 ${file} 里换别的图片。`, '提一个 PR 并合并：apply 会发送新图片，重新开始审核。'],
    note: '在此之前，每次计划都会提到这家门店，同样的图片不会自动再次发送。本 issue 会自动关闭。',
    last: {
      approved: '这家门店后来的图片已审核通过。',
      pending: '已发送别的图片，正在审核。',
      changed: '这次驳回已无需处理：门店文件里换成了别的图片。',
      released: '这家门店已不在这里管理。',
    },
  },
};
