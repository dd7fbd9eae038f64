/** A calendar: a file that gives names to days, so that many stores can say `on: 2027-cn/spring-festival`. Pure. */
import { findNearMiss } from '../base/near-miss.ts';
import { decodeText } from '../base/text-bytes.ts';
import { type MapEntry, parseYamlTree } from '../base/yaml-tree.ts';
import { type Diagnostic, fault, type Place, warning } from '../model.ts';
import { type DayRange, findMember, isLong, readDays, readMember, type Surroundings } from './dates.ts';
import { findInvisible, nameCharacter } from './explain.ts';
import { explainMember } from './special-members.ts';

/** The folder of the calendars, at the repository's root. */
export const CALENDAR_FOLDER = 'calendar';
const CALENDAR_EXAMPLE = 'spring-festival: { from: 2027-02-06, to: 2027-02-12, reason: Spring Festival }';
const MEMBERS: readonly string[] = ['from', 'to', 'reason'];

/** Days with what people call them: the calendar's reason, or else the name. */
export interface NamedDays extends DayRange {
  readonly name: string;
}

export interface Calendar {
  readonly file: string;
  /** By name; null where the days have a fault, which is told in the calendar. */
  readonly names: ReadonlyMap<string, NamedDays | null>;
  /** `no`: the file could not be read, and nobody knows which names it holds. */
  readonly readable: 'yes' | 'no';
}

/** What a reference leads to: days, or why there are none. Both null where the calendar itself tells the fault. */
export interface Found {
  readonly days: NamedDays | null;
  readonly problem: Diagnostic | null;
}

export interface Calendars {
  find(reference: string, place: Place): Found;
}

/** Where there are no calendars at all. */
export const NO_CALENDARS: Calendars = {
  find: (reference, place) => findDays(new Map(), reference, place),
};

/** Reads the bytes of a calendar. */
export function readCalendar(
  bytes: Uint8Array,
  file: string,
): { readonly calendar: Calendar; readonly diagnostics: readonly Diagnostic[] } {
  const text = decodeText(bytes, file);
  if (text.value === null) return unreadable(file, text.diagnostics);
  const tree = parseYamlTree(text.value, file);
  if (tree.value === null) return unreadable(file, tree.diagnostics);
  const root = tree.value;
  if (root.kind !== 'map') {
    const place = { file, line: 1, column: 1 };
    const sort = root.kind === 'list' ? 'list' : root.kind === 'empty' ? 'empty' : 'text';
    const told = root.kind === 'refused' ? [] : [fault('CALENDAR_NOT_A_MAP', place, { sort })];
    return unreadable(file, [...tree.diagnostics, ...told]);
  }
  const names = new Map<string, NamedDays | null>();
  const diagnostics: Diagnostic[] = [...tree.diagnostics];
  for (const entry of root.entries) {
    const { days, faults } = readNamedDays(entry, file);
    // Two days under one name: told where the file was read, and neither is taken.
    names.set(entry.key.normalize('NFC'), names.has(entry.key.normalize('NFC')) ? null : days);
    diagnostics.push(...faults);
  }
  return { calendar: { file, names, readable: 'yes' }, diagnostics };
}

function unreadable(file: string, diagnostics: readonly Diagnostic[]): ReturnType<typeof readCalendar> {
  return { calendar: { file, names: new Map(), readable: 'no' }, diagnostics };
}

function readNamedDays(
  { key, keyAt, value }: MapEntry,
  file: string,
): { readonly days: NamedDays | null; readonly faults: readonly Diagnostic[] } {
  const name = explainName(key, { file, ...keyAt });
  if (name !== null) return { days: null, faults: [name] };
  if (value.kind === 'refused') return { days: null, faults: [] };
  if (value.kind === 'empty')
    return { days: null, faults: [fault('EMPTY_VALUE', { file, ...keyAt }, { key, cut: value.cut })] };
  const place = { file, ...value.at };
  if (value.kind !== 'map')
    return {
      days: null,
      faults: [fault('WRONG_TYPE', place, { key, expected: 'map', example: CALENDAR_EXAMPLE })],
    };
  const surroundings: Surroundings = { file, nameMember: (member) => `${key}.${member}` };
  const unknown = value.entries
    .filter((entry) => !MEMBERS.includes(entry.key))
    .map((entry) => explainMember(entry, surroundings, MEMBERS));
  const from = findMember(value, 'from');
  if (from === undefined) {
    const missing = fault('MISSING_KEY', place, { key: `${key}.from`, example: CALENDAR_EXAMPLE });
    return { days: null, faults: unknown.length > 0 ? unknown : [missing] };
  }
  const range = readDays(from, findMember(value, 'to'), surroundings);
  const said = findMember(value, 'reason');
  const reason =
    said === undefined ? { value: '', faults: [] } : readMember(said, surroundings, CALENDAR_EXAMPLE);
  const long =
    range.value !== null && isLong(range.value) ? [warning('SPECIAL_HOURS_LONG', place, range.value)] : [];
  const faults = [...unknown, ...range.faults, ...reason.faults, ...long];
  if (range.value === null || reason.value === null || unknown.length > 0) return { days: null, faults };
  return { days: { ...range.value, name: reason.value.trim() || key }, faults };
}

/** A name must be one that `on` can say. */
function explainName(name: string, place: Place): Diagnostic | null {
  if (name.includes('/')) return fault('CALENDAR_NAME_INVALID', place, { name, problem: 'slash' });
  if (name.trim() === '') return fault('CALENDAR_NAME_INVALID', place, { name, problem: 'empty' });
  const hidden = findInvisible(name);
  if (hidden === null) return null;
  return fault('INVISIBLE_CHARACTER', place, { key: name, character: nameCharacter(hidden) });
}

/** The days that `calendar/name` stands for among the calendars, which are by their files' names without the ending. */
export function findDays(calendars: ReadonlyMap<string, Calendar>, reference: string, place: Place): Found {
  const [, first = '', name = ''] = /^([^/]+)\/([^/]+)$/u.exec(reference.normalize('NFC')) ?? [];
  if (first === '') {
    const meant = guessReference(calendars, reference);
    return { days: null, problem: fault('CALENDAR_REFERENCE', place, { value: reference, meant }) };
  }
  const calendar = calendars.get(first);
  if (calendar === undefined) {
    const known = [...calendars.keys()].sort();
    const near = known.find((each) => each === stripEnding(first)) ?? findNearMiss(first, known);
    const meant = near === null ? null : `${near}/${name}`;
    return { days: null, problem: fault('CALENDAR_UNKNOWN', place, { calendar: first, meant, known }) };
  }
  const days = calendar.names.get(name);
  if (days !== undefined || calendar.readable === 'no') return { days: days ?? null, problem: null };
  const known = [...calendar.names.keys()];
  const near = findNearMiss(name, known);
  const meant = near === null ? null : `${first}/${near}`;
  const params = { file: calendar.file, name, meant, known };
  return { days: null, problem: fault('CALENDAR_NAME_UNKNOWN', place, params) };
}

/** A path to the file, or a name without its calendar. */
function guessReference(calendars: ReadonlyMap<string, Calendar>, reference: string): string | null {
  const parts = reference
    .normalize('NFC')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  const [first = '', name = ''] = parts.slice(-2);
  if (parts.length > 1 && calendars.get(stripEnding(first))?.names.has(name))
    return `${stripEnding(first)}/${name}`;
  const holding = [...calendars].filter(([, { names }]) => names.has(reference));
  const [only] = holding.length === 1 ? holding : [];
  return only === undefined ? null : `${only[0]}/${reference}`;
}

function stripEnding(name: string): string {
  return name.replace(/\.ya?ml$/u, '');
}
