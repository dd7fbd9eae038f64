/** `--select` and `--exclude`: a `poi_id`, a path or glob, or `label=value`. Pure. */
import { posix } from 'node:path';

/** What an expression can look at; a record without a file has only its id. */
export interface Selectable {
  readonly poi_id: string;
  readonly file: string | null;
  /** Null where they cannot be known: a file with errors. */
  readonly labels: Readonly<Record<string, string>> | null;
}

export type Selector = (candidate: Selectable) => boolean;

/** An expression, taken apart. */
export type Expression =
  | { readonly kind: 'id'; readonly poi_id: string }
  | { readonly kind: 'label'; readonly label: string; readonly value: string }
  /** With `/`, from the root or from the stores folder; empty for an expression that names nothing. */
  | { readonly kind: 'path'; readonly path: string };

/** `unknown`: a label is asked for, and the file's labels could not be read. */
export type Match = 'yes' | 'no' | 'unknown';

/**
 * True for what any `select` takes (all, where there is none) and no `exclude` does. `folder` is the stores folder. What
 * may be meant is taken: a file with errors must not hide behind a label that nobody could read.
 */
export function makeSelector(
  select: readonly string[],
  exclude: readonly string[],
  folder: string,
): Selector {
  const taken = select.map((expression) => makeMatcher(expression, folder));
  const left = exclude.map((expression) => makeMatcher(expression, folder));
  return (candidate) =>
    (taken.length === 0 || taken.some((match) => match(candidate) !== 'no')) &&
    !left.some((match) => match(candidate) === 'yes');
}

/** Whether one expression takes a candidate. */
export function makeMatcher(expression: string, folder: string): (candidate: Selectable) => Match {
  const parsed = parseExpression(expression);
  if (parsed.kind === 'id') return ({ poi_id }) => answer(poi_id === parsed.poi_id);
  if (parsed.kind === 'label') return makeLabelMatcher(parsed.label, parsed.value);
  if (parsed.path === '' || isOutside(parsed.path)) return () => 'no';
  const paths = [parsed.path, posix.join(folder.normalize('NFC'), parsed.path)];
  const patterns = paths.map((path) => compileGlob(path, 'path'));
  return ({ file }) => {
    const name = file?.normalize('NFC') ?? null;
    // A name may hold what is a sign of globs elsewhere.
    const isNamed = paths.some((path) => name === path || name?.startsWith(`${path}/`));
    return answer(isNamed || patterns.some((pattern) => name !== null && pattern.test(name)));
  };
}

/** Whether a path leads out of the root, and so to no store file. */
export function isOutside(path: string): boolean {
  return /^(\/|\.\.(\/|$)|[A-Za-z]:)/u.test(path);
}

/** Takes an expression apart, in the form in which names are compared. */
export function parseExpression(expression: string): Expression {
  if (/^\d{1,20}$/u.test(expression)) return { kind: 'id', poi_id: expression };
  // macOS gives names in NFD, and keyboards type NFC: what looks the same is the same.
  const text = expression.normalize('NFC');
  const [, label, value = ''] = /^([^=/\\*?]+)=(.*)$/su.exec(text) ?? [];
  if (label !== undefined) return { kind: 'label', label, value };
  // An empty expression is an unset variable, and must not stand for the whole folder as "." does.
  if (text.trim() === '') return { kind: 'path', path: '' };
  return { kind: 'path', path: posix.normalize(text.replaceAll('\\', '/')).replace(/(?<=.)\/+$/u, '') };
}

/** The value as it is, or a pattern: `region=*` takes every store with that label. */
function makeLabelMatcher(label: string, value: string): (candidate: Selectable) => Match {
  const pattern = compileGlob(value, 'text');
  return ({ labels }) => {
    if (labels === null) return 'unknown';
    const values = Object.entries(labels).flatMap(([key, each]) =>
      key.normalize('NFC') === label ? [each.normalize('NFC')] : [],
    );
    return answer(values.some((each) => each === value || pattern.test(each)));
  };
}

function answer(matches: boolean): Match {
  return matches ? 'yes' : 'no';
}

/** Alternatives in braces, and the stars; what stands between is text. */
const SIGNS = /(\{[^{}]*,[^{}]*\}|\*\*\/|\*\*|\*|\?)/u;

/**
 * A glob over `/` paths: `*` and `?` within a name, `**` across folders, `{a,b}` either; a folder takes everything below
 * it. In a text `*` and `?` stand for anything.
 */
export function compileGlob(glob: string, kind: 'path' | 'text'): RegExp {
  return new RegExp(`^${toSource(glob, kind)}${kind === 'path' ? '(?:/.*)?' : ''}$`, 'su');
}

function toSource(glob: string, kind: 'path' | 'text'): string {
  const one = kind === 'path' ? '[^/]' : '.';
  return glob
    .split(SIGNS)
    .map((part, index) => {
      // Splitting by a group puts the signs at the odd places.
      if (index % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
      if (part === '**/') return kind === 'path' ? '(?:.*/)?' : '.*/';
      if (part === '**') return '.*';
      if (part === '*') return `${one}*`;
      if (part === '?') return one;
      const choices = part.slice(1, -1).split(',');
      return `(?:${choices.map((choice) => toSource(choice, kind)).join('|')})`;
    })
    .join('');
}
