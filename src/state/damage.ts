/** Says what is wrong with a text that is no state: cut off, merge markers, something after the end. Pure. */
import { type Diagnostic, fault } from '../model.ts';

/** The one fault that explains the text, with its line. `file` is the name to show. */
export function describeDamage(text: string, file: string): Diagnostic {
  const marker = /^(<{7}|={7}|>{7}|\|{7})( |$)/mu.exec(text);
  if (marker !== null) return fault('STATE_CONFLICT', placeOf(text, marker.index, file), { file });
  if (text.replaceAll('\u0000', '').trim() === '') return damaged(text, 0, file, 'empty');
  if (text.trim() === 'null') return damaged(text, 0, file, 'null');
  const end = findEnd(text);
  if (end === null) return damaged(text, text.trimEnd().length, file, 'cut');
  const rest = text.slice(end).search(/\S/u);
  if (rest >= 0) return damaged(text, end + rest, file, 'trailing');
  return damaged(text, findSyntaxError(text), file, 'syntax');
}

/** The index after the first whole JSON object, 0 where the text begins otherwise, null where it never ends. */
function findEnd(text: string): number | null {
  let depth = 0;
  const tokens = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|[{}[\]]/gu;
  if (!/^\s*\{/u.test(text)) return text.trimEnd().length;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    const [sign] = token;
    if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
    if (depth === 0) return tokens.lastIndex;
  }
  return null;
}

/** Node names the position in most of its messages; without one the beginning is shown. */
function findSyntaxError(text: string): number {
  try {
    JSON.parse(text);
  } catch (error) {
    const position = /position (\d+)/u.exec(error instanceof Error ? error.message : '')?.[1];
    return position === undefined ? 0 : Number(position);
  }
  return 0;
}

type Kind = 'cut' | 'empty' | 'null' | 'trailing' | 'syntax';

function damaged(text: string, index: number, file: string, kind: Kind): Diagnostic {
  return fault('STATE_DAMAGED', placeOf(text, index, file), { file, kind });
}

/** Line and column of an index, counted from 1. */
export function placeOf(
  text: string,
  index: number,
  file: string,
): { file: string; line: number; column: number } {
  const before = text.slice(0, index);
  const line = before.split('\n').length;
  return { file, line, column: index - (before.lastIndexOf('\n') + 1) + 1 };
}
