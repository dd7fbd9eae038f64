/** JSON Schema of the document that `mendian status` prints. */
import { byAccount, counts, diagnostics, document, narrowed, nullable, poiId } from './reports.ts';

const summary = counts('pending', 'approved', 'rejected', 'overdue', 'unread');

export const statusSchema = document(
  'mendian/status@1',
  'What "mendian status --format json" prints.',
  {
    summary: {
      ...summary,
      description:
        'approved: in this run; rejected: all that wait for people; unread: pending, and the live status is not known.',
    },
    reviews: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          'account',
          'poi_id',
          'name',
          'file',
          'audit_id',
          'review',
          'ended',
          'reason',
          'applied_at',
          'age_hours',
          'overdue',
          'source',
        ],
        properties: {
          account: { type: 'string' },
          poi_id: poiId,
          name: { ...nullable('string'), description: 'Null where no file gives one.' },
          file: nullable('string'),
          audit_id: { ...nullable('string'), description: 'Every digit kept; null where it never came.' },
          review: { enum: ['pending', 'approved', 'rejected'] },
          ended: { type: 'boolean', description: 'This run learned the verdict.' },
          reason: { ...nullable('string'), description: 'Why it was rejected, where known.' },
          applied_at: { ...nullable('string'), description: 'When the values were sent, ISO time, UTC.' },
          age_hours: { ...nullable('number'), minimum: 0, description: 'Since then, down to a tenth.' },
          overdue: { type: 'boolean', description: 'Pending for longer than review_patience.' },
          source: {
            type: ['object', 'null'],
            required: ['commit', 'pull'],
            properties: {
              commit: { type: 'string' },
              pull: { ...nullable('integer'), description: 'Number of the pull request.' },
            },
            description: 'The change of the repository that caused the review, where known.',
          },
        },
      },
    },
    diagnostics,
  },
  { ...narrowed, accounts: byAccount(summary) },
);
