/** A plan for the terminal. Pure. */
import type { Messages } from '../messages/en.ts';
import type { Action, Change, Plan } from '../model.ts';
import { countSeverity, diagnosticsText } from './diagnostics.ts';
import { forTerminal, shorten } from './escape.ts';
import { listPictureChanges, reviewNote, showFieldChange } from './fields.ts';
import type { PlanDocument } from './plan-document.ts';
import { padTo, type Style, widest } from './style.ts';

const SIGNS: Readonly<Record<Action, string>> = {
  adopt: '+',
  update: '~',
  hold: '!',
  verify: '?',
  release: '-',
};
const NAME_LENGTH = 60;

/** The whole plan: findings, changes, counts, forecast, digest. Ends with a line break. */
export function planText(plan: Plan, style: Style): string {
  const { messages } = style;
  const errors = countSeverity(plan.diagnostics, 'error');
  const blocks = [
    style.colors.bold(planTitle(plan, messages)),
    ...(plan.selection.length > 0 ? [messages.plan.selection(forTerminal(plan.selection.join(' ')))] : []),
    ...diagnosticsText(plan.diagnostics, style),
    ...plan.changes.map((change) => changeText(change, style)),
    errors > 0 ? style.colors.red(messages.plan.nothingPlanned(errors)) : endText(plan, style),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** The first line of a report; with errors nothing was counted. */
export function planTitle(
  { diagnostics, summary, as_of }: Pick<PlanDocument, 'diagnostics' | 'summary' | 'as_of'> | Plan,
  messages: Messages,
): string {
  const failed = countSeverity(diagnostics, 'error') > 0;
  return failed ? messages.plan.titleWithErrors(as_of) : messages.plan.title(summary.stores, as_of);
}

/** The changes and counts alone, for the question before an apply. */
export function changesText(plan: Plan, style: Style): string {
  return [...plan.changes.map((change) => changeText(change, style)), endText(plan, style)].join('\n\n');
}

/** One change: a line for the store, one for the reason, one for each field. */
export function changeText(change: Change, style: Style): string {
  const { messages, colors } = style;
  const paint = paintFor(change.action, style);
  const name = change.name === null ? '' : `${forTerminal(shorten(change.name, NAME_LENGTH))} `;
  const action = messages.actions[change.action];
  const file = change.file === null ? '' : colors.dim(`  ${forTerminal(change.file)}`);
  const head = `${paint(SIGNS[change.action])} ${colors.bold(name)}${change.poi_id}  ${paint(action)}${file}`;
  const note = noteFor(change, style);
  return [head, ...(note === null ? [] : [`    ${colors.dim(note)}`]), ...fieldLines(change, style)].join(
    '\n',
  );
}

function fieldLines(change: Change, { messages, colors }: Style): readonly string[] {
  const width = widest(change.fields.map(({ field }) => field));
  return change.fields.flatMap((each) => {
    const note = reviewNote(change, each, messages);
    const suffix = note === null ? '' : colors.yellow(`  (${note})`);
    const line = `    ${padTo(each.field, width)}  ${showFieldChange(each, messages)}${suffix}`;
    return [line, ...listPictureChanges(each).map(({ sign, url }) => `      ${sign} ${url}`)];
  });
}

function noteFor({ action, reason, as_desired }: Change, { messages }: Style): string | null {
  if (as_desired) return messages.drift.onlyRecorded;
  if (action === 'update') return reason === 'rejected' ? messages.plan.rejectedInPlace : null;
  if (action === 'hold') return reason === null ? null : messages.plan.reasons[reason];
  return messages.plan.notes[action];
}

function paintFor(action: Action, { colors }: Style): (text: string) => string {
  return {
    adopt: colors.green,
    update: colors.yellow,
    hold: colors.magenta,
    verify: colors.cyan,
    release: colors.red,
  }[action];
}

function endText(plan: Plan, { messages, colors }: Style): string {
  const summary = `${messages.plan.summaryLabel}: ${messages.plan.summary(plan.summary)}.`;
  if (plan.diagnostics.some(({ code }) => code === 'SELECTION_EMPTY'))
    return colors.yellow(messages.plan.nothingSelected);
  if (plan.changes.length === 0) return `${colors.green(messages.plan.noChanges)}\n${summary}`;
  const lines = [colors.bold(summary)];
  if (plan.forecast.calls > 0)
    lines.push(`${messages.plan.forecastLabel}: ${messages.plan.forecast(plan.forecast)}.`);
  lines.push(colors.dim(`${messages.plan.digestLabel}: ${plan.digest}`));
  return lines.join('\n');
}
