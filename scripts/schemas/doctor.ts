/** JSON Schema of what `mendian doctor` prints. */
import { en } from '../../src/messages/en.ts';
import { code, counts, document, nullable } from './reports.ts';

const { groups, checks, results } = en.doctor;

const check = {
  type: 'object',
  required: ['name', 'group', 'result', 'code', 'message', 'hint'],
  properties: {
    name: { enum: Object.keys(checks) },
    group: { enum: Object.keys(groups) },
    result: { enum: Object.keys(results) },
    code: { anyOf: [code, { type: 'null' }], description: 'Null unless the result is a warning or a fault.' },
    message: { type: 'string' },
    hint: { ...nullable('string'), description: 'What to do next.' },
  },
};

export const doctorSchema = document('mendian/doctor@1', 'What "mendian doctor --format json" prints.', {
  summary: counts('ok', 'warnings', 'faults', 'not_checked'),
  checks: {
    type: 'array',
    items: check,
    description: 'In the order of the report. A check that does not apply here is left out.',
  },
});
