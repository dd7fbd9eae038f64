/** Simplified Chinese texts about several accounts. */
import type { Messages } from '../en.ts';

const MOST_NAMED = 10;

/** A few names, and how many there are. */
const listNames = (names: readonly string[]): string => {
  const named = names.slice(0, MOST_NAMED);
  return `${named.join('、')}${names.length > named.length ? ` 等 ${names.length} 个` : ''}`;
};

export const accountsUi: Messages['accounts'] = {
  next: (account) => `账号 ${account}：`,
  whose: (named, more) => (more > 0 ? `${named.join('、')} 等 ${named.length + more} 个` : named.join('、')),
  column: '账号',
  all: '账号',
  heading: '账号',
  over: (count, named) => `${count} 个账号${named.length > 0 ? `：${named.join('、')}` : ''}`,
  unchanged: (count) => `${count} 个账号没有变更。`,
  idle: (count) => `${count} 个账号无事可做。`,
  names: listNames,
  well: (names) => `${listNames(names)}：一切正常`,
  alike: (names) => `同类问题：${listNames(names)}`,
  notPlanned: (names) => `${names.length} 个账号因有错误没有计划：${listNames(names)}。`,
  notCompared: (names) => `${names.length} 个账号未比较：${listNames(names)}。`,
  noWork: '没有账号需要处理。',
  batches: (accounts, batches) => `${accounts} 个账号需要处理，分成 ${batches} 批`,
  busy: (busy, accounts, batches) => `${accounts} 个账号中有 ${busy} 个需要处理，分成 ${batches} 批。`,
  table: { batch: '批次', calls: '最多调用次数' },
  leftOut: (count) => `另有 ${count} 批。`,
};
