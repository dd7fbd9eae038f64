/** Simplified Chinese texts of `mendian drift`, and of `plan --refresh`. */
import type { DriftFaults } from '../drift-faults.ts';
import type { Messages } from '../en.ts';
import type { FaultTexts } from '../faults.ts';
import { say } from './phrases.ts';

export const driftTexts: FaultTexts<DriftFaults> = {
  EDIT_REFUSED: ({ key, write }) => ({
    message: `${key} 的新值无法写进这个文件而不影响周围的内容。`,
    hint: `没有改动文件。请手工写入：\n${write}`,
  }),
  FILE_CHANGED: ({ key }) => ({
    message: `读取微信期间，有人改了这个文件里的 ${key}。`,
    hint: '没有改动文件。请再次运行“mendian drift”。',
  }),
  FILE_NOT_WRITTEN: ({ detail }) => ({
    message: `这个文件没能写入（${say(detail)}）。`,
    hint: '它还是原来的样子。请修正权限或腾出空间，再运行“mendian drift --accept”。',
  }),

  DRIFT_CONFLICT: ({ name, field, file, live, write }) => ({
    message: `“${name}”的 ${field} 两边都改了：文件里是“${file}”，微信上是“${live}”。两者都不会自动采用。`,
    hint: `要保留微信上的值，请写进文件：\n${write}\n要保留文件里的值，请运行“mendian apply --overwrite-drift”。`,
  }),
  DRIFT_FROM_DEFAULTS: ({ name, field, file, write, stores }) => ({
    message: `“${name}”的 ${field} 来自这个默认值文件，不会自动修改它：有 ${stores} 家门店都用它的值。`,
    hint: `只想让这家门店采用微信上的值，请在 ${file} 里加上：\n${write}`,
  }),
  DRIFT_LOCAL_PICTURE: ({ name, picture }) => ({
    message: `“${name}”在微信上的图片与文件不同，而文件写的是本地图片 ${picture}。不会用网址替换它。`,
    hint: '要采用微信上的图片，请手工把它们的地址写进文件；要保留文件里的图片，请运行“mendian apply --overwrite-drift”。',
  }),
  DRIFT_NOT_WRITABLE: ({ name, field, live }) => ({
    message: `“${name}”的 ${field} 在微信上${live === '' ? '是空的' : `是“${live}”`}，门店文件写不了这样的值。`,
    hint: '请到微信公众平台改正，或运行“mendian apply --overwrite-drift”重新发送文件里的值。',
  }),
  DRIFT_NO_FILE: ({ name }) => ({
    message: `“${name}”有记录但没有文件，它的值没有地方可写。`,
    hint: '下次 apply 会释放它。要继续管理，请放回它的文件。',
  }),

  STORE_DRIFTED: ({ name, field, recorded, live, both }) => ({
    message:
      typeof live === 'string'
        ? `有人在微信上改了“${name}”的 ${field}：现在是“${live}”，上次发送的是“${String(recorded)}”。`
        : `有人在微信上改了“${name}”的图片：现在的图片与上次发送的不同。`,
    hint:
      both === 'yes'
        ? '文件也改过，因此 apply 不会动这家门店。请在文件里写上正确的值，或运行“mendian apply --overwrite-drift”发送文件里的值。'
        : '请用“mendian drift --accept”收进文件，或运行“mendian apply --overwrite-drift”重新发送文件里的值。',
  }),
  STORE_GONE: ({ name }) => ({
    message: `“${name}”有记录，但微信上已经没有这家门店。`,
    hint: '如果已经关店，请提 PR 删掉它的文件，apply 会释放记录。如果没有，请到微信公众平台查明是谁删的。',
  }),
  STORE_UNKNOWN_AT_WECHAT: ({ name, poi_id }) => ({
    message: `微信上没有 poi_id 为 ${poi_id} 的门店（${name}）。`,
    hint: '请检查数字，并确认凭据属于这个账号。',
  }),
  STORE_UNREAD: ({ name, cause }) => ({
    message: `“${name}”无法读取（${cause}），因此情况不明。`,
    hint: '请过几分钟再运行。',
  }),
  CARD_UNREAD: ({ name, cause }) => ({
    message: `“${name}”的卡券无法读取（${cause}），因此没有比较。`,
    hint: null,
  }),
  REVIEWS_ENDED: ({ count, seen }) => ({
    message:
      seen === 'plan'
        ? `${count} 家门店的审核已经结束，计划已按此计算。`
        : `${count} 家门店的审核已经结束，但还没有记录。`,
    hint: '请运行“mendian status”记录下来。',
  }),
};

export const driftUi: Messages['drift'] = {
  title: (stores) => `mendian drift：${stores} 家门店与微信比较`,
  titleWithErrors: 'mendian drift',
  none: '没有偏差。微信上显示的就是上次发送的内容。',
  nothingCompared: (errors) => `没有比较：请先修正 ${errors} 个错误。`,
  summaryLabel: '偏差',
  summary: (s) =>
    (
      [
        [s.edited, '在微信上被改'],
        [s.conflicts, '两边都改了'],
        [s.missing, '在微信上已不存在'],
        [s.accepted, '已收进文件'],
        [s.settled, '已与文件一致'],
        [s.unrecorded, '没有记录'],
        [s.not_compared, '未比较'],
        [s.unmanaged ?? 0, '未管理'],
      ] as const
    )
      .filter(([count, text]) => count !== 0 || text === '在微信上被改')
      .map(([count, text]) => `${text} ${count}`)
      .join('，'),
  kinds: {
    edited: '在微信上被改',
    conflict: '两边都改了',
    settled: '已与文件一致',
    missing: '微信上已不存在',
    unmanaged: '未管理',
    unrecorded: '没有记录',
    not_compared: '未比较',
  },
  reasons: {
    uncertain: '之前一次更新结果不明；下次 apply 会核实',
    unread: '微信没有给出它的数据',
    invalid: '它的文件有错误',
    gone: '微信上没有这个 poi_id 的门店',
  },
  columns: { file: '文件', recorded: '上次发送', live: '微信' },
  table: {
    what: '情况',
    store: '门店',
    field: '字段',
    file: '文件',
    recorded: '上次发送',
    live: '微信上',
  },
  leftOut: (rows) => `…… 还有 ${rows} 行。`,
  noFile: '（没有文件）',
  accepted: '已收进文件',
  wouldAccept: '将收进文件',
  advice: {
    edited: (accepting) =>
      accepting
        ? '在微信上被改，但没有收进文件：原因见上。'
        : '在微信上被改：“mendian drift --accept”把微信上的值收进文件；“mendian apply --overwrite-drift”重新发送文件里的值。',
    conflict:
      '两边都改了：都不会自动采用。请在文件里写上正确的值；“mendian apply --overwrite-drift”发送文件里的值。',
    settled: '已与文件一致：下次 apply 只记录，不发送。',
    missing: '微信上已不存在：如果已经关店，请删掉它的文件，apply 会释放记录。',
    unmanaged: (stores) =>
      `微信上有 ${stores} 家门店既没有文件也没有记录：“mendian import”会为它们写出文件。`,
    unrecorded: '没有记录：下次 apply 会接管；先读取，与微信不同时才发送。',
    not_compared: '未比较：各自写明了原因。',
  },
  written: (files) => `已写入 ${files} 个文件。`,
  wouldWrite: (files) => `将写入 ${files} 个文件。这次是试运行，没有写入任何内容。`,
  recorded: (state) => `收进文件的值已记录到 ${state}。请查看差异，再把文件和状态文件一起提交。`,
  filesOnly: '没有动状态文件。等文件合并到分支后，apply 会记录这些值，不发送任何内容。',
  nothingAccepted: '没有值被收进文件。',
  onlyRecorded: '微信上已经如此：apply 只记录',
};
