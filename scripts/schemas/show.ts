/** JSON Schema of the document that `mendian show` prints. */
import { FIELDS } from '../../src/fields.ts';
import { change, count, diagnostics, digest, document, nullable, poiId, scheduled } from './reports.ts';
import { recordSchema, values } from './state.ts';

const day = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' };

const place = {
  type: 'object',
  required: ['file', 'line', 'column'],
  properties: { file: nullable('string'), line: nullable('integer'), column: nullable('integer') },
};

const picture = {
  type: 'object',
  required: ['path', 'sha256', 'bytes', 'format', 'width', 'height'],
  properties: {
    path: { type: 'string', description: 'Relative to the root, with "/".' },
    sha256: digest,
    bytes: count,
    format: { enum: ['jpeg', 'png'] },
    width: count,
    height: count,
  },
};

const store = {
  type: ['object', 'null'],
  required: [
    'account',
    'poi_id',
    'name',
    'file',
    'line',
    'values',
    'labels',
    'origins',
    'special_hours',
    'pictures',
  ],
  properties: {
    account: { type: 'string' },
    poi_id: poiId,
    name: { type: 'string' },
    file: { type: 'string', description: 'Relative to the root, with "/".' },
    line: { type: 'integer' },
    values: { ...values, description: 'As they hold on the day "as_of".' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    origins: {
      type: 'object',
      propertyNames: { enum: FIELDS.map(({ name }) => name) },
      additionalProperties: place,
      description: 'Where each value stands: in its own file, or in one of defaults.',
    },
    special_hours: {
      type: 'array',
      items: {
        type: 'object',
        required: ['from', 'to', 'hour', 'reason', 'place'],
        properties: {
          from: day,
          to: { ...day, description: 'Included.' },
          hour: { type: 'string' },
          reason: nullable('string'),
          place,
        },
      },
    },
    pictures: {
      type: 'object',
      additionalProperties: picture,
      description: 'The local pictures of "pic_list", by how they stand in it.',
    },
  },
  description: 'What the files want; null where no file has the id.',
};

const { action, reason, fields } = change.properties;

export const showSchema = document(
  'mendian/show@1',
  'What "mendian show --format json" prints.',
  {
    poi_id: { type: 'string', description: 'As it was given.' },
    as_of: { ...day, type: ['string', 'null'], description: 'Null where no day could be told.' },
    store,
    record: {
      ...recordSchema,
      type: ['object', 'null'],
      title: 'The store’s record',
      description: 'What the state has of it; null where it has nothing.',
    },
    plan: {
      type: ['object', 'null'],
      required: ['action', 'reason', 'fields'],
      properties: { action, reason, fields },
      description: 'Null where nothing is planned for it.',
    },
    scheduled,
    diagnostics: { ...diagnostics, description: 'Why there is nothing to show; empty where there is.' },
  },
  { account: { type: 'string', description: 'Whose it is; absent where there is one account.' } },
);
