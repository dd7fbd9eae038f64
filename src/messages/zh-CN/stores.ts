/** Simplified Chinese texts of faults in files that people write. */
import { brief } from '../excerpt.ts';
import type { FaultTexts } from '../faults.ts';
import type { StoreFaults } from '../store-faults.ts';

const EXAMPLE = '请写一个 HH:MM-HH:MM 的时段，例如 10:00-21:00。';

export const storeTexts: FaultTexts<StoreFaults> = {
  NOT_A_MAP: ({ sort }) => ({
    message:
      sort === 'empty'
        ? '文件是空的，或者只有注释。'
        : `文件内容是${sort === 'list' ? '列表' : '一段文本'}，而不是键和值。`,
    hint:
      sort === 'list'
        ? '一个文件只写一家门店：请从行首写键，不要加“- ”。'
        : '请写上门店内容，或删掉文件。空文件不会被当作撤下门店。',
  }),
  UNKNOWN_KEY: ({ key, meant, known }) => ({
    message: `这里没有“${brief(key)}”这个键。`,
    hint: meant === null ? `可用的键：${known}。` : `是不是想写“${meant}”？`,
  }),
  API_READ_NAME: ({ key, meant }) => ({
    message: `“${key}”是微信接口返回这个值时用的名称；这里叫“${meant}”。`,
    hint: `请改写成“${meant}”。`,
  }),
  READ_ONLY_FIELD: ({ key }) => ({
    message: `“${key}”不能通过这个接口修改。`,
    hint: '请去掉它。名称、地址、位置、类目和资质都在微信公众平台修改。',
  }),
  NOT_IN_DEFAULTS: ({ key }) => ({
    message: `“${key}”是单家门店自己的，不能作为默认值。`,
    hint: '请移到门店自己的文件里。',
  }),
  MISSING_KEY: ({ key, example }) => ({
    message: `缺少“${key}”。`,
    hint: `请补上，例如：${example}`,
  }),
  EMPTY_VALUE: ({ key, cut }) => ({
    message: `“${key}”没有值。`,
    hint: cut
      ? '# 后面的内容是注释。如果 # 属于值，请给值加引号。'
      : key === 'card_id'
        ? '不管理会员卡就删掉这一行；要发送空值就写 ""（带引号）。'
        : '请写上值，或删掉这一行。',
  }),
  WRONG_TYPE: ({ key, expected, example }) => ({
    message: {
      text: `“${key}”应为单个文本。`,
      list: `“${key}”应为列表。`,
      map: `“${key}”应为键和值。`,
      'item-text': `“${key}”的每一项都应为单个文本。`,
      'item-map': `“${key}”的每一项都应为键和值。`,
    }[expected],
    hint: `例如：\n${example}`,
  }),

  INVALID_VALUE: ({ key, value }) => ({
    message: `“${key}”不能是“${brief(value)}”。`,
    hint: '可用的值见 docs/store-reference.md。',
  }),
  INVALID_HOUR: ({ value, problem, write }) => {
    const texts = {
      'single-time': '只有一个时间，需要写时段',
      converted: '是一个数字，多半是别的工具把时间换算了（600 分钟就是 10:00）',
      character: '含有半角数字、: 和 - 之外的字符',
      blank: '含有空格',
      digits: '小时和分钟都要写两位数字',
      several: '接口只接受一个时段',
      'no-time': '小时为 00 到 23，分钟为 00 到 59；只有结束时间可以写 24:00',
      same: '开始和结束时间相同',
      form: '不是时段',
    } as const;
    return {
      message: `hour“${brief(value)}”：${texts[problem]}${describeOdd(value)}。`,
      hint: problem === 'same' ? '全天营业请写 00:00-24:00。' : write === null ? EXAMPLE : `请写成 ${write}`,
    };
  },
  OVERNIGHT_HOURS: ({ value }) => ({
    message: `hour ${value} 跨过了零点；微信文档没有说明是否接受。`,
    hint: '会原样发送。请先用一家门店试试。',
  }),
  INVALID_PHONE: ({ value, character, write }) => ({
    message: `contract_phone“${brief(value)}”${character === null ? '不是电话号码' : `含有不允许的字符：${character}`}。`,
    hint:
      write === null
        ? '请写半角数字，各段用 - 连接：021-12345678，带分机写 021-12345678-802。'
        : `请写成 ${write}`,
  }),
  UNUSUAL_PHONE: ({ value }) => ({
    message: `contract_phone ${brief(value)} 的格式不常见。`,
    hint: '微信的门店规则：固定电话 021-12345678（带分机 021-12345678-802）、手机 13800000000、400 或 800 电话。会原样发送。',
  }),
  INVALID_ID: ({ key, value, character, write }) => ({
    message: `${key}“${brief(value)}”不是 id${character === null ? '' : `：${character} 不是半角数字`}。`,
    hint: write === null ? 'id 是 1 到 20 位半角数字；请加引号。' : `请写成 ${key}: "${write}"`,
  }),
  INVALID_CARD: ({ value, character }) => ({
    message: `card_id“${brief(value)}”不是卡券 id${character === null ? '' : `：${character}`}。`,
    hint: '卡券 id 由字母、数字、- 和 _ 组成，最多 64 位；一家门店只有一张卡。',
  }),
  INVALID_PICTURE: ({ value, problem, character, write }) => {
    const messages = {
      host: `图片“${brief(value)}”不在微信的图床上。`,
      'no-blank': `“${brief(value)}”：- 后面缺少空格。`,
      character: `图片“${brief(value)}”含有网址里不会有的字符${character === null ? '' : `：${character}`}。`,
      address: `“${brief(value)}”不是图片地址。`,
    } as const;
    const upload =
      '微信只接受自己图床上的图片：请把文件放进仓库并写它的路径（例如 ./photos/front.jpg），应用变更时会自动上传；或写微信给出的地址（http://mmbiz.qpic.cn/…）。';
    const hint = problem === 'character' ? '请重新复制地址，前后不要有空格。' : upload;
    return { message: messages[problem], hint: write === null ? hint : `请写成\n${write}` };
  },
  PICTURES_AS_TEXT: ({ write }) => ({
    message: 'pic_list 应为列表，而不是一段文本。',
    hint: `请写成\n${write}`,
  }),
  PICTURE_COUNT: ({ count }) => ({
    message: count === 0 ? 'pic_list 是空的。' : `pic_list 有 ${count} 张图片；最多 9 张。`,
    hint: count === 0 ? '图片不能清空：请至少写一张。' : '请去掉几张。',
  }),
  DUPLICATE_PICTURE: ({ value, other }) => ({
    message: `图片 ${brief(value)} 在列表里已经有了（第 ${other} 行）。`,
    hint: '请去掉其中一个。',
  }),
  NAME_EMPTY: () => ({
    message: 'name 是空的。',
    hint: '请写上大家对这家门店的称呼：计划里会显示它，并与微信上的名称核对。',
  }),
  INVISIBLE_CHARACTER: ({ key, character }) => ({
    message: `${key} 含有看不见的字符：${character}。`,
    hint: '请重新输入这个值；复制文字时常会带上这种字符。',
  }),

  MORE_FAULTS: ({ count }) => ({
    message: `这个文件还有 ${count} 个问题没有显示。`,
    hint: '请先修正前面的，再运行一次。',
  }),
  STORES_FOLDER_MISSING: ({ folder, reason }) => ({
    message:
      reason === 'missing'
        ? `没有目录 ${folder}。`
        : reason === 'file'
          ? `${folder} 不是目录。`
          : `${folder} 是符号链接，或路径中有符号链接；这里不跟随链接。`,
    hint: '请在这里运行“mendian init”，或进入仓库根目录（-C），或修正设置 stores。',
  }),
  ACCOUNT_WITHOUT_STORES: ({ account, stores }) => ({
    message: `账号 ${account} 还没有目录 ${stores}，也没有发送过任何门店。`,
    hint: `“mendian import --account ${account}”会为微信上已有的门店生成文件。如果目录名不同，请修正 mendian.yaml 里的 stores。`,
  }),
  STORES_OF_NOBODY: ({ what }) => ({
    message:
      what === 'file'
        ? '这个文件不属于任何账号，没有读取。'
        : '这个目录里有 .yaml 文件，但不属于任何账号，没有读取。',
    hint: `请在 mendian.yaml 的 accounts 里写上它所在的目录，或把${what === 'file' ? '文件' : '目录'}移到某个账号的目录里。`,
  }),
  FILE_IGNORED: ({ reason }) => {
    const texts = {
      ending: [
        '没有读取这个文件：文件名不以 .yaml 或 .yml（小写）结尾。',
        '如果是门店请改名，否则请移出这个目录。',
      ],
      underscore: ['没有读取这个文件：以 _ 开头的名称里，只有 _defaults.yaml 有意义。', '如果是门店请改名。'],
      link: ['没有跟随这个符号链接。', '请把真正的文件复制到这里。'],
      special: ['它既不是文件也不是目录，没有读取。', '请移出这个目录。'],
    } as const;
    const [message, hint] = texts[reason];
    return { message, hint };
  },
  TWO_DEFAULTS: ({ other }) => ({
    message: `这个目录里还有另一个默认值文件：${other}。`,
    hint: '请只保留一个。',
  }),
  DUPLICATE_POI_ID: ({ poi_id, other }) => ({
    message: `poi_id ${poi_id} 也出现在 ${other} 里。`,
    hint: '两者都不会发送。是不是复制了文件？每家门店都有自己的 id。',
  }),
};

/** Names the first character that is not ASCII, by what it looks like and its code point. */
function describeOdd(value: string): string {
  const odd = [...value].find((character) => (character.codePointAt(0) ?? 0) > 0x7e);
  if (odd === undefined) return '';
  const point = (odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `（“${odd}”是 U+${point}）`;
}
