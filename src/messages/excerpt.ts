/** Pieces of what people wrote, for sentences in any language. */

/** Shortens for a sentence; the reports make it safe. */
export const brief = (value: string): string => (value.length > 60 ? `${value.slice(0, 60)}…` : value);

/** Whether an address of the API, such as `127.0.0.1:8787`, is on this machine: an emulator's. */
export const isLoopback = (host: string): boolean =>
  /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d+)?$/u.test(host);

/** `U+3000` for a full-width blank: the first blank that is not an ordinary one. */
export function nameOddBlank(line: string): string {
  const odd = /[\u200b\ufeff]|[^\S \t]/u.exec(line)?.[0] ?? ' ';
  return `U+${(odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
