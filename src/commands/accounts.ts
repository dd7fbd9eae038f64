/** Which accounts a command works on, and the context of each. */
import { posix } from 'node:path';
import { findNearMiss } from '../base/near-miss.ts';
import { findObstacle } from '../base/plain-file.ts';
import { type Account, type Diagnostic, fault, NOWHERE, type Settings } from '../model.ts';
import type { Part } from '../plan/merge.ts';
import { readSettings } from '../settings/settings.ts';
import { findStrays } from '../stores/strays.ts';
import type { Context } from './context.ts';

/** Settings that could be read, with what was found in them. */
export interface CheckedSettings {
  readonly value: Settings;
  readonly diagnostics: readonly Diagnostic[];
}

/** One account, opened: a command needs no more than this to begin. */
export interface Opened {
  readonly settings: CheckedSettings;
  readonly account: Account;
  /** Whether the run works on this account only: then what the environment says without a name is meant for it. */
  readonly scope: 'alone' | 'several';
}

export interface Accounts {
  /** At least one; null with the reason in the diagnostics. */
  readonly opened: readonly [Opened, ...Opened[]] | null;
  readonly diagnostics: readonly Diagnostic[];
}

type AccountContext = Pick<Context, 'root' | 'config' | 'accounts' | 'narrowed'>;

const MOST_NAMED = 10;

/** The accounts that `--account` names, or all of the settings; sorted by name. A name that none has is an error. */
export function openAccounts(context: AccountContext): Accounts {
  if (context.narrowed !== undefined)
    return { opened: [context.narrowed], diagnostics: context.narrowed.settings.diagnostics };
  const { value, diagnostics } = readSettings(context.root, context.config);
  if (value === null) return { opened: null, diagnostics };
  const unknown = context.accounts.filter((name) => value.accounts.every((each) => each.name !== name));
  if (unknown.length > 0)
    return { opened: null, diagnostics: [...diagnostics, ...describeUnknown(value, unknown)] };
  const settings = { value, diagnostics };
  const chosen = value.accounts.filter(
    ({ name }) => context.accounts.length === 0 || context.accounts.includes(name),
  );
  const scope = chosen.length === 1 ? 'alone' : 'several';
  const opened = chosen.map((account) => ({ settings, account, scope }) as const);
  const [first, ...others] = opened;
  return { opened: first === undefined ? null : [first, ...others], diagnostics };
}

/** The one account of a command that works on one only; null with the reason in the diagnostics. */
export function openAccount(context: AccountContext): {
  readonly opened: Opened | null;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { opened, diagnostics } = openAccounts(context);
  if (opened === null) return { opened: null, diagnostics };
  const [first, ...others] = opened;
  if (others.length > 0) {
    const needed = fault('ONE_ACCOUNT_NEEDED', NOWHERE, listKnown(opened.map(({ account }) => account)));
    return { opened: null, diagnostics: [...diagnostics, needed] };
  }
  const linked = findLinkedState(first.account, context.root);
  return linked === null
    ? { opened: first, diagnostics }
    : { opened: null, diagnostics: [...diagnostics, linked] };
}

/** The context of one account: everything that opens an account with it opens this one. */
export function narrowTo<C extends Context>(context: C, opened: Opened): C {
  return { ...context, accounts: [opened.account.name], narrowed: opened };
}

/** The same context for files elsewhere: settings there are read anew. */
export function movedTo<C extends Context>(context: C, root: string): C {
  const { narrowed: _narrowed, ...rest } = context;
  // The compiler cannot see that what is left is the same context without an optional member.
  return { ...rest, root } as C;
}

/**
 * Whether the settings hold several accounts, also where the command works on one of them: reports then say which, and
 * the reports of several runs can be joined.
 */
export function areSeveral(
  accounts: Accounts,
): accounts is Accounts & { readonly opened: [Opened, ...Opened[]] } {
  return accounts.opened !== null && accounts.opened[0].settings.value.accounts.length > 1;
}

/** Runs `act` for each account, one after another, and keeps what each brought. What one says on stderr stands under its name. */
export async function eachAccount<C extends Context, T>(
  context: C,
  opened: readonly Opened[],
  act: (context: C) => Promise<T> | T,
): Promise<[Part<T>, ...Part<T>[]]> {
  const parts: Part<T>[] = [];
  for (const each of opened)
    parts.push({ account: each.account.name, part: await act(underName(narrowTo(context, each))) });
  const [first, ...others] = parts;
  if (first === undefined) throw new Error('a command over no account');
  return [first, ...others];
}

/** The account's name goes before the first thing that is said of it: several hundred that say nothing leave no line. */
function underName<C extends Context>(context: C): C {
  let said = false;
  const named =
    (write: (text: string) => void) =>
    (text: string): void => {
      if (!said) context.hint(context.messages.accounts.next(context.accounts[0] ?? ''));
      said = true;
      write(text);
    };
  return { ...context, hint: named(context.hint), writeProgress: named(context.writeProgress) };
}

/** Store files that belong to no account; told once, by commands over all of them. */
export function remarkStrays(
  { root }: Pick<Context, 'root'>,
  [first, ...others]: readonly [Opened, ...Opened[]],
): readonly Diagnostic[] {
  const { accounts } = first.settings.value;
  const isWhole = 1 + others.length === accounts.length;
  return isWhole
    ? findStrays(
        root,
        accounts.map(({ stores }) => stores),
      )
    : [];
}

/** A folder of the state that is a link would have records written elsewhere. */
function findLinkedState({ state: file }: Pick<Account, 'state'>, root: string): Diagnostic | null {
  const obstacle = findObstacle(root, posix.dirname(file));
  if (obstacle !== 'link') return null;
  return fault('STATE_UNREADABLE', { ...NOWHERE, file }, { file, detail: 'folder-on-the-way-linked' });
}

function describeUnknown({ accounts }: Settings, names: readonly string[]): readonly Diagnostic[] {
  const known = accounts.map(({ name }) => name);
  return names.map((account) =>
    fault('UNKNOWN_ACCOUNT', NOWHERE, {
      account,
      meant: findNearMiss(account, known),
      ...listKnown(accounts),
    }),
  );
}

function listKnown(accounts: readonly Account[]): { known: readonly string[]; more: number } {
  const { taken: known, more } = takeSome(accounts.map(({ name }) => name));
  return { known, more };
}

/** As many names as a person reads, and how many more there are. */
export function takeSome(names: readonly string[]): {
  readonly taken: readonly string[];
  readonly more: number;
} {
  return { taken: names.slice(0, MOST_NAMED), more: Math.max(0, names.length - MOST_NAMED) };
}
