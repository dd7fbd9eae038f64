/** Rules across files: small named functions, all of which are run. To add one, add it to the list. Pure. */
import { type Diagnostic, fault, type Store } from '../model.ts';

/** A file that gave no store, and the id that it claims where that could be read. */
export interface InvalidFile {
  readonly file: string;
  readonly poi_id: string | null;
}

/** Looks at all stores of an account and tells what is wrong between them; `unusable` are those that cannot be used. */
export type CrossFileRule = (
  stores: readonly Store[],
  invalid: readonly InvalidFile[],
) => {
  readonly diagnostics: readonly Diagnostic[];
  readonly unusable: ReadonlySet<Store>;
};

/**
 * One `poi_id` in two files: nobody can tell which is meant, so neither is sent. A file with other faults counts
 * too, since the store that it is about must not be sent from a copy.
 */
export const refuseDuplicateIds: CrossFileRule = (stores, invalid) => {
  if (!holdsEqualIds(stores, invalid)) return NOTHING;
  const claims = [
    ...stores.map((store) => ({ file: store.file, poi_id: store.poi_id, line: store.line, store })),
    ...invalid.flatMap(({ file, poi_id }) =>
      poi_id === null ? [] : [{ file, poi_id, line: null, store: null }],
    ),
  ];
  const groups = [...groupById(claims).values()].filter((group) => group.length > 1);
  const diagnostics = groups.flatMap((group) =>
    group.map(({ file, poi_id, line }, index) => {
      const other = group[index === 0 ? 1 : 0];
      const place = { file, line, column: line === null ? null : 1 };
      const where =
        other === undefined ? file : [other.file, other.line].filter((part) => part !== null).join(':');
      return fault('DUPLICATE_POI_ID', place, { poi_id, other: where });
    }),
  );
  return { diagnostics, unusable: new Set(groups.flat().flatMap(({ store }) => store ?? [])) };
};

const NOTHING: ReturnType<CrossFileRule> = { diagnostics: [], unusable: new Set() };

function holdsEqualIds(stores: readonly Store[], invalid: readonly InvalidFile[]): boolean {
  const seen = new Set<string>();
  for (const { poi_id } of stores) seen.add(poi_id);
  const claims = invalid.filter(({ poi_id }) => poi_id !== null);
  for (const { poi_id } of claims) seen.add(poi_id ?? '');
  return seen.size < stores.length + claims.length;
}

function groupById<T extends { readonly poi_id: string }>(
  claims: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const claim of claims) {
    const group = groups.get(claim.poi_id);
    if (group === undefined) groups.set(claim.poi_id, [claim]);
    else group.push(claim);
  }
  return groups;
}

export const CROSS_FILE_RULES: readonly CrossFileRule[] = [refuseDuplicateIds];
