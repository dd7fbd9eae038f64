/** The runner's grammars: what counts as a command in a log, and what a file of outputs holds. */
import { describe, expect, test } from 'vitest';
import { parseCommands, parseFileCommands } from './grammar.ts';

const names = (log: string): readonly string[] =>
  parseCommands(log).map(({ name, form }) => `${form} ${name}`);

describe('a log', () => {
  test.each([
    ['a command at the start of a line', '::error::x', ['new error']],
    ['a command after blanks', ' \t ::warning::x', ['new warning']],
    ['a command after a lone CR', 'name\r::set-output name=a::b', ['new set-output']],
    ['a command after CR and LF', 'name\r\n::notice::b', ['new notice']],
    ['the old form in the middle of a line', 'text ##[error]x', ['old error']],
    ['the old form with properties', 'text ##[set-output name=a;x=y]b', ['old set-output']],
    ['the new form before the old one, a command a line', '::notice::a ##[error]b', ['new notice']],
    ['a command without data', '::endgroup::', ['new endgroup']],
    ['a command with a lone colon in a property', '::error title=a:b::x', ['new error']],
    ['a command with a line separator in its data', '::error::x\u2028y', ['new error']],
    ['an old one with a line separator in its data', 'text ##[error]x\u2028y', ['old error']],
    ['a command after a next-line sign', '\u0085::error::x', ['new error']],
  ])('holds %s', (_title, log, found) => {
    expect(names(log)).toEqual(found);
  });

  test.each([
    ['text before the colons', 'name ::error::x'],
    ['one pair of colons', '::error x'],
    ['a broken old form', 'name # #[error]x'],
    ['an old form without its end', 'name ##[error x'],
    ['a line separator, which ends no line', 'name\u2028::error::x'],
  ])('holds no command in %s', (_title, log) => {
    expect(names(log)).toEqual([]);
  });

  test('gives data and properties without their escapes, the percent sign last', () => {
    const [found] = parseCommands('::error file=a%2Cb%3Ac.yaml,line=3,title=x=y::1%25%0D%0A2%250A%3A');
    expect(found).toMatchObject({
      properties: { file: 'a,b:c.yaml', line: '3', title: 'x=y' },
      data: '1%\r\n2%0A%3A',
    });
  });
});

test('the old form has escapes of its own', () => {
  const [found] = parseCommands('text ##[error file=a%3Bb;line=2]x%5D%0Ay');
  expect(found).toMatchObject({ properties: { file: 'a;b', line: '2' }, data: 'x]\ny' });
});

describe('a file of outputs', () => {
  test.each([
    ['a plain value', 'a=b\n', { a: 'b' }],
    ['a plain value with signs in it', 'a=b=c<<d\n', { a: 'b=c<<d' }],
    ['a value of some lines', 'a<<END\nb\n\nc=d\nEND\n', { a: 'b\n\nc=d' }],
    ['an empty value of no lines', 'a<<END\nEND\n', { a: '' }],
    ['a delimiter that counts as a whole line only', 'a<<END\nEND \n END\nEND\n', { a: 'END \n END' }],
    ['a value that ends early and forges another', 'a<<END\nx\nEND\nb=forged\n', { a: 'x', b: 'forged' }],
    ['a delimiter with an equals sign', 'a<<E=F\nx\nE=F\n', { a: 'x' }],
    ['a value with a CR in it', 'a<<END\nx\r\ny\nEND\n', { a: 'x\r\ny' }],
    ['the last of two', 'a=1\na=2\n', { a: '2' }],
  ])('holds %s', (_title, text, values) => {
    expect(parseFileCommands(text)).toEqual({ values, problems: [] });
  });

  test.each([
    ['no name', '=b\n'],
    ['no sign at all', 'word\n'],
    ['no end', 'a<<END\nb\n'],
    ['an end that has a CR', 'a<<END\nb\nEND\r\n'],
    ['no delimiter', 'a<<\nb\n\n'],
    ['a delimiter and no name', '<<END\nb\nEND\n'],
  ])('is refused with %s', (_title, text) => {
    expect(parseFileCommands(text).problems).toHaveLength(1);
  });
});
