/** Pieces of what people wrote, for sentences in any language. */

/** Shortens for a sentence; the reports make it safe. */
export const brief = (value: string): string => (value.length > 60 ? `${value.slice(0, 60)}…` : value);

/** `U+3000` for a full-width blank: the first blank that is not an ordinary one. */
export function nameOddBlank(line: string): string {
  const odd = /[\u200b\ufeff]|[^\S \t]/u.exec(line)?.[0] ?? ' ';
  return `U+${(odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
