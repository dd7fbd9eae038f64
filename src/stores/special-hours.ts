/** `special_hours` of a store file or a file of defaults: each entry checked and read, and no day given twice. Pure. */
import { compareText } from '../base/canonical-json.ts';
import type { MapEntry, MapNode, TreeNode } from '../base/yaml-tree.ts';
import { type Diagnostic, fault, type SpecialHours, warning } from '../model.ts';
import type { Calendars } from './calendar.ts';
import {
  type Checked,
  type DayRange,
  findMember,
  isLong,
  readDays,
  readMember,
  type Surroundings,
} from './dates.ts';
import { explainHour, isHour } from './explain.ts';
import { explainMember, findImpossibleHours, findWeekday, SPECIAL_MEMBERS } from './special-members.ts';

export const SPECIAL_KEY = 'special_hours';
export const SPECIAL_EXAMPLE =
  'special_hours:\n  - { from: 2027-02-15, to: 2027-02-21, hour: 10:00-17:00, reason: Spring Festival }';

const nameMember = (member: string): string => `${SPECIAL_KEY}.${member}`;

/** All entries that could be read, sorted by date. `sound` tells whether nothing is missing among them. */
export interface SpecialReading {
  readonly hours: readonly SpecialHours[];
  readonly sound: 'yes' | 'no';
  readonly faults: readonly Diagnostic[];
}

/** Reads the value of `special_hours`; an absent one gives none. An empty list is one too: it takes away what defaults give. */
export function readSpecialHours(
  node: TreeNode | undefined,
  file: string,
  calendars: Calendars,
): SpecialReading {
  if (node === undefined || node.kind === 'refused' || node.kind === 'empty')
    return { hours: [], sound: 'yes', faults: [] };
  if (node.kind !== 'list') {
    const params = { key: SPECIAL_KEY, expected: 'list', example: SPECIAL_EXAMPLE } as const;
    return { hours: [], sound: 'no', faults: [fault('WRONG_TYPE', { file, ...node.at }, params)] };
  }
  const entries = node.items.map((item) => readEntry(item, { file, nameMember }, calendars));
  const read = entries.flatMap(({ value }) => value ?? []);
  const hours = read.sort(
    (left, right) => compareText(left.from, right.from) || compareText(left.to, right.to),
  );
  const overlaps = findOverlaps(hours);
  return {
    hours,
    sound: read.length < node.items.length || overlaps.length > 0 ? 'no' : 'yes',
    faults: [...entries.flatMap(({ faults }) => faults), ...overlaps],
  };
}

/** A day has one range of hours: of two that share a day nobody can tell which is meant. */
function findOverlaps(sorted: readonly SpecialHours[]): readonly Diagnostic[] {
  let last: SpecialHours | null = null;
  const found: Diagnostic[] = [];
  for (const each of sorted) {
    if (last !== null && each.from <= last.to) {
      const [lower, upper] = [last, each].sort(
        (left, right) => (left.place.line ?? 0) - (right.place.line ?? 0),
      );
      const value = upper === undefined ? '' : showDays(upper);
      found.push(
        fault('SPECIAL_HOURS_OVERLAP', (upper ?? each).place, { value, other: lower?.place.line ?? 0 }),
      );
    }
    if (last === null || each.to > last.to) last = each;
  }
  return found;
}

function showDays({ from, to }: DayRange): string {
  return from === to ? from : `${from}…${to}`;
}

function readEntry(item: TreeNode, surroundings: Surroundings, calendars: Calendars): Checked<SpecialHours> {
  const place = { file: surroundings.file, ...item.at };
  if (item.kind === 'refused') return { value: null, faults: [] };
  if (item.kind === 'empty')
    return { value: null, faults: [fault('EMPTY_VALUE', place, { key: SPECIAL_KEY, cut: item.cut })] };
  if (item.kind !== 'map') {
    const params = { key: SPECIAL_KEY, expected: 'item-map', example: SPECIAL_EXAMPLE } as const;
    return { value: null, faults: [fault('WRONG_TYPE', place, params)] };
  }
  const unknown = item.entries
    .filter(({ key }) => !SPECIAL_MEMBERS.includes(key))
    .map((entry) => explainMember(entry, surroundings, SPECIAL_MEMBERS));
  // Where a closed day or a weekday was meant, a missing member is no news.
  const wordless = unknown.some(({ code }) => code === 'SPECIAL_HOURS_IMPOSSIBLE');
  const days = readWhen(item, surroundings, calendars);
  const hour = readHour(item, surroundings);
  const reason = readReason(item, surroundings);
  const told = [...days.faults, ...hour.faults, ...reason.faults].filter(
    ({ code }) => !wordless || (code !== 'MISSING_KEY' && code !== 'SPECIAL_HOURS_DAYS'),
  );
  const faults = [...unknown, ...told];
  const whole = unknown.length === 0 && reason.value !== null;
  if (!whole || days.value === null || hour.value === null) return { value: null, faults };
  const { from, to, name } = days.value;
  const node = findMember(item, 'hour')?.value ?? item;
  const value = {
    from,
    to,
    hour: hour.value,
    reason: reason.value === '' ? name : reason.value,
    place: { file: surroundings.file, ...node.at },
  };
  return { value, faults };
}

/** The entry's days, and what a calendar calls them. */
interface When extends DayRange {
  readonly name: string | null;
}

function readWhen(item: MapNode, surroundings: Surroundings, calendars: Calendars): Checked<When> {
  const [from, to, on] = ['from', 'to', 'on'].map((key) => findMember(item, key));
  const place = { file: surroundings.file, ...item.at };
  if (on !== undefined) {
    const both = from ?? to;
    if (both === undefined) return readNamed(on, surroundings, calendars);
    const at = { file: surroundings.file, ...both.keyAt };
    return { value: null, faults: [fault('SPECIAL_HOURS_DAYS', at, { problem: 'both' })] };
  }
  if (from === undefined) {
    // A misspelt key is told at that key.
    if (hasMeant(item, 'from')) return { value: null, faults: [] };
    const problem = to === undefined ? 'none' : 'no-from';
    return { value: null, faults: [fault('SPECIAL_HOURS_DAYS', place, { problem })] };
  }
  const weekday = [from, to].flatMap((entry) =>
    entry === undefined ? [] : (explainWeekday(entry, surroundings) ?? []),
  );
  if (weekday.length > 0) return { value: null, faults: weekday };
  const { value: days, faults } = readDays(from, to, surroundings);
  if (days === null) return { value: null, faults };
  const long = isLong(days) ? [warning('SPECIAL_HOURS_LONG', { ...place, ...from.value.at }, days)] : [];
  return { value: { ...days, name: null }, faults: [...faults, ...long] };
}

function explainWeekday({ value }: MapEntry, { file }: Surroundings): Diagnostic | null {
  return value.kind === 'text' ? findWeekday(value.value, { file, ...value.at }) : null;
}

function readNamed(on: MapEntry, surroundings: Surroundings, calendars: Calendars): Checked<When> {
  const { value: reference, faults } = readMember(on, surroundings, 'on: 2027-cn/spring-festival');
  if (reference === null) return { value: null, faults };
  const place = { file: surroundings.file, ...on.value.at };
  const weekday = findWeekday(reference, place);
  if (weekday !== null) return { value: null, faults: [weekday] };
  const { days, problem } = calendars.find(reference, place);
  return { value: days, faults: problem === null ? faults : [...faults, problem] };
}

function readHour(item: MapNode, surroundings: Surroundings): Checked<string> {
  const { file } = surroundings;
  const entry = findMember(item, 'hour');
  if (entry === undefined) {
    if (hasMeant(item, 'hour')) return { value: null, faults: [] };
    const missing = { key: nameMember('hour'), example: 'hour: 10:00-17:00' };
    return { value: null, faults: [fault('MISSING_KEY', { file, ...item.at }, missing)] };
  }
  if (entry.value.kind === 'list') {
    const value = entry.value.items.map((each) => (each.kind === 'text' ? each.value : '…')).join(', ');
    const params = { sort: 'ranges', value } as const;
    return { value: null, faults: [fault('SPECIAL_HOURS_IMPOSSIBLE', { file, ...entry.value.at }, params)] };
  }
  const { value: text, faults } = readMember(entry, surroundings, 'hour: 10:00-17:00');
  if (text === null) return { value: null, faults };
  const place = { file, ...entry.value.at };
  const impossible = findImpossibleHours(text, place);
  if (impossible !== null) return { value: null, faults: [impossible] };
  const [opens, closes] = isHour(text) ? text.split('-') : [];
  if (opens === undefined || closes === undefined || opens === closes)
    return { value: null, faults: [explainHour(text, place)] };
  return { value: text, faults: opens > closes ? [warning('OVERNIGHT_HOURS', place, { value: text })] : [] };
}

/** Empty where there is none. */
function readReason(item: MapNode, surroundings: Surroundings): Checked<string> {
  const entry = findMember(item, 'reason');
  if (entry === undefined) return { value: '', faults: [] };
  const { value, faults } = readMember(entry, surroundings, 'reason: Spring Festival');
  return { value: value?.trim() ?? null, faults };
}

/** Whether a key of the entry was told to stand for this member. */
function hasMeant(item: MapNode, member: string): boolean {
  return item.entries.some((entry) => {
    if (SPECIAL_MEMBERS.includes(entry.key)) return false;
    const told = explainMember(entry, { file: '', nameMember }, SPECIAL_MEMBERS);
    return told.code === 'UNKNOWN_KEY' && told.params.meant === member;
  });
}
