/** The first store goes alone and must show what was sent, so that a common mistake reaches one shop, not all. */
import { fieldsNotShown } from '../fields.ts';
import type { Fault, StoreRecord, StoreValues } from '../model.ts';
import { MAX_TRIES } from './call.ts';
import { changesPictures, hasLanded } from './live.ts';
import type { Delivery, SendTools, Shipment } from './send.ts';

/** Null when the live store shows what was sent, else why the run must stop. */
export async function proveCanary(
  { change, values, record, live }: Shipment,
  tools: SendTools,
): Promise<Fault | null> {
  const pictures = changesPictures(values, record, live) ? 'changed' : 'unchanged';
  for (let tries = 1; ; tries += 1) {
    const answer = await tools.caller.read(() => tools.hands.platform.readStore(change.poi_id));
    if (!answer.ok) return answer.error.fault;
    if (hasLanded(answer.value, values, pictures)) return null;
    const fields = fieldsNotShown(answer.value, values, 'any').map(({ name }) => name);
    const fault: Fault = {
      code: 'CANARY',
      params: { name: change.name ?? change.poi_id, fields: fields.join(', ') },
    };
    if (tries >= MAX_TRIES || tools.hands.signal.aborted) return fault;
    await tools.caller.backOff(tries, fault);
  }
}

/** The record of a canary that does not show what was sent: unproven, with the audit id that was answered. */
export function recordUnproven(
  record: StoreRecord | null,
  values: StoreValues,
  delivery: Delivery,
): StoreRecord {
  return {
    ...(record ?? { review: 'none' }),
    uncertain: true,
    sending: values,
    ...(delivery.receipt === null ? {} : { receipt: delivery.receipt }),
  };
}
