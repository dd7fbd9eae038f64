/** Token edits of maps and of keys that go: labels change one by one, and every other byte stays. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../src/stores/document.ts';
import { editDocument, type FileChange, readValue } from '../../src/stores/edit.ts';
import { arbitraryBlockLayout } from './layouts.ts';

const FILE = 'stores/a.yaml';

function edit(text: string, changes: Record<string, FileChange>): string {
  const { value, diagnostics } = editDocument(Buffer.from(text), FILE, new Map(Object.entries(changes)));
  return value ?? diagnostics.map(({ code }) => code).join(' ');
}

const labels = (changes: Record<string, string | null>): FileChange => new Map(Object.entries(changes));

describe('labels', () => {
  test.each<[string, string, Record<string, string | null>, string]>([
    [
      'one changes',
      'labels: { region: east } # for --select\n',
      { region: 'west' },
      'labels: { region: west } # for --select\n',
    ],
    [
      'one comes between brackets',
      'labels: { region: east }\n',
      { tier: 'A' },
      'labels: { region: east, tier: A }\n',
    ],
    [
      'one goes from brackets',
      'labels: { region: east, tier: A }\n',
      { region: null },
      'labels: { tier: A }\n',
    ],
    [
      'the last goes from brackets',
      'labels: { region: east, tier: A }\n',
      { tier: null },
      'labels: { region: east }\n',
    ],
    ['all are exchanged', 'labels: { region: east }\n', { region: null, tier: 'A' }, 'labels: { tier: A }\n'],
    ['empty brackets are filled', 'labels: {}\n', { tier: 'A', x: '1' }, 'labels: { tier: A, x: 1 }\n'],
    [
      'one changes on its line',
      'labels:\n  # why\n  region: east # door\n',
      { region: 'west' },
      'labels:\n  # why\n  region: west # door\n',
    ],
    [
      'one comes on a line',
      'labels:\n  region: east\n# end\n',
      { tier: 'A' },
      'labels:\n  region: east\n  tier: A\n# end\n',
    ],
    [
      'one goes with its line',
      'labels:\n  region: east # door\n  # about tier\n  tier: A\n',
      { region: null },
      'labels:\n  # about tier\n  tier: A\n',
    ],
    [
      'quotes are kept',
      'labels: { "x y": \'1\' }\n',
      { 'x y': '2', z: '3' },
      'labels: { "x y": \'2\', "z": \'3\' }\n',
    ],
    [
      'the first ever',
      'hour: 10:00-21:00\n',
      { region: 'east' },
      'hour: 10:00-21:00\nlabels: { region: east }\n',
    ],
    [
      'CRLF stays',
      'hour: 10:00-21:00\r\nlabels:\r\n  a: b\r\n',
      { c: 'd' },
      'hour: 10:00-21:00\r\nlabels:\r\n  a: b\r\n  c: d\r\n',
    ],
    [
      'odd words are quoted',
      'labels: { a: b }\n',
      { 'k: v': 'x, #y' },
      'labels: { a: b, "k: v": "x, #y" }\n',
    ],
    ['a label that is gone already', 'labels: { a: b }\n', { c: null }, 'labels: { a: b }\n'],
  ])('%s', (_what, before, changes, after) => {
    const head = before.includes('\r\n') ? '' : 'name: x\npoi_id: "1"\n';
    expect(edit(head + before, { labels: labels(changes) })).toBe(head + after);
  });

  test('that lose the last one go with their key', () => {
    const text = 'name: x\nlabels: # mine\n  a: b\n# end\n';
    expect(edit(text, { labels: labels({ a: null }) })).toBe('name: x\n# end\n');
    expect(edit('{"name":"x","labels":{"a":"b"},"hour":"h"}', { labels: labels({ a: null }) })).toBe(
      '{"name":"x","hour":"h"}',
    );
  });

  test('between braces come in the style of JSON', () => {
    expect(edit('{"name":"x","hour":"h"}', { labels: labels({ a: 'b' }) })).toBe(
      '{"name":"x","hour":"h", "labels": { "a": "b" }}',
    );
  });
});

describe('a key that goes', () => {
  test.each([
    ['with its line and comment', 'name: x\ncard_id: pA # old\nhour: h\n', 'name: x\nhour: h\n'],
    ['at the end of an open file', 'name: x\ncard_id: pA', 'name: x\n'],
    ['written over two lines', 'name: x\ncard_id: # card\n  pA\nhour: h\n', 'name: x\nhour: h\n'],
    ['as a block scalar', 'card_id: |-\n  pA\nname: x\n', 'name: x\n'],
    ['from braces', '{ name: x, card_id: pA, hour: h }', '{ name: x, hour: h }'],
    ['that is not there', 'name: x\n', 'name: x\n'],
  ])('goes %s', (_how, before, after) => {
    expect(edit(before, { card_id: null })).toBe(after);
  });

  test('stays where it is all that the file says', () => {
    expect(edit('card_id: pA\n', { card_id: null })).toBe('EDIT_REFUSED');
  });

  test('leaves all other lines of any file as they are', () => {
    fc.assert(
      fc.property(
        arbitraryBlockLayout,
        fc.dictionary(fc.constantFrom('region', 'x y', 'new'), fc.constantFrom('a', 'b: c', '"'), {
          minKeys: 1,
        }),
        (layout, pairs) => {
          const changes = new Map<string, FileChange>([
            ['card_id', null],
            ['labels', labels(pairs)],
          ]);
          const { value } = editDocument(layout.bytes, FILE, changes);
          if (value === null) return;
          const after = readDocument(Buffer.from(value), FILE).value;
          expect(readValue(after, 'card_id')).toBeNull();
          for (const [key, text] of Object.entries(pairs)) {
            const node = after?.get('labels')?.entry.value;
            const found = node?.kind === 'map' ? node.entries.find((each) => each.key === key)?.value : null;
            expect(found).toMatchObject({ kind: 'text', value: text });
          }
          const kept = layout.lines.filter(
            ({ key, text }) => key !== 'card_id' && !text.startsWith('labels:'),
          );
          for (const { text } of kept) expect(value).toContain(text);
        },
      ),
    );
  });
});
