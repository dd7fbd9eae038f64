/** The format table: what each `--format` makes of each document. A form that suits all of them is a line of `formatsOf`. */
import type { Plan } from '../model/plan.ts';
import type { Diagnostic } from '../model.ts';
import { type ApplyReport, applyJson, describeApply } from './apply-document.ts';
import { applyMarkdown } from './apply-markdown.ts';
import { applyText } from './apply-text.ts';
import { diagnosticsJson } from './diagnostics.ts';
import { type DoctorReport, doctorJson, doctorMarkdown, doctorText, listFindings } from './doctor.ts';
import { type DriftReport, describeDrift, driftJson } from './drift-document.ts';
import { driftMarkdown } from './drift-markdown.ts';
import { driftText } from './drift-text.ts';
import { forRunnerLog } from './escape.ts';
import { type EventReport, eventJson, eventMarkdown, eventText } from './event.ts';
import type { Format } from './format-names.ts';
import { annotations, describeFailures } from './github.ts';
import { type ImportReport, importJson, importMarkdown, importText } from './import.ts';
import { type DescribedDiagnostic, describePlan } from './plan-document.ts';
import { planJson } from './plan-json.ts';
import { planMarkdown } from './plan-markdown.ts';
import { planText } from './plan-text.ts';
import { type SheetReport, sheetJson, sheetMarkdown, sheetText } from './sheet.ts';
import { type ShownStore, showJson, showText } from './show.ts';
import { type StatusReport, statusJson, statusMarkdown, statusText } from './status.ts';
import type { Style } from './style.ts';
import { type ValidateReport, validateJson, validateMarkdown, validateText } from './validate.ts';

type Form<T> = (document: T, style: Style) => string;
type FormatTable<T> = Readonly<Record<Format, Form<T>>>;

/** What a document says for itself; the other forms are made of it. */
interface Own<T> {
  readonly text: Form<T>;
  readonly json: Form<T>;
  readonly markdown: Form<T>;
  readonly findings: (document: T, style: Style) => readonly DescribedDiagnostic[];
}

/** All forms of a document. */
function formatsOf<T>({ text, json, markdown, findings }: Own<T>): FormatTable<T> {
  return {
    text,
    json,
    markdown,
    github: (document, style) => forLog(text(document, style), findings(document, style), style),
  };
}

/** The text for the log, then one annotation a finding. */
function forLog(text: string, findings: readonly DescribedDiagnostic[], { prefix, messages }: Style): string {
  const lines = annotations(findings, prefix, messages).map((line) => `${line}\n`);
  return `${forRunnerLog(text)}${lines.join('')}`;
}

function diagnosticsOf(
  { diagnostics }: { readonly diagnostics: readonly Diagnostic[] },
  { messages }: Style,
): readonly DescribedDiagnostic[] {
  return diagnosticsJson(diagnostics, messages);
}

export const PLAN_FORMATS = formatsOf<Plan>({
  text: planText,
  json: (plan, { messages }) => planJson(describePlan(plan, messages)),
  markdown: (plan, { messages }) => planMarkdown(describePlan(plan, messages), messages),
  findings: diagnosticsOf,
});

export const APPLY_FORMATS = formatsOf<ApplyReport>({
  text: applyText,
  json: (report, { messages }) => applyJson(report, messages),
  markdown: (report, { messages }) => applyMarkdown(describeApply(report, messages), messages),
  findings: (report, style) => [
    ...describeFailures(report.outcomes, style.messages),
    ...diagnosticsOf(report, style),
  ],
});

export const VALIDATE_FORMATS = formatsOf<ValidateReport>({
  text: validateText,
  json: (report, { messages }) => validateJson(report, messages),
  markdown: (report, { messages }) => validateMarkdown(report, messages),
  findings: diagnosticsOf,
});

export const IMPORT_FORMATS = formatsOf<ImportReport>({
  text: importText,
  json: (report, { messages }) => importJson(report, messages),
  markdown: (report, { messages }) => importMarkdown(report, messages),
  findings: diagnosticsOf,
});

export const SHEET_FORMATS = formatsOf<SheetReport>({
  text: sheetText,
  json: (report, { messages }) => sheetJson(report, messages),
  markdown: (report, { messages }) => sheetMarkdown(report, messages),
  findings: diagnosticsOf,
});

export const EVENT_FORMATS = formatsOf<EventReport>({
  text: eventText,
  json: (report, { messages }) => eventJson(report, messages),
  markdown: (report, { messages }) => eventMarkdown(report, messages),
  findings: diagnosticsOf,
});

export const DRIFT_FORMATS = formatsOf<DriftReport>({
  text: driftText,
  json: (report, { messages }) => driftJson(report, messages),
  markdown: (report, { messages }) => driftMarkdown(report, messages),
  findings: (report, style) => [...describeDrift(report, style.messages), ...diagnosticsOf(report, style)],
});

/** One store is for a person's eyes or for a program; as Markdown it is the text in a block. */
export const SHOW_FORMATS = formatsOf<ShownStore>({
  text: showText,
  json: showJson,
  markdown: (shown, style) => `\`\`\`text\n${showText(shown, style).replaceAll('```', "'''")}\`\`\`\n`,
  findings: () => [],
});

export const STATUS_FORMATS = formatsOf<StatusReport>({
  text: statusText,
  json: (report, { messages }) => statusJson(report, messages),
  markdown: (report, { messages }) => statusMarkdown(report, messages),
  findings: diagnosticsOf,
});

export const DOCTOR_FORMATS = formatsOf<DoctorReport>({
  text: doctorText,
  json: doctorJson,
  markdown: (report, { messages }) => doctorMarkdown(report, messages),
  findings: listFindings,
});
