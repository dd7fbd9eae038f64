/** Text as words of a command line: for people to copy, and as shells hand them over. Pure. */

/** Letters and digits of any script, and signs that no shell takes for its own. */
const PLAIN = /^[\p{L}\p{N}\p{M}_.,/@%+=:-]+$/u;

/** A word as it is where a shell takes it so, else in single quotes. */
export function quoteForShell(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The expressions of a selection (`--select EXPR`, `--exclude EXPR`, raw) on one line, to be read and pasted. */
export function showSelection(selection: readonly string[]): string {
  return selection
    .map((each) => {
      const end = each.indexOf(' ');
      return `${each.slice(0, end)} ${quoteForShell(each.slice(end + 1))}`;
    })
    .join(' ');
}

/**
 * A command for no shell, as its words: blanks part them, and what holds a blank stands in single or double quotes.
 * Backslashes are plain signs, as in paths of Windows. Null where a quote is not closed.
 */
export function splitCommand(text: string): readonly string[] | null {
  const words: string[] = [];
  let [word, open]: [string | null, string] = [null, ''];
  for (const character of text) {
    if (open !== '' && character === open) open = '';
    else if (open === '' && (character === "'" || character === '"')) [word, open] = [word ?? '', character];
    else if (open !== '' || !/\s/u.test(character)) word = (word ?? '') + character;
    else if (word !== null) {
      words.push(word);
      word = null;
    }
  }
  if (open !== '') return null;
  return word === null ? words : [...words, word];
}

/** A word of an unfinished command line. */
export interface TypedWord {
  /** Without quotes and backslashes. */
  readonly text: string;
  /** The quote that is open at its end. */
  readonly open: '' | "'" | '"';
  /** For each character of the text whether it stands there bare, as the shell's own signs do. */
  readonly bare: readonly boolean[];
}

/** Takes the quotes and backslashes of a word away. Nothing in it is expanded. */
export function readTypedWord(word: string): TypedWord {
  let [text, open, escaped] = ['', '' as TypedWord['open'], false];
  const bare: boolean[] = [];
  const keep = (character: string, isBare: boolean): void => {
    text += character;
    bare.push(isBare);
  };
  for (const character of word) {
    if (escaped) {
      // Inside double quotes a backslash is itself before anything but these.
      if (open === '"' && !'$`"\\'.includes(character)) keep('\\', false);
      keep(character, false);
      escaped = false;
    } else if (character === '\\' && open !== "'") escaped = true;
    else if (open !== '' && character === open) open = '';
    else if (open === '' && (character === "'" || character === '"')) open = character;
    else keep(character, open === '');
  }
  return { text, open, bare };
}

/** Text to go on with behind an open quote, or bare; null where it cannot stand there. */
export function continueWord(text: string, open: TypedWord['open']): string | null {
  if (open === "'") return text.includes("'") ? null : text;
  // An exclamation mark recalls earlier lines even there, and no backslash stops it without staying.
  if (open === '"') return text.includes('!') ? null : text.replace(/[$`"\\]/gu, '\\$&');
  return text.replace(/[^\p{L}\p{N}\p{M}_.,/@%+=:-]/gu, '\\$&');
}
