/** The generated references: their examples are read by the program, and they name all that there is. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listCommands } from '../../scripts/reference/command-reference.ts';
import { anchor } from '../../scripts/reference/markdown.ts';
import { calendarSchema } from '../../scripts/schemas/dated.ts';
import { settingsSchema } from '../../scripts/schemas/settings.ts';
import { defaultsSchema, storeSchema } from '../../scripts/schemas/store.ts';
import { withoutAnnotations } from '../../scripts/schemas/without-annotations.ts';
import { GLOBAL_OPTIONS } from '../../src/cli-options.ts';
import { validate } from '../../src/commands/validate.ts';
import { FIELDS } from '../../src/fields.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { OWN_VARIABLES } from '../../src/settings/variables.ts';
import { openDay } from '../fakes/day.ts';

const root = resolve(import.meta.dirname, '../..');
const readPage = (name: string): string => readFileSync(join(root, 'docs', `${name}.md`), 'utf8');

/** The YAML blocks of a page that are whole files: they begin with comments, the first of which may be the path. */
const listFiles = (page: string): readonly string[] =>
  [...readPage(page).matchAll(/^```yaml\n(#[\s\S]*?)^```$/gmu)].map(([, text = '']) => text);

const makeFolder = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mendian-reference-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
};

describe('the reference of store files', () => {
  test('shows a store, defaults and a calendar that the program reads without a finding', async () => {
    const files = listFiles('store-reference').map((text) => [/^# (\S+)/u.exec(text)?.[1] ?? '', text]);
    expect(files.map(([file]) => file)).toEqual([
      'stores/shanghai/renmin-square.yaml',
      'stores/shanghai/_defaults.yaml',
      'calendar/2027-cn.yaml',
    ]);
    const day = openDay({ root: makeFolder(Object.fromEntries(files)), env: {} }, '2026-11-26T02:00:00Z');
    await validate(day);
    expect(JSON.parse(day.printed())).toMatchObject({ summary: { stores: 1 }, diagnostics: [] });
  });

  test('shows every key in its whole store', () => {
    const [store = ''] = listFiles('store-reference');
    const keys = [...store.matchAll(/^(\w+):/gmu)].map(([, key]) => key);
    expect(keys).toEqual(Object.keys(storeSchema.properties));
  });

  test('has a section for each key, which the table leads to', () => {
    const page = readPage('store-reference');
    for (const { name } of FIELDS) {
      expect(page).toContain(`\n### \`${name}\`\n`);
      expect(page).toContain(`](#${anchor(name)})`);
    }
  });
});

describe('the reference of settings', () => {
  test('shows files that the program reads, the first with nothing but defaults', () => {
    const [one = '', several = ''] = listFiles('settings-reference');
    const read = (text: string): unknown => readSettings(makeFolder({ 'mendian.yaml': text }), null);
    expect(read(one)).toEqual(readSettings(makeFolder({}), null));
    expect(read(several)).toMatchObject({
      value: { accounts: [{ name: 'bakery' }, { name: 'teashop', state: 'state/teashop.json' }] },
      diagnostics: [],
    });
  });

  test('says the defaults that the program has', () => {
    const page = readPage('settings-reference');
    const settings = readSettings(makeFolder({}), null).value;
    const { max_changes, max_reviews } = settingsSchema.properties.policy.properties;
    expect(settings?.policy).toMatchObject({
      max_changes: { percent: Number.parseInt(max_changes.default, 10) },
      max_reviews: { percent: Number.parseInt(max_reviews.default, 10) },
    });
    expect(page).toContain(`- default: \`${settings?.policy.review_patience_days}d\``);
    expect(page).toContain(`- default: \`${settings?.timezone}\``);
  });
});

describe('the schemas of files that people write', () => {
  interface Node {
    readonly description?: string;
    readonly properties?: Readonly<Record<string, Node>>;
    readonly additionalProperties?: Node | boolean;
    readonly items?: Node;
  }

  const listNodes = (node: Node, path: string): readonly (readonly [string, Node])[] => [
    [path, node],
    ...Object.entries(node.properties ?? {}).flatMap(([key, inner]) => listNodes(inner, `${path}.${key}`)),
    ...(typeof node.additionalProperties === 'object'
      ? listNodes(node.additionalProperties, `${path}.*`)
      : []),
    // A picture is described by its list.
    ...(node.items?.properties === undefined ? [] : listNodes(node.items, `${path}[]`)),
  ];

  test.each([
    ['store', storeSchema],
    ['defaults', defaultsSchema],
    ['calendar', calendarSchema],
    ['settings', settingsSchema],
  ])('%s describes each key in one line of English and one of Chinese', (name, schema) => {
    const nodes = listNodes(schema as Node, name);
    expect(nodes.length).toBeGreaterThan(3);
    const odd = nodes.filter(([, { description = '' }]) => {
      const [english = '', chinese = '', ...more] = description.split('\n');
      return (
        !/^[A-Z"][^\p{Script=Han}]+\.$/u.test(english) ||
        !/\p{Script=Han}.*。$/u.test(chinese) ||
        more[0] !== undefined
      );
    });
    expect(odd.map(([path, { description }]) => `${path}: ${description}`)).toEqual([]);
  });

  test('are compiled without what is only for people', () => {
    expect(
      withoutAnnotations({
        title: 'A',
        properties: { title: { type: 'string', description: 'b', examples: ['c'] }, default: { default: 1 } },
        anyOf: [{ description: 'd', pattern: 'e' }],
      }),
    ).toEqual({ properties: { title: { type: 'string' }, default: {} }, anyOf: [{ pattern: 'e' }] });
    for (const name of ['store', 'defaults', 'settings', 'plan']) {
      const text = readFileSync(join(root, `src/base/generated/validate-${name}.js`), 'utf8');
      expect([name, text.includes('"description":"')]).toEqual([name, false]);
    }
  });
});

describe('the page of commands', () => {
  test.each(listCommands())('has examples of mendian $name that it would take', ({ name, row, notes }) => {
    const known = [...row.options, ...GLOBAL_OPTIONS].flatMap(({ long, short }) => [long, short]);
    for (const [line] of notes.examples) {
      expect(line).toContain(`mendian ${name}`);
      const flags = [...line.matchAll(/(?<= )--?[a-z][a-z-]*/gu)].map(([flag]) => flag);
      expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
    }
    expect(notes.detailed !== undefined).toBe(known.includes('--detailed-exitcode'));
  });

  test('names each variable of mendian’s own', () => {
    const page = readPage('commands');
    expect(OWN_VARIABLES.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
