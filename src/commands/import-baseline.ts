/** The records that `import` adds to the state: what is live counts as sent, so that the first plan is empty. */
import { readSystemCode } from '../base/system-error.ts';
import { fieldsNotShown } from '../fields.ts';
import { type Diagnostic, fault, NOWHERE, type StoreRecord, type StoreValues } from '../model.ts';
import { beginRecord } from '../reviews.ts';
import { valuesOn } from '../special-hours.ts';
import type { Context } from './context.ts';
import type { EndedStore } from './import-files.ts';
import type { Recording } from './recording.ts';
import { findToday, type Workspace } from './workspace.ts';

export interface Baseline {
  /** Records that are new. */
  readonly recorded: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Adds the missing records, all at once. A file without a record is harmless: the next import adds it. */
export async function recordBaseline(
  { clock }: Context,
  { account, state, settings }: Workspace,
  stores: readonly EndedStore[],
  recording: Recording,
): Promise<Baseline> {
  const at = clock.now().toISOString();
  const today = findToday({ clock }, { settings });
  const known = state?.state.stores ?? new Map<string, StoreRecord>();
  const records = stores.flatMap((store) => {
    const values = known.has(store.live.poi_id) ? null : chooseValues(store, today);
    return values === null ? [] : [[store.live.poi_id, beginRecord(store.live, values, at)] as const];
  });
  try {
    if (records.length > 0) {
      const recorder = await recording.start();
      await Promise.all(records.map(([poiId, record]) => recorder.record(poiId, record)));
    }
    const { diagnostics } = await recording.fold();
    return { recorded: diagnostics.length > 0 ? 0 : records.length, diagnostics };
  } catch (error) {
    const detail = readSystemCode(error);
    if (detail === null) throw error;
    const place = { ...NOWHERE, file: account.state };
    return {
      recorded: 0,
      diagnostics: [fault('IMPORT_UNRECORDED', place, { state: account.state, detail })],
    };
  }
}

/**
 * The values that a store's file holds, where they are known to be live. A file that says something else stays without
 * a record: its first apply looks, compares the names, and so meets a copy with a forgotten id.
 */
function chooseValues({ written, outcome, store, live }: EndedStore, today: string): StoreValues | null {
  if (outcome === 'written') return written?.values ?? null;
  if (outcome !== 'exists' || store === null || store.values.card_id !== undefined) return null;
  const wanted = valuesOn(store, today);
  return fieldsNotShown(live, wanted, 'exact').length === 0 ? wanted : null;
}
