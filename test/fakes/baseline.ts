/** The state that a first apply leaves, without its run: most tests begin after it. */
import { formatState } from '../../src/state/format.ts';
import { buildValues } from '../builders.ts';
import type { StoreText } from './shop.ts';

/** When the baseline was recorded. */
export const BASELINE_DATE = '2026-11-25T02:00:00.000Z';

/** The state file's text for stores that are at WeChat as their files say. */
export function recordAll(stores: readonly StoreText[]): string {
  const records = stores.map(({ poi_id, name: _name, ...values }) => {
    return [
      poi_id,
      { values: buildValues(values), review: 'none' as const, applied_at: BASELINE_DATE },
    ] as const;
  });
  return formatState({ version: 1, stores: new Map(records), extra: {} });
}
