/** Puts on record which change of the repository brought the values that were sent. */
import { posix } from 'node:path';
import { findSources } from '../git/history.ts';
import type { Recorder } from '../model/run.ts';
import type { ChangeSource, Store, StoreRecord } from '../model.ts';
import type { Context } from './context.ts';
import { gitOf, type PublishChoice } from './publishing.ts';
import type { Workspace } from './workspace.ts';

/** The change behind each store's file and pictures, by `poi_id`. Only where the checkout must be what the branch holds. */
export async function readSources(
  context: Context,
  { account, reading }: Workspace,
  { publish }: PublishChoice,
): Promise<ReadonlyMap<string, ChangeSource>> {
  if (publish === 'no') return new Map();
  const outside = reading.stores.flatMap(({ pictures }) =>
    [...pictures.values()].map(({ path }) => path).filter((path) => !path.startsWith(`${account.stores}/`)),
  );
  const folders = [...new Set(outside.map((path) => posix.dirname(path)))];
  const byFile = await findSources(gitOf(context), context.root, account.stores, ...folders);
  return chooseSources(reading.stores, byFile);
}

/** The files that a workspace's stores come from: their own, those of defaults, and pictures. Faulty ones give none. */
export function listRead({ reading }: Pick<Workspace, 'reading'>): readonly string[] {
  const files = new Set<string>();
  for (const { file, origins, pictures } of reading.stores) {
    files.add(file);
    for (const { file: origin } of Object.values(origins)) if (origin !== null) files.add(origin);
    for (const { path } of pictures.values()) files.add(path);
  }
  return [...files];
}

/**
 * The newest change of each store's own file and of its pictures: other content under the same name changes a store
 * whose file nobody touched. `byFile` has the newest first.
 */
export function chooseSources(
  stores: readonly Pick<Store, 'poi_id' | 'file' | 'pictures'>[],
  byFile: ReadonlyMap<string, ChangeSource>,
): ReadonlyMap<string, ChangeSource> {
  const age = new Map([...byFile.keys()].map((file, index) => [file, index] as const));
  const ageOf = (file: string): number => age.get(file) ?? byFile.size;
  const found = stores.flatMap(({ poi_id, file, pictures }) => {
    const files = [file, ...[...pictures.values()].map(({ path }) => path)];
    const [newest = file] = files.sort((left, right) => ageOf(left) - ageOf(right));
    const source = byFile.get(newest);
    return source === undefined ? [] : [[poi_id, source] as const];
  });
  return new Map(found);
}

/** The same recorder; a record with newly confirmed values names the change that brought them. */
export function withSources(
  recorder: Recorder,
  sources: ReadonlyMap<string, ChangeSource>,
  before: ReadonlyMap<string, StoreRecord>,
): Recorder {
  return {
    ...recorder,
    record: (poiId, record) =>
      recorder.record(poiId, record && nameSource(record, before.get(poiId), sources.get(poiId))),
  };
}

function nameSource(
  record: StoreRecord,
  before: StoreRecord | undefined,
  source: ChangeSource | undefined,
): StoreRecord {
  if (record.applied_at === before?.applied_at) return record;
  const { source: _earlier, ...rest } = record;
  return source === undefined ? rest : { ...rest, source };
}
