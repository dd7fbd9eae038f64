/** English texts of the HTML page that `mendian report` writes. */
import type { FieldName } from '../../model.ts';
import { plural } from './words.ts';

const WEEKDAYS: readonly string[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export const htmlUi = {
  /** The value of the page's `lang`. */
  lang: 'en',
  title: (account: string | null): string =>
    account === null || account === 'default' ? 'Stores' : `Stores of ${account}`,
  titleOfSeveral: (accounts: number): string => `Stores of ${plural(accounts, 'account')}`,
  description: 'Stores, plan, reviews and special days, as the files and the record say.',
  skip: 'Skip to the content',
  /** What stands between a term and its value, two remarks, and two names. */
  marks: { colon: ': ', comma: ', ', list: ', ' },
  onThisPage: 'On this page',
  head: {
    day: 'Day',
    timezone: 'Time zone',
    program: 'Made by',
    digest: 'Digest of the plan',
    selection: 'Only',
  },

  sections: {
    overview: 'At a glance',
    faults: 'Findings',
    plan: 'Plan',
    reviews: 'Picture reviews',
    days: 'Special days',
    stores: 'Stores',
  },
  counts: {
    groups: {
      plan: 'Plan',
      reviews: 'Picture reviews',
      other: 'Days and findings',
      findings: 'Findings',
    },
    stores: 'Stores',
    unchanged: 'Unchanged',
    pending: 'Pending',
    approved: 'Approved',
    rejected: 'Rejected',
    days: 'Special days',
    errors: 'Errors',
    warnings: 'Warnings',
  },

  fields: {
    hour: 'Hours',
    contract_phone: 'Phone',
    pic_list: 'Pictures',
    map_poi_id: 'Place on the map',
    card_id: 'Card',
  } satisfies Readonly<Record<FieldName, string>>,
  actions: {
    update: 'Update',
    hold: 'On hold',
    verify: 'Verify',
    release: 'Release',
    adopt: 'Adopt',
    unchanged: 'Unchanged',
    none: 'Not planned',
  },
  reviews: {
    none: 'None',
    pending: 'Pending',
    approved: 'Approved',
    rejected: 'Rejected',
    overdue: 'Overdue',
  },

  plan: {
    group: (action: string, stores: number): string => `${action}: ${plural(stores, 'store')}`,
  },

  reviewAges: {
    chart: 'How long ago the pictures were sent',
    age: 'Age',
    buckets: {
      today: 'today',
      days: (from: number, to: number): string => (from === to ? `${from} d` : `${from}–${to} d`),
      more: (from: number): string => `${from} d +`,
    },
    days: (days: number): string => (days === 0 ? 'today' : plural(days, 'day')),
    none: 'No review is pending, and none was rejected.',
    unreadable: 'The record of what was sent could not be read: see the findings.',
    doubt: 'in doubt: the next apply verifies it',
    noReason: 'WeChat gave no reason here',
  },

  days: {
    none: 'No special days are coming.',
    month: (year: number, month: number): string => `${MONTHS[month - 1] ?? ''} ${year}`,
    weekdays: WEEKDAYS,
    stores: (stores: number): string => plural(stores, 'store'),
    allStores: (stores: number): string => `all ${plural(stores, 'store')}`,
    more: (stores: number): string => `and ${stores} more, in the list of stores`,
    laterMonths: (months: number): string => `${plural(months, 'later month')} in the list below.`,
    list: 'Special hours',
    due: 'What later days will change',
    columns: {
      days: 'Days',
      day: 'Day',
      hours: 'Hours',
      before: 'Before',
      after: 'After',
      reason: 'Reason',
      stores: 'Stores',
    },
    today: 'today',
    now: 'now',
  },

  faults: {
    none: 'Nothing was found.',
    hint: 'What to do',
    group: (severity: 'error' | 'warning' | 'info', count: number): string =>
      severity === 'info' ? plural(count, 'note') : plural(count, severity),
  },

  table: {
    columns: {
      name: 'Store',
      poi_id: 'poi_id',
      file: 'File',
      labels: 'Labels',
      hour: 'Hours',
      phone: 'Phone',
      pictures: 'Pictures',
      review: 'Review',
      plan: 'Plan',
      account: 'Account',
    },
    filters: 'Filter and sort the stores',
    search: 'Search',
    searchHint: 'Name, id, file, phone …',
    any: 'All',
    label: 'Label',
    sort: 'Sorted by',
    ascending: 'Ascending',
    descending: 'Descending',
    clear: 'Clear filters',
    /** Numbers come as placeholders that the page fills. */
    shown: (hits: string, all: string): string => `${hits} of ${all} stores`,
    nothing: 'No store fits. Clear the filters to see all.',
    more: (count: string): string => `Show ${count} more`,
    all: (count: string): string => `Show all ${count}`,
    none: 'No store could be read.',
    todayOnly: 'today',
  },

  store: {
    details: 'Details',
    origins: 'Where from',
    close: 'Close',
    noFile: 'no file',
    invalidFile: 'its file has errors',
    line: (line: number): string => `line ${line}`,
    today: (reason: string | null): string => (reason === null ? 'today' : `today, ${reason}`),
    usual: (hours: string): string => `usual hours ${hours}`,
    sent: 'Last sent',
    neverSent: 'nothing yet',
    asFile: 'as in the file',
    otherwise: 'other values than the file: see the plan',
    sentValue: (field: string): string => `${field}, as sent`,
    auditId: 'Audit id',
    auditUnknown: '(unknown)',
    review: 'Review',
    refused: (code: string, day: string): string => `refused on ${day} (${code})`,
    doubt: 'An update was begun and its verdict is not known: the next apply verifies it.',
    special: 'Special days',
    plan: 'Plan',
  },

  command: {
    written: (file: string, stores: number): string =>
      `Page of ${plural(stores, 'store')} written to ${file}`,
    errors: (errors: number): string =>
      `${plural(errors, 'error')} must be mended first; the page shows ${errors === 1 ? 'it' : 'them'}.`,
  },
};
