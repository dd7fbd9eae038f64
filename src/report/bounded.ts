/** Cuts a report between two stores where a place takes only so much, and says how many were left out. Pure. */

/** What a place takes. */
export interface Bound {
  readonly most: number;
  readonly measure: (text: string) => number;
}

/** A comment takes 65,536 characters; the rest is for what stands around the report. */
export const COMMENT_BOUND: Bound = { most: 60_000, measure: (text) => text.length };

/** A step's summary takes 1,048,576 bytes, of which a Chinese character needs three; past it the whole is dropped. */
export const SUMMARY_BOUND: Bound = { most: 1_000_000, measure: (text) => Buffer.byteLength(text) };

export const NO_BOUND: Bound = { most: Number.POSITIVE_INFINITY, measure: (text) => text.length };

/** The part of a place that findings may take when there are stores to show too. */
export const FINDINGS_SHARE = 0.4;

/** Room for headings, folds and the words about what was left out. */
export const FRAME = 1_200;

/** The bound that is left beside a text. */
export function leave({ most, measure }: Bound, text: string): Bound {
  return { most: most - measure(text), measure };
}

/** A part of a bound, for one of several parts that share it. */
export function share({ most, measure }: Bound, part: number): Bound {
  return { most: most * part, measure };
}

/** As many of the first items as fit, each with a line break. */
export function takeFitting<T extends string>(
  items: readonly T[],
  { most, measure }: Bound,
): { readonly fitting: readonly T[]; readonly left: number } {
  let room = most;
  const end = items.findIndex((item) => {
    room -= measure(item) + 1;
    return room < 0;
  });
  const fitting = end < 0 ? items : items.slice(0, end);
  return { fitting, left: items.length - fitting.length };
}
