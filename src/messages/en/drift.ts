/** English texts of `mendian drift`, and of `plan --refresh`. */
import type { DriftFaults } from '../drift-faults.ts';
import type { FaultTexts } from '../faults.ts';
import { say } from './phrases.ts';
import { plural } from './words.ts';

export const driftTexts: FaultTexts<DriftFaults> = {
  EDIT_REFUSED: ({ key, write }) => ({
    message: `The new value of ${key} cannot be put into this file without touching what stands around it.`,
    hint: `The file was left alone. Write it by hand:\n${write}`,
  }),
  FILE_CHANGED: ({ key }) => ({
    message: `Somebody changed ${key} in this file while WeChat was read.`,
    hint: 'The file was left alone. Run "mendian drift" again.',
  }),
  FILE_NOT_WRITTEN: ({ detail }) => ({
    message: `This file could not be written (${say(detail)}).`,
    hint: 'It is as it was. Mend the permissions or make room, then run "mendian drift --accept" again.',
  }),

  DRIFT_CONFLICT: ({ name, field, file, live, write }) => ({
    message: `${field} of ${name} was changed on both sides: the file says "${file}", WeChat shows "${live}". Neither is taken by itself.`,
    hint: `To keep WeChat’s value, write into the file:\n${write}\nTo keep the file’s, run "mendian apply --overwrite-drift".`,
  }),
  DRIFT_FROM_DEFAULTS: ({ name, field, file, write, stores }) => ({
    message: `${field} of ${name} comes from this file of defaults, which is not changed by itself: ${plural(stores, 'store')} ${stores === 1 ? 'takes' : 'take'} it from here.`,
    hint: `To take WeChat’s value for this store alone, add to ${file}:\n${write}`,
  }),
  DRIFT_LOCAL_PICTURE: ({ name, picture }) => ({
    message: `WeChat shows other pictures of ${name} than the file, which names the local picture ${picture}. It is not replaced by an address.`,
    hint: 'To take WeChat’s pictures, write their addresses into the file by hand; to keep the file’s, run "mendian apply --overwrite-drift".',
  }),
  DRIFT_NOT_WRITABLE: ({ name, field, live }) => ({
    message: `${field} of ${name} is ${live === '' ? 'empty' : `"${live}"`} at WeChat, which a store file cannot hold.`,
    hint: 'Correct it in the WeChat console, or run "mendian apply --overwrite-drift" to send the file’s value again.',
  }),
  DRIFT_NO_FILE: ({ name }) => ({
    message: `${name} is on record and has no file, so there is nothing to write its value into.`,
    hint: 'The next apply releases it. To go on managing it, put its file back.',
  }),

  STORE_DRIFTED: ({ name, field, recorded, live, both }) => ({
    message:
      typeof live === 'string'
        ? `Somebody changed ${field} of ${name} at WeChat: it is "${live}" now, "${String(recorded)}" was sent last.`
        : `Somebody changed the pictures of ${name} at WeChat: they are others now than were sent last.`,
    hint:
      both === 'yes'
        ? 'The file was changed too, so apply leaves the store alone. Write the right value into the file, or run "mendian apply --overwrite-drift" to send the file’s.'
        : 'Take it into the file with "mendian drift --accept", or run "mendian apply --overwrite-drift" to send the file’s value again.',
  }),
  STORE_GONE: ({ name }) => ({
    message: `${name} is on record, and WeChat does not have it any more.`,
    hint: 'If it was closed, remove its file in a pull request: apply then releases the record. If not, ask in the WeChat console who deleted it.',
  }),
  STORE_UNKNOWN_AT_WECHAT: ({ name, poi_id }) => ({
    message: `WeChat has no store with the poi_id ${poi_id} (${name}).`,
    hint: 'Check the digits, and that the credentials are those of this account.',
  }),
  STORE_UNREAD: ({ name, cause }) => ({
    message: `${name} could not be read (${cause}), so nothing is known of it.`,
    hint: 'Run it again in some minutes.',
  }),
  CARD_UNREAD: ({ name, cause }) => ({
    message: `The card of ${name} could not be read (${cause}), so it was not compared.`,
    hint: null,
  }),
  REVIEWS_ENDED: ({ count, seen }) => ({
    message:
      seen === 'plan'
        ? `The review of ${plural(count, 'store')} has ended by now; the plan counts with that.`
        : `The review of ${plural(count, 'store')} has ended by now, which is not on record yet.`,
    hint: 'Run "mendian status" to record it.',
  }),
};

export const driftUi = {
  title: (stores: number): string => `mendian drift: ${plural(stores, 'store')} compared with WeChat`,
  titleWithErrors: 'mendian drift',
  none: 'No drift. WeChat shows what was last sent.',
  nothingCompared: (errors: number): string =>
    `Nothing was compared: ${plural(errors, 'error')} must be mended first.`,
  summaryLabel: 'Drift',
  summary: (s: {
    edited: number;
    conflicts: number;
    missing: number;
    accepted: number;
    settled: number;
    unrecorded: number;
    not_compared: number;
    unmanaged: number | null;
  }): string =>
    (
      [
        [s.edited, 'changed at WeChat'],
        [s.conflicts, 'changed on both sides'],
        [s.missing, 'gone at WeChat'],
        [s.accepted, 'accepted'],
        [s.settled, 'already as the file asks'],
        [s.unrecorded, 'not on record'],
        [s.not_compared, 'not compared'],
        [s.unmanaged ?? 0, 'not managed'],
      ] as const
    )
      .filter(([count, text]) => count !== 0 || text === 'changed at WeChat')
      .map(([count, text]) => `${count} ${text}`)
      .join(', '),
  kinds: {
    edited: 'changed at WeChat',
    conflict: 'changed on both sides',
    settled: 'already as the file asks',
    missing: 'gone at WeChat',
    unmanaged: 'not managed',
    unrecorded: 'not on record',
    not_compared: 'not compared',
  },
  reasons: {
    uncertain: 'an earlier run did not learn the verdict of its update; the next apply verifies it',
    unread: 'WeChat did not answer for it',
    invalid: 'its file has errors',
    gone: 'WeChat has no store with this poi_id',
  },
  columns: { file: 'file', recorded: 'last sent', live: 'WeChat' },
  table: {
    what: 'What',
    store: 'Store',
    field: 'Field',
    file: 'File',
    recorded: 'Last sent',
    live: 'At WeChat',
  },
  leftOut: (rows: number): string => `… and ${plural(rows, 'more row')}.`,
  noFile: '(no file)',
  accepted: 'accepted',
  wouldAccept: 'would be accepted',
  /** What each kind asks for, once a report. `accepting`: the values were being taken over in this run. */
  advice: {
    edited: (accepting: boolean): string =>
      accepting
        ? 'Changed at WeChat, and not accepted: the notes above say why.'
        : 'Changed at WeChat: "mendian drift --accept" takes its values into the files; "mendian apply --overwrite-drift" sends the files’ values again.',
    conflict:
      'Changed on both sides: neither wins by itself. Write the right value into the file; "mendian apply --overwrite-drift" sends the file’s.',
    settled: 'Already as the file asks: the next apply only records it, nothing is sent.',
    missing: 'Gone at WeChat: if it was closed, remove its file, and apply releases the record.',
    unmanaged: (stores: number): string =>
      `${plural(stores, 'store')} at WeChat ${stores === 1 ? 'has' : 'have'} neither file nor record: "mendian import" writes files for them.`,
    unrecorded:
      'Not on record: the next apply adopts it; it reads first, and sends only where WeChat differs.',
    not_compared: 'Not compared: each says why.',
  },
  written: (files: number): string => `${plural(files, 'file')} written.`,
  wouldWrite: (files: number): string =>
    `${plural(files, 'file')} would be written. Nothing was: this is a dry run.`,
  recorded: (state: string): string =>
    `The accepted values are on record in ${state}. Read the diff, then commit the files and the state together.`,
  filesOnly:
    'The state was left alone. Once the files are in the branch, apply records the values and sends nothing.',
  nothingAccepted: 'No value was accepted.',
  onlyRecorded: 'WeChat shows it just so already: apply only records it',
};
