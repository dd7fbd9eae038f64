/** A plan as the data of `mendian/plan@1`: what other programs read, and what Markdown is made from. Pure. */
import type { Messages } from '../messages/en.ts';
import type { AccountPlan, Forecast, Plan, PlanSummary } from '../model/plan.ts';
import type { Diagnostic, Language, Severity } from '../model.ts';
import { diagnosticsJson } from './diagnostics.ts';
import { type DocumentChange, describeChange, type PicturePlaces } from './pictures.ts';

/** A finding with its texts, in the language of the document. */
export interface DescribedDiagnostic {
  readonly severity: Severity;
  readonly code: Diagnostic['code'];
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly hint: string | null;
  /** Whose finding it is; absent where there is one account, and where a file says it. */
  readonly accounts?: readonly string[];
}

/** What two sets of files ask for on later days, where they differ. */
export interface ScheduledDifference {
  /** What will be sent on that day, and would not have been. */
  readonly added: Plan['scheduled'];
  /** What would have been sent on that day, and nothing takes its place. */
  readonly removed: Plan['scheduled'];
}

/** What a plan in a pull request knows besides. */
export interface PullPart {
  /** The stores whose change was there before the pull request, by `poi_id`; null where nobody can tell. */
  readonly waiting: readonly string[] | null;
  /** What it changes of later days; null where nobody can tell, absent in documents of earlier versions. */
  readonly scheduled?: ScheduledDifference | null;
  /** Where the pull request's local pictures stand, before and after it; absent where there are none on either side. */
  readonly pictures?: Pick<PicturePlaces, 'prefix' | 'base' | 'before'>;
  /** Which of several comments of the pull request is this plan's: 12 hexadecimal digits. */
  readonly key: string;
  /** Of the texts of the findings; absent in English. Whoever shows the plan elsewhere goes on in it. */
  readonly language?: Language;
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
  /** What each account adds; absent where there is one. */
  readonly accounts?: readonly AccountPlan[];
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
    ...(pull === null
      ? {}
      : { pull: messages.language === 'en' ? pull : { ...pull, language: messages.language } }),
    changes: plan.changes.map(describeChange),
    scheduled: plan.scheduled,
    forecast: plan.forecast,
    ...(plan.accounts === undefined ? {} : { accounts: plan.accounts }),
    diagnostics: diagnosticsJson(plan.diagnostics, messages),
  };
}
