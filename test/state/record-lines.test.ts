import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSettledAs, listUnusual } from '../../src/model/records.ts';
import type { State, StoreRecord } from '../../src/model.ts';
import { formatState } from '../../src/state/format.ts';
import { parseState } from '../../src/state/parse.ts';
import { buildRecord, buildValues, NEW_PICTURE, PICTURE } from '../builders.ts';
import { parseEagerly } from './eager-parse.ts';

const NAME = 'mendian.state.json';
const COMMIT = 'a'.repeat(40);

/** Records of all sorts that runs leave. */
const RECORDS: readonly StoreRecord[] = [
  buildRecord(),
  buildRecord({ audit_id: '9007199254740993', review: 'approved', source: { commit: COMMIT, pull: 7 } }),
  buildRecord({ audit_id: null, review: 'pending', approved_pic_list: [PICTURE] }),
  buildRecord({ values: buildValues({ map_poi_id: '5938314494307741153', card_id: '' }) }),
  buildRecord({ values: buildValues({ contract_phone: '021-"1"\\2', pic_list: [PICTURE, NEW_PICTURE] }) }),
  buildRecord({ observed: buildValues(), source: { commit: COMMIT } }),
  buildRecord({ review: 'rejected', reason: '模糊', rejected_pic_list: [PICTURE] }),
  buildRecord({ uncertain: true, sending: buildValues({ hour: '09:00-22:00' }) }),
  buildRecord({ refused: { digest: 'x', code: 65115, date: '2026-11-25' } }),
  buildRecord({ local_pictures: { [PICTURE]: 'b'.repeat(64) } }),
  { review: 'none' },
];

const STATE: State = {
  version: 1,
  stores: new Map(RECORDS.map((record, index) => [String(400 + index), record])),
  extra: {},
};
const TEXT = formatState(STATE);

function plain({ value, diagnostics }: ReturnType<typeof parseState>): unknown {
  return { state: value && { ...value, stores: [...value.stores] }, diagnostics };
}

const PIECES = [
  '"',
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  '\n',
  '\\',
  '\u2028',
  '0',
  'null',
  'true',
  ' ',
  '<<<<<<< ours\n',
  '店',
];
const KEYS = [
  '"version": 2',
  '"review":"none"',
  '"audit_id":1',
  '"values"',
  '"400"',
  '"uncertain":true',
  '"pull":0',
  '-',
];
const edit = fc.record({
  at: fc.nat(TEXT.length),
  cut: fc.oneof(fc.nat(4), fc.nat(400)),
  put: fc.oneof(fc.constantFrom('', ...PIECES, ...KEYS), fc.string({ maxLength: 3, unit: 'binary' })),
});

test('a damaged, doubled, conflicting or newer state is told as by the parser that reads every record', () => {
  const property = fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
    const text = edits.reduce((now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut), TEXT);
    expect(plain(parseState(text, NAME)), text).toEqual(plain(parseEagerly(text, NAME)));
  });
  fc.assert(property, { numRuns: 4_000 });
});

test('lines that change places, come twice or go are read as by the parser that reads every record', () => {
  const lines = TEXT.split('\n');
  const property = fc.property(fc.array(fc.constantFrom(...lines, '', '},'), { maxLength: 16 }), (chosen) => {
    for (const text of [chosen.join('\n'), [...lines.slice(0, 3), ...chosen, ...lines.slice(-3)].join('\n')])
      expect(plain(parseState(text, NAME))).toEqual(plain(parseEagerly(text, NAME)));
  });
  fc.assert(property, { numRuns: 1_500 });
});

test('a record is settled with its own values to the letter, and with no others', () => {
  const records = parseState(TEXT, NAME).value?.stores ?? new Map<string, StoreRecord>();
  const settled = [...records].flatMap(([poiId, { values }]) =>
    values !== undefined && isSettledAs(records, poiId, values) ? [poiId] : [],
  );
  expect(settled).toEqual(['400', '401', '402', '403', '405']);
  expect(isSettledAs(records, '400', buildValues({ hour: '10:00-21:01' }))).toBe(false);
  expect(isSettledAs(records, '400', buildValues({ card_id: '' }))).toBe(false);
  expect(isSettledAs(records, '999', buildValues())).toBe(false);
});

test('records with a local picture are among the unusual ones', () => {
  const records = parseState(TEXT, NAME).value?.stores ?? new Map<string, StoreRecord>();
  const contents = [...listUnusual(records)].flatMap(({ local_pictures: own = {} }) => Object.values(own));
  expect(contents).toEqual(['b'.repeat(64)]);
});
