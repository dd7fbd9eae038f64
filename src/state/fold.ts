/** Folds a journal into a state: an intent makes a store uncertain, an outcome settles it. Pure. */
import { isJsonObject } from '../base/json-object.ts';
import {
  type Diagnostic,
  fault,
  type Read,
  type State,
  type StoreRecord,
  type StoreValues,
} from '../model.ts';
import { findUploadsFault, readUploads, withUploads } from '../pictures.ts';
import { keepAuditId } from './merge.ts';
import { findRecordFault } from './record.ts';

type Line =
  | { readonly type: 'intent'; readonly at: string; readonly poi_id: string; readonly sending: StoreValues }
  | {
      readonly type: 'outcome';
      readonly at: string;
      readonly poi_id: string;
      readonly record: StoreRecord | null;
    };

/** A picture that was uploaded: which address its content has. */
interface Upload {
  readonly type: 'picture';
  readonly sha256: string;
  readonly url: string;
}

export interface Folded {
  readonly state: State;
  /** Lines that were read; 0 for an empty journal. */
  readonly lines: number;
}

/** Folds the text of a journal in. A torn last line never happened: what it stands for is synced before it is used. */
export function foldJournal(state: State, text: string, file: string): Read<Folded> {
  const parts = text.split('\n');
  // What follows the last line break was never synced whole. NUL bytes are what a power loss can leave.
  parts.pop();
  while (parts.length > 0 && readLine(parts.at(-1) ?? '') === null) parts.pop();
  const known = readUploads(state);
  if (parts.length === 0) return { value: { state: withUploads(state, known), lines: 0 }, diagnostics: [] };
  const stores = new Map(state.stores);
  const uploads = new Map(known);
  for (const [index, part] of parts.entries()) {
    const line = readLine(part);
    if (line === null)
      return reject(fault('JOURNAL_DAMAGED', { file, line: index + 1, column: null }, { file }));
    if (line.type === 'picture') uploads.set(line.sha256, line.url);
    // A newer record came by git meanwhile: what happened here is older news.
    else if (isNewer(state.stores.get(line.poi_id), line)) keepId(stores, line);
    else foldLine(stores, line);
  }
  const folded = withUploads({ ...state, stores }, uploads);
  return { value: { state: folded, lines: parts.length }, diagnostics: [] };
}

/** Older news may still hold the only audit id. */
function keepId(stores: Map<string, StoreRecord>, line: Line): void {
  const known = stores.get(line.poi_id);
  if (known === undefined || line.type !== 'outcome' || line.record === null) return;
  stores.set(line.poi_id, keepAuditId(known, line.record));
}

function foldLine(stores: Map<string, StoreRecord>, line: Line): void {
  const known = stores.get(line.poi_id);
  if (line.type === 'intent') stores.set(line.poi_id, markUncertain(known, line.sending));
  else if (line.record === null) stores.delete(line.poi_id);
  else stores.set(line.poi_id, line.record);
}

/** The record of a store that is about to be sent: until a verdict is known, the next run must look. */
export function markUncertain(known: StoreRecord | undefined, sending: StoreValues): StoreRecord {
  const { receipt: _receipt, ...rest } = known ?? { review: 'none' as const };
  return { ...rest, uncertain: true, sending };
}

function isNewer(record: StoreRecord | undefined, { at }: Line): boolean {
  return record?.applied_at !== undefined && Date.parse(record.applied_at) > Date.parse(at);
}

function readLine(text: string): Line | Upload | null {
  // Each line is one object. To try the parser on thousands of lines that are none would take seconds.
  if (!/^\s*\{/u.test(text) || !text.trimEnd().endsWith('}')) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isJsonObject(value)) return null;
  if (value.type === 'picture') return readUpload(value);
  // The members are checked below before the line is taken for one.
  const line = value as Partial<Line> & Record<string, unknown>;
  if (typeof line.poi_id !== 'string' || typeof line.at !== 'string' || Number.isNaN(Date.parse(line.at)))
    return null;
  const record =
    line.type === 'intent'
      ? { review: 'none', uncertain: true, sending: line.sending }
      : (line.record ?? { review: 'none' });
  if (line.type !== 'intent' && (line.type !== 'outcome' || line.record === undefined)) return null;
  return findRecordFault(line.poi_id, record) === null ? (line as Line) : null;
}

function readUpload({ sha256, url }: Readonly<Record<string, unknown>>): Upload | null {
  if (typeof sha256 !== 'string' || typeof url !== 'string') return null;
  return findUploadsFault({ [sha256]: url }) === null ? { type: 'picture', sha256, url } : null;
}

function reject(diagnostic: Diagnostic): Read<Folded> {
  return { value: null, diagnostics: [diagnostic] };
}
