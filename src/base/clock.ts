/** The machine's clock as a value, and days of a time zone. */
import type { Clock } from '../model/run.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal?.addEventListener('abort', done, { once: true });
    }),
};

/**
 * Zones whose offset from UTC is the same at any time that matters here: China has had no summer time since 1991. To ask
 * the system's tables takes longer than to read a hundred stores, and nearly every repository is in this zone.
 */
const FIXED_HOURS: ReadonlyMap<string, number> = new Map([
  ['UTC', 0],
  ['Asia/Shanghai', 8],
]);
const FIXED_SINCE = Date.UTC(1992, 0, 1);
const HOUR_MS = 3_600_000;

/** The day at a moment in an IANA time zone, as `YYYY-MM-DD`. */
export function dayIn(timezone: string, moment: Date): string {
  const hours = FIXED_HOURS.get(timezone);
  if (hours !== undefined && moment.getTime() >= FIXED_SINCE)
    return new Date(moment.getTime() + hours * HOUR_MS).toISOString().slice(0, 10);
  const parts = formatterOf(timezone).formatToParts(moment);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** Making one takes a hundred times as long as using it, and a report asks for the day of each store. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timezone: string): Intl.DateTimeFormat {
  const known = formatters.get(timezone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formatters.set(timezone, made);
  return made;
}
