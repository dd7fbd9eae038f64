/** Token edits of store files: only the value's bytes change, whatever the file looks like. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldValue } from '../../src/model/plan.ts';
import { readDocument } from '../../src/stores/document.ts';
import { editDocument } from '../../src/stores/edit.ts';
import {
  arbitraryBlockLayout,
  arbitraryFlowLayout,
  arbitraryHour,
  arbitraryPhone,
  arbitraryPictures,
  arbitraryText,
  type Layout,
} from './layouts.ts';

const FILE = 'stores/a.yaml';

function edit(text: string, changes: Record<string, FieldValue>): string {
  const { value, diagnostics } = editDocument(Buffer.from(text), FILE, new Map(Object.entries(changes)));
  if (value === null) throw new Error(diagnostics.map(({ code }) => code).join(' '));
  return value;
}

function readValues(bytes: Uint8Array): Record<string, unknown> {
  const keys = readDocument(bytes, FILE).value;
  if (keys === null) throw new Error(Buffer.from(bytes).toString());
  return Object.fromEntries(
    [...keys].map(([key, { entry }]) => {
      const { value } = entry;
      if (value.kind === 'list')
        return [key, value.items.map((item) => (item.kind === 'text' ? item.value : item))];
      return [key, value.kind === 'text' ? value.value : value.kind];
    }),
  );
}

describe('one value', () => {
  test.each([
    ['plain', 'hour: 10:00-21:00 # late\n', 'hour: 09:00-22:00 # late\n'],
    ['single quotes', "hour: '10:00-21:00'\n", "hour: '09:00-22:00'\n"],
    ['double quotes', 'hour: "10:00-21:00"\n', 'hour: "09:00-22:00"\n'],
    [
      'a line below',
      'hour:   # see the door\n    10:00-21:00\n',
      'hour:   # see the door\n    09:00-22:00\n',
    ],
    [
      'a block scalar',
      'hour: |-  # note\n  10:00-21:00\nname: x\n',
      'hour: |-  # note\n  09:00-22:00\nname: x\n',
    ],
    ['several lines', 'hour: "10:00-\\\n  21:00"\nname: x\n', 'hour: "09:00-22:00"\nname: x\n'],
    ['a folded value', 'hour: >\n  10:00-21:00\n\nname: x\n', 'hour: >\n  09:00-22:00\n\nname: x\n'],
    ['an explicit key', '? hour\n: 10:00-21:00\n', '? hour\n: 09:00-22:00\n'],
    ['braces', '{ hour: 10:00-21:00, name: x }', '{ hour: 09:00-22:00, name: x }'],
    ['JSON', '{"hour":"10:00-21:00","name":"x"}', '{"hour":"09:00-22:00","name":"x"}'],
    ['CRLF and a mark', '\ufeff# c\r\nhour: 10:00-21:00\r\n', '\ufeff# c\r\nhour: 09:00-22:00\r\n'],
    ['markers', '---\nhour: 10:00-21:00\n...\n', '---\nhour: 09:00-22:00\n...\n'],
    ['a doubled comment sign', 'hour: 10:00-21:00   #  two  \t\n', 'hour: 09:00-22:00   #  two  \t\n'],
  ])('written with %s changes alone', (_how, before, after) => {
    expect(edit(before, { hour: '09:00-22:00' })).toBe(after);
  });

  test.each([
    ['', 'card_id: ""\n'],
    ['null', 'card_id: "null"\n'],
    ['a #b', 'card_id: "a #b"\n'],
    ['- a', 'card_id: "- a"\n'],
    ['pAbC', 'card_id: pAbC\n'],
    ['0123', 'card_id: 0123\n'],
  ])('that is plain is quoted where plain would mean something else: %j', (value, after) => {
    expect(edit('card_id: pXyZ\n', { card_id: value })).toBe(after);
  });
});

describe('a list', () => {
  const text = [
    'pic_list:   # from the shoot',
    '  # front',
    '  - http://a/0 # by day',
    '',
    '  # counter',
    '  - "http://b/0"',
    '  - http://c/0',
    '  # nothing below',
    'name: x',
    '',
  ].join('\n');

  test.each([
    ['keeps all lines where an item goes', ['http://a/0', 'http://c/0'], ['  - "http://b/0"\n', '']],
    [
      'takes an item in at the end',
      ['http://a/0', 'http://b/0', 'http://c/0', 'http://d/0'],
      ['  - http://c/0\n', '  - http://c/0\n  - http://d/0\n'],
    ],
    [
      'takes an item in at the front',
      ['http://d/0', 'http://a/0', 'http://b/0', 'http://c/0'],
      ['  - http://a/0', '  - http://d/0\n  - http://a/0'],
    ],
    [
      'changes an item in its place',
      ['http://a/0', 'http://d/0', 'http://c/0'],
      ['http://b/0', 'http://d/0'],
    ],
    [
      'writes a new item as its neighbour is written',
      ['http://a/0', 'http://b/0', 'http://d/0', 'http://c/0'],
      ['"http://b/0"\n', '"http://b/0"\n  - "http://d/0"\n'],
    ],
  ])('%s', (_what, next, [from = '', to = '']) => {
    expect(edit(text, { pic_list: next })).toBe(text.replace(from, to));
  });

  test('moves an item with what stands on its line', () => {
    const moved = edit(text, { pic_list: ['http://b/0', 'http://c/0', 'http://a/0'] });
    expect(moved).toBe(
      text
        .replace('  - http://a/0 # by day\n', '')
        .replace('  - http://c/0\n', '  - http://c/0\n  - http://a/0 # by day\n'),
    );
  });

  test.each([
    ['[a, b, c]', ['a', 'c'], '[a, c]'],
    ['[a, b, c]', ['a'], '[a]'],
    ['[a, b, c]', ['c'], '[c]'],
    ['[ "a","b" ]', ['a', 'x,y', 'b'], '[ "a", "x,y","b" ]'],
    ['[a, b]', ['x', 'a', 'b'], '[x, a, b]'],
    ['[a, b]', ['b', 'a'], '[b, a]'],
    ['[a]', ['x'], '[x]'],
    ['[\n  a, # front\n  b # back\n]', ['a', 'x', 'b'], '[\n  a, # front\n  x,\n  b # back\n]'],
    ['[\n  a, # front\n  b # back\n]', ['a', 'b', 'x'], '[\n  a, # front\n  b, # back\n  x\n]'],
    ['[\n  a, # front\n  b # back\n]', ['a'], '[\n  a, # front\n]'],
    ['[\n  a, # front\n  b # back\n]', ['b'], '[\n  b # back\n]'],
    ['[\n  a, # front\n  b # back\n]', ['x', 'a', 'b'], '[\n  x,\n  a, # front\n  b # back\n]'],
  ])('between brackets: %j becomes %j', (before, next, after) => {
    expect(edit(`pic_list: ${before}\n`, { pic_list: next })).toBe(`pic_list: ${after}\n`);
  });

  test('at the end of a file without a last line break stays without one', () => {
    expect(edit('pic_list:\r\n- a', { pic_list: ['a', 'b'] })).toBe('pic_list:\r\n- a\r\n- b');
  });
});

describe('a key that is missing', () => {
  test.each([
    [
      'comes behind the last managed one',
      'hour: x\npic_list:\n  - a # c\n  # d\n\nlabels: { a: b }\n',
      'hour: x\npic_list:\n  - a # c\n  # d\ncard_id: pA\n\nlabels: { a: b }\n',
    ],
    [
      'comes behind the identity where defaults give the rest',
      "name: 'x'\npoi_id: '1'\nlabels: {}\n",
      "name: 'x'\npoi_id: '1'\ncard_id: 'pA'\nlabels: {}\n",
    ],
    ['is written as the others are', '"hour": "x"\r\n', '"hour": "x"\r\n"card_id": "pA"\r\n'],
    ['comes at the end of an open file', 'hour: x', 'hour: x\ncard_id: pA'],
    ['comes between braces', '{ hour: x, labels: { a: b } }', '{ hour: x, card_id: pA, labels: { a: b } }'],
    [
      'comes on a line of its own in JSON',
      '{\n  "hour": "x"\n}\n',
      '{\n  "hour": "x",\n  "card_id": "pA"\n}\n',
    ],
    ['comes behind a block scalar', 'hour: |\n  x\nname: y\n', 'hour: |\n  x\ncard_id: pA\nname: y\n'],
  ])('%s', (_what, before, after) => {
    expect(edit(before, { card_id: 'pA' })).toBe(after);
  });
});

describe('what cannot be edited safely', () => {
  test.each([
    ['a list where a text is wanted', 'hour: [a]\n', { hour: '09:00-22:00' }],
    ['a text where a list is wanted', 'pic_list: a\n', { pic_list: ['b'] }],
    ['a list without items', 'pic_list: []\n', { pic_list: ['b'] }],
    ['an empty list', 'pic_list: [a]\n', { pic_list: [] }],
    ['a list that begins behind its key', '? pic_list\n: - a\n  - b\n', { pic_list: ['b'] }],
  ])('is a fault that says what to write: %s', (_what, text, changes) => {
    const { value, diagnostics } = editDocument(Buffer.from(text), FILE, new Map(Object.entries(changes)));
    expect([value, diagnostics.map(({ code }) => code)]).toEqual([null, ['EDIT_REFUSED']]);
  });
});

/** Lines that hold none of the edited values are in the new text, byte by byte and in their order. */
function expectOthersKept({ lines, end }: Layout, after: string, changes: Map<string, FieldValue>): void {
  const found = after.replace(/^\ufeff/u, '').split(end);
  let at = 0;
  for (const { text, key, item } of lines) {
    const next = key === null ? undefined : changes.get(key);
    const stays =
      next === undefined || (item !== undefined && typeof next !== 'string' && next.includes(item));
    if (!stays || (item !== undefined && next !== undefined)) continue;
    if (key === 'all') continue;
    // Between braces the line before a new key ends with a comma now.
    const index = found.findIndex((line, row) => row >= at && (line === text || line === `${text},`));
    expect([text, index >= at]).toEqual([text, true]);
    at = index + 1;
  }
}

const arbitraryChanges = fc
  .record(
    {
      hour: fc.oneof(arbitraryHour, arbitraryText),
      contract_phone: fc.oneof(arbitraryPhone, arbitraryText),
      card_id: fc.oneof(fc.constantFrom('', 'pNew', '007'), arbitraryText),
      pic_list: arbitraryPictures,
    },
    { requiredKeys: [] },
  )
  .map((changes) => new Map<string, FieldValue>(Object.entries(changes)));

/** New pictures that have some of the old ones among them, in any order. */
function mixPictures({ values }: Layout, changes: Map<string, FieldValue>, picks: readonly boolean[]): void {
  const old = values.get('pic_list');
  const next = changes.get('pic_list');
  if (old === undefined || typeof old === 'string' || next === undefined || typeof next === 'string') return;
  const kept = old.filter((_, index) => picks[index]);
  const mixed = picks[5] ? [...next, ...kept.toReversed()] : [...kept, ...next];
  changes.set('pic_list', [...new Set(mixed)]);
}

describe('in files of any layout', () => {
  const layouts = fc.oneof({ weight: 4, arbitrary: arbitraryBlockLayout }, arbitraryFlowLayout);
  const picks = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });

  test('exactly the given values differ when the file is read again, and all other lines are the same bytes', () => {
    fc.assert(
      fc.property(layouts, arbitraryChanges, picks, (layout, changes, chosen) => {
        mixPictures(layout, changes, chosen);
        const before = readValues(layout.bytes);
        const { value, diagnostics } = editDocument(layout.bytes, FILE, changes);
        expect(diagnostics).toEqual([]);
        const after = value ?? '';
        expect(readValues(Buffer.from(after))).toEqual({ ...before, ...Object.fromEntries(changes) });
        expectOthersKept(layout, after, changes);
        expect(after.startsWith('\ufeff')).toBe(layout.bytes[0] === 0xef);
        expect(/\r?\n/gu.test(after) && layout.end === '\r\n' ? /[^\r]\n/u.test(after) : false).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('giving the same values again changes no byte', () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const pictures = layout.values.get('pic_list') ?? [];
        const { value } = editDocument(layout.bytes, FILE, new Map([['pic_list', pictures]]));
        expect(value).toBe(layout.bytes.toString('utf8'));
      }),
      { numRuns: 300 },
    );
  });
});
