/** Whether a command stands where it was meant to: in a folder that exists, and at the root of a repository of stores. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Diagnostic, fault, NOWHERE } from '../model.ts';
import { listSettingsFiles } from '../settings/settings-files.ts';

/** `root`: it works on the repository's files. `new`: it writes them, and may make the folder. `any`: it knows no repository. */
export type Place = 'root' | 'new' | 'any';

/** What makes a folder a root, by itself or as the one that was meant. */
const STATE = 'mendian.state.json';
const STORES = 'stores';

/** A fault where the folder is missing, or where the root is one of the folders above; null where all is well. */
export function checkFolder(
  root: string,
  {
    command,
    place,
    config,
  }: { readonly command: string; readonly place: Place; readonly config: string | null },
): Diagnostic | null {
  const stats = statSync(root, { throwIfNoEntry: false });
  if (stats?.isDirectory() === false)
    return fault('FOLDER_MISSING', NOWHERE, { folder: root, reason: 'file' });
  if (stats === undefined)
    return place === 'new' ? null : fault('FOLDER_MISSING', NOWHERE, { folder: root, reason: 'missing' });
  if (place === 'any' || config !== null || hasSettings(root) || hasOne(root, [STATE, STORES])) return null;
  const found = findRootAbove(root);
  if (found === null) return null;
  const above = relative(root, found.folder).replaceAll('\\', '/');
  return fault('FOLDER_BELOW_ROOT', NOWHERE, { above, found: found.file, command });
}

/** Whether a file of settings is there, whatever it holds. */
export function hasSettings(root: string): boolean {
  return hasOne(root, listSettingsFiles(null));
}

function hasOne(folder: string, names: readonly string[]): boolean {
  return names.some((name) => existsSync(join(folder, name)));
}

/** The nearest folder above that has settings or a state. What is above a git repository is none of its business. */
function findRootAbove(root: string): { readonly folder: string; readonly file: string } | null {
  for (let folder = root; !existsSync(join(folder, '.git')); ) {
    const above = dirname(folder);
    if (above === folder) return null;
    folder = above;
    const file = [...listSettingsFiles(null), STATE].find((name) => existsSync(join(folder, name)));
    if (file !== undefined) return { folder, file };
  }
  return null;
}
