/** What the operating system says of a failed call, apart from every other kind of error. */

/** The system's code, such as `ENOSPC`; null for an error that no system call gave. */
export function readSystemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
