/** From the environment to a platform: credentials, address, proxies. */
import { describePhrase } from '../messages/describe.ts';
import type { AccountPlatform } from '../model/platform.ts';
import type { Read } from '../model.ts';
import { readCredentials, readReach } from '../settings/environment.ts';
import { createPlatform } from '../wechat/client.ts';
import type { Context } from './context.ts';

export interface Connection {
  readonly platform: AccountPlatform;
  readonly retryBaseMs: number;
}

/** Told of each answer's time there, and of the time here. */
export type NoteTime = (there: Date, here: Date) => void;

/** Connects; nothing is sent before the first call. Where no call is needed, missing credentials are no fault. */
export function connect(
  context: Context,
  calls: 'needed' | 'unneeded',
  noteTime?: NoteTime,
): Read<Connection> {
  const reach = readReach(context.environment);
  const given = readCredentials(context.environment);
  const credentials = given.value ?? (calls === 'unneeded' ? ({ kind: 'token', token: '' } as const) : null);
  if (reach.value === null || credentials === null) {
    return {
      value: null,
      diagnostics: [...reach.diagnostics, ...(given.value === null ? given.diagnostics : [])],
    };
  }
  const { apiBase, retryBaseMs, proxy } = reach.value;
  const platform = createPlatform({
    apiBase,
    retryBaseMs,
    proxy,
    credentials,
    clock: context.clock,
    ...(context.verbosity === 'verbose'
      ? { log: { print: context.hint, say: (phrase) => describePhrase(phrase, context.messages) } }
      : {}),
    ...(noteTime === undefined ? {} : { noteTime }),
  });
  return { value: { platform, retryBaseMs }, diagnostics: [] };
}
