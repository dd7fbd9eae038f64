/** Rules of reading YAML that hold for all texts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findNearMiss } from '../../src/base/near-miss.ts';
import { decodeText } from '../../src/base/text-bytes.ts';
import { parseYamlTree, type TreeNode } from '../../src/base/yaml-tree.ts';

const read = (text: string) => {
  const decoded = decodeText(Buffer.from(text), 'a.yaml');
  return decoded.value === null ? { ...decoded, value: null } : parseYamlTree(decoded.value, 'a.yaml');
};

/** The tree without its places. */
function strip(node: TreeNode | null): unknown {
  if (node === null) return null;
  if (node.kind === 'text') return node.value;
  if (node.kind === 'list') return node.items.map(strip);
  if (node.kind === 'map') return node.entries.map(({ key, value }) => [key, strip(value)]);
  return { [node.kind]: true };
}

/** A text that is safe without quotes: no sign of YAML at its ends, no `: `, no ` #`. */
const plainText = fc
  .array(fc.constantFrom(...'abz09店一.+_/:-()=é🎉'), { minLength: 1, maxLength: 30 })
  .map((signs) => `x${signs.join('')}x`);
const anyText = fc.string({ unit: 'grapheme', maxLength: 40 });

const double = (text: string): string => JSON.stringify(text);
const single = (text: string): string => `'${text.replaceAll("'", "''")}'`;

describe('a scalar', () => {
  test('is exactly its text, whatever the quotes', () => {
    fc.assert(
      fc.property(
        plainText,
        fc.constantFrom(double, single, (text: string) => text),
        (text, quote) => {
          expect(strip(read(`key: ${quote(text)}\n`).value)).toEqual([['key', text]]);
        },
      ),
    );
  });

  test('in double quotes may hold anything', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(strip(read(`key: ${double(text)}\n`).value)).toEqual([['key', text]]);
      }),
    );
  });

  test('of digits keeps them all', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{1,40}$/u), (digits) => {
        expect(strip(read(`key: ${digits}\nlist: [${digits}]\n`).value)).toEqual([
          ['key', digits],
          ['list', [digits]],
        ]);
      }),
    );
  });

  test('has the place where it begins', () => {
    const { value } = read('\n# note\nkey:   店\nlist:\n  -   "二"\n');
    const [first, second] = value?.kind === 'map' ? value.entries : [];
    expect([first?.keyAt, first?.value.at]).toEqual([
      { line: 3, column: 1 },
      { line: 3, column: 8 },
    ]);
    const list = second?.value.kind === 'list' ? second.value.items : [];
    expect(list[0]?.at).toEqual({ line: 5, column: 7 });
  });
});

describe('a file', () => {
  test('with CRLF or a BOM is the same as its plain twin', () => {
    const lines = fc.array(fc.tuple(fc.stringMatching(/^[a-z]{3,9}$/u), plainText), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(lines, (pairs) => {
        const text = [...new Map(pairs)].map(([key, value]) => `${key}: ${value}\n`).join('');
        const plain = read(text);
        expect(read(`\ufeff${text.replaceAll('\n', '\r\n')}`)).toEqual(plain);
        expect(read(text.trimEnd())).toEqual(plain);
      }),
    );
  });

  test('of noise gives a value or faults of short texts, and never throws', () => {
    const sign = fc.constantFrom(
      ...'abc:-?[]{}"\'#&*!|>%@`,~<= \t\n\r\\0店：\u3000\ufeff',
      '\n  ',
      ': ',
      '- ',
      '---\n',
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 80 }), (signs) => {
        const { value, diagnostics } = read(signs.join(''));
        if (value === null) expect(diagnostics.length).toBeGreaterThan(0);
        expect(JSON.stringify(diagnostics).length).toBeLessThan(20_000);
      }),
      { numRuns: 300 },
    );
  });

  test('of random bytes never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { value } = decodeText(bytes, 'a.yaml');
        if (value !== null) parseYamlTree(value, 'a.yaml');
      }),
    );
  });

  test.each([
    ['lists', `a: ${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['open lists', `a: ${'['.repeat(200_000)}`],
    ['maps', `a: ${'{b: '.repeat(5000)}`],
    ['dashes', `${'- '.repeat(100_000)}a`],
    ['questions', `${'? '.repeat(100_000)}a`],
    ['steps', Array.from({ length: 500 }, (_, index) => `${' '.repeat(index)}a:\n`).join('')],
    ['colons', 'a: '.repeat(20_000)],
  ])('nested thousands of times by %s is refused', (_, text) => {
    const { value, diagnostics } = read(text);
    expect(value).toBeNull();
    expect(diagnostics.map(({ code }) => code)).toEqual(['YAML_SYNTAX']);
  });

  test('may show brackets in quotes', () => {
    expect(strip(read(`a: "${'['.repeat(200)}"\n`).value)).toEqual([['a', '['.repeat(200)]]);
  });

  test.each([
    ['lines', 'k: v\n'.repeat(6_000), 5_001],
    ['items on one line', `name: a\nlist: [${'a,'.repeat(10_000)}]\n`, 2],
    ['documents', '---\n'.repeat(200_000), 5_001],
    ['escaped quotes', `name: "${'\\"'.repeat(20_000)}`, 1],
  ])('with far more %s than any store has is refused where they become too many', (_, text, line) => {
    const { value, diagnostics } = read(text);
    expect(value).toBeNull();
    expect(diagnostics).toMatchObject([{ code: 'YAML_SYNTAX', line, params: { problem: 'too-many' } }]);
  });

  test('of many comments and anchors is read in a moment', () => {
    // Work that grows with the square of the lines would go on for minutes, far beyond the time a test may take.
    const lines = Array.from({ length: 1_900 }, (_, index) => `k${index}: v #c\nl${index}: &a x\n`).join('');
    expect(read(lines).diagnostics.filter(({ code }) => code === 'ANCHOR').length).toBe(1);
  });
});

describe('a near miss', () => {
  const KNOWN = ['hour', 'contract_phone', 'pic_list', 'poi_id', 'name'];

  test.each([
    ['Hour', 'hour'],
    ['hours', 'hour'],
    ['contact_phone', 'contract_phone'],
    ['contractPhone', 'contract_phone'],
    ['pic-list', 'pic_list'],
    ['ｈｏｕｒ', 'hour'],
    ['telephone', null],
    ['', null],
  ])('of %j is %j', (word, meant) => {
    expect(findNearMiss(word, KNOWN)).toBe(meant);
  });
});
