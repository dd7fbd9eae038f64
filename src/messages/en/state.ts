/** English texts of state faults. */
import type { FaultTexts } from '../faults.ts';
import type { StateFaults } from '../state-faults.ts';
import { say } from './phrases.ts';

const KINDS = {
  cut: 'it ends in the middle (cut off)',
  empty: 'it is empty',
  null: 'it holds null and no records',
  trailing: 'something follows after its end',
  syntax: 'it is not JSON',
  encoding: 'it is not UTF-8 text',
} as const;

const restore = 'Nothing was changed or sent. Take the last good version from git: git checkout HEAD -- ';

export const stateTexts: FaultTexts<StateFaults> = {
  LOCKED: ({ file, holder }) => ({
    message: `Another run is at work here: ${file} is held by ${say(holder)}.`,
    hint: 'Wait until it ends. A lock of a dead process on this machine is taken over by itself; one of another machine 15 minutes after its last sign of life.',
  }),
  STATE_CONFLICT: ({ file }) => ({
    message: `${file} holds merge conflict markers.`,
    hint: `Run "mendian merge-state ${file}": it merges both sides store by store. Then read the diff and commit it.`,
  }),
  STATE_DAMAGED: ({ file, kind }) => ({
    message: `${file} is damaged: ${KINDS[kind]}.`,
    hint: `${restore}${file}. It is never taken for a first run, since that would send every store.`,
  }),
  STATE_DUPLICATE: ({ file, key, other }) => ({
    message: `${file} holds "${key}" twice, first on line ${other}.`,
    hint: `One of both is right: remove the older one, or ${restore.charAt(0).toLowerCase()}${restore.slice(1)}${file}.`,
  }),
  STATE_NEWER: ({ file, version }) => ({
    message: `${file} was written by a newer mendian (version ${version}).`,
    hint: 'Update mendian. Nothing was changed or sent.',
  }),
  STATE_INVALID: ({ file, place, expected }) => ({
    message: `${file}: ${place} must be ${say(expected)}.`,
    hint: `${restore}${file}`,
  }),
  STATE_UNREADABLE: ({ file, detail }) => ({
    message: `${file} cannot be used: ${say(detail)}.`,
    hint: 'State, journal and lock must be plain files inside the repository. Check the setting "state", and what stands in that place.',
  }),
  JOURNAL_DAMAGED: ({ file }) => ({
    message: `A line in the middle of ${file} is damaged.`,
    hint: 'It holds what an interrupted run sent. Keep a copy, remove the damaged line, and run plan again: stores with an intent are verified before anything is sent.',
  }),
  JOURNAL_FOUND: ({ file, lines }) => ({
    message: `An earlier run was interrupted: ${lines} ${lines === 1 ? 'line' : 'lines'} of ${file} are taken into account.`,
    hint: null,
  }),
};
