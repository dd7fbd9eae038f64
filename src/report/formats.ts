/** The format table: what each `--format` makes of each document. To add a format, add its name and its line in each table. */
import type { Plan } from '../model/plan.ts';
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

type FormatTable<T> = Readonly<Record<Format, (document: T, style: Style) => string>>;

/** The text for the log, then one annotation a finding. */
function forLog(text: string, findings: readonly DescribedDiagnostic[], { prefix, messages }: Style): string {
  const lines = annotations(findings, prefix, messages).map((line) => `${line}\n`);
  return `${forRunnerLog(text)}${lines.join('')}`;
}

export const PLAN_FORMATS: FormatTable<Plan> = {
  text: planText,
  json: (plan, { messages }) => planJson(describePlan(plan, messages)),
  markdown: (plan, { messages }) => planMarkdown(describePlan(plan, messages), messages),
  github: (plan, style) =>
    forLog(planText(plan, style), diagnosticsJson(plan.diagnostics, style.messages), style),
};

export const APPLY_FORMATS: FormatTable<ApplyReport> = {
  text: applyText,
  json: (report, { messages }) => applyJson(report, messages),
  markdown: (report, { messages }) => applyMarkdown(describeApply(report, messages), messages),
  github: (report, style) => {
    const failures = describeFailures(report.outcomes, style.messages);
    const findings = [...failures, ...diagnosticsJson(report.diagnostics, style.messages)];
    return forLog(applyText(report, style), findings, style);
  },
};

export const VALIDATE_FORMATS: FormatTable<ValidateReport> = {
  text: validateText,
  json: (report, { messages }) => validateJson(report, messages),
  markdown: (report, { messages }) => validateMarkdown(report, messages),
  github: (report, style) =>
    forLog(validateText(report, style), diagnosticsJson(report.diagnostics, style.messages), style),
};

export const IMPORT_FORMATS: FormatTable<ImportReport> = {
  text: importText,
  json: (report, { messages }) => importJson(report, messages),
  markdown: (report, { messages }) => importMarkdown(report, messages),
  github: (report, style) =>
    forLog(importText(report, style), diagnosticsJson(report.diagnostics, style.messages), style),
};

export const SHEET_FORMATS: FormatTable<SheetReport> = {
  text: sheetText,
  json: (report, { messages }) => sheetJson(report, messages),
  markdown: (report, { messages }) => sheetMarkdown(report, messages),
  github: (report, style) =>
    forLog(sheetText(report, style), diagnosticsJson(report.diagnostics, style.messages), style),
};

export const EVENT_FORMATS: FormatTable<EventReport> = {
  text: eventText,
  json: (report, { messages }) => eventJson(report, messages),
  markdown: (report, { messages }) => eventMarkdown(report, messages),
  github: (report, style) =>
    forLog(eventText(report, style), diagnosticsJson(report.diagnostics, style.messages), style),
};

export const DRIFT_FORMATS: FormatTable<DriftReport> = {
  text: driftText,
  json: (report, { messages }) => driftJson(report, messages),
  markdown: (report, { messages }) => driftMarkdown(report, messages),
  github: (report, style) => {
    const findings = diagnosticsJson(report.diagnostics, style.messages);
    return forLog(driftText(report, style), [...describeDrift(report, style.messages), ...findings], style);
  },
};

/** One store is for a person's eyes or for a program; as Markdown it is the text in a block. */
export const SHOW_FORMATS: FormatTable<ShownStore> = {
  text: showText,
  json: showJson,
  markdown: (shown, style) => `\`\`\`text\n${showText(shown, style).replaceAll('```', "'''")}\`\`\`\n`,
  github: (shown, style) => forRunnerLog(showText(shown, style)),
};

export const STATUS_FORMATS: FormatTable<StatusReport> = {
  text: statusText,
  json: (report, { messages }) => statusJson(report, messages),
  markdown: (report, { messages }) => statusMarkdown(report, messages),
  github: (report, style) =>
    forLog(statusText(report, style), diagnosticsJson(report.diagnostics, style.messages), style),
};

export const DOCTOR_FORMATS: FormatTable<DoctorReport> = {
  text: doctorText,
  json: doctorJson,
  markdown: (report, { messages }) => doctorMarkdown(report, messages),
  github: (report, style) => forLog(doctorText(report, style), listFindings(report), style),
};
