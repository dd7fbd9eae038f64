/** Lists the store files of a folder in one pass, in the same order on every machine. */

import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../base/canonical-json.ts';
import { findObstacle, type Obstacle } from '../base/plain-file.ts';
import { readSystemCode } from '../base/system-error.ts';
import { type Diagnostic, fault, warning } from '../model.ts';

export interface FoundFile {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly kind: 'store' | 'defaults';
}

export interface Walk {
  readonly files: readonly FoundFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Folders that cannot be listed: nobody knows which stores they hold. */
  readonly closed: readonly string[];
}

const YAML = /\.ya?ml$/u;
/** Editors' backups and half-written files: nobody means them as stores. */
const BACKUP = /~$|\.(orig|bak|swp|swo|tmp|rej|old)$|^#.*#$/u;
/** Pictures that store files may name. */
const PICTURE = /\.(jpe?g|png)$/iu;

/** Walks a folder below the root. Links are not followed, so nothing outside is ever read. */
export function walkStores(root: string, folder: string): Walk {
  const reason = findObstacle(root, folder);
  if (reason !== null) {
    const missing = fault('STORES_FOLDER_MISSING', placeOf(folder), { folder, reason });
    return { files: [], diagnostics: [missing], closed: [] };
  }
  const files: FoundFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const closed: string[] = [];
  const visit = (path: string): void => {
    const entries = listFolder(join(root, path));
    if (!Array.isArray(entries)) {
      diagnostics.push(unreadable(path, entries.detail));
      closed.push(path);
      return;
    }
    const defaults = entries.filter(({ name }) => /^_defaults\.ya?ml$/u.test(name));
    const [kept, second] = defaults.map(({ name }) => `${path}/${name}`).sort(compareText);
    if (kept !== undefined && second !== undefined)
      diagnostics.push(fault('TWO_DEFAULTS', placeOf(second), { other: kept }));
    for (const entry of entries.sort((left, right) => compareText(left.name, right.name))) {
      const inner = `${path}/${entry.name}`;
      if (isIgnored(entry.name)) continue;
      if (entry.isDirectory()) visit(inner);
      else sortFile(entry, inner, files, diagnostics);
    }
  };
  visit(folder.replace(/\/+$/u, ''));
  return { files, diagnostics, closed };
}

/** Paths of all that is in a folder below the root and in the folders directly in it, whatever it is. */
export function listEntries(root: string, folder: string): readonly string[] {
  const list = (path: string): readonly Dirent[] => {
    const entries = listFolder(join(root, path));
    return Array.isArray(entries) ? entries : [];
  };
  return list(folder).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    const inside = entry.isDirectory() ? list(path) : [];
    return [path, ...inside.map(({ name }) => `${path}/${name}`)];
  });
}

/** A folder that cannot be listed is a fault like any other: its stores are not gone. */
function listFolder(path: string): Dirent[] | { readonly detail: string } {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    return { detail: readSystemCode(error) ?? 'unknown' };
  }
}

/** Dot files, and what editors leave. */
export function isIgnored(name: string): boolean {
  return name.startsWith('.') || BACKUP.test(name);
}

/** Whatever looks as if it could be meant as a store and is not read is named: silence would lose a shop. */
function sortFile(entry: Dirent, file: string, files: FoundFile[], diagnostics: Diagnostic[]): void {
  const ignore = (reason: 'ending' | 'underscore' | 'link' | 'special'): void => {
    diagnostics.push(warning('FILE_IGNORED', placeOf(file), { reason }));
  };
  if (entry.isSymbolicLink()) ignore('link');
  else if (!entry.isFile()) ignore('special');
  else if (PICTURE.test(entry.name)) return;
  else if (!YAML.test(entry.name)) ignore('ending');
  else if (!entry.name.startsWith('_')) files.push({ file, kind: 'store' });
  else if (/^_defaults\.ya?ml$/u.test(entry.name)) files.push({ file, kind: 'defaults' });
  else ignore('underscore');
}

/** A name that is no UTF-8 comes with replacement characters, and by that name nothing is found. */
export function unreadable(file: string, detail: string): Diagnostic {
  const reason = detail === 'ENOENT' && file.includes('\ufffd') ? 'name' : 'system';
  return fault('FILE_UNREADABLE', placeOf(file), { reason, detail });
}

/** What stands in the place of a file that people write. */
export function explainObstacle(file: string, obstacle: Obstacle): Diagnostic {
  const place = placeOf(file);
  if (obstacle.reason === 'large') return fault('FILE_TOO_LARGE', place, { bytes: obstacle.bytes });
  if (obstacle.reason === 'missing') return unreadable(file, 'ENOENT');
  if (obstacle.reason === 'system') return unreadable(file, obstacle.detail);
  return fault('FILE_UNREADABLE', place, { reason: obstacle.reason, detail: '' });
}

function placeOf(file: string): { file: string; line: null; column: null } {
  return { file, line: null, column: null };
}
