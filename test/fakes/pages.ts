/** Markdown pages as their readers and GitHub see them: links, headings, code, and the commands shown in it. */
import type { Option } from 'commander';
import type { CommandGroup, CommandRow } from '../../src/cli-options.ts';

/** A fence may stand in a list, and is closed by as many signs as opened it. */
const FENCE = /^[ \t]*(`{3,}|~{3,})[^\n]*\n(?:[\s\S]*?\n)??[ \t]*\1[`~]*[ \t]*$/gmu;

/** Prose without code and comments, in which neither links nor headings count. */
const withoutFences = (text: string): string => text.replace(FENCE, '').replace(/<!--[\s\S]*?-->/gu, '');

/** Targets of links, images and references, as they are written. */
export function listLinks(text: string): readonly string[] {
  const prose = withoutFences(text).replace(/`[^`\n]+`/gu, '`');
  const patterns = [
    /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/gu,
    /^\[[^\]\n]+\]:\s*(\S+)/gmu,
    /<(?:a|img)\b[^>]*?\b(?:href|src)="([^"]+)"/gu,
  ];
  return patterns.flatMap((pattern) => [...prose.matchAll(pattern)].map(([, target = '']) => target));
}

/** What GitHub makes of a heading for `#…`: small letters, no punctuation but `-` and `_`, blanks become `-`. */
export function slugOf(heading: string): string {
  return heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** All anchors of a page; a heading that comes again gets a number. */
export function listAnchors(text: string): ReadonlySet<string> {
  const prose = withoutFences(text);
  const seen = new Map<string, number>();
  const anchors = new Set([...prose.matchAll(/<a\b[^>]*\b(?:id|name)="([^"]+)"/gu)].map(([, id = '']) => id));
  for (const [, heading = ''] of prose.matchAll(/^ {0,3}#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$/gmu)) {
    const slug = slugOf(heading);
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
}

/** Fenced blocks in some languages (a pattern), without their fences and the blanks that set them in. */
export function listBlocks(text: string, languages: string): readonly string[] {
  const wanted = new RegExp(`^[ \\t]*(?:\`{3,}|~{3,})(?:${languages})\\b`, 'u');
  const blocks = [...text.matchAll(FENCE)].map(([block]) => block).filter((block) => wanted.test(block));
  return blocks.map((block) => {
    const inset = /^[ \t]*/u.exec(block)?.[0].length ?? 0;
    const lines = block.split('\n').slice(1, -1);
    return `${lines.map((line) => line.slice(Math.min(inset, line.search(/\S|$/u)))).join('\n')}\n`;
  });
}

/** Code of a page that people type: shells and workflows, prompts of a console, backticks in the prose. */
export function listCode(text: string): readonly string[] {
  const prompts = listBlocks(text, 'console').map((block) =>
    block
      .split('\n')
      .filter((line) => line.startsWith('$ '))
      .join('\n'),
  );
  // A line break within backticks is a blank to Markdown.
  const spans = [...withoutFences(text).matchAll(/`([^`]+)`/gu)].map(([, code = '']) =>
    code.replace(/\s+/gu, ' '),
  );
  return [...listBlocks(text, 'sh|shell|bash|ya?ml'), ...prompts, ...spans];
}

/** Words of each `mendian …` in code, without the name; `mendian plan: 12 stores` is what a command printed. */
export function listCalls(code: string): readonly (readonly string[])[] {
  const lines = code.replace(/\\\n\s*/gu, ' ');
  // What ends a command: an operator, a comment, the sign that quotes the whole of it.
  const calls = lines.matchAll(/(?<![\w./@:-])mendian ((?:(?![|;&<>`)→…]|\s#|"(?:[\s,.:;)]|$)).)+)/gmu);
  return [...calls]
    .map(([, words = '']) => words.trim().split(/\s+/u))
    .filter(([first = '']) => /^(?:-[A-Za-z-]+|[a-z_]+(?:-[a-z]+)*)$/u.test(first));
}

type Rows = readonly (CommandRow | CommandGroup)[];

/** What is wrong with a call: an unknown command, an option that it has not, a value that is no choice. Null: nothing. */
export function judgeCall(words: readonly string[], rows: Rows, globals: readonly Option[]): string | null {
  const { row, rest, faults } = findRow(words, rows, globals);
  const known = [...globals, ...(row?.options ?? [])];
  const wrong = rest.flatMap((word, index) => judgeWord(word, rest[index + 1], known));
  return [...faults, ...wrong][0] ?? null;
}

interface Found {
  readonly row: CommandRow | CommandGroup | null;
  readonly rest: readonly string[];
  readonly faults: readonly string[];
}

/** The row that a call means; global options and their values may stand before it. */
function findRow(words: readonly string[], rows: Rows, globals: readonly Option[]): Found {
  const [first, ...others] = words;
  // Commander's own: it takes any command.
  if (first === undefined || first === 'help') return { row: null, rest: [], faults: [] };
  if (first.startsWith('-')) {
    const takesValue = globals.some((option) => isNamed(option, first) && option.required);
    const found = findRow(takesValue && !first.includes('=') ? others.slice(1) : others, rows, globals);
    return { ...found, rest: [first, ...(takesValue ? others.slice(0, 1) : []), ...found.rest] };
  }
  // A name in capitals stands for any.
  const row = rows.find(({ usage }) => usage.split(' ')[0] === first);
  if (row === undefined) return { row: null, rest: [], faults: [`no command ${first}`] };
  const isGroup = 'commands' in row && others.length > 0 && !others[0]?.startsWith('-');
  return isGroup ? findRow(others, row.commands, globals) : { row, rest: others, faults: [] };
}

function isNamed({ short, long }: Option, word: string): boolean {
  const [name] = word.split('=');
  return name === short || name === long;
}

function judgeWord(word: string, next: string | undefined, known: readonly Option[]): readonly string[] {
  if (!/^--?[A-Za-z]/u.test(word) || /^(?:--help|-h|--version)$/u.test(word)) return [];
  const option = known.find((each) => isNamed(each, word));
  if (option === undefined) return [`no option ${word}`];
  const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : next;
  const choices = option.argChoices ?? [];
  // A page may name several values at once, or a word for any of them.
  const said = value?.split('|') ?? [];
  const isPlain = said.length > 0 && said.every((each) => /^[a-z][\w-]*$/u.test(each));
  return choices.length > 0 && isPlain && !said.every((each) => choices.includes(each))
    ? [`${word} takes no ${value}`]
    : [];
}
