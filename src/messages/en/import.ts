/** English texts of `mendian import`. */

import type { FaultTexts } from '../faults.ts';
import type { ImportFaults } from '../import-faults.ts';
import { plural } from './words.ts';

const SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EACCES: 'no permission',
  EROFS: 'the disk is read-only',
  EDQUOT: 'the quota of the disk is used up',
};

const describeSystem = (code: string): string => SYSTEM[code] ?? code;

const AGAIN = 'run import again: it writes what is missing.';

export const importTexts: FaultTexts<ImportFaults> = {
  IMPORT_NEEDS_HAND: ({ files }) => ({
    message: `${plural(files, 'file needs', 'files need')} a hand: WeChat shows values there that cannot be sent as they are.`,
    hint: 'Until they are mended, plan and apply refuse all stores ("mendian apply --skip-invalid" leaves only these out). "mendian validate" names them again.',
  }),
  IMPORT_UNKNOWN_FILE: ({ stores }) => ({
    message: `A file or folder in ${stores} does not tell which store it is about, so its store could get a second file.`,
    hint: 'Mend what is named above, or move it out of the folder; then run import again. Nothing was read or written.',
  }),
  IMPORT_FOLDER_BLOCKED: ({ folder, reason }) => ({
    message: `No file was written into ${folder}: it is ${reason === 'link' ? 'a symbolic link, and links are not followed' : 'a file, not a folder'}.`,
    hint: `Move it away, then ${AGAIN}`,
  }),
  IMPORT_FILE_APPEARED: () => ({
    message: 'Something came into the place of this file meanwhile. It was left as it is.',
    hint: 'Run import again: the store gets another name, or is found to be there.',
  }),
  IMPORT_UNWRITTEN: ({ file, detail }) => ({
    message: `${file} could not be written (${describeSystem(detail)}), so the import stopped.`,
    hint: `Make room or mend the permissions, then ${AGAIN}`,
  }),
  IMPORT_UNRECORDED: ({ state, detail }) => ({
    message: `The files are written, but the baseline could not be recorded in ${state} (${describeSystem(detail)}).`,
    hint: `Make room or mend the permissions, then ${AGAIN}`,
  }),
  IMPORT_INTERRUPTED: ({ signal }) => ({
    message: `The import was ended by ${signal} before all files were written.`,
    hint: 'What was written is recorded. Run import again: it writes the rest.',
  }),
  IMPORT_ODD_ID: ({ name, poi_id }) => ({
    message: `WeChat shows the store "${name}" with an id that is none: "${poi_id}". No file was written for it.`,
    hint: 'An id has 1 to 20 digits. Please report this with the message.',
  }),
  IMPORT_UNNAMED: ({ count }) => ({
    message: `${plural(count, 'store has', 'stores have')} no poi_id yet, and no file: WeChat gives it after the first review.`,
    hint: 'Run import again when the review is over: it writes only what is new.',
  }),
  IMPORT_NOT_LIVE: ({ poi_id }) => ({
    message: `WeChat lists no store ${poi_id}, so this file is about none of this account.`,
    hint: 'Remove the file if it is a sample or the store was deleted; or check the poi_id and the account.',
  }),
  IMPORT_UNDER_REVIEW: ({ count }) => ({
    message: `${plural(count, 'store is', 'stores are')} under review at WeChat. What is written are the pictures that are shown now.`,
    hint: '"mendian status" tells when a review is over, and "mendian drift" whether other pictures are shown then.',
  }),
  IMPORT_REJECTED: ({ name }) => ({
    message: `WeChat rejected the last pictures of "${name}". The file holds those that are shown.`,
    hint: 'The reason stands in the WeChat console. Put other pictures into the file, or leave it as it is.',
  }),
  IMPORT_CARDS_UNREAD: ({ stores, cause }) => ({
    message: `The ${stores === 1 ? 'card of 1 store' : `cards of ${stores} stores`} could not be read: ${cause}`,
    hint: 'Their files are written without card_id: the cards at WeChat stay as they are, and are not managed.',
  }),
  IMPORT_NO_STORES: () => ({
    message: 'WeChat lists no store of this account.',
    hint: 'Are WECHAT_APPID and WECHAT_SECRET those of the account that owns the stores?',
  }),
};

interface Counts {
  readonly written: number;
  readonly would_write: number;
  readonly exists: number;
  readonly failed: number;
  readonly skipped: number;
  readonly needs_hand: number;
}

export const importUi = {
  title: (stores: number): string => `mendian import: ${plural(stores, 'store')} at WeChat`,
  refused: 'mendian import: nothing was written',
  outcomes: {
    written: 'written',
    'would-write': 'would be written',
    exists: 'there already',
    failed: 'not written',
    skipped: 'not reached',
  },
  summaryLabel: 'Import',
  /** Kinds that did not occur are left out, but for what the run is about. */
  summary: (counts: Counts, run: 'write' | 'dry'): string => {
    const parts: readonly (readonly [number, string, boolean])[] = [
      [counts.written, 'written', run === 'write'],
      [counts.would_write, 'would be written', run === 'dry'],
      [counts.exists, 'there already', true],
      [counts.failed, 'not written', false],
      [counts.skipped, 'not reached', false],
      [counts.needs_hand, counts.needs_hand === 1 ? 'needs a hand' : 'need a hand', false],
    ];
    const told = parts.filter(([count, , always]) => count > 0 || always);
    return told
      .map(([count, text], index) => `${index === 0 ? plural(count, 'file') : count} ${text}`)
      .join(', ');
  },
  recorded: (stores: number, file: string): string =>
    `${plural(stores, 'store')} recorded in ${file} as what WeChat has now.`,
  nothingRecorded: (file: string): string => `Nothing new for ${file}.`,
  dryRun: 'Nothing was written: this was a dry run.',
  moreFolders: (folders: number): string => `… and ${plural(folders, 'more folder')} (-v shows all)`,
  moreFiles: (files: number): string => `… and ${plural(files, 'more file')} (-v shows all)`,
  moreFindings: (findings: number): string => `… and ${plural(findings, 'more finding')} (-v shows all)`,
  table: { store: 'Store', file: 'File', outcome: 'Outcome' },
  next: (state: string): string => `Next: mendian plan; then commit the files and ${state} together.`,
  nextByHand: 'Next: mend the files that need a hand, then mendian plan',
  nextWrite: 'Next: the same without --dry-run',
  cards: (stores: number, rate: number): string => {
    const minutes = rate > 0 ? Math.ceil(stores / rate / 60) : 0;
    const time = minutes > 1 ? `, about ${minutes} min at ${rate} calls a second` : '';
    return `Reading the cards of ${plural(stores, 'store')}, one call each${time}`;
  },
  cardsSoFar: (done: number, stores: number): string => `Reading cards: ${done} of ${stores}`,
  /** Comments in the files that import writes. */
  file: {
    needsHand:
      'Needs a hand: WeChat shows this, but it cannot be sent as it is ("mendian validate" says why).',
    hidden: (card: 'unread' | 'none' | 'card'): string => {
      const map = 'map_poi_id: "0000000000000000000"';
      if (card === 'card')
        return `map_poi_id is not here: WeChat never shows it, and what is not here is not sent. To manage it:\n${map}`;
      const note = {
        none: 'The store had no card when this file was written.',
        unread: 'The card can be read: "mendian import --cards" writes it into new files.',
      }[card];
      return `map_poi_id and card_id are not here: WeChat does not show them with a store, and what is not here is not\nsent. ${note} To manage them:\n${map}\ncard_id: pXXXXXXXXXXXXXXXXXXXXXXXXXXX`;
    },
  },
};
