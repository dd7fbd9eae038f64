/** What an unfinished command line asks for. */
import { describe, expect, test } from 'vitest';
import { GLOBAL_OPTIONS } from '../../src/cli-options.ts';
import { COMMANDS } from '../../src/cli-table.ts';
import { readLine } from '../../src/commands/completion-words.ts';

const GRAMMAR = { commands: COMMANDS, globals: GLOBAL_OPTIONS };
const read = (...words: readonly string[]) => readLine(words, GRAMMAR);
const wordsOf = (...words: readonly string[]): readonly string[] => {
  const { asked } = read(...words);
  return asked.kind === 'words' ? asked.words.map(({ value }) => value) : [`<${asked.kind}>`];
};

describe('an unfinished command line', () => {
  test.each([
    [['pla'], ['plan']],
    [['st'], ['status']],
    [['__'], []],
    [['nothing'], []],
    [['plan', '--ou'], ['--out']],
    [['plan', '--out', ''], ['<files>']],
    [['plan', '--out=x'], ['<files>']],
    [['--cwd', ''], ['<folders>']],
    [['plan', '-C', 'x'], ['<folders>']],
    [['plan', '--select', 'a'], ['<selection>']],
    [['plan', '--exclude=a'], ['<selection>']],
    [['--account', 'a'], ['<accounts>']],
    [['plan', '--format', 'm'], ['markdown']],
    [['plan', '--format=m'], ['--format=markdown']],
    [
      ['import', '--name-by', ''],
      ['name', 'poi_id'],
    ],
    [['show', '4'], ['<stores>']],
    [['show', '4', 'x'], []],
    [['apply', ''], ['<files>']],
    [['merge-state', 'a', 'b', ''], ['<files>']],
    [['completion', 'z'], ['zsh']],
    [['sheet', 'e'], ['export']],
    [['sheet', 'export', 'x'], ['<files>']],
    [['sheet', 'import', '--cl'], ['--clear']],
    [['help', 'do'], ['doctor']],
    [['--quiet', 'doc'], ['doctor']],
    [['-C', 'plan', 'doc'], ['doctor']],
    [['nothing', 'doc'], []],
    [['demo', '--sel'], []],
    [['plan', '--', '--sel'], []],
    [['plan', '--at', 'x'], ['<nothing>']],
  ])('%j is answered with %j', (words, expected) => {
    expect(wordsOf(...words)).toEqual(expected);
  });

  test('is offered each option once, and the ones that may be repeated always', () => {
    const offered = wordsOf('plan', '--refresh', '--select', 'x', '--');
    expect(offered).toContain('--out');
    expect(offered).toContain('--select');
    expect(offered).not.toContain('--refresh');
  });

  test('names every command that is not hidden', () => {
    const shown = COMMANDS.filter((row) => !('hidden' in row)).map(({ usage }) => usage.split(' ')[0]);
    expect(wordsOf('')).toEqual([...shown, 'help']);
  });

  test('says where to look', () => {
    expect(read('-C', 'shop', 'plan', '--config=x.yaml', '--select', '')).toMatchObject({
      cwd: 'shop',
      config: 'x.yaml',
    });
  });
});
