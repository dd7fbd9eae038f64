import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareText } from '../../src/base/canonical-json.ts';
import { isSettledAs } from '../../src/model/records.ts';
import type { StoreRecord } from '../../src/model.ts';
import { planAccount } from '../../src/plan/plan.ts';
import { formatState } from '../../src/state/format.ts';
import { parseState } from '../../src/state/parse.ts';
import { type Assembly, assembleStores, type IsSettled, type Ways } from '../../src/stores/assemble.ts';
import { NO_CALENDARS } from '../../src/stores/calendar.ts';
import { findNothing } from '../../src/stores/pictures.ts';
import { buildPlanInput } from '../builders.ts';

const ACCOUNT = { name: 'default', stores: 'stores', state: 'mendian.state.json' };

type Files = Readonly<Record<string, string>>;

/** A small chain with what real ones have: defaults on two levels, labels, special days, comments. */
const CHAIN: Files = {
  'stores/_defaults.yaml': 'labels: { brand: tea }\nhour: 09:30-21:30\n',
  'stores/a.yaml': `# first\nname: 人民广场店\npoi_id: "1"\nhour: 10:00-21:00\ncontract_phone: 021-00001234\npic_list:\n  - http://mmbiz.qpic.cn/a/0?wx_fmt=jpeg\n  - http://mmbiz.qpic.cn/b/0\n`,
  'stores/east/_defaults.yaml':
    'pic_list:\n  - https://mmbiz.qpic.cn/c/0\nspecial_hours:\n  - { from: 2027-02-15, to: 2027-02-21, hour: 10:00-17:00 }\n',
  'stores/east/b.yaml':
    'name: 东站店\npoi_id: "2"\ncontract_phone: 13800000000\nlabels:\n  region: east\n  brand: cake\n',
  'stores/east/c.yaml':
    'name: "南站店"\npoi_id: 3\nmap_poi_id: "5938314494307741153"\ncontract_phone: 400-000-1234\ncard_id: ""\nspecial_hours: []\n',
};

function assemble(files: Files, ways: Ways, isSettled: IsSettled | null = null): Assembly {
  const sources = Object.entries(files)
    .sort(([left], [right]) => compareText(left, right))
    .map(([file, text]) => {
      const kind = file.includes('/_') ? ('defaults' as const) : ('store' as const);
      return { file, kind, bytes: Buffer.from(text), text };
    });
  return assembleStores(sources, ACCOUNT, NO_CALENDARS, findNothing, ways, isSettled);
}

/** The plan's bytes, but for texts. */
function plan({ stores, settled, invalid }: Assembly, records: ReadonlyMap<string, StoreRecord>): string {
  const input = { ...buildPlanInput(), stores, settled, invalid, records };
  return JSON.stringify(planAccount(input));
}

/** What an apply of the chain leaves, with one store in review and one whose hours were others. */
const STORES = assemble(CHAIN, 'long').stores;
const RECORDS = new Map(
  STORES.map(({ poi_id, values }, index): [string, StoreRecord] => [
    poi_id,
    {
      values: index === 1 ? { ...values, hour: '08:00-20:00' } : values,
      review: index === 2 ? 'pending' : 'none',
    },
  ]),
);
const LINES =
  parseState(formatState({ version: 1, stores: RECORDS, extra: {} }), 'state').value?.stores ?? new Map();

/** Stores that plans left out since their record holds what their file says. */
let leftOut = 0;

function holdTogether(files: Files): Assembly {
  const [short, long] = [assemble(files, 'short'), assemble(files, 'long')];
  expect(short, JSON.stringify(files)).toEqual(long);
  const planned = plan(long, RECORDS);
  expect(plan(short, LINES)).toBe(planned);
  const unsettled = assemble(files, 'short', (poiId, values) => isSettledAs(LINES, poiId, values));
  expect(plan(unsettled, LINES)).toBe(planned);
  expect(unsettled.diagnostics).toEqual(long.diagnostics);
  expect(unsettled.invalid).toEqual(long.invalid);
  leftOut += unsettled.settled.size;
  return short;
}

test('a chain without faults goes the short way to the same stores and the same plan', () => {
  const { stores, diagnostics } = holdTogether(CHAIN);
  expect(stores.map(({ poi_id }) => poi_id)).toEqual(['1', '2', '3']);
  expect(diagnostics).toEqual([]);
});

const LINES_TO_PUT = [
  ...[
    'poi_id: "1"\n',
    'hour: 21:00-09:00\n',
    'hour: 9:00-21:00\n',
    'contract_phone: 12\n',
    'contract_phone: 电话\n',
    'hours: 1\n',
  ],
  ...[
    'name: "  "\n',
    'name: a\u200bb\n',
    'pic_list: []\n',
    '  - http://mmbiz.qpic.cn/a/0\n',
    '  - ./a.jpg\n',
    '  - "x"\n',
    '- c\n',
  ],
  ...[
    'labels: { a: b }\n',
    'labels: { a: "b\u200b" }\n',
    'special_hours:\n',
    '  - { from: 2027-01-01, hour: 1 }\n',
    'card_id: x\n',
  ],
  ...[
    'card_id:\n',
    'hour: |\n  10:00-21:00\n',
    'map_poi_id: 12\n',
    '\n',
    '# note\n',
    'phone: 1\n',
    'name: 新店\n',
    '"',
    ' #',
    '\t',
  ],
];
const edit = fc.record({
  file: fc.constantFrom(...Object.keys(CHAIN)),
  line: fc.nat(12),
  at: fc.option(fc.nat(30)),
  cut: fc.nat(2),
  put: fc.oneof(fc.constantFrom('', ...LINES_TO_PUT), fc.string({ maxLength: 2, unit: 'binary' })),
});

/** Lines of one file, or letters of one line, taken out and put in. */
function change(
  files: Files,
  { file, line, at, cut, put }: typeof edit extends fc.Arbitrary<infer T> ? T : never,
): Files {
  const lines = (files[file] ?? '').split(/(?<=\n)/u);
  const index = line % (lines.length + 1);
  const old = lines[index] ?? '';
  if (at === null) lines.splice(index, cut, put);
  else lines[index] = old.slice(0, at) + put + old.slice(at + cut);
  return { ...files, [file]: lines.join('') };
}

test('whatever is edited in a folder, both ways give the same stores, the same findings and the same plan', () => {
  let sound = 0;
  const property = fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
    if (holdTogether(edits.reduce<Files>(change, CHAIN)).diagnostics.length === 0) sound += 1;
  });
  fc.assert(property, { numRuns: 2_500 });
  expect(sound).toBeGreaterThan(100);
  expect(leftOut).toBeGreaterThan(1_000);
});
