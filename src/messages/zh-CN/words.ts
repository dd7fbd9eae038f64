/** Small pieces of Chinese sentences: lists and stretches of time. Counts need no plural. */

/** The first items, and how many there are in all. */
export const list = (items: readonly string[], most = 3): string =>
  `${items.slice(0, most).join('、')}${items.length > most ? ` 等 ${items.length} 项` : ''}`;

/** A stretch of time in one unit: seconds, minutes or hours. */
export const span = (seconds: number): string => {
  const whole = Math.abs(Math.round(seconds));
  if (whole < 120) return `${whole} 秒`;
  return whole < 7200 ? `${Math.round(whole / 60)} 分钟` : `${Math.round(whole / 3600)} 小时`;
};

/** "3 秒", "5 分钟": rounded up, for waits and estimates. */
export const duration = (seconds: number): string =>
  seconds < 1 ? '不到 1 秒' : seconds < 90 ? `${Math.ceil(seconds)} 秒` : `${Math.ceil(seconds / 60)} 分钟`;
