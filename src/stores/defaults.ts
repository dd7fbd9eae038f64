/** Files of defaults, read before any store: from which folder which values come, and what is wrong with them. Pure. */
import { type Diagnostic, notice } from '../model.ts';
import type { SourceFile } from './assemble.ts';
import type { Calendars } from './calendar.ts';
import { checkDefaults } from './check.ts';
import { type FileKeys, type FileReading, readDocument } from './document.ts';
import type { FindPicture } from './pictures.ts';

/** Defaults of one folder. With an error among them, no store below can be known: what was meant is not said. */
export interface Defaults {
  readonly keys: FileKeys;
  readonly readable: 'yes' | 'no';
  readonly sound: 'yes' | 'no';
  readonly faulty: ReadonlySet<string>;
}

/** Findings of one file that are told; more would only hide the first. */
const MOST_FINDINGS = 50;

/** What store files may refer to outside of themselves. */
export interface Beside {
  readonly calendars: Calendars;
  readonly findPicture: FindPicture;
}

export function readAllDefaults(
  files: readonly SourceFile[],
  { calendars, findPicture }: Beside,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, Defaults> {
  const found = new Map<string, Defaults>();
  for (const source of files) {
    if (source.kind !== 'defaults') continue;
    const { file } = source;
    const folder = folderOf(file);
    const reading = readBytes(source.bytes, file);
    const faults = reading.value === null ? [] : checkDefaults(reading.value, file, calendars, findPicture);
    diagnostics.push(...keepFew([...reading.diagnostics, ...faults], file));
    const errors = [...reading.diagnostics, ...faults].filter(({ severity }) => severity === 'error');
    const second = found.has(folder);
    found.set(folder, {
      keys: reading.value ?? new Map(),
      readable: reading.value === null || second ? 'no' : 'yes',
      sound: reading.value === null || second || errors.length > 0 ? 'no' : 'yes',
      faulty: new Set(errors.flatMap(({ line }) => keysOnLine(reading.value, line))),
    });
  }
  return found;
}

export function readBytes(bytes: Uint8Array | null, file: string): FileReading {
  return bytes === null ? { value: null, diagnostics: [], poi_id: null } : readDocument(bytes, file);
}

/** The first findings of a file, errors before warnings, and how many more there are. */
export function keepFew(diagnostics: readonly Diagnostic[], file: string): readonly Diagnostic[] {
  const count = diagnostics.length - MOST_FINDINGS;
  if (count <= 0) return diagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const others = diagnostics.filter(({ severity }) => severity !== 'error');
  const more = notice('MORE_FAULTS', { file, line: null, column: null }, { count });
  return [...[...errors, ...others].slice(0, MOST_FINDINGS), more];
}

/** The keys to which a fault on a line belongs: the last one that begins at or before it. */
function keysOnLine(keys: FileKeys | null, line: number | null): readonly string[] {
  const before = [...(keys ?? [])].filter(([, { entry }]) => entry.keyAt.line <= (line ?? 0));
  const last = before.at(-1);
  return last === undefined ? [] : [last[0]];
}

/** Defaults from the outermost folder to the nearest. */
export function findDefaults(file: string, defaults: ReadonlyMap<string, Defaults>): readonly Defaults[] {
  const parts = folderOf(file).split('/');
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return folders.flatMap((folder) => defaults.get(folder) ?? []);
}

export function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}
