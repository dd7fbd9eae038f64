/** HTML as a value: whatever is put into a template is text and gets escaped, unless it is HTML already. Pure. */
import { forHtml } from '../escape.ts';

/** A piece of HTML that is safe to put anywhere between tags. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = string | number | null | Html | readonly Html[];

/** Nothing at all. */
export const EMPTY = new Html('');

/** A template of HTML. Values from outside may stand between tags and inside attributes in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? '';
  for (const [index, part] of parts.entries()) text += render(part) + (strings[index + 1] ?? '');
  return new Html(text);
}

/** Several pieces with another between each two. */
export function join(pieces: readonly Html[], between: string): Html {
  return new Html(pieces.map(({ text }) => text).join(forHtml(between)));
}

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return forHtml(part);
  if (typeof part === 'number') return String(part);
  return part === null ? '' : part.map(({ text }) => text).join('');
}
