/**
 * The one place where text from outside (names, paths, answers) is made harmless for where it goes.
 * Characters that move the cursor, hide or turn text are shown by their code point instead.
 */

/** Control characters, line and paragraph separators, and signs that change the direction or hide text. */
const UNSAFE =
  /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]/gu;

const HARMLESS = /^[ -~\u4e00-\u9fff]*$/u;

/** Text for a terminal or a log: one line, no escape sequences, nothing hidden. Emoji joins are kept. */
export function forTerminal(text: string): string {
  // Nearly all that a report prints: there is nothing in it to replace.
  if (HARMLESS.test(text)) return text;
  return text.replace(UNSAFE, (character, offset: number) =>
    character === '\u200d' && isEmojiJoin(text, offset) ? character : showCodePoint(character),
  );
}

/** Shortens at a grapheme's border and says so. `length` counts graphemes. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const graphemes = [
    ...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text.slice(0, length * 8)),
  ];
  const whole = graphemes.length <= length && text.length <= length * 8;
  return whole
    ? text
    : `${graphemes
        .slice(0, length)
        .map(({ segment }) => segment)
        .join('')}…`;
}

/**
 * Text for Markdown as GitHub shows it: a code span, in which nothing is a mention, a link, a reference,
 * an image, a tag or an emoji code. Pipes are escaped, since tables split before they look for code.
 */
export function forMarkdown(text: string): string {
  const safe = forTerminal(text).replaceAll('|', '\\|');
  if (safe.trim() === '') return '` `';
  const longest = Math.max(0, ...[...safe.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$/u.test(safe) || (safe.startsWith(' ') && safe.endsWith(' ')) ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/**
 * A sentence of ours in Markdown, with values from outside in it: shown as written, with nothing in it taken for
 * Markdown. GitHub looks for mentions, references and addresses in the rendered text, where no escaping helps:
 * an invisible break keeps them apart. Hours stay as they are, since people copy them: no emoji is called `:00-21:`.
 */
export function forMarkdownSentence(text: string): string {
  return forTerminal(text)
    .replace(/[\\`*_{}[\]()<>|~!&]/gu, '\\$&')
    .replace(/^(\d*)([#+.-])/u, '$1\\$2')
    .replace(
      /@|#(?=\d)|:(?=\/\/|(?:[\w+-]*[a-z][\w+-]*|100|1234|[+-]1):)|\bGH-(?=\d)|\bwww\./giu,
      '$&\u200b',
    );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const SPECIAL_IN_HTML = new RegExp(`[&<>"']|${UNSAFE.source}`, 'u');

/**
 * Text for HTML, between tags and inside quoted attributes alike. What moves, hides or turns text is shown by its code
 * point; letters that run from right to left are kept, and the page isolates them.
 */
export function forHtml(text: string): string {
  // Nearly all texts are harmless, and a page has a hundred thousand of them.
  if (!SPECIAL_IN_HTML.test(text)) return text;
  return forTerminal(text).replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? '');
}

/** What makes GitHub skip a workflow when it stands in a commit message. */
const SKIP_WORDS = /\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/giu;

/**
 * Text inside a commit message: one line, in which nothing skips a workflow, closes an issue, refers to one or
 * notifies a person. The skip words lose their brackets, and an invisible break keeps the others apart.
 */
export function forCommitMessage(text: string): string {
  return forTerminal(text)
    .replace(SKIP_WORDS, '($1)')
    .replace(/skip-checks(?=\s*:)/giu, 'skip\u2011checks')
    .replace(/@|#(?=\d)|\bGH-(?=\d)/giu, '$&\u200b');
}

/** A title takes 256 characters. */
const LONGEST_TITLE = 250;

/** Text as the title of an issue or a pull request: one line, in which nothing refers to an issue or to a person. */
export function forTitle(text: string): string {
  const safe = forTerminal(text)
    .trim()
    .replace(/@|#(?=\d)|\bGH-(?=\d)/giu, '$&\u200b');
  const characters = [...safe];
  return characters.length <= LONGEST_TITLE ? safe : `${characters.slice(0, LONGEST_TITLE - 1).join('')}…`;
}

/**
 * A whole report for the log of a GitHub run, in which the runner looks for commands in each line: at its start
 * after blanks, and, in the old form, anywhere. Texts from outside are on one line already; the rest is broken here.
 */
export function forRunnerLog(text: string): string {
  return text
    .replaceAll('\r', '\\r')
    .replace(/^(\s*)::/gmu, '$1: :')
    .replace(/##(?=\[)/gu, '# #');
}

/** The data of a runner's command (`::error::DATA`). */
export function forRunnerData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property of a runner's command (`::error file=PROPERTY::`). */
export function forRunnerProperty(text: string): string {
  return forRunnerData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function isEmojiJoin(text: string, offset: number): boolean {
  const before = text.slice(0, offset);
  const after = text.slice(offset + 1);
  return (
    /\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?$/u.test(before) &&
    /^\p{Extended_Pictographic}/u.test(after)
  );
}

function showCodePoint(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
