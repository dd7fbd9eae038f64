/** English texts of `mendian event`. */
import type { EventFaults } from '../event-faults.ts';
import type { FaultTexts } from '../faults.ts';
import { say } from './phrases.ts';

const PAGE = 'docs/events.md';
const NOTHING_RECORDED = 'Nothing was recorded.';

export const eventTexts: FaultTexts<EventFaults> = {
  PUSH_NOT_SET_UP: ({ missing }) => ({
    message: `Push events cannot be read: ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set.`,
    hint: `Set what the WeChat console shows under its message settings; ${PAGE} says where each value stands.`,
  }),
  PUSH_KEY_INVALID: ({ length }) => ({
    message: `WECHAT_ENCODING_AES_KEY is no EncodingAESKey: that has 43 letters and digits, this has ${length} characters${length === 43 ? ', not all of them letters or digits' : ''}.`,
    hint: 'Copy it whole from the message settings of the WeChat console, without "=" at its end.',
  }),
  PUSH_FILE_UNREADABLE: ({ file, detail }) => ({
    message: `${file} cannot be read: ${say(detail)}.`,
    hint: 'Give the file that holds the envelope {query, body, received_at}, or "-" for standard input.',
  }),
  PUSH_TOO_LARGE: ({ bytes, most }) => ({
    message: `The envelope has ${bytes} bytes; ${most} (64 KB) are the most that a dispatch takes.`,
    hint: `${NOTHING_RECORDED} A review event has about 1 KB: give the envelope of one request alone.`,
  }),
  PUSH_UNREADABLE: ({ detail }) => ({
    message: `The event cannot be read: ${say(detail)}.`,
    hint: `${NOTHING_RECORDED} The forwarder must hand on query and body exactly as they came; ${PAGE} shows one.`,
  }),
  PUSH_NO_ARRIVAL: ({ given }) => ({
    message:
      given === 'nothing'
        ? 'The envelope has no received_at, so nobody can tell whether the event is fresh.'
        : 'The received_at of the envelope is no ISO time.',
    hint: 'The forwarder must add the time at which the request arrived, such as "received_at": new Date().toISOString().',
  }),
  PUSH_SIGNATURE: ({ name }) => ({
    message: `The event is not signed with our token: its ${name} is another one.`,
    hint: `${NOTHING_RECORDED} Compare WECHAT_PUSH_TOKEN with the token of the WeChat console. If they are the same, somebody else sent this.`,
  }),
  PUSH_TOO_OLD: ({ sent, seen }) => ({
    message: `The event is too old: it was made at ${sent} and seen at ${seen}.`,
    hint: `${NOTHING_RECORDED} An event that somebody kept could be played again. Check the forwarder's clock and its received_at; for one that you repeat by hand, --max-age 2d allows more.`,
  }),
  PUSH_FROM_FUTURE: ({ sent, seen }) => ({
    message: `The event comes from the future: it was made at ${sent} and seen at ${seen} already.`,
    hint: `${NOTHING_RECORDED} Check the forwarder's clock and its received_at.`,
  }),
  PUSH_NOT_OURS: () => ({
    message: 'The event does not decrypt to a message for this account.',
    hint: `${NOTHING_RECORDED} Compare WECHAT_ENCODING_AES_KEY and WECHAT_APPID with the WeChat console; a key that was changed there takes effect at once.`,
  }),
  PUSH_NO_STORES: ({ stores, state }) => ({
    message: `There are no store files in ${stores} and there is no ${state}, so no review can be waited for.`,
    hint: 'Run in the repository of the stores (-C), or check the settings "stores" and "state".',
  }),
  PUSH_WHOSE: ({ audit_id, accounts, more }) => ({
    message:
      accounts.length === 0
        ? `No account has a record with the audit id ${audit_id}, and the event does not say whose it is.`
        : `Several accounts have a record with the audit id ${audit_id}: ${accounts.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    hint: `${NOTHING_RECORDED} Give each account its appid in mendian.yaml, or name the account with --account.`,
  }),
  PUSH_UNPROVEN: ({ store }) => ({
    message: `The event came without encryption, so anybody could have written it, and ${store} could not be looked at.`,
    hint: `${NOTHING_RECORDED} Choose the encrypted mode in the WeChat console (${PAGE}), or set WECHAT_SECRET or WECHAT_ACCESS_TOKEN, so that the live store can be read.`,
  }),
  PUSH_NO_DISPATCH: ({ event }) => ({
    message: `The command event takes a repository_dispatch with query, body and received_at as its payload; this run is for ${event}.`,
    hint: `Let the forwarder send it (${PAGE}). To try it by hand: mendian event FILE.`,
  }),
};

export const eventUi = {
  title: (event: string | null, auditId: string | null): string =>
    `mendian event${event === null ? '' : `: ${event}`}${auditId === null ? '' : `, audit id ${auditId}`}`,
  unnamed: 'a message without a type',
  results: {
    recorded: 'Recorded.',
    known: 'Nothing new: this is on record already.',
    kept: 'No record has this audit id yet. The result is kept in the state, and goes onto the record that brings it.',
    superseded:
      'Nobody waits for this review any more: other pictures were sent since. Nothing was recorded.',
    in_review: 'The review goes on. Nothing was recorded.',
    unconfirmed: 'The live store does not show that the review has ended. Nothing was recorded.',
    unread: 'Nothing was recorded.',
    unmatched:
      'No record has this audit id, and an event without encryption is not taken at its word. Nothing was recorded.',
    other_event:
      'Not for mendian: it records how picture reviews end (modify_store_audit_info) and nothing else.',
    url_check:
      'This is the check of the address in the WeChat console. The forwarder must answer it itself, with echostr.',
    unknown_status: 'Its status is none that mendian knows (1 approved, 3 rejected). Nothing was recorded.',
    refused: 'Refused.',
  },
  hereAlone: 'Recorded here alone, and not for all: see above.',
  readBack: 'The event came without encryption, so its word was not taken: what the live store shows counts.',
  approved: 'approved',
  rejected: 'rejected',
  pending: 'still pending',
  none: 'no review',
  inState: (file: string): string => `In ${file}.`,
  reading: 'Reading the envelope from standard input; end it with Ctrl-D.',
  table: { store: 'Store', review: 'Review', reason: 'Reason' },
};
