/** What an editor says of the files that people write, by the language server of VS Code's YAML extension. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { settingsSchema } from '../scripts/schemas/settings.ts';
import { init } from '../src/commands/init.ts';
import { FIELDS } from '../src/fields.ts';
import { en } from '../src/messages/en.ts';
import { zhCN } from '../src/messages/zh-CN.ts';
import { writeStore } from '../src/stores/write.ts';
import { buildLive } from './builders.ts';
import { openDay } from './fakes/day.ts';
import { type Editor, openEditor } from './fakes/editor.ts';
import { ACCOUNT, assemble } from './stores/folder.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** A repository as `mendian init` leaves it, opened in an editor without any settings of its own. */
function openFresh(messages = en): { readonly root: string; readonly editor: Editor } {
  const root = mkdtempSync(join(tmpdir(), 'mendian-editor-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const day = openDay({ root, env: {} }, '2026-11-26T04:00:00.000Z');
  init({ ...day, messages, assets: ROOT });
  return { root, editor: openEditor(root) };
}

const STORE_LINE = '# yaml-language-server: $schema=../schemas/store.schema.json';
const SETTINGS_LINE = '# yaml-language-server: $schema=./schemas/settings.schema.json';
const DEFAULTS_LINE = '# yaml-language-server: $schema=../schemas/defaults.schema.json';

/** A right store file; the third line is its name. */
const STORE = `${STORE_LINE}

name: 示例店
poi_id: "472671857"
hour: 10:00-21:00
contract_phone: 021-00001234
pic_list:
  - http://mmbiz.qpic.cn/mmbiz_jpg/example/0?wx_fmt=jpeg
`;

describe('in a repository that init has written', () => {
  test.each([
    ['English', en],
    ['Chinese', zhCN],
  ])('the schema lines lead to files of the repository itself, in %s', async (_name, messages) => {
    const { root, editor } = openFresh(messages);
    for (const file of ['stores/example.yaml', 'mendian.yaml'])
      expect([file, await editor.check(file, readFileSync(join(root, file), 'utf8'))]).toEqual([file, []]);
    expect([...editor.schemas].sort()).toEqual([
      join(root, 'schemas/settings.schema.json'),
      join(root, 'schemas/store.schema.json'),
    ]);
  });

  test('the line that import writes leads there from any folder', async () => {
    const { root, editor } = openFresh();
    const file = 'stores/shanghai/huangpu/renmin.yaml';
    const frame = { schema: 'schemas/store.schema.json', comments: en.import.file };
    const { text } = writeStore(buildLive({}), { kind: 'unread' }, { file, account: ACCOUNT }, frame);
    expect(await editor.check(file, text)).toEqual([]);
    expect([...editor.schemas]).toEqual([join(root, 'schemas/store.schema.json')]);
  });
});

test('the mapping of docs/editors.md finds the schema of files without a line', async () => {
  const page = readFileSync(join(ROOT, 'docs/editors.md'), 'utf8');
  const settings = JSON.parse(/^```json\n([\s\S]*?)^```$/mu.exec(page)?.[1] ?? '');
  const { root } = openFresh();
  const bare = STORE.replace(STORE_LINE, '');
  for (const [file, text, schema] of [
    ['stores/shanghai/a.yaml', bare, 'store'],
    ['stores/shanghai/_defaults.yaml', 'hour: 10:00-21:00\n', 'defaults'],
    ['calendar/2027-cn.yaml', 'may-day: { from: 2027-05-01 }\n', 'calendar'],
    ['mendian.yaml', 'language: zh-CN\n', 'settings'],
  ] as const) {
    const editor = openEditor(root, settings['yaml.schemas']);
    expect([file, await editor.check(file, text)]).toEqual([file, []]);
    expect([...editor.schemas]).toEqual([join(root, `schemas/${schema}.schema.json`)]);
  }
});

describe('files that the program takes', () => {
  const listYaml = (folder: string): readonly string[] =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((file) => /\.ya?ml$/u.test(file));

  test.each(listYaml('stores'))('%s has no problem', async (file) => {
    const editor = openEditor(ROOT);
    expect(await editor.check(file, readFileSync(join(ROOT, file), 'utf8'))).toEqual([]);
    expect(editor.schemas.size).toBe(1);
  });

  test('have none among the cases of the field, but for two oddities', async () => {
    const editor = openEditor(ROOT, { 'schemas/store.schema.json': ['test/cases/**/*.yaml'] });
    const wrong: string[] = [];
    let taken = 0;
    for (const file of listYaml('test/cases')) {
      const bytes = readFileSync(join(ROOT, file));
      const { diagnostics } = assemble({ 'a.yaml': bytes });
      if (diagnostics.some(({ severity }) => severity === 'error')) continue;
      taken += 1;
      const found = await editor.check(file, bytes.toString('utf8'));
      wrong.push(...found.map((problem) => `${file}:${problem}`));
    }
    // docs/editors.md names both.
    expect(wrong.map((problem) => problem.split(' ', 1).join())).toEqual([
      'test/cases/Y14/stores/empty-second.yaml:7',
      'test/cases/Y20/stores/block-hour.yaml:6',
    ]);
    expect(taken).toBeGreaterThan(30);
  });
});

describe('a slip in a store file', () => {
  const add = (line: string): string => `${STORE}${line}\n`;

  test.each([
    [
      'hours with a full-width colon',
      STORE.replace('10:00-21:00', '10：00-21:00'),
      '5 Expected HH:MM-HH:MM in ASCII',
    ],
    ['a single time', STORE.replace('10:00-21:00', '10:00'), '5 Expected HH:MM-HH:MM in ASCII'],
    ['a full-width phone', STORE.replace('021-00001234', '０２１'), '6 Expected ASCII digits'],
    [
      'a misspelt key',
      STORE.replace('contract_phone', 'contact_phone'),
      '6 Property contact_phone is not allowed',
    ],
    ['a missing id', STORE.replace(/^poi_id.*\n/mu, ''), '3 Missing property "poi_id"'],
    [
      'a picture of another host',
      STORE.replace('mmbiz.qpic.cn', 'example.invalid'),
      '8 Expected an address at',
    ],
    ['a key twice', add('hour: 10:00-11:00'), '9 Map keys must be unique'],
    ['an empty value', add('card_id:'), '9 Incorrect type'],
    [
      'special hours without days',
      add('special_hours:\n  - { hour: 10:00-12:00 }'),
      '10 Missing property "from"',
    ],
    [
      'a day that is none',
      add('special_hours:\n  - { from: 2027-02-32, hour: 10:00-12:00 }'),
      '10 Expected YYYY-MM-DD',
    ],
    ['labels that are no map', add('labels: east'), '9 Incorrect type'],
  ])('is shown on its line: %s', async (_what, text, problem) => {
    const [first = '', ...more] = await openFresh().editor.check('stores/a.yaml', text);
    expect([first.slice(0, problem.length), more]).toEqual([problem, []]);
    expect(first).not.toMatch(/\^|\[0-9\]/u);
  });

  test('is told in Chinese too, where a form is asked for', async () => {
    const [first = ''] = await openFresh().editor.check(
      'stores/a.yaml',
      STORE.replace('10:00-21:00', '10:00'),
    );
    expect(first).toContain('应为半角的 HH:MM-HH:MM');
  });
});

test.each([
  [
    'mendian.yaml',
    `${SETTINGS_LINE}\nlanguage: fr\n`,
    '2 Value is not accepted. Valid values: "en", "zh-CN".',
  ],
  [
    'mendian.yaml',
    `${SETTINGS_LINE}\npolicy: { max_changes: many }\n`,
    '2 Expected a whole number, or one with %.',
  ],
  ['mendian.yaml', `${SETTINGS_LINE}\ntime_zone: Asia/Shanghai\n`, '2 Property time_zone is not allowed.'],
  ['stores/_defaults.yaml', `${DEFAULTS_LINE}\nhour: 9-5\n`, '2 Expected HH:MM-HH:MM'],
  ['stores/_defaults.yaml', `${DEFAULTS_LINE}\npoi_id: "1"\n`, '2 Property poi_id is not allowed.'],
])('a slip in %s is shown on its line', async (file, text, problem) => {
  const [first = ''] = await openFresh().editor.check(file, text);
  expect(first.slice(0, problem.length)).toBe(problem);
});

describe('completion', () => {
  test('offers every managed field on an empty line, with the text of the reference', async () => {
    const offers = await openFresh().editor.complete('stores/a.yaml', `${STORE_LINE}\n\n`, '');
    for (const { name, schema } of FIELDS) {
      const offer = offers.find(({ label }) => label === name);
      expect([name, offer?.documentation]).toEqual([name, schema.description]);
      expect(offer?.writes).toMatch(new RegExp(`^${name}:`, 'u'));
    }
  });

  test('offers a whole store in an empty file, which is right as it is written', async () => {
    const { editor } = openFresh();
    const offers = await editor.complete('stores/a.yaml', `${STORE_LINE}\n\n`, '');
    const whole = offers.find(({ label }) => label === 'a whole store')?.writes ?? '';
    const text = `${STORE_LINE}\n${whole.replaceAll(/\$\{\d:([^}]*)\}/gu, '$1')}\n`;
    expect(await editor.check('stores/a.yaml', text)).toEqual([]);
    const { stores, diagnostics } = assemble({ 'a.yaml': text });
    expect([stores.length, diagnostics]).toEqual([1, []]);
  });

  test('offers what is not there yet', async () => {
    const offers = await openFresh().editor.complete('stores/a.yaml', STORE, '');
    const labels = offers.map(({ label }) => label);
    expect(labels).toContain('card_id');
    expect(labels).not.toContain('hour');
  });

  test('offers keys and values of settings, and no identity among defaults', async () => {
    const { editor } = openFresh();
    const label = ({ label: each }: { readonly label: string }): string => each;
    const settings = await editor.complete('mendian.yaml', `${SETTINGS_LINE}\n\n`, '');
    expect(settings.map(label)).toEqual(Object.keys(settingsSchema.properties));
    const languages = await editor.complete('mendian.yaml', `${SETTINGS_LINE}\nlanguage: \n`, 'language: ');
    expect(languages.map(label)).toEqual(['en', 'zh-CN']);
    const defaults = await editor.complete('stores/_defaults.yaml', `${DEFAULTS_LINE}\n\n`, '');
    expect(defaults.map(label)).toContain('hour');
    expect(defaults.map(label)).not.toContain('poi_id');
  });
});

describe('over a key', () => {
  const lines = (description: unknown): readonly string[] =>
    String(description)
      .split('\n')
      .map((line) => line.slice(0, 30));

  test.each(['hour', 'contract_phone', 'pic_list'])(
    '%s, the text of the reference is shown in both languages',
    async (key) => {
      const shown = await openFresh().editor.hover('stores/a.yaml', STORE, `${key}:`);
      const field = FIELDS.find(({ name }) => name === key);
      expect(lines(field?.schema.description).length).toBe(2);
      for (const line of lines(field?.schema.description)) expect(shown).toContain(line);
      expect(readFileSync(join(ROOT, 'docs/store-reference.md'), 'utf8')).toContain(
        String(field?.schema.description).split('\n')[0],
      );
    },
  );

  test('of settings and defaults too', async () => {
    const { editor } = openFresh();
    const settings = `${SETTINGS_LINE}\npolicy: { max_changes: 30% }\n`;
    const { description } = settingsSchema.properties.policy.properties.max_changes;
    for (const line of lines(description))
      expect(await editor.hover('mendian.yaml', settings, 'max_changes')).toContain(line);
    const defaults = `${DEFAULTS_LINE}\nhour: 10:00-21:00\n`;
    expect(await editor.hover('stores/_defaults.yaml', defaults, 'hour:')).toContain('营业时间');
  });
});
