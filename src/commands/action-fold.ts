/** The action's fold: the reports of a fleet's jobs as one, in the summary and in the merged pull request's comment. */
import { lstatSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { compareText } from '../base/canonical-json.ts';
import { validateApply } from '../base/generated/validate-apply.js';
import { asJsonObject } from '../base/json-object.ts';
import { readPlainFile } from '../base/plain-file.ts';
import { type Diagnostic, fault, NOWHERE } from '../model.ts';
import type { ApplyDocument } from '../report/apply-document.ts';
import { applyMarkdown } from '../report/apply-markdown.ts';
import { SUMMARY_BOUND } from '../report/bounded.ts';
import { countSeverity, diagnosticsJson } from '../report/diagnostics.ts';
import { foldReports, listAccounts } from '../report/fold.ts';
import { jsonText } from '../report/json-text.ts';
import type { ActionContext } from './action-context.ts';
import { tellMergedPulls } from './action-outcome.ts';
import type { ExitCode } from './context.ts';

const REPORT_FILE = 'report.json';
const LARGEST_BYTES = 50_000_000;
const DEEPEST = 5;

/** Reads what the jobs left, and tells it in all places. 1 where a store failed, or an account has no report. */
export async function foldAction(context: ActionContext): Promise<ExitCode> {
  const { inputs, messages, run, files } = context;
  const { documents, diagnostics } = readReports(context, resolve(context.root, inputs.reports ?? '.'));
  const missing = findMissing(inputs.matrix, listAccounts(documents));
  const document = foldReports(documents, [...diagnostics, ...missing], messages);
  const reportFile = join(files, REPORT_FILE);
  writeFileSync(reportFile, jsonText(document));
  const { applied, failed, deferred } = document.summary;
  context.writeOutputs({
    applied: String(applied),
    failed: String(failed),
    deferred: String(deferred),
    'report-file': reportFile,
  });
  const view = {
    bound: SUMMARY_BOUND,
    elsewhere: ` ${messages.github.wholeInFile}`,
    foot: [messages.github.commit(run.sha, run.url)],
  };
  const markdown = applyMarkdown(document, messages, view);
  context.print(`${messages.apply.summary(document.summary)}\n`);
  context.addSummary(markdown);
  const untold = await tellMergedPulls(context, document);
  context.annotate([...diagnosticsJson([...diagnostics, ...missing, ...untold], messages)]);
  return judge(document);
}

/** Every report below a folder, in the order of their paths. What is none is told. */
function readReports(
  { root }: ActionContext,
  folder: string,
): { readonly documents: readonly ApplyDocument[]; readonly diagnostics: readonly Diagnostic[] } {
  const documents: ApplyDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of listReports(folder, DEEPEST)) {
    const document = readReport(path);
    const file = relative(root, path).replaceAll('\\', '/');
    if (document === null) diagnostics.push(fault('REPORT_UNREADABLE', NOWHERE, { file }));
    else documents.push(document);
  }
  return { documents, diagnostics };
}

function listReports(folder: string, depth: number): readonly string[] {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true || depth === 0) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .sort((left, right) => compareText(left.name, right.name))
    .flatMap((entry): readonly string[] => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return listReports(path, depth - 1);
      return entry.isFile() && entry.name === REPORT_FILE ? [path] : [];
    });
}

/** Data of another job: bounded, and held against the schema. */
function readReport(path: string): ApplyDocument | null {
  const { bytes } = readPlainFile(path, LARGEST_BYTES);
  if (bytes === null) return null;
  try {
    const document: unknown = JSON.parse(bytes.toString('utf8'));
    // The schema is held against it in the same breath.
    return validateApply(document) ? (document as ApplyDocument) : null;
  } catch {
    return null;
  }
}

/** Accounts of the matrix that no report tells of. */
function findMissing(matrix: string | null, told: readonly string[]): readonly Diagnostic[] {
  const missing = readMatrix(matrix).filter((account) => !told.includes(account));
  if (missing.length === 0) return [];
  return [fault('REPORT_MISSING', NOWHERE, { count: missing.length, accounts: missing })];
}

function readMatrix(text: string | null): readonly string[] {
  if (text === null) return [];
  try {
    const include: unknown = asJsonObject(JSON.parse(text))?.include;
    if (!Array.isArray(include)) return [];
    return include.flatMap((row) => {
      const account = asJsonObject(row)?.account;
      return typeof account === 'string' ? account.split(',') : [];
    });
  } catch {
    return [];
  }
}

function judge(document: ApplyDocument): ExitCode {
  const { failed, unknown, skipped } = document.summary;
  return failed + unknown + skipped > 0 || countSeverity(document.diagnostics, 'error') > 0 ? 1 : 0;
}
