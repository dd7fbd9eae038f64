/** English texts about several accounts. */
import { plural } from './words.ts';

const MOST_NAMED = 10;

/** A few names, and how many more there are. */
const listNames = (names: readonly string[]): string => {
  const named = names.slice(0, MOST_NAMED);
  const more = names.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

export const accountsUi = {
  next: (account: string) => `Account ${account}:`,
  /** Whose finding it is. */
  whose: (named: readonly string[], more: number) =>
    more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', '),
  column: 'Account',
  all: 'Accounts',
  /** The same in a table on a terminal. */
  heading: 'ACCOUNT',
  /** Which accounts a report is over; no names where they are many. */
  over: (count: number, named: readonly string[]) =>
    `${plural(count, 'account')}${named.length > 0 ? `: ${named.join(', ')}` : ''}`,
  /** After the counts of a plan. */
  unchanged: (count: number) => `${plural(count, 'account')} without changes.`,
  /** After the lines of an apply. */
  idle: (count: number) => `${plural(count, 'account')} with nothing to do.`,
  /** Names, of accounts or of their files. */
  names: listNames,
  /** Of `doctor`. */
  well: (names: readonly string[]) => `${listNames(names)}: all well`,
  alike: (names: readonly string[]) => `The same kind: ${listNames(names)}`,
  notPlanned: (names: readonly string[]) =>
    `${plural(names.length, 'account')} not planned, because of errors: ${listNames(names)}.`,
  notCompared: (names: readonly string[]) =>
    `${plural(names.length, 'account')} not compared: ${listNames(names)}.`,
  /** Of `matrix`. */
  noWork: 'No account has anything to do.',
  batches: (accounts: number, batches: number) =>
    `${plural(accounts, 'account')} with work to do, in ${plural(batches, 'batch', 'batches')}`,
  busy: (busy: number, accounts: number, batches: number) =>
    `${busy} of ${plural(accounts, 'account')} with work to do, in ${plural(batches, 'batch', 'batches')}.`,
  table: { batch: 'Batch', calls: 'Calls at most' },
  leftOut: (count: number) => `And ${plural(count, 'more batch', 'more batches')}.`,
};
