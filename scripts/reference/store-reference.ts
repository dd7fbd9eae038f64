/** docs/store-reference.md: what stands in store files, `_defaults.yaml` and calendars, from the schemas that editors use. */
import { FIELDS } from '../../src/fields.ts';
import { calendarSchema } from '../schemas/dated.ts';
import { defaultsSchema, storeSchema } from '../schemas/store.ts';
import { type KeyNotes, type KeySection, keySections, keyTable, listKeys } from './keys.ts';
import { code, fence, generatedFrom, page, table } from './markdown.ts';
import { describe, describeForm, type SchemaNode } from './schema-words.ts';

/** A store with every key that there is. test/docs/references.test.ts has the program read it with the two files below. */
export const STORE_EXAMPLE = `# stores/shanghai/renmin-square.yaml
# yaml-language-server: $schema=../../schemas/store.schema.json
name: 人民广场店
poi_id: "472671857"
hour: 10:00-21:00
contract_phone: 021-12345678
pic_list:
  - http://mmbiz.qpic.cn/mmbiz_jpg/example/0?wx_fmt=jpeg
map_poi_id: "5938314494307741153"
card_id: pAbCdEfGhIjKlMnOpQrStUvWxYz0
special_hours:
  - { from: 2027-02-15, to: 2027-02-21, hour: 10:00-17:00, reason: Spring Festival }
  - { on: 2027-cn/national-day, hour: 09:00-22:00 }
labels: { region: east, opened: "2026" }
`;

export const DEFAULTS_EXAMPLE = `# stores/shanghai/_defaults.yaml
# yaml-language-server: $schema=../../schemas/defaults.schema.json
hour: 09:30-21:30
labels: { city: shanghai }
`;

export const CALENDAR_EXAMPLE = `# calendar/2027-cn.yaml
# yaml-language-server: $schema=../schemas/calendar.schema.json
national-day: { from: 2027-10-01, to: 2027-10-07, reason: National Day }
`;

const NOTES: KeyNotes = {
  column: 'required',
  cell: isRequired,
  facts: (section) => [['required', isRequired(section)], ...listSent(section), ...listWhere(section)],
};

/** The schema asks only for the identity, since defaults may give the rest; entries of special hours say their days in one of two ways. */
function isRequired({ path, required }: KeySection): string {
  if (path === 'special_hours[].from') return 'yes, unless `on` is given';
  if (path === 'special_hours[].on') return 'yes, unless `from` is given';
  if (FIELDS.some((field) => field.name === path && field.required)) return 'yes, here or in defaults';
  if (!required) return 'no';
  return path.includes('.') ? 'yes, in each entry' : 'yes';
}

function listSent({ path }: KeySection): readonly (readonly [string, string])[] {
  const field = FIELDS.find(({ name }) => name === path);
  if (field === undefined) return [];
  return [['sent to WeChat', field.startsReview ? 'yes; a new value starts a review' : 'yes']];
}

function listWhere({ path }: KeySection): readonly (readonly [string, string])[] {
  if (path.includes('.')) return [];
  const shared = Object.hasOwn(defaultsSchema.properties, path);
  return [['in `_defaults.yaml`', shared ? 'yes' : 'no, it belongs to one store']];
}

export function storeReference(): string {
  const keys = listKeys(storeSchema as SchemaNode);
  return page([
    generatedFrom('src/fields.ts, scripts/schemas/store.ts and scripts/schemas/dated.ts'),
    '# Store files',
    `Every key of a store file, of \`_defaults.yaml\` and of a calendar. Editors show the same texts: see [editors.md](editors.md).`,
    'A whole store:',
    fence('yaml', STORE_EXAMPLE),
    RULES,
    '## Keys',
    keyTable(keys, NOTES),
    keySections(keys, NOTES, 3),
    ...defaultsPart(),
    ...calendarPart(),
  ]);
}

const RULES = `- One file is one store. Its name and folder are free, below the folder of the setting
  [\`stores\`](settings-reference.md#stores); it ends with \`.yaml\` or \`.yml\`.
- **Every value is exactly the text in the file**, quoted or not: \`021\`, \`10:00\` and \`no\` mean what a person reads. Quotes
  around long ids are for editors and other programs, which would round them.
- A key without a value is an error; only \`""\` in quotes is empty. So are unknown and repeated keys, anchors, aliases, tags and
  a second document.
- \`mendian validate\` names every fault of every file with line, column and what to write instead.`;

function defaultsPart(): readonly string[] {
  const names = Object.keys(defaultsSchema.properties).map(code);
  return [
    '## Defaults',
    `\`_defaults.yaml\` (or \`_defaults.yml\`): ${describe(defaultsSchema as SchemaNode, '_defaults.yaml')}`,
    fence('yaml', DEFAULTS_EXAMPLE),
    `It may hold ${names.slice(0, -1).join(', ')} and ${names.at(-1)}, each as above. A picture’s path is relative to the file in which it stands.`,
  ];
}

function calendarPart(): readonly string[] {
  const schema = calendarSchema as unknown as SchemaNode;
  const keys = listKeys(schema);
  const rows = keys.map(({ path, node, required }) => [
    code(path),
    required ? 'yes' : 'no',
    path === 'NAME' ? describeForm(schema.propertyNames ?? {}) : describeForm(node),
    describe(node, path),
  ]);
  return [
    '## Calendars',
    `Files of the folder \`calendar\` at the root. ${describe(schema, 'calendar')}`,
    fence('yaml', CALENDAR_EXAMPLE),
    table(['key', 'required', 'form', 'what'], rows),
    '[special-days.md](special-days.md) says what happens on which day.',
  ];
}
