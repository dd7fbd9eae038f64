/**
 * The records of a state's text, each parsed when it is asked for. Lines of the usual form are known to be sound by that
 * form; all others are parsed and checked as they are read. Pure.
 */
import { OPTIONAL_NAMES } from '../fields.ts';
import type { SettledRecords } from '../model/records.ts';
import type { StoreRecord, StoreValues } from '../model.ts';

/** A text without escapes; line separators that only some readers take for line breaks are left to the parser. */
const TEXT = '"[^"\\\\\\u0000-\\u001f\\u2028\\u2029]*"';
const TEXTS = `\\[(?:${TEXT}(?:,${TEXT})*)?\\]`;
const VALUES = `\\{"hour":${TEXT},"contract_phone":${TEXT},"pic_list":${TEXTS}`;

const OPTIONAL = OPTIONAL_NAMES.map((name) => `(?:,"${name}":${TEXT})?`).join('');

/** What `formatRecord` writes of a record that has nothing in doubt. The schema would find no fault in it. */
const USUAL = [
  `\\{"values":${VALUES}${OPTIONAL}\\}`,
  '(?:,"audit_id":(?:"[0-9]{1,20}"|null))?,"review":"(?:none|pending|approved)"',
  '(?:,"applied_at":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")?',
  `(?:,"approved_pic_list":${TEXTS})?(?:,"observed":${VALUES}\\})?`,
  '(?:,"source":\\{"commit":"[0-9a-f]{40}"(?:,"pull":[1-9][0-9]{0,14})?\\})?\\}',
].join('');
/** A whole line but its comma and break. Sticky: it is tried where the last line ended. */
const USUAL_LINE = new RegExp(`"[0-9]{1,20}":${USUAL}`, 'y');

/** Where a usual record that begins at an index ends, or -1. */
export function findUsualEnd(text: string, index: number): number {
  USUAL_LINE.lastIndex = index;
  return USUAL_LINE.test(text) ? USUAL_LINE.lastIndex : -1;
}

/** Whether a usual line begins with just these values. Compared piece by piece: most stores of a plan are asked this. */
function holdsJust(line: string, values: StoreValues): boolean {
  const { hour, contract_phone, pic_list } = values;
  let at = passValue(line, pass(line, 0, '{"values":{"hour":"'), hour);
  at = passValue(line, pass(line, at, ',"contract_phone":"'), contract_phone);
  at = pass(line, at, ',"pic_list":[');
  let comma = '';
  for (const picture of pic_list) {
    at = passValue(line, pass(line, at, `${comma}"`), picture);
    comma = ',';
  }
  at = pass(line, at, ']');
  for (const name of OPTIONAL_NAMES) {
    const value = values[name];
    if (value !== undefined) at = passValue(line, pass(line, at, `,"${name}":"`), value);
  }
  return pass(line, at, '},') >= 0;
}

/** Where the line goes on behind this text, or -1 where it does not stand at that place. */
function pass(line: string, at: number, text: string): number {
  return at >= 0 && line.startsWith(text, at) ? at + text.length : -1;
}

/**
 * The same for a value and the quote that ends it. A value with a quote of its own could be taken for two; a backslash stands
 * in no usual line.
 */
function passValue(line: string, at: number, value: string): number {
  return value.includes('"') ? -1 : pass(line, pass(line, at, value), '"');
}

export class RecordLines implements SettledRecords {
  /** JSON of each record in the order of the file. */
  private readonly lines: ReadonlyMap<string, string>;
  private readonly others: ReadonlyMap<string, StoreRecord>;
  private readonly parsed = new Map<string, StoreRecord>();

  /** `others` are those that have not the usual form, parsed and checked; they stand in `lines` too. */
  constructor(lines: ReadonlyMap<string, string>, others: ReadonlyMap<string, StoreRecord>) {
    this.lines = lines;
    this.others = others;
  }

  get size(): number {
    return this.lines.size;
  }

  has(poiId: string): boolean {
    return this.lines.has(poiId);
  }

  get(poiId: string): StoreRecord | undefined {
    const known = this.others.get(poiId) ?? this.parsed.get(poiId);
    const line = known === undefined ? this.lines.get(poiId) : undefined;
    if (line === undefined) return known;
    // Its form is that of a record.
    const record = JSON.parse(line) as StoreRecord;
    this.parsed.set(poiId, record);
    return record;
  }

  isSettledAs(poiId: string, values: StoreValues): boolean {
    const line = this.lines.get(poiId);
    if (line === undefined || this.others.has(poiId)) return false;
    return holdsJust(line, values);
  }

  unusual(): Iterable<StoreRecord> {
    return this.others.values();
  }

  keys(): MapIterator<string> {
    return this.lines.keys() as MapIterator<string>;
  }

  *entries(): MapIterator<[string, StoreRecord]> {
    for (const poiId of this.lines.keys()) {
      const record = this.get(poiId);
      if (record !== undefined) yield [poiId, record];
    }
  }

  *values(): MapIterator<StoreRecord> {
    for (const [, record] of this.entries()) yield record;
  }

  forEach(
    act: (record: StoreRecord, poiId: string, records: ReadonlyMap<string, StoreRecord>) => void,
  ): void {
    for (const [poiId, record] of this.entries()) act(record, poiId, this);
  }

  [Symbol.iterator](): MapIterator<[string, StoreRecord]> {
    return this.entries();
  }
}
