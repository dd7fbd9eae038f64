/** What must never be shown: the environment's secrets, as they are and without what was pasted around them. Pure. */
import { type CredentialAccount, listKeptSecrets } from './credentials.ts';
import type { Environment } from './variables.ts';

/** What may hold a secret. */
export const SECRET_VARIABLES = [
  'WECHAT_SECRET',
  'WECHAT_ACCESS_TOKEN',
  'WECHAT_PUSH_TOKEN',
  'WECHAT_ENCODING_AES_KEY',
  'WECHAT_COMPONENT_SECRET',
  'WECHAT_COMPONENT_VERIFY_TICKET',
  'WECHAT_COMPONENT_ACCESS_TOKEN',
  'WECHAT_AUTHORIZER_REFRESH_TOKEN',
  'GITHUB_TOKEN',
  'GH_TOKEN',
] as const;

/** The values that no text may hold; `accounts` name variables of their own. */
export function listSecrets(
  environment: Environment,
  accounts: readonly CredentialAccount[] = [],
): readonly string[] {
  const own = accounts.flatMap(({ secret_env, refresh_token_env }) => [secret_env, refresh_token_env]);
  const names = [...SECRET_VARIABLES, ...own.filter((name) => name !== undefined)];
  const values = names.flatMap((name) => environment[name] ?? []);
  const proxies = ['https_proxy', 'http_proxy', 'HTTPS_PROXY', 'HTTP_PROXY', 'WECHAT_API_BASE'].flatMap(
    (name) => environment[name] ?? [],
  );
  const passwords = proxies.flatMap(readPassword);
  return [...values, ...listKeptSecrets(environment), ...passwords].flatMap((value) => [value, value.trim()]);
}

/** The password in an address, as it stands there and as it is meant; also where the address is no right one. */
function readPassword(address: string): readonly string[] {
  const bare = address.replace(/^[a-z][a-z0-9+.-]*:\/\//iu, '');
  const written = /^[^:@]*:(.+)@/u.exec(bare)?.[1];
  if (written === undefined) return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}
