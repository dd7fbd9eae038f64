/** JSON Schemas of dated hours in store files, and of the calendars that give names to days. */
import { HOUR_PATTERN } from '../../src/fields.ts';

/** `YYYY-MM-DD` from 2000 on; that the day exists, the program checks. */
export const DAY_PATTERN = '^2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';

const day = (description: string): object => ({
  type: 'string',
  pattern: DAY_PATTERN,
  description,
  examples: ['2027-02-15'],
});
// An editor reads an unquoted 2027 as a number; the program reads its text.
const reason = {
  type: ['string', 'integer'],
  description:
    'For people: plans and reports show it. Left out, a calendar’s reason or name is shown.\n给人看的原因，显示在计划和报告里。不写时显示日历里的原因或名称。',
  examples: ['Spring Festival'],
};
const from = day(
  'The first day, in the time zone of mendian.yaml. It begins at midnight.\n第一天，按 mendian.yaml 的时区，从零点开始。',
);
const to = day(
  'The last day, included. Left out, "from" is the only day.\n最后一天，包含在内。不写就只有 from 这一天。',
);

/** The value of `special_hours`. */
export const specialHours = {
  type: 'array',
  description:
    'Hours of single days or stretches of days, in place of "hour". No day may stand in two entries. Apply sends them on the first day, and the usual hours on the day after the last. An empty list takes away what defaults give.\n个别日期的营业时间，当天代替 hour。同一天不能出现在两项里。apply 在第一天发送，最后一天的次日恢复平时的时间。空列表会去掉默认值里的特殊日期。',
  examples: [[{ from: '2027-02-15', to: '2027-02-21', hour: '10:00-17:00', reason: 'Spring Festival' }]],
  items: {
    type: 'object',
    description: 'One stretch of days: by "from" and "to", or by "on".\n一段日期：用 from 和 to，或者用 on。',
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
        description:
          'In place of dates: a name of a calendar. 2027-cn/spring-festival is the name spring-festival in calendar/2027-cn.yaml.\n代替日期：日历里的一个名称。2027-cn/spring-festival 就是 calendar/2027-cn.yaml 里的 spring-festival。',
        examples: ['2027-cn/spring-festival'],
      },
      hour: {
        type: 'string',
        pattern: HOUR_PATTERN,
        description:
          'Hours of these days, one range. The API has no closed day and no second range.\n这些日期的营业时间，一个时段。接口不能表示停业，也没有第二个时段。',
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
  description:
    'Names for days that many stores share. A store writes "on: CALENDAR/NAME" in special_hours, with hours of its own.\n许多门店共用的日期名称。门店在 special_hours 里写 on: 日历/名称，并写自己的营业时间。',
  type: 'object',
  propertyNames: { pattern: '^[^/]+$' },
  additionalProperties: {
    type: 'object',
    description: 'One name, and the days that it stands for.\n一个名称，和它代表的日期。',
    additionalProperties: false,
    required: ['from'],
    properties: { from, to, reason },
  },
};
