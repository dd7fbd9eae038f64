/** Pages of docs/ whose blocks are what a test saw: `<!-- seen: name -->` and a fenced block below it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Holds each block of a page against what was seen; `STORY_WRITE=1` renews them instead. */
export function keepPage(path: string, shown: ReadonlyMap<string, string>): void {
  const page = readFileSync(path, 'utf8');
  const seen = new Set<string>();
  const fresh = page.replace(
    /(<!-- seen: ([a-z ]+) -->\n+)(`{3,})(\w*)\n[\s\S]*?\n\3/gu,
    (_whole, lead: string, name: string, fence: string, language: string) => {
      seen.add(name);
      return `${lead}${fence}${language}\n${shown.get(name) ?? `nothing is called ${name}`}\n${fence}`;
    },
  );
  if (process.env.STORY_WRITE === '1') writeFileSync(path, fresh);
  else expect(page).toBe(fresh);
  expect([...seen].sort()).toEqual([...shown.keys()].sort());
}

/** The first and the last lines of a long text. */
export function cutMiddle(text: string, first: number, last: number): string {
  const lines = text.trimEnd().split('\n');
  if (lines.length <= first + last + 1) return lines.join('\n');
  return [...lines.slice(0, first), '…', ...lines.slice(-last)].join('\n');
}
