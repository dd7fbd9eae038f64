/** JSON Schemas of dated hours in store files, and of the calendars that give names to days. */
import { HOUR_PATTERN } from '../../src/fields.ts';

const day = (description: string): object => ({
  type: 'string',
  pattern: '^2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
  description,
  examples: ['2027-02-15'],
});
// An editor reads an unquoted 2027 as a number; the program reads its text.
const reason = { type: ['string', 'integer'], description: 'For people: shown in plans and reports.' };
const from = day('First day, YYYY-MM-DD, in the account’s time zone.');
const to = day('Last day, YYYY-MM-DD, included. Left out: from is the only day.');

/** The value of `special_hours`. */
export const specialHours = {
  type: 'array',
  description:
    'Hours of some days, in place of "hour": both ends included, in the account’s time zone, no day twice. An empty list takes away what defaults give.',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['hour'],
    oneOf: [
      { required: ['from'], properties: { from: true, on: false } },
      { required: ['on'], properties: { on: true, from: false, to: false } },
    ],
    properties: {
      from,
      to,
      on: {
        type: 'string',
        pattern: '^[^/]+/[^/]+$',
        description: 'In place of dates: a name of a calendar, as CALENDAR/NAME (calendar/CALENDAR.yaml).',
        examples: ['2027-cn/spring-festival'],
      },
      hour: {
        type: 'string',
        pattern: HOUR_PATTERN,
        description: 'Hours of these days, HH:MM-HH:MM. The API has no closed day and no second range.',
        examples: ['10:00-17:00'],
      },
      reason,
    },
  },
};

/** A file of the folder `calendar`. */
export const calendarSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'A calendar',
  description: 'Names for days, which stores use as on: CALENDAR/NAME in special_hours.',
  type: 'object',
  propertyNames: { pattern: '^[^/]+$' },
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    required: ['from'],
    properties: { from, to, reason },
  },
};
