/** New hours in one entry of `special_hours`: no other byte changes. */
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../src/stores/document.ts';
import { editSpecialHour, holdsSpecialHour, showSpecialHours } from '../../src/stores/edit-special.ts';
import { buildSpecial } from '../builders.ts';
import { readOne, storeText } from './folder.ts';

/** Edits the hours of the first special days that the text gives, and reads where they stand by reading the file. */
function edit(special: string, hour: string) {
  const text = storeText({ special });
  const { store } = readOne(text);
  const { place, hour: from } = store?.special_hours[0] ?? buildSpecial();
  const at = { line: place.line ?? 0, column: place.column ?? 0 };
  const bytes = Buffer.from(text);
  expect(holdsSpecialHour(readDocument(bytes, 'stores/a.yaml').value, at, from)).toBe(true);
  expect(holdsSpecialHour(readDocument(bytes, 'stores/a.yaml').value, at, hour)).toBe(false);
  const edited = editSpecialHour(bytes, 'stores/a.yaml', at, hour);
  return { before: text, after: edited.value, codes: edited.diagnostics.map(({ code }) => code) };
}

describe('new hours of special days', () => {
  test.each([
    ['in brackets', 'special_hours: [{ from: 2027-02-15, hour: 10:00-17:00, reason: x }] # 春节'],
    [
      'on a line of their own',
      'special_hours:\n  - from: 2027-02-15\n    hour: 10:00-17:00  # shorter\n    reason: x',
    ],
    [
      'in quotes',
      `special_hours:\n  - { from: 2027-02-15, hour: '10:00-17:00' }\n  - { from: 2027-02-16, hour: 10:00-17:00 }`,
    ],
    [
      'that are the usual hours’ words',
      'special_hours: [{ from: 2027-02-15, hour: 10:00-17:00 }, { from: 2027-02-20, hour: 10:00-17:00 }]',
    ],
  ])('go in %s', (_what, special) => {
    const { before, after } = edit(special, '11:00-16:00');
    expect(after).toBe(before.replace('10:00-17:00', '11:00-16:00'));
  });

  test('keep Windows line ends and a byte-order mark', () => {
    const text = storeText({
      special: 'special_hours:\n  - { from: 2027-02-15, hour: 10:00-17:00 }',
    }).replaceAll('\n', '\r\n');
    const bytes = Buffer.from(`\ufeff${text}`);
    const edited = editSpecialHour(bytes, 'stores/a.yaml', { line: 8, column: 31 }, '11:00-16:00');
    expect(edited.value).toBe(`\ufeff${text.replace('10:00-17:00', '11:00-16:00')}`);
  });

  test('are refused where nothing of the kind stands there any more', () => {
    const bytes = Buffer.from(storeText());
    const edited = editSpecialHour(bytes, 'stores/a.yaml', { line: 8, column: 31 }, '11:00-16:00');
    expect([edited.value, edited.diagnostics.map(({ code }) => code)]).toEqual([null, ['EDIT_REFUSED']]);
  });

  test('are shown as the whole list, since a list replaces a list', () => {
    const first = buildSpecial({ reason: 'a, b' });
    const second = buildSpecial({ from: '2027-05-01', to: '2027-05-03' });
    const text = showSpecialHours([first, second], first, '11:00-16:00');
    expect(text).toBe(
      'special_hours:\n  - { from: 2027-02-15, hour: 11:00-16:00, reason: "a, b" }\n  - { from: 2027-05-01, to: 2027-05-03, hour: 10:00-17:00 }',
    );
    expect(readOne(storeText({ special: text })).store?.special_hours).toHaveLength(2);
  });
});
