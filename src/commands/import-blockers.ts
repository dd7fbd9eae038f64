/** What of the files that are there stops an import, and what it only tells. */
import { type Diagnostic, fault, NOWHERE, warning } from '../model.ts';
import type { Selector } from '../stores/select.ts';
import type { Workspace } from './workspace.ts';

/** Why nothing may be written, or nothing: a store could get a second file, or a record could be lost. */
export function findBlockers({ account, reading, state, diagnostics }: Workspace): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (state === null) return errors.filter((each) => !reading.diagnostics.includes(each));
  const folder = errors.filter((each) => isFolderFault(each) && !isMissingFolder(each));
  if (folder.length > 0) return folder;
  const unknown = new Set(reading.invalid.flatMap(({ file, poi_id }) => (poi_id === null ? [file] : [])));
  if (unknown.size === 0) return [];
  const place = { ...NOWHERE, file: account.stores };
  return [
    ...errors.filter(({ file }) => file !== null && unknown.has(file)),
    fault('IMPORT_UNKNOWN_FILE', place, { stores: account.stores }),
  ];
}

/** Findings about the folder as a whole and its defaults, and files about stores that the platform does not list. */
export function remarkFolder(
  { reading, diagnostics }: Workspace,
  live: ReadonlySet<string>,
  isSelected: Selector,
): readonly Diagnostic[] {
  const files = [...reading.stores, ...reading.invalid.map((each) => ({ ...each, labels: {} }))];
  const ofStores = new Set(files.map(({ file }) => file));
  const others = diagnostics.filter(
    (each) => !isMissingFolder(each) && (each.file === null || !ofStores.has(each.file)),
  );
  const foreign = files.flatMap(({ file, poi_id, labels }) => {
    if (poi_id === null || live.has(poi_id) || !isSelected({ poi_id, file, labels })) return [];
    return [warning('IMPORT_NOT_LIVE', { ...NOWHERE, file }, { poi_id })];
  });
  return [...others.map(asWarning), ...foreign];
}

/** An error that does not stop an import: the files are written all the same. */
export function asWarning(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.severity === 'error' ? { ...diagnostic, severity: 'warning' } : diagnostic;
}

function isFolderFault({ code }: Diagnostic): boolean {
  return code === 'STORES_FOLDER_MISSING';
}

/** The first import makes the folder. */
function isMissingFolder(each: Diagnostic): boolean {
  if (each.code === 'ACCOUNT_WITHOUT_STORES') return true;
  return each.code === 'STORES_FOLDER_MISSING' && each.params.reason === 'missing';
}
