/** What a text report needs to know of the place it is printed to. */
import pc from 'picocolors';
import type { Messages } from '../messages/en.ts';

export type Colors = ReturnType<typeof pc.createColors>;

export interface Style {
  readonly messages: Messages;
  readonly colors: Colors;
  /** Leads from a GitHub workspace to the root, for annotations: empty, or ending with `/`. */
  readonly prefix: string;
  /** Columns of the terminal that the report goes to; infinite where it goes elsewhere. */
  readonly columns: number;
}

/** A style for one language, with or without colours. */
export function createStyle(
  messages: Messages,
  color: 'color' | 'plain',
  prefix = '',
  columns: number = Number.POSITIVE_INFINITY,
): Style {
  return { messages, colors: pc.createColors(color === 'color'), prefix, columns };
}

/** Printing ASCII, one column each; with it Chinese and Japanese signs, two each, and the dashes and quotes of our texts. */
const NARROW = /^[ -~]*$/u;
const PLAIN = /^[ -~·–—‘’“”…→、。《》「」【】ぁ-ゖァ-ヺ一-鿿！-～]*$/u;
const WIDE = /[、。《》「」【】ぁ-ゖァ-ヺ一-鿿！-～]/gu;
type Measure = (text: string) => number;
let measureAny: Measure | undefined;

/** The width of a text in terminal columns: a Chinese character takes two. */
function measure(text: string): number {
  if (NARROW.test(text)) return text.length;
  if (PLAIN.test(text)) return text.length + (text.match(WIDE)?.length ?? 0);
  // The patterns of emoji take longer to load than all the rest of a start: most runs meet none.
  measureAny ??= (require('string-width') as { readonly default: Measure }).default;
  return measureAny(text);
}

/** Pads to a width in terminal columns. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - measure(text)));
}

/** The widest of some texts, in terminal columns. */
export function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => measure(text)));
}

/** Made with the first text that must be cut: that takes as long as a tenth of a start. */
let graphemes: Intl.Segmenter | undefined;

function splitSigns(text: string): readonly string[] {
  graphemes ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  return [...graphemes.segment(text)].map(({ segment }) => segment);
}

/** Cuts text to a width in terminal columns, between two signs as a person counts them, and says so by "…". */
export function fitTo(text: string, columns: number): string {
  if (columns === Number.POSITIVE_INFINITY) return text;
  // What has no width can go on for ever: nobody reads it, and measuring it would take as long.
  const start = text.slice(0, Math.max(0, columns) * 20 + 100);
  if (start === text && measure(text) <= columns) return text;
  if (columns < 1) return '';
  const signs = splitSigns(start);
  // The last one of a part may be a part itself.
  const whole = start === text ? signs : signs.slice(0, -1);
  let width = 0;
  const end = whole.findIndex((sign) => {
    width += measure(sign);
    return width >= columns;
  });
  return `${whole.slice(0, end < 0 ? whole.length : end).join('')}…`;
}

/** What a name is cut to in any case; and what is left of a cell however narrow the terminal is. */
export const NAME_COLUMNS = 60;
const LEAST_COLUMNS = 8;
const GAP = '  ';

/**
 * Cells with blanks behind them, so that each column of a table begins at the same place in every row. Where a row would
 * be wider than `columns`, the columns that are named as `flexible` give way, the widest first.
 */
export function alignCells(
  rows: readonly (readonly string[])[],
  { columns, flexible }: { readonly columns: number; readonly flexible: readonly number[] },
): readonly (readonly string[])[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, index) => widest(rows.map((row) => row[index] ?? '')));
  const total = (): number => widths.reduce((sum, width) => sum + width, GAP.length * (count - 1));
  while (total() > columns) {
    const [widestOne] = flexible
      .filter((index) => (widths[index] ?? 0) > LEAST_COLUMNS)
      .sort((left, right) => (widths[right] ?? 0) - (widths[left] ?? 0));
    if (widestOne === undefined) break;
    widths[widestOne] = (widths[widestOne] ?? 0) - 1;
  }
  return rows.map((row) =>
    widths.map((width, index) => padTo(fitTo(row[index] ?? '', Math.max(1, width)), width)),
  );
}

/** The cells of a row on one line. */
export function joinCells(cells: readonly string[]): string {
  return cells.join(GAP);
}
