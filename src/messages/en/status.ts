/** English texts of `mendian status`. */

import type { FaultTexts } from '../faults.ts';
import type { StatusFaults } from '../status-faults.ts';
import { say } from './phrases.ts';
import { plural } from './words.ts';

const MOST_NAMES = 10;

const list = (names: readonly string[]): string =>
  `${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''}`;

const SAME_PICTURES = 'the same pictures are never sent again by themselves';

export const statusTexts: FaultTexts<StatusFaults> = {
  REVIEW_REJECTED: ({ store, file, reason, next }) => ({
    message: `WeChat rejected the pictures of ${store}${reason === null ? '' : `: ${reason}`}${/[.!。！]$/u.test(reason ?? '') ? '' : '.'}`,
    hint: {
      apply: 'The file asks for other pictures already: the next apply sends them.',
      console:
        'They were not sent from here: the review began before the first record. Look at the store in the WeChat console.',
      choose: `${reason === null ? 'The reason stands in the WeChat console, and comes with the push event. ' : ''}Choose other pictures in ${file ?? 'the store’s file'} and open a pull request; ${SAME_PICTURES}.`,
    }[next],
  }),
  REVIEWS_UNREAD: ({ stores, cause }) => ({
    message: `${plural(stores.length, 'store')} could not be read (${cause}): ${list(stores)}.`,
    hint: 'Their records stay as they are. Run status again.',
  }),
  REVIEW_STORE_GONE: ({ store, errcode }) => ({
    message: `WeChat no longer knows ${store} (${errcode}), so its review cannot end.`,
    hint: 'Its record stays as it is. Check the poi_id and the account; if the store was deleted at WeChat, remove its file.',
  }),
  REVIEW_IN_DOUBT: ({ store }) => ({
    message: `An update of ${store} was begun and its verdict is not known, so its review was left alone.`,
    hint: 'Run apply: it reads the store first, and settles this.',
  }),
  REVIEWS_WAITING: ({ stores, why }) => ({
    message: `Waiting ended ${why === 'signal' ? 'by a signal' : 'at the timeout'}, and ${plural(stores.length, 'review')} still ${stores.length === 1 ? 'waits' : 'wait'}: ${list(stores)}.`,
    hint: 'What was learned is recorded. Run status again later.',
  }),
  REVIEWS_UNTOLD: ({ pull, detail }) => ({
    message: `The verdicts could not be told in pull request #${pull}: ${say(detail)}.`,
    hint: 'They are recorded, and stand in the summary of this run. Give the job "permissions: pull-requests: write".',
  }),
};

/** "3 d 4 h", "4 h 12 min", "12 min": two units, rounded down. */
function showAge(hours: number): string {
  const minutes = Math.floor(Math.max(0, hours) * 60 + 1e-6);
  const [days, rest] = [Math.floor(minutes / 1440), minutes % 1440];
  if (days > 0) return `${days} d ${Math.floor(rest / 60)} h`;
  return rest < 60 ? `${rest} min` : `${Math.floor(rest / 60)} h ${rest % 60} min`;
}

/** "60 s", "1 h": a wait in milliseconds, as a person would say it. */
function showWait(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 120) return `${seconds < 1 ? seconds.toFixed(2) : Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

export const statusUi = {
  title: (s: { pending: number; approved: number; rejected: number }): string =>
    `mendian status: ${[
      `${plural(s.pending, 'review')} pending`,
      ...(s.approved > 0 ? [`${s.approved} approved`] : []),
      ...(s.rejected > 0 ? [`${s.rejected} rejected`] : []),
    ].join(', ')}`,
  failed: 'mendian status',
  nothing: 'No review is pending.',
  summary: (s: {
    pending: number;
    approved: number;
    rejected: number;
    overdue: number;
    unread: number;
  }): string =>
    [
      `${s.pending} pending`,
      `${s.approved} approved in this run`,
      `${s.rejected} rejected`,
      ...(s.overdue > 0 ? [`${s.overdue} overdue`] : []),
      ...(s.unread > 0 ? [`${s.unread} not read`] : []),
    ].join(', '),
  columns: {
    store: 'STORE',
    since: 'SENT',
    age: 'AGE',
    audit: 'AUDIT ID',
    change: 'CHANGE',
    result: 'REVIEW',
  },
  table: {
    store: 'Store',
    since: 'Sent',
    age: 'Age',
    audit: 'Audit id',
    change: 'Change',
    result: 'Review',
  },
  age: showAge,
  results: {
    pending: 'pending',
    approved: 'approved now',
    rejected: 'rejected now',
    rejectedBefore: 'rejected',
    overdue: 'overdue',
    unread: 'not read',
    gone: 'gone at WeChat',
    doubt: 'in doubt',
  },
  unknown: '(unknown)',
  next: 'Reviews take hours to days. To wait for them: mendian status --wait',
  waiting: (reviews: number, interval: number, timeout: number): string =>
    `Waiting for ${plural(reviews, 'review')}: looking every ${showWait(interval)}, for ${showWait(timeout)} at most. Ctrl-C ends it; what was learned is recorded.`,
  verdict: (store: string, review: 'approved' | 'rejected', reason: string | null, left: number): string =>
    `${store}: ${review}${reason === null ? '' : ` (${reason})`}${left > 0 ? `; ${left} still pending` : ''}`,
  blocked: (cause: string): string => `${cause} Looking again at the next round.`,

  comment: {
    title: 'Reviews',
    verdicts: { approved: '✅ approved', rejected: '❌ rejected' },
    table: { store: 'Store', verdict: 'Verdict', date: 'Date' },
    reason: (reason: string): string => `Reason: ${reason}`,
    choose: (file: string): string =>
      `Choose other pictures in ${file} and open a pull request; ${SAME_PICTURES}.`,
    anyFile: 'the store’s file',
    pending: (reviews: number): string =>
      `${plural(reviews, 'review')} of this pull request ${reviews === 1 ? 'is' : 'are'} still pending.`,
    told: (url: string): string => `Told by [this run](${url}).`,
  },

  issue: {
    title: (store: string): string => `WeChat rejected the pictures of ${store}`,
    lead: (store: string): string =>
      `WeChat’s review rejected the pictures that were sent for ${store}. Customers still see the earlier ones.`,
    reason: 'Reason',
    noReason: 'not known here; it stands in the WeChat console, and comes with the push event',
    audit: 'Audit id',
    change: 'Came with',
    pictures: 'Rejected pictures',
    todo: 'What to do',
    steps: (file: string): readonly string[] => [
      `Choose other pictures in ${file}.`,
      'Open a pull request with them, and merge it: apply sends them, and a new review begins.',
    ],
    note: 'Each plan names this store until then, and the same pictures are never sent again by themselves. This issue closes by itself.',
    last: {
      approved: 'The store’s later pictures were approved.',
      pending: 'Other pictures were sent, and are under review now.',
      changed: 'The rejection no longer waits for anybody: the store’s file asks for other pictures.',
      released: 'The store is no longer managed here.',
    },
  },
};
