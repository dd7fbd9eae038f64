/** Days, ranges and months of the calendar. */
import { describe, expect, test } from 'vitest';
import { listRows } from '../../../src/report/html/page.ts';
import { countByDay, listMonths, listRanges } from '../../../src/report/html/special-days.ts';
import { buildStore } from '../../builders.ts';
import { AS_OF, buildPage } from './samples.ts';

const place = { file: 'stores/a.yaml', line: 4, column: 1 };
const range = (from: string, to: string, hour = '10:00-17:00') => ({ from, to, hour, reason: '春节', place });

function rangesOf(...each: readonly (readonly ReturnType<typeof range>[])[]) {
  const stores = each.map((special_hours, index) => buildStore({ poi_id: String(index), special_hours }));
  return listRanges(listRows(buildPage({ stores, records: new Map() })), AS_OF);
}

describe('special days', () => {
  test('are shared by stores with the same days, hours and reason; days that are over are left out', () => {
    const days = range('2027-02-05', '2027-02-07');
    const found = rangesOf(
      [days, range('2027-01-01', '2027-01-03')],
      [days],
      [{ ...days, hour: '11:00-15:00' }],
    );
    expect(found.map(({ from, hour, rows }) => [from, hour, rows.length])).toEqual([
      ['2027-02-05', '10:00-17:00', 2],
      ['2027-02-05', '11:00-15:00', 1],
    ]);
  });

  test('are counted from today on, both ends included', () => {
    const days = countByDay(
      rangesOf([range('2027-01-20', '2027-01-29')], [range('2027-01-29', '2027-01-30')]),
      AS_OF,
    );
    expect([...days]).toEqual([
      ['2027-01-28', 1],
      ['2027-01-29', 2],
      ['2027-01-30', 1],
    ]);
  });

  test('of a slip of the hand far ahead do not fill the page', () => {
    const days = countByDay(rangesOf([range('2027-02-01', '2099-12-31')]), AS_OF);
    expect(days.size).toBeLessThan(740);
  });

  test('stand in months whose weeks begin on Monday', () => {
    const [month, ...others] = listMonths(['2027-02-05', '2027-02-28']);
    expect(others).toEqual([]);
    expect(month?.weeks).toHaveLength(4);
    expect(month?.weeks[0]?.[0]).toBe('2027-02-01');
    expect(month?.weeks[3]?.[6]).toBe('2027-02-28');
    const [leap] = listMonths(['2028-02-29']);
    expect(leap?.weeks.flat().filter((day) => day !== null)).toHaveLength(29);
    expect(leap?.weeks[0]?.indexOf('2028-02-01')).toBe(1);
  });
});
