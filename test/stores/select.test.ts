/** `--select` and `--exclude`. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGlob, makeSelector } from '../../src/stores/select.ts';

const STORE = {
  poi_id: '472671857',
  file: 'stores/east/shanghai/a.yaml',
  labels: { region: 'east', note: 'a=b' },
};
const RELEASED = { poi_id: '472671857', file: null, labels: {} };

describe('a selection', () => {
  test('takes a file by its own name, whatever signs that has', () => {
    const name = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 });
    const property = fc.property(name, (text) => {
      fc.pre(!/[*?{}/\\=]/u.test(text) && text.trim() !== '' && !/^\.+$/u.test(text));
      const store = { ...STORE, file: `stores/${text}.yaml`, labels: { note: text } };
      for (const expression of [`stores/${text}.yaml`, `note=${text}`])
        expect(makeSelector([expression], [], 'stores')(store), expression).toBe(true);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test.each([
    ['472671857', true],
    ['0472671857', false],
    ['stores/east/shanghai/a.yaml', true],
    ['east/shanghai/a.yaml', true],
    ['./stores/east', true],
    ['east/', true],
    ['eas', false],
    ['east/*', true],
    ['*.yaml', false],
    ['**/*.yaml', true],
    ['stores/**', true],
    ['east/**/a.yaml', true],
    ['east/shanghai/?.yaml', true],
    ['east/shanghai/a?yaml', true],
    ['east/shanghai/aXyaml', false],
    ['region=east', true],
    ['region=', false],
    ['note=a=b', true],
    ['toString=x', false],
    ['region=*', true],
    ['region=e?st', true],
    ['region={west,east}', true],
    ['region={west,south}', false],
    ['other=*', false],
    ['stores\\east\\shanghai', true],
    ['stores/{east,west}/**', true],
    ['stores/{west,north}/**', false],
    ['east//shanghai/./a.yaml', true],
    ['.', true],
    ['', false],
    [' ', false],
    ['!east', false],
    ['/stores/east', false],
    ['../stores', false],
    ['(a+)+$', false],
  ])('%s takes the store: %s', (expression, taken) => {
    expect(makeSelector([expression], [], 'stores')(STORE)).toBe(taken);
    expect(makeSelector([], [expression], 'stores')(STORE)).toBe(!taken);
  });

  test('takes all where nothing is given', () => {
    expect(makeSelector([], [], 'stores')(STORE)).toBe(true);
  });

  test('takes what any select takes and no exclude does', () => {
    const isSelected = makeSelector(['region=west', 'region=east'], ['472671857'], 'stores');
    expect(isSelected(STORE)).toBe(false);
    expect(isSelected({ ...STORE, poi_id: '1' })).toBe(true);
  });

  test('takes a name that looks like a glob as it is', () => {
    const file = 'stores/{a,b}[1]*.yaml';
    expect(makeSelector([file], [], 'stores')({ ...STORE, file })).toBe(true);
    expect(makeSelector(['{a,b}[1]*.yaml'], [], 'stores')({ ...STORE, file })).toBe(true);
  });

  test('takes what looks the same for the same, whichever way its letters are composed', () => {
    const cafe = { ...STORE, file: 'stores/cafe\u0301.yaml', labels: { 'cre\u0300me': 'd\u00e9ja' } };
    expect(makeSelector(['caf\u00e9.yaml'], [], 'stores')(cafe)).toBe(true);
    expect(makeSelector(['cr\u00e8me=de\u0301ja'], [], 'stores')(cafe)).toBe(true);
    expect(makeSelector(['cr\u00e8me=de\u0301*'], [], 'stores')(cafe)).toBe(true);
  });

  test('keeps a file whose labels cannot be read, whichever label is asked for', () => {
    const broken = { ...STORE, labels: null };
    expect(makeSelector(['region=west'], [], 'stores')(broken)).toBe(true);
    expect(makeSelector([], ['region=east'], 'stores')(broken)).toBe(true);
    expect(makeSelector(['west/'], [], 'stores')(broken)).toBe(false);
  });

  test('knows a record without a file by its id alone', () => {
    expect(makeSelector(['472671857'], [], 'stores')(RELEASED)).toBe(true);
    expect(makeSelector(['stores/**'], [], 'stores')(RELEASED)).toBe(false);
  });
});

/** The same rules, a character at a time and with no regular expression. */
function matchesNaively(glob: string, path: string): boolean {
  if (glob === '') return path === '' || path.startsWith('/');
  if (glob.startsWith('**/')) {
    const rest = glob.slice(3);
    if (matchesNaively(rest, path)) return true;
    return [...path].some((sign, at) => sign === '/' && matchesNaively(rest, path.slice(at + 1)));
  }
  if (glob.startsWith('**'))
    return [...`${path} `].some((_, at) => matchesNaively(glob.slice(2), path.slice(at)));
  if (glob.startsWith('*')) {
    for (let at = 0; at <= path.length; at += 1) {
      if (matchesNaively(glob.slice(1), path.slice(at))) return true;
      if (path[at] === '/') return false;
    }
    return false;
  }
  const [first = ''] = path;
  const fits = glob[0] === '?' ? first !== '' && first !== '/' : first === glob[0];
  return fits && matchesNaively(glob.slice(1), path.slice(1));
}

describe('a glob', () => {
  const signs = fc.constantFrom('a', 'b', '.', '/', '/', '*', '**', '**/', '?', '(', '+', '$');
  const glob = fc.array(signs, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
  const path = fc
    .array(fc.constantFrom('a', 'b', '.', '/', '(', '+', '$'), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join(''));

  test('takes what a plain reading of its rules takes', () => {
    fc.assert(
      fc.property(glob, path, (pattern, text) => {
        // Three stars in a row say nothing that two do not.
        fc.pre(!/\*{3}/u.test(pattern));
        expect(compileGlob(pattern, 'path').test(text)).toBe(matchesNaively(pattern, text));
      }),
      { numRuns: 2000 },
    );
  });
});
