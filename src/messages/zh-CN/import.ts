/** Simplified Chinese texts of `mendian import`. */
import type { Messages } from '../en.ts';
import type { FaultTexts } from '../faults.ts';
import type { ImportFaults } from '../import-faults.ts';

const SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: '磁盘已满',
  EACCES: '没有权限',
  EROFS: '磁盘只读',
  EDQUOT: '磁盘配额已用完',
};

const describeSystem = (code: string): string => SYSTEM[code] ?? code;

const AGAIN = '再运行 import：它会补写缺少的部分。';

export const importTexts: FaultTexts<ImportFaults> = {
  IMPORT_NEEDS_HAND: ({ files }) => ({
    message: `${files} 个文件需要手工处理：微信上的值不能原样发送。`,
    hint: '修正之前，plan 和 apply 会拒绝全部门店（“mendian apply --skip-invalid”只跳过这些）。“mendian validate”会再次列出它们。',
  }),
  IMPORT_UNKNOWN_FILE: ({ stores }) => ({
    message: `${stores} 里有文件或目录看不出属于哪家门店，再导入可能给它的门店写出第二个文件。`,
    hint: '请修正上面指出的内容，或移出这个目录，再运行 import。没有读取或写入任何内容。',
  }),
  IMPORT_FOLDER_BLOCKED: ({ folder, reason }) => ({
    message: `没有写入 ${folder}：它是${reason === 'link' ? '符号链接，这里不跟随链接' : '文件，不是目录'}。`,
    hint: `请移走它，${AGAIN}`,
  }),
  IMPORT_FILE_APPEARED: () => ({
    message: '这个文件的位置上刚刚出现了别的东西，没有动它。',
    hint: '请再次运行 import：门店会换一个文件名，或被认出已经有文件。',
  }),
  IMPORT_UNWRITTEN: ({ file, detail }) => ({
    message: `${file} 没能写入（${describeSystem(detail)}），导入已停止。`,
    hint: `请腾出空间或修正权限，${AGAIN}`,
  }),
  IMPORT_UNRECORDED: ({ state, detail }) => ({
    message: `文件已写好，但基线没能记录到 ${state}（${describeSystem(detail)}）。`,
    hint: `请腾出空间或修正权限，${AGAIN}`,
  }),
  IMPORT_INTERRUPTED: ({ signal }) => ({
    message: `导入被 ${signal} 中断，文件没有全部写完。`,
    hint: '已写的都已记录。请再次运行 import：它会写完其余的。',
  }),
  IMPORT_ODD_ID: ({ name, poi_id }) => ({
    message: `微信上门店“${name}”的 id 不是 id：“${poi_id}”。没有为它写文件。`,
    hint: 'id 应为 1 到 20 位数字。请附上这条信息反馈给我们。',
  }),
  IMPORT_UNNAMED: ({ count }) => ({
    message: `${count} 家门店还没有 poi_id，因此没有文件：微信在首次审核之后才给出 poi_id。`,
    hint: '审核结束后请再次运行 import：它只写新的。',
  }),
  IMPORT_NOT_LIVE: ({ poi_id }) => ({
    message: `微信没有列出门店 ${poi_id}，这个文件不属于该账号的任何门店。`,
    hint: '如果是示例文件或门店已删除，请删掉文件；否则请检查 poi_id 和账号。',
  }),
  IMPORT_UNDER_REVIEW: ({ count }) => ({
    message: `${count} 家门店正在微信审核中。写入的是目前展示的图片。`,
    hint: '审核何时结束，见“mendian status”；之后图片有没有变化，见“mendian drift”。',
  }),
  IMPORT_REJECTED: ({ name }) => ({
    message: `微信驳回了“${name}”最近一次的图片。文件里写的是目前展示的图片。`,
    hint: '原因见微信公众平台。请在文件里换别的图片，或保持不变。',
  }),
  IMPORT_CARDS_UNREAD: ({ stores, cause }) => ({
    message: `${stores} 家门店的卡券无法读取：${cause}`,
    hint: '它们的文件里没有写 card_id：微信上的卡券保持不变，也不由这里管理。',
  }),
  IMPORT_NO_STORES: () => ({
    message: '微信没有列出该账号的任何门店。',
    hint: 'WECHAT_APPID 和 WECHAT_SECRET 是不是拥有这些门店的账号？',
  }),
};

export const importUi: Messages['import'] = {
  title: (stores) => `mendian import：微信上有 ${stores} 家门店`,
  refused: 'mendian import：没有写入任何内容',
  outcomes: {
    written: '已写入',
    'would-write': '将写入',
    exists: '已存在',
    failed: '未能写入',
    skipped: '未处理到',
  },
  summaryLabel: '导入',
  /** Kinds that did not occur are left out, but for what the run is about. */
  summary: (counts, run) => {
    const parts: readonly (readonly [string, number, boolean])[] = [
      ['已写入', counts.written, run === 'write'],
      ['将写入', counts.would_write, run === 'dry'],
      ['已存在', counts.exists, true],
      ['未能写入', counts.failed, false],
      ['未处理到', counts.skipped, false],
      ['需要手工处理', counts.needs_hand, false],
    ];
    return parts
      .filter(([, count, always]) => count > 0 || always)
      .map(([text, count]) => `${text} ${count} 个文件`)
      .join('，');
  },
  recorded: (stores, file) => `${stores} 家门店已按微信上的现状记录到 ${file}。`,
  nothingRecorded: (file) => `${file} 没有新内容。`,
  dryRun: '没有写入任何内容：这次是试运行。',
  moreFolders: (folders) => `…… 还有 ${folders} 个目录（-v 显示全部）`,
  moreFiles: (files) => `…… 还有 ${files} 个文件（-v 显示全部）`,
  moreFindings: (findings) => `…… 还有 ${findings} 个问题（-v 显示全部）`,
  table: { store: '门店', file: '文件', outcome: '结果' },
  next: (state) => `下一步：mendian plan；再把文件和 ${state} 一起提交。`,
  nextByHand: '下一步：修正需要手工处理的文件，再运行 mendian plan',
  nextWrite: '下一步：去掉 --dry-run 再运行一次',
  cards: (stores, rate) => {
    const minutes = rate > 0 ? Math.ceil(stores / rate / 60) : 0;
    const time = minutes > 1 ? `，每秒 ${rate} 次，约 ${minutes} 分钟` : '';
    return `正在读取 ${stores} 家门店的卡券，每家一次调用${time}`;
  },
  cardsSoFar: (done, stores) => `正在读取卡券：${done}/${stores}`,
  /** Comments in the files that import writes. */
  file: {
    needsHand: '需要手工处理：微信上是这个值，但不能原样发送（原因见“mendian validate”）。',
    hidden: (card) => {
      const map = 'map_poi_id: "0000000000000000000"';
      if (card === 'card')
        return `这里没有 map_poi_id：微信从不显示它，没有写就不发送。要管理它，请加上：\n${map}`;
      const note = {
        none: '写这个文件时，门店没有卡券。',
        unread: '卡券可以读取：“mendian import --cards”会写进新文件。',
      }[card];
      return `这里没有 map_poi_id 和 card_id：微信不随门店显示它们，没有写就不发送。\n${note}要管理它们，请加上：\n${map}\ncard_id: pXXXXXXXXXXXXXXXXXXXXXXXXXXX`;
    },
  },
};
