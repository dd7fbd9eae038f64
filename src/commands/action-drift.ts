/** The action's drift: what somebody changed at WeChat, in the summary, at the files, and in the one issue or pull request. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreDrift } from '../model/drift.ts';
import { asRunDiagnostic, type Diagnostic } from '../model.ts';
import { isDrift } from '../plan/drift.ts';
import { SUMMARY_BOUND } from '../report/bounded.ts';
import { countSeverity, diagnosticsJson } from '../report/diagnostics.ts';
import { type DriftReport, describeDrift, driftJson } from '../report/drift-document.ts';
import { driftMarkdown } from '../report/drift-markdown.ts';
import { driftText } from '../report/drift-text.ts';
import { checkEvent } from './action-branch.ts';
import type { ActionContext } from './action-context.ts';
import { type Kept, keepDriftIssue, keepDriftPull } from './action-drift-keep.ts';
import { compareCommit, compareHere, type Found, nothingCompared } from './action-drift-look.ts';
import { endNotSetUp } from './action-not-set-up.ts';
import { hasCredentials } from './connect.ts';
import type { ExitCode } from './context.ts';

const NOTHING_KEPT: Kept = { said: [], diagnostics: [] };

/** Compares and tells it in all places. 1 with errors, and where drift shall fail the job. */
export async function driftAction(context: ActionContext): Promise<ExitCode> {
  const { drift: mode } = context.inputs;
  const branch = mode === 'report' ? '' : checkEvent(context);
  if (typeof branch !== 'string') {
    return conclude(context, nothingCompared([asRunDiagnostic('error', branch)]), NOTHING_KEPT);
  }
  if (!hasCredentials(context)) return endNotSetUp(context, { changes: 'false' });
  const found = mode === 'pull-request' ? await compareCommit(context) : await compareHere(context);
  return conclude(context, found, await keep(context, found, branch));
}

/** Brings issue or pull request up to date; where not all is known, they are left as they are. */
async function keep(context: ActionContext, found: Found, branch: string): Promise<Kept> {
  const { inputs, messages, signal } = context;
  const { drift } = found.report;
  if (inputs.drift === 'report' || drift === null || signal.aborted) return NOTHING_KEPT;
  const unread = drift.found.some(({ reason }) => reason === 'unread');
  // What was not compared may differ: it is no reason to say that nothing does.
  const unsure = drift.found.some(({ kind }) => kind === 'not_compared');
  const drifted = listDrifted(found.report);
  if (unread || (unsure && drifted.length === 0))
    return { said: [messages.driftAction.unsure], diagnostics: [] };
  return inputs.drift === 'issue'
    ? await keepDriftIssue(context, found.report, drifted)
    : await keepDriftPull(context, found, branch);
}

function listDrifted({ drift }: DriftReport): readonly StoreDrift[] {
  return (drift?.found ?? []).filter(isDrift);
}

/** Log, annotations, outputs, the report as a file, summary. */
function conclude(
  context: ActionContext,
  { report: compared }: Found,
  { said, diagnostics }: Kept,
): ExitCode {
  const { messages, style, run, files, inputs } = context;
  const report: DriftReport = { ...compared, diagnostics: [...compared.diagnostics, ...diagnostics] };
  const drifted = listDrifted(report).length > 0;
  context.print(`${[driftText(report, style).trimEnd(), ...said].join('\n\n')}\n`);
  // What waits in a pull request is drift all the same.
  const differences = describeDrift({ ...report, accepted: new Map() }, messages);
  context.annotate([...differences, ...diagnosticsJson(findNews(report.diagnostics), messages)]);
  const reportFile = join(files, 'report.json');
  writeFileSync(reportFile, driftJson(report, messages));
  context.writeOutputs({ changes: String(drifted), 'report-file': reportFile });
  const foot = [...said, messages.github.commit(run.sha, run.url)];
  const elsewhere = ` ${messages.github.wholeInFile}`;
  context.addSummary(driftMarkdown(report, messages, { bound: SUMMARY_BOUND, elsewhere, foot }));
  const failed = countSeverity(report.diagnostics, 'error') > 0;
  return failed || (drifted && inputs.failOnDrift === 'yes') ? 1 : 0;
}

/** The differences are annotated already; why one of them cannot be accepted stands in the summary. */
function findNews(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity, code }) => severity === 'error' || !/^DRIFT_/u.test(code));
}
