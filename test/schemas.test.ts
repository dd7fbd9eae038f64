/** Generated files are fresh, and editors judge store files as the program does. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { EDITOR_KEYWORDS } from '../scripts/schemas/for-editors.ts';
import { generateFiles } from '../scripts/schemas/table.ts';
import { openShop, storeYaml } from './fakes/shop.ts';

const root = resolve(import.meta.dirname, '..');
const readSchema = (name: string): object =>
  JSON.parse(readFileSync(resolve(root, `schemas/${name}.schema.json`), 'utf8'));

describe('generated files', () => {
  test.each([...generateFiles()])('%s is fresh (npm run generate)', (path, content) => {
    expect(readFileSync(resolve(root, path), 'utf8')).toBe(content);
  });
});

describe('the schemas', () => {
  const ajv = new Ajv({ allowUnionTypes: true });
  ajv.addVocabulary(EDITOR_KEYWORDS);

  test.each([
    ['quoted', storeYaml({ poi_id: '472671857' }), true],
    [
      'an id and a phone without quotes',
      storeYaml({ poi_id: '472671857' })
        .replace('"472671857"', '472671857')
        .replace('"021-00001234"', '95588'),
      true,
    ],
    ['no id', storeYaml({ poi_id: '1' }).replace(/^poi_id.*\n/mu, ''), false],
    ['an unknown key', `${storeYaml({ poi_id: '1' })}address: x\n`, false],
    ['a full-width colon', storeYaml({ poi_id: '1', hour: '10：00-21：00' }), false],
    ['a picture elsewhere', storeYaml({ poi_id: '1', pic_list: ['http://example.invalid/a.jpg'] }), false],
    ['no picture', storeYaml({ poi_id: '1', pic_list: [] }), false],
  ])('let an editor judge a store with %s', (_what, text, right) => {
    expect(ajv.validate(readSchema('store'), parse(text))).toBe(right);
  });

  test('hold for what the program prints and writes', async () => {
    const shop = await openShop({ stores: [{ poi_id: '1', card_id: 'pAbC' }, { poi_id: '2' }] });
    shop.write('stores/warn.json', '{}');
    const plan = JSON.parse((await shop.run(['plan', '--format', 'json'])).stdout);
    const outcome = JSON.parse((await shop.run(['apply', '--yes', '--format', 'json'])).stdout);
    const checked = JSON.parse((await shop.run(['validate', '--format', 'json'])).stdout);
    const state = JSON.parse(shop.read('mendian.state.json'));
    for (const [name, document] of Object.entries({ plan, outcome, validate: checked, state })) {
      expect([name, ajv.validate(readSchema(name), document), ajv.errorsText()]).toEqual([
        name,
        true,
        'No errors',
      ]);
    }
  });

  test('describe each key of a store for editors', () => {
    const { properties } = readSchema('store') as { properties: Record<string, { description?: string }> };
    for (const [key, { description }] of Object.entries(properties))
      expect([key, description?.length ?? 0]).not.toEqual([key, 0]);
  });
});
