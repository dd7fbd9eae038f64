/** A plan as the data of `mendian/plan@1`: what other programs read, and what Markdown is made from. Pure. */
import type { Messages } from '../messages/en.ts';
import type { Change, Diagnostic, Forecast, Plan, PlanSummary, Severity } from '../model.ts';
import { diagnosticsJson } from './diagnostics.ts';

/** A finding with its texts, in the language of the document. */
export interface DescribedDiagnostic {
  readonly severity: Severity;
  readonly code: Diagnostic['code'];
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly hint: string | null;
}

/** What would be sent is in `fields`; the whole record stays inside. */
export type DocumentChange = Omit<Change, 'send'>;

export interface PlanDocument {
  readonly format: 'mendian/plan@1';
  readonly as_of: string;
  readonly digest: string;
  readonly summary: PlanSummary;
  readonly selection: readonly string[];
  /** In a pull request: the stores whose change was there before it, by `poi_id`. Elsewhere absent. */
  readonly waiting?: readonly string[];
  readonly changes: readonly DocumentChange[];
  readonly scheduled: readonly [];
  readonly forecast: Forecast;
  readonly diagnostics: readonly DescribedDiagnostic[];
}

/** The document; `waiting` is given for a pull request. */
export function describePlan(
  plan: Plan,
  messages: Messages,
  waiting: readonly string[] | null = null,
): PlanDocument {
  return {
    format: 'mendian/plan@1',
    as_of: plan.as_of,
    digest: plan.digest,
    summary: plan.summary,
    selection: plan.selection,
    ...(waiting === null ? {} : { waiting }),
    changes: plan.changes.map(({ send: _send, ...change }) => change),
    scheduled: [],
    forecast: plan.forecast,
    diagnostics: diagnosticsJson(plan.diagnostics, messages),
  };
}
