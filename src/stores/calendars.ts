/** The calendars of a repository, read once and only when a store names one. */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../base/canonical-json.ts';
import { findObstacle, readPlainFile } from '../base/plain-file.ts';
import { readSystemCode } from '../base/system-error.ts';
import { LARGEST_YAML_BYTES } from '../base/text-bytes.ts';
import { type Diagnostic, fault } from '../model.ts';
import { CALENDAR_FOLDER, type Calendar, type Calendars, findDays, readCalendar } from './calendar.ts';
import { explainObstacle, isIgnored, unreadable } from './walk.ts';

const YAML = /\.ya?ml$/u;

interface Reading {
  /** By their files' names without the ending; null where the folder cannot be read. */
  readonly calendars: ReadonlyMap<string, Calendar> | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface OpenedCalendars extends Calendars {
  /** Faults of the calendars, once any was asked for. */
  readonly diagnostics: () => readonly Diagnostic[];
}

/** Stands by to read the folder `calendar` below the root. */
export function openCalendars(root: string): OpenedCalendars {
  let reading: Reading | null = null;
  return {
    find: (reference, place) => {
      reading ??= readFolder(root);
      const { calendars } = reading;
      return calendars === null ? { days: null, problem: null } : findDays(calendars, reference, place);
    },
    diagnostics: () => reading?.diagnostics ?? [],
  };
}

function readFolder(root: string): Reading {
  const obstacle = findObstacle(root, CALENDAR_FOLDER);
  const place = { file: CALENDAR_FOLDER, line: null, column: null };
  if (obstacle === 'link') return refuse(fault('FILE_UNREADABLE', place, { reason: 'link', detail: '' }));
  if (obstacle !== null) return { calendars: new Map(), diagnostics: [] };
  let entries: Dirent[];
  try {
    entries = readdirSync(join(root, CALENDAR_FOLDER), { withFileTypes: true });
  } catch (error) {
    return refuse(unreadable(CALENDAR_FOLDER, readSystemCode(error) ?? 'unknown'));
  }
  const calendars = new Map<string, Calendar>();
  const diagnostics: Diagnostic[] = [];
  const names = entries.map(({ name }) => name).filter((name) => YAML.test(name) && !isIgnored(name));
  for (const name of names.sort(compareText)) {
    const file = `${CALENDAR_FOLDER}/${name}`;
    const key = name.replace(YAML, '').normalize('NFC');
    const other = calendars.get(key);
    const read = readFile(root, file);
    calendars.set(key, other === undefined ? read.calendar : closeCalendar(file));
    if (other !== undefined)
      diagnostics.push(fault('TWO_CALENDARS', { ...place, file }, { other: other.file }));
    diagnostics.push(...read.diagnostics);
  }
  return { calendars, diagnostics };
}

function readFile(root: string, file: string): ReturnType<typeof readCalendar> {
  const { bytes, obstacle } = readPlainFile(join(root, file), LARGEST_YAML_BYTES);
  if (obstacle === null) return readCalendar(bytes, file);
  return { calendar: closeCalendar(file), diagnostics: [explainObstacle(file, obstacle)] };
}

/** A calendar of which nobody knows which names it holds. */
function closeCalendar(file: string): Calendar {
  return { file, names: new Map(), readable: 'no' };
}

function refuse(diagnostic: Diagnostic): Reading {
  return { calendars: null, diagnostics: [diagnostic] };
}
