/** The end of an apply as the data of `mendian/apply@1`: what other programs read, and what Markdown is made from. Pure. */

import { describeFault } from '../messages/describe.ts';
import type { Messages } from '../messages/en.ts';
import type { Outcome, OutcomeKind } from '../model/run.ts';
import type { Diagnostic, Review } from '../model.ts';
import { diagnosticsJson } from './diagnostics.ts';
import { jsonText } from './json-text.ts';
import type { DescribedDiagnostic } from './plan-document.ts';
import { selectionJson } from './selection.ts';

/** What a report of an apply tells. */
export interface ApplyReport {
  readonly digest: string;
  /** `--select` and `--exclude`, as given. */
  readonly selection: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly diagnostics: readonly Diagnostic[];
  /** The names of all accounts of the run; absent where there is one. */
  readonly accounts?: readonly string[];
}

export type OutcomeCounts = Readonly<Record<OutcomeKind, number>>;

/** Why a store did not end well, with its texts in the language of the document. */
export interface DescribedError {
  readonly code: Diagnostic['code'];
  readonly errcode: number | null;
  readonly message: string;
  readonly hint: string | null;
  readonly rid: string | null;
}

/** How one store ended. */
export interface DescribedOutcome {
  readonly account: string;
  readonly poi_id: string;
  readonly name: string | null;
  readonly file: string | null;
  readonly outcome: OutcomeKind;
  readonly sent: boolean;
  readonly audit_id: string | null;
  readonly review: Review | null;
  readonly attempts: number;
  readonly error: DescribedError | null;
}

/** One account's part of a run over several. */
export interface AccountOutcomes {
  readonly account: string;
  readonly summary: OutcomeCounts;
}

export interface ApplyDocument {
  readonly format: 'mendian/apply@1';
  readonly digest: string;
  /** Absent where nothing was selected. */
  readonly selection?: readonly string[];
  readonly summary: OutcomeCounts;
  /** Absent where there is one account. */
  readonly accounts?: readonly AccountOutcomes[];
  readonly outcomes: readonly DescribedOutcome[];
  readonly diagnostics: readonly DescribedDiagnostic[];
}

export function countOutcomes(outcomes: readonly Pick<Outcome, 'outcome'>[]): OutcomeCounts {
  const counts: Record<OutcomeKind, number> = {
    applied: 0,
    failed: 0,
    deferred: 0,
    unknown: 0,
    skipped: 0,
    released: 0,
  };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return counts;
}

/** How the stores of each account ended. */
export function countByAccount(
  accounts: readonly string[],
  outcomes: readonly Pick<Outcome, 'account' | 'outcome'>[],
): readonly AccountOutcomes[] {
  const own = new Map<string, Pick<Outcome, 'outcome'>[]>(accounts.map((account) => [account, []]));
  for (const outcome of outcomes) own.get(outcome.account)?.push(outcome);
  return [...own].map(([account, mine]) => ({ account, summary: countOutcomes(mine) }));
}

/** The document of an apply. */
export function describeApply(report: ApplyReport, messages: Messages): ApplyDocument {
  return {
    format: 'mendian/apply@1',
    digest: report.digest,
    ...selectionJson(report.selection),
    summary: countOutcomes(report.outcomes),
    ...(report.accounts === undefined ? {} : { accounts: countByAccount(report.accounts, report.outcomes) }),
    outcomes: report.outcomes.map((outcome) => describeOutcome(outcome, messages)),
    diagnostics: diagnosticsJson(report.diagnostics, messages),
  };
}

/** The document's text, ending with a line break. */
export function applyJson(report: ApplyReport, messages: Messages): string {
  return jsonText(describeApply(report, messages));
}

function describeOutcome(outcome: Outcome, messages: Messages): DescribedOutcome {
  const { account, poi_id, name, file, attempts } = outcome;
  const applied = outcome.outcome === 'applied' ? outcome : null;
  return {
    account,
    poi_id,
    name,
    file,
    outcome: outcome.outcome,
    sent: applied === null ? attempts > 0 : applied.sent,
    audit_id: applied?.audit_id ?? null,
    review: applied?.review ?? null,
    attempts,
    error: 'error' in outcome ? describeError(outcome.error, messages) : null,
  };
}

function describeError(
  { fault, errcode, rid }: Extract<Outcome, { error: unknown }>['error'],
  messages: Messages,
): DescribedError {
  const { message, hint } = describeFault(fault, messages);
  return { code: fault.code, errcode, message, hint, rid };
}
