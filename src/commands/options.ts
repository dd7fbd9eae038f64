/** Values of the command line: text in, checked value or fault out. */
import { dayIn } from '../base/clock.ts';
import { type Diagnostic, fault, type Limit, NOWHERE } from '../model.ts';
import type { PublishChoice } from './publishing.ts';

/** Calls a second and calls at once where nobody says otherwise. */
export const DEFAULT_RATE = 5;
export const DEFAULT_CONCURRENCY = 2;
/** Results after which the state is committed on the way; a minute does it too. */
export const DEFAULT_CHECKPOINT = 50;

/** A usage error: the command is not run. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
  readonly diagnostic: Diagnostic;

  constructor(option: string, value: string, expected: string) {
    super(`${option} cannot be "${value}"`);
    this.diagnostic = fault('OPTION_INVALID', NOWHERE, { option, value, expected });
  }
}

/** `N` or `N%`, as `--max-changes` and the policy write it. */
export function parseLimit(option: string, value: string): Limit {
  const [, digits = '', percent] = /^(\d{1,9})(%?)$/u.exec(value) ?? [];
  if (digits === '')
    throw new OptionError(option, value, 'a number of stores such as 50, or a share such as 30%');
  return percent === '%'
    ? { kind: 'percent', percent: Number(digits) }
    : { kind: 'count', count: Number(digits) };
}

/** A whole number within bounds. */
export function parseCount(
  option: string,
  value: string,
  bounds: { readonly least: number; readonly most: number },
): number {
  const count = /^\d{1,9}$/u.test(value) ? Number(value) : Number.NaN;
  if (count >= bounds.least && count <= bounds.most) return count;
  throw new OptionError(option, value, `a whole number from ${bounds.least} to ${bounds.most}`);
}

/** A rate in calls a second, fractions allowed; 0 is unlimited. */
export function parseRate(option: string, value: string): number {
  const rate = /^\d{1,6}(\.\d{1,3})?$/u.test(value) ? Number(value) : Number.NaN;
  if (rate === 0 || rate >= 0.01) return rate;
  throw new OptionError(option, value, 'calls a second such as 5 or 0.5; 0 for no limit');
}

/** A day, or a moment whose day in the time zone counts. */
export function parseDay(option: string, value: string, timezone: string): string {
  const expected = 'a date such as 2027-02-15, or a time such as 2027-02-15T10:00:00+08:00';
  const day = /^\d{4}-\d{2}-\d{2}$/u.test(value);
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/u.test(value);
  const moment = new Date(day ? `${value}T00:00:00Z` : time ? value : Number.NaN);
  if (Number.isNaN(moment.getTime())) throw new OptionError(option, value, expected);
  if (!day) return dayIn(timezone, moment);
  // 2027-02-30 would silently become 2 March.
  if (moment.toISOString().slice(0, 10) !== value) throw new OptionError(option, value, expected);
  return value;
}

/** The options that say where results go besides the state file. */
export function parsePublishing(given: {
  readonly publish: PublishChoice['publish'];
  readonly stateBranch: string | null;
  readonly checkpoint: string;
}): PublishChoice {
  const checkpoint = parseCount('--checkpoint', given.checkpoint, { least: 1, most: 100_000 });
  const { publish, stateBranch } = given;
  if (stateBranch === null) return { publish, stateBranch, checkpoint };
  if (publish === 'no') {
    throw new OptionError('--state-branch', stateBranch, 'it together with --push, or with --commit');
  }
  return { publish, stateBranch: parseBranch('--state-branch', stateBranch), checkpoint };
}

/** A branch's name by the rules of `git check-ref-format`, without `refs/heads/`. */
export function parseBranch(option: string, value: string): string {
  const forbidden = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|\.lock(\/|$)|^[-/.]|[/.]$|\/\.|^@$|^refs\//u;
  if (value !== '' && !forbidden.test(value)) return value;
  throw new OptionError(option, value, 'the name of a branch such as mendian-state');
}

/** 64 hexadecimal digits. */
export function parseDigest(option: string, value: string): string {
  if (/^[0-9a-fA-F]{64}$/u.test(value)) return value.toLowerCase();
  throw new OptionError(option, value, 'the 64 hexadecimal digits that plan prints as its digest');
}
