/** The environment and an account → its way to access tokens. Secrets come from nowhere else. Pure. */
import { isJsonObject } from '../base/json-object.ts';
import { splitCommand } from '../base/shell-words.ts';
import {
  type Account,
  type AuthorizerCredentials,
  type Credentials,
  type Diagnostic,
  fault,
  NOWHERE,
  type Read,
  warning,
} from '../model.ts';
import { type Environment, readVariable } from './variables.ts';

/** What of an account says how it gets its tokens. */
export type CredentialAccount = Pick<Account, 'name' | 'appid' | 'secret_env' | 'refresh_token_env'>;

/** Whether this run has one account: what belongs to one merchant must not be used for several. */
export type RunScope = 'alone' | 'several';

interface Question {
  readonly environment: Environment;
  readonly account: CredentialAccount;
  readonly scope: RunScope;
}

/** One way to tokens: null where nothing of it is set. */
type Way = (question: Question) => Read<Credentials> | null;

/** The first that is set is taken; one that is set by half is a fault, and no other is tried in its place. */
const WAYS: readonly Way[] = [readOwnSecret, readGivenToken, readCommand, readPlatform, readSecret];

/** The account's way to tokens, or what is missing for it. Found faults name variables and appids, never a secret. */
export function readCredentials(
  environment: Environment,
  account: CredentialAccount,
  scope: RunScope,
): Read<Credentials> {
  const question = { environment, account, scope };
  for (const way of WAYS) {
    const found = way(question);
    if (found !== null) return found;
  }
  if (scope === 'several')
    return refuse(fault('ACCOUNT_WITHOUT_CREDENTIALS', NOWHERE, { account: account.name }));
  const { appid } = findAppid(question);
  const missing = [
    ...(appid === null ? ['WECHAT_APPID'] : []),
    ...(readVariable(environment, 'WECHAT_SECRET') === undefined ? ['WECHAT_SECRET'] : []),
  ];
  return refuse(fault('NO_CREDENTIALS', NOWHERE, { missing, way: 'secret' }));
}

const SINGLE = [
  'WECHAT_ACCESS_TOKEN',
  'WECHAT_APPID',
  'WECHAT_SECRET',
  'MENDIAN_CREDENTIAL_COMMAND',
  'WECHAT_COMPONENT_SECRET',
  'WECHAT_COMPONENT_VERIFY_TICKET',
  'WECHAT_COMPONENT_ACCESS_TOKEN',
  'WECHAT_AUTHORIZER_REFRESH_TOKEN',
];

/** Whether any credential is set at all: a part of them is a slip, none of them is a repository that is not set up. */
export function namesCredentials(
  environment: Environment,
  accounts: readonly CredentialAccount[] = [],
): boolean {
  if (SINGLE.some((name) => readVariable(environment, name) !== undefined)) return true;
  const named = accounts.flatMap(({ secret_env, refresh_token_env }) => [secret_env, refresh_token_env]);
  const kept = readSecrets(environment);
  // What cannot be read is a slip, which the run tells.
  if (kept.value === null) return true;
  const { value } = kept;
  return named.some((name) => name !== undefined && lookUp(environment, value, name) !== undefined);
}

/** Ways to tokens that are set, by their first variable, in the order in which they are tried. */
export function listWays(environment: Environment): readonly string[] {
  const platform = ['WECHAT_COMPONENT_SECRET', 'WECHAT_COMPONENT_ACCESS_TOKEN'];
  const isSet = (name: string): boolean => readVariable(environment, name) !== undefined;
  return [
    ...['WECHAT_ACCESS_TOKEN', 'MENDIAN_CREDENTIAL_COMMAND'].filter(isSet),
    ...platform.filter(isSet).slice(0, 1),
    ...['WECHAT_SECRET'].filter(isSet),
  ];
}

/** All values of `MENDIAN_SECRETS` that are texts; none where it cannot be read. */
export function listKeptSecrets(environment: Environment): readonly string[] {
  return Object.values(readSecrets(environment).value ?? {});
}

function readOwnSecret({ environment, account, scope }: Question): Read<Credentials> | null {
  const { secret_env: name } = account;
  if (name === undefined) return null;
  const secrets = readSecrets(environment);
  const direct = readVariable(environment, name);
  if (secrets.value === null && direct === undefined)
    return { value: null, diagnostics: secrets.diagnostics };
  const secret = lookUp(environment, secrets.value ?? {}, name);
  if (secret === undefined) return refuse(fault('NO_CREDENTIALS', NOWHERE, { missing: [name], way: 'own' }));
  return withAppid({ environment, account, scope }, (appid) => ({ kind: 'secret', appid, secret }));
}

function readGivenToken({ environment, account, scope }: Question): Read<Credentials> | null {
  const variable = 'WECHAT_ACCESS_TOKEN';
  const token = readVariable(environment, variable);
  if (token === undefined) return null;
  if (scope === 'several')
    return refuse(fault('CREDENTIAL_FOR_ONE', NOWHERE, { account: account.name, variable }));
  return { value: { kind: 'token', token }, diagnostics: [] };
}

function readCommand(question: Question): Read<Credentials> | null {
  const command = readVariable(question.environment, 'MENDIAN_CREDENTIAL_COMMAND');
  if (command === undefined) return null;
  const [program, ...rest] = splitCommand(command) ?? [];
  if (program === undefined || program === '') return refuse(fault('COMMAND_UNREADABLE', NOWHERE, {}));
  const { appid, diagnostics } = findAppid(question);
  const { name: account } = question.account;
  return { value: { kind: 'command', words: [program, ...rest], account, appid }, diagnostics };
}

function readPlatform(question: Question): Read<Credentials> | null {
  const { environment } = question;
  if (!isPlatformSet(question)) return null;
  const read = (name: string): string | undefined => readVariable(environment, name);
  const component = read('WECHAT_COMPONENT_APPID');
  const store = read('MENDIAN_TOKEN_STORE');
  const access = readAccess(environment);
  const missing = [
    ...(component === undefined ? ['WECHAT_COMPONENT_APPID'] : []),
    ...('missing' in access ? access.missing : []),
    ...(store === undefined ? ['MENDIAN_TOKEN_STORE'] : []),
  ];
  if (component === undefined || store === undefined || 'missing' in access)
    return refuse(fault('NO_CREDENTIALS', NOWHERE, { missing, way: 'platform' }));
  const refresh = readRefresh(question);
  if (refresh.value === null) return { value: null, diagnostics: refresh.diagnostics };
  const { value: first } = refresh;
  return withAppid(question, (appid) => ({
    kind: 'authorizer',
    component: { appid: component, access },
    appid,
    refresh: first,
    store,
  }));
}

/**
 * The component's appid alone is set for push events too, and the token store alone asks for nothing: both mean this
 * way only where no secret says otherwise.
 */
function isPlatformSet({ environment, account }: Question): boolean {
  const isSet = (name: string): boolean => readVariable(environment, name) !== undefined;
  const sure = SINGLE.filter((name) => /_COMPONENT_|_AUTHORIZER_/u.test(name));
  if (sure.some(isSet) || account.refresh_token_env !== undefined) return true;
  return !isSet('WECHAT_SECRET') && ['WECHAT_COMPONENT_APPID', 'MENDIAN_TOKEN_STORE'].some(isSet);
}

function readAccess(
  environment: Environment,
): AuthorizerCredentials['component']['access'] | { readonly missing: readonly string[] } {
  const token = readVariable(environment, 'WECHAT_COMPONENT_ACCESS_TOKEN');
  if (token !== undefined) return { kind: 'token', token };
  const secret = readVariable(environment, 'WECHAT_COMPONENT_SECRET');
  const ticket = readVariable(environment, 'WECHAT_COMPONENT_VERIFY_TICKET');
  if (secret !== undefined && ticket !== undefined) return { kind: 'ticket', secret, ticket };
  return {
    missing: [
      ...(secret === undefined ? ['WECHAT_COMPONENT_SECRET'] : []),
      ...(ticket === undefined ? ['WECHAT_COMPONENT_VERIFY_TICKET'] : []),
    ],
  };
}

function readRefresh({ environment, account, scope }: Question): Read<AuthorizerCredentials['refresh']> {
  const variable = account.refresh_token_env;
  if (variable === undefined) {
    const shared = 'WECHAT_AUTHORIZER_REFRESH_TOKEN';
    if (scope === 'alone')
      return {
        value: { variable: shared, token: readVariable(environment, shared) ?? null },
        diagnostics: [],
      };
    // The token store may hold what this account needs; the shared variable is another merchant's.
    return { value: { variable: null, token: null }, diagnostics: [] };
  }
  const secrets = readSecrets(environment);
  const direct = readVariable(environment, variable);
  if (secrets.value === null && direct === undefined)
    return { value: null, diagnostics: secrets.diagnostics };
  return {
    value: { variable, token: lookUp(environment, secrets.value ?? {}, variable) ?? null },
    diagnostics: [],
  };
}

function readSecret(question: Question): Read<Credentials> | null {
  const { environment, account, scope } = question;
  const secret = readVariable(environment, 'WECHAT_SECRET');
  if (secret === undefined) return null;
  if (scope === 'several') {
    const variable = 'WECHAT_SECRET';
    return refuse(fault('CREDENTIAL_FOR_ONE', NOWHERE, { account: account.name, variable }));
  }
  const { appid, diagnostics } = findAppid(question);
  return appid === null ? null : { value: { kind: 'secret', appid, secret }, diagnostics };
}

function withAppid(question: Question, make: (appid: string) => Credentials): Read<Credentials> {
  const { appid, diagnostics } = findAppid(question);
  if (appid !== null) return { value: make(appid), diagnostics };
  return refuse(fault('APPID_MISSING', NOWHERE, { account: question.account.name }));
}

/** The settings' appid, or the environment's where this run has one account. That both differ is told. */
function findAppid({ environment, account, scope }: Question): {
  readonly appid: string | null;
  readonly diagnostics: readonly Diagnostic[];
} {
  const shared = scope === 'alone' ? readVariable(environment, 'WECHAT_APPID') : undefined;
  const { name, appid: own } = account;
  if (own === undefined || shared === undefined || own === shared)
    return { appid: own ?? shared ?? null, diagnostics: [] };
  const differ = { account: name, used: own, unused: shared };
  return { appid: own, diagnostics: [warning('APPIDS_DIFFER', NOWHERE, differ)] };
}

type Secrets = Readonly<Record<string, string>>;

/** `MENDIAN_SECRETS`: a JSON object of names and secrets; none where it is not set. */
function readSecrets(environment: Environment): Read<Secrets> {
  const text = readVariable(environment, 'MENDIAN_SECRETS');
  if (text === undefined) return { value: {}, diagnostics: [] };
  const refuseAs = (problem: 'json' | 'object' | 'text'): Read<Secrets> => ({
    value: null,
    diagnostics: [fault('SECRETS_UNREADABLE', NOWHERE, { problem })],
  });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The parser's own words hold a part of the text.
    return refuseAs('json');
  }
  if (!isJsonObject(parsed)) return refuseAs('object');
  const entries = Object.entries(parsed).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  if (entries.length < Object.keys(parsed).length) return refuseAs('text');
  return { value: Object.fromEntries(entries), diagnostics: [] };
}

/** The variable itself, or the member of that name; GitHub writes names of secrets in capitals. */
function lookUp(environment: Environment, secrets: Secrets, name: string): string | undefined {
  return (
    readVariable(environment, name) ??
    readVariable(secrets, name) ??
    readVariable(secrets, name.toUpperCase())
  );
}

function refuse(found: Diagnostic): { readonly value: null; readonly diagnostics: readonly Diagnostic[] } {
  return { value: null, diagnostics: [found] };
}
