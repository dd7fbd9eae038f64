/** Variables of the environment, as they are read everywhere. Pure. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that are mendian's own. Others of this kind are misspelt; docs/commands.md says what each is for. */
export const OWN_VARIABLES = [
  'WECHAT_APPID',
  'WECHAT_SECRET',
  'WECHAT_ACCESS_TOKEN',
  'MENDIAN_CREDENTIAL_COMMAND',
  'MENDIAN_SECRETS',
  'WECHAT_COMPONENT_APPID',
  'WECHAT_COMPONENT_SECRET',
  'WECHAT_COMPONENT_VERIFY_TICKET',
  'WECHAT_COMPONENT_ACCESS_TOKEN',
  'WECHAT_AUTHORIZER_REFRESH_TOKEN',
  'MENDIAN_TOKEN_STORE',
  'WECHAT_PUSH_TOKEN',
  'WECHAT_ENCODING_AES_KEY',
  'WECHAT_API_BASE',
  'MENDIAN_RETRY_BASE_MS',
] as const;

export type OwnVariable = (typeof OWN_VARIABLES)[number];

/** Secrets are pasted with a line break at times; blanks inside stay. A blank variable counts as none. */
export function readVariable(environment: Environment, name: string): string | undefined {
  const value = Object.hasOwn(environment, name) ? environment[name]?.trim() : undefined;
  return value === '' ? undefined : value;
}
