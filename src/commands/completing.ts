/** Candidates for the word at the cursor, for the scripts of `mendian completion`. Quick, and silent about faults. */
import { resolve } from 'node:path';
import { compareText } from '../base/canonical-json.ts';
import { continueWord, readTypedWord, type TypedWord } from '../base/shell-words.ts';
import { forTerminal, shorten } from '../report/escape.ts';
import { readSettings } from '../settings/settings.ts';
import { type Glance, glanceAtStores } from '../stores/glance.ts';
import { type Candidate, type Grammar, type Line, readLine } from './completion-words.ts';
import type { Context, ExitCode } from './context.ts';

/** For looking at store files, besides the start of the program: longer, and a key press feels lost. */
const TIME_MS = 300;
/** More than that nobody reads. */
const MOST = 200;
const ABOUT_LENGTH = 60;

/**
 * Prints what can stand at the cursor: a first line that says who completes (`words`, or `files` and `folders`, which
 * shells do themselves), then a line each: the word, a tab, a few words about it. The arguments are the shell's name,
 * the signs at which it breaks words, and the words of the line behind the program's name, the last one cut at the cursor.
 */
export function complete(context: Context, args: readonly string[], grammar: Grammar): ExitCode {
  const [shell = '', breaks = '', ...words] = args;
  // Zsh has taken the quotes away itself.
  const typed = words.map(shell === 'zsh' ? takeAsIs : readTypedWord);
  const current = typed.at(-1) ?? takeAsIs('');
  const line = readLine(
    typed.map(({ text }) => text),
    grammar,
  );
  if (line.asked.kind === 'files' || line.asked.kind === 'folders') context.print(`${line.asked.kind}\n`);
  else {
    const fitting = listCandidates(context, line).filter(({ value }) => value.startsWith(current.text));
    context.print(
      `words\n${fitting
        .slice(0, MOST)
        .flatMap(toLine(shell, breaks, current))
        .join('')}`,
    );
  }
  return 0;
}

function takeAsIs(text: string): TypedWord {
  return { text, open: '', bare: [] };
}

/** What cannot be shown on one line as it is, is not offered. Bash takes words as they are to stand in the line. */
function toLine(shell: string, breaks: string, current: TypedWord): (each: Candidate) => readonly string[] {
  // What the shell is about to expand, it alone knows.
  const isExpanded = [...current.text].some((sign, at) => current.bare[at] === true && '$`'.includes(sign));
  return ({ value, about }) => {
    if (isExpanded) return [];
    const written =
      shell === 'bash' ? continueWord(value.slice(findStart(current, breaks)), current.open) : value;
    if (written === null || forTerminal(value) !== value) return [];
    return [`${written}\t${forTerminal(shorten(about, ABOUT_LENGTH))}\n`];
  };
}

/** Bash replaces only what stands behind the last sign at which it breaks words. */
function findStart({ text, bare }: TypedWord, breaks: string): number {
  const characters = [...text];
  const last = characters.findLastIndex(
    (character, index) => bare[index] === true && '=:'.includes(character) && breaks.includes(character),
  );
  return characters.slice(0, last + 1).join('').length;
}

function listCandidates(context: Context, line: Line): readonly Candidate[] {
  const { asked } = line;
  if (asked.kind === 'words') return asked.words;
  try {
    return lookUp(context, line, asked).map(({ value, about }) => ({
      value: `${asked.lead}${value}`,
      about,
    }));
  } catch {
    // Somebody is typing: whatever is wrong with the files, the command itself will say it.
    return [];
  }
}

function lookUp(
  context: Context,
  { cwd, config, accounts: named }: Line,
  { kind, typed }: { readonly kind: string; readonly typed: string },
): readonly Candidate[] {
  const root = resolve(context.root, cwd ?? '.');
  const accounts = readSettings(root, config).value?.accounts ?? [];
  if (kind === 'accounts')
    return accounts.map(({ name, stores }) => ({ value: name, about: accounts.length > 1 ? stores : '' }));
  if (kind !== 'stores' && kind !== 'selection') return [];
  const isPath = kind === 'selection' && /^[^=]*\//u.test(typed);
  const end = performance.now() + TIME_MS;
  const hasTime = (): boolean => !isPath && performance.now() < end;
  const chosen = accounts.filter(({ name }) => named.length === 0 || named.includes(name));
  const found = chosen.flatMap(({ stores }) => {
    const glance = glanceAtStores(root, stores, hasTime);
    return kind === 'stores' || /^\d/u.test(typed) ? listIds(glance) : listExpressions(glance, stores, typed);
  });
  return chosen.length > 1 ? takeOnce(found) : found;
}

/** Accounts may have the same labels, and the same folders within their own. */
function takeOnce(found: readonly Candidate[]): readonly Candidate[] {
  const byValue = new Map(found.map((each) => [each.value, each]));
  return [...byValue.values()].sort((left, right) => compareText(left.value, right.value));
}

function listIds({ names }: Glance): readonly Candidate[] {
  return [...names].map(([value, about]) => ({ value, about }));
}

/** Labels with their values, and paths a folder at a time: from the root, or from the stores folder. */
function listExpressions({ files, labels }: Glance, folder: string, typed: string): readonly Candidate[] {
  const pairs = [...labels].flatMap(([label, values]) =>
    [...values].sort().map((value) => ({ value: `${label}=${value}`, about: '' })),
  );
  const isFolder = `${folder}/`.startsWith(typed) || typed.startsWith(`${folder}/`);
  const paths = isFolder ? files : files.map((file) => file.slice(folder.length + 1));
  const base = typed.includes('/') || !isFolder ? typed : `${folder}/`;
  const depth = base.split('/').length;
  const near = new Set(
    paths
      .filter((path) => path.startsWith(base))
      .map((path) => {
        const parts = path.split('/');
        return parts.length > depth ? `${parts.slice(0, depth).join('/')}/` : path;
      }),
  );
  return [...pairs, ...[...near].sort().map((value) => ({ value, about: '' }))];
}
