/** JSON Schema of a plan. */
import {
  byAccount,
  change,
  count,
  counts,
  diagnostics,
  digest,
  document,
  nullable,
  scheduled,
  selection,
} from './reports.ts';

const planCounts = counts('stores', 'adopt', 'update', 'hold', 'verify', 'release', 'unchanged');

export const planSchema = document(
  'mendian/plan@1',
  'What "mendian plan --format json" prints and "--out" writes.',
  {
    as_of: {
      type: 'string',
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      description: 'The day of the plan, YYYY-MM-DD.',
    },
    digest: { ...digest, description: 'The approval: covers the digest of each change.' },
    summary: planCounts,
    selection,
    changes: { type: 'array', items: change },
    scheduled: { ...scheduled, description: 'What later days bring; sorted by date, then store.' },
    forecast: {
      type: 'object',
      required: ['updates', 'calls', 'reviews', 'minutes', 'rate'],
      properties: {
        updates: count,
        calls: count,
        uploads: { ...count, description: 'Local pictures to be uploaded; absent where there are none.' },
        reviews: count,
        minutes: { type: 'number' },
        rate: { type: 'number' },
      },
    },
    diagnostics,
  },
  {
    accounts: byAccount(planCounts),
    pull: {
      type: 'object',
      required: ['waiting', 'key'],
      properties: {
        waiting: {
          type: ['array', 'null'],
          items: { type: 'string', pattern: '^([A-Za-z0-9][A-Za-z0-9._-]{0,63}/)?[0-9]{1,20}$' },
          description:
            'Stores whose change was there before the pull request, with ACCOUNT/ in front where there are several accounts; null where nobody can tell.',
        },
        scheduled: {
          type: ['object', 'null'],
          required: ['added', 'removed'],
          properties: { added: scheduled, removed: scheduled },
          description:
            'What the pull request changes of later days: what will be sent then, and what no longer will. Null where nobody can tell.',
        },
        pictures: {
          type: 'object',
          required: ['prefix', 'base', 'before'],
          properties: {
            prefix: {
              type: 'string',
              description: 'Where the root lies in the repository: empty, or with "/" at its end.',
            },
            base: { ...nullable('string'), pattern: '^[0-9a-f]{40}([0-9a-f]{24})?$' },
            before: {
              type: 'object',
              additionalProperties: { type: 'string' },
              description: 'Paths of the base’s local pictures, by the address that was sent for them.',
            },
          },
          description: 'Where to look at the pictures of the plan; absent where none is a file.',
        },
        key: { type: 'string', pattern: '^[0-9a-f]{12}$', description: 'Which comment is this plan’s.' },
        language: { enum: ['zh-CN'], description: 'Language of the findings’ texts; absent in English.' },
      },
      description: 'Only in the plan of a pull request.',
    },
  },
);
