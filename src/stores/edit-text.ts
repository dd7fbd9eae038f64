/** Pieces of a text that are replaced while all others stay, and the lines that they stand on. Pure. */

/** What stands between two offsets gives way to `text`. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The text with all replacements made. At one place insertions come in their own order, before a removal. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const sorted = [...splices].sort((left, right) => left.from - right.from || left.to - right.to);
  let result = '';
  let at = 0;
  for (const { from, to, text: piece } of sorted) {
    result += text.slice(at, from) + piece;
    // Removals may overlap where neighbours go together.
    at = Math.max(at, to, from);
  }
  return result + text.slice(at);
}

/** Offset of the first character of the line that holds an offset. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset behind the line break of the line that holds an offset, or the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** The blanks from the start of a line to an offset in it, or null where anything else stands there. */
export function indentBefore(text: string, offset: number): string | null {
  const before = text.slice(lineStart(text, offset), offset);
  return /^[ \t]*$/u.test(before) ? before : null;
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return /\r?\n/u.exec(text)?.[0] ?? '\n';
}

/** Whole lines, put in at an offset where a line begins, or at the end of a text whose last line has no break. */
export function insertLines(text: string, at: number, lines: readonly string[]): Splice {
  const end = lineBreakOf(text);
  const open = at > 0 && text[at - 1] !== '\n';
  const joined = lines.join(end);
  return { from: at, to: at, text: open ? `${end}${joined}` : `${joined}${end}` };
}
