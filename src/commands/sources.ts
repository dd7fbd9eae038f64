/** Puts on record which change of the repository brought the values that were sent. */
import { findSources } from '../git/history.ts';
import type { ChangeSource, Recorder, StoreRecord } from '../model.ts';
import type { Context } from './context.ts';
import { gitOf, type PublishChoice } from './publishing.ts';
import type { Workspace } from './workspace.ts';

/** The change behind each store's file, by `poi_id`. Only where the checkout must be what the branch holds. */
export async function readSources(
  context: Context,
  { account, reading }: Workspace,
  { publish }: PublishChoice,
): Promise<ReadonlyMap<string, ChangeSource>> {
  if (publish === 'no') return new Map();
  const byFile = await findSources(gitOf(context), context.root, account.stores);
  const found = reading.stores.flatMap(({ poi_id, file }) => {
    const source = byFile.get(file);
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
