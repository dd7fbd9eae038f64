/** Rules across files: small named functions, all of which are run. To add one, add it to the list. Pure. */
import { type Diagnostic, fault, type Store } from '../model.ts';

/** Looks at all stores of an account and tells what is wrong between them; `stores` names those that cannot be used. */
export type CrossFileRule = (stores: readonly Store[]) => {
  readonly diagnostics: readonly Diagnostic[];
  readonly unusable: ReadonlySet<Store>;
};

/** One `poi_id` in two files: nobody can tell which is meant, so neither is sent. */
export const refuseDuplicateIds: CrossFileRule = (stores) => {
  const byId = groupById(stores);
  const groups = [...byId.values()].filter((group) => group.length > 1);
  const diagnostics = groups.flatMap((group) =>
    group.map((store, index) => {
      const other = group[index === 0 ? 1 : 0] ?? store;
      const place = { file: store.file, line: store.line, column: 1 };
      return fault('DUPLICATE_POI_ID', place, {
        poi_id: store.poi_id,
        other: other.file,
        otherLine: other.line,
      });
    }),
  );
  return { diagnostics, unusable: new Set(groups.flat()) };
};

function groupById(stores: readonly Store[]): ReadonlyMap<string, readonly Store[]> {
  const groups = new Map<string, Store[]>();
  for (const store of stores) groups.set(store.poi_id, [...(groups.get(store.poi_id) ?? []), store]);
  return groups;
}

export const CROSS_FILE_RULES: readonly CrossFileRule[] = [refuseDuplicateIds];
