/** A comparison for people: cut to what a place takes, and harmless wherever it goes. */
import { describe, expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import type { StoreDrift } from '../../src/model/drift.ts';
import type { DriftReport } from '../../src/report/drift-document.ts';
import { describeDrift, driftJson, summariseDrift } from '../../src/report/drift-document.ts';
import { driftMarkdown } from '../../src/report/drift-markdown.ts';
import { driftText } from '../../src/report/drift-text.ts';
import { createStyle } from '../../src/report/style.ts';

const buildFound = (poi_id: string, overrides: Partial<StoreDrift> = {}): StoreDrift => ({
  account: 'default',
  poi_id,
  name: '人民广场店',
  file: `stores/${poi_id}.yaml`,
  line: 2,
  kind: 'edited',
  reason: null,
  fields: [
    {
      field: 'hour',
      kind: 'edited',
      file: '10:00-21:00',
      recorded: '10:00-21:00',
      live: '09:00-22:00',
      place: { file: `stores/${poi_id}.yaml`, line: 3, column: 7 },
    },
  ],
  ...overrides,
});

const buildReport = (found: readonly StoreDrift[], overrides: Partial<DriftReport> = {}): DriftReport => ({
  drift: { stores: found.length, found, ended: [], scope: 'all' },
  accepted: new Map(),
  mode: 'report',
  selection: [],
  diagnostics: [],
  ...overrides,
});

const style = createStyle(en, 'plain');

describe('the Markdown of a comparison', () => {
  const many = Array.from({ length: 2000 }, (_, index) => buildFound(String(1000 + index)));

  test('is cut between two rows, says how many are left out, and keeps what to do', () => {
    const bound = { most: 20_000, measure: (text: string) => text.length };
    const view = { bound, elsewhere: ' See the run.', foot: ['the foot'] };
    const text = driftMarkdown(buildReport(many), en, view);
    expect(text.length).toBeLessThan(20_000);
    const rows = text.split('\n').filter((line) => line.startsWith('| changed at WeChat'));
    expect(rows.length).toBeGreaterThan(50);
    expect(text).toContain(`… and ${2000 - rows.length} more rows. See the run.`);
    expect(text).toMatch(/- Changed at WeChat: .*\n\nthe foot\n$/u);
  });

  test('counts stores that nobody manages, and lists none of them', () => {
    const unmanaged = buildFound('9', { kind: 'unmanaged', file: null, line: null, fields: [] });
    const text = driftMarkdown(buildReport([unmanaged]), en);
    expect(text).toContain('1 store at WeChat has neither file nor record');
    expect(text).not.toContain('人民广场店');
  });
});

describe('a comparison whose values were accepted', () => {
  const report = buildReport([buildFound('1'), buildFound('2')], {
    mode: 'accept',
    accepted: new Map([['default/1', new Set(['hour'] as const)]]),
  });

  test('counts each store once', () => {
    expect(summariseDrift(report)).toMatchObject({ drifted: 2, accepted: 1 });
    expect(driftText(report, style)).toContain('Drift: 1 changed at WeChat, 1 accepted.');
  });

  test('tells only what is left as a finding, at its place', () => {
    expect(describeDrift(report, en)).toMatchObject([
      { severity: 'warning', code: 'STORE_DRIFTED', file: 'stores/2.yaml', line: 3, column: 7 },
    ]);
  });

  test('says so in JSON, field by field', () => {
    const { stores } = JSON.parse(driftJson(report, en)) as { stores: { fields: { accepted: boolean }[] }[] };
    expect(stores.map(({ fields }) => fields[0]?.accepted)).toEqual([true, false]);
  });
});

test('a value of a file of defaults is told at the store, since nobody else’s drifted', () => {
  const [field] = buildFound('1').fields;
  const place = { file: 'stores/_defaults.yaml', line: 1, column: 1 };
  const found = buildFound('1', { fields: field === undefined ? [] : [{ ...field, place }] });
  expect(describeDrift(buildReport([found]), en)).toMatchObject([
    { file: 'stores/1.yaml', line: 2, column: null },
  ]);
});

test('a comparison that could not be made says that something must be mended first', () => {
  const diagnostics = [
    {
      severity: 'error',
      code: 'NO_CREDENTIALS',
      file: null,
      line: null,
      column: null,
      params: { missing: ['X'], way: 'secret' },
    },
  ] as const;
  const text = driftText(buildReport([], { drift: null, diagnostics }), style);
  expect(text).toContain('Nothing was compared: 1 error must be mended first.');
});
