/** Store files that lie beside the folders of the accounts, where no account reads them. */
import { type Dirent, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { compareText } from '../base/canonical-json.ts';
import { type Diagnostic, warning } from '../model.ts';
import { isIgnored } from './walk.ts';

const YAML = /\.ya?ml$/u;
/** A folder of something else is given up after so many entries. */
const MOST_ENTRIES = 10_000;

/**
 * Files and folders with store files beside these folders, which are relative to the root. Beside folders of the root
 * itself lies everything else of a repository: there nobody can tell.
 */
export function findStrays(root: string, folders: readonly string[]): readonly Diagnostic[] {
  const read = folders.map((folder) => folder.replace(/\/+$/u, ''));
  const parents = [...new Set(read.map((folder) => posix.dirname(folder)))].filter((path) => path !== '.');
  const leadsToRead = (path: string): boolean =>
    read.some((folder) => folder === path || folder.startsWith(`${path}/`) || path.startsWith(`${folder}/`));
  const strays = parents.flatMap((parent) =>
    list(join(root, parent)).flatMap((entry): readonly Diagnostic[] => {
      const path = `${parent}/${entry.name}`;
      if (isIgnored(entry.name) || leadsToRead(path)) return [];
      const what = whatIs(entry, join(root, path));
      return what === null
        ? []
        : [warning('STORES_OF_NOBODY', { file: path, line: null, column: null }, { what })];
    }),
  );
  return [...strays].sort((left, right) => compareText(left.file ?? '', right.file ?? ''));
}

/** Links are not followed. */
function whatIs(entry: Dirent, path: string): 'file' | 'folder' | null {
  if (entry.isFile()) return YAML.test(entry.name) ? 'file' : null;
  return entry.isDirectory() && holdsYaml(path) ? 'folder' : null;
}

function holdsYaml(path: string): boolean {
  const waiting = [path];
  let seen = 0;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of list(folder)) {
      seen += 1;
      if (isIgnored(entry.name)) continue;
      if (entry.isFile() && YAML.test(entry.name)) return true;
      if (entry.isDirectory()) waiting.push(join(folder, entry.name));
    }
    if (seen > MOST_ENTRIES) return false;
  }
  return false;
}

/** What cannot be listed says nothing here: the account that reads it says it. */
function list(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}
