/** What the look told of stores that are to be sent. */
import type { SendTools, Shipment } from './send.ts';

/**
 * Puts what the look told (a landed update, an ended review) on record before anything new begins, the claim included:
 * its mark would otherwise stand on a record that nothing live agrees with any more.
 */
export async function recordLearned(
  shipments: readonly Shipment[],
  { ledger }: SendTools,
  mayGoOn: () => boolean,
): Promise<void> {
  for (const { change, record, stored } of shipments) {
    if (!mayGoOn()) return;
    if (record !== null && record !== stored) await ledger.record(change.poi_id, record);
  }
}
