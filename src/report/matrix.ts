/** Batches of accounts as `strategy.matrix` of GitHub Actions, and for people. Pure. */
import type { Messages } from '../messages/en.ts';
import type { Batch } from '../model/plan.ts';
import { forMarkdown } from './escape.ts';
import { keepTogether } from './table-words.ts';

/** One job. `account` is what the action's input of that name takes; `name` is for the job's title. */
interface MatrixRow {
  readonly batch: number;
  readonly name: string;
  readonly account: string;
  readonly accounts: number;
  readonly calls: number;
}

const MOST_ROWS = 50;
const MOST_NAMED = 5;

/** One line of JSON, without a line break, so that it can be an output of a job. */
export function matrixJson(batches: readonly Batch[]): string {
  return JSON.stringify({ include: batches.map(describeBatch) });
}

function describeBatch({ batch, accounts, calls }: Batch): MatrixRow {
  const [first = ''] = accounts;
  const last = accounts.at(-1) ?? '';
  const name = accounts.length === 1 ? first : `${first} … ${last}`;
  return { batch, name, account: accounts.join(','), accounts: accounts.length, calls };
}

/** A table of the batches for a summary; empty where there is none. */
export function matrixMarkdown(batches: readonly Batch[], { accounts: ui }: Messages): string {
  if (batches.length === 0) return ui.noWork;
  const rows = batches.slice(0, MOST_ROWS).map(({ batch, accounts, calls }) => {
    const named = accounts.slice(0, MOST_NAMED).map(forMarkdown);
    return `| ${batch} | ${ui.whose(named, accounts.length - named.length)} | ${calls} |`;
  });
  const count = batches.reduce((sum, { accounts }) => sum + accounts.length, 0);
  const left = batches.length - rows.length;
  const { batch, column, calls } = { ...ui.table, column: ui.column };
  return [
    `**${ui.batches(count, batches.length)}**`,
    '',
    `| ${[batch, column, calls].map(keepTogether).join(' | ')} |`,
    '| --- | --- | --- |',
    ...rows,
    ...(left > 0 ? ['', ui.leftOut(left)] : []),
  ].join('\n');
}
