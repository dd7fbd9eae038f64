/** Widths in terminal columns: padding, cutting, and tables that stand straight. */
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { zhCN } from '../../src/messages/zh-CN.ts';
import type { Outcome } from '../../src/model/run.ts';
import { NOWHERE, warning } from '../../src/model.ts';
import { planAccount } from '../../src/plan/plan.ts';
import { outcomeText } from '../../src/report/apply-text.ts';
import { forTerminal } from '../../src/report/escape.ts';
import { planText } from '../../src/report/plan-text.ts';
import { alignCells, createStyle, fitTo, joinCells, padTo, widest } from '../../src/report/style.ts';
import { buildPlanInput, buildRecord, buildStore } from '../builders.ts';
import { NAMES } from './names.ts';

const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'grapheme', maxLength: 30 }));

/** Graphemes as a person counts them. */
function split(text: string): readonly string[] {
  return [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)].map(
    ({ segment }) => segment,
  );
}

describe('colours', () => {
  test('change nothing but colours', () => {
    const stores = ['1', '2'].map((poi_id) => buildStore({ poi_id, name: `店${poi_id}` }));
    const records = new Map([['3', buildRecord()]]);
    const place = { file: 'stores/a.yaml', line: 1, column: 1 };
    const made = planAccount(buildPlanInput({ stores, records }));
    const diagnostics = [
      ...made.diagnostics,
      warning('UNUSUAL_PHONE', NOWHERE, { value: '1' }),
      warning('UNUSUAL_PHONE', place, { value: '1' }),
    ];
    const show = (color: 'color' | 'plain'): string =>
      planText({ ...made, diagnostics }, createStyle(en, color));
    expect(stripVTControlCharacters(show('color'))).toBe(show('plain'));
    expect(show('color')).not.toBe(show('plain'));
  });
});

describe('cutting to a width', () => {
  test.each([
    ['人民广场店', 10, '人民广场店'],
    ['人民广场店', 9, '人民广场…'],
    ['人民广场店', 8, '人民广…'],
    ['人民广场店', 2, '…'],
    ['人民广场店', 1, '…'],
    ['人民广场店', 0, ''],
    ['👨‍👩‍👧‍👦家庭店', 4, '👨‍👩‍👧‍👦…'],
    ['🇨🇳🇯🇵旗', 5, '🇨🇳🇯🇵…'],
    ['e\u0301cole', 2, 'e\u0301…'],
    ['ｆｕｌｌ', 5, 'ｆｕ…'],
  ])('%s in %d columns is %s', (text, columns, expected) => {
    expect(fitTo(text, columns)).toBe(expected);
  });

  test('never passes the width, never splits a sign, and leaves what fits as it is', () => {
    fc.assert(
      fc.property(name, fc.integer({ min: 0, max: 90 }), (text, columns) => {
        const shown = forTerminal(text);
        const cut = fitTo(shown, columns);
        expect(stringWidth(cut)).toBeLessThanOrEqual(columns);
        if (cut === shown) return;
        expect(shown.length > 500 || stringWidth(shown) > columns).toBe(true);
        const kept = split(cut.replace(/…$/u, ''));
        expect(kept).toEqual(split(shown).slice(0, kept.length));
      }),
    );
  });

  test('is quick with what has no width', () => {
    const endless = `a${'\u0301'.repeat(500_000)}`;
    const begun = performance.now();
    expect(stringWidth(fitTo(endless, 20))).toBeLessThanOrEqual(20);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

test('a width is what string-width makes of it, whatever the text', () => {
  const signs = fc.constantFrom(
    ...'aZ ~·–—‘’“”…→、。《》【】ぁゖァヺ一店鿿！～ー・é①ﾊ\u0301\u200d👨🇨',
    '☎\ufe0f',
  );
  const mixed = fc.array(signs, { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(name, mixed, fc.string({ unit: 'binary' })), (text) => {
      expect(widest([text])).toBe(stringWidth(text));
    }),
    { numRuns: 1000 },
  );
});

describe('a table', () => {
  const rows = fc
    .integer({ min: 1, max: 5 })
    .chain((count) =>
      fc.array(fc.array(name, { minLength: count, maxLength: count }), { minLength: 1, maxLength: 8 }),
    );

  test('has rows of one width, within the terminal as far as its columns may give way', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 200 }), (cells, columns) => {
        const shown = cells.map((row) => row.map(forTerminal));
        const all = (shown[0] ?? []).map((_, index) => index);
        const lines = alignCells(shown, { columns, flexible: all }).map(joinCells);
        const widths = new Set(lines.map((line) => stringWidth(line)));
        expect(widths.size).toBe(1);
        const least = all.length * 8 + 2 * (all.length - 1);
        for (const width of widths) expect(width).toBeLessThanOrEqual(Math.max(columns, least));
      }),
    );
  });

  test('cuts only the columns that may give way', () => {
    const [head, row] = alignCells(
      [
        ['STORE', 'ID'],
        ['人民广场旗舰店', '47267185747267185747'],
      ],
      { columns: 10, flexible: [0] },
    );
    expect(head).toEqual(['STORE   ', 'ID                  ']);
    expect(row).toEqual(['人民广… ', '47267185747267185747']);
  });
});

describe('the outcomes of an apply', () => {
  test.each([
    ['English', en],
    ['Chinese', zhCN],
  ])('begin their names at one column in %s', (_language, messages) => {
    const style = createStyle(messages, 'plain');
    const base = { account: 'default', poi_id: '1', name: '店', file: null, attempts: 1 };
    const fault = { fault: { code: 'STOPPED', params: { cause: 'x' } }, errcode: null, rid: null } as const;
    const outcomes: readonly Outcome[] = [
      { ...base, outcome: 'applied', sent: true, audit_id: null, review: 'none' },
      { ...base, outcome: 'released' },
      { ...base, outcome: 'deferred', error: fault },
      { ...base, outcome: 'failed', error: fault },
      { ...base, outcome: 'unknown', error: fault },
      { ...base, outcome: 'skipped', error: fault },
    ];
    const lines = outcomes.map((outcome) => outcomeText(outcome, style).split('\n'));
    const starts = lines.map(([head = '']) => stringWidth(head.slice(0, head.lastIndexOf('店 1'))));
    expect(new Set(starts).size).toBe(1);
    const indents = lines.flatMap(([, ...rest]) => rest.map((line) => line.search(/\S/u)));
    expect(new Set([...indents, ...starts]).size).toBe(1);
  });
});

test('padding counts columns', () => {
  expect(padTo('店', 4)).toBe('店  ');
  expect(padTo('店店店', 4)).toBe('店店店');
});
