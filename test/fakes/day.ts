/** Commands in this process at a moment that the test says: many days in a row without a child for each. */
import type { Context } from '../../src/commands/context.ts';
import { en } from '../../src/messages/en.ts';
import type { Format } from '../../src/report/format-names.ts';
import { createStyle } from '../../src/report/style.ts';
import type { Shop } from './shop.ts';

export interface Day extends Context {
  /** What was printed so far. */
  readonly printed: () => string;
  readonly hinted: () => string;
}

/** A context in a shop's folder whose clock stands at an ISO time, and goes on only where somebody waits. */
export function openDay(
  { root, env }: Pick<Shop, 'root' | 'env'>,
  moment: string,
  format: Format = 'json',
): Day {
  const printed: string[] = [];
  const hinted: string[] = [];
  let now = Date.parse(moment);
  return {
    root,
    environment: { ...env, MENDIAN_RETRY_BASE_MS: '1' },
    config: null,
    accounts: [],
    select: [],
    exclude: [],
    format,
    verbosity: 'normal',
    assets: '',
    entry: '',
    messages: en,
    style: createStyle(en, 'plain'),
    clock: {
      now: () => new Date(now),
      sleep: async (milliseconds) => {
        now += milliseconds;
      },
    },
    signal: new AbortController().signal,
    print: (text) => void printed.push(text),
    hint: (text) => void hinted.push(text),
    complain: (text) => void hinted.push(text),
    writeProgress: () => {},
    progressMode: 'lines',
    ask: null,
    printed: () => printed.join(''),
    hinted: () => hinted.join('\n'),
  };
}
