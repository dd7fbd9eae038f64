/** Runs work with a few workers at once, taking no further item once told to stop. */

/**
 * Calls `act` for each item in order, `concurrency` at a time; returns the items that were never begun. Each worker, counted
 * from 0, waits for `begin` before its first item.
 */
export async function runPool<T>(
  items: readonly T[],
  concurrency: number,
  mayGoOn: () => boolean,
  act: (item: T) => Promise<void>,
  begin: (worker: number) => Promise<void> = async () => {},
): Promise<readonly T[]> {
  let next = 0;
  const work = async (worker: number): Promise<void> => {
    await begin(worker);
    while (mayGoOn()) {
      const item = items[next];
      if (item === undefined) return;
      next += 1;
      await act(item);
    }
  };
  await Promise.all(
    Array.from({ length: Math.min(items.length, Math.max(1, concurrency)) }, (_, worker) => work(worker)),
  );
  return items.slice(next);
}
