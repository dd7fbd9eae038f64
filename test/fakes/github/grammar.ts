/** The runner's grammars, as its source has them: commands in a log, and the files of outputs. */

export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
  /** `old`: the form `##[name]`, which counts anywhere in a line. */
  readonly form: 'new' | 'old';
}

/** What .NET trims off a line's start: U+0085 beside JavaScript's own blanks. */
const LEADING_BLANKS = /^[\s\u0085]+/u;

/** Commands that the runner would take out of a stream. A lone CR ends a line too; a line holds one at most. */
export function parseCommands(stream: string): readonly RunnerCommand[] {
  return stream
    .split(/\r\n|\r|\n/u)
    .map((line) => parseNewForm(line) ?? parseOldForm(line))
    .filter((command) => command !== null);
}

/** `::name k=v,k=v::data`: the second pair of colons ends the head, whatever stands in it. */
function parseNewForm(line: string): RunnerCommand | null {
  const trimmed = line.replace(LEADING_BLANKS, '');
  const end = trimmed.indexOf('::', 2);
  if (!trimmed.startsWith('::') || end < 0) return null;
  const { name, rest } = splitHead(trimmed.slice(2, end));
  if (name === '') return null;
  const properties = parseProperties(rest.trim(), ',', unescapeProperty);
  return { form: 'new', name, properties, data: unescapeData(trimmed.slice(end + 2)) };
}

/** `##[name k=v;k=v]data`, anywhere in the line; only the first one counts. */
function parseOldForm(line: string): RunnerCommand | null {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return null;
  const { name, rest } = splitHead(line.slice(start + 3, end));
  if (name === '') return null;
  return {
    form: 'old',
    name,
    properties: parseProperties(rest, ';', unescapeOld),
    data: unescapeOld(line.slice(end + 1)),
  };
}

function splitHead(head: string): { readonly name: string; readonly rest: string } {
  const space = head.indexOf(' ');
  return space < 0 ? { name: head, rest: '' } : { name: head.slice(0, space), rest: head.slice(space + 1) };
}

function parseProperties(
  text: string,
  separator: ',' | ';',
  decode: (text: string) => string,
): Readonly<Record<string, string>> {
  const pairs = text.split(separator).flatMap((pair): readonly (readonly [string, string])[] => {
    const [name = '', ...value] = pair.split('=');
    return name.trim() === '' ? [] : [[name.trim(), decode(value.join('='))]];
  });
  return Object.fromEntries(pairs);
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}

function unescapeOld(text: string): string {
  return unescapeData(text.replaceAll('%3B', ';').replaceAll('%5D', ']'));
}

/** Values of GITHUB_OUTPUT and its kin, and what in them has no form. */
export function parseFileCommands(text: string): {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
} {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  // On Linux a LF alone ends a line here: a CR belongs to the value, and a delimiter with one is another.
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const delimiter = line.slice(heredoc + 2);
      if (heredoc === 0 || delimiter === '') {
        problems.push(`no name or no delimiter in ${line}`);
        break;
      }
      const end = lines.indexOf(delimiter, index + 1);
      if (end < 0) {
        problems.push(`no end for ${line}`);
        break;
      }
      values[line.slice(0, heredoc)] = lines.slice(index + 1, end).join('\n');
      index = end;
    } else if (equals > 0) values[line.slice(0, equals)] = line.slice(equals + 1);
    else problems.push(`no name in ${line}`);
  }
  return { values, problems };
}
