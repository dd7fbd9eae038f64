/** What a report of drift tells, as data: the document `mendian/drift@1`, from which the other forms are made. Pure. */
import type { Messages } from '../messages/en.ts';
import type { Drift, FieldDrift, StoreDrift } from '../model/drift.ts';
import { type Diagnostic, type FieldName, warning } from '../model.ts';
import type { AccountSummary } from './accounts.ts';
import { diagnosticsJson } from './diagnostics.ts';
import { jsonText } from './json-text.ts';
import type { DescribedDiagnostic } from './plan-document.ts';

/** A comparison, and what was taken over of it. */
export interface DriftReport {
  /** Null where nothing could be compared. */
  readonly drift: Drift | null;
  /** Fields whose live value was taken into the file, or into the record alone, by `storeKey`. */
  readonly accepted: ReadonlyMap<string, ReadonlySet<FieldName>>;
  /** `accept`: values were being taken over; `dry-run`: what would be. */
  readonly mode: 'report' | 'accept' | 'dry-run';
  readonly selection: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** All accounts of the run, sorted by name; absent where there is one. */
  readonly accounts?: readonly AccountDrift[];
}

/** What one account adds; null where nothing of it could be compared. */
export type AccountDrift = AccountSummary<DriftSummary | null>;

export interface DriftSummary {
  readonly stores: number;
  /** Changed at WeChat, conflicts among them. */
  readonly drifted: number;
  readonly conflicts: number;
  readonly missing: number;
  readonly settled: number;
  /** Null where only some stores were read. */
  readonly unmanaged: number | null;
  readonly unrecorded: number;
  readonly not_compared: number;
  readonly accepted: number;
}

export function summariseDrift({ drift, accepted }: Pick<DriftReport, 'drift' | 'accepted'>): DriftSummary {
  const count = (kind: StoreDrift['kind']): number =>
    drift?.found.filter((store) => store.kind === kind).length ?? 0;
  return {
    stores: drift?.stores ?? 0,
    drifted: count('edited') + count('conflict'),
    conflicts: count('conflict'),
    missing: count('missing'),
    settled: count('settled'),
    unmanaged: drift?.scope === 'all' ? count('unmanaged') : null,
    unrecorded: count('unrecorded'),
    not_compared: count('not_compared'),
    accepted: accepted.size,
  };
}

/** The document's text, ending with a line break. The same comparison gives the same bytes. */
export function driftJson(report: DriftReport, messages: Messages): string {
  return jsonText({
    format: 'mendian/drift@1',
    summary: summariseDrift(report),
    ...(report.accounts === undefined ? {} : { accounts: report.accounts }),
    selection: report.selection,
    stores: (report.drift?.found ?? []).map((store) => ({
      ...store,
      fields: store.fields.map(({ place: _place, addresses: _addresses, ...field }) => ({
        ...field,
        accepted: isAccepted(report, store, field),
      })),
    })),
    diagnostics: diagnosticsJson(report.diagnostics, messages),
  });
}

type Keyed = Pick<StoreDrift, 'account' | 'poi_id'>;

/** What tells stores of several accounts apart. */
export function storeKey({ account, poi_id }: Keyed): string {
  return `${account}/${poi_id}`;
}

export function isAccepted(
  { accepted }: Pick<DriftReport, 'accepted'>,
  store: Keyed,
  { field }: Pick<FieldDrift, 'field'>,
): boolean {
  return accepted.get(storeKey(store))?.has(field) ?? false;
}

/** Whether any field of a store was taken over. */
export function isAnyAccepted({ accepted }: Pick<DriftReport, 'accepted'>, store: Keyed): boolean {
  return accepted.has(storeKey(store));
}

/** The drift that is left, as findings at the files for annotations: the reports show it in their own way. */
export function describeDrift(report: DriftReport, messages: Messages): readonly DescribedDiagnostic[] {
  const found = report.drift?.found ?? [];
  const left = found.map((store) => ({
    ...store,
    fields: store.fields.filter((field) => !isAccepted(report, store, field)),
  }));
  return diagnosticsJson(listDifferences(left), messages);
}

/** Drift as findings, store by store and field by field. */
export function listDifferences(found: readonly StoreDrift[]): readonly Diagnostic[] {
  return found.flatMap((store): readonly Diagnostic[] => {
    const { file, line, poi_id } = store;
    const at = { file, line, column: null };
    const name = store.name ?? poi_id;
    if (store.kind === 'missing') return [warning('STORE_GONE', at, { name })];
    if (store.reason === 'gone') return [warning('STORE_UNKNOWN_AT_WECHAT', at, { name, poi_id })];
    return store.fields
      .filter(({ kind }) => kind === 'edited' || kind === 'conflict')
      .map(({ field, kind, recorded, live, place }) => {
        const both = kind === 'conflict' ? 'yes' : 'no';
        // A value from a file of defaults is told at the store: nobody else's value drifted.
        const where = place?.file === file ? place : at;
        return warning('STORE_DRIFTED', where, { name, field, recorded: recorded ?? '', live, both });
      });
  });
}
