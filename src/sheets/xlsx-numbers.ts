/** Numbers of an .xlsx file as a person sees them: which are dates by their format, and which moment they mean. Pure. */
import type { Cell } from './cells.ts';
import type { XmlVisitor } from './xml.ts';

/** How the workbook's styles show numbers. */
export interface NumberStyles {
  /** Whether a style, by its index, shows a date or a time. */
  readonly dates: readonly boolean[];
  /** The year in which the workbook's days begin. */
  readonly epoch: 1900 | 1904;
}

/**
 * Formats of dates and times that every program knows by number (ECMA-376, 18.8.30), those of Chinese programs among
 * them (27 to 36, 50 to 58).
 */
function isKnownDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** Reads the styles part; `walk` goes through it, or does nothing where there is none. */
export function readStyles(walk: (visitor: XmlVisitor) => void, epoch: 1900 | 1904): NumberStyles {
  const formats = new Map<number, string>();
  const used: number[] = [];
  let inCells = false;
  walk({
    open: (name, attributes) => {
      const id = Number(attributes.get('numFmtId') ?? 0);
      if (name === 'numFmt') formats.set(id, attributes.get('formatCode') ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) used.push(id);
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  const isDate = (id: number): boolean =>
    isDateFormat(formats.get(id) ?? '') || (!formats.has(id) && isKnownDate(id));
  return { dates: used.map(isDate), epoch };
}

/** Whether a format's code shows parts of a date or a time; what stands in quotes or behind a backslash is only text. */
export function isDateFormat(code: string): boolean {
  const plain = code.replace(/"[^"]*"|\\.|_.|\*./gu, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/giu, '');
  return /[ymdhs]/iu.test(plain.replace(/general/giu, ''));
}

/** A number cell; one that the style shows as a date is one. */
export function showNumber(value: string, style: number, { dates, epoch }: NumberStyles): Cell {
  const number = Number(value);
  if (!Number.isFinite(number)) return { kind: 'error', text: value };
  if (dates[style] === true && number >= 0 && number < 2_958_466)
    return { kind: 'date', text: showMoment(number, epoch) };
  return { kind: 'number', text: Number.isSafeInteger(number) ? String(number) : value };
}

/** A day's number with its fraction as `2027-02-15`, `10:00`, or both. */
function showMoment(serial: number, epoch: 1900 | 1904): string {
  const minutes = Math.round((serial % 1) * 1440);
  const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  if (serial < 1) return time;
  // The calendar of 1900 has a 29 February that never was: days before it are counted from another day.
  const start = epoch === 1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  const day = new Date(start + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10);
  return minutes === 0 ? day : `${day} ${time}`;
}
