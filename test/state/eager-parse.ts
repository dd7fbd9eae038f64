/** The measure for the reader of states: the same, but every record parsed and checked by the schema as it is read. */

import { findEqualKeys } from '../../src/base/json-keys.ts';
import { isJsonObject } from '../../src/base/json-object.ts';
import { type Diagnostic, fault, type Read, type State, type StoreRecord } from '../../src/model.ts';
import { findUploadsFault } from '../../src/pictures.ts';
import { describeDamage, placeOf } from '../../src/state/damage.ts';
import { findRecordFault } from '../../src/state/record.ts';

const VERSION = 1;

interface Parsed {
  readonly head: Record<string, unknown>;
  readonly stores: ReadonlyMap<string, unknown>;
  /** Line of each record, where it was read line by line. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Reads the text of a state file; `file` is the name to show. A BOM is fine. */
export function parseEagerly(raw: string, file: string): Read<State> {
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
  const firstLine = text.slice(0, first).split('\n').length;
  const stores = new Map<string, unknown>();
  const lines = new Map<string, number>();
  const records = text.slice(first, end).split('\n');
  for (const [index, line] of records.entries()) {
    const [, key, json, comma] = /^"(\d{1,20})":(\{.*\})(,?)$/u.exec(line) ?? [];
    const record = json === undefined ? undefined : parseJson(json);
    const isLast = index === records.length - 1;
    if (key === undefined || !isJsonObject(record) || (comma === '') !== isLast) return null;
    const other = lines.get(key);
    const place = { file, line: firstLine + index, column: 1 };
    if (other !== undefined) return fault('STATE_DUPLICATE', place, { file, key, other });
    stores.set(key, record);
    lines.set(key, place.line);
  }
  return { head, stores, lines };
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
  return { head, stores: new Map(Object.entries(stores)), lines: new Map() };
}

function findDuplicate(text: string, file: string): Diagnostic | null {
  const found = findEqualKeys(text);
  if (found === null) return null;
  const { key, first, second } = found;
  const other = placeOf(text, first, file).line;
  return fault('STATE_DUPLICATE', placeOf(text, second, file), { file, key, other });
}

function checkState({ head, stores, lines }: Parsed, file: string): Read<State> {
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
  for (const [poiId, record] of stores) {
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
  // Each record was checked above.
  return {
    value: { version: VERSION, stores: stores as ReadonlyMap<string, StoreRecord>, extra },
    diagnostics: [],
  };
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
