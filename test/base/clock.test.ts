import { expect, test } from 'vitest';
import { dayIn } from '../../src/base/clock.ts';

test('the zones with a fixed offset have the days that the system’s tables give', () => {
  for (const timeZone of ['UTC', 'Asia/Shanghai']) {
    const byTables = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    // Steps that meet every hour of the day in turn, from before China gave up summer time to far ahead.
    for (let moment = Date.UTC(1986, 0, 1); moment < Date.UTC(2080, 0, 1); moment += 3_600_000 * 1_003)
      expect(dayIn(timeZone, new Date(moment))).toBe(byTables.format(new Date(moment)));
  }
});
