/** Faults of `special_hours`, dated hours, and of the calendars that give names to dates. */
export interface SpecialHoursFaults {
  /** Two ranges of one store share days; `other` is the line of the earlier one, where it is in the same file. */
  SPECIAL_HOURS_OVERLAP: { readonly value: string; readonly other: number | null };
}
