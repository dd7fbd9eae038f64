/** From the environment to a platform: credentials, address, proxies. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { describePhrase } from '../messages/describe.ts';
import type { AccountPlatform } from '../model/platform.ts';
import {
  type Account,
  asRunDiagnostic,
  type Credentials,
  type Diagnostic,
  type Read,
  type Settings,
} from '../model.ts';
import { diagnosticsText } from '../report/diagnostics.ts';
import { namesCredentials, type RunScope, readCredentials } from '../settings/credentials.ts';
import { readReach } from '../settings/environment.ts';
import { listSecrets } from '../settings/secrets.ts';
import { readSettings } from '../settings/settings.ts';
import { createPlatform } from '../wechat/client.ts';
import { openTokenStore } from '../wechat/token-store.ts';
import type { Context } from './context.ts';

export interface Connection {
  readonly platform: AccountPlatform;
  readonly retryBaseMs: number;
}

/** Told of each answer's time there, and of the time here. */
export type NoteTime = (there: Date, here: Date) => void;

/** Whose platform it is, and the settings that say who else takes part in this run. */
export interface Connecting {
  readonly account: Account;
  readonly settings: Pick<Settings, 'accounts'>;
}

/** Connects; nothing is sent before the first call. Where no call is needed, missing credentials are no fault. */
export function connect(
  context: Context,
  { account, settings }: Connecting,
  calls: 'needed' | 'unneeded',
  noteTime?: NoteTime,
): Read<Connection> {
  const reach = readReach(context.environment);
  const scope = findScope(context, settings);
  const read = readCredentials(context.environment, account, scope);
  const given = calls === 'needed' ? withTokenStore(context, read) : read;
  const credentials = given.value ?? (calls === 'unneeded' ? ({ kind: 'token', token: '' } as const) : null);
  if (reach.value === null || credentials === null) {
    return {
      value: null,
      diagnostics: [...reach.diagnostics, ...(given.value === null ? given.diagnostics : [])],
    };
  }
  // What is true of all accounts is told with the first of them.
  if (calls === 'needed' && (scope === 'alone' || settings.accounts[0]?.name === account.name))
    for (const text of diagnosticsText(given.diagnostics, context.style)) context.hint(text);
  const { apiBase, retryBaseMs, proxy } = reach.value;
  const platform = createPlatform({
    apiBase,
    retryBaseMs,
    proxy,
    credentials,
    clock: context.clock,
    folder: context.root,
    signal: context.signal,
    secrets: listSecrets(context.environment, [account]),
    ...(context.verbosity === 'verbose'
      ? { log: { print: context.hint, say: (phrase) => describePhrase(phrase, context.messages) } }
      : {}),
    ...(noteTime === undefined ? {} : { noteTime }),
  });
  return { value: { platform, retryBaseMs }, diagnostics: [] };
}

/** Whether any account of this folder has credentials at all. Settings that cannot be read are told by the run. */
export function hasCredentials(context: Pick<Context, 'environment' | 'root' | 'config'>): boolean {
  const accounts = readSettings(context.root, context.config).value?.accounts ?? [];
  return namesCredentials(context.environment, accounts);
}

/** Whether a connection failed for want of credentials alone: where nothing is sent, there may be none on purpose. */
export function lacksCredentials({ code }: Pick<Diagnostic, 'code'>): boolean {
  return code === 'NO_CREDENTIALS' || code === 'ACCOUNT_WITHOUT_CREDENTIALS';
}

/** Several, unless the settings have one account, or one was chosen. */
export function findScope(
  { accounts, narrowed }: Pick<Context, 'accounts' | 'narrowed'>,
  settings: Pick<Settings, 'accounts'>,
): RunScope {
  if (narrowed !== undefined) return narrowed.scope;
  return settings.accounts.length === 1 || new Set(accounts).size === 1 ? 'alone' : 'several';
}

/** The folder of the token store checked, and made where it is not there; a warning stands beside the value. */
function withTokenStore(context: Context, read: Read<Credentials>): Read<Credentials> {
  if (read.value?.kind !== 'authorizer') return read;
  const store = locateTokenStore(context, read.value.store);
  const found = openTokenStore(store, context.root);
  const severity = found?.code === 'TOKEN_STORE_OPEN' ? 'warning' : 'error';
  const diagnostics = [...read.diagnostics, ...(found === null ? [] : [asRunDiagnostic(severity, found)])];
  if (found !== null && severity === 'error') return { value: null, diagnostics };
  return { value: { ...read.value, store }, diagnostics };
}

/** Absolute; workflows write `~`, which no shell has replaced there. */
export function locateTokenStore({ root }: Pick<Context, 'root'>, folder: string): string {
  return /^~(\/|$)/u.test(folder) ? resolve(homedir(), folder.slice(2)) : resolve(root, folder);
}
