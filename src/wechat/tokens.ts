/** Where access tokens come from: one file a kind of credentials. Renewed once for all callers at a time. */
import type { Answer } from '../model/platform.ts';
import type { Credentials } from '../model.ts';
import type { VerdictError } from './answer.ts';
import { authorizerTokens } from './authorizer-token.ts';
import { commandTokens } from './credential-command.ts';
import { stableTokens } from './stable-token.ts';
import { refuseToken, type TokenCalls } from './token-call.ts';

export interface TokenSource {
  /** A token that should be valid now. */
  current(): Promise<Answer<string>>;
  /** After a TOKEN answer: another token than the refused one, or why there is none. */
  renew(refused: string, error: VerdictError): Promise<Answer<string>>;
  /** What must never be shown: secrets and each token seen. */
  secrets(): readonly string[];
}

export interface TokenOptions extends TokenCalls {
  readonly credentials: Credentials;
  /** Folder that a credential command runs in; without it, the process's own. */
  readonly folder?: string | undefined;
  /** Ends a credential command that is at work. */
  readonly signal?: AbortSignal | undefined;
}

/** A source of tokens for one account. */
export function createTokenSource(options: TokenOptions): TokenSource {
  const { credentials } = options;
  switch (credentials.kind) {
    case 'token':
      return givenToken(credentials.token);
    case 'secret':
      return stableTokens(options, credentials);
    case 'command':
      return commandTokens(options, credentials);
    case 'authorizer':
      return authorizerTokens(options, credentials);
  }
}

function givenToken(token: string): TokenSource {
  return {
    current: async () => ({ ok: true, value: token }),
    renew: async (_refused, error) => ({ ok: false, error: refuseToken(error) }),
    secrets: () => [token],
  };
}
