/**
 * The records of a state's text, each parsed when it is asked for. Lines of the usual form are known to be sound by that
 * form; all others are parsed and checked as they are read. Pure.
 */
import type { SettledRecords } from '../model/records.ts';
import type { StoreRecord, StoreValues } from '../model.ts';

/** A text without escapes; line separators that only some readers take for line breaks are left to the parser. */
const TEXT = '"[^"\\\\\\u0000-\\u001f\\u2028\\u2029]*"';
const TEXTS = `\\[(?:${TEXT}(?:,${TEXT})*)?\\]`;
const VALUES = `\\{"hour":${TEXT},"contract_phone":${TEXT},"pic_list":${TEXTS}`;

/** What `formatRecord` writes of a record that has nothing in doubt. The schema would find no fault in it. */
const USUAL = [
  `\\{"values":${VALUES}(?:,"map_poi_id":${TEXT})?(?:,"card_id":${TEXT})?\\}`,
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

/** Signs that JSON escapes: no usual line holds one. */
const ESCAPED = /["\\]/u;

/** How a usual line begins that holds just these values. */
function writeBegin({ hour, contract_phone, pic_list, map_poi_id, card_id }: StoreValues): string {
  let begin = `{"values":{"hour":"${hour}","contract_phone":"${contract_phone}","pic_list":[`;
  for (const [index, picture] of pic_list.entries()) begin += index === 0 ? `"${picture}"` : `,"${picture}"`;
  begin += ']';
  if (map_poi_id !== undefined) begin += `,"map_poi_id":"${map_poi_id}"`;
  if (card_id !== undefined) begin += `,"card_id":"${card_id}"`;
  return `${begin}},`;
}

function holdsEscaped({ hour, contract_phone, pic_list, map_poi_id, card_id }: StoreValues): boolean {
  if (ESCAPED.test(hour) || ESCAPED.test(contract_phone)) return true;
  if (
    (map_poi_id !== undefined && ESCAPED.test(map_poi_id)) ||
    (card_id !== undefined && ESCAPED.test(card_id))
  )
    return true;
  for (const picture of pic_list) if (ESCAPED.test(picture)) return true;
  return false;
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
    return line.startsWith(writeBegin(values)) && !holdsEscaped(values);
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
