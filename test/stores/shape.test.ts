/** Files that look alike are read by what they share, and give just the stores that a reader gives. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFlatYaml } from '../../src/base/flat-yaml.ts';
import { type Assembly, assembleStores, type Ways } from '../../src/stores/assemble.ts';
import { NO_CALENDARS } from '../../src/stores/calendar.ts';
import { findNothing } from '../../src/stores/pictures.ts';
import { fillShape, learnShape } from '../../src/stores/shape.ts';

const ACCOUNT = { name: 'default', stores: 'stores', state: 'mendian.state.json' };

function assemble(texts: readonly string[], ways: Ways): Assembly {
  const sources = texts.map((text, index) => ({
    file: `stores/${String(index).padStart(2, '0')}.yaml`,
    kind: 'store' as const,
    bytes: Buffer.from(text),
    text,
  }));
  return assembleStores(sources, ACCOUNT, NO_CALENDARS, findNothing, ways);
}

interface Values {
  readonly name: string;
  readonly poi_id: string;
  readonly hour: string;
  readonly phone: string;
  readonly pictures: readonly string[];
  readonly region: string;
}

const PICTURE = 'http://mmbiz.qpic.cn/mmbiz_jpg';

/** What people write, what they should not, and what YAML takes for something else. */
const text = (usual: readonly string[]) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...usual) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', 'null', '~', 'a: b', 'x #y', '"', "it's", '- a', '[', '全角：'),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  );
const values: fc.Arbitrary<Values> = fc.record({
  name: text(['人民广场店', 'Westlake', '示例茶·第00001店', 'null']),
  poi_id: text(['1', '472671857', '0'.repeat(21)]),
  hour: text(['10:00-21:00', '22:00-02:00', '25:00-26:00', '09:30-24:00']),
  phone: text(['021-12345678', '13800000000', '400-000-1234', '12']),
  pictures: fc.array(text([`${PICTURE}/a/0?wx_fmt=jpeg`, `${PICTURE}/b/0`, './photos/a.jpg']), {
    minLength: 1,
    maxLength: 3,
  }),
  region: text(['east', 'west']),
});

const LAYOUTS: readonly ((store: Values) => string)[] = [
  ({ name, poi_id, hour, phone, pictures, region }) =>
    `# hint\nname: ${name}\npoi_id: "${poi_id}"\nhour: ${hour}\ncontract_phone: ${phone}\npic_list:\n${pictures.map((each) => `  - ${each}\n`).join('')}labels: { region: ${region} }\n`,
  ({ name, poi_id, hour, phone, pictures }) =>
    `poi_id: ${poi_id}\nname: '${name}' # as people call it\npic_list:\n${pictures.map((each) => `- "${each}"\n`).join('')}\nhour: "${hour}"\ncontract_phone: '${phone}'`,
];

/** One file, and others of its layout, now and then with a sign changed. */
const chain = fc
  .tuple(
    fc.constantFrom(...LAYOUTS),
    fc.array(values, { minLength: 2, maxLength: 5 }),
    fc.option(fc.tuple(fc.nat(), fc.constantFrom('\n', ' ', '#', '"', ':', '-', 'x', '\t'))),
  )
  .map(([layout, stores, edit]) => {
    const texts = stores.map(layout);
    const last = texts.at(-1);
    if (edit === null || last === undefined) return texts;
    const at = edit[0] % last.length;
    return [...texts.slice(0, -1), last.slice(0, at) + edit[1] + last.slice(at + 1)];
  });

test('files that look alike give the stores and findings of a reader, whatever differs', () => {
  fc.assert(
    fc.property(chain, (texts) => {
      expect(assemble(texts, 'short')).toEqual(assemble(texts, 'long'));
    }),
    { numRuns: 1500 },
  );
});

const LAYOUT = LAYOUTS[0] ?? (() => '');
const USUAL: Values = {
  name: '人民广场店',
  poi_id: '1',
  hour: '10:00-21:00',
  phone: '021-12345678',
  pictures: [`${PICTURE}/a/0`],
  region: 'east',
};

test('a shape takes a file with other values, and none whose text between them differs', () => {
  const first = LAYOUT(USUAL);
  const [model] = assemble([first], 'long').stores;
  const tree = readFlatYaml(first);
  if (model === undefined || tree === null) throw new Error('the first file is right');
  const shape = learnShape(first, tree, model);
  if (shape === null) throw new Error('its shape is plain');
  const second = { ...USUAL, name: '东站南广场店', poi_id: '22', hour: '09:00-20:00' };
  expect(fillShape(LAYOUT(second), shape)).toMatchObject({ poi_id: '22', hour: '09:00-20:00' });
  for (const other of [
    LAYOUT({ ...second, region: 'west' }),
    LAYOUT({ ...second, pictures: [...USUAL.pictures, `${PICTURE}/b/0`] }),
    LAYOUT({ ...second, name: '东站 #2' }),
    `${LAYOUT(second)}\n`,
    LAYOUT(second).slice(0, -1),
  ])
    expect(fillShape(other, shape)).toBeNull();
});
