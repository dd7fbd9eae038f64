/** What reports over several accounts have in common. Pure. */
import type { Messages } from '../messages/en.ts';

/** What one account adds to a report over several. */
export interface AccountSummary<S> {
  readonly account: string;
  readonly summary: S;
}

/** More names than this say less than their number. */
const MOST_NAMED = 10;

/** Which accounts a report is over, as a block; none where there is one. */
export function accountsText(accounts: readonly string[] | undefined, messages: Messages): readonly string[] {
  if (accounts === undefined) return [];
  return [messages.accounts.over(accounts.length, accounts.length > MOST_NAMED ? [] : accounts)];
}

/** A member of a JSON document with what each account adds; there only where there are several. */
export function accountsJson<R extends { readonly account: string }, S>(
  accounts: readonly string[] | undefined,
  rows: readonly R[],
  summarise: (own: readonly R[], account: string) => S,
): { readonly accounts?: readonly AccountSummary<S>[] } {
  if (accounts === undefined) return {};
  const own = groupByAccount(rows);
  return {
    accounts: accounts.map((account) => ({ account, summary: summarise(own.get(account) ?? [], account) })),
  };
}

/** Rows by their account, in the order in which accounts come. */
export function groupByAccount<R extends { readonly account: string }>(
  rows: readonly R[],
): ReadonlyMap<string, readonly R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const group = groups.get(row.account);
    if (group === undefined) groups.set(row.account, [row]);
    else group.push(row);
  }
  return groups;
}
