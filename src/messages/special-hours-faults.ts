/** Faults of `special_hours`, dated hours, and of the calendars that give names to dates. */
export interface SpecialHoursFaults {
  /** `key` is the member, such as `special_hours.from`; `days` those of the month, where the day is beyond them. */
  INVALID_DATE: {
    readonly key: string;
    readonly value: string;
    readonly problem: DateProblem;
    readonly days: number | null;
    readonly write: string | null;
  };
  /** The last day comes before the first. */
  DATES_REVERSED: { readonly from: string; readonly to: string };
  /** Two ranges of one store share days; `value` is the later one, `other` the line of the earlier. */
  SPECIAL_HOURS_OVERLAP: { readonly value: string; readonly other: number };
  /** Neither days nor a name for them, or both. */
  SPECIAL_HOURS_DAYS: { readonly problem: 'none' | 'both' | 'no-from' };
  /** Something that `update_store` has no words for. */
  SPECIAL_HOURS_IMPOSSIBLE: { readonly sort: ImpossibleHours; readonly value: string };
  /** More than a year: most likely a slip in the year. */
  SPECIAL_HOURS_LONG: { readonly from: string; readonly to: string };

  /** `on` that is no `calendar/name`; `meant` is what was meant, where it can be told. */
  CALENDAR_REFERENCE: { readonly value: string; readonly meant: string | null };
  CALENDAR_UNKNOWN: {
    readonly calendar: string;
    readonly meant: string | null;
    readonly known: readonly string[];
  };
  CALENDAR_NAME_UNKNOWN: {
    readonly file: string;
    readonly name: string;
    readonly meant: string | null;
    readonly known: readonly string[];
  };
  /** A name of a calendar that `on` could not say. */
  CALENDAR_NAME_INVALID: { readonly name: string; readonly problem: 'slash' | 'empty' };
  TWO_CALENDARS: { readonly other: string };
  CALENDAR_NOT_A_MAP: { readonly sort: 'empty' | 'list' | 'text' };

  /** `stores` of them, with the first names; `date` is the first day on which hours change. */
  REVIEW_BEFORE_SPECIAL_HOURS: {
    readonly stores: number;
    readonly names: readonly string[];
    readonly date: string;
    readonly days: number;
    readonly patience: number;
  };
}

export type DateProblem = 'form' | 'no-day' | 'no-month' | 'year';

/** What hours of a store cannot say: a closed day, several ranges, weekdays and whatever repeats. */
export type ImpossibleHours = 'closed' | 'ranges' | 'weekdays';
