/** Dated hours as a pure function of file and day. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { buildSync } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SpecialHours } from '../src/model.ts';
import {
  addDays,
  comesBySpecialDays,
  comingHours,
  countDays,
  isDay,
  storeOn,
  valuesOn,
} from '../src/special-hours.ts';
import { buildSpecial, buildStore } from './builders.ts';

const FESTIVAL = buildSpecial({ from: '2027-02-15', to: '2027-02-21', reason: 'Spring Festival' });

/** Stretches of days one after the other, some of them side by side, with few different hours. */
const ranges = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 3 }),
      length: fc.integer({ min: 1, max: 4 }),
      hour: fc.constantFrom('10:00-17:00', '11:00-15:00', '10:00-21:00'),
    }),
    { maxLength: 6 },
  )
  .map((parts) => {
    let day = '2028-02-25';
    return parts.map(({ gap, length, hour }): SpecialHours => {
      const from = addDays(day, gap);
      const to = addDays(from, length - 1);
      day = addDays(to, 1);
      return buildSpecial({ from, to, hour });
    });
  });
const offsets = fc.integer({ min: -3, max: 45 });

/** Asks each day of each range by counting on from its first. */
function scan(special: readonly SpecialHours[], usual: string, day: string): string {
  for (const { from, to, hour } of special) {
    for (let at = from; ; at = addDays(at, 1)) {
      if (at === day) return hour;
      if (at === to) break;
    }
  }
  return usual;
}

describe('a day', () => {
  test.each([
    ['2027-02-28', true],
    ['2027-02-29', false],
    ['2028-02-29', true],
    ['2100-02-29', false],
    ['2027-02-30', false],
    ['2027-13-01', false],
    ['2027-00-10', false],
    ['2027-2-5', false],
    ['2027-02-15T00:00', false],
    ['', false],
  ])('%s: %s', (text, real) => {
    expect(isDay(text)).toBe(real);
  });

  test('is counted over months, years and leap days', () => {
    expect(addDays('2027-12-31', 1)).toBe('2028-01-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-02-28', 1)).toBe('2027-03-01');
    expect(countDays('2026-11-25', '2027-02-15')).toBe(82);
    expect(countDays('2027-03-27', '2027-03-29')).toBe(2);
  });
});

describe('the hours of a day', () => {
  test('are the special ones on the first and the last day, and the usual ones beside them', () => {
    const store = buildStore({ special_hours: [FESTIVAL] });
    const hours = ['2027-02-14', '2027-02-15', '2027-02-21', '2027-02-22'].map(
      (day) => valuesOn(store, day).hour,
    );
    expect(hours).toEqual(['10:00-21:00', '10:00-17:00', '10:00-17:00', '10:00-21:00']);
  });

  test('stand where their entry stands, and nothing else of the store changes', () => {
    const place = { file: 'stores/_defaults.yaml', line: 3, column: 40 };
    const store = buildStore({ special_hours: [{ ...FESTIVAL, place }] });
    const today = storeOn(store, '2027-02-15');
    expect(today).toEqual({
      ...store,
      values: { ...store.values, hour: '10:00-17:00' },
      origins: { hour: place },
    });
    expect(storeOn(store, '2027-02-14')).toBe(store);
  });

  test('are those of a scan day by day, for any ranges', () => {
    fc.assert(
      fc.property(ranges, offsets, (special_hours, offset) => {
        const store = buildStore({ special_hours });
        const day = addDays('2028-02-25', offset);
        expect(valuesOn(store, day).hour).toBe(scan(special_hours, store.values.hour, day));
      }),
    );
  });

  test('never depend on the time zone of the machine', () => {
    // Apia has no 30 December 2011, and in Berlin 28 March 2027 has 23 hours.
    const contents = `
      import { addDays, comingHours, countDays, isDay } from './src/special-hours.ts';
      const special = { from: '2027-03-28', to: '2027-03-28', hour: '10:00-17:00', reason: null };
      const store = { values: { hour: '10:00-21:00' }, special_hours: [special] };
      const days = [addDays('2027-03-28', 1), addDays('2011-12-29', 1), countDays('2027-03-27', '2027-03-29')];
      console.log(JSON.stringify([days, isDay('2011-12-30'), comingHours(store, '2027-03-27')]));`;
    const { outputFiles } = buildSync({
      stdin: { contents, resolveDir: resolve('.') },
      bundle: true,
      format: 'esm',
      write: false,
    });
    const input = outputFiles[0]?.text ?? '';
    const outputs = ['UTC', 'Pacific/Apia', 'Europe/Berlin'].map((TZ) =>
      execFileSync(process.execPath, ['--input-type=module', '-'], { input, encoding: 'utf8', env: { TZ } }),
    );
    const days = ['2027-03-29', '2011-12-30', 2];
    expect(JSON.parse(outputs[0] ?? '')).toEqual([days, true, [expect.anything(), expect.anything()]]);
    expect(new Set(outputs).size).toBe(1);
  });
});

describe('what is to come', () => {
  test('begins on the first day and goes back on the day after the last', () => {
    expect(comingHours(buildStore({ special_hours: [FESTIVAL] }), '2026-11-25')).toEqual([
      { date: '2027-02-15', before: '10:00-21:00', after: '10:00-17:00', reason: 'Spring Festival' },
      { date: '2027-02-22', before: '10:00-17:00', after: '10:00-21:00', reason: 'Spring Festival' },
    ]);
  });

  test('leaves out what is due today already, and what is over', () => {
    const store = buildStore({ special_hours: [FESTIVAL] });
    expect(comingHours(store, '2027-02-15').map(({ date }) => date)).toEqual(['2027-02-22']);
    expect(comingHours(store, '2027-02-22')).toEqual([]);
  });

  test('goes straight from one stretch of days to the next', () => {
    const next = buildSpecial({ from: '2027-02-22', to: '2027-02-23', hour: '11:00-15:00', reason: 'Rest' });
    const store = buildStore({ special_hours: [FESTIVAL, next] });
    expect(comingHours(store, '2027-02-16')).toEqual([
      { date: '2027-02-22', before: '10:00-17:00', after: '11:00-15:00', reason: 'Rest' },
      { date: '2027-02-24', before: '11:00-15:00', after: '10:00-21:00', reason: 'Rest' },
    ]);
  });

  test('leaves out days that change nothing', () => {
    const usual = buildSpecial({ from: '2027-02-15', to: '2027-02-21', hour: '10:00-21:00' });
    expect(comingHours(buildStore({ special_hours: [usual] }), '2026-11-25')).toEqual([]);
  });

  test('done in its order gives the hours of any later day', () => {
    fc.assert(
      fc.property(ranges, offsets, fc.nat(60), (special_hours, offset, later) => {
        const store = buildStore({ special_hours });
        const day = addDays('2028-02-25', offset);
        let hour = valuesOn(store, day).hour;
        for (const change of comingHours(store, day).filter(({ date }) => date <= addDays(day, later))) {
          expect(change.before).toBe(hour);
          expect(change.after).not.toBe(hour);
          hour = change.after;
        }
        expect(hour).toBe(valuesOn(store, addDays(day, later)).hour);
      }),
    );
  });
});

describe('a difference of hours comes by special days', () => {
  const store = buildStore({
    special_hours: [FESTIVAL, buildSpecial({ from: '2027-05-01', to: '2027-05-03', hour: '08:00-22:00' })],
  });

  test.each([
    ['the usual hours give way to those of the day', '2027-02-15', '10:00-21:00', true],
    ['hours of an earlier stretch that were never taken back give way', '2027-05-01', '10:00-17:00', true],
    ['the hours of days that are over go back', '2027-02-22', '10:00-17:00', true],
    ['hours that nobody knows of', '2027-02-15', '09:00-20:00', false],
    ['hours that nobody knows of, on a usual day', '2027-02-22', '09:00-20:00', false],
    ['hours of days that are still to come', '2027-02-22', '08:00-22:00', false],
  ])('%s', (_what, day, recorded, special) => {
    expect(comesBySpecialDays(store, day, recorded)).toBe(special);
  });
});
