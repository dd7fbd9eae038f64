/** Small pieces of English sentences: counts and lists. */

/** "1 store", "3 stores"; `many` where the plural is not made with an s. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** The first three, and how many more. */
export const list = (items: readonly string[]): string =>
  `${items.slice(0, 3).join(', ')}${items.length > 3 ? ` and ${items.length - 3} more` : ''}`;

/** A stretch of time in one unit: seconds, minutes or hours. */
export const span = (seconds: number): string => {
  const whole = Math.abs(Math.round(seconds));
  if (whole < 120) return plural(whole, 'second');
  return whole < 7200 ? `${Math.round(whole / 60)} minutes` : `${Math.round(whole / 3600)} hours`;
};
