/** Coming special days of all stores: which ranges there are, and how many stores each day has. Pure. */
import { compareText } from '../../base/canonical-json.ts';
import { addDays, countDays } from '../../special-hours.ts';
import type { PageRow } from './page.ts';

/** A range of days that stores share. */
export interface SharedRange {
  readonly from: string;
  readonly to: string;
  readonly hour: string;
  readonly reason: string | null;
  readonly rows: readonly PageRow[];
}

/** One month as weeks from Monday to Sunday; null outside of the month. */
export interface Month {
  readonly year: number;
  readonly month: number;
  readonly weeks: readonly (readonly (string | null)[])[];
}

/** Days further ahead are listed, and not counted or drawn: a slip of the hand may say 2099. */
const DAYS_AHEAD = 731;

/** The ranges that are on or to come, by date. */
export function listRanges(rows: readonly PageRow[], asOf: string): readonly SharedRange[] {
  const found = new Map<string, SharedRange & { readonly rows: PageRow[] }>();
  for (const row of rows) {
    for (const { from, to, hour, reason } of row.store?.special_hours ?? []) {
      if (to < asOf) continue;
      const key = JSON.stringify([from, to, hour, reason]);
      const shared = found.get(key) ?? { from, to, hour, reason, rows: [] };
      shared.rows.push(row);
      found.set(key, shared);
    }
  }
  return [...found.values()].sort(
    (left, right) =>
      compareText(left.from, right.from) ||
      compareText(left.to, right.to) ||
      compareText(left.hour, right.hour) ||
      compareText(left.reason ?? '', right.reason ?? ''),
  );
}

/** How many stores have special hours on each coming day. */
export function countByDay(ranges: readonly SharedRange[], asOf: string): ReadonlyMap<string, number> {
  const last = addDays(asOf, DAYS_AHEAD);
  const spans = new Map<string, number>();
  for (const { from, to, rows } of ranges) {
    const span = `${later(from, asOf)} ${earlier(to, last)}`;
    spans.set(span, (spans.get(span) ?? 0) + rows.length);
  }
  const days = new Map<string, number>();
  for (const [span, stores] of spans) {
    const [from = '', to = ''] = span.split(' ');
    for (let index = 0; index <= countDays(from, to); index += 1) {
      const day = addDays(from, index);
      days.set(day, (days.get(day) ?? 0) + stores);
    }
  }
  return new Map([...days].sort(([left], [right]) => compareText(left, right)));
}

function earlier(left: string, right: string): string {
  return compareText(left, right) < 0 ? left : right;
}

function later(left: string, right: string): string {
  return compareText(left, right) > 0 ? left : right;
}

/** The months of some days, in their order. */
export function listMonths(days: Iterable<string>): readonly Month[] {
  return [...new Set([...days].map((day) => day.slice(0, 7)))].sort().map(buildMonth);
}

function buildMonth(month: string): Month {
  const first = `${month}-01`;
  const next = addDays(first, 31).slice(0, 7);
  const length = countDays(first, `${next}-01`);
  // 2001-01-01 was a Monday.
  const lead = (((countDays('2001-01-01', first) % 7) + 7) % 7) as number;
  const cells = [
    ...Array.from({ length: lead }, () => null),
    ...Array.from({ length }, (_, index) => addDays(first, index)),
  ];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_day, day) => cells[week * 7 + day] ?? null),
  );
  return { year: Number(month.slice(0, 4)), month: Number(month.slice(5, 7)), weeks };
}
