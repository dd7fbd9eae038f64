/** The format table: what each `--format` makes of each document. To add a format, add its name and its line in each table. */
import type { Plan } from '../model.ts';
import { type ApplyReport, applyJson, applyMarkdown, applyText } from './apply.ts';
import type { Format } from './format-names.ts';
import { describePlan } from './plan-document.ts';
import { planJson } from './plan-json.ts';
import { planMarkdown } from './plan-markdown.ts';
import { planText } from './plan-text.ts';
import { type ShownStore, showJson, showText } from './show.ts';
import type { Style } from './style.ts';
import { type ValidateReport, validateJson, validateMarkdown, validateText } from './validate.ts';

type FormatTable<T> = Readonly<Record<Format, (document: T, style: Style) => string>>;

export const PLAN_FORMATS: FormatTable<Plan> = {
  text: planText,
  json: (plan, { messages }) => planJson(describePlan(plan, messages)),
  markdown: (plan, { messages }) => planMarkdown(describePlan(plan, messages), messages),
};

export const APPLY_FORMATS: FormatTable<ApplyReport> = {
  text: applyText,
  json: (report, { messages }) => applyJson(report, messages),
  markdown: (report, { messages }) => applyMarkdown(report, messages),
};

export const VALIDATE_FORMATS: FormatTable<ValidateReport> = {
  text: validateText,
  json: (report, { messages }) => validateJson(report, messages),
  markdown: (report, { messages }) => validateMarkdown(report, messages),
};

/** One store is for a person's eyes or for a program; as Markdown it is the text in a block. */
export const SHOW_FORMATS: FormatTable<ShownStore> = {
  text: showText,
  json: showJson,
  markdown: (shown, style) => `\`\`\`text\n${showText(shown, style).replaceAll('```', "'''")}\`\`\`\n`,
};
