/** Which items of a list stay, change in their place, go and come, so that as little as can be is touched. Pure. */

/** An item that comes: a new value, or one that moves here from its old place. */
export interface Arrival {
  /** Index of the old item behind which it comes; -1 is the front. */
  readonly after: number;
  readonly value: string;
  /** Index of the old item that moves here; null for a new value. */
  readonly moved: number | null;
}

export interface ListChanges {
  /** New values in the place of old items, by the old item's index. */
  readonly replaced: ReadonlyMap<number, string>;
  readonly removed: ReadonlySet<number>;
  /** In the order of the new list. */
  readonly arrivals: readonly Arrival[];
}

/** From the old items to the new ones. An item that is in both stays, or moves with all that stands on its line. */
export function changeList(old: readonly string[], next: readonly string[]): ListChanges {
  const kept = findKept(old, next);
  const leaving = [...old.keys()].filter((index) => !kept.some(([left]) => left === index));
  const movable = new Map(leaving.map((index) => [old[index], index] as const));
  const replaced = new Map<number, string>();
  const arrivals: Arrival[] = [];
  const moved = new Set<number>();
  const coming = new Set(next.filter((_, index) => !kept.some(([, right]) => right === index)));
  let [after, from] = [-1, 0];
  for (const [left, right] of [...kept, [old.length, next.length] as const]) {
    const slots = range(after + 1, left).filter((index) => !coming.has(old[index] ?? ''));
    for (const value of next.slice(from, right)) {
      const source = movable.get(value) ?? null;
      const slot = source === null ? slots.shift() : undefined;
      if (slot !== undefined) {
        replaced.set(slot, value);
        after = slot;
      } else {
        const first = source !== null && !moved.has(source);
        if (first) moved.add(source);
        arrivals.push({ after, value, moved: first ? source : null });
      }
    }
    [after, from] = [left, right + 1];
  }
  const removed = new Set(leaving.filter((index) => !replaced.has(index)));
  return { replaced, removed, arrivals };
}

/** The longest run of pairs of equal items that keeps the order of both lists. */
function findKept(old: readonly string[], next: readonly string[]): readonly (readonly [number, number])[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(next.length + 1).fill(0));
  const at = (left: number, right: number): number => lengths[left]?.[right] ?? 0;
  for (let left = old.length - 1; left >= 0; left -= 1) {
    const row = lengths[left] ?? [];
    for (let right = next.length - 1; right >= 0; right -= 1) {
      row[right] =
        old[left] === next[right]
          ? at(left + 1, right + 1) + 1
          : Math.max(at(left + 1, right), at(left, right + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let [left, right] = [0, 0]; left < old.length && right < next.length; ) {
    if (old[left] === next[right]) {
      pairs.push([left, right]);
      left += 1;
      right += 1;
    } else if (at(left + 1, right) >= at(left, right + 1)) left += 1;
    else right += 1;
  }
  return pairs;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
