/** Pieces of Markdown for the generated pages. */
import stringWidth from 'string-width';

/** The first line of each generated page. */
export const generatedFrom = (sources: string): string =>
  `<!-- Made from ${sources} by "npm run generate". Do not edit. -->`;

/** A table whose columns are padded as all tables of docs/ are: a Chinese sign takes two. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((cells) => cells.map(forCell));
  const widths = head.map((_, column) =>
    Math.max(3, ...all.map((cells) => stringWidth(cells[column] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width)).join(' | ')} |`;
  const [title = [], ...body] = all;
  return [line(title), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

function forCell(text: string): string {
  return text.replaceAll(/\s*\n\s*/gu, ' ').replaceAll('|', '\\|');
}

/** Blocks with one empty line between them, as a whole file. */
export function page(blocks: readonly string[]): string {
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

export function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** The address of a heading within its page, as GitHub makes it. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** A sentence of the program in a page: what stands in angle brackets is no tag of HTML, a star no emphasis. */
export function prose(text: string): string {
  return text
    .replaceAll(/[<>]/gu, (sign) => (sign === '<' ? '&lt;' : '&gt;'))
    .replaceAll(/[*\\`]/gu, '\\$&')
    .replaceAll(/\s*\n\s*/gu, ' ');
}
