/** Simplified Chinese texts of faults of files that people write: their bytes, and their YAML. */
import { brief, nameOddBlank } from '../excerpt.ts';
import type { FaultTexts } from '../faults.ts';
import type { FileFaults } from '../file-faults.ts';

/** How to write the line's value so that YAML leaves it alone. */
const QUOTE = (start: string): string => {
  const [, key, value] = /^-?\s*([\w-]+):\s*(.+)$/u.exec(start) ?? [];
  return key === undefined || value === undefined
    ? '请给值加上引号。'
    : `请给值加上引号：${key}: '${value.replaceAll("'", "''")}'`;
};

/** The line as "key: value", where it has a key at all. */
const KEY_VALUE = (start: string): string => {
  const [, key, value = ''] = /^([\w-]+)\s*[:=：]?\s*(.*)$/u.exec(start) ?? [];
  return key === undefined || value === ''
    ? '请写成“key: value”，冒号用半角，后面加一个空格。'
    : `请写成 ${key}: ${value}`;
};

export const fileTexts: FaultTexts<FileFaults> = {
  FILE_TOO_LARGE: ({ bytes }) => ({
    message: `文件有 ${bytes} 字节；超过 1 MB 的文件不读取。`,
    hint: '一个文件只写一家门店。这是不是别的文件？',
  }),
  FILE_UNREADABLE: ({ reason, detail }) => {
    const texts = {
      link: ['它是符号链接，这里不跟随链接', '请把真正的文件复制到这里。'],
      special: ['它不是普通文件', '请写明一个文件，或把占着这个位置的东西移走。'],
      name: ['文件名不是 UTF-8 文本', '请改名：从 GBK 压缩包解出的文件名无法打开。'],
      system: [detail, '请检查它的权限。'],
    } as const;
    const [problem, hint] = texts[reason];
    return { message: `无法读取文件：${problem}。`, hint };
  },
  NOT_UTF8: ({ guess }) => ({
    message: guess === 'unknown' ? '文件不是 UTF-8 文本。' : `文件不是 UTF-8 文本，看起来是 ${guess}。`,
    hint:
      guess === 'GBK'
        ? '请在编辑器里另存为 UTF-8，或运行：iconv -f GB18030 -t UTF-8'
        : '请在编辑器里另存为 UTF-8。',
  }),
  SECOND_BOM: () => ({
    message: '文件开头有两个字节顺序标记（U+FEFF）。',
    hint: '请去掉它们：另存为不带 BOM 的 UTF-8。',
  }),
  LONE_CR: () => ({
    message: '文件用的是旧 Mac 的换行符（只有 CR）。',
    hint: '请改用 LF 或 CRLF 换行保存。',
  }),

  YAML_SYNTAX: ({ problem, start }) => {
    const line = start === '' ? '' : `：${start}`;
    const texts = {
      'quote-value': [`这个值看起来像 YAML 语法${line}`, QUOTE(start)],
      'unclosed-quote': [`引号没有成对${line}`, '请补上另一半，或把两个都去掉。'],
      conflict: [`有 git 留下的冲突标记${line}`, '请选择其中一方，并删掉标记行。'],
      'unclosed-bracket': [`括号没有成对${line}`, `请补上另一半。如果它是文字的一部分：${QUOTE(start)}`],
      'odd-blank': [
        `这一行有 YAML 不认识的空格（${nameOddBlank(start)}）${line}`,
        '请改成普通空格（U+0020）。',
      ],
      'wide-colon': [`冒号是全角的（“：”是 U+FF1A）${line}`, KEY_VALUE(start)],
      dash: [`- 后面缺少空格${line}`, `请写成 - ${start.replace(/^-/u, '')}`],
      tab: ['这一行用制表符缩进。', '请用空格缩进；YAML 不允许制表符。'],
      indent: [`缩进不对${line}`, '门店的每个键都从行首写起，列表项前面写两个空格和一个“- ”。'],
      colon: [`这一行无法读取${line}`, KEY_VALUE(start)],
      list: [`列表无法读取${line}`, '请每行写一项，形如“  - 内容”。'],
      'too-deep': ['文件嵌套得太深。', '门店文件只有键和文本、一个列表和一个映射，没有更深的层次。'],
      'too-many': ['文件的行数或符号太多。', '门店文件只有几十行。这是不是别的文件？'],
      unreadable: [`这一行不是正确的 YAML${line}`, '请写成“key: value”；值里有特殊字符时加引号。'],
    } as const;
    const [message, hint] = texts[problem];
    return { message, hint };
  },
  DIRECTIVE: ({ directive }) => ({
    message: `不允许使用指令“${directive}”。`,
    hint: '请删掉这一行：门店文件总是按同一种方式读取，每个值就是它的文字。',
  }),
  SECOND_DOCUMENT: () => ({
    message: '这里开始了第二个文档。',
    hint: '一个文件只写一家门店：请把 --- 之后的内容移到单独的文件。',
  }),
  ALIAS: ({ start }) => ({
    message: `不允许使用别名（*）：${start}`,
    hint: `请直接写出值，或放进 _defaults.yaml 共用。如果 * 是文字的一部分：${QUOTE(start)}`,
  }),
  ANCHOR: ({ start }) => ({
    message: `不允许使用锚点（&），& 后面的内容不算值的一部分：${start}`,
    hint: `如果 & 是文字的一部分：${QUOTE(start)}`,
  }),
  EXPLICIT_TAG: ({ start }) => ({
    message: `不允许使用标签（!）：${start}`,
    hint: `如果 ! 是文字的一部分：${QUOTE(start)}`,
  }),
  BAD_KEY: () => ({
    message: '键必须是普通单词。',
    hint: '请写成“key: value”，例如“hour: 10:00-21:00”。',
  }),
  MERGE_KEY: () => ({
    message: '不允许使用合并键（<<）。',
    hint: '请放进 _defaults.yaml 共用。',
  }),
  DUPLICATE_KEY: ({ key, other }) => ({
    message: `“${key}”重复出现，第一次在第 ${other} 行。`,
    hint: '请只保留一个。',
  }),
  VALUE_CUT: ({ value, rest }) => ({
    message: `值在 # 之前就结束了：“${brief(value)}”；“#${brief(rest)}”成了注释。`,
    hint: '如果它属于值，请给整个值加引号；如果是注释，请在 # 后面加空格。',
  }),
};
