/** Words for a shell: what is quoted is read back as it was, by a real one too. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  continueWord,
  quoteForShell,
  readTypedWord,
  showSelection,
  splitCommand,
} from '../../src/base/shell-words.ts';

const HOSTILE = [
  "it's",
  '$(touch x)',
  '`id`',
  'a b',
  '"q"',
  '\\',
  '!',
  '*',
  '~',
  '',
  '华 东',
  '#x',
  'a\nb',
  '-n',
  '$',
];

describe('a word for a shell', () => {
  test('comes out of a real shell as it was', () => {
    const bare = HOSTILE.filter((word) => word !== '' && !word.includes('\n'));
    const quoted = HOSTILE.map(quoteForShell);
    const continued = bare.map((word) => continueWord(word, '') ?? '');
    const script = `for word in ${[...quoted, ...continued].join(' ')}; do printf '%s\\0' "$word"; done`;
    const out = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
    expect(out).toEqual([...HOSTILE, ...bare]);
  });

  test('stays as it is where no shell minds', () => {
    expect(quoteForShell('stores/上海/a-b_c.yaml')).toBe('stores/上海/a-b_c.yaml');
    expect(showSelection(['--select region=east', '--exclude stores/**/a b'])).toBe(
      "--select region=east --exclude 'stores/**/a b'",
    );
  });

  test('is read without its quotes, finished or not', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('' as const, "'" as const, '"' as const),
        (text, open) => {
          const written = continueWord(text, open);
          fc.pre(written !== null);
          const read = readTypedWord(`${open}${written}`);
          expect(read.text).toBe(text);
          expect(read.open).toBe(open);
          expect(readTypedWord(quoteForShell(text)).text).toBe(text);
        },
      ),
    );
  });
});

describe('a command for no shell', () => {
  test.each<[string, readonly string[] | null]>([
    ['hub', ['hub']],
    ['  hub  --quiet\t-x ', ['hub', '--quiet', '-x']],
    [`"/my tools/hub" 'a "b"' c"d e"f`, ['/my tools/hub', 'a "b"', 'cd ef']],
    [`hub "" ''`, ['hub', '', '']],
    ['C:\\hub\\token.exe a\\b', ['C:\\hub\\token.exe', 'a\\b']],
    ['hub $HOME;*&|', ['hub', '$HOME;*&|']],
    ['', []],
    ['hub "open', null],
    [`hub it's`, null],
  ])('%j', (text, words) => {
    expect(splitCommand(text)).toEqual(words);
  });
});
