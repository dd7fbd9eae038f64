/** JSON Schema of the document that `mendian sheet export` and `mendian sheet import` print. */
import { planSchema } from './plan.ts';
import { counts, diagnostics, document, nullable, poiId } from './reports.ts';

const value = (description: string): object => ({
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }, { type: 'null' }],
  description,
});

export const sheetSchema = document(
  'mendian/sheet@1',
  'What "mendian sheet export" and "mendian sheet import" print with "--format json".',
  {
    action: { enum: ['export', 'import'] },
    dry_run: { type: 'boolean' },
    sheet: { type: 'string', description: 'The file, as it was named.' },
    summary: {
      ...counts('rows', 'edited', 'values', 'files'),
      description:
        'rows: stores in the sheet; edited: stores with a changed value; files: written, the sheet itself or store files.',
    },
    edits: {
      type: 'array',
      items: {
        type: 'object',
        required: ['account', 'poi_id', 'name', 'file', 'cell', 'target', 'before', 'after', 'inherited'],
        properties: {
          account: { type: 'string' },
          poi_id: poiId,
          name: { type: 'string' },
          file: { type: 'string', description: 'Relative to the root, with "/".' },
          cell: { type: 'string', description: 'As spreadsheet programs name it, such as Stores!D17.' },
          target: { type: 'string', description: '"name", a managed field, or "label:KEY".' },
          before: value('Null where the store had no such value.'),
          after: value('Null where the value is taken out of the file.'),
          inherited: {
            ...nullable('string'),
            description: 'The file of defaults that gave the value until now, and stays as it is.',
          },
        },
      },
    },
    plan: {
      anyOf: [{ type: 'null' }, planSchema],
      description: 'In a dry run: the plan with the edits made, as "mendian plan --format json" prints it.',
    },
    diagnostics,
  },
);
