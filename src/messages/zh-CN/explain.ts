/** Simplified Chinese texts of `mendian explain`. */
import type { Messages } from '../en.ts';

export const explainUi: Messages['explain'] = {
  names: '大写的词代表具体的值。有几种说法时，报告只显示符合情况的那一种。',
  errcodeFor: (command) => `这里的错误码只是其中之一；其他错误码的含义请用 ${command} 查看。`,
  classes: {
    RETRY: '会重试几次。仍然不行时，这家门店失败；连续三家如此，运行就会停止。',
    TOKEN: '会换取一次新令牌。换不到时，运行停止。',
    STOP: '会停止这个账号的运行。已经完成的都有记录。',
    STORE: '只有这家门店失败。同样的内容不会再发送，直到文件修改、第二天，或使用 --retry-refused。',
    DEFER: '这家门店留给之后的运行，不会丢失任何东西。',
    BUG: '会停止这个账号的运行。已经完成的都有记录。',
  },
};
