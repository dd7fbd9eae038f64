/** State text → State. The usual form is read line by line; any other JSON of the same content is accepted too. Pure. */

import { findEqualKeys } from '../base/json-keys.ts';
import { isJsonObject } from '../base/json-object.ts';
import { type Diagnostic, fault, type Read, type State, type StoreRecord } from '../model.ts';
import { findUploadsFault } from '../pictures.ts';
import { describeDamage, placeOf } from './damage.ts';
import { findRecordFault } from './record.ts';
import { findUsualEnd, RecordLines } from './record-lines.ts';

const VERSION = 1;

interface Parsed {
  readonly head: Record<string, unknown>;
  /** Records whose form is still to be checked. */
  readonly unchecked: ReadonlyMap<string, unknown>;
  /** Line of each of them, where it was read line by line. */
  readonly lines: ReadonlyMap<string, number>;
  /** All records, once those are known to be sound. */
  readonly stores: (checked: ReadonlyMap<string, StoreRecord>) => ReadonlyMap<string, StoreRecord>;
}

/** Reads the text of a state file; `file` is the name to show. A BOM is fine. */
export function parseState(raw: string, file: string): Read<State> {
  const text = raw.replace(/^\ufeff/u, '');
  const parsed = parseLines(text, file) ?? parseWhole(text, file);
  return 'severity' in parsed ? { value: null, diagnostics: [parsed] } : checkState(parsed, file);
}

/** The form that mendian writes; null where the text has another, so that the whole is parsed instead. */
function parseLines(text: string, file: string): Parsed | Diagnostic | null {
  const begin = text.indexOf('\n"stores": {\n');
  const end = text.lastIndexOf('\n}\n}');
  if (!text.startsWith('{\n') || begin < 0 || end < begin || text.slice(end + 4).trim() !== '') return null;
  const head = parseJson(`${text.slice(0, begin).replace(/,\s*$/u, '')}}`);
  if (!isJsonObject(head)) return null;
  const first = begin + '\n"stores": {\n'.length;
  const records = readRecords(text, first, end, file);
  if (records === null || 'severity' in records) return records;
  const { all, unchecked, lines } = records;
  return { head, unchecked, lines, stores: (checked) => new RecordLines(all, checked) };
}

interface ReadRecords {
  /** JSON of every record. */
  readonly all: Map<string, string>;
  readonly unchecked: Map<string, unknown>;
  readonly lines: Map<string, number>;
}

/** The lines from `first` to `end`: most are known by their form, and any other is parsed at once. */
function readRecords(
  text: string,
  first: number,
  end: number,
  file: string,
): ReadRecords | Diagnostic | null {
  const [all, unchecked, lines] = [
    new Map<string, string>(),
    new Map<string, unknown>(),
    new Map<string, number>(),
  ];
  let line = countLines(text, first);
  for (let start = first; start <= end; ) {
    const found = text.indexOf('\n', start);
    const stop = found < 0 || found > end ? end : found;
    const isLast = stop === end;
    const last = isLast ? stop : stop - 1;
    const usual = findUsualEnd(text, start) === last && (isLast || text[last] === ',');
    const read = usual ? cutUsual(text, start, last) : parseLine(text.slice(start, stop), isLast);
    if (read === null) return null;
    const { key, json, record } = read;
    if (all.has(key)) return refuseSecond(text, { key, first, start }, file);
    all.set(key, json);
    if (record !== null) {
      unchecked.set(key, record);
      lines.set(key, line);
    }
    start = stop + 1;
    line += 1;
  }
  return all.size === 0 ? null : { all, unchecked, lines };
}

interface RecordLine {
  readonly key: string;
  readonly json: string;
  /** Null where the form alone tells that it is sound. */
  readonly record: Record<string, unknown> | null;
}

function cutUsual(text: string, start: number, end: number): RecordLine {
  const quote = text.indexOf('"', start + 1);
  return { key: text.slice(start + 1, quote), json: text.slice(quote + 2, end), record: null };
}

function parseLine(line: string, isLast: boolean): RecordLine | null {
  const [, key, json, comma] = /^"(\d{1,20})":(\{.*\})(,?)$/u.exec(line) ?? [];
  const record = json === undefined ? undefined : parseJson(json);
  if (key === undefined || json === undefined || !isJsonObject(record) || (comma === '') !== isLast)
    return null;
  return { key, json, record };
}

/** The same store on two lines: both are named. */
function refuseSecond(
  text: string,
  { key, first, start }: { readonly key: string; readonly first: number; readonly start: number },
  file: string,
): Diagnostic {
  const other = countLines(text, text.indexOf(`\n"${key}":`, first - 1) + 1);
  return fault('STATE_DUPLICATE', { file, line: countLines(text, start), column: 1 }, { file, key, other });
}

/** The number of the line that begins at an index. */
function countLines(text: string, index: number): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function parseWhole(text: string, file: string): Parsed | Diagnostic {
  const whole = parseJson(text);
  if (!isJsonObject(whole)) return describeDamage(text, file);
  const duplicate = findDuplicate(text, file);
  if (duplicate !== null) return duplicate;
  const { stores, ...head } = whole;
  if (!isJsonObject(stores)) {
    return fault(
      'STATE_INVALID',
      { file, line: 1, column: 1 },
      { file, place: 'stores', expected: 'expect-records' },
    );
  }
  return { head, unchecked: new Map(Object.entries(stores)), lines: new Map(), stores: (checked) => checked };
}

function findDuplicate(text: string, file: string): Diagnostic | null {
  const found = findEqualKeys(text);
  if (found === null) return null;
  const { key, first, second } = found;
  const other = placeOf(text, first, file).line;
  return fault('STATE_DUPLICATE', placeOf(text, second, file), { file, key, other });
}

function checkState({ head, unchecked, lines, stores }: Parsed, file: string): Read<State> {
  const { version, ...extra } = head;
  if (typeof version === 'number' && version > VERSION) {
    return reject(fault('STATE_NEWER', { file, line: 2, column: 1 }, { file, version: String(version) }));
  }
  if (version !== VERSION) {
    return reject(
      fault(
        'STATE_INVALID',
        { file, line: 1, column: 1 },
        { file, place: 'version', expected: { phrase: 'expect-exactly', value: String(VERSION) } },
      ),
    );
  }
  for (const [poiId, record] of unchecked) {
    const wrong = findRecordFault(poiId, record);
    if (wrong === null) continue;
    return reject(
      fault('STATE_INVALID', { file, line: lines.get(poiId) ?? null, column: null }, { file, ...wrong }),
    );
  }
  const wrongUpload = findUploadsFault(extra.pictures);
  if (wrongUpload !== null) {
    // Taken for none, it would have all local pictures uploaded and reviewed again.
    const params = { file, place: wrongUpload, expected: 'expect-uploads' } as const;
    return reject(fault('STATE_INVALID', { file, line: null, column: null }, params));
  }
  // Each of them was checked above.
  const checked = unchecked as ReadonlyMap<string, StoreRecord>;
  return { value: { version: VERSION, stores: stores(checked), extra }, diagnostics: [] };
}

function reject(diagnostic: Diagnostic): Read<State> {
  return { value: null, diagnostics: [diagnostic] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
