/**
 * Part of the door: help and version, written at once. To open `process.stdout` loads the network's modules where it is a pipe,
 * which is a good part of what these two take.
 */
// Imported, the module would load streams and all that they need.
const { fstatSync, writeSync } = require('node:fs') as typeof import('node:fs');

const STDOUT = 1;
/** Of what is read elsewhere, as by a pager. */
const USUAL_COLUMNS = 80;

/** Writes a short text. Throws a system error, such as of a full disk; a reader that closed early is none. */
export function printNow(text: string): void {
  const bytes = Buffer.from(text);
  let done = 0;
  try {
    while (done < bytes.length) done += writeSync(STDOUT, bytes, done);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    // Somebody made the pipe one that does not wait: the stream knows how to go on.
    if (code === 'EAGAIN') process.stdout.write(bytes.subarray(done));
    else if (code !== 'EPIPE') throw error;
  }
}

/** Columns of the terminal that stdout is. */
export function findColumns(): number {
  return mayBeTerminal() && process.stdout.isTTY ? process.stdout.columns : USUAL_COLUMNS;
}

/** Whether the terminal takes colours, as commander asks. */
export function hasColors(): boolean {
  return mayBeTerminal() && process.stdout.isTTY === true && process.stdout.hasColors();
}

function mayBeTerminal(): boolean {
  try {
    return fstatSync(STDOUT).isCharacterDevice();
  } catch {
    return false;
  }
}
