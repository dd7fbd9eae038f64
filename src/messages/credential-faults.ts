/** Faults of credentials: which way to a token is set up, and what the token's givers answer. */

export interface CredentialFaults {
  /** Variables that belong to a way to tokens and are not set. */
  NO_CREDENTIALS: {
    readonly missing: readonly string[];
    /** `own`: the account's `secret_env`; `platform`: a third-party platform; `secret`: the variables of one account. */
    readonly way: 'secret' | 'own' | 'platform';
  };
  /** Several accounts in one run, and no way to a token for this one. */
  ACCOUNT_WITHOUT_CREDENTIALS: { readonly account: string };
  /** A variable that holds what belongs to one account, in a run over several. */
  CREDENTIAL_FOR_ONE: { readonly account: string; readonly variable: string };
  /** The account's appid stands neither in the settings nor where one account may take it from. */
  APPID_MISSING: { readonly account: string };
  /** The settings' appid is used, not the environment's. */
  APPIDS_DIFFER: { readonly account: string; readonly used: string; readonly unused: string };
  /** `MENDIAN_SECRETS` is no JSON object of texts. Its content is never shown. */
  SECRETS_UNREADABLE: { readonly problem: 'json' | 'object' | 'text' };

  // ---- the credential command
  /** `MENDIAN_CREDENTIAL_COMMAND` cannot be taken apart into words. */
  COMMAND_UNREADABLE: Record<never, never>;
  /** The command gave no token. `detail` is its exit code, a signal or the system's code; `stderr` its last words. */
  COMMAND_FAILED: {
    readonly account: string;
    readonly problem:
      | 'start'
      | 'exit'
      | 'signal'
      | 'time'
      | 'stopped'
      | 'long'
      | 'not-json'
      | 'no-token'
      | 'no-expiry';
    readonly detail: string;
    readonly stderr: string;
  };

  // ---- the third-party platform
  /** Neither the token store nor the variable holds a refresh token; null where the account names no variable. */
  REFRESH_TOKEN_MISSING: { readonly appid: string; readonly variable: string | null };
  /** The folder of `MENDIAN_TOKEN_STORE` cannot be used. */
  TOKEN_STORE_REFUSED: {
    readonly problem: 'inside' | 'link' | 'no-folder' | 'writable' | 'system';
    /** The system's code, or empty. */
    readonly detail: string;
  };
  /** Others can look into the folder of `MENDIAN_TOKEN_STORE`. */
  TOKEN_STORE_OPEN: { readonly mode: string };
  /** A file of the token store is not what was written there. */
  TOKEN_STORE_DAMAGED: {
    readonly file: string;
    readonly problem: 'json' | 'members' | 'other' | 'link' | 'special' | 'large' | 'unreadable';
  };
  /** `before`: nothing was asked for, so nothing is lost; `after`: a new refresh token was given and could not be kept. */
  TOKEN_STORE_FAILED: { readonly when: 'before' | 'after'; readonly file: string; readonly detail: string };
  /** Another process holds the file of the token store for too long. */
  TOKEN_STORE_BUSY: { readonly file: string };
}
