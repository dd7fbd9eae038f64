/** Texts about dated hours. */
import type { FaultTexts } from '../faults.ts';
import type { SpecialHoursFaults } from '../special-hours-faults.ts';
import { list, plural } from './words.ts';

/** Shortens for a sentence; the reports make it safe. */
const brief = (value: string): string => (value.length > 60 ? `${value.slice(0, 60)}…` : value);

/** "2027-02-15", or "2027-02-15 to 2027-02-21". */
const range = ({ from, to }: { readonly from: string; readonly to: string }): string =>
  from === to ? from : `${from} to ${to}`;

/** "today", "tomorrow", "in 82 days". */
const ahead = (days: number): string => (days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`);

const didYouMean = (meant: string | null, otherwise: string): string =>
  meant === null ? otherwise : `Did you mean "${meant}"?`;

export const specialHoursTexts: FaultTexts<SpecialHoursFaults> = {
  INVALID_DATE: ({ key, value, problem, days, write }) => {
    const problems = {
      form: 'is not a date of the form YYYY-MM-DD',
      'no-day': 'is a day that does not exist',
      'no-month': 'has a month that does not exist',
      year: 'has a year that cannot be meant',
    } as const;
    const hints = {
      form: 'Write four digits, two and two, joined by "-": 2027-02-15.',
      'no-day':
        days === null ? 'Months have 28 to 31 days.' : `${value.slice(0, 7)} has the days 01 to ${days}.`,
      'no-month': 'Months go from 01 to 12; the year comes first: 2027-02-15.',
      year: 'Years go from 2000 to 2999.',
    } as const;
    return {
      message: `${key} "${brief(value)}" ${problems[problem]}.`,
      hint: write === null ? hints[problem] : `Write ${write}`,
    };
  },
  DATES_REVERSED: ({ from, to }) => ({
    message: `The last day, ${to}, comes before the first, ${from}.`,
    hint: 'Swap them, or mend the year; both days are included.',
  }),
  SPECIAL_HOURS_OVERLAP: ({ value, other }) => ({
    message: `special_hours: ${value} shares days with the entry on line ${other}.`,
    hint: 'A day has one range of hours, and first and last day are both included: shorten one of the two entries.',
  }),
  SPECIAL_HOURS_DAYS: ({ problem }) => {
    const texts = {
      none: [
        'special_hours: the entry does not say on which days.',
        'Write from: 2027-02-15 and to: 2027-02-21 (from alone for a single day), or on: with a calendar’s name.',
      ],
      'no-from': [
        'special_hours: "from", the first day, is missing.',
        'Add it; for a single day it is enough alone.',
      ],
      both: [
        'special_hours: the entry gives its days twice, by dates and by "on".',
        'Keep one of both: "on" takes first and last day from the calendar.',
      ],
    } as const;
    const [message, hint] = texts[problem];
    return { message, hint };
  },
  SPECIAL_HOURS_IMPOSSIBLE: ({ sort, value }) => {
    const texts = {
      closed: [
        'a closed day cannot be sent: update_store always takes one range of hours, and knows no closed state',
        'Leave these days out, or give the hours in which somebody answers. Tell customers of the closing in another place, such as a picture or a notice of the account.',
      ],
      ranges: [
        'several ranges on one day cannot be sent: update_store takes one',
        'Write one range from the first opening to the last closing.',
      ],
      weekdays: [
        'weekdays and repetitions cannot be sent: update_store takes one range of hours for all days',
        'Give each stretch of days an entry of its own, with dates: from: 2027-02-15, to: 2027-02-21.',
      ],
    } as const;
    const [why, hint] = texts[sort];
    return { message: `special_hours, "${brief(value)}": ${why}.`, hint };
  },
  SPECIAL_HOURS_LONG: ({ from, to }) => ({
    message: `The days from ${from} to ${to} are more than a year.`,
    hint: 'They are taken as they are. Is the year right? What always holds is the store’s own "hour".',
  }),

  CALENDAR_REFERENCE: ({ value, meant }) => ({
    message: `on "${brief(value)}" does not name a calendar and a name in it.`,
    hint: didYouMean(
      meant,
      'Write on: CALENDAR/NAME, such as 2027-cn/spring-festival for the name spring-festival in calendar/2027-cn.yaml. For dates, write from: and to:.',
    ),
  }),
  CALENDAR_UNKNOWN: ({ calendar, meant, known }) => ({
    message: `There is no calendar ${brief(calendar)} (calendar/${brief(calendar)}.yaml).`,
    hint: didYouMean(
      meant,
      known.length === 0
        ? `Make the file at the repository’s root, with lines such as:\nspring-festival: { from: 2027-02-06, to: 2027-02-12 }`
        : `Known calendars: ${list(known)}.`,
    ),
  }),
  CALENDAR_NAME_UNKNOWN: ({ file, name, meant, known }) => ({
    message: `${file} has no name "${brief(name)}".`,
    hint: didYouMean(
      meant,
      known.length === 0 ? 'It holds no names yet: add it there.' : `Names in it: ${list(known.map(brief))}.`,
    ),
  }),
  CALENDAR_NAME_INVALID: ({ name, problem }) => ({
    message:
      problem === 'empty' ? 'A name in a calendar is empty.' : `The name "${brief(name)}" has a "/" in it.`,
    hint:
      problem === 'empty'
        ? 'Write a name before the colon.'
        : 'The "/" stands between calendar and name in stores; write another sign, such as "-".',
  }),
  TWO_CALENDARS: ({ other }) => ({
    message: `There is another file for this calendar: ${other}.`,
    hint: 'Keep one of both.',
  }),
  CALENDAR_NOT_A_MAP: ({ sort }) => ({
    message:
      sort === 'empty'
        ? 'The calendar is empty, or holds only comments.'
        : `The calendar holds a ${sort} instead of names and days.`,
    hint: 'Write one name a line:\nspring-festival: { from: 2027-02-06, to: 2027-02-12, reason: Spring Festival }',
  }),

  REVIEW_BEFORE_SPECIAL_HOURS: ({ stores, names, date, days, patience }) => ({
    message:
      stores === 1
        ? `The pictures of ${names[0] ?? ''} may still be under review on ${date} (${ahead(days)}), when its hours change for special days.`
        : `The pictures of ${plural(stores, 'store')} (${list(names)}) may still be under review when their hours change for special days, first on ${date} (${ahead(days)}).`,
    hint: `WeChat may refuse hours while pictures are under review, which can take up to ${plural(patience, 'day')} (review_patience). Send new pictures earlier, or after the special days; the hours are sent as soon as the review ends.`,
  }),
};

export const specialHoursUi = {
  comingTitle: 'Coming special days',
  ahead,
  range,
  /** How many changes of hours the files ask for on later days, and when the next is due. */
  forecast: (changes: number, date: string, days: number): string =>
    `${plural(changes, 'change')} of hours for special days, the next on ${date} (${ahead(days)})`,
  forecastNone: 'no special days to come',
  stores: (count: number): string => plural(count, 'store'),
  /** "2027-02-15 (in 82 days)". */
  when: (date: string, days: number): string => `${date} (${ahead(days)})`,
  /** `who` are the stores, `change` what happens to which field. */
  entry: (when: string, who: string, change: string): string => `${when}: ${who}, ${change}`,
  change: (field: string, change: string): string => `${field} ${change}`,
  named: (stores: string, names: string): string => `${stores} (${names})`,
  more: (groups: number, stores: number): string =>
    `… and ${plural(groups, 'more change', 'more changes')} of hours, ${plural(stores, 'store')} in all.`,
  sections: {
    fromPull: 'After the merge, hours will change by themselves on these days',
    removed: 'No longer, once this is merged',
    all: (changes: number): string => `Coming special days: ${plural(changes, 'change')} of hours`,
  },
  table: { day: 'Day', stores: 'Stores', change: 'Change' },
  show: {
    usual: 'usual hours',
    now: 'now',
    past: 'over',
    coming: 'to come',
  },
};
