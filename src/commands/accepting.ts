/** `drift --accept`: live values go into the store files by token edits, and then on record. */
import { acceptLive } from '../apply/accept.ts';
import { FIELDS } from '../fields.ts';
import type { Drift, FieldDrift, StoreDrift } from '../model/drift.ts';
import type { FieldValue } from '../model/plan.ts';
import {
  type Diagnostic,
  type FieldName,
  fault,
  NOWHERE,
  type Place,
  type SpecialHours,
  type Store,
  warning,
} from '../model.ts';
import { findLocalPicture, wordForFile, wordForRecord } from '../plan/accept.ts';
import type { LiveView } from '../plan/drift.ts';
import { isPossibleValue } from '../stores/check-value.ts';
import { showYaml } from '../stores/edit-scalar.ts';
import { showSpecialHours } from '../stores/edit-special.ts';
import { editStoreFile, type FileEdit } from './accepting-files.ts';
import type { Context } from './context.ts';
import type { Recording } from './recording.ts';
import type { Workspace } from './workspace.ts';

/** `dry`: nothing is written; `files`: the state is left alone; `all`: files first, then the records. */
export type AcceptRun = 'dry' | 'files' | 'all';

export interface Accepted {
  /** Fields that were taken over, by `poi_id`. */
  readonly fields: ReadonlyMap<string, ReadonlySet<FieldName>>;
  /** Files that were written, or would be. */
  readonly files: number;
  /** Whether records were written. */
  readonly recorded: 'yes' | 'no';
  readonly diagnostics: readonly Diagnostic[];
}

/** What one store's file says now, or why it does not. */
interface Taken {
  readonly values: ReadonlyMap<FieldName, FieldValue>;
  readonly written: 'yes' | 'no';
  readonly diagnostics: readonly Diagnostic[];
}

export interface AcceptInput {
  readonly workspace: Workspace;
  readonly drift: Drift;
  readonly live: LiveView;
  readonly run: AcceptRun;
  /** Null where the state is left alone. */
  readonly recording: Recording | null;
}

/** Takes over what can be, and names all the rest. A kill in between loses nothing: the files are then ahead of the record. */
export async function acceptDrift(context: Context, input: AcceptInput): Promise<Accepted> {
  const taken = new Map<string, ReadonlyMap<FieldName, FieldValue>>();
  const diagnostics: Diagnostic[] = [];
  let files = 0;
  for (const store of input.drift.found) {
    if (context.signal.aborted) {
      diagnostics.push(fault('INTERRUPTED', NOWHERE, { signal: String(context.signal.reason) }));
      break;
    }
    const end = takeStore(context, input, store);
    diagnostics.push(...end.diagnostics);
    if (end.values.size > 0) taken.set(store.poi_id, end.values);
    if (end.written === 'yes') files += 1;
  }
  const recorded = await record(context, input, taken);
  return {
    fields: new Map([...taken].map(([poiId, values]) => [poiId, new Set(values.keys())])),
    files,
    recorded: recorded === null ? 'no' : 'yes',
    diagnostics: [...diagnostics, ...(recorded ?? [])],
  };
}

/** One store: its file is edited once, with all values that can go into it. */
function takeStore(context: Context, { workspace, run }: AcceptInput, found: StoreDrift): Taken {
  const store = workspace.reading.stores.find(({ poi_id }) => poi_id === found.poi_id) ?? null;
  if (store === null && found.fields.length > 0) {
    const objection = warning('DRIFT_NO_FILE', NOWHERE, { name: found.name ?? found.poi_id });
    return { values: new Map(), written: 'no', diagnostics: [objection] };
  }
  const edits = new Map<FieldName, FileEdit>();
  const values = new Map<FieldName, FieldValue>();
  const recorded = new Map<FieldName, FieldValue>();
  const diagnostics: Diagnostic[] = [];
  for (const drift of found.fields) {
    // What the file says already only has to go on record.
    if (drift.kind === 'settled' && drift.file !== null && run !== 'files')
      values.set(drift.field, wordForRecord(drift, drift.file));
    if (drift.kind !== 'edited' && drift.kind !== 'conflict') continue;
    const word = chooseWord(drift);
    const objection = store === null ? null : object(drift, word, { store, found, workspace });
    if (objection !== null) diagnostics.push(objection);
    else if (drift.file !== null) {
      const special = store === null ? null : findSpecial(store, drift);
      recorded.set(drift.field, wordForRecord(drift, word));
      edits.set(drift.field, { from: drift.file, to: word, special: special?.place ?? null });
    }
  }
  if (store === null || edits.size === 0) return { values, written: 'no', diagnostics };
  const refused = editStoreFile(context, store, edits, run === 'dry' ? 'check' : 'write');
  if (refused !== null) return { values, written: 'no', diagnostics: [...diagnostics, ...refused] };
  for (const [field, word] of recorded) values.set(field, word);
  return { values, written: 'yes', diagnostics };
}

function chooseWord(drift: FieldDrift): FieldValue {
  const field = FIELDS.find(({ name }) => name === drift.field);
  return field === undefined ? drift.live : wordForFile(field, drift);
}

interface Around {
  readonly store: Store;
  readonly found: StoreDrift;
  readonly workspace: Workspace;
}

/** Why a value is not written by itself, with what to do by hand; null where it can be. */
function object(drift: FieldDrift, word: FieldValue, { store, found, workspace }: Around): Diagnostic | null {
  const name = found.name ?? found.poi_id;
  const { field } = drift;
  const place = drift.place ?? { file: store.file, line: store.line, column: null };
  if (!isPossibleValue(field, word))
    return warning('DRIFT_NOT_WRITABLE', place, { name, field, live: asText(drift.live) });
  const special = findSpecial(store, drift);
  const write =
    special === null ? showYaml(field, word) : showSpecialHours(store.special_hours, special, asText(word));
  if (drift.kind === 'conflict') {
    const params = { name, field, file: asText(drift.file ?? ''), live: asText(drift.live), write };
    return warning('DRIFT_CONFLICT', place, params);
  }
  if (place.file !== store.file) {
    const stores = countTakers(workspace, field, special ?? place);
    return warning('DRIFT_FROM_DEFAULTS', place, { name, field, file: store.file, write, stores });
  }
  const picture = findLocalPicture(drift, word);
  return picture === null ? null : warning('DRIFT_LOCAL_PICTURE', place, { name, picture });
}

/** The entry of special hours that the compared hours come from; null where they are the usual ones. */
function findSpecial({ special_hours }: Store, { field, place }: FieldDrift): SpecialHours | null {
  if (field !== 'hour' || place === null) return null;
  return special_hours.find((entry) => isSamePlace(entry.place, place)) ?? null;
}

/** Stores whose value of a field comes from this file, or whose special hours are this entry of it. */
function countTakers({ reading }: Workspace, field: FieldName, source: Place | SpecialHours): number {
  const { stores } = reading;
  if (!('place' in source))
    return stores.filter(({ origins }) => origins[field]?.file === source.file).length;
  return stores.filter((store) => store.special_hours.some(({ place }) => isSamePlace(place, source.place)))
    .length;
}

function isSamePlace(left: Place, right: Place): boolean {
  return left.file === right.file && left.line === right.line && left.column === right.column;
}

/** Writes the records, after the files; null where there is nothing to write. */
async function record(
  context: Context,
  { workspace, live, recording }: AcceptInput,
  taken: ReadonlyMap<string, ReadonlyMap<FieldName, FieldValue>>,
): Promise<readonly Diagnostic[] | null> {
  if (recording === null || taken.size === 0) return null;
  const at = context.clock.now().toISOString();
  const recorder = await recording.start();
  for (const [poiId, values] of taken) {
    const known = workspace.state?.state.stores.get(poiId);
    const shown = live.stores.get(poiId);
    if (known && shown) await recorder.record(poiId, acceptLive(known, values, shown, at));
  }
  return (await recording.fold()).diagnostics;
}

function asText(value: FieldValue): string {
  return typeof value === 'string' ? value : value.join(' ');
}
