/** What a plan will cost: calls, reviews, minutes. Upper bounds, since adoptions may turn out to need nothing. Pure. */
import { hasAnythingToSend } from '../fields.ts';
import type { Change, Forecast } from '../model/plan.ts';
import { LIST_PAGE_SIZE } from '../model/platform.ts';
import { listUploads } from '../pictures.ts';

/** Whether an apply would have anything to send for this change. */
export function needsSending(change: Change): boolean {
  if (change.as_desired) return false;
  if (change.action === 'adopt' || change.action === 'verify') return true;
  return change.action === 'update' && hasAnythingToSend(change.fields);
}

/** Forecast at a pace of `rate` calls a second (0: unlimited), for an account of `stores` stores. */
export function forecastRun(changes: readonly Change[], stores: number, rate: number): Forecast {
  const sending = changes.filter(needsSending);
  const looking = changes.filter(
    (change) => needsSending(change) || change.as_desired || change.reason === 'review',
  );
  const looks = Math.min(looking.length, Math.ceil(stores / LIST_PAGE_SIZE));
  const canary = sending.length > 1 ? 1 : 0;
  const uploads = new Set(sending.flatMap(listUploads)).size;
  const calls = looks + uploads + sending.length + canary;
  const reviews = sending.filter(({ fields }) => fields.some(({ review }) => review)).length;
  const seconds = rate > 0 ? calls / rate : 0;
  return {
    updates: sending.length,
    calls,
    reviews,
    minutes: Math.ceil(seconds / 6) / 10,
    rate,
    ...(uploads === 0 ? {} : { uploads }),
  };
}
