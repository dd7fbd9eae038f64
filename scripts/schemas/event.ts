/** JSON Schema of what `mendian event --format json` prints. */
import { en } from '../../src/messages/en.ts';
import { diagnostics, document, nullable, poiId } from './reports.ts';

const auditId = {
  type: ['string', 'null'],
  pattern: '^[0-9]{1,20}$',
  description: 'Every digit kept; null where the event names no review.',
};

const store = {
  type: 'object',
  required: ['account', 'poi_id', 'name', 'file', 'review', 'reason'],
  properties: {
    account: { type: 'string' },
    poi_id: poiId,
    name: nullable('string'),
    file: nullable('string'),
    review: { enum: ['none', 'pending', 'approved', 'rejected'], description: 'As it is on record now.' },
    reason: { ...nullable('string'), description: 'Why it was rejected, as WeChat put it.' },
  },
};

const account = {
  type: 'string',
  description: 'Whose event it is; only where the settings have several accounts, and it could be told.',
};

const properties = {
  result: {
    enum: Object.keys(en.event.results).sort(),
    description:
      '"recorded": a record changed; "known": it says so already; "kept": no record has the audit id yet; "refused": see the diagnostics.',
  },
  event: {
    ...nullable('string'),
    description: 'Lower-case name of the event, or the type of another message.',
  },
  trust: {
    enum: ['encrypted', 'plain', null],
    description: 'A plain event is not taken at its word: the live store is read instead.',
  },
  audit_id: auditId,
  stores: { type: 'array', items: store, description: 'Stores whose record has this audit id.' },
  diagnostics,
};

export const eventSchema = document(
  'mendian/event@1',
  'What "mendian event --format json" prints.',
  properties,
  { account },
);
