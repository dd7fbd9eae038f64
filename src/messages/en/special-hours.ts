/** Texts about dated hours. */
import type { FaultTexts } from '../faults.ts';
import type { SpecialHoursFaults } from '../special-hours-faults.ts';

export const specialHoursTexts: FaultTexts<SpecialHoursFaults> = {
  SPECIAL_HOURS_OVERLAP: ({ value, other }) => ({
    message: `special_hours: ${value} shares days with ${other === null ? 'another range' : `the range in line ${other}`}.`,
    hint: 'A day can have one range of hours: shorten one of the two, both ends are included.',
  }),
};

export const specialHoursUi = {
  comingTitle: 'Coming special days',
};
