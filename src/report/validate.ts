/** The result of `validate` as text, JSON (`mendian/validate@1`) and Markdown. Pure. */

import type { Messages } from '../messages/en.ts';
import type { Diagnostic } from '../model.ts';
import { countSeverity, diagnosticsJson, diagnosticsMarkdown, diagnosticsText } from './diagnostics.ts';
import { jsonText } from './json-text.ts';
import { selectionJson, selectionMarkdown, selectionText } from './selection.ts';
import type { Style } from './style.ts';

export interface ValidateReport {
  /** Store files read, with or without faults. */
  readonly files: number;
  /** Stores that are right. */
  readonly stores: number;
  readonly diagnostics: readonly Diagnostic[];
  /** `--select` and `--exclude`, as given. */
  readonly selection: readonly string[];
}

export function validateJson(report: ValidateReport, messages: Messages): string {
  const document = {
    format: 'mendian/validate@1',
    ...selectionJson(report.selection),
    summary: { files: report.files, ...summarise(report) },
    diagnostics: diagnosticsJson(report.diagnostics, messages),
  };
  return jsonText(document);
}

export function validateText(report: ValidateReport, style: Style): string {
  const { messages, colors } = style;
  const summary = summarise(report);
  const paint = summary.errors > 0 ? colors.red : summary.warnings > 0 ? colors.yellow : colors.green;
  const blocks = [
    colors.bold(messages.validate.title(report.files)),
    ...selectionText(report.selection, messages),
    ...diagnosticsText(report.diagnostics, style),
    paint(messages.validate.summary(summary)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

export function validateMarkdown(report: ValidateReport, messages: Messages): string {
  const blocks = [
    `### ${messages.validate.title(report.files)}`,
    `**${messages.validate.summary(summarise(report))}**`,
    ...selectionMarkdown(report.selection, messages),
    ...(report.diagnostics.length > 0
      ? [diagnosticsMarkdown(diagnosticsJson(report.diagnostics, messages), messages).join('\n')]
      : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function summarise({ stores, diagnostics }: ValidateReport): {
  stores: number;
  errors: number;
  warnings: number;
} {
  return {
    stores,
    errors: countSeverity(diagnostics, 'error'),
    warnings: countSeverity(diagnostics, 'warning'),
  };
}
