/** Runs work with a few workers at once, taking no further item once told to stop. */

/** Calls `act` for each item in order, `concurrency` at a time; returns the items that were never begun. */
export async function runPool<T>(
  items: readonly T[],
  concurrency: number,
  mayGoOn: () => boolean,
  act: (item: T) => Promise<void>,
): Promise<readonly T[]> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (mayGoOn()) {
      const item = items[next];
      if (item === undefined) return;
      next += 1;
      await act(item);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  return items.slice(next);
}
