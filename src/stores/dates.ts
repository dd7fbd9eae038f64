/** Days of files: `from` and `to` of special hours and of calendars, read and explained. Pure. */
import type { MapEntry, TreeNode } from '../base/yaml-tree.ts';
import type { DateProblem } from '../messages/special-hours-faults.ts';
import { type Diagnostic, fault } from '../model.ts';
import { addDays, FIRST_YEAR, isDay, LAST_YEAR } from '../special-hours.ts';
import { findInvisible, nameCharacter } from './explain.ts';

/** First and last day, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** What was read, and the faults that were found on the way; null where there is an error among them. */
export interface Checked<T> {
  readonly value: T | null;
  readonly faults: readonly Diagnostic[];
}

/** Where a map stands: its file, and how a member of it is called in faults. */
export interface Surroundings {
  readonly file: string;
  readonly nameMember: (member: string) => string;
}

/** The member's text; null with a fault where it is empty, no text, or holds what nobody sees. */
export function readMember(
  { key, keyAt, value }: MapEntry,
  { file, nameMember }: Surroundings,
  example: string,
): Checked<string> {
  const name = nameMember(key);
  if (value.kind === 'refused') return { value: null, faults: [] };
  if (value.kind === 'empty')
    return { value: null, faults: [fault('EMPTY_VALUE', { file, ...keyAt }, { key: name, cut: value.cut })] };
  const place = { file, ...value.at };
  if (value.kind !== 'text')
    return { value: null, faults: [fault('WRONG_TYPE', place, { key: name, expected: 'text', example })] };
  const hidden = findInvisible(value.value);
  if (hidden === null) return { value: value.value, faults: [] };
  const character = nameCharacter(hidden);
  return { value: null, faults: [fault('INVISIBLE_CHARACTER', place, { key: name, character })] };
}

/** `from` with `to`, which may be left out for a single day. `from` must be there. */
export function readDays(
  from: MapEntry,
  to: MapEntry | undefined,
  surroundings: Surroundings,
): Checked<DayRange> {
  const first = readDay(from, surroundings);
  const last = to === undefined ? first : readDay(to, surroundings);
  const faults = to === undefined ? first.faults : [...first.faults, ...last.faults];
  if (first.value === null || last.value === null) return { value: null, faults };
  if (last.value >= first.value) return { value: { from: first.value, to: last.value }, faults };
  const place = { file: surroundings.file, ...(to ?? from).value.at };
  const reversed = fault('DATES_REVERSED', place, { from: first.value, to: last.value });
  return { value: null, faults: [...faults, reversed] };
}

function readDay(entry: MapEntry, surroundings: Surroundings): Checked<string> {
  const { value: text, faults } = readMember(entry, surroundings, `${entry.key}: 2027-02-15`);
  if (text === null) return { value: null, faults };
  const problem = findProblem(text);
  if (problem === null) return { value: text, faults };
  const place = { file: surroundings.file, ...entry.value.at };
  const days = problem === 'no-day' ? countDaysOfMonth(text.slice(0, 7)) : null;
  const write = problem === 'form' ? rewriteDate(text) : null;
  const key = surroundings.nameMember(entry.key);
  const params = { key, value: text, problem, days, write };
  return { value: null, faults: [...faults, fault('INVALID_DATE', place, params)] };
}

function findProblem(text: string): DateProblem | null {
  const [, year = '', month = ''] = /^([0-9]{4})-([0-9]{2})-[0-9]{2}$/u.exec(text) ?? [];
  if (year === '') return 'form';
  if (month < '01' || month > '12') return 'no-month';
  if (!isDay(text)) return 'no-day';
  return Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR ? 'year' : null;
}

function countDaysOfMonth(month: string): number {
  const days = [28, 29, 30, 31].filter((day) => isDay(`${month}-${day}`));
  return days.at(-1) ?? 28;
}

/** The ASCII form with two digits each, where the rest is a date already. Shown, never used by itself. */
function rewriteDate(text: string): string | null {
  const ascii = text
    .normalize('NFKC')
    .trim()
    .replace(/[ T][0-9]{2}:[0-9]{2}.*$/u, '')
    .replace(/[年月/.\s\u2010-\u2015\u2212]+/gu, '-')
    .replace(/日$/u, '');
  const plain = ascii.replace(/^([0-9]{4})([0-9]{2})([0-9]{2})$/u, '$1-$2-$3');
  const [, year = '', month = '', day = ''] = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$/u.exec(plain) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return year !== '' && isDay(date) && findProblem(date) === null ? date : null;
}

/** Whether a range is so long that its year is most likely a slip. */
export function isLong({ from, to }: DayRange): boolean {
  return to > addDays(from, 366);
}

/** The first of a map's members with this key. */
export function findMember(node: TreeNode, key: string): MapEntry | undefined {
  return node.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
}
