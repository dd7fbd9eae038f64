/** What is wrong in `mendian.yaml`: the schema's findings in our words, and what a schema cannot say. Pure. */
import { posix } from 'node:path';
import { validateSettings } from '../base/generated/validate-settings.js';
import { findNearMiss } from '../base/near-miss.ts';
import { type MapEntry, type MapNode, type TreeNode, toPlainMap } from '../base/yaml-tree.ts';
import type { PlainPhrase } from '../messages/phrases.ts';
import { type Diagnostic, fault, type Place } from '../model.ts';

const KEYS = ['version', 'timezone', 'language', 'stores', 'state', 'policy', 'accounts'];
const POLICY_KEYS = ['max_changes', 'max_reviews', 'review_patience'];
const ACCOUNT_KEYS = ['appid', 'stores', 'state', 'secret_env', 'refresh_token_env'];
const EXPECTED: Readonly<Record<string, PlainPhrase>> = {
  version: 'expect-version',
  language: 'expect-language',
  max_changes: 'expect-limit',
  max_reviews: 'expect-review-limit',
  review_patience: 'expect-days',
  timezone: 'expect-timezone',
  policy: 'expect-policy',
  accounts: 'expect-accounts',
  appid: 'expect-appid',
  secret_env: 'expect-variable',
  refresh_token_env: 'expect-variable',
};
/** An AppSecret is 32 hexadecimal digits; no variable is called so. */
const SECRET = /^[0-9a-f]{32}$/iu;
const VARIABLES = ['secret_env', 'refresh_token_env'];

/** Every fault of the file at once. */
export function checkSettings(root: MapNode, file: string): readonly Diagnostic[] {
  return [...checkShape(root, file), ...checkMeaning(root, file), ...checkAccounts(root, file)];
}

/** The compiled schema's findings in our words. */
function checkShape(root: MapNode, file: string): readonly Diagnostic[] {
  const empty = listEmpty(root, file);
  if (empty.length > 0) return empty;
  if (validateSettings(toPlainMap(root.entries))) return [];
  return (validateSettings.errors ?? []).flatMap((error): readonly Diagnostic[] => {
    const { keyword, instancePath, params, propertyName } = error;
    const path = instancePath.split('/').slice(1).map(unescapePointer);
    // Of a wrong name the schema tells twice.
    if (propertyName !== undefined) return [];
    if (keyword === 'propertyNames')
      return [describeName(root, [...path, String(params.propertyName)], file)];
    if (keyword === 'additionalProperties')
      return [describeKey(root, [...path, String(params.additionalProperty)], file)];
    return [describeValue(root, path, file)];
  });
}

function describeName(root: MapNode, path: readonly string[], file: string): Diagnostic {
  const place = placeOf(file, findEntry(root, path));
  return fault('SETTING_INVALID', place, {
    key: 'accounts',
    value: path.at(-1) ?? '',
    expected: 'expect-account-name',
  });
}

function describeKey(root: MapNode, path: readonly string[], file: string): Diagnostic {
  const key = path.at(-1) ?? '';
  const known = path[0] === 'accounts' ? ACCOUNT_KEYS : path[0] === 'policy' ? POLICY_KEYS : KEYS;
  return fault('UNKNOWN_KEY', placeOf(file, findEntry(root, path)), {
    key,
    meant: findNearMiss(key, path.length === 1 ? KEYS : known),
    known: (path.length === 1 ? KEYS : known).join(', '),
  });
}

function describeValue(root: MapNode, path: readonly string[], file: string): Diagnostic {
  const entry = findEntry(root, path);
  const key = path.at(-1) ?? '';
  const value = entry?.value.kind === 'text' ? entry.value.value : '';
  const place = placeOf(file, entry);
  if (VARIABLES.includes(key) && SECRET.test(value)) return fault('SETTING_IS_SECRET', place, { key });
  const expected = isAccount(path) ? 'expect-accounts' : (EXPECTED[key] ?? 'expect-one-text');
  return fault('SETTING_INVALID', place, { key, value, expected });
}

function isAccount(path: readonly string[]): boolean {
  return path.length === 2 && path[0] === 'accounts';
}

/** What a schema cannot say: zones that exist, paths that stay inside. */
function checkMeaning(root: MapNode, file: string): readonly Diagnostic[] {
  const hasAccounts = root.entries.some(({ key }) => key === 'accounts');
  return root.entries.flatMap((entry): readonly Diagnostic[] => {
    const { key, value } = entry;
    const place = placeOf(file, entry);
    if (hasAccounts && (key === 'stores' || key === 'state'))
      return [fault('SETTING_BESIDE_ACCOUNTS', place, { key })];
    if (value.kind !== 'text') return [];
    if (key === 'timezone' && !isTimezone(value.value)) {
      return [fault('SETTING_INVALID', place, { key, value: value.value, expected: 'expect-timezone' })];
    }
    return checkPath(entry, file);
  });
}

function checkPath(entry: MapEntry, file: string): readonly Diagnostic[] {
  const { key, value } = entry;
  if ((key !== 'stores' && key !== 'state') || value.kind !== 'text' || staysInside(value.value)) return [];
  return [fault('PATH_OUTSIDE', placeOf(file, entry), { key, value: value.value })];
}

/** One account as the file gives it, with the defaults, and where it says so. */
interface NamedAccount {
  readonly name: string;
  readonly entry: MapEntry;
  readonly values: { readonly stores: string; readonly state: string; readonly appid: string | null };
}

/** Accounts that would get into each other's way. */
function checkAccounts(root: MapNode, file: string): readonly Diagnostic[] {
  const accounts = findMap(root, 'accounts')?.entries ?? [];
  const named = accounts.flatMap(nameAccount);
  const shared = [
    ...findShared(named, file, 'state', ({ state }) => state.toLowerCase()),
    ...findShared(named, file, 'appid', ({ appid }) => appid),
    ...findNested(named, file),
  ];
  const own = accounts.flatMap(({ value }) =>
    value.kind === 'map' ? value.entries.flatMap((entry) => checkOwn(entry, file)) : [],
  );
  return [...own, ...shared];
}

function checkOwn(entry: MapEntry, file: string): readonly Diagnostic[] {
  const { key, value } = entry;
  // With a letter in front it would pass for a variable's name.
  if (VARIABLES.includes(key) && value.kind === 'text' && /^[A-Za-z]/u.test(value.value)) {
    return SECRET.test(value.value) ? [fault('SETTING_IS_SECRET', placeOf(file, entry), { key })] : [];
  }
  return checkPath(entry, file);
}

function nameAccount(entry: MapEntry): readonly NamedAccount[] {
  if (entry.value.kind !== 'map') return [];
  const texts = new Map(listTexts(entry.value));
  const stores = cleanPath(texts.get('stores') ?? defaultStores(entry.key));
  const state = cleanPath(texts.get('state') ?? defaultState(entry.key));
  return [{ name: entry.key, entry, values: { stores, state, appid: texts.get('appid') ?? null } }];
}

function findShared(
  accounts: readonly NamedAccount[],
  file: string,
  key: 'state' | 'appid',
  read: (values: NamedAccount['values']) => string | null,
): readonly Diagnostic[] {
  const first = new Map<string, NamedAccount>();
  return accounts.flatMap((account) => {
    const value = read(account.values);
    if (value === null) return [];
    const other = first.get(value);
    if (other === undefined) first.set(value, account);
    return other === undefined ? [] : [describeShared(account, other, key, file)];
  });
}

/** A store file that lies in two accounts' folders would be sent for both merchants. */
function findNested(accounts: readonly NamedAccount[], file: string): readonly Diagnostic[] {
  const folderOf = ({ values }: NamedAccount): string => `${values.stores.toLowerCase()}/`;
  const sorted = [...accounts].sort((left, right) => (folderOf(left) < folderOf(right) ? -1 : 1));
  let outer: NamedAccount | null = null;
  return sorted.flatMap((account) => {
    if (outer !== null && folderOf(account).startsWith(folderOf(outer)))
      return [describeShared(account, outer, 'stores', file)];
    outer = account;
    return [];
  });
}

function describeShared(
  { name, entry, values }: NamedAccount,
  other: NamedAccount,
  key: 'stores' | 'state' | 'appid',
  file: string,
): Diagnostic {
  const own = entry.value.kind === 'map' ? entry.value.entries.find((each) => each.key === key) : undefined;
  const params = { account: name, other: other.name, key, value: values[key] ?? '' };
  return fault('ACCOUNTS_SHARE', placeOf(file, own ?? entry), params);
}

/** Where an account's stores lie when it does not say. */
export function defaultStores(account: string): string {
  return `stores/${account}`;
}

/** Where an account's state stands when it does not say. */
export function defaultState(account: string): string {
  return `state/${account}.json`;
}

/** A path as all others compare it: no `./`, no slash at the end. */
export function cleanPath(path: string): string {
  return posix.normalize(path).replace(/\/+$/u, '');
}

/** Below the root on every machine: no drive, no backslash, no way up, and not the root itself. */
function staysInside(path: string): boolean {
  if (path.startsWith('/') || /^[A-Za-z]:|\\|\p{Cc}/u.test(path)) return false;
  return !path.split('/').includes('..') && cleanPath(path) !== '.';
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Later versions of Node take offsets too, and a file must mean the same on every machine.
    return /^[A-Za-z]/u.test(name);
  } catch {
    return false;
  }
}

function listEmpty(map: MapNode, file: string): readonly Diagnostic[] {
  return map.entries.flatMap((entry): readonly Diagnostic[] => {
    if (entry.value.kind === 'map') return listEmpty(entry.value, file);
    return entry.value.kind === 'empty'
      ? [fault('EMPTY_VALUE', placeOf(file, entry), { key: entry.key, cut: entry.value.cut })]
      : [];
  });
}

/** The one-text members of a map. */
export function listTexts(map: MapNode | null): readonly (readonly [string, string])[] {
  return (map?.entries ?? []).flatMap(({ key, value }) =>
    value.kind === 'text' ? [[key, value.value] as const] : [],
  );
}

/** The member that is a map; the last where it is there twice. */
export function findMap(root: MapNode, key: string): MapNode | null {
  const value = root.entries.findLast((entry) => entry.key === key)?.value;
  return value?.kind === 'map' ? value : null;
}

/** The entry at the end of a path of keys, or the last one that is there. */
function findEntry(root: MapNode, path: readonly string[]): MapEntry | undefined {
  let inside: TreeNode = root;
  let found: MapEntry | undefined;
  for (const key of path) {
    const next: MapEntry | undefined =
      inside.kind === 'map' ? inside.entries.findLast((entry) => entry.key === key) : undefined;
    if (next === undefined) return found;
    found = next;
    inside = next.value;
  }
  return found;
}

function placeOf(file: string, entry: MapEntry | undefined): Place {
  return { file, line: entry?.keyAt.line ?? null, column: entry?.keyAt.column ?? null };
}

function unescapePointer(text: string): string {
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}
