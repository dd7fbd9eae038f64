/** JSON Schema of a store file and of `_defaults.yaml`: the field table's rows, and the keys that are never sent. */
import { FIELDS, ID_PATTERN } from '../../src/fields.ts';
import { specialHours } from './dated.ts';

const fieldSchemas = Object.fromEntries(FIELDS.map(({ name, schema }) => [name, schema]));

const labels = {
  type: 'object',
  description: 'Labels for --select, such as region: east.',
  additionalProperties: { type: ['string', 'number', 'boolean'] },
};

const identity = {
  name: {
    // An editor reads an unquoted 7788 or true as a number or a yes; the program reads its text.
    type: ['string', 'integer', 'boolean'],
    minLength: 1,
    description:
      'What people call the store. Shown in plans, compared with the name at WeChat on adoption, never sent.',
    examples: ['人民广场店'],
  },
  poi_id: {
    type: ['string', 'integer'],
    minimum: 0,
    pattern: ID_PATTERN,
    description:
      'The store’s id at WeChat: its identity. Moving or renaming the file changes nothing. Put it in quotes.',
    examples: ['472671857'],
  },
};

const shared = { ...fieldSchemas, special_hours: specialHours, labels };
const { map_poi_id: _own, ...defaultable } = shared as Record<string, unknown>;

export const storeSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'A store',
  description: 'One store of a WeChat store mini program, under the API’s own field names.',
  type: 'object',
  additionalProperties: false,
  // Values may also come from _defaults.yaml, so an editor asks only for the store’s identity.
  required: ['name', 'poi_id'],
  properties: { ...identity, ...shared },
};

/** The store after its defaults were filled in. */
export const wholeStoreSchema = {
  ...storeSchema,
  title: 'A whole store',
  required: ['name', 'poi_id', ...FIELDS.filter(({ required }) => required).map(({ name }) => name)],
};

export const defaultsSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Defaults of a folder',
  description:
    'Values for the stores of this folder and below. The nearer file wins; a list replaces a list; labels merge.',
  type: 'object',
  additionalProperties: false,
  properties: defaultable,
};
