/** JSON Schemas of the documents that other programs read: validate, plan and apply. */
import { FIELDS } from '../../src/fields.ts';
import { en } from '../../src/messages/en.ts';

export const nullable = (type: string): object => ({ type: [type, 'null'] });
export const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' };
export const count = { type: 'integer', minimum: 0 };
export const counts = (...names: readonly string[]): object => ({
  type: 'object',
  required: names,
  properties: Object.fromEntries(names.map((name) => [name, count])),
});
export const code = { enum: Object.keys(en.faults).sort() };

const diagnostic = {
  type: 'object',
  required: ['severity', 'code', 'file', 'line', 'column', 'message', 'hint'],
  properties: {
    severity: { enum: ['error', 'warning', 'info'] },
    code,
    file: { ...nullable('string'), description: 'Relative to the root, with "/".' },
    line: { ...nullable('integer'), description: 'From 1.' },
    column: { ...nullable('integer'), description: 'From 1.' },
    message: { type: 'string' },
    hint: { ...nullable('string'), description: 'What to do next.' },
    accounts: {
      type: 'array',
      items: { type: 'string' },
      description: 'Whose finding it is; only in a run over several accounts, where no file says it.',
    },
  },
};

/** A row for each account, with what it adds; there only where the run is over several. */
export const byAccount = (summary: object): object => ({
  type: 'array',
  items: {
    type: 'object',
    required: ['account', 'summary'],
    properties: { account: { type: 'string' }, summary },
  },
  description: 'What each account adds, sorted by name; absent where there is one account.',
});

export const fieldValue = {
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }, { type: 'null' }],
};

const localPicture = {
  type: 'object',
  required: ['path', 'sha256'],
  properties: {
    path: { type: 'string', description: 'Relative to the root, with "/".' },
    sha256: { ...digest, description: 'Of its content, which is what counts.' },
  },
};

/** What a field becomes: a local picture stands by its path and content. */
const afterValue = {
  anyOf: [
    { type: 'string' },
    { type: 'array', items: { anyOf: [{ type: 'string' }, localPicture] } },
    { type: 'null' },
  ],
};

export const poiId = { type: 'string', pattern: '^[0-9]{1,20}$' };

export const change = {
  type: 'object',
  required: ['account', 'poi_id', 'name', 'file', 'line', 'action', 'reason', 'digest', 'fields'],
  properties: {
    account: { type: 'string' },
    poi_id: poiId,
    name: nullable('string'),
    file: nullable('string'),
    line: nullable('integer'),
    action: { enum: ['adopt', 'update', 'hold', 'verify', 'release'] },
    reason: { enum: ['review', 'rejected', 'refused', 'special_hours', null] },
    digest: { ...digest, description: 'Covers account, store and what would be sent, nothing else.' },
    uploaded: {
      type: 'object',
      propertyNames: digest,
      additionalProperties: { type: 'string' },
      description:
        'Addresses of its local pictures that were uploaded before, by content; absent where there are none.',
    },
    as_desired: {
      const: true,
      description:
        'Only with --refresh, on adopt: WeChat shows it just so already, and nothing will be sent.',
    },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'before', 'after', 'review'],
        properties: {
          field: { enum: FIELDS.map(({ name }) => name) },
          before: { ...fieldValue, description: 'Null where unknown.' },
          after: { ...afterValue, description: 'Null where the field is no longer managed.' },
          review: { type: 'boolean', description: 'Sending it starts a review.' },
        },
      },
    },
  },
};

/** What a later day brings. */
export const scheduled = {
  type: 'array',
  items: {
    type: 'object',
    required: ['account', 'poi_id', 'name', 'date', 'field', 'before', 'after', 'reason'],
    properties: {
      account: { type: 'string' },
      poi_id: poiId,
      name: { type: 'string' },
      date: {
        type: 'string',
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
        description: 'The day on which it is due, in the account’s time zone.',
      },
      field: { enum: FIELDS.map(({ name }) => name) },
      before: fieldValue,
      after: fieldValue,
      reason: { ...nullable('string'), description: 'Of the special days that begin, or have ended.' },
    },
  },
};

export const document = (
  format: string,
  description: string,
  properties: Record<string, object>,
  optional: Record<string, object> = {},
): object => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: format,
  description,
  type: 'object',
  required: ['format', ...Object.keys(properties)],
  properties: { format: { const: format }, ...properties, ...optional },
});

export const selection = { type: 'array', items: { type: 'string' } };
/** A member that is there only where something was selected. */
export const narrowed = {
  selection: { ...selection, description: 'Only where --select or --exclude narrowed it.' },
};

export const diagnostics = { type: 'array', items: diagnostic };

export const validateSchema = document(
  'mendian/validate@1',
  'What "mendian validate --format json" prints.',
  {
    summary: counts('files', 'stores', 'errors', 'warnings'),
    diagnostics,
  },
  narrowed,
);

const importCounts = counts(
  'stores',
  'written',
  'would_write',
  'exists',
  'failed',
  'skipped',
  'recorded',
  'needs_hand',
  'unnamed',
);

export const importSchema = document(
  'mendian/import@1',
  'What "mendian import --format json" prints.',
  {
    summary: importCounts,
    stores: {
      type: 'array',
      description: 'The selected live stores.',
      items: {
        type: 'object',
        required: ['account', 'poi_id', 'name', 'file', 'outcome'],
        properties: {
          account: { type: 'string' },
          poi_id: poiId,
          name: { type: 'string' },
          file: { type: 'string', description: 'Relative to the root, with "/".' },
          outcome: {
            enum: ['written', 'would-write', 'exists', 'failed', 'skipped'],
            description: '"exists": the store has a file already, which stays as it is.',
          },
        },
      },
    },
    diagnostics,
  },
  { ...narrowed, accounts: byAccount(importCounts) },
);

const outcomeCounts = counts('applied', 'failed', 'deferred', 'unknown', 'skipped', 'released');

export const applySchema = document(
  'mendian/apply@1',
  'What "mendian apply --format json" prints.',
  {
    digest: { type: 'string', description: 'Digest of the plan; empty where none could be made.' },
    summary: outcomeCounts,
    outcomes: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          'account',
          'poi_id',
          'name',
          'file',
          'outcome',
          'sent',
          'audit_id',
          'review',
          'attempts',
          'error',
        ],
        properties: {
          account: { type: 'string' },
          poi_id: { type: 'string' },
          name: nullable('string'),
          file: nullable('string'),
          outcome: { enum: ['applied', 'failed', 'deferred', 'unknown', 'skipped', 'released'] },
          sent: { type: 'boolean', description: 'An update was sent for it in this run.' },
          audit_id: { ...nullable('string'), description: 'Every digit kept.' },
          review: { enum: ['none', 'pending', 'approved', 'rejected', null] },
          attempts: count,
          error: {
            type: ['object', 'null'],
            required: ['code', 'errcode', 'message', 'hint', 'rid'],
            properties: {
              code,
              errcode: nullable('integer'),
              message: { type: 'string' },
              hint: nullable('string'),
              rid: nullable('string'),
            },
          },
        },
      },
    },
    diagnostics,
  },
  { ...narrowed, accounts: byAccount(outcomeCounts) },
);
