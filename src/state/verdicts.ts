/** Ends of reviews that push events told, kept in the state until a record with their audit id is there. Pure. */
import { compareText } from '../base/canonical-json.ts';
import { asJsonObject } from '../base/json-object.ts';
import type { State, StoreRecord, Verdict } from '../model.ts';
import { applyVerdict } from '../reviews.ts';

/** Reviews take days. Whoever edits in the console causes events that no record will ever match. */
const KEPT_DAYS = 60;
const MOST_KEPT = 1_000;
const DAY = 86_400_000;

/** The verdicts that a state keeps, by audit id; what has not their form is left out. */
export function readVerdicts({ extra }: State): ReadonlyMap<string, Verdict> {
  const kept = Object.entries(asJsonObject(extra.verdicts) ?? {}).flatMap(([auditId, value]) => {
    const verdict = readVerdict(auditId, value);
    return verdict === null ? [] : [[auditId, verdict] as const];
  });
  return new Map(kept);
}

/** The state with one verdict more; those that are far older than it go. */
export function withVerdict(state: State, verdict: Verdict): State {
  const oldest = Date.parse(verdict.at) - KEPT_DAYS * DAY;
  const kept = [...readVerdicts(state).values()].filter(
    ({ at, audit_id: id }) => Date.parse(at) >= oldest && id !== verdict.audit_id,
  );
  const newest = [...kept, verdict].sort((left, right) => compareText(right.at, left.at)).slice(0, MOST_KEPT);
  return putVerdicts(state, newest);
}

/** The state with each verdict that a record matches on that record, and no longer beside it. */
export function settleVerdicts(state: State): State {
  const verdicts = readVerdicts(state);
  if (verdicts.size === 0) return state;
  const left = new Map(verdicts);
  const stores = new Map(state.stores);
  for (const [poiId, record] of state.stores) {
    const verdict = matchVerdict(record, verdicts);
    if (verdict === null) continue;
    stores.set(poiId, applyVerdict(record, verdict));
    left.delete(verdict.audit_id);
  }
  return left.size === verdicts.size ? state : putVerdicts({ ...state, stores }, [...left.values()]);
}

function matchVerdict({ audit_id: id }: StoreRecord, verdicts: ReadonlyMap<string, Verdict>): Verdict | null {
  return typeof id === 'string' ? (verdicts.get(id) ?? null) : null;
}

function putVerdicts(state: State, verdicts: readonly Verdict[]): State {
  const { verdicts: _old, ...extra } = state.extra;
  if (verdicts.length === 0) return { ...state, extra };
  const sorted = [...verdicts].sort((left, right) => compareText(left.audit_id, right.audit_id));
  const members = sorted.map(({ audit_id: id, review, reason, at }) => [id, { review, reason, at }] as const);
  return { ...state, extra: { ...extra, verdicts: Object.fromEntries(members) } };
}

function readVerdict(auditId: string, value: unknown): Verdict | null {
  const { review, reason, at } = asJsonObject(value) ?? {};
  if (!/^\d{1,20}$/u.test(auditId) || (review !== 'approved' && review !== 'rejected')) return null;
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return null;
  return { audit_id: auditId, review, reason: typeof reason === 'string' ? reason : null, at };
}
