/** JSON Schema of what `mendian doctor` prints. */
import { en } from '../../src/messages/en.ts';
import { byAccount, code, counts, document, nullable } from './reports.ts';

const { groups, checks, results } = en.doctor;

const check = {
  type: 'object',
  required: ['name', 'group', 'result', 'code', 'message', 'hint'],
  properties: {
    name: { enum: Object.keys(checks) },
    account: {
      type: 'string',
      description: 'Whose check it is; absent where there is one account, and for what all share.',
    },
    group: { enum: Object.keys(groups) },
    result: { enum: Object.keys(results) },
    code: { anyOf: [code, { type: 'null' }], description: 'Null unless the result is a warning or a fault.' },
    message: { type: 'string' },
    hint: { ...nullable('string'), description: 'What to do next.' },
  },
};

const summary = counts('ok', 'warnings', 'faults', 'not_checked');

const properties = {
  summary,
  checks: {
    type: 'array',
    items: check,
    description: 'In the order of the report. A check that does not apply here is left out.',
  },
};

export const doctorSchema = document(
  'mendian/doctor@1',
  'What "mendian doctor --format json" prints.',
  properties,
  { accounts: byAccount(summary) },
);
