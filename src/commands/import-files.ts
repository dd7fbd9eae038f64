/** The files that `import` writes. None is ever written over, and no link is followed. */
import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createFile, removeLeftovers, syncFolder } from '../base/atomic-file.ts';
import { findObstacle } from '../base/plain-file.ts';
import { readSystemCode } from '../base/system-error.ts';
import { type Diagnostic, fault, NOWHERE } from '../model.ts';
import type { ImportOutcome } from '../report/import.ts';
import type { ArrangedStore } from '../stores/arrange.ts';
import type { WrittenStore } from '../stores/write.ts';
import type { Context } from './context.ts';

/** A store with the text of its file; null where a file is there already. */
export interface PreparedStore extends ArrangedStore {
  readonly written: WrittenStore | null;
}

export interface EndedStore extends PreparedStore {
  readonly outcome: ImportOutcome;
}

export interface FilesEnd {
  readonly stores: readonly EndedStore[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a run would write. */
export function previewFiles(prepared: readonly PreparedStore[]): FilesEnd {
  const judge = ({ written }: PreparedStore): ImportOutcome => (written === null ? 'exists' : 'would-write');
  return { stores: prepared.map((store) => ({ ...store, outcome: judge(store) })), diagnostics: [] };
}

/** Writes each new file until a signal or a full disk. All of them are on disk at the end, for the records that follow. */
export async function writeFiles(
  { root, signal }: Context,
  prepared: readonly PreparedStore[],
): Promise<FilesEnd> {
  sweepLeftovers(root, prepared);
  const stores: EndedStore[] = [];
  const found = new Map<string, Diagnostic>();
  let stop: Diagnostic | null = null;
  for (const store of prepared) {
    // A signal is heard only between two turns.
    if (store.written !== null) await setImmediate();
    if (signal.aborted) stop ??= fault('IMPORT_INTERRUPTED', NOWHERE, { signal: String(signal.reason) });
    const ended: ImportOutcome | Diagnostic = stop === null ? writeFile(root, store) : 'skipped';
    const outcome: ImportOutcome = typeof ended === 'string' ? ended : 'failed';
    if (typeof ended !== 'string') {
      found.set(`${ended.code} ${ended.file}`, ended);
      if (ended.code === 'IMPORT_UNWRITTEN') stop = ended;
    }
    stores.push({ ...store, outcome: store.written === null ? 'exists' : outcome });
  }
  syncFolders(root, stores);
  return { stores, diagnostics: [...new Set([...found.values(), ...(stop === null ? [] : [stop])])] };
}

function writeFile(root: string, { file, written }: PreparedStore): 'exists' | 'written' | Diagnostic {
  if (written === null) return 'exists';
  const folder = posix.dirname(file);
  try {
    const obstacle = findObstacle(root, folder);
    if (obstacle === 'link' || obstacle === 'file')
      return fault('IMPORT_FOLDER_BLOCKED', { ...NOWHERE, file: folder }, { folder, reason: obstacle });
    const isNew = createFile(join(root, file), written.text);
    return isNew ? 'written' : fault('IMPORT_FILE_APPEARED', { ...NOWHERE, file }, {});
  } catch (error) {
    const detail = readSystemCode(error);
    if (detail === null) throw error;
    return fault('IMPORT_UNWRITTEN', { ...NOWHERE, file }, { file, detail });
  }
}

/** What a killed import left of these files, as hidden neighbours. Each folder is listed once. */
function sweepLeftovers(root: string, prepared: readonly PreparedStore[]): void {
  const hidden = new Map<string, readonly string[]>();
  for (const { file } of prepared) {
    const folder = posix.dirname(file);
    const names = hidden.get(folder) ?? listHidden(root, folder);
    hidden.set(folder, names);
    if (names.some((name) => name.startsWith(`.${posix.basename(file)}.`))) removeLeftovers(join(root, file));
  }
}

function listHidden(root: string, folder: string): readonly string[] {
  if (findObstacle(root, folder) !== null) return [];
  try {
    return readdirSync(join(root, folder)).filter((name) => name.startsWith('.'));
  } catch (error) {
    // A folder that cannot be read is told when something is to be written into it.
    if (readSystemCode(error) === null) throw error;
    return [];
  }
}

/** A new file's name lasts once its folder is synced, and a new folder's name once the one around it is. */
function syncFolders(root: string, stores: readonly EndedStore[]): void {
  const folders = new Set<string>();
  for (const { file, outcome } of stores) {
    for (let at = file; outcome === 'written' && at !== '.' && at !== '/'; ) {
      at = posix.dirname(at);
      folders.add(at);
    }
  }
  for (const folder of folders) syncFolder(join(root, folder));
}
