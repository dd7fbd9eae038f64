/** 表格导入导出的中文文案。 */
import type { Messages } from '../en.ts';
import type { FaultTexts } from '../faults.ts';
import type { SheetDamage, SheetFaults } from '../sheet-faults.ts';

const AS_TEXT = '请把单元格设为文本格式，再重新输入正确的值。';

const DAMAGE: Readonly<Record<SheetDamage, { readonly what: string; readonly hint: string }>> = {
  number: { what: '这里是数字而不是文本，可能已经丢了位数或零', hint: AS_TEXT },
  date: { what: '它变成了日期或时间', hint: `${AS_TEXT}营业时间的写法是 10:00-21:00。` },
  boolean: { what: '它变成了逻辑值', hint: AS_TEXT },
  error: { what: '这是表格软件的错误值，或者列宽不够没有显示出来', hint: AS_TEXT },
  formula: {
    what: '这是公式，公式的结果不会被采用',
    hint: '请复制该单元格，再用“选择性粘贴”粘贴为数值或文本。',
  },
  exponent: { what: '它变成了科学计数法，末尾几位已经丢失', hint: AS_TEXT },
  zeros: { what: '表格软件只保留数字的前 15 位，后面的都变成了零', hint: AS_TEXT },
  'leading-zero': { what: '开头的零丢失了', hint: AS_TEXT },
  'question-marks': {
    what: '有些字变成了问号，因为文件的编码里没有这些字',
    hint: '请重新输入这些字，并另存为 .xlsx 或“CSV UTF-8”。',
  },
};

const NO_BASE = {
  column: '最后一列隐藏列（mendian_base）不见了',
  row: '这一行没有隐藏的 mendian_base',
  damaged: '这一行隐藏的 mendian_base 已损坏',
  cell: '导出时表格里没有这一列',
} as const;

const UNREADABLE = {
  'old-excel': '它是旧的 .xls 或 .et 文件，或者设了密码',
  'other-format': '不管文件名怎么写，它不是 .xlsx 文件',
  encrypted: '它是加密的',
  broken: '文件已损坏',
  encoding: '它的编码不是 UTF-8、UTF-16 或 GBK',
} as const;

const EXISTS = {
  edited: { what: '导出后被改过', hint: '请先导入，或换一个文件名；加 --force 会覆盖它。' },
  other: { what: '不是 mendian 导出的表格', hint: '请换一个文件名；加 --force 会覆盖它。' },
  link: { what: '是符号链接，或者在符号链接后面', hint: '请换一个不经过链接的位置。' },
  special: { what: '不是普通文件', hint: '请换一个文件名。' },
} as const;

const show = (text: string): string => (text === '' ? '空' : `“${text}”`);

export const sheetTexts: FaultTexts<SheetFaults> = {
  SHEET_KIND: ({ file }) => ({
    message: `${file} 不是可以读写的表格。`,
    hint: '请使用以 .xlsx 或 .csv 结尾的文件名。其他格式可以另存为这两种之一。',
  }),
  SHEET_NOT_READ: ({ file, reason, detail }) => ({
    message: {
      missing: `没有 ${file} 这个文件。`,
      special: `${file} 不是普通文件。`,
      system: `无法读取 ${file}（${detail}）。`,
    }[reason],
    hint: reason === 'missing' ? '“mendian sheet export FILE”可以导出一份。' : null,
  }),
  SHEET_TOO_LARGE: ({ file }) => ({
    message: `${file} 的内容超出了门店表格的上限。`,
    hint: '请重新导出一份，把改过的单元格复制过去。常见原因是整列带格式的空单元格。',
  }),
  SHEET_UNREADABLE: ({ file, reason }) => ({
    message: `无法读取 ${file}：${UNREADABLE[reason]}。`,
    hint: '请用表格软件打开，另存为不带密码的 .xlsx 或“CSV UTF-8”。',
  }),
  SHEET_QUOTES: ({ file }) => ({
    message: `${file} 里有引号没有成对，或出现在不该出现的位置，无法判断单元格从哪里到哪里。`,
    hint: '带引号的单元格要写成 "他说""好"""。表格软件另存时会自动处理。',
  }),
  SHEET_READ_AS_GBK: () => ({
    message: '文件不是 UTF-8，已按 GBK 读取。',
    hint: '请核对下面的门店名称是否正确。稳妥的做法是另存为“CSV UTF-8”或 .xlsx。',
  }),
  SHEET_EXISTS: ({ file, reason }) => ({
    message: `${file} ${EXISTS[reason].what}，没有改动它。`,
    hint: EXISTS[reason].hint,
  }),
  SHEET_NOT_WRITTEN: ({ file, detail }) => ({
    message: `无法写入 ${file}（${detail}）。`,
    hint: '目录存在吗？有写入权限吗？正在用 Excel 打开的文件会被锁定。',
  }),
  SHEET_NO_STORES: () => ({ message: '没有可以写入表格的门店。', hint: null }),

  SHEET_NO_HEADER: () => ({
    message: '前十行里没有带 poi_id 的标题行。',
    hint: '可以重新导出一份对照：每一列是什么由标题决定。',
  }),
  SHEET_SEVERAL: ({ names }) => ({
    message: `文件里有几个工作表都是门店：${names.join('、')}。`,
    hint: '请只保留要导入的那一个，其他的移到别的文件。',
  }),
  SHEET_COLUMN_TWICE: ({ cell, other, column }) => ({
    message: `${cell} 是第二个 ${column} 列，第一个在 ${other}。`,
    hint: '请删掉其中一列。',
  }),
  SHEET_COLUMN_MISSPELT: ({ cell, title, meant }) => ({
    message: `${cell} 的“${title}”不是门店的列。是不是想写 ${meant}？`,
    hint: `请改成 ${meant}；如果是自己加的列，请换一个不容易混淆的标题。`,
  }),
  SHEET_COLUMN_UNKNOWN: ({ cell, title }) => ({
    message: `${cell} 的“${title}”不是门店的列，这一列没有读取。`,
    hint: '自己加的列可以留着。新的标签列请写成“label:名称”。',
  }),

  SHEET_ID_EMPTY: ({ cell }) => ({
    message: `${cell} 没有 poi_id，不知道这一行是哪家门店。`,
    hint: '请补上编号，或删掉这一行。表格不会新建门店：新门店用“mendian import”生成文件。',
  }),
  SHEET_ID_WRONG: ({ cell, read }) => ({
    message: `${cell} 的“${read}”不是完整的 poi_id。`,
    hint: `${AS_TEXT}编号只有数字，最多 20 位。`,
  }),
  SHEET_ID_TWICE: ({ cell, other, poi_id }) => ({
    message: `${cell} 是门店 ${poi_id} 的第二行，第一行在 ${other}。`,
    hint: '每家门店只能有一行。',
  }),
  SHEET_ID_UNKNOWN: ({ cell, poi_id, near }) => ({
    message: `${cell}：没有门店 ${poi_id} 的文件。`,
    hint:
      near === null
        ? '请核对编号和账号。表格不会新建门店：新门店用“mendian import”生成文件。'
        : `是不是 ${near}？表格软件会改动很长的数字，也会去掉开头的零。${AS_TEXT}`,
  }),
  SHEET_ACCOUNT_WRONG: ({ cell, read, problem, accounts }) => ({
    message: {
      unknown: `${cell}：没有账号“${read}”。`,
      moved: `${cell} 写的是 ${read}，但这一行导出时属于另一个账号。`,
      unclear: `${cell}：多个账号都有这家门店，而没有一列说明这一行属于哪个账号。`,
    }[problem],
    hint: {
      unknown: `账号写在 mendian.yaml 里：${accounts.join('、')}。请按那里的写法填写，或把单元格留空。`,
      moved: '表格不能把门店移到另一个账号。请改回原来的账号，或重新导出。',
      unclear: `请加一列“账号”，填 ${accounts.join('、')} 之一；或用 --account 指定一个。`,
    }[problem],
  }),
  SHEET_ROW_MIXED: ({ cell, poi_id, base }) => ({
    message: `${cell} 写的是 ${poi_id}，但这一行导出时是门店 ${base}。`,
    hint: '是不是只排序或移动了部分列，或者把一行复制到了另一行上？请撤销，或重新导出。',
  }),
  SHEET_NO_BASE: ({ cell, column, reason }) => ({
    message: `${cell}（${column}）和文件不同，但无法判断哪个更新：${NO_BASE[reason]}。`,
    hint: '请重新导出，在新表格里修改。也可以加 --no-base：凡是不同的地方都以表格为准。',
  }),

  SHEET_DAMAGED: ({ cell, column, read, damage, was }) => ({
    message: `${cell}（${column}）的内容是${show(read)}：${DAMAGE[damage].what}。文件里是${show(was)}。`,
    hint: DAMAGE[damage].hint,
  }),
  SHEET_EMPTY_CELL: ({ cell, column, was, required }) => ({
    message: `${cell}（${column}）是空的${was === '' ? '' : `，文件里是${show(was)}`}。`,
    hint:
      required === 'yes'
        ? '每家门店都必须有这一项，请填上。'
        : '请重新填上；如果确实要从文件里去掉，请加 --clear。',
  }),
  SHEET_CLEAR_INHERITED: ({ cell, column }) => ({
    message: `${cell}（${column}）是空的，但这个值来自默认值文件，不能只为一家门店去掉。`,
    hint: '请从默认值文件里删掉，再写进仍然需要它的门店文件。',
  }),
  SHEET_CONFLICT: ({ cell, column, sheet, file }) => ({
    message: `${cell}（${column}）在表格和文件里都改过，而且改得不一样：表格里是${show(sheet)}，文件里是${show(file)}。`,
    hint: '请在单元格里写上正确的值。以文件为准就写文件里的值；以表格为准请重新导出，在新表格里修改。',
  }),
  SHEET_VALUE: ({ cell, column, cause, advice }) => ({
    message: `${cell}（${column}）：${cause}`,
    hint: advice,
  }),
  SHEET_PICTURE_TWICE: ({ cell, value, other }) => ({
    message: `${cell}：这一行的图片里${show(value)}出现了两次，它已经是图片 ${other}。`,
    hint: '请去掉其中一张。',
  }),
  SHEET_READ_ONLY: ({ cell }) => ({
    message: `${cell} 改过，但门店文件的位置不能在表格里修改。`,
    hint: '请直接移动文件：门店由 poi_id 识别。',
  }),

  SHEET_KEPT: ({ cells, stores }) => ({
    message: `导出之后，文件里有 ${stores} 家门店的 ${cells} 个值改过，表格里没有改：保留文件的值。`,
    hint: null,
  }),
  SHEET_OTHER_ACCOUNTS: ({ rows }) => ({
    message: `因为 --account，跳过了其他账号的 ${rows} 行。`,
    hint: null,
  }),
  SHEET_NOT_SELECTED: ({ rows }) => ({
    message: `按 --select 和 --exclude，其他门店的 ${rows} 行没有导入。`,
    hint: null,
  }),
  SHEET_FILE_CHANGED: () => ({
    message: '读取表格期间，有人改了这个文件。',
    hint: '请重新导入。',
  }),
  SHEET_HALF_WRITTEN: ({ written, left, cause }) => ({
    message: `导入中断（${cause}）：已写入 ${written} 个文件，还有 ${left} 个没有写。`,
    hint: '请再运行一次：已写入的视为完成，其余的会继续写入。',
  }),
};

export const sheetUi: Messages['sheet'] = {
  sheetName: '门店',
  titles: {
    columns: {
      account: '账号，只读',
      poi_id: '门店编号',
      name: '门店名称',
      hour: '营业时间',
      contract_phone: '电话',
      card_id: '卡券编号',
      map_poi_id: '地图地点编号',
      file: '文件，只读',
      mendian_base: '基准，勿改',
    },
    picture: (number) => `图片 ${number}`,
    label: '标签',
  },
  exported: (stores, file) => `已将 ${stores} 家门店写入 ${file}。`,
  exportTitle: (file) => `mendian sheet export：${file}`,
  exportRefused: 'mendian sheet export：没有写入任何内容',
  importTitle: (file) => `mendian sheet import：${file}`,
  importRefused: 'mendian sheet import：没有写入任何内容',
  nextEdit: (file) =>
    `下一步：用 Excel、WPS 或 LibreOffice 修改单元格，按原格式保存，再运行 mendian sheet import ${file}`,
  next: '下一步：用 git diff 查看文件的改动，用 mendian plan 查看将要发送的内容。',
  nextWrite: '下一步：去掉 --dry-run 再运行一次',
  summaryLabel: '表格',
  summary: ({ rows, edited, values }, run) =>
    edited === 0
      ? `${rows} 行，没有变化。`
      : `${rows} 行，${run === 'dry' ? '将修改' : '已修改'} ${edited} 家门店的 ${values} 个值。`,
  dryRun: '没有写入任何内容：这是试运行。',
  cleared: '从文件中去掉',
  added: '新增',
  inherited: (file) => `此前来自 ${file}，默认值保持不变`,
  moreStores: (stores) => `… 还有 ${stores} 家门店（-v 显示全部）`,
  moreFaults: (count) => `… 表格还有 ${count} 处问题（-v 显示全部）`,
  planTitle: '接下来的计划',
  table: { store: '门店', column: '项目', change: '变更' },
};
