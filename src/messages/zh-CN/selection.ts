/** Simplified Chinese texts of what narrows a command. */
import type { Messages } from '../en.ts';
import { brief } from '../excerpt.ts';
import type { FaultTexts } from '../faults.ts';
import type { RefusalReason, SelectionCause, SelectionFaults } from '../selection-faults.ts';

const CAUSES: Readonly<Record<SelectionCause, string>> = {
  empty: '表达式为空：是不是有变量没有设置？',
  negation: '不支持 "!"：要排除门店，请用 --exclude。',
  'full-width': '请改用半角字符。',
  list: '每个 poi_id 请单独写一次该选项。',
  id: 'poi_id 只含数字。',
  outside: '路径从根目录（-C）或门店目录写起，例如 stores/shanghai。',
  value: '缺少标签值；label=* 表示带有该标签的全部门店。',
};

/** What is wrong with an expression, and what may be meant; else the three forms. */
function advise(cause: SelectionCause | null, near: readonly string[]): string {
  const meant = near.length === 0 ? [] : [`是否想写 ${near.join(' 或 ')}？`];
  const advice = [...(cause === null ? [] : [CAUSES[cause]]), ...meant];
  if (advice.length > 0) return advice.join('');
  return '可以按 poi_id、按路径或通配符（"stores/shanghai/**"）、按标签（"region=east"）选择。';
}

const REFUSALS: Readonly<Record<RefusalReason, string>> = {
  'one-store': '它只显示给定 poi_id 的那一家门店',
  'whole-account': '它检查整个账号',
  'event-says': '事件本身已说明是哪家门店',
  'whole-folder': '它载入 --seed 目录里的全部门店',
  samples: '它在自己的临时目录里使用示例门店',
  'no-stores': '它不读取设置和门店',
  'one-form': '它的输出只有一种格式',
};

export const selectionTexts: FaultTexts<SelectionFaults> = {
  SELECTION_EMPTY: ({ expressions, cause, near }) => ({
    message: `没有门店符合 ${expressions}。`,
    hint: advise(cause, near),
  }),
  SELECTION_UNMATCHED: ({ option, expression, cause, near }) => ({
    message: `没有门店符合 ${option} ${expression}${option === '--exclude' ? '，因此没有排除任何门店' : ''}。`,
    hint: advise(cause, near),
  }),
  CODE_UNKNOWN: ({ code, sort, meant }) => ({
    message:
      sort === 'number'
        ? `mendian 不认识错误码 ${brief(code)}。`
        : `mendian 没有 "${brief(code)}" 这个代码。`,
    hint:
      sort === 'number'
        ? '请到微信的全局返回码页面查询。'
        : meant === null
          ? '请按报告里的写法给出代码，例如 CANARY；或微信的错误码，例如 45009。'
          : `是不是想写 ${meant}？`,
  }),
  SHELL_UNKNOWN: ({ shell, own }) => ({
    message: shell === null ? '要为哪种 shell 生成补全脚本？' : `没有适用于 "${shell}" 的补全脚本。`,
    hint: `支持 bash、zsh 和 fish${own === null ? '。' : `；您用的似乎是：mendian completion ${own}`}`,
  }),
  OPTION_NOT_TAKEN: ({ option, command, why }) => ({
    message: `mendian ${command} 不接受 ${option}：${REFUSALS[why]}。`,
    hint: `请去掉 ${option}。`,
  }),
};

export const completionUi: Messages['completion'] = {
  install: {
    bash: '请把这一行加入 ~/.bashrc：  source <(mendian completion bash)',
    zsh: '请把这一行加入 ~/.zshrc（放在 compinit 之后）：  source <(mendian completion zsh)',
    fish: '运行一次：  mendian completion fish > ~/.config/fish/completions/mendian.fish',
  },
};
