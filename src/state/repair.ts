/** Takes a state file with git's conflict markers apart into both sides. Pure. */

export interface Sides {
  readonly ours: string;
  readonly base: string | null;
  readonly theirs: string;
}

/** Both sides of a conflicted text, also in diff3 style; null where there is no marker. */
export function splitConflict(text: string): Sides | null {
  // One look tells for most texts, however many lines they have.
  if (!/^<{7}/mu.test(text)) return null;
  const sides = { ours: [] as string[], base: [] as string[], theirs: [] as string[] };
  let side: 'both' | 'ours' | 'base' | 'theirs' = 'both';
  let conflicts = 0;
  let withBase = false;
  for (const line of text.split('\n')) {
    if (/^<{7}( |\r?$)/u.test(line)) {
      side = 'ours';
      conflicts += 1;
    } else if (/^\|{7}( |\r?$)/u.test(line) && side === 'ours') {
      side = 'base';
      withBase = true;
    } else if (/^={7}\r?$/u.test(line) && (side === 'ours' || side === 'base')) side = 'theirs';
    else if (/^>{7}( |\r?$)/u.test(line) && side === 'theirs') side = 'both';
    else {
      if (side === 'both' || side === 'ours') sides.ours.push(line);
      if (side === 'both' || side === 'base') sides.base.push(line);
      if (side === 'both' || side === 'theirs') sides.theirs.push(line);
    }
  }
  if (conflicts === 0) return null;
  return {
    ours: rebuild(sides.ours),
    base: withBase ? rebuild(sides.base) : null,
    theirs: rebuild(sides.theirs),
  };
}

/** Lines of which each stands for an entry: a record, and a picture that was uploaded. */
const ENTRIES: readonly RegExp[] = [/^"\d{1,20}":\{.*\},?\r?$/u, /^"[0-9a-f]{64}": ".*",?\r?$/u];

/** A line's comma depends on whether it is the last: a side cut out of a conflict may have too many or too few. */
function rebuild(lines: readonly string[]): string {
  return ENTRIES.reduce(mendCommas, lines).join('\n');
}

function mendCommas(lines: readonly string[], entry: RegExp): readonly string[] {
  const last = lines.findLastIndex((line) => entry.test(line));
  return lines.map((line, index) => {
    if (!entry.test(line)) return line;
    const bare = line.replace(/,?\r?$/u, '');
    return index === last ? bare : `${bare},`;
  });
}
