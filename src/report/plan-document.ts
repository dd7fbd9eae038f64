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

/** What a plan in a pull request knows besides. */
export interface PullPart {
  /** The stores whose change was there before the pull request, by `poi_id`; null where nobody can tell. */
  readonly waiting: readonly string[] | null;
  /** Which of several comments of the pull request is this plan's: 12 hexadecimal digits. */
  readonly key: string;
}

export interface PlanDocument {
  readonly format: 'mendian/plan@1';
  readonly as_of: string;
  readonly digest: string;
  readonly summary: PlanSummary;
  readonly selection: readonly string[];
  /** Absent outside of pull requests. */
  readonly pull?: PullPart;
  readonly changes: readonly DocumentChange[];
  readonly scheduled: Plan['scheduled'];
  readonly forecast: Forecast;
  readonly diagnostics: readonly DescribedDiagnostic[];
}

/** The document of a plan. */
export function describePlan(plan: Plan, messages: Messages, pull: PullPart | null = null): PlanDocument {
  return {
    format: 'mendian/plan@1',
    as_of: plan.as_of,
    digest: plan.digest,
    summary: plan.summary,
    selection: plan.selection,
    ...(pull === null ? {} : { pull }),
    changes: plan.changes.map(({ send: _send, ...change }) => change),
    scheduled: plan.scheduled,
    forecast: plan.forecast,
    diagnostics: diagnosticsJson(plan.diagnostics, messages),
  };
}
