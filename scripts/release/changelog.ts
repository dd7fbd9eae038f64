/** CHANGELOG.md: the part of one version. Pure. */

export interface Section {
  /** `YYYY-MM-DD`, or null where the heading has none. */
  readonly date: string | null;
  /** What stands below the heading, without blank lines around it; empty where nothing does. */
  readonly body: string;
}

/** `## 1.2.0 - 2026-12-01`, also with brackets around the version, a `v`, or a longer dash. */
const HEADING = /^##\s+\[?v?([0-9][^\s\]]*)\]?(?:\s+[-–—]\s+(.*?))?\s*$/u;
const DATE = /^\d{4}-\d{2}-\d{2}$/u;

/** The part of a version, or null where there is none. */
export function findSection(changelog: string, version: string): Section | null {
  const lines = changelog.replaceAll('\r\n', '\n').split('\n');
  const begin = lines.findIndex((line) => HEADING.exec(line)?.[1] === version);
  if (begin < 0) return null;
  const after = lines.slice(begin + 1);
  const end = after.findIndex((line) => /^##\s/u.test(line));
  const [, , date = ''] = HEADING.exec(lines[begin] ?? '') ?? [];
  return {
    date: isDate(date) ? date : null,
    body: (end < 0 ? after : after.slice(0, end)).join('\n').trim(),
  };
}

/** What is said of a version; headings alone say nothing. */
export function isEmpty({ body }: Section): boolean {
  return body.split('\n').every((line) => line.trim() === '' || line.startsWith('#'));
}

function isDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return DATE.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
