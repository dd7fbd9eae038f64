/** Values of the command line: text in, checked value or fault out. */
import { dayIn } from '../base/clock.ts';
import type { Phrase } from '../messages/phrases.ts';
import { type Diagnostic, fault, type Limit, NOWHERE } from '../model.ts';
import type { PublishChoice } from './publishing.ts';
import type { WaitOptions } from './review-waiting.ts';

/** Calls a second and calls at once where nobody says otherwise. */
export const DEFAULT_RATE = 5;
export const DEFAULT_CONCURRENCY = 2;
/** The most jobs that a matrix of GitHub Actions may have (page "Running variations of jobs in a workflow"). */
export const MOST_BATCHES = 256;

/** The commands that a batch of accounts may be for. */
export const WORK_KINDS = ['apply', 'status', 'drift'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** Results after which the state is committed on the way; a minute does it too. */
export const DEFAULT_CHECKPOINT = 50;

/** A usage error: the command is not run. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
  readonly diagnostic: Diagnostic;
  /** The whole name of the command that it was meant for; empty for the program, null where that is told elsewhere. */
  readonly command: string | null;

  constructor(diagnostic: Diagnostic, command: string | null = null) {
    super(diagnostic.code);
    this.diagnostic = diagnostic;
    this.command = command;
  }
}

/** A word that is none of those known. What may be meant is looked for when it is told: no start pays for that. */
export class MistypedError extends Error {
  override readonly name = 'MistypedError';
  readonly word: string;
  readonly known: readonly string[];
  /** The mistake, with what may be meant. */
  readonly settle: (meant: string | null) => UsageError;

  constructor(word: string, known: readonly string[], settle: (meant: string | null) => UsageError) {
    super(word);
    this.word = word;
    this.known = known;
    this.settle = settle;
  }
}

/** A value that an option cannot have, or an option that cannot be given so. */
export class OptionError extends UsageError {
  override readonly name = 'OptionError';

  constructor(option: string, value: string | null, expected: Phrase) {
    super(fault('OPTION_INVALID', NOWHERE, { option, value, expected }));
  }
}

/** One of some words. */
export function parseOneOf(option: string, value: string, choices: readonly string[]): string {
  if (choices.includes(value)) return value;
  throw new OptionError(option, value, { phrase: 'expect-one-of', choices });
}

/** `N` or `N%`, as `--max-changes` and the policy write it. */
export function parseLimit(option: string, value: string): Limit {
  const [, digits = '', percent] = /^(\d{1,9})(%?)$/u.exec(value) ?? [];
  if (digits === '') throw new OptionError(option, value, 'expect-limit');
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
  throw new OptionError(option, value, { phrase: 'expect-count', ...bounds });
}

/** Names of commands with commas between them, each once. */
export function parseWorkKinds(option: string, value: string): readonly WorkKind[] {
  const names = [...new Set(value.split(',').map((name) => name.trim()))];
  const kinds = WORK_KINDS.filter((kind) => names.includes(kind));
  if (kinds.length === names.length) return kinds;
  throw new OptionError(option, value, { phrase: 'expect-one-of', choices: WORK_KINDS });
}

/** A rate in calls a second, fractions allowed; 0 is unlimited. */
export function parseRate(option: string, value: string): number {
  const rate = /^\d{1,6}(\.\d{1,3})?$/u.test(value) ? Number(value) : Number.NaN;
  if (rate === 0 || rate >= 0.01) return rate;
  throw new OptionError(option, value, 'expect-rate');
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A span of time such as `30m`, `12h` or `2d`, in milliseconds. */
export function parseAge(option: string, value: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,5})([mhd])$/u.exec(value) ?? [];
  const age = Number(digits) * (UNITS[unit] ?? 0);
  if (age > 0) return age;
  throw new OptionError(option, value, 'expect-age');
}

/** A day, or a moment whose day in the time zone counts. */
export function parseDay(option: string, value: string, timezone: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/u.test(value);
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/u.test(value);
  const moment = new Date(day ? `${value}T00:00:00Z` : time ? value : Number.NaN);
  if (Number.isNaN(moment.getTime())) throw new OptionError(option, value, 'expect-day');
  if (!day) return dayIn(timezone, moment);
  // 2027-02-30 would silently become 2 March.
  if (moment.toISOString().slice(0, 10) !== value) throw new OptionError(option, value, 'expect-day');
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
    throw new OptionError('--state-branch', stateBranch, 'expect-with-publishing');
  }
  return { publish, stateBranch: parseBranch('--state-branch', stateBranch), checkpoint };
}

/** How long `status` waits; null looks once. */
export function parseWait(given: {
  readonly wait: 'yes' | 'no';
  readonly interval: string | null;
  readonly timeout: string | null;
}): WaitOptions | null {
  const { wait, interval, timeout } = given;
  if (wait === 'no') {
    if (interval !== null) throw new OptionError('--interval', interval, 'expect-with-wait');
    if (timeout !== null) throw new OptionError('--timeout', timeout, 'expect-with-wait');
    return null;
  }
  return {
    intervalSeconds: parseCount('--interval', interval ?? '60', { least: 1, most: 86_400 }),
    timeoutMinutes: parseCount('--timeout', timeout ?? '60', { least: 1, most: 43_200 }),
  };
}

/** A branch's name by the rules of `git check-ref-format`, without `refs/heads/`. */
export function parseBranch(option: string, value: string): string {
  const forbidden = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|\.lock(\/|$)|^[-/.]|[/.]$|\/\.|^@$|^refs\//u;
  if (value !== '' && !forbidden.test(value)) return value;
  throw new OptionError(option, value, 'expect-branch');
}

/** 64 hexadecimal digits. */
export function parseDigest(option: string, value: string): string {
  if (/^[0-9a-fA-F]{64}$/u.test(value)) return value.toLowerCase();
  throw new OptionError(option, value, 'expect-digest');
}

/** How far `drift --accept` goes: not at all, a dry run, the files alone, or files and records. */
export function parseAccept(given: {
  readonly accept: 'yes' | 'no';
  readonly filesOnly: 'yes' | 'no';
  readonly dryRun: 'yes' | 'no';
}): 'no' | 'dry' | 'files' | 'all' {
  const { accept, filesOnly, dryRun } = given;
  if (accept === 'no' && filesOnly === 'yes')
    throw new OptionError('--files-only', null, 'expect-with-accept');
  if (accept === 'no' && dryRun === 'yes')
    throw new OptionError('--dry-run', null, 'expect-accept-for-dry-run');
  if (accept === 'no') return 'no';
  return dryRun === 'yes' ? 'dry' : filesOnly === 'yes' ? 'files' : 'all';
}
