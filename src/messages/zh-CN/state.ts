/** Simplified Chinese texts of state faults. */
import type { FaultTexts } from '../faults.ts';
import type { StateFaults } from '../state-faults.ts';
import { say } from './phrases.ts';

const KINDS = {
  cut: '内容中途截断',
  empty: '它是空的',
  null: '内容是 null，没有任何记录',
  trailing: '结尾之后还有别的内容',
  syntax: '它不是 JSON',
  encoding: '它不是 UTF-8 文本',
} as const;

const restore = (file: string): string =>
  `没有改动或发送任何内容。请从 git 取回最近一个完好的版本：git checkout HEAD -- ${file}`;

export const stateTexts: FaultTexts<StateFaults> = {
  LOCKED: ({ file, holder }) => ({
    message: `另一个运行正在这里工作：${file} 的持有者是：${say(holder)}。`,
    hint: '请等它结束。持有者若是本机已退出的进程，锁会被自动接手；若在别的机器上，最后活动 15 分钟后失效。',
  }),
  STATE_CONFLICT: ({ file }) => ({
    message: `${file} 里有合并冲突标记。`,
    hint: `请运行“mendian merge-state ${file}”：它逐店合并双方，然后请查看差异并提交。`,
  }),
  STATE_DAMAGED: ({ file, kind }) => ({
    message: `${file} 已损坏：${KINDS[kind]}。`,
    hint: `${restore(file)}。损坏的状态文件不会被当作首次运行，否则所有门店都会被发送一遍。`,
  }),
  STATE_DUPLICATE: ({ file, key, other }) => ({
    message: `${file} 里“${key}”出现了两次，第一次在第 ${other} 行。`,
    hint: `两者只有一个是对的：请删掉较旧的一个；或者取回旧版本。${restore(file)}。`,
  }),
  STATE_NEWER: ({ file, version }) => ({
    message: `${file} 是由更新版本的 mendian 写入的（版本 ${version}）。`,
    hint: '请升级 mendian。没有改动或发送任何内容。',
  }),
  STATE_INVALID: ({ file, place, expected }) => ({
    message: `${file}：${place} 应为：${say(expected)}。`,
    hint: restore(file),
  }),
  STATE_UNREADABLE: ({ file, detail }) => ({
    message: `${file} 不能使用：${say(detail)}。`,
    hint: '状态文件、日志文件和锁文件必须是仓库里的普通文件。请检查设置 state，以及那个位置上到底是什么。',
  }),
  JOURNAL_DAMAGED: ({ file }) => ({
    message: `${file} 中间有一行损坏。`,
    hint: '它记录了一次中断的运行发送过什么。请先备份，删掉损坏的那一行，再运行 plan：凡是开始过发送的门店，都会先核实再发送。',
  }),
  JOURNAL_FOUND: ({ file, lines }) => ({
    message: `之前有一次运行中断了：${file} 的 ${lines} 行已计入。`,
    hint: null,
  }),
};
