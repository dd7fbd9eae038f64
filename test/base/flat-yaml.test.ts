import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFlatYaml } from '../../src/base/flat-yaml.ts';
import { parseWithLibrary } from '../../src/base/yaml-tree.ts';

/** What the library's side says of a text, where it says nothing beside the tree. */
function readByLibrary(text: string): unknown {
  const { value, diagnostics } = parseWithLibrary(text, 'a.yaml');
  return diagnostics.length === 0 ? value : { told: diagnostics };
}

/** True where the small reader took the text; it must then be as the library reads it. */
function agrees(text: string): boolean {
  const flat = readFlatYaml(text);
  if (flat === null) return false;
  expect(flat, JSON.stringify(text)).toEqual(readByLibrary(text));
  return true;
}

const STORE = `# yaml-language-server: $schema=../../schemas/store.schema.json
name: 示例茶·太古里店
poi_id: "472671867"
map_poi_id: '5938314494307741153'
hour: 10:00-22:30 # 冬令
contract_phone: 028-00001236

# 门头在前
pic_list:
  - http://mmbiz.qpic.cn/mmbiz_jpg/example_taikoo_front/0?wx_fmt=jpeg
  - ./photos/front.jpg
card_id: ""
special_hours:
  - { from: 2027-02-15, to: 2027-02-21, hour: 10:00-17:00, reason: Spring Festival }
labels: { region: west, tier: 'a b' }
`;
const NESTED =
  'labels:\n    region: east\n    # nearest\n    tier: "2"\nname: a [b] {c}, d - e\npic_list:\n- a\n-  b\n';

test('the usual forms of a store file need no library', () => {
  for (const text of [
    STORE,
    STORE.trimEnd(),
    NESTED.replace('-  b', '- b'),
    'name: a',
    '\n\n  # x\nname: a\n\n',
  ])
    expect(agrees(text), text).toBe(true);
});

test('whatever could have a finding, or another meaning, is left to the library', () => {
  const others = [
    '',
    '# only\n',
    'name:\n',
    'name: ~\n',
    'name: null\n',
    'a: 1\na: 2\n',
    'a: &x 1\n',
    'a: !!str 1\n',
  ];
  const more = [
    'a: |\n  b\n',
    'a: b\n  c\n',
    'a: b #c\n',
    'a: b: c\n',
    '<<: a\n',
    '"a": b\n',
    'a: "\\n"\n',
    "a: 'b''c'\n",
  ];
  const odd = [
    'a: [b]\n',
    'a:\tb\n',
    'a: b\r\n',
    '%YAML 1.1\n',
    '---\na: b\n',
    'a: b\n...\n',
    'a: \u00a0b\n',
    'a: {}\n',
  ];
  for (const text of [...others, ...more, ...odd])
    expect(readFlatYaml(text), JSON.stringify(text)).toBeNull();
});

/** Pieces that YAML has a use for, and what people type between them. */
const PIECES = [
  ...[
    ' ',
    '  ',
    '\n',
    '\n  ',
    '\n- ',
    '\n  - ',
    ': ',
    ':',
    '#',
    ' #',
    ' # ',
    ' #a',
    ',',
    ', ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
  ],
  ...[
    '\\',
    '|',
    '>',
    '&a',
    '*a',
    '!t',
    '%',
    '@',
    '`',
    '?',
    '? ',
    '- ',
    '-',
    '---\n',
    '...\n',
    '~',
    'null',
    '\t',
    '\r\n',
  ],
  ...[
    'name',
    'hour: ',
    'labels:',
    '店',
    '·',
    '：',
    '\u3000',
    '\u00a0',
    '\u200b',
    '\ufeff',
    '\u0085',
    '\u2028',
    '😀',
    '<<: a',
  ],
  ...[
    '{ a: b }',
    '{a: b, c: d}',
    "''",
    '""',
    '\n\n',
    '\n# x\n',
    '.',
    '/',
    '+',
    '(',
    '=',
    '10:00',
    '0',
    '__proto__: a\n',
  ],
];

/** A store file with some pieces put in, taken out, or exchanged. */
const mutated = fc
  .tuple(
    fc.constantFrom(STORE, NESTED),
    fc.array(
      fc.record({
        at: fc.nat(600),
        cut: fc.nat(6),
        put: fc.oneof(
          fc.constantFrom(...PIECES),
          fc.constant(''),
          fc.string({ maxLength: 3, unit: 'binary' }),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce<string>((before, { at, cut, put }) => {
      const index = at % (before.length + 1);
      return before.slice(0, index) + put + before.slice(index + cut);
    }, text),
  );

test('a mutated store file is read as the library reads it, places included', () => {
  let taken = 0;
  const property = fc.property(mutated, (text) => {
    if (agrees(text)) taken += 1;
  });
  fc.assert(property, { numRuns: 6_000 });
  // A reader that takes nothing would prove nothing.
  expect(taken).toBeGreaterThan(300);
});

test('texts made of nothing but pieces of YAML are read as the library reads them', () => {
  const lines = fc.array(fc.constantFrom(...PIECES, 'a: ', 'b', 'c: d\n', '\n'), { maxLength: 14 });
  const property = fc.property(lines, (pieces) => {
    agrees(pieces.join(''));
    agrees(`a: ${pieces.join('')}`);
  });
  fc.assert(property, { numRuns: 6_000 });
});

test('what piles up to be refused is left to the library', () => {
  const piles = ['[', '{', '- ', '? ', '"['].map((sign) => `name: a ${sign.repeat(60)}\n`);
  const long = `name: ${'a'.repeat(20_000)}\n`;
  const items = `pic_list:\n${'  - a\n'.repeat(60)}`;
  for (const text of [...piles, long, items, `# ${'['.repeat(60)}\nname: a\n`, `name: "${'['.repeat(60)}"\n`])
    expect(readFlatYaml(text)).toBeNull();
});
