/** Finds the word that a person most likely meant. Pure. */

/** The nearest of the known words, by case, blanks and at most two edits (one in a short word); null where none is near. */
export function findNearMiss(word: string, known: readonly string[]): string | null {
  const plain = normalise(word);
  const scored = known
    .map((candidate) => ({ candidate, distance: measure(plain, normalise(candidate)) }))
    .sort((left, right) => left.distance - right.distance);
  const [best] = scored;
  const limit = plain.length <= 4 ? 1 : 2;
  return best !== undefined && best.distance <= limit ? best.candidate : null;
}

function normalise(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/gu, '');
}

/** Edits between two words: insertions, removals, replacements, and swaps of two neighbours. */
function measure(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return 3;
  let before: readonly number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      const isSwap = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const swapped = isSwap && i > 1 && j > 1 ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same, swapped));
    }
    before = row;
    row = next;
  }
  return row[right.length] ?? 3;
}
