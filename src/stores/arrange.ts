/** Live stores beside the files that are there: which store has a file already, and which file each other one gets. Pure. */
import { compareText } from '../base/canonical-json.ts';
import type { LiveStore } from '../model/platform.ts';
import type { Store } from '../model.ts';
import type { Assembly } from './assemble.ts';
import { type Naming, nameFiles } from './file-names.ts';
import { nameOf } from './write.ts';

/** A live store with its file; `store` is what the file says, null where it is new or has faults. */
export interface ArrangedStore {
  readonly live: LiveStore;
  readonly name: string;
  readonly file: string;
  readonly presence: 'new' | 'there';
  readonly store: Store | null;
}

/** Ids that a file, a record and the API's calls can hold. */
export function hasUsableId({ poi_id }: Pick<LiveStore, 'poi_id'>): boolean {
  return /^[0-9]{1,20}$/u.test(poi_id);
}

/** Arranges the stores, by their file. */
export function arrangeStores(
  stores: readonly LiveStore[],
  { stores: read, invalid }: Pick<Assembly, 'stores' | 'invalid'>,
  naming: Naming,
): readonly ArrangedStore[] {
  const known = new Map(read.map((store) => [store.poi_id, store] as const));
  const files = new Map<string, string>();
  for (const { poi_id, file } of [...invalid, ...read]) if (poi_id !== null) files.set(poi_id, file);
  const usable = stores.filter(hasUsableId);
  const missing = usable.filter(({ poi_id }) => !files.has(poi_id));
  const named = nameFiles(
    missing.map((live) => ({ poi_id: live.poi_id, name: nameOf(live), city: live.place?.city ?? '' })),
    naming,
  );
  return usable
    .map((live): ArrangedStore => {
      const { poi_id } = live;
      const there = files.get(poi_id);
      // Each store without a file was named above; its id alone would do as well.
      const file = there ?? named.get(poi_id) ?? `${naming.folder}/${poi_id}.yaml`;
      const presence = there === undefined ? 'new' : 'there';
      return { live, name: nameOf(live), file, presence, store: known.get(poi_id) ?? null };
    })
    .sort((left, right) => compareText(left.file, right.file));
}
