/** Short words for the narrow columns of Markdown tables. Pure. */

/**
 * The word in one piece: a Chinese text may break between any two characters, and a column beside a long address would
 * show them one below the other. U+2060 is the word joiner.
 */
export function keepTogether(word: string): string {
  return word.replace(/(?<=\p{Script=Han})(?=\p{Script=Han})/gu, '\u2060');
}
