/** What there is to say about a selection itself: expressions that take no store. */
import { type Diagnostic, NOWHERE, type StoreRecord, warning } from '../model.ts';
import type { StoreReading } from '../stores/read.ts';
import { findUnmatched, type NamedSelectable } from '../stores/select-hints.ts';
import type { Context } from './context.ts';

export type Selection = Pick<Context, 'select' | 'exclude'>;

/** Everything that an expression could take. */
export interface SelectionScene {
  readonly folder: string;
  readonly reading: Pick<StoreReading, 'stores' | 'invalid'>;
  readonly records: ReadonlyMap<string, StoreRecord>;
  /** Stores that are known by more than files and records: those that the platform lists. */
  readonly others?: readonly NamedSelectable[];
}

/**
 * The findings with those about the selection among them: `SELECTION_EMPTY` says why where there is one expression
 * only, and with several each that takes nothing is named. Beside errors nothing is added: what could not be read
 * might have been meant.
 */
export function remarkSelection(
  selection: Selection,
  scene: SelectionScene,
  found: readonly Diagnostic[],
): readonly Diagnostic[] {
  const given = selection.select.length + selection.exclude.length;
  if (given === 0 || found.some(({ severity }) => severity === 'error')) return found;
  const unmatched = findUnmatched(selection, scene.folder, listSelectable(scene));
  const [first] = unmatched;
  if (given === 1 && first !== undefined && found.some(({ code }) => code === 'SELECTION_EMPTY')) {
    const { cause, near } = first;
    return found.map((each) =>
      each.code === 'SELECTION_EMPTY'
        ? warning('SELECTION_EMPTY', NOWHERE, { expressions: each.params.expressions, cause, near })
        : each,
    );
  }
  return [...unmatched.map((each) => warning('SELECTION_UNMATCHED', NOWHERE, each)), ...found];
}

function listSelectable({ reading, records, others = [] }: SelectionScene): readonly NamedSelectable[] {
  const filed = new Set([...reading.stores, ...reading.invalid].map(({ poi_id }) => poi_id));
  const released = [...records.keys()].filter((poiId) => !filed.has(poiId));
  return [
    ...reading.stores,
    ...reading.invalid.map(({ file, poi_id }) => ({ poi_id: poi_id ?? '', file, labels: null, name: null })),
    ...released.map((poi_id) => ({ poi_id, file: null, labels: {}, name: null })),
    ...others,
  ];
}
