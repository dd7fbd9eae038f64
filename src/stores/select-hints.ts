/** Expressions of `--select` and `--exclude` that take no store: why, and what may be meant. Pure. */
import { findNearMiss } from '../base/near-miss.ts';
import { quoteForShell } from '../base/shell-words.ts';
import type { SelectionCause } from '../messages/selection-faults.ts';
import { isOutside, makeMatcher, parseExpression, type Selectable } from './select.ts';

export interface NamedSelectable extends Selectable {
  readonly name: string | null;
}

export interface Unmatched {
  readonly option: '--select' | '--exclude';
  /** As a shell takes it. */
  readonly expression: string;
  readonly cause: SelectionCause | null;
  /** Expressions that would take a store, the likeliest first. */
  readonly near: readonly string[];
}

const MOST_NEAR = 3;
const FULL_WIDTH = /[\uff01-\uff5e]/gu;

/** Each expression that takes none of the stores. A label is left alone where a file's labels are not known. */
export function findUnmatched(
  { select, exclude }: { readonly select: readonly string[]; readonly exclude: readonly string[] },
  folder: string,
  stores: readonly NamedSelectable[],
): readonly Unmatched[] {
  const given = [
    ...select.map((expression) => ({ option: '--select' as const, expression })),
    ...exclude.map((expression) => ({ option: '--exclude' as const, expression })),
  ];
  return given.flatMap(({ option, expression }) => {
    const matcher = makeMatcher(expression, folder);
    if (stores.some((store) => matcher(store) !== 'no')) return [];
    const cause = findCause(expression);
    const near = findNear(expression, folder, stores).slice(0, MOST_NEAR).map(quoteForShell);
    return [{ option, expression: quoteForShell(expression), cause, near }];
  });
}

/** Why an expression can take nothing by its form, whatever stores there are. */
function findCause(expression: string): SelectionCause | null {
  if (expression.trim() === '') return 'empty';
  if (expression.startsWith('!')) return 'negation';
  if (expression.search(FULL_WIDTH) >= 0 && narrow(expression) !== expression) return 'full-width';
  if (/^\d+(\s*[,;]\s*\d+)+$/u.test(expression)) return 'list';
  if (/^[\d\s-]+$/u.test(expression) && /\d/u.test(expression))
    return /^\d+$/u.test(expression) ? null : 'id';
  const parsed = parseExpression(expression);
  if (parsed.kind === 'path' && isOutside(parsed.path)) return 'outside';
  return parsed.kind === 'label' && parsed.value === '' ? 'value' : null;
}

/** What the expression may be meant to be, as far as it would take a store. */
function findNear(expression: string, folder: string, stores: readonly NamedSelectable[]): readonly string[] {
  const plain = narrow(expression).trim().replace(/^!/u, '');
  const parsed = parseExpression(plain);
  const fits = (guess: string): boolean => {
    const matcher = makeMatcher(guess, folder);
    return guess !== expression && stores.some((store) => matcher(store) === 'yes');
  };
  const meant = [plain, plain.replace(/[\s-]+/gu, '')].find(fits);
  if (meant !== undefined) return [meant];
  const guesses = [
    ...(parsed.kind === 'label' ? guessLabels(parsed.label, parsed.value, stores) : []),
    ...(parsed.kind === 'path' ? guessPaths(parsed.path, folder, stores) : []),
    ...(parsed.kind === 'id' ? [] : guessByWord(plain, stores)),
  ];
  return [...new Set(guesses)].filter(fits);
}

/** The nearest value of the label, else the nearest label, else what the label may be. */
function guessLabels(label: string, value: string, stores: readonly NamedSelectable[]): readonly string[] {
  const pairs = stores.flatMap(({ labels }) => Object.entries(labels ?? {}));
  const keys = [...new Set(pairs.map(([key]) => key))];
  const key = keys.includes(label) ? label : findNearMiss(label, keys);
  if (key === null) return [];
  const values = [...new Set(pairs.flatMap(([each, of]) => (each === key ? [of] : [])))].sort();
  const near = values.includes(value) ? value : findNearMiss(value, values);
  return (near === null ? values : [near]).map((each) => `${key}=${each}`);
}

/** The same path with the folder that is nearest, and a folder or file of this name that stands elsewhere. */
function guessPaths(path: string, folder: string, stores: readonly NamedSelectable[]): readonly string[] {
  const known = listPaths(folder, stores);
  const [, start = '', rest = ''] = /^([^*?{]*?)(\/[^/]*[*?{].*)?$/su.exec(path) ?? [];
  const last = posixBase(start);
  const near = [findNearMiss(start, known), findNearMiss(`${folder}/${start}`, known)].filter(
    // A long way that is right must not make up for a name that is another.
    (each) => each !== null && findNearMiss(last, [posixBase(each)]) !== null,
  );
  const elsewhere = known.filter((each) => posixBase(each).normalize('NFC') === last);
  return [...near, ...elsewhere].flatMap((each) => (each === null ? [] : [`${each}${rest}`]));
}

/** A bare word may be a label's value, or a store's name. */
function guessByWord(word: string, stores: readonly NamedSelectable[]): readonly string[] {
  const plain = word.normalize('NFC');
  const labels = stores.flatMap(({ labels: each }) =>
    Object.entries(each ?? {}).flatMap(([key, value]) =>
      value.normalize('NFC') === plain ? [`${key}=${value}`] : [],
    ),
  );
  const named = stores.filter(({ name }) => name?.normalize('NFC') === plain);
  return [...labels, ...named.map(({ poi_id }) => poi_id)];
}

/** Files, and every folder above them. */
function listPaths(folder: string, stores: readonly NamedSelectable[]): readonly string[] {
  const paths = new Set<string>();
  for (const { file } of stores) {
    for (let path = file ?? ''; path.length > folder.length; path = path.slice(0, path.lastIndexOf('/')))
      paths.add(path);
  }
  return [...paths].sort();
}

function posixBase(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Full-width forms as a Chinese keyboard writes them, in ASCII; nothing else changes. */
function narrow(text: string): string {
  return text.replace(FULL_WIDTH, (character) => String.fromCodePoint(character.charCodeAt(0) - 0xfee0));
}
