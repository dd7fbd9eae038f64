/** The runner's grammars, as its source has them: commands in a log, and the files of outputs. */

export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
  /** `old`: the form `##[name]`, which counts anywhere in a line. */
  readonly form: 'new' | 'old';
}

/** Commands that the runner would take out of a stream. A lone CR ends a line too. */
export function parseCommands(stream: string): readonly RunnerCommand[] {
  return stream.split(/\r\n|\r|\n/u).flatMap((line): readonly RunnerCommand[] => {
    const [, name, properties = '', data = ''] = /^\s*::([^\s:]+)(?: ([^:]*))?::(.*)$/u.exec(line) ?? [];
    if (name !== undefined) {
      return [{ form: 'new', name, properties: parseProperties(properties), data: unescapeData(data) }];
    }
    const [, old, rest = ''] = /##\[([^\s\]]+)[^\]]*\](.*)$/u.exec(line) ?? [];
    return old === undefined ? [] : [{ form: 'old', name: old, properties: {}, data: rest }];
  });
}

function parseProperties(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').flatMap((pair): readonly (readonly [string, string])[] => {
    const [name = '', ...value] = pair.split('=');
    return name.trim() === '' ? [] : [[name.trim(), unescapeProperty(value.join('='))]];
  });
  return Object.fromEntries(pairs);
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}

/** Values of GITHUB_OUTPUT and its kin, and what in them has no form. */
export function parseFileCommands(text: string): {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
} {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  const lines = text.split(/\r?\n/u);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const delimiter = line.slice(heredoc + 2);
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
