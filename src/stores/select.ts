/** `--select` and `--exclude`: a `poi_id`, a path or glob, or `label=value`. Pure. */

/** What an expression can look at; a record without a file has only its id. */
export interface Selectable {
  readonly poi_id: string;
  readonly file: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

export type Selector = (candidate: Selectable) => boolean;

/** True for what any `select` takes (all, where there is none) and no `exclude` does. `folder` is the stores folder. */
export function makeSelector(
  select: readonly string[],
  exclude: readonly string[],
  folder: string,
): Selector {
  const taken = select.map((expression) => parse(expression, folder));
  const left = exclude.map((expression) => parse(expression, folder));
  return (candidate) =>
    (taken.length === 0 || taken.some((matches) => matches(candidate))) &&
    !left.some((matches) => matches(candidate));
}

function parse(expression: string, folder: string): Selector {
  if (/^\d{1,20}$/u.test(expression)) return ({ poi_id }) => poi_id === expression;
  const [, label, value] = /^([^=/*?]+)=(.*)$/su.exec(expression) ?? [];
  if (label !== undefined) return ({ labels }) => Object.hasOwn(labels, label) && labels[label] === value;
  // macOS gives names in NFD, and keyboards type NFC: what looks the same is the same file.
  const path = expression.normalize('NFC').replaceAll('\\', '/').replace(/^\.\//u, '').replace(/\/+$/u, '');
  const patterns = [path, `${folder.normalize('NFC')}/${path}`].map(toPattern);
  return ({ file }) => file !== null && patterns.some((pattern) => pattern.test(file.normalize('NFC')));
}

/** A glob over `/` paths: `*` and `?` within a name, `**` across folders. A folder takes everything below it. */
function toPattern(glob: string): RegExp {
  const source = glob
    .split(/(\*\*\/|\*\*|\*|\?)/u)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      return part === '?' ? '[^/]' : part.replace(/[.*+?^${}()|[\]\\/-]/gu, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}(?:/.*)?$`, 'u');
}
