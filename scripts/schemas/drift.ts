/** JSON Schema of the document that `mendian drift` prints. */
import { FIELDS } from '../../src/fields.ts';
import { byAccount, count, diagnostics, document, fieldValue, nullable, poiId } from './reports.ts';

const summary = {
  stores: { ...count, description: 'Stores with a file or a record, as far as selected.' },
  drifted: { ...count, description: 'Stores that were changed at WeChat; conflicts are among them.' },
  conflicts: { ...count, description: 'Stores of which a field was changed in the file and at WeChat too.' },
  missing: { ...count, description: 'Stores on record that WeChat does not have any more.' },
  settled: { ...count, description: 'Stores of which WeChat shows already what the file asks for.' },
  unmanaged: {
    ...nullable('integer'),
    minimum: 0,
    description: 'Live stores with neither file nor record; null where only selected stores were read.',
  },
  unrecorded: { ...count, description: 'Files without a record.' },
  not_compared: { ...count, description: 'Stores that could not be compared; each gives its reason.' },
  accepted: { ...count, description: 'Stores of which values were taken over, or would be with --dry-run.' },
};

const summarySchema = { type: 'object', required: Object.keys(summary), properties: summary };

const field = {
  type: 'object',
  required: ['field', 'kind', 'file', 'recorded', 'live', 'accepted'],
  properties: {
    field: { enum: FIELDS.map(({ name }) => name) },
    kind: { enum: ['edited', 'conflict', 'settled', 'unrecorded'] },
    file: { ...fieldValue, description: 'Null where there is no file.' },
    recorded: { ...fieldValue, description: 'What was last sent; null where nothing was.' },
    live: fieldValue,
    accepted: { type: 'boolean', description: 'Taken over in this run, or would be with --dry-run.' },
  },
};

const properties = {
  summary: summarySchema,
  selection: { type: 'array', items: { type: 'string' } },
  stores: {
    type: 'array',
    description: 'Stores with a difference, by account and poi_id.',
    items: {
      type: 'object',
      required: ['account', 'poi_id', 'name', 'file', 'line', 'kind', 'reason', 'fields'],
      properties: {
        account: { type: 'string' },
        poi_id: poiId,
        name: nullable('string'),
        file: nullable('string'),
        line: nullable('integer'),
        kind: {
          enum: ['edited', 'conflict', 'settled', 'missing', 'unmanaged', 'unrecorded', 'not_compared'],
        },
        reason: { enum: ['uncertain', 'unread', 'invalid', 'gone', null] },
        fields: { type: 'array', items: field },
      },
    },
  },
  diagnostics,
};

export const driftSchema = document(
  'mendian/drift@1',
  'What "mendian drift --format json" prints.',
  properties,
  {
    accounts: byAccount({
      ...summarySchema,
      type: ['object', 'null'],
      description: 'Null where nothing of the account could be compared.',
    }),
  },
);
