/** 特殊日期营业时间的中文文案。 */
import type { Messages } from '../en.ts';
import type { FaultTexts } from '../faults.ts';
import type { SpecialHoursFaults } from '../special-hours-faults.ts';

/** 句子里只放得下开头一段。 */
const brief = (value: string): string => (value.length > 60 ? `${value.slice(0, 60)}…` : value);

/** 前三个，其余只报数。 */
const list = (items: readonly string[]): string =>
  `${items.slice(0, 3).join('、')}${items.length > 3 ? ` 等 ${items.length} 个` : ''}`;

const range = ({ from, to }: { readonly from: string; readonly to: string }): string =>
  from === to ? from : `${from} 至 ${to}`;

const ahead = (days: number): string => (days === 0 ? '今天' : days === 1 ? '明天' : `${days} 天后`);

const didYouMean = (meant: string | null, otherwise: string): string =>
  meant === null ? otherwise : `是否想写“${meant}”？`;

export const specialHoursTexts: FaultTexts<SpecialHoursFaults> = {
  INVALID_DATE: ({ key, value, problem, days, write }) => {
    const problems = {
      form: '不是 YYYY-MM-DD 形式的日期',
      'no-day': '这一天不存在',
      'no-month': '这个月份不存在',
      year: '年份不合理',
    } as const;
    const hints = {
      form: '请按“四位年-两位月-两位日”填写，例如 2027-02-15。',
      'no-day': days === null ? '每月有 28 至 31 天。' : `${value.slice(0, 7)} 只有 01 至 ${days} 日。`,
      'no-month': '月份为 01 至 12，年份写在最前面，例如 2027-02-15。',
      year: '年份应在 2000 至 2999 之间。',
    } as const;
    return {
      message: `${key}“${brief(value)}”：${problems[problem]}。`,
      hint: write === null ? hints[problem] : `请写成 ${write}`,
    };
  },
  DATES_REVERSED: ({ from, to }) => ({
    message: `最后一天 ${to} 早于第一天 ${from}。`,
    hint: '请对调两个日期，或改正年份；首尾两天都算在内。',
  }),
  SPECIAL_HOURS_OVERLAP: ({ value, other }) => ({
    message: `special_hours：${value} 与第 ${other} 行的条目有重叠的日期。`,
    hint: '每天只能有一个营业时段，首尾两天都算在内，请缩短其中一条。',
  }),
  SPECIAL_HOURS_DAYS: ({ problem }) => {
    const texts = {
      none: [
        'special_hours：这一条没有写明是哪几天。',
        '请写 from: 2027-02-15 和 to: 2027-02-21（只有一天时写 from 即可），或用 on: 引用日历中的名称。',
      ],
      'no-from': ['special_hours：缺少第一天“from”。', '请补上；只有一天时，单写 from 即可。'],
      both: ['special_hours：这一条既写了日期，又写了“on”。', '两者只留其一：使用“on”时，首尾日期取自日历。'],
    } as const;
    const [message, hint] = texts[problem];
    return { message, hint };
  },
  SPECIAL_HOURS_IMPOSSIBLE: ({ sort, value }) => {
    const texts = {
      closed: [
        '无法发送“停业”：update_store 每次都必须带一个营业时段，没有停业状态',
        '请去掉这几天，或填写仍有人接待的时段；停业信息请通过门店图片、公众号通知等其他渠道告知顾客。',
      ],
      ranges: ['无法发送一天多个时段：update_store 只接受一个时段', '请写成从最早开门到最晚打烊的一个时段。'],
      weekdays: [
        '无法按星期或循环设置：update_store 只接受一个适用于每天的时段',
        '请为每一段日期单独写一条，并写明日期：from: 2027-02-15, to: 2027-02-21。',
      ],
    } as const;
    const [why, hint] = texts[sort];
    return { message: `special_hours“${brief(value)}”：${why}。`, hint };
  },
  SPECIAL_HOURS_LONG: ({ from, to }) => ({
    message: `${from} 至 ${to} 超过一年。`,
    hint: '会按所写日期执行。年份是否写对？长期有效的时间应写在门店自己的“hour”里。',
  }),

  CALENDAR_REFERENCE: ({ value, meant }) => ({
    message: `on“${brief(value)}”没有指明日历及其中的名称。`,
    hint: didYouMean(
      meant,
      '请写成 on: 日历/名称，例如 2027-cn/spring-festival 表示 calendar/2027-cn.yaml 中的 spring-festival。直接写日期请用 from: 和 to:。',
    ),
  }),
  CALENDAR_UNKNOWN: ({ calendar, meant, known }) => ({
    message: `没有日历 ${brief(calendar)}（calendar/${brief(calendar)}.yaml）。`,
    hint: didYouMean(
      meant,
      known.length === 0
        ? '请在仓库根目录建立该文件，每行写一个名称，例如：\nspring-festival: { from: 2027-02-06, to: 2027-02-12 }'
        : `已有的日历：${list(known)}。`,
    ),
  }),
  CALENDAR_NAME_UNKNOWN: ({ file, name, meant, known }) => ({
    message: `${file} 中没有名称“${brief(name)}”。`,
    hint: didYouMean(
      meant,
      known.length === 0 ? '该日历中还没有任何名称，请先添加。' : `其中的名称有：${list(known.map(brief))}。`,
    ),
  }),
  CALENDAR_NAME_INVALID: ({ name, problem }) => ({
    message: problem === 'empty' ? '日历中有一个名称是空的。' : `名称“${brief(name)}”中含有“/”。`,
    hint:
      problem === 'empty'
        ? '请在冒号前写上名称。'
        : '“/”用于在门店文件中分隔日历和名称，请改用其他符号，例如“-”。',
  }),
  TWO_CALENDARS: ({ other }) => ({
    message: `这个日历还有另一个文件：${other}。`,
    hint: '两者只留其一。',
  }),
  CALENDAR_NOT_A_MAP: ({ sort }) => ({
    message:
      sort === 'empty'
        ? '日历文件是空的，或只有注释。'
        : `日历文件里是${sort === 'list' ? '一个列表' : '一段文字'}，而不是名称和日期。`,
    hint: '请每行写一个名称：\nspring-festival: { from: 2027-02-06, to: 2027-02-12, reason: 春节 }',
  }),

  REVIEW_BEFORE_SPECIAL_HOURS: ({ stores, names, date, days, patience }) => ({
    message:
      stores === 1
        ? `${names[0] ?? ''} 的营业时间将在 ${date}（${ahead(days)}）因特殊日期变更，届时其图片可能仍在审核中。`
        : `${stores} 家门店（${list(names)}）的营业时间将因特殊日期变更（最早 ${date}，${ahead(days)}），届时其图片可能仍在审核中。`,
    hint: `图片审核期间，微信可能拒绝修改营业时间；审核最长可能需要 ${patience} 天（review_patience）。请提前更换图片，或等特殊日期过后再换；审核一结束，营业时间就会发送。`,
  }),
};

export const specialHoursUi: Messages['specialHours'] = {
  comingTitle: '即将到来的特殊日期',
  ahead,
  range,
  forecast: (changes, date, days) =>
    `特殊日期营业时间变更 ${changes} 项，最近一次在 ${date}（${ahead(days)}）`,
  forecastNone: '没有即将到来的特殊日期',
  stores: (count) => `${count} 家门店`,
  when: (date, days) => `${date}（${ahead(days)}）`,
  entry: (when, who, change) => `${when}：${who}，${change}`,
  change: (field, change) => `${field} ${change}`,
  named: (stores, names) => `${stores}（${names}）`,
  more: (groups, stores) => `……另有 ${groups} 项营业时间变更，共涉及 ${stores} 家门店。`,
  sections: {
    fromPull: '合并后，营业时间将在以下日期自动变更',
    removed: '合并后不再执行',
    all: (changes) => `即将到来的特殊日期：营业时间变更 ${changes} 项`,
  },
  table: { day: '日期', stores: '门店', change: '变更' },
  show: {
    usual: '平日营业时间',
    now: '今天生效',
    past: '已结束',
    coming: '未开始',
  },
};
