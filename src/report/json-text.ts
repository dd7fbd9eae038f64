/** JSON as the reports print it. Pure. */

/**
 * Two blanks of indent, ending with a line break. In the log of a GitHub run `##[` begins a command anywhere in a
 * line: written with an escape it means the same to every JSON reader, and nothing to the runner.
 */
export function jsonText(document: object): string {
  return `${JSON.stringify(document, null, 2).replaceAll('##[', '#\\u0023[')}\n`;
}
